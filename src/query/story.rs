//! The story of a race: who did what, who heard of it and when, as rows that can be told or drawn.

use crate::explore::{Effect, Step, Taken, Trace, Violation};
use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::facts::races::causality::Unfounded;
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
    /// The transition that it is about; `None` for the creation of the instance.
    pub transition: Option<Id<Transition>>,
    /// What it is about, as people call it.
    pub name: String,
    /// What happens.
    pub kind: RowKind,
    /// What the system saw before, and sees after.
    pub states: (String, String),
    /// What comes of it, in a few words; empty where nothing is to be said.
    pub remark: &'static str,
    /// Whether this is what must not be.
    pub is_wrong: bool,
    /// Whether the message was not legal and was dropped.
    pub is_dropped: bool,
    /// The place in the charter.
    pub span: Span,
}

/// What happens in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// The system decides.
    Decides,
    /// The system decides something about another object, because of what it sees of this one.
    Relies,
    /// A message arrives.
    Hears(Message),
    /// A message arrives that will arrive again.
    HearsTwice(Message),
    /// The system reads messages on from this one again.
    Rewinds(Message),
    /// A message is lost.
    Loses(Message),
}

/// Where a message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// The flow that brings it.
    pub flow: Id<Flow>,
    /// Who sent it.
    pub from: Id<System>,
    /// The row in which it was sent, counted from 1; 0 when no row says so.
    pub sent: usize,
}

impl RowKind {
    /// Whether the surroundings did it, and no system.
    pub fn is_fault(self) -> bool {
        matches!(self, Self::HearsTwice(_) | Self::Rewinds(_) | Self::Loses(_))
    }

    /// The message that it is about.
    pub fn message(self) -> Option<Message> {
        match self {
            Self::Decides | Self::Relies => None,
            Self::Hears(message) | Self::HearsTwice(message) | Self::Rewinds(message) | Self::Loses(message) => {
                Some(message)
            }
        }
    }
}

/// The story of what was found in a race.
pub fn story(facts: &Facts, race: &Race, trace: &Trace) -> Story {
    Teller { facts, life: &facts.lifecycles().all()[race.life], cast: &race.cast, because: None }.tell(trace)
}

/// The story of a step that has no ground.
pub fn unfounded(facts: &Facts, found: &Unfounded) -> Story {
    let lives = facts.lifecycles().all();
    let because = Some(lives[found.life].steps[found.step].transition);
    Teller { facts, life: &lives[found.other], cast: &found.cast, because }.tell(&found.trace)
}

/// What is needed to put a trace into words.
struct Teller<'f> {
    facts: &'f Facts,
    life: &'f Life,
    cast: &'f Cast,
    /// The transition of another object that rests on this one: what is played beyond the steps of the lifecycle. Without
    /// it, that is the creation of the instance.
    because: Option<Id<Transition>>,
}

impl Teller<'_> {
    fn tell(&self, trace: &Trace) -> Story {
        let mut rows: Vec<Row> = Vec::new();
        for taken in &trace.steps {
            rows.push(self.row(taken, trace, &rows));
        }
        let takes_part = |system: &Id<System>| {
            let is_sender = |row: &Row| row.kind.message().is_some_and(|message| message.from == *system);
            rows.iter().any(|row| row.system == *system || is_sender(row))
        };
        let seen = self.cast.systems.iter().zip(&trace.views[0]).filter(|(system, _)| takes_part(system));
        let (systems, views) = seen
            .map(|(system, view)| (*system, view.map_or_else(|| "nothing".to_owned(), |view| self.state(view))))
            .unzip();
        let mut end = end(trace.violation).to_owned();
        if trace.violation == Violation::Stuck {
            let waiting = trace.waiting.iter().map(|(flow, transition)| self.waiting(*flow, *transition));
            end = format!("{end} ({})", waiting.collect::<Vec<_>>().join(", "));
        }
        Story { systems, rows, end, views }
    }

    /// A message that is still under way.
    fn waiting(&self, flow: usize, transition: usize) -> String {
        let model = &self.facts.model;
        let carriage = &self.life.carriages[self.cast.carriages[flow]];
        let to = wording::name(model, carriage.to);
        format!("{} on {} to {to}", self.name(self.played(transition)), model[carriage.flow].head.name)
    }

    /// The transition of the charter that a transition of the protocol stands for; `None` for the creation.
    fn played(&self, transition: usize) -> Option<Id<Transition>> {
        self.cast.steps.get(transition).map(|step| self.life.steps[*step].transition).or(self.because)
    }

    fn name(&self, transition: Option<Id<Transition>>) -> String {
        transition.map_or_else(|| "create".to_owned(), |transition| self.facts.model[transition].name.to_string())
    }

    fn row(&self, taken: &Taken, trace: &Trace, before: &[Row]) -> Row {
        let model = &self.facts.model;
        let (flow, played) = match taken.step {
            Step::Fire { transition } => (None, transition),
            Step::Deliver { flow, transition }
            | Step::Duplicate { flow, transition }
            | Step::Rewind { flow, transition }
            | Step::Lose { flow, transition } => (Some(flow), transition),
        };
        let transition = self.played(played);
        let name = self.name(transition);
        let message = flow.map(|flow| {
            let carriage = &self.life.carriages[self.cast.carriages[flow]];
            let is_sent = |row: &Row| row.transition == transition && row.system == carriage.from;
            let sent = before.iter().position(is_sent).map_or(0, |at| at + 1);
            Message { flow: carriage.flow, from: carriage.from, sent }
        });
        let is_relying = played >= self.cast.steps.len() && self.because.is_some();
        let kind = match (message, taken.step) {
            (Some(message), Step::Deliver { .. }) => RowKind::Hears(message),
            (Some(message), Step::Duplicate { .. }) => RowKind::HearsTwice(message),
            (Some(message), Step::Rewind { .. }) => RowKind::Rewinds(message),
            (Some(message), _) => RowKind::Loses(message),
            (None, _) if is_relying => RowKind::Relies,
            (None, _) => RowKind::Decides,
        };
        let (before_it, after_it) = match trace.views[0][taken.replica] {
            Some(view) if is_relying => (view, view),
            _ => (taken.before, taken.after),
        };
        let object = model[self.life.place.object].head.name.span;
        let span = match (message, transition) {
            (Some(message), _) => model[message.flow].head.name.span,
            (None, Some(transition)) => model[transition].span,
            (None, None) => object,
        };
        Row {
            system: self.cast.systems[taken.replica],
            transition,
            name,
            kind,
            states: (self.state(before_it), self.state(after_it)),
            remark: remark(taken.effect),
            is_wrong: matches!(taken.effect, Effect::Broke(_)),
            is_dropped: taken.effect == Effect::Ignored,
            span,
        }
    }

    /// The name of a state; the one after the last is that of who does not know the instance.
    fn state(&self, state: usize) -> String {
        let model = &self.facts.model;
        match self.life.states.get(state) {
            Some(state) => model[*state].name.to_string(),
            None => format!("no {}", model[self.life.place.object].head.name),
        }
    }
}

fn remark(effect: Effect) -> &'static str {
    match effect {
        Effect::Decided | Effect::Applied | Effect::Overwrote | Effect::Lost | Effect::Rewound => "",
        Effect::Ignored => "drops it",
        Effect::Repeated => "has had it",
        Effect::Outdated => "has something newer",
        Effect::Overruled => "it lost",
        Effect::Prevailed => "it won",
        Effect::Broke(Violation::Refused) => "has to refuse it",
        Effect::Broke(Violation::WentBack) => "goes back",
        Effect::Broke(Violation::Dropped) => "drops it, and will never know",
        Effect::Broke(_) => "this must not be possible",
    }
}

fn end(violation: Violation) -> &'static str {
    match violation {
        Violation::Refused => "a message had to be refused",
        Violation::WentBack => "an older message replaced a newer state",
        Violation::Conflict => "no order of these decisions is legal",
        Violation::Diverged => "nothing is under way any more, and the systems see different states",
        Violation::Stuck => "a message waits that can never be applied",
        Violation::Unfounded => "the decision rests on what is no longer so",
        Violation::Dropped => "a message about an unknown instance was dropped",
    }
}

impl Row {
    /// The row in words, without its number.
    pub fn text(&self, facts: &Facts) -> String {
        let model = &facts.model;
        let (system, name) = (wording::name(model, self.system), &self.name);
        let comma = if self.remark.is_empty() { "" } else { ", " };
        let change = format!("{}{comma}{}", self.change("`", " -> "), self.remark);
        let by = |message: Message| {
            let (from, flow) = (wording::name(model, message.from), &model[message.flow].head.name.text);
            let told = format!("`{name}` from `{from}` by `{flow}`");
            if message.sent > 0 { format!("{told}, sent at {}", message.sent) } else { told }
        };
        match self.kind {
            RowKind::Decides => format!("`{system}` decides `{name}`: {change}"),
            RowKind::Relies => format!("`{system}` decides `{name}`: sees `{}`{comma}{}", self.states.1, self.remark),
            RowKind::Hears(message) => format!("`{system}` hears of {}: {change}", by(message)),
            RowKind::HearsTwice(message) => {
                format!("`{system}` hears of {}, and will hear it again: {change}", by(message))
            }
            RowKind::Rewinds(message) => format!("`{system}` begins again with {}", by(message)),
            RowKind::Loses(message) => format!("`{system}` never hears of {}", by(message)),
        }
    }

    /// What the row does to what the system sees, with a quote around names and an arrow between them.
    pub fn change(&self, quote: &str, arrow: &str) -> String {
        let (before, after) = &self.states;
        if before == after {
            return format!("stays {quote}{after}{quote}");
        }
        format!("{quote}{before}{quote}{arrow}{quote}{after}{quote}")
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
