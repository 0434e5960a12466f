//! What generated Java brings along: its classes, and the functions of the runtime with what they take and give.

use crate::generate::statement::Runtime;

/// A class with functions of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Steps on any value.
    Steps,
    /// Steps on texts.
    Texts,
    /// Steps on numbers.
    Numbers,
    /// Steps on times.
    Times,
    /// Parts of conditions.
    Conditions,
}

/// What a function takes or gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// Whatever it is: a place, a rule, keys, a table, a function, a word, an exception.
    Same,
    /// A part of a payload.
    Json,
    /// A text.
    Text,
    /// An exact number.
    Decimal,
    /// A JSON number.
    Number,
    /// A whole number.
    Whole,
    /// True or false.
    Truth,
    /// A point in time.
    Moment,
    /// A day.
    Date,
    /// A date and time of one place.
    Local,
    /// A constant count.
    Count,
    /// A constant pattern of times.
    Form,
    /// A constant zone.
    Zone,
    /// A constant number, said by its digits.
    Ratio,
    /// Constant lengths.
    Lengths,
    /// One or more values.
    Parts,
    /// What the table at this position is a table of.
    Key(usize),
    /// What the table at this position is a table to.
    Code(usize),
    /// What its argument at this position is.
    Argument(usize),
    /// What its argument at this position is a list of, a table to, or a value or null of.
    Inner(usize),
    /// A list of what the function at this position gives.
    Each(usize),
}

use Slot as S;

/// A function of the runtime.
pub struct Function {
    /// The class in which it is.
    pub class: Class,
    /// Its name there.
    pub name: &'static str,
    /// What it takes.
    pub takes: &'static [Slot],
    /// What it gives.
    pub gives: Slot,
}

impl Class {
    /// The name of the class.
    pub fn name(self) -> &'static str {
        match self {
            Self::Steps => "Steps",
            Self::Texts => "Texts",
            Self::Numbers => "Numbers",
            Self::Times => "Times",
            Self::Conditions => "Conditions",
        }
    }
}

macro_rules! classes {
    ($($name:literal,)*) => {
        /// The classes of the runtime, with their texts.
        pub const CLASSES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../../../templates/java/runtime/", $name, ".java")))),*];
    };
}

classes! {
    "Code",
    "Conditions",
    "Gap",
    "HasJson",
    "Json",
    "JsonReader",
    "JsonWriter",
    "Key",
    "Missing",
    "Moment",
    "Numbers",
    "OrNull",
    "Overlap",
    "Place",
    "Problem",
    "Result",
    "Rule",
    "Scope",
    "Side",
    "Steps",
    "Table",
    "Texts",
    "TimePattern",
    "Times",
    "Wrong",
}

macro_rules! functions {
    ($($function:ident = $class:ident $name:literal ($($takes:expr),*) -> $gives:expr,)*) => {
        /// A function, as Java has it; nothing where the runtime lacks it.
        pub fn function(function: Runtime) -> Option<Function> {
            match function {
                $(Runtime::$function => {
                    Some(Function { class: Class::$class, name: $name, takes: &[$($takes),*], gives: $gives })
                })*
                _ => None,
            }
        }

        /// What the functions are called.
        pub const FUNCTIONS: &[&str] = &[$($name),*];
    };
}

functions! {
    Payload = Steps "rootOf" (S::Json, S::Same) -> S::Same,
    Start = Steps "start" () -> S::Same,
    ResultOf = Steps "resultOf" (S::Same, S::Same) -> S::Same,
    AndThen = Steps "andThen" (S::Same, S::Same) -> S::Same,
    Value = Steps "value" (S::Same, S::Same) -> S::Json,
    Present = Steps "present" (S::Same, S::Same, S::Same) -> S::Argument(2),
    IsAbsent = Steps "isAbsent" (S::Same, S::Same) -> S::Truth,
    IsNull = Steps "isNull" (S::Same, S::Same) -> S::Truth,
    IsEmptyValue = Steps "isEmptyValue" (S::Same, S::Same) -> S::Truth,
    Part = Steps "part" (S::Same, S::Same) -> S::Same,
    ReadEach = Steps "readEach" (S::Same, S::Same, S::Same) -> S::Each(2),
    WriteEach = Steps "writeEach" (S::Same, S::Same, S::Same, S::Same) -> S::Each(3),
    Counted = Steps "counted" (S::Same, S::Same, S::Same, S::Count, S::Count) -> S::Argument(2),
    Text = Steps "text" (S::Same, S::Same, S::Json) -> S::Text,
    Truth = Steps "truth" (S::Same, S::Same, S::Json) -> S::Truth,
    NotNull = Steps "notNull" (S::Same, S::Same, S::Same) -> S::Inner(2),
    Incomplete = Steps "incomplete" (S::Same, S::Same, S::Parts) -> S::Same,
    Column = Steps "column" (S::Same, S::Same) -> S::Json,
    NoState = Steps "noState" (S::Same, S::Same, S::Same, S::Same) -> S::Same,
    Decoded = Steps "decoded" (S::Same, S::Same, S::Json, S::Same, S::Same) -> S::Inner(3),
    DecodedOr = Steps "decodedOr" (S::Same, S::Same, S::Json, S::Same, S::Code(3), S::Same) -> S::Inner(3),
    Kept = Steps "kept" (S::Text, S::Same) -> S::Text,
    Encoded = Steps "encoded" (S::Same, S::Same, S::Key(3), S::Same, S::Same) -> S::Inner(3),
    LookedUp = Steps "lookedUp" (S::Key(1), S::Same) -> S::Inner(1),
    Constant = Steps "constant" (S::Same, S::Same, S::Json, S::Json) -> S::Same,
    Demand = Steps "demand" (S::Same, S::Same, S::Same, S::Same) -> S::Same,
    Trim = Texts "trim" (S::Text) -> S::Text,
    Collapse = Texts "collapse" (S::Text) -> S::Text,
    UpperCase = Texts "upperCase" (S::Text) -> S::Text,
    LowerCase = Texts "lowerCase" (S::Text) -> S::Text,
    WithoutPrefix = Texts "withoutPrefix" (S::Same, S::Same, S::Text, S::Text) -> S::Text,
    WithPrefix = Texts "withPrefix" (S::Text, S::Text) -> S::Text,
    WithoutSuffix = Texts "withoutSuffix" (S::Same, S::Same, S::Text, S::Text) -> S::Text,
    WithSuffix = Texts "withSuffix" (S::Text, S::Text) -> S::Text,
    Before = Texts "before" (S::Same, S::Same, S::Text, S::Text) -> S::Text,
    After = Texts "after" (S::Same, S::Same, S::Text, S::Text) -> S::Text,
    Characters = Texts "characters" (S::Text, S::Count, S::Count) -> S::Text,
    Replaced = Texts "replaced" (S::Text, S::Text, S::Text) -> S::Text,
    Padded = Texts "padded" (S::Text, S::Count, S::Text, S::Same) -> S::Text,
    Unpadded = Texts "unpadded" (S::Text, S::Text, S::Same) -> S::Text,
    Truncated = Texts "truncated" (S::Same, S::Same, S::Text, S::Count, S::Same) -> S::Text,
    Sized = Texts "sized" (S::Same, S::Same, S::Text, S::Count, S::Count) -> S::Text,
    Matching = Texts "matching" (S::Same, S::Same, S::Text, S::Same, S::Same) -> S::Text,
    Matched = Texts "matched" (S::Same, S::Same, S::Text, S::Same, S::Same) -> S::Text,
    Checked = Texts "checked" (S::Same, S::Same, S::Text, S::Lengths, S::Same) -> S::Text,
    Number = Numbers "number" (S::Same, S::Same, S::Json) -> S::Decimal,
    Decimal = Numbers "decimal" (S::Same, S::Same, S::Json, S::Text, S::Text) -> S::Decimal,
    Whole = Numbers "whole" (S::Same, S::Same, S::Decimal) -> S::Whole,
    Scaled = Numbers "scaled" (S::Same, S::Same, S::Decimal, S::Count, S::Same) -> S::Decimal,
    Precise = Numbers "precise" (S::Same, S::Same, S::Decimal, S::Count) -> S::Decimal,
    Between = Numbers "between" (S::Same, S::Same, S::Decimal, S::Decimal, S::Decimal, S::Same) -> S::Decimal,
    Shifted = Numbers "shifted" (S::Decimal, S::Count) -> S::Decimal,
    Converted =
        Numbers "converted" (S::Same, S::Same, S::Decimal, S::Ratio, S::Ratio, S::Count, S::Same, S::Same) -> S::Decimal,
    Digits = Numbers "digits" (S::Decimal, S::Count, S::Text, S::Text) -> S::Text,
    JsonNumber = Numbers "jsonNumber" (S::Same, S::Same, S::Decimal) -> S::Number,
    Instant = Times "instant" (S::Same, S::Same, S::Text) -> S::Moment,
    InstantOfEpoch = Times "instantOfEpoch" (S::Same, S::Same, S::Whole, S::Count) -> S::Moment,
    EpochOf = Times "epochOf" (S::Same, S::Same, S::Moment, S::Count) -> S::Number,
    InstantOfLocal = Times "instantOfLocal" (S::Same, S::Same, S::Text, S::Form, S::Zone, S::Same, S::Same) -> S::Moment,
    LocalOf = Times "localOf" (S::Same, S::Same, S::Moment, S::Form, S::Zone) -> S::Text,
    DateIn = Times "dateIn" (S::Same, S::Same, S::Moment, S::Zone) -> S::Date,
    Date = Times "date" (S::Same, S::Same, S::Text, S::Form) -> S::Date,
    DateAs = Times "dateAs" (S::Date, S::Form) -> S::Text,
    DaysLater = Times "daysLater" (S::Same, S::Same, S::Date, S::Count) -> S::Date,
    LocalTime = Times "localTime" (S::Same, S::Same, S::Text, S::Form) -> S::Local,
    LocalTimeAs = Times "localTimeAs" (S::Local, S::Form) -> S::Text,
    ForeignNumber = Conditions "foreignNumber" (S::Same, S::Same) -> S::Decimal,
    IsThere = Conditions "isThere" (S::Same, S::Same) -> S::Truth,
    IsNullAt = Conditions "isNullAt" (S::Same, S::Same) -> S::Truth,
    IsAt = Conditions "isAt" (S::Same, S::Same, S::Json) -> S::Truth,
    Count = Conditions "count" (S::Same) -> S::Decimal,
    OfWhole = Numbers "ofWhole" (S::Whole) -> S::Decimal,
    SameNumber = Conditions "sameNumber" (S::Decimal, S::Decimal) -> S::Truth,
    Less = Conditions "less" (S::Decimal, S::Decimal) -> S::Truth,
    LessOrSame = Conditions "lessOrSame" (S::Decimal, S::Decimal) -> S::Truth,
    Plus = Conditions "plus" (S::Decimal, S::Decimal) -> S::Decimal,
    Minus = Conditions "minus" (S::Decimal, S::Decimal) -> S::Decimal,
    Times = Conditions "times" (S::Decimal, S::Decimal) -> S::Decimal,
    Earlier = Conditions "earlier" (S::Moment, S::Moment) -> S::Truth,
}
