//! `invalid-arbitration`: what is claimed of two transitions is so.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::races::rulings::differs;
use crate::model::element::Element;
use crate::rule::{Code, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "invalid-arbitration",
        title: "two transitions are said to commute, and do not",
        severity: Severity::Error,
        explain: "\
`commute` says that both orders of the two transitions end in the same state, so that it does not matter who was first. From the state that is named, one order
ends somewhere else, or is not legal at all.

Say who wins (`winner`), let one system decide both (`decide-by`), or let both transitions be legal after each other and lead to one state.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state written-off
    state cancelled final=#true
    transition write-off by=wms { from placed; to written-off }
    transition cancel by=shop { from placed written-off; to cancelled }
    arbitrate cancel write-off { commute } //~ invalid-arbitration
}
"
        ),
        passes: with_states!(
            "lifecycle order {
    state placed initial=#true
    state cancelled final=#true
    transition write-off by=wms { from placed cancelled; to cancelled }
    transition cancel by=shop { from placed cancelled; to cancelled }
    arbitrate cancel write-off { commute }
}
"
        ),
    },
    check: |facts, findings| {
        let model = &facts.model;
        for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
            for arbitration in &model[life.lifecycle].arbitrations {
                let Some(found) = differs(life, arbitration) else { continue };
                let (first, second) = (life.steps[found.first].transition, life.steps[found.second].transition);
                let (one, other) = (&model[first].name.text, &model[second].name.text);
                let end = |end: Option<usize>| {
                    end.map_or("not possible".to_owned(), |state| format!("`{}`", life.state_name(model, state)))
                };
                let message = format!(
                    "`{one}` and `{other}` do not commute: from `{}`, one order ends in {}, the other is {}",
                    life.state_name(model, found.state),
                    end(found.end.or(found.other_end)),
                    if found.end.is_some() { end(found.other_end) } else { end(None) }
                );
                findings.report(message, |finding| {
                    finding
                        .at(arbitration.commute.unwrap_or(arbitration.span), "both orders would have to end alike")
                        .and(model[first].span, format!("then `{other}`: {}", end(found.end)))
                        .and(model[second].span, format!("then `{one}`: {}", end(found.other_end)))
                        .help("say who wins with `winner`, or let one system decide both with `decide-by`")
                        .about(model[first].path(model))
                        .about(model[second].path(model))
                });
            }
        }
    },
};
