//! Whether what a step requires of another object is so when the step happens, and not only where its owner looks.
//!
//! A condition that stays true once it is, needs nothing: who has heard of it is right. Another one is explored: the life of
//! the other object, and beside it the step, which may happen at any time that its owner sees what it requires.

use crate::explore::{Machine, Options, Property, Protocol, Requirement, Transition, Verdict, explore, set_of};
use crate::facts::lifecycle::{Life, Lifecycles, Scene};
use crate::facts::races::{Cast, STATES, can_be_played};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::System;

use crate::explore::Trace;

/// A step that can happen although what it requires is no longer so.
#[derive(Clone, Debug)]
pub struct Unfounded {
    /// The lifecycle of the step, by index among all.
    pub life: usize,
    /// The step.
    pub step: usize,
    /// The requirement, by index among those of its transition.
    pub requirement: usize,
    /// The lifecycle of the other object, by index among all.
    pub other: usize,
    /// The scenes of the other lifecycle.
    pub scene: usize,
    /// Who plays what; the step is the last transition.
    pub cast: Cast,
    /// The shortest way.
    pub trace: Trace,
}

/// Every step of a charter that can happen without ground.
pub(super) fn of(model: &Model, lifecycles: &Lifecycles) -> Vec<Unfounded> {
    let mut found = Vec::new();
    for (at, life) in lifecycles.all().iter().enumerate() {
        for (step, said) in life.steps.iter().enumerate() {
            let Some(owner) = said.owner else { continue };
            for (index, requirement) in model[said.transition].requires.iter().enumerate() {
                let Some(state) = requirement.state.and_then(|state| state.target) else { continue };
                let other = lifecycles.all().iter().position(|other| other.state(state).is_some());
                let Some(other) = other.filter(|other| *other != at) else { continue };
                let states = lifecycles.all()[other].state(state).expect("it was found there");
                if let Some((scene, cast, trace)) = shaken(model, &lifecycles.all()[other], owner, states) {
                    found.push(Unfounded { life: at, step, requirement: index, other, scene, cast, trace });
                }
            }
        }
    }
    found
}

/// How the state of an object can be left although a system still sees it there.
fn shaken(model: &Model, life: &Life, owner: Id<System>, state: usize) -> Option<(usize, Cast, Trace)> {
    if !can_be_played(model, life) || life.states.len() > Protocol::STATES {
        return None;
    }
    life.scenes.iter().enumerate().find_map(|(at, scene)| {
        let right = reached_only_by(life, scene, state);
        let leaves = |step: usize| {
            let step = &life.steps[step];
            step.to.is_some_and(|to| right >> to & 1 == 0) && set_of(step.from.iter().copied()) & right != 0
        };
        if !scene.steps.ones().any(leaves) {
            return None;
        }
        let mut cast = Cast::of(model, life, scene);
        let replica = cast.systems.binary_search(&owner).ok()?;
        let mut views = vec![None; cast.systems.len()];
        views[replica] = Some(0);
        cast.protocol.machines.push(Machine { states: 2, start: 0, views, absent: None });
        cast.protocol.transitions.push(Transition {
            machine: 1,
            owner: replica,
            from: 1,
            to: 1,
            requires: vec![Requirement { machine: 0, states: right }],
            times: 1,
        });
        let report = explore(&cast.protocol, Options { states: STATES, ..Options::default() });
        match report.verdict(Property::Causality) {
            Verdict::Violated(trace) => Some((at, cast, (**trace).clone())),
            Verdict::Holds | Verdict::NotExhausted { .. } => None,
        }
    })
}

/// A state, and the states that an instance gets to by way of it only: whoever requires the state accepts those.
fn reached_only_by(life: &Life, scene: &Scene, state: usize) -> u64 {
    let mut around = vec![false; life.states.len()];
    let mut open: Vec<usize> = life.initial.iter().copied().filter(|initial| *initial != state).collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut around[at], true) {
            let next = scene.leaving(life, at).filter_map(|step| life.steps[step].to);
            open.extend(next.filter(|to| *to != state));
        }
    }
    set_of((0..life.states.len()).filter(|at| !around[*at] && scene.reached.contains(*at)).chain([state]))
}
