//! Delivery of messages: guarantees, retries, keys, and what a receiver does with what it gets.

use crate::model::choice::choice;
use crate::model::name::{Name, PathRef, Ref, Said};
use crate::model::operations::Exception;
use crate::model::scope::Team;

use crate::source::Span;
use crate::syntax::values::Duration;

choice! {
    /// How often a message arrives.
    Guarantee {
        AtMostOnce = "at-most-once",
        AtLeastOnce = "at-least-once",
        ExactlyOnce = "exactly-once",
    }
}

choice! {
    /// In which order messages arrive.
    Order {
        None = "none",
        /// As sent, for one key.
        Key = "key",
        /// As sent.
        All = "all",
    }
}

choice! {
    /// How the waits between attempts grow.
    Backoff {
        Constant = "constant",
        Linear = "linear",
        Exponential = "exponential",
    }
}

choice! {
    /// What a receiver does with a message that is not legal yet.
    EarlyPolicy {
        Hold = "hold",
        Ignore = "ignore",
        Reject = "reject",
        Overwrite = "overwrite",
    }
}

choice! {
    /// What a receiver does with a message that is older than what it has.
    StalePolicy {
        Ignore = "ignore",
        Newer = "newer",
        Overwrite = "overwrite",
        Reject = "reject",
    }
}

choice! {
    /// What a receiver does with a message that it has had.
    DuplicatePolicy {
        Ignore = "ignore",
        Apply = "apply",
        Reject = "reject",
    }
}

/// What a flow promises about the delivery of each message.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The guarantee.
    pub guarantee: Option<Said<Guarantee>>,
    /// The fields that make two messages the same message.
    pub idempotency_key: Vec<KeyField>,
    /// Messages with the same values of these fields arrive in order.
    pub ordered_by: Vec<KeyField>,
    /// How long the receiver remembers keys.
    pub window: Option<Said<Duration>>,
    /// How far back messages can be sent again.
    pub replay: Option<Said<Duration>>,
    /// What is done when a delivery fails.
    pub retry: Option<Retry>,
    /// Who looks at a message that could not be delivered.
    pub dead_letter: Option<DeadLetter>,
    /// Where it is said.
    pub span: Span,
}

/// A part of a message's key.
#[derive(Clone, Debug)]
pub enum KeyField {
    /// A field of the object that the flow carries.
    Field(PathRef),
    /// A word of the envelope, such as `document-no`.
    Envelope(Name),
}

/// What is done when a delivery fails.
#[derive(Clone, Debug)]
pub struct Retry {
    /// How often in all.
    pub attempts: Option<Said<u64>>,
    /// How the waits grow; exponential when not said.
    pub backoff: Option<Said<Backoff>>,
    /// The first wait.
    pub first: Option<Said<Duration>>,
    /// No wait is longer.
    pub most: Option<Said<Duration>>,
    /// Where it is said.
    pub span: Span,
}

/// Who looks at a message that could not be delivered.
#[derive(Clone, Debug)]
pub struct DeadLetter {
    /// The team.
    pub team: Option<Ref<Team>>,
    /// When a message is given up.
    pub after: Option<Said<Duration>>,
    /// Where it is said.
    pub span: Span,
}

/// How a receiver treats messages that come early, late or twice.
#[derive(Clone, Debug, Default)]
pub struct ReceiverPolicy {
    /// A message that is not legal yet.
    pub early: Option<Early>,
    /// A message that is older than what is there.
    pub stale: Option<Stale>,
    /// A message that was there before.
    pub duplicate: Option<Duplicate>,
}

/// What is done with a message that is not legal yet.
#[derive(Clone, Debug)]
pub struct Early {
    /// The policy.
    pub policy: Option<Said<EarlyPolicy>>,
    /// How long it is held.
    pub hold: Option<Said<Duration>>,
    /// What is raised after that.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// What is done with a message that is older than what is there.
#[derive(Clone, Debug)]
pub struct Stale {
    /// The policy.
    pub policy: Option<Said<StalePolicy>>,
    /// The field that holds the version or the time of change.
    pub by: Option<PathRef>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// What is done with a message that was there before.
#[derive(Clone, Debug)]
pub struct Duplicate {
    /// The policy.
    pub policy: Option<Said<DuplicatePolicy>>,
    /// What is raised when the key is known and the content differs.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}
