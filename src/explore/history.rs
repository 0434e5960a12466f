//! Whether what happened has an order that is legal, and what every replica must see in the end.
//!
//! The transitions that have happened are ordered in part: each after those that its owner knew. The search puts them in
//! every order that respects that and is a legal path, without visiting a set of transitions twice for one outcome.

use rustc_hash::FxHashSet;

use crate::explore::compile::Compiled;
use crate::explore::layout::Packed;
use crate::explore::step::ones;

/// The legal orders of what has happened to one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The states in which they end.
    pub ends: u64,
    /// What the replicas see when they have heard all, four bits for each; in order.
    pub outcomes: Vec<u64>,
}

/// A prefix of an order.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Prefix {
    done: u32,
    dropped: u32,
    state: u64,
    seen: u64,
}

/// The bits of a state on which the history of a thing depends.
pub fn mask<const W: usize>(compiled: &Compiled, machine: usize) -> Packed<W> {
    let mut mask = [0; W];
    let machine = &compiled.machines[machine];
    for transition in &compiled.transitions[machine.first..machine.first + machine.count] {
        transition.past.cover(&mut mask);
    }
    for (index, transition) in compiled.transitions.iter().enumerate().skip(machine.first).take(machine.count) {
        let mut only = [0; W];
        transition.known.set(&mut only, 1 << index);
        for (word, bits) in mask.iter_mut().zip(only) {
            *word |= bits;
        }
    }
    mask
}

impl History {
    /// The legal orders of what has happened to a thing in a state.
    pub fn of<const W: usize>(compiled: &Compiled, machine: usize, state: &Packed<W>) -> Self {
        let thing = &compiled.machines[machine];
        let transitions = &compiled.transitions[thing.first..thing.first + thing.count];
        let fired = (0..thing.count).filter(|local| compiled.has_fired(state, thing.first + local));
        let fired = fired.fold(0u64, |set, local| set | 1 << local);
        // What may be left out: what lost against something that happened beside it, what rests on that, and what undoes it.
        let over: Vec<u64> = (0..thing.count)
            .map(|local| {
                let is_open = thing.is_ruled && fired >> local & 1 == 1;
                if is_open { compiled.winners_over(state, thing.first + local, fired) } else { 0 }
            })
            .collect();
        let loses_itself = |local: u64| over[local as usize] & transitions[local as usize].winners != 0;
        let must_drop = |local: u64| {
            let transition = &transitions[local as usize];
            transition.compensates & transition.past.get(state) != 0
        };
        let undoing = ones(fired).filter(|local| must_drop(*local)).fold(0u64, |set, local| set | 1 << local);

        let mut found = Self::default();
        let start = Prefix { done: 0, dropped: 0, state: thing.start, seen: thing.expected };
        let mut seen: FxHashSet<Prefix> = FxHashSet::default();
        let mut open = vec![start];
        while let Some(prefix) = open.pop() {
            let processed = u64::from(prefix.done | prefix.dropped);
            if processed == fired {
                found.ends |= 1 << prefix.state;
                found.outcomes.push(prefix.seen & thing.taking_part);
                continue;
            }
            for local in ones(fired & !processed) {
                let transition = &transitions[local as usize];
                let past = transition.past.get(state) & fired;
                if past & !processed != 0 {
                    continue;
                }
                let bit = 1u32 << local;
                let mut goes_on = |next: Prefix| {
                    if seen.insert(next) {
                        open.push(next);
                    }
                };
                if transition.from >> prefix.state & 1 == 1 && undoing >> local & 1 == 0 {
                    goes_on(Prefix {
                        done: prefix.done | bit,
                        state: transition.to,
                        seen: (prefix.seen & !transition.heard) | transition.told,
                        ..prefix
                    });
                }
                let rests_on_dropped = past & u64::from(prefix.dropped) != 0;
                if undoing >> local & 1 == 1 {
                    goes_on(Prefix { dropped: prefix.dropped | bit, ..prefix });
                } else if over[local as usize] != 0 && (loses_itself(local) || rests_on_dropped) {
                    // Who never hears of a winner goes by what lost.
                    let winners = ones(over[local as usize]);
                    let aware = winners.fold(0, |set, winner| set | transitions[winner as usize].heard);
                    let misled = transition.heard & !aware;
                    let seen = (prefix.seen & !misled) | (transition.told & misled);
                    goes_on(Prefix { dropped: prefix.dropped | bit, seen, ..prefix });
                }
            }
        }
        found.outcomes.sort_unstable();
        found.outcomes.dedup();
        found
    }

    /// Whether there is a legal order at all.
    pub fn is_legal(&self) -> bool {
        self.ends != 0
    }
}
