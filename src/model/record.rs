//! Records: how one system writes an object down.

use crate::model::case::Case;
use crate::model::choice::choice;
use crate::model::expression::Formula;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::list_step::ListStep;
use crate::model::name::{Head, Name, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::state_table::StateTable;
use crate::model::step::Step;
use crate::model::system::{Citation, System};
use crate::model::value::Literal;
use crate::source::Span;
use crate::syntax::path::Foreign;

/// How one system sees one object.
#[derive(Clone, Debug)]
pub struct Record {
    /// Name, documentation, templates.
    pub head: Head,
    /// Whose form it is.
    pub system: Option<Ref<System>>,
    /// What it describes.
    pub object: Option<Ref<Object>>,
    /// How it is written.
    pub format: Option<Said<Format>>,
    /// The version of the system's interface.
    pub version: Option<Text>,
    /// Where the facts come from.
    pub sources: Vec<Citation>,
    /// The version before.
    pub supersedes: Option<Supersedes>,
    /// The document that every path is checked against.
    pub schema: Option<SchemaFile>,
    /// Files with real payloads.
    pub samples: Vec<Text>,
    /// Where in the payload the object starts.
    pub root: Option<ForeignPath>,
    /// For EDI: the transaction set.
    pub document: Option<Document>,
    /// For EDI and CSV: the characters between parts.
    pub delimiters: Option<Delimiters>,
    /// Parts of the payload that are left out on purpose.
    pub ignored: Vec<LeftOut<ForeignPath>>,
    /// Canonical fields that are left out on purpose.
    pub open: Vec<LeftOut<FieldRef>>,
    /// The mapping, in the order of the payload.
    pub body: Vec<Part>,
    /// What the system's status columns stand for.
    pub states: Vec<StateTable>,
    /// Examples that must hold.
    pub cases: Vec<Case>,
}

/// A path into a payload, where it is said.
#[derive(Clone, Debug)]
pub struct ForeignPath {
    /// The path; `None` when it is malformed, which has been reported.
    pub path: Option<Foreign>,
    /// As it is written.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

/// A field of the record's object, or one part of its value, where a mapping names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldRef {
    /// The field; `None` when it is unknown, which has been reported.
    pub field: Option<Id<Field>>,
    /// The part of the value, as in `total.currency`.
    pub part: Option<ValuePart>,
    /// Where it stands.
    pub span: Span,
}

/// The version that a record takes the place of.
#[derive(Clone, Debug)]
pub struct Supersedes {
    /// The version.
    pub version: Option<Text>,
    /// The record that describes it.
    pub record: Option<Ref<Record>>,
    /// Where it is said.
    pub span: Span,
}

/// A document with the schema of the payload.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    /// The file.
    pub file: Option<Text>,
    /// A JSON pointer into it; the whole document when not said.
    pub pointer: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// An EDI transaction set.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its number, as `850`.
    pub set: Option<Text>,
    /// Its version, as `004010`.
    pub version: Option<Text>,
    /// The functional group, as `PO`.
    pub functional_group: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// The characters between the parts of a payload.
#[derive(Clone, Debug)]
pub struct Delimiters {
    /// Between elements.
    pub element: Option<Text>,
    /// Between components.
    pub component: Option<Text>,
    /// After a segment.
    pub segment: Option<Text>,
    /// Between repetitions.
    pub repetition: Option<Text>,
    /// Around text that contains a delimiter.
    pub quote: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// Parts that are left out on purpose.
#[derive(Clone, Debug)]
pub struct LeftOut<T> {
    /// The parts.
    pub paths: Vec<T>,
    /// Why.
    pub because: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// One part of a mapping.
#[derive(Clone, Debug)]
pub enum Part {
    /// One value.
    Map(Map),
    /// A repeated part.
    Each(Each),
    /// A part of the payload, so that paths inside are shorter.
    Within(Within),
    /// A value that is always the same.
    Constant(Constant),
    /// A value that several maps use.
    Let(Let),
    /// What must hold.
    Require(Require),
    /// An EDI segment or loop.
    Segment(Segment),
}

/// One value: where it is in the payload, what it is in the object, and the steps between.
#[derive(Clone, Debug)]
pub struct Map {
    /// Where it is in the payload.
    pub foreign: Option<ForeignPath>,
    /// What it is in the object.
    pub field: Option<FieldRef>,
    /// In which directions; both when not said.
    pub direction: Option<Said<Direction>>,
    /// What it is.
    pub doc: Option<Text>,
    /// The steps in the order of reading.
    pub steps: Vec<Said<Step>>,
    /// What an error sets aside.
    pub scope: Option<Said<ErrorScope>>,
    /// Its first line.
    pub span: Span,
}

/// A repeated part of the payload, and the list that it becomes.
#[derive(Clone, Debug)]
pub struct Each {
    /// Where it is in the payload.
    pub foreign: Option<ForeignPath>,
    /// The list.
    pub list: Option<FieldRef>,
    /// Which parts count.
    pub filter: Option<Formula>,
    /// In which directions; both when not said.
    pub direction: Option<Said<Direction>>,
    /// What it is.
    pub doc: Option<Text>,
    /// The mapping of one part.
    pub body: Vec<Part>,
    /// What happens to the list as a whole, in order.
    pub steps: Vec<Said<ListStep>>,
    /// Its first line.
    pub span: Span,
}

/// A part of the payload, so that paths inside are shorter.
#[derive(Clone, Debug)]
pub struct Within {
    /// Where it is.
    pub foreign: Option<ForeignPath>,
    /// Whether it may be missing.
    pub optional: bool,
    /// What it contains.
    pub body: Vec<Part>,
    /// Its first line.
    pub span: Span,
}

/// A value of the payload that is always the same.
#[derive(Clone, Debug)]
pub struct Constant {
    /// Where it is.
    pub foreign: Option<ForeignPath>,
    /// The value.
    pub value: Option<Said<Literal>>,
    /// In which directions; only written when not said.
    pub direction: Option<Said<Direction>>,
    /// Where it is said.
    pub span: Span,
}

/// A value that several maps use.
#[derive(Clone, Debug)]
pub struct Let {
    /// Its name.
    pub name: Option<Name>,
    /// How it is computed.
    pub formula: Option<Formula>,
    /// Where it is said.
    pub span: Span,
}

/// What must hold, or the message is refused.
#[derive(Clone, Debug)]
pub struct Require {
    /// The condition.
    pub condition: Option<Formula>,
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// What an error sets aside.
    pub scope: Option<Said<ErrorScope>>,
    /// Where it is said.
    pub span: Span,
}

/// An X12 or EDIFACT segment, or the loop that it starts.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its tag, as `PO1`.
    pub tag: Option<Text>,
    /// The loop that it starts.
    pub starts: Option<Text>,
    /// How often it may occur.
    pub max: Option<Said<u64>>,
    /// Whether it must be there.
    pub required: bool,
    /// What it is.
    pub doc: Option<Text>,
    /// What it contains.
    pub body: Vec<Part>,
    /// Its first line.
    pub span: Span,
}

choice! {
    /// A part of a value that has several.
    ValuePart {
        /// The amount of money.
        Amount = "amount",
        /// Its currency.
        Currency = "currency",
        /// The amount of a quantity.
        Value = "value",
        /// Its unit.
        Unit = "unit",
    }
}

choice! {
    /// Whether something is read, written, or both.
    Direction {
        Both = "both",
        Read = "read",
        Write = "write",
    }
}

choice! {
    /// What an error sets aside, while the rest goes on.
    ErrorScope {
        Field = "field",
        Line = "line",
        Document = "document",
        Interchange = "interchange",
    }
}

choice! {
    /// How a record is written.
    Format {
        Json = "json",
        Xml = "xml",
        Csv = "csv",
        X12 = "x12",
        Edifact = "edifact",
        Idoc = "idoc",
        Fixed = "fixed",
    }
}
