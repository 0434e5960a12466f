//! Covering arrays: sizes of classic models, constraints, refused values, and rows that survive edits.

use charter::matrix::{Array, Options, Space, cover, verify};

mod classics;
mod formats;
mod keeping;
mod purposes;
mod random_spaces;

/// Covers the space and lets the verifier judge the rows.
fn covered(space: &Space, options: &Options) -> Array {
    let array = cover(space, options);
    let rows: Vec<Vec<usize>> = array.rows.iter().map(|row| row.values.clone()).collect();
    let faults = verify(space, &rows);
    assert!(faults.is_empty(), "{} rows, {faults:?}", rows.len());
    let sum: usize = array.rows.iter().map(|row| row.new).sum();
    assert_eq!(sum, array.required, "the rows add up to everything that is required");
    assert_eq!(array.rows.last().map_or(0, |row| row.covered), array.required);
    array
}
