//! What of a mapping was reached: its lines, and the rows of its tables.

use std::collections::BTreeSet;

use crate::model::state_table::Cell;
use crate::model::value::Literal;
use crate::source::Span;

use super::value::Value;

/// A row of a table: the line of the table, what the payload has, and ours.
pub type Row = (Span, String, String);

/// What of a mapping was reached.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// Lines of the charter that had a value.
    pub lines: BTreeSet<Span>,
    /// Rows of tables.
    pub rows: BTreeSet<Row>,
}

impl Reached {
    /// Adds what another run has reached.
    pub fn extend(&mut self, other: Self) {
        self.lines.extend(other.lines);
        self.rows.extend(other.rows);
    }
}

/// The row of a table of codes.
pub fn row_of_codes(span: Span, foreign: &Literal, ours: &Literal) -> Row {
    (span, shown(foreign), shown(ours))
}

/// The row of a table of states, whose columns have these cells; no state where the row says nothing about it.
pub fn row_of_states(span: Span, cells: &[Cell], state: Option<String>) -> Row {
    let cell = |cell: &Cell| match cell {
        Cell::Any => "_".to_owned(),
        Cell::Present => "present".to_owned(),
        Cell::Is(literal) => shown(literal),
    };
    let cells: Vec<String> = cells.iter().map(cell).collect();
    (span, cells.join(" "), state.unwrap_or_else(|| "ignored".to_owned()))
}

/// A constant as a charter writes it, without quotes.
fn shown(literal: &Literal) -> String {
    match Value::constant(literal) {
        Value::Text(text) => text,
        Value::Null => "#null".to_owned(),
        Value::Truth(truth) => format!("#{truth}"),
        Value::Number(number) => number.to_string(),
        Value::Decimal(number) => number.to_string(),
        Value::List(_) | Value::Object(_) => String::new(),
    }
}
