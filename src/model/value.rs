//! Constants of any type.

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
