//! `read`: from a payload to the object.

use std::collections::BTreeMap;

use crate::mapping::ir::{Entry, Hindrance, Key, List, Mapping, Policy, Role, Slot, States, Value as Mapped};
use crate::model::Model;
use crate::model::choice::Choice;
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
use super::place::{Missing, Place, Report, Rule};
use super::reached::row_of_states;
use super::rule::{self, Demand, MUST};
use super::shape::{Shape, children, is_money, names_to};
use super::step::{Site, Step, apply, of_role};
use super::translate::{Names, condition};
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
}

/// One line of the mapping; `to` is the position of what it computes.
#[derive(Clone, Debug)]
enum Line {
    Value(Box<One>),
    List { rule: Rule, filter: Option<Condition>, min: u64, max: Option<u64>, level: Box<Level>, to: usize },
    Part { rule: Rule, lines: Vec<Line> },
    Constant { rule: Rule, wanted: Literal },
    States(Columns),
}

/// One value.
#[derive(Clone, Debug)]
struct One {
    rule: Rule,
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
    hindrances: Vec<Hindrance>,
}

/// A level while it is made ready.
#[derive(Default)]
struct Draft {
    slots: BTreeMap<Slot, usize>,
    size: usize,
    demands: Vec<(crate::mapping::ir::Require, Rule)>,
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
        let mut preparation = Preparation { model, shape, hindrances: Vec::new() };
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
        Some(whole)
    }
}

fn read_lines(lines: &[Line], place: &Place<'_>, values: &mut [Option<Value>], report: &mut Report) {
    for line in lines {
        match line {
            Line::Value(one) => values[one.to] = one.read(place, report),
            Line::List { rule, filter, min, max, level, to } => {
                let list = read_list(rule, filter.as_ref(), level, place, report);
                values[*to] = list.and_then(|list| counted(rule, list, *min, *max, place, report));
            }
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
        let found = place.find(&self.rule.foreign);
        if found.is_some() {
            report.reached.lines.insert(self.rule.span);
        }
        match found {
            None if absent.is_some() && !place.is_missing() => absent.clone(),
            Some(Value::Null) if null.is_some() => null.clone(),
            Some(found) if empty.is_some() && found.is_empty() => empty.clone(),
            _ => {
                let found = place.value(&self.rule, report)?;
                let site = Site { place, rule: &self.rule, role: &self.role };
                apply(&self.steps, found.clone(), &site, report)
            }
        }
    }
}

fn read_list(
    rule: &Rule,
    filter: Option<&Condition>,
    level: &Level,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Vec<Value>> {
    let found = place.value(rule, report)?;
    report.reached.lines.insert(rule.span);
    let Value::List(items) = found else {
        place.problem(rule, Wrong::WrongType, Some(found.clone()), None, report);
        return None;
    };
    let mut lines = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let line = place.line(rule, Some(item), at, lines.len());
        if !matches!(item, Value::Object(_)) {
            let here = Rule { foreign: Vec::new(), field: String::new(), ..rule.clone() };
            line.problem(&here, Wrong::WrongType, Some(item.clone()), None, report);
            continue;
        }
        if filter.is_some_and(|filter| !filter.holds(Scene::Payload(&line))) {
            continue;
        }
        let made = level.read(&line, report);
        lines.extend(made.filter(|_| !line.has_failed()));
    }
    Some(lines)
}

fn counted(
    rule: &Rule,
    list: Vec<Value>,
    min: u64,
    max: Option<u64>,
    place: &Place<'_>,
    report: &mut Report,
) -> Option<Value> {
    let length = list.len() as u64;
    let wrong = if length < min {
        Wrong::TooFew
    } else if max.is_some_and(|max| length > max) {
        Wrong::TooMany
    } else {
        return Some(Value::List(list));
    };
    place.problem(rule, wrong, Some(Value::Number(length.into())), None, report);
    None
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
        let lines = self.lines(entries, &mut draft);
        let members = self.members(at.0, at.1, &draft.slots);
        let mut demands = Vec::new();
        for (require, rule) in &draft.demands {
            match condition(self.model, &require.condition, Names::Object { at, shape: self.shape }) {
                Ok(condition) => demands.push(Demand { condition, rule: rule.clone(), raises: require.raises }),
                Err(hindrance) => self.hindrances.push(hindrance),
            }
        }
        let whole = Branch { members, optional: None, always: true, in_list: false };
        Level { lines, size: draft.size, whole, demands }
    }

    fn lines(&mut self, entries: &[Entry], draft: &mut Draft) -> Vec<Line> {
        let mut lines = Vec::new();
        for entry in entries {
            match entry {
                Entry::Value(value) if value.direction.reads() => lines.extend(self.value(value, draft)),
                Entry::List(list) if list.direction.reads() => lines.extend(self.list(list, draft)),
                Entry::Part(part) => {
                    let inside = self.lines(&part.body, draft);
                    lines.push(Line::Part { rule: rule::of_part(part), lines: inside });
                }
                Entry::Constant(constant) if constant.direction.reads() => lines.push(Line::Constant {
                    rule: rule::plain(constant.span, &constant.foreign, String::new(), ErrorScope::Document, MUST),
                    wanted: constant.value.clone(),
                }),
                Entry::States(states) => lines.push(Line::States(self.states(states, draft))),
                Entry::Require(require) => draft.demands.push((require.clone(), rule::of_require(require))),
                Entry::Value(_) | Entry::List(_) | Entry::Constant(_) => {}
            }
        }
        lines
    }

    fn value(&mut self, value: &Mapped, draft: &mut Draft) -> Option<Line> {
        let steps = Step::all(&value.read, value.span, Direction::Read);
        let steps = steps.map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let assumed = |policy: &Policy| match policy {
            Policy::Assume(literal) => Some(of_role(Value::constant(literal), &value.role, true)),
            _ => None,
        };
        let null = if value.null == Policy::Keep { Some(Value::Null) } else { assumed(&value.null) };
        Some(Line::Value(Box::new(One {
            rule: rule::of_value(self.model, value),
            role: value.role.clone(),
            steps,
            instead: [assumed(&value.absent), null, assumed(&value.empty)],
            to: draft.place_of(value.slot),
        })))
    }

    fn list(&mut self, list: &List, draft: &mut Draft) -> Option<Line> {
        let slot = Slot { field: list.field, part: None };
        let filter = list.filter.as_ref().map(|filter| condition(self.model, filter, Names::Payload));
        let filter = filter.transpose().map_err(|hindrance| self.hindrances.push(hindrance)).ok()?;
        let level = self.level(&list.body, (self.model[list.field].object, Some(list.field)));
        Some(Line::List {
            rule: rule::of_list(self.model, list),
            filter,
            min: list.min,
            max: list.max,
            level: Box::new(level),
            to: draft.place_of(slot),
        })
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
