//! Fields, systems, phases and cases as messages name them.

use std::collections::BTreeSet;

use crate::facts::lineage::Edge;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::System;

/// The most things that one message names.
const MOST: usize = 3;

/// Some fields: `` `inventory.held`, `inventory.site` and 4 more fields ``. A group, a list or an object all of which it is
/// is named as a whole.
pub fn fields(model: &Model, fields: &[Id<Field>]) -> String {
    let wanted: BTreeSet<Id<Field>> = fields.iter().copied().collect();
    let objects: BTreeSet<Id<Object>> = fields.iter().map(|field| model[*field].object).collect();
    let mut paths = Vec::new();
    for object in objects {
        let parts = &model[object].fields;
        if parts.iter().all(|part| is_within(model, *part, &wanted)) {
            paths.push(model[object].path(model));
            continue;
        }
        let mut open: Vec<Id<Field>> = parts.iter().rev().copied().collect();
        while let Some(field) = open.pop() {
            if is_within(model, field, &wanted) {
                paths.push(model[field].path(model));
            } else {
                open.extend(model[field].children.iter().rev());
            }
        }
    }
    list(paths, "and", "fields")
}

/// Whether a field, or everything in a group or a list, is among the wanted ones.
fn is_within(model: &Model, field: Id<Field>, wanted: &BTreeSet<Id<Field>>) -> bool {
    let children = &model[field].children;
    wanted.contains(&field) || !children.is_empty() && children.iter().all(|child| is_within(model, *child, wanted))
}

/// Some systems, one of which it is: `` `wms` or `oms` ``.
pub fn any_of(model: &Model, systems: &[Id<System>]) -> String {
    list(systems.iter().map(|system| name(model, *system).to_owned()).collect(), "or", "systems")
}

/// Some names, in backticks.
pub fn names<T: Element>(model: &Model, elements: &[Id<T>]) -> String {
    list(elements.iter().map(|id| model[*id].name().text.to_string()).collect(), "and", "more")
}

/// The name of a system.
pub fn name(model: &Model, system: Id<System>) -> &str {
    &model.systems[system].head.name.text
}

/// A way: `` `pim` → `erp` → `wms` ``.
pub fn way(model: &Model, hops: &[Edge]) -> String {
    let first = hops.first().map(|hop| hop.from);
    let systems = first.into_iter().chain(hops.iter().map(|hop| hop.to));
    systems.map(|system| format!("`{}`", name(model, system))).collect::<Vec<_>>().join(" → ")
}

/// In which cases: `` when site=east-3pl and channel in {marketplace, edi}``, with a space before it; nothing for always.
pub fn when(cases: &[String]) -> String {
    if cases.is_empty() || cases.iter().any(String::is_empty) {
        return String::new();
    }
    let shown = cases.iter().take(MOST).cloned().collect::<Vec<_>>().join(", or when ");
    match cases.len().saturating_sub(MOST) {
        0 => format!(" when {shown}"),
        more => format!(" when {shown}, and in {more} more cases"),
    }
}

fn list(mut names: Vec<String>, word: &str, what: &str) -> String {
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let mut names: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    if more > 0 {
        let what = if more == 1 { what.strip_suffix('s').unwrap_or(what) } else { what };
        return format!("{} {word} {more} more {what}", names.join(", ")).replace("more more", "more");
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} {word} {last}", names.join(", ")) }
}
