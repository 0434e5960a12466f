//! `lineage-too-complex`: what was not proved is said.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::atoms::MOST_ATOMS;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "lineage-too-complex",
        title: "the cases of an object are too many to follow its flows",
        severity: Severity::Warning,
        explain: "\
The flows, the owners and the access declarations of an object tell apart more than 8192 cases of scopes, states and phases. The compiler gave up
and proved nothing about the ways of its fields: not who writes them, not whom they reach, not how old they are.

Restrict flows along fewer scopes. A scope that no owner and no reader of the object depends on need not be named in `where`.",
        fails: "",
        passes: "",
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let lineage = facts.lineage();
    let wholes = model.objects.ids().map(|object| lineage.whole(object));
    let complex = lineage.courses().iter().chain(wholes).filter(|course| course.too_complex);
    let objects: BTreeSet<Id<Object>> = complex.map(|course| course.object).collect();
    for object in objects.into_iter().map(|object| &model[object]) {
        let path = &object.head.name.text;
        findings.report(
            format!("the flows of `{path}` have too many cases; nothing was proved about them"),
            |finding| {
                finding
                    .at(object.head.name.span, format!("gave up at {MOST_ATOMS} cases"))
                    .help("restrict its flows along fewer scopes")
                    .about(&**path)
            },
        );
    }
}
