//! `unreachable-state`: every state can be got to.

use fixedbitset::FixedBitSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unreachable-state",
        title: "no instance ever gets to a state",
        severity: Severity::Warning,
        explain: "\
No transition leads to the state from where instances begin, in any scope and any phase. Either a transition was forgotten, or the state is left over
from another system, and code, tables and tests are written for something that never happens.

Add the transition that leads there, with the system that decides it, or take the state out.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state on-hold //~ unreachable-state
    state shipped final=#true
    transition release by=shop { from on-hold; to placed }
    transition ship by=shop { from placed; to shipped }
}
"
        ),
        passes: with_states!(
            "lifecycle order {
    state placed initial=#true
    state on-hold
    state shipped final=#true
    transition hold by=shop { from placed; to on-hold }
    transition release by=shop { from on-hold; to placed }
    transition ship by=shop { from placed; to shipped }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all() {
        if !life.is_certain || life.initial.is_empty() || life.scenes.is_empty() {
            continue;
        }
        for (root, after) in unreached(life) {
            let state = &model[life.states[root]];
            let name = &state.name.text;
            findings.report(format!("no instance ever gets to `{name}`"), |finding| {
                let initial: Vec<_> = life.initial.iter().map(|state| life.states[*state]).collect();
                let begins = wording::names(model, &initial);
                let leading =
                    life.steps.iter().any(|step| step.to == Some(root) && step.from.iter().any(|at| *at != root));
                let label = if leading {
                    format!("what leads here does not happen: no way comes from {begins}")
                } else {
                    "no transition leads here".to_owned()
                };
                let mut finding = finding.at(state.name.span, label).about(state.path(model));
                for next in after {
                    let state = &model[life.states[next]];
                    finding = finding.and(state.name.span, format!("only from `{name}`")).about(state.path(model));
                }
                finding.help(format!("add the transition that leads to `{name}`, or remove the state"))
            });
        }
    }
}

/// The states that nothing leads to, each with the states that are unreachable only because of it.
fn unreached(life: &Life) -> Vec<(usize, Vec<usize>)> {
    let mut known = FixedBitSet::with_capacity(life.states.len());
    life.scenes.iter().for_each(|scene| known.union_with(&scene.reached));
    let entered = |state: usize, known: &FixedBitSet| {
        life.steps
            .iter()
            .any(|step| step.to == Some(state) && step.from.iter().any(|from| *from != state && !known.contains(*from)))
    };
    let missing: Vec<usize> = (0..life.states.len()).filter(|state| !known.contains(*state)).collect();
    let (mut roots, circles): (Vec<usize>, Vec<usize>) =
        missing.into_iter().partition(|state| !entered(*state, &known));
    roots.extend(circles);
    let mut found = Vec::new();
    for root in roots {
        if known.contains(root) {
            continue;
        }
        let mut after = Vec::new();
        let mut open = vec![root];
        while let Some(state) = open.pop() {
            if !known.put(state) {
                after.push(state);
                open.extend(life.steps.iter().filter(|step| step.from.contains(&state)).filter_map(|step| step.to));
            }
        }
        after.retain(|state| *state != root);
        after.sort_unstable();
        found.push((root, after));
    }
    found.sort_unstable();
    found
}
