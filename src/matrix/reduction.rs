//! Fewer rows: take one away, then repair what is missing by changing single cells.
//!
//! A tabu search over the rows. Of all changes of one cell that cover one missing tuple, the one that uncovers least
//! is taken, unless the cell was changed a moment ago. Source of the idea: Galinier, Kpodjedo, Antoniol, "An efficient
//! tabu search for mixed covering arrays" (TCA: Lin et al., ASE 2015). What a change uncovers is known without looking,
//! because the coverage keeps for each cell the tuples that only it has.

use super::coverage::{Coverage, Open};
use super::random::Random;
use super::solver::{Answer, Cell, FREE, Solver};

/// One step in this many replaces a whole row.
const SHAKE: usize = 1_000;
/// A changed cell is left alone for this many steps, and up to [`TENURE_MORE`] more.
const TENURE: u64 = 4;
const TENURE_MORE: usize = 6;

/// Rows whose cells may not all change: the first rows of the coverage, cell by cell.
pub(super) type Held = [Vec<bool>];

/// Removes rows while the budget lasts, never below `floor`. The first `held.len()` rows stay.
pub(super) fn reduce(
    coverage: &mut Coverage<'_>,
    solver: &mut Solver,
    held: &Held,
    floor: usize,
    budget: u64,
    random: &mut Random,
) {
    let width = coverage.targets.sizes.len();
    let mut search = Search { coverage, solver, held, budget, random, step: 0, until: Vec::new(), near: Vec::new() };
    while search.coverage.rows() > floor.max(held.len()) {
        let good = search.coverage.cells().to_vec();
        let least = (held.len()..search.coverage.rows()).min_by_key(|&row| search.coverage.only_in(row));
        let Some(least) = least else { return };
        search.coverage.remove(least);
        search.until = vec![0; search.coverage.cells().len()];
        if !search.repair() {
            search.coverage.clear();
            good.chunks(width).for_each(|row| search.coverage.push(row));
            return;
        }
    }
}

struct Search<'s, 'a> {
    coverage: &'s mut Coverage<'a>,
    solver: &'s mut Solver,
    held: &'s Held,
    budget: u64,
    random: &'s mut Random,
    step: u64,
    /// For each cell, the step up to which it is left alone.
    until: Vec<u64>,
    /// For each cell of the tuple, the open tuples with the same cell.
    near: Vec<Vec<Open>>,
}

impl Search<'_, '_> {
    /// Covers every tuple again; false when the budget is used up first.
    fn repair(&mut self) -> bool {
        let mut fewest = self.coverage.uncovered();
        while !self.coverage.open().is_empty() {
            if self.budget == 0 {
                return false;
            }
            self.step += 1;
            let open = self.coverage.open();
            let missing = open[self.random.below(open.len())];
            if self.random.below(SHAKE) == 0 {
                self.force(&missing, true);
            } else if let Some((row, parameter, value)) = self.best_change(&missing, fewest) {
                self.change(row, parameter, value);
            } else {
                self.force(&missing, false);
            }
            fewest = fewest.min(self.coverage.uncovered());
        }
        true
    }

    /// The change of one cell that covers `missing` and uncovers least.
    fn best_change(&mut self, missing: &Open, fewest: usize) -> Option<(usize, usize, Cell)> {
        let cells = missing.cells.cells();
        self.note_near(missing);
        let uncovered = self.coverage.uncovered();
        let mut best: Option<(usize, usize, Cell)> = None;
        let mut least = usize::MAX;
        let mut equals = 0;
        let rows = self.coverage.rows();
        let mut spent = rows as u64;
        for row in 0..rows {
            let now = self.coverage.row(row);
            let mut wrong = cells.iter().enumerate().filter(|(_, cell)| now[cell.0 as usize] != cell.1);
            let (Some((place, &(parameter, value))), None) = (wrong.next(), wrong.next()) else { continue };
            let parameter = parameter as usize;
            spent += self.near[place].len() as u64;
            let fits =
                |open: &&Open| open.cells.cells().iter().all(|&(p, v)| p as usize == parameter || now[p as usize] == v);
            let gain = self.near[place].iter().filter(fits).count();
            let after = uncovered + self.coverage.only_with(row, parameter) - gain;
            let improves = after < fewest;
            if after > least
                || (self.until[row * now.len() + parameter] > self.step && !improves)
                || self.is_held(row, parameter)
                || !self.solver.stays_legal(now, parameter, value)
            {
                continue;
            }
            equals = if after < least { 1 } else { equals + 1 };
            least = after;
            if self.random.below(equals) == 0 {
                best = Some((row, parameter, value));
            }
        }
        self.spend(spent);
        best
    }

    fn note_near(&mut self, missing: &Open) {
        let cells = missing.cells.cells();
        self.near.resize_with(cells.len(), Vec::new);
        for (near, cell) in self.near.iter_mut().zip(cells) {
            near.clear();
            near.extend(self.coverage.open().iter().filter(|open| open.cells.cells().contains(cell)));
        }
        let looked = self.coverage.open().len() * cells.len();
        self.spend(looked as u64);
    }

    fn change(&mut self, row: usize, parameter: usize, value: Cell) {
        self.coverage.set(row, parameter, value);
        let place = row * self.coverage.targets.sizes.len() + parameter;
        self.until[place] = self.step + TENURE + self.random.below(TENURE_MORE) as u64;
        self.spend(2 * self.coverage.targets.links[parameter].len() as u64);
    }

    /// Puts `missing` into a row by changing as many cells as it takes, or replaces the row if `wholly`.
    fn force(&mut self, missing: &Open, wholly: bool) {
        let row = self.random.below(self.coverage.rows());
        let now = self.coverage.row(row).to_vec();
        let mut cells = missing.cells.cells().to_vec();
        let held = (0..now.len()).filter(|&parameter| self.is_held(row, parameter));
        cells.extend(held.map(|parameter| (parameter as u16, now[parameter])));
        let wish = if wholly { vec![FREE; now.len()] } else { now.clone() };
        self.spend(4 * now.len() as u64);
        let Answer::Row(new) = self.solver.row_with(&cells, &wish, self.random) else { return };
        for parameter in 0..now.len() {
            if new[parameter] != now[parameter] {
                self.change(row, parameter, new[parameter]);
            }
        }
    }

    fn is_held(&self, row: usize, parameter: usize) -> bool {
        self.held.get(row).is_some_and(|cells| cells[parameter])
    }

    fn spend(&mut self, looked: u64) {
        self.budget = self.budget.saturating_sub(looked.max(1));
    }
}
