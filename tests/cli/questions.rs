//! `charter why` and `charter owners`, on our examples and on wrong questions.

use std::path::Path;

use expect_test::{Expect, expect, expect_file};

use super::run::{run, told};

fn ask(arguments: &str) -> String {
    told(&run(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"), arguments))
}

fn check(arguments: &str, expected: &Expect) {
    expected.assert_eq(&ask(arguments));
}

#[test]
fn a_field_has_its_ways_with_hops_and_ages_in_every_case() {
    check(
        "why inventory.available --at storefront omnichannel",
        &expect![[r#"
            exit 0
            inventory.available
              owned by `oms` when site in {dal1, rno1}, or when phase=full
              owned by `legacy-wms` when site=east-3pl and phase=rollout
              computed by `oms` from `inventory.held`, `inventory.on-hand`, `inventory.reserved`, `inventory.safety` (objects/inventory.kdl:25)
              at `storefront`:
                at most 35s old, when site in {dal1, rno1}
                  `wms` to `oms`: 5s, by flow `stock-from-wms` (flows/inventory.kdl:3)
                  `oms` to `storefront`: 30s, by flow `availability-to-storefront` (flows/inventory.kdl:109)
                at most 1h 7min old, when site=east-3pl and phase=rollout
                  `legacy-wms` to `oms`: 1h 6min, by flow `stock-from-legacy` (flows/inventory.kdl:47)
                  `oms` to `storefront`: 30s, by flow `availability-to-storefront` (flows/inventory.kdl:109)
                at most 18min 30s old, when site=east-3pl and phase=full
                  `third-party` to `oms`: 18min, by flow `stock-from-3pl` (flows/inventory.kdl:25)
                  `oms` to `storefront`: 30s, by flow `availability-to-storefront` (flows/inventory.kdl:109)
        "#]],
    );
}

#[test]
fn a_scope_leaves_the_cases_in_it() {
    check(
        "why inventory.available --at storefront --scope site=east-3pl --scope phase=full omnichannel",
        &expect![[r#"
            exit 0
            inventory.available
              owned by `oms` when site=east-3pl and phase=full
              computed by `oms` from `inventory.held`, `inventory.on-hand`, `inventory.reserved`, `inventory.safety` (objects/inventory.kdl:25)
              at `storefront`:
                at most 18min 30s old, when site=east-3pl and phase=full
                  `third-party` to `oms`: 18min, by flow `stock-from-3pl` (flows/inventory.kdl:25)
                  `oms` to `storefront`: 30s, by flow `availability-to-storefront` (flows/inventory.kdl:109)
        "#]],
    );
}

#[test]
fn where_a_value_does_not_come_the_flows_say_why() {
    check(
        "why sales-order.credit-hold --at storefront omnichannel",
        &expect![[r#"
        exit 0
        sales-order.credit-hold
          owned by `erp` everywhere
          at `storefront`:
            it does not come there
              flow `status-to-storefront` (flows/order-answers.kdl:3) leaves it out
              flow `change-answer` (flows/order-answers.kdl:93) leaves it out
    "#]],
    );
    check(
        "why sales-order.note --at accounting omnichannel",
        &expect![[r#"
        exit 0
        sales-order.note
          owned by `storefront` when channel=web
          owned by `marketplace` when channel=marketplace
          owned by `bigbox` when channel=edi
          at `accounting`:
            it does not come there
              no flow brings the object to this system
    "#]],
    );
}

#[test]
fn without_a_system_every_holder_is_named() {
    check(
        "why order.shipped starter",
        &expect![[r#"
        exit 0
        order.shipped
          owned by `warehouse` everywhere
          at `shop`:
            at most 5min old, everywhere
              `warehouse` to `shop`: 5min, by flow `news-up` (charter.kdl:170)
    "#]],
    );
}

#[test]
fn a_wrong_question_names_what_there_is() {
    check(
        "why order.shiped starter",
        &expect![[r#"
        exit 2
        ! error: there is no field `shiped` in `order.shiped`
        ! help: there are `order-no`, `placed-at`, `total`, `service`, `shipped`, `ship-to`, `lines`, `status`
    "#]],
    );
    check(
        "why order.shipped --at shoop starter",
        &expect![[r#"
        exit 2
        ! error: there is no system `shoop`
        ! help: there are `shop`, `warehouse`
    "#]],
    );
    check(
        "why order.shipped --scope site starter",
        &expect![[r#"
        exit 2
        ! error: `site` is no `scope=value`
    "#]],
    );
}

#[test]
fn the_matrices_of_the_flagship_are_as_expected() {
    for (arguments, golden) in [
        ("owners omnichannel", "owners.txt"),
        ("owners omnichannel --format csv", "owners.csv"),
        ("owners omnichannel --crud --format markdown", "crud.md"),
    ] {
        expect_file![format!("{}/tests/cli/golden/{golden}", env!("CARGO_MANIFEST_DIR"))].assert_eq(&ask(arguments));
    }
}
