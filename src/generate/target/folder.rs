//! The folder of a program: types of canonical objects, `read` and `write` of records, one function per way of a flow.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::generate::code::types::Types;
use crate::generate::code::{Program, Way, Written};
use crate::generate::statement::{Unit, Use};
use crate::generate::{Order, frame, names};
use crate::mapping::flow::{self, record_pairs};
use crate::mapping::ir::Mapping;
use crate::model::Model;
use crate::model::charter::NameCase;
use crate::model::element::Element;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::Head;
use crate::model::record::{Direction, Format, Record};
use crate::source::Span;

use super::{Part, Printed, Setting, Target};

/// What the frame shows.
#[derive(Serialize)]
struct File {
    charter: String,
    source: String,
    imports: Vec<String>,
    code: String,
}

/// What could not be written, with the name of what it was wanted for.
type Refusal = (String, Span, String);

/// A folder of files: the shared types, the runtime, one file for each record and each flow.
pub(in crate::generate) fn generate(order: &mut Order<'_>, target: &Target) {
    let (files, refused) = {
        let mut build = Build { order, target, records: BTreeMap::new(), files: Vec::new(), refused: BTreeSet::new() };
        build.run();
        (build.files, build.refused)
    };
    for (path, text) in files {
        order.write(&path, text);
    }
    for (what, span, why) in refused {
        order.cannot(format!("{what} cannot be written in {}", target.name), span, why);
    }
}

struct Build<'b, 'a> {
    order: &'b Order<'a>,
    target: &'b Target,
    records: BTreeMap<Id<Record>, Mapping>,
    files: Vec<(String, String)>,
    refused: BTreeSet<Refusal>,
}

impl Build<'_, '_> {
    fn model(&self) -> &Model {
        &self.order.analysis.facts.model
    }

    fn run(&mut self) {
        let model = &self.order.analysis.facts.model;
        let (records, flows) = self.wanted();
        let ends = flows.iter().flat_map(|flow| record_pairs(&model[*flow])).flat_map(|(from, _, to)| [from, to]);
        for id in records.iter().copied().chain(ends) {
            self.records.extend(Mapping::of(model, id).map(|mapping| (id, mapping)));
        }
        let target = self.target;
        let objects: BTreeSet<_> = self.records.values().map(|mapping| mapping.object).collect();
        let types = Types::of(model, &objects, &(target.reserved)());
        let order = self.order;
        let place = |span| order.place(span);
        let case = model.charter.as_ref().and_then(|charter| charter.names).map_or(NameCase::Camel, |case| case.value);
        let program = Program { model, place: &place, case, types, target };
        for collision in program.collisions() {
            let why = format!("its key is `{}`, as that of the field at {}", collision.key, place(collision.first));
            self.refused.insert(("this field".to_owned(), collision.span, why));
        }
        if !self.refused.is_empty() {
            return;
        }
        let shared = program.declarations();
        let head = model.charter.as_ref();
        let setting = Setting {
            charter: head.map_or("charter", |charter| &*charter.name.text),
            version: head.and_then(|charter| charter.version.as_ref()).map(|version| version.value.to_string()),
            shared: &shared,
        };
        self.file(Part::Types, "The objects, codes and states that all systems share", &shared, &setting);
        for (path, code) in (target.runtime)(&setting) {
            self.framed(path, "The same for every charter", vec![], &code);
        }
        self.files.extend((target.project)(&setting));
        for id in records {
            let Some(mapping) = self.records.get(&id) else { continue };
            let head = &model[id].head;
            let written = program.record(mapping, needed(model, id));
            self.unit(Part::Record(&head.name.text), "record", head, written, &setting);
        }
        for id in flows {
            let head = &model[id].head;
            let written = program.flow(head, &self.ways(id));
            self.unit(Part::Flow(&head.name.text), "flow", head, written, &setting);
        }
    }

    /// The records and flows that are asked for; where none is named, all that can be had.
    fn wanted(&self) -> (BTreeSet<Id<Record>>, BTreeSet<Id<Flow>>) {
        let (model, generate) = (self.model(), self.order.generate);
        if !generate.records.is_empty() || !generate.flows.is_empty() {
            let records = generate.records.iter().filter_map(|record| record.target);
            return (records.collect(), generate.flows.iter().filter_map(|flow| flow.target).collect());
        }
        let is_json = |id: &Id<Record>| model[*id].format.is_some_and(|format| format.value == Format::Json);
        let both_ends = |id: &Id<Flow>| {
            let pairs = record_pairs(&model[*id]);
            !pairs.is_empty() && pairs.iter().all(|(from, _, to)| is_json(from) && is_json(to))
        };
        (model.records.ids().filter(is_json).collect(), model.flows.ids().filter(both_ends).collect())
    }

    /// From the record of a flow's source to the record of each receiver.
    fn ways(&self, id: Id<Flow>) -> Vec<Way> {
        let facts = &self.order.analysis.facts;
        let flow = &facts.model[id];
        let mut ways = Vec::new();
        for (from, end, to) in record_pairs(flow) {
            let (Some(reads), Some(writes)) = (self.records.get(&from), self.records.get(&to)) else { continue };
            let Some(receiver) = end.system.and_then(|system| system.target) else { continue };
            let (reads, writes) = flow::way(facts, id, receiver, reads, writes);
            let name = format!("{}-to-{}", flow.head.name, facts.model[receiver].name());
            ways.push(Way { name, reads, writes });
        }
        ways
    }

    fn unit(&mut self, part: Part<'_>, kind: &str, head: &Head, written: Written, setting: &Setting<'_>) {
        for (span, why) in written.refused {
            self.refused.insert((format!("{kind} `{}`", head.name), span, why));
        }
        let missing = self.missing(&written.unit);
        if !missing.is_empty() {
            let why = format!("{} has no such steps yet: {}", self.target.name, missing.join(", "));
            self.refused.insert((format!("{kind} `{}`", head.name), head.span, why));
        } else if !written.unit.items.is_empty() {
            let kind = names::pascal(kind);
            let source = format!("{kind} `{}`, {}", head.name, self.order.place(head.span));
            self.file(part, &source, &written.unit, setting);
        }
    }

    /// The functions that a file needs and the runtime of the language lacks, by their names.
    fn missing(&self, unit: &Unit) -> Vec<String> {
        let mut missing = BTreeSet::new();
        unit.each_use(&mut |part| {
            if let Use::Runtime(function) = part
                && (self.target.lacks)(function)
            {
                missing.insert(function);
            }
        });
        missing.into_iter().map(|function| format!("`{function:?}`")).collect()
    }

    fn file(&mut self, part: Part<'_>, source: &str, unit: &Unit, setting: &Setting<'_>) {
        for Printed { path, imports, code } in (self.target.print)(unit, part, setting) {
            self.framed(path, source, imports, &code);
        }
    }

    fn framed(&mut self, path: String, source: &str, imports: Vec<String>, code: &str) {
        let charter = self.order.charter();
        let file = File { charter, source: source.to_owned(), imports, code: code.trim_end().to_owned() };
        self.files.push((path, frame(self.target.frame, &file)));
    }
}

/// The directions in which the flows of a charter use a record; both where none does.
fn needed(model: &Model, record: Id<Record>) -> Direction {
    let pairs: Vec<_> = model.flows.values().flat_map(record_pairs).collect();
    let (reads, writes) = (pairs.iter().any(|pair| pair.0 == record), pairs.iter().any(|pair| pair.2 == record));
    match (reads, writes) {
        (true, false) => Direction::Read,
        (false, true) => Direction::Write,
        _ => Direction::Both,
    }
}
