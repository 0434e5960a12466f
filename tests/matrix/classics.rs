//! The six models that generators of pairs are compared on (pairwise.org), and tables of known sizes.

use super::covered;
use charter::matrix::{Options, Space};

fn space(levels: &[(usize, usize)], strength: usize) -> Space {
    Space::of_sizes(levels.iter().flat_map(|&(values, times)| std::iter::repeat_n(values, times)), strength)
}

fn check(levels: &[(usize, usize)], strength: usize, budget: u64, rows: usize) {
    let array = covered(&space(levels, strength), &Options { budget, random: 2, ..Options::default() });
    assert!(array.rows.len() <= rows, "{} rows, {rows} are enough", array.rows.len());
    assert_eq!(array.problems, []);
}

#[test]
fn pairs_of_the_six_classics() {
    check(&[(3, 4)], 2, 100_000, 9);
    check(&[(3, 13)], 2, 500_000, 15);
    check(&[(4, 15), (3, 17), (2, 29)], 2, 5_000_000, 29);
    check(&[(4, 1), (3, 39), (2, 35)], 2, 2_000_000, 21);
    check(&[(2, 100)], 2, 2_000_000, 10);
    check(&[(10, 20)], 2, 2_000_000, 190);
}

#[test]
fn a_plain_matrix_needs_no_more_than_its_two_longest_axes() {
    check(&[(3, 1), (4, 1), (2, 1), (5, 1), (3, 1), (2, 1), (4, 1)], 2, Options::BUDGET, 20);
    check(&[(2, 7), (3, 2), (4, 1), (10, 2)], 2, Options::BUDGET, 100);
}

#[test]
fn triples_and_quadruples() {
    check(&[(3, 13)], 3, 3_000_000, 74);
    check(&[(2, 7), (3, 2), (4, 1), (10, 2)], 3, 300_000, 401);
    check(&[(2, 8)], 4, 300_000, 26);
}

#[test]
fn single_values_need_as_many_rows_as_the_longest_axis() {
    check(&[(3, 2), (7, 1), (2, 4)], 1, 1_000, 7);
}

#[test]
fn the_same_space_gives_the_same_rows() {
    let space = space(&[(4, 3), (3, 5), (2, 6)], 2);
    assert_eq!(covered(&space, &Options::default()), covered(&space, &Options::default()));
}

#[test]
fn rows_that_cover_most_come_first() {
    let array = covered(&space(&[(4, 3), (3, 5), (2, 6)], 2), &Options::default());
    assert!(array.rows.windows(2).all(|pair| pair[0].new >= pair[1].new));
}

#[test]
fn a_set_of_axes_can_be_covered_more_strongly() {
    let mut space = space(&[(3, 6)], 2);
    space.stronger.push(charter::matrix::Stronger { parameters: vec![0, 2, 4], strength: 3 });
    let array = covered(&space, &Options::default());
    assert!(array.rows.len() <= 27, "{}", array.rows.len());
}
