//! Test matrices: the fewest rows in which every legal combination of a few values occurs.
//!
//! A pure engine: it knows nothing of charters. [`Space`] says what is asked, [`cover`] answers with an [`Array`], and
//! [`verify()`] judges an answer by its own reading of the space. Work is counted in look-ups, never in seconds, and
//! random choices come from a fixed sequence, so that the same space gives the same bytes on every machine.
//!
//! ```text
//! Space -> clauses -> solver -> feasible -> greedy -> reduction -> Array
//!                                  (what must be covered)  (start)  (fewer rows)
//! ```

mod array;
mod bits;
pub mod casa;
mod clauses;
mod cover;
mod coverage;
mod feasible;
mod greedy;
mod phase;
pub mod pict;
mod random;
mod reduction;
mod solver;
mod space;
mod targets;
mod unreadable;
mod verify;

pub use array::{Array, Dropped, Infeasible, Origin, Problem, Purpose, Row};
pub use cover::{Kept, Options, cover};
pub use space::{Condition, Constraint, Demand, Parameter, Space, Stronger, Value};
pub use unreadable::Unreadable;
pub use verify::{Fault, verify};
