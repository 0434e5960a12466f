//! Fields, systems, phases and cases as messages name them.

use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::system::System;

/// The most things that one message names.
const MOST: usize = 3;

/// Some fields: `` `inventory.held`, `inventory.site` and 4 more fields ``.
pub fn fields(model: &Model, fields: &[Id<Field>]) -> String {
    list(fields.iter().map(|field| model[*field].path(model)).collect(), "and", "fields")
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
        return format!("{} {word} {more} more {what}", names.join(", ")).replace("more more", "more");
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{} {word} {last}", names.join(", ")) }
}
