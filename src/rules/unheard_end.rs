//! `unheard-end`: who reads a state hears when it is over.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Carriage, Life, Need, Untold};
use crate::facts::wording;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::flow::Event;
use crate::model::id::Id;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unheard-end",
        title: "a system reads a state and never hears that it is over",
        severity: Severity::Warning,
        explain: "\
The system names the state among what it reads, and no flow that reaches it is sent on any of the transitions that lead to a final state. What it shows stays
open for ever: the order is shipped, and its screen says that it is being picked.

Add the transitions to the `on` of a flow that reaches the system, or take the state out of what it `reads`.",
        fails: r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system crm kind=crm team=it { reads order.status } //~ unheard-end
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picked
        state shipped final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=wms { from picked; to shipped }
    }
}
flow order-down { publish order { only order-no }; from shop; to wms; on create }
flow order-up { publish order { only status }; from wms; to shop; on pick ship }
flow order-to-crm { publish order; from shop; to crm; on create pick }
",
        passes: r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system crm kind=crm team=it { reads order.status }
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picked
        state shipped final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=wms { from picked; to shipped }
    }
}
flow order-down { publish order { only order-no }; from shop; to wms; on create }
flow order-up { publish order { only status }; from wms; to shop; on pick ship }
flow order-to-crm { publish order; from shop; to crm; on create pick ship }
",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all() {
        // What nobody hears of, or somebody who has to decide, is another finding.
        let heard: BTreeSet<usize> =
            life.untold.iter().filter(|untold| !untold.by_nobody).map(|untold| untold.step).collect();
        let mut by_reader: BTreeMap<Id<System>, Vec<&Untold>> = BTreeMap::new();
        let deciders = life.deciders();
        for untold in life.untold.iter().filter(|untold| ends(life, untold.step) && heard.contains(&untold.step)) {
            let cut_off = super::telling::is_cut_off(facts, life, untold);
            if !cut_off
                && !deciders.contains(&untold.system)
                && untold.needs.iter().any(|need| is_explicit(model, life, *need))
            {
                by_reader.entry(untold.system).or_default().push(untold);
            }
        }
        for (system, mut missing) in by_reader {
            let sees_no_end = |scene: &usize| sees_no_end(model, life, system, *scene);
            let blind: Vec<usize> = (0..life.scenes.len()).filter(sees_no_end).collect();
            missing.retain(|untold| untold.scenes.iter().any(|scene| blind.contains(scene)));
            let Some(span) = missing.first().and_then(|untold| access(model, untold)) else { continue };
            let name = wording::name(model, system);
            let steps: Vec<_> = missing.iter().map(|untold| life.steps[untold.step].transition).collect();
            let when = wording::when(&life.describe(model, blind.iter().map(|scene| &life.scenes[*scene])));
            let path = model.place_path(life.place);
            let message =
                format!("`{name}` reads `{path}.status` and does not hear of {}{when}", wording::names(model, &steps));
            findings.report(message, |finding| {
                let mut finding =
                    finding.at(span, "this never gets to an end").about(name).about(format!("{path}.status"));
                for transition in steps.iter().take(MOST_LABELS) {
                    let transition = &model[*transition];
                    finding = finding
                        .and(transition.span, format!("`{}` ends it, and is told to others", transition.name.text))
                        .about(transition.path(model));
                }
                super::telling::answer(facts, life, &missing, finding)
            });
        }
    }
}

/// Whether a step leads to a final state.
fn ends(life: &Life, step: usize) -> bool {
    life.steps[step].to.is_some_and(|to| life.finals.contains(to))
}

/// Whether a system names the state among what it reads. Who reads the whole object may not care.
fn is_explicit(model: &Model, life: &Life, need: Need) -> bool {
    let Need::Reads(access) = need else { return false };
    let status = model[life.lifecycle].status;
    access.of(model).paths.iter().any(|path| path.target.is_some_and(|place| place.field == status))
}

/// Whether a system hears of no step that ends in a scene, though some can happen. A flow that brings the state along when
/// something else happens may tell of the end.
fn sees_no_end(model: &Model, life: &Life, system: Id<System>, scene: usize) -> bool {
    let scene = &life.scenes[scene];
    let mut ending = scene.steps.ones().filter(|step| ends(life, *step) && scene.can_happen(life, *step)).peekable();
    let arriving = scene.carriages.ones().map(|at| &life.carriages[at]).filter(|told| told.to == system && told.shows);
    let comes_along = |told: &Carriage| {
        model[told.flow].on.iter().any(|event| match event {
            Event::Transition(transition) => transition.target.is_none_or(|step| life.step(step).is_none()),
            Event::Create(_) | Event::Change(_) | Event::Delete(_) => false,
        })
    };
    ending.peek().is_some() && ending.all(|step| !scene.hears(system, step)) && !arriving.into_iter().any(comes_along)
}

/// The most transitions that one finding points at.
const MOST_LABELS: usize = 3;

/// Where a system says that it reads the state.
pub(super) fn access(model: &Model, untold: &Untold) -> Option<Span> {
    untold.needs.iter().find_map(|need| match need {
        Need::Reads(access) => Some(access.of(model).span),
        Need::Decides(_) => None,
    })
}
