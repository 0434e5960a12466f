//! Phases of the rollout: what is live, and what the legacy system still owns.

use jiff::civil::Date;

use crate::model::flow::Flow;
use crate::model::name::{Head, PathRef, Ref, Said, Text};
use crate::model::operations::Measure;
use crate::model::region::Region;
use crate::model::scope::Team;
use crate::model::system::System;

use crate::source::Span;
use crate::syntax::values::{Decimal, Duration, Percent};

/// A step of the rollout.
#[derive(Clone, Debug)]
pub struct Phase {
    /// Name and documentation.
    pub head: Head,
    /// What of the scopes is live.
    pub region: Region,
    /// The phase before.
    pub after: Option<Ref<Phase>>,
    /// Where it is said that everything is live.
    pub everything: Option<Span>,
    /// Flows that are live from this phase on; a flow that no phase names is live in all.
    pub flows: Vec<Ref<Flow>>,
    /// Flows that end when it begins.
    pub retires: Vec<Ref<Flow>>,
    /// What legacy systems still own; also lowered to owner rules.
    pub keeps: Vec<Keeps>,
    /// The day on which it starts.
    pub starts: Option<Said<Date>>,
    /// When it is a success.
    pub success: Vec<Success>,
    /// When and how to go back.
    pub rollback: Vec<Rollback>,
    /// When nothing else changes.
    pub freezes: Vec<Freeze>,
    /// Old and new run side by side.
    pub parallel_run: Option<ParallelRun>,
}

/// What a legacy system still owns.
#[derive(Clone, Debug)]
pub struct Keeps {
    /// The system.
    pub system: Option<Ref<System>>,
    /// Objects or fields.
    pub paths: Vec<PathRef>,
    /// In which part of the scopes.
    pub region: Region,
    /// Where it is said.
    pub span: Span,
}

/// When a phase is a success.
#[derive(Clone, Debug)]
pub struct Success {
    /// In words.
    pub text: Option<Text>,
    /// The measure that shows it.
    pub measure: Option<Ref<Measure>>,
}

/// When and how to go back.
#[derive(Clone, Debug)]
pub struct Rollback {
    /// In words.
    pub text: Option<Text>,
    /// Who decides.
    pub by: Option<Ref<Team>>,
}

/// Days on which nothing else changes.
#[derive(Clone, Debug)]
pub struct Freeze {
    /// The first day.
    pub from: Option<Said<Date>>,
    /// The last day.
    pub to: Option<Said<Date>>,
    /// Where it is said.
    pub span: Span,
}

/// Old and new side by side.
#[derive(Clone, Debug)]
pub struct ParallelRun {
    /// How long.
    pub time: Option<Said<Duration>>,
    /// What is compared.
    pub compares: Vec<Compare>,
    /// Who decides that it is over.
    pub decides: Vec<Ref<Team>>,
    /// Where it is said.
    pub span: Span,
}

/// What is compared while old and new run side by side.
#[derive(Clone, Debug)]
pub struct Compare {
    /// Objects or fields.
    pub paths: Vec<PathRef>,
    /// Which difference is none.
    pub tolerance: Option<Said<Decimal>>,
    /// The same as a share.
    pub percent: Option<Said<Percent>>,
    /// How many differences a day are borne.
    pub max: Option<Said<u64>>,
    /// Where it is said.
    pub span: Span,
}
