//! Values that a charter can say: durations, rates, shares, days.

/// A length of time, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub u64);

/// So many in such a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    /// How many.
    pub count: u64,
    /// In which time.
    pub per: Duration,
}

/// An exact decimal number: its digits as they are written, without separators.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Number(pub Box<str>);

/// An exact share, in its decimal digits: `99.5` for `99.5%`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Percent(pub Box<str>);

/// A constant of any type, as it stands in a charter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// A text.
    Text(Box<str>),
    /// A number.
    Number(Number),
    /// `#true` or `#false`.
    Boolean(bool),
    /// `#null`.
    Null,
}
