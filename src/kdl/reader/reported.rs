//! The problems that were found so far. Every look at one of them is counted, so that tests see work that grows too fast.

use crate::kdl::problem::Problem;
use crate::steps::step;

/// A stack of problems, in the order in which they were found.
#[derive(Default)]
pub(super) struct Reported {
    problems: Vec<Problem>,
}

impl Reported {
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    pub fn push(&mut self, problem: Problem) {
        step(1);
        self.problems.push(problem);
    }

    pub fn pop(&mut self) {
        step(1);
        self.problems.pop();
    }

    pub fn last(&self) -> Option<&Problem> {
        step(1);
        self.problems.last()
    }

    pub fn last_mut(&mut self) -> Option<&mut Problem> {
        step(1);
        self.problems.last_mut()
    }

    /// All of them, in the order of their places.
    pub fn in_order(mut self) -> Vec<Problem> {
        self.problems.sort_by_key(|problem| (problem.range.start, problem.range.end));
        self.problems
    }
}
