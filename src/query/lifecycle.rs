//! A lifecycle to draw: its states, who decides each transition, and what one system has to do with each of them.

use std::collections::BTreeSet;

use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::facts::territory::Territory;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::region::Region;
use crate::model::system::System;
use crate::model::value::Literal;

/// What is drawn. Indices of states and deciders are those of the lists here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// What the charter is called in documents.
    pub title: String,
    /// The object or the list: `order.lines`.
    pub path: String,
    /// The system from whose side it is seen; `None` for everybody's.
    pub system: Option<String>,
    /// The systems that decide transitions, in the order of the charter.
    pub deciders: Vec<String>,
    /// The states, in order.
    pub states: Vec<Node>,
    /// The transitions, one for each state in which it may happen, in order.
    pub moves: Vec<Move>,
}

/// A state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// Whether instances begin here.
    pub initial: bool,
    /// Whether nothing happens any more.
    pub is_final: bool,
    /// What it means, in the author's words.
    pub doc: Option<String>,
    /// How the system's records write it, as `as PICKING` or `not shown`, where it is seen from one system's side.
    pub written: Vec<String>,
}

/// A transition from one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The state before, by index.
    pub from: usize,
    /// The state after, by index.
    pub to: usize,
    /// The transition.
    pub name: String,
    /// Who decides, by index.
    pub decider: Option<usize>,
    /// In which part of the scopes, as `site=dal1`; empty for all.
    pub only: String,
    /// What it requires, how often it may happen, and who wins against it: short texts.
    pub notes: Vec<String>,
    /// What the system has to do with it, where it is seen from one system's side.
    pub part: Option<Part>,
    /// The flows by which the system sends, hears of or asks for it.
    pub flows: Vec<String>,
}

/// What a system has to do with a transition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It decides, and tells others.
    Decides,
    /// It hears of it and has to accept it; it may ask for it as well.
    Asks,
    /// It hears of it and has to accept it.
    Accepts,
    /// No flow tells it: it may be ignored.
    NotTold,
}

impl Part {
    /// All parts, from the most to the least.
    pub const ALL: [Self; 4] = [Self::Decides, Self::Asks, Self::Accepts, Self::NotTold];

    /// What a picture says of it.
    pub fn said(self) -> &'static str {
        match self {
            Self::Decides => "it decides and sends this",
            Self::Asks => "it may ask for this, and must accept it",
            Self::Accepts => "it is told and must accept this",
            Self::NotTold => "it is not told of this",
        }
    }
}

impl Chart {
    /// The chart of a lifecycle, for everybody or from the side of one system.
    pub fn of(facts: &Facts, life: &Life, system: Option<Id<System>>) -> Self {
        let model = &facts.model;
        let deciders = life.deciders();
        let charter = model.charter.as_ref();
        let title = charter.and_then(|charter| charter.title.as_ref()).map(|title| title.value.to_string());
        let node = |at: usize| node(facts, life, system, at);
        Self {
            title: title.or_else(|| charter.map(|charter| charter.name.to_string())).unwrap_or_default(),
            path: model.place_path(life.place),
            system: system.map(|system| model.systems[system].head.name.to_string()),
            states: (0..life.states.len()).map(node).collect(),
            moves: moves(facts, life, &deciders, system),
            deciders: deciders.iter().map(|system| model.systems[*system].head.name.to_string()).collect(),
        }
    }
}

fn node(facts: &Facts, life: &Life, system: Option<Id<System>>, at: usize) -> Node {
    let state = &facts.model[life.states[at]];
    Node {
        name: state.name.to_string(),
        initial: state.initial,
        is_final: state.is_final,
        doc: state.doc.as_ref().map(|doc| doc.value.to_string()),
        written: system.map_or_else(Vec::new, |system| written(facts, life, system, life.states[at])),
    }
}

/// How the records of a system write a state, each way once.
fn written(facts: &Facts, life: &Life, system: Id<System>, state: Id<State>) -> Vec<String> {
    let model = &facts.model;
    let of_system = |table: &&crate::facts::state_tables::States| {
        table.lifecycle == life.lifecycle
            && model.records[table.record].system.is_some_and(|owner| owner.target == Some(system))
    };
    let mut found = BTreeSet::new();
    for table in facts.state_tables().all().iter().filter(of_system) {
        found.extend(table.writes.get(&state).map(|written| match &written.values {
            Some(values) => format!("as {}", values.iter().map(Literal::to_string).collect::<Vec<_>>().join(" ")),
            None => "not shown".to_owned(),
        }));
    }
    found.into_iter().collect()
}

fn moves(facts: &Facts, life: &Life, deciders: &[Id<System>], system: Option<Id<System>>) -> Vec<Move> {
    let model = &facts.model;
    let mut moves = Vec::new();
    for (at, step) in life.steps.iter().enumerate() {
        let Some(to) = step.to else { continue };
        let transition = &model[step.transition];
        let part = system.map(|system| part(model, life, at, system));
        let flows = system.map_or_else(Vec::new, |system| flows(model, life, at, system));
        for &from in &step.from {
            moves.push(Move {
                from,
                to,
                name: transition.name.to_string(),
                decider: step.owner.and_then(|owner| deciders.iter().position(|other| *other == owner)),
                only: said(model, &transition.region),
                notes: notes(model, life, at),
                part,
                flows: flows.clone(),
            });
        }
    }
    moves
}

/// What a system has to do with a step, anywhere.
fn part(model: &Model, life: &Life, step: usize, system: Id<System>) -> Part {
    let transition = &model[life.steps[step].transition];
    let mut asking = transition.requests.iter().flat_map(|request| &request.systems);
    if life.steps[step].owner == Some(system) {
        Part::Decides
    } else if asking.any(|asks| asks.target == Some(system)) {
        Part::Asks
    } else if life.scenes.iter().any(|scene| scene.hears(system, step)) {
        Part::Accepts
    } else {
        Part::NotTold
    }
}

/// The flows by which a system sends, hears of or asks for a step, in order.
fn flows(model: &Model, life: &Life, step: usize, system: Id<System>) -> Vec<String> {
    let told = life.carriages.iter().filter(|carriage| {
        let end = if life.steps[step].owner == Some(system) { carriage.from } else { carriage.to };
        end == system && carriage.tells(step)
    });
    let asked = life.asks.iter().filter(|ask| ask.from == system && ask.steps.contains(step));
    let flows: BTreeSet<_> = told.map(|carriage| carriage.flow).chain(asked.map(|ask| ask.flow)).collect();
    flows.into_iter().map(|flow| model[flow].head.name.to_string()).collect()
}

/// A region as people say it.
fn said(model: &Model, region: &Region) -> String {
    let dimensions = region.sides.iter().filter_map(|side| side.scope.target);
    let mut dimensions: Vec<_> = dimensions.map(crate::facts::territory::Dimension::Scope).collect();
    dimensions.sort_unstable();
    let territory = Territory::along(model, dimensions);
    territory.within(model, territory.whole(), region).map_or_else(String::new, |part| territory.describe(model, &part))
}

fn notes(model: &Model, life: &Life, step: usize) -> Vec<String> {
    let id = life.steps[step].transition;
    let transition = &model[id];
    let mut notes = Vec::new();
    for requirement in &transition.requires {
        let other = requirement.path.as_ref().and_then(|path| path.target);
        let other = other.map_or_else(|| model.place_path(life.place), |place| model.place_path(place));
        if let Some(state) = requirement.state.and_then(|state| state.target) {
            notes.push(format!("requires {other} {}", model[state].name.text));
        } else if let Some(field) = requirement.field.as_ref().and_then(|field| field.target) {
            notes.push(format!("requires {}", model.place_path(field)));
        }
    }
    if let Some(times) = transition.limit.as_ref().and_then(|limit| limit.times) {
        notes.push(format!("at most {} times", times.value));
    }
    for arbitration in &model[life.lifecycle].arbitrations {
        if arbitration.winner.is_some_and(|winner| winner.target == Some(id)) {
            let others = arbitration.transitions.iter().filter_map(|other| other.target).filter(|other| *other != id);
            let others: Vec<&str> = others.map(|other| &*model[other].name.text).collect();
            notes.push(format!("wins against {}", others.join(", ")));
        }
    }
    notes
}
