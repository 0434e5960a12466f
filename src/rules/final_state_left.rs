//! `final-state-left`: a final state is the last one.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "final-state-left",
        title: "a transition leaves a final state",
        severity: Severity::Error,
        explain: "\
The state is said to be final, and a transition leads on from it. Systems that take the word seriously archive the instance, drop its key from their
memory or refuse what comes later; the transition is then lost without a trace.

What happens after the end is often another object: a return, a credit, a claim. Otherwise the state is not final; say which one is.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state shipped final=#true
    state returned final=#true
    transition ship by=shop { from placed; to shipped }
    transition bring-back by=shop { from shipped; to returned } //~ final-state-left
}
"
        ),
        passes: with_states!(
            "lifecycle order {
    state placed initial=#true
    state shipped
    state closed final=#true
    state returned final=#true
    transition ship by=shop { from placed; to shipped }
    transition close by=shop { from shipped; to closed }
    transition bring-back by=shop { from shipped; to returned }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all() {
        for step in &life.steps {
            let transition = &model[step.transition];
            for from in &transition.from {
                let Some(state) = from.target.and_then(|state| life.state(state)) else { continue };
                if !life.finals.contains(state) || !step.leaves(state) {
                    continue;
                }
                let (state, name) = (&model[life.states[state]], &transition.name.text);
                findings.report(format!("`{}` is final, and `{name}` leads on from it", state.name.text), |finding| {
                    finding
                        .at(from.span, "leaves the last state")
                        .and(state.name.span, "final here")
                        .help("make what happens afterwards an object of its own, or let the state not be final")
                        .about(state.path(model))
                        .about(transition.path(model))
                });
            }
        }
    }
}
