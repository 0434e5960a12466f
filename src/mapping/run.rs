//! The reference interpreter of mappings: reads payloads and writes objects, as generated code must.
//!
//! A [`Program`] is made once, from a record or from the two mappings of a flow; what it cannot carry out is told then.
//! Running it never fails: every payload gives an [`Outcome`], with all that is wrong with it. Objects have the names of
//! the charter; their decimals are texts.

mod admit;
mod assemble;
mod compare;
mod condition;
mod exact;
mod formula;
mod list;
mod natural;
mod pattern;
mod pattern_of_time;
mod place;
mod reached;
mod read;
mod rule;
mod shape;
mod step;
mod text;
mod times;
mod translate;
mod tree;
mod value;
mod write;
mod wrong;

use crate::mapping::ir::{Hindrance, Mapping};
use crate::model::Model;
use crate::model::record::Direction;

use place::Report;
use read::Reader;
use shape::Shape;
use write::Writer;

pub use compare::{Difference, Lines, differences};
pub use exact::Exact;
pub use place::{Given, Problem};
pub use reached::{Reached, Row, row_of_codes, row_of_states};
pub use shape::value_at;
pub use value::Value;
pub use wrong::Wrong;

/// The reading of a clock in the form of a pattern, as `yyyy-MM-dd`.
pub(super) fn in_form(clock: jiff::civil::DateTime, pattern: &str) -> String {
    pattern_of_time::Form::new(pattern).write(clock)
}

/// Something that can be run on values.
#[derive(Clone, Debug)]
pub struct Program {
    steps: Vec<Way>,
}

/// One direction.
#[derive(Clone, Debug)]
enum Way {
    Read(Reader),
    Write(Writer),
}

/// What came out, and everything that went wrong on the way.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The object or the payload; `None` when the whole document is set aside.
    pub value: Option<Value>,
    /// All problems, in the order in which they were met.
    pub problems: Vec<Problem>,
    /// What of the mapping was reached.
    pub reached: Reached,
}

impl Program {
    /// Reads payloads of a record.
    pub fn reader(model: &Model, mapping: &Mapping) -> Result<Self, Vec<Hindrance>> {
        free(mapping, Direction::Read)?;
        let reader = Reader::new(model, mapping, &Shape::of(model, mapping, Direction::Read))?;
        Ok(Self { steps: vec![Way::Read(reader)] })
    }

    /// Writes objects as payloads of a record.
    pub fn writer(model: &Model, mapping: &Mapping) -> Result<Self, Vec<Hindrance>> {
        free(mapping, Direction::Write)?;
        let writer = Writer::new(model, mapping, &Shape::of(model, mapping, Direction::Write))?;
        Ok(Self { steps: vec![Way::Write(writer)] })
    }

    /// Carries payloads of one record over to another one, as [`crate::mapping::flow::way`] gives the two.
    pub fn flow(model: &Model, reads: &Mapping, writes: &Mapping) -> Result<Self, Vec<Hindrance>> {
        free(reads, Direction::Read)?;
        free(writes, Direction::Write)?;
        let shape = Shape::of(model, reads, Direction::Read);
        let reader = Reader::new(model, reads, &shape)?;
        Ok(Self { steps: vec![Way::Read(reader), Way::Write(Writer::new(model, writes, &shape)?)] })
    }

    /// Runs it on a payload, or on an object where it writes.
    pub fn run(&self, value: &Value) -> Outcome {
        self.run_with(value, &Given::new())
    }

    /// Runs it where values of other objects are known beside the payload, as the packs of an item.
    pub fn run_with(&self, value: &Value, beside: &Given) -> Outcome {
        let mut outcome = Outcome { value: Some(value.clone()), problems: Vec::new(), reached: Reached::default() };
        for step in &self.steps {
            let Some(given) = outcome.value.take() else { break };
            let mut report = Report::new(matches!(step, Way::Read(_)), beside.clone());
            let made = match step {
                Way::Read(reader) => reader.read(&given, &mut report),
                Way::Write(writer) => writer.write(&given, &mut report),
            };
            outcome.value = made.filter(|_| !report.refused);
            outcome.problems.extend(report.problems);
            outcome.reached.extend(report.reached);
        }
        outcome
    }
}

/// Nothing when a mapping can be carried out in a direction, otherwise what is in the way.
fn free(mapping: &Mapping, way: Direction) -> Result<(), Vec<Hindrance>> {
    let found: Vec<Hindrance> = mapping.hinders(way).cloned().collect();
    if found.is_empty() { Ok(()) } else { Err(found) }
}
