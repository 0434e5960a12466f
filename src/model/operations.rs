//! What goes wrong, who answers, how it is watched, and which outcomes count.

use jiff::civil::Date;

use crate::model::calendar::Calendar;
use crate::model::choice::choice;
use crate::model::flow::Flow;
use crate::model::name::{Head, PathRef, Ref, Said, Text};
use crate::model::region::Region;
use crate::model::scope::{Escalation, Team};
use crate::model::system::System;

use crate::source::Span;
use crate::syntax::values::{Decimal, Duration, Percent};

/// A kind of failure that integrations have.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Name and documentation.
    pub head: Head,
}

/// Something that goes wrong, who answers for it and what they do.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Name, documentation, templates.
    pub head: Head,
    /// How bad it is.
    pub severity: Option<Said<Urgency>>,
    /// Who answers.
    pub owner: Option<Ref<Team>>,
    /// How soon.
    pub respond_within: Option<Said<Duration>>,
    /// How it is noticed.
    pub detect: Option<Text>,
    /// The kinds of failure that it stands for.
    pub on: Vec<StandsFor>,
    /// Who is told next.
    pub escalations: Vec<Escalation>,
    /// What to do.
    pub playbook: Vec<Step>,
    /// How the message is taken up again.
    pub replay: Option<Replay>,
    /// What the customer is told.
    pub tell_customer: Option<Text>,
}

/// Kinds of failure that an exception stands for.
#[derive(Clone, Debug)]
pub struct StandsFor {
    /// The kinds.
    pub failures: Vec<Ref<Failure>>,
    /// In which part of the scopes.
    pub region: Region,
    /// Where it is said.
    pub span: Span,
}

/// One step of a playbook.
#[derive(Clone, Debug)]
pub struct Step {
    /// What to do.
    pub text: Option<Text>,
    /// Who does it.
    pub by: Option<Ref<Team>>,
    /// Where it is said.
    pub span: Span,
}

/// How a message is taken up again.
#[derive(Clone, Debug)]
pub struct Replay {
    /// The rule.
    pub rule: Option<Said<ReplayRule>>,
    /// Where it is sent again.
    pub from: Option<Ref<System>>,
    /// Where it is said.
    pub span: Span,
}

/// What is measured on flows, and who is told.
#[derive(Clone, Debug)]
pub struct Monitor {
    /// Name and documentation.
    pub head: Head,
    /// The flows.
    pub watches: Vec<Ref<Flow>>,
    /// The thresholds.
    pub alerts: Vec<Alert>,
    /// Who is told.
    pub tell: Vec<Ref<Team>>,
}

/// A threshold.
#[derive(Clone, Debug)]
pub struct Alert {
    /// What is measured, and the threshold.
    pub measured: Measured,
    /// In which time, or for how long.
    pub over: Option<Said<Duration>>,
    /// How urgent; a warning when not said.
    pub severity: Option<Said<AlertSeverity>>,
    /// Where it is said.
    pub span: Span,
}

/// What a monitor measures, with its threshold.
#[derive(Clone, Debug)]
pub enum Measured {
    /// The share of messages that arrive.
    SuccessRate {
        /// Told when it is below this.
        below: Option<Said<Percent>>,
    },
    /// Messages that wait.
    QueueDepth {
        /// Told when there are more.
        above: Option<Said<u64>>,
    },
    /// The time from change to arrival.
    Delay {
        /// Told when it is longer.
        above: Option<Said<Duration>>,
        /// Which percentile; 95 when not said.
        percentile: Option<Said<u64>>,
    },
    /// Messages that failed.
    Failures {
        /// Told when there are more.
        above: Option<Said<u64>>,
    },
    /// Differences that a reconciliation found.
    Variance {
        /// Told when it is more.
        above: Option<Said<Decimal>>,
        /// Of which field.
        of: Option<PathRef>,
    },
    /// No message at all.
    Silence {
        /// Told when it lasts longer.
        above: Option<Said<Duration>>,
        /// When messages are expected.
        calendar: Option<Ref<Calendar>>,
    },
}

/// An outcome that the integration answers for.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Name and documentation.
    pub head: Head,
    /// What it is today.
    pub baseline: Option<Figure>,
    /// What it shall be.
    pub goal: Option<Figure>,
    /// What it rests on.
    pub depends_on: Vec<DependsOn>,
    /// Who answers for it.
    pub owner: Option<Ref<Team>>,
    /// What one exception costs, in minutes of work.
    pub minutes_each: Option<Said<Decimal>>,
}

/// A figure with its day.
#[derive(Clone, Debug)]
pub struct Figure {
    /// The figure, as `97.1%` or `40/day`.
    pub value: Option<Text>,
    /// When it was measured, or until when it is to be reached.
    pub date: Option<Said<Date>>,
    /// Where it is said.
    pub span: Span,
}

/// What a measure rests on.
#[derive(Clone, Debug)]
pub struct DependsOn {
    /// A flow.
    pub flow: Option<Ref<Flow>>,
    /// A field.
    pub field: Option<PathRef>,
    /// An exception.
    pub exception: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// How bad an exception is.
    Urgency {
        Low = "low",
        Medium = "medium",
        High = "high",
        Critical = "critical",
    }
}

choice! {
    /// How a message is taken up again.
    ReplayRule {
        Automatic = "automatic",
        AfterFix = "after-fix",
        Never = "never",
    }
}

choice! {
    /// How urgent an alert is.
    AlertSeverity {
        Warning = "warning",
        Critical = "critical",
    }
}
