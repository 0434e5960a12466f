//! Conflicts of a lifecycle, each pair of rivals with the shortest way on which the explorer found them to collide.

use crate::explore::{Property, Step, Trace, Verdict};
use crate::facts::lifecycle::{Life, Rivals};
use crate::facts::races::{Race, Races};

/// A conflict that can happen.
#[derive(Clone, Debug)]
pub struct Clash<'r> {
    /// The two steps that may be decided in one state, if the conflict is one of two; by index among the rivals of the
    /// lifecycle.
    pub rivals: Option<usize>,
    /// Where it was found, the race with the shortest way first.
    pub races: Vec<(&'r Race, &'r Trace)>,
}

impl Races {
    /// The conflicts of a lifecycle, by index: those of rivals in their order, and one more where the shortest way is not one of
    /// rivals.
    pub fn clashes(&self, at: usize, life: &Life) -> Vec<Clash<'_>> {
        let mut clashes = Vec::new();
        for (index, rivals) in life.rivals.iter().enumerate().filter(|(_, rivals)| rivals.differ(life)) {
            let races =
                self.of_life(at).filter_map(|race| Some((race, race.report.conflict(race.played(rivals.steps)?)?)));
            let races = sorted(races);
            if !races.is_empty() {
                clashes.push(Clash { rivals: Some(index), races });
            }
        }
        let broken = self.of_life(at).filter_map(|race| match race.report.verdict(Property::NoConflict) {
            Verdict::Violated(trace) => Some((race, &**trace)),
            Verdict::Holds | Verdict::NotExhausted { .. } => None,
        });
        let is_other = |(race, trace): &(&Race, &Trace)| !life.rivals.iter().any(|rivals| race.is_about(trace, rivals));
        let races = sorted(broken.filter(is_other));
        if !races.is_empty() {
            clashes.push(Clash { rivals: None, races });
        }
        clashes
    }
}

/// The shortest way first.
fn sorted<'r>(races: impl Iterator<Item = (&'r Race, &'r Trace)>) -> Vec<(&'r Race, &'r Trace)> {
    let mut races: Vec<_> = races.collect();
    races.sort_by_key(|(_, trace)| trace.steps.len());
    races
}

impl Rivals {
    /// Whether they lead to different states. Two systems that do the same are another finding.
    pub fn differ(&self, life: &Life) -> bool {
        life.steps[self.steps.0].to != life.steps[self.steps.1].to
    }
}

impl Race {
    /// Two steps of the lifecycle as transitions of the protocol.
    fn played(&self, (one, other): (usize, usize)) -> Option<(usize, usize)> {
        let at = |step: usize| self.cast.steps.iter().position(|played| *played == step);
        Some((at(one)?, at(other)?))
    }

    /// Whether a way is one of two rivals: both are decided on it, one of them last.
    fn is_about(&self, trace: &Trace, rivals: &Rivals) -> bool {
        let Some((one, other)) = self.played(rivals.steps) else { return false };
        let fires = |wanted: usize| move |step: &Step| *step == Step::Fire { transition: wanted };
        let decided = |wanted: usize| trace.steps.iter().any(|taken| fires(wanted)(&taken.step));
        let last = trace.steps.last().is_some_and(|last| fires(one)(&last.step) || fires(other)(&last.step));
        last && decided(one) && decided(other)
    }
}
