//! The search: every state that can be reached, breadth first, each stored once.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::explore::compile::{Compiled, Transition};
use crate::explore::history::{self, History};
use crate::explore::layout::Packed;
use crate::explore::step::{Effect, Step, Violation, ones};
use crate::explore::table::{Look, Table};

/// How many faults the surroundings may commit, at most 3 of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Messages that come twice.
    pub duplicates: u64,
    /// Messages that are lost.
    pub losses: u64,
}

/// Where a property is broken first.
#[derive(Clone, Copy, Debug)]
pub struct Breach {
    /// The state in which it is broken, or from which the last step breaks it.
    pub state: u32,
    /// The step that breaks it.
    pub step: Option<(Step, Effect)>,
    /// How many steps there are in all.
    pub length: usize,
}

/// The search and what it has stored.
pub struct Search<'a, const W: usize> {
    pub compiled: &'a Compiled,
    pub states: Vec<Packed<W>>,
    pub parents: Vec<u32>,
    table: Table,
    /// What follows the state that is looked at, and where that belongs.
    after: Vec<Packed<W>>,
    looks: Vec<Look>,
    masks: Vec<Packed<W>>,
    histories: Vec<FxHashMap<Packed<W>, History>>,
    under_way: Packed<W>,
    /// The first breach of every kind.
    pub breaches: [Option<Breach>; Violation::COUNT],
    /// The first conflict of every two transitions of which the first one is decided last, without its owner knowing of the
    /// second, nor the owner of the second of it.
    pub conflicts: BTreeMap<(usize, usize), Breach>,
    /// The number of steps to the last state that was looked at wholly.
    pub depth: usize,
    /// Whether every state was looked at.
    pub is_exhausted: bool,
    /// The transitions that happened, as a set.
    pub fired: u64,
}

/// The state at the end of the chain of parents.
pub const ROOT: u32 = u32::MAX;

impl<'a, const W: usize> Search<'a, W> {
    /// Looks at every state, up to `most`.
    pub fn run(compiled: &'a Compiled, budget: Budget, most: usize) -> Self {
        let mut under_way = [0; W];
        for flow in &compiled.flows {
            flow.net.slot().cover(&mut under_way);
        }
        let machines = compiled.machines.len();
        let mut search = Self {
            compiled,
            states: Vec::new(),
            parents: Vec::new(),
            table: Table::new(),
            after: Vec::new(),
            looks: Vec::new(),
            masks: (0..machines).map(|machine| history::mask(compiled, machine)).collect(),
            histories: vec![FxHashMap::default(); machines],
            under_way,
            breaches: [None; Violation::COUNT],
            conflicts: BTreeMap::new(),
            depth: 0,
            is_exhausted: true,
            fired: 0,
        };
        search.after.push(compiled.start(budget.duplicates, budget.losses));
        search.store(ROOT);
        let mut next = 0;
        let mut level_end = 1;
        while next < search.states.len() {
            if search.states.len() > most {
                search.is_exhausted = false;
                break;
            }
            if next == level_end {
                level_end = search.states.len();
                search.depth += 1;
            }
            search.expand(next as u32);
            next += 1;
        }
        search
    }

    /// Bytes that one stored state takes: itself, its parent, and its share of the table.
    pub fn bytes_per_state(&self) -> f64 {
        let bytes = self.states.len() * (size_of::<Packed<W>>() + size_of::<u32>()) + self.table.bytes();
        bytes as f64 / self.states.len() as f64
    }

    /// Stores those of the states after `parent` that are new.
    fn store(&mut self, parent: u32) {
        self.table.make_room(&self.states, self.after.len());
        self.looks.extend(self.after.iter().map(|state| self.table.look(state)));
        for (state, look) in self.after.iter().zip(&self.looks) {
            if self.table.insert(*look, &self.states, state, self.states.len() as u32) {
                self.states.push(*state);
                self.parents.push(parent);
            }
        }
        self.after.clear();
        self.looks.clear();
    }

    fn breach(&mut self, violation: Violation, state: u32, step: Option<(Step, Effect)>) {
        let length = self.depth + usize::from(step.is_some());
        self.breaches[violation as usize].get_or_insert(Breach { state, step, length });
    }

    /// Notes a conflict for every transition that was decided beside the last one.
    fn conflict(&mut self, last: usize, after: &Packed<W>, breach: Breach) {
        let machine = &self.compiled.machines[self.compiled.transitions[last].machine];
        for local in 0..machine.count {
            let other = machine.first + local;
            let is_beside = other != last
                && self.compiled.has_fired(after, other)
                && self.compiled.is_concurrent(after, last, local as u64);
            if is_beside {
                self.conflicts.entry((last, other)).or_insert(breach);
            }
        }
    }

    /// Stores what follows a state, and judges it.
    fn expand(&mut self, index: u32) {
        let state = self.states[index as usize];
        let mut is_last = true;
        let compiled = self.compiled;
        compiled.steps(&state, |step, effect, next| {
            is_last = false;
            let broken = match (step, effect) {
                (_, Effect::Broke(violation)) => Some(violation),
                (Step::Fire { transition }, _) => {
                    self.fired |= 1 << transition;
                    self.broken_by(&state, transition, next)
                }
                _ => None,
            };
            match broken {
                Some(violation) => {
                    let broken = (step, Effect::Broke(violation));
                    self.breach(violation, index, Some(broken));
                    if let (Violation::Conflict, Step::Fire { transition }) = (violation, step) {
                        self.conflict(
                            transition,
                            next,
                            Breach { state: index, step: Some(broken), length: self.depth + 1 },
                        );
                    }
                }
                None => self.after.push(*next),
            }
        });
        self.store(index);
        if state.iter().zip(&self.under_way).all(|(word, mask)| word & mask == 0) {
            if let Some(violation) = self.unsettled(&state) {
                self.breach(violation, index, None);
            }
        } else if is_last && !self.is_bound(&state) {
            self.breach(Violation::Stuck, index, None);
        }
    }

    /// Whether a decision is one that must not be possible.
    fn broken_by(&mut self, before: &Packed<W>, transition: usize, after: &Packed<W>) -> Option<Violation> {
        let compiled = self.compiled;
        for &(_, machine, states) in &compiled.transitions[transition].requires {
            if self.history(machine, before).ends & states == 0 {
                return Some(Violation::Unfounded);
            }
        }
        let machine = compiled.transitions[transition].machine;
        (!self.history(machine, after).is_legal()).then_some(Violation::Conflict)
    }

    /// What is wrong where nothing is under way.
    fn unsettled(&mut self, state: &Packed<W>) -> Option<Violation> {
        let compiled = self.compiled;
        // What lost and has to be undone is undone when everybody has heard all.
        let uncompensated = |(index, loser): (usize, &Transition)| {
            let Some(undo) = loser.undone_by else { return false };
            let undone = compiled
                .transitions
                .iter()
                .enumerate()
                .any(|(other, transition)| transition.origin == undo && compiled.has_fired(state, other));
            let first = compiled.machines[loser.machine].first as u64;
            !undone
                && compiled.has_fired(state, index)
                && ones(loser.winners).any(|winner| {
                    compiled.has_fired(state, (first + winner) as usize) && compiled.is_concurrent(state, index, winner)
                })
        };
        if compiled.transitions.iter().enumerate().any(uncompensated) {
            return Some(Violation::Conflict);
        }
        for (index, machine) in compiled.machines.iter().enumerate() {
            let views = machine.views.iter().enumerate().filter_map(|(replica, slot)| Some((replica, (*slot)?)));
            let seen = views.fold(0, |all, (replica, slot)| all | slot.get(state) << (4 * replica));
            let outcomes = &self.history(index, state).outcomes;
            if !outcomes.is_empty() && outcomes.binary_search(&seen).is_err() {
                return Some(Violation::Diverged);
            }
        }
        None
    }

    /// Whether an owner could go on if it were not for how often a transition may happen.
    fn is_bound(&self, state: &Packed<W>) -> bool {
        self.compiled.transitions.iter().any(|transition| Compiled::is_open(state, transition))
    }

    fn history(&mut self, machine: usize, state: &Packed<W>) -> &History {
        let mut key = self.masks[machine];
        for (word, bits) in key.iter_mut().zip(state) {
            *word &= bits;
        }
        let compiled = self.compiled;
        self.histories[machine].entry(key).or_insert_with(|| History::of(compiled, machine, state))
    }
}
