//! `dead-end-state`: what is not final goes on.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "dead-end-state",
        title: "a state that is not final has no way out",
        severity: Severity::Error,
        explain: "\
Instances get to the state, nothing leads on, and it is not marked as final. They stay there for ever, and nobody is asked to do anything: that is
where orders lie until a customer calls.

Add the transition that leads on, with the system that decides it. If nothing shall happen any more, say `final=#true`.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state on-hold //~ dead-end-state
    state shipped final=#true
    transition hold by=shop { from placed; to on-hold }
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
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        for state in 0..life.states.len() {
            let is_reached = life.scenes.iter().any(|scene| scene.reached.contains(state));
            if life.finals.contains(state) || !is_reached || life.steps.iter().any(|step| step.leaves(state)) {
                continue;
            }
            let said = &model[life.states[state]];
            let name = &said.name.text;
            findings.report(format!("`{name}` is not final, and nothing leads on from it"), |finding| {
                let mut finding = finding.at(said.name.span, "no transition leaves it").about(said.path(model));
                if let Some(step) = life.steps.iter().find(|step| step.to == Some(state) && !step.from.contains(&state))
                {
                    let transition = &model[step.transition];
                    finding = finding.and(transition.span, format!("`{}` leads there", transition.name.text));
                }
                finding.help("add the transition that leads on, or say `final=#true` where nothing happens any more")
            });
        }
    }
}
