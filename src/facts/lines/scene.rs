//! What can happen to one line: the scenes that differ only in scopes that can change while it lives.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::facts::atoms::Atom;
use crate::facts::lifecycle::Life;
use crate::facts::territory::Dimension;
use crate::model::Model;

/// Scenes that one line can go through.
#[derive(Clone, Debug)]
pub struct Case {
    /// Where it is so.
    pub atoms: Vec<Atom>,
    /// The steps that may happen, by index.
    pub steps: FixedBitSet,
    /// The carriages that are live, by index.
    pub carriages: FixedBitSet,
}

impl Case {
    /// All cases: one for each class of what stays the same for a line, which is the phase and the scopes by which its object
    /// is partitioned.
    pub(super) fn of(model: &Model, life: &Life) -> Vec<Self> {
        let scopes = model[life.place.object].partitions.iter().filter_map(|partition| partition.scope.target);
        let fixed: Vec<Dimension> = scopes.map(Dimension::Scope).chain([Dimension::Phase]).collect();
        let mut cases: BTreeMap<Vec<Option<usize>>, Self> = BTreeMap::new();
        for scene in &life.scenes {
            for &atom in &scene.atoms {
                let class = |dimension: &Dimension| Some(life.space.class(atom, *dimension)?.1);
                let case = cases.entry(fixed.iter().map(class).collect()).or_insert_with(|| Self {
                    atoms: Vec::new(),
                    steps: FixedBitSet::with_capacity(life.steps.len()),
                    carriages: FixedBitSet::with_capacity(life.carriages.len()),
                });
                case.steps.union_with(&scene.steps);
                case.carriages.union_with(&scene.carriages);
                case.atoms.push(atom);
            }
        }
        cases.into_values().collect()
    }
}
