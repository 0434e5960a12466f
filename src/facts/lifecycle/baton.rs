//! Where an instance passes from one system to the next, and only flows that may lose a message say so.

use crate::facts::lifecycle::{Life, Scene, Transport};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::System;

/// A step after which another system decides, and may not hear of it.
#[derive(Clone, Debug)]
pub struct Losable {
    /// The step, by index.
    pub step: usize,
    /// The system that decides next.
    pub system: Id<System>,
    /// A carriage that may lose the message, by index.
    pub carriage: usize,
}

impl Life {
    /// The steps that a system which decides next only hears of by messages that may be lost, in order; each once.
    pub fn losable(&self, model: &Model) -> Vec<Losable> {
        let loses = |at: usize| Transport::of(model, self, &self.carriages[at]).loses();
        let lossy: Vec<usize> = (0..self.carriages.len()).filter(|at| loses(*at)).collect();
        let mut found: Vec<Losable> = Vec::new();
        if lossy.is_empty() || !self.is_told_certain {
            return found;
        }
        for scene in &self.scenes {
            for step in scene.steps.ones().filter(|step| scene.can_happen(self, *step)) {
                let next = self.steps[step].to.into_iter().flat_map(|to| scene.leaving(self, to));
                for system in next.filter_map(|next| self.steps[next].owner) {
                    let is_known = found.iter().any(|known| (known.step, known.system) == (step, system));
                    if is_known || !scene.hears(system, step) || self.hears_surely(scene, system, step, &lossy) {
                        continue;
                    }
                    let brings = |at: &&usize| scene.carriages.contains(**at) && self.carriages[**at].tells(step);
                    found.extend(lossy.iter().find(brings).map(|at| Losable { step, system, carriage: *at }));
                }
            }
        }
        found
    }

    /// Whether a system hears of a step by flows that deliver at least once.
    fn hears_surely(&self, scene: &Scene, system: Id<System>, step: usize, lossy: &[usize]) -> bool {
        let mut heard: Vec<Id<System>> = self.steps[step].owner.into_iter().collect();
        let mut next = 0;
        while let Some(&from) = heard.get(next) {
            next += 1;
            for at in scene.carriages.ones().filter(|at| !lossy.contains(at)) {
                let told = &self.carriages[at];
                if told.from == from && told.tells(step) && !heard.contains(&told.to) {
                    heard.push(told.to);
                }
            }
        }
        heard.contains(&system)
    }
}
