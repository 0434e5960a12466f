//! Steps between a value of a payload and a field of an object. They describe the foreign form, in the order of reading.

use crate::model::calendar::Calendar;
use crate::model::expression::Formula;
use crate::model::name::{Name, Ref, Said, Text};
use crate::model::operations::Exception;
use crate::model::port::{Extern, Port};
use crate::model::record::{Direction, FieldRef, ForeignPath};
use crate::model::step_word::{
    CheckedIdentifier, Gap, InstantForm, LetterCase, Markup, Normal, OtherCharacters, Overlap, Remainder, Rounding,
    TextSide,
};
use crate::model::types::{Charset, Codes, Unit};
use crate::model::value::Literal;
use crate::syntax::values::{Decimal, Duration};

/// One step of a `map`.
#[derive(Clone, Debug)]
pub enum Step {
    /// `absent`: the value is missing.
    Absent(Missing),
    /// `if-null`: the value is null.
    Null(Missing),
    /// `empty`: the value is an empty text or list.
    Empty(Missing),
    /// `omit-if`: when writing, the value is left out if this holds.
    OmitIf(Option<Formula>),
    /// `prefix`: the foreign value starts with this text.
    Prefix(Option<Text>),
    /// `suffix`: the foreign value ends with this text.
    Suffix(Option<Text>),
    /// `trim`: white space around the foreign value is removed.
    Trim,
    /// `collapse`: runs of white space become one space.
    Collapse,
    /// `case`: letters are changed.
    Case(Option<Said<LetterCase>>),
    /// `pad`: the foreign value is filled up.
    Pad(Pad),
    /// `truncate`: a value that is too long is cut.
    Truncate(Truncate),
    /// `charset`: characters that the foreign form cannot hold.
    Charset(CharsetStep),
    /// `part`: a piece of the foreign text.
    Part(TextPart),
    /// `split`: the foreign text is split into a list.
    Split(Option<Text>),
    /// `join`: a list is joined into the foreign text.
    Join(Option<Text>),
    /// `replace`: a text is replaced by another.
    Replace(Option<Text>, Option<Text>),
    /// `match`: the foreign value must match a pattern.
    Match(Match),
    /// `unescape`: markup is decoded.
    Unescape(Option<Said<Markup>>),
    /// `wrap`: a long text is spread over several foreign fields.
    Wrap(Wrap),
    /// `normalise`: a value is brought into one form.
    Normalise(Option<Said<Normal>>),
    /// `check-digit`: the check digit is verified.
    CheckDigit(CheckDigit),
    /// `decimal`: a decimal number, as text or as a number.
    Decimal(DecimalStep),
    /// `implied`: the last digits stand after a decimal point that is not written.
    Implied(Implied),
    /// `minor-units`: the number counts the currency's minor unit; the field that holds the currency.
    MinorUnits(Option<FieldRef>),
    /// `integer`: a whole number, as text or as a number.
    Integer,
    /// `unit`: the unit in which the foreign value counts.
    Unit(UnitStep),
    /// `compute`: the value is computed.
    Compute(Compute),
    /// `allocate`: a total is spread over the lines by weight.
    Allocate(Allocate),
    /// `range`: the value lies between bounds.
    Range(Range),
    /// `instant`: a point in time.
    Instant(InstantStep),
    /// `date`: a date.
    Date(DateStep),
    /// `add`: days are added when reading.
    Add(Add),
    /// `code`: one row of a code table.
    Code(CodeRow),
    /// `otherwise`: what happens with a code that is in no row.
    Otherwise(Otherwise),
    /// `lookup`: the value is found through a port.
    Lookup(Lookup),
    /// `apply`: an outside function.
    Apply(Apply),
    /// `remember`: the value is kept for a later document.
    Remember(Remember),
    /// `recall`: the value comes from an earlier document.
    Recall(Recall),
    /// `sequence`: the value is the next number of a port.
    Sequence(Option<Ref<Port>>),
    /// `number`: the value is the position of the part.
    Number(Numbering),
    /// `hash`: the value is the SHA-256 of the object's canonical form.
    Hash,
    /// `first`: the first of several foreign paths that has a value; the further ones.
    First(Vec<ForeignPath>),
    /// `choose`: the value depends on a condition.
    Choose(Choose),
}

impl Step {
    /// The word that it is said with.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Absent(..) => "absent",
            Self::Null(..) => "if-null",
            Self::Empty(..) => "empty",
            Self::OmitIf(..) => "omit-if",
            Self::Prefix(..) => "prefix",
            Self::Suffix(..) => "suffix",
            Self::Trim => "trim",
            Self::Collapse => "collapse",
            Self::Case(..) => "case",
            Self::Pad(..) => "pad",
            Self::Truncate(..) => "truncate",
            Self::Charset(..) => "charset",
            Self::Part(..) => "part",
            Self::Split(..) => "split",
            Self::Join(..) => "join",
            Self::Replace(..) => "replace",
            Self::Match(..) => "match",
            Self::Unescape(..) => "unescape",
            Self::Wrap(..) => "wrap",
            Self::Normalise(..) => "normalise",
            Self::CheckDigit(..) => "check-digit",
            Self::Decimal(..) => "decimal",
            Self::Implied(..) => "implied",
            Self::MinorUnits(..) => "minor-units",
            Self::Integer => "integer",
            Self::Unit(..) => "unit",
            Self::Compute(..) => "compute",
            Self::Allocate(..) => "allocate",
            Self::Range(..) => "range",
            Self::Instant(..) => "instant",
            Self::Date(..) => "date",
            Self::Add(..) => "add",
            Self::Code(..) => "code",
            Self::Otherwise(..) => "otherwise",
            Self::Lookup(..) => "lookup",
            Self::Apply(..) => "apply",
            Self::Remember(..) => "remember",
            Self::Recall(..) => "recall",
            Self::Sequence(..) => "sequence",
            Self::Number(..) => "number",
            Self::Hash => "hash",
            Self::First(..) => "first",
            Self::Choose(..) => "choose",
        }
    }
}

/// What happens when a value is missing, null or empty. One of the three is said.
#[derive(Clone, Debug)]
pub struct Missing {
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// The value that is assumed.
    pub default: Option<Said<Literal>>,
    /// Whether the field stays absent.
    pub skip: bool,
}

/// A value is filled up.
#[derive(Clone, Debug)]
pub struct Pad {
    /// Its length in characters.
    pub to: Option<Said<u64>>,
    /// The character.
    pub with: Option<Text>,
    /// On which side; left when not said.
    pub side: Option<Said<TextSide>>,
}

/// A value that is too long is cut.
#[derive(Clone, Debug)]
pub struct Truncate {
    /// Its length in characters.
    pub to: Option<Said<u64>>,
    /// What is raised when it happens.
    pub raises: Option<Ref<Exception>>,
}

/// Characters that the foreign form cannot hold.
#[derive(Clone, Debug)]
pub struct CharsetStep {
    /// The set.
    pub set: Option<Said<Charset>>,
    /// What happens to other characters.
    pub otherwise: Option<Said<OtherCharacters>>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
}

/// A piece of a text.
#[derive(Clone, Debug)]
pub struct TextPart {
    /// Up to this text.
    pub before: Option<Text>,
    /// After this text.
    pub after: Option<Text>,
    /// From this character, starting at 0.
    pub from: Option<Said<u64>>,
    /// So many characters.
    pub length: Option<Said<u64>>,
}

/// A value must match a pattern.
#[derive(Clone, Debug)]
pub struct Match {
    /// The pattern; its group `value` is taken.
    pub pattern: Option<Text>,
    /// What is raised when it does not.
    pub raises: Option<Ref<Exception>>,
}

/// A long text over several fields.
#[derive(Clone, Debug)]
pub struct Wrap {
    /// The further fields.
    pub fields: Vec<ForeignPath>,
    /// The length of each.
    pub at: Option<Said<u64>>,
    /// What is raised when it does not fit.
    pub overflow: Option<Ref<Exception>>,
}

/// A check digit is verified.
#[derive(Clone, Debug)]
pub struct CheckDigit {
    /// Of which identifier.
    pub kind: Option<Said<CheckedIdentifier>>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
}

/// A decimal number in the foreign form.
#[derive(Clone, Debug)]
pub struct DecimalStep {
    /// Digits after the point.
    pub scale: Option<Said<u64>>,
    /// The decimal point; `.` when not said.
    pub point: Option<Text>,
    /// The separator of thousands.
    pub thousands: Option<Text>,
    /// How a value with more digits is rounded.
    pub round: Option<Said<Rounding>>,
}

/// A number without its decimal point.
#[derive(Clone, Debug)]
pub struct Implied {
    /// How many digits stand after the point.
    pub decimals: Option<Said<u64>>,
    /// How a value with more digits is rounded.
    pub round: Option<Said<Rounding>>,
}

/// The unit in which a foreign value counts.
#[derive(Clone, Debug)]
pub struct UnitStep {
    /// The unit, or where its code stands.
    pub unit: Option<UnitSource>,
    /// How units are coded there.
    pub codes: Option<Ref<Codes>>,
    /// What happens when it does not divide.
    pub remainder: Option<Said<Remainder>>,
    /// How it is rounded.
    pub round: Option<Said<Rounding>>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
}

/// Where the unit of a foreign value is said.
#[derive(Clone, Debug)]
pub enum UnitSource {
    /// It is always this one.
    Fixed(Ref<Unit>),
    /// Its code stands in the payload.
    Foreign(ForeignPath),
}

/// A value that is computed.
#[derive(Clone, Debug)]
pub struct Compute {
    /// When reading.
    pub formula: Option<Formula>,
    /// When writing.
    pub back: Option<Formula>,
}

/// A total that is spread over lines.
#[derive(Clone, Debug)]
pub struct Allocate {
    /// The list.
    pub over: Option<FieldRef>,
    /// The weight.
    pub by: Option<FieldRef>,
    /// Digits after the point.
    pub scale: Option<Said<u64>>,
}

/// Bounds of a value.
#[derive(Clone, Debug)]
pub struct Range {
    /// The least.
    pub min: Option<Said<Decimal>>,
    /// The greatest.
    pub max: Option<Said<Decimal>>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
}

/// A point in time in the foreign form.
#[derive(Clone, Debug)]
pub struct InstantStep {
    /// Its form.
    pub form: Option<Said<InstantForm>>,
    /// The zone of a local time.
    pub zone: Option<Text>,
    /// The pattern, as `yyyyMMdd HHmm`.
    pub pattern: Option<Text>,
    /// A local time that does not exist.
    pub gap: Option<Said<Gap>>,
    /// A local time that exists twice.
    pub overlap: Option<Said<Overlap>>,
}

/// A date in the foreign form.
#[derive(Clone, Debug)]
pub struct DateStep {
    /// The pattern; `yyyy-MM-dd` when not said.
    pub pattern: Option<Text>,
    /// The zone in which an instant has that date.
    pub zone: Option<Text>,
}

/// Days that are added when reading.
#[derive(Clone, Debug)]
pub struct Add {
    /// Calendar days.
    pub days: Option<Said<i64>>,
    /// Days of the calendar.
    pub business_days: Option<Said<i64>>,
    /// The calendar.
    pub calendar: Option<Ref<Calendar>>,
}

/// One row of a code table.
#[derive(Clone, Debug)]
pub struct CodeRow {
    /// The foreign code.
    pub foreign: Option<Said<Literal>>,
    /// Our code.
    pub ours: Option<Said<Literal>>,
    /// In which directions; both when not said.
    pub direction: Option<Said<Direction>>,
}

/// What happens with a code that is in no row. One of the three is said.
#[derive(Clone, Debug)]
pub struct Otherwise {
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// The code that is assumed.
    pub default: Option<Said<Literal>>,
    /// Whether the code itself is taken.
    pub keep: bool,
}

/// A look-up through a port.
#[derive(Clone, Debug)]
pub struct Lookup {
    /// The port.
    pub port: Option<Ref<Port>>,
    /// What is raised when nothing is found.
    pub miss: Option<Ref<Exception>>,
    /// The port for the other direction.
    pub back: Option<Ref<Port>>,
}

/// An outside function.
#[derive(Clone, Debug)]
pub struct Apply {
    /// The function.
    pub function: Option<Ref<Extern>>,
    /// The function for the other direction.
    pub back: Option<Ref<Extern>>,
}

/// A value that is kept for a later document.
#[derive(Clone, Debug)]
pub struct Remember {
    /// Under which name.
    pub name: Option<Name>,
    /// For which key.
    pub by: Option<FieldRef>,
    /// How long.
    pub keep: Option<Said<Duration>>,
}

/// A value from an earlier document.
#[derive(Clone, Debug)]
pub struct Recall {
    /// Its name.
    pub name: Option<Name>,
    /// For which key.
    pub by: Option<FieldRef>,
    /// What is raised when it is not there.
    pub miss: Option<Ref<Exception>>,
}

/// The position of a part.
#[derive(Clone, Debug)]
pub struct Numbering {
    /// The first number; 1 when not said.
    pub start: Option<Said<i64>>,
    /// Filled with zeros to this length.
    pub width: Option<Said<u64>>,
}

/// A value that depends on conditions.
#[derive(Clone, Debug)]
pub struct Choose {
    /// Conditions with their values; the first that holds decides.
    pub when: Vec<(Option<Formula>, Option<Formula>)>,
    /// The value when no condition holds.
    pub otherwise: Option<Formula>,
    /// What is raised when no condition holds.
    pub raises: Option<Ref<Exception>>,
}
