//! The story of a race: who did what, who heard of it and when, as rows that can be told or drawn.

use crate::explore::{Effect, Step, Trace, Violation};
use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::facts::races::{Cast, Race};
use crate::facts::wording;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::lifecycle::Transition;
use crate::model::system::System;
use crate::source::Span;

/// A story.
#[derive(Clone, Debug)]
pub struct Story {
    /// The systems that take part, in the order of their declaration.
    pub systems: Vec<Id<System>>,
    /// What happens, in order.
    pub rows: Vec<Row>,
    /// How it ends: what is wrong, in a few words.
    pub end: String,
    /// What each of `systems` sees in the end.
    pub views: Vec<String>,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it happens.
    pub system: Id<System>,
    /// The transition that it is about.
    pub transition: Id<Transition>,
    /// What happens.
    pub kind: RowKind,
    /// What the system saw before, and sees after.
    pub states: (String, String),
    /// What comes of it, in a few words; empty where nothing is to be said.
    pub remark: String,
    /// The place in the charter.
    pub span: Span,
}

/// What happens in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The system decides.
    Decides,
    /// A message arrives that was sent at this row, counted from 1.
    Hears(Id<Flow>, Id<System>, usize),
    /// A message arrives that will arrive again.
    HearsTwice(Id<Flow>, Id<System>, usize),
    /// A message is lost.
    Loses(Id<Flow>, Id<System>, usize),
}

/// The story of what was found in a race.
pub fn story(facts: &Facts, race: &Race, trace: &Trace) -> Story {
    of(facts, &facts.lifecycles().all()[race.life], &race.cast, trace)
}

/// The story of a trace that a cast plays; a transition beyond those of the lifecycle is left to `beyond`.
fn of(facts: &Facts, life: &Life, cast: &Cast, trace: &Trace) -> Story {
    let model = &facts.model;
    let mut rows: Vec<Row> = Vec::new();
    for taken in &trace.steps {
        let (flow, played) = match taken.step {
            Step::Fire { transition } => (None, transition),
            Step::Deliver { flow, transition }
            | Step::Duplicate { flow, transition }
            | Step::Lose { flow, transition } => (Some(flow), transition),
        };
        let Some(&step) = cast.steps.get(played) else { continue };
        let transition = life.steps[step].transition;
        let carriage = flow.map(|flow| &life.carriages[cast.carriages[flow]]);
        let sent = carriage.map_or(0, |carriage| {
            rows.iter()
                .position(|row| row.transition == transition && row.system == carriage.from)
                .map_or(0, |at| at + 1)
        });
        let kind = match (carriage, taken.step) {
            (Some(carriage), Step::Deliver { .. }) => RowKind::Hears(carriage.flow, carriage.from, sent),
            (Some(carriage), Step::Duplicate { .. }) => RowKind::HearsTwice(carriage.flow, carriage.from, sent),
            (Some(carriage), _) => RowKind::Loses(carriage.flow, carriage.from, sent),
            (None, _) => RowKind::Decides,
        };
        let span = carriage.map_or(model[transition].span, |carriage| model[carriage.flow].head.name.span);
        let state = |state: usize| life.state_name(model, state).to_owned();
        rows.push(Row {
            system: cast.systems[taken.replica],
            transition,
            kind,
            states: (state(taken.before), state(taken.after)),
            remark: remark(taken.effect).to_owned(),
            span,
        });
    }
    let takes_part = |system: &Id<System>| {
        rows.iter().any(|row| {
            let from = match row.kind {
                RowKind::Decides => row.system,
                RowKind::Hears(_, from, _) | RowKind::HearsTwice(_, from, _) | RowKind::Loses(_, from, _) => from,
            };
            row.system == *system || from == *system
        })
    };
    let seen = cast.systems.iter().zip(&trace.views[0]).filter(|(system, _)| takes_part(system));
    let (systems, views) = seen
        .map(|(system, view)| (*system, view.map_or("nothing", |view| life.state_name(model, view)).to_owned()))
        .unzip();
    Story { systems, rows, end: end(trace.violation).to_owned(), views }
}

/// The story of a step that has no ground.
pub fn unfounded(facts: &Facts, found: &crate::facts::races::causality::Unfounded) -> Story {
    of(facts, &facts.lifecycles().all()[found.other], &found.cast, &found.trace)
}

fn remark(effect: Effect) -> &'static str {
    match effect {
        Effect::Decided | Effect::Applied | Effect::Overwrote | Effect::Lost => "",
        Effect::Ignored => "drops it",
        Effect::Repeated => "has had it",
        Effect::Outdated => "has something newer",
        Effect::Overruled => "it lost",
        Effect::Prevailed => "it won",
        Effect::Broke(Violation::Refused) => "has to refuse it",
        Effect::Broke(Violation::WentBack) => "goes back",
        Effect::Broke(_) => "this must not be possible",
    }
}

fn end(violation: Violation) -> &'static str {
    match violation {
        Violation::Refused => "a message had to be refused",
        Violation::WentBack => "an older message replaced a newer state",
        Violation::Conflict => "no order of these decisions is legal",
        Violation::Diverged => "nothing is under way any more, and the systems see different states",
        Violation::Stuck => "a message is held that can never be applied",
        Violation::Unfounded => "the decision rests on what is no longer so",
        Violation::Dropped => "a message about an unknown instance was dropped",
    }
}

impl Row {
    /// The row in words, without its number.
    pub fn text(&self, facts: &Facts) -> String {
        let model = &facts.model;
        let (system, name) = (wording::name(model, self.system), &model[self.transition].name.text);
        let (before, after) = &self.states;
        let change = if before == after { format!("stays `{after}`") } else { format!("`{before}` -> `{after}`") };
        let remark = if self.remark.is_empty() { String::new() } else { format!(", {}", self.remark) };
        let by = |flow: Id<Flow>, from: Id<System>, sent: usize| {
            let told = format!("`{name}` from `{}` by `{}`", wording::name(model, from), model[flow].head.name.text);
            if sent > 0 { format!("{told}, sent at {sent}") } else { told }
        };
        match self.kind {
            RowKind::Decides => format!("`{system}` decides `{name}`: {change}{remark}"),
            RowKind::Hears(flow, from, sent) => {
                format!("`{system}` hears of {}: {change}{remark}", by(flow, from, sent))
            }
            RowKind::HearsTwice(flow, from, sent) => {
                format!("`{system}` hears of {}, and will hear it again: {change}{remark}", by(flow, from, sent))
            }
            RowKind::Loses(flow, from, sent) => format!("`{system}` never hears of {}", by(flow, from, sent)),
        }
    }
}

impl Story {
    /// The story as numbered lines; the last one says how it ends.
    pub fn lines(&self, facts: &Facts) -> Vec<String> {
        let rows = self.rows.iter().enumerate().map(|(at, row)| format!("{}. {}", at + 1, row.text(facts)));
        rows.chain([format!("In the end {}: {}", self.end, self.seen(facts))]).collect()
    }

    /// What each system sees in the end.
    pub fn seen(&self, facts: &Facts) -> String {
        let seen = self.systems.iter().zip(&self.views);
        let seen: Vec<String> =
            seen.map(|(system, view)| format!("`{}` sees `{view}`", wording::name(&facts.model, *system))).collect();
        seen.join(", ")
    }
}
