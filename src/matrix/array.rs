//! The answer: rows in the order in which to run them, and what no row can have.

use super::random::mix;
use super::space::Space;
use std::collections::BTreeSet;

/// Rows that together cover a space, with everything that could not be done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Array {
    /// The rows: for each purpose, those that cover most come first.
    pub rows: Vec<Row>,
    /// How many combinations there are to cover, over all purposes.
    pub required: usize,
    /// The smallest combinations that no row can have.
    pub infeasible: Vec<Infeasible>,
    /// Rows that were to be kept and are not there.
    pub dropped: Vec<Dropped>,
    /// What was asked and could not be done.
    pub problems: Vec<Problem>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// A name that depends only on the values, or the name under which the row was kept.
    pub id: String,
    /// A value for each parameter.
    pub values: Vec<usize>,
    /// What the row is for.
    pub purpose: Purpose,
    /// Where the row comes from.
    pub origin: Origin,
    /// How many combinations occur here first.
    pub new: usize,
    /// How many combinations occur up to here, this row included.
    pub covered: usize,
}

/// What a row is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// To be accepted.
    Valid,
    /// To be refused for this value and no other reason.
    InvalidValue {
        /// The parameter.
        parameter: usize,
        /// Its invalid value.
        value: usize,
    },
    /// To be refused for this constraint and no other reason.
    Refused {
        /// The constraint.
        constraint: usize,
    },
}

/// Where a row comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// It was found.
    New,
    /// It completes this seed.
    Seed(usize),
    /// It was there before.
    Kept,
}

/// A smallest combination that no legal row has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Infeasible {
    /// What rows it is missing from.
    pub purpose: Purpose,
    /// Parameters with their values.
    pub cells: Vec<(usize, usize)>,
    /// The constraints that together rule it out, each of them needed; none when there were too many such combinations to explain.
    pub constraints: BTreeSet<usize>,
    /// How many combinations that were to be covered it takes with it.
    pub tuples: usize,
}

/// A row that was to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name.
    pub id: String,
    /// The constraints that rule it out; none when it is only no longer needed, or does not fit the parameters.
    pub constraints: BTreeSet<usize>,
}

/// What was asked and could not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// Something names a parameter or value that is not there, or the strength is not 1 to 4.
    OutOfRange(String),
    /// The parameter has no valid value.
    NoValidValue {
        /// The parameter.
        parameter: usize,
    },
    /// No row can serve this purpose.
    NoRow {
        /// The purpose.
        purpose: Purpose,
        /// The constraints that together rule it out, each of them needed.
        constraints: BTreeSet<usize>,
    },
    /// There is more to cover than the limit.
    TooLarge {
        /// What there is too much of.
        what: &'static str,
        /// How much there is, at least.
        count: usize,
        /// How much there may be.
        limit: usize,
    },
    /// The condition of the constraint is too intricate.
    TooManyClauses {
        /// The constraint.
        constraint: usize,
    },
    /// The seed breaks these constraints, or has two invalid values.
    SeedRefused {
        /// The seed.
        seed: usize,
        /// The constraints.
        constraints: BTreeSet<usize>,
    },
    /// The search gave up on some combinations; they may or may not be legal.
    Undecided {
        /// How many.
        tuples: usize,
    },
}

/// Names for the rows that have none. A name stays when other rows or the order of the parameters change.
pub(super) fn name_rows(space: &Space, rows: &mut [Row]) {
    let mut taken: BTreeSet<String> = rows.iter().map(|row| row.id.clone()).collect();
    for row in rows.iter_mut().filter(|row| row.id.is_empty()) {
        let digest = digest(space, &row.values);
        let mut turn = 0;
        row.id = name(digest, turn);
        while !taken.insert(row.id.clone()) {
            turn += 1;
            row.id = name(digest, turn);
        }
    }
}

/// A number that depends on the names of the parameters and of their values, not on the order of the parameters (FNV-1a).
fn digest(space: &Space, values: &[usize]) -> u64 {
    let mut cells: Vec<(&str, &str)> = space
        .parameters
        .iter()
        .zip(values)
        .map(|(parameter, &value)| (parameter.name.as_str(), parameter.values[value].name.as_str()))
        .collect();
    cells.sort_unstable();
    let mut digest = 0xcbf2_9ce4_8422_2325_u64;
    for (parameter, value) in cells {
        for byte in parameter.bytes().chain([0xff]).chain(value.bytes()).chain([0xfe]) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    digest
}

/// Eight letters and digits; `turn` tells rows apart whose first name is the same.
fn name(digest: u64, turn: u64) -> String {
    let mut rest = mix(digest.wrapping_add(turn));
    let mut name = String::with_capacity(8);
    for _ in 0..8 {
        name.push(char::from(b"0123456789abcdefghjkmnpqrstvwxyz"[(rest & 31) as usize]));
        rest >>= 5;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::{Origin, Purpose, Row, name_rows};
    use crate::matrix::Space;

    fn row(values: &[usize]) -> Row {
        let values = values.to_vec();
        Row { id: String::new(), values, purpose: Purpose::Valid, origin: Origin::New, new: 0, covered: 0 }
    }

    #[test]
    fn a_name_depends_on_the_values_alone() {
        let space = Space::of_sizes([2, 3], 2);
        let mut turned = space.clone();
        turned.parameters.reverse();
        let mut rows = [row(&[1, 2]), row(&[0, 2])];
        name_rows(&space, &mut rows);
        let mut alone = [row(&[2, 1])];
        name_rows(&turned, &mut alone);
        assert_eq!(rows[0].id, alone[0].id);
        assert_ne!(rows[0].id, rows[1].id);
    }

    #[test]
    fn a_taken_name_is_not_given_twice() {
        let space = Space::of_sizes([2, 3], 2);
        let mut rows = [row(&[1, 2]), row(&[1, 2])];
        name_rows(&space, &mut rows);
        assert_ne!(rows[0].id, rows[1].id);
    }
}
