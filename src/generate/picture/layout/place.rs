//! How far down everything is: lines as level as they can be, in the order that was found, without overlaps.
//!
//! A column at a time, each item wants to be level with its neighbours. The best positions that keep order and distances
//! are found by pooling adjacent violators (Ayer, Brunk, Ewing, Reid and Silverman, 1955).

use super::order::{Chart, Item};
use super::{Cable, Size};

/// How often all columns are placed.
const ROUNDS: usize = 40;
/// Positions are found in parts of a pixel.
const FINE: i64 = 16;
/// The room above and below the ports of a box.
const MARGIN: i64 = 8;
/// The room between the ports of two cables.
const BETWEEN: i64 = 4;

/// Where everything is, in pixels.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    /// The top of each item.
    pub tops: Vec<i64>,
    /// The height of each item.
    pub heights: Vec<i64>,
    /// The top of each cable at its left and right box.
    pub ports: Vec<[i64; 2]>,
}

/// Places the items of a chart.
pub(super) fn place(chart: &Chart, boxes: &[Size], cables: &[Cable]) -> Placed {
    let mut below = vec![[0; 2]; cables.len()];
    let mut heights = vec![0; chart.items.len()];
    for (item, said) in chart.items.iter().enumerate() {
        heights[item] = match *said {
            Item::Passage { cable, .. } => cables[cable].height(),
            Item::Box { index, .. } => {
                let sides = [0, 1].map(|side| ports(chart, cables, item, side));
                let needed = sides.iter().map(|(height, _)| *height).max().unwrap_or(0);
                let height = boxes[index].height.max(needed + 2 * MARGIN);
                for (side, (used, ports)) in sides.iter().enumerate() {
                    for (cable, top) in ports {
                        // What is at the left side of a box is the right end of its cable.
                        below[*cable][1 - side] = (height - used) / 2 + top;
                    }
                }
                height
            }
        };
    }
    let tops = tops(chart, cables, &heights, &below);
    let ports = (0..cables.len()).map(|cable| {
        let [left, right] = chart.ends(cable);
        [tops[left] + below[cable][0], tops[right] + below[cable][1]]
    });
    Placed { ports: ports.collect(), tops, heights }
}

/// The height that the ports of a box take at one side, and how far down each is.
fn ports(chart: &Chart, cables: &[Cable], item: usize, side: usize) -> (i64, Vec<(usize, i64)>) {
    let mut beside = chart.beside[side][item].clone();
    beside.sort_unstable_by_key(|(other, cable)| (chart.rank[*other], *cable));
    let mut height = 0;
    let mut found = Vec::new();
    for (_, cable) in beside {
        if height > 0 {
            height += BETWEEN;
        }
        found.push((cable, height));
        height += cables[cable].height();
    }
    (height, found)
}

fn distance(chart: &Chart, above: usize, below: usize) -> i64 {
    match (chart.items[above], chart.items[below]) {
        (Item::Box { .. }, Item::Box { .. }) => 26,
        (Item::Passage { .. }, Item::Passage { .. }) => 6,
        _ => 16,
    }
}

fn tops(chart: &Chart, cables: &[Cable], heights: &[i64], below: &[[i64; 2]]) -> Vec<i64> {
    let mut tops = vec![0; chart.items.len()];
    for column in &chart.columns {
        let mut y = 0;
        for (at, item) in column.iter().enumerate() {
            if at > 0 {
                y += distance(chart, column[at - 1], *item) * FINE;
            }
            tops[*item] = y;
            y += heights[*item] * FINE;
        }
    }
    // How far down a cable is in an item: at a box by its port, on its way at the top.
    let offset = |item: usize, cable: usize, side: usize| match chart.items[item] {
        Item::Box { .. } => below[cable][1 - side] * FINE,
        Item::Passage { .. } => 0,
    };
    for round in 0..ROUNDS {
        let count = chart.columns.len();
        for at in 0..count {
            let column = &chart.columns[if round % 2 == 0 { at } else { count - 1 - at }];
            let sides: &[usize] = match round {
                0 => &[0],
                1 => &[1],
                _ => &[0, 1],
            };
            let wish = |item: usize| {
                let (mut sum, mut weights) = (0, 0);
                for side in sides {
                    for (other, cable) in &chart.beside[*side][item] {
                        let lanes = cables[*cable].count();
                        let weight = lanes * stiffness(chart.items[item], chart.items[*other]);
                        let level = tops[*other] + offset(*other, *cable, 1 - side) - offset(item, *cable, *side);
                        sum += weight * level;
                        weights += weight;
                    }
                }
                if weights == 0 { (tops[item], 1) } else { (sum.div_euclid(weights), 4 * weights) }
            };
            let wishes: Vec<(i64, i64)> = column.iter().map(|item| wish(*item)).collect();
            let mut floor = 0;
            let floors: Vec<i64> = (0..column.len())
                .map(|at| {
                    if at > 0 {
                        let above = column[at - 1];
                        floor += (heights[above] + distance(chart, above, column[at])) * FINE;
                    }
                    floor
                })
                .collect();
            for ((item, top), floor) in column.iter().zip(pool(&wishes, &floors)).zip(&floors) {
                tops[*item] = top + floor;
            }
        }
    }
    let highest = tops.iter().copied().min().unwrap_or(0);
    rounded(chart, heights, &tops, highest)
}

/// Whole pixels, with the distances kept.
fn rounded(chart: &Chart, heights: &[i64], tops: &[i64], highest: i64) -> Vec<i64> {
    let mut found: Vec<i64> = tops.iter().map(|top| (top - highest + FINE / 2).div_euclid(FINE)).collect();
    for column in &chart.columns {
        for pair in column.windows(2) {
            let least = found[pair[0]] + heights[pair[0]] + distance(chart, pair[0], pair[1]);
            found[pair[1]] = found[pair[1]].max(least);
        }
    }
    found
}

/// How much a line wants to be level: most of all where it passes columns.
fn stiffness(a: Item, b: Item) -> i64 {
    match (a, b) {
        (Item::Passage { .. }, Item::Passage { .. }) => 8,
        (Item::Box { .. }, Item::Box { .. }) => 1,
        _ => 2,
    }
}

/// Positions above their floors that come closest to what is wished, and never decrease.
fn pool(wishes: &[(i64, i64)], floors: &[i64]) -> Vec<i64> {
    let mut blocks: Vec<(i64, i64, usize)> = Vec::new();
    for ((wish, weight), floor) in wishes.iter().zip(floors) {
        let mut block = ((wish - floor) * weight, *weight, 1);
        while let Some(last) = blocks.pop_if(|last| last.0 * block.1 > block.0 * last.1) {
            block = (last.0 + block.0, last.1 + block.1, last.2 + block.2);
        }
        blocks.push(block);
    }
    let level = |(sum, weight, count): (i64, i64, usize)| std::iter::repeat_n(sum.div_euclid(weight), count);
    blocks.into_iter().flat_map(level).collect()
}
