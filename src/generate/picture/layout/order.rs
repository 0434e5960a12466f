//! In which order boxes and passing cables stand in each column, so that few lines cross.
//!
//! Medians and exchanges of neighbours in turn, as in Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed
//! Graphs" (1993), section 3, with a fixed number of rounds.

use super::{Cable, signed};

/// How often the columns are gone through in each direction.
const ROUNDS: usize = 24;

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// A box.
    Box { column: usize, index: usize },
    /// A cable on its way to another column.
    Passage { column: usize, cable: usize },
}

impl Item {
    pub(super) fn column(self) -> usize {
        match self {
            Self::Box { column, .. } | Self::Passage { column, .. } => column,
        }
    }
}

/// Everything with its neighbours, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Chart {
    pub items: Vec<Item>,
    /// The items of each column, from top to bottom.
    pub columns: Vec<Vec<usize>>,
    /// The item of each box.
    pub box_items: Vec<usize>,
    /// The items that each cable meets, from left to right.
    pub ways: Vec<Vec<usize>>,
    /// How far down in its column each item is.
    pub rank: Vec<usize>,
    /// The neighbours of each item to the left and to the right, each with its cable.
    pub beside: [Vec<Vec<(usize, usize)>>; 2],
    lanes: Vec<i64>,
}

/// Orders every column.
pub(super) fn order(columns: &[usize], cables: &[Cable]) -> Chart {
    let start = Chart::new(columns, cables);
    let mut best: Option<(i64, Chart)> = None;
    for upwards in [false, true] {
        let mut chart = start.clone();
        if upwards {
            chart.columns.iter_mut().for_each(|column| column.reverse());
            chart.number_all();
        }
        for round in 0..ROUNDS {
            chart.sweep(round % 2);
            chart.exchange();
            let crossings = chart.crossings();
            if best.as_ref().is_none_or(|(fewest, _)| crossings < *fewest) {
                best = Some((crossings, chart.clone()));
            }
        }
    }
    best.map_or(start, |(_, chart)| chart)
}

impl Chart {
    fn new(columns: &[usize], cables: &[Cable]) -> Self {
        let count = columns.iter().max().map_or(0, |last| last + 1);
        let box_ = |(index, column): (usize, &usize)| Item::Box { column: *column, index };
        let mut items: Vec<Item> = columns.iter().enumerate().map(box_).collect();
        let mut ways = Vec::with_capacity(cables.len());
        for (cable, said) in cables.iter().enumerate() {
            let [a, b] = said.ends;
            let (left, right) = if columns[a] < columns[b] { (a, b) } else { (b, a) };
            let mut way = vec![left];
            for column in columns[left] + 1..columns[right] {
                way.push(items.len());
                items.push(Item::Passage { column, cable });
            }
            way.push(right);
            ways.push(way);
        }
        let mut chart = Self {
            columns: vec![Vec::new(); count],
            box_items: (0..columns.len()).collect(),
            rank: vec![0; items.len()],
            beside: [vec![Vec::new(); items.len()], vec![Vec::new(); items.len()]],
            lanes: cables.iter().map(Cable::count).collect(),
            items,
            ways,
        };
        for (cable, way) in chart.ways.iter().enumerate() {
            for pair in way.windows(2) {
                chart.beside[1][pair[0]].push((pair[1], cable));
                chart.beside[0][pair[1]].push((pair[0], cable));
            }
        }
        chart.fill();
        chart
    }

    /// The items at the two ends of a cable, the left one first.
    pub(super) fn ends(&self, cable: usize) -> [usize; 2] {
        let way = &self.ways[cable];
        [way[0], way[way.len() - 1]]
    }

    /// A first order: items that hang together stand together, found by going through the graph in depth.
    fn fill(&mut self) {
        let mut is_seen = vec![false; self.items.len()];
        for start in 0..self.items.len() {
            let mut open = vec![start];
            while let Some(item) = open.pop() {
                if std::mem::replace(&mut is_seen[item], true) {
                    continue;
                }
                self.columns[self.items[item].column()].push(item);
                open.extend(self.beside.iter().flat_map(|beside| &beside[item]).map(|(other, _)| *other).rev());
            }
        }
        self.number_all();
    }

    fn number_all(&mut self) {
        for column in 0..self.columns.len() {
            self.number(column);
        }
    }

    fn number(&mut self, column: usize) {
        for (rank, item) in self.columns[column].iter().enumerate() {
            self.rank[*item] = rank;
        }
    }

    /// Sorts every column by where its neighbours on one side are: 0 for the left.
    fn sweep(&mut self, side: usize) {
        let count = self.columns.len();
        for at in 0..count {
            let column = if side == 0 { at } else { count - 1 - at };
            let middle = |item: usize| {
                let beside = &self.beside[side][item];
                let sum: i64 = beside.iter().map(|(other, cable)| signed(self.rank[*other]) * self.lanes[*cable]).sum();
                let lanes: i64 = beside.iter().map(|(_, cable)| self.lanes[*cable]).sum();
                if lanes == 0 { None } else { Some(sum * 1024 / lanes) }
            };
            let items = self.columns[column].clone();
            let mut moving: Vec<(i64, usize)> = items.iter().filter_map(|item| Some((middle(*item)?, *item))).collect();
            moving.sort_by_key(|(middle, _)| *middle);
            let mut moving = moving.into_iter();
            let placed = items.iter().map(|item| {
                let stays = self.beside[side][*item].is_empty();
                if stays { *item } else { moving.next().map_or(*item, |(_, item)| item) }
            });
            let placed: Vec<usize> = placed.collect();
            self.columns[column] = placed;
            self.number(column);
        }
    }

    /// Exchanges neighbours in a column as long as that makes fewer crossings.
    fn exchange(&mut self) {
        for _ in 0..ROUNDS {
            let mut improved = false;
            for column in 0..self.columns.len() {
                for at in 1..self.columns[column].len() {
                    let (above, below) = (self.columns[column][at - 1], self.columns[column][at]);
                    if self.crossed(below, above) < self.crossed(above, below) {
                        self.columns[column].swap(at - 1, at);
                        (self.rank[above], self.rank[below]) = (at, at - 1);
                        improved = true;
                    }
                }
            }
            if !improved {
                break;
            }
        }
    }

    /// How many pairs of lanes of two items of a column cross when one stands above the other.
    fn crossed(&self, above: usize, below: usize) -> i64 {
        let mut crossings = 0;
        for beside in &self.beside {
            for (a, cable) in &beside[above] {
                for (b, other) in &beside[below] {
                    if self.rank[*a] > self.rank[*b] {
                        crossings += self.lanes[*cable] * self.lanes[*other];
                    }
                }
            }
        }
        crossings
    }

    /// The end of a cable that is to the left: 0 or 1.
    pub(super) fn left_end(&self, cable: &Cable) -> usize {
        let [first, second] = cable.ends.map(|end| self.items[self.box_items[end]].column());
        usize::from(first > second)
    }

    /// How hard it is to follow: what crosses, what passes columns, how many columns there are, what runs to the left.
    pub(super) fn clutter(&self, cables: &[Cable]) -> i64 {
        let passages = signed(self.items.len() - self.box_items.len());
        let to_the_left = |cable: &Cable| cable.lanes[1 - self.left_end(cable)].map_or(0, |lead| lead.weight);
        let backwards: i64 = cables.iter().map(to_the_left).sum();
        2 * self.crossings() + 3 * passages + 4 * signed(self.columns.len()) + backwards
    }

    /// How many pairs of lanes cross.
    fn crossings(&self) -> i64 {
        let mut crossings = 0;
        for column in &self.columns {
            let mut pieces: Vec<(usize, usize, i64)> = Vec::new();
            for item in column {
                let to = self.beside[1][*item].iter();
                pieces.extend(to.map(|(other, cable)| (self.rank[*item], self.rank[*other], self.lanes[*cable])));
            }
            pieces.sort_unstable();
            crossings += inversions(&pieces);
        }
        crossings
    }
}

/// The weight of the pairs that are out of order, summed in a tree of partial sums.
fn inversions(pieces: &[(usize, usize, i64)]) -> i64 {
    let size = pieces.iter().map(|(_, to, _)| to + 1).max().unwrap_or(0);
    let mut tree = vec![0; size + 1];
    let (mut total, mut crossings) = (0, 0);
    for (_, to, lanes) in pieces {
        let (mut not_after, mut at) = (0, to + 1);
        while at > 0 {
            not_after += tree[at];
            at &= at - 1;
        }
        crossings += lanes * (total - not_after);
        total += lanes;
        at = to + 1;
        while at <= size {
            tree[at] += lanes;
            at += at & at.wrapping_neg();
        }
    }
    crossings
}
