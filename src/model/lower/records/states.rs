//! Tables of states.

use crate::model::name::{Place, Said};
use crate::model::state_table::{Cell, StateOtherwise, StateRow, StateTable};
use crate::model::value::Literal;
use crate::syntax::{Cursor, Given};

use super::super::Lowering;
use super::super::values::{doc, literal, truth};
use super::foreigns;

impl<'f> Lowering<'f> {
    /// A table of states of the object at `place`.
    pub(super) fn state_table(&mut self, place: Option<Place>, word: Cursor<'f>) -> StateTable {
        let mut rows = Vec::new();
        let mut otherwise = None;
        for row in word.children() {
            match row.definition().name {
                "read" => rows.push(StateRow::Read {
                    values: row.arguments_of("values").filter_map(|given| cell(Some(given))).collect(),
                    to: self.state(place, row.property("to")),
                    ignore: set(row.property("ignore")),
                    span: row.head(),
                }),
                "write" => rows.push(self.write_row(place, row)),
                "code" => rows.push(StateRow::Code {
                    value: cell(row.argument("value")),
                    state: self.state(place, row.argument("state")),
                    span: row.head(),
                }),
                "otherwise" => {
                    otherwise = Some(StateOtherwise {
                        raises: self.reference(row.property("exception")),
                        ignore: truth(row.property("ignore")),
                        span: row.head(),
                    });
                }
                _ => {}
            }
        }
        StateTable {
            columns: foreigns(word.arguments_of("columns")),
            doc: doc(word),
            rows,
            otherwise,
            span: word.head(),
        }
    }

    fn write_row(&mut self, place: Option<Place>, row: Cursor<'f>) -> StateRow {
        let values = match row.child("columns") {
            Some(columns) => columns.arguments_of("values").filter_map(|given| literal(Some(given))).collect(),
            None => literal(row.property("as")).into_iter().collect(),
        };
        StateRow::Write {
            states: self.states(place, row.arguments_of("states")),
            values,
            omit: set(row.property("omit")),
            span: row.head(),
        }
    }
}

/// Where something is said to be so.
fn set(given: Option<Given<'_>>) -> Option<crate::source::Span> {
    given.filter(|given| given.boolean() == Some(true)).map(Given::entry_span)
}

/// What a row says of one column. `_` and `present` are words, so a value of that text stands in quotes.
fn cell(given: Option<Given<'_>>) -> Option<Said<Cell>> {
    let literal = literal(given)?;
    let bare = given.and_then(Given::string).is_some_and(|text| !text.is_quoted());
    let value = match &literal.value {
        Literal::Text(text) if bare && &**text == "_" => Cell::Any,
        Literal::Text(text) if bare && &**text == "present" => Cell::Present,
        _ => Cell::Is(literal.value),
    };
    Some(Said { value, span: literal.span })
}
