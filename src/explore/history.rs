//! Whether what happened has an order that is legal, and what every replica must see in the end.
//!
//! The transitions that have happened are ordered in part: each after those that its owner knew. The search puts them in
//! every order that respects that and is a legal path, without visiting a set of transitions twice for one outcome.

use crate::explore::compile::Compiled;
use crate::explore::layout::Packed;
use crate::explore::protocol::Protocol;
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
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
        let mut pasts = [0; Protocol::TRANSITIONS];
        // What may be left out: what lost against something that happened beside it, what rests on that, and what undoes it.
        let mut over = [0; Protocol::TRANSITIONS];
        let mut undoing = 0u64;
        for local in ones(fired).map(|local| local as usize) {
            pasts[local] = transitions[local].past.get(state) & fired;
            if thing.losing != 0 {
                over[local] = compiled.winners_over(state, thing.first + local, fired);
                undoing |= u64::from(transitions[local].compensates & pasts[local] != 0) << local;
            }
        }

        // All prefixes with as many transitions are looked at together, so that each is looked at once.
        let mut prefixes = vec![Prefix { done: 0, dropped: 0, state: thing.start, seen: thing.expected }];
        let mut longer = Vec::with_capacity(thing.count);
        for _ in 0..fired.count_ones() {
            for prefix in prefixes.drain(..) {
                let processed = u64::from(prefix.done | prefix.dropped);
                for local in ones(fired & !processed) {
                    let (bit, at) = (1u32 << local, local as usize);
                    let (transition, past) = (&transitions[at], pasts[at]);
                    if past & !processed != 0 {
                        continue;
                    }
                    let is_undoing = undoing >> local & 1 == 1;
                    if transition.from >> prefix.state & 1 == 1 && !is_undoing {
                        longer.push(Prefix {
                            done: prefix.done | bit,
                            state: transition.to,
                            seen: (prefix.seen & !transition.heard) | transition.told,
                            ..prefix
                        });
                    }
                    let loses = || over[at] & transition.winners != 0 || past & u64::from(prefix.dropped) != 0;
                    if is_undoing {
                        longer.push(Prefix { dropped: prefix.dropped | bit, ..prefix });
                    } else if over[at] != 0 && loses() {
                        // Who never hears of a winner goes by what lost.
                        let aware = ones(over[at]).fold(0, |set, winner| set | transitions[winner as usize].heard);
                        let misled = transition.heard & !aware;
                        let seen = (prefix.seen & !misled) | (transition.told & misled);
                        longer.push(Prefix { dropped: prefix.dropped | bit, seen, ..prefix });
                    }
                }
            }
            longer.sort_unstable();
            longer.dedup();
            std::mem::swap(&mut prefixes, &mut longer);
        }
        let mut outcomes: Vec<u64> = prefixes.iter().map(|prefix| prefix.seen & thing.taking_part).collect();
        outcomes.sort_unstable();
        outcomes.dedup();
        Self { ends: prefixes.iter().fold(0, |set, prefix| set | 1 << prefix.state), outcomes }
    }

    /// Whether there is a legal order at all.
    pub fn is_legal(&self) -> bool {
        self.ends != 0
    }
}
