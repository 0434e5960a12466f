//! `transition-conflict`: what systems decide without knowing of each other has an order that is legal.

use crate::diagnostic::Severity;
use crate::explore::Property;
use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::query::story::{RowKind, Story};
use crate::rule::{Code, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "transition-conflict",
        title: "systems decide what has no legal order",
        severity: Severity::Error,
        explain: "\
Messages take time, so a system decides by what it saw last. Here two systems decide, neither knows of the other, and in no order is both legal: the order is
picked and cancelled. The steps of the labels are the shortest way to it, with the flows by which the news travelled.

The safest answer is one decider for each state: let the other system `request` the transition, and be told the answer. Where both must act by themselves,
say with `arbitrate` who wins. What lost counts for nothing then, and so does what its system did on top of it. A `window` alone decides nothing.

One instance is looked at, each transition once. What transitions require of other objects does not keep them from happening here.",
        fails: with_states!(
            "exception late-cancel severity=medium owner=it respond-within=\"4h\" {
    on late-cancel
    detect \"the parcel had left\"
    playbook { step \"Tell the customer how to send it back\" }
}
lifecycle order {
    state placed initial=#true
    state shipped final=#true
    state cancelled final=#true
    transition ship by=wms { from placed; to shipped }
    transition cancel by=shop { from placed; to cancelled } //~ transition-conflict
    arbitrate cancel ship { window \"30min\"; loser-raises late-cancel }
}
"
        ),
        passes: with_states!(
            "exception late-cancel severity=medium owner=it respond-within=\"4h\" {
    on late-cancel
    detect \"the parcel had left\"
    playbook { step \"Tell the customer how to send it back\" }
}
lifecycle order {
    state placed initial=#true
    state shipped final=#true
    state cancelled final=#true
    transition ship by=wms { from placed; to shipped }
    transition cancel by=shop { from placed; to cancelled }
    arbitrate cancel ship { winner ship; loser-raises late-cancel; window \"30min\" }
}
"
        ),
    },
    check: |facts, findings| {
        // Two that may be decided in one state are `mixed-choice`, which tells the story then.
        let is_new = |life: &Life, _: &crate::explore::Trace, told: &Story| !is_mixed_choice(life, told);
        super::race::report(facts, Property::NoConflict, findings, is_new, |life, told| {
            let model = &facts.model;
            let decides = told.rows.iter().filter(|row| row.kind == RowKind::Decides);
            let names: Vec<String> = decides.map(|row| format!("`{}`", model[row.transition].name.text)).collect();
            format!("{} of `{}` can all happen, and no order is legal", names.join(", "), super::race::place(facts, life))
        });
    },
};

/// Whether the last decision of a story stands against one that is reported as a mixed choice.
pub(super) fn is_mixed_choice(life: &Life, told: &Story) -> bool {
    life.rivals.iter().any(|rivals| is_about(life, told, rivals.steps))
}

/// Whether a story is about two steps: both are decided in it, and one of them is the last.
pub(super) fn is_about(life: &Life, told: &Story, steps: (usize, usize)) -> bool {
    let decides = |step: usize| {
        let transition = life.steps[step].transition;
        told.rows.iter().any(|row| row.kind == RowKind::Decides && row.transition == transition)
    };
    let last = told.rows.last().map(|row| row.transition);
    let is_last = |step: usize| Some(life.steps[step].transition) == last;
    decides(steps.0) && decides(steps.1) && (is_last(steps.0) || is_last(steps.1))
}
