//! Explores what can become of quantities: lines whose pieces lie in the parts of a sum, and systems that keep count of them.
//!
//! It knows nothing of charters. [`Lines`] says in plain numbers which decisions move pieces from part to part, which systems
//! keep count, and what their messages bring: the values as the sender has them, or what changed. [`count`] looks at every
//! order in which that can happen and asks: when nothing is under way, does everybody count what is there; and does nobody
//! move pieces that are not?
//!
//! A decision is taken in the true state of its line, by a system that has heard of all decisions that it is told of; that two
//! systems decide at the same time is the business of [`explore`](super::explore). What it moves comes from the decider's
//! own count. Of one line, [`Lines::UNDER_WAY`] messages can be under way on a channel: a decision that would send one more
//! waits. With that, pieces of lines and faults, of which there is one in each search, the states are finite, and circles of
//! a lifecycle are gone through as often as they can be.
//!
//! Two lines are alike, so of two states that differ only in which line is which, one is kept (symmetry reduction: Ip and
//! Dill, Better Verification Through Symmetry, 1996). Who only listens is looked at one at a time.

mod count;
mod model;
mod places;
mod search;
mod step;

pub use count::{Count, Verdict, count};
pub use model::{Book, Carried, Channel, Content, Decision, Key, Lines, Whole, WholeRule};
pub use search::{Breach, Taken, Trace};
pub use step::{Faults, Happening, Outcome};
