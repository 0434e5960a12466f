//! Mistakes in lifecycles: who decides, where it ends, who hears of it, and how states are written.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::facts::lifecycle::{Carriage, Life};
use charter::model::element::ElementId;
use charter::model::flow::Event;
use charter::source::Span;
use charter::syntax::Cursor;

use super::{Mutation, Mutator, is_own, words, words_in};

/// What follows from a transition that nobody expected: it races, it is not told, it is not written.
const NEW_TRANSITION: &[&str] = &[
    "divergence",
    "regression",
    "mixed-choice",
    "transition-conflict",
    "stuck-message",
    "blind-owner",
    "nobody-listens",
    "unheard-end",
    "unwritten-state",
    "coarse-owner",
    "quantity-lost",
];

/// What follows from a flow that does not tell any more.
const UNTOLD: &[&str] =
    &["blind-owner", "nobody-listens", "unheard-end", "coarse-owner", "unused-definition", "quantity-lost"];

pub fn mutators() -> Vec<Mutator> {
    let one = |name, finds, also, places| Mutator { name, finds, also, places };
    vec![
        one("transition that a scope lacks", &["transition-without-owner"], NEW_TRANSITION, narrowed),
        one("transition with a second owner", &["transition-with-two-owners"], NEW_TRANSITION, widened),
        one(
            "no arbitration",
            &["mixed-choice", "transition-conflict"],
            &["unused-definition", "regression", "divergence"],
            no_arbitration,
        ),
        one("no first state", &["unclear-start"], NO_START, no_first_state),
        one("second first state", &["unclear-start"], SECOND_START, second_first_state),
        one("state that nothing leads to", &["unreachable-state"], &[], unreachable),
        one("state without a way out", &["dead-end-state"], NEW_TRANSITION, dead_end),
        one("trap", &["no-way-to-finish"], NEW_TRANSITION, trap),
        one("last state that is not marked", &["dead-end-state"], &["no-way-to-finish"], unmarked_end),
        one("way out of a final state", &["final-state-left"], LEFT_END, left_end),
        one("transition that a flow does not tell any more", &["blind-owner"], UNTOLD, dropped_event),
        // A system that gets nothing of the object any more is told so, and not of the single steps.
        one(
            "flow that told who goes on",
            &["blind-owner", "owner-never-receives", "unreachable-reader"],
            DROPPED_FLOW,
            dropped_flow,
        ),
        one("flow that may lose who goes on", &["handover-without-delivery"], LOSSY, lossy),
        one(
            "key that names the instance only",
            &["key-hides-transition"],
            &["dedup-window-short", "quantity-lost"],
            short_key,
        ),
        one("state that is in no row", &["unwritten-state"], &[], unwritten),
        one("second word for a state", &["state-row-useless"], &[], second_word),
        one("quantity that is not moved at the end", &["quantity-left-behind"], &[], unmoved),
        one("quantity moved out of its sum", &["unbalanced-move"], &["quantity-left-behind"], moved_out),
        one("part that counts twice", &["unbalanced-move"], &[], counted_twice),
        one("rule of a roll-up twice", &["rollup-rule-useless"], &[], rule_twice),
        one("roll-up against the transitions", &["rollup-without-transition"], &["rollup-rule-useless"], wrong_rollup),
    ]
}

const DROPPED_FLOW: &[&str] = &[
    "nobody-listens",
    "unheard-end",
    "unreachable-reader",
    "unused-definition",
    "no-reconciliation",
    "dead-delivery",
    "proposal-without-echo",
    "publish-without-authority",
    "phase-missing-input",
    "derived-input-missing",
    "handover-without-delivery",
    "unused-waiver",
];

/// Owners that depend on the state depend on where it begins.
const NO_START: &[&str] =
    &["write-into-owner", "absolute-write", "handover-without-delivery", "no-owner", "publish-without-authority"];

/// Where nothing leads on from the second first state in some scope, instances that begin in it stay there.
const SECOND_START: &[&str] = &["transition-without-owner", "divergence", "regression", "mixed-choice", "blind-owner"];

/// What follows when a part or a whole comes back from its end. What waits for that end cannot rest on it any more.
const LEFT_END: &[&str] = &[
    "causality",
    "mixed-choice",
    "transition-conflict",
    "stuck-message",
    "blind-owner",
    "coarse-owner",
    "unbounded-loop",
    "quantity-left-behind",
    "rollup-without-transition",
    "transition-with-two-owners",
    "handover-without-delivery",
    "key-hides-transition",
    "quantity-lost",
    "quantity-overdrawn",
];

/// What else is said of a delivery that may lose.
const LOSSY: &[&str] = &["divergence", "regression", "no-reconciliation", "quantity-lost"];

/// The word that begins with this line.
pub(super) fn word_at(analysis: &Analysis, head: Span) -> Option<Cursor<'_>> {
    words(analysis).into_iter().find(|word| word.head() == head)
}

fn start_of(span: Span) -> Span {
    Span { end: span.start, ..span }
}

pub(super) fn end_of(span: Span) -> Span {
    Span { start: span.end, ..span }
}

/// The lifecycles of the author.
pub(super) fn lives(analysis: &Analysis) -> impl Iterator<Item = &Life> {
    let model = &analysis.facts.model;
    analysis.facts.lifecycles().all().iter().filter(|life| is_own(analysis, model[life.lifecycle].head.span.file))
}

/// The block of a lifecycle, its first state and who decides a step there.
fn beginnings(analysis: &Analysis) -> Vec<(Cursor<'_>, String, String)> {
    let model = &analysis.facts.model;
    let beginning = |life: &Life| {
        let word = word_at(analysis, model[life.lifecycle].head.span)?;
        let first = *life.initial.first()?;
        let owner = life.steps.iter().find(|step| step.from.contains(&first))?.owner?;
        Some((word, life.state_name(model, first).to_owned(), model.systems[owner].head.name.to_string()))
    };
    lives(analysis).filter_map(beginning).collect()
}

/// The `where` of a transition that is the only way out of a state in its scopes loses its last value.
fn narrowed(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mut found = Vec::new();
    for life in lives(analysis) {
        for (at, step) in life.steps.iter().enumerate() {
            let transition = &model[step.transition];
            let [side] = &transition.region.sides[..] else { continue };
            let last = side.values.last().filter(|_| side.values.len() > 1);
            let alone = life.scenes.iter().any(|scene| {
                let is_only = |from: &usize| {
                    scene.leaving(life, *from).all(|other| other == at || !life.steps[other].leaves(*from))
                };
                scene.can_happen(life, at) && step.from.iter().all(is_only)
            });
            if let Some(last) = last.filter(|_| alone) {
                found.push(Mutation { edits: vec![(last.span, String::new())], node: None });
            }
        }
    }
    found
}

/// The `where` of a transition is taken away, and another system does the same elsewhere.
fn widened(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mut found = Vec::new();
    for life in lives(analysis) {
        for (at, step) in life.steps.iter().enumerate() {
            let twin = life.steps.iter().enumerate().any(|(other, twin)| {
                other != at
                    && twin.owner != step.owner
                    && twin.to == step.to
                    && twin.from.iter().any(|from| step.from.contains(from))
            });
            let word = word_at(analysis, model[step.transition].span).filter(|_| twin);
            if let Some((word, only)) = word.and_then(|word| Some((word, word.child("where")?))) {
                found.push(Mutation { edits: vec![(start_of(only.span()), "/-".to_owned())], node: Some(word.span()) });
            }
        }
    }
    found
}

fn no_arbitration(analysis: &Analysis) -> Vec<Mutation> {
    words_in(analysis, "lifecycle", "arbitrate").into_iter().map(|word| Mutation::remove(word.span())).collect()
}

fn no_first_state(analysis: &Analysis) -> Vec<Mutation> {
    let states = words_in(analysis, "lifecycle", "state").into_iter();
    let marked = states.filter_map(|state| Some((state, state.property("initial")?.entry_span())));
    marked
        .filter_map(|(state, mark)| Some((state.parent()?, mark)))
        .map(|(life, mark)| Mutation::replace(mark, "", life.span()))
        .collect()
}

fn second_first_state(analysis: &Analysis) -> Vec<Mutation> {
    let states = words_in(analysis, "lifecycle", "state").into_iter();
    let others = states.filter(|state| state.property("initial").is_none() && state.property("final").is_none());
    others
        .filter_map(|state| Some((state, state.argument("name")?.span())))
        .map(|(state, name)| Mutation {
            edits: vec![(end_of(name), " initial=#true".to_owned())],
            node: Some(state.span()),
        })
        .collect()
}

fn unreachable(analysis: &Analysis) -> Vec<Mutation> {
    let add =
        |(life, ..): (Cursor<'_>, String, String)| Some(Mutation::insert(life.block()?, "state nowhere", life.span()));
    beginnings(analysis).into_iter().filter_map(add).collect()
}

fn dead_end(analysis: &Analysis) -> Vec<Mutation> {
    let add = |(life, first, owner): (Cursor<'_>, String, String)| {
        let lines = format!("state stuck\n    transition get-stuck by={owner} {{ from {first}; to stuck }}");
        Some(Mutation::insert(life.block()?, &lines, life.span()))
    };
    beginnings(analysis).into_iter().filter_map(add).collect()
}

fn trap(analysis: &Analysis) -> Vec<Mutation> {
    let add = |(life, first, owner): (Cursor<'_>, String, String)| {
        let lines = format!(
            "state here\n    state there\n    transition fall-in by={owner} {{ from {first}; to here }}\n    \
             transition go by={owner} {{ from here; to there }}\n    transition return by={owner} {{ from there; to here }}"
        );
        Some(Mutation::insert(life.block()?, &lines, life.span()))
    };
    beginnings(analysis).into_iter().filter_map(add).collect()
}

fn unmarked_end(analysis: &Analysis) -> Vec<Mutation> {
    let states = words_in(analysis, "lifecycle", "state").into_iter();
    let marked = states.filter_map(|state| Some((state, state.property("final")?.entry_span())));
    marked.map(|(state, mark)| Mutation::replace(mark, "", state.span())).collect()
}

/// A transition may also happen in a final state that it does not lead to.
fn left_end(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mut found = Vec::new();
    for life in lives(analysis) {
        for step in &life.steps {
            let end = life.finals.ones().find(|end| Some(*end) != step.to && !step.from.contains(end));
            let last = model[step.transition].from.last();
            if let (Some(end), Some(last)) = (end, last) {
                let name = format!(" {}", life.state_name(model, end));
                found.push(Mutation { edits: vec![(end_of(last.span), name)], node: Some(last.span) });
            }
        }
    }
    found
}

/// The carriages by which alone a system hears of a step after which it decides, with the step.
fn batons(analysis: &Analysis) -> Vec<(&Life, &Carriage, usize)> {
    let mut found = Vec::new();
    for life in lives(analysis) {
        for (at, carriage) in life.carriages.iter().enumerate() {
            let needs = |step: &usize| {
                life.scenes.iter().any(|scene| {
                    let goes_on = |next: usize| life.steps[next].owner == Some(carriage.to);
                    let others = scene.carriages.ones().map(|other| &life.carriages[other]);
                    scene.carriages.contains(at)
                        && scene.can_happen(life, *step)
                        && life.steps[*step].owner == Some(carriage.from)
                        && life.steps[*step].to.is_some_and(|to| scene.leaving(life, to).any(goes_on))
                        && others.filter(|other| other.to == carriage.to && other.tells(*step)).count() == 1
                })
            };
            let steps: Vec<usize> = carriage.steps.ones().filter(needs).collect();
            found.extend(steps.into_iter().map(|step| (life, carriage, step)));
        }
    }
    found
}

fn dropped_event(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let drop = |(life, carriage, step): (&Life, &Carriage, usize)| {
        let flow = &model[carriage.flow];
        let is_step = |event: &&Event| match event {
            Event::Transition(named) => named.target == Some(life.steps[step].transition),
            _ => false,
        };
        let Event::Transition(named) = flow.on.iter().find(is_step).filter(|_| flow.on.len() > 1)? else { return None };
        Some(Mutation { edits: vec![(named.span, String::new())], node: Some(model[life.steps[step].transition].span) })
    };
    batons(analysis).into_iter().filter_map(drop).collect()
}

fn dropped_flow(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let named: BTreeSet<ElementId> = model.references.iter().map(|used| used.target).collect();
    let flows: BTreeSet<_> = batons(analysis).into_iter().map(|(_, carriage, _)| carriage.flow).collect();
    let free = flows.into_iter().filter(|flow| !named.contains(&(*flow).into()));
    let heads: Vec<Span> = free.map(|flow| model[flow].head.span).collect();
    heads.into_iter().filter_map(|head| Some(Mutation::remove(word_at(analysis, head)?.span()))).collect()
}

fn lossy(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let lose = |(life, carriage, step): (&Life, &Carriage, usize)| {
        let said = model[carriage.flow].delivery.as_ref()?.guarantee?;
        let own = model[carriage.flow].head.templates.is_empty() && is_own(analysis, said.span.file);
        own.then(|| Mutation::replace(said.span, "at-most-once", model[life.steps[step].transition].span))
    };
    batons(analysis).into_iter().filter_map(lose).collect()
}

/// An idempotency key keeps only what identifies the instance, and the flow tells of several steps.
fn short_key(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for life in lives(analysis) {
        for carriage in life.carriages.iter().filter(|carriage| !carriage.snapshot) {
            let steps: Vec<usize> = carriage.steps.ones().collect();
            let several = steps.iter().any(|one| {
                steps.iter().any(|other| {
                    let together =
                        life.scenes.iter().any(|scene| scene.can_happen(life, *one) && scene.can_happen(life, *other));
                    one < other && together && life.can_both_happen(*one, *other)
                })
            });
            let flow = &model[carriage.flow];
            if !several || !flow.head.templates.is_empty() || !seen.insert(carriage.flow) {
                continue;
            }
            let key =
                word_at(analysis, flow.head.span).and_then(|word| word.child("delivery")?.child("idempotency-key"));
            let Some(key) = key else { continue };
            let identity: Vec<&str> = model[life.place.object]
                .key
                .iter()
                .filter_map(|field| Some(&*model[field.target?].name.text))
                .collect();
            let given: Vec<(String, Span)> = key
                .arguments_of("fields")
                .map(|given| (analysis.sources.text(given.span()).to_owned(), given.span()))
                .collect();
            let (kept, dropped): (Vec<_>, Vec<_>) =
                given.into_iter().partition(|(name, _)| identity.contains(&name.as_str()));
            if !kept.is_empty() && !dropped.is_empty() {
                let edits = dropped.into_iter().map(|(_, span)| (span, String::new())).collect();
                found.push(Mutation { edits, node: Some(key.span()) });
            }
        }
    }
    found
}

/// The row of a state that a flow brings is taken out of the table of its receiver.
fn unwritten(analysis: &Analysis) -> Vec<Mutation> {
    let facts = &analysis.facts;
    let mut rows: BTreeSet<Span> = BTreeSet::new();
    for life in lives(analysis) {
        for sight in life.sights(&facts.model, facts.state_tables()).iter().filter(|sight| !sight.table.is_map) {
            let written = sight.states.ones().filter_map(|state| sight.table.writes.get(&life.states[state]));
            rows.extend(written.map(|written| written.span));
        }
    }
    let alone = |row: &Cursor<'_>| row.definition().name == "code";
    let rows = rows.into_iter().filter_map(|row| word_at(analysis, row)).filter(alone);
    rows.filter_map(|row| Some(Mutation { edits: vec![(row.span(), String::new())], node: Some(row.parent()?.head()) }))
        .collect()
}

fn second_word(analysis: &Analysis) -> Vec<Mutation> {
    let second = |row: Cursor<'_>| {
        let state = analysis.sources.text(row.argument("state")?.span()).to_owned();
        let node = Some(row.parent()?.span());
        Some(Mutation { edits: vec![(end_of(row.span()), format!("; code \"ANOTHER\" {state}"))], node })
    };
    words_in(analysis, "states", "code").into_iter().filter_map(second).collect()
}

/// The transitions that end a line and move something, with their `moves`.
fn ending_moves(analysis: &Analysis) -> Vec<(Cursor<'_>, Vec<Cursor<'_>>)> {
    let model = &analysis.facts.model;
    let mut found = Vec::new();
    for life in lives(analysis).filter(|life| !model[life.lifecycle].balances.is_empty()) {
        for step in life.steps.iter().filter(|step| step.to.is_some_and(|to| life.finals.contains(to))) {
            let Some(word) = word_at(analysis, model[step.transition].span) else { continue };
            let moves: Vec<Cursor<'_>> = word.children_named("moves").collect();
            if !moves.is_empty() {
                found.push((word, moves));
            }
        }
    }
    found
}

fn unmoved(analysis: &Analysis) -> Vec<Mutation> {
    let unmoved = |(word, moves): (Cursor<'_>, Vec<Cursor<'_>>)| Mutation {
        edits: moves.iter().map(|moved| (moved.span(), String::new())).collect(),
        node: Some(word.head()),
    };
    ending_moves(analysis).into_iter().map(unmoved).collect()
}

/// A quantity goes to the sum itself.
fn moved_out(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for (word, moves) in ending_moves(analysis) {
        let Some(total) = word.parent().and_then(|life| life.child("balance")?.argument("total")) else { continue };
        let total = analysis.sources.text(total.span()).to_owned();
        if let Some(to) = moves[0].argument("to") {
            found.push(Mutation::replace(to.span(), total, moves[0].span()));
        }
    }
    found
}

fn counted_twice(analysis: &Analysis) -> Vec<Mutation> {
    let twice = |balance: Cursor<'_>| {
        let part = balance.chosen_children().next()?.name_span();
        let name = analysis.sources.text(part).to_owned();
        Some(Mutation { edits: vec![(start_of(part), format!("{name}; "))], node: Some(balance.span()) })
    };
    words_in(analysis, "lifecycle", "balance").into_iter().filter_map(twice).collect()
}

fn rule_twice(analysis: &Analysis) -> Vec<Mutation> {
    let twice = |rule: Cursor<'_>| {
        let text = analysis.sources.text(rule.span()).to_owned();
        Mutation { edits: vec![(end_of(rule.span()), format!("; {text}"))], node: Some(rule.span()) }
    };
    words_in(analysis, "rollup", "when").into_iter().map(twice).collect()
}

/// What no rule fits makes the whole final, though its parts go on.
fn wrong_rollup(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let wrong = |word: Cursor<'_>| {
        let to = word.property("to")?;
        let old = analysis.sources.text(to.span());
        let state = model.states.values().find(|state| &*state.name.text == old)?;
        let end = model[state.lifecycle].states.iter().find(|state| model[**state].is_final)?;
        Some(Mutation { edits: vec![(to.span(), model[*end].name.to_string())], node: None })
    };
    words_in(analysis, "rollup", "otherwise").into_iter().filter_map(wrong).collect()
}
