//! `lifecycle-too-complex`: what was not proved is said.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::atoms::MOST_ATOMS;
use crate::facts::rollups::Evaluation;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "lifecycle-too-complex",
        title: "the cases of a lifecycle are too many to look at",
        severity: Severity::Warning,
        explain: "\
The transitions of a lifecycle and the flows that tell of them distinguish more than 8192 cases of scopes and phases. The compiler gave up and proved
nothing about its states: not whether they can be reached, not whether they can be left, not who hears of them.

Restrict transitions and flows along fewer scopes. The same is said of a roll-up in which too many states of parts come together.",
        fails: "",
        passes: "",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for life in facts.lifecycles().all().iter().filter(|life| life.too_complex) {
        let head = &facts.model[life.lifecycle].head;
        let name = &*head.name.text;
        findings.report(
            format!("the lifecycle of `{name}` has too many cases; nothing was proved about it"),
            |finding| {
                finding
                    .at(head.span, format!("gave up at {MOST_ATOMS} cases"))
                    .help("restrict its transitions and flows along fewer scopes")
                    .about(name)
            },
        );
    }
    for evaluated in facts.rollups().iter().filter(|rollup| matches!(rollup.evaluation, Evaluation::TooComplex)) {
        let head = &facts.model.rollups[evaluated.rollup].head;
        let name = &*head.name.text;
        findings.report(
            format!("the roll-up of `{name}` has too many cases; nothing was proved about it"),
            |finding| {
                finding
                    .at(head.span, "too many states of parts come together")
                    .help("let fewer states of the parts decide")
                    .about(name)
            },
        );
    }
}
