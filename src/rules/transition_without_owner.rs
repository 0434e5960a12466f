//! `transition-without-owner`: wherever an instance is, somebody can move it on.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Life, Scene};
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_sites};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "transition-without-owner",
        title: "in some scope, no system decides what happens next",
        severity: Severity::Error,
        explain: "\
The transitions that lead on from the state are restricted to parts of the scopes, and in the case that the message names there is none. Instances get
there, and no system may move them on.

Add a transition for the case, with the system that decides it there, or widen the `where` of one that exists.",
        fails: with_sites!(
            "lifecycle order {
    state placed initial=#true //~ transition-without-owner
    state shipped final=#true
    transition ship by=wms { from placed; to shipped; where { site dal1 } }
}
"
        ),
        passes: with_sites!(
            "lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=wms { from placed; to shipped; where { site dal1 } }
    transition ship-outside by=provider { from placed; to shipped; where { site east-3pl } }
}
flow order-up-outside { publish order { only status }; from provider; to shop; on ship-outside }
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        for state in (0..life.states.len()).filter(|state| !life.finals.contains(*state)) {
            if !life.steps.iter().any(|step| step.leaves(state)) {
                continue;
            }
            let stuck: Vec<&Scene> = life.scenes.iter().filter(|scene| is_stuck(life, scene, state)).collect();
            if stuck.is_empty() {
                continue;
            }
            let said = &model[life.states[state]];
            let when = wording::when(&life.describe(model, stuck.iter().copied()));
            findings.report(format!("no system moves on from `{}`{when}", said.name.text), |finding| {
                let mut finding = finding.at(said.name.span, "instances get here and stay").about(said.path(model));
                for step in life.steps.iter().filter(|step| step.leaves(state)).take(MOST_LABELS) {
                    let transition = &model[step.transition];
                    let label = format!("`{}` leads on, but not there", transition.name.text);
                    finding = finding.and(transition.region.span().unwrap_or(transition.span), label);
                }
                finding.help("add a transition for this case, or widen the `where` of one")
            });
        }
    }
}

/// The most transitions that one finding points at.
const MOST_LABELS: usize = 3;

/// Whether instances get to a state in a scene, and nothing leads on there.
fn is_stuck(life: &Life, scene: &Scene, state: usize) -> bool {
    scene.reached.contains(state) && !scene.leaving(life, state).any(|step| life.steps[step].leaves(state))
}
