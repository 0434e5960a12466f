//! Random protocols, small enough to be checked by others.

use charter::explore::{Arrives, Flow, Machine, OnIllegal, Protocol, Requirement, Ruling, Transition};
use fastrand::Rng;

/// What may occur in a random protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One thing, and everybody is told everything.
    Plain,
    /// Some hear only by way of others, or not at all.
    Relayed,
    /// Conflicts are decided.
    Ruled,
    /// Two things, one of which depends on the other.
    Linked,
    /// Receivers begin without a copy.
    Created,
}

pub const KINDS: [Kind; 5] = [Kind::Plain, Kind::Relayed, Kind::Ruled, Kind::Linked, Kind::Created];

const POLICIES: [OnIllegal; 4] = [OnIllegal::Reject, OnIllegal::Ignore, OnIllegal::Hold, OnIllegal::Overwrite];

/// A protocol of 2 or 3 replicas and up to 6 transitions.
pub fn protocol(random: &mut Rng, kind: Kind) -> Protocol {
    let replicas = random.usize(2..=3);
    let things = if kind == Kind::Linked { 2 } else { 1 };
    let mut machines = Vec::new();
    let mut transitions: Vec<Transition> = Vec::new();
    for machine in 0..things {
        let states = random.usize(3..=5);
        let absent = kind == Kind::Created;
        let maker = random.usize(0..replicas);
        machines.push(Machine { states, start: 0, views: vec![Some(0); replicas], absent: absent.then_some(0) });
        let first = transitions.len();
        let count = if things == 2 { random.usize(1..=3) } else { random.usize(2..=4) };
        for index in 0..count {
            let is_creation = absent && index == 0;
            let from = if index == 0 { 0 } else { random.usize(usize::from(absent)..states) };
            let to = (from + random.usize(1..states)) % states;
            let mut set = 1u64 << from;
            if !is_creation && random.u8(0..3) == 0 {
                set |= 1 << random.usize(usize::from(absent)..states);
            }
            set &= !(1 << to);
            transitions.push(Transition {
                machine,
                owner: if is_creation { maker } else { random.usize(0..replicas) },
                from: if set == 0 { 1 << from } else { set },
                to: if absent { to.max(1) } else { to },
                requires: Vec::new(),
                times: 1,
            });
        }
        if machine == 1 {
            let states = 1 << machines[0].states;
            transitions[first].requires.push(Requirement { machine: 0, states: random.u64(1..states) });
        }
    }
    let mut flows = Vec::new();
    let careful = random.bool();
    for from in 0..replicas {
        for to in (0..replicas).filter(|to| *to != from) {
            let carries: Vec<usize> = (0..transitions.len())
                .filter(|index| match kind {
                    Kind::Relayed => random.u8(0..3) > 0 && transitions[*index].owner != to,
                    _ => transitions[*index].owner == from,
                })
                .collect();
            if carries.is_empty() {
                continue;
            }
            let early = POLICIES[random.usize(0..4)];
            flows.push(Flow {
                from,
                to,
                carries,
                ordered: random.bool(),
                arrives: [Arrives::Once, Arrives::AtLeastOnce, Arrives::AtMostOnce][random.usize(0..3)],
                idempotent: careful || random.bool(),
                versioned: kind == Kind::Relayed && random.u8(0..3) == 0,
                rewinds: kind == Kind::Plain && random.bool(),
                early,
                stale: if random.bool() { early } else { POLICIES[random.usize(0..4)] },
            });
        }
    }
    let mut rulings = Vec::new();
    if kind == Kind::Ruled {
        for winner in 0..transitions.len() {
            for loser in winner + 1..transitions.len() {
                if transitions[winner].owner != transitions[loser].owner && random.bool() {
                    rulings.push(Ruling { winner, loser, compensate: None });
                }
            }
        }
    }
    Protocol { replicas, machines, transitions, flows, rulings }
}

/// A lifecycle without circles in which every state is left by one owner, told to everybody by flows that are careful.
pub fn baton(random: &mut Rng, circles: bool) -> Protocol {
    let replicas = random.usize(2..=3);
    let states = random.usize(3..=5);
    let deciders: Vec<usize> = (0..states).map(|_| random.usize(0..replicas)).collect();
    let mut transitions: Vec<Transition> = Vec::new();
    for (from, &owner) in deciders.iter().enumerate().take(states - 1) {
        for _ in 0..random.usize(1..=2) {
            let to = if circles && random.u8(0..3) == 0 {
                (from + random.usize(1..states)) % states
            } else {
                random.usize(from + 1..states)
            };
            transitions.push(Transition { machine: 0, owner, from: 1 << from, to, requires: Vec::new(), times: 1 });
        }
    }
    let mut flows = Vec::new();
    for from in 0..replicas {
        let carries: Vec<usize> = (0..transitions.len()).filter(|index| transitions[*index].owner == from).collect();
        for to in (0..replicas).filter(|to| *to != from && !carries.is_empty()) {
            flows.push(Flow {
                from,
                to,
                carries: carries.clone(),
                ordered: random.bool(),
                arrives: [Arrives::Once, Arrives::AtLeastOnce][random.usize(0..2)],
                idempotent: true,
                versioned: false,
                rewinds: random.bool(),
                early: OnIllegal::Hold,
                stale: OnIllegal::Ignore,
            });
        }
    }
    let machine = Machine { states, start: 0, views: vec![Some(0); replicas], absent: None };
    Protocol { replicas, machines: vec![machine], transitions, flows, rulings: Vec::new() }
}
