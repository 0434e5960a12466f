//! Derived values: as old as the oldest input where they are computed, and how far apart their inputs are.

use std::collections::BTreeMap;

use super::{Age, Freshness, Regard};
use crate::facts::atoms::{Atom, Space};
use crate::facts::lineage::Lineage;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::owner::Derivation;
use crate::syntax::values::Duration;

/// The ages of a derived value where it is computed, by the atoms of its course.
#[derive(Clone, Debug, Default)]
pub(super) struct Bases {
    freshest: BTreeMap<Atom, Age>,
    lasting: BTreeMap<Atom, Age>,
    pub(super) skew: Option<Skew>,
}

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
        match regard {
            Regard::Freshest => self.freshest.get(&atom),
            Regard::Lasting => self.lasting.get(&atom),
        }
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

fn base(model: &Model, lineage: &Lineage, freshness: &Freshness, made: &[Option<Bases>], id: Id<Derivation>) -> Bases {
    let mut bases = Bases::default();
    let derivation = &model.derivations[id];
    let Some(field) = derivation.path.target.and_then(|place| place.field) else { return bases };
    let Some(course) = lineage.course(field) else { return bases };
    let mut inputs: Vec<Id<Field>> = inputs(model, lineage, id).collect();
    inputs.sort_unstable();
    inputs.dedup();
    let spaces = inputs.iter().filter_map(|input| lineage.course(*input)).map(|input| &input.space);
    let Ok(joint) = Space::join(model, spaces.chain([&course.space])) else { return bases };
    for fine in joint.atoms() {
        let atom = course.space.containing(&joint, fine);
        let Some(web) = course.web(atom) else { continue };
        let by = derivation.by.and_then(|by| by.target).or(web.owners.first().copied());
        let Some(by) = by.filter(|by| web.is_owner(*by)) else { continue };
        for regard in [Regard::Freshest, Regard::Lasting] {
            let age = |input: &Id<Field>| {
                let atom = lineage.course(*input)?.space.containing(&joint, fine);
                let derived = model[*input].derivation.and_then(|id| made[id.index()].as_ref()?.at(atom, regard));
                Some((*input, freshness.age_from(lineage, *input, (atom, by), regard, derived)?))
            };
            let ages: Vec<(Id<Field>, Age)> = inputs.iter().filter_map(age).collect();
            let oldest = ages.iter().rev().max_by_key(|(_, age)| age.time);
            let freshest = ages.iter().min_by_key(|(_, age)| age.time);
            let (Some(oldest), Some(freshest)) = (oldest, freshest) else { continue };
            let known = match regard {
                Regard::Freshest => &mut bases.freshest,
                Regard::Lasting => &mut bases.lasting,
            };
            let worst = known.entry(atom).or_default();
            if oldest.1.time >= worst.time {
                *worst = oldest.1.clone();
            }
            let apart = Duration(oldest.1.time.0 - freshest.1.time.0);
            if regard == Regard::Lasting && bases.skew.as_ref().is_none_or(|skew| apart > skew.apart) {
                bases.skew = Some(Skew { apart, older: oldest.clone(), fresher: freshest.clone(), atom });
            }
        }
    }
    bases
}
