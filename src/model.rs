//! What a charter says, resolved: plain data with ids in place of names.
//!
//! A name that did not resolve is a [`name::Ref`] without a target: it was reported once, and whoever meets it skips it.
//! What the author did not say is `None`, never a guess.

pub mod calendar;
pub mod case;
pub mod charter;
pub mod choice;
#[cfg(test)]
mod cost;
pub mod delivery;
pub mod element;
pub mod expression;
pub mod field;
pub mod flow;
pub mod governance;
pub mod id;
pub mod key;
pub mod lifecycle;
pub mod list_step;
mod lower;
pub mod matrix;
pub mod name;
pub mod object;
pub mod operations;
pub mod owner;
pub mod party;
pub mod phase;
pub mod port;
pub mod problems;
pub mod record;
pub mod region;
pub mod scope;
pub mod state_table;
pub mod step;
pub mod step_word;
pub mod system;
pub mod template;
pub mod types;
pub mod value;

use std::collections::BTreeSet;

use crate::source::FileId;
use id::Arena;
pub use lower::build;

/// Everything that a charter says. Arenas are in the order of file paths, then of offsets.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What is said once about the whole charter.
    pub charter: Option<charter::Charter>,
    /// Dimensions.
    pub scopes: Arena<scope::Scope>,
    /// Values of all scopes.
    pub scope_values: Arena<scope::ScopeValue>,
    /// Teams.
    pub teams: Arena<scope::Team>,
    /// Systems.
    pub systems: Arena<system::System>,
    /// What outside parties guarantee.
    pub promises: Arena<party::Promise>,
    /// Manual writers.
    pub manuals: Arena<party::Manual>,
    /// How instances are recognised across systems.
    pub identities: Arena<party::Identity>,
    /// Named types.
    pub types: Arena<types::Type>,
    /// Code lists.
    pub codes: Arena<types::Codes>,
    /// Units of measure.
    pub units: Arena<types::Unit>,
    /// Pack tables.
    pub packs: Arena<types::Packs>,
    /// Business objects.
    pub objects: Arena<object::Object>,
    /// Fields, groups and lists of all objects.
    pub fields: Arena<field::Field>,
    /// Every statement of a source of truth.
    pub owners: Arena<owner::OwnerRule>,
    /// Ownership case by case.
    pub ownerships: Arena<owner::Ownership>,
    /// Derived fields.
    pub derivations: Arena<owner::Derivation>,
    /// Lifecycles.
    pub lifecycles: Arena<lifecycle::Lifecycle>,
    /// States of all lifecycles.
    pub states: Arena<lifecycle::State>,
    /// Transitions of all lifecycles.
    pub transitions: Arena<lifecycle::Transition>,
    /// States of wholes from those of their parts.
    pub rollups: Arena<lifecycle::Rollup>,
    /// How systems write objects down.
    pub records: Arena<record::Record>,
    /// Impure things that mappings may ask.
    pub ports: Arena<port::Port>,
    /// Functions written by hand.
    pub externs: Arena<port::Extern>,
    /// Flows.
    pub flows: Arena<flow::Flow>,
    /// Latency classes.
    pub latencies: Arena<calendar::Latency>,
    /// Calendars.
    pub calendars: Arena<calendar::Calendar>,
    /// Comparisons of two systems.
    pub reconciles: Arena<calendar::Reconcile>,
    /// Kinds of failure.
    pub failures: Arena<operations::Failure>,
    /// Exceptions.
    pub exceptions: Arena<operations::Exception>,
    /// Monitors.
    pub monitors: Arena<operations::Monitor>,
    /// Outcomes.
    pub measures: Arena<operations::Measure>,
    /// Parts that only change with approval.
    pub governs: Arena<governance::Govern>,
    /// Steps of the rollout.
    pub phases: Arena<phase::Phase>,
    /// Other sets of systems.
    pub environments: Arena<template::Environment>,
    /// Shared defaults.
    pub templates: Arena<template::Template>,
    /// Differences for parts of the scopes.
    pub overlays: Arena<template::Overlay>,
    /// Flows as they read under an overlay.
    pub flow_variants: Arena<template::Variant<flow::Flow>>,
    /// Records as they read under an overlay.
    pub record_variants: Arena<template::Variant<record::Record>>,
    /// Exceptions as they read under an overlay.
    pub exception_variants: Arena<template::Variant<operations::Exception>>,
    /// Test matrices.
    pub matrices: Arena<matrix::Matrix>,
    /// Decisions.
    pub decisions: Arena<governance::Decision>,
    /// Rules of the charter's own.
    pub rules: Arena<governance::UserRule>,
    /// Changes that were approved.
    pub approvals: Arena<governance::Approval>,
    /// Findings that are accepted, in order.
    pub waivers: Vec<governance::Waiver>,
    /// Outputs of the build, in order.
    pub generates: Vec<charter::Generate>,
    /// The files of the standard library and of packs: what they declare need not be used.
    pub library: BTreeSet<FileId>,
    /// Every place where an element is named by another.
    pub references: Vec<element::Reference>,
}
