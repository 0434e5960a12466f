//! The ages in one graph: the quickest way to every system, and the way by which old values last longest.

use std::cmp::Reverse;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BinaryHeap};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::{Regard, Step};
use crate::facts::lineage::{Course, Edge, Leaving, Web};
use crate::model::Model;
use crate::model::field::FieldKind;
use crate::model::flow::{Event, Mode};
use crate::model::id::Id;
use crate::model::system::System;

/// How a value comes to the systems of one graph, from the owner from which it takes longest.
#[derive(Debug, Default)]
pub(super) struct Arrivals {
    freshest: BTreeMap<Id<System>, (usize, u64)>,
    lasting: BTreeMap<Id<System>, (usize, u64)>,
    sources: Vec<Ways>,
}

/// The ways from one owner.
#[derive(Debug)]
struct Ways {
    freshest: BTreeMap<Id<System>, Came>,
    lasting: BTreeMap<Id<System>, Came>,
}

/// How a value came to a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Came {
    /// How old it is, in milliseconds.
    age: u64,
    /// By which edge; `None` at the owner.
    by: Option<usize>,
    /// Whether it is put over a newer one.
    overwrites: bool,
}

impl Arrivals {
    /// How old the value is at a system, in milliseconds; `None` where it does not come.
    pub(super) fn age(&self, system: Id<System>, regard: Regard) -> Option<u64> {
        let farthest = match regard {
            Regard::Freshest => &self.freshest,
            Regard::Lasting => &self.lasting,
        };
        farthest.get(&system).map(|(_, age)| *age)
    }

    /// The edges from the owner to a system, each with whether it overwrites there; `None` where it does not come.
    pub(super) fn way(&self, course: &Course, system: Id<System>, regard: Regard) -> Option<Vec<(usize, bool)>> {
        let farthest = match regard {
            Regard::Freshest => &self.freshest,
            Regard::Lasting => &self.lasting,
        };
        let ways = &self.sources[farthest.get(&system)?.0];
        let came = match regard {
            Regard::Freshest => &ways.freshest,
            Regard::Lasting => &ways.lasting,
        };
        let mut way = Vec::new();
        let mut at = system;
        while let Some(Came { by: Some(edge), overwrites, .. }) = came.get(&at).copied() {
            way.push((edge, overwrites));
            at = course.edges[edge].from;
        }
        way.reverse();
        Some(way)
    }
}

/// The ages in a graph. Where several systems decide a value, the age is that of a change that one of the others made.
pub(super) fn arrivals(model: &Model, course: &Course, web: &Web, steps: &[Step]) -> Arrivals {
    let mut found = Arrivals::default();
    for (at, owner) in web.owners.iter().enumerate() {
        let edges: Vec<usize> = web
            .edges
            .iter()
            .copied()
            .filter(|edge| {
                let edge = &course.edges[*edge];
                edge.mode != Mode::Propose && edge.to != *owner && tells(model, course, edge, *owner)
            })
            .collect();
        let freshest = quickest(course, &edges, steps, [(*owner, Came { age: 0, by: None, overwrites: false })]);
        let lasting = longest(course, &edges, steps, *owner, &freshest);
        for (farthest, came) in [(&mut found.freshest, &freshest), (&mut found.lasting, &lasting)] {
            for (system, Came { age, .. }) in came {
                let known = farthest.entry(*system).or_insert((at, *age));
                if *age > known.1 {
                    *known = (at, *age);
                }
            }
        }
        found.sources.push(Ways { freshest, lasting });
    }
    found
}

/// Whether an edge tells of changes that `owner` makes. A state is told by transitions: those that other systems decide
/// say nothing about it.
fn tells(model: &Model, course: &Course, edge: &Edge, owner: Id<System>) -> bool {
    let [FieldKind::Status(lifecycle)] = course.fields.iter().map(|field| &model[*field].kind).collect::<Vec<_>>()[..]
    else {
        return true;
    };
    let events = &edge.of(model).on;
    events.is_empty()
        || events.iter().any(|event| match event {
            Event::Transition(transition) => transition.target.is_none_or(|transition| {
                let transition = &model[transition];
                transition.lifecycle != *lifecycle || transition.by.is_some_and(|by| by.target == Some(owner))
            }),
            Event::Create(_) | Event::Change(_) => true,
            Event::Delete(_) => false,
        })
}

/// What comes next: how old, by which edge, and where.
type Next = (u64, usize, Id<System>);

/// The quickest way to every system from some whose ages are settled: Dijkstra's algorithm, with ties broken by the order
/// of edges.
fn quickest(
    course: &Course,
    edges: &[usize],
    steps: &[Step],
    starts: impl IntoIterator<Item = (Id<System>, Came)>,
) -> BTreeMap<Id<System>, Came> {
    let leaving = Leaving::of(&course.edges, edges.iter().copied());
    let mut found: BTreeMap<Id<System>, Came> = starts.into_iter().collect();
    let mut open: BinaryHeap<Reverse<Next>> = BinaryHeap::new();
    let leave = |open: &mut BinaryHeap<Reverse<Next>>, system: Id<System>, age: u64| {
        for edge in leaving.from(system) {
            open.push(Reverse((age.saturating_add(steps[edge].time.0), edge, course.edges[edge].to)));
        }
    };
    for (system, came) in &found {
        leave(&mut open, *system, came.age);
    }
    while let Some(Reverse((age, edge, system))) = open.pop() {
        if let Entry::Vacant(unknown) = found.entry(system) {
            unknown.insert(Came { age, by: Some(edge), overwrites: false });
            leave(&mut open, system, age);
        }
    }
    found
}

/// How old a value can stay at every system that it reaches: along the order of travel, the freshest that comes, or an
/// older one that is put over it. In a circle a value counts as it first comes in.
fn longest(
    course: &Course,
    edges: &[usize],
    steps: &[Step],
    owner: Id<System>,
    reached: &BTreeMap<Id<System>, Came>,
) -> BTreeMap<Id<System>, Came> {
    let mut graph: DiGraph<Id<System>, usize> = DiGraph::new();
    let nodes: BTreeMap<Id<System>, NodeIndex> =
        reached.keys().map(|system| (*system, graph.add_node(*system))).collect();
    let mut arriving: BTreeMap<Id<System>, Vec<usize>> = BTreeMap::new();
    for &edge in edges {
        if let Some(from) = nodes.get(&course.edges[edge].from) {
            graph.add_edge(*from, nodes[&course.edges[edge].to], edge);
            arriving.entry(course.edges[edge].to).or_default().push(edge);
        }
    }
    let mut found = BTreeMap::from([(owner, Came { age: 0, by: None, overwrites: false })]);
    for group in tarjan_scc(&graph).into_iter().rev() {
        let systems: Vec<Id<System>> = group.into_iter().map(|node| graph[node]).collect();
        let mut entered: Vec<(Id<System>, Came)> = Vec::new();
        for &system in systems.iter().filter(|system| **system != owner) {
            let coming = arriving.get(&system).into_iter().flatten();
            let from_outside = coming.filter(|edge| !systems.contains(&course.edges[**edge].from));
            entered.extend(settle(course, steps, from_outside.copied(), &found).map(|came| (system, came)));
        }
        if systems.len() == 1 {
            found.extend(entered);
            continue;
        }
        let inside: Vec<usize> = edges
            .iter()
            .copied()
            .filter(|edge| systems.contains(&course.edges[*edge].from) && systems.contains(&course.edges[*edge].to))
            .collect();
        found.extend(quickest(course, &inside, steps, entered));
    }
    found
}

/// What lasts at a system of all that comes.
fn settle(
    course: &Course,
    steps: &[Step],
    coming: impl Iterator<Item = usize>,
    found: &BTreeMap<Id<System>, Came>,
) -> Option<Came> {
    let came = |edge: usize| {
        let age = found.get(&course.edges[edge].from)?.age.saturating_add(steps[edge].time.0);
        Some(Came { age, by: Some(edge), overwrites: false })
    };
    let coming: Vec<Came> = coming.filter_map(came).collect();
    let freshest = coming.iter().copied().min_by_key(|came| (came.age, came.by))?;
    let unguarded = |came: &&Came| came.by.is_some_and(|edge| !steps[edge].guarded);
    let oldest = coming.iter().filter(unguarded).max_by_key(|came| (came.age, Reverse(came.by)));
    match oldest {
        Some(oldest) if oldest.age > freshest.age => Some(Came { overwrites: true, ..*oldest }),
        _ => Some(freshest),
    }
}
