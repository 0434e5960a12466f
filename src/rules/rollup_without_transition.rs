//! `rollup-without-transition`: what the parts make of the whole, the whole can become.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::rollups::Evaluation;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_pieces};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "rollup-without-transition",
        title: "a roll-up changes the state of the whole, and no transition allows it",
        severity: Severity::Error,
        explain: "\
The state of the whole follows from those of its parts. A transition of a part changes it, and in the lifecycle of the whole no way leads from the old
state to the new one. A system that computes the state and one that follows the transitions then disagree.

Add the transition to the lifecycle of the whole, or change the rules of the roll-up.",
        fails: with_pieces!(
            "lifecycle parcel {
    state open initial=#true
    state partly-sent
    state sent final=#true
    transition begin by=wms { from open; to partly-sent }
    transition finish by=wms { from partly-sent; to sent }
}
lifecycle parcel.pieces {
    state waiting initial=#true
    state gone
    state kept final=#true
    transition send by=wms { from waiting; to gone }
    transition bring-back by=wms { from gone; to kept } //~ rollup-without-transition
}
rollup parcel.status {
    when all=parcel.pieces state=gone to=sent
    when any=parcel.pieces state=gone to=partly-sent
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
    transition finish by=wms { from partly-sent; to sent }
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
        let rollup = &model.rollups[evaluated.rollup];
        let name = &*rollup.head.name.text;
        let Evaluation::Complete { changes, .. } = &evaluated.evaluation else { continue };
        let lifecycles = facts.lifecycles();
        let (Some(whole), Some(part)) = (lifecycles.life(evaluated.whole), lifecycles.life(evaluated.parts)) else {
            continue;
        };
        let mut told = BTreeSet::new();
        for change in changes {
            let (from, to) = (change.from, change.to);
            if whole.leads(from, to) || !told.insert(change.step) {
                continue;
            }
            let transition = &model[part.steps[change.step].transition];
            let (old, new) = (whole.state_name(model, from), whole.state_name(model, to));
            let message = format!(
                "`{}` of a part makes the whole go from `{old}` to `{new}`, and no transition leads there",
                transition.name.text
            );
            findings.report(message, |finding| {
                finding
                    .at(transition.span, format!("the roll-up says `{new}` after this"))
                    .and(rollup.head.span, format!("before it, it said `{old}`"))
                    .and(model[whole.states[to]].name.span, format!("no way leads here from `{old}`"))
                    .help(format!("add a transition from `{old}` to `{new}`, or change the rules of the roll-up"))
                    .about(transition.path(model))
                    .about(name)
            });
        }
    }
}
