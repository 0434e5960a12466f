//! Constants of any type.

use std::fmt;

use crate::syntax::values::Decimal;

/// A constant of any type, as it stands in a charter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// A text.
    Text(Box<str>),
    /// A number.
    Number(Decimal),
    /// `#true` or `#false`.
    Boolean(bool),
    /// `#null`.
    Null,
}

impl fmt::Display for Literal {
    /// As it is shown in a message, between backticks.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
            Self::Boolean(truth) => write!(f, "#{truth}"),
            Self::Null => f.write_str("#null"),
        }
    }
}
