//! Rows with, for each tuple, how often it is covered, and for each cell, how many tuples only it covers.

use super::solver::{Cell, FREE};
use super::targets::{Link, Targets, Tuple};

/// A count that no row can take back: the tuple need not be covered.
const NOT_WANTED: u32 = 1 << 30;
const ABSENT: u32 = u32::MAX;

/// A tuple that no row covers any more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    /// Its number.
    pub(super) tuple: u32,
    /// Its cells.
    pub(super) cells: Tuple,
}

/// Rows and what they cover, kept up to date cell by cell.
#[derive(Debug)]
pub(super) struct Coverage<'a> {
    /// What is to be covered.
    pub(super) targets: &'a Targets,
    width: usize,
    cells: Vec<Cell>,
    /// How many rows have each tuple.
    counts: Vec<u32>,
    /// The numbers of the rows that have each tuple, xor-ed: the row itself when there is one.
    holders: Vec<u32>,
    /// For each cell, the tuples with it that only its row has.
    unique: Vec<u32>,
    /// For each row, the tuples that only it has.
    row_unique: Vec<u32>,
    /// Tuples that lost their last row, in no order.
    open: Vec<Open>,
    /// Where a tuple is in `open`.
    places: Vec<u32>,
    uncovered: usize,
}

impl<'a> Coverage<'a> {
    /// No rows yet; the tuples of `wanted` are to be covered.
    pub(super) fn new(targets: &'a Targets, wanted: &[bool]) -> Coverage<'a> {
        Coverage {
            targets,
            width: targets.sizes.len(),
            cells: Vec::new(),
            counts: wanted.iter().map(|&wanted| if wanted { 0 } else { NOT_WANTED }).collect(),
            holders: vec![0; targets.count],
            unique: Vec::new(),
            row_unique: Vec::new(),
            open: Vec::new(),
            places: vec![ABSENT; targets.count],
            uncovered: wanted.iter().filter(|&&wanted| wanted).count(),
        }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.row_unique.len()
    }

    /// The cells of a row.
    pub(super) fn row(&self, row: usize) -> &[Cell] {
        &self.cells[row * self.width..(row + 1) * self.width]
    }

    /// The cells of all rows, one row after the other.
    pub(super) fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// How many wanted tuples no row has.
    pub(super) fn uncovered(&self) -> usize {
        self.uncovered
    }

    /// The tuples that lost their last row.
    pub(super) fn open(&self) -> &[Open] {
        &self.open
    }

    /// Is the tuple wanted, and in no row?
    pub(super) fn is_uncovered(&self, tuple: usize) -> bool {
        self.counts[tuple] == 0
    }

    /// How many tuples only this row has.
    pub(super) fn only_in(&self, row: usize) -> usize {
        self.row_unique[row] as usize
    }

    /// How many tuples with this cell only this row has.
    pub(super) fn only_with(&self, row: usize, parameter: usize) -> usize {
        self.unique[row * self.width + parameter] as usize
    }

    /// Wants a tuple that no row has no longer.
    pub(super) fn give_up(&mut self, tuple: usize) {
        self.counts[tuple] += NOT_WANTED;
        self.uncovered -= 1;
    }

    /// Takes all rows away.
    pub(super) fn clear(&mut self) {
        for count in &mut self.counts {
            *count = if *count >= NOT_WANTED { NOT_WANTED } else { 0 };
        }
        self.uncovered = self.counts.iter().filter(|&&count| count == 0).count();
        self.holders.fill(0);
        self.places.fill(ABSENT);
        self.open.clear();
        self.cells.clear();
        self.unique.clear();
        self.row_unique.clear();
    }

    /// Adds a row at the end.
    pub(super) fn push(&mut self, cells: &[Cell]) {
        let row = self.rows();
        self.cells.extend_from_slice(cells);
        self.unique.resize(self.cells.len(), 0);
        self.row_unique.push(0);
        let targets = self.targets;
        for combination in &targets.combinations {
            self.gain(combination.tuple(cells), row, combination.parameters(), None);
        }
    }

    /// Takes a row away. The last row takes its number.
    pub(super) fn remove(&mut self, row: usize) {
        let cells = self.row(row).to_vec();
        let targets = self.targets;
        for combination in &targets.combinations {
            self.lose(combination.tuple(&cells), row, combination.parameters(), None);
        }
        let last = self.rows() - 1;
        if row != last {
            let moved = self.row(last).to_vec();
            for tuple in targets.of_row(&moved) {
                self.holders[tuple] ^= (row ^ last) as u32;
            }
            self.cells.copy_within(last * self.width.., row * self.width);
            self.unique.copy_within(last * self.width.., row * self.width);
        }
        self.row_unique.swap_remove(row);
        self.cells.truncate(last * self.width);
        self.unique.truncate(last * self.width);
    }

    /// Gives a cell another value.
    pub(super) fn set(&mut self, row: usize, parameter: usize, value: Cell) {
        let place = row * self.width + parameter;
        let old = self.cells[place] as usize;
        if old == value as usize {
            return;
        }
        let targets = self.targets;
        for link in &targets.links[parameter] {
            let first = link.first(&self.cells[place - parameter..place - parameter + self.width]);
            self.lose(first + old * link.step as usize, row, link.others(), Some(parameter));
        }
        self.cells[place] = value;
        for link in &targets.links[parameter] {
            let first = link.first(&self.cells[place - parameter..place - parameter + self.width]);
            self.gain(first + value as usize * link.step as usize, row, link.others(), Some(parameter));
        }
    }

    /// Adds, for each value of the parameter, how many uncovered tuples it would bring to a row that is not complete.
    pub(super) fn promise(&self, cells: &[Cell], parameter: usize, gains: &mut [u32]) {
        let complete = |link: &&Link| link.others().iter().all(|&other| cells[other as usize] != FREE);
        for link in self.targets.links[parameter].iter().filter(complete) {
            let first = link.first(cells);
            for (value, gain) in gains.iter_mut().enumerate() {
                *gain += u32::from(self.counts[first + value * link.step as usize] == 0);
            }
        }
    }

    fn gain(&mut self, tuple: usize, row: usize, others: &[u16], parameter: Option<usize>) {
        let count = self.counts[tuple];
        self.counts[tuple] = count + 1;
        match count {
            0 => {
                self.uncovered -= 1;
                self.close(tuple);
                self.add_unique(row, others, parameter);
            }
            1 => self.sub_unique(self.holders[tuple] as usize, others, parameter),
            _ => {}
        }
        self.holders[tuple] ^= row as u32;
    }

    fn lose(&mut self, tuple: usize, row: usize, others: &[u16], parameter: Option<usize>) {
        let count = self.counts[tuple] - 1;
        self.counts[tuple] = count;
        self.holders[tuple] ^= row as u32;
        match count {
            0 => {
                self.uncovered += 1;
                self.places[tuple] = self.open.len() as u32;
                self.open.push(Open { tuple: tuple as u32, cells: self.targets.cells(tuple) });
                self.sub_unique(row, others, parameter);
            }
            1 => self.add_unique(self.holders[tuple] as usize, others, parameter),
            _ => {}
        }
    }

    fn close(&mut self, tuple: usize) {
        let place = std::mem::replace(&mut self.places[tuple], ABSENT);
        if place == ABSENT {
            return;
        }
        self.open.swap_remove(place as usize);
        if let Some(moved) = self.open.get(place as usize) {
            self.places[moved.tuple as usize] = place;
        }
    }

    fn add_unique(&mut self, row: usize, others: &[u16], parameter: Option<usize>) {
        self.row_unique[row] += 1;
        let start = row * self.width;
        for place in others.iter().map(|&other| other as usize).chain(parameter) {
            self.unique[start + place] += 1;
        }
    }

    fn sub_unique(&mut self, row: usize, others: &[u16], parameter: Option<usize>) {
        self.row_unique[row] -= 1;
        let start = row * self.width;
        for place in others.iter().map(|&other| other as usize).chain(parameter) {
            self.unique[start + place] -= 1;
        }
    }
}
