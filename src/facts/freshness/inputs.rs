//! Derived values: as old as the oldest input where they are computed, and how far apart their inputs are.

use rustc_hash::FxHashMap;

use super::{Age, Freshness, Regard};
use crate::facts::atoms::{Atom, Space};
use crate::facts::lineage::Lineage;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::owner::Derivation;
use crate::syntax::values::Duration;

/// The ages of a derived value where it is computed.
#[derive(Clone, Debug, Default)]
pub(super) struct Bases {
    ages: Vec<Age>,
    /// By the atoms of its course, which of them.
    freshest: Vec<Option<usize>>,
    lasting: Vec<Option<usize>>,
    pub(super) skew: Option<Skew>,
}

/// The oldest and the freshest of the inputs, by their indices among the ages.
type Extremes = Option<((Id<Field>, usize), (Id<Field>, usize))>;

/// Two inputs of a derived value that are farthest apart in age.
#[derive(Clone, Debug)]
pub struct Skew {
    /// How far.
    pub apart: Duration,
    /// The older input, and how it comes.
    pub older: (Id<Field>, Age),
    /// The fresher input, and how it comes.
    pub fresher: (Id<Field>, Age),
    /// The case, in the course of the derived field.
    pub atom: Atom,
}

impl Bases {
    pub(super) fn at(&self, atom: Atom, regard: Regard) -> Option<&Age> {
        let known = match regard {
            Regard::Freshest => &self.freshest,
            Regard::Lasting => &self.lasting,
        };
        known.get(atom.index()).copied().flatten().map(|age| &self.ages[age])
    }
}

/// The bases of all derivations, inputs before what is computed from them. What depends on itself has none; that is
/// reported where circles are.
pub(super) fn bases(model: &Model, lineage: &Lineage, freshness: &Freshness) -> Vec<Bases> {
    let mut made: Vec<Option<Bases>> = vec![None; model.derivations.len()];
    let mut open: Vec<(Id<Derivation>, bool)> = model.derivations.ids().rev().map(|id| (id, false)).collect();
    let mut seen = vec![false; model.derivations.len()];
    while let Some((id, inputs_made)) = open.pop() {
        if made[id.index()].is_some() || (seen[id.index()] && !inputs_made) {
            continue;
        }
        if inputs_made {
            made[id.index()] = Some(base(model, lineage, freshness, &made, id));
            continue;
        }
        seen[id.index()] = true;
        open.push((id, true));
        open.extend(inputs(model, lineage, id).filter_map(|input| Some((model[input].derivation?, false))));
    }
    made.into_iter().map(Option::unwrap_or_default).collect()
}

/// The values and states from which a field is computed.
fn inputs<'a>(model: &'a Model, lineage: &'a Lineage, id: Id<Derivation>) -> impl Iterator<Item = Id<Field>> + 'a {
    let formula = model.derivations[id].formula.as_ref();
    let places = formula.into_iter().flat_map(crate::model::expression::Formula::fields);
    places.flat_map(|place| lineage.leaves.under(place)).copied()
}

fn base(
    model: &Model,
    lineage: &Lineage,
    freshness: &Freshness,
    before: &[Option<Bases>],
    id: Id<Derivation>,
) -> Bases {
    let mut bases = Bases::default();
    let derivation = &model.derivations[id];
    let Some(field) = derivation.path.target.and_then(|place| place.field) else { return bases };
    let Some(course) = lineage.course(field) else { return bases };
    let mut inputs: Vec<Id<Field>> = inputs(model, lineage, id).collect();
    inputs.sort_unstable();
    inputs.dedup();
    let spaces = inputs.iter().filter_map(|input| lineage.course(*input)).map(|input| &input.space);
    let Ok(joint) = Space::join(model, spaces.chain([&course.space])) else { return bases };
    bases.freshest = vec![None; course.space.len()];
    bases.lasting = vec![None; course.space.len()];
    // Ages are the same wherever the inputs have the same graphs, and start with the same ages.
    let mut made: FxHashMap<Vec<usize>, [Extremes; 2]> = FxHashMap::default();
    let mut alike = Vec::new();
    for fine in joint.atoms() {
        let atom = course.space.containing(&joint, fine);
        let Some(web) = course.web(atom) else { continue };
        let by = derivation.by.and_then(|by| by.target).or(web.owners.first().copied());
        let Some(by) = by.filter(|by| web.is_owner(*by)) else { continue };
        alike.clear();
        alike.push(by.index());
        for input in &inputs {
            let Some(of_input) = lineage.course(*input) else { continue };
            let there = of_input.space.containing(&joint, fine);
            let is_derived = model[*input].derivation.is_some();
            alike.push(if is_derived { there.index() } else { of_input.web_index(there).map_or(0, |web| web + 1) });
        }
        let known = made.get(&alike).copied();
        let extremes = known.unwrap_or_else(|| {
            [Regard::Freshest, Regard::Lasting].map(|regard| {
                let age = |input: &Id<Field>| {
                    let atom = lineage.course(*input)?.space.containing(&joint, fine);
                    let derived = model[*input].derivation;
                    let derived = derived.and_then(|id| before[id.index()].as_ref()?.at(atom, regard));
                    Some((*input, freshness.age_from(lineage, *input, (atom, by), regard, derived)?))
                };
                extremes(&mut bases.ages, inputs.iter().filter_map(age))
            })
        });
        if known.is_none() {
            made.insert(alike.clone(), extremes);
        }
        bases.take(atom, extremes);
    }
    bases
}

impl Bases {
    /// Keeps the oldest ages of an atom, and the inputs that are farthest apart.
    fn take(&mut self, atom: Atom, [freshest, lasting]: [Extremes; 2]) {
        for (known, extremes) in [(&mut self.freshest, freshest), (&mut self.lasting, lasting)] {
            let Some(((_, oldest), _)) = extremes else { continue };
            let worst = &mut known[atom.index()];
            if worst.is_none_or(|worst| self.ages[oldest].time > self.ages[worst].time) {
                *worst = Some(oldest);
            }
        }
        let Some((oldest, freshest)) = lasting else { return };
        let apart = Duration(self.ages[oldest.1].time.0 - self.ages[freshest.1].time.0);
        if self.skew.as_ref().is_none_or(|skew| apart > skew.apart) {
            let input = |(field, age): (Id<Field>, usize)| (field, self.ages[age].clone());
            self.skew = Some(Skew { apart, older: input(oldest), fresher: input(freshest), atom });
        }
    }
}

/// The first of the oldest and the first of the freshest inputs; their ages are kept.
fn extremes(kept: &mut Vec<Age>, ages: impl Iterator<Item = (Id<Field>, Age)>) -> Extremes {
    let ages: Vec<(Id<Field>, Age)> = ages.collect();
    let (oldest, oldest_age) = ages.iter().rev().max_by_key(|(_, age)| age.time)?.clone();
    let (freshest, freshest_age) = ages.into_iter().min_by_key(|(_, age)| age.time)?;
    kept.extend([oldest_age, freshest_age]);
    Some(((oldest, kept.len() - 2), (freshest, kept.len() - 1)))
}
