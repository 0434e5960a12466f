//! Where boxes stand and lines run: columns from left to right, lines that never touch a box on their way.
//!
//! The four steps are those of Sugiyama, Tagawa and Toda, "Methods for Visual Understanding of Hierarchical System
//! Structures" (1981): columns, order in them, positions, lines. Both directions between two boxes are one cable with two
//! lanes, so that they run side by side. A cable that passes a column has a place of its own there; it crosses the column
//! level, and bends only between columns, where no box stands.

mod columns;
mod order;
mod place;

use rayon::prelude::*;

use order::{Chart, Item};
use place::Placed;

/// The least distance of two lanes.
pub const LANE: i64 = 16;
/// The straight piece of a lane at a box, without its label.
pub const STUB: i64 = 18;

/// The most places from which the search for columns starts.
const MOST_STARTS: usize = 48;
/// How much work all starts may be together, in squares of boxes and cables.
const WORK: usize = 120_000;

/// A width and a height, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// To the right.
    pub width: i64,
    /// Downwards.
    pub height: i64,
}

/// What joins two boxes.
#[derive(Clone, Debug)]
pub struct Cable {
    /// The boxes, by index; two different ones.
    pub ends: [usize; 2],
    /// The lane that starts at each end; at least one.
    pub lanes: [Option<Lead>; 2],
}

/// One direction of a cable.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lead {
    /// How much goes this way.
    pub weight: i64,
    /// The room for its label, where it starts.
    pub label: Size,
}

/// A box that was placed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rect {
    /// The left edge.
    pub x: i64,
    /// The top edge.
    pub y: i64,
    /// The extent.
    pub size: Size,
}

/// A level piece of a line, in the direction in which it is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// Where it starts.
    pub from: i64,
    /// Where it ends.
    pub to: i64,
    /// How far down it is.
    pub y: i64,
}

/// One direction of a cable, placed: level pieces from box to box, joined by bends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The cable, by index.
    pub cable: usize,
    /// The end at which it starts: 0 or 1.
    pub start: usize,
    /// The level pieces; the first starts at a box, the last ends at one.
    pub levels: Vec<Level>,
}

/// Everything in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The extent of all of it.
    pub size: Size,
    /// The boxes, as they were given.
    pub boxes: Vec<Rect>,
    /// The lines, by cable.
    pub lines: Vec<Line>,
}

/// A count as a length.
pub fn signed(count: usize) -> i64 {
    i64::try_from(count).expect("what a picture counts fits into memory")
}

impl Cable {
    /// How much height a lane takes.
    fn pitch(&self) -> i64 {
        let labels = self.lanes.iter().flatten().map(|lead| lead.label.height + 4);
        labels.fold(LANE, i64::max)
    }

    /// How many lanes there are.
    fn count(&self) -> i64 {
        signed(self.lanes.iter().flatten().count())
    }

    fn height(&self) -> i64 {
        self.pitch() * self.count()
    }

    /// How far below the top of the cable the lane of an end is. The one that goes to the right is above.
    fn lane_below_top(&self, start: usize, left_end: usize) -> i64 {
        let is_second = self.lanes[0].is_some() && self.lanes[1].is_some() && start != left_end;
        self.pitch() / 2 + if is_second { self.pitch() } else { 0 }
    }
}

/// Where the columns are.
struct Columns {
    edges: Vec<(i64, i64)>,
    stubs: Vec<[i64; 2]>,
}

/// Places boxes of at least the given sizes, and the cables between them.
pub fn arrange(boxes: &[Size], cables: &[Cable]) -> Plan {
    let chart = best_chart(boxes, cables);
    let placed = place::place(&chart, boxes, cables);
    let stubs = stubs(&chart, cables);
    let columns = Columns { edges: column_edges(&chart, boxes, cables, &stubs), stubs };
    let mut lines = Vec::new();
    for (index, cable) in cables.iter().enumerate() {
        let left_end = chart.left_end(cable);
        for start in (0..2).filter(|start| cable.lanes[*start].is_some()) {
            let mut levels = levels(&chart, &placed, &columns, index, cable.lane_below_top(start, left_end));
            if start != left_end {
                levels.reverse();
                for level in &mut levels {
                    (level.from, level.to) = (level.to, level.from);
                }
            }
            lines.push(Line { cable: index, start, levels });
        }
    }
    let rect = |item: &usize| {
        let (left, right) = columns.edges[chart.items[*item].column()];
        let size = Size { width: right - left, height: placed.heights[*item] };
        Rect { x: left, y: placed.tops[*item], size }
    };
    let width = columns.edges.last().map_or(0, |(_, right)| *right);
    let height = placed.tops.iter().zip(&placed.heights).map(|(top, height)| top + height).max().unwrap_or(0);
    Plan { size: Size { width, height }, boxes: chart.box_items.iter().map(rect).collect(), lines }
}

/// The best of several charts, each from another start. Large pictures get fewer, so that the work stays bounded.
fn best_chart(boxes: &[Size], cables: &[Cable]) -> Chart {
    let size = boxes.len() + cables.len();
    let starts = (WORK / (size * size).max(1)).clamp(1, MOST_STARTS);
    let chart = |start: usize| order::order(&columns::columns(boxes, cables, start), cables);
    let others = (1..starts).into_par_iter().map(chart);
    let charts: Vec<Chart> = std::iter::once(chart(0)).chain(others.collect::<Vec<_>>()).collect();
    let best = charts.iter().enumerate().min_by_key(|(start, chart)| (chart.clutter(cables), *start));
    best.map(|(_, chart)| chart.clone()).unwrap_or_default()
}

/// How long the level pieces at the left and the right side of every column are: all labels fit on them.
fn stubs(chart: &Chart, cables: &[Cable]) -> Vec<[i64; 2]> {
    let mut stubs = vec![[STUB; 2]; chart.columns.len()];
    for (index, cable) in cables.iter().enumerate() {
        let ends = chart.ends(index);
        for (end, index) in cable.ends.iter().enumerate() {
            let side = usize::from(chart.box_items[*index] == ends[0]);
            let column = chart.items[ends[1 - side]].column();
            let label = cable.lanes[end].map_or(0, |lead| lead.label.width);
            stubs[column][side] = (STUB + label).max(stubs[column][side]);
        }
    }
    stubs
}

/// The left and right edge of every column: wide enough for its boxes, and room for labels and bends between them.
fn column_edges(chart: &Chart, boxes: &[Size], cables: &[Cable], stubs: &[[i64; 2]]) -> Vec<(i64, i64)> {
    let count = chart.columns.len();
    let mut widths = vec![0; count];
    let mut lanes = vec![0; count];
    for (size, item) in boxes.iter().zip(&chart.box_items) {
        let column = chart.items[*item].column();
        widths[column] = size.width.max(widths[column]);
    }
    for (index, cable) in cables.iter().enumerate() {
        let [left, right] = chart.ends(index).map(|item| chart.items[item].column());
        lanes[left..right].iter_mut().for_each(|lanes| *lanes += cable.count());
    }
    let mut x = 0;
    let edge = |column: usize| {
        let left = x;
        let right = left + widths[column];
        let next = stubs.get(column + 1).map_or(0, |stubs| stubs[0]);
        x = right + stubs[column][1] + bend(lanes[column]) + next;
        (left, right)
    };
    (0..count).map(edge).collect()
}

/// The room for bends in which a number of lines is sorted.
fn bend(lanes: i64) -> i64 {
    (40 + 4 * lanes).min(120)
}

/// The level pieces of one lane of a cable, from left to right. They reach past all labels of their column.
fn levels(chart: &Chart, placed: &Placed, columns: &Columns, cable: usize, below: i64) -> Vec<Level> {
    let ports = &placed.ports[cable];
    let level = |(at, item): (usize, &usize)| {
        let column = chart.items[*item].column();
        let (left, right) = columns.edges[column];
        let [before, after] = columns.stubs[column];
        match chart.items[*item] {
            Item::Box { .. } if at == 0 => Level { from: right, to: right + after, y: ports[0] + below },
            Item::Box { .. } => Level { from: left - before, to: left, y: ports[1] + below },
            Item::Passage { .. } => Level { from: left - before, to: right + after, y: placed.tops[*item] + below },
        }
    };
    chart.ways[cable].iter().enumerate().map(level).collect()
}
