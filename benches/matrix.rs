//! Covering arrays: how long the classic models and a matrix of a charter's size take, at the budgets of the tests.
//!
//! `cargo bench --bench matrix`. The numbers of rows are asserted by the tests in `tests/matrix`, and printed here by
//! the name of each model.

use charter::matrix::{Condition, Constraint, Options, Space, cover};
use divan::Bencher;
use std::fmt;

fn main() {
    divan::main();
}

/// A model with a strength and a budget of look-ups.
struct Model {
    name: &'static str,
    space: Space,
    budget: u64,
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = Options { budget: self.budget, ..Options::default() };
        write!(f, "{}: {} rows", self.name, cover(&self.space, &options).rows.len())
    }
}

fn model(name: &'static str, levels: &[(usize, usize)], strength: usize, budget: u64) -> Model {
    let sizes = levels.iter().flat_map(|&(values, times)| std::iter::repeat_n(values, times));
    Model { name, space: Space::of_sizes(sizes, strength), budget }
}

fn pairs() -> Vec<Model> {
    vec![
        model("3^4", &[(3, 4)], 2, 100_000),
        model("3^13", &[(3, 13)], 2, 1_000_000),
        model("4^15 3^17 2^29", &[(4, 15), (3, 17), (2, 29)], 2, 20_000_000),
        model("4^1 3^39 2^35", &[(4, 1), (3, 39), (2, 35)], 2, 2_000_000),
        model("2^100", &[(2, 100)], 2, 2_000_000),
        model("10^20", &[(10, 20)], 2, 20_000_000),
    ]
}

fn triples() -> Vec<Model> {
    vec![
        model("3^13 t=3", &[(3, 13)], 3, 20_000_000),
        model("4^15 3^17 2^29 t=3", &[(4, 15), (3, 17), (2, 29)], 3, 20_000_000),
        model("4^1 3^39 2^35 t=3", &[(4, 1), (3, 39), (2, 35)], 3, 20_000_000),
        model("2^100 t=3", &[(2, 100)], 3, 20_000_000),
        model("10^20 t=3", &[(10, 20)], 3, 20_000_000),
    ]
}

/// Twelve axes of 2 to 6 values with 15 forbidden combinations, chosen by a fixed rule.
fn charters() -> Vec<Model> {
    let levels = [(2, 3), (3, 3), (4, 3), (5, 2), (6, 1)];
    let plain = model("12 axes", &levels, 2, Options::BUDGET);
    let mut ruled = model("12 axes, 15 constraints", &levels, 2, Options::BUDGET);
    let mut random = fastrand::Rng::with_seed(8);
    for number in 0..15 {
        let first = random.usize(0..11);
        let second = random.usize(first + 1..12);
        let mut value = |parameter: usize| random.usize(0..ruled.space.parameters[parameter].values.len());
        let both = Condition::All(vec![Condition::is(first, value(first)), Condition::is(second, value(second))]);
        ruled.space.constraints.push(Constraint::never(number.to_string(), both));
    }
    vec![plain, ruled, model("6^15", &[(6, 15)], 2, Options::BUDGET)]
}

fn run(bencher: Bencher<'_, '_>, model: &Model) {
    let options = Options { budget: model.budget, ..Options::default() };
    bencher.bench(|| cover(divan::black_box(&model.space), &options));
}

#[divan::bench(args = charters(), sample_count = 10)]
fn charter(bencher: Bencher<'_, '_>, model: &Model) {
    run(bencher, model);
}

#[divan::bench(args = pairs(), sample_count = 5)]
fn strength_2(bencher: Bencher<'_, '_>, model: &Model) {
    run(bencher, model);
}

#[divan::bench(args = triples(), sample_count = 2)]
fn strength_3(bencher: Bencher<'_, '_>, model: &Model) {
    run(bencher, model);
}
