//! The story of pieces that are miscounted: who moved how many, what each system counts then, and why it is wrong.

use crate::explore::lines::{Breach, Content, Faults, Happening, Outcome, Taken, Trace};
use crate::facts::Facts;
use crate::facts::lines::{Cast, Tally};
use crate::facts::wording;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::lifecycle::Transition;
use crate::model::system::System;
use crate::source::Span;

/// A story.
#[derive(Clone, Debug)]
pub struct Story {
    /// What happens, in order.
    pub rows: Vec<Row>,
    /// How it ends, in words.
    pub end: String,
    /// Why it ends so.
    pub cause: Cause,
}

/// One thing that happens.
#[derive(Clone, Debug)]
pub struct Row {
    /// It, in words.
    pub text: String,
    /// The place in the charter.
    pub span: Span,
    /// The transition that it is about.
    pub transition: Id<Transition>,
}

/// Why pieces are miscounted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// A message that comes twice is counted twice.
    Twice(usize),
    /// A message is lost.
    Lost(usize),
    /// A message is taken for a copy of another one.
    TakenForCopy(usize),
    /// What changed is turned away, because something newer came first.
    TurnedAway(usize),
    /// Values take the place of what is newer.
    Overwritten(usize),
    /// Nobody tells the system.
    Untold,
    /// A system moves pieces that are not there.
    NotThere,
    /// The whole does not follow its lines.
    Whole,
}

impl Cause {
    /// The flow whose messages it is about.
    pub fn flow(self, cast: &Cast) -> Option<Id<Flow>> {
        match self {
            Self::Twice(channel)
            | Self::Lost(channel)
            | Self::TakenForCopy(channel)
            | Self::TurnedAway(channel)
            | Self::Overwritten(channel) => Some(cast.ways[channel].flow),
            Self::Untold | Self::NotThere | Self::Whole => None,
        }
    }
}

/// The story of a trace, with the fault that was allowed.
pub fn story(facts: &Facts, tally: &Tally, faults: Faults, trace: &Trace) -> Story {
    let teller = Teller { facts, tally, trace };
    let rows = trace.steps.iter().map(|taken| teller.row(taken)).collect();
    Story { rows, end: teller.end(), cause: cause(&tally.cast, faults, trace) }
}

fn cause(cast: &Cast, faults: Faults, trace: &Trace) -> Cause {
    let (system, part) = match trace.breach {
        Breach::NotThere { .. } => return Cause::NotThere,
        Breach::WholeDiffers { .. } => return Cause::Whole,
        Breach::Miscounted { system, part, .. } => (system, part),
    };
    if let Some(channel) = faults.doubled {
        return Cause::Twice(channel);
    }
    if let Some(channel) = faults.lost {
        return Cause::Lost(channel);
    }
    for taken in trace.steps.iter().rev() {
        let Happening::Came { channel, decision, .. } = taken.happening else { continue };
        let said = &cast.lines.channels[channel];
        let carried = said.carries.iter().find(|carried| carried.decision == decision);
        let content = carried.map_or(Content::Nothing, |carried| carried.content);
        match (taken.outcome, content) {
            (Outcome::TakenForCopy, _) => return Cause::TakenForCopy(channel),
            (Outcome::DroppedOlder, Content::Changes | Content::All) => return Cause::TurnedAway(channel),
            (_, Content::Values) if said.to == system && said.parts >> part & 1 == 1 => {
                return Cause::Overwritten(channel);
            }
            _ => {}
        }
    }
    Cause::Untold
}

struct Teller<'f> {
    facts: &'f Facts,
    tally: &'f Tally,
    trace: &'f Trace,
}

impl Teller<'_> {
    fn row(&self, taken: &Taken) -> Row {
        let (model, cast) = (&self.facts.model, &self.tally.cast);
        let life = &self.facts.lifecycles().all()[self.tally.life];
        let system = self.system(taken.system);
        let transition = |decision: usize| life.steps[cast.steps[decision]].transition;
        let of = |line: usize| if cast.lines.lines > 1 { format!(" of line {}", line + 1) } else { String::new() };
        let told = |channel: usize, decision: usize, line: usize| {
            let (flow, name) = (&model[cast.ways[channel].flow].head, &model[transition(decision)].name.text);
            (format!("`{name}`{} by `{}`", of(line), flow.name.text), flow.name.span)
        };
        let change = self.change(taken);
        match taken.happening {
            Happening::Decided { line, decision, amounts } => {
                let pieces: u64 = amounts.iter().map(|amount| u64::from(*amount)).sum();
                let how_many = match pieces {
                    0 => String::new(),
                    1 => " for 1 piece".to_owned(),
                    more => format!(" for {more} pieces"),
                };
                let name = &model[transition(decision)].name.text;
                let change = if change.is_empty() { String::new() } else { format!(": {change}") };
                Row {
                    text: format!("{system} decides `{name}`{}{how_many}{change}", of(line)),
                    span: model[transition(decision)].span,
                    transition: transition(decision),
                }
            }
            Happening::Came { line, channel, decision } | Happening::CameFirst { line, channel, decision } => {
                let (told, span) = told(channel, decision, line);
                let again = match taken.happening {
                    Happening::CameFirst { .. } => ", and will hear it again",
                    _ => "",
                };
                let then = match (taken.outcome, change.is_empty()) {
                    (Outcome::TakenForCopy, _) => "takes it for a copy and drops it".to_owned(),
                    (Outcome::DroppedOlder, true) => "drops what was sent before".to_owned(),
                    (Outcome::DroppedOlder, false) => format!("{change}, and what was sent before is dropped"),
                    (_, true) => "counts as before".to_owned(),
                    (_, false) => change,
                };
                Row { text: format!("{system} hears of {told}{again}: {then}"), span, transition: transition(decision) }
            }
            Happening::Lost { line, channel, decision } => {
                let (told, span) = told(channel, decision, line);
                Row { text: format!("{system} never hears of {told}"), span, transition: transition(decision) }
            }
        }
    }

    /// What a step changed in what the system goes by: `` `open` 2 -> 1, `shipped` 0 -> 1 ``.
    fn change(&self, taken: &Taken) -> String {
        let counts = taken.before.iter().zip(&taken.after).enumerate().filter(|(_, (before, after))| before != after);
        let counts = counts.map(|(part, (before, after))| format!("`{}` {before} -> {after}", self.part(part)));
        counts.collect::<Vec<String>>().join(", ")
    }

    fn part(&self, part: usize) -> &str {
        &self.facts.model[self.tally.cast.parts[part]].name.text
    }

    fn system(&self, system: usize) -> String {
        format!("`{}`", wording::name(&self.facts.model, self.tally.cast.systems[system]))
    }

    /// How it ends.
    fn end(&self) -> String {
        match self.trace.breach {
            Breach::NotThere { line, decision, part } => {
                let owner = self.tally.cast.lines.decisions[decision].owner;
                let there = self.trace.there[line][part];
                format!(
                    "{} takes more out of `{}` than the {there} that are there",
                    self.system(owner),
                    self.part(part)
                )
            }
            Breach::Miscounted { line, system, .. } => {
                let counted = |part: usize| self.trace.counted[line][system][part];
                let wrong = (0..self.tally.cast.parts.len()).filter_map(|part| {
                    let (counts, there) = (counted(part)?, self.trace.there[line][part]);
                    (counts != there).then(|| format!("{counts} as `{}`, and it is {there}", self.part(part)))
                });
                let wrong: Vec<String> = wrong.collect();
                let sum: Option<i64> = (0..self.tally.cast.parts.len()).map(counted).sum();
                let ordered = self.tally.cast.lines.pieces;
                let sum = match sum {
                    Some(sum) if sum != (ordered as u64).cast_signed() => {
                        format!("; the parts add up to {sum}, and {ordered} were ordered")
                    }
                    _ => String::new(),
                };
                format!("{} counts {}{sum}", self.system(system), wrong.join(", "))
            }
            Breach::WholeDiffers { .. } => "the whole does not fit its lines".to_owned(),
        }
    }
}

impl Story {
    /// The story as numbered lines; the last one says how it ends.
    pub fn lines(&self) -> Vec<String> {
        let rows = self.rows.iter().enumerate().map(|(at, row)| format!("{}. {}", at + 1, row.text));
        rows.chain([format!("In the end {}", self.end)]).collect()
    }
}

/// The system that counts wrongly at the end of a trace, and the part.
pub fn miscounted(cast: &Cast, trace: &Trace) -> Option<(Id<System>, usize)> {
    match trace.breach {
        Breach::Miscounted { system, part, .. } => Some((cast.systems[system], part)),
        Breach::NotThere { .. } | Breach::WholeDiffers { .. } => None,
    }
}
