//! How a course is made: the cases that matter, who decides in them, and the graph of each.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use crate::facts::accesses::Accesses;
use crate::facts::atoms::{Atom, Mentions, Space};
use crate::facts::cells::{self, Part};
use crate::facts::lineage::course::{Authority, Course, Source};
use crate::facts::lineage::edge::{self, Edge};
use crate::facts::lineage::variant::Variants;
use crate::facts::lineage::web::Web;
use crate::facts::ownership::{Area, Ownership, Verdict};
use crate::facts::rollout::Rollout;
use crate::facts::territory::Dimension;
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::{Event, Flow};
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::system::{AccessKind, System};
use crate::model::template::Variant;

/// What makes two graphs the same: how many owners and edges there are, owners, edges and handovers.
type Ways = Vec<usize>;

/// What the fields of a course have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// Values of an area of the ownership.
    Value(usize),
    /// The state that a lifecycle gives; its initial value comes from the owners of this area.
    Status(Id<Lifecycle>, Option<usize>),
    /// The instances as a whole: those who own the key or create them. The key's area.
    Whole(Option<usize>),
}

/// What a course is made from.
pub(super) struct Plan<'p> {
    pub model: &'p Model,
    pub ownership: &'p Ownership,
    pub accesses: &'p Accesses,
    pub rollout: &'p Rollout,
    pub variants: &'p Variants,
    pub object: Id<Object>,
    /// The phases in which legacy systems own something.
    pub legacy: &'p BTreeMap<Id<System>, FixedBitSet>,
    /// Flows by which a system takes the object over, or a part of it.
    pub takes_over: Vec<(Id<Flow>, Id<System>)>,
}

impl Plan<'_> {
    /// Makes the course of `fields`.
    pub(super) fn course(&self, kind: Kind, fields: Vec<Id<Field>>, edges: Vec<Edge>) -> Course {
        let mut course = Course {
            object: self.object,
            fields,
            space: Space::default(),
            edges,
            webs: Vec::new(),
            too_complex: false,
            authorities: Vec::new(),
            parts: Vec::new(),
            web_of: Vec::new(),
        };
        let Ok(space) = Space::of(self.model, &self.mentions(kind, &course)) else {
            course.too_complex = true;
            return course;
        };
        course.space = space;
        course.parts = course.edges.iter().map(|edge| self.edge_parts(&course.space, edge)).collect();
        course.authorities = self.authorities(kind, &course.space);
        let is_settled = match kind {
            Kind::Value(area) => matches!(self.ownership.areas()[area].verdict, Verdict::Complete { .. }),
            Kind::Status(..) | Kind::Whole(_) => true,
        };
        if is_settled {
            self.weave(&mut course, kind);
        }
        course
    }

    /// What is told apart by owners, flows and access declarations.
    fn mentions(&self, kind: Kind, course: &Course) -> Mentions {
        let model = self.model;
        let mut mentions = Mentions::default();
        for edge in &course.edges {
            mentions.region(model, &edge.of(model).region);
            for variant in self.variants.of(edge.flow) {
                mentions.region(model, &model.overlays[model.flow_variants[*variant].overlay].region);
            }
            if let Some(phases) = self.rollout.phases(edge.flow) {
                mentions.add(model, Dimension::Phase, phases.ones());
            }
        }
        let mut accesses: Vec<_> = course.fields.iter().flat_map(|field| self.accesses.of_field(*field)).collect();
        if matches!(kind, Kind::Whole(_)) {
            accesses.extend(self.accesses.of_object(self.object));
        }
        accesses.sort_unstable();
        accesses.dedup();
        for access in accesses {
            mentions.region(model, &access.of(model).region);
            // A legacy system needs what it reads for as long as it owns something.
            if let Some(phases) = self.legacy.get(&access.system).filter(|_| access.of(model).kind == AccessKind::Reads)
            {
                mentions.add(model, Dimension::Phase, phases.ones());
            }
        }
        for area in self.areas(kind) {
            for claim in &area.claims {
                let has_states = matches!(kind, Kind::Value(_));
                for (side, dimension) in area.territory.dimensions().iter().enumerate() {
                    if !claim.part.is_whole(side) && (has_states || !matches!(dimension, Dimension::State(_))) {
                        mentions.add(model, *dimension, claim.part.values(side));
                    }
                }
            }
        }
        if let Kind::Status(lifecycle, _) = kind {
            for transition in &model.lifecycles[lifecycle].transitions {
                mentions.region(model, &model[*transition].region);
            }
        }
        mentions.phases(model);
        mentions
    }

    fn areas(&self, kind: Kind) -> impl Iterator<Item = &Area> {
        let area = match kind {
            Kind::Value(area) => Some(area),
            Kind::Status(_, area) | Kind::Whole(area) => area,
        };
        area.map(|area| &self.ownership.areas()[area]).into_iter()
    }

    /// Where an edge can be live: a flow as it reads under an overlay, in that part of the scopes; as it is, in the rest.
    fn edge_parts(&self, space: &Space, edge: &Edge) -> Vec<Part> {
        let under = |variant: Id<Variant<Flow>>| {
            let overlay = &self.model.overlays[self.model.flow_variants[variant].overlay];
            space.within(self.model, space.whole(), &overlay.region)
        };
        let Some(part) = self.edge_part(space, edge) else { return Vec::new() };
        if let Some(variant) = edge.variant {
            return under(variant).and_then(|over| over.intersection(&part)).into_iter().collect();
        }
        let over: Vec<Part> = self.variants.of(edge.flow).iter().filter_map(|variant| under(*variant)).collect();
        if over.is_empty() { vec![part] } else { cells::gaps(vec![part], &over).unwrap_or_default() }
    }

    fn edge_part(&self, space: &Space, edge: &Edge) -> Option<Part> {
        let flow = edge.of(self.model);
        let mut part = space.within(self.model, space.whole(), &flow.region)?;
        if let Some(phases) = self.rollout.phases(edge.flow) {
            part = space.only(part, Dimension::Phase, phases)?;
        }
        for dimension in space.dimensions() {
            if let Dimension::State(lifecycle) = *dimension
                && let Some(states) = edge::states(self.model, flow, lifecycle)
            {
                part = space.only(part, *dimension, &states)?;
            }
        }
        Some(part)
    }

    fn authorities(&self, kind: Kind, space: &Space) -> Vec<Authority> {
        let mut found: Vec<Authority> = Vec::new();
        for area in self.areas(kind) {
            found.extend(area.claims.iter().filter_map(|claim| {
                let part = space.part(self.model, &area.territory, &claim.part)?;
                Some(Authority { system: claim.system, source: Source::Rule(claim.rule), part })
            }));
        }
        if let Kind::Status(lifecycle, _) = kind {
            found.extend(self.model.lifecycles[lifecycle].transitions.iter().filter_map(|id| {
                let transition = &self.model[*id];
                let system = transition.by?.target?;
                let part = space.within(self.model, space.whole(), &transition.region)?;
                Some(Authority { system, source: Source::Transition(*id), part })
            }));
        }
        if matches!(kind, Kind::Whole(_)) {
            found.extend(self.accesses.of_object(self.object).iter().filter_map(|id| {
                let access = id.of(self.model);
                let whole = Place { object: self.object, field: None };
                let creates =
                    access.kind == AccessKind::Creates && access.paths.iter().any(|path| path.target == Some(whole));
                let part = space.within(self.model, space.whole(), &access.region).filter(|_| creates)?;
                Some(Authority { system: id.system, source: Source::Access(*id), part })
            }));
        }
        found
    }

    /// Makes the graph of every live atom; equal ones are made once.
    fn weave(&self, course: &mut Course, kind: Kind) {
        let live = course.space.live(self.model);
        let mut made: FxHashMap<Ways, u32> = FxHashMap::default();
        let mut ways = Ways::default();
        for atom in course.space.atoms() {
            ways.clear();
            let web = owners(course, &live, atom, matches!(kind, Kind::Value(_))).map(|owners| {
                let (edges, handovers) = self.live_edges(course, kind, atom, &owners);
                ways.extend([owners.len(), edges.len()]);
                ways.extend(owners.iter().map(|owner| owner.index()).chain(edges.iter().chain(&handovers).copied()));
                if let Some(web) = made.get(&ways) {
                    return *web;
                }
                course.webs.push(Web::new(&course.edges, owners, edges, handovers));
                let web = course.webs.len() as u32 - 1;
                made.insert(ways.clone(), web);
                web
            });
            if let Some(web) = web {
                course.webs[web as usize].atoms.push(atom);
            }
            course.web_of.push(web);
        }
    }

    /// The edges that are live in an atom, and those by which an owner takes the value over.
    fn live_edges(&self, course: &Course, kind: Kind, atom: Atom, owners: &[Id<System>]) -> (Vec<usize>, Vec<usize>) {
        let (mut live, mut handovers) = (Vec::new(), Vec::new());
        for (index, edge) in course.edges.iter().enumerate() {
            let in_part = course.parts[index].iter().any(|part| course.space.is_in(atom, part));
            let travels = edge.implied || matches!(kind, Kind::Whole(_));
            let leaves_out = |owner: &Id<System>| edge.left_out(self.model).any(|other| other == *owner);
            if !in_part || (!travels && owners.iter().all(leaves_out)) {
                continue;
            }
            let is_told = || owners.contains(&edge.to) && self.is_told(course, edge, atom, owners);
            if self.takes_over.contains(&(edge.flow, edge.to)) || is_told() {
                handovers.push(index);
            } else {
                live.push(index);
            }
        }
        (live, handovers)
    }

    /// Whether all that an edge brings in an atom is the change of state by which its source stops to own.
    fn is_told(&self, course: &Course, edge: &Edge, atom: Atom, owners: &[Id<System>]) -> bool {
        let flow = edge.of(self.model);
        !owners.contains(&edge.from)
            && !flow.on.is_empty()
            && flow.on.iter().all(|event| {
                let Event::Transition(transition) = event else { return matches!(event, Event::Create(_)) };
                let Some(transition) = transition.target.map(|transition| &self.model[transition]) else { return true };
                transition.from.iter().filter_map(|state| state.target).all(|from| {
                    let lifecycle = Dimension::State(transition.lifecycle);
                    let states = &self.model.lifecycles[transition.lifecycle].states;
                    let before = states.iter().position(|state| *state == from);
                    let before =
                        before.and_then(|state| course.space.moved(&course.space.point(atom), lifecycle, state));
                    before.is_some_and(|before| {
                        let mut deciding = course.authorities.iter().filter(|other| other.part.contains(&before));
                        deciding.any(|other| other.system == edge.from)
                    })
                })
            })
    }
}

/// Who decides in a live atom; `None` where that is not settled.
fn owners(course: &Course, live: &[Part], atom: Atom, one_owner: bool) -> Option<Vec<Id<System>>> {
    if !live.iter().any(|part| course.space.is_in(atom, part)) {
        return None;
    }
    let deciding = course.authorities.iter().filter(|authority| course.space.is_in(atom, &authority.part));
    let mut owners: Vec<Id<System>> = deciding.map(|authority| authority.system).collect();
    owners.sort_unstable();
    owners.dedup();
    let is_settled = if one_owner { owners.len() == 1 } else { !owners.is_empty() };
    is_settled.then_some(owners)
}

/// Whether a field is a state.
pub(super) fn status_of(field: &Field) -> Option<Id<Lifecycle>> {
    match field.kind {
        FieldKind::Status(lifecycle) => Some(lifecycle),
        _ => None,
    }
}
