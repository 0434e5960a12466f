//! Types, code lists, units and packs.

use crate::model::choice::choice;
use crate::model::name::{Head, PathRef, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::values::{Decimal, Ratio};

/// A named type: a base type with its limits.
#[derive(Clone, Debug)]
pub struct Type {
    /// Name and documentation.
    pub head: Head,
    /// The type that it restricts; itself for a base type.
    pub is: Option<Ref<Type>>,
    /// Its limits.
    pub constraints: Constraints,
}

/// Limits of a value.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    /// The greatest length of a string, in Unicode characters.
    pub max: Option<Said<u64>>,
    /// The least length of a string, in Unicode characters.
    pub min: Option<Said<u64>>,
    /// A regular expression that the whole value matches.
    pub pattern: Option<Text>,
    /// Which characters may occur.
    pub charset: Option<Said<Charset>>,
    /// All digits of a decimal.
    pub precision: Option<Said<u64>>,
    /// Digits after the decimal point.
    pub scale: Option<Said<u64>>,
    /// The only currency, by its ISO 4217 code.
    pub currency: Option<Text>,
    /// The unit of a quantity.
    pub unit: Option<Ref<Unit>>,
    /// The zone of a local time or date.
    pub zone: Option<Text>,
    /// What an identifier identifies.
    pub kind: Option<Said<IdentifierKind>>,
}

/// A list of canonical codes.
#[derive(Clone, Debug)]
pub struct Codes {
    /// Name and documentation.
    pub head: Head,
    /// Whether codes may appear that are not listed.
    pub open: bool,
    /// The codes.
    pub codes: Vec<CodeValue>,
}

/// One code of a list.
#[derive(Clone, Debug)]
pub struct CodeValue {
    /// The code.
    pub value: Said<Literal>,
    /// What it means.
    pub title: Option<Text>,
}

/// A unit of measure.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Name and documentation.
    pub head: Head,
    /// What it measures.
    pub dimension: Option<Said<Dimension>>,
    /// The unit that the factor counts.
    pub of: Option<Ref<Unit>>,
    /// How many of `of` make one of this unit.
    pub factor: Option<Said<Ratio>>,
}

/// How an item's packs contain one another.
#[derive(Clone, Debug)]
pub struct Packs {
    /// The object's name, and documentation.
    pub head: Head,
    /// The object whose instances are packed.
    pub object: Option<Ref<Object>>,
    /// The levels.
    pub packs: Vec<Pack>,
}

/// One level of packing.
#[derive(Clone, Debug)]
pub struct Pack {
    /// The pack's unit.
    pub unit: Option<Ref<Unit>>,
    /// How many of the level below.
    pub holds: Option<PackSize>,
    /// The level below.
    pub of: Option<Ref<Unit>>,
    /// Where it is said.
    pub span: Span,
}

/// How many of the level below a pack holds.
#[derive(Clone, Debug)]
pub enum PackSize {
    /// Always so many.
    Fixed(Said<Decimal>),
    /// What a field of the item says.
    Field(PathRef),
}

choice! {
    /// Which characters may occur.
    Charset {
        Ascii = "ascii",
        Latin1 = "latin-1",
        X12Basic = "x12-basic",
        X12Extended = "x12-extended",
        Unicode = "unicode",
    }
}

choice! {
    /// What an identifier identifies.
    IdentifierKind {
        Internal = "internal",
        Gtin = "gtin",
        Sscc = "sscc",
        Gln = "gln",
        Document = "document",
        Tracking = "tracking",
    }
}

choice! {
    /// What a unit measures.
    Dimension {
        Count = "count",
        Mass = "mass",
        Length = "length",
        Volume = "volume",
        Time = "time",
        Temperature = "temperature",
    }
}
