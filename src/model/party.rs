//! What outside parties promise, who changes data by hand, and how instances are recognised across systems.

use crate::model::choice::choice;
use crate::model::delivery::{Guarantee, Order};
use crate::model::flow::Flow;
use crate::model::name::{Head, PathRef, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::region::Region;
use crate::model::scope::Team;
use crate::model::system::{Citation, System};
use crate::model::types::Codes;

use crate::source::Span;
use crate::syntax::values::{Duration, Percent};

/// What an outside party guarantees.
#[derive(Clone, Debug)]
pub struct Promise {
    /// Name and documentation.
    pub head: Head,
    /// The system that promises.
    pub by: Option<Ref<System>>,
    /// Where the facts come from.
    pub sources: Vec<Citation>,
    /// Which flows it is about; all that leave the system when empty.
    pub covers: Vec<Ref<Flow>>,
    /// How often a message arrives.
    pub delivery: Option<Said<Guarantee>>,
    /// In which order messages arrive.
    pub order: Option<Said<Order>>,
    /// How soon after the event the message is sent.
    pub within: Option<Said<Duration>>,
    /// How long messages can be fetched again.
    pub retention: Option<Said<Duration>>,
    /// How soon, and how, the party answers a discrepancy.
    pub answers: Option<Answers>,
    /// The share of the time in which the party can be reached.
    pub availability: Option<Said<Percent>>,
}

/// How a party answers a discrepancy.
#[derive(Clone, Debug)]
pub struct Answers {
    /// How soon.
    pub within: Option<Said<Duration>>,
    /// How.
    pub by: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// People who change data outside the workflow.
#[derive(Clone, Debug)]
pub struct Manual {
    /// Name and documentation.
    pub head: Head,
    /// The team.
    pub by: Option<Ref<Team>>,
    /// The system in which they do it.
    pub system: Option<Ref<System>>,
    /// What they change.
    pub changes: Vec<Change>,
    /// How a change is recorded, in words.
    pub recorded: Option<Text>,
    /// The object as whose instance a change is recorded.
    pub recorded_as: Option<Ref<Object>>,
    /// Whether a reason must be given.
    pub reason: Option<Reason>,
}

/// What people change by hand.
#[derive(Clone, Debug)]
pub struct Change {
    /// Objects or fields.
    pub paths: Vec<PathRef>,
    /// In which part of the scopes.
    pub region: Region,
    /// Where it is said.
    pub span: Span,
}

/// A reason that must be given.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The list from which it is taken.
    pub from: Option<Ref<Codes>>,
    /// Where it is said.
    pub span: Span,
}

/// How an instance is recognised across systems.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The object's name, and documentation.
    pub head: Head,
    /// The object.
    pub object: Option<Ref<Object>>,
    /// The system that keeps the cross-reference.
    pub owner: Option<Ref<System>>,
    /// Keys that systems use, where they are not the canonical one.
    pub known_as: Vec<KnownAs>,
    /// Groups of fields by which two instances are taken for the same one.
    pub matches: Vec<Match>,
    /// What happens when several match.
    pub duplicate: Option<DuplicateInstance>,
    /// What happens when none matches.
    pub miss: Option<Miss>,
}

/// A key that a system uses.
#[derive(Clone, Debug)]
pub struct KnownAs {
    /// The system.
    pub system: Option<Ref<System>>,
    /// What the key is called there.
    pub by: Option<Text>,
    /// The canonical field that holds it.
    pub kept_in: Option<PathRef>,
    /// Where it is said.
    pub span: Span,
}

/// Fields of an object, all of which must agree.
#[derive(Clone, Debug)]
pub struct Match {
    /// The fields.
    pub fields: Vec<PathRef>,
    /// Where it is said.
    pub span: Span,
}

/// What happens when several instances match.
#[derive(Clone, Debug)]
pub struct DuplicateInstance {
    /// The policy.
    pub policy: Option<Said<MergePolicy>>,
    /// Who does it.
    pub by: Option<Ref<Team>>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// What happens when no instance matches.
#[derive(Clone, Debug)]
pub struct Miss {
    /// The policy.
    pub policy: Option<Said<MissPolicy>>,
    /// Which system makes the instance.
    pub by: Option<Ref<System>>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// What happens when several instances match.
    MergePolicy {
        Merge = "merge",
        Hold = "hold",
        Reject = "reject",
        First = "first",
    }
}

choice! {
    /// What happens when no instance matches.
    MissPolicy {
        Create = "create",
        Hold = "hold",
        Reject = "reject",
    }
}
