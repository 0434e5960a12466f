//! Fields, groups and lists of objects: one tree for each object, all in one arena.

use crate::model::choice::choice;
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::{Name, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::owner::Derivation;
use crate::model::scope::Scope;
use crate::model::types::{Codes, Constraints, Type};
use crate::source::Span;

/// A field, group or list of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name; `status` for what a lifecycle gives.
    pub name: Name,
    /// Its first line: the node without its block; of `status` the first line of the lifecycle.
    pub span: Span,
    /// What it is.
    pub doc: Option<Text>,
    /// The object.
    pub object: Id<Object>,
    /// The group or list that it is in.
    pub parent: Option<Id<Field>>,
    /// What it is.
    pub kind: FieldKind,
    /// What a group or a list holds, in order.
    pub children: Vec<Id<Field>>,
    /// Whether it may be missing.
    pub optional: bool,
    /// Whether it may be null.
    pub null: bool,
    /// Where it is said that it must never be overwritten automatically.
    pub protected: Option<Span>,
    /// What kind of data it is.
    pub class: Option<Said<DataClass>>,
    /// Which quantity or price it is.
    pub role: Option<Said<ValueRole>>,
    /// How it is computed, inside it or by a `derive`.
    pub derivation: Option<Id<Derivation>>,
}

/// What a field is.
#[derive(Clone, Debug)]
pub enum FieldKind {
    /// One value.
    Value(Box<ValueType>),
    /// Fields that belong together.
    Group,
    /// Parts that occur several times.
    List(List),
    /// The state, by a lifecycle.
    Status(Id<Lifecycle>),
}

/// The type of one value.
#[derive(Clone, Debug, Default)]
pub struct ValueType {
    /// Its type; not said with `ref` or `code`.
    pub named: Option<Ref<Type>>,
    /// The object whose key it holds.
    pub reference: Option<Ref<Object>>,
    /// Where its codes come from.
    pub code: Option<CodeSource>,
    /// Its limits.
    pub constraints: Constraints,
}

/// Where the codes of a field come from.
#[derive(Clone, Debug)]
pub enum CodeSource {
    /// A code list.
    Codes(Ref<Codes>),
    /// The values of a scope.
    Scope(Ref<Scope>),
}

/// What is said of a list.
#[derive(Clone, Debug)]
pub struct List {
    /// The field that tells the parts apart.
    pub key: Option<Ref<Field>>,
    /// The least number of parts.
    pub min: u64,
    /// The greatest number of parts.
    pub max: Option<u64>,
}

choice! {
    /// What kind of data a field holds.
    DataClass {
        Personal = "personal",
        Financial = "financial",
        Secret = "secret",
    }
}

choice! {
    /// Which quantity or price a field is.
    ValueRole {
        Ordered = "ordered",
        Current = "current",
        Allocated = "allocated",
        Shipped = "shipped",
        Received = "received",
        Cancelled = "cancelled",
        Backordered = "backordered",
        /// Kept back from sale.
        Safety = "safety",
        Returned = "returned",
        Invoiced = "invoiced",
        UnitPrice = "unit-price",
        LineTotal = "line-total",
    }
}
