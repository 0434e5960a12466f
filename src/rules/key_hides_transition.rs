//! `key-hides-transition`: a change of state is not taken for a second copy of the one before.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Carriage, Life};
use crate::model::Model;
use crate::model::delivery::KeyField;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::name::Ref;
use crate::rule::{Code, Findings, Rule, with_states};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "key-hides-transition",
        title: "a message about a transition is taken for a copy of an earlier one",
        severity: Severity::Error,
        explain: "\
The flow is sent on several transitions of one instance, and its idempotency key names only what identifies the instance. The receiver remembers the
key of the first message and takes all that follow for copies of it: the order is created, and its cancellation is dropped.

Add to the key what differs from message to message: the state, a version of the object, or `event-id`.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state shipped
    state delivered final=#true
    transition ship by=shop { from placed; to shipped }
    transition deliver by=shop { from shipped; to delivered }
}
flow progress {
    publish order { only status }
    from shop
    to wms
    on ship deliver
    delivery at-least-once {
        idempotency-key order-no //~ key-hides-transition
        ordered-by order-no
    }
}
"
        ),
        passes: with_states!(
            "lifecycle order {
    state placed initial=#true
    state shipped
    state delivered final=#true
    transition ship by=shop { from placed; to shipped }
    transition deliver by=shop { from shipped; to delivered }
}
flow progress {
    publish order { only status }
    from shop
    to wms
    on ship deliver
    delivery at-least-once {
        idempotency-key order-no status
        ordered-by order-no
    }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        for (at, carriage) in life.carriages.iter().enumerate().filter(|(_, carriage)| !carriage.snapshot) {
            let Some(key) = key_of_instance(model, life, carriage) else { continue };
            let Some((first, second)) = both(life, at) else { continue };
            if !told.insert(key) {
                continue;
            }
            let name = |step: Option<usize>| step.map_or("create", |step| life.step_name(model, step));
            let (first, second) = (name(first), name(second));
            let flow = &model[carriage.flow].head;
            findings.report(
                format!("`{second}` is taken for a second copy of `{first}` in `{}`", flow.name.text),
                |finding| {
                    finding
                        .at(key, "the same for both")
                        .help("add to the key what differs: the state, a version, or `event-id`")
                        .about(flow.name.text.as_ref())
                        .about(model.place_path(life.place))
                },
            );
        }
    }
}

/// The idempotency key of a flow, where it only names what identifies an instance.
fn key_of_instance(model: &Model, life: &Life, carriage: &Carriage) -> Option<Span> {
    let keys = &model[carriage.flow].delivery.as_ref()?.idempotency_key;
    let identity = &model[life.place.object].key;
    let identifies = |field: Id<Field>| identity.iter().any(|key: &Ref<Field>| key.target == Some(field));
    let is_constant = |key: &KeyField| match key {
        KeyField::Field(path) => path.target.and_then(|place| place.field).is_some_and(identifies),
        KeyField::Envelope(_) => false,
    };
    let place = |key: &KeyField| match key {
        KeyField::Field(path) => path.span,
        KeyField::Envelope(name) => name.span,
    };
    let (first, last) = (place(keys.first()?), place(keys.last()?));
    (keys.iter().all(is_constant) && first.file == last.file).then_some(Span { end: last.end, ..first })
}

/// Two events of a flow that one instance can have; `None` for its creation.
fn both(life: &Life, at: usize) -> Option<(Option<usize>, Option<usize>)> {
    let carriage = &life.carriages[at];
    life.scenes.iter().filter(|scene| scene.carriages.contains(at)).find_map(|scene| {
        let mut steps = carriage.steps.ones().filter(|step| scene.can_happen(life, *step));
        let first = steps.next()?;
        if carriage.creates {
            return Some((None, Some(first)));
        }
        // Of two steps that end in different final states, an instance has one.
        let follows = |second: &usize| life.can_both_happen(first, *second);
        steps.find(follows).map(|second| (Some(first), Some(second)))
    })
}
