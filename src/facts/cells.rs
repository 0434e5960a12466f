//! Parts of a product of finite sets: what is covered, what is not, and how to say it.
//!
//! A part has one set of values per dimension. The algorithm is box subtraction: what is left of a part after another
//! one is taken away is at most one disjoint part per dimension.

use fixedbitset::FixedBitSet;

/// The most comparisons of two parts that one question may take before it gives up.
pub const MOST_STEPS: usize = 1_000_000;

/// A part: the product of one non-empty set of values per dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    sides: Vec<FixedBitSet>,
}

/// A question would have taken more than [`MOST_STEPS`] steps: nothing was proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

impl Part {
    /// The whole space; `sizes` are the numbers of values of its dimensions, none zero.
    pub fn whole(sizes: &[usize]) -> Self {
        let full = |&size: &usize| {
            let mut side = FixedBitSet::with_capacity(size);
            side.insert_range(..);
            side
        };
        Self { sides: sizes.iter().map(full).collect() }
    }

    /// This part, with only `values` of `dimension`; `None` when nothing is left.
    pub fn only(mut self, dimension: usize, values: impl IntoIterator<Item = usize>) -> Option<Self> {
        let side = self.sides.get_mut(dimension)?;
        let mut kept = FixedBitSet::with_capacity(side.len());
        for value in values {
            if side.contains(value) {
                kept.insert(value);
            }
        }
        *side = kept;
        (!self.sides[dimension].is_clear()).then_some(self)
    }

    /// The values of one dimension, ascending.
    pub fn values(&self, dimension: usize) -> impl Iterator<Item = usize> {
        self.sides[dimension].ones()
    }

    /// Whether a value of a dimension is in it.
    pub fn has(&self, dimension: usize, value: usize) -> bool {
        self.sides[dimension].contains(value)
    }

    /// Whether all values of a dimension are in it.
    pub fn is_whole(&self, dimension: usize) -> bool {
        self.sides[dimension].is_full()
    }

    /// The number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.sides.len()
    }

    /// Whether a point, one value per dimension, is in it.
    pub fn contains(&self, point: &[usize]) -> bool {
        self.sides.iter().zip(point).all(|(side, &value)| side.contains(value))
    }

    /// What both have in common.
    pub fn intersection(&self, other: &Self) -> Option<Self> {
        let mut sides = Vec::with_capacity(self.sides.len());
        for (a, b) in self.sides.iter().zip(&other.sides) {
            let mut side = a.clone();
            side.intersect_with(b);
            if side.is_clear() {
                return None;
            }
            sides.push(side);
        }
        Some(Self { sides })
    }

    /// Appends to `left` what is left of `self` without `taken`, in disjoint parts.
    fn subtract(self, taken: &Self, left: &mut Vec<Self>) {
        if self.sides.iter().zip(&taken.sides).any(|(a, b)| a.is_disjoint(b)) {
            left.push(self);
            return;
        }
        let mut rest = self;
        for dimension in 0..rest.sides.len() {
            let mut outside = rest.sides[dimension].clone();
            outside.difference_with(&taken.sides[dimension]);
            rest.sides[dimension].intersect_with(&taken.sides[dimension]);
            if !outside.is_clear() {
                let mut piece = rest.clone();
                piece.sides[dimension] = outside;
                left.push(piece);
            }
        }
    }

    /// Whether every point of this part is in one of `parts`.
    fn is_within(&self, parts: &[Self]) -> Result<bool, TooMany> {
        Ok(gaps(vec![self.clone()], parts)?.is_empty())
    }

    /// The same part, made as large as `uncovered` allows, one dimension after the other, so that it reads shorter.
    ///
    /// # Errors
    /// `TooMany` when the parts are too many to decide.
    pub fn grow(&self, uncovered: &[Self]) -> Result<Self, TooMany> {
        let mut grown = self.clone();
        for dimension in 0..grown.sides.len() {
            for value in 0..grown.sides[dimension].len() {
                if grown.sides[dimension].contains(value) {
                    continue;
                }
                let mut step = grown.clone();
                step.sides[dimension].clear();
                step.sides[dimension].insert(value);
                if step.is_within(uncovered)? {
                    grown.sides[dimension].insert(value);
                }
            }
        }
        Ok(grown)
    }
}

impl Part {
    /// The same part with all values of every dimension that `allowed` lets it have all of.
    ///
    /// # Errors
    /// `TooMany` when the parts are too many to decide.
    pub fn widen(&self, allowed: &[Self]) -> Result<Self, TooMany> {
        let mut widened = self.clone();
        for dimension in 0..widened.sides.len() {
            let mut step = widened.clone();
            step.sides[dimension].insert_range(..);
            if step.is_within(allowed)? {
                widened = step;
            }
        }
        Ok(widened)
    }
}

/// What is left of `whole` (disjoint parts) when all of `taken` is taken away, in disjoint parts.
///
/// # Errors
/// `TooMany` when that takes more than [`MOST_STEPS`] steps.
pub fn gaps<'a>(whole: Vec<Part>, taken: impl IntoIterator<Item = &'a Part>) -> Result<Vec<Part>, TooMany> {
    let mut left = whole;
    let mut steps = 0;
    for part in taken {
        steps += left.len();
        if steps > MOST_STEPS {
            return Err(TooMany);
        }
        let mut next = Vec::with_capacity(left.len());
        for piece in left {
            piece.subtract(part, &mut next);
        }
        left = next;
        if left.is_empty() {
            break;
        }
    }
    Ok(left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn points(part: &Part) -> BTreeSet<Vec<usize>> {
        let mut all = BTreeSet::from([Vec::new()]);
        for dimension in 0..part.dimensions() {
            all = all
                .into_iter()
                .flat_map(|point| {
                    part.values(dimension).map(move |value| {
                        let mut longer = point.clone();
                        longer.push(value);
                        longer
                    })
                })
                .collect();
        }
        all
    }

    fn random_part(random: &mut fastrand::Rng, sizes: &[usize]) -> Part {
        let mut part = Part::whole(sizes);
        for (dimension, &size) in sizes.iter().enumerate() {
            let mut values: Vec<usize> = (0..size).filter(|_| random.bool()).collect();
            if values.is_empty() {
                values.push(random.usize(..size));
            }
            part = part.only(dimension, values).expect("a value was kept");
        }
        part
    }

    #[test]
    fn subtraction_agrees_with_counting_points() {
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..3_000 {
            let sizes: Vec<usize> = (0..random.usize(1..=4)).map(|_| random.usize(1..=4)).collect();
            let rules: Vec<Part> = (0..random.usize(..=6)).map(|_| random_part(&mut random, &sizes)).collect();
            let left = gaps(vec![Part::whole(&sizes)], &rules).expect("small");

            let mut expected = points(&Part::whole(&sizes));
            for rule in &rules {
                for point in points(rule) {
                    expected.remove(&point);
                }
            }
            let found: Vec<Vec<usize>> = left.iter().flat_map(points).collect();
            assert_eq!(found.len(), expected.len(), "the parts are disjoint");
            assert_eq!(found.into_iter().collect::<BTreeSet<_>>(), expected);

            for part in &left {
                let grown = part.grow(&left).expect("small");
                assert!(points(part).is_subset(&points(&grown)), "growing loses nothing");
                assert!(points(&grown).is_subset(&expected), "growing stays uncovered");
            }
        }
    }

    #[test]
    fn an_intersection_has_the_points_of_both() {
        let mut random = fastrand::Rng::with_seed(8);
        for _ in 0..500 {
            let sizes = [3, 4, 2];
            let (a, b) = (random_part(&mut random, &sizes), random_part(&mut random, &sizes));
            let both = a.intersection(&b).map(|part| points(&part)).unwrap_or_default();
            assert_eq!(both, points(&a).intersection(&points(&b)).cloned().collect());
        }
    }

    #[test]
    fn too_many_parts_are_said_to_be_too_many() {
        let sizes = [2; 16];
        let rules = (0..1_usize << 16).filter(|bits| bits.count_ones() % 2 == 0).map(|bits| {
            (0..16).fold(Part::whole(&sizes), |part, at| part.only(at, [bits >> at & 1]).expect("one value is kept"))
        });
        assert_eq!(gaps(vec![Part::whole(&sizes)], &rules.collect::<Vec<_>>()), Err(TooMany));
    }
}
