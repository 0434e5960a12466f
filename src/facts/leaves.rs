//! The fields that hold a value or a state, in the order of the objects: what a path stands for is a run of them.

use std::ops::Range;

use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;

/// All leaves of all objects.
#[derive(Clone, Debug, Default)]
pub struct Leaves {
    order: Vec<Id<Field>>,
    of_object: Vec<Range<usize>>,
    of_field: Vec<Range<usize>>,
}

impl Leaves {
    /// The leaves of a model.
    pub fn of(model: &Model) -> Self {
        let mut leaves = Self { of_field: vec![0..0; model.fields.len()], ..Self::default() };
        for object in model.objects.values() {
            let start = leaves.order.len();
            let mut open: Vec<(Id<Field>, bool)> = object.fields.iter().rev().map(|field| (*field, false)).collect();
            while let Some((field, done)) = open.pop() {
                if done {
                    leaves.of_field[field.index()].end = leaves.order.len();
                    continue;
                }
                let at = leaves.order.len();
                leaves.of_field[field.index()] = at..at;
                if matches!(model.fields[field].kind, FieldKind::Value(_) | FieldKind::Status(_)) {
                    leaves.order.push(field);
                }
                open.push((field, true));
                open.extend(model.fields[field].children.iter().rev().map(|child| (*child, false)));
            }
            leaves.of_object.push(start..leaves.order.len());
        }
        leaves
    }

    /// What a path stands for.
    pub fn under(&self, place: Place) -> &[Id<Field>] {
        &self.order[self.range(place)]
    }

    /// The leaves of an object.
    pub fn of_object(&self, object: Id<Object>) -> &[Id<Field>] {
        &self.order[self.of_object[object.index()].clone()]
    }

    /// Where the leaves of a path stand among those of its object.
    pub(super) fn local(&self, place: Place) -> Range<usize> {
        let (start, range) = (self.of_object[place.object.index()].start, self.range(place));
        range.start - start..range.end - start
    }

    fn range(&self, place: Place) -> Range<usize> {
        match place.field {
            Some(field) => self.of_field[field.index()].clone(),
            None => self.of_object[place.object.index()].clone(),
        }
    }
}
