//! What was asked, and the answer: it holds, it does not and here is how, or the search was cut off.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::explore::compile::Compiled;
use crate::explore::parts::parts;
use crate::explore::protocol::{Arrives, Protocol};
use crate::explore::search::{Budget, Search};
use crate::explore::step::Violation;
use crate::explore::trace::{Trace, flow_numbers};

/// What is asked of a protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// No receiver has to refuse a message, and none goes back to an earlier state.
    LegalApply,
    /// What happens has an order that is legal.
    NoConflict,
    /// When nothing is under way, the copies fit together.
    Convergence,
    /// A message that comes twice changes nothing of this.
    HarmlessDuplicates,
    /// Every message is taken in the end.
    NoStuckMessage,
    /// What is decided on the ground of something else is decided on the ground of what is so.
    Causality,
    /// No message is dropped because its receiver has not heard of the thing yet.
    CreateBeforeUse,
}

impl Property {
    /// All, in order.
    pub const ALL: [Self; 7] = [
        Self::LegalApply,
        Self::NoConflict,
        Self::Convergence,
        Self::HarmlessDuplicates,
        Self::NoStuckMessage,
        Self::Causality,
        Self::CreateBeforeUse,
    ];

    /// The property that is broken, where no message comes twice.
    fn of(violation: Violation) -> Self {
        match violation {
            Violation::Refused | Violation::WentBack => Self::LegalApply,
            Violation::Conflict => Self::NoConflict,
            Violation::Diverged => Self::Convergence,
            Violation::Stuck => Self::NoStuckMessage,
            Violation::Unfounded => Self::Causality,
            Violation::Dropped => Self::CreateBeforeUse,
        }
    }
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds, whatever happens within the faults that were allowed.
    Holds,
    /// It does not.
    Violated(Box<Trace>),
    /// The limit was reached; nothing is known of longer ways than this number of steps.
    NotExhausted {
        /// All ways up to this length were looked at.
        depth: usize,
    },
}

/// How far to look.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Most states that are stored at a time: for one part, with one set of faults.
    pub states: usize,
    /// The most faults.
    pub faults: Budget,
}

impl Default for Options {
    fn default() -> Self {
        Self { states: 2_000_000, faults: Budget { duplicates: 1, losses: 1 } }
    }
}

/// The answers.
#[derive(Clone, Debug)]
pub struct Report {
    /// One for each property, in their order.
    pub verdicts: Vec<(Property, Verdict)>,
    /// How many states were stored in all.
    pub states: usize,
    /// The transitions that never happened, of those of the protocol.
    pub never: Vec<usize>,
    /// For two transitions that were decided without knowing of each other, the shortest way on which they were and nothing
    /// had a legal order any more when the first of the two was decided, last.
    pub conflicts: BTreeMap<(usize, usize), Trace>,
    /// The most faults that were tried.
    pub faults: Budget,
}

impl Report {
    /// The answer for one property.
    pub fn verdict(&self, property: Property) -> &Verdict {
        &self.verdicts[property as usize].1
    }

    /// The shortest way to a conflict in which two transitions were decided without knowing of each other, one of them last.
    pub fn conflict(&self, (one, other): (usize, usize)) -> Option<&Trace> {
        let ways = [(one, other), (other, one)].into_iter().filter_map(|pair| self.conflicts.get(&pair));
        ways.min_by_key(|trace| trace.steps.len())
    }

    /// What is broken, in the order of the properties.
    pub fn traces(&self) -> impl Iterator<Item = (Property, &Trace)> {
        self.verdicts.iter().filter_map(|(property, verdict)| match verdict {
            Verdict::Violated(trace) => Some((*property, &**trace)),
            Verdict::Holds | Verdict::NotExhausted { .. } => None,
        })
    }
}

/// Runs one search, with as many words for a state as it needs.
macro_rules! with_words {
    ($compiled:expr, $run:ident $arguments:tt, $($words:literal)+) => {
        match $compiled.words {
            $(words if words <= $words => Some(with_words!(@ $run $words $arguments)),)+
            _ => None,
        }
    };
    (@ $run:ident $words:literal ($($argument:expr),*)) => {
        $run::<$words>($($argument),*)
    };
}

/// Answers every question about a protocol.
pub fn explore(protocol: &Protocol, options: Options) -> Report {
    let mut answers = Answers {
        traces: vec![None; Property::ALL.len()],
        conflicts: BTreeMap::new(),
        depth: None,
        states: 0,
        fired: 0,
    };
    let parts = parts(protocol);
    let mut is_small = true;
    let budgets = budgets(protocol, options.faults);
    let faults = *budgets.last().expect("no fault at all is tried");
    for budget in budgets {
        let known = Known { traces: answers.traces.clone(), conflicts: answers.conflicts.clone() };
        for part in &parts {
            let flows = flow_numbers(protocol, part);
            let Some(compiled) = Compiled::of(part) else {
                is_small = false;
                continue;
            };
            let run = with_words!(compiled, search(&compiled, budget, options.states, &flows, &known, &mut answers), 1 2 3 4 6 8);
            is_small &= run.is_some();
        }
    }
    let depth = if is_small { answers.depth } else { Some(0) };
    let verdict = |(property, trace): (Property, Option<Trace>)| {
        let verdict = match (trace, depth) {
            (Some(trace), _) => Verdict::Violated(Box::new(trace)),
            (None, Some(depth)) => Verdict::NotExhausted { depth },
            (None, None) => Verdict::Holds,
        };
        (property, verdict)
    };
    let verdicts = Property::ALL.into_iter().zip(answers.traces).map(verdict).collect();
    let never = (0..protocol.transitions.len()).filter(|index| answers.fired >> index & 1 == 0).collect();
    Report { verdicts, states: answers.states, never, conflicts: answers.conflicts, faults }
}

/// Answers every question about several protocols, side by side; those that are equal are explored once.
pub fn explore_each(protocols: &[&Protocol], options: Options) -> Vec<Report> {
    let mut numbers: FxHashMap<&Protocol, usize> = FxHashMap::default();
    let mut distinct = Vec::new();
    let which: Vec<usize> = protocols
        .iter()
        .map(|protocol| {
            *numbers.entry(protocol).or_insert_with(|| {
                distinct.push(*protocol);
                distinct.len() - 1
            })
        })
        .collect();
    let reports: Vec<Report> =
        distinct.into_par_iter().with_max_len(1).map(|protocol| explore(protocol, options)).collect();
    which.into_iter().map(|number| reports[number].clone()).collect()
}

/// The faults to try, fewest first, so that no trace has a fault that it does not need.
fn budgets(protocol: &Protocol, most: Budget) -> Vec<Budget> {
    let harmful = protocol.flows.iter().any(crate::explore::protocol::Flow::can_repeat);
    let duplicates = if harmful { most.duplicates } else { 0 };
    let losses = if protocol.flows.iter().any(|flow| flow.arrives == Arrives::AtMostOnce) { most.losses } else { 0 };
    let mut all: Vec<Budget> =
        (0..=duplicates).flat_map(|duplicates| (0..=losses).map(move |losses| Budget { duplicates, losses })).collect();
    all.sort_by_key(|budget| (budget.duplicates + budget.losses, budget.losses));
    all
}

struct Answers {
    /// The shortest trace for each property.
    traces: Vec<Option<Trace>>,
    /// The shortest conflict of every two transitions.
    conflicts: BTreeMap<(usize, usize), Trace>,
    /// How far the search went where it was cut off.
    depth: Option<usize>,
    states: usize,
    /// The transitions of the protocol that happened, as a set.
    fired: u64,
}

/// What was found with fewer faults.
struct Known {
    traces: Vec<Option<Trace>>,
    conflicts: BTreeMap<(usize, usize), Trace>,
}

fn search<const W: usize>(
    compiled: &Compiled,
    budget: Budget,
    most: usize,
    flows: &[usize],
    known: &Known,
    answers: &mut Answers,
) {
    let search = Search::<W>::run(compiled, budget, most);
    answers.states += search.states.len();
    if !search.is_exhausted {
        answers.depth = Some(answers.depth.map_or(search.depth, |depth| depth.min(search.depth)));
    }
    let fired = compiled.transitions.iter().enumerate().filter(|(index, _)| search.fired >> index & 1 == 1);
    answers.fired = fired.fold(answers.fired, |set, (_, transition)| set | 1 << transition.origin);
    for (violation, breach) in VIOLATIONS.into_iter().zip(search.breaches) {
        let Some(breach) = breach else { continue };
        // What is broken without this fault was reported without it.
        if known.traces[Property::of(violation) as usize].is_some() {
            continue;
        }
        let property = match Property::of(violation) {
            Property::LegalApply | Property::NoConflict | Property::Convergence if budget.duplicates > 0 => {
                Property::HarmlessDuplicates
            }
            property => property,
        };
        let held = &mut answers.traces[property as usize];
        let is_better = known.traces[property as usize].is_none()
            && held.as_ref().is_none_or(|held| breach.length < held.steps.len());
        if is_better {
            *held = Some(Trace::of(&search, violation, breach, flows));
        }
    }
    for (&(last, other), &breach) in &search.conflicts {
        let pair = (compiled.transitions[last].origin, compiled.transitions[other].origin);
        let is_better = !known.conflicts.contains_key(&pair)
            && answers.conflicts.get(&pair).is_none_or(|held| breach.length < held.steps.len());
        if is_better {
            answers.conflicts.insert(pair, Trace::of(&search, Violation::Conflict, breach, flows));
        }
    }
}

/// The kinds, in the order of their numbers.
const VIOLATIONS: [Violation; Violation::COUNT] = [
    Violation::Refused,
    Violation::WentBack,
    Violation::Conflict,
    Violation::Diverged,
    Violation::Stuck,
    Violation::Unfounded,
    Violation::Dropped,
];

/// How large the space of a whole protocol is with one set of faults, and where each kind of breach is first.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// Stored states.
    pub states: usize,
    /// The length of the longest of the shortest ways.
    pub depth: usize,
    /// Whether that is all.
    pub is_exhausted: bool,
    /// Bytes for each stored state.
    pub bytes_per_state: f64,
    /// The length of the shortest way to each kind of breach.
    pub shortest: [Option<usize>; Violation::COUNT],
}

/// Measures a protocol as a whole, without taking it apart; `None` when it is too large to be packed.
pub fn measure(protocol: &Protocol, budget: Budget, most: usize) -> Option<Measure> {
    let compiled = Compiled::of(protocol)?;
    with_words!(compiled, measure_in(&compiled, budget, most), 1 2 3 4 6 8)
}

fn measure_in<const W: usize>(compiled: &Compiled, budget: Budget, most: usize) -> Measure {
    let search = Search::<W>::run(compiled, budget, most);
    Measure {
        states: search.states.len(),
        depth: search.depth,
        is_exhausted: search.is_exhausted,
        bytes_per_state: search.bytes_per_state(),
        shortest: search.breaches.map(|breach| breach.map(|breach| breach.length)),
    }
}
