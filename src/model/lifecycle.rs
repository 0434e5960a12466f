//! States of an object or of its lines, and who may change them.

use crate::model::case::Case;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::name::{Head, Name, PathRef, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::region::Region;
use crate::model::system::System;

use crate::source::Span;
use crate::syntax::values::Duration;

/// The states of an object or of a list of it.
#[derive(Clone, Debug)]
pub struct Lifecycle {
    /// The path, and documentation.
    pub head: Head,
    /// The object or the list.
    pub path: PathRef,
    /// The field `status` that it gives; `None` when the path is unknown.
    pub status: Option<Id<Field>>,
    /// Its states, in order.
    pub states: Vec<Id<State>>,
    /// Its transitions, in order.
    pub transitions: Vec<Id<Transition>>,
    /// Who wins when two transitions happen at the same time.
    pub arbitrations: Vec<Arbitration>,
    /// Quantities that are always the sum of others.
    pub balances: Vec<Balance>,
    /// Stories that must hold.
    pub cases: Vec<Case>,
}

/// A state.
#[derive(Clone, Debug)]
pub struct State {
    /// Its name.
    pub name: Name,
    /// The lifecycle.
    pub lifecycle: Id<Lifecycle>,
    /// Whether new instances start here.
    pub initial: bool,
    /// Whether nothing happens any more.
    pub is_final: bool,
    /// What it means.
    pub doc: Option<Text>,
}

/// A change of state, with one system that decides it.
#[derive(Clone, Debug)]
pub struct Transition {
    /// Its name.
    pub name: Name,
    /// The lifecycle.
    pub lifecycle: Id<Lifecycle>,
    /// Its first line.
    pub span: Span,
    /// What it means.
    pub doc: Option<Text>,
    /// The system that decides.
    pub by: Option<Ref<System>>,
    /// The states in which it may happen.
    pub from: Vec<Ref<State>>,
    /// The state that follows.
    pub to: Option<Ref<State>>,
    /// In which part of the scopes.
    pub region: Region,
    /// Who may ask for it.
    pub requests: Vec<Request>,
    /// What must be true of other objects.
    pub requires: Vec<Requirement>,
    /// Quantities that leave one field and enter another.
    pub moves: Vec<Move>,
    /// How often it may happen to one instance.
    pub limit: Option<TransitionLimit>,
    /// How long the state before may last.
    pub within: Option<Deadline>,
}

/// A quantity that leaves one field and enters another.
#[derive(Clone, Debug)]
pub struct Move {
    /// The field that becomes less.
    pub from: Option<Ref<Field>>,
    /// The field that becomes more.
    pub to: Option<Ref<Field>>,
    /// The field of another object that says how many; each of its instances is counted once.
    pub quantity: Option<PathRef>,
    /// Where it is said.
    pub span: Span,
}

/// Systems that may ask for a transition.
#[derive(Clone, Debug)]
pub struct Request {
    /// The systems.
    pub systems: Vec<Ref<System>>,
    /// How soon the answer comes.
    pub answer: Option<Said<Duration>>,
    /// What a refusal raises.
    pub refused: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// What must be true of another object.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// Which instances.
    pub instances: Instances,
    /// The object or list; `None` when not said.
    pub path: Option<PathRef>,
    /// The fields that both have in common.
    pub matches: Vec<MatchedField>,
    /// The state that they must be in.
    pub state: Option<Ref<State>>,
    /// The field that must be known, in place of a state.
    pub field: Option<PathRef>,
    /// Whether it is said in short, as `shipment=confirmed`.
    pub is_short: bool,
    /// Where it is said.
    pub span: Span,
}

/// A field that two instances have in common.
#[derive(Clone, Copy, Debug)]
pub struct MatchedField {
    /// The field of the instance at hand.
    pub here: Ref<Field>,
    /// The field of the other instance.
    pub there: Ref<Field>,
}

/// Which instances a requirement is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Instances {
    /// The one that belongs to this instance.
    One,
    /// Every one.
    All,
    /// At least one.
    Any,
}

/// How often a transition may happen to one instance.
#[derive(Clone, Debug)]
pub struct TransitionLimit {
    /// How often.
    pub times: Option<Said<u64>>,
    /// What is raised after that.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// How long the state before a transition may last.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// How long.
    pub time: Option<Said<Duration>>,
    /// What is raised after that.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// Two transitions that can happen at the same time: who wins.
#[derive(Clone, Debug)]
pub struct Arbitration {
    /// The transitions; two when it is well formed.
    pub transitions: Vec<Ref<Transition>>,
    /// One system decides both.
    pub decide_by: Option<Ref<System>>,
    /// The transition that stands.
    pub winner: Option<Ref<Transition>>,
    /// What undoes the other one.
    pub compensate: Option<Ref<Transition>>,
    /// Where it is said that both orders end in the same state.
    pub commute: Option<Span>,
    /// The loser may only happen this soon after the state was entered.
    pub window: Option<Said<Duration>>,
    /// What the loser raises.
    pub loser_raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// A quantity that is always the sum of others.
#[derive(Clone, Debug)]
pub struct Balance {
    /// The sum.
    pub total: Ref<Field>,
    /// The parts of the sum.
    pub parts: Vec<Ref<Field>>,
    /// Where it is said.
    pub span: Span,
}

/// The state of a whole, from the states of its parts.
#[derive(Clone, Debug)]
pub struct Rollup {
    /// The path, and documentation.
    pub head: Head,
    /// The state field of the whole.
    pub path: PathRef,
    /// The object of the whole, when it is known.
    pub object: Option<Id<Object>>,
    /// The rules; the first that holds decides.
    pub rules: Vec<RollupRule>,
    /// The state when no rule holds.
    pub otherwise: Option<Ref<State>>,
}

/// One rule of a roll-up.
#[derive(Clone, Debug)]
pub struct RollupRule {
    /// Which parts.
    pub instances: Instances,
    /// The list of parts.
    pub path: Option<PathRef>,
    /// The state that they are in.
    pub state: Option<Ref<State>>,
    /// The state of the whole.
    pub to: Option<Ref<State>>,
    /// Where it is said.
    pub span: Span,
}
