//! Vectors: inputs of a mapping with what the reference interpreter makes of them, so that every implementation can be
//! tested against the same answers.
//!
//! They come from the charter alone: its samples, one valid object that is made up, and changes of a single place of
//! either. What a place is changed to follows from the steps and types of its line: limits and what lies just beyond
//! them, halves that modes round differently, codes of every row and of none, hours that a zone skips or repeats.

mod changes;
mod clocks;
mod objects;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::Facts;
use crate::mapping::cases::Files;
use crate::mapping::flow::{record_pairs, way};
use crate::mapping::ir::Mapping;
use crate::mapping::run::{Outcome, Program, Value};
use crate::model::case::CaseEvent;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::record::{Format, Record};
use crate::model::system::System;

/// An input of a mapping, and what must come of it.
#[derive(Clone, Debug)]
pub struct Vector {
    /// What it is called within its record or flow: it stays the same while the line that it is about does.
    pub id: String,
    /// What it shows.
    pub what: String,
    /// What is done with the input.
    pub way: Way,
    /// A payload, or an object where it is written.
    pub input: Value,
    /// What comes of it.
    pub outcome: Outcome,
}

/// What is done with the input of a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A payload is read.
    Read,
    /// An object is written.
    Write,
    /// A payload is read, and what came out is written again.
    RoundTrip,
    /// A payload is carried over to a receiver.
    Carry(Id<System>),
}

/// A change of one place, and what it is called.
struct Change {
    /// A word or two, as a part of the vector's name.
    slug: String,
    /// What is there, as a sentence goes on after the place.
    what: String,
    /// The value; nothing where the place is empty.
    value: Option<Value>,
}

/// The programs of a record, as far as they can be carried out.
struct Programs {
    reader: Option<Program>,
    writer: Option<Program>,
    /// One after the other.
    both: Option<Program>,
}

/// The vectors of a record, in the order of its lines. None where payloads are not JSON, or nothing can be carried out.
pub fn of_record(facts: &Facts, id: Id<Record>, files: Files<'_>) -> Vec<Vector> {
    let model = &facts.model;
    let Some(mapping) = runnable(facts, id) else { return Vec::new() };
    let programs = Programs {
        reader: Program::reader(model, &mapping).ok(),
        writer: Program::writer(model, &mapping).ok(),
        both: Program::flow(model, &mapping, &mapping).ok(),
    };
    let object = objects::object(model, &mapping);
    let payloads = payloads(facts, id, files, &programs, &object);
    let mut made = Made::default();
    if let Some(reader) = &programs.reader {
        for (name, payload) in &payloads {
            made.add(&format!("read/{name}"), format!("{name} as it is"), Way::Read, payload, reader);
        }
        for (id, what, payload) in changed(facts, &mapping, &payloads) {
            made.add(&format!("read/{id}"), what, Way::Read, &payload, reader);
        }
    }
    if let Some(writer) = &programs.writer {
        made.add("write/made-up", "a valid object".to_owned(), Way::Write, &object, writer);
        for (id, what, object) in objects::changed(model, &mapping, &object) {
            made.add(&format!("write/{id}"), what, Way::Write, &object, writer);
        }
    }
    if let Some(both) = &programs.both {
        for (name, payload) in &payloads {
            let what = format!("{name}, read and written again");
            made.add(&format!("round-trip/{name}"), what, Way::RoundTrip, payload, both);
        }
    }
    made.vectors
}

/// The vectors of a flow: the payloads that its source may send, for each receiver.
pub fn of_flow(facts: &Facts, id: Id<Flow>, files: Files<'_>) -> Vec<Vector> {
    let model = &facts.model;
    let mut made = Made::default();
    for (from, end, into) in record_pairs(&model[id]) {
        let Some(receiver) = end.system.and_then(|system| system.target) else { continue };
        let (Some(source), Some(target)) = (runnable(facts, from), runnable(facts, into)) else { continue };
        let (reads, writes) = way(facts, id, receiver, &source, &target);
        let Ok(program) = Program::flow(model, &reads, &writes) else { continue };
        let programs = Programs {
            reader: Program::reader(model, &source).ok(),
            writer: Program::writer(model, &source).ok(),
            both: None,
        };
        let payloads = payloads(facts, from, files, &programs, &objects::object(model, &source));
        let to = &model[receiver].head.name;
        for (name, payload) in &payloads {
            let what = format!("{name}, carried to `{to}`");
            made.add(&format!("to-{}/{name}", to.text), what, Way::Carry(receiver), payload, &program);
        }
        for (id, what, payload) in changed(facts, &source, &payloads) {
            made.add(&format!("to-{}/{id}", to.text), what, Way::Carry(receiver), &payload, &program);
        }
    }
    made.vectors
}

/// The mapping of a record whose payloads are JSON.
fn runnable(facts: &Facts, id: Id<Record>) -> Option<Mapping> {
    let is_json = facts.model[id].format.is_some_and(|format| format.value == Format::Json);
    if is_json { Mapping::of(&facts.model, id) } else { None }
}

/// Payloads of a record, by name: its samples, those of its cases, and one that is written of a made-up object.
fn payloads(
    facts: &Facts,
    id: Id<Record>,
    files: Files<'_>,
    programs: &Programs,
    object: &Value,
) -> BTreeMap<String, Value> {
    let record = &facts.model[id];
    let mut paths: BTreeSet<&str> = record.samples.iter().map(|sample| &*sample.value).collect();
    for case in &record.cases {
        for event in &case.events {
            if let CaseEvent::Read(arrival) = event {
                paths.extend(arrival.file.iter().map(|file| &*file.value));
            }
        }
    }
    let mut payloads = BTreeMap::new();
    for path in paths {
        let value = files(path).ok().and_then(|text| serde_json::from_str(&text).ok());
        payloads.extend(value.map(|value: Value| (path.trim_start_matches("./").to_owned(), value)));
    }
    let written = programs.writer.as_ref().map(|writer| writer.run(object));
    if let Some(Outcome { value: Some(payload), problems, .. }) = written
        && problems.is_empty()
    {
        payloads.insert("made-up".to_owned(), payload);
    }
    payloads
}

/// Every change of every place of the first payload that has it.
fn changed(facts: &Facts, mapping: &Mapping, payloads: &BTreeMap<String, Value>) -> Vec<(String, String, Value)> {
    let mut all = Vec::new();
    for place in places::all(&facts.model, mapping) {
        let has = |payload: &&Value| place.find(payload).is_some();
        let Some(payload) = payloads.values().find(has).or_else(|| payloads.values().next()) else { continue };
        for change in place.changes(payload) {
            let Some(changed) = place.set(payload, change.value) else { continue };
            let what = format!("`{}` {}", place.name(), change.what);
            all.push((format!("{}/{}", place.name(), change.slug), what, changed));
        }
    }
    all
}

/// Vectors while they are collected: each input once for each way, each name once.
#[derive(Default)]
struct Made {
    vectors: Vec<Vector>,
    inputs: BTreeSet<(Way, String)>,
    names: BTreeSet<String>,
}

impl Made {
    fn add(&mut self, id: &str, what: String, way: Way, input: &Value, program: &Program) {
        let text = serde_json::to_string(input).expect("a value is JSON");
        if !self.inputs.insert((way, text)) {
            return;
        }
        let mut name = id.to_owned();
        let mut number = 2;
        while !self.names.insert(name.clone()) {
            name = format!("{id}-{number}");
            number += 1;
        }
        self.vectors.push(Vector { id: name, what, way, input: input.clone(), outcome: program.run(input) });
    }
}
