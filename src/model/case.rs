//! Cases: examples that must hold, of a lifecycle, a record or a flow.

use crate::model::flow::Flow;
use crate::model::lifecycle::{State, Transition};
use crate::model::name::{Name, PathRef, Ref, Said, Text};
use crate::model::operations::Exception;
use crate::model::phase::Phase;
use crate::model::region::Region;
use crate::model::scope::Team;
use crate::model::system::System;
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::values::Decimal;

/// An example that must hold: what comes in, and what must come out.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name; becomes a test's name.
    pub name: Name,
    /// Its first line.
    pub span: Span,
    /// What it shows.
    pub doc: Option<Text>,
    /// The phase of the rollout in which it plays.
    pub during: Option<Ref<Phase>>,
    /// The part of the scopes in which it plays.
    pub region: Region,
    /// The state at the start.
    pub given: Option<Ref<State>>,
    /// Values at the start.
    pub with: Vec<GivenValue>,
    /// What happens, in order.
    pub events: Vec<CaseEvent>,
    /// The file with a canonical object that is sent.
    pub write: Option<Text>,
    /// The results.
    pub expects: Vec<Expectation>,
    /// The exceptions that must be raised.
    pub raises: Vec<Raised>,
}

/// A value at the start of a case.
#[derive(Clone, Debug)]
pub struct GivenValue {
    /// The field.
    pub field: Option<PathRef>,
    /// Its value.
    pub value: Option<Said<Literal>>,
    /// Where it is said.
    pub span: Span,
}

/// One thing that happens in a case.
#[derive(Clone, Debug)]
pub enum CaseEvent {
    /// Transitions.
    Happens(Happening),
    /// A payload arrives.
    Read(Arrival),
}

/// A payload that arrives.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// The file that holds it.
    pub file: Option<Text>,
    /// The flow that brings it.
    pub flow: Option<Ref<Flow>>,
    /// Whether it is the same document, sent once more.
    pub again: bool,
    /// Where it is said.
    pub span: Span,
}

/// A result of a case.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// The file that holds it.
    pub file: Option<Text>,
    /// The state.
    pub state: Option<Ref<State>>,
    /// A field.
    pub field: Option<PathRef>,
    /// The value of the field.
    pub is: Option<Said<Literal>>,
    /// The source of truth of the field, then and there.
    pub owner: Option<Ref<System>>,
    /// Where it is said.
    pub span: Span,
}

/// Exceptions that must be raised.
#[derive(Clone, Debug)]
pub struct Raised {
    /// The exceptions.
    pub exceptions: Vec<Ref<Exception>>,
    /// Who is called.
    pub tells: Option<Ref<Team>>,
    /// Where it is said.
    pub span: Span,
}

/// Transitions that happen one after the other.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The transitions.
    pub transitions: Vec<Ref<Transition>>,
    /// Who fires them, where it is not their owner.
    pub by: Option<Ref<System>>,
    /// The object or list whose transitions they are, where it is another.
    pub of: Option<PathRef>,
    /// How much is moved.
    pub quantity: Option<Said<Decimal>>,
    /// Where it is said.
    pub span: Span,
}
