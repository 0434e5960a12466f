//! The runtime of generated TypeScript: its files, and what each function is called there.

use crate::generate::statement::Runtime;

/// A file of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// Exact decimal numbers.
    Decimal,
    /// Problems, results, rules and places.
    Problem,
    /// Points in time, dates and zones.
    Times,
    /// Steps on numbers.
    Numbers,
    /// Steps on values, texts, codes and lists.
    Steps,
    /// Parts of conditions.
    Conditions,
}

impl Module {
    /// All files, each after those that it needs.
    pub const ALL: &[Self] = &[Self::Decimal, Self::Problem, Self::Times, Self::Numbers, Self::Steps, Self::Conditions];

    /// The name of the file, without folder and ending.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::Problem => "problem",
            Self::Times => "times",
            Self::Numbers => "numbers",
            Self::Steps => "steps",
            Self::Conditions => "conditions",
        }
    }

    /// The text of the file.
    pub fn text(self) -> &'static str {
        match self {
            Self::Decimal => include_str!("../../../templates/typescript/runtime/decimal.ts"),
            Self::Problem => include_str!("../../../templates/typescript/runtime/problem.ts"),
            Self::Times => include_str!("../../../templates/typescript/runtime/times.ts"),
            Self::Numbers => include_str!("../../../templates/typescript/runtime/numbers.ts"),
            Self::Steps => include_str!("../../../templates/typescript/runtime/steps.ts"),
            Self::Conditions => include_str!("../../../templates/typescript/runtime/conditions.ts"),
        }
    }
}

/// The file in which a function is, and its name there.
pub fn function(function: Runtime) -> (Module, &'static str) {
    match function {
        Runtime::Value => (Module::Steps, "value"),
        Runtime::Present => (Module::Steps, "present"),
        Runtime::IsAbsent => (Module::Steps, "isAbsent"),
        Runtime::IsNull => (Module::Steps, "isNull"),
        Runtime::IsEmptyValue => (Module::Steps, "isEmptyValue"),
        Runtime::Part => (Module::Steps, "part"),
        Runtime::ReadEach => (Module::Steps, "readEach"),
        Runtime::WriteEach => (Module::Steps, "writeEach"),
        Runtime::Counted => (Module::Steps, "counted"),
        Runtime::Text => (Module::Steps, "text"),
        Runtime::Truth => (Module::Steps, "truth"),
        Runtime::Decoded => (Module::Steps, "decoded"),
        Runtime::Encoded => (Module::Steps, "encoded"),
        Runtime::Constant => (Module::Steps, "constant"),
        Runtime::Demand => (Module::Steps, "demand"),
        Runtime::Trim => (Module::Steps, "trim"),
        Runtime::Collapse => (Module::Steps, "collapse"),
        Runtime::UpperCase => (Module::Steps, "upperCase"),
        Runtime::LowerCase => (Module::Steps, "lowerCase"),
        Runtime::WithoutPrefix => (Module::Steps, "withoutPrefix"),
        Runtime::WithPrefix => (Module::Steps, "withPrefix"),
        Runtime::WithoutSuffix => (Module::Steps, "withoutSuffix"),
        Runtime::WithSuffix => (Module::Steps, "withSuffix"),
        Runtime::Before => (Module::Steps, "before"),
        Runtime::After => (Module::Steps, "after"),
        Runtime::Characters => (Module::Steps, "characters"),
        Runtime::Replaced => (Module::Steps, "replaced"),
        Runtime::Padded => (Module::Steps, "padded"),
        Runtime::Unpadded => (Module::Steps, "unpadded"),
        Runtime::Truncated => (Module::Steps, "truncated"),
        Runtime::Sized => (Module::Steps, "sized"),
        Runtime::Matching => (Module::Steps, "matching"),
        Runtime::Matched => (Module::Steps, "matched"),
        Runtime::Checked => (Module::Steps, "checked"),
        Runtime::Number => (Module::Numbers, "number"),
        Runtime::Decimal => (Module::Numbers, "decimal"),
        Runtime::Whole => (Module::Numbers, "whole"),
        Runtime::Scaled => (Module::Numbers, "scaled"),
        Runtime::Precise => (Module::Numbers, "precise"),
        Runtime::Between => (Module::Numbers, "between"),
        Runtime::Shifted => (Module::Numbers, "shifted"),
        Runtime::Converted => (Module::Numbers, "converted"),
        Runtime::Digits => (Module::Numbers, "digits"),
        Runtime::JsonNumber => (Module::Numbers, "jsonNumber"),
        Runtime::Instant => (Module::Times, "instant"),
        Runtime::InstantOfEpoch => (Module::Times, "instantOfEpoch"),
        Runtime::EpochOf => (Module::Times, "epochOf"),
        Runtime::InstantOfLocal => (Module::Times, "instantOfLocal"),
        Runtime::LocalOf => (Module::Times, "localOf"),
        Runtime::DateIn => (Module::Times, "dateIn"),
        Runtime::Date => (Module::Times, "date"),
        Runtime::DateAs => (Module::Times, "dateAs"),
        Runtime::DaysLater => (Module::Times, "daysLater"),
        Runtime::LocalTime => (Module::Times, "localTime"),
        Runtime::LocalTimeAs => (Module::Times, "localTimeAs"),
        Runtime::ForeignNumber => (Module::Conditions, "foreignNumber"),
        Runtime::IsPresent => (Module::Conditions, "isPresent"),
        Runtime::OfWhole => (Module::Conditions, "ofWhole"),
        Runtime::SameNumber => (Module::Conditions, "sameNumber"),
        Runtime::Less => (Module::Conditions, "less"),
        Runtime::LessOrSame => (Module::Conditions, "lessOrSame"),
        Runtime::Plus => (Module::Conditions, "plus"),
        Runtime::Minus => (Module::Conditions, "minus"),
        Runtime::Times => (Module::Conditions, "times"),
        Runtime::Sum => (Module::Conditions, "sum"),
        Runtime::Earlier => (Module::Conditions, "earlier"),
    }
}
