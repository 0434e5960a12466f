//! `generate json-schema`: one file for each object, for each payload of a record, and for what each flow brings.

use std::collections::{BTreeMap, BTreeSet};

use crate::generate::Order;
use crate::mapping::flow;
use crate::model::field::Field;
use crate::model::flow::{End, Flow};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::{Direction, Format, Record};
use crate::model::system::System;
use crate::source::Span;

use super::{Hindered, Schema, Schemas, sentence};

/// The dialect of all files.
const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A file, or what stands in its way.
struct File {
    /// What it is about, as a message names it.
    what: String,
    path: String,
    /// What follows the charter's name in the id.
    id: String,
    title: String,
    schema: Result<Schema, Hindered>,
}

/// The schemas of what is named: of objects, of the payloads of records, and of what flows bring.
pub(in crate::generate) fn generate(order: &mut Order<'_>) {
    let files = files(order);
    let charter = order.analysis.facts.model.charter.as_ref().map_or(String::new(), |charter| charter.name.to_string());
    let said = order.charter();
    let mut told: BTreeSet<(Span, String)> = BTreeSet::new();
    for file in files {
        match file.schema {
            Ok(schema) => {
                let schema = Schema {
                    dialect: Some(DIALECT),
                    id: Some(format!("urn:charter:{charter}:{}", file.id)),
                    title: Some(file.title),
                    ..schema.annotated()
                };
                let comment =
                    format!("Generated from charter {said}, {}.", schema.comment.as_deref().unwrap_or_default());
                let schema = Schema { comment: Some(comment), ..schema };
                let text = serde_json::to_string_pretty(&schema).expect("a schema is always JSON");
                order.write(&file.path, text + "\n");
            }
            Err(hindrances) => {
                for hindrance in hindrances {
                    if told.insert((hindrance.span, hindrance.why.clone())) {
                        order.cannot(format!("{} cannot be described", file.what), hindrance.span, hindrance.why);
                    }
                }
            }
        }
    }
}

fn files(order: &Order<'_>) -> Vec<File> {
    let schemas = Schemas::new(order);
    let model = schemas.model;
    let wanted = Wanted::of(order);
    let mut files = Vec::new();
    for (id, object) in model.objects.iter().filter(|(id, _)| wanted.objects.contains(id)) {
        let name = &object.head.name;
        files.push(File {
            what: format!("object `{name}`"),
            path: format!("objects/{name}.schema.json"),
            id: format!("object:{name}"),
            title: name.to_string(),
            schema: schemas.object(id, &everything(order, id)),
        });
    }
    for (&(id, way), system) in &wanted.payloads {
        let record = &model[id];
        let (word, verb) = if way == Direction::Read { ("sent", "sends") } else { ("received", "gets") };
        let name = &record.head.name;
        let object = record.object.and_then(|object| object.target);
        let keep = object.map_or_else(BTreeSet::new, |object| everything(order, object));
        let system = system.map_or(String::new(), |system| format!(", as {} {verb} it", model[system].head.name));
        files.push(File {
            what: format!("record `{name}`"),
            path: format!("records/{name}.{word}.schema.json"),
            id: format!("record:{name}:{word}"),
            title: format!("{name}{system}"),
            schema: schemas.payload(id, &keep, way),
        });
    }
    for (flow, receiver, end) in &wanted.flows {
        files.extend(brought(&schemas, *flow, *receiver, end));
    }
    files
}

/// What a flow brings to one of its receivers: one file for each object.
fn brought(schemas: &Schemas<'_>, flow: Id<Flow>, receiver: Id<System>, end: &End) -> Vec<File> {
    let model = schemas.model;
    let (name, to) = (&model[flow].head.name, &model[receiver].head.name);
    let keep = flow::carried(&schemas.order.analysis.facts, flow, receiver);
    let objects: BTreeSet<Id<Object>> = keep.iter().map(|field| model[*field].object).collect();
    let record = end.record.or(model[flow].record).and_then(|record| record.target);
    let of_record = record.and_then(|record| model[record].object?.target);
    let mut files = Vec::new();
    for object in &objects {
        let schema = match record {
            Some(record) if of_record == Some(*object) => {
                if !is_json(&model[record]) {
                    continue;
                }
                schemas.payload(record, &keep, Direction::Write)
            }
            _ => schemas.object(*object, &keep),
        };
        let part = if objects.len() > 1 { format!(".{}", model[*object].head.name) } else { String::new() };
        files.push(File {
            what: format!("what flow `{name}` brings"),
            path: format!("flows/{name}.{to}{part}.schema.json"),
            id: format!("flow:{name}:{to}{}", part.replace('.', ":")),
            title: format!(
                "{name} to {to}{}",
                if part.is_empty() { String::new() } else { format!(": {}", &part[1..]) }
            ),
            schema,
        });
    }
    files
}

fn is_json(record: &Record) -> bool {
    record.format.is_some_and(|format| format.value == Format::Json)
}

/// All fields of an object.
fn everything(order: &Order<'_>, object: Id<Object>) -> BTreeSet<Id<Field>> {
    let fields = order.analysis.facts.model.fields.iter();
    fields.filter(|(_, field)| field.object == object).map(|(id, _)| id).collect()
}

/// What an order asks for.
#[derive(Default)]
struct Wanted {
    objects: BTreeSet<Id<Object>>,
    payloads: BTreeMap<(Id<Record>, Direction), Option<Id<System>>>,
    flows: Vec<(Id<Flow>, Id<System>, End)>,
}

impl Wanted {
    /// What is named, and what belongs to it; everything where nothing is named.
    fn of(order: &Order<'_>) -> Self {
        let model = &order.analysis.facts.model;
        let generate = order.generate;
        let flows: BTreeSet<Id<Flow>> = generate.flows.iter().filter_map(|flow| flow.target).collect();
        let records: BTreeSet<Id<Record>> = generate.records.iter().filter_map(|record| record.target).collect();
        let systems: BTreeSet<Id<System>> = generate.systems.iter().filter_map(|system| system.target).collect();
        let all = flows.is_empty() && records.is_empty() && systems.is_empty();
        let mut wanted = Self::default();
        for (id, record) in model.records.iter().filter(|(_, record)| is_json(record)) {
            let system = record.system.and_then(|system| system.target);
            if !(all || records.contains(&id) || system.is_some_and(|system| systems.contains(&system))) {
                continue;
            }
            wanted.objects.extend(record.object.and_then(|object| object.target));
            for way in ways(order, id) {
                wanted.payloads.insert((id, way), system);
            }
        }
        for (id, flow) in model.flows.iter() {
            for end in &flow.to {
                let Some(receiver) = end.system.and_then(|system| system.target) else { continue };
                if all || flows.contains(&id) || systems.contains(&receiver) {
                    wanted.flows.push((id, receiver, end.clone()));
                    let carried = flow.carries.iter().flat_map(|carried| &carried.paths);
                    wanted.objects.extend(carried.filter_map(|path| Some(path.target?.object)));
                }
            }
        }
        if all {
            wanted.objects.extend(model.objects.ids());
        }
        wanted
    }
}

/// Whether a record's system sends it, gets it, or both, by the flows that name it; both where none does.
fn ways(order: &Order<'_>, record: Id<Record>) -> BTreeSet<Direction> {
    let is_it = |end: &End, flow: &Flow| end.record.or(flow.record).is_some_and(|named| named.target == Some(record));
    let mut ways = BTreeSet::new();
    for flow in order.analysis.facts.model.flows.values() {
        if flow.from.iter().any(|end| is_it(end, flow)) {
            ways.insert(Direction::Read);
        }
        if flow.to.iter().any(|end| is_it(end, flow)) {
            ways.insert(Direction::Write);
        }
    }
    if ways.is_empty() { [Direction::Read, Direction::Write].into() } else { ways }
}

impl Schema {
    /// The schema with what the charter says of it as a comment, for readers that know no words but the standard's.
    fn annotated(self) -> Self {
        let comment = self.origin.map(|origin| {
            let subject = origin.field.or(origin.record).or(origin.object);
            let class =
                origin.class.map(|class| format!("{} data", sentence(class).trim_end_matches('.').to_lowercase()));
            let parts = [subject, class, Some(origin.source)];
            parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
        });
        let many = |schemas: Vec<Self>| schemas.into_iter().map(Self::annotated).collect();
        let one = |schema: Option<Box<Self>>| schema.map(|schema| Box::new(schema.annotated()));
        Self {
            comment,
            origin: None,
            properties: self.properties.into_iter().map(|(name, schema)| (name, schema.annotated())).collect(),
            items: one(self.items),
            contains: one(self.contains),
            all_of: many(self.all_of),
            any_of: many(self.any_of),
            when: one(self.when),
            then: one(self.then),
            ..self
        }
    }
}
