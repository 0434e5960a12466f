//! `no-reconciliation`: what comes by notifications alone is compared from time to time.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::redelivery;
use crate::model::Model;
use crate::model::delivery::Guarantee;
use crate::model::flow::{End, Flow, Mode};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{Events, System};
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "no-reconciliation",
        title: "what gets lost on the way is never found",
        severity: Severity::Error,
        explain: "\
The flow rests on notifications that the source does not keep: it tries for some time and then drops them, may lose them, or switches them off. What was
dropped while a receiver was down is missing for ever, and nobody is told.

Compare the two systems regularly with a `reconcile`, or let another flow bring the same object by a schedule or a poll. A source that keeps what it could
not deliver says so with `retention=` in its `events`.",
        fails: r#"
team it
system shop kind=ecommerce team=it {
    events webhook delivery=at-least-once {
        retry attempts=5 first="1min"
    }
}
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down { //~ no-reconciliation
    publish order
    from shop
    to wms
    on create
}
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it {
    events webhook delivery=at-least-once {
        retry attempts=5 first="1min"
    }
}
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant }
calendar nightly zone="America/Chicago" { at "02:00" }
flow orders-down {
    publish order
    from shop
    to wms
    on create
}
reconcile order shop wms {
    on nightly
    by order-no
    winner shop
    tell it
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for flow in model.flows.values() {
        let Some(events) = redelivery::events(model, flow) else { continue };
        let Some(why) = why_lost(events) else { continue };
        let Some(source) = flow.from.as_ref().and_then(system) else { continue };
        let Some(object) = unreconciled(model, flow, source) else { continue };
        let (name, object) = (&flow.head.name, &model[object].head.name.text);
        let sender = &model[source].head.name;
        findings.report(format!("what `{name}` loses of `{object}` is never found"), |finding| {
            let receiver = flow.to.iter().find_map(system).map(|to| &model[to].head.name);
            let receiver = receiver.map_or("RECEIVER", |name| &name.text);
            finding
                .at(name.span, format!("`{object}` comes by notifications alone"))
                .and(events.name.span, why)
                .help(format!(
                    "compare the two regularly, as `reconcile {object} {sender} {receiver}`, or poll them as well"
                ))
                .about(name.text.as_ref())
        });
    }
}

fn system(end: &End) -> Option<Id<System>> {
    end.system.and_then(|system| system.target)
}

/// Why a notification can be gone for good; `None` where the source keeps it.
fn why_lost(events: &Events) -> Option<&'static str> {
    if events.delivery.is_some_and(|delivery| delivery.value == Guarantee::AtMostOnce) {
        return Some("a message may be lost");
    }
    if events.disabled.as_ref().is_some_and(|disabled| !disabled.told) {
        return Some("the source stops sending by itself, and tells nobody");
    }
    events.retention.is_none().then_some("the source does not say that it keeps what it could not deliver")
}

/// An object that a flow publishes and that nothing else brings or compares.
fn unreconciled(model: &Model, flow: &Flow, source: Id<System>) -> Option<Id<Object>> {
    let published = flow.carries.iter().filter(|carried| carried.mode == Mode::Publish);
    let mut objects = published.flat_map(|carried| &carried.paths).filter_map(|path| Some(path.target?.object));
    let receivers: Option<Vec<Id<System>>> = flow.to.iter().map(system).collect();
    let receivers = receivers?;
    objects.find(|object| {
        let compared = model.reconciles.values().any(|reconcile| {
            // A name that is not understood may be that of the system.
            let has = |system| reconcile.systems.iter().any(|named| named.target.is_none_or(|target| target == system));
            let covers = reconcile.path.target.is_none_or(|place| place.object == *object);
            covers && has(source) && receivers.iter().any(|receiver| has(*receiver))
        });
        let brought = model.flows.values().any(|other| {
            let carries = other.carries.iter().flat_map(|carried| &carried.paths);
            (other.schedule.is_some() || other.poll.is_some())
                && carries.filter_map(|path| path.target).any(|place| place.object == *object)
                && other.from.as_ref().and_then(system) == Some(source)
                && other.to.iter().filter_map(system).any(|to| receivers.contains(&to))
        });
        !compared && !brought
    })
}
