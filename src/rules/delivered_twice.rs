//! `delivered-twice`: a value is not brought where another flow brings it at the same time.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lineage::{Course, Edge};
use crate::facts::wording;
use crate::model::field::Field;
use crate::model::flow::{Event, Flow, Mode};
use crate::model::id::Id;
use crate::model::lifecycle::Transition;
use crate::model::name::Ref;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "delivered-twice",
        title: "a flow brings a value that another one brings as well, each time",
        severity: Severity::Warning,
        explain: "\
Two flows go from the same system to the same system. Whatever sets one of them off sets off the other, wherever the first is live, and both bring the
field. The receiver gets the same value twice for every event, and the second copy always replaces the first: one of them is of no use. It is built, tested
and paid for all the same, and the day on which the two differ, the slower one wins.

Leave the field out of one of the flows with `except`. A batch or a poll beside events is no second copy: it repairs what was lost. Flows to different
doors of a system are not compared either.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant; field note string }
flow order-down { publish order; from shop; to wms; on create change; latency near-real-time }
flow notes-down { publish order { only note }; from shop; to wms; on create; latency near-real-time } //~ delivered-twice
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant; field note string }
flow order-down { publish order { except note }; from shop; to wms; on create change; latency near-real-time }
flow notes-down { publish order { only note }; from shop; to wms; on create; latency near-real-time }
"#,
    },
    check,
};

/// The flow whose delivery is of no use, the one that brings the same, and to whom.
type Twice = (Id<Flow>, Id<Flow>, Id<System>);

fn check(facts: &Facts, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut found: BTreeMap<Twice, (&Edge, &Edge, Vec<Id<Field>>)> = BTreeMap::new();
    for course in lineage.courses().iter().filter(|course| lineage.is_certain(course.object)) {
        for (at, edge) in course.edges.iter().enumerate().filter(|(_, edge)| is_event(facts, edge)) {
            let is_same = |(_, other): &(usize, &Edge)| (other.from, other.to) == (edge.from, edge.to);
            let others = course.edges.iter().enumerate().filter(is_same);
            for (with, other) in others.filter(|(_, other)| other.flow != edge.flow && is_event(facts, other)) {
                // Of two that always come together, the later one is named.
                let is_later = other.flow < edge.flow || !covers(facts, edge, other);
                if is_later && covers(facts, other, edge) && is_with(course, at, with) {
                    let none = || (edge, other, Vec::new());
                    found.entry((edge.flow, other.flow, edge.to)).or_insert_with(none).2.extend(&course.fields);
                }
            }
        }
    }
    for (edge, other, fields) in found.into_values() {
        let (flow, same) = (&model[edge.flow].head.name.text, &model[other.flow].head.name.text);
        let (named, to) = (wording::fields(model, &fields), wording::name(model, edge.to));
        findings.report(format!("`{flow}` brings {named} to `{to}`, and `{same}` does so each time"), |finding| {
            finding
                .at(edge.said(model).span, format!("brings {named}"))
                .and(other.said(model).span, "brings it as well")
                .help(format!("leave it out of `{flow}` or of `{same}` with `except`"))
                .about(&**flow)
        });
    }
}

/// Whether an edge publishes when something happens that it names.
fn is_event(facts: &Facts, edge: &Edge) -> bool {
    let flow = edge.of(&facts.model);
    let at_once = flow.schedule.is_none() && flow.poll.is_none() && !flow.on.is_empty();
    edge.mode == Mode::Publish && !edge.implied && at_once && edge.said(&facts.model).is_known()
}

/// Whether whatever sets one flow off sets off another, to the same door.
fn covers(facts: &Facts, wide: &Edge, narrow: &Edge) -> bool {
    let (wide, narrow) = ((wide.of(&facts.model), wide.end), (narrow.of(&facts.model), narrow.end));
    let door = |(flow, end): (&Flow, usize)| flow.to[end].endpoint.as_ref().map(|door| door.target);
    let has = |event: &Event| wide.0.on.iter().any(|other| is_same(event, other));
    door(wide) == door(narrow) && narrow.0.on.iter().all(has)
}

fn is_same(event: &Event, other: &Event) -> bool {
    let known = |transition: &Ref<Transition>| transition.target;
    match (event, other) {
        (Event::Transition(one), Event::Transition(other)) => known(one).is_some() && known(one) == known(other),
        (Event::Create(_), Event::Create(_))
        | (Event::Change(_), Event::Change(_))
        | (Event::Delete(_), Event::Delete(_)) => true,
        _ => false,
    }
}

/// Whether an edge is live somewhere, and another one wherever it is.
fn is_with(course: &Course, edge: usize, other: usize) -> bool {
    let mut live = course.webs.iter().filter(|web| web.edges.contains(&edge)).peekable();
    live.peek().is_some() && live.all(|web| web.edges.contains(&other))
}
