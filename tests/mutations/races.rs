//! Mistakes in how changes of state are told: no order, no key, and receivers that do with a message what they should not.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::facts::lifecycle::{Carriage, Life};
use charter::model::delivery::Guarantee;
use charter::source::Span;
use charter::syntax::Cursor;

use super::lifecycle::{end_of, lives, word_at};
use super::{Mutation, Mutator};

/// What else is said of a delivery that forgets order or copies, of what only a policy used, and of the same race seen otherwise.
const CARELESS: &[&str] = &[
    "regression",
    "divergence",
    "illegal-apply",
    "duplicate-not-harmless",
    "stuck-message",
    "early-message-lost",
    "transition-conflict",
    "not-exhausted",
    "unused-definition",
    "key-hides-transition",
    "dedup-window-short",
    "delivered-twice",
    "quantity-counted-twice",
    "quantity-lost",
    "quantity-overdrawn",
    "quantity-overwritten",
    "no-reconciliation",
];

pub fn mutators() -> Vec<Mutator> {
    let one = |name, finds, places| Mutator { name, finds, also: CARELESS, places };
    vec![
        one("no order, and the last one wins", &["regression"], last_wins),
        one("no order, and early is refused", &["illegal-apply"], early_refused),
        one("no order, and early is dropped", &["divergence", "early-message-lost", "regression"], early_dropped),
        one("copies that are refused", &["duplicate-not-harmless", "stuck-message", "illegal-apply"], copies_refused),
    ]
}

/// The author's flows that alone tell a system of two steps of which the second follows the first, and that both are decided
/// by the sender.
fn telling(analysis: &Analysis) -> Vec<Cursor<'_>> {
    let model = &analysis.facts.model;
    let mut flows: BTreeSet<Span> = BTreeSet::new();
    for life in lives(analysis) {
        for (at, carriage) in life.carriages.iter().enumerate() {
            let flow = &model[carriage.flow];
            let repeats = flow.delivery.as_ref().and_then(|delivery| delivery.guarantee);
            let is_plain = flow.head.templates.is_empty() && flow.to.len() == 1 && !carriage.snapshot && carriage.shows;
            let is_repeated = repeats.is_some_and(|said| said.value == Guarantee::AtLeastOnce);
            if is_plain && is_repeated && life.initial.len() == 1 && tells_two(life, at, carriage) {
                flows.insert(flow.head.span);
            }
        }
    }
    flows.into_iter().filter_map(|head| word_at(analysis, head)).collect()
}

fn tells_two(life: &Life, at: usize, carriage: &Carriage) -> bool {
    let alone = |step: usize| {
        life.carriages
            .iter()
            .enumerate()
            .all(|(other, told)| other == at || told.to != carriage.to || !told.tells(step))
    };
    let own = |step: &usize| life.steps[*step].owner == Some(carriage.from) && alone(*step);
    let steps: Vec<usize> = carriage.steps.ones().filter(own).collect();
    let is_passive = life.steps.iter().all(|step| step.owner != Some(carriage.to));
    let starts = |step: usize| life.steps[step].from.contains(&life.initial[0]);
    is_passive
        && life.scenes.iter().any(|scene| {
            scene.carriages.contains(at)
                && steps.iter().any(|first| {
                    let follows = |second: &usize| {
                        first != second
                            && life.steps[*first].to.is_some_and(|to| life.steps[*second].from == [to])
                            && scene.can_happen(life, *second)
                    };
                    starts(*first) && scene.can_happen(life, *first) && steps.iter().any(follows)
                })
        })
}

/// A flow whose delivery loses a word, and whose receiver does this.
fn careless(flow: Cursor<'_>, without: &'static str, receive: &str) -> Option<Mutation> {
    let delivery = flow.child("delivery")?;
    let lost = delivery.child(without).map(|word| (word.span(), String::new()));
    let old = flow.child("receive").map(|word| (word.span(), String::new()));
    let after = end_of(flow.child("from")?.span());
    let new = (after, format!("\n    receive {{ {receive} }}"));
    Some(Mutation { edits: lost.into_iter().chain(old).chain([new]).collect(), node: Some(flow.span()) })
}

fn all(analysis: &Analysis, without: &'static str, receive: &str) -> Vec<Mutation> {
    telling(analysis).into_iter().filter_map(|flow| careless(flow, without, receive)).collect()
}

fn last_wins(analysis: &Analysis) -> Vec<Mutation> {
    all(analysis, "ordered-by", "early overwrite; stale overwrite; duplicate ignore")
}

fn early_refused(analysis: &Analysis) -> Vec<Mutation> {
    all(analysis, "ordered-by", "early reject; stale ignore; duplicate ignore")
}

fn early_dropped(analysis: &Analysis) -> Vec<Mutation> {
    all(analysis, "ordered-by", "early ignore; stale ignore; duplicate ignore")
}

fn copies_refused(analysis: &Analysis) -> Vec<Mutation> {
    all(analysis, "idempotency-key", "early hold; stale reject; duplicate apply")
}
