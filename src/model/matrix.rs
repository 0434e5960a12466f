//! Matrices: tables of test cases that cover every combination of so many axes.

use crate::model::choice::choice;
use crate::model::expression::Formula;
use crate::model::name::{Head, Name, Ref, Said};
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::scope::Scope;
use crate::model::types::Codes;
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::values::Decimal;

/// A table of test cases.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Name and documentation.
    pub head: Head,
    /// How many axes are combined; 2 when not said.
    pub strength: Option<Said<u64>>,
    /// The object that the cases are about.
    pub object: Option<Ref<Object>>,
    /// What varies.
    pub axes: Vec<Axis>,
    /// Combinations that cannot happen.
    pub never: Vec<Condition>,
    /// Combinations that must be refused.
    pub refuse: Vec<Condition>,
    /// Cases that must be there.
    pub seeds: Vec<Seed>,
    /// Axes that are combined more strongly.
    pub stronger: Vec<Stronger>,
}

/// One thing that varies.
#[derive(Clone, Debug)]
pub struct Axis {
    /// Its name.
    pub name: Name,
    /// Where its values come from.
    pub values: AxisValues,
    /// Where it is said.
    pub span: Span,
}

/// Where the values of an axis come from.
#[derive(Clone, Debug)]
pub enum AxisValues {
    /// They are listed.
    Listed(Vec<AxisValue>),
    /// The scope of the axis's name.
    Scope(Ref<Scope>),
    /// The code list of the axis's name.
    Codes(Ref<Codes>),
    /// The states of the matrix's object.
    States,
    /// The exceptions.
    Exceptions,
}

/// One value of an axis.
#[derive(Clone, Debug)]
pub struct AxisValue {
    /// The value.
    pub name: Name,
    /// How often it should occur, compared with 1.
    pub weight: Option<Said<Decimal>>,
    /// Whether it must be refused.
    pub invalid: bool,
    /// What it must raise.
    pub raises: Option<Ref<Exception>>,
}

/// A combination of values.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The condition.
    pub condition: Option<Formula>,
    /// What it must raise.
    pub raises: Option<Ref<Exception>>,
    /// Where it is said.
    pub span: Span,
}

/// A case that must be there.
#[derive(Clone, Debug)]
pub struct Seed {
    /// Axes with their values: the index of the axis, and the value as it is said.
    pub values: Vec<(AxisRef, Said<Literal>)>,
    /// Where it is said.
    pub span: Span,
}

/// An axis of the same matrix, where it is used.
#[derive(Clone, Copy, Debug)]
pub struct AxisRef {
    /// The index among the matrix's axes; `None` when unknown, which has been reported.
    pub target: Option<usize>,
    /// Where it stands.
    pub span: Span,
}

/// Axes that are combined more strongly.
#[derive(Clone, Debug)]
pub struct Stronger {
    /// The axes.
    pub axes: Vec<AxisRef>,
    /// How many are combined.
    pub strength: Option<Said<u64>>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// Where the values of an axis come from.
    AxisSource {
        Scope = "scope",
        Codes = "codes",
        States = "states",
        Exceptions = "exceptions",
    }
}
