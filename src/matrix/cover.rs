//! The entry point: splits a space into purposes and puts their rows together.

use super::array::{Array, Dropped, Origin, Problem, Purpose, Row, name_rows};
use super::bits::Bits;
use super::clauses::{Clause, clauses};
use super::phase::{Phase, Start};
use super::random::Random;
use super::solver::{Cell, FREE};
use super::space::{Demand, Space};
use super::targets::{COMBINATIONS, STRENGTH, VALUES, subsets};
use std::collections::BTreeSet;

/// How many parameters a space may have.
const PARAMETERS: usize = 10_000;

/// How hard to try, and what to hold on to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// How many look-ups the search for fewer rows may take; some hundred million take a second.
    pub budget: u64,
    /// Where the sequence of random choices starts.
    pub random: u64,
    /// Rows that are there already.
    pub keep: Vec<Kept>,
}

impl Options {
    /// How many look-ups are spent unless more are asked for: a few milliseconds.
    pub const BUDGET: u64 = 500_000;
}

impl Default for Options {
    fn default() -> Options {
        Options { budget: Options::BUDGET, random: 1, keep: Vec::new() }
    }
}

/// A row of an earlier array. It keeps its name while it is legal and covers something that no other row does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Kept {
    /// Its name.
    pub id: String,
    /// Its values; `None` where the parameter is new.
    pub cells: Vec<Option<usize>>,
}

/// Finds rows in which every legal combination occurs.
///
/// First the rows that must be accepted: each legal combination of as many values as the strength says. Then for each
/// invalid value, rows that combine it with the valid values of the others. Then for each refused combination, rows
/// that have it and break nothing else, in which each combination of one value fewer occurs.
pub fn cover(space: &Space, options: &Options) -> Array {
    let mut array = Array { problems: problems(space), ..Array::default() };
    if !array.problems.is_empty() {
        return array;
    }
    let phases = match phases(space) {
        Ok(phases) => phases,
        Err(problem) => {
            array.problems.push(problem);
            return array;
        }
    };
    let mut random = Random::new(options.random);
    let mut starts = assign(space, options, &phases, &mut array, &mut random);
    let weights: Vec<Vec<u32>> =
        space.parameters.iter().map(|parameter| parameter.values.iter().map(|value| value.weight).collect()).collect();
    let extra = (phases.len() as u64).saturating_sub(1).max(1);
    for (place, phase) in phases.iter().enumerate() {
        let budget = if place == 0 { options.budget } else { options.budget / extra };
        let outcome = phase.solve(std::mem::take(&mut starts[place]), &weights, budget, &mut random);
        let mut covered = array.required;
        for (start, new) in outcome.rows {
            covered += new;
            array.rows.push(Row {
                id: start.id,
                values: start.cells.iter().map(|&value| value as usize).collect(),
                purpose: phase.purpose,
                origin: start.origin,
                new,
                covered,
            });
        }
        array.required += outcome.required;
        let unneeded = outcome.unneeded.into_iter();
        array.dropped.extend(unneeded.map(|start| Dropped { id: start.id, constraints: BTreeSet::new() }));
        array.problems.extend(outcome.problems);
        if !matches!(phase.purpose, Purpose::Refused { .. }) {
            array.infeasible.extend(outcome.infeasible);
        }
    }
    name_rows(space, &mut array.rows);
    array
}

/// What is wrong with the space itself.
fn problems(space: &Space) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |what: String| problems.push(Problem::OutOfRange(what));
    let count = space.parameters.len();
    let strengths = space.stronger.iter().map(|stronger| stronger.strength).chain([space.strength]);
    for strength in strengths.filter(|strength| !(1..=STRENGTH).contains(strength)) {
        wrong(format!("strength {strength}, which is not 1 to {STRENGTH}"));
    }
    for parameter in space.stronger.iter().flat_map(|stronger| &stronger.parameters) {
        if *parameter >= count {
            wrong(format!("parameter {parameter} of a stronger set"));
        }
    }
    for constraint in &space.constraints {
        constraint.condition.visit(&mut |parameter, values| {
            let size = space.parameters.get(parameter).map_or(0, |parameter| parameter.values.len());
            if parameter >= count || values.iter().any(|&value| value >= size) {
                wrong(format!("parameter {parameter} with a value of constraint `{}`", constraint.name));
            }
        });
    }
    for (number, seed) in space.seeds.iter().enumerate() {
        if !fits(space, seed) {
            wrong(format!("the width or a value of seed {number}"));
        }
    }
    for (parameter, known) in space.parameters.iter().enumerate() {
        if known.values.iter().all(|value| value.invalid) {
            problems.push(Problem::NoValidValue { parameter });
        }
        if known.values.len() > VALUES {
            problems.push(Problem::TooLarge { what: "values", count: known.values.len(), limit: VALUES });
        }
    }
    if count > PARAMETERS {
        problems.push(Problem::TooLarge { what: "parameters", count, limit: PARAMETERS });
    }
    problems
}

fn fits(space: &Space, cells: &[Option<usize>]) -> bool {
    let mut pairs = cells.iter().zip(&space.parameters);
    cells.len() == space.parameters.len()
        && pairs.all(|(cell, parameter)| cell.is_none_or(|value| value < parameter.values.len()))
}

/// One phase for the valid rows, one for each invalid value, one for each refused combination.
fn phases(space: &Space) -> Result<Vec<Phase>, Problem> {
    if space.parameters.is_empty() {
        return Ok(Vec::new());
    }
    let everything: Vec<usize> = (0..space.parameters.len()).collect();
    let sets = sets(space, &everything, space.strength)?;
    let kept = said(space, None)?;
    let domains: Vec<Bits> = everything
        .iter()
        .map(|&parameter| {
            let size = space.parameters[parameter].values.len();
            Bits::filtered(size, |value| !space.is_invalid(parameter, value))
        })
        .collect();
    let mut phases = Vec::new();
    for &parameter in &everything {
        let size = domains[parameter].size();
        for value in (0..size).filter(|&value| space.is_invalid(parameter, value)) {
            let mut domains = domains.clone();
            domains[parameter] = Bits::filtered(size, |other| other == value);
            phases.push(Phase {
                purpose: Purpose::InvalidValue { parameter, value },
                domains,
                clauses: kept.clone(),
                sets: sets.iter().filter(|set| set.contains(&parameter)).cloned().collect(),
            });
        }
    }
    let refused = |place: &usize| space.constraints[*place].demand == Demand::Refuse;
    for constraint in (0..space.constraints.len()).filter(refused) {
        let mut weaker = BTreeSet::new();
        subsets(&everything, (space.strength - 1).max(1), &mut weaker).map_err(too_many_sets)?;
        phases.push(Phase {
            purpose: Purpose::Refused { constraint },
            domains: domains.clone(),
            clauses: said(space, Some(constraint))?,
            sets: weaker,
        });
    }
    phases.insert(0, Phase { purpose: Purpose::Valid, domains, clauses: kept, sets });
    Ok(phases)
}

fn sets(space: &Space, everything: &[usize], strength: usize) -> Result<BTreeSet<Vec<usize>>, Problem> {
    let mut sets = BTreeSet::new();
    subsets(everything, strength, &mut sets).map_err(too_many_sets)?;
    for stronger in &space.stronger {
        let distinct: BTreeSet<usize> = stronger.parameters.iter().copied().collect();
        let distinct: Vec<usize> = distinct.into_iter().collect();
        if !distinct.is_empty() {
            subsets(&distinct, stronger.strength, &mut sets).map_err(too_many_sets)?;
        }
    }
    Ok(sets)
}

fn too_many_sets(count: usize) -> Problem {
    Problem::TooLarge { what: "sets of parameters", count, limit: COMBINATIONS }
}

/// The clauses of all constraints, of which one may be broken.
fn said(space: &Space, broken: Option<usize>) -> Result<Vec<Clause>, Problem> {
    let mut all = Vec::new();
    for constraint in 0..space.constraints.len() {
        let said = clauses(space, constraint, broken == Some(constraint));
        all.extend(said.map_err(|_| Problem::TooManyClauses { constraint })?);
    }
    Ok(all)
}

/// Gives each seed and kept row to the first phase in which it is legal.
fn assign(
    space: &Space,
    options: &Options,
    phases: &[Phase],
    array: &mut Array,
    random: &mut Random,
) -> Vec<Vec<Start>> {
    let mut starts: Vec<Vec<Start>> = phases.iter().map(|_| Vec::new()).collect();
    let cells = |cells: &[Option<usize>]| cells.iter().map(|cell| cell.map_or(FREE, |value| value as Cell)).collect();
    let mut give = |start: Start| -> Result<(), BTreeSet<usize>> {
        let mut first = None;
        for (phase, starts) in phases.iter().zip(&mut starts) {
            match phase.refuses(&start.cells, random) {
                None => {
                    starts.push(start);
                    return Ok(());
                }
                Some(constraints) => first = first.or(Some(constraints)),
            }
        }
        Err(first.unwrap_or_default())
    };
    for (seed, row) in space.seeds.iter().enumerate() {
        let start = Start { cells: cells(row), origin: Origin::Seed(seed), id: String::new() };
        if let Err(constraints) = give(start) {
            array.problems.push(Problem::SeedRefused { seed, constraints });
        }
    }
    for kept in &options.keep {
        let given = if fits(space, &kept.cells) {
            give(Start { cells: cells(&kept.cells), origin: Origin::Kept, id: kept.id.clone() })
        } else {
            Err(BTreeSet::new())
        };
        if let Err(constraints) = given {
            array.dropped.push(Dropped { id: kept.id.clone(), constraints });
        }
    }
    starts
}
