//! Spaces by chance, judged by the verifier: constraints, invalid values, refused combinations and seeds at once.

use super::covered;
use charter::matrix::{Condition, Constraint, Demand, Options, Problem, Space, Stronger};
use fastrand::Rng;

fn condition(rng: &mut Rng, space: &Space, depth: usize) -> Condition {
    let parts = |rng: &mut Rng| (0..rng.usize(1..4)).map(|_| condition(rng, space, depth - 1)).collect();
    match rng.usize(0..if depth == 0 { 1 } else { 4 }) {
        0 => {
            let parameter = rng.usize(0..space.parameters.len());
            let size = space.parameters[parameter].values.len();
            Condition::In { parameter, values: (0..size).filter(|_| rng.bool()).collect() }
        }
        1 => Condition::All(parts(rng)),
        2 => Condition::Any(parts(rng)),
        _ => Condition::Not(Box::new(condition(rng, space, depth - 1))),
    }
}

fn space(rng: &mut Rng) -> Space {
    let count = rng.usize(1..8);
    let sizes: Vec<usize> = (0..count).map(|_| rng.usize(1..5)).collect();
    let mut space = Space::of_sizes(sizes, rng.usize(1..4));
    for parameter in &mut space.parameters {
        for value in parameter.values.iter_mut().skip(1) {
            value.invalid = rng.usize(0..10) == 0;
            value.weight = rng.u32(1..4);
        }
    }
    for number in 0..rng.usize(0..4) {
        let condition = condition(rng, &space, 2);
        let demand = [Demand::Always, Demand::Never, Demand::Never, Demand::Refuse][rng.usize(0..4)];
        space.constraints.push(Constraint { name: number.to_string(), demand, condition, when_valid: rng.bool() });
    }
    if rng.bool() {
        let parameters = (0..count).filter(|_| rng.bool()).collect();
        space.stronger.push(Stronger { parameters, strength: rng.usize(1..5) });
    }
    space
}

#[test]
fn every_array_is_complete_and_legal() {
    let mut rng = Rng::with_seed(20_261);
    let mut rows = 0;
    let mut infeasible = 0;
    for _ in 0..400 {
        let space = space(&mut rng);
        let array = covered(&space, &Options { budget: 20_000, ..Options::default() });
        assert!(array.problems.iter().all(|problem| matches!(problem, Problem::NoRow { .. })), "{:?}", array.problems);
        rows += array.rows.len();
        infeasible += array.infeasible.len();
    }
    assert!(rows > 2_000 && infeasible > 100, "the spaces are worth testing: {rows} rows, {infeasible} infeasible");
}
