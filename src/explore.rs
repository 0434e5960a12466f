//! Explores what can happen when several systems hold copies of one thing and change it by messages: a small model checker.
//!
//! It knows nothing of charters. A [`Protocol`] says in plain numbers which replicas there are, which states a thing has,
//! who may change it, which flows carry the news, and what a receiver does with what it cannot apply. [`explore`] looks at
//! every order in which that can happen, shortest first, and says for each [`Property`] whether it holds. A trace is the
//! shortest there is, with the fewest faults. A state is a few words of bits; the limit is a number of states, never a
//! time, so the answer is the same on every machine.
//!
//! The model is that of communicating state machines with one channel for each flow; the search is breadth first (Holzmann,
//! The SPIN Model Checker, chapter 8). That a history is sound when it has a linear extension that is a legal path follows
//! the definition of causal histories (Mattern, Virtual Time and Global States of Distributed Systems, 1989).

mod baton;
mod channel;
mod compile;
mod history;
mod layout;
pub mod lines;
mod parts;
mod protocol;
mod search;
mod step;
mod table;
mod trace;
mod verdict;

pub use baton::{Baton, baton};
pub use protocol::{Arrives, Flow, Machine, OnIllegal, Protocol, Requirement, Ruling, Transition, set_of};
pub use search::Budget;
pub use step::{Effect, Step, Violation};
pub use trace::{Taken, Trace};
pub use verdict::{Measure, Options, Property, Report, Verdict, explore, explore_each, measure};
