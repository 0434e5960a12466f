//! The mapping of a record as typed operations: what every generator of code, schemas and vectors reads.
//!
//! A record says how a payload is written; from that, [`Mapping::of`] derives both directions. An operation of `read`
//! takes a value of the payload a step nearer to the field, one of `write` takes it a step nearer to the payload. What
//! cannot be carried out is a [`Hindrance`], never a guess.

mod build;
mod details;
mod letters;
mod list;
mod pattern;
mod reading;
mod role;
mod states;
mod steps;
mod units;
mod wire;
mod writing;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::expression::Formula;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::record::{Direction, ErrorScope, Record, ValuePart};
use crate::model::state_table::Cell;
use crate::model::step_word::{Gap, Markup, Overlap, Rounding, TextSide};
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::values::Decimal;

pub(crate) use letters::entities;
pub use list::{Fold, Join, List, ListOp, Total, Unique};
pub use role::{CodeSet, Digits, Limits, Role};
pub use steps::LineOperations;
pub use units::{PackRatio, UnitAt, UnitRatio};
pub use wire::Wire;

/// The mapping of one record.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// The record.
    pub record: Id<Record>,
    /// The object.
    pub object: Id<Object>,
    /// Where in the payload the object starts; empty for the whole payload.
    pub root: Vec<Key>,
    /// Where the record is said.
    pub span: Span,
    /// What it maps, in the order of the payload.
    pub body: Vec<Entry>,
    /// Values that formulas name as `$name`.
    pub lets: Lets,
    /// What keeps it from being carried out.
    pub hindrances: Vec<Hindrance>,
}

/// The formulas that a record names with `let`, by their names.
pub type Lets = BTreeMap<String, Formula>;

/// Something that keeps a record from being carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hindrance {
    /// The smallest thing that is in the way.
    pub span: Span,
    /// What is in the way: "the step `lookup` is not supported yet".
    pub why: String,
    /// In which direction; both for what is wrong altogether.
    pub direction: Direction,
}

/// A step from one part of a payload to a part inside it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// The member of this name.
    Name(String),
    /// The one part of a list whose members have these values.
    Qualified(String, Vec<(String, String)>),
}

/// One part of a mapping.
#[derive(Clone, Debug)]
pub enum Entry {
    /// One value.
    Value(Box<Value>),
    /// A repeated part, and the list that it becomes.
    List(List),
    /// A part of the payload.
    Part(Part),
    /// A value of the payload that is always the same.
    Constant(Constant),
    /// Status columns, and the state that they stand for.
    States(States),
    /// What must hold.
    Require(Require),
    /// A control total of the payload.
    Total(Total),
    /// A value over the parts of a list of the payload.
    Fold(Box<Fold>),
}

/// A field, or one part of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slot {
    /// The field.
    pub field: Id<Field>,
    /// The part of the value.
    pub part: Option<ValuePart>,
}

/// One value: where it is in the payload, what it is in the object, and the operations between.
#[derive(Clone, Debug)]
pub struct Value {
    /// The line of the charter.
    pub span: Span,
    /// Where it is in the payload.
    pub foreign: Vec<Key>,
    /// Where else it may be: the first place that has a value counts when reading.
    pub others: Vec<Vec<Key>>,
    /// The further places over which a long text is spread.
    pub wrap: Option<Wrap>,
    /// What it is in the object.
    pub slot: Slot,
    /// What kind of value the field has.
    pub role: Role,
    /// In which directions.
    pub direction: Direction,
    /// What an error sets aside.
    pub scope: ErrorScope,
    /// What happens when the value is missing.
    pub absent: Policy,
    /// What happens when it is null.
    pub null: Policy,
    /// What happens when it is an empty text or list.
    pub empty: Policy,
    /// Left out of the payload if this holds.
    pub omit_if: Option<Formula>,
    /// From the payload to the field.
    pub read: Vec<Op>,
    /// From the field to the payload.
    pub write: Vec<Op>,
    /// How it looks in the payload.
    pub wire: Wire,
}

/// A long text that is spread over several places of the payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrap {
    /// The places after the first one.
    pub places: Vec<Vec<Key>>,
    /// How many characters each of them holds.
    pub at: u64,
    /// What is raised when it does not fit.
    pub overflow: Option<Id<Exception>>,
}

/// What happens when a value is not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// It is an error, which raises this exception where one is named.
    Refuse(Option<Id<Exception>>),
    /// The field stays absent.
    Skip,
    /// This value of the field is assumed.
    Assume(Literal),
    /// It is a value like any other.
    Keep,
}

/// A part of the payload, so that paths inside are shorter.
#[derive(Clone, Debug)]
pub struct Part {
    /// The line of the charter.
    pub span: Span,
    /// Where it is.
    pub foreign: Vec<Key>,
    /// Whether it may be missing.
    pub optional: bool,
    /// What it contains.
    pub body: Vec<Entry>,
}

/// A value of the payload that is always the same.
#[derive(Clone, Debug)]
pub struct Constant {
    /// The line of the charter.
    pub span: Span,
    /// Where it is.
    pub foreign: Vec<Key>,
    /// The value.
    pub value: Literal,
    /// In which directions.
    pub direction: Direction,
}

/// Status columns, and the state that they stand for.
#[derive(Clone, Debug)]
pub struct States {
    /// The line of the charter.
    pub span: Span,
    /// The field that holds the state.
    pub field: Id<Field>,
    /// The columns.
    pub columns: Vec<Vec<Key>>,
    /// Rows of `read`; the first that fits decides. `None` says nothing about the state.
    pub read: Vec<(Vec<Cell>, Option<Id<State>>)>,
    /// Rows of `write`: the value of each column; `None` where the system cannot show the state.
    pub write: Vec<(Id<State>, Option<Vec<Literal>>)>,
    /// What values that are in no row raise.
    pub raises: Option<Id<Exception>>,
    /// Whether values that are in no row say nothing.
    pub ignores: bool,
}

/// What must hold, or the message is refused.
#[derive(Clone, Debug)]
pub struct Require {
    /// The line of the charter.
    pub span: Span,
    /// The condition over fields of the object.
    pub condition: Formula,
    /// What is raised.
    pub raises: Id<Exception>,
    /// What an error sets aside.
    pub scope: ErrorScope,
}

/// One operation on a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    // What a payload holds.
    /// A text.
    Text,
    /// True or false.
    Truth,
    /// A JSON number.
    Number,
    /// A decimal number, as a text or as a JSON number.
    Decimal {
        /// The decimal point.
        point: String,
        /// The separator of thousands; empty for none.
        thousands: String,
    },
    // Texts.
    /// White space at the ends is removed.
    Trim,
    /// Runs of white space become one space.
    Collapse,
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
    /// The text must start with this, which is removed.
    StripPrefix(String),
    /// This is put before the text.
    AddPrefix(String),
    /// The text must end with this, which is removed.
    StripSuffix(String),
    /// This is put after the text.
    AddSuffix(String),
    /// Up to this text, which must occur.
    Before(String),
    /// After this text, which must occur.
    After(String),
    /// From this character, so many.
    Slice(u64, Option<u64>),
    /// One text is replaced by another, everywhere.
    Replace(String, String),
    /// What fills the text up is removed.
    Unpad(String, TextSide),
    /// The text is filled up.
    Pad(u64, String, TextSide),
    /// What is too long is cut.
    Truncate(u64, Option<Id<Exception>>),
    /// The text has so many characters.
    Size(u64, Option<u64>),
    /// The whole text matches.
    Matches(String, Option<Id<Exception>>),
    /// The whole text matches; the group `value` is taken.
    Extract(String, Option<Id<Exception>>),
    /// Names and numbers of characters, as markup writes them, become the characters.
    Unescape(Markup),
    /// Characters that a set does not have become others.
    Fit {
        /// The texts of the set.
        set: &'static str,
        /// What stands for characters that the set does not have.
        rows: Vec<(char, String)>,
        /// What stands for any other character; it is an error where nothing does.
        instead: Option<char>,
        /// What is raised.
        raises: Option<Id<Exception>>,
    },
    /// The check digit is right; the lengths that there are.
    CheckDigit(&'static [u64], Option<Id<Exception>>),
    // Values that are worked out.
    /// The value of a formula over the value at hand and the payload around it: what the value at hand is, and what the
    /// formula gives.
    Compute(Formula, Sort, Sort),
    /// The value of a formula over the object, in place of the value at hand.
    ComputeBack(Formula, Sort),
    /// The position of the part among those that are made, in place of the value at hand; the first has this number.
    Position(i64),
    /// An amount in a unit that the payload names, in the unit of the field.
    UnitAt(Box<UnitAt>),
    // Numbers.
    /// A decimal number that is whole becomes an integer.
    Whole,
    /// An integer becomes a decimal number.
    OfWhole,
    /// At most so many digits after the point; rounded where a mode is named.
    Scale(u64, Option<Rounding>),
    /// At most so many digits.
    Precision(u64),
    /// The decimal point moves so many digits to the left.
    Shift(i64),
    /// The number lies between bounds.
    Range(Option<Decimal>, Option<Decimal>, Option<Id<Exception>>),
    /// The number times an exact ratio, with so many digits after the point.
    Convert {
        /// Above the line.
        above: u128,
        /// Below the line.
        below: u128,
        /// Digits after the point.
        scale: u64,
        /// How it is rounded; it must divide where this is not said.
        round: Option<Rounding>,
        /// What is raised when it does not divide.
        raises: Option<Id<Exception>>,
    },
    /// The digits of the number, with at least so many after the point.
    Digits {
        /// Digits after the point.
        scale: u64,
        /// The decimal point.
        point: String,
        /// The separator of thousands; empty for none.
        thousands: String,
    },
    /// The number as a JSON number.
    JsonNumber,
    // Times.
    /// A text by RFC 3339 becomes an instant.
    Instant,
    /// So many units since 1970, in milliseconds, become an instant.
    InstantOfEpoch(u64),
    /// An instant becomes so many units since 1970.
    EpochOf(u64),
    /// A local time by a pattern becomes an instant.
    InstantOfLocal {
        /// The pattern.
        pattern: String,
        /// The zone.
        zone: String,
        /// A local time that does not exist.
        gap: Gap,
        /// A local time that exists twice.
        overlap: Overlap,
    },
    /// An instant becomes a local time by a pattern in a zone.
    LocalOf(String, String),
    /// An instant becomes the date that it has in a zone.
    DateIn(String),
    /// A text by a pattern becomes a date.
    Date(String),
    /// A date becomes a text by a pattern.
    DateText(String),
    /// Days are added to a date.
    AddDays(i64),
    /// A text by a pattern becomes a local time.
    LocalTime(String),
    /// A local time becomes a text by a pattern.
    LocalTimeText(String),
    // Codes.
    /// A foreign code becomes ours.
    Decode(Table),
    /// Our code becomes a foreign one.
    Encode(Table),
}

/// What a formula gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// A decimal number.
    Number,
    /// A text.
    Text,
}

/// A table of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What stands on this side, and on the other.
    pub rows: Vec<(Literal, Literal)>,
    /// What happens with a code that is in no row.
    pub otherwise: Otherwise,
}

/// What happens with a code that is in no row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// It is an error, which raises this exception where one is named.
    Refuse(Option<Id<Exception>>),
    /// Another code stands for it; an error beside that only where an exception is named.
    Assume(Literal, Option<Id<Exception>>),
    /// The code itself is taken, which is a text.
    Keep,
}

impl Table {
    /// What a code that is in no row raises.
    pub fn raises(&self) -> Option<Id<Exception>> {
        match self.otherwise {
            Otherwise::Refuse(raises) | Otherwise::Assume(_, raises) => raises,
            Otherwise::Keep => None,
        }
    }
}

impl Direction {
    /// Whether something is read.
    pub fn reads(self) -> bool {
        self != Self::Write
    }

    /// Whether something is written.
    pub fn writes(self) -> bool {
        self != Self::Read
    }
}

impl Mapping {
    /// What keeps it from being read, or from being written.
    pub fn hinders(&self, way: Direction) -> impl Iterator<Item = &Hindrance> {
        let matters = move |hindrance: &&Hindrance| {
            (way.reads() && hindrance.direction.reads()) || (way.writes() && hindrance.direction.writes())
        };
        self.hindrances.iter().filter(matters)
    }

    /// The fields of which it says something in a direction: values, states and lists.
    pub fn fields(&self, way: Direction) -> BTreeSet<Id<Field>> {
        let mut found = BTreeSet::new();
        fields(&self.body, way, &mut found);
        found
    }

    /// The mapping without the values of fields that `keep` does not want, and without the conditions that need them.
    #[must_use]
    pub fn only(&self, keep: &BTreeSet<Id<Field>>) -> Self {
        Self { body: only(&self.body, keep), ..self.clone() }
    }
}

fn only(body: &[Entry], keep: &BTreeSet<Id<Field>>) -> Vec<Entry> {
    let kept = |entry: &Entry| match entry {
        Entry::Value(value) => keep.contains(&value.slot.field).then(|| entry.clone()),
        Entry::States(states) => keep.contains(&states.field).then(|| entry.clone()),
        Entry::List(list) => {
            let inside = list.only(keep);
            keep.contains(&list.field).then_some(Entry::List(inside))
        }
        Entry::Part(part) => {
            let inside = Part { body: only(&part.body, keep), ..part.clone() };
            let is_empty = inside.body.iter().all(|entry| matches!(entry, Entry::Constant(_)));
            (!is_empty).then_some(Entry::Part(inside))
        }
        Entry::Require(Require { condition: formula, .. }) | Entry::Total(Total { formula, .. }) => {
            let is_at_hand = formula.fields().all(|place| place.field.is_none_or(|field| keep.contains(&field)));
            is_at_hand.then(|| entry.clone())
        }
        Entry::Fold(fold) => keep.contains(&fold.value.slot.field).then(|| entry.clone()),
        Entry::Constant(_) => Some(entry.clone()),
    };
    body.iter().filter_map(kept).collect()
}

fn fields(body: &[Entry], way: Direction, found: &mut BTreeSet<Id<Field>>) {
    let goes = |direction: Direction| if way == Direction::Read { direction.reads() } else { direction.writes() };
    for entry in body {
        match entry {
            Entry::Value(value) if goes(value.direction) => drop(found.insert(value.slot.field)),
            Entry::States(states) => drop(found.insert(states.field)),
            Entry::List(list) if goes(list.direction) => {
                found.insert(list.field);
                fields(&list.body, way, found);
            }
            Entry::Part(part) => fields(&part.body, way, found),
            Entry::Fold(fold) if way == Direction::Read => drop(found.insert(fold.value.slot.field)),
            _ => {}
        }
    }
}
