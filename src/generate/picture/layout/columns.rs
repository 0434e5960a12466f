//! Which column each box stands in: few lines to the left, short lines, columns of like height.

use super::{Cable, Size, signed};

/// How often every box is moved to its best column.
const ROUNDS: usize = 24;
/// What one lane costs for every column that it passes.
const PASSING: i64 = 150;
/// What one flow costs that runs to the left.
const BACKWARDS: i64 = 30;
/// The height above which a column costs more than its height.
const TALL: i64 = 500;
/// The room around a box.
const AROUND: i64 = 30;

/// The column of each box. No cable stays in one column, and no column is empty. Every `start` begins the search with
/// another order of the boxes; 0 is the one in which least runs backwards.
pub(super) fn columns(boxes: &[Size], cables: &[Cable], start: usize) -> Vec<usize> {
    let mut board = Board::new(boxes, cables, start);
    for _ in 0..ROUNDS {
        if !board.improve() {
            break;
        }
    }
    compact(&board.column)
}

struct Board<'b> {
    cables: &'b [Cable],
    /// The cables of each box, with the end at which it is.
    at_box: Vec<Vec<(usize, usize)>>,
    heights_of_boxes: Vec<i64>,
    column: Vec<usize>,
    heights: Vec<i64>,
}

impl<'b> Board<'b> {
    fn new(boxes: &[Size], cables: &'b [Cable], start: usize) -> Self {
        let mut at_box = vec![Vec::new(); boxes.len()];
        for (index, cable) in cables.iter().enumerate() {
            at_box[cable.ends[0]].push((index, 0));
            at_box[cable.ends[1]].push((index, 1));
        }
        let ports = |box_: usize| at_box[box_].iter().map(|(cable, _)| cables[*cable].height()).sum::<i64>();
        let heights_of_boxes = (0..boxes.len()).map(|box_| boxes[box_].height.max(ports(box_) / 2) + AROUND).collect();
        let mut order = forwards(boxes.len(), cables, &at_box);
        shuffle(&mut order, start);
        let column = first_columns(&order, cables, &at_box);
        let count = column.iter().max().map_or(1, |last| last + 2);
        let mut board = Self { cables, at_box, heights_of_boxes, column, heights: vec![0; count] };
        for box_ in 0..board.column.len() {
            board.heights[board.column[box_]] += board.heights_of_boxes[box_];
        }
        for cable in 0..cables.len() {
            board.passes(cable, 1);
        }
        board
    }

    /// Adds the height of a cable to the columns that it passes, `times` times.
    fn passes(&mut self, cable: usize, times: i64) {
        let [a, b] = self.cables[cable].ends.map(|end| self.column[end]);
        for column in a.min(b) + 1..a.max(b) {
            self.heights[column] += times * self.cables[cable].height();
        }
    }

    /// Moves every box to the column that costs least; whether one moved.
    fn improve(&mut self) -> bool {
        let mut moved = false;
        for box_ in 0..self.column.len() {
            let own: Vec<usize> = self.at_box[box_].iter().map(|(cable, _)| *cable).collect();
            for cable in &own {
                self.passes(*cable, -1);
            }
            let old = self.column[box_];
            self.heights[old] -= self.heights_of_boxes[box_];
            let best = (0..self.heights.len())
                .filter(|column| self.is_free(box_, *column))
                .min_by_key(|column| (self.cost(box_, *column), old.abs_diff(*column), *column))
                .unwrap_or(old);
            self.column[box_] = best;
            self.heights[best] += self.heights_of_boxes[box_];
            for cable in &own {
                self.passes(*cable, 1);
            }
            moved |= best != old;
        }
        moved
    }

    fn is_free(&self, box_: usize, column: usize) -> bool {
        self.at_box[box_].iter().all(|(cable, end)| self.column[self.cables[*cable].ends[1 - end]] != column)
    }

    fn cost(&self, box_: usize, column: usize) -> i64 {
        let tall = |height: i64, more: i64| ((height + more) * (height + more) - height * height) / TALL;
        let mut cost = tall(self.heights[column], self.heights_of_boxes[box_]);
        for (index, end) in &self.at_box[box_] {
            let cable = &self.cables[*index];
            let other = self.column[cable.ends[1 - end]];
            let lanes = cable.count();
            cost += PASSING * lanes * (signed(column.abs_diff(other)) - 1);
            for passed in column.min(other) + 1..column.max(other) {
                cost += tall(self.heights[passed], cable.height());
            }
            let from_right = if column > other { *end } else { 1 - end };
            cost += BACKWARDS * cable.lanes[from_right].map_or(0, |lead| lead.weight);
        }
        cost
    }
}

/// Columns by the longest way in an order.
fn first_columns(order: &[usize], cables: &[Cable], at_box: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut columns = vec![0; order.len()];
    let mut is_done = vec![false; order.len()];
    for &box_ in order {
        is_done[box_] = true;
        let others = at_box[box_].iter().map(|(cable, end)| cables[*cable].ends[1 - end]);
        columns[box_] = others.filter(|other| is_done[*other]).map(|other| columns[other] + 1).max().unwrap_or(0);
    }
    columns
}

/// Mixes an order; the same `start` always gives the same order, and 0 leaves it. The steps are those of the generator MMIX
/// (Knuth, "The Art of Computer Programming", volume 2, section 3.3.4).
fn shuffle(order: &mut [usize], start: usize) {
    let mut state = start as u64;
    for at in (1..order.len()).rev().filter(|_| start > 0) {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
}

/// An order of the boxes with little weight against it, after Eades, Lin and Smyth, "A fast and effective heuristic for the
/// feedback arc set problem" (1993).
fn forwards(count: usize, cables: &[Cable], at_box: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let weight = |cable: usize, end: usize| cables[cable].lanes[end].map_or(0, |lead| lead.weight);
    let mut left: Vec<usize> = (0..count).collect();
    let mut is_left = vec![true; count];
    let (mut head, mut tail) = (Vec::new(), Vec::new());
    while !left.is_empty() {
        let net = |box_: usize| {
            let cables = at_box[box_].iter().filter(|(cable, end)| is_left[cables[*cable].ends[1 - end]]);
            cables
                .fold((0, 0), |(out, into), (cable, end)| (out + weight(*cable, *end), into + weight(*cable, 1 - end)))
        };
        let sums: Vec<(i64, i64)> = left.iter().map(|box_| net(*box_)).collect();
        let sink = sums.iter().position(|(out, into)| *out == 0 && *into > 0);
        let most = (0..left.len()).max_by_key(|at| (sums[*at].1 == 0, sums[*at].0 - sums[*at].1, usize::MAX - at));
        let Some(at) = sink.or(most) else { break };
        let box_ = left.remove(at);
        is_left[box_] = false;
        if sink.is_some() { tail.push(box_) } else { head.push(box_) }
    }
    head.extend(tail.into_iter().rev());
    head
}

/// The same columns, numbered without gaps.
fn compact(columns: &[usize]) -> Vec<usize> {
    let mut used = columns.to_vec();
    used.sort_unstable();
    used.dedup();
    columns.iter().map(|column| used.partition_point(|known| known < column)).collect()
}
