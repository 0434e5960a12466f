//! `charter owners`: the ownership matrix and the CRUD matrix, as tables.

use std::collections::BTreeSet;
use std::io::Write;

use crate::host::paths::CannotRun;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::System;
use crate::query::owners::{Group, below_object, owners};
use crate::query::roles::{letters, roles};

use super::arguments::Owners;
use super::judged::Judged;
use super::render::table::Table;
use super::terminal::{Failure, Outcome, Terminal, out};

/// Prints one of the matrices.
pub fn run(arguments: &Owners, terminal: Terminal) -> Result<Outcome, Failure> {
    let judged = Judged::new(&arguments.path, None)?;
    let model = &judged.analysis.facts.model;
    let object = arguments.object.as_deref().map(|name| named_object(model, name)).transpose()?;
    let table =
        if arguments.crud { crud(&judged, object) } else { ownership(model, &owners(&judged.analysis.facts, object)) };
    let mut out = out();
    table.write(&mut out, arguments.format)?;
    out.flush()?;
    judged.warn_of_errors(terminal)
}

/// The object of a name.
pub fn named_object(model: &Model, name: &str) -> Result<Id<Object>, CannotRun> {
    let found = model.objects.iter().find(|(_, object)| &*object.head.name.text == name);
    found.map(|(id, _)| id).ok_or_else(|| {
        let known: Vec<String> = model.objects.values().map(|object| format!("`{}`", object.head.name)).collect();
        CannotRun::new(format!("there is no object `{name}`")).help(format!("there are {}", known.join(", ")))
    })
}

fn ownership(model: &Model, groups: &[Group]) -> Table {
    let mut table = Table::new(["object", "fields", "owner", "where"]);
    for group in groups {
        let fields: Vec<String> = group.fields.iter().map(|field| below_object(model, *field)).collect();
        for owner in &group.owners {
            let system = owner.system.map_or("not settled", |system| &*model[system].name().text);
            let object = &*model[group.object].head.name.text;
            table.row([object.to_owned(), fields.join(", "), system.to_owned(), cases(&owner.cases)]);
        }
    }
    table
}

/// Cases in words; `everywhere` for all of them.
fn cases(cases: &[String]) -> String {
    match cases {
        [] => "everywhere".to_owned(),
        [only] if only.is_empty() => "everywhere".to_owned(),
        cases => cases.join(", or "),
    }
}

fn crud(judged: &Judged, object: Option<Id<Object>>) -> Table {
    let facts = &judged.analysis.facts;
    let model = &facts.model;
    let roles = roles(facts);
    let wanted = |id: &Id<Object>| object.is_none_or(|object| object == *id);
    let objects: Vec<Id<Object>> = model.objects.ids().filter(wanted).collect();
    let used: BTreeSet<Id<System>> =
        roles.keys().filter(|(object, _)| wanted(object)).map(|(_, system)| *system).collect();
    let names = used.iter().map(|system| model[*system].name().text.to_string());
    let mut table = Table::new(["object".to_owned()].into_iter().chain(names));
    for object in objects {
        let cell = |system: &Id<System>| roles.get(&(object, *system)).map_or(String::new(), letters);
        let name = model[object].head.name.text.to_string();
        table.row([name].into_iter().chain(used.iter().map(cell)));
    }
    table
}
