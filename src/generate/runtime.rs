//! The functions that generated programs call: steps of mappings and parts of conditions, in no particular language.
//!
//! Every target language brings them along under names of its own. Functions that can find a problem take the place and
//! the rule first; all of them let absent values pass.

use crate::model::choice::Choice;
use crate::model::list_step::{Many, SortOrder};
use crate::model::step_word::{Gap, Overlap, Rounding, TextSide};

/// A word that functions of the runtime know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// How a number is rounded.
    Rounding(Rounding),
    /// One end of a text.
    Side(TextSide),
    /// What happens with a local time that does not exist.
    Gap(Gap),
    /// What happens with a local time that exists twice.
    Overlap(Overlap),
    /// How many parts of a list belong to one of another.
    Many(Many),
    /// The direction of an order.
    Order(SortOrder),
}

impl Word {
    /// How the charter says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Rounding(rounding) => rounding.word(),
            Self::Side(side) => side.word(),
            Self::Gap(gap) => gap.word(),
            Self::Overlap(overlap) => overlap.word(),
            Self::Many(many) => many.word(),
            Self::Order(order) => order.word(),
        }
    }
}

/// A function that every generated program brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runtime {
    /// The part of a payload in which the object is.
    Payload,
    /// The start of what is written.
    Start,
    /// What came out of it all.
    ResultOf,
    /// One result made of another, with the problems of both.
    AndThen,
    /// The value of a rule, when it is there and neither null nor empty.
    Value,
    /// The value that is written, when it is there.
    Present,
    /// Whether the part is there and the value is not in it.
    IsAbsent,
    /// Whether the value is null.
    IsNull,
    /// Whether the value is an empty text or list.
    IsEmptyValue,
    /// A part of the payload.
    Part,
    /// The lines of a list that are read; one element is still a list.
    ReadEach,
    /// The lines of a list that are written.
    WriteEach,
    /// A list that has as many parts as the charter allows.
    Counted,
    /// A text, and nothing that only looks like one.
    Text,
    /// `true` or `false`.
    Truth,
    /// A value that may not be null.
    NotNull,
    /// Notes that parts are only there together, where one of them is there and another is not.
    Incomplete,
    /// A status column; one that is missing reads as null.
    Column,
    /// Status columns that stand for no state.
    NoState,
    /// Our code for a foreign one.
    Decoded,
    /// Our code for a foreign one, or one that is assumed; that is a problem only where the charter names an exception.
    DecodedOr,
    /// The other code of a table, or the code itself where it is in no row.
    Kept,
    /// The foreign code for ours; nothing in the table where the foreign form cannot say it.
    Encoded,
    /// What stands in a table for a value that has been looked for before.
    LookedUp,
    /// A value that the payload must have.
    Constant,
    /// A condition that must hold, or the message is refused.
    Demand,
    /// A text without white space at its ends.
    Trim,
    /// Runs of white space become one space.
    Collapse,
    /// A text in upper case.
    UpperCase,
    /// A text in lower case.
    LowerCase,
    /// The text after a prefix that must be there.
    WithoutPrefix,
    /// A text with another before it.
    WithPrefix,
    /// The text before a suffix that must be there.
    WithoutSuffix,
    /// A text with another after it.
    WithSuffix,
    /// The text before the first occurrence of another, which must be there.
    Before,
    /// The text after the first occurrence of another, which must be there.
    After,
    /// The characters from a position on, at most so many.
    Characters,
    /// A text with one part replaced by another.
    Replaced,
    /// A text, filled up to a length.
    Padded,
    /// The text without what fills it up; of a number that is all zeros, one stays.
    Unpadded,
    /// The first characters; a text that is cut is a problem only where the charter names an exception.
    Truncated,
    /// A text of a length that the field allows.
    Sized,
    /// A text that a pattern matches as a whole.
    Matching,
    /// The group `value` of a pattern that must match the text as a whole.
    Matched,
    /// An identifier whose last digit checks the others, as GS1 numbers have it: weights of 3 and 1 from the right.
    Checked,
    /// A JSON number.
    Number,
    /// A decimal number as a text, or as a JSON number.
    Decimal,
    /// A whole number that a floating-point number holds exactly.
    Whole,
    /// A number with at most so many digits after the point: rounded, or a problem where no rounding is named.
    Scaled,
    /// A number with at most so many digits in all.
    Precise,
    /// A number within bounds.
    Between,
    /// The number with its decimal point moved to the left by so many digits; to the right when negative.
    Shifted,
    /// The number times an exact ratio. Without a rounding the ratio must divide it with at most `scale` digits.
    Converted,
    /// The digits as a text, with so many after the point.
    Digits,
    /// The JSON number that has the same digits.
    JsonNumber,
    /// A point in time with its offset, as RFC 3339 writes it.
    Instant,
    /// So many seconds (`unit` 1000) or milliseconds (`unit` 1) since 1970 as a point in time.
    InstantOfEpoch,
    /// A point in time as seconds (`unit` 1000) or milliseconds (`unit` 1) since 1970.
    EpochOf,
    /// A local time by a pattern, in a zone of the IANA database.
    InstantOfLocal,
    /// A point in time on the clocks of a zone, by a pattern.
    LocalOf,
    /// The date that it is in a zone at a point in time.
    DateIn,
    /// A date by a pattern.
    Date,
    /// A date in the form of a pattern.
    DateAs,
    /// The date so many days later.
    DaysLater,
    /// A date and a time on the clocks of one place, by a pattern.
    LocalTime,
    /// A local time in the form of a pattern.
    LocalTimeAs,
    /// A decimal number in the payload, as a text or as a JSON number; nothing for anything else.
    ForeignNumber,
    /// Whether the payload has a value there, be it null or empty.
    IsThere,
    /// Whether the payload has null there.
    IsNullAt,
    /// Whether the payload has exactly this value there.
    IsAt,
    /// How many parts a list has.
    Count,
    /// A whole number as a decimal number.
    OfWhole,
    /// Whether two numbers are the same.
    SameNumber,
    /// Whether one number is less than another.
    Less,
    /// Whether one number is not greater than another.
    LessOrSame,
    /// The sum of two numbers.
    Plus,
    /// The difference of two numbers.
    Minus,
    /// The product of two numbers.
    Times,
    /// Whether the first point in time is before the second.
    Earlier,
    /// A text in the payload; nothing for anything else.
    ForeignText,
    /// Texts one after the other; nothing where one of them is absent.
    Concatenated,
    /// How many characters a text has, as a decimal number.
    Length,
    /// Whether two texts are there and the same.
    SameText,
    /// Whether a text contains another.
    Contains,
    /// Whether a text starts with another.
    StartsWith,
    /// Whether a text ends with another.
    EndsWith,
    /// Whether a text is there and has no characters.
    IsBlank,
    /// The quotient of two numbers, with so many digits after the point; nothing for a division by zero.
    Divided,
    /// A number with at most so many digits after the point.
    Rounded,
    /// A number without its sign.
    Absolute,
    /// The greatest of several numbers; nothing where one of them is absent, or where there is none.
    Greatest,
    /// The least of several numbers; nothing where one of them is absent, or where there is none.
    Least,
    /// The sum of several numbers; nothing where one of them is absent.
    SumOf,
    /// The first of several numbers.
    FirstIn,
    /// The last of several numbers.
    LastIn,
    /// Whether one of several conditions holds.
    AnyOf,
    /// Whether all of several conditions hold.
    AllOf,
    /// What a function makes of each part of a list.
    Each,
    /// What a formula makes of the value at hand and the payload around it.
    WorkedOut,
    /// What a formula makes of the object, in place of the value at hand.
    WorkedBack,
    /// The position of the line among those that are made; the first has the number given.
    Position,
    /// An amount in a unit that the payload names, in the unit of the field.
    AmountIn,
    /// A text whose markup is decoded, by the names of a table and by numbers of characters.
    Unescaped,
    /// A text in the characters of a set; others give way to those of a table, or to one character.
    Fitted,
    /// A long text in pieces that are at most so long, broken at spaces where that can be.
    Wrapped,
    /// One of several pieces, by its position.
    Piece,
    /// The text that pieces in several places make.
    Unwrapped,
    /// A rule with the first of several places that has a value.
    FirstOf,
    /// The lines of a list that are read, of parts that were arranged.
    ReadThese,
    /// The parts of a list and of further lists of the payload.
    Appended,
    /// The parts of the lists that the parts of a list have.
    Flattened,
    /// The parts of a list in the order of some of their values.
    Sorted,
    /// The parts of a list, each with those of another list that belong to it, found by their keys.
    Joined,
    /// The parts of a list for which a condition holds.
    Filtered,
    /// What a function finds in each part of a list; it must find something.
    Gathered,
    /// As `Gathered`, of a list that has parts.
    GatheredSome,
    /// How many parts a list of the payload has.
    PartsOf,
    /// Asks that no two parts of a list have the same values.
    Unique,
    /// Asks that a control total of the payload is what the object gives.
    Total,
    /// A control total that is written.
    TotalOf,
}

/// Says in which module of the runtime of a language each function is, and what it is called there.
macro_rules! functions {
    ($($function:ident = $module:ident $name:literal,)*) => {
        /// The file in which a function is, and its name there.
        pub fn function(function: Runtime) -> (Module, &'static str) {
            match function {
                $(Runtime::$function => (Module::$module, $name),)*
            }
        }

        /// What the functions are called.
        pub const FUNCTIONS: &[&str] = &[$($name),*];
    };
}
pub(super) use functions;
