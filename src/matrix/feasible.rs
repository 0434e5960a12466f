//! Which combinations some legal row has, and why the others have none.
//!
//! One legal row is a witness for all combinations in it, so few questions go to the solver; a combination of
//! parameters that no constraint connects is legal when each of its values is.

use super::bits::Bits;
use super::clauses::Clause;
use super::random::Random;
use super::solver::{Answer, Cell, FREE, Solver};
use super::targets::{Combination, Targets, Tuple};
use std::collections::{BTreeMap, BTreeSet};

/// How many combinations get the smallest set of constraints; the others get all that may be at work.
const EXPLAINED: usize = 300;

/// What must be covered and what cannot be.
#[derive(Debug, Default)]
pub(super) struct Feasible {
    /// For each tuple, must it be covered?
    pub(super) wanted: Vec<bool>,
    /// The smallest combinations that no legal row has.
    pub(super) forbidden: BTreeMap<Tuple, Forbidden>,
    /// Tuples for which the step limit was reached.
    pub(super) undecided: usize,
}

/// Why a combination cannot be.
#[derive(Debug, Default)]
pub(super) struct Forbidden {
    /// Constraints that together rule it out; no fewer of them do.
    pub(super) constraints: BTreeSet<usize>,
    /// How many tuples cannot be covered because of it.
    pub(super) tuples: usize,
}

/// What is asked: values, clauses and tuples.
pub(super) struct Question<'a> {
    /// The values that count; a tuple with another value is not wanted.
    pub(super) domains: &'a [Bits],
    /// What every row satisfies.
    pub(super) clauses: &'a [Clause],
    /// The tuples.
    pub(super) targets: &'a Targets,
}

impl Question<'_> {
    /// Judges every tuple. `solver` has these domains and clauses and at least one legal row.
    pub(super) fn answer(&self, solver: &mut Solver, random: &mut Random) -> Feasible {
        let mut found = Feasible { wanted: vec![false; self.targets.count], ..Feasible::default() };
        let alive = self.alive(solver, random, &mut found);
        let groups = solver.components();
        let (loose, entangled): (Vec<&Combination>, Vec<&Combination>) =
            self.targets.combinations.iter().partition(|combination| {
                let distinct: BTreeSet<usize> =
                    combination.parameters().iter().map(|&parameter| groups[parameter as usize]).collect();
                distinct.len() == combination.width as usize
            });
        for (combination, is_loose) in
            loose.iter().map(|combination| (combination, true)).chain(entangled.iter().map(|one| (one, false)))
        {
            let first = combination.base as usize;
            let numbers = first..first + combination.count(&self.targets.sizes);
            if is_loose && combination.parameters().iter().all(|&p| alive[p as usize].iter().all(|&alive| alive)) {
                found.wanted[numbers].fill(true);
                continue;
            }
            for number in numbers {
                if found.wanted[number] {
                    continue;
                }
                let tuple = self.targets.cells(number);
                if !tuple.cells().iter().all(|&(parameter, value)| self.counts(parameter, value)) {
                    continue;
                }
                if let Some(forbidden) = found.known(&tuple, &alive) {
                    forbidden.tuples += 1;
                } else if is_loose {
                    found.wanted[number] = true;
                } else {
                    match solver.row_with(tuple.cells(), &vec![FREE; groups.len()], random) {
                        Answer::Row(row) => {
                            for combination in &entangled {
                                found.wanted[combination.tuple(&row)] = true;
                            }
                        }
                        Answer::None => {
                            let smallest = smallest(solver, tuple, random);
                            found.forbid(smallest, 1, || self.reason(smallest.cells(), &groups, random));
                        }
                        Answer::Undecided => found.undecided += 1,
                    }
                }
            }
        }
        found
    }

    /// For each parameter and value, does some legal row have it? Values that none has are explained.
    fn alive(&self, solver: &mut Solver, random: &mut Random, found: &mut Feasible) -> Vec<Vec<bool>> {
        let groups = solver.components();
        let mut alive: Vec<Vec<bool>> = self.domains.iter().map(|domain| vec![false; domain.size()]).collect();
        for parameter in 0..self.domains.len() {
            for value in (0..self.domains[parameter].size()).filter(|&value| self.domains[parameter].contains(value)) {
                if alive[parameter][value] {
                    continue;
                }
                let cell = (parameter as u16, value as Cell);
                match solver.row_with(&[cell], &vec![FREE; groups.len()], random) {
                    Answer::Row(row) => {
                        row.iter().zip(&mut alive).for_each(|(&value, alive)| alive[value as usize] = true);
                    }
                    Answer::None => found.forbid(Tuple::of(&[cell]), 0, || self.reason(&[cell], &groups, random)),
                    Answer::Undecided => alive[parameter][value] = true,
                }
            }
        }
        alive
    }

    fn counts(&self, parameter: u16, value: Cell) -> bool {
        self.domains[parameter as usize].contains(value as usize)
    }

    /// The fewest constraints, each needed, that together rule the cells out.
    pub(super) fn reason(&self, cells: &[(u16, Cell)], groups: &[usize], random: &mut Random) -> BTreeSet<usize> {
        let value = |parameter: usize| cells.iter().find(|cell| cell.0 as usize == parameter).map(|cell| cell.1);
        let broken = |clause: &&Clause| {
            clause
                .literals
                .iter()
                .all(|(&parameter, bits)| value(parameter).is_some_and(|value| !bits.contains(value as usize)))
        };
        if let Some(clause) = self.clauses.iter().find(broken) {
            return BTreeSet::from([clause.constraint]);
        }
        let near: BTreeSet<usize> = cells.iter().map(|cell| groups[cell.0 as usize]).collect();
        let at_work = |clause: &&Clause| {
            near.is_empty() || clause.literals.keys().next().is_none_or(|&parameter| near.contains(&groups[parameter]))
        };
        let mut reason: BTreeSet<usize> = self.clauses.iter().filter(at_work).map(|clause| clause.constraint).collect();
        for constraint in reason.clone() {
            let without = self.clauses.iter().filter(|clause| clause.constraint != constraint);
            let mut solver = Solver::new(self.domains, without.filter(|clause| reason.contains(&clause.constraint)));
            if solver.row_with(cells, &vec![FREE; groups.len()], random) == Answer::None {
                reason.remove(&constraint);
            }
        }
        reason
    }
}

impl Feasible {
    /// A part of the tuple that is known to be impossible.
    fn known(&mut self, tuple: &Tuple, alive: &[Vec<bool>]) -> Option<&mut Forbidden> {
        let dead = tuple.cells().iter().position(|&(parameter, value)| !alive[parameter as usize][value as usize]);
        if let Some(place) = dead {
            return self.forbidden.get_mut(&tuple.part(1 << place));
        }
        if self.forbidden.is_empty() {
            return None;
        }
        let places =
            (1..1_u32 << tuple.cells().len()).find(|&places| self.forbidden.contains_key(&tuple.part(places)))?;
        self.forbidden.get_mut(&tuple.part(places))
    }

    fn forbid(&mut self, tuple: Tuple, tuples: usize, reason: impl FnOnce() -> BTreeSet<usize>) {
        let constraints = if self.forbidden.len() < EXPLAINED { reason() } else { BTreeSet::new() };
        self.forbidden.insert(tuple, Forbidden { constraints, tuples });
    }
}

/// A smallest part of the tuple that no legal row has.
fn smallest(solver: &mut Solver, tuple: Tuple, random: &mut Random) -> Tuple {
    let wish = vec![FREE; solver.parameters()];
    let mut places = (1_u32 << tuple.cells().len()) - 1;
    for place in 0..tuple.cells().len() {
        let fewer = places & !(1 << place);
        if solver.row_with(tuple.part(fewer).cells(), &wish, random) == Answer::None {
            places = fewer;
        }
    }
    tuple.part(places)
}
