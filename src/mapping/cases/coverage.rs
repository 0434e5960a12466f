//! Which lines of a mapping, and which rows of its tables, no case and no sample has reached.

use std::collections::BTreeSet;

use crate::mapping::ir::{Entry, Mapping, Op, Table};
use crate::mapping::run::{Reached, Row, row_of_codes, row_of_states};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::record::{Direction, Record};
use crate::model::state_table::Cell;
use crate::source::Span;

/// How much of a record was reached.
#[derive(Debug)]
pub struct Coverage {
    /// The record.
    pub record: Id<Record>,
    /// How many lines there are.
    pub lines: usize,
    /// The lines that were not reached.
    pub missed_lines: Vec<Span>,
    /// How many rows there are.
    pub rows: usize,
    /// The rows that were not reached.
    pub missed_rows: Vec<Row>,
}

/// All lines and rows of a mapping.
#[derive(Default)]
struct All {
    writes: bool,
    lines: BTreeSet<Span>,
    rows: BTreeSet<Row>,
}

impl Coverage {
    /// What of a mapping was reached; lines and rows that only write count where payloads are written.
    pub(super) fn new(model: &Model, mapping: &Mapping, writes: bool, reached: &Reached) -> Self {
        let mut all = All { writes, ..All::default() };
        all.add(model, &mapping.body);
        Self {
            record: mapping.record,
            lines: all.lines.len(),
            missed_lines: all.lines.difference(&reached.lines).copied().collect(),
            rows: all.rows.len(),
            missed_rows: all.rows.difference(&reached.rows).cloned().collect(),
        }
    }
}

impl All {
    fn goes(&self, direction: Direction) -> bool {
        direction.reads() || (self.writes && direction.writes())
    }

    fn add(&mut self, model: &Model, body: &[Entry]) {
        for entry in body {
            match entry {
                Entry::Value(value) if self.goes(value.direction) => {
                    self.lines.insert(value.span);
                    if value.direction.reads() {
                        self.tables(value.span, &value.read);
                    }
                    if self.writes && value.direction.writes() {
                        self.tables(value.span, &value.write);
                    }
                }
                Entry::List(list) if self.goes(list.direction) => {
                    self.lines.insert(list.span);
                    self.lines.extend(list.unique.iter().map(|unique| unique.span));
                    self.add(model, &list.body);
                }
                Entry::Part(part) => self.add(model, &part.body),
                Entry::Constant(constant) if constant.direction.reads() => drop(self.lines.insert(constant.span)),
                Entry::Require(require) => drop(self.lines.insert(require.span)),
                Entry::Total(total) => drop(self.lines.insert(total.span)),
                Entry::Fold(fold) => drop(self.lines.insert(fold.value.span)),
                Entry::States(states) => {
                    self.lines.insert(states.span);
                    let name = |state: Id<State>| model[state].name.text.to_string();
                    let read = states.read.iter();
                    self.rows.extend(read.map(|(cells, state)| row_of_states(states.span, cells, state.map(name))));
                    if self.writes {
                        let shown = states.write.iter().filter_map(|(state, values)| {
                            let cells: Vec<Cell> = values.as_ref()?.iter().cloned().map(Cell::Is).collect();
                            Some(row_of_states(states.span, &cells, Some(name(*state))))
                        });
                        self.rows.extend(shown);
                    }
                }
                Entry::Value(_) | Entry::List(_) | Entry::Constant(_) => {}
            }
        }
    }

    fn tables(&mut self, span: Span, ops: &[Op]) {
        for op in ops {
            let (Table { rows, .. }, reads) = match op {
                Op::Decode(table) => (table, true),
                Op::Encode(table) => (table, false),
                _ => continue,
            };
            self.rows.extend(rows.iter().map(|(from, to)| {
                let (foreign, ours) = if reads { (from, to) } else { (to, from) };
                row_of_codes(span, foreign, ours)
            }));
        }
    }
}
