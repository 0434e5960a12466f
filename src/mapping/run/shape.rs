//! Which fields of an object a mapping reads or writes, and whether each may be absent.

use std::collections::BTreeMap;

use crate::mapping::ir::{Entry, Mapping, Policy, Role, Slot};
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::{Direction, ValuePart};

use super::value::Value;

/// The fields that a mapping reads or writes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// Values, states and lists, and whether each may be absent from the part around it.
    fields: BTreeMap<Id<Field>, bool>,
}

impl Shape {
    /// What a mapping reads or writes.
    pub fn of(model: &Model, mapping: &Mapping, way: Direction) -> Self {
        let mut shape = Self::default();
        shape.add(model, &mapping.body, way);
        shape
    }

    fn add(&mut self, model: &Model, body: &[Entry], way: Direction) {
        let reads = way.reads();
        let goes = |direction: Direction| if reads { direction.reads() } else { direction.writes() };
        for entry in body {
            match entry {
                Entry::Value(value) if goes(value.direction) => {
                    let assumed = reads && matches!(value.absent, Policy::Assume(_));
                    // A message may say nothing about a state.
                    let unsaid = matches!(value.role, Role::Status(_)) && value.absent == Policy::Skip;
                    let optional = (model[value.slot.field].optional && !assumed) || unsaid;
                    self.fields.insert(value.slot.field, optional);
                }
                Entry::List(list) if goes(list.direction) => {
                    self.fields.insert(list.field, false);
                    self.add(model, &list.body, way);
                }
                Entry::Part(part) => self.add(model, &part.body, way),
                Entry::States(states) => {
                    let unsaid = states.ignores || states.read.iter().any(|(_, state)| state.is_none());
                    self.fields.insert(states.field, reads && unsaid);
                }
                Entry::Fold(fold) if reads => {
                    self.fields.insert(fold.value.slot.field, model[fold.value.slot.field].optional);
                }
                _ => {}
            }
        }
    }

    /// Whether a value, state or list is among them.
    pub fn has(&self, field: Id<Field>) -> bool {
        self.fields.contains_key(&field)
    }

    /// Whether something in a group or a list is among them.
    pub fn has_in(&self, model: &Model, field: Id<Field>) -> bool {
        self.has(field) || model[field].children.iter().any(|child| self.has_in(model, *child))
    }

    /// Whether a field may be absent from the part around it.
    pub fn is_optional(&self, model: &Model, field: Id<Field>) -> bool {
        match model[field].kind {
            FieldKind::Group => model[field].optional,
            _ => self.fields.get(&field).copied().unwrap_or(false),
        }
    }

    /// Whether a field, or a group on the way to it, may be absent from the object or list around it.
    pub fn may_miss(&self, model: &Model, field: Id<Field>) -> bool {
        way_to(model, field).into_iter().any(|field| self.is_optional(model, field))
    }
}

/// The fields that lead to a field from the object or list around it: groups, then the field.
pub(super) fn way_to(model: &Model, field: Id<Field>) -> Vec<Id<Field>> {
    let mut way = vec![field];
    let mut at = model[field].parent;
    while let Some(parent) = at.filter(|parent| matches!(model[*parent].kind, FieldKind::Group)) {
        way.insert(0, parent);
        at = model[parent].parent;
    }
    way
}

/// The names of a slot from the object or list around it, as the charter writes them.
pub(super) fn names_to(model: &Model, slot: Slot) -> Vec<String> {
    use crate::model::choice::Choice;
    let way = way_to(model, slot.field);
    let mut names: Vec<String> = way.into_iter().map(|field| model[field].name.text.to_string()).collect();
    names.extend(slot.part.map(|part| part.word().to_owned()));
    names
}

/// The place of a field in an object, and what is there; `None` for a field in a list.
pub fn value_at<'v>(model: &Model, field: Id<Field>, object: &'v Value) -> Option<(String, Option<&'v Value>)> {
    let way = way_to(model, field);
    if way.first().is_some_and(|first| model[*first].parent.is_some()) {
        return None;
    }
    let names = names_to(model, Slot { field, part: None });
    Some((names.join("."), super::condition::follow(Some(object), &names)))
}

/// The fields of an object, a group or a list, in order.
pub(super) fn children(model: &Model, object: Id<Object>, inside: Option<Id<Field>>) -> &[Id<Field>] {
    match inside {
        Some(field) => &model[field].children,
        None => &model[object].fields,
    }
}

/// Whether a field is an amount of money with its currency.
pub(super) fn is_money(model: &Model, field: Id<Field>) -> bool {
    matches!(Role::of(model, Slot { field, part: Some(ValuePart::Currency) }), Ok(Role::Currency(_)))
}
