//! `no-way-to-finish`: from every state there is a way to a final one.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;
use petgraph::algo::tarjan_scc;
use petgraph::graph::DiGraph;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Life, Scene};
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule, with_states};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "no-way-to-finish",
        title: "instances go round in a circle that no final state can be reached from",
        severity: Severity::Error,
        explain: "\
The states are a trap: something always happens, and none of it leads to a final state. What gets in is never shipped, never billed and never called
off.

Add a transition out of one of the states, or mark the state as final in which instances may rest.",
        fails: with_states!(
            "lifecycle order {
    state placed initial=#true
    state on-hold //~ no-way-to-finish
    state in-review
    state shipped final=#true
    transition hold by=shop { from placed; to on-hold }
    transition review by=shop { from on-hold; to in-review }
    transition refuse by=shop { from in-review; to on-hold }
    transition ship by=shop { from placed; to shipped }
}
"
        ),
        passes: with_states!(
            "lifecycle order {
    state placed initial=#true
    state on-hold
    state in-review
    state shipped final=#true
    transition hold by=shop { from placed; to on-hold }
    transition review by=shop { from on-hold; to in-review }
    transition refuse by=shop { from in-review; to on-hold }
    transition approve by=shop { from in-review; to placed }
    transition ship by=shop { from placed; to shipped }
}
"
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain && !life.finals.is_clear()) {
        let mut traps: BTreeMap<Vec<usize>, Vec<&Scene>> = BTreeMap::new();
        for scene in &life.scenes {
            for trap in self::traps(life, scene) {
                traps.entry(trap).or_default().push(scene);
            }
        }
        for (trap, scenes) in traps {
            let states: Vec<_> = trap.iter().map(|state| life.states[*state]).collect();
            let when = wording::when(&life.describe(model, scenes));
            let message = format!("from {} no final state can be reached{when}", wording::names(model, &states));
            findings.report(message, |finding| {
                let first = &model[states[0]];
                let mut finding =
                    finding.at(first.name.span, "the trap: nothing here leads to an end").about(first.path(model));
                for state in &states[1..] {
                    let state = &model[*state];
                    finding = finding.and(state.name.span, "and this").about(state.path(model));
                }
                let leads_in = |step: &&crate::facts::lifecycle::Step| {
                    step.to.is_some_and(|to| trap.contains(&to)) && step.from.iter().any(|from| !trap.contains(from))
                };
                if let Some(step) = life.steps.iter().find(leads_in) {
                    let transition = &model[step.transition];
                    finding = finding.and(transition.span, format!("`{}` leads in", transition.name.text));
                }
                finding.help("add a transition that leads out of it, or mark one of the states with `final=#true`")
            });
        }
    }
}

/// The circles of a scene that instances get into and never leave. A state in which everything ends is another finding.
fn traps(life: &Life, scene: &Scene) -> Vec<Vec<usize>> {
    let mut graph = DiGraph::<(), ()>::new();
    let nodes: Vec<_> = life.states.iter().map(|_| graph.add_node(())).collect();
    let mut ends = life.finals.clone();
    for state in scene.reached.ones() {
        let mut stays = true;
        for to in scene.leaving(life, state).filter_map(|step| life.steps[step].to).filter(|to| *to != state) {
            graph.add_edge(nodes[state], nodes[to], ());
            stays = false;
        }
        ends.set(state, ends.contains(state) || stays);
    }
    // Groups come in reverse topological order: what a group leads to has been judged before.
    let mut can_end = FixedBitSet::with_capacity(life.states.len());
    let mut traps = Vec::new();
    for group in tarjan_scc(&graph) {
        let leads = || group.iter().flat_map(|node| graph.neighbors(*node));
        let is_over =
            group.iter().any(|node| ends.contains(node.index())) || leads().any(|to| can_end.contains(to.index()));
        if is_over {
            can_end.extend(group.iter().map(|node| node.index()));
        } else if leads().all(|to| group.contains(&to)) && scene.reached.contains(group[0].index()) {
            let mut trap: Vec<usize> = group.iter().map(|node| node.index()).collect();
            trap.sort_unstable();
            traps.push(trap);
        }
    }
    traps
}
