//! The search: every state that can be reached, breadth first, up to the first that breaks what is asked.

use crate::explore::layout::Packed;
use crate::explore::lines::model::Lines;
use crate::explore::lines::places::Places;
use crate::explore::lines::step::{Faults, Happening, Outcome};
use crate::explore::table::Table;

/// What is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Breach {
    /// A decision moves pieces out of a part in which there are fewer.
    NotThere {
        /// The line.
        line: usize,
        /// The decision.
        decision: usize,
        /// The part.
        part: usize,
    },
    /// Nothing is under way, and a system counts what is not there.
    Miscounted {
        /// The line.
        line: usize,
        /// The system.
        system: usize,
        /// The part.
        part: usize,
    },
    /// Nothing is under way, and the whole does not fit its lines.
    WholeDiffers {
        /// The state that it should have.
        should: usize,
    },
}

/// The shortest way to a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What is broken at its end.
    pub breach: Breach,
    /// What happens, in order.
    pub steps: Vec<Taken>,
    /// What is in each part at the end, by line.
    pub there: Vec<Vec<i64>>,
    /// What each system counts at the end, by line, system and part.
    pub counted: Vec<Vec<Vec<Option<i64>>>>,
    /// The state of the whole at the end.
    pub whole: usize,
}

/// One step of a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// What happens.
    pub happening: Happening,
    /// What comes of it.
    pub outcome: Outcome,
    /// The system where it happens.
    pub system: usize,
    /// What the system goes by before, by part.
    pub before: Vec<i64>,
    /// The same after.
    pub after: Vec<i64>,
    /// The state that the whole changes to.
    pub whole: Option<usize>,
}

/// What one search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// How many states were stored.
    pub states: usize,
    /// All ways up to this length were looked at.
    pub depth: usize,
    /// Whether that is all, or up to the breach.
    pub is_exhausted: bool,
    /// The shortest way to a breach.
    pub trace: Option<Trace>,
}

struct Search<'a, const W: usize> {
    places: &'a Places<'a>,
    faults: Faults,
    states: Vec<Packed<W>>,
    parents: Vec<u32>,
    table: Table,
}

/// The parent of the first state.
const NONE: u32 = u32::MAX;

/// Looks at every state, up to `most`, and stops at the first breach.
pub fn run<const W: usize>(places: &Places<'_>, faults: Faults, most: usize) -> Found {
    let mut search = Search::<W> { places, faults, states: Vec::new(), parents: Vec::new(), table: Table::new() };
    let start = search.start();
    search.store(start, NONE);
    let (mut next, mut depth, mut level_end) = (0, 0, 1);
    let mut found = None;
    while next < search.states.len() && found.is_none() {
        if search.states.len() > most {
            return Found { states: search.states.len(), depth, is_exhausted: false, trace: None };
        }
        if next == level_end {
            level_end = search.states.len();
            depth += 1;
        }
        found = search.expand(next as u32);
        next += 1;
    }
    let trace = found.map(|(breach, at, happening)| search.trace(breach, at, happening));
    Found { states: search.states.len(), depth, is_exhausted: true, trace }
}

impl<const W: usize> Search<'_, W> {
    /// All pieces are in the first part, and everybody who counts knows it.
    fn start(&self) -> Packed<W> {
        let (places, lines) = (self.places, self.places.lines);
        let mut state = [0; W];
        for line in 0..lines.lines {
            for part in 0..lines.parts {
                let pieces = if part == lines.first { lines.pieces } else { 0 };
                places.of_line[line].there[part].set(&mut state, pieces as u64);
                for system in 0..lines.books.len() {
                    places.set_counted(&mut state, line, system, part, (pieces as u64).cast_signed());
                }
            }
            places.of_line[line].state.set(&mut state, lines.start as u64);
            if lines.whole.is_some() {
                places.of_line[line].seen.set(&mut state, lines.start as u64);
            }
        }
        if let Some(whole) = &lines.whole {
            places.whole.set(&mut state, whole.otherwise as u64);
        }
        places.fault.set(&mut state, u64::from(self.faults != Faults::default()));
        state
    }

    /// Of states that differ only in which line is which, the one that is kept.
    fn canonical(&self, mut state: Packed<W>) -> Packed<W> {
        if self.places.lines.lines == 2 {
            let (first, rest) = state.split_at_mut(self.places.words_of_line);
            let second = &mut rest[..self.places.words_of_line];
            if *first > *second {
                first.swap_with_slice(second);
            }
        }
        state
    }

    /// Whether the state is new.
    fn store(&mut self, state: Packed<W>, parent: u32) -> bool {
        let state = self.canonical(state);
        self.table.make_room(&self.states, 1);
        let look = self.table.look(&state);
        let is_new = self.table.insert(look, &self.states, &state, self.states.len() as u32);
        if is_new {
            self.states.push(state);
            self.parents.push(parent);
        }
        is_new
    }

    /// Stores what follows a state, up to the first breach.
    fn expand(&mut self, at: u32) -> Option<(Breach, u32, Happening)> {
        let state = self.states[at as usize];
        let places = self.places;
        let mut found = None;
        places.steps(&state, self.faults, |happening, outcome, next| {
            if found.is_some() {
                return;
            }
            if let Outcome::Impossible(breach) = outcome {
                found = Some((breach, at, happening));
            } else if self.store(*next, at) {
                found = miscounted(places, next).map(|breach| (breach, at, happening));
            }
        });
        found
    }

    /// The way to a state, and the step after it. Stored states may have their lines the other way round than on the way.
    fn trace(&self, breach: Breach, at: u32, last: Happening) -> Trace {
        let mut chain = Vec::new();
        let mut open = at;
        while open != NONE {
            chain.push(self.states[open as usize]);
            open = self.parents[open as usize];
        }
        chain.reverse();
        let mut state = self.start();
        let mut steps = Vec::new();
        for wanted in &chain[1..] {
            let (taken, next) = self
                .step_to(&state, |_, outcome, next| {
                    !matches!(outcome, Outcome::Impossible(_)) && self.canonical(*next) == *wanted
                })
                .expect("a state was stored for a step of its parent");
            steps.push(taken);
            state = next;
        }
        // The last step was found from the stored state; its lines may be the other way round.
        let stored = chain[chain.len() - 1];
        let is_turned = stored != state;
        let turn = |line: usize| if is_turned { 1 - line } else { line };
        let last = turned(last, turn);
        let (taken, next) = self.step_to(&state, |happening, _, _| happening == last).expect("it was found from there");
        let breach = match taken.outcome {
            Outcome::Impossible(breach) => breach,
            _ => miscounted(self.places, &next).unwrap_or(breach),
        };
        steps.push(taken);
        let (lines, places) = (self.places.lines, self.places);
        let there = |line| (0..lines.parts).map(|part| places.there(&next, line, part)).collect();
        let counted = |line| {
            let book = |system| (0..lines.parts).map(|part| places.counted(&next, line, system, part)).collect();
            (0..lines.books.len()).map(book).collect()
        };
        Trace {
            breach,
            steps,
            there: (0..lines.lines).map(there).collect(),
            counted: (0..lines.lines).map(counted).collect(),
            whole: places.whole.get(&next) as usize,
        }
    }

    /// The first step that is wanted, as it is told, and the state after it.
    fn step_to(
        &self,
        state: &Packed<W>,
        wanted: impl Fn(Happening, Outcome, &Packed<W>) -> bool,
    ) -> Option<(Taken, Packed<W>)> {
        let places = self.places;
        let mut found = None;
        places.steps(state, self.faults, |happening, outcome, next| {
            if found.is_none() && wanted(happening, outcome, next) {
                found = Some((happening, outcome, *next));
            }
        });
        let (happening, outcome, next) = found?;
        let lines = places.lines;
        let system = match happening {
            Happening::Decided { decision, .. } => lines.decisions[decision].owner,
            Happening::Came { channel, .. }
            | Happening::CameFirst { channel, .. }
            | Happening::Lost { channel, .. } => lines.channels[channel].to,
        };
        let goes_by = |state: &Packed<W>| {
            let line = happening.line();
            (0..lines.parts).map(|part| places.sees(state, line, system, part)).collect()
        };
        let whole = places.whole.get(&next);
        let whole = (whole != places.whole.get(state)).then_some(whole as usize);
        Some((Taken { happening, outcome, system, before: goes_by(state), after: goes_by(&next), whole }, next))
    }
}

/// The same of the other line.
fn turned(happening: Happening, turn: impl Fn(usize) -> usize) -> Happening {
    match happening {
        Happening::Decided { line, decision, amounts } => Happening::Decided { line: turn(line), decision, amounts },
        Happening::Came { line, channel, decision } => Happening::Came { line: turn(line), channel, decision },
        Happening::CameFirst { line, channel, decision } => {
            Happening::CameFirst { line: turn(line), channel, decision }
        }
        Happening::Lost { line, channel, decision } => Happening::Lost { line: turn(line), channel, decision },
    }
}

/// What is wrong where nothing is under way.
fn miscounted<const W: usize>(places: &Places<'_>, state: &Packed<W>) -> Option<Breach> {
    let lines: &Lines = places.lines;
    let mut under_way = places.of_line.iter().flat_map(|line| &line.under_way);
    if under_way.any(|channel| channel[0].get(state) != 0) {
        return None;
    }
    for line in 0..lines.lines {
        for (system, book) in lines.books.iter().enumerate() {
            for part in (0..lines.parts).filter(|part| book.judged >> part & 1 == 1) {
                let counted = places.counted(state, line, system, part);
                if counted.is_some_and(|counted| counted != places.there(state, line, part)) {
                    return Some(Breach::Miscounted { line, system, part });
                }
            }
        }
    }
    let whole = lines.whole.as_ref()?;
    let states: Vec<usize> = places.of_line.iter().map(|line| line.state.get(state) as usize).collect();
    let should = whole.state(&states);
    (places.whole.get(state) as usize != should).then_some(Breach::WholeDiffers { should })
}
