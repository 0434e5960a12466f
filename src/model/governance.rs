//! Change control: who approves what, decisions, approvals, waivers, and rules of the charter's own.

use jiff::civil::Date;

use crate::diagnostic::Severity;
use crate::model::choice::choice;
use crate::model::expression::Formula;
use crate::model::flow::{Flow, Pattern};
use crate::model::name::{Head, Name, PathRef, Ref, Said, Text};
use crate::model::scope::Team;
use crate::source::Span;

/// A part that only changes with approval.
#[derive(Clone, Debug)]
pub struct Govern {
    /// The path, and documentation.
    pub head: Head,
    /// The object or field.
    pub path: PathRef,
    /// Who approves a change of the charter here.
    pub approve: Vec<Ref<Team>>,
    /// Who approves a change of a value.
    pub approve_value: Vec<Ref<Team>>,
    /// What is written down when a value changes.
    pub record: Vec<Said<AuditFact>>,
}

/// Why something is built the way it is.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Name and documentation.
    pub head: Head,
    /// What it is about.
    pub about: Vec<Ref<Flow>>,
    /// The pattern.
    pub chosen: Option<Said<Pattern>>,
    /// The reasons.
    pub because: Vec<Because>,
    /// What else was looked at.
    pub considered: Vec<Text>,
    /// When.
    pub decided: Option<Said<Date>>,
    /// By whom.
    pub decided_by: Option<Ref<Team>>,
}

/// A reason for a decision.
#[derive(Clone, Debug)]
pub struct Because {
    /// Its kind.
    pub reason: Option<Said<ReasonKind>>,
    /// In words.
    pub text: Option<Text>,
}

/// A rule of the charter's own.
#[derive(Clone, Debug)]
pub struct UserRule {
    /// Name, which is its code, and documentation.
    pub head: Head,
    /// How bad a breach is.
    pub severity: Severity,
    /// The kind of elements.
    pub subject: Option<Said<Subject>>,
    /// Which of them; all when not said.
    pub filter: Option<Formula>,
    /// What must hold.
    pub require: Option<Formula>,
    /// What is reported, with `{name}` for the element.
    pub message: Option<Text>,
    /// What to do.
    pub help: Option<Text>,
}

/// A change that was approved.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Name and documentation.
    pub head: Head,
    /// Who approved it.
    pub by: Option<Ref<Team>>,
    /// When.
    pub on: Option<Said<Date>>,
    /// The changes.
    pub changes: Vec<ApprovedChange>,
    /// Why.
    pub because: Option<Text>,
}

/// One change of an approval.
#[derive(Clone, Debug)]
pub struct ApprovedChange {
    /// Its rule.
    pub rule: Option<Name>,
    /// The element.
    pub element: Option<Text>,
    /// The fingerprint that the diff printed.
    pub hash: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The finding's code.
    pub code: Name,
    /// The element; the whole charter when not said.
    pub on: Option<Text>,
    /// Why.
    pub because: Option<Text>,
    /// The day after which it is reported again.
    pub until: Option<Said<Date>>,
    /// Who accepts it.
    pub by: Option<Ref<Team>>,
    /// Its first line.
    pub span: Span,
}

choice! {
    /// What is written down when a value changes.
    AuditFact {
        Who = "who",
        When = "when",
        Old = "old",
        New = "new",
        Reason = "reason",
        Approver = "approver",
    }
}

choice! {
    /// A kind of reason.
    ReasonKind {
        Volume = "volume",
        Latency = "latency",
        PartnerStandard = "partner-standard",
        ChangeFrequency = "change-frequency",
        Cost = "cost",
        Skills = "skills",
    }
}

choice! {
    /// What a rule of the charter's own is about.
    Subject {
        System = "system",
        Object = "object",
        Field = "field",
        Flow = "flow",
        Record = "record",
        Exception = "exception",
        Monitor = "monitor",
        Team = "team",
    }
}
