//! The rows for one purpose: feasible combinations, first rows, fewer rows, order.

use super::array::{Infeasible, Origin, Problem, Purpose};
use super::bits::Bits;
use super::clauses::Clause;
use super::coverage::Coverage;
use super::feasible::{Feasible, Question};
use super::greedy::{self, Weights};
use super::random::Random;
use super::reduction;
use super::solver::{Answer, Cell, FREE, Solver};
use super::targets::{TUPLES, Targets};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// What one purpose asks.
pub(super) struct Phase {
    /// The purpose.
    pub(super) purpose: Purpose,
    /// The values that each parameter may have.
    pub(super) domains: Vec<Bits>,
    /// What every row satisfies.
    pub(super) clauses: Vec<Clause>,
    /// The sets of parameters to cover.
    pub(super) sets: BTreeSet<Vec<usize>>,
}

/// A row to begin with.
#[derive(Debug, Clone)]
pub(super) struct Start {
    /// Its cells; a free one may take any value.
    pub(super) cells: Vec<Cell>,
    /// Where it comes from.
    pub(super) origin: Origin,
    /// The name under which it is kept.
    pub(super) id: String,
}

/// The rows of one purpose.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The rows in order, with how much each adds.
    pub(super) rows: Vec<(Start, usize)>,
    /// How many tuples there are to cover.
    pub(super) required: usize,
    /// Smallest combinations that cannot be.
    pub(super) infeasible: Vec<Infeasible>,
    /// Kept rows that are no longer needed.
    pub(super) unneeded: Vec<Start>,
    /// What could not be done.
    pub(super) problems: Vec<Problem>,
}

impl Phase {
    /// The constraints that together rule the cells out, or `None` when some legal row has them.
    pub(super) fn refuses(&self, cells: &[Cell], random: &mut Random) -> Option<BTreeSet<usize>> {
        let mut solver = Solver::new(&self.domains, &self.clauses);
        let set = set_cells(cells);
        match solver.row_with(&set, &vec![FREE; cells.len()], random) {
            Answer::Row(_) => None,
            Answer::None | Answer::Undecided => {
                let targets = Targets::default();
                let question = Question { domains: &self.domains, clauses: &self.clauses, targets: &targets };
                Some(question.reason(&set, &solver.components(), random))
            }
        }
    }

    /// Finds the rows.
    pub(super) fn solve(&self, starts: Vec<Start>, weights: &Weights, budget: u64, random: &mut Random) -> Outcome {
        let failed = |problem| Outcome { problems: vec![problem], ..Outcome::default() };
        let sizes = self.domains.iter().map(Bits::size).collect();
        let targets = match Targets::new(sizes, &self.sets) {
            Ok(targets) => targets,
            Err(count) => return failed(Problem::TooLarge { what: "combinations of values", count, limit: TUPLES }),
        };
        if let Some(constraints) = self.refuses(&vec![FREE; self.domains.len()], random) {
            return failed(Problem::NoRow { purpose: self.purpose, constraints });
        }
        let mut solver = Solver::new(&self.domains, &self.clauses);
        let question = Question { domains: &self.domains, clauses: &self.clauses, targets: &targets };
        let feasible = question.answer(&mut solver, random);

        let coverage = Coverage::new(&targets, &feasible.wanted);
        let mut draft = Draft { coverage, solver, weights, starts: Vec::new(), unneeded: Vec::new() };
        draft.begin(starts, random);
        draft.drop_unneeded();
        let given_up = greedy::complete(&mut draft.coverage, &mut draft.solver, weights, random);
        draft.reduce(floor(&targets, &feasible.wanted), budget, random);
        draft.drop_unneeded();
        draft.settle();

        let undecided = feasible.undecided + given_up;
        let mut outcome = draft.outcome(&feasible.wanted);
        outcome.infeasible = self.infeasible(feasible);
        if undecided > 0 {
            outcome.problems.push(Problem::Undecided { tuples: undecided });
        }
        outcome
    }

    fn infeasible(&self, feasible: Feasible) -> Vec<Infeasible> {
        let of = |(parameter, value): (u16, Cell)| (parameter as usize, value as usize);
        feasible
            .forbidden
            .into_iter()
            .map(|(tuple, why)| Infeasible {
                purpose: self.purpose,
                cells: tuple.cells().iter().copied().map(of).collect(),
                constraints: why.constraints,
                tuples: why.tuples,
            })
            .collect()
    }
}

/// Rows in the making: what they cover, and for the first of them where they come from.
struct Draft<'a> {
    coverage: Coverage<'a>,
    solver: Solver,
    weights: &'a Weights,
    starts: Vec<Start>,
    unneeded: Vec<Start>,
}

impl Draft<'_> {
    /// Puts the first rows in, their free cells filled. Each is legal on its own.
    fn begin(&mut self, starts: Vec<Start>, random: &mut Random) {
        for start in starts {
            let cells = set_cells(&start.cells);
            if let Some(row) = greedy::row_with(&cells, &self.coverage, &mut self.solver, self.weights, random) {
                self.coverage.push(&row);
                self.starts.push(start);
            }
        }
    }

    /// Takes away kept rows that cover nothing alone, the last first.
    fn drop_unneeded(&mut self) {
        for row in (0..self.starts.len()).rev() {
            if self.starts[row].origin == Origin::Kept && self.coverage.only_in(row) == 0 {
                self.coverage.remove(row);
                self.unneeded.push(self.starts.swap_remove(row));
            }
        }
    }

    /// Removes rows as far as the budget goes; what the first rows said stays.
    fn reduce(&mut self, floor: usize, budget: u64, random: &mut Random) {
        let held: Vec<Vec<bool>> =
            self.starts.iter().map(|start| start.cells.iter().map(|&cell| cell != FREE).collect()).collect();
        reduction::reduce(&mut self.coverage, &mut self.solver, &held, floor, budget, random);
        let cells = vec![FREE; self.weights.len()];
        self.starts.resize(self.coverage.rows(), Start { cells, origin: Origin::New, id: String::new() });
    }

    /// Gives cells that cover nothing alone the value with the greatest weight.
    fn settle(&mut self) {
        for (row, start) in self.starts.iter().enumerate().filter(|(_, start)| start.origin != Origin::Kept) {
            for (parameter, weights) in self.weights.iter().enumerate() {
                if start.cells[parameter] != FREE || self.coverage.only_with(row, parameter) > 0 {
                    continue;
                }
                let now = self.coverage.row(row)[parameter];
                let heavier = (0..weights.len() as Cell)
                    .filter(|&value| weights[value as usize] > weights[now as usize])
                    .filter(|&value| self.solver.stays_legal(self.coverage.row(row), parameter, value))
                    .max_by_key(|&value| (weights[value as usize], Reverse(value)));
                if let Some(value) = heavier {
                    self.coverage.set(row, parameter, value);
                }
            }
        }
    }

    fn outcome(mut self, wanted: &[bool]) -> Outcome {
        for (row, start) in self.starts.iter_mut().enumerate() {
            start.cells = self.coverage.row(row).to_vec();
        }
        let order = ordered(self.coverage.targets, wanted, &self.starts);
        Outcome {
            rows: order.into_iter().map(|(place, new)| (self.starts[place].clone(), new)).collect(),
            required: wanted.iter().filter(|&&wanted| wanted).count(),
            unneeded: self.unneeded,
            ..Outcome::default()
        }
    }
}

fn set_cells(cells: &[Cell]) -> Vec<(u16, Cell)> {
    let set = cells.iter().enumerate().filter(|(_, value)| **value != FREE);
    set.map(|(parameter, &value)| (parameter as u16, value)).collect()
}

/// The rows in order of what they add, with how much that is. Of equal rows the first goes first.
///
/// What a row adds only shrinks as others are taken, so a row is looked at again only when it comes first (Minoux, 1978).
fn ordered(targets: &Targets, wanted: &[bool], rows: &[Start]) -> Vec<(usize, usize)> {
    let mut missing = wanted.to_vec();
    let gain = |missing: &[bool], row: usize| targets.of_row(&rows[row].cells).filter(|&tuple| missing[tuple]).count();
    let mut heap: BinaryHeap<(usize, Reverse<usize>)> =
        (0..rows.len()).map(|row| (gain(&missing, row), Reverse(row))).collect();
    let mut order = Vec::with_capacity(rows.len());
    while let Some((known, place)) = heap.pop() {
        let now = gain(&missing, place.0);
        if now < known {
            heap.push((now, place));
            continue;
        }
        targets.of_row(&rows[place.0].cells).for_each(|tuple| missing[tuple] = false);
        order.push((place.0, now));
    }
    order
}

/// No array has fewer rows: two combinations of the same parameters cannot share a row.
fn floor(targets: &Targets, wanted: &[bool]) -> usize {
    let count = |first: usize, number: usize| wanted[first..first + number].iter().filter(|&&wanted| wanted).count();
    let each = targets.combinations.iter().map(|one| count(one.base as usize, one.count(&targets.sizes)));
    each.max().unwrap_or(0)
}
