//! Values that are written where they should not be: into their owner, into what is protected, into what is computed,
//! and round a circle.
//!
//! One `publish` edge is judged once per field, by the strongest thing that speaks against it. Of states only circles are
//! looked at: several systems decide them, each its own transitions.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;

use crate::facts::lineage::{Course, Edge, Lineage, Web, circle};
use crate::mapping::ir::{Role, Slot};
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::{Event, Flow, Mode, Writes};
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::object::Object;
use crate::model::owner::Derivation;
use crate::model::system::{AccessKind, System};
use crate::source::Span;

/// What speaks against a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The receiver must never have it overwritten automatically; where that is said.
    Protected(Span),
    /// The receiver computes it.
    Derived(Id<Derivation>),
    /// It comes back to where it was before, on a way without a guard.
    Echo,
    /// The receiver owns it, and the source has a value of its own.
    Owner,
    /// The same, of a quantity that the source changes: it sends what it counts, not the difference.
    Absolute,
}

/// A write that should not be.
#[derive(Clone, Debug)]
pub struct Overwrite {
    /// What speaks against it.
    pub fault: Fault,
    /// The hops: from the owner to the write, or round the circle; the last one writes.
    pub hops: Vec<Edge>,
    /// The fields.
    pub fields: Vec<Id<Field>>,
    /// In which cases, in the author's words; one empty text is always.
    pub when: Vec<String>,
    /// Who owns the fields, in the first case.
    pub owner: Id<System>,
    /// The derivation whose input the hops bring, where what is protected is computed there.
    pub via: Option<Id<Derivation>>,
}

/// All writes that should not be, in the order of the flows that write.
#[derive(Clone, Debug, Default)]
pub struct Overwrites {
    /// The writes.
    pub all: Vec<Overwrite>,
}

/// What makes two of them one finding.
type Same = (Vec<(Id<Flow>, usize, usize)>, Fault);

impl Overwrites {
    /// What is written where it should not be.
    pub fn of(model: &Model, lineage: &Lineage) -> Self {
        let mut finder = Finder { model, lineage, takes_over: unknown_handovers(model), found: BTreeMap::new() };
        for course in lineage.courses() {
            if course.edges.is_empty() {
                continue;
            }
            let state = course.fields.iter().find_map(|field| match model[*field].kind {
                FieldKind::Status(lifecycle) => Some((*field, lifecycle)),
                _ => None,
            });
            let mut of_course: BTreeMap<(Fault, Id<Field>, Vec<usize>), Vec<usize>> = BTreeMap::new();
            for (index, web) in course.webs.iter().enumerate() {
                let found = match state {
                    Some(state) => returning_states(model, course, web, state),
                    None => finder.direct(course, web).into_iter().chain(circles(model, course, web)).collect(),
                };
                for (fault, field, hops) in found {
                    of_course.entry((fault, field, hops)).or_default().push(index);
                }
            }
            for ((fault, field, hops), webs) in of_course {
                finder.keep(course, fault, field, &hops, &webs);
            }
        }
        finder.protected_results();
        Self { all: finder.found.into_values().collect() }
    }
}

struct Finder<'m> {
    model: &'m Model,
    lineage: &'m Lineage,
    /// Systems that take an object over by a flow that nobody knows: any that brings it may be the one.
    takes_over: BTreeSet<(Id<Object>, Id<System>)>,
    found: BTreeMap<Same, Overwrite>,
}

impl Finder<'_> {
    /// The edges of a graph that write what they must not, by field, with their hops.
    fn direct(&self, course: &Course, web: &Web) -> Vec<(Fault, Id<Field>, Vec<usize>)> {
        let mut found = Vec::new();
        for &index in &web.edges {
            let edge = &course.edges[index];
            if edge.implied || !edge.said(self.model).is_known() {
                continue;
            }
            if edge.mode != Mode::Publish {
                found.extend(self.computed_anyhow(course, web, index));
                continue;
            }
            for &field in &course.fields {
                if let Some(fault) = self.fault(course, web, edge, field) {
                    let mut hops = web.path(&course.edges, edge.from).unwrap_or_default();
                    hops.push(index);
                    found.push((fault, field, hops));
                }
            }
        }
        found
    }

    /// Fields that an edge asks for, or proposes to the system that computes them: what it brings is always replaced.
    fn computed_anyhow(&self, course: &Course, web: &Web, index: usize) -> Vec<(Fault, Id<Field>, Vec<usize>)> {
        let edge = &course.edges[index];
        let is_elsewhere = || web.atoms.iter().all(|atom| course.is_elsewhere(self.model, *atom, edge.flow));
        if !web.is_owner(edge.to) || is_elsewhere() {
            return Vec::new();
        }
        let derived = course.fields.iter().filter_map(|field| {
            let derivation = self.model[*field].derivation?;
            let mut hops = web.path(&course.edges, edge.from).unwrap_or_default();
            hops.push(index);
            Some((Fault::Derived(derivation), *field, hops))
        });
        derived.collect()
    }

    fn fault(&self, course: &Course, web: &Web, edge: &Edge, field: Id<Field>) -> Option<Fault> {
        let model = self.model;
        let is_owner = web.is_owner(edge.to);
        if let Some(span) = self.protection(course, web, edge.to, field) {
            return Some(Fault::Protected(span));
        }
        if !is_owner || web.atoms.iter().all(|atom| course.is_elsewhere(model, *atom, edge.flow)) {
            return None;
        }
        if let Some(derivation) = model[field].derivation {
            return Some(Fault::Derived(derivation));
        }
        let flow = edge.of(model);
        if flow.to[edge.end].writes.is_some_and(|writes| writes.value == Writes::Delta) {
            return None;
        }
        if self.takes_over.contains(&(course.object, edge.to)) {
            return None;
        }
        let changes = self.lineage.accesses.of_field(field).iter().any(|access| {
            let said = access.of(model);
            access.system == edge.from
                && matches!(said.kind, AccessKind::Updates | AccessKind::Creates)
                && web.atoms.iter().any(|atom| course.is_within(model, *atom, &said.region))
        });
        let own = if changes && is_quantity(model, field) { Fault::Absolute } else { Fault::Owner };
        if !web.has(edge.from) {
            return self.lineage.is_certain(course.object).then_some(own);
        }
        // A guard by origin or content keeps a system from answering, and not from sending a count of its own.
        let is_versioned = flow.guard.as_ref().is_some_and(|guard| guard.version.is_some());
        if is_versioned || (is_guarded(flow) && own == Fault::Owner) {
            return None;
        }
        if changes { Some(own) } else { (!is_guarded(flow)).then_some(Fault::Echo) }
    }

    /// Where it is said that a system must not have a field overwritten.
    fn protection(&self, course: &Course, web: &Web, system: Id<System>, field: Id<Field>) -> Option<Span> {
        let model = self.model;
        let said = self.lineage.accesses.of_field(field).iter().find_map(|access| {
            let said = access.of(model);
            let holds = access.system == system
                && said.kind == AccessKind::Protects
                && web.atoms.iter().any(|atom| course.is_within(model, *atom, &said.region));
            holds.then_some(said.span)
        });
        if said.is_some() || !web.is_owner(system) {
            return said;
        }
        let mut at = Some(field);
        while let Some(field) = at {
            if let Some(span) = model[field].protected {
                return Some(span);
            }
            at = model[field].parent;
        }
        None
    }

    fn keep(&mut self, course: &Course, fault: Fault, field: Id<Field>, hops: &[usize], webs: &[usize]) {
        let edges: Vec<Edge> = hops.iter().map(|hop| course.edges[*hop].clone()).collect();
        let mut key: Vec<(Id<Flow>, usize, usize)> =
            edges.iter().map(|edge| (edge.flow, edge.carried, edge.end)).collect();
        if fault == Fault::Echo {
            key.sort_unstable();
        } else {
            key.reverse();
            key.truncate(1);
        }
        let found = self.found.entry((key, fault)).or_insert_with(|| {
            let mut atoms: Vec<_> = webs.iter().flat_map(|web| course.webs[*web].atoms.iter().copied()).collect();
            atoms.sort_unstable();
            Overwrite {
                fault,
                hops: edges,
                fields: Vec::new(),
                when: course.describe(self.model, &atoms),
                owner: course.webs[webs[0]].owners[0],
                via: None,
            }
        });
        if !found.fields.contains(&field) {
            found.fields.push(field);
        }
    }

    /// Protected fields that are computed from something that a flow brings.
    fn protected_results(&mut self) {
        let model = self.model;
        for (id, derivation) in model.derivations.iter() {
            let Some(field) = derivation.path.target.and_then(|place| place.field) else { continue };
            let (Some(course), Some(formula)) = (self.lineage.course(field), &derivation.formula) else { continue };
            let protected = course.webs.iter().find_map(|web| {
                let owner = *web.owners.first()?;
                Some((owner, self.protection(course, web, owner, field)?))
            });
            let Some((system, span)) = protected else { continue };
            for input in formula.fields().flat_map(|place| self.lineage.leaves.under(place)) {
                let Some(of_input) = self.lineage.course(*input) else { continue };
                let path = of_input.webs.iter().find_map(|web| {
                    let path = web.path(&of_input.edges, system).filter(|path| !path.is_empty())?;
                    Some((path, web.owners[0]))
                });
                if let Some((path, owner)) = path {
                    let hops: Vec<Edge> = path.iter().map(|hop| of_input.edges[*hop].clone()).collect();
                    let key = hops.iter().rev().map(|edge| (edge.flow, edge.carried, edge.end)).collect();
                    self.found.entry((key, Fault::Protected(span))).or_insert_with(|| Overwrite {
                        fault: Fault::Protected(span),
                        hops,
                        fields: vec![field],
                        when: vec![String::new()],
                        owner,
                        via: Some(id),
                    });
                    break;
                }
            }
        }
    }
}

fn unknown_handovers(model: &Model) -> BTreeSet<(Id<Object>, Id<System>)> {
    let unknown = model.owners.values().filter(|rule| rule.handover.is_some_and(|flow| flow.target.is_none()));
    unknown.filter_map(|rule| Some((rule.place.object, rule.system.target?))).collect()
}

/// Whether a flow does not bring a value back to where it came from.
fn is_guarded(flow: &Flow) -> bool {
    flow.guard.as_ref().is_some_and(|guard| guard.echo.is_some() || guard.version.is_some())
}

/// Whether a field counts something.
fn is_quantity(model: &Model, field: Id<Field>) -> bool {
    matches!(Role::of(model, Slot { field, part: None }), Ok(Role::Quantity(..)))
}

/// Changes of state that come back: circles of `publish` edges without a guard, each of which sends when the state
/// changes in this way, whoever changed it.
fn returning_states(
    model: &Model,
    course: &Course,
    web: &Web,
    (status, lifecycle): (Id<Field>, Id<Lifecycle>),
) -> Vec<(Fault, Id<Field>, Vec<usize>)> {
    let unguarded = |edge: &&usize| {
        let edge = &course.edges[**edge];
        let is_publish = edge.mode == Mode::Publish && !edge.implied && edge.said(model).is_known();
        is_publish && !is_guarded(edge.of(model))
    };
    if web.edges.iter().filter(unguarded).nth(1).is_none() {
        return Vec::new();
    }
    let graph = web.graph(&course.edges);
    let mut found = Vec::new();
    for id in &model[lifecycle].transitions {
        let transition = &model[*id];
        if !web.atoms.iter().any(|atom| course.is_within(model, *atom, &transition.region)) {
            continue;
        }
        let sends = |event: &Event| match event {
            Event::Transition(named) => named.target == Some(*id),
            Event::Change(_) => true,
            Event::Create(_) | Event::Delete(_) => false,
        };
        let decides = transition.by.and_then(|by| by.target);
        let keep = |edge: usize| {
            let on = &course.edges[edge].of(model).on;
            let is_left_out = course.edges[edge].left_out(model).any(|system| Some(system) == decides);
            unguarded(&&edge) && !is_left_out && (on.is_empty() || on.iter().any(sends))
        };
        let open = graph.filter_map(|_, system| Some(*system), |edge, _| keep(graph[edge]).then_some(graph[edge]));
        for group in tarjan_scc(&open).into_iter().filter(|group| group.len() > 1) {
            let first = group.iter().copied().min_by_key(|node| (Some(open[*node]) != decides, *node));
            let hops = first.and_then(|start| circle(&open, start, |_| true));
            found.extend(hops.map(|hops| (Fault::Echo, status, hops)));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Circles of `publish` edges without a guard that do not end in the owner, for each field.
fn circles(model: &Model, course: &Course, web: &Web) -> Vec<(Fault, Id<Field>, Vec<usize>)> {
    let graph = web.graph(&course.edges);
    let keep = |edge: usize| {
        let edge = &course.edges[edge];
        let is_publish = edge.mode == Mode::Publish && !edge.implied && edge.said(model).is_known();
        is_publish && !web.is_owner(edge.to) && !is_guarded(edge.of(model))
    };
    let open = graph.filter_map(|_, system| Some(*system), |edge, _| keep(graph[edge]).then_some(graph[edge]));
    let mut found = Vec::new();
    for group in tarjan_scc(&open) {
        let Some(start) = group.iter().min().copied().filter(|_| group.len() > 1) else { continue };
        if let Some(hops) = circle(&open, start, |_| true) {
            found.extend(course.fields.iter().map(|field| (Fault::Echo, *field, hops.clone())));
        }
    }
    found
}
