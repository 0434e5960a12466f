//! The parts of a mapping: single values, repeated parts, parts of the payload, conditions.

use std::borrow::Cow;

use crate::model::field::FieldKind;
use crate::model::name::Place;
use crate::model::record::{Constant, Direction, Each, FieldRef, Let, Map, Part, Require, Segment, Within};
use crate::syntax::{Cursor, Given};

use super::super::Lowering;
use super::super::formulas::condition;
use super::super::layers::Layers;
use super::super::values::{choice, doc, integer, literal, name, text, truth};
use super::foreign;

impl<'f> Lowering<'f> {
    /// The mapping of a record, of all places that say something about it: a row of a stronger place takes that of a
    /// weaker one with the same path in the payload.
    pub(super) fn layered_mapping(&mut self, place: Option<Place>, layers: &Layers<'f>) -> Vec<Part> {
        let mut rows: Vec<Cursor<'f>> = Vec::new();
        for layer in layers.places().iter().rev() {
            let weaker = rows.len();
            for row in layer.children().filter(|row| is_part(*row)) {
                match rows[..weaker].iter().position(|known| same_path(*known, row)) {
                    Some(at) => rows[at] = row,
                    None => rows.push(row),
                }
            }
        }
        self.mapping_parts(place, rows.into_iter())
    }

    /// The parts of a mapping, whose field paths start at `place`.
    fn mapping_parts(&mut self, place: Option<Place>, rows: impl Iterator<Item = Cursor<'f>>) -> Vec<Part> {
        rows.filter_map(|row| self.mapping_part(place, row)).collect()
    }

    fn mapping_part(&mut self, place: Option<Place>, row: Cursor<'f>) -> Option<Part> {
        Some(match row.definition().name {
            "map" => Part::Map(Map {
                foreign: foreign(row.argument("foreign")),
                field: self.field_ref(place, row.argument("field")),
                direction: choice::<Direction>(row.property("direction")),
                doc: doc(row),
                steps: self.steps(place, row),
                scope: choice(row.property("scope")),
                span: row.head(),
            }),
            "each" => Part::Each(self.each(place, row)),
            "within" => Part::Within(Within {
                foreign: foreign(row.argument("foreign")),
                optional: truth(row.property("optional")),
                body: self.mapping_parts(place, row.children()),
                span: row.head(),
            }),
            "constant" => Part::Constant(Constant {
                foreign: foreign(row.argument("foreign")),
                value: literal(row.argument("value")),
                direction: choice(row.property("direction")),
                span: row.head(),
            }),
            "let" => Part::Let(Let {
                name: name(row.argument("name")),
                formula: condition(row.property("is")),
                span: row.head(),
            }),
            "require" => Part::Require(Require {
                condition: self.formula(place, row.argument("condition")),
                raises: self.reference(row.property("raises")),
                scope: choice(row.property("scope")),
                span: row.head(),
            }),
            "segment" => Part::Segment(Segment {
                tag: text(row.argument("tag")),
                starts: text(row.property("loop")),
                max: integer(row.property("max")),
                required: truth(row.property("required")),
                doc: doc(row),
                body: self.mapping_parts(place, row.children()),
                span: row.head(),
            }),
            _ => return None,
        })
    }

    fn each(&mut self, place: Option<Place>, row: Cursor<'f>) -> Each {
        let list = self.field_ref(place, row.argument("list"));
        let inside = self.inside(list);
        Each {
            foreign: foreign(row.argument("foreign")),
            list,
            filter: condition(row.property("where")),
            direction: choice(row.property("direction")),
            doc: doc(row),
            body: self.mapping_parts(inside, row.children()),
            steps: self.list_steps(place, inside, row),
            span: row.head(),
        }
    }

    /// The place of a list's parts; nothing where the list is unknown, which was reported, or is none.
    fn inside(&self, list: Option<FieldRef>) -> Option<Place> {
        let id = list?.field?;
        let field = &self.model.fields[id];
        matches!(field.kind, FieldKind::List(_)).then_some(Place { object: field.object, field: Some(id) })
    }

    /// Several fields of the object at hand.
    pub(super) fn field_refs(&mut self, place: Option<Place>, given: impl Iterator<Item = Given<'f>>) -> Vec<FieldRef> {
        given.filter_map(|given| self.field_ref(place, Some(given))).collect()
    }
}

fn is_part(row: Cursor<'_>) -> bool {
    matches!(row.definition().name, "map" | "each" | "within" | "constant" | "let" | "require" | "segment")
}

/// Whether a row of one place is about the same as a row of another.
fn same_path(a: Cursor<'_>, b: Cursor<'_>) -> bool {
    let argument = match a.definition().name {
        "let" => "name",
        "segment" => "tag",
        "require" => "condition",
        _ => "foreign",
    };
    let text = |row: Cursor<'_>| row.argument(argument).and_then(Given::text).map(Cow::into_owned);
    a.definition().name == b.definition().name && text(a).is_some() && text(a) == text(b)
}
