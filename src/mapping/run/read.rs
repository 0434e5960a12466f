//! `read`: from a payload to the object.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::mapping::ir::{
    self, Entry, Hindrance, Key, Lets, List, ListOp, Mapping, Policy, Role, Slot, Sort, States, Value as Mapped, Wrap,
};
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::expression::Formula;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::record::{Direction, ErrorScope, ValuePart};
use crate::model::state_table::Cell;
use crate::model::value::Literal;

use super::assemble::{Assembly, Branch, Node, Source};
use super::condition::{Condition, Scene};
use super::formula::Made;
use super::list::{Fold, Total, Unique, arranged, items};
use super::place::{Missing, Place, Report, Rule};
use super::reached::row_of_states;
use super::rule::{self, Demand, MUST};
use super::shape::{Shape, children, is_money, names_to};
use super::step::{Site, Step, apply, of_role};
use super::text::unwrapped;
use super::translate::{Names, condition, formula};
use super::value::Value;
use super::wrong::Wrong;

/// One record, or what a flow carries of it, ready to be read.
#[derive(Clone, Debug)]
pub(super) struct Reader {
    start: Rule,
    level: Level,
}

/// An object, or one part of a list.
#[derive(Clone, Debug)]
struct Level {
    lines: Vec<Line>,
    size: usize,
    whole: Branch,
    demands: Vec<Demand>,
    totals: Vec<Total>,
}

/// One line of the mapping; `to` is the position of what it computes.
#[derive(Clone, Debug)]
enum Line {
    Value(Box<One>),
    List(Box<Many>),
    Fold { rule: Rule, role: Role, fold: Box<Fold>, to: usize },
    Part { rule: Rule, lines: Vec<Line> },
    Constant { rule: Rule, wanted: Literal },
    States(Columns),
}

/// A list.
#[derive(Clone, Debug)]
struct Many {
    rule: Rule,
    ops: Vec<ListOp>,
    filter: Option<Condition>,
    unique: Vec<Unique>,
    min: u64,
    max: Option<u64>,
    level: Level,
    to: usize,
}

/// One value.
#[derive(Clone, Debug)]
struct One {
    rule: Rule,
    others: Vec<Vec<Key>>,
    wrap: Option<Wrap>,
    role: Role,
    steps: Vec<Step>,
    /// What is taken instead of a value that is absent, null or empty.
    instead: [Option<Value>; 3],
    to: usize,
}

/// Status columns.
#[derive(Clone, Debug)]
struct Columns {
    rule: Rule,
    keys: Vec<Vec<Key>>,
    rows: Vec<(Vec<Cell>, Option<String>)>,
    raises: Option<Id<Exception>>,
    ignores: bool,
    to: usize,
}

/// What is being made ready.
struct Preparation<'m> {
    model: &'m Model,
    shape: &'m Shape,
    lets: &'m Lets,
    hindrances: Vec<Hindrance>,
}

/// A level while it is made ready.
#[derive(Default)]
struct Draft {
    slots: BTreeMap<Slot, usize>,
    size: usize,
    demands: Vec<(ir::Require, Rule)>,
    totals: Vec<(ir::Total, Rule)>,
}

impl Draft {
    /// The position of what is computed for a slot.
    fn place_of(&mut self, slot: Slot) -> usize {
        self.slots.insert(slot, self.size);
        self.size += 1;
        self.size - 1
    }
}

impl Reader {
    /// Makes a mapping ready. `Err` says what cannot be carried out.
    pub fn new(model: &Model, mapping: &Mapping, shape: &Shape) -> Result<Self, Vec<Hindrance>> {
        let mut preparation = Preparation { model, shape, lets: &mapping.lets, hindrances: Vec::new() };
        let level = preparation.level(&mapping.body, (mapping.object, None));
        let start = rule::plain(mapping.span, &mapping.root, String::new(), ErrorScope::Document, MUST);
        if preparation.hindrances.is_empty() { Ok(Self { start, level }) } else { Err(preparation.hindrances) }
    }

    /// Reads a payload.
    pub fn read(&self, payload: &Value, report: &mut Report) -> Option<Value> {
        let whole = Place::whole(Some(payload));
        let root = part(&whole, &self.start, report);
        self.level.read(&whole.inside(&self.start, root), report)
    }
}

/// A part of the payload, which is an object; anything else is noted.
fn part<'a>(place: &Place<'a>, rule: &Rule, report: &mut Report) -> Option<&'a Value> {
    let found = place.value(rule, report)?;
    if matches!(found, Value::Object(_)) {
        report.reached.lines.insert(rule.span);
        return Some(found);
    }
    place.problem(rule, Wrong::WrongType, Some(found.clone()), None, report);
    None
}

impl Level {
    fn read(&self, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        let mut values = vec![None; self.size];
        read_lines(&self.lines, place, &mut values, report);
        let whole = Assembly { place, values: &values, report }.whole(&self.whole)?;
        for demand in &self.demands {
            demand.check(&whole, place, report);
        }
        for total in &self.totals {
            total.check(&whole, place, report);
        }
        Some(whole)
    }
}

fn read_lines(lines: &[Line], place: &Place<'_>, values: &mut [Option<Value>], report: &mut Report) {
    for line in lines {
        match line {
            Line::Value(one) => values[one.to] = one.read(place, report),
            Line::List(many) => values[many.to] = many.read(place, report),
            Line::Fold { rule, role, fold, to } => values[*to] = fold.read(rule, role, place, report),
            Line::Part { rule, lines } => {
                let found = part(place, rule, report);
                read_lines(lines, &place.inside(rule, found), values, report);
            }
            Line::Constant { rule, wanted } => {
                if let Some(found) = place.value(rule, report) {
                    report.reached.lines.insert(rule.span);
                    if !found.is(wanted) {
                        place.problem(rule, Wrong::UnknownCode, Some(found.clone()), None, report);
                    }
                }
            }
            Line::States(columns) => values[columns.to] = columns.read(place, report),
        }
    }
}

impl One {
    fn read(&self, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        let [absent, null, empty] = &self.instead;
        let rule = &*self.nearest(place);
        let site = Site { place, rule, role: &self.role, whole: None };
        if self.steps.first().is_some_and(Step::starts) && !place.is_missing() {
            report.reached.lines.insert(rule.span);
            return apply(&self.steps, Value::Null, &site, report);
        }
        let found = place.find(&rule.foreign);
        if found.is_some() {
            report.reached.lines.insert(rule.span);
        }
        match found {
            None if absent.is_some() && !place.is_missing() => absent.clone(),
            Some(Value::Null) if null.is_some() => null.clone(),
            Some(found) if empty.is_some() && found.is_empty() => empty.clone(),
            _ => {
                let found = self.whole(place.value(rule, report)?, place);
                apply(&self.steps, found, &site, report)
            }
        }
    }

    /// The rule with the first place that has a value; with its own where none has.
    fn nearest(&self, place: &Place<'_>) -> Cow<'_, Rule> {
        let has_value = |keys: &[Key]| place.find(keys).is_some_and(|found| *found != Value::Null && !found.is_empty());
        if has_value(&self.rule.foreign) {
            return Cow::Borrowed(&self.rule);
        }
        match self.others.iter().find(|keys| has_value(keys)) {
            Some(keys) => Cow::Owned(Rule { foreign: keys.clone(), ..self.rule.clone() }),
            None => Cow::Borrowed(&self.rule),
        }
    }

    /// The value with the pieces of it that are in further places.
    fn whole(&self, found: &Value, place: &Place<'_>) -> Value {
        let (Some(wrap), Value::Text(first)) = (&self.wrap, found) else { return found.clone() };
        let further = wrap.places.iter().filter_map(|keys| match place.find(keys) {
            Some(Value::Text(piece)) => Some(piece.as_str()),
            _ => None,
        });
        Value::Text(unwrapped(first, further, wrap.at as usize))
    }
}

impl Many {
    fn read(&self, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        let rule = &self.rule;
        let found = place.value(rule, report)?;
        report.reached.lines.insert(rule.span);
        let Some(items) = items(found, &rule.foreign) else {
            place.problem(rule, Wrong::WrongType, Some(found.clone()), None, report);
            return None;
        };
        let items = arranged(items, &self.ops, rule, place, report);
        let mut lines = Vec::new();
        for (at, item) in items.iter().enumerate() {
            let line = place.line(rule, Some(item), at, lines.len(), report);
            if !matches!(item, Value::Object(_)) {
                let here = Rule { foreign: Vec::new(), field: String::new(), ..rule.clone() };
                line.problem(&here, Wrong::WrongType, Some(item.clone()), None, report);
                continue;
            }
            if self.filter.as_ref().is_some_and(|filter| !filter.holds(Scene::Payload(&line))) {
                continue;
            }
            let made = self.level.read(&line, report);
            lines.extend(made.filter(|_| !line.has_failed()));
        }
        for unique in &self.unique {
            unique.check(&lines, place, report);
        }
        self.counted(lines, place, report)
    }

    fn counted(&self, list: Vec<Value>, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        let length = list.len() as u64;
        let wrong = if length < self.min {
            Wrong::TooFew
        } else if self.max.is_some_and(|max| length > max) {
            Wrong::TooMany
        } else {
            return Some(Value::List(list));
        };
        place.problem(&self.rule, wrong, Some(Value::Number(length.into())), None, report);
        None
    }
}

impl Columns {
    /// The state of the first row that fits. A column that is missing reads as null.
    fn read(&self, place: &Place<'_>, report: &mut Report) -> Option<Value> {
        let found: Vec<&Value> = self.keys.iter().map(|column| place.find(column).unwrap_or(&Value::Null)).collect();
        report.reached.lines.insert(self.rule.span);
        let fits = |(cell, value): (&Cell, &&Value)| match cell {
            Cell::Any => true,
            Cell::Present => **value != Value::Null,
            Cell::Is(literal) => value.is(literal),
        };
        match self.rows.iter().find(|(cells, _)| cells.iter().zip(&found).all(fits)) {
            Some((cells, state)) => {
                report.reached.rows.insert(row_of_states(self.rule.span, cells, state.clone()));
                state.clone().map(Value::Text)
            }
            None if self.ignores => None,
            None => {
                let values = Value::List(found.into_iter().cloned().collect());
                place.problem(&self.rule, Wrong::UnknownCode, Some(values), self.raises, report);
                None
            }
        }
    }
}

impl Preparation<'_> {
    fn level(&mut self, entries: &[Entry], at: (Id<Object>, Option<Id<Field>>)) -> Level {
        let mut draft = Draft::default();
        let lines = self.lines(entries, &[], &mut draft);
        let names = Names::object(at, self.shape, self.lets);
        let members = self.members(at.0, at.1, &draft.slots);
        let mut demands = Vec::new();
        for (require, rule) in &draft.demands {
            match condition(self.model, &require.condition, names) {
                Ok(condition) => demands.push(Demand { condition, rule: rule.clone(), raises: require.raises }),
                Err(hindrance) => self.hindrances.push(hindrance),
            }
        }
        let mut totals = Vec::new();
        for (total, rule) in &draft.totals {
            match formula(self.model, &total.formula, names, Sort::Number) {
                Ok(Made::Number(amount)) => totals.push(Total { rule: rule.clone(), amount, raises: total.raises }),
                Ok(Made::Text(_)) => {}
                Err(hindrance) => self.hindrances.push(hindrance),
            }
        }
        let whole = Branch { members, optional: None, always: true, in_list: false };
        Level { lines, size: draft.size, whole, demands, totals }
    }

    /// The lines of some entries, which stand at `way` in the part of the payload at hand.
    fn lines(&mut self, entries: &[Entry], way: &[Key], draft: &mut Draft) -> Vec<Line> {
        let mut lines = Vec::new();
        for entry in entries {
            match entry {
                Entry::Value(value) if value.direction.reads() => lines.extend(self.value(value, draft)),
                Entry::List(list) if list.direction.reads() => lines.push(self.list(list, draft)),
                Entry::Part(part) => {
                    let inside = self.lines(&part.body, &[way, &part.foreign].concat(), draft);
                    lines.push(Line::Part { rule: rule::of_part(part), lines: inside });
                }
                Entry::Constant(constant) if constant.direction.reads() => lines.push(Line::Constant {
                    rule: rule::plain(constant.span, &constant.foreign, String::new(), ErrorScope::Document, MUST),
                    wanted: constant.value.clone(),
                }),
                Entry::States(states) => lines.push(Line::States(self.states(states, draft))),
                Entry::Require(require) => draft.demands.push((require.clone(), rule::of_require(require))),
                Entry::Total(total) => {
                    let keys = [way, &total.foreign].concat();
                    let rule = rule::plain(total.span, &keys, String::new(), ErrorScope::Document, MUST);
                    draft.totals.push((total.clone(), rule));
                }
                Entry::Fold(fold) => lines.extend(self.fold(fold, draft)),
                Entry::Value(_) | Entry::List(_) | Entry::Constant(_) => {}
            }
        }
        lines
    }

    fn value(&mut self, value: &Mapped, draft: &mut Draft) -> Option<Line> {
        let names = Names::payload(self.lets);
        let steps = Step::all(self.model, &value.read, value.span, Direction::Read, names);
        let steps = steps.map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let assumed = |policy: &Policy| match policy {
            Policy::Assume(literal) => Some(of_role(Value::constant(literal), &value.role, true)),
            _ => None,
        };
        let null = if value.null == Policy::Keep { Some(Value::Null) } else { assumed(&value.null) };
        Some(Line::Value(Box::new(One {
            rule: rule::of_value(self.model, value),
            others: value.others.clone(),
            wrap: value.wrap.clone(),
            role: value.role.clone(),
            steps,
            instead: [assumed(&value.absent), null, assumed(&value.empty)],
            to: draft.place_of(value.slot),
        })))
    }

    fn list(&mut self, list: &List, draft: &mut Draft) -> Line {
        let slot = Slot { field: list.field, part: None };
        let filter = list.filter.as_ref().and_then(|filter| self.filter(filter));
        let level = self.level(&list.body, (self.model[list.field].object, Some(list.field)));
        Line::List(Box::new(Many {
            rule: rule::of_list(self.model, list),
            ops: list.ops.clone(),
            filter,
            unique: list.unique.iter().map(|unique| rule::of_unique(self.model, list, unique)).collect(),
            min: list.min,
            max: list.max,
            level,
            to: draft.place_of(slot),
        }))
    }

    /// A condition over a part of the payload; what keeps it from being judged is noted.
    fn filter(&mut self, filter: &Formula) -> Option<Condition> {
        let made = condition(self.model, filter, Names::payload(self.lets));
        made.map_err(|hindrance| self.hindrances.push(hindrance)).ok()
    }

    fn fold(&mut self, fold: &ir::Fold, draft: &mut Draft) -> Option<Line> {
        let filter = fold.filter.as_ref().and_then(|filter| self.filter(filter));
        let names = Names::payload(self.lets);
        let of = fold.of.as_ref().map(|of| formula(self.model, of, names, Sort::Number));
        let of = of.transpose().map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let of = of.and_then(|of| if let Made::Number(amount) = of { Some(amount) } else { None });
        let value = &fold.value;
        let steps = Step::all(self.model, &value.read, value.span, Direction::Read, names);
        let steps = steps.map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let made = Fold { ops: fold.ops.clone(), filter, kind: fold.kind, of, steps };
        let rule = rule::of_value(self.model, value);
        Some(Line::Fold { rule, role: value.role.clone(), fold: Box::new(made), to: draft.place_of(value.slot) })
    }

    fn states(&mut self, states: &States, draft: &mut Draft) -> Columns {
        let slot = Slot { field: states.field, part: None };
        let foreign = states.columns.first().map_or(&[][..], Vec::as_slice);
        let field = names_to(self.model, slot).join(".");
        let name = |state: &Id<State>| self.model[*state].name.text.to_string();
        Columns {
            rule: rule::plain(states.span, foreign, field, ErrorScope::Document, MUST),
            keys: states.columns.clone(),
            rows: states.read.iter().map(|(cells, state)| (cells.clone(), state.as_ref().map(name))).collect(),
            raises: states.raises,
            ignores: states.ignores,
            to: draft.place_of(slot),
        }
    }

    /// The members of an object, a group or a part of a list, from the values that are read.
    fn members(
        &mut self,
        object: Id<Object>,
        inside: Option<Id<Field>>,
        slots: &BTreeMap<Slot, usize>,
    ) -> Vec<(String, Node)> {
        let mut members = Vec::new();
        let model = self.model;
        for field in children(model, object, inside).iter().copied() {
            if !self.shape.has_in(model, field) {
                continue;
            }
            let optional = self.shape.is_optional(model, field);
            let branch = |members| {
                Node::Branch(Branch {
                    members,
                    optional: optional.then(|| rule::together(model, field)),
                    always: matches!(model[field].kind, FieldKind::Group),
                    in_list: false,
                })
            };
            let whole = slots.get(&Slot { field, part: None });
            let node = if matches!(model[field].kind, FieldKind::Group) {
                branch(self.members(object, Some(field), slots))
            } else if is_money(model, field) {
                branch(self.money(field, slots))
            } else if let Some(at) = whole {
                Node::Leaf(Source::Computed(*at), optional)
            } else {
                continue;
            };
            members.push((model[field].name.text.to_string(), node));
        }
        members
    }

    /// The amount and the currency of a field; the currency may be known without being read.
    fn money(&mut self, field: Id<Field>, slots: &BTreeMap<Slot, usize>) -> Vec<(String, Node)> {
        let mut members = Vec::new();
        for part in [ValuePart::Amount, ValuePart::Currency] {
            let slot = Slot { field, part: Some(part) };
            let whole = slots.get(&Slot { field, part: None }).filter(|_| part == ValuePart::Amount);
            let source = match (slots.get(&slot).or(whole), Role::of(self.model, slot)) {
                (Some(at), _) => Source::Computed(*at),
                (None, Ok(Role::Currency(Some(only)))) => Source::Constant(Value::Text(only)),
                (None, _) => {
                    let why = format!("`{}` is not read, and money needs it", names_to(self.model, slot).join("."));
                    let span = self.model[field].span;
                    self.hindrances.push(Hindrance { span, why, direction: Direction::Read });
                    continue;
                }
            };
            members.push((part.word().to_owned(), Node::Leaf(source, false)));
        }
        members
    }
}

/// Whether a value that is missing is no problem.
pub(super) fn may_be_absent(rule: &Rule) -> bool {
    rule.missing[0] == Missing::Skip
}
