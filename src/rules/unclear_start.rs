//! `unclear-start`: an instance begins in one state.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unclear-start",
        title: "a lifecycle does not begin in exactly one state",
        severity: Severity::Error,
        explain: "\
A new instance is in some state, and every system has to believe that it is the same one. A lifecycle without an initial state cannot begin, and one
with several begins differently in every system that has to guess.

Mark the state in which a new instance is with `initial=#true`, and no other. Where instances really begin in different ways, let them begin in one
state, and let a transition for each way lead on.",
        fails: with_states!(
            "lifecycle order { //~ unclear-start
    state placed initial=#true
    state imported initial=#true
    state shipped final=#true
    transition ship by=wms { from placed imported; to shipped }
}
"
        ),
        passes: with_states!(
            "lifecycle order {
    state placed initial=#true
    state imported
    state shipped final=#true
    transition import by=shop { from placed; to imported }
    transition ship by=shop { from placed imported; to shipped }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| !life.states.is_empty() && life.initial.len() != 1) {
        let head = &model[life.lifecycle].head;
        let name = &*head.name.text;
        let message = match life.initial[..] {
            [] => format!("no state of `{name}` is the first one"),
            _ => format!("`{name}` begins in {} states", life.initial.len()),
        };
        findings.report(message, |finding| {
            let mut finding = finding.at(head.span, "where does a new instance begin?").about(name);
            for state in &life.initial {
                let state = &model[life.states[*state]];
                finding = finding.and(state.name.span, "a new instance begins here").about(state.path(model));
            }
            finding.help("mark one state with `initial=#true`")
        });
    }
}
