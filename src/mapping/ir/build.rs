//! From a record of the model to its mapping.

use crate::model::Model;
use crate::model::field::FieldKind;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::record::{Direction, ErrorScope, FieldRef, ForeignPath, Format, Map, Part, Record};
use crate::model::step::{self, CodeRow, Missing};
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::path::{Foreign, Step};

use super::steps::operations;
use super::{Constant, Entry, Hindrance, Key, Lets, Mapping, Op, Policy, Require, Role, Slot, UnitRatio, Value, Wrap};

/// Parts are not followed deeper into one another.
const MOST_DEPTH: usize = 64;

/// Builds the mapping of one record.
pub(super) struct Builder<'m> {
    pub model: &'m Model,
    pub hindrances: Vec<Hindrance>,
}

impl Mapping {
    /// The mapping of a record; `None` when its object is unknown, which has been reported.
    pub fn of(model: &Model, id: Id<Record>) -> Option<Self> {
        let record = &model[id];
        let object = record.object?.target?;
        let mut builder = Builder { model, hindrances: Vec::new() };
        let span = record.head.name.span;
        match record.format {
            Some(format) if format.value != Format::Json => {
                builder.hinder(format.span, "only records in JSON are supported yet");
            }
            Some(_) => {}
            None => builder.hinder(span, "the format is not known"),
        }
        let root = record.root.as_ref().and_then(|root| builder.keys(root)).unwrap_or_default();
        let mut body = builder.body(&record.body, false, 0);
        body.extend(record.states.iter().filter_map(|table| Some(Entry::States(builder.states(table, object)?))));
        let mut lets = Lets::new();
        named_values(&record.body, 0, &mut lets);
        Some(Self { record: id, object, root, span, body, lets, hindrances: builder.hindrances })
    }
}

impl Builder<'_> {
    pub(super) fn hinder(&mut self, span: Span, why: impl Into<String>) {
        self.hindrances.push(Hindrance { span, why: why.into(), direction: Direction::Both });
    }

    pub(super) fn body(&mut self, parts: &[Part], in_list: bool, depth: usize) -> Vec<Entry> {
        if depth > MOST_DEPTH {
            return Vec::new();
        }
        let mut body = Vec::new();
        for part in parts {
            match part {
                Part::Map(map) => {
                    let value = self.value(map, in_list);
                    body.extend(value.as_ref().and_then(unit_code).map(Entry::Constant));
                    body.extend(value.map(|value| Entry::Value(Box::new(value))));
                }
                Part::Each(each) => drop(self.list(each, depth, &mut body)),
                Part::Within(within) => {
                    let foreign = within.foreign.as_ref().and_then(|path| self.keys(path));
                    let inside = self.body(&within.body, in_list, depth + 1);
                    body.extend(foreign.map(|foreign| {
                        Entry::Part(super::Part { span: within.span, foreign, optional: within.optional, body: inside })
                    }));
                }
                Part::Constant(constant) => {
                    let foreign = constant.foreign.as_ref().and_then(|path| self.keys(path));
                    if let (Some(foreign), Some(value)) = (foreign, &constant.value) {
                        body.push(Entry::Constant(Constant {
                            span: constant.span,
                            foreign,
                            value: value.value.clone(),
                            direction: constant.direction.map_or(Direction::Write, |direction| direction.value),
                        }));
                    }
                }
                Part::Require(require) => {
                    let raises = require.raises.and_then(|raises| raises.target);
                    if let (Some(condition), Some(raises)) = (&require.condition, raises) {
                        body.push(Entry::Require(Require {
                            span: require.span,
                            condition: condition.clone(),
                            raises,
                            scope: require.scope.map_or(ErrorScope::Document, |scope| scope.value),
                        }));
                    }
                }
                Part::Let(_) => {}
                Part::Segment(part) => self.hinder(part.span, "segments are not supported yet"),
            }
        }
        body
    }

    fn value(&mut self, map: &Map, in_list: bool) -> Option<Value> {
        let foreign = self.keys(map.foreign.as_ref()?)?;
        let slot = slot(map.field?)?;
        let direction = map.direction.map_or(Direction::Both, |direction| direction.value);
        let role = match Role::of(self.model, slot) {
            Ok(role) => role,
            Err(why) => {
                self.hinder(map.field?.span, why);
                return None;
            }
        };
        let done = operations(self.model, &role, &map.steps, direction, map.span, &mut self.hindrances);
        let is_null = self.model[slot.field].null;
        let mut value = Value {
            span: map.span,
            foreign,
            others: Vec::new(),
            wrap: None,
            slot,
            role,
            direction,
            scope: self.scope(map, in_list),
            absent: if self.model[slot.field].optional { Policy::Skip } else { Policy::Refuse(None) },
            null: if is_null { Policy::Keep } else { Policy::Refuse(None) },
            empty: Policy::Keep,
            omit_if: None,
            read: done.read,
            write: done.write,
            wire: done.wire,
        };
        for said in &map.steps {
            let span = said.span;
            match &said.value {
                step::Step::Absent(missing) => value.absent = self.policy(missing, &value, span),
                step::Step::Null(missing) => value.null = self.policy(missing, &value, span),
                step::Step::Empty(missing) => value.empty = self.policy(missing, &value, span),
                step::Step::OmitIf(condition) => value.omit_if.clone_from(condition),
                step::Step::First(paths) => value.others.extend(paths.iter().filter_map(|path| self.keys(path))),
                step::Step::Wrap(wrap) => value.wrap = self.wrap(wrap, span),
                step::Step::Code(CodeRow {
                    foreign: Some(Said { value: Literal::Null, .. }),
                    ours: Some(ours),
                    direction,
                }) if direction.is_none_or(|direction| direction.value.reads()) => {
                    value.null = Policy::Assume(ours.value.clone());
                }
                _ => {}
            }
        }
        Some(value)
    }

    /// The scope of an error. A field that must be there cannot be set aside alone, nor a line outside of a list.
    fn scope(&self, map: &Map, in_list: bool) -> ErrorScope {
        let said = map.scope.map_or(ErrorScope::Document, |scope| scope.value);
        let optional = map.field.and_then(|field| field.field).is_some_and(|field| self.model[field].optional);
        match said {
            ErrorScope::Field if optional => ErrorScope::Field,
            ErrorScope::Field | ErrorScope::Line if in_list => ErrorScope::Line,
            ErrorScope::Field | ErrorScope::Line => ErrorScope::Document,
            wider => wider,
        }
    }

    fn wrap(&mut self, wrap: &step::Wrap, span: Span) -> Option<Wrap> {
        let Some(at) = wrap.at.map(|at| at.value).filter(|at| *at > 0) else {
            self.hinder(span, "the length of each piece is not known");
            return None;
        };
        let places: Option<Vec<_>> = wrap.fields.iter().map(|path| self.keys(path)).collect();
        Some(Wrap { places: places?, at, overflow: wrap.overflow.and_then(|raises| raises.target) })
    }

    fn policy(&mut self, missing: &Missing, value: &Value, span: Span) -> Policy {
        if let Some(default) = &missing.default {
            return Policy::Assume(default.value.clone());
        }
        if missing.skip {
            // A message may say nothing about a state: the receiver keeps the one it knows.
            if matches!(value.role, Role::Status(_)) {
                return Policy::Skip;
            }
            let mut field = Some(value.slot.field);
            while let Some(id) = field {
                if self.model[id].optional {
                    return Policy::Skip;
                }
                field = self.model[id].parent.filter(|parent| matches!(self.model[*parent].kind, FieldKind::Group));
            }
            let name = &self.model[value.slot.field].name;
            self.hinder(span, format!("`{name}` must be there, so it cannot be skipped"));
        }
        Policy::Refuse(missing.raises.and_then(|raises| raises.target))
    }

    /// The keys of a path; `None` when it is malformed, which has been reported.
    pub(super) fn keys(&mut self, path: &ForeignPath) -> Option<Vec<Key>> {
        let found = path.path.as_ref()?;
        let keys = keys_of(found);
        if keys.is_none() {
            self.hinder(path.span, format!("`{}` cannot be read here", path.text));
        }
        keys
    }
}

/// The keys of a path; `None` where it leads to every part of a list, or to an attribute.
pub(super) fn keys_of(path: &Foreign) -> Option<Vec<Key>> {
    let one = |step: &Step| {
        let pairs = step.qualifiers.iter().map(|pair| (pair.key.clone(), pair.value.clone()));
        if step.every || step.attribute {
            None
        } else if step.qualifiers.is_empty() {
            Some(Key::Name(step.name.clone()))
        } else {
            Some(Key::Qualified(step.name.clone(), pairs.collect()))
        }
    };
    path.steps.iter().map(one).collect()
}

pub(super) fn slot(field: FieldRef) -> Option<Slot> {
    Some(Slot { field: field.field?, part: field.part })
}

/// The formulas that a record names, wherever it does.
fn named_values(parts: &[Part], depth: usize, lets: &mut Lets) {
    if depth > MOST_DEPTH {
        return;
    }
    for part in parts {
        match part {
            Part::Let(part) => {
                if let (Some(name), Some(formula)) = (&part.name, &part.formula) {
                    lets.insert(name.text.to_string(), formula.clone());
                }
            }
            Part::Each(each) => named_values(&each.body, depth + 1, lets),
            Part::Within(within) => named_values(&within.body, depth + 1, lets),
            Part::Segment(segment) => named_values(&segment.body, depth + 1, lets),
            Part::Map(_) | Part::Constant(_) | Part::Require(_) => {}
        }
    }
}

/// The code of the field's own unit, where the payload names the unit of an amount: an amount is written in that unit.
fn unit_code(value: &Value) -> Option<Constant> {
    if !value.direction.writes() {
        return None;
    }
    let unit = value.read.iter().find_map(|op| if let Op::UnitAt(unit) = op { Some(unit) } else { None })?;
    let (code, _) = unit.rows.iter().find(|(_, ratio)| *ratio == UnitRatio::Fixed(1, 1))?;
    let literal = Literal::Text(code.as_str().into());
    Some(Constant { span: value.span, foreign: unit.keys.clone(), value: literal, direction: Direction::Write })
}
