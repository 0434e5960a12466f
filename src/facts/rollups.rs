//! What roll-ups make of their parts: which rules decide, and how the state of the whole changes.
//!
//! Only which states occur among the parts matters, not how many parts are in each. From the set in which all parts begin,
//! every step of a part leads to two sets: one in which other parts stay in the state before, and one in which none does.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::facts::lifecycle::{Life, Lifecycles};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::lifecycle::{Instances, Lifecycle, Rollup};
use crate::model::name::Place;

/// The most sets of states that are looked at.
const MOST_SETS: usize = 4_096;

/// A roll-up, with the lifecycles of the whole and of its parts.
#[derive(Clone, Debug)]
pub struct Evaluated {
    /// The roll-up.
    pub rollup: Id<Rollup>,
    /// The lifecycle of the whole.
    pub whole: Id<Lifecycle>,
    /// The lifecycle of the parts.
    pub parts: Id<Lifecycle>,
    /// What came out.
    pub evaluation: Evaluation,
}

/// What a roll-up makes of its parts.
#[derive(Clone, Debug)]
pub enum Evaluation {
    /// All sets of states were looked at.
    Complete {
        /// Whether each rule ever decides.
        decides: Vec<bool>,
        /// How the state of the whole changes, in the order in which that can happen.
        changes: Vec<Change>,
    },
    /// There are more than can be looked at; nothing was concluded.
    TooComplex,
}

/// A step of a part that changes the state of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The step of the part, by index.
    pub step: usize,
    /// The state of the whole before, by index.
    pub from: usize,
    /// The state of the whole after, by index.
    pub to: usize,
}

/// Every roll-up of which all names are known, and whose rules are about one list.
pub(super) fn rollups(model: &Model, lifecycles: &Lifecycles) -> Vec<Evaluated> {
    let lives = lifecycles.all();
    let life_of = |place: Place| lives.iter().find(|life| life.place == place);
    let evaluated = |(id, rollup): (Id<Rollup>, &Rollup)| {
        let status = rollup.path.target?.field?;
        let whole = lives.iter().find(|life| model[life.lifecycle].status == Some(status))?;
        let mut lists = rollup.rules.iter().map(|rule| rule.path.as_ref().and_then(|path| path.target));
        let list = lists.next()??;
        let parts = life_of(list).filter(|_| lists.all(|other| other == Some(list)))?;
        let rule = |rule: &crate::model::lifecycle::RollupRule| {
            let (state, to) = (rule.state?.target?, rule.to?.target?);
            Some((rule.instances, parts.state(state)?, whole.state(to)?))
        };
        let rules: Vec<(Instances, usize, usize)> = rollup.rules.iter().map(rule).collect::<Option<_>>()?;
        let otherwise = whole.state(rollup.otherwise?.target?)?;
        let is_certain = whole.is_certain && parts.is_certain && parts.initial.len() == 1;
        let evaluation = || evaluate(parts, &rules, otherwise);
        let (whole, parts) = (whole.lifecycle, parts.lifecycle);
        is_certain.then(|| Evaluated { rollup: id, whole, parts, evaluation: evaluation() })
    };
    model.rollups.iter().filter_map(evaluated).collect()
}

/// The states that occur among the parts, as bits.
type Occurring = u128;

fn evaluate(parts: &Life, rules: &[(Instances, usize, usize)], otherwise: usize) -> Evaluation {
    if parts.states.len() > Occurring::BITS as usize {
        return Evaluation::TooComplex;
    }
    let only = |state: usize| -> Occurring { 1 << state };
    let mut decides = vec![false; rules.len()];
    let mut value = |set: Occurring| {
        let holds = |(instances, state, _): &(Instances, usize, usize)| {
            set & only(*state) != 0 && (*instances != Instances::All || set == only(*state))
        };
        rules.iter().position(holds).map_or(otherwise, |rule| {
            decides[rule] = true;
            rules[rule].2
        })
    };
    let steps: Vec<usize> =
        (0..parts.steps.len()).filter(|step| parts.scenes.iter().any(|scene| scene.can_happen(parts, *step))).collect();
    let start = parts.initial.iter().fold(0, |set, state| set | only(*state));
    let mut seen = FxHashSet::from_iter([start]);
    let mut sets = vec![start];
    let (mut changes, mut known) = (Vec::new(), BTreeSet::new());
    let mut at = 0;
    while let Some(&set) = sets.get(at) {
        at += 1;
        let from = value(set);
        for &step in &steps {
            let Some(to) = parts.steps[step].to else { continue };
            for &state in parts.steps[step].from.iter().filter(|state| set & only(**state) != 0) {
                for next in [set | only(to), set & !only(state) | only(to)] {
                    let change = Change { step, from, to: value(next) };
                    if change.from != change.to && known.insert(change) {
                        changes.push(change);
                    }
                    if seen.insert(next) {
                        sets.push(next);
                    }
                }
            }
        }
        if seen.len() > MOST_SETS {
            return Evaluation::TooComplex;
        }
    }
    Evaluation::Complete { decides, changes }
}
