//! What is explored of the quantities of a charter, and what is found.

use charter::explore::lines::{Count, Verdict, count};
use charter::facts::lines::Cast;

use crate::generate::example;

/// The lines of an example, each case once, with as many lines as wanted.
fn casts(name: &str, lines: usize) -> Vec<Cast> {
    let analysis = example(name);
    let (facts, known) = (&analysis.facts, analysis.facts.known_lines());
    let all = facts.lifecycles().all().iter();
    let with_balance = all.filter(|life| !facts.model[life.lifecycle].balances.is_empty());
    let casts = with_balance.flat_map(|life| {
        known.casts(life, 0).into_iter().map(|(cast, _)| cast.with_lines(&known, life, lines)).collect::<Vec<Cast>>()
    });
    casts.collect()
}

#[test]
fn the_flagship_keeps_every_piece_of_two_lines_and_two_sites() {
    let casts = casts("omnichannel", 2);
    let orders: Vec<&Cast> = casts.iter().filter(|cast| cast.lines.whole.is_some()).collect();
    assert!(!orders.is_empty());
    for cast in orders {
        let Count { verdict, states } = count(&cast.lines, 100_000);
        assert_eq!(verdict, Verdict::Holds, "{:#?}", cast.lines);
        assert!(states > 1_000, "{states}");
    }
}
