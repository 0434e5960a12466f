//! Fields of one object that take the same ways under the same owners, and the graphs of all their cases.

use crate::facts::accesses::AccessId;
use crate::facts::atoms::{Atom, Space};
use crate::facts::cells::Part;
use crate::facts::lineage::edge::Edge;
use crate::facts::lineage::web::Web;
use crate::facts::territory::Dimension;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::lifecycle::Transition;
use crate::model::object::Object;
use crate::model::owner::OwnerRule;
use crate::model::region::Region;
use crate::model::system::System;

/// Fields that take the same ways.
#[derive(Clone, Debug)]
pub struct Course {
    /// The object.
    pub object: Id<Object>,
    /// The fields, in order; none where the course is that of the object as a whole.
    pub fields: Vec<Id<Field>>,
    /// The cases that are told apart.
    pub space: Space,
    /// Every flow that carries the fields, whenever it is live.
    pub edges: Vec<Edge>,
    /// The graphs that differ, in the order of their first atoms.
    pub webs: Vec<Web>,
    /// Whether there are too many cases; nothing was concluded then, and there are no graphs.
    pub too_complex: bool,
    pub(super) authorities: Vec<Authority>,
    /// Where each edge can be live.
    pub(super) parts: Vec<Vec<Part>>,
    pub(super) web_of: Vec<Option<u32>>,
}

/// Why a system decides a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// An owner was named.
    Rule(Id<OwnerRule>),
    /// It decides a transition.
    Transition(Id<Transition>),
    /// It says that it creates instances.
    Access(AccessId),
}

/// A system that decides a value in a part of the space.
#[derive(Clone, Debug)]
pub(super) struct Authority {
    pub system: Id<System>,
    pub source: Source,
    pub part: Part,
}

impl Course {
    /// The atoms that are live and have an owner, with their graphs.
    pub fn cases(&self) -> impl Iterator<Item = (Atom, &Web)> {
        self.space.atoms().filter_map(|atom| Some((atom, self.web(atom)?)))
    }

    /// The graph of an atom; `None` when it is not live in any phase, or has no owner, or several.
    pub fn web(&self, atom: Atom) -> Option<&Web> {
        self.web_index(atom).map(|web| &self.webs[web])
    }

    /// The graph of an atom, by its index.
    pub fn web_index(&self, atom: Atom) -> Option<usize> {
        self.web_of.get(atom.index()).copied().flatten().map(|web| web as usize)
    }

    /// The atoms about which nothing is concluded: they are never live, or their owner is not settled.
    pub fn unsettled(&self) -> Vec<Atom> {
        self.space.atoms().filter(|atom| self.web(*atom).is_none()).collect()
    }

    /// Why a system decides the value in an atom.
    pub fn source(&self, atom: Atom, system: Id<System>) -> Option<Source> {
        let decides = |authority: &&Authority| authority.system == system && self.space.is_in(atom, &authority.part);
        self.authorities.iter().find(decides).map(|authority| authority.source)
    }

    /// The parts of the space in which an edge can be live, whoever owns the field.
    pub fn parts(&self, edge: usize) -> &[Part] {
        &self.parts[edge]
    }

    /// Whether an atom lies in a region.
    pub fn is_within(&self, model: &Model, atom: Atom, region: &Region) -> bool {
        self.space.is_within(model, atom, region)
    }

    /// Whether a flow that names no scopes has nothing to send in an atom: its source owns the fields in other scopes of
    /// the same phase, and sends what it owns.
    pub fn is_elsewhere(&self, model: &Model, atom: Atom, flow: Id<Flow>) -> bool {
        let flow = &model[flow];
        let Some(from) = flow.from.as_ref().and_then(|from| from.system?.target) else { return false };
        let phase = self.space.class(atom, Dimension::Phase);
        let owns = |authority: &Authority| {
            let is_now = phase.is_none_or(|(side, class)| authority.part.has(side, class));
            authority.system == from && is_now
        };
        flow.region.is_everything()
            && self.web(atom).is_some_and(|web| !web.has(from))
            && self.authorities.iter().any(owns)
    }

    /// How people say a set of atoms of this course, as short as what is settled allows.
    pub fn describe(&self, model: &Model, atoms: &[Atom]) -> Vec<String> {
        self.space.describe(model, atoms, &self.unsettled())
    }
}
