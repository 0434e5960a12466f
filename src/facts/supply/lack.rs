//! Where a value stops: the systems that send something they do not have, and those that are the first without it.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::facts::atoms::{Atom, Space};
use crate::facts::lineage::{Course, Lineage, Web};
use crate::facts::territory::Dimension;
use crate::model::Model;
use crate::model::flow::{Flow, Mode};
use crate::model::id::Id;
use crate::model::phase::Phase;
use crate::model::system::{AccessKind, System};

/// Who lacks the fields of a course, for each set of graphs that differ in states only.
pub(super) struct Lack {
    of_atom: Vec<Option<usize>>,
    groups: Vec<Group>,
}

/// What holds whatever the state.
struct Group {
    holders: BTreeSet<Id<System>>,
    /// Systems without the value that get it, if at all, from others without it.
    followers: BTreeSet<Id<System>>,
    sends_without: bool,
}

/// A value that arrives, but not yet or no more.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Late {
    /// The phases in which it is missing.
    pub missing: Vec<Id<Phase>>,
    /// The phases in which it arrives.
    pub arrives: Vec<Id<Phase>>,
    /// The flow that brings it then.
    pub flow: Option<Id<Flow>>,
}

/// Whether anybody is without the value in some case: without this, [`Lack`] has nothing to say.
pub(super) fn is_possible(model: &Model, lineage: &Lineage, course: &Course) -> bool {
    let mut readers: Vec<Id<System>> = Vec::new();
    for access in course.fields.iter().flat_map(|field| lineage.accesses.of_field(*field)) {
        if access.of(model).kind == AccessKind::Reads && !readers.contains(&access.system) {
            readers.push(access.system);
        }
    }
    let sends_without = |web: &Web| {
        web.edges.iter().map(|edge| &course.edges[*edge]).any(|edge| edge.mode != Mode::Propose && !web.has(edge.from))
    };
    course.webs.iter().any(|web| sends_without(web) || readers.iter().any(|reader| !web.has(*reader)))
}

impl Lack {
    pub(super) fn of(course: &Course) -> Self {
        let mut lack = Self { of_atom: vec![None; course.space.len()], groups: Vec::new() };
        let mut members: Vec<(Atom, Vec<&Web>)> = Vec::new();
        let mut at = vec![None; course.space.len()];
        for (atom, web) in course.cases() {
            let base = course.space.without_states(atom).index();
            let place = *at[base].get_or_insert_with(|| {
                members.push((atom, Vec::new()));
                members.len() - 1
            });
            members[place].1.push(web);
            lack.of_atom[atom.index()] = Some(place);
        }
        let mut made: Vec<(Vec<*const Web>, usize)> = Vec::new();
        let mut group_of = Vec::new();
        for (_, webs) in &members {
            let key: Vec<*const Web> = webs.iter().map(|web| std::ptr::from_ref(*web)).collect();
            let known = made.iter().find(|(other, _)| *other == key).map(|(_, group)| *group);
            group_of.push(known.unwrap_or_else(|| {
                lack.groups.push(Group::of(course, webs));
                made.push((key, lack.groups.len() - 1));
                lack.groups.len() - 1
            }));
        }
        for place in lack.of_atom.iter_mut().flatten() {
            *place = group_of[*place];
        }
        lack
    }

    /// Whether there is anybody at all who could be without the value.
    pub(super) fn is_any(&self, model: &Model, lineage: &Lineage, course: &Course) -> bool {
        self.groups.iter().any(|group| {
            let is_without = |access: &crate::facts::accesses::AccessId| {
                access.of(model).kind == AccessKind::Reads && !group.holders.contains(&access.system)
            };
            group.sends_without
                || course.fields.iter().any(|field| lineage.accesses.of_field(*field).iter().any(is_without))
        })
    }

    /// Whether a system is without the value in a case, and the first on the way to be so.
    pub(super) fn starts_at(&self, atom: Atom, system: Id<System>) -> bool {
        self.of_atom[atom.index()].is_some_and(|group| {
            let group = &self.groups[group];
            !group.holders.contains(&system) && !group.followers.contains(&system)
        })
    }
}

impl Group {
    fn of(course: &Course, webs: &[&Web]) -> Self {
        let holders: BTreeSet<Id<System>> = webs.iter().flat_map(|web| web.holders()).collect();
        let mut hops: BTreeSet<(Id<System>, Id<System>)> = BTreeSet::new();
        for edge in webs.iter().flat_map(|web| &web.edges) {
            let edge = &course.edges[*edge];
            if edge.mode != Mode::Propose && !holders.contains(&edge.from) {
                hops.insert((edge.from, edge.to));
            }
        }
        let sends_without = !hops.is_empty();
        let graph: DiGraphMap<Id<System>, ()> = DiGraphMap::from_edges(&hops);
        // Those to whom nobody without the value sends come first; of a circle, the first system does.
        let mut followers = BTreeSet::new();
        for circle in tarjan_scc(&graph) {
            let is_fed = |system: &Id<System>| {
                graph.neighbors_directed(*system, Direction::Incoming).any(|from| !circle.contains(&from))
            };
            let first = circle.iter().min().copied().filter(|_| !circle.iter().any(is_fed));
            followers.extend(circle.into_iter().filter(|system| Some(*system) != first));
        }
        Self { holders, followers, sends_without }
    }
}

/// Whether what is missing in an atom arrives in another phase.
pub(super) fn late(
    course: &Course,
    space: &Space,
    states: &[Option<bool>],
    atom: Atom,
    system: Id<System>,
) -> Option<Late> {
    let side = space.dimensions().iter().position(|dimension| *dimension == Dimension::Phase)?;
    let point = space.point(atom);
    let others: Vec<Atom> = space
        .atoms()
        .filter(|other| {
            let there = space.point(*other);
            there.iter().zip(&point).enumerate().all(|(at, (a, b))| at == side || a == b)
        })
        .collect();
    let web_at = |atom: &Atom| course.web(course.space.containing(space, *atom));
    let is_there = |atom: &&Atom| states[atom.index()] == Some(true) && web_at(atom).is_some_and(|web| web.has(system));
    let then = others.iter().find(is_there)?;
    let phases = |atoms: Vec<&Atom>| -> Vec<Id<Phase>> {
        let phases = atoms.into_iter().flat_map(|atom| space.values_of(*atom, side));
        phases.map(Id::new).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let arrives = phases(others.iter().filter(is_there).collect());
    let missing = phases(others.iter().filter(|other| states[other.index()] == Some(false)).collect());
    let path = web_at(then).and_then(|web| web.path(&course.edges, system)).unwrap_or_default();
    let now = course.space.point(course.space.containing(space, atom));
    let is_missing = |edge: &&usize| !course.parts(**edge).iter().any(|part| part.contains(&now));
    let flow = path.iter().find(is_missing).map(|edge| course.edges[*edge].flow);
    Some(Late { missing, arrives, flow })
}
