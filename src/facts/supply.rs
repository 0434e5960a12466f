//! Who needs a value and does not get it: readers, owners, those who compute with it, those who send it on.
//!
//! Where a value does not arrive, everybody after that point goes without it too. Only the first system on the way is
//! named, once, by the strongest of its needs; what follows from that is not.

mod lack;

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::facts::accesses::AccessId;
use crate::facts::atoms::{Atom, Space};
use crate::facts::lineage::{Course, Lineage, Web};
use crate::facts::ownership::Ownership;
use crate::facts::territory::Dimension;
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::{Flow, Mode};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::owner::Derivation;
use crate::model::system::{AccessKind, System};
use lack::Lack;
pub use lack::Late;

/// Why a system needs a value. The first ones say more than the later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Need {
    /// It owns a part of the object, and has to have the rest.
    Owner,
    /// It says that it reads it. A legacy system does so as long as it owns something.
    Reader(AccessId),
    /// It computes with it.
    Input(Id<Derivation>),
    /// It sends it on, by this flow, as the flow's part of this index.
    Sender(Id<Flow>, usize),
}

/// A value that does not arrive.
#[derive(Clone, Debug)]
pub struct Shortage {
    /// Who needs it.
    pub system: Id<System>,
    /// Why.
    pub need: Need,
    /// Of which object.
    pub object: Id<Object>,
    /// Which fields; for an owner those that it owns.
    pub fields: Vec<Id<Field>>,
    /// In which cases, in the author's words; one empty text is always.
    pub when: Vec<String>,
    /// Who owns what does not arrive, in the first of the cases.
    pub owners: Vec<Id<System>>,
    /// Where it does arrive in other phases.
    pub late: Option<Late>,
}

/// All shortages, in the order of systems, needs and objects.
#[derive(Clone, Debug, Default)]
pub struct Supply {
    /// The shortages.
    pub shortages: Vec<Shortage>,
}

/// What makes two missing fields one finding.
type Same = (Id<System>, Need, Id<Object>, Option<Late>);

impl Supply {
    /// What is missing where.
    pub fn of(model: &Model, ownership: &Ownership, lineage: &Lineage) -> Self {
        let legacy = ownership.legacy_phases(model);
        let mut found = Finder { model, lineage, legacy, shortages: BTreeMap::new() };
        for course in lineage.courses().iter().filter(|course| lineage.is_certain(course.object)) {
            found.owners(course);
            found.readers_and_senders(course);
        }
        for (id, derivation) in model.derivations.iter() {
            found.inputs(id, derivation);
        }
        let blind: Vec<(Id<System>, Id<Object>)> = found
            .shortages
            .values()
            .filter(|shortage| shortage.need == Need::Owner)
            .map(|shortage| (shortage.system, shortage.object))
            .collect();
        let mut shortages: Vec<Shortage> = found.shortages.into_values().collect();
        shortages
            .retain(|shortage| shortage.need == Need::Owner || !blind.contains(&(shortage.system, shortage.object)));
        Self { shortages }
    }
}

struct Finder<'m> {
    model: &'m Model,
    lineage: &'m Lineage,
    legacy: BTreeMap<Id<System>, FixedBitSet>,
    shortages: BTreeMap<Same, Shortage>,
}

impl Finder<'_> {
    /// Owners that no flow brings the object to.
    fn owners(&mut self, course: &Course) {
        let is_state = |field: &Id<Field>| matches!(self.model[*field].kind, FieldKind::Status(_));
        let whole = self.lineage.whole(course.object);
        if whole.too_complex || whole.edges.is_empty() || course.fields.iter().any(is_state) {
            return;
        }
        let mut owners: Vec<Id<System>> = course.webs.iter().flat_map(|web| web.owners.iter().copied()).collect();
        owners.sort_unstable();
        owners.dedup();
        owners.retain(|owner| !whole.webs.iter().all(|web| web.has(*owner)));
        if owners.is_empty() {
            return;
        }
        let Ok(space) = Space::join(self.model, [&course.space, &whole.space]) else { return };
        let webs_at = |atom: Atom| {
            let web = course.web_index(course.space.containing(&space, atom));
            (web, whole.web_index(whole.space.containing(&space, atom)))
        };
        let webs: Vec<(Option<usize>, Option<usize>)> = space.atoms().map(webs_at).collect();
        for owner in owners {
            let has: Vec<bool> = whole.webs.iter().map(|web| web.has(owner) || is_asked(whole, web, owner)).collect();
            let owns: Vec<bool> = course.webs.iter().map(|web| web.is_owner(owner)).collect();
            let state = |(web, instances): &(Option<usize>, Option<usize>)| {
                let has = has[(*instances)?];
                web.is_some_and(|web| owns[web]).then_some(has)
            };
            let states: Vec<Option<bool>> = webs.iter().map(state).collect();
            let makers = whole.webs.first().map_or(Vec::new(), |web| web.owners.clone());
            self.report(whole, &space, &states, (owner, Need::Owner), &course.fields, &makers);
        }
    }

    fn readers_and_senders(&mut self, course: &Course) {
        if !lack::is_possible(self.model, self.lineage, course) {
            return;
        }
        let lack = Lack::of(course);
        if !lack.is_any(self.model, self.lineage, course) {
            return;
        }
        let atoms: Vec<Atom> = course.space.atoms().collect();
        let mut reads: BTreeMap<AccessId, Vec<Id<Field>>> = BTreeMap::new();
        for field in &course.fields {
            for access in self.lineage.accesses.of_field(*field) {
                if access.of(self.model).kind == AccessKind::Reads {
                    reads.entry(*access).or_default().push(*field);
                }
            }
        }
        let mut covered: Vec<(Id<System>, Vec<bool>)> = Vec::new();
        for (access, fields) in reads {
            let region = &access.of(self.model).region;
            let states: Vec<Option<bool>> = atoms
                .iter()
                .map(|atom| {
                    let wants = course.web(*atom).is_some()
                        && course.is_within(self.model, *atom, region)
                        && self.is_in_use(course, *atom, access.system);
                    wants.then(|| !lack.starts_at(*atom, access.system))
                })
                .collect();
            covered.push((access.system, states.iter().map(|state| *state == Some(false)).collect()));
            let owners = first_owners(course, &atoms, &states);
            self.report(course, &course.space, &states, (access.system, Need::Reader(access)), &fields, &owners);
        }
        let mut sent: Vec<(Id<Flow>, usize, Id<System>)> = course
            .edges
            .iter()
            .filter(|edge| !edge.implied && edge.mode != Mode::Propose)
            .map(|edge| (edge.flow, edge.carried, edge.from))
            .collect();
        sent.dedup();
        for (flow, carried, from) in sent {
            let states: Vec<Option<bool>> = atoms
                .iter()
                .map(|atom| {
                    let web = course.web(*atom)?;
                    let sends = web.edges.iter().any(|edge| {
                        let is_this = (course.edges[*edge].flow, course.edges[*edge].carried) == (flow, carried);
                        is_this && !web.is_owner(course.edges[*edge].to)
                    }) && !course.is_elsewhere(self.model, *atom, flow);
                    let is_told = covered.iter().any(|(system, missing)| *system == from && missing[atom.index()]);
                    sends.then(|| is_told || !lack.starts_at(*atom, from))
                })
                .collect();
            let owners = first_owners(course, &atoms, &states);
            self.report(course, &course.space, &states, (from, Need::Sender(flow, carried)), &course.fields, &owners);
        }
    }

    /// Inputs of a derived field that do not reach the system that computes it.
    fn inputs(&mut self, id: Id<Derivation>, derivation: &Derivation) {
        let Some(field) = derivation.path.target.and_then(|place| place.field) else { return };
        let Some(derived) = self.lineage.course(field) else { return };
        let Some(formula) = &derivation.formula else { return };
        // Who computes it is said with `by`; where that is not known, so is not who needs the inputs.
        if derivation.by.is_none_or(|by| by.target.is_none()) {
            return;
        }
        let inputs: Vec<Id<Field>> =
            formula.fields().flat_map(|place| self.lineage.leaves.under(place)).copied().collect();
        for input in inputs {
            let Some(course) = self.lineage.course(input) else { continue };
            if !self.lineage.is_certain(course.object) {
                continue;
            }
            let mut systems: Vec<Id<System>> = derived.webs.iter().flat_map(|web| web.owners.iter().copied()).collect();
            systems.sort_unstable();
            systems.dedup();
            systems.retain(|system| !course.webs.iter().all(|web| web.has(*system)));
            if systems.is_empty() {
                continue;
            }
            let Ok(space) = Space::join(self.model, [&derived.space, &course.space]) else { continue };
            let lack = Lack::of(course);
            for system in systems {
                let states: Vec<Option<bool>> = space
                    .atoms()
                    .map(|atom| {
                        let computes = derived.web(derived.space.containing(&space, atom))?.is_owner(system);
                        let there = course.space.containing(&space, atom);
                        course.web(there)?;
                        let is_told = self.lineage.accesses.of_field(input).iter().any(|access| {
                            let said = access.of(self.model);
                            access.system == system
                                && said.kind == AccessKind::Reads
                                && course.is_within(self.model, there, &said.region)
                        });
                        computes.then(|| is_told || !lack.starts_at(there, system))
                    })
                    .collect();
                let owners = course.webs.first().map_or(Vec::new(), |web| web.owners.clone());
                self.report(course, &space, &states, (system, Need::Input(id)), &[input], &owners);
            }
        }
    }

    /// Whether a system still works in a case: a legacy system does as long as it owns something.
    fn is_in_use(&self, course: &Course, atom: Atom, system: Id<System>) -> bool {
        let phase = course.space.value(atom, Dimension::Phase);
        let phases = self.legacy.get(&system);
        phase.is_none_or(|phase| phases.is_none_or(|phases| phases.contains(phase)))
    }

    /// Reports the cases (atoms of `space`) in which a need is not met; `None` where there is no need.
    fn report(
        &mut self,
        course: &Course,
        space: &Space,
        states: &[Option<bool>],
        (system, need): (Id<System>, Need),
        fields: &[Id<Field>],
        owners: &[Id<System>],
    ) {
        if !states.contains(&Some(false)) {
            return;
        }
        let is = |atom: &Atom, state: Option<bool>| states[atom.index()] == state;
        let mut missing: Vec<Atom> = space.atoms().filter(|atom| is(atom, Some(false))).collect();
        let free: Vec<Atom> = space.atoms().filter(|atom| is(atom, None)).collect();
        while let Some(&first) = missing.first() {
            let late = lack::late(course, space, states, first, system);
            let alike = |atom: &Atom| lack::late(course, space, states, *atom, system) == late;
            let (now, rest): (Vec<Atom>, Vec<Atom>) = missing.into_iter().partition(alike);
            missing = rest;
            let when = space.describe(self.model, &now, &free);
            let same = (system, need, course.object, late.clone());
            let shortage = self.shortages.entry(same).or_insert_with(|| Shortage {
                system,
                need,
                object: course.object,
                fields: Vec::new(),
                when,
                owners: owners.to_vec(),
                late,
            });
            shortage.fields.extend(fields);
        }
    }
}

/// Whether a system is asked for something in a graph.
fn is_asked(course: &Course, web: &Web, system: Id<System>) -> bool {
    web.edges.iter().map(|edge| &course.edges[*edge]).any(|edge| edge.to == system && edge.mode == Mode::Propose)
}

/// Who owns the value in the first case in which it is missing.
fn first_owners(course: &Course, atoms: &[Atom], states: &[Option<bool>]) -> Vec<Id<System>> {
    let missing = atoms.iter().find(|atom| states[atom.index()] == Some(false));
    missing.and_then(|atom| course.web(*atom)).map_or(Vec::new(), |web| web.owners.clone())
}
