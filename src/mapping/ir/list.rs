//! Lists of a payload as typed operations: what is done with their parts before each is mapped, and what is asked of all.

use std::collections::BTreeSet;

use crate::model::expression::Formula;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::list_step::{self, FoldKind, JoinWith, ListStep, Many, SortOrder};
use crate::model::name::Said;
use crate::model::operations::Exception;
use crate::model::record::{Direction, Each, ErrorScope};
use crate::source::Span;
use crate::syntax::expression::{Expr, ExprId, Operator};
use crate::syntax::path::Foreign;

use super::build::{Builder, keys_of, slot};
use super::steps::operations;
use super::{Entry, Key, Op, Policy, Role, Slot, Value, Wire};

/// A repeated part of the payload, and the list that it becomes.
#[derive(Clone, Debug)]
pub struct List {
    /// The line of the charter.
    pub span: Span,
    /// Where it is in the payload. A qualified key at the end means every part that has these values.
    pub foreign: Vec<Key>,
    /// The list.
    pub field: Id<Field>,
    /// In which directions.
    pub direction: Direction,
    /// What is done with the parts before they are mapped, in order; when reading.
    pub ops: Vec<ListOp>,
    /// Which parts of the payload count.
    pub filter: Option<Formula>,
    /// Fields whose values are never the same in two parts.
    pub unique: Vec<Unique>,
    /// How many parts there are at least.
    pub min: u64,
    /// How many parts there are at most.
    pub max: Option<u64>,
    /// The mapping of one part.
    pub body: Vec<Entry>,
}

/// What is done with the parts of a list before each is mapped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListOp {
    /// The parts of further lists of the payload come after them.
    Concatenate(Vec<Vec<Key>>),
    /// Each part gives way to the parts of a list inside it.
    Flatten(Vec<Key>),
    /// By these values, from the first one on, without changing the order of equal ones.
    Sort(Vec<Vec<Key>>, SortOrder),
    /// Each part gets the parts of another list that belong to it.
    Join(Join),
}

/// Another list that is joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// Where the other list is, from the place of this one.
    pub other: Vec<Key>,
    /// Values that agree: in a part of this list, and in one of the other.
    pub on: Vec<(Vec<Key>, Vec<Key>)>,
    /// What the joined part is called inside.
    pub name: String,
    /// How many there may be.
    pub many: Many,
    /// What is raised when there is none, or one too many.
    pub miss: Option<Id<Exception>>,
}

/// Fields whose values are never the same in two parts.
#[derive(Clone, Debug)]
pub struct Unique {
    /// The line of the charter.
    pub span: Span,
    /// The fields of a part.
    pub fields: Vec<Slot>,
    /// What is raised.
    pub raises: Option<Id<Exception>>,
}

/// A control total of the payload.
#[derive(Clone, Debug)]
pub struct Total {
    /// The line of the charter.
    pub span: Span,
    /// Where it stands, from the place of the list.
    pub foreign: Vec<Key>,
    /// What it must be, over the object.
    pub formula: Formula,
    /// What is raised when it is not.
    pub raises: Id<Exception>,
}

/// A value over the parts of a list of the payload.
#[derive(Clone, Debug)]
pub struct Fold {
    /// Where the list is.
    pub foreign: Vec<Key>,
    /// What is done with its parts first.
    pub ops: Vec<ListOp>,
    /// Which parts count.
    pub filter: Option<Formula>,
    /// What is computed.
    pub kind: FoldKind,
    /// Over what of one part; nothing for a count.
    pub of: Option<Formula>,
    /// The field that gets it, and the operations after it; it is only read.
    pub value: Value,
}

impl List {
    /// The list without the values of fields that `keep` does not want.
    pub(super) fn only(&self, keep: &BTreeSet<Id<Field>>) -> Self {
        let is_kept = |unique: &&Unique| unique.fields.iter().all(|slot| keep.contains(&slot.field));
        let unique = self.unique.iter().filter(is_kept).cloned().collect();
        Self { body: super::only(&self.body, keep), unique, ..self.clone() }
    }
}

impl Builder<'_> {
    /// A list, and what its steps say of the object around it.
    pub(super) fn list(&mut self, each: &Each, depth: usize, body: &mut Vec<Entry>) -> Option<()> {
        let foreign = self.keys(each.foreign.as_ref()?)?;
        let field = each.list?.field?;
        let FieldKind::List(list) = &self.model[field].kind else {
            self.hinder(each.list?.span, format!("`{}` is no list", self.model[field].name));
            return None;
        };
        let direction = each.direction.map_or(Direction::Both, |direction| direction.value);
        let mut made = List {
            span: each.span,
            foreign,
            field,
            direction,
            ops: Vec::new(),
            filter: each.filter.clone(),
            unique: Vec::new(),
            min: list.min,
            max: list.max,
            body: self.body(&each.body, true, depth + 1),
        };
        let mut around = Vec::new();
        for step in &each.steps {
            self.list_step(step, &mut made, &mut around);
        }
        body.push(Entry::List(made));
        body.extend(around);
        Some(())
    }

    fn list_step(&mut self, step: &Said<ListStep>, list: &mut List, around: &mut Vec<Entry>) -> Option<()> {
        match &step.value {
            ListStep::Concatenate(paths) => {
                let all: Option<Vec<_>> = paths.iter().map(|path| self.keys(path)).collect();
                list.ops.push(ListOp::Concatenate(all?));
            }
            ListStep::Flatten(path) => list.ops.push(ListOp::Flatten(self.keys(path.as_ref()?)?)),
            ListStep::Sort(paths, order) => {
                let all: Option<Vec<_>> = paths.iter().map(|path| self.keys(path)).collect();
                list.ops.push(ListOp::Sort(all?, order.map_or(SortOrder::Ascending, |order| order.value)));
            }
            ListStep::JoinWith(join) => {
                let join = self.join(join, step.span)?;
                list.ops.push(ListOp::Join(join));
            }
            ListStep::Unique(fields, raises) => {
                let fields = fields.iter().filter_map(|field| slot(*field)).collect();
                list.unique.push(Unique { span: step.span, fields, raises: raises.and_then(|raises| raises.target) });
            }
            ListStep::Total { foreign, formula, raises } => around.push(Entry::Total(Total {
                span: step.span,
                foreign: self.keys(foreign.as_ref()?)?,
                formula: formula.clone()?,
                raises: raises.as_ref()?.target?,
            })),
            ListStep::Fold(fold) => {
                let fold = self.fold(fold, list, step.span)?;
                around.push(Entry::Fold(Box::new(fold)));
            }
            other => self.hinder(step.span, format!("the step `{}` is not supported yet", other.word())),
        }
        Some(())
    }

    fn join(&mut self, join: &JoinWith, span: Span) -> Option<Join> {
        let other = self.keys(join.foreign.as_ref()?)?;
        let formula = join.on.as_ref()?;
        let name = join.name.as_ref()?.text.to_string();
        let mut on = Vec::new();
        let Some(Key::Name(last)) = other.last().cloned() else { return None };
        if !agreements(formula, formula.expression.root(), &last, &mut on) {
            self.hinder(
                formula.span,
                format!("a join says which values agree, as `product_id = {last}.id`, joined by `and`"),
            );
            return None;
        }
        let many = join.many.as_ref().map(|many| many.value);
        let Some(many) = many else {
            self.hinder(span, "the join does not say how many parts may belong to one");
            return None;
        };
        Some(Join { other, on, name, many, miss: join.miss.and_then(|miss| miss.target) })
    }

    fn fold(&mut self, fold: &list_step::Fold, list: &List, span: Span) -> Option<Fold> {
        let slot = slot(fold.field?)?;
        let kind = fold.is.as_ref()?.value;
        let role = match Role::of(self.model, slot) {
            Ok(role) => role,
            Err(why) => {
                self.hinder(fold.field?.span, why);
                return None;
            }
        };
        if matches!(kind, FoldKind::Any | FoldKind::All) || role.takes_codes() && role != Role::Integer {
            self.hinder(span, format!("the fold `{}` does not give what the field is", kind_word(kind)));
            return None;
        }
        if fold.of.is_none() && kind != FoldKind::Count {
            self.hinder(span, "the fold does not say over what: add `of`");
            return None;
        }
        let done = operations(self.model, &role, &[], Direction::Read, span, &mut self.hindrances);
        // The parts give decimal numbers, which need not be found in the payload.
        let read = done.read.into_iter().filter(|op| *op != Op::Number).collect();
        let is_optional = self.model[slot.field].optional;
        let value = Value {
            span,
            foreign: list.foreign.clone(),
            others: Vec::new(),
            wrap: None,
            slot,
            role,
            direction: Direction::Read,
            scope: ErrorScope::Document,
            absent: if is_optional { Policy::Skip } else { Policy::Refuse(None) },
            null: Policy::Refuse(None),
            empty: Policy::Keep,
            omit_if: None,
            read,
            write: Vec::new(),
            wire: Wire::Number,
        };
        let (foreign, filter) = (list.foreign.clone(), list.filter.clone());
        let adds = |op: &&ListOp| matches!(op, ListOp::Concatenate(_) | ListOp::Flatten(_));
        let ops = list.ops.iter().filter(adds).cloned().collect();
        Some(Fold { foreign, ops, filter, kind, of: fold.of.clone(), value })
    }
}

fn kind_word(kind: FoldKind) -> &'static str {
    use crate::model::choice::Choice;
    kind.word()
}

/// The pairs of places that agree, by a condition that is equations joined by `and`; whether it is one. The places of
/// the other list begin with its name.
fn agreements(formula: &Formula, part: ExprId, other: &str, on: &mut Vec<(Vec<Key>, Vec<Key>)>) -> bool {
    match formula.expression.part(part) {
        Expr::Binary(Operator::And, left, right) => {
            agreements(formula, *left, other, on) && agreements(formula, *right, other, on)
        }
        Expr::Binary(Operator::Equal, left, right) => {
            let (Some(left), Some(right)) = (place(formula, *left), place(formula, *right)) else { return false };
            let inside = |keys: &[Key]| match keys.split_first() {
                Some((Key::Name(first), rest)) if first == other && !rest.is_empty() => Some(rest.to_vec()),
                _ => None,
            };
            match (inside(&left), inside(&right)) {
                (None, Some(there)) => on.push((left, there)),
                (Some(there), None) => on.push((right, there)),
                _ => return false,
            }
            true
        }
        _ => false,
    }
}

fn place(formula: &Formula, part: ExprId) -> Option<Vec<Key>> {
    let Expr::Name(text) = formula.expression.part(part) else { return None };
    keys_of(&Foreign::parse(text).ok()?)
}
