//! `AsyncAPI` 3.0 documents: one for each system that sends or gets messages, from its side.

mod document;
mod server;

use std::collections::BTreeSet;

use crate::generate::Order;
use crate::generate::json::{Json, Members};
use crate::generate::json_schema::{Schema, Schemas, listed, sentence};
use crate::generate::names::{self, Names};
use crate::generate::openapi::document::{Contact, FlowFacts, Tag};
use crate::generate::openapi::prose;
use crate::mapping::flow;
use crate::mapping::ir::Hindrance;
use crate::model::Model;
use crate::model::delivery::Guarantee;
use crate::model::field::Field;
use crate::model::flow::{End, Event, Flow, Mode};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::Direction;
use crate::model::system::{Endpoint, EventBody, Events, Protocol, System};

use document::{Channel, Components, Document, Example, Info, Message, Operation, Reference};
use server::server;

/// The mechanisms of `events` that are calls, and no messages.
const CALLS: &[&str] = &["webhook", "webhooks", "callback"];

/// One flow at one system.
struct Passage<'m> {
    flow: Id<Flow>,
    mode: Mode,
    object: Id<Object>,
    end: &'m End,
    sends: bool,
    endpoint: Option<&'m Endpoint>,
    events: Option<&'m Events>,
}

/// One document for each of the systems that are named, or for all that send or get messages.
pub(super) fn generate(order: &mut Order<'_>) {
    let model = &order.analysis.facts.model;
    let named: Vec<_> = order.generate.systems.iter().filter_map(|named| Some((named.target?, named.span))).collect();
    let all = named.is_empty();
    let wanted: Vec<_> =
        if all { model.systems.iter().map(|(id, system)| (id, system.head.span)).collect() } else { named };
    for (system, span) in wanted {
        let passages = passages(order, system);
        let name = &model[system].head.name;
        if passages.is_empty() {
            if !all {
                let message = format!("there is no AsyncAPI document of `{name}`");
                order.cannot(message, span, "it neither sends nor gets messages by a queue or a topic");
            }
            continue;
        }
        match document(order, system, &passages) {
            Ok(document) => {
                let text = serde_json::to_string_pretty(&document).expect("a document is always JSON");
                order.write(&format!("{name}.asyncapi.json"), text + "\n");
            }
            Err(obstacles) => {
                for Hindrance { span, why, .. } in obstacles {
                    order.cannot(format!("the messages of `{name}` cannot be described"), span, why);
                }
            }
        }
    }
}

/// The flows that a system sends or gets as messages.
fn passages<'m>(order: &Order<'m>, system: Id<System>) -> Vec<Passage<'m>> {
    let model = &order.analysis.facts.model;
    let wanted = &order.generate.flows;
    let mut found = Vec::new();
    for (id, flow) in model.flows.iter() {
        if !wanted.is_empty() && !wanted.iter().any(|named| named.target == Some(id)) {
            continue;
        }
        let sends = flow.from.iter().map(|end| (end, true));
        for (end, sends) in sends.chain(flow.to.iter().map(|end| (end, false))) {
            if end.system.and_then(|named| named.target) != Some(system) {
                continue;
            }
            let endpoint =
                end.endpoint.as_ref().and_then(|door| door.target).map(|door| &model[system].endpoints[door]);
            let endpoint = endpoint.filter(|endpoint| {
                let protocol = endpoint.protocol.map(|protocol| protocol.value);
                matches!(protocol, Some(Protocol::Amqp | Protocol::Kafka | Protocol::Mqtt))
            });
            let by_itself = sends
                && end.endpoint.is_none()
                && flow.poll.is_none()
                && flow.schedule.is_none()
                && !flow.on.is_empty();
            let events = model[system].events.iter().find(|events| by_itself && !CALLS.contains(&&*events.name.text));
            if endpoint.is_none() && events.is_none() {
                continue;
            }
            for carried in flow.carries.iter().filter(|carried| carried.mode != Mode::Query) {
                let objects: BTreeSet<Id<Object>> =
                    carried.paths.iter().filter_map(|path| Some(path.target?.object)).collect();
                let passage = |object| Passage { flow: id, mode: carried.mode, object, end, sends, endpoint, events };
                found.extend(objects.into_iter().map(passage));
            }
        }
    }
    found
}

fn document(order: &Order<'_>, system: Id<System>, passages: &[Passage<'_>]) -> Result<Document, Vec<Hindrance>> {
    let model = &order.analysis.facts.model;
    let owner = &model[system];
    let mut obstacles: Vec<Hindrance> = Vec::new();
    let mut servers = Members::default();
    let mut channels: Members<Channel> = Members::default();
    let mut operations = Members::default();
    let mut components = Components::default();
    let mut taken = Names::besides([]);
    for passage in passages {
        let payload = match payload(order, passage) {
            Ok(payload) => payload,
            Err(hindrances) => {
                add(&mut obstacles, hindrances);
                continue;
            }
        };
        add(&mut obstacles, unreadable(order, passage));
        if let Some(endpoint) = passage.endpoint {
            match server(endpoint) {
                Ok(server) => servers.put(endpoint.name.to_string(), server),
                Err(hindrance) => add(&mut obstacles, [hindrance]),
            }
        }
        let flow = &model[passage.flow];
        let verb = if passage.sends { "send" } else { "receive" };
        let object = &model[passage.object].head.name.text;
        let several = flow
            .carries
            .iter()
            .flat_map(|carried| &carried.paths)
            .any(|path| path.target.is_some_and(|place| place.object != passage.object));
        let wish =
            names::camel(&if several { format!("{}-{object}", flow.head.name) } else { flow.head.name.to_string() });
        let name = taken.take(&wish);
        let facts = prose::facts(order, passage.flow, passage.mode);
        let schema = names::pascal(&name) + "Payload";
        components.messages.put(name.clone(), message(order, passage, &name, &schema, &payload, &facts));
        components.schemas.put(schema, payload);
        let separator =
            if passage.endpoint.and_then(|door| door.protocol).is_some_and(|door| door.value == Protocol::Mqtt) {
                '/'
            } else {
                '.'
            };
        channels.put(
            name.clone(),
            Channel {
                address: format!("{}{separator}{}", names::plural(object), flow.head.name),
                description: channel_doc(passage, owner),
                servers: passage
                    .endpoint
                    .iter()
                    .map(|door| Reference { to: format!("#/servers/{}", door.name) })
                    .collect(),
                messages: [(name.clone(), Reference { to: format!("#/components/messages/{name}") })]
                    .into_iter()
                    .collect(),
            },
        );
        operations.put(
            verb.to_owned() + &names::pascal(&name),
            Operation {
                action: verb,
                channel: Reference { to: format!("#/channels/{name}") },
                summary: format!(
                    "{} `{object}` by flow `{}`",
                    if passage.sends { "Sends" } else { "Gets" },
                    flow.head.name
                ),
                description: description(model, passage, &facts),
                messages: vec![Reference { to: format!("#/channels/{name}/messages/{name}") }],
                bindings: quality(passage, flow),
                origin: facts,
            },
        );
    }
    if !obstacles.is_empty() {
        return Err(obstacles);
    }
    let charter = model.charter.as_ref();
    Ok(Document {
        asyncapi: "3.0.0",
        id: format!("urn:charter:{}:messages:{}", charter.map_or("", |charter| &charter.name.text), owner.head.name),
        info: info(order, system, passages),
        default_content_type: "application/json",
        servers,
        channels,
        operations,
        components,
    })
}

/// Adds what is not known yet: one mistake is told once, however many flows have it.
fn add(obstacles: &mut Vec<Hindrance>, found: impl IntoIterator<Item = Hindrance>) {
    for hindrance in found {
        if !obstacles.contains(&hindrance) {
            obstacles.push(hindrance);
        }
    }
}

/// Samples that are no examples.
fn unreadable(order: &Order<'_>, passage: &Passage<'_>) -> impl Iterator<Item = Hindrance> {
    let schemas = Schemas::new(order);
    let record = passage.end.record.or(schemas.model[passage.flow].record).and_then(|record| record.target);
    let samples = record.into_iter().flat_map(move |record| schemas.samples(record));
    samples.filter_map(|sample| {
        Some(Hindrance { span: sample.span, why: sample.payload.err()?, direction: Direction::Both })
    })
}

/// What a message holds, from the side of the system.
fn payload(order: &Order<'_>, passage: &Passage<'_>) -> Result<Schema, Vec<Hindrance>> {
    let schemas = Schemas::new(order);
    let model = schemas.model;
    let flow = &model[passage.flow];
    let receivers: Vec<Id<System>> = if passage.sends {
        flow.to.iter().filter_map(|end| end.system?.target).collect()
    } else {
        passage.end.system.and_then(|system| system.target).into_iter().collect()
    };
    let facts = &order.analysis.facts;
    let mut keep: BTreeSet<Id<Field>> =
        receivers.iter().flat_map(|receiver| flow::carried(facts, passage.flow, *receiver)).collect();
    let body = passage.events.and_then(|events| events.body).map(|body| body.value);
    if body == Some(EventBody::Key) {
        keep = model[passage.object].key.iter().filter_map(|key| key.target).collect();
    }
    let record = passage.end.record.or(flow.record).and_then(|record| record.target);
    let record = record.filter(|record| model[*record].object.and_then(|object| object.target) == Some(passage.object));
    let way = if passage.sends { Direction::Read } else { Direction::Write };
    let schema = match record {
        Some(record) => schemas.payload(record, &keep, way)?,
        None => schemas.object(passage.object, &keep)?,
    };
    Ok(if body == Some(EventBody::Change) { loosened(schema) } else { schema })
}

/// A schema in which nothing has to be there: of what changes, only that is sent.
fn loosened(schema: Schema) -> Schema {
    let properties = schema.properties.into_iter().map(|(name, inside)| (name, loosened(inside))).collect();
    Schema { required: Vec::new(), properties, ..schema }
}

fn message(
    order: &Order<'_>,
    passage: &Passage<'_>,
    name: &str,
    schema: &str,
    payload: &Schema,
    facts: &FlowFacts,
) -> Message {
    let schemas = Schemas::new(order);
    let flow = &schemas.model[passage.flow];
    let mut headers = None;
    if !facts.idempotency_key.is_empty() {
        let key = Schema {
            description: Some(format!(
                "The same for two messages if and only if they are the same. Made from {}.",
                listed(&facts.idempotency_key)
            )),
            min_length: Some(1),
            ..Schema::of("string")
        };
        let mut object = Schema::of("object");
        object.properties.put("idempotency-key", key);
        object.required.push("idempotency-key".to_owned());
        headers = Some(object);
    }
    let mut bindings = Members::default();
    let is_kafka = passage.endpoint.and_then(|door| door.protocol).is_some_and(|door| door.value == Protocol::Kafka);
    if is_kafka && !facts.ordered_by.is_empty() {
        let text = |text: &str| Json::text(text);
        let key = [
            ("type", text("string")),
            ("description", Json::Text(format!("Made from {}.", listed(&facts.ordered_by)))),
        ];
        let key = key.map(|(name, value)| (name.to_owned(), value)).into_iter().collect();
        let kafka = [("key".to_owned(), Json::Object(key)), ("bindingVersion".to_owned(), text("0.5.0"))];
        bindings.put("kafka", Json::Object(kafka.into_iter().collect()));
    }
    let record = passage.end.record.or(flow.record).and_then(|record| record.target);
    let samples = record.into_iter().flat_map(|record| schemas.samples(record));
    let examples = samples.filter_map(|sample| {
        Some(Example { name: sample.name.to_owned(), payload: payload.project(&sample.payload.ok()?) })
    });
    Message {
        name: name.to_owned(),
        title: sentence(&flow.head.name.text.replace(['-', '_'], " ")).trim_end_matches('.').to_owned(),
        headers,
        payload: Schema::reference(format!("#/components/schemas/{schema}")),
        bindings,
        examples: examples.collect(),
    }
}

/// How surely a message arrives, in the words of the protocol.
fn quality(passage: &Passage<'_>, flow: &Flow) -> Members<Json> {
    let protocol = passage.endpoint.and_then(|door| door.protocol).map(|protocol| protocol.value);
    let guarantee = flow.delivery.as_ref().and_then(|delivery| delivery.guarantee).map(|guarantee| guarantee.value);
    let (Some(Protocol::Mqtt), Some(guarantee)) = (protocol, guarantee) else { return Members::default() };
    let level: u8 = match guarantee {
        Guarantee::AtMostOnce => 0,
        Guarantee::AtLeastOnce => 1,
        Guarantee::ExactlyOnce => 2,
    };
    let mqtt = [("qos".to_owned(), Json::Number(level.into())), ("bindingVersion".to_owned(), Json::text("0.2.0"))];
    [("mqtt".to_owned(), Json::Object(mqtt.into_iter().collect()))].into_iter().collect()
}

fn channel_doc(passage: &Passage<'_>, owner: &System) -> String {
    match (passage.endpoint, passage.events) {
        (Some(endpoint), _) => format!("By endpoint `{}` of `{}`.", endpoint.name, owner.head.name),
        (None, Some(events)) => {
            let retention = events
                .retention
                .map_or(String::new(), |kept| format!(" A message that is not fetched is kept for {}.", kept.value));
            format!("A {} of `{}`.{retention}", events.name, owner.head.name)
        }
        (None, None) => String::new(),
    }
}

fn description(model: &Model, passage: &Passage<'_>, facts: &FlowFacts) -> String {
    let flow = &model[passage.flow];
    let doc = flow.head.doc.as_ref().map(|doc| sentence(&doc.value.split_whitespace().collect::<Vec<_>>().join(" ")));
    let systems = if passage.sends {
        let to = flow.to.iter().filter_map(|end| Some(&*model[end.system?.target?].head.name.text));
        format!("To {}", listed(to))
    } else {
        format!("From `{}`", facts.from)
    };
    let deletes = flow.on.iter().any(|event| matches!(event, Event::Delete(_)));
    let gone = deletes.then(|| "A message can say that an instance is gone.".to_owned());
    let first = format!("{systems}{}.", prose::occasion(model, flow));
    let paragraphs = [first].into_iter().chain(doc).chain(gone).chain(prose::promises(facts));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn info(order: &Order<'_>, system: Id<System>, passages: &[Passage<'_>]) -> Info {
    let model = &order.analysis.facts.model;
    let owner = &model[system];
    let charter = model.charter.as_ref();
    let title = charter.and_then(|charter| charter.title.as_ref());
    let own = format!("messages of {}", owner.head.name);
    let generated = format!(
        "Generated from charter `{}`, system `{}` ({}). Changes belong there.",
        order.charter(),
        owner.head.name,
        order.place(owner.head.span)
    );
    let doc = owner.head.doc.as_ref().map(|doc| sentence(&doc.value));
    let objects: BTreeSet<Id<Object>> = passages.iter().map(|passage| passage.object).collect();
    let tag = |object: Id<Object>| {
        let head = &model[object].head;
        let doc = head.doc.as_ref().map(|doc| doc.value.trim().to_owned());
        Tag {
            name: head.name.to_string(),
            description: doc.unwrap_or_else(|| format!("Messages about object `{}`.", head.name)),
        }
    };
    Info {
        title: title.map_or_else(
            || sentence(&own).trim_end_matches('.').to_owned(),
            |title| format!("{}: {own}", title.value.trim()),
        ),
        version: charter
            .and_then(|charter| charter.version.as_ref())
            .map_or(String::new(), |version| version.value.to_string()),
        description: doc.into_iter().chain([generated]).collect::<Vec<_>>().join("\n\n"),
        contact: Contact::of(model, system),
        tags: objects.into_iter().map(tag).collect(),
    }
}
