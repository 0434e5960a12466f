//! `blind-owner`: who decides what happens next hears how it came to that.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Need, Untold};
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "blind-owner",
        title: "a system decides a transition and cannot know whether it may",
        severity: Severity::Error,
        explain: "\
The system decides what happens in a state, and no flow tells it of a transition by which another system leads there, or away from there. It sees an
earlier state for ever, so it never acts, or acts on what is long past: it waits for a shipment that has left, or picks what was called off.

Add the transition to the `on` of a flow that reaches the system and carries the state, or add such a flow.",
        fails: r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system erp kind=erp team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picked
        state shipped
        state invoiced final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=wms { from picked; to shipped }
        transition invoice by=erp { from shipped; to invoiced } //~ blind-owner
    }
}
flow order-down { publish order; from shop; to wms; to erp; on create }
flow order-up { publish order { only status }; from wms; to erp; on pick }
",
        passes: r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system erp kind=erp team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picked
        state shipped
        state invoiced final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=wms { from picked; to shipped }
        transition invoice by=erp { from shipped; to invoiced }
    }
}
flow order-down { publish order; from shop; to wms; to erp; on create }
flow order-up { publish order { only status }; from wms; to erp; on pick ship }
",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all() {
        let mut by_owner: BTreeMap<(Id<System>, usize), Vec<&Untold>> = BTreeMap::new();
        for untold in life.untold.iter().filter(|untold| !super::telling::is_cut_off(facts, life, untold)) {
            if let [Need::Decides(step), ..] = untold.needs[..] {
                by_owner.entry((untold.system, step)).or_default().push(untold);
            }
        }
        for ((system, decided), missing) in by_owner {
            let (name, decides) = (wording::name(model, system), &model[life.steps[decided].transition]);
            let steps: Vec<_> = missing.iter().map(|untold| life.steps[untold.step].transition).collect();
            let mut scenes: Vec<usize> = missing.iter().flat_map(|untold| untold.scenes.iter().copied()).collect();
            scenes.sort_unstable();
            scenes.dedup();
            let when = wording::when(&life.describe(model, scenes.iter().map(|scene| &life.scenes[*scene])));
            let message = format!(
                "`{name}` decides `{}`, and never hears of {}{when}",
                decides.name.text,
                wording::names(model, &steps)
            );
            findings.report(message, |finding| {
                let mut finding =
                    finding.at(decides.span, format!("`{name}` cannot know whether it may")).about(decides.path(model));
                for untold in &missing {
                    let transition = &model[life.steps[untold.step].transition];
                    let owner = life.steps[untold.step].owner.map_or("", |owner| wording::name(model, owner));
                    let told = if untold.by_nobody { "anybody" } else { name };
                    finding = finding
                        .and(transition.span, format!("`{owner}` does this, and no flow tells {}", quoted(told, name)))
                        .about(transition.path(model));
                }
                super::telling::answer(facts, life, &missing, finding)
            });
        }
    }
}

/// A name in backticks, or a word as it is.
fn quoted(told: &str, name: &str) -> String {
    if told == name { format!("`{name}`") } else { told.to_owned() }
}
