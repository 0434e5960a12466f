//! Tables of records that say how columns of a payload stand for the states of a lifecycle, each direction as a function.
//!
//! What is read is a function of all columns together. A column has as many cases as values are named anywhere in the
//! table, one more for null or nothing, and one for all other values; a row is a part of the product of the columns, and
//! the first row that fits decides. Whether every case is read, and whether two rows disagree, is then a question about
//! parts, as for owners of scopes.

use std::collections::BTreeMap;

use crate::facts::cells::{self, MOST_STEPS, Part, TooMany};
use crate::facts::code_tables::{CodeTable, code_tables};
use crate::mapping::ir::Role;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::lifecycle::{Lifecycle, State};
use crate::model::record::{Direction, Record};
use crate::model::state_table::{Cell, StateRow, StateTable};
use crate::model::value::Literal;
use crate::source::Span;

/// One table: how a record reads and writes the states of one lifecycle.
#[derive(Clone, Debug)]
pub struct States {
    /// The record.
    pub record: Id<Record>,
    /// The lifecycle.
    pub lifecycle: Id<Lifecycle>,
    /// Where the table begins.
    pub span: Span,
    /// The columns.
    pub columns: Vec<Column>,
    /// What is read, in order; the first row that fits decides.
    pub reads: Vec<Read>,
    /// What is written, by state. The first row of a state decides.
    pub writes: BTreeMap<Id<State>, Written>,
    /// Rows for both directions whose state an earlier row writes otherwise.
    pub unwritten: Vec<Unwritten>,
    /// Whether it is the `code` rows of a `map`, and not a table of columns.
    pub is_map: bool,
    /// Whether it says what happens with values that are in no row.
    pub is_closed: bool,
    /// Whether everything in it is known and well formed. Where not, which has been reported, nothing is concluded.
    pub is_certain: bool,
    /// What is wrong with how it reads; `None` when it has too many rows to compare.
    pub judgement: Option<Judgement>,
}

/// A column, and the values that the table names of it.
#[derive(Clone, Debug)]
pub struct Column {
    /// The path in the payload, as it is written.
    pub name: Box<str>,
    values: Vec<Literal>,
}

/// A row that is read.
#[derive(Clone, Debug)]
pub struct Read {
    /// The values that it fits.
    pub part: Part,
    /// The state; `None` where the row says nothing about the lifecycle.
    pub state: Option<Id<State>>,
    /// Where it is said.
    pub span: Span,
}

/// How a state is written.
#[derive(Clone, Debug)]
pub struct Written {
    /// One value for each column; `None` where the system cannot show the state.
    pub values: Option<Vec<Literal>>,
    /// Where it is said.
    pub span: Span,
}

/// A row for both directions that is only read.
#[derive(Clone, Debug)]
pub struct Unwritten {
    /// The state.
    pub state: Id<State>,
    /// The value.
    pub value: Span,
    /// The state's name in the row.
    pub name: Span,
    /// Where the row is.
    pub row: Span,
    /// The row that decides how the state is written.
    pub first: Span,
}

/// What is wrong with how a table reads.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// Values that no row fits and that nothing is said about.
    pub gaps: Vec<Part>,
    /// Pairs of rows, by index, that fit the same values and disagree, and those values.
    pub conflicts: Vec<(usize, usize, Part)>,
    /// Rows, by index, that never decide, and the rows that decide in their place: only several together fit all.
    pub idle: Vec<(usize, Vec<usize>)>,
    /// Rows, by index, that never decide because one earlier row fits all.
    pub shadowed: Vec<usize>,
}

impl States {
    /// What a payload with these values is read as: the row that decides.
    pub fn read(&self, values: &[Literal]) -> Option<&Read> {
        let point: Vec<usize> = self.columns.iter().zip(values).map(|(column, value)| column.case(value)).collect();
        self.reads.iter().find(|read| read.part.contains(&point))
    }

    /// What is wrong with how it reads.
    fn judge(&self) -> Result<Judgement, TooMany> {
        if self.reads.len().saturating_mul(self.reads.len()) > MOST_STEPS {
            return Err(TooMany);
        }
        let mut judgement = Judgement::default();
        for (at, read) in self.reads.iter().enumerate() {
            let meeting: Vec<usize> =
                (0..at).filter(|earlier| self.reads[*earlier].part.intersection(&read.part).is_some()).collect();
            let left = cells::gaps(vec![read.part.clone()], meeting.iter().map(|earlier| &self.reads[*earlier].part))?;
            if left.is_empty() {
                let fits_all = |earlier: &usize| {
                    cells::gaps(vec![read.part.clone()], [&self.reads[*earlier].part]).is_ok_and(|left| left.is_empty())
                };
                if meeting.iter().any(fits_all) {
                    judgement.shadowed.push(at);
                } else {
                    judgement.idle.push((at, meeting));
                }
                continue;
            }
            for earlier in meeting {
                let first = &self.reads[earlier];
                // What says more and comes first is an exception from what says less.
                let is_exception = cells::gaps(vec![first.part.clone()], [&read.part])?.is_empty();
                if first.state != read.state && !is_exception {
                    let both = first.part.intersection(&read.part).expect("the rows meet");
                    judgement.conflicts.push((earlier, at, both));
                }
            }
        }
        if !self.is_closed && !self.reads.is_empty() {
            let left = cells::gaps(vec![self.whole()], self.reads.iter().map(|read| &read.part))?;
            for part in &left {
                let grown = part.grow(&left)?;
                if !judgement.gaps.contains(&grown) {
                    judgement.gaps.push(grown);
                }
            }
        }
        Ok(judgement)
    }

    /// How people say a part: `financial_status=paid and fulfillment_status=any other value`.
    pub fn describe(&self, part: &Part) -> String {
        let mut words = Vec::new();
        for (side, column) in self.columns.iter().enumerate() {
            if part.is_whole(side) && self.columns.len() > 1 {
                continue;
            }
            let cases: Vec<String> = part.values(side).map(|case| column.said(case)).collect();
            words.push(match &cases[..] {
                [only] => format!("{}={only}", column.name),
                _ => format!("{} in {{{}}}", column.name, cases.join(", ")),
            });
        }
        words.join(" and ")
    }

    fn whole(&self) -> Part {
        let sizes: Vec<usize> = self.columns.iter().map(Column::size).collect();
        Part::whole(&sizes)
    }

    fn part(&self, cells: &[Cell]) -> Option<Part> {
        let mut part = self.whole();
        for (side, (column, cell)) in self.columns.iter().zip(cells).enumerate() {
            part = match cell {
                Cell::Any => part,
                Cell::Present => part.only(side, 1..column.size())?,
                Cell::Is(literal) => part.only(side, [column.case(literal)])?,
            };
        }
        Some(part)
    }
}

impl Column {
    /// The number of its cases: null, each value that is named, any other value.
    fn size(&self) -> usize {
        self.values.len() + 2
    }

    fn case(&self, literal: &Literal) -> usize {
        if *literal == Literal::Null {
            return 0;
        }
        self.values.iter().position(|value| value == literal).unwrap_or(self.values.len()) + 1
    }

    fn said(&self, case: usize) -> String {
        match case.checked_sub(1).map(|at| self.values.get(at)) {
            None => "#null".to_owned(),
            Some(Some(value)) => value.to_string(),
            Some(None) => "any other value".to_owned(),
        }
    }

    fn name(&mut self, literal: &Literal) {
        if *literal != Literal::Null && !self.values.contains(literal) {
            self.values.push(literal.clone());
        }
    }
}

/// The tables of all records.
#[derive(Clone, Debug, Default)]
pub struct StateTables {
    all: Vec<States>,
    of: BTreeMap<(Id<Record>, Id<Lifecycle>), usize>,
}

impl StateTables {
    /// Every table of states, those of `map` lines of a status among them.
    pub fn of(model: &Model) -> Self {
        let mut tables: Vec<States> = Vec::new();
        for (record, said) in model.records.iter() {
            let lifecycle = said.object.and_then(|object| model[object.target?].lifecycle);
            let Some(lifecycle) = lifecycle else { continue };
            tables.extend(said.states.iter().map(|table| of_columns(record, lifecycle, table)));
        }
        for table in code_tables(model) {
            if let Role::Status(lifecycle) = table.role {
                tables.push(of_codes(model, lifecycle, &table));
            }
        }
        tables.sort_by_key(|table| (table.span, table.record));
        let mut found = Self::default();
        for mut table in tables {
            table.judgement = table.judge().ok();
            let (record, lifecycle) = (table.record, table.lifecycle);
            if found.all.last().is_none_or(|last| last.span != table.span) {
                found.all.push(table);
            }
            found.of.entry((record, lifecycle)).or_insert(found.all.len() - 1);
        }
        found
    }

    /// All tables, by place; one that records share through a template comes once.
    pub fn all(&self) -> &[States] {
        &self.all
    }

    /// The table by which a record says the states of a lifecycle.
    pub fn table(&self, record: Id<Record>, lifecycle: Id<Lifecycle>) -> Option<&States> {
        self.of.get(&(record, lifecycle)).map(|at| &self.all[*at])
    }
}

fn empty(record: Id<Record>, lifecycle: Id<Lifecycle>, span: Span) -> States {
    States {
        record,
        lifecycle,
        span,
        columns: Vec::new(),
        reads: Vec::new(),
        writes: BTreeMap::new(),
        unwritten: Vec::new(),
        is_map: false,
        is_closed: false,
        is_certain: true,
        judgement: None,
    }
}

/// A `states` table.
fn of_columns(record: Id<Record>, lifecycle: Id<Lifecycle>, table: &StateTable) -> States {
    let mut states = empty(record, lifecycle, table.span);
    states.is_closed = table.otherwise.is_some();
    states.columns =
        table.columns.iter().map(|column| Column { name: column.text.clone(), values: Vec::new() }).collect();
    for row in &table.rows {
        match row {
            StateRow::Read { values, .. } => {
                for (column, cell) in states.columns.iter_mut().zip(values) {
                    if let Cell::Is(literal) = &cell.value {
                        column.name(literal);
                    }
                }
            }
            StateRow::Write { values, .. } => {
                states.columns.iter_mut().zip(values).for_each(|(column, value)| column.name(&value.value));
            }
            StateRow::Code { value, .. } => {
                if let (Some(column), Some(Cell::Is(literal))) =
                    (states.columns.first_mut(), value.as_ref().map(|value| &value.value))
                {
                    column.name(literal);
                }
            }
        }
    }
    for row in &table.rows {
        states.row(row);
    }
    states
}

impl States {
    fn row(&mut self, row: &StateRow) {
        let columns = self.columns.len();
        match row {
            StateRow::Read { values, to, ignore, span } => {
                let cells: Vec<Cell> = values.iter().map(|value| value.value.clone()).collect();
                let state = to.and_then(|to| to.target);
                self.is_certain &= cells.len() == columns && (state.is_some() || ignore.is_some());
                let part = self.part(&cells).filter(|_| self.is_certain);
                self.reads.extend(part.map(|part| Read { part, state, span: *span }));
            }
            StateRow::Write { states, values, omit, span } => {
                let values: Vec<Literal> = values.iter().map(|value| value.value.clone()).collect();
                let values = omit.is_none().then_some(values);
                self.is_certain &= values.as_ref().is_none_or(|values| values.len() == columns);
                for state in states {
                    let Some(state) = state.target else {
                        self.is_certain = false;
                        continue;
                    };
                    self.writes.entry(state).or_insert_with(|| Written { values: values.clone(), span: *span });
                }
            }
            StateRow::Code { value, state, span } => {
                let (Some(value), Some((name, Some(state)))) = (value, state.map(|state| (state.span, state.target)))
                else {
                    self.is_certain = false;
                    return;
                };
                self.is_certain &= columns == 1;
                let part = self.part(std::slice::from_ref(&value.value)).filter(|_| columns == 1);
                self.reads.extend(part.map(|part| Read { part, state: Some(state), span: *span }));
                let Cell::Is(literal) = &value.value else { return };
                if let Some(first) = self.writes.get(&state) {
                    let first = first.span;
                    self.unwritten.push(Unwritten { state, value: value.span, name, row: *span, first });
                } else {
                    self.writes.insert(state, Written { values: Some(vec![literal.clone()]), span: *span });
                }
            }
        }
    }
}

/// The `code` rows of a map of a status.
fn of_codes(model: &Model, lifecycle: Id<Lifecycle>, table: &CodeTable<'_>) -> States {
    let mut states = empty(table.record, lifecycle, table.map.span);
    states.is_map = true;
    states.is_closed = table.otherwise.is_some();
    let name = table.map.foreign.as_ref().map_or_else(Box::default, |foreign| foreign.text.clone());
    let mut column = Column { name, values: Vec::new() };
    let foreign = table.rows.iter().filter_map(|row| row.foreign.as_ref());
    foreign.for_each(|foreign| column.name(&foreign.value));
    states.columns = vec![column];
    let goes = |said: Option<crate::model::name::Said<Direction>>, way: fn(Direction) -> bool| {
        said.is_none_or(|said| way(said.value))
    };
    for row in &table.rows {
        let ours = row.ours.as_ref().and_then(|ours| state_named(model, lifecycle, &ours.value));
        let (Some(foreign), Some(state)) = (&row.foreign, ours) else {
            states.is_certain = false;
            continue;
        };
        if goes(row.direction, Direction::reads) && goes(table.map.direction, Direction::reads) {
            let part = states.part(&[Cell::Is(foreign.value.clone())]);
            states.reads.extend(part.map(|part| Read { part, state: Some(state), span: foreign.span }));
        }
        if goes(row.direction, Direction::writes) && goes(table.map.direction, Direction::writes) {
            let written = Written { values: Some(vec![foreign.value.clone()]), span: foreign.span };
            states.writes.entry(state).or_insert(written);
        }
    }
    states
}

fn state_named(model: &Model, lifecycle: Id<Lifecycle>, literal: &Literal) -> Option<Id<State>> {
    let Literal::Text(name) = literal else { return None };
    model[lifecycle].states.iter().copied().find(|state| model[*state].name.text == *name)
}
