//! What can happen to an instance, and who hears of it, in all scopes and phases in which that is the same.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashMap;

use crate::facts::atoms::Atom;
use crate::facts::lifecycle::Life;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::System;

/// Atoms in which the same steps can be taken and the same flows are live.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Where it is so.
    pub atoms: Vec<Atom>,
    /// The steps that may happen here, by index.
    pub steps: FixedBitSet,
    /// The carriages that are live here, by index.
    pub carriages: FixedBitSet,
    /// The states that an instance can get to, by index.
    pub reached: FixedBitSet,
    /// The states from which a final one can be reached, by index; the final ones among them.
    pub finishing: FixedBitSet,
    /// The systems that hear of each step, the one that decides it among them; in the order of the steps.
    heard: Vec<FixedBitSet>,
}

impl Scene {
    /// Whether a step can ever be taken here: it may happen in a state that an instance can get to.
    pub fn can_happen(&self, life: &Life, step: usize) -> bool {
        self.steps.contains(step) && life.steps[step].from.iter().any(|from| self.reached.contains(*from))
    }

    /// Whether a system decides a step or hears of it, directly or through others.
    pub fn hears(&self, system: Id<System>, step: usize) -> bool {
        self.heard[step].contains(system.index())
    }

    /// How many systems hear of a step, the one that decides it among them.
    pub fn hearers(&self, step: usize) -> usize {
        self.heard[step].count_ones(..)
    }

    /// The steps that may be taken in a state, by index.
    pub fn leaving<'l>(&'l self, life: &'l Life, state: usize) -> impl Iterator<Item = usize> + 'l {
        self.steps.ones().filter(move |step| life.steps[*step].from.contains(&state))
    }
}

/// The scenes of a lifecycle, in the order of their first atoms. Only atoms that are live in some phase are in one.
pub(super) fn of(model: &Model, life: &Life) -> Vec<Scene> {
    let in_use = life.space.live(model);
    let mut made: FxHashMap<(FixedBitSet, FixedBitSet), usize> = FxHashMap::default();
    let mut scenes: Vec<Scene> = Vec::new();
    for atom in life.space.atoms() {
        let point = life.space.point(atom);
        if !in_use.iter().any(|part| part.contains(&point)) {
            continue;
        }
        let is_here = |part: Option<&crate::facts::cells::Part>| part.is_some_and(|part| part.contains(&point));
        let mut steps = FixedBitSet::with_capacity(life.steps.len());
        steps.extend((0..life.steps.len()).filter(|at| is_here(life.steps[*at].part.as_ref())));
        let mut carriages = FixedBitSet::with_capacity(life.carriages.len());
        carriages.extend((0..life.carriages.len()).filter(|at| is_here(life.carriages[*at].part.as_ref())));
        let at = *made.entry((steps, carriages)).or_insert_with_key(|(steps, carriages)| {
            scenes.push(scene(model, life, steps.clone(), carriages.clone()));
            scenes.len() - 1
        });
        scenes[at].atoms.push(atom);
    }
    scenes
}

fn scene(model: &Model, life: &Life, steps: FixedBitSet, carriages: FixedBitSet) -> Scene {
    let mut leaving = vec![Vec::new(); life.states.len()];
    let mut entering = vec![Vec::new(); life.states.len()];
    for step in steps.ones().map(|step| &life.steps[step]) {
        for (from, to) in step.from.iter().filter_map(|from| Some((*from, step.to?))) {
            leaving[from].push(to);
            entering[to].push(from);
        }
    }
    let reached = closure(life.initial.iter().copied(), &leaving);
    let finishing = closure(life.finals.ones(), &entering);
    let heard = (0..life.steps.len()).map(|step| heard(model, life, step, &carriages)).collect();
    Scene { atoms: Vec::new(), steps, carriages, reached, finishing, heard }
}

/// All that can be got to from `start`.
fn closure(start: impl Iterator<Item = usize>, next: &[Vec<usize>]) -> FixedBitSet {
    let mut found = FixedBitSet::with_capacity(next.len());
    let mut open: Vec<usize> = start.collect();
    while let Some(state) = open.pop() {
        if !found.put(state) {
            open.extend(&next[state]);
        }
    }
    found
}

/// The systems that hear of a step: by flows from the one that decides it, and from those who heard of it.
fn heard(model: &Model, life: &Life, step: usize, carriages: &FixedBitSet) -> FixedBitSet {
    let mut heard = FixedBitSet::with_capacity(model.systems.len());
    let Some(owner) = life.steps[step].owner else { return heard };
    heard.insert(owner.index());
    let telling: Vec<_> = carriages.ones().map(|at| &life.carriages[at]).filter(|told| told.tells(step)).collect();
    let mut grows = true;
    while grows {
        grows = false;
        for told in &telling {
            grows |= heard.contains(told.from.index()) && !heard.put(told.to.index());
        }
    }
    heard
}
