//! What messages can do to quantities: each lifecycle with a balance, put before the explorer of lines.
//!
//! The parts of a balance lie with the systems that own them. Who decides a transition moves pieces from part to part; who
//! owns a part counts them, as soon as it hears of the transition. How many there were it learns from the values of the
//! parts in the message, from the difference (`writes=delta`), or from another object whose field the `moves` names with
//! `quantity=`; else it takes all that it has there. Other receivers of a part keep a copy.
//!
//! One line with a few pieces is looked at, or two where a message about one can be taken for a copy of one about the other; for each set of transitions and flows that are live together. Scopes by which
//! the object is not partitioned may differ from step to step: a line can leave from two sites. That a charter without
//! balances costs nothing here is plain: nothing is built for it.

mod cast;
mod keys;
mod scene;
mod whole;

use rayon::prelude::*;

use crate::explore::lines::{Channel, Count, Key, Lines, count};
use crate::facts::atoms::Atom;
use crate::facts::lifecycle::{Life, Lifecycles};
use crate::facts::lineage::Lineage;
use crate::facts::ownership::Ownership;
use crate::facts::rollups::Evaluated;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::Balance;

pub use cast::{Cast, Way};
pub use scene::Case;

/// Most states that `check` stores for one search.
pub const STATES: usize = 100_000;

/// The pieces of each line that is looked at: enough for a part, and for a rest.
const PIECES: usize = 2;

/// What is known about lines before anything is explored.
#[derive(Clone, Copy, Debug)]
pub struct Known<'f> {
    /// The charter.
    pub model: &'f Model,
    /// Who owns what.
    pub ownership: &'f Ownership,
    /// How fields travel.
    pub lineage: &'f Lineage,
    /// The states, and who hears of their changes.
    pub lifecycles: &'f Lifecycles,
    /// What roll-ups make of their parts.
    pub rollups: &'f [Evaluated],
}

/// One balance, with the transitions and flows of a case, and what can become of its pieces.
#[derive(Clone, Debug)]
pub struct Tally {
    /// The lifecycle, by index among [`Lifecycles::all`].
    pub life: usize,
    /// The balance, by index among those of the lifecycle.
    pub balance: usize,
    /// Where it is so, in the space of the lifecycle.
    pub atoms: Vec<Atom>,
    /// Who plays what.
    pub cast: Cast,
    /// What was found.
    pub count: Count,
}

impl Known<'_> {
    /// Explores every balance of the charter.
    pub fn tallies(&self) -> Vec<Tally> {
        let mut open: Vec<(usize, usize, Vec<Atom>, Cast)> = Vec::new();
        for (at, life) in self.lifecycles.all().iter().enumerate() {
            for balance in 0..self.model[life.lifecycle].balances.len() {
                let casts = self.casts(life, balance);
                open.extend(casts.into_iter().map(|(cast, atoms)| (at, balance, atoms, cast)));
            }
        }
        let explored = open.into_par_iter().map(|(life, balance, atoms, cast)| {
            let count = count(&cast.lines, STATES);
            Tally { life, balance, atoms, cast, count }
        });
        explored.collect()
    }

    /// What is to be explored of a balance: cases that come to the same are looked at once.
    pub fn casts(&self, life: &Life, balance: usize) -> Vec<(Cast, Vec<Atom>)> {
        let mut casts: Vec<(Cast, Vec<Atom>)> = Vec::new();
        let said = &self.model[life.lifecycle].balances[balance];
        if !life.is_certain || !life.is_told_certain || life.too_complex || life.initial.len() != 1 {
            return casts;
        }
        let Some(parts) = parts(said) else { return casts };
        for case in Case::of(self.model, life) {
            let Some(mut cast) = Cast::of(self, life, &parts, &case) else { continue };
            // Lines touch each other only where one is taken for a copy of the other.
            let is_joined = |channel: &Channel| matches!(channel.key, Key::Numbers { by_line: false, .. });
            if cast.lines.channels.iter().any(is_joined) {
                cast.lines.lines = 2;
            }
            match casts.iter_mut().find(|(other, _)| *other == cast) {
                Some((_, atoms)) => atoms.extend(&case.atoms),
                None => casts.push((cast, case.atoms)),
            }
        }
        casts
    }
}

/// The parts of a sum, where all are known and each is listed once.
fn parts(balance: &Balance) -> Option<Vec<Id<Field>>> {
    let parts: Vec<Id<Field>> = balance.parts.iter().map(|part| part.target).collect::<Option<_>>()?;
    let total = balance.total.target?;
    let mut listed = parts.clone();
    listed.sort_unstable();
    listed.dedup();
    (listed.len() == parts.len() && parts.len() <= Lines::PARTS && !parts.contains(&total)).then_some(parts)
}

/// The parts of a sum in which the pieces of a new line can be: those that the transitions out of its first state take from.
pub fn first_parts(model: &Model, life: &Life, state: usize, parts: &[Id<Field>]) -> Vec<Id<Field>> {
    let leaving = life.steps.iter().filter(|step| step.from.contains(&state));
    // A step from several states may take from each of several parts, and it is not said from which in which state.
    let sure = leaving.filter(|step| step.from.len() == 1 || model[step.transition].moves.len() == 1);
    let taken = sure.flat_map(|step| &model[step.transition].moves).filter_map(|moved| moved.from?.target);
    taken.filter(|part| parts.contains(part)).collect()
}
