//! What a flow brings from its source to one of its receivers, field by field.
//!
//! A receiver never gets a field that it protects, nor one that the flow leaves to its owner: a flow cannot overwrite
//! them, whatever its records could write. A flow that publishes into the owner of a field is refused by the checks.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::facts::lineage::Edge;
use crate::facts::ownership::Verdict;
use crate::mapping::ir::Mapping;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::flow::{End, Flow, Mode};
use crate::model::id::Id;
use crate::model::name::{PathRef, Place};
use crate::model::record::{Direction, Record};
use crate::model::system::{AccessKind, System};

/// The record of the source, and each receiver with its record.
pub fn record_pairs(flow: &Flow) -> Vec<(Id<Record>, &End, Id<Record>)> {
    let record = |end: &End| end.record.or(flow.record).and_then(|record| record.target);
    let Some(from) = flow.from.as_ref().and_then(record) else { return Vec::new() };
    flow.to.iter().filter_map(|end| Some((from, end, record(end)?))).collect()
}

/// The mappings of a flow: from the record of its source to the record of a receiver, both of the same fields. Those are
/// what the flow carries, the source's record reads and the receiver's record writes.
pub fn way(
    facts: &Facts,
    flow: Id<Flow>,
    receiver: Id<System>,
    reads: &Mapping,
    writes: &Mapping,
) -> (Mapping, Mapping) {
    let carried = carried(facts, flow, receiver);
    let common = &reads.fields(Direction::Read) & &writes.fields(Direction::Write);
    let common = &common & &carried;
    (reads.only(&common), writes.only(&common))
}

/// The fields that a flow brings to a receiver, the keys that tell instances apart, and the groups and lists around them.
pub fn carried(facts: &Facts, flow: Id<Flow>, receiver: Id<System>) -> BTreeSet<Id<Field>> {
    let model = &facts.model;
    let brings = |edge: &&Edge| edge.flow == flow && edge.to == receiver;
    let mut fields = BTreeSet::new();
    for course in facts.lineage().courses() {
        for edge in course.edges.iter().filter(brings) {
            let left_out = |field| edge.left_out(model).any(|system| owns_everywhere(facts, system, field));
            let refused = |field| edge.mode == Mode::Publish && !edge.implied && is_closed(facts, receiver, field);
            fields.extend(course.fields.iter().filter(|field| edge.implied || !left_out(**field) && !refused(**field)));
        }
    }
    let around: BTreeSet<Id<Field>> = fields.iter().flat_map(|field| above(model, *field)).collect();
    fields.extend(around);
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
    way.iter().any(|field| model[*field].protected.is_some())
        || model[receiver].accesses.iter().any(|access| protects(access.kind) && access.paths.iter().any(covers))
}

/// Whether a system owns a field in every case.
pub fn owns_everywhere(facts: &Facts, system: Id<System>, field: Id<Field>) -> bool {
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
