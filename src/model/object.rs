//! Shared business objects.

use crate::model::choice::choice;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::{Head, Ref, Said};
use crate::model::scope::Scope;

/// A business object that several systems share.
#[derive(Clone, Debug)]
pub struct Object {
    /// Name and documentation.
    pub head: Head,
    /// How much depends on it.
    pub criticality: Option<Said<Criticality>>,
    /// The fields that identify an instance.
    pub key: Vec<Ref<Field>>,
    /// The scopes that it is partitioned by.
    pub partitions: Vec<Partition>,
    /// The field that grows with every change.
    pub version: Option<Ref<Field>>,
    /// Its own fields, groups and lists, in order; theirs are their `children`. The last may be `status`.
    pub fields: Vec<Id<Field>>,
    /// Its own lifecycle; those of its lists are at the lists' `status`.
    pub lifecycle: Option<Id<Lifecycle>>,
}

/// A scope by which an object is partitioned.
#[derive(Clone, Debug)]
pub struct Partition {
    /// The scope.
    pub scope: Ref<Scope>,
    /// The field that holds the value, where there is one.
    pub field: Option<Ref<Field>>,
}

choice! {
    /// How much depends on something.
    Criticality {
        Low = "low",
        Normal = "normal",
        High = "high",
    }
}
