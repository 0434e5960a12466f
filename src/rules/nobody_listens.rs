//! `nobody-listens`: a change of state that others show is told to somebody.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Need, Untold};
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule};

use super::unheard_end::access;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "nobody-listens",
        title: "a transition is told to nobody, though others show the state",
        severity: Severity::Warning,
        explain: "\
A system changes the state, no flow carries the change, and another system says that it reads the state. The people who look at that system's screen
see the old state until somebody telephones.

Add the transition to the `on` of a flow that carries the state, or take the state out of what the other system `reads`.",
        fails: r"
team it
system shop kind=ecommerce team=it { reads order.status }
system wms kind=wms team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picked
        state shipped final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=wms { from picked; to shipped } //~ nobody-listens
    }
}
flow order-down { publish order { only order-no }; from shop; to wms; on create }
flow order-up { publish order { only status }; from wms; to shop; on pick }
",
        passes: r"
team it
system shop kind=ecommerce team=it { reads order.status }
system wms kind=wms team=it
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
",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all() {
        let mut by_step: BTreeMap<usize, Vec<&Untold>> = BTreeMap::new();
        for untold in &life.untold {
            by_step.entry(untold.step).or_default().push(untold);
        }
        // Where somebody has to decide and cannot, that says more.
        by_step.retain(|_, missing| {
            missing.iter().all(|untold| untold.by_nobody && matches!(untold.needs[..], [Need::Reads(_), ..]))
        });
        for (step, mut missing) in by_step {
            missing.retain(|untold| !super::telling::is_cut_off(facts, life, untold));
            if missing.is_empty() {
                continue;
            }
            let transition = &model[life.steps[step].transition];
            let readers: Vec<_> = missing.iter().map(|untold| untold.system).collect();
            let scenes = missing[0].scenes.iter().map(|scene| &life.scenes[*scene]);
            let message = format!(
                "no flow tells anybody of `{}`, and {} reads the state{}",
                transition.name.text,
                wording::any_of(model, &readers),
                wording::when(&life.describe(model, scenes))
            );
            findings.report(message, |finding| {
                let mut finding = finding.at(transition.span, "this changes the state").about(transition.path(model));
                for untold in &missing {
                    let reader = wording::name(model, untold.system);
                    if let Some(span) = access(model, untold) {
                        finding = finding.and(span, format!("`{reader}` reads it"));
                    }
                }
                super::telling::answer(facts, life, &missing[..1], finding)
            });
        }
    }
}
