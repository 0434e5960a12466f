//! `quantity-left-behind`: a line that is over leaves nothing open.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Life, Step};
use crate::facts::lines::first_parts;
use crate::facts::wording;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::Balance;
use crate::rule::{Code, Findings, Rule, with_lines};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "quantity-left-behind",
        title: "a line ends, and its quantity stays where it was",
        severity: Severity::Error,
        explain: "\
A `balance` counts the pieces of a line, and transitions move them from part to part. This transition ends the line and does not move the pieces that it
holds in the state before: they stay in a part that other transitions take from, so somebody waits for them for ever. A cancelled line that is still
allocated keeps stock from being sold.

Add the `moves` that says where the pieces go, for every part that can hold them in the states before.",
        fails: with_lines!(
            "lifecycle order.lines {
    state waiting initial=#true
    state gone final=#true
    state dropped final=#true
    transition ship by=wms { from waiting; to gone; moves open shipped }
    transition drop by=wms { from waiting; to dropped } //~ quantity-left-behind
    balance ordered { open; shipped; cancelled }
}
flow order-up { publish order { only lines.status lines.shipped lines.cancelled }; from wms; to shop; on ship drop }
"
        ),
        passes: with_lines!(
            "lifecycle order.lines {
    state waiting initial=#true
    state gone final=#true
    state dropped final=#true
    transition ship by=wms { from waiting; to gone; moves open shipped }
    transition drop by=wms { from waiting; to dropped; moves open cancelled }
    balance ordered { open; shipped; cancelled }
}
flow order-up { publish order { only lines.status lines.shipped lines.cancelled }; from wms; to shop; on ship drop }
"
        ),
    },
    check,
};

/// What may hold pieces, by state.
type Held = Vec<BTreeSet<Id<Field>>>;

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        for balance in &model[life.lifecycle].balances {
            let held = held(model, life, balance);
            let open: BTreeSet<Id<Field>> = life.steps.iter().flat_map(|step| taken(model, step)).collect();
            for step in &life.steps {
                let ends = step.to.is_some_and(|to| life.finals.contains(to) && !step.from.contains(&to));
                if ends {
                    judge(model, findings, life, step, &held, &open);
                }
            }
        }
    }
}

/// Reports the parts that a step which ends the line leaves as they are.
fn judge(model: &Model, findings: &mut Findings, life: &Life, step: &Step, held: &Held, open: &BTreeSet<Id<Field>>) {
    let taken: BTreeSet<Id<Field>> = taken(model, step).collect();
    let before: BTreeSet<Id<Field>> = step.from.iter().flat_map(|from| held[*from].iter().copied()).collect();
    let left: Vec<Id<Field>> = before.into_iter().filter(|part| open.contains(part) && !taken.contains(part)).collect();
    let Some(&first) = left.first() else { return };
    let transition = &model[step.transition];
    let to = step.to.map_or("", |to| life.state_name(model, to));
    let names = wording::names(model, &left);
    findings.report(format!("`{}` ends the line, and leaves what is in {names}", transition.name.text), |finding| {
        finding
            .at(transition.span, format!("nothing moves out of {names} here"))
            .and(model[first].name.span, "pieces stay here for ever")
            .help(format!("say where they go when a line is `{to}`: `moves {} ...`", model[first].name.text))
            .about(transition.path(model))
    });
}

/// The fields from which a step takes.
fn taken<'m>(model: &'m Model, step: &Step) -> impl Iterator<Item = Id<Field>> + use<'m> {
    model[step.transition].moves.iter().filter_map(|moved| moved.from?.target)
}

/// Which parts of a sum can hold the pieces of a line in each state: in the first one those that its steps take from,
/// afterwards what steps moved there or left as it was.
fn held(model: &Model, life: &Life, balance: &Balance) -> Held {
    let parts: Vec<Id<Field>> = balance.parts.iter().filter_map(|part| part.target).collect();
    let mut held: Held = vec![BTreeSet::new(); life.states.len()];
    let mut open = Vec::new();
    for &state in &life.initial {
        let first = first_parts(model, life, state, &parts);
        open.extend(first.into_iter().map(|part| (state, part)));
    }
    while let Some((state, part)) = open.pop() {
        if !held[state].insert(part) {
            continue;
        }
        for step in life.steps.iter().filter(|step| step.from.contains(&state)) {
            let Some(to) = step.to else { continue };
            let moves = &model[step.transition].moves;
            let mut left = true;
            for moved in moves.iter().filter(|moved| moved.from.and_then(|from| from.target) == Some(part)) {
                left = false;
                open.extend(moved.to.and_then(|to| to.target).map(|part| (to, part)));
            }
            if left {
                open.push((to, part));
            }
        }
    }
    held
}
