//! `mixed-choice`: what happens next is decided by one system, or it is said who wins.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_bare_order};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "mixed-choice",
        title: "two systems may decide at the same time, and nobody says who wins",
        severity: Severity::Warning,
        explain: "\
In the state, one system may do one thing and another system another, and neither is allowed after the other one. Messages take time: each of them can
act before it hears of the other. Then the two systems believe different things about the same order, and both were right to act.

The safest answer is one decider for each state: let the other system `request` the transition and be told the answer. Where both must act by
themselves, say with `arbitrate` who wins and what the loser raises.

This is a warning as long as it is not shown that it happens: where no flow says yet how the news travels, or where a lifecycle is too large to look at
every order of messages. Where it is shown, it is the error `transition-conflict`, with the way to it. Two transitions that may follow each other in some order are no conflict and are
not reported.",
        fails: with_bare_order!(
            "lifecycle order {
    state placed initial=#true
    state shipped final=#true
    state cancelled final=#true
    transition ship by=wms { from placed; to shipped }
    transition cancel by=shop { from placed; to cancelled } //~ mixed-choice
}
"
        ),
        passes: with_bare_order!(
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
    arbitrate cancel ship { winner ship; loser-raises late-cancel }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for (at, life) in facts.lifecycles().all().iter().enumerate().filter(|(_, life)| life.is_certain) {
        let shown: Vec<usize> = if life.rivals.is_empty() {
            Vec::new()
        } else {
            facts.races().clashes(at, life).iter().filter_map(|clash| clash.rivals).collect()
        };
        for (index, rivals) in life.rivals.iter().enumerate() {
            if !rivals.differ(life) || shown.contains(&index) {
                continue;
            }
            let (first, second) = rivals.steps;
            let (one, other) = (&model[life.steps[first].transition], &model[life.steps[second].transition]);
            let owner = |step: usize| life.steps[step].owner.map_or("", |owner| wording::name(model, owner));
            let states: Vec<_> = rivals.states.iter().map(|state| life.states[*state]).collect();
            let scenes = rivals.scenes.iter().map(|scene| &life.scenes[*scene]);
            let message = format!(
                "in {} both `{}` may `{}` and `{}` may `{}`, and neither can follow the other{}",
                wording::names(model, &states),
                owner(first),
                one.name.text,
                owner(second),
                other.name.text,
                wording::when(&life.describe(model, scenes))
            );
            findings.report(message, |finding| {
                finding
                    .at(other.span, format!("`{}` decides this", owner(second)))
                    .and(one.span, format!("`{}` decides this, perhaps at the same time", owner(first)))
                    .help(format!(
                        "let one system decide both and the other `request` it, or say who wins: `arbitrate {} {} {{ ... }}`",
                        other.name.text, one.name.text
                    ))
                    .about(other.path(model))
                    .about(one.path(model))
            });
        }
    }
}
