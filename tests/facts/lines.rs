//! What is explored of the quantities of a charter, and what is found.

use charter::catalog;
use charter::explore::lines::{Count, Verdict, count};
use charter::facts::lines::Cast;
use expect_test::expect;

use super::analyze;
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

#[test]
fn a_retransmission_under_a_new_number_is_told_step_by_step() {
    let code = catalog::codes().into_iter().find(|code| code.name == "quantity-counted-twice");
    let analysis = analyze(code.expect("the code is listed").fails);
    let finding = &analysis.report[0];
    let mut told: Vec<&str> = finding.labels.iter().map(|label| label.text.as_str()).collect();
    told.sort_unstable();
    told.extend(finding.help.as_deref());
    expect![[r#"
        1. `wms` decides `ship-part` for 1 piece: `open` 2 -> 1, `shipped` 0 -> 1
        2. `oms` hears of `ship-part` by `line-up`: counts as before
        3. `oms` hears of `ship-part` by `shipment-up`, and will hear it again: `open` 2 -> 1, `shipped` 0 -> 1
        4. `oms` hears of `ship-part` by `shipment-up`: `open` 1 -> 0, `shipped` 1 -> 2
        in the end `oms` counts 0 as `open`, and it is 1, 2 as `shipped`, and it is 1. let the key name what is the same for both copies: `idempotency-key shipment-no`"#]].assert_eq(&told.join("\n"));
}

#[test]
fn two_lines_with_one_key_are_looked_at_together() {
    let code = catalog::codes().into_iter().find(|code| code.name == "quantity-lost");
    let analysis = analyze(code.expect("the code is listed").fails);
    assert_eq!(analysis.facts.lines()[0].cast.lines.lines, 2);
}
