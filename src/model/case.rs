//! Cases: examples that must hold, of a lifecycle, a record or a flow.

use crate::model::lifecycle::{State, Transition};
use crate::model::name::{Name, Ref, Text};
use crate::model::operations::Exception;
use crate::model::system::System;
use crate::source::Span;

/// An example that must hold: what comes in, and what must come out.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name; becomes a test's name.
    pub name: Name,
    /// Its first line.
    pub span: Span,
    /// What it shows.
    pub doc: Option<Text>,
    /// The state at the start.
    pub given: Option<Ref<State>>,
    /// What happens, in order.
    pub happens: Vec<Happening>,
    /// The file with a payload that arrives.
    pub read: Option<Text>,
    /// The file with a canonical object that is sent.
    pub write: Option<Text>,
    /// The file with the result.
    pub expect: Option<Text>,
    /// The state at the end.
    pub expect_state: Option<Ref<State>>,
    /// The exceptions that must be raised.
    pub raises: Vec<Ref<Exception>>,
}

/// Transitions that happen one after the other.
#[derive(Clone, Debug)]
pub struct Happening {
    /// The transitions.
    pub transitions: Vec<Ref<Transition>>,
    /// Who fires them, where it is not their owner.
    pub by: Option<Ref<System>>,
    /// Where it is said.
    pub span: Span,
}
