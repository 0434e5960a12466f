//! The functions that generated programs call: steps of mappings and parts of conditions, in no particular language.
//!
//! Every target language brings them along under names of its own. Functions that can find a problem take the place and
//! the rule first; all of them let absent values pass.

use crate::model::choice::Choice;
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
}

impl Word {
    /// How the charter says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Rounding(rounding) => rounding.word(),
            Self::Side(side) => side.word(),
            Self::Gap(gap) => gap.word(),
            Self::Overlap(overlap) => overlap.word(),
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
}
