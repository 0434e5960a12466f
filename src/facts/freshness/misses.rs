//! Which readers get values that are older than they can use, in which cases, and by which way.

use std::collections::BTreeMap;

use super::{Age, Freshness, Regard, UNBOUNDED};
use crate::facts::accesses::AccessId;
use crate::facts::atoms::Atom;
use crate::facts::lineage::{Course, Lineage};
use crate::model::Model;
use crate::model::field::Field;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::owner::Derivation;
use crate::model::system::AccessKind;
use crate::syntax::values::Duration;

/// A reader that can get a value that is too old for it.
#[derive(Clone, Debug)]
pub struct Miss {
    /// What it reads.
    pub access: AccessId,
    /// How old that may be.
    pub within: Said<Duration>,
    /// What is wrong.
    pub kind: MissKind,
    /// The fields for which it is so.
    pub fields: Vec<Id<Field>>,
    /// The cases, in the course of the first field.
    pub atoms: Vec<Atom>,
    /// How old the value can be, where it is oldest.
    pub age: Age,
    /// How old it would be if older values were turned away.
    pub freshest: Age,
}

/// Why a value can be too old.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissKind {
    /// A flow on the way does not say how long it takes.
    Unbounded(Id<Flow>),
    /// Even the quickest way takes too long.
    TooSlow,
    /// The quickest way would do, but an older value can be put over it.
    Overwritten,
}

/// What makes two misses one: the declaration, the reason and the way.
type Alike = (AccessId, MissKind, Vec<Id<Flow>>);

/// A declared need of fields that are computed alike.
type Need = (AccessId, Option<Id<Derivation>>);

/// All misses, in the order of systems and declarations. Where not all flows are known, the quick one may be missing.
pub(super) fn misses(model: &Model, lineage: &Lineage, freshness: &Freshness) -> Vec<Miss> {
    let mut found: BTreeMap<Alike, Miss> = BTreeMap::new();
    let courses = lineage.courses().iter().enumerate();
    for (index, course) in courses.filter(|(_, course)| lineage.is_certain(course.object)) {
        for ((access, _), fields) in needs(model, lineage, course) {
            let said = access.of(model);
            let Some(within) = said.within else { continue };
            let region = course.space.within(model, course.space.whole(), &said.region);
            let Some(region) = region.filter(|_| said.region.is_known()) else { continue };
            for atom in course.space.atoms().filter(|atom| course.space.is_in(*atom, &region)) {
                let Some(web) = course.web_index(atom) else { continue };
                let lasting = freshness.lasting(model, fields[0], (index, web), (atom, access.system));
                if lasting.is_none_or(|lasting| lasting <= within.value) {
                    continue;
                }
                let age = |regard| freshness.age(model, lineage, fields[0], (atom, access.system), regard);
                let Some(lasting) = age(Regard::Lasting).filter(|age| age.time > within.value) else { continue };
                let Some(freshest) = age(Regard::Freshest) else { continue };
                let (kind, way) = kind(&lasting, &freshest, within.value);
                let flows = way.hops.iter().map(|hop| hop.flow).collect();
                let miss = found.entry((access, kind, flows)).or_insert_with(|| Miss {
                    access,
                    within,
                    kind,
                    fields: Vec::new(),
                    atoms: Vec::new(),
                    age: Age::default(),
                    freshest: Age::default(),
                });
                miss.fields.extend(&fields);
                if course.fields.contains(&miss.fields[0]) {
                    miss.atoms.push(atom);
                }
                if lasting.time > miss.age.time {
                    (miss.age, miss.freshest) = (lasting, freshest);
                }
            }
        }
    }
    for miss in found.values_mut() {
        let first = miss.fields[0];
        miss.fields.sort_unstable_by_key(|field| (*field != first, *field));
        miss.fields.dedup();
        miss.atoms.sort_unstable();
        miss.atoms.dedup();
    }
    found.into_values().collect()
}

/// The declared needs of a course, with the fields that have the same age: those that are not derived, or by the same
/// derivation.
fn needs(model: &Model, lineage: &Lineage, course: &Course) -> BTreeMap<Need, Vec<Id<Field>>> {
    let mut needs: BTreeMap<Need, Vec<Id<Field>>> = BTreeMap::new();
    for &field in &course.fields {
        for &access in lineage.accesses.of_field(field) {
            let said = access.of(model);
            if said.kind == AccessKind::Reads && said.within.is_some() {
                needs.entry((access, model[field].derivation)).or_default().push(field);
            }
        }
    }
    for fields in needs.values_mut() {
        fields.dedup();
    }
    needs
}

fn kind<'a>(lasting: &'a Age, freshest: &'a Age, within: Duration) -> (MissKind, &'a Age) {
    let unbounded = lasting.hops.iter().find(|hop| hop.time == UNBOUNDED);
    match unbounded {
        Some(hop) => (MissKind::Unbounded(hop.flow), lasting),
        None if freshest.time > within => (MissKind::TooSlow, freshest),
        None => (MissKind::Overwritten, lasting),
    }
}
