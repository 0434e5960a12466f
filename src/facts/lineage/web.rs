//! The ways of one field in one case: who owns it, which flows carry it, whom it reaches and by which hops.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::facts::atoms::Atom;
use crate::facts::lineage::edge::{Edge, Leaving};
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::model::system::System;

/// What a system has to do with a field in one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// It decides the value.
    Owner,
    /// It asks the owner for changes.
    Proposer,
    /// It has the value from the owner and passes it on.
    Relay,
    /// It has the value from the owner.
    Reader,
    /// It has nothing to do with it, or only gets what does not come from the owner.
    None,
}

/// The graph of the fields of a [`super::Course`], in all atoms in which it is the same.
#[derive(Clone, Debug)]
pub struct Web {
    /// Where it is so.
    pub atoms: Vec<Atom>,
    /// The systems that decide the value: one for a value, each that decides a transition for a state.
    pub owners: Vec<Id<System>>,
    /// The edges that are live, by index in the course. Handovers are not among them.
    pub edges: Vec<usize>,
    /// Edges by which a new owner gets what the old one knew.
    pub handovers: Vec<usize>,
    reached: BTreeMap<Id<System>, Option<usize>>,
}

impl Web {
    pub(super) fn new(all: &[Edge], owners: Vec<Id<System>>, edges: Vec<usize>, handovers: Vec<usize>) -> Self {
        let mut reached: BTreeMap<Id<System>, Option<usize>> = owners.iter().map(|owner| (*owner, None)).collect();
        let delivers = edges.iter().copied().filter(|edge| all[*edge].mode != Mode::Propose);
        let leaving = Leaving::of(all, delivers);
        let mut queue: Vec<Id<System>> = owners.clone();
        let mut next = 0;
        while let Some(&system) = queue.get(next) {
            next += 1;
            for edge in leaving.from(system) {
                let to = all[edge].to;
                reached.entry(to).or_insert_with(|| {
                    queue.push(to);
                    Some(edge)
                });
            }
        }
        Self { atoms: Vec::new(), owners, edges, handovers, reached }
    }

    /// Whether a system decides the value.
    pub fn is_owner(&self, system: Id<System>) -> bool {
        self.owners.contains(&system)
    }

    /// Whether a system owns the value or gets it from the owner, by `publish` and `query`.
    pub fn has(&self, system: Id<System>) -> bool {
        self.reached.contains_key(&system)
    }

    /// The systems that have the value.
    pub fn holders(&self) -> impl Iterator<Item = Id<System>> {
        self.reached.keys().copied()
    }

    /// The fewest hops by which the value comes from an owner to a system, by index in the course; `None` when it does
    /// not, empty for an owner.
    pub fn path(&self, all: &[Edge], system: Id<System>) -> Option<Vec<usize>> {
        let mut path = Vec::new();
        let mut at = system;
        while let Some(edge) = *self.reached.get(&at)? {
            path.push(edge);
            at = all[edge].from;
        }
        path.reverse();
        Some(path)
    }

    /// What a system has to do with the value.
    pub fn role(&self, all: &[Edge], system: Id<System>) -> Role {
        let sends = |mode: Mode| self.edges.iter().any(|edge| all[*edge].from == system && all[*edge].mode == mode);
        if self.is_owner(system) {
            Role::Owner
        } else if sends(Mode::Propose) {
            Role::Proposer
        } else if self.has(system) && (sends(Mode::Publish) || sends(Mode::Query)) {
            Role::Relay
        } else if self.has(system) {
            Role::Reader
        } else {
            Role::None
        }
    }

    /// The systems with their live `publish` and `query` edges; the weights of edges are indices in the course. Nodes are
    /// in the order of the systems.
    pub fn graph(&self, all: &[Edge]) -> DiGraph<Id<System>, usize> {
        let delivers: Vec<usize> = self.edges.iter().copied().filter(|edge| all[*edge].mode != Mode::Propose).collect();
        let ends = delivers.iter().flat_map(|edge| [all[*edge].from, all[*edge].to]);
        let systems: BTreeSet<Id<System>> = ends.chain(self.owners.iter().copied()).collect();
        let mut graph = DiGraph::new();
        let nodes: BTreeMap<Id<System>, NodeIndex> =
            systems.into_iter().map(|system| (system, graph.add_node(system))).collect();
        for edge in delivers {
            graph.add_edge(nodes[&all[edge].from], nodes[&all[edge].to], edge);
        }
        graph
    }

    /// The systems in an order in which values travel: whoever is in a later group sends nothing to an earlier one.
    /// Systems of one group send to each other in a circle.
    pub fn order(&self, all: &[Edge]) -> Vec<Vec<Id<System>>> {
        let graph = self.graph(all);
        let mut groups: Vec<Vec<Id<System>>> = tarjan_scc(&graph)
            .into_iter()
            .map(|group| {
                let mut systems: Vec<Id<System>> = group.into_iter().map(|node| graph[node]).collect();
                systems.sort_unstable();
                systems
            })
            .collect();
        groups.reverse();
        groups
    }

    /// The live edges into a system that bring a value, by index in the course.
    pub fn arriving<'w>(&'w self, all: &'w [Edge], system: Id<System>) -> impl Iterator<Item = usize> + 'w {
        let arrives = move |edge: &usize| all[*edge].to == system && all[*edge].mode != Mode::Propose;
        self.edges.iter().copied().filter(arrives)
    }
}

/// The shortest circle that starts and ends at `start` along edges of the graph that `keep` wants; its edges in order.
pub fn circle(
    graph: &DiGraph<Id<System>, usize>,
    start: NodeIndex,
    keep: impl Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    let mut came_by: BTreeMap<NodeIndex, (NodeIndex, usize)> = BTreeMap::new();
    let mut queue = vec![start];
    let mut next = 0;
    while let Some(&node) = queue.get(next) {
        next += 1;
        let mut leaving: Vec<_> = graph.edges(node).map(|edge| (*edge.weight(), edge.target())).collect();
        leaving.sort_unstable();
        for (edge, to) in leaving.into_iter().filter(|(edge, _)| keep(*edge)) {
            if to == start {
                let mut path = vec![edge];
                let mut at = node;
                while at != start {
                    let (from, edge) = came_by[&at];
                    path.push(edge);
                    at = from;
                }
                path.reverse();
                return Some(path);
            }
            came_by.entry(to).or_insert_with(|| {
                queue.push(to);
                (node, edge)
            });
        }
    }
    None
}
