//! Whether what arbitration claims is so: that two orders end alike, and that a window can be kept.

use crate::facts::lifecycle::Life;
use crate::model::lifecycle::Arbitration;

/// What is wrong with a claim that two transitions commute: a state, and what the two orders come to from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differs {
    /// The state in which both may happen, by index.
    pub state: usize,
    /// The transition that comes first in the order that is told here, by index.
    pub first: usize,
    /// The other one.
    pub second: usize,
    /// Where the first order ends; `None` when the second cannot happen after the first.
    pub end: Option<usize>,
    /// Where the other order ends.
    pub other_end: Option<usize>,
}

/// Why two transitions that are said to commute do not.
pub fn differs(life: &Life, arbitration: &Arbitration) -> Option<Differs> {
    arbitration.commute?;
    let named: Vec<usize> = arbitration.transitions.iter().filter_map(|named| life.step(named.target?)).collect();
    let &[first, second] = &named[..] else { return None };
    let after = |state: usize, step: usize| life.steps[step].to.filter(|_| life.steps[step].from.contains(&state));
    let both = |state: &usize| after(*state, first).is_some() && after(*state, second).is_some();
    (0..life.states.len()).filter(both).find_map(|state| {
        let end = after(after(state, first)?, second);
        let other_end = after(after(state, second)?, first);
        (end.is_none() || end != other_end).then_some(Differs { state, first, second, end, other_end })
    })
}
