//! `handover-without-delivery`: when ownership moves, the value moves with it.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::atoms::Atom;
use crate::facts::lineage::{Course, Web};
use crate::facts::territory::Dimension;
use crate::facts::wording;
use crate::model::Model;
use crate::model::delivery::Guarantee;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::Transition;
use crate::model::phase::Phase;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "handover-without-delivery",
        title: "ownership moves and the value does not",
        severity: Severity::Error,
        explain: "\
With a transition, or with a phase of the rollout, another system becomes the source of truth. No flow that delivers at least once brings the last
value of the old owner to the new one, so the new owner starts from nothing, or from what it happens to have.

The same holds for an instance that one system has to go on with after another one: if the only flow that tells it may lose messages, an order that is
lost once is never shipped.

Add a flow from the old owner to the new one that carries the field; name it with `handover` where a phase moves the ownership. Let a flow on which
somebody's next step depends deliver at least once.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system oms kind=oms team=it
object order {
    key order-no
    field order-no string
    field address string
    owner shop
    lifecycle {
        state placed initial=#true
        state open final=#true
        transition accept by=oms { from placed; to open } //~ handover-without-delivery
    }
}
ownership order.address {
    case { state placed; owner shop }
    case { state open; owner oms }
}
flow order-in { publish order { only order-no }; from shop; to oms; on create }
flow told { publish order { only status }; from oms; to shop; on accept }
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system oms kind=oms team=it
object order {
    key order-no
    field order-no string
    field address string
    owner shop
    lifecycle {
        state placed initial=#true
        state open final=#true
        transition accept by=oms { from placed; to open }
    }
}
ownership order.address {
    case { state placed; owner shop }
    case { state open; owner oms }
}
flow order-in { publish order { only order-no address }; from shop; to oms; on create }
flow told { publish order { only status }; from oms; to shop; on accept }
"#,
    },
    check,
};

/// Steps after which another system has to go on, and may not hear that it has to.
fn batons(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all() {
        for lost in life.losable(model) {
            let step = &life.steps[lost.step];
            let transition = &model[step.transition];
            let flow = &model[life.carriages[lost.carriage].flow];
            let owner = step.owner.map_or("", |owner| wording::name(model, owner));
            let (name, next) = (&transition.name.text, wording::name(model, lost.system));
            let message = format!(
                "`{next}` has to go on after `{name}` of `{owner}`, and `{}` may lose the message",
                flow.head.name.text
            );
            let guarantee = flow.delivery.as_ref().and_then(|delivery| delivery.guarantee);
            findings.report(message, |finding| {
                let mut finding = finding.at(transition.span, format!("`{next}` decides what comes next"));
                finding =
                    finding.and(guarantee.map_or(flow.head.span, |said| said.span), "a lost message is not sent again");
                finding.help("let the flow deliver `at-least-once`").about(&**name)
            });
        }
    }
}

/// What moves ownership.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    State(Id<Transition>),
    Rollout(Id<Phase>),
}

/// One move of ownership that nothing carries: cause, old owner, new owner.
type Move = (Cause, Id<System>, Id<System>);

fn check(facts: &Facts, findings: &mut Findings) {
    batons(facts, findings);
    let model = &facts.model;
    let lineage = facts.lineage();
    let mut found: BTreeMap<Move, (Vec<Id<Field>>, Vec<String>)> = BTreeMap::new();
    for course in lineage.courses().iter().filter(|course| lineage.is_certain(course.object)) {
        if course.webs.iter().all(|web| web.owners == course.webs[0].owners) {
            continue;
        }
        let mut moves: BTreeMap<Move, Vec<Atom>> = BTreeMap::new();
        for (atom, web) in course.cases() {
            for (cause, from_atom) in before(model, course, atom) {
                let Some(old) = course.web(from_atom) else { continue };
                let (&[new_owner], &[old_owner]) = (&web.owners[..], &old.owners[..]) else { continue };
                let carried = new_owner == old_owner
                    || arrives(model, course, web, old_owner, new_owner)
                    || arrives(model, course, old, old_owner, new_owner);
                if !carried {
                    moves.entry((cause, old_owner, new_owner)).or_default().push(atom);
                }
            }
        }
        for (moved, atoms) in moves {
            let entry = found.entry(moved).or_insert_with(|| (Vec::new(), course.describe(model, &atoms)));
            entry.0.extend(&course.fields);
        }
    }
    for ((cause, old, new), (fields, when)) in found {
        let (old, new) = (wording::name(model, old), wording::name(model, new));
        let fields = wording::fields(model, &fields);
        let (span, name) = said(model, cause);
        let message = format!(
            "{fields} moves from `{old}` to `{new}` with `{name}`, and no flow brings the value along{}",
            wording::when(&when)
        );
        findings.report(message, |finding| {
            finding
                .at(span, "the owner changes here")
                .help(format!("bring it from `{old}` to `{new}` with a flow that delivers at least once"))
                .about(name)
        });
    }
}

fn said(model: &Model, cause: Cause) -> (Span, &str) {
    match cause {
        Cause::State(transition) => (model[transition].span, &model[transition].name.text),
        Cause::Rollout(phase) => (model[phase].head.name.span, &model[phase].head.name.text),
    }
}

/// The atoms from which a transition or the next phase leads to this one.
fn before(model: &Model, course: &Course, atom: Atom) -> Vec<(Cause, Atom)> {
    let point = course.space.point(atom);
    let at =
        |dimension, value: usize| course.space.moved(&point, dimension, value).map(|point| course.space.atom(&point));
    let mut found = Vec::new();
    for (side, dimension) in course.space.dimensions().iter().enumerate() {
        let values: Vec<usize> = course.space.values_of(atom, side).collect();
        match *dimension {
            Dimension::Scope(_) => {}
            Dimension::State(lifecycle) => {
                let states = &model.lifecycles[lifecycle].states;
                for &id in &model.lifecycles[lifecycle].transitions {
                    let transition = &model[id];
                    let to = transition.to.and_then(|to| to.target);
                    if !values.iter().any(|value| Some(states[*value]) == to)
                        || !course.is_within(model, atom, &transition.region)
                    {
                        continue;
                    }
                    let from = transition.from.iter().filter_map(|from| from.target);
                    let from = from.filter_map(|from| states.iter().position(|state| *state == from));
                    found.extend(from.filter_map(|from| Some((Cause::State(id), at(*dimension, from)?))));
                }
            }
            Dimension::Phase => {
                for value in values {
                    let phase: Id<Phase> = Id::new(value);
                    // The last phase before in which somebody owns it: it may not be live in the one between.
                    let after = |phase: &Id<Phase>| model[*phase].after.and_then(|after| after.target);
                    let earlier = std::iter::successors(after(&phase), after).take(model.phases.len());
                    let mut atoms = earlier.filter_map(|earlier| at(*dimension, earlier.index()));
                    let from = atoms.find(|from| course.web(*from).is_some());
                    found.extend(from.map(|from| (Cause::Rollout(phase), from)));
                }
            }
        }
    }
    found.retain(|(_, from)| *from != atom);
    found
}

/// Whether flows that deliver at least once lead from one system to another.
fn arrives(model: &Model, course: &Course, web: &Web, from: Id<System>, to: Id<System>) -> bool {
    let mut reached = vec![from];
    let mut next = 0;
    while let Some(&system) = reached.get(next) {
        next += 1;
        for edge in web.edges.iter().chain(&web.handovers).map(|edge| &course.edges[*edge]) {
            let delivery = edge.of(model).delivery.as_ref();
            let guarantee = delivery.and_then(|delivery| delivery.guarantee).map(|said| said.value);
            if edge.from == system && guarantee != Some(Guarantee::AtMostOnce) && !reached.contains(&edge.to) {
                reached.push(edge.to);
            }
        }
    }
    reached.contains(&to)
}
