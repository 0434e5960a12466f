//! How each field travels: the graph of systems and flows for every field, in every case of scopes, states and phases.
//!
//! The fields of an object that are owned by the same rules and carried by the same flows are one [`Course`]. A course has
//! a [`Space`](crate::facts::atoms::Space) of the cases that its owners, flows and access declarations tell apart, and one
//! [`Web`] for each graph that differs between them: a graph is made once, however many fields and atoms have it.
//!
//! A flow that takes another way under an overlay is two edges: one in the overlay's part of the scopes, one in the rest.
//!
//! In a web, `publish` and `query` edges bring the value from the owner onwards; `propose` edges ask. A flow that is named
//! as a `handover` is no edge to the new owner, and neither is one that only brings the change of state by which ownership
//! moves. An edge whose events lead to states is live in a class of
//! states if one of them is in it. Keys travel with every message of their object or list, as [`Edge::implied`].
//!
//! The state that a lifecycle gives is decided by every system with a transition there, and by the owner of the key, who
//! sets the first one.

mod course;
mod edge;
mod plan;
mod variant;
mod web;

use fixedbitset::FixedBitSet;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::facts::accesses::Accesses;
use crate::facts::leaves::Leaves;
use crate::facts::ownership::Ownership;
use crate::facts::rollout::Rollout;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::object::Object;

pub use course::{Course, Source};
use edge::{Carriage, Carriages};
pub use edge::{Edge, Leaving, as_it_reads};
use plan::{Kind, Plan, status_of};
use variant::Variants;
pub use web::{Role, Web, circle};

/// The ways of all fields.
#[derive(Clone, Debug)]
pub struct Lineage {
    /// The fields that hold something.
    pub leaves: Leaves,
    /// What systems say that they do with them.
    pub accesses: Accesses,
    /// Which flows are live when.
    pub rollout: Rollout,
    courses: Vec<Course>,
    course_of: Vec<Option<u32>>,
    wholes: Vec<Course>,
    uncertain: FixedBitSet,
}

impl Lineage {
    /// Works out how the fields travel.
    pub fn of(model: &Model, ownership: &Ownership) -> Self {
        let leaves = Leaves::of(model);
        let accesses = Accesses::of(model, &leaves);
        let rollout = Rollout::of(model);
        let variants = Variants::new(model);
        let legacy = ownership.legacy_phases(model);
        let Carriages { of_object, uncertain } = Carriages::of(model, &leaves, &variants);
        let mut takes_over = vec![Vec::new(); model.objects.len()];
        for rule in model.owners.values() {
            if let (Some(flow), Some(system)) = (rule.handover.and_then(|flow| flow.target), rule.system.target) {
                takes_over[rule.place.object.index()].push((flow, system));
            }
        }
        let made: Vec<(Vec<Course>, Course)> = of_object
            .par_iter()
            .with_max_len(1)
            .enumerate()
            .map(|(object, carriages)| {
                let plan = Plan {
                    model,
                    ownership,
                    accesses: &accesses,
                    rollout: &rollout,
                    variants: &variants,
                    legacy: &legacy,
                    object: Id::new(object),
                    takes_over: takes_over[object].clone(),
                };
                (courses(&plan, &leaves, carriages), whole(&plan, carriages))
            })
            .collect();
        let mut course_of = vec![None; model.fields.len()];
        let (mut all, mut wholes) = (Vec::new(), Vec::new());
        for (courses, whole) in made {
            wholes.push(whole);
            for course in courses {
                for field in &course.fields {
                    course_of[field.index()] = Some(all.len() as u32);
                }
                all.push(course);
            }
        }
        Self { leaves, accesses, rollout, courses: all, course_of, wholes, uncertain }
    }

    /// All courses, in the order of the objects and of their first fields.
    pub fn courses(&self) -> &[Course] {
        &self.courses
    }

    /// The course of a value or a state; `None` for groups and lists.
    pub fn course(&self, field: Id<Field>) -> Option<&Course> {
        self.course_index(field).map(|course| &self.courses[course])
    }

    /// The course of a value or a state, by its index among all.
    pub fn course_index(&self, field: Id<Field>) -> Option<usize> {
        self.course_of[field.index()].map(|course| course as usize)
    }

    /// The course of the instances of an object: every flow that carries anything of it, from those who own its key.
    pub fn whole(&self, object: Id<Object>) -> &Course {
        &self.wholes[object.index()]
    }

    /// Whether all flows that may carry something of an object are known. Where not, which has been reported, nothing
    /// can be concluded from what does not arrive.
    pub fn is_certain(&self, object: Id<Object>) -> bool {
        !self.uncertain.contains(object.index())
    }
}

/// What makes two fields of an object travel alike: who decides, and what carries them, as a part of the key or not.
type Alike = (Kind, Vec<(usize, bool)>);

/// The courses of the fields of one object.
fn courses(plan: &Plan<'_>, leaves: &Leaves, carriages: &[Carriage]) -> Vec<Course> {
    let model = plan.model;
    let first = key_area(plan);
    let mut found: Vec<(Alike, Vec<Id<Field>>)> = Vec::new();
    let mut at: FxHashMap<Alike, usize> = FxHashMap::default();
    for (local, &field) in leaves.of_object(plan.object).iter().enumerate() {
        let kind = match (status_of(&model[field]), plan.ownership.area_index(field)) {
            (Some(lifecycle), _) => Kind::Status(lifecycle, first),
            (None, Some(area)) => Kind::Value(area),
            (None, None) => continue,
        };
        let carried = |(index, carriage): (usize, &Carriage)| {
            let implied = carriage.implied.contains(local);
            (implied || carriage.said.contains(local)).then_some((index, implied))
        };
        let by: Vec<(usize, bool)> = carriages.iter().enumerate().filter_map(carried).collect();
        let place = *at.entry((kind, by)).or_insert_with_key(|alike| {
            found.push((alike.clone(), Vec::new()));
            found.len() - 1
        });
        found[place].1.push(field);
    }
    let course = |((kind, by), fields): (Alike, Vec<Id<Field>>)| {
        let edges = by.iter().flat_map(|(index, implied)| edges(model, &carriages[*index], *implied)).collect();
        plan.course(kind, fields, edges)
    };
    found.into_iter().map(course).collect()
}

/// The course of the instances of one object.
fn whole(plan: &Plan<'_>, carriages: &[Carriage]) -> Course {
    let edges = carriages.iter().filter(|carriage| !carriage.said.is_clear());
    let edges = edges.flat_map(|carriage| self::edges(plan.model, carriage, false)).collect();
    plan.course(Kind::Whole(key_area(plan)), Vec::new(), edges)
}

/// The area in which the key of the object lies, whose owner makes its instances.
fn key_area(plan: &Plan<'_>) -> Option<usize> {
    let key = plan.model[plan.object].key.iter().find_map(|field| field.target)?;
    plan.ownership.area_index(key)
}

/// One edge for each known receiver.
fn edges(model: &Model, carriage: &Carriage, implied: bool) -> Vec<Edge> {
    let flow = as_it_reads(model, carriage.flow, carriage.variant);
    let system = |end: &crate::model::flow::End| end.system.and_then(|system| system.target);
    let Some(from) = flow.from.as_ref().and_then(system) else { return Vec::new() };
    let edge = |(end, to): (usize, &crate::model::flow::End)| {
        Some(Edge {
            flow: carriage.flow,
            variant: carriage.variant,
            carried: carriage.carried,
            end,
            from,
            to: system(to)?,
            mode: flow.carries[carriage.carried].mode,
            implied,
        })
    };
    flow.to.iter().enumerate().filter_map(edge).collect()
}
