//! Who owns what: every way to say it, brought into one form.

use crate::model::expression::Formula;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::name::{Head, PathRef, Place, Ref, Said};
use crate::model::object::Object;
use crate::model::phase::Phase;
use crate::model::region::Region;
use crate::model::system::System;

use crate::source::Span;
use crate::syntax::values::Duration;

/// One statement of a source of truth. Rules of the same place and level stand side by side: none takes precedence.
#[derive(Clone, Debug)]
pub struct OwnerRule {
    /// What is owned.
    pub place: Place,
    /// In which part of the scopes.
    pub region: Region,
    /// In which states of the lifecycle; in all when empty.
    pub states: Vec<Ref<State>>,
    /// In which phases.
    pub phases: PhaseRange,
    /// The owner.
    pub system: Ref<System>,
    /// The way in which it was said.
    pub said_by: OwnerForm,
    /// The flow by which the new owner gets what the old one knew.
    pub handover: Option<Ref<Flow>>,
    /// Where it is said: the smallest thing that names the owner.
    pub span: Span,
}

/// When in the rollout something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PhaseRange {
    /// Once this phase is live.
    pub from: Option<Ref<Phase>>,
    /// Until this phase is live.
    pub before: Option<Ref<Phase>>,
    /// While this phase is the last one that is live.
    pub during: Option<Ref<Phase>>,
}

/// In which way an owner was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnerForm {
    /// `owner` of an object, a group or a list: for everything in it that does not name another.
    Default,
    /// `owner` of a field.
    Field,
    /// A `case` of an `ownership`.
    Case(Id<Ownership>),
    /// The `otherwise` of an `ownership`.
    Otherwise(Id<Ownership>),
    /// `by` of a `derive`.
    Derive(Id<Derivation>),
    /// `keeps` of a phase: a legacy system.
    Keeps(Id<Phase>),
}

/// Who owns a field, case by case.
#[derive(Clone, Debug)]
pub struct Ownership {
    /// The path, and documentation.
    pub head: Head,
    /// The object or field.
    pub path: PathRef,
    /// The object, where at least that is known.
    pub object: Option<Id<Object>>,
}

/// A field that one system computes from others.
#[derive(Clone, Debug)]
pub struct Derivation {
    /// The path, and documentation.
    pub head: Head,
    /// The field.
    pub path: PathRef,
    /// The object, where at least that is known.
    pub object: Option<Id<Object>>,
    /// The formula.
    pub formula: Option<Formula>,
    /// The system that computes it; the field's owner when not said.
    pub by: Option<Ref<System>>,
    /// How far apart in age the inputs may be.
    pub max_skew: Option<Said<Duration>>,
}
