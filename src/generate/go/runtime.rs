//! The runtime of generated Go: its files, and what each function is called there, takes and gives.

use crate::generate::statement::{Runtime, Type};

/// The name of the package.
const PACKAGE: &str = "mapping";

/// What makes a module of a folder.
pub fn module(name: &str) -> String {
    format!("module {name}\n\n// Members that are not there are left out of JSON by `omitzero`.\ngo 1.24\n")
}

/// The files of the runtime.
pub fn files() -> Vec<(String, String)> {
    let files = [
        ("conditions", include_str!("../../../templates/go/runtime/conditions.go")),
        ("decimal", include_str!("../../../templates/go/runtime/decimal.go")),
        ("letters", include_str!("../../../templates/go/runtime/letters.go")),
        ("numbers", include_str!("../../../templates/go/runtime/numbers.go")),
        ("problem", include_str!("../../../templates/go/runtime/problem.go")),
        ("steps", include_str!("../../../templates/go/runtime/steps.go")),
        ("texts", include_str!("../../../templates/go/runtime/texts.go")),
        ("times", include_str!("../../../templates/go/runtime/times.go")),
    ];
    files.into_iter().map(|(name, text)| (format!("{PACKAGE}/{name}.go"), text.to_owned())).collect()
}

/// A function of the runtime.
pub struct Signature {
    /// Its name.
    pub name: &'static str,
    /// What it takes after the place and the rule.
    pub takes: &'static [Take],
    /// What it gives.
    pub gives: Gives,
}

/// What a function takes.
pub enum Take {
    /// A value that may be absent, of this type.
    Maybe(Type),
    /// A value that may be absent or null.
    Nullable,
    /// A value that may be absent, of any type.
    Own,
    /// A value that may be absent, of the type that the table after it looks up.
    Key,
    /// A constant of the charter, as payloads have it.
    Constant,
    /// A constant of the type that the table gives.
    Row,
    /// Whole numbers.
    Lengths,
    /// Values of a payload.
    Columns,
    /// Whether each of several values is there.
    There,
    /// Anything else, as it is.
    As,
    /// Anything else, and what stands for it where it lacks.
    Or(&'static str),
}

/// What a function gives.
pub enum Gives {
    /// A value that may be absent, of this type.
    Maybe(Type),
    /// What the first value is, neither absent nor null.
    Same,
    /// What a table gives.
    Row,
    /// Something of which nothing needs to be known.
    Other,
}

macro_rules! functions {
    ($($function:ident = $name:literal ($($take:ident $(($default:literal))?),*) $gives:ident,)*) => {
        /// The function, as Go has it; nothing where the runtime lacks it. One that may find a problem takes the place and
        /// the rule first.
        pub fn function(function: Runtime) -> Option<Signature> {
            match function {
                $(Runtime::$function => {
                    const TAKES: &[Take] = &[$(functions!(take $take $(($default))?)),*];
                    Some(Signature { name: $name, takes: TAKES, gives: functions!(gives $gives) })
                })*
                _ => None,
            }
        }
    };
    (take Own) => { Take::Own };
    (take Nullable) => { Take::Nullable };
    (take Key) => { Take::Key };
    (take Constant) => { Take::Constant };
    (take Row) => { Take::Row };
    (take Lengths) => { Take::Lengths };
    (take Columns) => { Take::Columns };
    (take There) => { Take::There };
    (take As) => { Take::As };
    (take Or($default:literal)) => { Take::Or($default) };
    (take $of:ident) => { Take::Maybe(Type::$of) };
    (gives Same) => { Gives::Same };
    (gives Row) => { Gives::Row };
    (gives Other) => { Gives::Other };
    (gives $of:ident) => { Gives::Maybe(Type::$of) };
}

functions! {
    Payload = "RootOf" (As, As) Other,
    Start = "Start" () Other,
    ResultOf = "ResultOf" (As, As) Other,
    AndThen = "AndThen" (As, As) Other,
    Value = "Value" (As, As) Any,
    Present = "Present" (As, As, Own) Same,
    IsAbsent = "IsAbsent" (As, As) Other,
    IsNull = "IsNull" (As, As) Other,
    IsEmptyValue = "IsEmptyValue" (As, As) Other,
    Part = "Part" (As, As) Other,
    ReadEach = "ReadEach" (As, As, As) Other,
    WriteEach = "WriteEach" (As, As, Own, As) Other,
    Counted = "Counted" (As, As, As, As, Or("mapping.NoLimit")) Other,
    Text = "Text" (As, As, Any) Text,
    Truth = "Truth" (As, As, Any) Boolean,
    NotNull = "NotNull" (As, As, Nullable) Same,
    Incomplete = "Incomplete" (As, As, There) Other,
    Column = "Column" (As, As) Other,
    NoState = "NoState" (As, As, Columns, Or("\"\"")) Other,
    Decoded = "Decoded" (As, As, Any, As, Or("\"\"")) Row,
    DecodedOr = "DecodedOr" (As, As, Any, As, Row, Or("\"\"")) Row,
    Kept = "Kept" (Key, As) Row,
    Encoded = "Encoded" (As, As, Key, As, Or("\"\"")) Row,
    LookedUp = "LookedUp" (Key, As) Row,
    Constant = "Constant" (As, As, Any, Constant) Other,
    Demand = "Demand" (As, As, As, As) Other,
    Trim = "Trim" (Text) Text,
    Collapse = "Collapse" (Text) Text,
    UpperCase = "UpperCase" (Text) Text,
    LowerCase = "LowerCase" (Text) Text,
    WithoutPrefix = "WithoutPrefix" (As, As, Text, As) Text,
    WithPrefix = "WithPrefix" (Text, As) Text,
    WithoutSuffix = "WithoutSuffix" (As, As, Text, As) Text,
    WithSuffix = "WithSuffix" (Text, As) Text,
    Before = "Before" (As, As, Text, As) Text,
    After = "After" (As, As, Text, As) Text,
    Characters = "Characters" (Text, As, Or("mapping.NoLimit")) Text,
    Replaced = "Replaced" (Text, As, As) Text,
    Padded = "Padded" (Text, As, As, As) Text,
    Unpadded = "Unpadded" (Text, As, As) Text,
    Truncated = "Truncated" (As, As, Text, As, Or("\"\"")) Text,
    Sized = "Sized" (As, As, Text, As, Or("mapping.NoLimit")) Text,
    Matching = "Matching" (As, As, Text, As, Or("\"\"")) Text,
    Matched = "Matched" (As, As, Text, As, Or("\"\"")) Text,
    Checked = "Checked" (As, As, Text, Lengths, Or("\"\"")) Text,
    Number = "ToNumber" (As, As, Any) Decimal,
    Decimal = "ToDecimal" (As, As, Any, Or("\".\""), Or("\"\"")) Decimal,
    Whole = "Whole" (As, As, Decimal) Integer,
    Scaled = "Scaled" (As, As, Decimal, As, Or("mapping.Exact")) Decimal,
    Precise = "Precise" (As, As, Decimal, As) Decimal,
    Between = "Between" (As, As, Decimal, Decimal, Decimal, Or("\"\"")) Decimal,
    Shifted = "Shifted" (Decimal, As) Decimal,
    Converted = "Converted" (As, As, Decimal, As, As, As, Or("mapping.Exact"), Or("\"\"")) Decimal,
    Digits = "Digits" (Decimal, Or("0"), Or("\".\""), Or("\"\"")) Text,
    JsonNumber = "ToJSONNumber" (As, As, Decimal) Number,
    Instant = "ToInstant" (As, As, Text) Instant,
    InstantOfEpoch = "InstantOfEpoch" (As, As, Integer, As) Instant,
    EpochOf = "EpochOf" (As, As, Instant, As) Integer,
    InstantOfLocal = "InstantOfLocal" (As, As, Text, As, As, As, As, Or("\"\"")) Instant,
    LocalOf = "LocalOf" (As, As, Instant, As, As) Text,
    DateIn = "DateIn" (As, As, Instant, As) Date,
    Date = "ToDate" (As, As, Text, As) Date,
    DateAs = "DateAs" (Date, As) Text,
    DaysLater = "DaysLater" (As, As, Date, As) Date,
    LocalTime = "ToLocalTime" (As, As, Text, As) LocalTime,
    LocalTimeAs = "LocalTimeAs" (LocalTime, As) Text,
    ForeignNumber = "ForeignNumber" (As, As) Decimal,
    IsThere = "IsThere" (As, As) Other,
    IsNullAt = "IsNullAt" (As, As) Other,
    IsAt = "IsAt" (As, As, Constant) Other,
    Count = "Count" (Own) Decimal,
    OfWhole = "OfWhole" (Integer) Decimal,
    SameNumber = "SameNumber" (Decimal, Decimal) Other,
    Less = "Less" (Decimal, Decimal) Other,
    LessOrSame = "LessOrSame" (Decimal, Decimal) Other,
    Plus = "Plus" (Decimal, Decimal) Decimal,
    Minus = "Minus" (Decimal, Decimal) Decimal,
    Times = "Times" (Decimal, Decimal) Decimal,
    Earlier = "Earlier" (Instant, Instant) Other,
}
