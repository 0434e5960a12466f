//! Flows: how an object, or a part of it, gets from one system to another.

use crate::model::calendar::{Calendar, Latency};
use crate::model::case::Case;
use crate::model::choice::choice;
use crate::model::delivery::{Delivery, ReceiverPolicy};
use crate::model::lifecycle::Transition;
use crate::model::name::{Head, PathRef, Ref, Said, Text};
use crate::model::operations::Exception;
use crate::model::record::Record;
use crate::model::region::Region;
use crate::model::scope::Scope;
use crate::model::system::System;

use crate::source::Span;
use crate::syntax::values::{Duration, Rate};

/// One way by which an object, or a part of it, gets from one system to another.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Name, documentation, templates.
    pub head: Head,
    /// What it carries, and with what authority.
    pub carries: Vec<Carried>,
    /// The source.
    pub from: Option<End>,
    /// The receivers.
    pub to: Vec<End>,
    /// The systems that carry it on the way, in order.
    pub via: Vec<Via>,
    /// The record at both ends, where they are the same.
    pub record: Option<Ref<Record>>,
    /// The flow exists once for every value of this scope.
    pub each: Option<Ref<Scope>>,
    /// In which part of the scopes.
    pub region: Region,
    /// What sends a message.
    pub on: Vec<Event>,
    /// A batch, by a calendar.
    pub schedule: Option<Schedule>,
    /// The receiver asks again and again.
    pub poll: Option<Poll>,
    /// How it is built.
    pub pattern: Option<Said<Pattern>>,
    /// The latency class.
    pub latency: Option<FlowLatency>,
    /// What it promises about the delivery of each message.
    pub delivery: Option<Delivery>,
    /// How a proposal is answered.
    pub answer: Option<Answer>,
    /// The document that confirms the receipt.
    pub acknowledged: Option<Acknowledged>,
    /// How many messages.
    pub volume: Option<Volume>,
    /// What keeps an old value from overwriting a new one.
    pub guard: Option<Guard>,
    /// How the receiver treats its messages.
    pub receive: ReceiverPolicy,
    /// The exceptions that it can raise.
    pub exceptions: Vec<Ref<Exception>>,
    /// Examples that must hold.
    pub cases: Vec<Case>,
}

/// What a flow carries.
#[derive(Clone, Debug)]
pub struct Carried {
    /// With what authority.
    pub mode: Mode,
    /// Objects or fields.
    pub paths: Vec<PathRef>,
    /// Only these fields; all when empty.
    pub only: Vec<PathRef>,
    /// Everything but these fields.
    pub except: Vec<PathRef>,
    /// Everything but the fields that these systems own.
    pub except_owned_by: Vec<Ref<System>>,
    /// Where it is said.
    pub span: Span,
}

impl Carried {
    /// Whether all names in it are known. Where not, nobody knows what it leaves out.
    pub fn is_known(&self) -> bool {
        self.paths.iter().chain(&self.only).chain(&self.except).all(|path| path.target.is_some())
            && self.except_owned_by.iter().all(|system| system.target.is_some())
    }
}

/// One end of a flow.
#[derive(Clone, Debug)]
pub struct End {
    /// The system.
    pub system: Option<Ref<System>>,
    /// How it writes or reads the object.
    pub record: Option<Ref<Record>>,
    /// The door.
    pub endpoint: Option<EndpointRef>,
    /// Whether values replace, or change what is there.
    pub writes: Option<Said<Writes>>,
    /// Where it is said.
    pub span: Span,
}

/// A door of a system, where it is used.
#[derive(Clone, Debug)]
pub struct EndpointRef {
    /// The index among the system's endpoints; `None` when unknown, which has been reported.
    pub target: Option<usize>,
    /// Where it stands.
    pub span: Span,
}

/// A system that carries a flow on the way.
#[derive(Clone, Debug)]
pub struct Via {
    /// The system.
    pub system: Option<Ref<System>>,
    /// How much time it adds.
    pub adds: Option<Said<Duration>>,
    /// Where it is said.
    pub span: Span,
}

/// What sends a message.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// A transition of the object's lifecycle.
    Transition(Ref<Transition>),
    /// The instance comes into being.
    Create(Span),
    /// Any carried value changes.
    Change(Span),
    /// The instance is removed.
    Delete(Span),
}

/// A batch, by a calendar.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The calendar.
    pub calendar: Option<Ref<Calendar>>,
    /// How long a run takes at most.
    pub takes: Option<Said<Duration>>,
    /// How many records a run has.
    pub records: Option<Said<u64>>,
    /// Where it is said.
    pub span: Span,
}

/// The receiver asks again and again.
#[derive(Clone, Debug)]
pub struct Poll {
    /// How often.
    pub every: Option<Said<Duration>>,
    /// How long one takes at most.
    pub takes: Option<Said<Duration>>,
    /// Where it is said.
    pub span: Span,
}

/// The latency class of a flow.
#[derive(Clone, Debug)]
pub struct FlowLatency {
    /// The class.
    pub class: Option<Ref<Latency>>,
    /// The bound, where it is not the class's.
    pub within: Option<Said<Duration>>,
    /// Whether a bound is said that cannot be read, which has been reported.
    pub is_unreadable: bool,
    /// Where it is said.
    pub span: Span,
}

/// How a proposal is answered.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How soon.
    pub within: Option<Said<Duration>>,
    /// The flow that carries the answer.
    pub by: Option<Ref<Flow>>,
    /// What a refusal raises.
    pub refused: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// The document that confirms the receipt.
#[derive(Clone, Debug)]
pub struct Acknowledged {
    /// The document, such as `997`.
    pub document: Option<Text>,
    /// How soon.
    pub within: Option<Said<Duration>>,
    /// What is raised when it does not come.
    pub late: Option<Ref<Exception>>,
    /// What is raised when it refuses.
    pub rejected: Option<Ref<Exception>>,
    /// The flow that carries it.
    pub by: Option<Ref<Flow>>,
    /// Where it is said.
    pub span: Span,
}

/// How many messages a flow has.
#[derive(Clone, Debug)]
pub struct Volume {
    /// On average.
    pub average: Option<Said<Rate>>,
    /// At the peak.
    pub peak: Option<Said<Rate>>,
    /// How long the peak lasts.
    pub peak_for: Option<Said<Duration>>,
    /// How much of the peak is about the item that sells best.
    pub hottest: Option<Said<Rate>>,
    /// Objects in one message; 1 when not said.
    pub batch: Option<Said<u64>>,
    /// Calls for one message; 1 when not said.
    pub calls: Option<Said<u64>>,
    /// Where it is said.
    pub span: Span,
}

/// What keeps an old value from overwriting a new one.
#[derive(Clone, Debug)]
pub struct Guard {
    /// The field that grows with every change.
    pub version: Option<PathRef>,
    /// What keeps a system from answering its own change.
    pub echo: Option<Said<Echo>>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// With what authority a flow carries values.
    Mode {
        /// The source says what is true.
        Publish = "publish",
        /// The source asks the owner for a change.
        Propose = "propose",
        /// The receiver asks when it needs to know.
        Query = "query",
    }
}

choice! {
    /// Whether values replace, or change what is there.
    Writes {
        Absolute = "absolute",
        Delta = "delta",
    }
}

choice! {
    /// How a flow is built.
    Pattern {
        Api = "api",
        Middleware = "middleware",
        Edi = "edi",
        File = "file",
        Hub = "hub",
        Hybrid = "hybrid",
    }
}

choice! {
    /// What keeps a system from answering its own change.
    Echo {
        Origin = "origin",
        Hash = "hash",
        Version = "version",
    }
}
