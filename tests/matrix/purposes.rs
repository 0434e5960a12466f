//! Constraints, invalid values, refused combinations, seeds, weights, and input that makes no sense.

use super::covered;
use charter::matrix::{
    Condition, Constraint, Fault, Options, Origin, Parameter, Problem, Purpose, Space, Value, cover, verify,
};
use std::collections::BTreeSet;

/// Channel, pack and stock as a tester would write them.
fn orders() -> Space {
    let axis = |name: &str, values: &[&str]| Parameter {
        name: name.into(),
        values: values.iter().map(|value| Value::new(*value)).collect(),
    };
    Space {
        parameters: vec![
            axis("channel", &["web", "marketplace", "edi"]),
            axis("pack", &["each", "case", "pallet"]),
            axis("stock", &["full", "short", "damaged"]),
            axis("site", &["dal1", "dc2"]),
        ],
        strength: 2,
        ..Space::default()
    }
}

#[test]
fn a_combination_that_cannot_be_names_the_constraints() {
    let mut space = orders();
    space.constraints = vec![
        Constraint::never("unrelated", Condition::All(vec![Condition::is(2, 2), Condition::is(3, 1)])),
        Constraint::always("pallets go to dal1", Condition::is(1, 2).implies(Condition::is(3, 0))),
        Constraint::always("dal1 is for edi", Condition::is(3, 0).implies(Condition::is(0, 2))),
    ];
    let array = covered(&space, &Options::default());
    let why = |cells: &[(usize, usize)]| {
        array.infeasible.iter().find(|one| one.cells == cells).map(|one| one.constraints.clone())
    };
    assert_eq!(why(&[(1, 2), (3, 1)]), Some(BTreeSet::from([1])));
    assert_eq!(why(&[(0, 0), (1, 2)]), Some(BTreeSet::from([1, 2])), "two constraints together");
    assert_eq!(why(&[(0, 0), (1, 1)]), None);
    assert!(array.infeasible.iter().all(|one| one.tuples > 0));
}

#[test]
fn a_value_that_no_row_can_have_is_reported_once() {
    let mut space = orders();
    space.constraints.push(Constraint::never("no pallets", Condition::is(1, 2)));
    let array = covered(&space, &Options::default());
    assert_eq!(array.infeasible.len(), 1);
    assert_eq!(array.infeasible[0].cells, [(1, 2)]);
    assert_eq!(array.infeasible[0].tuples, 3 + 3 + 2, "every pair with it");
}

#[test]
fn an_invalid_value_meets_each_valid_value_and_no_other_invalid_one() {
    let mut space = orders();
    space.parameters[1].values.push(Value::invalid("each-and-a-half"));
    space.parameters[3].values.push(Value::invalid("nowhere"));
    let array = covered(&space, &Options::default());
    let bad: Vec<_> = array.rows.iter().filter(|row| row.purpose != Purpose::Valid).collect();
    assert_eq!(bad.len(), 3 + 3, "as many rows as the longest other axis has values");
    for row in bad {
        let invalid = (0..4).filter(|&parameter| space.is_invalid(parameter, row.values[parameter])).count();
        assert_eq!(invalid, 1, "{row:?}");
    }
}

#[test]
fn a_constraint_can_be_for_valid_values_only() {
    let mut space = orders();
    space.parameters[1].values.push(Value::invalid("half"));
    let only_each = Condition::is(0, 0).implies(Condition::is(1, 0));
    space.constraints.push(Constraint { when_valid: true, ..Constraint::always("web sells single pieces", only_each) });
    let array = covered(&space, &Options::default());
    assert!(array.rows.iter().any(|row| row.values[0] == 0 && row.values[1] == 3));
    assert!(array.rows.iter().all(|row| row.values[0] != 0 || row.values[1] == 0 || row.values[1] == 3));
}

#[test]
fn a_refused_combination_gets_rows_that_break_nothing_else() {
    let mut space = orders();
    let pair = |one: (usize, usize), other: (usize, usize)| {
        Condition::All(vec![Condition::is(one.0, one.1), Condition::is(other.0, other.1)])
    };
    space.constraints = vec![
        Constraint::refuse("web sells no pallets", pair((0, 0), (1, 2))),
        Constraint::refuse("damaged stock does not go out by edi", pair((0, 2), (2, 2))),
        Constraint::never("dc2 has no pallets", pair((1, 2), (3, 1))),
    ];
    let array = covered(&space, &Options::default());
    for constraint in [0, 1] {
        let rows: Vec<_> = array.rows.iter().filter(|row| row.purpose == Purpose::Refused { constraint }).collect();
        assert_eq!(rows.len(), 3, "each value of the longest free axis once");
    }
}

#[test]
fn a_combination_that_cannot_occur_is_not_refused_silently() {
    let mut space = orders();
    let pallet = Condition::is(1, 2);
    space.constraints =
        vec![Constraint::never("no pallets", pallet.clone()), Constraint::refuse("refuse pallets", pallet)];
    let purpose = Purpose::Refused { constraint: 1 };
    let array = covered(&space, &Options::default());
    assert_eq!(array.problems, [Problem::NoRow { purpose, constraints: BTreeSet::from([0, 1]) }]);
}

#[test]
fn seeds_stay_as_they_are() {
    let mut space = orders();
    space.seeds = vec![vec![Some(1), None, Some(2), None], vec![Some(0); 4], vec![Some(0); 4]];
    let array = covered(&space, &Options::default());
    let seeds: Vec<_> = array.rows.iter().filter(|row| matches!(row.origin, Origin::Seed(_))).collect();
    assert_eq!(seeds.len(), 3);
}

#[test]
fn a_seed_that_breaks_a_constraint_is_reported() {
    let mut space = orders();
    space.constraints.push(Constraint::never("no pallets", Condition::is(1, 2)));
    space.seeds.push(vec![None, Some(2), None, None]);
    let array = cover(&space, &Options::default());
    assert_eq!(array.problems, [Problem::SeedRefused { seed: 0, constraints: BTreeSet::from([0]) }]);
}

#[test]
fn weights_decide_where_nothing_else_does_and_cost_no_row() {
    let mut space = Space::of_sizes([5, 5, 2, 2, 2], 2);
    let plain = covered(&space, &Options::default());
    for parameter in 2..5 {
        space.parameters[parameter].values[1].weight = 9;
    }
    let weighed = covered(&space, &Options::default());
    assert_eq!(plain.rows.len(), weighed.rows.len());
    let ones = |array: &charter::matrix::Array| {
        array.rows.iter().flat_map(|row| &row.values[2..]).filter(|&&value| value == 1).count()
    };
    assert!(ones(&weighed) > ones(&plain) + 5, "{} and {}", ones(&weighed), ones(&plain));
}

#[test]
fn a_cell_that_is_free_has_its_heaviest_value() {
    let mut space = Space::of_sizes([4, 4, 3, 3, 3, 2, 2, 2], 2);
    for parameter in 5..8 {
        space.parameters[parameter].values[1].weight = 9;
    }
    let array = covered(&space, &Options::default());
    let rows: Vec<Vec<usize>> = array.rows.iter().map(|row| row.values.clone()).collect();
    let light = (0..rows.len()).flat_map(|row| (5..8).map(move |parameter| (row, parameter)));
    for (row, parameter) in light.filter(|&(row, parameter)| rows[row][parameter] == 0) {
        let mut heavier = rows.clone();
        heavier[row][parameter] = 1;
        assert_ne!(verify(&space, &heavier), [], "row {row} could have the heavier value of {parameter}");
    }
}

#[test]
fn only_the_smallest_combination_that_cannot_be_is_reported() {
    let mut space = orders();
    space.strength = 3;
    space.constraints.push(Constraint::never("c", Condition::All(vec![Condition::is(0, 0), Condition::is(1, 2)])));
    let array = covered(&space, &Options::default());
    assert_eq!(array.infeasible.len(), 1);
    assert_eq!((&array.infeasible[0].cells[..], array.infeasible[0].tuples), (&[(0, 0), (1, 2)][..], 3 + 2));
}

#[test]
fn constraints_that_contradict_each_other_are_named() {
    let mut space = orders();
    space.constraints = vec![
        Constraint::always("a", Condition::is(0, 0)),
        Constraint::always("b", Condition::is(1, 1)),
        Constraint::never("c", Condition::is(0, 0)),
    ];
    let array = cover(&space, &Options::default());
    let constraints = BTreeSet::from([0, 2]);
    assert_eq!(array.problems, [Problem::NoRow { purpose: Purpose::Valid, constraints }]);
    assert_eq!(array.rows, []);
}

#[test]
fn nonsense_is_refused_in_words() {
    let mut space = orders();
    space.strength = 9;
    space.constraints.push(Constraint::never("c", Condition::is(7, 0)));
    space.seeds.push(vec![None]);
    let array = cover(&space, &Options::default());
    assert_eq!(array.problems.len(), 3, "{:?}", array.problems);
    space = orders();
    space.parameters[2].values.clear();
    assert_eq!(cover(&space, &Options::default()).problems, [Problem::NoValidValue { parameter: 2 }]);
    let huge = cover(&Space::of_sizes([100; 200], 4), &Options::default());
    assert!(matches!(huge.problems[..], [Problem::TooLarge { .. }]), "{:?}", huge.problems);
    assert_eq!(cover(&Space::of_sizes([], 2), &Options::default()).rows, []);
}

#[test]
fn the_verifier_sees_a_missing_row_and_a_wrong_one() {
    let space = orders();
    let array = cover(&space, &Options::default());
    let mut rows: Vec<Vec<usize>> = array.rows.iter().map(|row| row.values.clone()).collect();
    rows.pop();
    assert!(verify(&space, &rows).iter().any(|fault| matches!(fault, Fault::Uncovered { .. })));
    rows[0][1] = 9;
    assert!(verify(&space, &rows).contains(&Fault::Shape { row: 0 }));
    let mut stricter = space.clone();
    stricter.constraints.push(Constraint::never("no pallets", Condition::is(1, 2)));
    assert!(verify(&stricter, &rows).iter().any(|fault| matches!(fault, Fault::Illegal { .. })));
}
