//! A lifecycle as a picture: SVG with the layout of the other pictures, or text for Mermaid and Graphviz.

mod svg;
mod words;

use crate::query::lifecycle::{Chart, Move, Part};

use super::palette::{Stroke, stroke};

pub use svg::svg;
pub use words::{dot, mermaid};

/// What joins two states: all transitions from one to the other.
struct Link<'c> {
    from: usize,
    to: usize,
    moves: Vec<&'c Move>,
}

/// The transitions between two states, by states in order; those that stay in a state are left out.
fn links(chart: &Chart) -> Vec<Link<'_>> {
    let mut links: Vec<Link<'_>> = Vec::new();
    let mut moves: Vec<&Move> = chart.moves.iter().filter(|step| step.from != step.to).collect();
    moves.sort_by_key(|step| (step.from, step.to));
    for step in moves {
        match links.last_mut().filter(|link| (link.from, link.to) == (step.from, step.to)) {
            Some(link) => link.moves.push(step),
            None => links.push(Link { from: step.from, to: step.to, moves: vec![step] }),
        }
    }
    links
}

/// What the picture is called.
fn title(chart: &Chart) -> String {
    match &chart.system {
        Some(system) => format!("{}: states of {}, as {system} sees them", chart.title, chart.path),
        None => format!("{}: states of {}", chart.title, chart.path),
    }
}

/// What the picture shows, on one line.
fn subject(chart: &Chart) -> String {
    let mut names: Vec<&str> = chart.moves.iter().map(|step| step.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let (states, steps) = (super::counted(chart.states.len(), "state"), super::counted(names.len(), "transition"));
    format!("{states} \u{b7} {steps} \u{b7} decided by {}", chart.deciders.join(", "))
}

/// How a transition is drawn: by who decides, or by what the one system has to do with it.
fn look(step: &Move) -> Stroke {
    match step.part {
        Some(part) => look_of(part),
        None => stroke(step.decider),
    }
}

fn look_of(part: Part) -> Stroke {
    stroke(match part {
        Part::Decides => Some(0),
        Part::Accepts => Some(1),
        Part::Asks => Some(2),
        Part::NotTold => None,
    })
}

/// Everything about a transition, on one line.
fn describe(chart: &Chart, step: &Move) -> String {
    let [from, to] = [step.from, step.to].map(|at| chart.states[at].name.as_str());
    let mut said = format!("{}: {from} to {to}", step.name);
    if let Some(decider) = step.decider {
        said.push_str(&format!("; decided by {}", chart.deciders[decider]));
    }
    if !step.only.is_empty() {
        said.push_str(&format!("; where {}", step.only));
    }
    for note in &step.notes {
        said.push_str(&format!("; {note}"));
    }
    if let (Some(part), Some(system)) = (step.part, &chart.system) {
        said.push_str(&format!("; {system}: {}", part.said()));
    }
    if !step.flows.is_empty() {
        said.push_str(&format!("; by {}", step.flows.join(", ")));
    }
    said
}
