//! Units that a payload names, and how many of a field's unit make one of them.

use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::operations::Exception;
use crate::model::step_word::Rounding;
use crate::syntax::values::Decimal;

use super::Key;

/// The unit of an amount, where the payload names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitAt {
    /// Where its code is, from the part at hand.
    pub keys: Vec<Key>,
    /// The codes, each with the ratio of its unit to the unit of the field.
    pub rows: Vec<(String, UnitRatio)>,
    /// Digits after the point.
    pub scale: u64,
    /// How it is rounded; it must divide where this is not said.
    pub round: Option<Rounding>,
    /// What an unknown code raises, and an amount that does not divide.
    pub raises: Option<Id<Exception>>,
}

/// How many of the field's unit make one of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitRatio {
    /// Always so many: above the line, and below it.
    Fixed(u128, u128),
    /// What the item's own packs say, from the outermost one: each a field of the item, or a number.
    Packs(Vec<PackRatio>),
}

/// How many of the level below one pack holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PackRatio {
    /// Always so many.
    Fixed(Decimal),
    /// What this field of the item says.
    Field(Id<Field>),
}
