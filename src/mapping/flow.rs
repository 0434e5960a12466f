//! What a flow brings from its source to one of its receivers, field by field.
//!
//! A receiver never gets a field that it owns everywhere, or that it protects: a flow cannot overwrite them, whatever
//! its records could write.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::facts::ownership::Verdict;
use crate::mapping::ir::Mapping;
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::{Carried, Flow, Mode};
use crate::model::id::Id;
use crate::model::name::{PathRef, Place};
use crate::model::record::Direction;
use crate::model::system::{AccessKind, System};

/// The mappings of a flow: from the record of its source to the record of a receiver, both of the same fields. Those are
/// what the flow carries, the source's record reads and the receiver's record writes.
pub fn way(facts: &Facts, flow: &Flow, receiver: Id<System>, reads: &Mapping, writes: &Mapping) -> (Mapping, Mapping) {
    let carried = carried(facts, flow, receiver);
    let common = &reads.fields(Direction::Read) & &writes.fields(Direction::Write);
    let common = &common & &carried;
    (reads.only(&common), writes.only(&common))
}

/// The fields that a flow brings to a receiver, with the lists around them and the keys that tell instances apart.
pub fn carried(facts: &Facts, flow: &Flow, receiver: Id<System>) -> BTreeSet<Id<Field>> {
    let model = &facts.model;
    let mut fields = BTreeSet::new();
    for carried in &flow.carries {
        let may_write = |field: &Id<Field>| carried.mode != Mode::Publish || !is_closed(facts, receiver, *field);
        fields.extend(said(facts, carried).into_iter().filter(may_write));
    }
    let around: BTreeSet<Id<Field>> = fields.iter().flat_map(|field| above(model, *field)).collect();
    let objects: BTreeSet<_> = fields.iter().map(|field| model[*field].object).collect();
    for object in objects {
        fields.extend(model[object].key.iter().filter_map(|key| key.target));
    }
    for list in &around {
        if let FieldKind::List(list) = &model[*list].kind {
            fields.extend(list.key.and_then(|key| key.target));
        }
    }
    fields.extend(around);
    fields
}

/// What a flow says that it carries.
fn said(facts: &Facts, carried: &Carried) -> BTreeSet<Id<Field>> {
    let model = &facts.model;
    let named = if carried.only.is_empty() { &carried.paths } else { &carried.only };
    let mut fields = values(model, named);
    for field in values(model, &carried.except) {
        fields.remove(&field);
    }
    let others: Vec<Id<System>> = carried.except_owned_by.iter().filter_map(|system| system.target).collect();
    fields.retain(|field| !others.iter().any(|system| owns_everywhere(facts, *system, *field)));
    fields
}

/// Whether a receiver lets nobody write a field.
fn is_closed(facts: &Facts, receiver: Id<System>, field: Id<Field>) -> bool {
    let model = &facts.model;
    let way: Vec<Id<Field>> = [field].into_iter().chain(above(model, field)).collect();
    let covers = |path: &PathRef| match path.target {
        Some(Place { object, field: None }) => object == model[field].object,
        Some(Place { field: Some(named), .. }) => way.contains(&named),
        None => false,
    };
    let protects = |kind| kind == AccessKind::Protects;
    owns_everywhere(facts, receiver, field)
        || way.iter().any(|field| model[*field].protected.is_some())
        || model[receiver].accesses.iter().any(|access| protects(access.kind) && access.paths.iter().any(covers))
}

fn owns_everywhere(facts: &Facts, system: Id<System>, field: Id<Field>) -> bool {
    facts.ownership().area(field).is_some_and(|area| {
        matches!(area.verdict, Verdict::Complete { .. })
            && !area.claims.is_empty()
            && area.claims.iter().all(|claim| claim.system == system)
    })
}

/// The groups and lists around a field, from the inside out.
fn above(model: &Model, field: Id<Field>) -> impl Iterator<Item = Id<Field>> {
    std::iter::successors(model[field].parent, |field| model[*field].parent)
}

/// The values and states at some paths or below them.
fn values(model: &Model, paths: &[PathRef]) -> BTreeSet<Id<Field>> {
    let mut found = BTreeSet::new();
    let mut open: Vec<Id<Field>> = Vec::new();
    for place in paths.iter().filter_map(|path| path.target) {
        match place.field {
            Some(field) => open.push(field),
            None => open.extend(&model[place.object].fields),
        }
    }
    while let Some(field) = open.pop() {
        match model[field].kind {
            FieldKind::Value(_) | FieldKind::Status(_) => drop(found.insert(field)),
            FieldKind::Group | FieldKind::List(_) => open.extend(&model[field].children),
        }
    }
    found
}
