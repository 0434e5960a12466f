//! `ownership-too-complex`: what was not proved is said.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::cells::MOST_STEPS;
use crate::facts::ownership::Verdict;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "ownership-too-complex",
        title: "the cases of an ownership are too many to prove anything",
        severity: Severity::Warning,
        explain: "\
The cases of an object or a field are so many that comparing them would take more than a million steps. The compiler gave up and proved nothing
about it: neither that every case has an owner nor that none has two.

Say the ownership with fewer cases: name what differs, and use `otherwise` for the rest.",
        fails: "",
        passes: "",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for area in facts.ownership().areas().iter().filter(|area| matches!(area.verdict, Verdict::TooComplex)) {
        let path = model.place_path(area.place);
        let span = match area.place.field {
            Some(field) => model.fields[field].name.span,
            None => model.objects[area.place.object].head.name.span,
        };
        findings.report(
            format!("the ownership of `{path}` has too many cases; nothing was proved about it"),
            |finding| {
                finding
                    .at(span, format!("gave up after {MOST_STEPS} steps"))
                    .help("name only the cases that differ, and use `otherwise` for the rest")
                    .about(path.clone())
            },
        );
    }
}
