//! Finds rows that break no clause: domains, unit propagation and a complete search with a step limit.

use super::bits::Bits;
use super::clauses::Clause;
use super::random::Random;

/// Steps of search that one question may take.
const STEPS: usize = 20_000;
/// Steps of search that all questions together may take.
const ALL_STEPS: usize = 4_000_000;

/// A value of a row, by its place in the parameter. Parameters have at most [`super::targets::VALUES`] values.
pub(super) type Cell = u16;
/// A cell that has no value yet.
pub(super) const FREE: Cell = Cell::MAX;

/// What the search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// A legal row.
    Row(Vec<Cell>),
    /// There is none.
    None,
    /// The step limit was reached first.
    Undecided,
}

/// Clauses over parameters, with what is still possible for each parameter.
#[derive(Debug, Clone)]
pub(super) struct Solver {
    /// Where the words of each parameter start; one more at the end.
    starts: Vec<usize>,
    /// The values that are still possible, as bits.
    domains: Vec<u64>,
    /// How many values are still possible.
    left: Vec<u32>,
    /// Literals of each clause: a range of `literals`.
    clauses: Vec<(u32, u32)>,
    literals: Vec<Literal>,
    masks: Vec<u64>,
    /// Clauses that name each parameter.
    mentions: Vec<Vec<u32>>,
    /// For each parameter and value, the clauses that name the parameter and not the value.
    risks: Vec<Vec<Vec<u32>>>,
    /// Changed words with what they were, to go back.
    trail: Vec<(u32, u32, u64)>,
    queue: Vec<u32>,
    steps_left: usize,
    /// Is there any legal row, as far as propagation can tell?
    consistent: bool,
}

#[derive(Debug, Clone, Copy)]
struct Literal {
    parameter: u32,
    /// Where its values start in `masks`.
    mask: u32,
}

impl Solver {
    /// A solver over parameters with these values at first.
    pub(super) fn new<'a>(domains: &[Bits], clauses: impl IntoIterator<Item = &'a Clause>) -> Solver {
        let mut solver = Solver {
            starts: vec![0],
            domains: Vec::new(),
            left: domains.iter().map(|domain| domain.count() as u32).collect(),
            clauses: Vec::new(),
            literals: Vec::new(),
            masks: Vec::new(),
            mentions: vec![Vec::new(); domains.len()],
            risks: domains.iter().map(|domain| vec![Vec::new(); domain.size()]).collect(),
            trail: Vec::new(),
            queue: Vec::new(),
            steps_left: ALL_STEPS,
            consistent: true,
        };
        for domain in domains {
            solver.domains.extend(domain.words());
            solver.starts.push(solver.domains.len());
        }
        for clause in clauses {
            solver.add(clause);
        }
        solver.consistent = solver.left.iter().all(|&left| left > 0) && solver.propagate_all();
        solver.trail.clear();
        solver
    }

    fn add(&mut self, clause: &Clause) {
        let id = self.clauses.len() as u32;
        let start = self.literals.len() as u32;
        for (&parameter, bits) in &clause.literals {
            self.literals.push(Literal { parameter: parameter as u32, mask: self.masks.len() as u32 });
            self.masks.extend(bits.words());
            self.mentions[parameter].push(id);
            for (value, risks) in self.risks[parameter].iter_mut().enumerate() {
                if !bits.contains(value) {
                    risks.push(id);
                }
            }
        }
        self.clauses.push((start, self.literals.len() as u32));
    }

    /// How many parameters there are.
    pub(super) fn parameters(&self) -> usize {
        self.left.len()
    }

    /// Does any clause name the parameter?
    fn is_constrained(&self, parameter: usize) -> bool {
        !self.mentions[parameter].is_empty()
    }

    /// The parameters that clauses connect, directly or through others: for each one the lowest of its group.
    pub(super) fn components(&self) -> Vec<usize> {
        let mut group: Vec<usize> = (0..self.left.len()).collect();
        let root = |group: &[usize], mut place: usize| {
            while group[place] != place {
                place = group[place];
            }
            place
        };
        for &(start, end) in &self.clauses {
            let literals = &self.literals[start as usize..end as usize];
            for pair in literals.windows(2) {
                let (one, other) = (root(&group, pair[0].parameter as usize), root(&group, pair[1].parameter as usize));
                group[one.max(other)] = one.min(other);
            }
        }
        (0..group.len()).map(|place| root(&group, place)).collect()
    }

    /// Does the row stay legal when `parameter` takes `value`? The row is legal now.
    pub(super) fn stays_legal(&self, row: &[Cell], parameter: usize, value: Cell) -> bool {
        self.allows(parameter, value)
            && self.risks[parameter][value as usize].iter().all(|&clause| {
                self.clause(clause).iter().any(|&literal| {
                    let other = literal.parameter as usize;
                    other != parameter && self.holds(literal, row[other])
                })
            })
    }

    /// Is the value possible for the parameter now?
    pub(super) fn allows(&self, parameter: usize, value: Cell) -> bool {
        let word = self.starts[parameter] + value as usize / 64;
        word < self.starts[parameter + 1] && self.domains[word] >> (value % 64) & 1 == 1
    }

    /// How many values are possible for the parameter now.
    fn choices(&self, parameter: usize) -> usize {
        self.left[parameter] as usize
    }

    /// A point to go back to.
    pub(super) fn mark(&self) -> usize {
        self.trail.len()
    }

    /// Goes back to a point.
    pub(super) fn undo(&mut self, mark: usize) {
        while self.trail.len() > mark {
            let Some((parameter, word, old)) = self.trail.pop() else { return };
            let now = std::mem::replace(&mut self.domains[word as usize], old);
            self.left[parameter as usize] += old.count_ones() - now.count_ones();
        }
    }

    /// Gives the parameter this value. Returns false when that cannot be; then go back.
    pub(super) fn fix(&mut self, parameter: usize, value: Cell) -> bool {
        if !self.allows(parameter, value) {
            return false;
        }
        let (start, end) = (self.starts[parameter], self.starts[parameter + 1]);
        let mut changed = false;
        for word in start..end {
            let bit = if word - start == value as usize / 64 { 1 << (value % 64) } else { 0 };
            changed |= self.narrow(parameter, word, bit);
        }
        !changed || self.propagate_from(parameter)
    }

    /// Takes a value away from the parameter. Returns false when that cannot be; then go back.
    pub(super) fn exclude(&mut self, parameter: usize, value: Cell) -> bool {
        let word = self.starts[parameter] + value as usize / 64;
        self.narrow(parameter, word, !(1 << (value % 64)));
        self.left[parameter] > 0 && self.propagate_from(parameter)
    }

    /// A legal row with these cells, near to `wish` where it says something.
    pub(super) fn row_with(&mut self, cells: &[(u16, Cell)], wish: &[Cell], random: &mut Random) -> Answer {
        let mark = self.mark();
        let possible = self.consistent && cells.iter().all(|&(parameter, value)| self.fix(parameter as usize, value));
        let answer = if possible { self.search(wish, random) } else { Answer::None };
        self.undo(mark);
        answer
    }

    fn search(&mut self, wish: &[Cell], random: &mut Random) -> Answer {
        let mut tried: Vec<(usize, usize, Cell)> = Vec::new();
        let mut steps = 0;
        while let Some(parameter) = self.most_constrained(random) {
            let value = self.choice(parameter, wish[parameter], random);
            tried.push((self.mark(), parameter, value));
            if self.fix(parameter, value) {
                continue;
            }
            loop {
                let Some((mark, parameter, value)) = tried.pop() else { return Answer::None };
                self.undo(mark);
                steps += 1;
                self.steps_left = self.steps_left.saturating_sub(1);
                if steps > STEPS || self.steps_left == 0 {
                    return Answer::Undecided;
                }
                if self.exclude(parameter, value) {
                    break;
                }
            }
        }
        Answer::Row((0..self.left.len()).map(|parameter| self.choice(parameter, wish[parameter], random)).collect())
    }

    /// The open parameter with the fewest values left, of those that a clause names.
    fn most_constrained(&self, random: &mut Random) -> Option<usize> {
        let count = self.left.len();
        let first = random.below(count);
        (first..count)
            .chain(0..first)
            .filter(|&parameter| self.left[parameter] > 1 && self.is_constrained(parameter))
            .min_by_key(|&parameter| self.left[parameter])
    }

    /// The wished value if it is possible, or any other.
    fn choice(&self, parameter: usize, wish: Cell, random: &mut Random) -> Cell {
        if wish != FREE && self.allows(parameter, wish) {
            return wish;
        }
        let mut place = random.below(self.choices(parameter)) as u32;
        for (number, word) in self.domains[self.starts[parameter]..self.starts[parameter + 1]].iter().enumerate() {
            let mut word = *word;
            if place >= word.count_ones() {
                place -= word.count_ones();
                continue;
            }
            for _ in 0..place {
                word &= word - 1;
            }
            return (number as u32 * 64 + word.trailing_zeros()) as Cell;
        }
        FREE
    }

    fn clause(&self, id: u32) -> &[Literal] {
        let (start, end) = self.clauses[id as usize];
        &self.literals[start as usize..end as usize]
    }

    fn holds(&self, literal: Literal, value: Cell) -> bool {
        value != FREE && self.masks[literal.mask as usize + value as usize / 64] >> (value % 64) & 1 == 1
    }

    /// Keeps only the values of `mask` in one word. Returns whether that changed it.
    fn narrow(&mut self, parameter: usize, word: usize, mask: u64) -> bool {
        let old = self.domains[word];
        let new = old & mask;
        if new == old {
            return false;
        }
        self.trail.push((parameter as u32, word as u32, old));
        self.domains[word] = new;
        self.left[parameter] -= old.count_ones() - new.count_ones();
        true
    }

    fn propagate_all(&mut self) -> bool {
        self.queue = (0..self.clauses.len() as u32).collect();
        self.propagate()
    }

    fn propagate_from(&mut self, parameter: usize) -> bool {
        self.queue.clear();
        self.queue.extend_from_slice(&self.mentions[parameter]);
        self.propagate()
    }

    /// Narrows domains as far as single clauses can; false when a clause cannot hold any more.
    fn propagate(&mut self) -> bool {
        while let Some(id) = self.queue.pop() {
            let (start, end) = self.clauses[id as usize];
            let mut possible = (start as usize..end as usize).filter(|&place| self.is_possible(self.literals[place]));
            let Some(only) = possible.next() else { return false };
            if possible.next().is_some() {
                continue;
            }
            let literal = self.literals[only];
            let parameter = literal.parameter as usize;
            let words = self.starts[parameter]..self.starts[parameter + 1];
            let mut changed = false;
            for (offset, word) in words.enumerate() {
                let mask = self.masks[literal.mask as usize + offset];
                changed |= self.narrow(parameter, word, mask);
            }
            if changed {
                self.queue.extend_from_slice(&self.mentions[parameter]);
            }
        }
        true
    }

    fn is_possible(&self, literal: Literal) -> bool {
        let parameter = literal.parameter as usize;
        let words = &self.domains[self.starts[parameter]..self.starts[parameter + 1]];
        let masks = &self.masks[literal.mask as usize..];
        words.iter().zip(masks).any(|(word, mask)| word & mask != 0)
    }
}
