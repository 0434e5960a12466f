//! `transition-with-two-owners`: one step is decided by one system.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_sites};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "transition-with-two-owners",
        title: "two systems decide the same step in the same case",
        severity: Severity::Error,
        explain: "\
Two transitions lead from the same state to the same state, by different systems, and the parts of the scopes in which they may happen meet. Both
systems will do the same thing once: two shipments, two invoices, two refunds.

Restrict both with `where`, so that each case has one system. Where either of the two may really do it, say with `arbitrate` what happens when both do.",
        fails: with_sites!(
            "lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=wms { from placed; to shipped }
    transition ship-outside by=provider { from placed; to shipped; where { site east-3pl } } //~ transition-with-two-owners
}
flow order-up-outside { publish order { only status }; from provider; to shop; on ship-outside }
"
        ),
        passes: with_sites!(
            "lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=wms { from placed; to shipped; where { site dal1 } }
    transition ship-outside by=provider { from placed; to shipped; where { site east-3pl } }
}
flow order-up-outside { publish order { only status }; from provider; to shop; on ship-outside }
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        for rivals in &life.rivals {
            let (first, second) = rivals.steps;
            if life.steps[first].to != life.steps[second].to {
                continue;
            }
            let (one, other) = (&model[life.steps[first].transition], &model[life.steps[second].transition]);
            let owner = |step: usize| life.steps[step].owner.map_or("", |owner| wording::name(model, owner));
            let to = life.steps[first].to.map_or("", |to| life.state_name(model, to));
            let states: Vec<_> = rivals.states.iter().map(|state| life.states[*state]).collect();
            let scenes = rivals.scenes.iter().map(|scene| &life.scenes[*scene]);
            let message = format!(
                "both `{}` and `{}` lead from {} to `{to}`{}",
                owner(first),
                owner(second),
                wording::names(model, &states),
                wording::when(&life.describe(model, scenes))
            );
            findings.report(message, |finding| {
                finding
                    .at(other.span, format!("`{}` decides `{}`", owner(second), other.name.text))
                    .and(one.span, format!("`{}` decides `{}`", owner(first), one.name.text))
                    .help("restrict both with `where` so that each case has one system, or `arbitrate` them")
                    .about(other.path(model))
                    .about(one.path(model))
            });
        }
    }
}
