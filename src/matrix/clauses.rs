//! Constraints as clauses: in every row at least one literal of each clause holds.

use super::bits::Bits;
use super::space::{Condition, Constraint, Demand, Space};
use std::collections::{BTreeMap, BTreeSet};

/// How many clauses one constraint may become.
const LIMIT: usize = 4_096;

/// How many cells a table of two parameters may have.
const TABLE: usize = 250_000;

/// A clause: one of the parameters has one of the values beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// The constraint that it comes from.
    pub(super) constraint: usize,
    /// Parameters with their values, by parameter. None at all means that no row is legal.
    pub(super) literals: BTreeMap<usize, Bits>,
}

/// The constraint has no form of at most [`LIMIT`] clauses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooManyClauses;

/// The clauses that say `space.constraints[place]`. With `broken`, those that say that it is broken.
pub(super) fn clauses(space: &Space, place: usize, broken: bool) -> Result<Vec<Clause>, TooManyClauses> {
    let constraint = &space.constraints[place];
    let wanted = (constraint.demand == Demand::Always) != broken;
    let mut said = conjunction(space, &constraint.condition, wanted)?;
    if constraint.when_valid {
        let ways = exceptions(space, constraint);
        if broken {
            said.extend(
                ways.into_iter().map(|(parameter, invalid)| BTreeMap::from([(parameter, invalid.complement())])),
            );
        } else {
            said = said.into_iter().map(|clause| joined(&clause, &ways)).collect();
        }
    }
    let distinct: BTreeSet<Literals> = said.into_iter().filter(|clause| !is_always_true(clause)).collect();
    Ok(distinct.into_iter().map(|literals| Clause { constraint: place, literals }).collect())
}

type Literals = BTreeMap<usize, Bits>;

/// The invalid values of the parameters that the constraint names: with one of them it is not asked.
fn exceptions(space: &Space, constraint: &Constraint) -> Literals {
    let mut ways = Literals::new();
    for parameter in constraint.condition.parameters() {
        let invalid =
            Bits::filtered(space.parameters[parameter].values.len(), |value| space.is_invalid(parameter, value));
        if !invalid.is_empty() {
            ways.insert(parameter, invalid);
        }
    }
    ways
}

/// Clauses that together say that `condition` is `wanted`.
fn conjunction(space: &Space, condition: &Condition, wanted: bool) -> Result<Vec<Literals>, TooManyClauses> {
    match (condition, wanted) {
        (Condition::In { parameter, values }, _) => {
            let size = space.parameters[*parameter].values.len();
            let bits = Bits::filtered(size, |value| values.contains(&value) == wanted);
            Ok(vec![if bits.is_empty() { Literals::new() } else { Literals::from([(*parameter, bits)]) }])
        }
        (Condition::Not(part), _) => conjunction(space, part, !wanted),
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            let mut all = Vec::new();
            for part in parts {
                all.extend(conjunction(space, part, wanted)?);
                if all.len() > LIMIT {
                    return Err(TooManyClauses);
                }
            }
            Ok(all)
        }
        (Condition::Any(parts), true) | (Condition::All(parts), false) => {
            if let Some(said) = table(space, condition, wanted) {
                return Ok(said);
            }
            let mut product = BTreeSet::from([Literals::new()]);
            for part in parts {
                let more = conjunction(space, part, wanted)?;
                if product.len() * more.len() > LIMIT {
                    return Err(TooManyClauses);
                }
                let pairs = product.iter().flat_map(|left| more.iter().map(move |right| joined(left, right)));
                product = pairs.filter(|clause| !is_always_true(clause)).collect();
            }
            Ok(product.into_iter().collect())
        }
    }
}

/// The same for a condition on two parameters, read off the table of their values: one clause for each value of the
/// first. The product of the parts would be exponential in the number of values.
fn table(space: &Space, condition: &Condition, wanted: bool) -> Option<Vec<Literals>> {
    let parameters: Vec<usize> = condition.parameters().into_iter().collect();
    let [first, second] = parameters[..] else { return None };
    let size = |parameter: usize| space.parameters[parameter].values.len();
    if size(first) * size(second) > TABLE {
        return None;
    }
    let mut row = vec![0; space.parameters.len()];
    let mut said = Vec::new();
    for value in 0..size(first) {
        row[first] = value;
        let mut beside = Bits::none(size(second));
        for other in 0..size(second) {
            row[second] = other;
            if condition.holds(&row) == wanted {
                beside.insert(other);
            }
        }
        let another = Bits::filtered(size(first), |other| other != value);
        let literals = [(first, another), (second, beside)];
        said.push(literals.into_iter().filter(|(_, bits)| !bits.is_empty()).collect());
    }
    Some(said)
}

fn joined(left: &Literals, right: &Literals) -> Literals {
    let mut both = left.clone();
    for (&parameter, bits) in right {
        both.entry(parameter).and_modify(|known| known.extend(bits)).or_insert_with(|| bits.clone());
    }
    both
}

fn is_always_true(clause: &Literals) -> bool {
    clause.values().any(Bits::is_full)
}

#[cfg(test)]
mod tests {
    use super::{TooManyClauses, clauses};
    use crate::matrix::{Condition, Constraint, Space, Value};

    fn space(constraint: Constraint) -> Space {
        let mut space = Space::of_sizes([3, 3, 3], 2);
        space.parameters[2].values.push(Value::invalid("bad"));
        space.constraints.push(constraint);
        space
    }

    /// Clauses and condition must agree on every row, in both readings.
    fn check(constraint: Constraint) {
        let space = space(constraint);
        for broken in [false, true] {
            let clauses = clauses(&space, 0, broken).expect("the constraint is small");
            for number in 0..36 {
                let row = [number % 3, number / 3 % 3, number / 9];
                let said = clauses.iter().all(|clause| clause.literals.iter().any(|(&p, bits)| bits.contains(row[p])));
                assert_eq!(said, space.constraints[0].allows(&space, &row) != broken, "{row:?} broken={broken}");
            }
        }
    }

    #[test]
    fn clauses_say_what_the_condition_says() {
        let both = Condition::All(vec![Condition::is(0, 1), Condition::is_not(1, 2)]);
        let either = Condition::Any(vec![both.clone(), Condition::In { parameter: 2, values: vec![0, 2] }]);
        for condition in
            [both.clone(), either.clone(), Condition::Not(Box::new(either)), both.implies(Condition::is(2, 1))]
        {
            check(Constraint::always("c", condition.clone()));
            check(Constraint::never("c", condition.clone()));
            check(Constraint { when_valid: true, ..Constraint::refuse("c", condition) });
        }
        check(Constraint::always("c", Condition::Any(vec![])));
        check(Constraint::never("c", Condition::In { parameter: 1, values: vec![] }));
    }

    #[test]
    fn a_condition_on_two_long_axes_stays_small() {
        let mut space = Space::of_sizes([60, 60], 2);
        let same = |value| Condition::is(0, value).implies(Condition::is(1, value));
        let equal = Condition::All((0..60).map(same).collect());
        space.constraints = vec![Constraint::never("c", equal.clone()), Constraint::always("c", equal)];
        for place in 0..2 {
            assert!(clauses(&space, place, false).is_ok_and(|clauses| clauses.len() <= 60));
        }
    }

    #[test]
    fn a_constraint_that_explodes_is_refused() {
        let mut space = Space::of_sizes([4; 40], 2);
        let pair = |first: usize| Condition::All(vec![Condition::is(first, 0), Condition::is(first + 1, 0)]);
        let condition = Condition::Any((0..20).map(|half| pair(half * 2)).collect());
        space.constraints.push(Constraint::always("c", condition));
        assert_eq!(clauses(&space, 0, false).map(|clauses| clauses.len()), Err(TooManyClauses));
    }
}
