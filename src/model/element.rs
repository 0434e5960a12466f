//! Elements of any kind, told by kind and number; and all places where they are used.

use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::{Arena, Id};
use crate::model::key::{Key, Kind};
use crate::model::lifecycle::{State, Transition};
use crate::model::name::{Name, Place};
use crate::model::scope::ScopeValue;
use crate::source::Span;

/// A kind of element that a model holds in an arena of its own.
pub trait Element: Sized {
    /// The kind.
    const KIND: Kind;

    /// All elements of the kind.
    fn arena(model: &Model) -> &Arena<Self>;

    /// Its name and where that is declared.
    fn name(&self) -> &Name;

    /// The path of its key; its name where that is unique in its kind.
    fn path(&self, _: &Model) -> String {
        self.name().text.to_string()
    }
}

/// An element of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId {
    /// Its kind.
    pub kind: Kind,
    /// Its index in the arena of the kind.
    pub index: u32,
}

impl<T: Element> From<Id<T>> for ElementId {
    fn from(id: Id<T>) -> Self {
        Self { kind: T::KIND, index: id.index() as u32 }
    }
}

/// A place where an element is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The place.
    pub span: Span,
    /// The element.
    pub target: ElementId,
}

/// Elements that have a head, with their arenas.
macro_rules! elements {
    ($($kind:ident: $type:ty = $arena:ident;)+) => {
        $(impl Element for $type {
            const KIND: Kind = Kind::$kind;

            fn arena(model: &Model) -> &Arena<Self> {
                &model.$arena
            }

            fn name(&self) -> &Name {
                &self.head.name
            }
        })+
    };
}

elements! {
    Scope: crate::model::scope::Scope = scopes;
    Team: crate::model::scope::Team = teams;
    System: crate::model::system::System = systems;
    Promise: crate::model::party::Promise = promises;
    Manual: crate::model::party::Manual = manuals;
    Identity: crate::model::party::Identity = identities;
    Type: crate::model::types::Type = types;
    Codes: crate::model::types::Codes = codes;
    Unit: crate::model::types::Unit = units;
    Packs: crate::model::types::Packs = packs;
    Object: crate::model::object::Object = objects;
    Ownership: crate::model::owner::Ownership = ownerships;
    Derive: crate::model::owner::Derivation = derivations;
    Lifecycle: crate::model::lifecycle::Lifecycle = lifecycles;
    Rollup: crate::model::lifecycle::Rollup = rollups;
    Record: crate::model::record::Record = records;
    Port: crate::model::port::Port = ports;
    Extern: crate::model::port::Extern = externs;
    Flow: crate::model::flow::Flow = flows;
    Latency: crate::model::calendar::Latency = latencies;
    Calendar: crate::model::calendar::Calendar = calendars;
    Reconcile: crate::model::calendar::Reconcile = reconciles;
    Failure: crate::model::operations::Failure = failures;
    Exception: crate::model::operations::Exception = exceptions;
    Monitor: crate::model::operations::Monitor = monitors;
    Measure: crate::model::operations::Measure = measures;
    Govern: crate::model::governance::Govern = governs;
    Phase: crate::model::phase::Phase = phases;
    Environment: crate::model::template::Environment = environments;
    Template: crate::model::template::Template = templates;
    Overlay: crate::model::template::Overlay = overlays;
    Matrix: crate::model::matrix::Matrix = matrices;
    Decision: crate::model::governance::Decision = decisions;
    Rule: crate::model::governance::UserRule = rules;
    Approval: crate::model::governance::Approval = approvals;
}

/// Elements inside others, with their arenas and what their paths start with.
macro_rules! parts {
    ($($kind:ident: $type:ty = $arena:ident, $whole:expr;)+) => {
        $(impl Element for $type {
            const KIND: Kind = Kind::$kind;

            fn arena(model: &Model) -> &Arena<Self> {
                &model.$arena
            }

            fn name(&self) -> &Name {
                &self.name
            }

            fn path(&self, model: &Model) -> String {
                let whole: fn(&Self, &Model) -> String = $whole;
                format!("{}.{}", whole(self, model), self.name.text)
            }
        })+
    };
}

parts! {
    ScopeValue: ScopeValue = scope_values, |value, model| model[value.scope].path(model);
    State: State = states, |state, model| model[state.lifecycle].path(model);
    Transition: Transition = transitions, |transition, model| model[transition.lifecycle].path(model);
    Field: Field = fields, |field, model| match field.parent {
        Some(parent) => model[parent].path(model),
        None => model[field.object].path(model),
    };
}

impl<T: Element> std::ops::Index<Id<T>> for Model {
    type Output = T;

    fn index(&self, id: Id<T>) -> &T {
        &T::arena(self)[id]
    }
}

impl Model {
    /// The stable key of an element.
    pub fn key<T: Element>(&self, id: Id<T>) -> Key {
        Key { kind: T::KIND, path: self[id].path(self) }
    }

    /// The path of an object or of a part of it.
    pub fn place_path(&self, place: Place) -> String {
        place.field.map_or_else(|| self[place.object].path(self), |field| self[field].path(self))
    }
}
