//! How old a value can be at each system, at worst, and by which way it comes.
//!
//! An age is the sum of the delays of the hops from the owner. Where several ways meet, the freshest counts only if older
//! values are turned away: a hop without a version guard puts its old value over the newer one, and it stays until the
//! quick way speaks again. So there are two ages: the *freshest*, as if every receiver compared versions, and the
//! *lasting* one. A derived value is as old as its oldest input, where it is computed.
//!
//! Ages are worked out once for each graph of the lineage; ways that go round in a circle count for what they bring first.

mod inputs;
mod misses;
mod travel;

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::facts::atoms::Atom;
use crate::facts::delay::Delays;
use crate::facts::forms::Form;
use crate::facts::lineage::{Course, Edge, Lineage};
use crate::facts::load::Loads;
use crate::model::Model;
use crate::model::delivery::{ReceiverPolicy, StalePolicy};
use crate::model::field::Field;
use crate::model::flow::{Flow, Mode};
use crate::model::id::Id;
use crate::model::owner::Derivation;
use crate::model::system::System;
use crate::model::template::Variant;
use crate::syntax::values::Duration;

use inputs::Bases;
pub use inputs::Skew;
pub use misses::{Miss, MissKind};
use travel::{Arrivals, arrivals};

/// What nothing bounds.
pub const UNBOUNDED: Duration = Duration(u64::MAX);

/// The ages of all values everywhere.
#[derive(Debug)]
pub struct Freshness {
    arrivals: Vec<Vec<Arrivals>>,
    bases: Vec<Bases>,
    steps: Vec<Vec<Step>>,
    misses: Vec<Miss>,
}

/// A value on its way: one flow from one system to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hop {
    /// The flow.
    pub flow: Id<Flow>,
    /// The overlay under which it reads as it does here.
    pub variant: Option<Id<Variant<Flow>>>,
    /// The system that sends.
    pub from: Id<System>,
    /// The system that receives.
    pub to: Id<System>,
    /// How long it takes, with what waits at the peak; [`UNBOUNDED`] where nothing is said.
    pub time: Duration,
    /// How much of that is waiting in queues at the peak.
    pub queue: Duration,
}

/// How old a value can be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Age {
    /// The whole.
    pub time: Duration,
    /// The way, from the owner on; of a derived value first the way of its oldest input.
    pub hops: Vec<Hop>,
    /// Where on the way, by index, an old value is put over a newer one that came by another way.
    pub overwritten: Option<usize>,
}

/// Which of the two ages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regard {
    /// As if every receiver turned older values away.
    Freshest,
    /// As it is.
    Lasting,
}

/// The time of one edge.
#[derive(Clone, Copy, Debug)]
struct Step {
    time: Duration,
    queue: Duration,
    guarded: bool,
}

impl Freshness {
    /// Works out all ages.
    pub fn of(model: &Model, lineage: &Lineage, delays: &Delays, loads: &Loads) -> Self {
        let queues = Queues::of(model, loads);
        let of_course = |course: &Course| -> (Vec<Step>, Vec<Arrivals>) {
            let step = |edge| step(model, delays, &queues, lineage, course, edge);
            let steps: Vec<Step> = course.edges.iter().map(step).collect();
            let arrivals = course.webs.iter().map(|web| arrivals(model, course, web, &steps)).collect();
            (steps, arrivals)
        };
        let (steps, arrivals) = lineage.courses().par_iter().map(of_course).unzip();
        let mut freshness = Self { arrivals, bases: Vec::new(), steps, misses: Vec::new() };
        freshness.bases = inputs::bases(model, lineage, &freshness);
        freshness.misses = misses::misses(model, lineage, &freshness);
        freshness
    }

    /// The readers that can get a value that is too old for them.
    pub fn misses(&self) -> &[Miss] {
        &self.misses
    }

    /// How old a value can be at a system in a case; `None` where it does not come, or where its owner is not settled.
    pub fn age(
        &self,
        model: &Model,
        lineage: &Lineage,
        field: Id<Field>,
        (atom, system): (Atom, Id<System>),
        regard: Regard,
    ) -> Option<Age> {
        let base = model[field].derivation.and_then(|derivation| self.bases.get(derivation.index())?.at(atom, regard));
        self.age_from(lineage, field, (atom, system), regard, base)
    }

    /// How long a value takes from its owner to a system in a case, without the age that a derived value starts with.
    pub fn way(
        &self,
        lineage: &Lineage,
        field: Id<Field>,
        (atom, system): (Atom, Id<System>),
        regard: Regard,
    ) -> Option<Age> {
        self.age_from(lineage, field, (atom, system), regard, None)
    }

    /// How old a value of a course can stay at a system in a case.
    fn lasting(
        &self,
        model: &Model,
        field: Id<Field>,
        (course, web): (usize, usize),
        (atom, system): (Atom, Id<System>),
    ) -> Option<Duration> {
        let way = self.arrivals[course][web].age(system, Regard::Lasting)?;
        let base =
            model[field].derivation.and_then(|derivation| self.bases[derivation.index()].at(atom, Regard::Lasting));
        Some(Duration(way.saturating_add(base.map_or(0, |base| base.time.0))))
    }

    fn age_from(
        &self,
        lineage: &Lineage,
        field: Id<Field>,
        (atom, system): (Atom, Id<System>),
        regard: Regard,
        base: Option<&Age>,
    ) -> Option<Age> {
        let index = lineage.course_index(field)?;
        let course = &lineage.courses()[index];
        let web = course.web_index(atom)?;
        let mut age = base.cloned().unwrap_or_default();
        let before = age.hops.len();
        let way = self.arrivals[index][web].way(course, system, regard)?;
        for (at, (edge, overwrites)) in way.into_iter().enumerate() {
            let Step { time, queue, .. } = self.steps[index][edge];
            let edge = &course.edges[edge];
            age.time = Duration(age.time.0.saturating_add(time.0));
            age.hops.push(Hop { flow: edge.flow, variant: edge.variant, from: edge.from, to: edge.to, time, queue });
            if overwrites {
                age.overwritten = Some(before + at);
            }
        }
        Some(age)
    }

    /// How far apart in age the inputs of a derived field can be, where that is most.
    pub fn skew(&self, derivation: Id<Derivation>) -> Option<&Skew> {
        self.bases.get(derivation.index())?.skew.as_ref()
    }

    /// Whether the receiver of an edge, by its index in a course, turns older values away.
    pub fn is_guarded(&self, course: usize, edge: usize) -> bool {
        self.steps[course][edge].guarded
    }
}

/// How long messages wait in queues at the peak, by system: those of each flow, and of each flow under an overlay.
struct Queues {
    of_flow: Vec<BTreeMap<Id<System>, Duration>>,
    of_variant: Vec<BTreeMap<Id<System>, Duration>>,
}

impl Queues {
    fn of(model: &Model, loads: &Loads) -> Self {
        let delays: Vec<Duration> = loads.servers().iter().map(|server| server.backlog().delay).collect();
        let mut queues = Self {
            of_flow: vec![BTreeMap::new(); model.flows.len()],
            of_variant: vec![BTreeMap::new(); model.flow_variants.len()],
        };
        if delays.iter().all(|delay| delay.0 == 0) {
            return queues;
        }
        for form in Form::all(model) {
            let of_form = match form.variant {
                Some(variant) => &mut queues.of_variant[variant.index()],
                None => &mut queues.of_flow[form.flow.index()],
            };
            for at in loads.indices(form.flow, form.variant) {
                let longest: &mut Duration = of_form.entry(loads.servers()[at].system).or_default();
                *longest = delays[at].max(*longest);
            }
        }
        queues
    }

    fn of_edge(&self, edge: &Edge) -> &BTreeMap<Id<System>, Duration> {
        edge.variant.map_or(&self.of_flow[edge.flow.index()], |variant| &self.of_variant[variant.index()])
    }
}

fn step(model: &Model, delays: &Delays, queues: &Queues, lineage: &Lineage, course: &Course, edge: &Edge) -> Step {
    let flow = edge.of(model);
    let via = flow.via.iter().filter_map(|via| via.system?.target);
    let waits = via.chain([edge.from, edge.to]).filter_map(|system| queues.of_edge(edge).get(&system));
    let queue = waits.fold(0, |sum: u64, wait| sum.saturating_add(wait.0));
    // A promise that the flow cannot keep is reported there; here it counts as kept, so that it is reported once.
    let kept = match delays.broken_promise(model, edge.flow, edge.variant) {
        Some((bound, _)) => bound.within,
        None => delays.flow_under(edge.flow, edge.variant).map_or(UNBOUNDED, crate::facts::delay::Delay::total),
    };
    Step {
        time: Duration(kept.0.saturating_add(queue)),
        queue: Duration(queue),
        guarded: edge.implied || is_guarded(model, lineage, course, edge),
    }
}

/// Whether a receiver compares versions before it takes a value. What it asks for itself is never older than what it has.
fn is_guarded(model: &Model, lineage: &Lineage, course: &Course, edge: &Edge) -> bool {
    let flow = edge.of(model);
    let turns_away = |policy: &ReceiverPolicy| {
        let stale = policy.stale.as_ref().and_then(|stale| stale.policy);
        stale.is_some_and(|stale| stale.value != StalePolicy::Overwrite)
    };
    let covers = |place: crate::model::name::Place| {
        course.fields.iter().all(|field| lineage.leaves.under(place).contains(field))
    };
    let receives = model[edge.to].receives.iter();
    edge.mode == Mode::Query
        || flow.guard.as_ref().is_some_and(|guard| guard.version.is_some())
        || turns_away(&flow.receive)
        || receives
            .filter(|receives| turns_away(&receives.policy))
            // A path that is not known, which was reported, may be about this.
            .any(|receives| receives.path.as_ref().is_some_and(|path| path.target.is_none_or(covers)))
}
