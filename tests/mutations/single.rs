//! One mistake is one finding: what would only follow from a name or a number that is not understood is not said.

use charter::analysis::{self, Options};
use charter::source::{SourceFile, Sources};

/// The codes and messages of a charter with two systems, and these lines.
fn check(lines: &str, expected: &str) {
    let text = format!(
        "team it\nsystem shop kind=ecommerce team=it {{ events webhook delivery=at-least-once }}\nsystem wms kind=wms team=it\n{lines}"
    );
    let mut sources = Sources::default();
    sources.add(SourceFile::new("charter.kdl", text));
    let today = "2026-11-24".parse().expect("the day is a date");
    let analysis = analysis::analyze(sources, Options { today });
    let found = analysis.report.iter().map(|finding| format!("{}: {}", finding.code, finding.message));
    assert_eq!(found.collect::<Vec<_>>().join("\n"), expected, "{lines}");
}

#[test]
fn the_states_of_a_misspelled_lifecycle_are_not_missed() {
    check(
        r#"
object order { key order-no; owner shop; field order-no string; list lines key=line-no { field line-no integer } }
lifecycle order {
    state placed initial=#true
    state done final=#true
    transition close by=shop { from placed; to done }
}
lifecycle ordr.lines {
    state open initial=#true
    state shipped final=#true
    transition ship by=shop { from open; to shipped }
}
flow order-out { publish order { only lines.status }; from shop; to wms; on close ship; latency near-real-time }
calendar nightly zone="America/Chicago" { at "02:00" }
reconcile order shop wms { on nightly; by order-no; winner shop; tell it }
"#,
        "unknown-name: there is no object `ordr`",
    );
}

#[test]
fn a_reconciliation_with_a_misspelled_system_counts() {
    check(
        r#"
object order { key order-no; owner shop; field order-no string }
flow order-out { publish order; from shop; to wms; on create; latency near-real-time }
calendar nightly zone="America/Chicago" { at "02:00" }
reconcile order shop wmss { on nightly; by order-no; winner shop; tell it }
"#,
        "unknown-name: there is no system `wmss`",
    );
}

#[test]
fn what_a_flow_leaves_out_by_a_misspelled_name_is_not_written() {
    check(
        r#"
object item { key sku; owner wms; field sku string; field weight integer owner=shop }
flow item-out { publish item { except wieght }; from wms; to shop; on create; latency near-real-time }
"#,
        "unknown-field: `item` has no field `wieght`",
    );
}

#[test]
fn a_bound_that_cannot_be_read_is_said() {
    check(
        r#"
object item { key sku; owner wms; field sku string }
latency soon within="quickly"
flow item-out { publish item; from wms; to shop; on create; latency soon }
"#,
        "malformed-value: `within` takes a duration such as `\"5min\"`",
    );
}

#[test]
fn inputs_that_nothing_bounds_are_said_where_the_bound_is_missing() {
    check(
        r#"
object stock {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field reserved quantity unit=each owner=shop
    field available quantity unit=each
}
derive stock.available "max(0, on-hand - reserved)" by=shop max-skew="5min"
flow stock-up { publish stock { except owned-by=shop }; from wms; to shop; on change }
"#,
        "missing-bound: `stock-up` does not say how long it takes",
    );
}

#[test]
fn who_owns_what_is_not_concluded_from_a_misspelled_ownership() {
    check(
        r#"
object item { key sku; owner wms; field sku string; field note string }
ownership item.nott { case { owner shop } }
flow item-out { publish item { only sku }; from wms; to shop; on create; latency near-real-time }
flow note-ask { propose item.note; from wms; to shop; on change; latency near-real-time }
"#,
        "unknown-field: `item` has no field `nott`",
    );
}

#[test]
fn a_misspelled_computed_field_is_owned_by_somebody() {
    check(
        r#"
object item { key sku; owner wms; field sku string; field on-hand integer; field free integer }
derive item.fre "on-hand" by=shop
flow item-out { publish item { only sku on-hand }; from wms; to shop; on create; latency near-real-time }
calendar nightly zone="America/Chicago" { at "02:00" }
flow free-back { publish item.free; from shop; to wms; schedule nightly takes="5min"; latency batch within="30h" }
"#,
        "unknown-field: `item` has no field `fre`",
    );
}

#[test]
fn what_a_misspelled_source_keeps_is_not_known() {
    check(
        r#"
system erp kind=erp team=it { outage "4h" }
object item { key sku; owner shop; field sku string }
flow item-out {
    publish item
    from shopp
    to erp
    to wms
    on create
    delivery at-least-once { idempotency-key sku; window "9d"; retry attempts=3 first="1min" }
}
"#,
        "unknown-name: there is no system `shopp`",
    );
}
