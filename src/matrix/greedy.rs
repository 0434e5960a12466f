//! One row after the other, each with as many new tuples as can be had without looking back.

use super::coverage::Coverage;
use super::random::Random;
use super::solver::{Answer, Cell, FREE, Solver};

/// For each parameter, how much each value is preferred where it costs nothing.
pub(super) type Weights = [Vec<u32>];

/// Adds rows until every wanted tuple is covered. Returns how many tuples had to be given up at the step limit.
pub(super) fn complete(
    coverage: &mut Coverage<'_>,
    solver: &mut Solver,
    weights: &Weights,
    random: &mut Random,
) -> usize {
    let mut given_up = 0;
    for tuple in 0..coverage.targets.count {
        if !coverage.is_uncovered(tuple) {
            continue;
        }
        let cells = coverage.targets.cells(tuple);
        if let Some(row) = row_with(cells.cells(), coverage, solver, weights, random) {
            coverage.push(&row);
        } else {
            coverage.give_up(tuple);
            given_up += 1;
        }
    }
    given_up
}

/// A legal row with these cells that brings many new tuples.
pub(super) fn row_with(
    cells: &[(u16, Cell)],
    coverage: &Coverage<'_>,
    solver: &mut Solver,
    weights: &Weights,
    random: &mut Random,
) -> Option<Vec<Cell>> {
    let mut row = vec![FREE; weights.len()];
    let mark = solver.mark();
    let reached = fill(&mut row, cells, coverage, solver, weights, random);
    solver.undo(mark);
    if reached {
        return Some(row);
    }
    match solver.row_with(cells, &row, random) {
        Answer::Row(row) => Some(row),
        Answer::None | Answer::Undecided => None,
    }
}

/// Fills the row cell by cell; false at a dead end.
fn fill(
    row: &mut [Cell],
    cells: &[(u16, Cell)],
    coverage: &Coverage<'_>,
    solver: &mut Solver,
    weights: &Weights,
    random: &mut Random,
) -> bool {
    for &(parameter, value) in cells {
        if !solver.fix(parameter as usize, value) {
            return false;
        }
        row[parameter as usize] = value;
    }
    let mut order: Vec<usize> = (0..row.len()).filter(|&parameter| row[parameter] == FREE).collect();
    random.shuffle(&mut order);
    let mut gains = Vec::new();
    for parameter in order {
        gains.clear();
        gains.resize(weights[parameter].len(), 0);
        coverage.promise(row, parameter, &mut gains);
        loop {
            let Some(value) = best(parameter, &gains, &weights[parameter], solver, random) else { return false };
            let mark = solver.mark();
            if solver.fix(parameter, value) {
                row[parameter] = value;
                break;
            }
            solver.undo(mark);
            if !solver.exclude(parameter, value) {
                return false;
            }
        }
    }
    true
}

/// The possible value with the greatest gain, then the greatest weight, then by chance.
fn best(parameter: usize, gains: &[u32], weights: &[u32], solver: &Solver, random: &mut Random) -> Option<Cell> {
    let mut best = None;
    let mut equals = 0;
    for value in (0..gains.len()).filter(|&value| solver.allows(parameter, value as Cell)) {
        let merit = (gains[value], weights[value]);
        match best {
            Some((known, _)) if merit < known => continue,
            Some((known, _)) if merit == known => equals += 1,
            _ => equals = 1,
        }
        if random.below(equals) == 0 {
            best = Some((merit, value as Cell));
        }
    }
    best.map(|(_, value)| value)
}
