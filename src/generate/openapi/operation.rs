//! One call as an operation: what it takes, what it answers, and what a reader must know about it.

use crate::generate::json::{Json, Members};
use crate::generate::json_schema::{Schema, Schemas, listed, sentence};
use crate::generate::names::{self, Names};
use crate::mapping::ir::{Entry, Hindrance, Key, Mapping};
use crate::model::delivery::DuplicatePolicy;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::record::Direction;
use crate::model::system::{Endpoint, IdempotencyMeans, System};

use super::calls::{Call, Kind, Use};
use super::document::{Body, Components, Example, Flows, Media, Operation, Parameter, Response};
use super::problems::Answers;
use super::prose::{answer, facts, key_names};
use super::{Obstacle, tag};

/// The header for keys where a door names none, by the draft of the IETF for it.
const KEY_HEADER: &str = "Idempotency-Key";

/// Writes the operations of one door.
pub(super) struct Writer<'d> {
    pub schemas: Schemas<'d>,
    pub system: Id<System>,
    pub endpoint: &'d Endpoint,
    /// The name of the schema of problem details.
    pub problem: &'d str,
    /// The names of schemas that are taken.
    pub names: Names,
    /// The ids of operations that are taken.
    pub operations: Names,
    pub components: &'d mut Components,
    pub obstacles: Vec<Obstacle>,
}

impl Writer<'_> {
    /// The operation of a call; `None` when something stands in its way, which is said.
    pub fn operation(&mut self, call: &Call, parameters: &[(String, Id<Field>)]) -> Option<Operation> {
        let model = self.schemas.model;
        let (verb, many) = match call.kind {
            Kind::Create => ("create", false),
            Kind::Replace => ("replace", false),
            Kind::Change => ("change", false),
            Kind::Remove => ("delete", false),
            Kind::Batch => ("send", true),
            Kind::Propose(_) => ("propose", false),
            Kind::Get => ("get", false),
        };
        let object = &model[call.object].head.name.text;
        let noun = match call.kind {
            Kind::Propose(flow) => model[flow].head.name.to_string(),
            _ if many => names::plural(object),
            _ => object.to_string(),
        };
        let operation_id = self.operations.take(&format!("{verb}{}", names::pascal(&noun)));
        let parameters: Option<Vec<Parameter>> =
            parameters.iter().map(|(name, field)| self.key_parameter(call, name, *field)).collect();
        let mut parameters = parameters?;
        parameters.extend(self.idempotency(call));
        let content = match call.kind {
            Kind::Remove => None,
            _ => Some(self.content(call, &operation_id)?),
        };
        let answers = Answers { model, system: self.system, endpoint: self.endpoint, problem: self.problem };
        let mut responses = self.successes(call);
        let mut request_body = None;
        if call.kind == Kind::Get {
            let description = "The instance.".to_owned();
            responses.put("200", Response { description, content: content.unwrap_or_default(), ..Response::default() });
        } else {
            request_body = content.map(|content| Body { required: true, content });
        }
        for (status, response) in answers.refusals(call) {
            responses.put(status, response);
        }
        Some(Operation {
            id: operation_id,
            summary: self.summary(call),
            description: self.description(call),
            tags: vec![tag(model, call.object)],
            parameters,
            request_body,
            responses,
            origin: Flows {
                flows: call.uses.iter().map(|used| facts(self.schemas.order, used.flow, used.mode)).collect(),
            },
        })
    }

    /// Says what stands in the way of a payload; once, however many flows have it.
    fn obstacle(&mut self, used: &Use, hindrances: Vec<Hindrance>) {
        let model = self.schemas.model;
        let message = match used.record {
            Some(record) => format!("record `{}` cannot be described", model[record].head.name),
            None => format!("object `{}` cannot be described", model[used.load.object].head.name),
        };
        for Hindrance { span, why, .. } in hindrances {
            if !self.obstacles.iter().any(|known| known.span == span && known.why == why) {
                self.obstacles.push(Obstacle { message: message.clone(), span, why });
            }
        }
    }

    /// A part of the key in the path: as the record writes it, where there is one.
    fn key_parameter(&mut self, call: &Call, name: &str, field: Id<Field>) -> Option<Parameter> {
        let model = self.schemas.model;
        let on_wire = call.uses.iter().find_map(|used| {
            let payload = self.schemas.payload(used.record?, &[field].into(), way(call.kind)).ok()?;
            let mapping = Mapping::of(model, used.record?)?;
            let path = mapping.root.iter().chain(path_of(&mapping.body, field)?);
            path.into_iter().try_fold(payload, |schema, key| match key {
                Key::Name(name) => schema.properties.get(name).cloned(),
                Key::Qualified(..) => None,
            })
        });
        let canonical = || {
            let role = self.schemas.role(field)?;
            self.schemas.of_role(field, &role)
        };
        let schema = match on_wire.map_or_else(canonical, Ok) {
            Ok(schema) => Schema { description: None, origin: None, ..schema },
            Err(why) => {
                let span = model[field].name.span;
                self.obstacles.push(Obstacle {
                    message: format!("`{}` cannot stand in a path", model[field].path(model)),
                    span,
                    why,
                });
                return None;
            }
        };
        let doc = model[field].doc.as_ref().map(|doc| sentence(&doc.value));
        let description = doc.or_else(|| Some(format!("Which instance: its `{}`.", model[field].name)));
        Some(Parameter { name: name.to_owned(), place: "path", required: true, description, schema })
    }

    /// The header by which a call that is made twice is recognised.
    fn idempotency(&self, call: &Call) -> Option<Parameter> {
        if call.kind == Kind::Get {
            return None;
        }
        let declared = self.endpoint.idempotency.as_ref();
        let means = declared.and_then(|declared| declared.by).map(|by| by.value);
        let keys: Vec<String> = call.uses.iter().flat_map(|used| key_names(self.schemas.model, used.flow)).collect();
        let wanted = match means {
            Some(IdempotencyMeans::Header) => true,
            Some(IdempotencyMeans::Key | IdempotencyMeans::Nothing) => false,
            None => !keys.is_empty(),
        };
        if !wanted {
            return None;
        }
        let name = declared.and_then(|declared| declared.header.as_ref()).map_or(KEY_HEADER, |header| &header.value);
        let mut distinct: Vec<&String> = Vec::new();
        for key in &keys {
            if !distinct.contains(&key) {
                distinct.push(key);
            }
        }
        let mut description = "The same for two calls if and only if they are the same message.".to_owned();
        if !distinct.is_empty() {
            description.push_str(&format!(" Made from {}.", listed(distinct)));
        }
        let schema = Schema { min_length: Some(1), ..Schema::of("string") };
        Some(Parameter {
            name: name.to_owned(),
            place: "header",
            required: true,
            description: Some(description),
            schema,
        })
    }

    /// The payload: one schema for all flows that send the same, one for each otherwise.
    fn content(&mut self, call: &Call, operation_id: &str) -> Option<Members<Media>> {
        let mut payloads: Vec<(&Use, Schema)> = Vec::new();
        for used in &call.uses {
            let schema = match used.record {
                Some(record) => self.schemas.payload(record, &used.load.fields, way(call.kind)),
                None => self.schemas.object(used.load.object, &used.load.fields),
            };
            match schema {
                Ok(schema) if payloads.iter().all(|(_, known)| *known != schema) => payloads.push((used, schema)),
                Ok(_) => {}
                Err(hindrances) => {
                    self.obstacle(used, hindrances);
                    return None;
                }
            }
        }
        let examples = self.examples(&payloads);
        let suffix = if call.kind == Kind::Get { "Response" } else { "Request" };
        let name = names::pascal(operation_id) + suffix;
        let several = payloads.len() > 1;
        let mut references = Vec::new();
        for (used, schema) in payloads {
            let flow = &self.schemas.model[used.flow].head.name.text;
            let wish = if several { format!("{name}Of{}", names::pascal(flow)) } else { name.clone() };
            references.push(self.component(&wish, schema));
        }
        let schema = match references.len() {
            1 => references.pop().expect("there is one"),
            _ => self.component(&name, Schema { any_of: references, ..Schema::default() }),
        };
        let schema = if call.kind == Kind::Batch {
            Schema { items: Some(Box::new(schema)), min_items: Some(1), ..Schema::of("array") }
        } else {
            schema
        };
        Some(
            [("application/json".to_owned(), Media { schema, examples: wrapped(call.kind, examples) })]
                .into_iter()
                .collect(),
        )
    }

    fn component(&mut self, wish: &str, schema: Schema) -> Schema {
        let name = self.names.take(wish);
        self.components.schemas.put(name.clone(), schema);
        Schema::reference(format!("#/components/schemas/{name}"))
    }

    /// The sample payloads of the records, without what the flows do not carry.
    fn examples(&mut self, payloads: &[(&Use, Schema)]) -> Members<Example> {
        let mut examples = Members::default();
        let mut taken = Names::besides([]);
        for (used, schema) in payloads {
            let Some(record) = used.record else { continue };
            for sample in self.schemas.samples(record) {
                match sample.payload {
                    Ok(payload) => {
                        let summary = Some(format!("From `{}`", sample.path));
                        let value = schema.project(&payload);
                        examples.put(taken.take(sample.name), Example { summary, value });
                    }
                    Err(why) if self.obstacles.iter().all(|known| known.span != sample.span) => {
                        let message = format!("`{}` is no example", sample.path);
                        self.obstacles.push(Obstacle { message, span: sample.span, why });
                    }
                    Err(_) => {}
                }
            }
        }
        examples
    }

    fn successes(&self, call: &Call) -> Members<Response> {
        let mut responses = Members::default();
        let mut put = |status: &str, description: &str| {
            responses.put(status, Response { description: description.to_owned(), ..Response::default() });
        };
        let ignores = |policy: &crate::model::delivery::ReceiverPolicy| {
            policy
                .duplicate
                .as_ref()
                .and_then(|duplicate| duplicate.policy)
                .is_some_and(|policy| policy.value == DuplicatePolicy::Ignore)
        };
        let model = self.schemas.model;
        match call.kind {
            Kind::Create => {
                let of_object = model[self.system].receives.iter().filter(|receives| {
                    receives.path.as_ref().and_then(|path| path.target).is_some_and(|place| place.object == call.object)
                });
                let known = of_object
                    .map(|receives| &receives.policy)
                    .chain(call.uses.iter().map(|used| &model[used.flow].receive))
                    .any(ignores);
                if known {
                    put("200", "The message was there before; nothing changes.");
                }
                put("201", "The instance is there.");
            }
            Kind::Replace => {
                put("201", "The instance is there; it was not there before.");
                put("204", "The instance is replaced.");
            }
            Kind::Change => put("204", "The instance is changed."),
            Kind::Remove => put("204", "The instance is gone."),
            Kind::Batch => put("204", "All instances are taken over."),
            Kind::Propose(flow) => put("202", &answer(model, &model[flow])),
            Kind::Get => {}
        }
        responses
    }
}

/// What a caller sends is written into the record's form; what is asked for was read from it.
fn way(kind: Kind) -> Direction {
    if kind == Kind::Get { Direction::Read } else { Direction::Write }
}

/// Examples of one instance as examples of many.
fn wrapped(kind: Kind, examples: Members<Example>) -> Members<Example> {
    if kind != Kind::Batch {
        return examples;
    }
    let wrap =
        |(name, example): (String, Example)| (name, Example { value: Json::List(vec![example.value]), ..example });
    examples.into_iter().map(wrap).collect()
}

/// Where the value of a field stands in a payload.
fn path_of(body: &[Entry], field: Id<Field>) -> Option<Vec<&Key>> {
    body.iter().find_map(|entry| match entry {
        Entry::Value(value) if value.slot.field == field => Some(value.foreign.iter().collect()),
        Entry::Part(part) => {
            let inside = path_of(&part.body, field)?;
            Some(part.foreign.iter().chain(inside).collect())
        }
        _ => None,
    })
}
