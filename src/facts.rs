//! Questions that rules ask of a charter, each answered once, when it is first asked.

pub mod cells;
pub mod ownership;
pub mod territory;

use std::sync::OnceLock;

use crate::model::Model;
use ownership::Ownership;

/// A model and what is known about it.
#[derive(Debug)]
pub struct Facts {
    /// What the charter says.
    pub model: Model,
    ownership: OnceLock<Ownership>,
}

impl Facts {
    /// Facts about `model`; nothing is computed yet.
    pub fn new(model: Model) -> Self {
        Self { model, ownership: OnceLock::new() }
    }

    /// Who owns each field, everywhere.
    pub fn ownership(&self) -> &Ownership {
        self.ownership.get_or_init(|| Ownership::of(&self.model))
    }
}
