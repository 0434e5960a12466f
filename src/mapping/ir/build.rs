//! From a record of the model to its mapping.

use crate::model::Model;
use crate::model::field::FieldKind;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::record::{Direction, Each, ErrorScope, FieldRef, ForeignPath, Format, Map, Part, Record};
use crate::model::step::{CodeRow, Missing, Step};
use crate::model::value::Literal;
use crate::source::Span;

use super::steps::operations;
use super::{Constant, Entry, Hindrance, Key, List, Mapping, Policy, Require, Role, Slot, Value};

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
        Some(Self { record: id, object, root, span, body, hindrances: builder.hindrances })
    }
}

impl Builder<'_> {
    fn hinder(&mut self, span: Span, why: impl Into<String>) {
        self.hindrances.push(Hindrance { span, why: why.into(), direction: Direction::Both });
    }

    fn body(&mut self, parts: &[Part], in_list: bool, depth: usize) -> Vec<Entry> {
        if depth > MOST_DEPTH {
            return Vec::new();
        }
        let mut body = Vec::new();
        for part in parts {
            match part {
                Part::Map(map) => body.extend(self.value(map, in_list).map(|value| Entry::Value(Box::new(value)))),
                Part::Each(each) => body.extend(self.list(each, depth).map(Entry::List)),
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
                Part::Let(part) => self.hinder(part.span, "`let` is not supported yet"),
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
        for step in &map.steps {
            match &step.value {
                Step::Absent(missing) => value.absent = self.policy(missing, &value, step.span),
                Step::Null(missing) => value.null = self.policy(missing, &value, step.span),
                Step::Empty(missing) => value.empty = self.policy(missing, &value, step.span),
                Step::OmitIf(condition) => value.omit_if.clone_from(condition),
                Step::Code(CodeRow {
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

    fn list(&mut self, each: &Each, depth: usize) -> Option<List> {
        let foreign = self.keys(each.foreign.as_ref()?)?;
        let field = each.list?.field?;
        let FieldKind::List(list) = &self.model[field].kind else {
            self.hinder(each.list?.span, format!("`{}` is no list", self.model[field].name));
            return None;
        };
        let (min, max) = (list.min, list.max);
        for step in &each.steps {
            self.hinder(step.span, format!("the step `{}` is not supported yet", step.value.word()));
        }
        Some(List {
            span: each.span,
            foreign,
            field,
            direction: each.direction.map_or(Direction::Both, |direction| direction.value),
            filter: each.filter.clone(),
            min,
            max,
            body: self.body(&each.body, true, depth + 1),
        })
    }

    /// The keys of a path; `None` when it is malformed, which has been reported.
    pub(super) fn keys(&mut self, path: &ForeignPath) -> Option<Vec<Key>> {
        let steps = &path.path.as_ref()?.steps;
        let mut keys = Vec::with_capacity(steps.len());
        for step in steps {
            if step.every || step.attribute {
                self.hinder(path.span, format!("`{}` cannot be read from JSON here", path.text));
                return None;
            }
            let pairs = step.qualifiers.iter().map(|pair| (pair.key.clone(), pair.value.clone()));
            keys.push(if step.qualifiers.is_empty() {
                Key::Name(step.name.clone())
            } else {
                Key::Qualified(step.name.clone(), pairs.collect())
            });
        }
        Some(keys)
    }
}

fn slot(field: FieldRef) -> Option<Slot> {
    Some(Slot { field: field.field?, part: field.part })
}
