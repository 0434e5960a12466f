//! Scope atoms: values that nothing tells apart are one class; an atom is one class of every dimension that matters.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use crate::facts::cells::{self, Part, TooMany};
use crate::facts::territory::{Dimension, Territory};
use crate::model::Model;
use crate::model::region::Region;

/// The most atoms that one space may have before nothing is concluded about it.
pub const MOST_ATOMS: usize = 8_192;

/// One class of values of every dimension of a [`Space`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Atom(u32);

impl Atom {
    /// The index, for tables beside the space.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Sets of values that somebody tells apart from the others.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    sets: BTreeMap<Dimension, Vec<FixedBitSet>>,
}

impl Mentions {
    /// A set of values of one dimension.
    pub fn add(&mut self, model: &Model, dimension: Dimension, values: impl IntoIterator<Item = usize>) {
        let mut set = FixedBitSet::with_capacity(dimension.size(model));
        set.extend(values);
        let sets = self.sets.entry(dimension).or_default();
        if !sets.contains(&set) {
            sets.push(set);
        }
    }

    /// The sides of a region.
    pub fn region(&mut self, model: &Model, region: &Region) {
        for side in &region.sides {
            if let Some(scope) = side.scope.target {
                let values = side.values.iter().filter_map(|value| value.target);
                self.add(model, Dimension::Scope(scope), values.map(|value| model.scope_values[value].position));
            }
        }
    }

    /// The sides of a part of a territory that restrict something.
    pub fn part(&mut self, model: &Model, territory: &Territory, part: &Part) {
        for (side, dimension) in territory.dimensions().iter().enumerate() {
            if !part.is_whole(side) {
                self.add(model, *dimension, part.values(side));
            }
        }
    }

    /// The regions of the phases. Where nothing differs between phases, only along scopes that somebody tells apart
    /// already; where something does, a phase that is live in a part of the scopes only is not like the others.
    pub fn phases(&mut self, model: &Model) {
        let all = self.sets.contains_key(&Dimension::Phase);
        for phase in model.phases.values() {
            let mut region = phase.region.clone();
            let is_told = |scope| self.sets.contains_key(&Dimension::Scope(scope));
            region.sides.retain(|side| all || side.scope.target.is_some_and(is_told));
            self.region(model, &region);
        }
        let partial = model.phases.iter().filter(|(_, phase)| phase.everything.is_none());
        for (id, _) in partial.filter(|_| all) {
            self.add(model, Dimension::Phase, [id.index()]);
        }
    }
}

/// The atoms that matter to something. Boxes in it are [`Part`]s whose values are classes.
#[derive(Clone, Debug, Default)]
pub struct Space {
    territory: Territory,
    classes: Vec<Vec<Vec<usize>>>,
    /// The class of every value, by dimension.
    class_of: Vec<Vec<usize>>,
    sizes: Vec<usize>,
    /// How far apart the atoms of two neighbouring classes are, by dimension.
    strides: Vec<usize>,
    len: usize,
}

impl Space {
    /// The space in which what is mentioned can be told apart.
    ///
    /// # Errors
    /// `TooMany` when it would have more than [`MOST_ATOMS`] atoms.
    pub fn of(model: &Model, mentions: &Mentions) -> Result<Self, TooMany> {
        let territory = Territory::along(model, mentions.sets.keys().copied());
        let classes: Vec<Vec<Vec<usize>>> =
            territory.dimensions().iter().map(|dimension| classes(model, *dimension, &mentions.sets)).collect();
        let sizes: Vec<usize> = classes.iter().map(Vec::len).collect();
        let len = sizes.iter().try_fold(1_usize, |len, size| len.checked_mul(*size)).unwrap_or(usize::MAX);
        if len > MOST_ATOMS {
            return Err(TooMany);
        }
        let class_of = territory.dimensions().iter().zip(&classes).map(|(dimension, classes)| {
            let mut class_of = vec![0; dimension.size(model)];
            for (at, class) in classes.iter().enumerate() {
                for value in class {
                    class_of[*value] = at;
                }
            }
            class_of
        });
        let class_of = class_of.collect();
        let strides = (0..sizes.len()).map(|side| sizes[..side].iter().product()).collect();
        Ok(Self { territory, classes, class_of, sizes, strides, len })
    }

    /// The space in which all of several spaces can be told apart.
    ///
    /// # Errors
    /// `TooMany` when it would have more than [`MOST_ATOMS`] atoms.
    pub fn join<'s>(model: &Model, spaces: impl IntoIterator<Item = &'s Self>) -> Result<Self, TooMany> {
        let mut mentions = Mentions::default();
        for space in spaces {
            for (dimension, classes) in space.territory.dimensions().iter().zip(&space.classes) {
                for class in classes {
                    mentions.add(model, *dimension, class.iter().copied());
                }
            }
        }
        Self::of(model, &mentions)
    }

    /// The number of atoms; at least one.
    pub fn len(&self) -> usize {
        self.len
    }

    /// A space is never empty: without dimensions it has one atom.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All atoms.
    pub fn atoms(&self) -> impl Iterator<Item = Atom> + use<> {
        (0..self.len as u32).map(Atom)
    }

    /// The dimensions, in order.
    pub fn dimensions(&self) -> &[Dimension] {
        self.territory.dimensions()
    }

    /// The classes of an atom, one per dimension.
    pub fn point(&self, atom: Atom) -> Vec<usize> {
        (0..self.sizes.len()).map(|side| self.class_at(atom, side)).collect()
    }

    /// The atom with these classes, one per dimension.
    pub fn atom(&self, point: &[usize]) -> Atom {
        Atom(self.sizes.iter().zip(point).rev().fold(0, |index, (size, class)| index * size + class) as u32)
    }

    /// Where a dimension stands among all, and the class of an atom along it; `None` when it does not matter here.
    pub fn class(&self, atom: Atom, dimension: Dimension) -> Option<(usize, usize)> {
        let side = self.side(dimension)?;
        Some((side, self.class_at(atom, side)))
    }

    /// The smallest value of an atom along a dimension; `None` when the dimension does not matter here.
    pub fn value(&self, atom: Atom, dimension: Dimension) -> Option<usize> {
        let side = self.side(dimension)?;
        Some(self.classes[side][self.class_at(atom, side)][0])
    }

    /// The values of an atom along the dimension at an index, ascending.
    pub fn values_of(&self, atom: Atom, side: usize) -> impl Iterator<Item = usize> {
        self.classes[side][self.class_at(atom, side)].iter().copied()
    }

    /// The atom that contains an atom of a space that tells apart at least as much.
    pub fn containing(&self, finer: &Self, atom: Atom) -> Atom {
        let place = |(side, dimension): (usize, &Dimension)| {
            let value = finer.value(atom, *dimension).unwrap_or_default();
            self.class_of[side][value] * self.strides[side]
        };
        Atom(self.dimensions().iter().enumerate().map(place).sum::<usize>() as u32)
    }

    /// Whether an atom lies in a part.
    pub fn is_in(&self, atom: Atom, part: &Part) -> bool {
        (0..self.sizes.len()).all(|side| part.has(side, self.class_at(atom, side)))
    }

    /// Whether an atom lies in a region, or meets it.
    pub fn is_within(&self, model: &Model, atom: Atom, region: &Region) -> bool {
        region.sides.iter().all(|named| {
            let side = named.scope.target.and_then(|scope| self.side(Dimension::Scope(scope)));
            side.is_none_or(|side| {
                let class = self.class_at(atom, side);
                let mut values = named.values.iter().filter_map(|value| value.target);
                values.any(|value| self.class_of[side][model.scope_values[value].position] == class)
            })
        })
    }

    /// The class of an atom along the dimension at an index.
    fn class_at(&self, atom: Atom, side: usize) -> usize {
        atom.index() / self.strides[side] % self.sizes[side]
    }

    /// A point whose class along a dimension is that of another value; `None` where the dimension does not matter.
    pub fn moved(&self, point: &[usize], dimension: Dimension, value: usize) -> Option<Vec<usize>> {
        let side = self.side(dimension)?;
        let mut moved = point.to_vec();
        moved[side] = *self.class_of[side].get(value)?;
        Some(moved)
    }

    /// The atom in the same scopes and phase whose states are the first ones: equal for all that differ in states only.
    pub fn without_states(&self, atom: Atom) -> Atom {
        let states = self.dimensions().iter().enumerate().filter(|(_, side)| matches!(side, Dimension::State(_)));
        let past: usize = states.map(|(side, _)| self.class_at(atom, side) * self.strides[side]).sum();
        Atom((atom.index() - past) as u32)
    }

    /// Everything.
    pub fn whole(&self) -> Part {
        Part::whole(&self.sizes)
    }

    /// What of `part` has these values along a dimension: classes that have one of them. All of it where the
    /// dimension does not matter; `None` when nothing is left.
    pub fn only(&self, part: Part, dimension: Dimension, values: &FixedBitSet) -> Option<Part> {
        let Some(side) = self.side(dimension) else { return Some(part) };
        let classes = self.classes[side].iter().enumerate();
        let meets = classes.filter(|(_, class)| class.iter().any(|value| values.contains(*value)));
        part.only(side, meets.map(|(class, _)| class))
    }

    /// What of `part` lies in a region.
    pub fn within(&self, model: &Model, part: Part, region: &Region) -> Option<Part> {
        let mut part = part;
        for side in &region.sides {
            let Some(scope) = side.scope.target else { continue };
            let mut values = FixedBitSet::with_capacity(Dimension::Scope(scope).size(model));
            values.extend(
                side.values.iter().filter_map(|value| value.target).map(|value| model.scope_values[value].position),
            );
            part = self.only(part, Dimension::Scope(scope), &values)?;
        }
        Some(part)
    }

    /// What of everything lies in a part of a territory.
    pub fn part(&self, model: &Model, territory: &Territory, part: &Part) -> Option<Part> {
        let mut found = self.whole();
        for (side, dimension) in territory.dimensions().iter().enumerate() {
            if !part.is_whole(side) {
                let mut values = FixedBitSet::with_capacity(dimension.size(model));
                values.extend(part.values(side));
                found = self.only(found, *dimension, &values)?;
            }
        }
        Some(found)
    }

    /// The parts that are live in some phase; everything where there are none.
    pub fn live(&self, model: &Model) -> Vec<Part> {
        if model.phases.is_empty() {
            return vec![self.whole()];
        }
        let live = model.phases.iter().filter_map(|(id, phase)| {
            let mut during = FixedBitSet::with_capacity(model.phases.len());
            during.insert(id.index());
            let part = self.only(self.whole(), Dimension::Phase, &during)?;
            let is_everything = phase.everything.is_some() || !phase.region.is_known();
            if is_everything { Some(part) } else { self.within(model, part, &phase.region) }
        });
        live.collect()
    }

    /// How people say a set of atoms: `site=east-3pl and channel in {marketplace, edi}`, one text for each box. A box may
    /// reach into `free` atoms, about which nothing is said, if it reads shorter then. An empty text is everything.
    pub fn describe(&self, model: &Model, atoms: &[Atom], free: &[Atom]) -> Vec<String> {
        let single = |atom: &Atom| {
            let point = self.point(*atom);
            let part = Part::whole(&self.sizes);
            point.iter().enumerate().try_fold(part, |part, (side, class)| part.only(side, [*class]))
        };
        let meant: Vec<Part> = atoms.iter().filter_map(single).collect();
        let allowed: Vec<Part> = atoms.iter().chain(free).filter_map(single).collect();
        let mut left = meant.clone();
        let mut boxes = Vec::new();
        while let Some(first) = left.first() {
            let grown = first.grow(&meant).and_then(|grown| grown.widen(&allowed));
            let grown = grown.unwrap_or_else(|TooMany| first.clone());
            let rest = cells::gaps(left.clone(), [&grown]).unwrap_or_default();
            boxes.push(grown);
            left = rest;
        }
        for at in (0..boxes.len()).rev() {
            let others = boxes.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, part)| part);
            let inside: Vec<Part> = meant.iter().filter_map(|part| part.intersection(&boxes[at])).collect();
            if cells::gaps(inside, others).is_ok_and(|left| left.is_empty()) {
                boxes.remove(at);
            }
        }
        boxes.iter().map(|part| self.territory.describe(model, &self.values(part))).collect()
    }

    /// The values of a box.
    fn values(&self, part: &Part) -> Part {
        let sizes: Vec<usize> = self.classes.iter().map(|classes| classes.iter().map(Vec::len).sum()).collect();
        let mut values = Part::whole(&sizes);
        for side in 0..self.sizes.len() {
            let kept = part.values(side).flat_map(|class| self.classes[side][class].iter().copied());
            values = values.only(side, kept).unwrap_or_else(|| Part::whole(&sizes));
        }
        values
    }

    fn side(&self, dimension: Dimension) -> Option<usize> {
        self.territory.dimensions().iter().position(|other| *other == dimension)
    }
}

/// The values of a dimension, those together that are in exactly the same sets.
fn classes(model: &Model, dimension: Dimension, sets: &BTreeMap<Dimension, Vec<FixedBitSet>>) -> Vec<Vec<usize>> {
    let mut classes = vec![(0..dimension.size(model)).collect::<Vec<usize>>()];
    for set in sets.get(&dimension).into_iter().flatten() {
        let split = |class: Vec<usize>| {
            let (inside, outside): (Vec<usize>, Vec<usize>) = class.into_iter().partition(|value| set.contains(*value));
            [inside, outside]
        };
        classes = classes.into_iter().flat_map(split).filter(|class| !class.is_empty()).collect();
    }
    classes.sort();
    classes
}
