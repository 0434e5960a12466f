//! Tables that say how status columns of a payload stand for states.

use crate::model::lifecycle::State;
use crate::model::name::{Ref, Said, Text};
use crate::model::operations::Exception;
use crate::model::record::ForeignPath;
use crate::model::value::Literal;
use crate::source::Span;

/// How status columns stand for states.
#[derive(Clone, Debug)]
pub struct StateTable {
    /// The columns.
    pub columns: Vec<ForeignPath>,
    /// What it is.
    pub doc: Option<Text>,
    /// The rows, in order; the first that fits decides.
    pub rows: Vec<StateRow>,
    /// What happens with values that are in no row.
    pub otherwise: Option<StateOtherwise>,
    /// Its first line.
    pub span: Span,
}

/// One row of a table of states.
#[derive(Clone, Debug)]
pub enum StateRow {
    /// Values of the columns, and the state that they stand for.
    Read {
        /// One for each column.
        values: Vec<Said<Cell>>,
        /// The state; `None` when the row says nothing about this lifecycle.
        to: Option<Ref<State>>,
        /// Where it says that.
        ignore: Option<Span>,
        /// Where it is said.
        span: Span,
    },
    /// States, and the values of the columns.
    Write {
        /// The states.
        states: Vec<Ref<State>>,
        /// One value for each column; empty when the system cannot show the states.
        values: Vec<Said<Literal>>,
        /// Where it says that the system cannot show them.
        omit: Option<Span>,
        /// Where it is said.
        span: Span,
    },
    /// One value for one state, both ways.
    Code {
        /// The value.
        value: Option<Said<Cell>>,
        /// The state.
        state: Option<Ref<State>>,
        /// Where it is said.
        span: Span,
    },
}

/// What a row says of one column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// `_`: any value, or none.
    Any,
    /// `present`: any value but null.
    Present,
    /// This value.
    Is(Literal),
}

/// What happens with values that are in no row.
#[derive(Clone, Debug)]
pub struct StateOtherwise {
    /// What is raised.
    pub raises: Option<Ref<Exception>>,
    /// Whether nothing happens.
    pub ignore: bool,
    /// Where it is said.
    pub span: Span,
}
