//! Tables of states: which rows read, which rows write.

use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::object::Object;
use crate::model::record::Direction;
use crate::model::state_table::{Cell, StateRow, StateTable};
use crate::model::value::Literal;

use super::build::Builder;
use super::{Hindrance, States};

impl Builder<'_> {
    /// The table of a record; it stands for the state of the object itself.
    pub(super) fn states(&mut self, table: &StateTable, object: Id<Object>) -> Option<States> {
        let lifecycle = self.model[object].lifecycle?;
        let field = self.model[lifecycle].status?;
        let columns = table.columns.iter().filter_map(|column| self.keys(column)).collect::<Vec<_>>();
        if columns.len() != table.columns.len() {
            return None;
        }
        let mut states = States {
            span: table.span,
            field,
            columns,
            read: Vec::new(),
            write: Vec::new(),
            raises: table.otherwise.as_ref().and_then(|otherwise| otherwise.raises?.target),
            ignores: table.otherwise.as_ref().is_some_and(|otherwise| otherwise.ignore),
        };
        for row in &table.rows {
            self.state_row(&mut states, row);
        }
        Some(states)
    }

    fn state_row(&mut self, states: &mut States, row: &StateRow) {
        let columns = states.columns.len();
        match row {
            StateRow::Read { values, to, ignore, span } => {
                let cells: Vec<Cell> = values.iter().map(|value| value.value.clone()).collect();
                let state = to.and_then(|to| to.target);
                if cells.len() != columns {
                    self.row_of_wrong_length(*span, columns, cells.len(), Direction::Read);
                } else if state.is_some() || ignore.is_some() {
                    states.read.push((cells, state));
                }
            }
            StateRow::Write { states: named, values, omit, span } => {
                let literals: Vec<Literal> = values.iter().map(|value| value.value.clone()).collect();
                let shown = if omit.is_some() { None } else { Some(literals) };
                if let Some(literals) = shown.as_ref().filter(|literals| literals.len() != columns) {
                    self.row_of_wrong_length(*span, columns, literals.len(), Direction::Write);
                    return;
                }
                let named = named.iter().filter_map(|state| state.target);
                named.for_each(|state| write(states, state, shown.clone()));
            }
            StateRow::Code { value, state, span } => {
                let (Some(value), Some(state)) = (value, state.and_then(|state| state.target)) else { return };
                if columns != 1 {
                    self.row_of_wrong_length(*span, columns, 1, Direction::Both);
                    return;
                }
                states.read.push((vec![value.value.clone()], Some(state)));
                if let Cell::Is(literal) = &value.value {
                    write(states, state, Some(vec![literal.clone()]));
                }
            }
        }
    }

    fn row_of_wrong_length(&mut self, span: crate::source::Span, columns: usize, values: usize, direction: Direction) {
        let why = format!("the row has {values} values for {columns} columns");
        self.hindrances.push(Hindrance { span, why, direction });
    }
}

/// The first row of a state decides.
fn write(states: &mut States, state: Id<State>, values: Option<Vec<Literal>>) {
    if states.write.iter().all(|(known, _)| *known != state) {
        states.write.push((state, values));
    }
}
