//! What the messages of a charter can do to a lifecycle: each lifecycle, put before the explorer.
//!
//! A lifecycle is explored once for each set of steps and flows that are live together. Its replicas are the systems that
//! decide steps, and those that are told the state. One instance is looked at, which stays in one part of the scopes; each step
//! happens once; one message may come twice and one may be lost, where the delivery allows it. What a step requires of
//! other objects does not keep it from happening here: that is looked at for itself, in [`causality`].
//!
//! A lifecycle in which each state is left by one owner and all receivers hold, recognise and lose nothing is not explored
//! (see [`Baton`]). Where the search is cut off, which depends on the number of states and never on time, that is an
//! answer as well.

mod cast;
pub mod causality;
pub mod rulings;

use std::collections::BTreeMap;

use crate::explore::{Baton, Options, Property, Protocol, Report, Trace, Verdict, baton, explore_each};
use crate::facts::lifecycle::{Life, Lifecycles};
use crate::model::Model;

pub use cast::Cast;
pub(super) use cast::decider;

/// Most states that `check` stores for one search.
pub const STATES: usize = 100_000;

/// What was found by exploring.
#[derive(Clone, Debug, Default)]
pub struct Races {
    all: Vec<Race>,
    /// Where something is decided on the ground of what may not be so.
    pub unfounded: Vec<causality::Unfounded>,
}

/// One lifecycle with the steps and flows of some scenes, and what can become of it.
#[derive(Clone, Debug)]
pub struct Race {
    /// The lifecycle, by index among [`Lifecycles::all`].
    pub life: usize,
    /// The scenes, by index among those of the lifecycle.
    pub scenes: Vec<usize>,
    /// Who plays what.
    pub cast: Cast,
    /// What was found.
    pub report: Report,
}

impl Races {
    /// Explores the lifecycles of a model.
    pub fn of(model: &Model, lifecycles: &Lifecycles) -> Self {
        let mut open: Vec<(usize, Vec<usize>, Cast)> = Vec::new();
        for (at, life) in lifecycles.all().iter().enumerate() {
            open.extend(casts(model, life).into_iter().map(|(cast, scenes)| (at, scenes, cast)));
        }
        let options = Options { states: STATES, ..Options::default() };
        let protocols: Vec<&Protocol> = open.iter().map(|(_, _, cast)| &cast.protocol).collect();
        let reports = explore_each(&protocols, options);
        let races = open.into_iter().zip(reports);
        let all = races.map(|((life, scenes, cast), report)| Race { life, scenes, cast, report }).collect();
        Self { all, unfounded: causality::of(model, lifecycles) }
    }

    /// All that was explored, in the order of the lifecycles.
    pub fn all(&self) -> &[Race] {
        &self.all
    }

    /// Where a property is broken: for each lifecycle, the races in which it is, the one with the shortest trace first.
    pub fn broken(&self, property: Property) -> Vec<Vec<(&Race, &Trace)>> {
        let mut found: BTreeMap<usize, Vec<(&Race, &Trace)>> = BTreeMap::new();
        for race in &self.all {
            if let Verdict::Violated(trace) = race.report.verdict(property) {
                found.entry(race.life).or_default().push((race, trace));
            }
        }
        for races in found.values_mut() {
            races.sort_by_key(|(_, trace)| trace.steps.len());
        }
        found.into_values().collect()
    }
}

/// What is to be explored of a lifecycle: scenes that come to the same protocol are looked at once.
pub fn casts(model: &Model, life: &Life) -> Vec<(Cast, Vec<usize>)> {
    let mut casts: Vec<(Cast, Vec<usize>)> = Vec::new();
    let is_settled = life.is_certain && life.is_told_certain && life.initial.len() == 1;
    if !is_settled || life.too_complex || !knows_receivers(model, life) {
        return casts;
    }
    for (at, scene) in life.scenes.iter().enumerate() {
        let cast = Cast::of(model, life, scene);
        match casts.iter_mut().find(|(other, _)| *other == cast) {
            Some((_, scenes)) => scenes.push(at),
            None => casts.push((cast, vec![at])),
        }
    }
    casts.retain(|(cast, _)| is_open(&cast.protocol));
    casts
}

/// Whether every receiver says what it does with messages of known objects only. A name that is not understood, which was
/// reported, may be that of this one.
fn knows_receivers(model: &Model, life: &Life) -> bool {
    let receivers = life.carriages.iter().flat_map(|carriage| &model[carriage.to].receives);
    receivers.into_iter().all(|receives| receives.path.as_ref().is_none_or(|path| path.target.is_some()))
}

/// Whether anything can go wrong that is not plain without looking.
fn is_open(protocol: &Protocol) -> bool {
    !protocol.flows.is_empty() && !protocol.transitions.is_empty() && baton(protocol, 0) != Baton::Kept
}
