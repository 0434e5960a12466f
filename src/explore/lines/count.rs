//! What was asked of the lines, and the answer: all pieces are counted, they are not and here is how, or the search was cut off.

use crate::explore::lines::model::{Book, Carried, Content, Key, Lines};
use crate::explore::lines::places::Places;
use crate::explore::lines::search::{Found, Trace, run};
use crate::explore::lines::step::Faults;
use crate::explore::protocol::Arrives;

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everybody counts what is there, whatever happens.
    Holds,
    /// They do not: the shortest way without a fault; or, where there is none, one for each channel that has one with a fault.
    Violated(Vec<(Faults, Trace)>),
    /// The limit was reached, or it was too large to begin with; nothing is known of longer ways than this number of steps.
    NotExhausted {
        /// All ways up to this length were looked at.
        depth: usize,
    },
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What was found.
    pub verdict: Verdict,
    /// How many states were stored in all.
    pub states: usize,
}

/// Explores the lines, with at most so many states in one search: without faults, then with one fault of each channel that
/// can have one.
pub fn count(lines: &Lines, most: usize) -> Count {
    let active = without_idle_news(lines);
    let mut searches = Searches { worlds: worlds(&active), told: worlds(lines), most, states: 0, depth: None };
    let mut traces: Vec<(Faults, Trace)> = searches.shortest(Faults::default()).into_iter().collect();
    if traces.is_empty() {
        for faults in faults(&active) {
            traces.extend(searches.shortest(faults));
        }
    }
    let verdict = match (traces.is_empty(), searches.depth) {
        (false, _) => Verdict::Violated(traces),
        (true, Some(depth)) => Verdict::NotExhausted { depth },
        (true, None) => Verdict::Holds,
    };
    Count { verdict, states: searches.states }
}

/// The worlds to look at, and what looking at them took.
struct Searches {
    /// Without what decides nothing.
    worlds: Vec<Lines>,
    /// With everything that is told; the story of a breach has all of it.
    told: Vec<Lines>,
    most: usize,
    states: usize,
    /// How far the shallowest search came that was cut off.
    depth: Option<usize>,
}

impl Searches {
    /// The shortest way to a breach with these faults, if there is one.
    fn shortest(&mut self, faults: Faults) -> Option<(Faults, Trace)> {
        let channel = faults.doubled.or(faults.lost);
        let mut best: Option<Trace> = None;
        for at in 0..self.worlds.len() {
            let world = &self.worlds[at];
            if channel.is_some_and(|channel| world.channels[channel].carries.is_empty()) {
                continue;
            }
            let found = searched(world, faults, self.most);
            self.states += found.states;
            if !found.is_exhausted {
                self.depth = Some(self.depth.map_or(found.depth, |depth| depth.min(found.depth)));
            }
            let Some(trace) = found.trace else { continue };
            let told = if self.told[at] == *world { None } else { searched(&self.told[at], faults, self.most).trace };
            let trace = told.unwrap_or(trace);
            if best.as_ref().is_none_or(|best| trace.steps.len() < best.steps.len()) {
                best = Some(trace);
            }
        }
        best.map(|trace| (faults, trace))
    }
}

/// The faults that can happen: a copy that is not recognised, a message that is lost.
fn faults(lines: &Lines) -> Vec<Faults> {
    let mut all = Vec::new();
    for (index, channel) in lines.channels.iter().enumerate() {
        match channel.arrives {
            Arrives::AtLeastOnce if channel.key == Key::None && !channel.versioned => {
                all.push(Faults { doubled: Some(index), lost: None });
            }
            Arrives::AtMostOnce => all.push(Faults { doubled: None, lost: Some(index) }),
            Arrives::AtLeastOnce | Arrives::Once => {}
        }
    }
    all
}

/// Without the news that say nothing of pieces and that nobody acts on: whoever hears of them at once can do all that it could
/// do later, and counts the same. What is in order, or not turned away by version, is not held up by what is left out.
fn without_idle_news(lines: &Lines) -> Lines {
    let mut world = lines.clone();
    for channel in &mut world.channels {
        let is_plain = !matches!(channel.key, Key::Numbers { .. }) && (channel.ordered || !channel.versioned);
        let is_seen = lines.whole.as_ref().is_some_and(|whole| whole.owner == channel.to);
        let passes_on = |carried: &Carried| {
            lines.decisions[carried.decision].owner != channel.to
                && lines.channels.iter().any(|other| {
                    other.from == channel.to && other.carries.iter().any(|sent| sent.decision == carried.decision)
                })
        };
        if is_plain && !is_seen {
            channel.carries.retain(|carried| carried.content != Content::Nothing || passes_on(carried));
        }
    }
    world
}

/// Those who act, then those and one listener at a time. The systems and channels keep their numbers.
fn worlds(lines: &Lines) -> Vec<Lines> {
    let listens = |system: &usize| !lines.acts(*system) && lines.books[*system].judged != 0;
    let with = |listener: Option<usize>| {
        let mut world = lines.clone();
        for (system, book) in world.books.iter_mut().enumerate() {
            if !lines.acts(system) && Some(system) != listener {
                *book = Book { holds: 0, judged: 0 };
            }
        }
        for channel in &mut world.channels {
            if !lines.acts(channel.to) && Some(channel.to) != listener {
                channel.carries.clear();
                channel.parts = 0;
            }
        }
        world
    };
    std::iter::once(None).chain((0..lines.books.len()).filter(listens).map(Some)).map(with).collect()
}

/// Runs one search, with as many words for a state as it needs.
fn searched(lines: &Lines, faults: Faults, most: usize) -> Found {
    let too_large = Found { states: 0, depth: 0, is_exhausted: false, trace: None };
    if !lines.is_small() {
        return too_large;
    }
    let places = Places::of(lines);
    match places.words {
        ..=2 => run::<2>(&places, faults, most),
        3 => run::<3>(&places, faults, most),
        4 => run::<4>(&places, faults, most),
        5..=6 => run::<6>(&places, faults, most),
        7..=8 => run::<8>(&places, faults, most),
        9..=12 => run::<12>(&places, faults, most),
        13..=16 => run::<16>(&places, faults, most),
        _ => too_large,
    }
}
