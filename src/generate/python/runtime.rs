//! The runtime of generated Python: its files, and what each function is called there.

use crate::generate::runtime::functions;
use crate::generate::statement::Runtime;

/// A file of the runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Module {
    /// Steps on numbers.
    Arithmetic,
    /// Parts of conditions.
    Conditions,
    /// Exact decimal numbers.
    Decimals,
    /// Numbers and texts that formulas work out.
    Formulas,
    /// Lists whose parts are arranged, and what is asked of all of them.
    Lists,
    /// Problems, results, rules and places; what is not there.
    Problem,
    /// Steps on values, texts, codes and lists.
    Steps,
    /// Texts: markup, sets of characters, pieces.
    Texts,
    /// Points in time, dates and zones.
    Times,
}

impl Module {
    const ALL: &[Self] = &[
        Self::Conditions,
        Self::Decimals,
        Self::Arithmetic,
        Self::Problem,
        Self::Steps,
        Self::Times,
        Self::Formulas,
        Self::Texts,
        Self::Lists,
    ];

    /// The name of the file, without folder and ending.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Conditions => "conditions",
            Self::Decimals => "decimals",
            Self::Arithmetic => "arithmetic",
            Self::Problem => "problem",
            Self::Steps => "steps",
            Self::Times => "times",
            Self::Formulas => "formulas",
            Self::Texts => "texts",
            Self::Lists => "lists",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Conditions => include_str!("../../../templates/python/runtime/conditions.py"),
            Self::Decimals => include_str!("../../../templates/python/runtime/decimals.py"),
            Self::Arithmetic => include_str!("../../../templates/python/runtime/arithmetic.py"),
            Self::Problem => include_str!("../../../templates/python/runtime/problem.py"),
            Self::Steps => include_str!("../../../templates/python/runtime/steps.py"),
            Self::Times => include_str!("../../../templates/python/runtime/times.py"),
            Self::Formulas => include_str!("../../../templates/python/runtime/formulas.py"),
            Self::Texts => include_str!("../../../templates/python/runtime/texts.py"),
            Self::Lists => include_str!("../../../templates/python/runtime/lists.py"),
        }
    }
}

/// The files, by their paths. Every folder is a package.
pub fn files() -> Vec<(String, String)> {
    let packages = ["", "records/", "flows/", "runtime/"].map(|folder| (format!("{folder}__init__.py"), String::new()));
    let modules = Module::ALL.iter().map(|module| (format!("runtime/{}.py", module.stem()), module.text().to_owned()));
    packages.into_iter().chain(modules).collect()
}

functions! {
    Payload = Steps "root_of",
    Start = Steps "start",
    ResultOf = Steps "result_of",
    AndThen = Steps "and_then",
    Value = Steps "value",
    Present = Steps "present",
    IsAbsent = Steps "is_absent",
    IsNull = Steps "is_null",
    IsEmptyValue = Steps "is_empty_value",
    Part = Steps "part",
    ReadEach = Steps "read_each",
    WriteEach = Steps "write_each",
    Counted = Steps "counted",
    Text = Steps "text",
    Truth = Steps "truth",
    NotNull = Steps "not_null",
    Incomplete = Steps "incomplete",
    Column = Steps "column",
    NoState = Steps "no_state",
    Decoded = Steps "decoded",
    DecodedOr = Steps "decoded_or",
    Kept = Steps "kept",
    Encoded = Steps "encoded",
    LookedUp = Steps "looked_up",
    Constant = Steps "constant",
    Demand = Steps "demand",
    Trim = Steps "trim",
    Collapse = Steps "collapse",
    UpperCase = Steps "upper_case",
    LowerCase = Steps "lower_case",
    WithoutPrefix = Steps "without_prefix",
    WithPrefix = Steps "with_prefix",
    WithoutSuffix = Steps "without_suffix",
    WithSuffix = Steps "with_suffix",
    Before = Steps "before",
    After = Steps "after",
    Characters = Steps "characters",
    Replaced = Steps "replaced",
    Padded = Steps "padded",
    Unpadded = Steps "unpadded",
    Truncated = Steps "truncated",
    Sized = Steps "sized",
    Matching = Steps "matching",
    Matched = Steps "matched",
    Checked = Steps "checked",
    Number = Arithmetic "number",
    Decimal = Arithmetic "decimal",
    Whole = Arithmetic "whole",
    Scaled = Arithmetic "scaled",
    Precise = Arithmetic "precise",
    Between = Arithmetic "between",
    Shifted = Arithmetic "shifted",
    Converted = Arithmetic "converted",
    Digits = Arithmetic "digits",
    JsonNumber = Arithmetic "json_number",
    Instant = Times "instant",
    InstantOfEpoch = Times "instant_of_epoch",
    EpochOf = Times "epoch_of",
    InstantOfLocal = Times "instant_of_local",
    LocalOf = Times "local_of",
    DateIn = Times "date_in",
    Date = Times "date",
    DateAs = Times "date_as",
    DaysLater = Times "days_later",
    LocalTime = Times "local_time",
    LocalTimeAs = Times "local_time_as",
    ForeignNumber = Conditions "foreign_number",
    IsThere = Conditions "is_there",
    IsNullAt = Conditions "is_null_at",
    IsAt = Conditions "is_at",
    Count = Conditions "count",
    OfWhole = Conditions "of_whole",
    SameNumber = Conditions "same_number",
    Less = Conditions "less",
    LessOrSame = Conditions "less_or_same",
    Plus = Conditions "plus",
    Minus = Conditions "minus",
    Times = Conditions "times",
    Earlier = Conditions "earlier",
    ForeignText = Formulas "foreign_text",
    Concatenated = Formulas "concatenated",
    Length = Formulas "length_of",
    SameText = Formulas "same_text",
    Contains = Formulas "contains_text",
    StartsWith = Formulas "starts_with",
    EndsWith = Formulas "ends_with",
    IsBlank = Formulas "is_blank",
    Divided = Formulas "divided",
    Rounded = Formulas "rounded",
    Absolute = Formulas "absolute",
    Greatest = Formulas "greatest_of",
    Least = Formulas "least_of",
    SumOf = Formulas "sum_of",
    FirstIn = Formulas "first_in",
    LastIn = Formulas "last_in",
    AnyOf = Formulas "any_of",
    AllOf = Formulas "all_of",
    Each = Formulas "of_each",
    WorkedOut = Formulas "worked_out",
    WorkedBack = Formulas "worked_back",
    AmountIn = Formulas "amount_in",
    Total = Formulas "control_total",
    TotalOf = Formulas "total_of",
    Unescaped = Texts "unescaped",
    Fitted = Texts "fitted",
    Wrapped = Texts "wrapped",
    Piece = Texts "piece_of",
    Unwrapped = Texts "unwrapped",
    FirstOf = Lists "first_of",
    Position = Lists "position_of",
    ReadThese = Steps "read_these",
    Appended = Lists "appended",
    Flattened = Lists "flattened",
    Sorted = Lists "sorted_by",
    Joined = Lists "joined",
    Filtered = Lists "filtered",
    Gathered = Lists "gathered",
    GatheredSome = Lists "gathered_some",
    PartsOf = Lists "parts_of",
    Unique = Lists "all_unique",
}
