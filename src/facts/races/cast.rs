//! A lifecycle as a protocol: systems as replicas, flows as channels, policies of receivers as they are declared.

use std::collections::BTreeSet;

use crate::explore::{Arrives, Flow, Machine, OnIllegal, Protocol, Ruling, Transition, set_of};
use crate::facts::lifecycle::{Carriage, Life, Reception, Scene, Transport};
use crate::model::Model;
use crate::model::delivery::{DuplicatePolicy, EarlyPolicy, Guarantee, StalePolicy};
use crate::model::id::Id;
use crate::model::lifecycle::Transition as Said;
use crate::model::system::System;

/// A protocol, and what its numbers stand for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cast {
    /// The protocol; its one thing is the instance.
    pub protocol: Protocol,
    /// The systems, by replica.
    pub systems: Vec<Id<System>>,
    /// The steps of the lifecycle, by transition.
    pub steps: Vec<usize>,
    /// The carriages of the lifecycle, by flow; those of one flow to one receiver are one.
    pub carriages: Vec<usize>,
}

impl Cast {
    /// What is played in a scene.
    pub fn of(model: &Model, life: &Life, scene: &Scene) -> Self {
        Self::played(model, life, scene, None)
    }

    /// What is played in a scene from the moment when one system creates an instance. Nobody knows of it before; the creation
    /// is the last transition, and the last state is that of who does not know.
    pub fn from_creation(model: &Model, life: &Life, scene: &Scene, creator: Id<System>) -> Self {
        Self::played(model, life, scene, Some(creator))
    }

    fn played(model: &Model, life: &Life, scene: &Scene, creator: Option<Id<System>>) -> Self {
        let is_played = |step: &usize| life.steps[*step].owner.is_some() && life.steps[*step].to.is_some();
        let steps: Vec<usize> = scene.steps.ones().filter(is_played).collect();
        let owner = |step: usize| decider(model, life, step);
        let acts = |system: Id<System>| {
            steps.iter().any(|step| owner(*step) == Some(system))
                || scene.carriages.ones().any(|at| life.carriages[at].from == system)
        };
        // What a system has decided itself is no news to it.
        let is_news = |step: usize, carriage: &Carriage| carriage.tells(step) && owner(step) != Some(carriage.to);
        let is_born = |carriage: &Carriage| creator.is_some_and(|creator| carriage.creates && creator != carriage.to);
        let tells = |at: &usize| {
            let carriage = &life.carriages[*at];
            let tells = (carriage.shows || acts(carriage.to)) && steps.iter().any(|step| is_news(*step, carriage));
            tells || is_born(carriage)
        };
        let mut telling: Vec<usize> = scene.carriages.ones().filter(tells).collect();
        let rulings = rulings(model, life, &steps);
        // Who decides nothing and hears of what lost but never of what won cannot follow, and is no part of this.
        let hears = |system: Id<System>, telling: &[usize], played: usize| {
            telling.iter().any(|at| life.carriages[*at].to == system && life.carriages[*at].tells(steps[played]))
        };
        let all = telling.clone();
        telling.retain(|at| {
            let to = life.carriages[*at].to;
            steps.iter().any(|step| owner(*step) == Some(to))
                || rulings.iter().all(|one| !hears(to, &all, one.loser) || hears(to, &all, one.winner))
        });
        let ends = telling.iter().flat_map(|at| [life.carriages[*at].from, life.carriages[*at].to]);
        let deciders = steps.iter().filter_map(|step| owner(*step));
        let systems: BTreeSet<Id<System>> = ends.chain(deciders).chain(creator).collect();
        let systems: Vec<Id<System>> = systems.into_iter().collect();
        let replica = |system: Id<System>| systems.binary_search(&system).expect("every system that plays is listed");

        let transitions = steps.iter().map(|&step| Transition {
            machine: 0,
            owner: replica(owner(step).expect("only steps with an owner are played")),
            from: set_of(life.steps[step].from.iter().copied()),
            to: life.steps[step].to.expect("only steps with an end are played"),
            requires: Vec::new(),
            times: 1,
        });
        let mut transitions: Vec<Transition> = transitions.collect();
        let mut machine = Machine {
            states: life.states.len(),
            start: life.initial[0],
            views: vec![Some(life.initial[0]); systems.len()],
            absent: None,
        };
        if let Some(creator) = creator {
            let absent = life.states.len();
            transitions.push(Transition {
                machine: 0,
                owner: replica(creator),
                from: set_of([absent]),
                to: life.initial[0],
                requires: Vec::new(),
                times: 1,
            });
            (machine.states, machine.start, machine.absent) = (absent + 1, absent, Some(absent));
            // Who hears of it and is told nothing else that is played is no part of this.
            let hearing = hearing_of_creation(life, scene, creator);
            for at in hearing.iter().filter_map(|system| systems.binary_search(system).ok()) {
                machine.views[at] = Some(absent);
            }
        }
        let mut protocol =
            Protocol { replicas: systems.len(), machines: vec![machine], transitions, flows: Vec::new(), rulings };
        let mut carriages: Vec<usize> = Vec::new();
        for at in telling {
            let carriage = &life.carriages[at];
            let told = (0..steps.len()).filter(|index| is_news(steps[*index], carriage));
            let told: Vec<usize> = told.chain(is_born(carriage).then_some(steps.len())).collect();
            let same = carriages.iter().position(|other| {
                let other: &Carriage = &life.carriages[*other];
                other.flow == carriage.flow && other.end == carriage.end
            });
            if let Some(same) = same {
                let carries = &mut protocol.flows[same].carries;
                carries.extend(told);
                carries.sort_unstable();
                carries.dedup();
                continue;
            }
            let mut flow = channel(model, life, carriage, told);
            (flow.from, flow.to) = (replica(carriage.from), replica(carriage.to));
            protocol.flows.push(flow);
            carriages.push(at);
        }
        Self { protocol, systems, steps, carriages }
    }
}

/// The system that creates an instance, and all that are told of that.
fn hearing_of_creation(life: &Life, scene: &Scene, creator: Id<System>) -> BTreeSet<Id<System>> {
    let mut heard = BTreeSet::from([creator]);
    loop {
        let telling = scene.carriages.ones().map(|at| &life.carriages[at]);
        let more = telling.filter(|told| told.creates && heard.contains(&told.from)).map(|told| told.to);
        let all: BTreeSet<Id<System>> = heard.iter().copied().chain(more).collect();
        if all == heard {
            return heard;
        }
        heard = all;
    }
}

/// Whether nobody decides anything in the first state without having been told that there is an instance. Who is told of
/// nothing and decides all the same is another finding.
pub(super) fn all_wait(life: &Life, scene: &Scene, creator: Id<System>) -> bool {
    let told = hearing_of_creation(life, scene, creator);
    let first = scene.leaving(life, life.initial[0]);
    first.filter_map(|step| life.steps[step].owner).all(|owner| told.contains(&owner))
}

/// The systems that may create an instance in a scene: they tell of new ones, and nobody tells them.
pub(super) fn creators(life: &Life, scene: &Scene) -> BTreeSet<Id<System>> {
    let telling = || scene.carriages.ones().map(|at| &life.carriages[at]).filter(|told| told.creates);
    telling().map(|told| told.from).filter(|from| telling().all(|told| told.to != *from)).collect()
}

/// Whether the receiver of a carriage drops what it is told of an instance that it does not know yet.
pub(super) fn drops_early(model: &Model, life: &Life, carriage: &Carriage) -> bool {
    Reception::of(model, life, carriage).early.is_some_and(|early| early.value == EarlyPolicy::Ignore)
}

/// The system that decides a step, after arbitration.
pub(in crate::facts) fn decider(model: &Model, life: &Life, step: usize) -> Option<Id<System>> {
    let transition = life.steps[step].transition;
    let arbitrations = model[life.lifecycle].arbitrations.iter();
    let mut named = arbitrations.filter(|one| one.transitions.iter().any(|named| named.target == Some(transition)));
    named.find_map(|one| one.decide_by?.target).or(life.steps[step].owner)
}

fn rulings(model: &Model, life: &Life, steps: &[usize]) -> Vec<Ruling> {
    let at = |transition: Option<Id<Said>>| {
        let step = life.step(transition?)?;
        steps.iter().position(|played| *played == step)
    };
    let mut rulings = Vec::new();
    for arbitration in &model[life.lifecycle].arbitrations {
        let Some(winner) = arbitration.winner.and_then(|winner| at(winner.target)) else { continue };
        let losers = arbitration.transitions.iter().filter_map(|named| at(named.target));
        let compensate = arbitration.compensate.and_then(|undo| at(undo.target));
        rulings.extend(losers.filter(|loser| *loser != winner).map(|loser| Ruling { winner, loser, compensate }));
    }
    rulings
}

/// A carriage as a channel; its ends are still to be said.
fn channel(model: &Model, life: &Life, carriage: &Carriage, carries: Vec<usize>) -> Flow {
    let (reception, transport) = (Reception::of(model, life, carriage), Transport::of(model, life, carriage));
    // What is not said is not held against it: then messages come once and in order, and the receiver is careful.
    let is_said = model[carriage.flow].delivery.is_some();
    let is_silent = !is_said && reception.early.is_none() && reception.stale.is_none();
    let repeats = reception.duplicate.is_some_and(|said| said.value == DuplicatePolicy::Apply);
    Flow {
        from: 0,
        to: 0,
        carries,
        ordered: transport.ordered || !is_said,
        arrives: match transport.guarantee {
            _ if !is_said => Arrives::Once,
            Guarantee::AtMostOnce => Arrives::AtMostOnce,
            Guarantee::AtLeastOnce => Arrives::AtLeastOnce,
            Guarantee::ExactlyOnce => Arrives::Once,
        },
        idempotent: (transport.recognised || !is_said) && !repeats,
        // Messages that can be replayed lie in a log, which can be read again from an older place.
        rewinds: model[carriage.flow].delivery.as_ref().is_some_and(|delivery| delivery.replay.is_some()),
        versioned: reception.stale() == StalePolicy::Newer,
        early: match reception.early() {
            _ if is_silent => OnIllegal::Hold,
            EarlyPolicy::Hold => OnIllegal::Hold,
            EarlyPolicy::Ignore => OnIllegal::Ignore,
            EarlyPolicy::Reject => OnIllegal::Reject,
            EarlyPolicy::Overwrite => OnIllegal::Overwrite,
        },
        stale: match reception.stale() {
            _ if is_silent => OnIllegal::Ignore,
            StalePolicy::Ignore | StalePolicy::Newer => OnIllegal::Ignore,
            StalePolicy::Overwrite => OnIllegal::Overwrite,
            StalePolicy::Reject => OnIllegal::Reject,
        },
    }
}
