//! The combinations that rows must cover, numbered, and how to find those that a cell takes part in.

use super::solver::Cell;
use std::collections::BTreeSet;

/// The greatest strength.
pub(super) const STRENGTH: usize = 4;
/// How many values a parameter may have.
pub(super) const VALUES: usize = 10_000;
/// How many sets of parameters may be covered.
pub(super) const COMBINATIONS: usize = 1_500_000;
/// How many combinations of values may be covered.
pub(super) const TUPLES: usize = 12_000_000;

/// A set of parameters whose combinations of values are covered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Combination {
    /// The number of its first tuple.
    pub(super) base: u32,
    /// How many parameters it has.
    pub(super) width: u8,
    /// The parameters; only the first `width` count.
    parameters: [u16; STRENGTH],
    /// How far apart the tuples of two neighbouring values of a parameter are.
    steps: [u32; STRENGTH],
}

impl Combination {
    /// Its parameters.
    pub(super) fn parameters(&self) -> &[u16] {
        &self.parameters[..self.width as usize]
    }

    /// How many tuples it has.
    pub(super) fn count(&self, sizes: &[usize]) -> usize {
        self.parameters().iter().map(|&parameter| sizes[parameter as usize]).product()
    }

    /// The number of the tuple that `row` has.
    pub(super) fn tuple(&self, row: &[Cell]) -> usize {
        let width = self.width as usize;
        let offset: u32 = (0..width).map(|i| self.steps[i] * u32::from(row[self.parameters[i] as usize])).sum();
        (self.base + offset) as usize
    }
}

/// How a cell takes part in a combination: the other cells tell which tuple it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    /// The number of the combination's first tuple.
    pub(super) base: u32,
    /// How far apart the tuples of two neighbouring values of the cell are.
    pub(super) step: u32,
    /// How many others there are.
    pub(super) width: u8,
    others: [u16; STRENGTH - 1],
    steps: [u32; STRENGTH - 1],
}

impl Link {
    /// The number of the tuple in which the cell has value 0, if all others have a value.
    pub(super) fn first(&self, row: &[Cell]) -> usize {
        let width = self.width as usize;
        let offset: u32 = (0..width).map(|i| self.steps[i] * u32::from(row[self.others[i] as usize])).sum();
        (self.base + offset) as usize
    }

    /// The other parameters.
    pub(super) fn others(&self) -> &[u16] {
        &self.others[..self.width as usize]
    }
}

/// Values of a few parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Tuple {
    width: u8,
    cells: [(u16, Cell); STRENGTH],
}

impl Tuple {
    /// Parameters with their values, by parameter.
    pub(super) fn cells(&self) -> &[(u16, Cell)] {
        &self.cells[..self.width as usize]
    }

    /// A tuple with these cells, of which there are at most [`STRENGTH`].
    pub(super) fn of(cells: &[(u16, Cell)]) -> Tuple {
        let mut tuple = Tuple { width: cells.len() as u8, cells: [(0, 0); STRENGTH] };
        tuple.cells[..cells.len()].copy_from_slice(cells);
        tuple
    }

    /// A part of it: the cells whose place is set in `places`.
    pub(super) fn part(&self, places: u32) -> Tuple {
        let mut part = Tuple { width: 0, cells: [(0, 0); STRENGTH] };
        for (_, &cell) in self.cells().iter().enumerate().filter(|(place, _)| places >> place & 1 == 1) {
            part.cells[part.width as usize] = cell;
            part.width += 1;
        }
        part
    }
}

/// All combinations, their tuples numbered from 0.
#[derive(Debug, Default)]
pub(super) struct Targets {
    /// How many values each parameter has.
    pub(super) sizes: Vec<usize>,
    /// The sets of parameters.
    pub(super) combinations: Vec<Combination>,
    /// For each parameter, how its cell takes part.
    pub(super) links: Vec<Vec<Link>>,
    /// How many tuples there are.
    pub(super) count: usize,
}

impl Targets {
    /// Numbers the tuples of `sets`, or says how many there would be when that is too many.
    pub(super) fn new(sizes: Vec<usize>, sets: &BTreeSet<Vec<usize>>) -> Result<Targets, usize> {
        let tuples = |set: &Vec<usize>| set.iter().fold(1_usize, |product, &p| product.saturating_mul(sizes[p]));
        let count = sets.iter().fold(0_usize, |sum, set| sum.saturating_add(tuples(set)));
        if count > TUPLES {
            return Err(count);
        }
        let mut targets = Targets { links: vec![Vec::new(); sizes.len()], combinations: Vec::new(), sizes, count };
        let mut base = 0;
        for set in sets {
            base = targets.add(set, base);
        }
        Ok(targets)
    }

    fn add(&mut self, set: &[usize], base: usize) -> usize {
        let mut combination =
            Combination { base: base as u32, width: set.len() as u8, parameters: [0; STRENGTH], steps: [0; STRENGTH] };
        let mut step = 1;
        for (place, &parameter) in set.iter().enumerate() {
            combination.parameters[place] = parameter as u16;
            combination.steps[place] = step as u32;
            step *= self.sizes[parameter];
        }
        for (place, &parameter) in set.iter().enumerate() {
            let mut link = Link {
                base: combination.base,
                step: combination.steps[place],
                width: set.len() as u8 - 1,
                others: [0; STRENGTH - 1],
                steps: [0; STRENGTH - 1],
            };
            for (slot, other) in (0..set.len()).filter(|&other| other != place).enumerate() {
                link.others[slot] = combination.parameters[other];
                link.steps[slot] = combination.steps[other];
            }
            self.links[parameter].push(link);
        }
        self.combinations.push(combination);
        base + step
    }

    /// The combination that a tuple belongs to.
    pub(super) fn combination_of(&self, tuple: usize) -> &Combination {
        let place = self.combinations.partition_point(|combination| combination.base as usize <= tuple);
        &self.combinations[place - 1]
    }

    /// The cells of a tuple.
    pub(super) fn cells(&self, tuple: usize) -> Tuple {
        let combination = self.combination_of(tuple);
        let mut rest = tuple - combination.base as usize;
        let mut cells = [(0, 0); STRENGTH];
        for (cell, &parameter) in cells.iter_mut().zip(combination.parameters()) {
            let size = self.sizes[parameter as usize];
            *cell = (parameter, (rest % size) as Cell);
            rest /= size;
        }
        Tuple { width: combination.width, cells }
    }

    /// The numbers of the tuples that a row has.
    pub(super) fn of_row<'a>(&'a self, row: &'a [Cell]) -> impl Iterator<Item = usize> + 'a {
        self.combinations.iter().map(|combination| combination.tuple(row))
    }
}

/// Every set of `width` of the `parameters`, in order; an error past [`COMBINATIONS`].
pub(super) fn subsets(parameters: &[usize], width: usize, into: &mut BTreeSet<Vec<usize>>) -> Result<(), usize> {
    let count = parameters.len();
    let width = width.min(count);
    let number = (0..width).fold(1_usize, |product, i| product.saturating_mul(count - i) / (i + 1));
    if number.saturating_add(into.len()) > COMBINATIONS {
        return Err(number);
    }
    let mut places: Vec<usize> = (0..width).collect();
    loop {
        into.insert(places.iter().map(|&place| parameters[place]).collect());
        let Some(last) = (0..width).rev().find(|&i| places[i] < count - width + i) else { return Ok(()) };
        places[last] += 1;
        for next in last + 1..width {
            places[next] = places[next - 1] + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Targets, subsets};
    use std::collections::BTreeSet;

    #[test]
    fn every_tuple_has_one_number_and_its_cells_lead_back() {
        let mut sets = BTreeSet::new();
        subsets(&[0, 1, 2, 3], 3, &mut sets).expect("small");
        subsets(&[0, 3], 2, &mut sets).expect("small");
        assert_eq!(sets.len(), 5);
        let targets = Targets::new(vec![2, 3, 4, 5], &sets).expect("small");
        assert_eq!(targets.count, 24 + 30 + 40 + 60 + 10);
        for tuple in 0..targets.count {
            let mut row = [0; 4];
            for &(parameter, value) in targets.cells(tuple).cells() {
                row[parameter as usize] = value;
            }
            assert_eq!(targets.combination_of(tuple).tuple(&row), tuple);
            for &parameter in targets.combination_of(tuple).parameters() {
                let here = |link: &&super::Link| link.base == targets.combination_of(tuple).base;
                let link = targets.links[parameter as usize].iter().find(here).expect("the parameter takes part");
                assert_eq!(link.first(&row) + link.step as usize * row[parameter as usize] as usize, tuple);
            }
        }
    }
}
