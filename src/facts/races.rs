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
mod clash;
pub mod rulings;

use std::collections::BTreeMap;

use crate::explore::{Baton, Options, Property, Protocol, Report, Trace, Verdict, baton, explore_each};
use crate::facts::lifecycle::{Life, Lifecycles, Scene};
use crate::model::Model;

pub use cast::Cast;
pub(super) use cast::decider;
pub use clash::Clash;

/// Most states that `check` stores for one search.
pub const STATES: usize = 100_000;

/// What was found by exploring.
#[derive(Clone, Debug, Default)]
pub struct Races {
    all: Vec<Race>,
    /// From the creation of an instance, where a receiver drops what comes before it.
    births: Vec<Race>,
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

/// What there is to play of a lifecycle, and in which scenes.
type Casting = fn(&Model, &Life) -> Vec<(Cast, Vec<usize>)>;

impl Races {
    /// Explores the lifecycles of a model.
    pub fn of(model: &Model, lifecycles: &Lifecycles) -> Self {
        let explored = |casts: Casting| -> Vec<Race> {
            let lives = lifecycles.all().iter().enumerate();
            let open: Vec<(usize, Cast, Vec<usize>)> = lives
                .flat_map(|(at, life)| casts(model, life).into_iter().map(move |(cast, scenes)| (at, cast, scenes)))
                .filter(|(_, cast, _)| cast.is_open())
                .collect();
            let protocols: Vec<&Protocol> = open.iter().map(|(_, cast, _)| &cast.protocol).collect();
            let reports = explore_each(&protocols, Options { states: STATES, ..Options::default() });
            let races = open.into_iter().zip(reports);
            races.map(|((life, cast, scenes), report)| Race { life, scenes, cast, report }).collect()
        };
        Self { all: explored(casts), births: explored(births), unfounded: causality::of(model, lifecycles) }
    }

    /// All that was explored, in the order of the lifecycles; those from a creation come last.
    pub fn all(&self) -> impl Iterator<Item = &Race> {
        self.all.iter().chain(&self.births)
    }

    /// What was explored of a lifecycle, by index; from known instances on.
    pub fn of_life(&self, life: usize) -> impl Iterator<Item = &Race> {
        self.all.iter().filter(move |race| race.life == life)
    }

    /// Where a property is broken: for each lifecycle, the races in which it is, the one with the shortest trace first.
    pub fn broken(&self, property: Property) -> Vec<Vec<(&Race, &Trace)>> {
        let mut found: BTreeMap<usize, Vec<(&Race, &Trace)>> = BTreeMap::new();
        // What is broken from the creation on only is said by one property; the others are looked at with known instances.
        let races = if property == Property::CreateBeforeUse { &self.births } else { &self.all };
        for race in races {
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

/// What there is to play of a lifecycle: scenes that come to the same protocol are one.
pub fn casts(model: &Model, life: &Life) -> Vec<(Cast, Vec<usize>)> {
    gathered(model, life, |scene| vec![Cast::of(model, life, scene)])
}

/// What there is to play from the creation of an instance, where a receiver drops what comes before it.
fn births(model: &Model, life: &Life) -> Vec<(Cast, Vec<usize>)> {
    if !life.carriages.iter().any(|carriage| cast::drops_early(model, life, carriage)) {
        return Vec::new();
    }
    gathered(model, life, |scene| {
        let is_dropped = scene.carriages.ones().any(|at| cast::drops_early(model, life, &life.carriages[at]));
        let creators = cast::creators(life, scene)
            .into_iter()
            .filter(|creator| is_dropped && cast::all_wait(life, scene, *creator));
        creators.map(|creator| Cast::from_creation(model, life, scene, creator)).collect()
    })
}

/// The casts of all scenes, each once, with the scenes in which it plays.
fn gathered(model: &Model, life: &Life, cast: impl Fn(&Scene) -> Vec<Cast>) -> Vec<(Cast, Vec<usize>)> {
    let mut casts: Vec<(Cast, Vec<usize>)> = Vec::new();
    if !can_be_played(model, life) {
        return casts;
    }
    for (at, scene) in life.scenes.iter().enumerate() {
        for cast in cast(scene) {
            match casts.iter_mut().find(|(other, _)| *other == cast) {
                Some((_, scenes)) => scenes.push(at),
                None => casts.push((cast, vec![at])),
            }
        }
    }
    casts
}

/// Whether every receiver says what it does with messages of known objects only. A name that is not understood, which was
/// reported, may be that of this one.
fn knows_receivers(model: &Model, life: &Life) -> bool {
    let receivers = life.carriages.iter().flat_map(|carriage| &model[carriage.to].receives);
    receivers.into_iter().all(|receives| receives.path.as_ref().is_none_or(|path| path.target.is_some()))
}

/// Whether enough is known of a lifecycle to put it before the explorer.
pub fn can_be_played(model: &Model, life: &Life) -> bool {
    let is_settled = life.is_certain && life.is_told_certain && life.initial.len() == 1;
    is_settled && !life.too_complex && knows_receivers(model, life)
}

impl Cast {
    /// Whether anything can go wrong that is not plain without looking.
    pub fn is_open(&self) -> bool {
        self.is_told() && baton(&self.protocol, 0) != Baton::Kept
    }

    /// Whether anything happens, and somebody is told.
    pub fn is_told(&self) -> bool {
        !self.protocol.flows.is_empty() && !self.protocol.transitions.is_empty()
    }
}
