//! Mistakes in what is said of quantities: by which messages pieces are counted, what is taken for a copy, what must be true
//! of which instances.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::explore::lines::Content;
use charter::model::delivery::KeyField;
use charter::model::field::FieldKind;
use charter::model::flow::Flow;
use charter::model::id::Id;
use charter::model::lifecycle::{Instances, Requirement};
use charter::model::name::Place;
use charter::source::Span;

use super::{Mutation, Mutator, is_own, words_in};

/// What else is said of a delivery whose receiver does not know copies, or that may lose.
const CARELESS: &[&str] = &[
    "divergence",
    "regression",
    "duplicate-not-harmless",
    "dedup-window-short",
    "no-reconciliation",
    "handover-without-delivery",
    "missing-word",
];

pub fn mutators() -> Vec<Mutator> {
    let one = |name, finds, also, places| Mutator { name, finds, also, places };
    vec![
        one("key of pieces that is new for every copy", &["quantity-counted-twice"], CARELESS, new_key),
        one("pieces without a key", &["quantity-counted-twice"], CARELESS, no_key),
        one("key of pieces that names the order only", &["quantity-lost"], CARELESS, coarse_key),
        one("pieces that may be lost", &["quantity-lost"], CARELESS, lossy),
        one(
            "requirement that does not say which",
            &["unclear-requirement"],
            &["requirement-of-other-lines", "unused-definition"],
            unclear,
        ),
        one("requirement by the order only", &["requirement-of-other-lines"], &[], by_the_order),
    ]
}

/// The flows that bring how many pieces were moved, with the object that says so.
fn counting(analysis: &Analysis) -> Vec<(Id<Flow>, Option<Place>)> {
    let mut found = BTreeSet::new();
    for tally in analysis.facts.lines() {
        for (way, channel) in tally.cast.ways.iter().zip(&tally.cast.lines.channels) {
            let is_own = is_own(analysis, analysis.facts.model[way.flow].head.span.file);
            if is_own && channel.carries.iter().any(|carried| carried.content == Content::Changes) {
                found.insert((way.flow, way.counted));
            }
        }
    }
    found.into_iter().collect()
}

/// Where the idempotency key of a flow stands, with its word.
fn key_of(analysis: &Analysis, flow: Id<Flow>) -> Option<(Span, Span)> {
    let keys = &analysis.facts.model[flow].delivery.as_ref()?.idempotency_key;
    let place = |key: &KeyField| match key {
        KeyField::Field(path) => path.span,
        KeyField::Envelope(name) => name.span,
    };
    let (first, last) = (place(keys.first()?), place(keys.last()?));
    let word = words_in(analysis, "delivery", "idempotency-key");
    let word = word
        .into_iter()
        .find(|word| word.span().file == first.file && word.span().range().contains(&(first.start as usize)))?;
    Some((Span { end: last.end, ..first }, word.span()))
}

fn with_key(analysis: &Analysis, text: impl Fn(Option<Place>) -> Option<String>) -> Vec<Mutation> {
    let mutation = |(flow, counted)| {
        let (span, _) = key_of(analysis, flow)?;
        let node = analysis.facts.model[flow].head.span;
        Some(Mutation { edits: vec![(span, text(counted)?)], node: Some(node) })
    };
    instances(analysis).into_iter().filter_map(mutation).collect()
}

/// Those where another object says how many: who is told a difference may turn copies away by their version.
fn instances(analysis: &Analysis) -> Vec<(Id<Flow>, Option<Place>)> {
    counting(analysis).into_iter().filter(|(_, counted)| counted.is_some()).collect()
}

fn new_key(analysis: &Analysis) -> Vec<Mutation> {
    with_key(analysis, |_| Some("interchange-no".to_owned()))
}

fn no_key(analysis: &Analysis) -> Vec<Mutation> {
    let mutation = |(flow, _)| {
        let (_, word) = key_of(analysis, flow)?;
        Some(Mutation {
            edits: vec![(word, "/- idempotency-key a".to_owned())],
            node: Some(analysis.facts.model[flow].head.span),
        })
    };
    instances(analysis).into_iter().filter_map(mutation).collect()
}

/// The key names the order that the counted object refers to, and nothing of the object itself.
fn coarse_key(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    with_key(analysis, |counted| {
        let fields = &model[counted?.object].fields;
        let refers = |field: &&Id<charter::model::field::Field>| matches!(&model[**field].kind, FieldKind::Value(value) if value.reference.is_some());
        Some(model[*fields.iter().find(refers)?].name.text.to_string())
    })
}

fn lossy(analysis: &Analysis) -> Vec<Mutation> {
    let mutation = |(flow, _): (Id<Flow>, Option<Place>)| {
        let said = &analysis.facts.model[flow];
        let guarantee = said.delivery.as_ref()?.guarantee?;
        Some(Mutation { edits: vec![(guarantee.span, "at-most-once".to_owned())], node: Some(said.head.span) })
    };
    counting(analysis).into_iter().filter_map(mutation).collect()
}

/// The requirements of the author that are about all or any instances of another object.
fn of_several(analysis: &Analysis) -> impl Iterator<Item = &Requirement> {
    let model = &analysis.facts.model;
    let transitions = model.transitions.values().filter(|transition| is_own(analysis, transition.span.file));
    transitions.flat_map(|transition| &transition.requires).filter(|said| said.instances != Instances::One)
}

fn unclear(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mutation = |said: &Requirement| {
        let object = said.path.as_ref()?.target?.object;
        let state = &model[said.state?.target?].name.text;
        let text = format!("requires {}={state}", model[object].head.name.text);
        Some(Mutation { edits: vec![(said.span, text)], node: Some(said.span) })
    };
    of_several(analysis).filter_map(mutation).collect()
}

fn by_the_order(analysis: &Analysis) -> Vec<Mutation> {
    let mutation = |said: &Requirement| {
        let [first, second] = &said.matches[..] else { return None };
        let in_a_list = analysis.facts.model[second.here.target?].parent.is_some();
        let span = Span { end: second.there.span.end, ..first.here.span };
        let text = analysis.sources.file(span.file).text();
        let text = text[first.here.span.range()].to_owned();
        in_a_list.then(|| Mutation { edits: vec![(span, text)], node: Some(said.span) })
    };
    of_several(analysis).filter_map(mutation).collect()
}
