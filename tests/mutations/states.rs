//! Mistakes about where transitions lead, and about tables of states.

use charter::analysis::Analysis;
use charter::model::flow::{End, Event, Flow};
use charter::syntax::{Cursor, Given};

use super::{Mutation, Mutator, words, words_in};

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator {
            name: "transition to another state",
            finds: &["dead-end-state", "unreachable-state", "no-way-to-finish"],
            also: HEARD,
            places: led_astray,
        },
        Mutator {
            name: "removed row of a table of states",
            finds: &["unwritten-state", "unmapped-code", "unread-status"],
            also: &[],
            places: removed_row,
        },
    ]
}

/// What follows when the ways between states are others: who hears of what, and the stories that no longer hold.
const HEARD: &[&str] = &[
    "blind-owner",
    "nobody-listens",
    "unheard-end",
    "unwritten-state",
    "handover-without-delivery",
    "unbounded-loop",
    "causality",
    "divergence",
    "mixed-choice",
    "transition-conflict",
    "stuck-message",
    "regression",
    "rollup-rule-useless",
    "rollup-without-transition",
    "transition-conflict",
];

fn lifecycles(analysis: &Analysis) -> Vec<Cursor<'_>> {
    words(analysis).into_iter().filter(|word| word.definition().name == "lifecycle").collect()
}

fn is_marked(state: &Cursor<'_>, mark: &str) -> bool {
    state.property(mark).is_some_and(|given| given.boolean() == Some(true))
}

/// The state that a transition leads to.
fn into(transition: Cursor<'_>) -> Option<Given<'_>> {
    transition.child("to")?.argument("state")
}

/// The only way into a state in which nothing begins leads to where it begins.
fn led_astray(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for lifecycle in lifecycles(analysis) {
        let all: Vec<Cursor<'_>> = lifecycle.children_named("transition").collect();
        for transition in &all {
            let (Some(to), Some(from)) =
                (into(*transition), transition.child("from").and_then(|from| from.argument("states")))
            else {
                continue;
            };
            let starts = lifecycle.children_named("state").filter(|state| is_marked(state, "initial"));
            if starts.filter_map(|state| state.argument("name")).any(|state| state.text() == to.text()) {
                continue;
            }
            let same = all.iter().filter(|other| into(**other).and_then(Given::text) == to.text());
            if same.count() == 1 {
                let back = analysis.sources.text(from.span());
                found.push(Mutation { node: None, ..Mutation::replace(to.span(), back, transition.span()) });
            }
        }
    }
    found
}

/// Whether a state is ever read from payloads of a record, or written into them: a flow that is sent on transitions tells
/// of the states that these lead to.
fn is_used(analysis: &Analysis, record: &str, state: &str) -> bool {
    let model = &analysis.facts.model;
    let is_it = |end: &End, flow: &Flow| {
        let used = end.record.or(flow.record).and_then(|used| used.target);
        used.is_some_and(|used| *model[used].head.name.text == *record)
    };
    let leads_there = |event: &Event| match event {
        Event::Create(_) => model.states.values().any(|one| one.initial && *one.name.text == *state),
        Event::Change(_) => true,
        Event::Transition(transition) => {
            let to = transition.target.and_then(|transition| model[transition].to?.target);
            to.is_some_and(|to| *model[to].name.text == *state)
        }
        Event::Delete(_) => false,
    };
    model.flows.values().any(|flow| {
        let is_written = flow.to.iter().any(|end| is_it(end, flow));
        flow.from.as_ref().is_some_and(|from| is_it(from, flow))
            || (is_written && (flow.on.is_empty() || flow.on.iter().any(leads_there)))
    })
}

/// A row of a table of states is left out, and with it what stands for states that are in no row. A row whose state has
/// another one is not missed.
fn removed_row(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for row in words_in(analysis, "states", "code") {
        let Some(table) = row.parent() else { continue };
        let state = |row: Cursor<'_>| Some(row.argument("state")?.text()?.into_owned());
        let top = std::iter::successors(Some(row), |word| word.parent()).last().expect("a row stands somewhere");
        let record = top.argument("name").and_then(Given::text).unwrap_or_default();
        if !state(row).is_some_and(|state| is_used(analysis, &record, &state)) {
            continue;
        }
        let same = table.children_named("code").filter(|other| state(*other) == state(row)).count();
        if same == 1 && table.property("direction").is_none() && table.children_named("code").count() > 1 {
            let start = |span: charter::source::Span| charter::source::Span { end: span.start, ..span };
            let nodes = table.child("otherwise").into_iter().chain([row]);
            let edits = nodes.map(|node| (start(node.span()), "/-".to_owned())).collect();
            found.push(Mutation { edits, node: Some(table.span()) });
        }
    }
    found
}
