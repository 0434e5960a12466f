//! What is explored, as plain data: replicas, states, transitions, flows, and what receivers do.

/// Systems that hold copies of some things, and how they tell each other of changes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Protocol {
    /// How many systems there are; they are numbered from 0.
    pub replicas: usize,
    /// The things, one instance of each.
    pub machines: Vec<Machine>,
    /// What can change them.
    pub transitions: Vec<Transition>,
    /// What carries the news of a change.
    pub flows: Vec<Flow>,
    /// Who wins when two transitions happen without knowing of each other.
    pub rulings: Vec<Ruling>,
}

/// One thing with a state, of which several replicas have a copy.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Machine {
    /// How many states it has; they are numbered from 0.
    pub states: usize,
    /// The state in which it begins.
    pub start: usize,
    /// What each replica sees at first; `None` where it has no copy.
    pub views: Vec<Option<usize>>,
    /// The state in which a replica has not heard of it, where that is modelled.
    pub absent: Option<usize>,
}

/// A change of state that one replica decides.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Transition {
    /// The thing that changes.
    pub machine: usize,
    /// The replica that decides.
    pub owner: usize,
    /// The states in which it may happen, as a set of bits.
    pub from: u64,
    /// The state that follows.
    pub to: usize,
    /// What must be true of other things, as the owner sees them.
    pub requires: Vec<Requirement>,
    /// How often it can happen.
    pub times: usize,
}

/// What must be true of another thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Requirement {
    /// The other thing.
    pub machine: usize,
    /// The states that are right, as a set of bits.
    pub states: u64,
}

/// One channel from one replica to another.
#[expect(clippy::struct_excessive_bools, reason = "each is one answer to one question about a channel")]
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flow {
    /// The sender.
    pub from: usize,
    /// The receiver.
    pub to: usize,
    /// The transitions that it tells of. Of those that its sender does not own, the sender passes on what it hears.
    pub carries: Vec<usize>,
    /// Whether messages arrive as they were sent.
    pub ordered: bool,
    /// How often a message arrives.
    pub arrives: Arrives,
    /// Whether the receiver drops what it has had.
    pub idempotent: bool,
    /// Whether the receiver drops what is not newer than all it has had.
    pub versioned: bool,
    /// Whether what the receiver has had can come again from some message on, in order, as from a log that is read from an
    /// older place. Only a flow in order that delivers at least once does that.
    pub rewinds: bool,
    /// What the receiver does with what is not legal yet.
    pub early: OnIllegal,
    /// What the receiver does with what can no longer become legal.
    pub stale: OnIllegal,
}

impl Flow {
    /// Whether a message can come again and do something.
    pub fn can_repeat(&self) -> bool {
        self.arrives == Arrives::AtLeastOnce && !self.idempotent
    }

    /// Whether all messages from one on can come again and do something.
    pub fn can_rewind(&self) -> bool {
        self.can_repeat() && self.ordered && self.rewinds
    }
}

/// How often a message arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Arrives {
    /// Once.
    Once,
    /// Once or more.
    AtLeastOnce,
    /// Once or not at all.
    AtMostOnce,
}

/// What a receiver does with a message that is not legal in what it sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnIllegal {
    /// It refuses; that must never be needed.
    Reject,
    /// It drops the message.
    Ignore,
    /// It keeps the message until it is legal.
    Hold,
    /// It takes the state that the message tells.
    Overwrite,
}

/// Who wins when two transitions happen without knowing of each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ruling {
    /// The transition that stands.
    pub winner: usize,
    /// The transition that counts for nothing then.
    pub loser: usize,
    /// What its owner does, once it knows, to undo the loser.
    pub compensate: Option<usize>,
}

impl Protocol {
    /// Most replicas.
    pub const REPLICAS: usize = 16;
    /// Most states of one thing.
    pub const STATES: usize = 16;
    /// Most transitions, each counted as often as it can happen.
    pub const TRANSITIONS: usize = 32;
    /// Most messages of an ordered flow, counted alike.
    pub const QUEUE: usize = 15;
}

/// The set of these states.
pub fn set_of(states: impl IntoIterator<Item = usize>) -> u64 {
    // What is beyond the bits is beyond what can be explored as well.
    states.into_iter().fold(0, |set, state| set | 1u64.checked_shl(state as u32).unwrap_or(0))
}
