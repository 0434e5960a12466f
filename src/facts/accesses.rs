//! What systems say that they do with each field.

use crate::facts::leaves::Leaves;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{Access, System};

/// An access declaration of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessId {
    /// The system.
    pub system: Id<System>,
    /// The index among its declarations.
    pub index: usize,
}

impl AccessId {
    /// The declaration.
    pub fn of(self, model: &Model) -> &Access {
        &model[self.system].accesses[self.index]
    }
}

/// All access declarations, by what they are about.
#[derive(Clone, Debug, Default)]
pub struct Accesses {
    of_field: Vec<Vec<AccessId>>,
    of_object: Vec<Vec<AccessId>>,
}

impl Accesses {
    /// The declarations of a model.
    pub fn of(model: &Model, leaves: &Leaves) -> Self {
        let mut found =
            Self { of_field: vec![Vec::new(); model.fields.len()], of_object: vec![Vec::new(); model.objects.len()] };
        for (system, said) in model.systems.iter() {
            for (index, access) in said.accesses.iter().enumerate() {
                let id = AccessId { system, index };
                for place in access.paths.iter().filter_map(|path| path.target) {
                    let about = &mut found.of_object[place.object.index()];
                    if about.last() != Some(&id) {
                        about.push(id);
                    }
                    for field in leaves.under(place) {
                        found.of_field[field.index()].push(id);
                    }
                }
            }
        }
        found
    }

    /// The declarations that cover a value or a state, by system, as they stand.
    pub fn of_field(&self, field: Id<Field>) -> &[AccessId] {
        &self.of_field[field.index()]
    }

    /// The declarations that cover an object or a part of it.
    pub fn of_object(&self, object: Id<Object>) -> &[AccessId] {
        &self.of_object[object.index()]
    }
}
