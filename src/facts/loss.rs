//! What a value loses on one hop: the steps of the records at both ends that do not come back unchanged.

use rustc_hash::FxHashMap;

use crate::facts::code_tables::maps;
use crate::facts::lineage::Edge;
use crate::mapping::ir::{LineOperations, Op, Otherwise, Role, Table};
use crate::model::Model;
use crate::model::field::Field;
use crate::model::flow::End;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::step::Step;
use crate::source::Span;

/// A step of a mapping that loses something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The line of the record.
    pub span: Span,
    /// What it does, as "rounds to 2 digits after the point".
    pub how: String,
    /// Whether the object surely holds more than that, and nothing is raised when it is lost.
    pub is_certain: bool,
}

impl Loss {
    /// The losses of a field on a hop: where the payload of the source is read, and where that of the receiver is
    /// written. None when nothing is lost, or no record says what happens.
    pub fn on(model: &Model, edge: &Edge, field: Id<Field>) -> impl Iterator<Item = Self> {
        let flow = edge.of(model);
        let record = |end: &End| end.record.or(flow.record).and_then(|record| record.target);
        let read = flow.from.as_ref().and_then(record).and_then(|id| step(model, id, field, Way::Read));
        let written = record(&flow.to[edge.end]).and_then(|id| step(model, id, field, Way::Write));
        read.into_iter().chain(written)
    }
}

/// Which way a record is gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// From a payload to the object.
    Read,
    /// From the object to a payload.
    Write,
}

/// What records lose, looked up once for each record.
#[derive(Debug)]
pub struct Losses<'m> {
    model: &'m Model,
    suspects: FxHashMap<Id<Record>, Vec<Id<Field>>>,
    known: FxHashMap<(Id<Record>, Way, Id<Field>), Option<Loss>>,
}

impl<'m> Losses<'m> {
    /// Of the records of a model; the fields of which a step may lose something are found by its word.
    pub fn of(model: &'m Model) -> Self {
        let suspects = model.records.iter().filter_map(|(id, record)| {
            let mapped =
                maps(&record.body).into_iter().filter(|map| map.steps.iter().any(|step| may_lose(&step.value)));
            let fields: Vec<Id<Field>> = mapped.filter_map(|map| map.field?.field).collect();
            (!fields.is_empty()).then_some((id, fields))
        });
        Self { model, suspects: suspects.collect(), known: FxHashMap::default() }
    }

    /// Whether nothing is lost anywhere.
    pub fn is_empty(&self) -> bool {
        self.suspects.is_empty()
    }

    /// The first loss of a field where a record is read or written, if it is a certain one.
    pub fn at(&mut self, record: Id<Record>, way: Way, field: Id<Field>) -> Option<&Loss> {
        if !self.suspects.get(&record)?.contains(&field) {
            return None;
        }
        let model = self.model;
        let found = self.known.entry((record, way, field)).or_insert_with(|| step(model, record, field, way));
        found.as_ref().filter(|loss| loss.is_certain)
    }
}

/// Whether a step can lose something, by its kind.
fn may_lose(step: &Step) -> bool {
    match step {
        Step::Decimal(step) => step.round.is_some(),
        Step::Implied(step) => step.round.is_some(),
        Step::Unit(step) => step.round.is_some(),
        Step::Truncate(_) | Step::Part(_) | Step::Case(_) | Step::Date(_) | Step::Code(_) => true,
        _ => false,
    }
}

/// The first step by which a record loses something of a field, in one direction.
fn step(model: &Model, record: Id<Record>, field: Id<Field>, way: Way) -> Option<Loss> {
    let maps = maps(&model[record].body);
    let mut of_field = maps.into_iter().filter(|map| map.field.is_some_and(|named| named.field == Some(field)));
    of_field.find_map(|map| {
        let LineOperations { role, read, write } = LineOperations::of(model, map)?;
        let operations = if way == Way::Read { read } else { write };
        let (how, op) = operations.iter().find_map(|op| Some((loses(op, &role)?, op)))?;
        Some(Loss { span: map.span, how, is_certain: is_certain(op, &role) })
    })
}

/// How many digits after the point a value of a role has at most, where that is said.
fn most_digits(role: &Role) -> Option<u64> {
    match role {
        Role::Decimal(digits) | Role::Amount(digits, _) | Role::Quantity(digits, _) => digits.scale,
        _ => None,
    }
}

/// Whether an operation loses something that the object is said to hold, and tells nobody.
fn is_certain(op: &Op, role: &Role) -> bool {
    match op {
        Op::Scale(..) => most_digits(role).is_some(),
        Op::Truncate(_, raises) => raises.is_none(),
        _ => true,
    }
}

/// What an operation loses of a value of a role.
fn loses(op: &Op, role: &Role) -> Option<String> {
    let most = most_digits(role);
    match op {
        Op::Scale(digits, Some(_)) if most.is_none_or(|most| most > *digits) => {
            Some(format!("rounds to {digits} digits after the point"))
        }
        Op::Convert { scale, round: Some(_), .. } => {
            Some(format!("converts the unit and rounds to {scale} digits after the point"))
        }
        Op::Truncate(length, _) => Some(format!("cuts it to {length} characters")),
        Op::Before(_) | Op::After(_) | Op::Slice(..) | Op::Extract(..) => Some("keeps a part of the text".to_owned()),
        Op::Upper | Op::Lower => Some("changes the letters".to_owned()),
        Op::DateIn(_) => Some("keeps the date of an instant".to_owned()),
        Op::Decode(table) | Op::Encode(table) if merges(table) => Some("makes one code of several".to_owned()),
        _ => None,
    }
}

/// Whether two codes of this side become the same on the other.
fn merges(table: &Table) -> bool {
    matches!(table.otherwise, Otherwise::Assume(..))
        || table
            .rows
            .iter()
            .enumerate()
            .any(|(at, (this, other))| table.rows[..at].iter().any(|(earlier, same)| earlier != this && same == other))
}
