//! `unbalanced-move`: a quantity that moves stays in its sum.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::{Balance, Lifecycle, Move, Transition};
use crate::rule::{Code, Findings, Rule, with_lines};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unbalanced-move",
        title: "a quantity leaves the sum that it belongs to, or is counted twice",
        severity: Severity::Error,
        explain: "\
A `balance` says that a quantity is always the sum of others. A transition takes from a part of the sum and gives to a field that is none, or the other
way round; or a part is listed twice, or is the sum itself. After that, pieces are missing or appear from nowhere, and nobody can say where.

Let both fields of a `moves` be parts of the same balance, and list every part once.",
        fails: with_lines!(
            "lifecycle order.lines {
    state waiting initial=#true
    state gone final=#true
    transition ship by=wms {
        from waiting
        to gone
        moves open cancelled //~ unbalanced-move
    }
    balance ordered { open; shipped }
}
flow order-up { publish order { only lines.status lines.shipped lines.cancelled }; from wms; to shop; on ship }
"
        ),
        passes: with_lines!(
            "lifecycle order.lines {
    state waiting initial=#true
    state gone final=#true
    transition ship by=wms {
        from waiting
        to gone
        moves open shipped
        moves open cancelled
    }
    balance ordered { open; shipped; cancelled }
}
flow order-up { publish order { only lines.status lines.shipped lines.cancelled }; from wms; to shop; on ship }
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for lifecycle in model.lifecycles.values().filter(|lifecycle| !lifecycle.balances.is_empty()) {
        listed(model, findings, lifecycle);
        for transition in lifecycle.transitions.iter().map(|transition| &model[*transition]) {
            for moved in &transition.moves {
                moves(model, findings, lifecycle, transition, moved);
            }
        }
    }
}

/// Every part of a sum is listed once, and the sum is none of them.
fn listed(model: &Model, findings: &mut Findings, lifecycle: &Lifecycle) {
    for (at, balance) in lifecycle.balances.iter().enumerate() {
        let earlier = lifecycle.balances[..at].iter().filter(|other| other.total.target == balance.total.target);
        let mut seen: Vec<_> = earlier.flat_map(|other| &other.parts).collect();
        seen.push(&balance.total);
        for part in &balance.parts {
            let Some(field) = part.target else { continue };
            let Some(first) = seen.iter().find(|known| known.target == Some(field)) else {
                seen.push(part);
                continue;
            };
            let (name, total) = (&model[field].name.text, balance.total.target);
            let message = if total == Some(field) {
                format!("`{name}` is the sum, and a part of itself")
            } else {
                format!("`{name}` counts twice in this sum")
            };
            findings.report(message, |finding| {
                finding
                    .at(part.span, "counted again")
                    .and(first.span, "counted here")
                    .help("list every part of the sum once")
                    .about(model[field].path(model))
            });
        }
    }
}

/// What leaves one part of a sum enters another part of it.
fn moves(model: &Model, findings: &mut Findings, lifecycle: &Lifecycle, transition: &Transition, moved: &Move) {
    let field = |end: Option<crate::model::name::Ref<Field>>| end.and_then(|end| end.target);
    let (Some(from), Some(to)) = (field(moved.from), field(moved.to)) else { return };
    let has = |balance: &Balance, field: Id<Field>| balance.parts.iter().any(|part| part.target == Some(field));
    for balance in &lifecycle.balances {
        let is_known = balance.parts.iter().all(|part| part.target.is_some());
        if !is_known || has(balance, from) == has(balance, to) {
            continue;
        }
        let total = balance.total.target.map_or_else(String::new, |total| model[total].name.to_string());
        let (inside, outside) = if has(balance, from) { (from, to) } else { (to, from) };
        let (inside, outside) = (&model[inside].name.text, &model[outside].name.text);
        let message = if has(balance, from) {
            format!(
                "`{}` takes from `{inside}` and gives to `{outside}`, which is no part of `{total}`",
                transition.name.text
            )
        } else {
            format!(
                "`{}` gives to `{inside}` and takes from `{outside}`, which is no part of `{total}`",
                transition.name.text
            )
        };
        findings.report(message, |finding| {
            finding
                .at(moved.span, format!("`{total}` is no longer the sum after this"))
                .and(balance.span, format!("`{total}` is the sum of these"))
                .help(format!("move the quantity to a part of `{total}`, or add `{outside}` to the balance"))
                .about(transition.path(model))
        });
    }
}
