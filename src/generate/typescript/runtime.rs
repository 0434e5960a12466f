//! The runtime of generated TypeScript: its files, and what each function is called there.

use crate::generate::runtime::functions;
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
    /// Numbers and texts that formulas work out.
    Formulas,
    /// Texts: markup, sets of characters, pieces.
    Texts,
    /// Lists whose parts are arranged, and what is asked of all of them.
    Lists,
}

impl Module {
    /// All files, each after those that it needs.
    pub const ALL: &[Self] = &[
        Self::Decimal,
        Self::Problem,
        Self::Times,
        Self::Numbers,
        Self::Steps,
        Self::Conditions,
        Self::Formulas,
        Self::Texts,
        Self::Lists,
    ];

    /// The name of the file, without folder and ending.
    pub fn stem(self) -> &'static str {
        match self {
            Self::Decimal => "decimal",
            Self::Problem => "problem",
            Self::Times => "times",
            Self::Numbers => "numbers",
            Self::Steps => "steps",
            Self::Conditions => "conditions",
            Self::Formulas => "formulas",
            Self::Texts => "texts",
            Self::Lists => "lists",
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
            Self::Formulas => include_str!("../../../templates/typescript/runtime/formulas.ts"),
            Self::Texts => include_str!("../../../templates/typescript/runtime/texts.ts"),
            Self::Lists => include_str!("../../../templates/typescript/runtime/lists.ts"),
        }
    }
}

/// The files, by their paths.
pub fn files() -> Vec<(String, String)> {
    let file = |module: &Module| (format!("runtime/{}.ts", module.stem()), module.text().to_owned());
    Module::ALL.iter().map(file).collect()
}

functions! {
    Payload = Steps "rootOf",
    Start = Steps "start",
    ResultOf = Steps "resultOf",
    AndThen = Steps "andThen",
    Value = Steps "value",
    Present = Steps "present",
    IsAbsent = Steps "isAbsent",
    IsNull = Steps "isNull",
    IsEmptyValue = Steps "isEmptyValue",
    Part = Steps "part",
    ReadEach = Steps "readEach",
    WriteEach = Steps "writeEach",
    Counted = Steps "counted",
    Text = Steps "text",
    Truth = Steps "truth",
    NotNull = Steps "notNull",
    Incomplete = Steps "incomplete",
    Column = Steps "column",
    NoState = Steps "noState",
    Decoded = Steps "decoded",
    DecodedOr = Steps "decodedOr",
    Kept = Steps "kept",
    Encoded = Steps "encoded",
    LookedUp = Steps "lookedUp",
    Constant = Steps "constant",
    Demand = Steps "demand",
    Trim = Steps "trim",
    Collapse = Steps "collapse",
    UpperCase = Steps "upperCase",
    LowerCase = Steps "lowerCase",
    WithoutPrefix = Steps "withoutPrefix",
    WithPrefix = Steps "withPrefix",
    WithoutSuffix = Steps "withoutSuffix",
    WithSuffix = Steps "withSuffix",
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
    Number = Numbers "number",
    Decimal = Numbers "decimal",
    Whole = Numbers "whole",
    Scaled = Numbers "scaled",
    Precise = Numbers "precise",
    Between = Numbers "between",
    Shifted = Numbers "shifted",
    Converted = Numbers "converted",
    Digits = Numbers "digits",
    JsonNumber = Numbers "jsonNumber",
    Instant = Times "instant",
    InstantOfEpoch = Times "instantOfEpoch",
    EpochOf = Times "epochOf",
    InstantOfLocal = Times "instantOfLocal",
    LocalOf = Times "localOf",
    DateIn = Times "dateIn",
    Date = Times "date",
    DateAs = Times "dateAs",
    DaysLater = Times "daysLater",
    LocalTime = Times "localTime",
    LocalTimeAs = Times "localTimeAs",
    ForeignNumber = Conditions "foreignNumber",
    IsThere = Conditions "isThere",
    IsNullAt = Conditions "isNullAt",
    IsAt = Conditions "isAt",
    Count = Conditions "count",
    OfWhole = Conditions "ofWhole",
    SameNumber = Conditions "sameNumber",
    Less = Conditions "less",
    LessOrSame = Conditions "lessOrSame",
    Plus = Conditions "plus",
    Minus = Conditions "minus",
    Times = Conditions "times",
    Earlier = Conditions "earlier",
    ForeignText = Formulas "foreignText",
    Concatenated = Formulas "concatenated",
    Length = Formulas "lengthOf",
    SameText = Formulas "sameText",
    Contains = Formulas "containsText",
    StartsWith = Formulas "startsWith",
    EndsWith = Formulas "endsWith",
    IsBlank = Formulas "isBlank",
    Divided = Formulas "divided",
    Rounded = Formulas "rounded",
    Absolute = Formulas "absolute",
    Greatest = Formulas "greatestOf",
    Least = Formulas "leastOf",
    SumOf = Formulas "sumOf",
    FirstIn = Formulas "firstIn",
    LastIn = Formulas "lastIn",
    AnyOf = Formulas "anyOf",
    AllOf = Formulas "allOf",
    Each = Formulas "ofEach",
    WorkedOut = Formulas "workedOut",
    WorkedBack = Formulas "workedBack",
    AmountIn = Formulas "amountIn",
    Total = Formulas "controlTotal",
    TotalOf = Formulas "totalOf",
    Unescaped = Texts "unescaped",
    Fitted = Texts "fitted",
    Wrapped = Texts "wrapped",
    Piece = Texts "pieceOf",
    Unwrapped = Texts "unwrapped",
    FirstOf = Lists "firstOf",
    Position = Lists "positionOf",
    ReadThese = Steps "readThese",
    Appended = Lists "appended",
    Flattened = Lists "flattened",
    Sorted = Lists "sorted",
    Joined = Lists "joined",
    Filtered = Lists "filtered",
    Gathered = Lists "gathered",
    GatheredSome = Lists "gatheredSome",
    PartsOf = Lists "partsOf",
    Unique = Lists "allUnique",
}
