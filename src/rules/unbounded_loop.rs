//! `unbounded-loop`: whoever goes in a circle can leave it, or stops after so many times.

use std::collections::BTreeMap;

use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Life, Scene};
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unbounded-loop",
        title: "systems can go round in a circle that only somebody else can end",
        severity: Severity::Warning,
        explain: "\
The transitions lead round in a circle, none of them has a `limit`, and the systems that decide them decide no transition that leads out. A rule in one
system and a rule in another can throw an order back and forth all night, and thousands of messages with it.

Give one of the transitions a `limit`, with an exception that calls a person, or let a system of the circle decide a way out.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state on-hold //~ unbounded-loop
    state in-review
    state shipped final=#true
    transition hold by=shop { from placed; to on-hold }
    transition review by=wms { from on-hold; to in-review }
    transition refuse by=wms { from in-review; to on-hold }
    transition ship by=shop { from placed on-hold in-review; to shipped }
    arbitrate review ship { winner ship }
}
"
        ),
        passes: with_states!(
            "exception stuck severity=medium owner=it respond-within=\"4h\" {
    on order-stuck
    detect \"refused three times\"
    playbook { step \"Ask what is wrong\" }
}
failure order-stuck { doc \"An order goes round in circles.\" }
lifecycle order {
    state placed initial=#true
    state on-hold
    state in-review
    state shipped final=#true
    transition hold by=shop { from placed; to on-hold }
    transition review by=wms { from on-hold; to in-review }
    transition refuse by=wms { from in-review; to on-hold; limit 3 raises=stuck }
    transition ship by=shop { from placed on-hold in-review; to shipped }
    arbitrate review ship { winner ship }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        let mut loops: BTreeMap<Circle, Vec<&Scene>> = BTreeMap::new();
        for scene in &life.scenes {
            for circle in circles(facts, life, scene) {
                loops.entry(circle).or_default().push(scene);
            }
        }
        for (circle, scenes) in loops {
            let states: Vec<_> = circle.states.iter().map(|state| life.states[*state]).collect();
            let message = format!(
                "between {} it can go round for ever: only {} can end it{}",
                wording::names(model, &states),
                wording::any_of(model, &circle.enders),
                wording::when(&life.describe(model, scenes))
            );
            findings.report(message, |finding| {
                let first = &model[states[0]];
                let mut finding = finding.at(first.name.span, "in the circle").about(first.path(model));
                for step in circle.steps.iter().take(MOST_LABELS) {
                    let transition = &model[life.steps[*step].transition];
                    let owner = life.steps[*step].owner.map_or("", |owner| wording::name(model, owner));
                    finding = finding.and(transition.span, format!("`{owner}` can do this again and again"));
                }
                finding.help("give a transition of the circle a `limit` that raises an exception, or let one of its systems decide a way out")
            });
        }
    }
}

/// The most transitions that one finding points at.
const MOST_LABELS: usize = 4;

/// States between which steps without a limit go round.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Circle {
    states: Vec<usize>,
    steps: Vec<usize>,
    enders: Vec<Id<System>>,
}

/// The circles of a scene that only systems outside of them can end. One that nobody can end is another finding.
fn circles(facts: &Facts, life: &Life, scene: &Scene) -> Vec<Circle> {
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<_> = life.states.iter().map(|_| graph.add_node(())).collect();
    let is_free = |step: usize| facts.model[life.steps[step].transition].limit.is_none();
    for state in scene.reached.ones() {
        for to in scene.leaving(life, state).filter(|step| is_free(*step)).filter_map(|step| life.steps[step].to) {
            graph.add_edge(nodes[state], nodes[to], ());
        }
    }
    let mut found = Vec::new();
    for group in tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1) {
        let mut states: Vec<usize> = group.iter().map(|node| node.index()).collect();
        states.sort_unstable();
        let inside = |state: usize| states.binary_search(&state).is_ok();
        let (mut steps, mut enders) = (Vec::new(), Vec::new());
        for step in states.iter().flat_map(|state| scene.leaving(life, *state)) {
            if life.steps[step].to.is_some_and(inside) {
                steps.push(step);
            } else {
                enders.extend(life.steps[step].owner);
            }
        }
        let sort = |steps: &mut Vec<usize>| {
            steps.sort_unstable();
            steps.dedup();
        };
        sort(&mut steps);
        steps.retain(|step| is_free(*step));
        enders.sort_unstable();
        enders.dedup();
        let can_leave = steps.iter().any(|step| life.steps[*step].owner.is_some_and(|owner| enders.contains(&owner)));
        if !enders.is_empty() && !can_leave {
            found.push(Circle { states, steps, enders });
        }
    }
    found
}
