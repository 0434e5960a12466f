//! Judges rows by the words of the space alone. It shares nothing with the code that finds rows.

use super::space::{Condition, Constraint, Demand, Space};
use std::collections::BTreeSet;

/// How many partial rows may be tried to find out whether one combination is legal.
const STEPS: usize = 200_000;

/// Something that is wrong with the rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The row does not have one known value for each parameter.
    Shape {
        /// The row.
        row: usize,
    },
    /// The row has more than one reason to be refused, or breaks a constraint that always holds.
    Illegal {
        /// The row.
        row: usize,
        /// The constraints that it breaks.
        constraints: Vec<usize>,
        /// The parameters that have an invalid value.
        invalid: Vec<usize>,
    },
    /// A legal combination occurs in no row.
    Uncovered {
        /// Parameters with their values.
        cells: Vec<(usize, usize)>,
    },
    /// No row contains this seed.
    SeedMissing {
        /// The seed.
        seed: usize,
    },
    /// A combination occurs in no row, and whether it is legal was not found out.
    Undecided {
        /// Parameters with their values.
        cells: Vec<(usize, usize)>,
    },
}

/// Everything that is wrong with `rows`: legality of each row, every legal combination of valid values, every
/// combination of one invalid value with valid ones, and a row for each refused combination that can occur alone.
pub fn verify(space: &Space, rows: &[Vec<usize>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut sound: Vec<&[usize]> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        if row.len() != space.parameters.len() || row.iter().zip(&space.parameters).any(|(&v, p)| v >= p.values.len()) {
            faults.push(Fault::Shape { row: number });
            continue;
        }
        match illegal(space, number, row) {
            Some(fault) => faults.push(fault),
            None => sound.push(row),
        }
    }
    for (seed, wanted) in space.seeds.iter().enumerate() {
        let has = |row: &&&[usize]| wanted.iter().zip(row.iter()).all(|(cell, value)| cell.is_none_or(|c| c == *value));
        if !sound.iter().any(|row| has(&row)) {
            faults.push(Fault::SeedMissing { seed });
        }
    }
    let accepted = |row: &&&[usize]| !space.constraints.iter().any(|constraint| breaks(space, constraint, row));
    let accepted: Vec<&[usize]> = sound.iter().filter(accepted).copied().collect();
    let everything: Vec<usize> = (0..space.parameters.len()).collect();
    look(space, &everything, space.strength, &accepted, &mut faults);
    for stronger in &space.stronger {
        look(space, &stronger.parameters, stronger.strength, &accepted, &mut faults);
    }
    refused(space, &sound, &mut faults);
    faults
}

fn breaks(space: &Space, constraint: &Constraint, row: &[usize]) -> bool {
    !constraint.allows(space, row)
}

fn illegal(space: &Space, number: usize, row: &[usize]) -> Option<Fault> {
    let constraints: Vec<usize> =
        (0..space.constraints.len()).filter(|&place| breaks(space, &space.constraints[place], row)).collect();
    let invalid: Vec<usize> = (0..row.len()).filter(|&parameter| space.is_invalid(parameter, row[parameter])).collect();
    let hard = constraints.iter().any(|&place| space.constraints[place].demand != Demand::Refuse);
    (hard || constraints.len() + invalid.len() > 1).then_some(Fault::Illegal { row: number, constraints, invalid })
}

/// Looks for combinations of `width` of the `parameters` that are in no row.
fn look(space: &Space, parameters: &[usize], width: usize, rows: &[&[usize]], faults: &mut Vec<Fault>) {
    let width = width.min(parameters.len());
    let mut places: Vec<usize> = (0..width).collect();
    loop {
        let set: Vec<usize> = places.iter().map(|&place| parameters[place]).collect();
        look_at(space, &set, rows, faults);
        let Some(last) = (0..width).rev().find(|&i| places[i] < parameters.len() - width + i) else { return };
        places[last] += 1;
        for next in last + 1..width {
            places[next] = places[next - 1] + 1;
        }
    }
}

fn look_at(space: &Space, set: &[usize], rows: &[&[usize]], faults: &mut Vec<Fault>) {
    let size = |parameter: usize| space.parameters[parameter].values.len();
    let number = |value: &dyn Fn(usize) -> usize| set.iter().fold(0, |number, &p| number * size(p) + value(p));
    let count: usize = set.iter().map(|&parameter| size(parameter)).product();
    let mut seen = vec![false; count];
    for row in rows {
        seen[number(&|parameter| row[parameter])] = true;
    }
    for missing in (0..count).filter(|&tuple| !seen[tuple]) {
        let mut rest = missing;
        let mut cells: Vec<(usize, usize)> = Vec::new();
        for &parameter in set.iter().rev() {
            cells.push((parameter, rest % size(parameter)));
            rest /= size(parameter);
        }
        cells.reverse();
        if cells.iter().filter(|&&(parameter, value)| space.is_invalid(parameter, value)).count() > 1 {
            continue;
        }
        match exists(space, &cells, None) {
            Some(true) => faults.push(Fault::Uncovered { cells }),
            Some(false) => {}
            None => faults.push(Fault::Undecided { cells }),
        }
    }
}

/// Each refused combination that can occur alone has rows, with every value that can stand beside it.
fn refused(space: &Space, rows: &[&[usize]], faults: &mut Vec<Fault>) {
    for (place, constraint) in space.constraints.iter().enumerate() {
        if constraint.demand != Demand::Refuse {
            continue;
        }
        let broken: Vec<&&[usize]> = rows.iter().filter(|row| breaks(space, constraint, row)).collect();
        for (parameter, known) in space.parameters.iter().enumerate() {
            for value in (0..known.values.len()).filter(|&value| !space.is_invalid(parameter, value)) {
                if broken.iter().any(|row| row[parameter] == value) {
                    continue;
                }
                let cells = vec![(parameter, value)];
                match exists(space, &cells, Some(place)) {
                    Some(true) => faults.push(Fault::Uncovered { cells }),
                    Some(false) => {}
                    None => faults.push(Fault::Undecided { cells }),
                }
            }
        }
    }
}

/// Is there a row with these cells that breaks `broken` and nothing else, and whose other values are valid?
/// `None` when the steps were not enough to tell.
fn exists(space: &Space, cells: &[(usize, usize)], broken: Option<usize>) -> Option<bool> {
    let mut row: Vec<Option<usize>> = vec![None; space.parameters.len()];
    for &(parameter, value) in cells {
        row[parameter] = Some(value);
    }
    let open = order(space, cells);
    let mut steps = STEPS;
    let mut tried: Vec<usize> = Vec::new();
    if verdict(space, &row, broken) == Some(false) {
        return Some(false);
    }
    let mut possible = true;
    loop {
        if possible && tried.len() == open.len() {
            return Some(true);
        }
        if possible {
            tried.push(0);
        } else {
            loop {
                let last = tried.len().checked_sub(1)?;
                tried[last] += 1;
                if tried[last] < space.parameters[open[last]].values.len() {
                    break;
                }
                row[open[last]] = None;
                tried.pop();
                if tried.is_empty() {
                    return Some(false);
                }
            }
        }
        steps = steps.checked_sub(1)?;
        let last = tried.len() - 1;
        row[open[last]] = Some(tried[last]);
        possible = !space.is_invalid(open[last], tried[last]) && verdict(space, &row, broken) != Some(false);
    }
}

/// The other parameters that constraints name, those first that stand in a constraint with one before.
fn order(space: &Space, cells: &[(usize, usize)]) -> Vec<usize> {
    let mut order: Vec<usize> = cells.iter().map(|cell| cell.0).collect();
    let mut rest: Vec<_> = space.constraints.iter().map(|constraint| constraint.condition.parameters()).collect();
    while !rest.is_empty() {
        let missing = |named: &BTreeSet<usize>| named.iter().filter(|&parameter| !order.contains(parameter)).count();
        let near = |named: &BTreeSet<usize>| missing(named) < named.len();
        let next = (0..rest.len()).min_by_key(|&place| (!near(&rest[place]), missing(&rest[place])));
        for parameter in next.map(|place| rest.swap_remove(place)).unwrap_or_default() {
            if !order.contains(&parameter) {
                order.push(parameter);
            }
        }
    }
    order.split_off(cells.len())
}

/// Is the partial row as wanted, whatever the free cells become?
fn verdict(space: &Space, row: &[Option<usize>], broken: Option<usize>) -> Option<bool> {
    let mut sure = true;
    for (place, constraint) in space.constraints.iter().enumerate() {
        let holds = truth(&constraint.condition, row);
        let mut said = holds.map(|holds| holds == (constraint.demand == Demand::Always));
        if constraint.when_valid {
            let cells = constraint.condition.parameters();
            let mut known = cells.iter().filter_map(|&parameter| row[parameter].map(|value| (parameter, value)));
            if known.any(|(parameter, value)| space.is_invalid(parameter, value)) {
                said = Some(true);
            } else if cells.iter().any(|&parameter| row[parameter].is_none()) {
                said = said.filter(|&said| said);
            }
        }
        match said.map(|said| said != (broken == Some(place))) {
            Some(false) => return Some(false),
            Some(true) => {}
            None => sure = false,
        }
    }
    sure.then_some(true)
}

fn truth(condition: &Condition, row: &[Option<usize>]) -> Option<bool> {
    match condition {
        Condition::In { parameter, values } => row[*parameter].map(|value| values.contains(&value)),
        Condition::Not(part) => truth(part, row).map(|truth| !truth),
        Condition::All(parts) => whole(parts, row, false),
        Condition::Any(parts) => whole(parts, row, true),
    }
}

/// The truth of a list in which one part that is `decisive` decides.
fn whole(parts: &[Condition], row: &[Option<usize>], decisive: bool) -> Option<bool> {
    let mut sure = true;
    for part in parts {
        match truth(part, row) {
            Some(truth) if truth == decisive => return Some(decisive),
            Some(_) => {}
            None => sure = false,
        }
    }
    sure.then_some(!decisive)
}
