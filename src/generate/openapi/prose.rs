//! What a reader of a document is told about a call: in one line, in sentences, and as facts for machines.

use crate::generate::Order;
use crate::generate::json_schema::{listed, sentence};
use crate::generate::names;
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::delivery::{Guarantee, KeyField};
use crate::model::flow::{End, Event, Flow, Mode};
use crate::model::id::Id;

use super::calls::{Call, Kind};
use super::document::FlowFacts;
use super::operation::Writer;

impl Writer<'_> {
    pub fn summary(&self, call: &Call) -> String {
        let model = self.schemas.model;
        let name = model[call.object].head.name.text.replace(['-', '_'], " ");
        let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        match call.kind {
            Kind::Create => format!("Create {article} {name}"),
            Kind::Replace => format!("Create or replace {article} {name}"),
            Kind::Change => format!("Change {article} {name}"),
            Kind::Remove => format!("Delete {article} {name}"),
            Kind::Batch => format!("Send many {}", names::plural(&name)),
            Kind::Propose(flow) => {
                format!("Propose a change of {article} {name}: {}", model[flow].head.name.text.replace(['-', '_'], " "))
            }
            Kind::Get => format!("Get {article} {name}"),
        }
    }

    pub fn description(&self, call: &Call) -> String {
        let model = self.schemas.model;
        let promises: Vec<Vec<String>> =
            call.uses.iter().map(|used| promises(&facts(self.schemas.order, used.flow, used.mode))).collect();
        let is_shared = |sentence: &&String| promises.iter().all(|promises| promises.contains(sentence));
        let shared: Vec<&String> = promises[0].iter().filter(is_shared).collect();
        let mut lines = Vec::new();
        for (used, promises) in call.uses.iter().zip(&promises) {
            let flow = &model[used.flow];
            let mut line = match (used.mode, partner(model, used.flow, used.mode)) {
                (Mode::Query, Some(partner)) => format!("- `{partner}` asks by flow `{}`", flow.head.name),
                (_, Some(partner)) => format!("- `{partner}` sends by flow `{}`", flow.head.name),
                (_, None) => format!("- Flow `{}`", flow.head.name),
            };
            line.push_str(&occasion(model, flow));
            line.push('.');
            let doc = flow.head.doc.as_ref();
            let doc = doc.map(|doc| sentence(&doc.value.split_whitespace().collect::<Vec<_>>().join(" ")));
            let own = promises.iter().filter(|promise| !shared.contains(promise));
            for sentence in doc.iter().chain(own) {
                line.push(' ');
                line.push_str(sentence);
            }
            lines.push(line);
        }
        let paragraphs = [lines.join("\n")].into_iter().chain(shared.into_iter().cloned());
        paragraphs.collect::<Vec<_>>().join("\n\n")
    }
}

/// What the charter says of a flow, for machines.
pub(in crate::generate) fn facts(order: &Order<'_>, id: Id<Flow>, mode: Mode) -> FlowFacts {
    let model = &order.analysis.facts.model;
    let flow = &model[id];
    let delivery = flow.delivery.as_ref();
    let keys = |fields: &[KeyField]| fields.iter().filter_map(|field| key_name(model, field)).collect();
    let latency = flow.latency.as_ref();
    let within = latency.and_then(|latency| latency.within.or_else(|| model[latency.class?.target?].within));
    FlowFacts {
        flow: flow.head.name.to_string(),
        from: partner(model, id, mode).unwrap_or_default(),
        mode: mode.word(),
        delivery: delivery.and_then(|delivery| delivery.guarantee).map(|guarantee| guarantee.value.word()),
        idempotency_key: delivery.map(|delivery| keys(&delivery.idempotency_key)).unwrap_or_default(),
        ordered_by: delivery.map(|delivery| keys(&delivery.ordered_by)).unwrap_or_default(),
        window: delivery.and_then(|delivery| delivery.window).map(|window| window.value.to_string()),
        within: within.map(|within| within.value.to_string()),
        version: flow
            .guard
            .as_ref()
            .and_then(|guard| guard.version.as_ref()?.target)
            .map(|place| model.place_path(place)),
        source: order.place(flow.head.span),
    }
}

/// What the charter promises of the messages of a flow.
pub(in crate::generate) fn promises(fact: &FlowFacts) -> Vec<String> {
    let mut said = Vec::new();
    if fact.delivery == Some(Guarantee::AtLeastOnce.word()) && !fact.idempotency_key.is_empty() {
        let keys = listed(&fact.idempotency_key);
        let window = fact.window.as_ref().map_or(String::new(), |window| format!(" Keys are remembered for {window}."));
        said.push(format!("The same message may come again; it has the same {keys}.{window}"));
    }
    if !fact.ordered_by.is_empty() {
        let keys = listed(&fact.ordered_by);
        said.push(format!("Messages with the same {keys} come in the order in which they were sent."));
    }
    if let Some(version) = &fact.version {
        said.push(format!("A message with an older `{version}` than the last one changes nothing."));
    }
    said
}

/// The system at the other end.
pub(in crate::generate) fn partner(model: &Model, flow: Id<Flow>, mode: Mode) -> Option<String> {
    let flow = &model[flow];
    let name = |end: &End| Some(model[end.system?.target?].head.name.to_string());
    match mode {
        Mode::Query => flow.to.iter().find_map(name),
        Mode::Publish | Mode::Propose => flow.from.as_ref().and_then(name),
    }
}

/// What sends a message.
pub(in crate::generate) fn occasion(model: &Model, flow: &Flow) -> String {
    let mut words = Vec::new();
    let mut transitions = Vec::new();
    for event in &flow.on {
        match event {
            Event::Create(_) => words.push("when one is created".to_owned()),
            Event::Change(_) => words.push("when a value changes".to_owned()),
            Event::Delete(_) => words.push("when one is deleted".to_owned()),
            Event::Transition(transition) => {
                transitions.extend(transition.target.map(|id| model[id].name.text.to_string()));
            }
        }
    }
    if !transitions.is_empty() {
        words.push(format!("on {}", listed(transitions)));
    }
    if let Some(calendar) = flow.schedule.as_ref().and_then(|schedule| schedule.calendar?.target) {
        words.push(format!("by calendar `{}`", model[calendar].head.name));
    }
    if words.is_empty() { String::new() } else { format!(", {}", words.join(", ")) }
}

/// How a proposal is answered.
pub(super) fn answer(model: &Model, flow: &Flow) -> String {
    let Some(answer) = &flow.answer else { return "The proposal is taken.".to_owned() };
    let by =
        answer.by.and_then(|by| by.target).map_or(String::new(), |by| format!(" by flow `{}`", model[by].head.name));
    let within = answer.within.map_or(String::new(), |within| format!(" within {}", within.value));
    format!("The proposal is taken; the answer comes{by}{within}.")
}

pub(super) fn key_names(model: &Model, flow: Id<Flow>) -> Vec<String> {
    let delivery = model[flow].delivery.as_ref();
    delivery.map_or(Vec::new(), |delivery| {
        delivery.idempotency_key.iter().filter_map(|field| key_name(model, field)).collect()
    })
}

fn key_name(model: &Model, field: &KeyField) -> Option<String> {
    match field {
        KeyField::Field(path) => path.target.map(|place| model.place_path(place)),
        KeyField::Envelope(name) => Some(name.to_string()),
    }
}
