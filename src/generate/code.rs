//! From mappings to programs: types of objects, `read` and `write` of records, flows; in no particular language.

mod assemble;
mod condition;
mod lists;
mod ops;
mod payload;
mod read;
mod shape;
pub mod types;
mod unit;
mod write;

use crate::mapping::ir::{Mapping, Slot};
use crate::model::Model;
use crate::model::charter::NameCase;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Head;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::record::Direction;
use crate::source::Span;

use super::names;
use super::statement::{Expression, Unit};
use super::target::Target;
use types::Types;

/// What all files of a program share.
pub struct Program<'a> {
    /// The charter.
    pub model: &'a Model,
    /// Where something stands, as generated files say it.
    pub place: &'a dyn Fn(Span) -> String,
    /// How fields are cased.
    pub case: NameCase,
    /// The types that the program declares for the charter.
    pub types: Types,
    /// The language in which it will be printed.
    pub target: &'a Target,
}

/// A file of functions, with what was in the way of some of them.
pub struct Written {
    /// The file.
    pub unit: Unit,
    /// What could not be written, and why.
    pub refused: Vec<(Span, String)>,
}

impl Program<'_> {
    /// The key of a field.
    fn key(&self, field: Id<Field>) -> String {
        names::key(&self.model[field].name.text, self.case)
    }

    /// The fields of an object, a group or a list, in order.
    fn children(&self, object: Id<Object>, inside: Option<Id<Field>>) -> &[Id<Field>] {
        match inside {
            Some(field) => &self.model[field].children,
            None => &self.model[object].fields,
        }
    }

    /// The fields that lead to a field from the object or list around it: groups, then the field.
    fn way_to(&self, field: Id<Field>) -> Vec<Id<Field>> {
        let mut way = vec![field];
        let mut at = self.model[field].parent;
        while let Some(parent) = at.filter(|parent| matches!(self.model[*parent].kind, FieldKind::Group)) {
            way.insert(0, parent);
            at = self.model[parent].parent;
        }
        way
    }

    /// The path of a slot from the object or list around it, as the charter writes it.
    fn path(&self, slot: Slot) -> String {
        use crate::model::choice::Choice;
        let mut names: Vec<&str> = self.way_to(slot.field).iter().map(|field| &*self.model[*field].name.text).collect();
        names.extend(slot.part.map(Choice::word));
        names.join(".")
    }

    /// The name of an exception.
    fn exception(&self, id: Id<Exception>) -> Expression {
        Expression::Exception(self.model[id].name().text.to_string())
    }

    /// The types and functions of a record. `needed` are the directions that must be possible; the other one is written
    /// where it is.
    pub fn record(&self, mapping: &Mapping, needed: Direction) -> Written {
        let mut unit = unit::FileUnit::new(self);
        unit.record(mapping, needed);
        unit.finish()
    }

    /// The types and functions of a flow: one function for each way from a source's record to a receiver's.
    pub fn flow(&self, flow: &Head, ways: &[Way]) -> Written {
        let mut unit = unit::FileUnit::new(self);
        for way in ways {
            unit.flow(flow, &way.reads, &way.writes, &way.name);
        }
        unit.finish()
    }
}

/// From a record of the source of a flow to a record of one of its receivers.
pub struct Way {
    /// What the function is called after.
    pub name: String,
    /// How the source writes what is carried.
    pub reads: Mapping,
    /// How the receiver writes what is carried.
    pub writes: Mapping,
}
