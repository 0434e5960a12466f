//! Rows of an earlier array keep their names while they are legal and needed.

use super::covered;
use charter::matrix::{Array, Condition, Constraint, Kept, Options, Origin, Parameter, Space, Value};

fn keep(array: &Array, width: usize) -> Options {
    let keep = array.rows.iter().map(|row| {
        let mut cells: Vec<Option<usize>> = row.values.iter().copied().map(Some).collect();
        cells.resize(width, None);
        Kept { id: row.id.clone(), cells }
    });
    Options { keep: keep.collect(), ..Options::default() }
}

fn names(array: &Array) -> Vec<&str> {
    array.rows.iter().map(|row| row.id.as_str()).collect()
}

#[test]
fn nothing_changes_when_nothing_changed() {
    let space = Space::of_sizes([3, 4, 2, 5, 3], 2);
    let old = covered(&space, &Options::default());
    let new = covered(&space, &keep(&old, 5));
    assert_eq!(names(&old), names(&new));
    assert_eq!(new.dropped, []);
    assert!(new.rows.iter().all(|row| row.origin == Origin::Kept));
}

#[test]
fn a_new_value_adds_rows_and_leaves_the_others() {
    let mut space = Space::of_sizes([3, 4, 2, 5, 3], 2);
    let old = covered(&space, &Options::default());
    space.parameters[2].values.push(Value::new("new"));
    let new = covered(&space, &keep(&old, 5));
    let added = new.rows.iter().filter(|row| row.origin == Origin::New).count();
    assert_eq!(added, 5, "the new value meets the five of the longest axis");
    let gone: Vec<&str> = names(&old).into_iter().filter(|name| !names(&new).contains(name)).collect();
    let dropped: Vec<&str> = new.dropped.iter().map(|dropped| dropped.id.as_str()).collect();
    assert_eq!(gone, dropped, "a row goes only where new rows made it needless");
    assert!(gone.len() <= 1, "{gone:?}");
}

#[test]
fn a_new_axis_is_filled_in_under_the_old_names() {
    let mut space = Space::of_sizes([3, 4, 2, 5, 3], 2);
    let old = covered(&space, &Options::default());
    space.parameters.push(Parameter { name: "new".into(), values: vec![Value::new("a"), Value::new("b")] });
    let new = covered(&space, &keep(&old, 6));
    assert!(names(&old).iter().all(|name| names(&new).contains(name)));
    assert!(new.rows.len() <= old.rows.len() + 1);
}

#[test]
fn a_row_that_became_illegal_is_dropped_with_the_constraint() {
    let mut space = Space::of_sizes([3, 4, 2], 2);
    let old = covered(&space, &Options::default());
    space.constraints.push(Constraint::never("c", Condition::All(vec![Condition::is(0, 1), Condition::is(1, 2)])));
    let new = covered(&space, &keep(&old, 3));
    assert_eq!(new.dropped.len(), 1);
    assert_eq!(new.dropped[0].constraints, [0].into());
}

#[test]
fn a_row_that_is_no_longer_needed_is_dropped() {
    let space = Space::of_sizes([3, 4, 2], 2);
    let old = covered(&space, &Options::default());
    let mut options = keep(&old, 3);
    options.keep.push(Kept { id: "spare".into(), cells: options.keep[0].cells.clone() });
    let new = covered(&space, &options);
    assert_eq!(new.rows.len(), old.rows.len());
    assert_eq!(new.dropped.len(), 1);
}
