//! `transition-conflict`: what systems decide without knowing of each other has an order that is legal.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::wording;
use crate::query::story::{RowKind, story};
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

This is an error and not a warning, because the way to it was found: it needs nothing but messages that take time. Two transitions of which that was not
shown are `mixed-choice`. `charter trace` draws the way.

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
        let model = &facts.model;
        for (at, life) in facts.lifecycles().all().iter().enumerate() {
            for clash in facts.races().clashes(at, life) {
                let (race, trace) = clash.races[0];
                let told = story(facts, race, trace);
                let place = super::race::place(facts, life);
                let what = if let Some(rivals) = clash.rivals {
                    let (one, other) = life.rivals[rivals].steps;
                    let [one, other] = [one, other].map(|step| {
                        let owner = life.steps[step].owner.map_or("", |owner| wording::name(model, owner));
                        format!("`{}` by `{owner}`", life.step_name(model, step))
                    });
                    format!("{one} and {other} can both happen to `{place}`, and no order is legal")
                } else {
                    let decides = told.rows.iter().filter(|row| row.kind == RowKind::Decides);
                    let names: Vec<String> = decides.map(|row| format!("`{}`", row.name)).collect();
                    format!("{} of `{place}` can all happen, and no order is legal", names.join(", "))
                };
                let message = format!("{what}{}", super::race::when(facts, life, &clash.races));
                findings.report(message, |finding| super::race::tell(facts, race, &told, finding));
            }
        }
    },
};
