//! Templates, overlays and environments: what definitions share, and how they differ.

use crate::model::choice::choice;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::{Head, Ref, Said};
use crate::model::operations::Exception;
use crate::model::record::Record;
use crate::model::region::Region;
use crate::model::system::{Endpoint, Events, System};
use crate::source::Span;

/// Defaults that many definitions share.
#[derive(Clone, Debug)]
pub struct Template {
    /// Name and documentation.
    pub head: Head,
    /// What it is a template of.
    pub of: Option<Said<TemplateKind>>,
    /// The whole node: a value that stands in it was taken from the template.
    pub span: Span,
}

/// What differs for one part of the scopes, such as a trading partner.
#[derive(Clone, Debug)]
pub struct Overlay {
    /// Name and documentation.
    pub head: Head,
    /// The part of the scopes.
    pub region: Region,
    /// The flows that differ.
    pub flows: Vec<Id<Variant<Flow>>>,
    /// The records that differ.
    pub records: Vec<Id<Variant<Record>>>,
    /// The exceptions that differ.
    pub exceptions: Vec<Id<Variant<Exception>>>,
}

/// An element as it reads under an overlay: the overlay's words first, then its own.
#[derive(Clone, Debug)]
pub struct Variant<T> {
    /// The overlay.
    pub overlay: Id<Overlay>,
    /// The element that differs.
    pub base: Ref<T>,
    /// How it reads there.
    pub element: T,
    /// Where the overlay names it.
    pub span: Span,
}

/// Another set of systems: sandbox, test, production.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Name and documentation.
    pub head: Head,
    /// What differs.
    pub systems: Vec<EnvironmentSystem>,
}

/// What differs for one system in an environment.
#[derive(Clone, Debug)]
pub struct EnvironmentSystem {
    /// The system.
    pub system: Option<Ref<System>>,
    /// Its doors.
    pub endpoints: Vec<Endpoint>,
    /// What it sends by itself.
    pub events: Vec<Events>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// What a template is a template of.
    TemplateKind {
        Flow = "flow",
        Record = "record",
        System = "system",
        Exception = "exception",
    }
}
