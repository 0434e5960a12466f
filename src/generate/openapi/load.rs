//! Which fields of an object a flow carries.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::mapping::flow;
use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::{Carried, Flow};
use crate::model::id::Id;
use crate::model::name::PathRef;
use crate::model::object::Object;
use crate::model::system::System;

/// The fields of one object that a flow carries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Load {
    /// The object.
    pub object: Id<Object>,
    /// Fields, groups and lists. What tells instances and lines apart always travels along.
    pub fields: BTreeSet<Id<Field>>,
    /// Whether it is all of the object.
    pub whole: bool,
    /// Whether the charter names the fields that travel, and so leaves the others as they are.
    pub partial: bool,
}

/// What a flow carries of each object that it names, in order; `receivers` are the systems that get it.
pub(super) fn loads(facts: &Facts, flow: Id<Flow>, carried: &Carried, receivers: &[Id<System>]) -> Vec<Load> {
    let mut objects: Vec<Id<Object>> = Vec::new();
    for place in carried.paths.iter().filter_map(|path| path.target) {
        if !objects.contains(&place.object) {
            objects.push(place.object);
        }
    }
    let brought = receivers.iter().flat_map(|receiver| flow::carried(facts, flow, *receiver)).collect();
    objects.into_iter().map(|object| load(&facts.model, carried, object, &brought)).collect()
}

fn load(model: &Model, carried: &Carried, object: Id<Object>, brought: &BTreeSet<Id<Field>>) -> Load {
    let all = within(model, &model[object].fields);
    let named = |paths: &[PathRef]| {
        let mut named = BTreeSet::new();
        for place in paths.iter().filter_map(|path| path.target).filter(|place| place.object == object) {
            match place.field {
                Some(field) => named.extend(within(model, &[field])),
                None => named.extend(&all),
            }
        }
        named
    };
    let mut fields = named(&carried.paths);
    let only = named(&carried.only);
    let partial = !only.is_empty() || fields != all;
    if !only.is_empty() {
        fields.retain(|field| only.contains(field));
    }
    let except = named(&carried.except);
    fields.retain(|field| !except.contains(field) && brought.contains(field));
    complete(model, object, &mut fields);
    Load { object, whole: fields == all, fields, partial }
}

/// Adds the groups and lists that the fields are in, and what tells instances and lines apart. Takes out groups and
/// lists of which nothing is left.
fn complete(model: &Model, object: Id<Object>, fields: &mut BTreeSet<Id<Field>>) {
    let is_value = |field: &Id<Field>| !matches!(model[*field].kind, FieldKind::Group | FieldKind::List(_));
    fields.retain(is_value);
    fields.extend(model[object].key.iter().filter_map(|key| key.target));
    let values: Vec<Id<Field>> = fields.iter().copied().collect();
    for value in values {
        let mut at = model[value].parent;
        while let Some(part) = at {
            fields.insert(part);
            if let FieldKind::List(list) = &model[part].kind {
                fields.extend(list.key.and_then(|key| key.target));
            }
            at = model[part].parent;
        }
    }
}

/// Fields with everything in them.
fn within(model: &Model, fields: &[Id<Field>]) -> BTreeSet<Id<Field>> {
    let mut found = BTreeSet::new();
    let mut open = fields.to_vec();
    while let Some(field) = open.pop() {
        found.insert(field);
        open.extend(&model[field].children);
    }
    found
}
