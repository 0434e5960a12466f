//! Which messages about pieces a receiver takes for copies of one another, and how often each arrives.

use crate::explore::Arrives;
use crate::explore::lines::Key;
use crate::facts::lifecycle::{Life, is_new_each_time};
use crate::model::Model;
use crate::model::delivery::{Guarantee, KeyField};
use crate::model::field::{Field, FieldKind};
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::Place;
use crate::model::object::Object;

/// What in a key tells messages apart.
enum Tells {
    /// Every message, and not its copies.
    Message,
    /// The lines of an object.
    Line,
    /// The states that its transitions lead to.
    State,
    /// Nothing more than the object.
    Nothing,
    /// Every copy.
    Copy,
}

/// How often a message arrives; once where nothing is said of the delivery.
pub(super) fn arrives(flow: &Flow) -> Arrives {
    let Some(delivery) = &flow.delivery else { return Arrives::Once };
    match delivery.guarantee.map_or(Guarantee::AtLeastOnce, |said| said.value) {
        Guarantee::AtMostOnce => Arrives::AtMostOnce,
        Guarantee::AtLeastOnce => Arrives::AtLeastOnce,
        Guarantee::ExactlyOnce => Arrives::Once,
    }
}

/// What the receiver of messages about steps of a lifecycle takes for copies.
pub(super) fn of_steps(model: &Model, flow: &Flow, life: &Life, steps: &[usize]) -> Key {
    let tells = |field: Id<Field>| of_field(model, life.place.object, life.place.field, Some(life.lifecycle), field);
    let state = |step: &usize| life.steps[*step].to.unwrap_or_default();
    let mut states: Vec<usize> = steps.iter().map(state).collect();
    states.sort_unstable();
    states.dedup();
    let number = |step: &usize| states.binary_search(&state(step)).unwrap_or_default();
    key(flow, tells, || steps.iter().map(number).collect(), steps.len())
}

/// What the receiver of instances of an object takes for copies, where each instance is a message about a line.
pub(super) fn of_instances(model: &Model, flow: &Flow, counted: Place, messages: usize) -> Key {
    let list = counted.field.and_then(|field| list_of(model, field));
    let identity = &model[counted.object].key;
    let keys = flow.delivery.as_ref().map_or(&[][..], |delivery| &delivery.idempotency_key);
    let names = |field: Id<Field>| {
        keys.iter()
            .any(|key| matches!(key, KeyField::Field(path) if path.target.and_then(|place| place.field) == Some(field)))
    };
    let is_whole = identity.iter().all(|field| field.target.is_none_or(names));
    let tells = |field: Id<Field>| {
        let is_identity = identity.iter().any(|key| key.target == Some(field));
        if is_identity && is_whole { Tells::Message } else { of_field(model, counted.object, list, None, field) }
    };
    key(flow, tells, || vec![0; messages], messages)
}

fn key(flow: &Flow, tells: impl Fn(Id<Field>) -> Tells, numbers: impl Fn() -> Vec<usize>, messages: usize) -> Key {
    let keys = flow.delivery.as_ref().map_or(&[][..], |delivery| &delivery.idempotency_key);
    if keys.is_empty() {
        return if flow.delivery.is_some() { Key::None } else { Key::Each };
    }
    let (mut by_line, mut by_state, mut by_message) = (false, false, false);
    for key in keys {
        let told = match key {
            KeyField::Field(path) => match path.target.and_then(|place| place.field) {
                Some(field) => tells(field),
                None => Tells::Message,
            },
            KeyField::Envelope(name) if is_new_each_time(&name.text) => Tells::Copy,
            KeyField::Envelope(name) if matches!(&*name.text, "partner" | "sender" | "document-type" | "purpose") => {
                Tells::Nothing
            }
            KeyField::Envelope(_) => Tells::Message,
        };
        match told {
            Tells::Copy => return Key::None,
            Tells::Message => by_message = true,
            Tells::Line => by_line = true,
            Tells::State => by_state = true,
            Tells::Nothing => {}
        }
    }
    if by_message {
        return Key::Each;
    }
    Key::Numbers { of: if by_state { numbers() } else { vec![0; messages] }, by_line }
}

/// What a field of an object tells apart: its key nothing, the key of the list its lines, its state the states, and what may
/// change with every message everything.
fn of_field(
    model: &Model,
    object: Id<Object>,
    list: Option<Id<Field>>,
    lifecycle: Option<Id<Lifecycle>>,
    field: Id<Field>,
) -> Tells {
    let said = &model[field];
    if model[object].key.iter().any(|key| key.target == Some(field)) {
        return Tells::Nothing;
    }
    if let FieldKind::Status(of) = said.kind {
        return if lifecycle == Some(of) { Tells::State } else { Tells::Nothing };
    }
    let partitions = model[object].partitions.iter();
    if partitions.filter_map(|partition| partition.field?.target).any(|by| by == field) || is_reference(model, field) {
        return Tells::Nothing;
    }
    match list.map(|list| &model[list].kind) {
        Some(FieldKind::List(of)) if of.key.is_some_and(|key| key.target == Some(field)) => Tells::Line,
        _ => Tells::Message,
    }
}

/// Whether a field refers to another object: what it refers to is the same for all messages.
fn is_reference(model: &Model, field: Id<Field>) -> bool {
    matches!(&model[field].kind, FieldKind::Value(value) if value.reference.is_some())
}

/// The innermost list that a field is in.
fn list_of(model: &Model, field: Id<Field>) -> Option<Id<Field>> {
    let parents = std::iter::successors(model[field].parent, |at| model[*at].parent);
    parents.into_iter().find(|at| matches!(model[*at].kind, FieldKind::List(_)))
}
