//! What a matrix is asked for: parameters, values, constraints, strengths and seeds.

use std::collections::BTreeSet;

/// Parameters with their values, what may occur together, and how much must.
///
/// Everywhere a parameter is its place in `parameters`, and a value its place in the parameter's `values`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Space {
    /// What varies, in the order of the columns.
    pub parameters: Vec<Parameter>,
    /// What may, must and must not occur together.
    pub constraints: Vec<Constraint>,
    /// Of how many parameters every legal combination of values must occur in some row.
    pub strength: usize,
    /// Parameters among which more is wanted.
    pub stronger: Vec<Stronger>,
    /// Rows that must be there; a cell that is `None` may take any value.
    pub seeds: Vec<Vec<Option<usize>>>,
}

impl Space {
    /// A space with `sizes[i]` values for parameter `i`, without constraints: parameters `p0`, `p1`, values `0`, `1`.
    pub fn of_sizes(sizes: impl IntoIterator<Item = usize>, strength: usize) -> Space {
        let parameters = sizes
            .into_iter()
            .enumerate()
            .map(|(place, size)| Parameter {
                name: format!("p{place}"),
                values: (0..size).map(|value| Value::new(value.to_string())).collect(),
            })
            .collect();
        Space { parameters, strength, ..Space::default() }
    }

    /// Is this value one that must be refused?
    pub fn is_invalid(&self, parameter: usize, value: usize) -> bool {
        self.parameters[parameter].values[value].invalid
    }
}

/// Something that varies from row to row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameter {
    /// The head of the column.
    pub name: String,
    /// What it can be.
    pub values: Vec<Value>,
}

/// One thing that a parameter can be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// What stands in the cell.
    pub name: String,
    /// Which value to prefer where the choice is free. It never costs a row.
    pub weight: u32,
    /// Must the system refuse it? A row has at most one such value, so that one does not hide another.
    pub invalid: bool,
}

impl Value {
    /// A valid value of weight 1.
    pub fn new(name: impl Into<String>) -> Value {
        Value { name: name.into(), weight: 1, invalid: false }
    }

    /// A value that the system must refuse.
    pub fn invalid(name: impl Into<String>) -> Value {
        Value { invalid: true, ..Value::new(name) }
    }
}

/// Something that is true of every row, or that the system must refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constraint {
    /// What it is called where a combination is explained.
    pub name: String,
    /// What is asked of the condition.
    pub demand: Demand,
    /// The condition.
    pub condition: Condition,
    /// Is it asked only of rows in which the parameters it names have valid values?
    pub when_valid: bool,
}

impl Constraint {
    /// `condition` holds in every row.
    pub fn always(name: impl Into<String>, condition: Condition) -> Constraint {
        Constraint { name: name.into(), demand: Demand::Always, condition, when_valid: false }
    }

    /// `condition` holds in no row.
    pub fn never(name: impl Into<String>, condition: Condition) -> Constraint {
        Constraint { name: name.into(), demand: Demand::Never, condition, when_valid: false }
    }

    /// `condition` is a combination that the system must refuse: it gets rows of its own.
    pub fn refuse(name: impl Into<String>, condition: Condition) -> Constraint {
        Constraint { name: name.into(), demand: Demand::Refuse, condition, when_valid: false }
    }

    /// Does `row` satisfy it? A refused combination is satisfied where it does not occur.
    pub fn allows(&self, space: &Space, row: &[usize]) -> bool {
        let invalid = |&parameter: &usize| space.is_invalid(parameter, row[parameter]);
        if self.when_valid && self.condition.parameters().iter().any(invalid) {
            return true;
        }
        self.condition.holds(row) == (self.demand == Demand::Always)
    }
}

/// What is asked of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demand {
    /// It holds in every row.
    Always,
    /// It holds in no row: such a combination cannot exist.
    Never,
    /// It holds in no valid row, and in rows of its own that the system must refuse.
    Refuse,
}

/// A statement about a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// The parameter has one of these values.
    In {
        /// The parameter.
        parameter: usize,
        /// The values; none of them makes the condition false.
        values: Vec<usize>,
    },
    /// Every one of these holds; true when there is none.
    All(Vec<Condition>),
    /// At least one of these holds; false when there is none.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
}

impl Condition {
    /// `parameter` has `value`.
    pub fn is(parameter: usize, value: usize) -> Condition {
        Condition::In { parameter, values: vec![value] }
    }

    /// `parameter` has another value than `value`.
    pub fn is_not(parameter: usize, value: usize) -> Condition {
        Condition::Not(Box::new(Condition::is(parameter, value)))
    }

    /// If `self` holds, so does `then`.
    #[must_use]
    pub fn implies(self, then: Condition) -> Condition {
        Condition::Any(vec![Condition::Not(Box::new(self)), then])
    }

    /// Does it hold in `row`?
    pub fn holds(&self, row: &[usize]) -> bool {
        match self {
            Condition::In { parameter, values } => values.contains(&row[*parameter]),
            Condition::All(parts) => parts.iter().all(|part| part.holds(row)),
            Condition::Any(parts) => parts.iter().any(|part| part.holds(row)),
            Condition::Not(part) => !part.holds(row),
        }
    }

    /// The parameters that it names.
    pub fn parameters(&self) -> BTreeSet<usize> {
        let mut parameters = BTreeSet::new();
        self.visit(&mut |parameter, _| {
            parameters.insert(parameter);
        });
        parameters
    }

    /// Calls `look` with every parameter and set of values that is named.
    pub(super) fn visit(&self, look: &mut impl FnMut(usize, &[usize])) {
        match self {
            Condition::In { parameter, values } => look(*parameter, values),
            Condition::All(parts) | Condition::Any(parts) => parts.iter().for_each(|part| part.visit(look)),
            Condition::Not(part) => part.visit(look),
        }
    }
}

/// Parameters among which combinations of more values must occur than elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stronger {
    /// The parameters.
    pub parameters: Vec<usize>,
    /// Of how many of them every legal combination must occur.
    pub strength: usize,
}
