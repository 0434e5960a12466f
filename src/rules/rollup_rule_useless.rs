//! `rollup-rule-useless`: every rule of a roll-up decides for some lines.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::rollups::Evaluation;
use crate::rule::{Code, Findings, Rule, with_pieces};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "rollup-rule-useless",
        title: "a rule of a roll-up never decides",
        severity: Severity::Warning,
        explain: "\
The rules of a roll-up are tried in order. Whatever states the parts are in, a rule before this one holds already, or this one never does. What it says
about the whole never happens.

Put the rule before the wider one, or take it out.",
        fails: with_pieces!(
            "lifecycle parcel {
    state open initial=#true
    state partly-sent
    state sent final=#true
    transition begin by=wms { from open; to partly-sent }
    transition finish by=wms { from open partly-sent; to sent }
}
lifecycle parcel.pieces {
    state waiting initial=#true
    state gone final=#true
    transition send by=wms { from waiting; to gone }
}
rollup parcel.status {
    when any=parcel.pieces state=gone to=partly-sent
    when all=parcel.pieces state=gone to=sent //~ rollup-rule-useless
    otherwise to=open
}
"
        ),
        passes: with_pieces!(
            "lifecycle parcel {
    state open initial=#true
    state partly-sent
    state sent final=#true
    transition begin by=wms { from open; to partly-sent }
    transition finish by=wms { from open partly-sent; to sent }
}
lifecycle parcel.pieces {
    state waiting initial=#true
    state gone final=#true
    transition send by=wms { from waiting; to gone }
}
rollup parcel.status {
    when all=parcel.pieces state=gone to=sent
    when any=parcel.pieces state=gone to=partly-sent
    otherwise to=open
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for evaluated in facts.rollups() {
        let Evaluation::Complete { decides, .. } = &evaluated.evaluation else { continue };
        let rollup = &model.rollups[evaluated.rollup];
        let parts = &model[evaluated.parts].head.name.text;
        for (rule, _) in rollup.rules.iter().zip(decides).filter(|(_, decides)| !**decides) {
            findings.report("this rule never decides", |finding| {
                finding
                    .at(rule.span, format!("whatever the states of `{parts}` are"))
                    .help("put it before the rule that holds already, or remove it")
                    .about(&*rollup.head.name.text)
            });
        }
    }
}
