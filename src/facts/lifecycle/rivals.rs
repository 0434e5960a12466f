//! Steps that two systems may decide in the same state, so that each can act before it hears of the other.

use std::collections::BTreeMap;

use crate::facts::lifecycle::Life;
use crate::model::Model;

/// Two steps of different systems that may be taken in the same state, of which neither may follow the other, and of which it is
/// not said who wins.
#[derive(Clone, Debug)]
pub struct Rivals {
    /// The steps, by index, the first one first.
    pub steps: (usize, usize),
    /// The states in which both may be taken, by index.
    pub states: Vec<usize>,
    /// Where both may be taken, by index of the scene.
    pub scenes: Vec<usize>,
}

/// All rivals, by steps. Two steps of which one may follow the other are none: in that order, both are legal.
pub(super) fn of(model: &Model, life: &Life) -> Vec<Rivals> {
    let mut found: BTreeMap<(usize, usize), Rivals> = BTreeMap::new();
    for (at, scene) in life.scenes.iter().enumerate() {
        for state in scene.reached.ones() {
            let leaving: Vec<usize> = scene.leaving(life, state).collect();
            let owner = |step: &usize| life.steps[*step].owner;
            if leaving.iter().all(|step| owner(step) == leaving.first().and_then(owner)) {
                continue;
            }
            for (index, &first) in leaving.iter().enumerate() {
                for &second in leaving[index + 1..].iter().filter(|second| owner(second) != owner(&first)) {
                    if !life.follows(first, second) && !life.follows(second, first) {
                        let steps = (first, second);
                        let rivals = found.entry(steps).or_insert_with(|| Rivals {
                            steps,
                            states: Vec::new(),
                            scenes: Vec::new(),
                        });
                        add(&mut rivals.states, state);
                        add(&mut rivals.scenes, at);
                    }
                }
            }
        }
    }
    found.retain(|steps, _| !life.is_arbitrated(model, *steps));
    found.into_values().collect()
}

/// Adds a number to a list in order, once.
fn add(list: &mut Vec<usize>, number: usize) {
    if let Err(place) = list.binary_search(&number) {
        list.insert(place, number);
    }
}

impl Life {
    /// Whether a step may be taken right after another one.
    fn follows(&self, step: usize, after: usize) -> bool {
        self.steps[after].to.is_some_and(|to| self.steps[step].from.contains(&to))
    }

    /// Whether it is said what happens when both are taken.
    fn is_arbitrated(&self, model: &Model, (first, second): (usize, usize)) -> bool {
        let names = |step: usize| self.steps[step].transition;
        model[self.lifecycle].arbitrations.iter().any(|arbitration| {
            let has = |step| arbitration.transitions.iter().any(|said| said.target == Some(names(step)));
            has(first) && has(second)
        })
    }
}
