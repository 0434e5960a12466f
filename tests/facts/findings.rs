//! Findings that the examples of the codes do not show: each charter marks the lines that are reported.

use crate::example::{analyze, found, marked, sources, told};

fn check(charter: &str) {
    let sources = sources(charter);
    let expected = marked(&sources);
    let analysis = analyze(sources);
    assert_eq!(found(&analysis), expected, "{:#?}", told(&analysis));
}

/// A shop and a warehouse, and an order with two transitions between them.
const ORDER: &str = r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order {
    key order-no
    owner shop
    field order-no string
    lifecycle {
        state placed initial=#true
        state picked
        state shipped final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=wms { from picked; to shipped }
    }
}
flow order-down {
    publish order
    from shop
    to wms
    on create
    latency near-real-time
    delivery at-least-once { idempotency-key order-no; window "7d" }
}
"#;

#[test]
fn a_state_that_comes_back_to_who_decided_it_is_an_echo() {
    let up = "flow up { publish order.status; from wms; to shop; on pick ship; latency near-real-time }\n";
    let down =
        "flow down { publish order.status; from shop; to wms; on pick; latency near-real-time } //~ echo-cycle\n";
    check(&format!("{ORDER}{up}{down}"));
    let guarded = down.replace("on pick;", "on pick; guard echo=origin;").replace(" //~ echo-cycle", "");
    check(&format!("{ORDER}{up}{guarded}"));
}

#[test]
fn a_flow_that_sends_only_changes_of_its_own_closes_no_circle() {
    let up = "flow up { publish order.status; from wms; to shop; on pick ship; latency near-real-time }\n";
    check(&format!("{ORDER}{up}"));
}

/// A flow whose latency a partner's overlay changes.
const PARTNERS: &str = r#"
scope partner { big; small }
team it
system erp kind=erp team=it
system shop kind=ecommerce team=it { reads price.amount within="1h" READ
}
object price { key sku; by partner; owner erp; field sku string; field amount decimal scale=2 }
flow price-down { publish price; from erp; to shop; on change; latency near-real-time within="10min" }
"#;

#[test]
fn a_flow_takes_the_time_that_its_overlay_says_where_it_holds() {
    let slow = r#"overlay big partner=big { flow price-down { latency near-real-time within="2h" } }"#;
    check(&format!("{}{slow}\n", PARTNERS.replace(" READ", " //~ stale-reader")));
    let quick = r#"overlay big partner=big { flow price-down { latency near-real-time within="20min" } }"#;
    check(&format!("{}{quick}\n", PARTNERS.replace(" READ", "")));
}

#[test]
fn a_field_that_an_overlay_leaves_out_does_not_arrive_there() {
    let without = "overlay small partner=small { flow price-down { publish price { except amount } } }";
    check(&format!("{}{without}\n", PARTNERS.replace(" READ", " //~ unreachable-reader")));
}

#[test]
fn records_under_overlays_are_looked_at_as_well() {
    check(
        r#"
scope partner { big; small }
team it
system erp kind=erp team=it
system shop kind=ecommerce team=it
codes unit { code each; code pair }
object price { key sku; by partner; owner erp; field sku string; field unit code=unit }
record shop-price system=shop object=price format=json {
    map "sku" sku
    map "unit" unit { code "E" each; code "P" pair }
}
flow price-down { publish price; from erp; to shop record=shop-price; on change; latency near-real-time within="10min" }
overlay big partner=big {
    record shop-price {
        map "sku" sku
        map "article" sku //~ mapped-twice
        map "unit" unit {
            code "E" each
            code "E" pair //~ ambiguous-code
        }
    }
}
"#,
    );
}

#[test]
fn a_bound_that_cannot_be_read_is_one_finding() {
    let charter = r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it { reads stock.on-hand within="1min" }
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
latency soon within="2min"
"#;
    let flow = "flow stock-out { publish stock; from wms; to shop; on change; latency soon within=oops } //~ malformed-value\n";
    check(&format!("{charter}{flow}"));
    let flow = "flow stock-out { publish stock; from wms; to shop; poll every=oops } //~ malformed-value\n";
    check(&format!("{}{flow}", charter.replace("latency soon within=\"2min\"\n", "")));
    let flow = "flow stock-out { publish stock; from wms; to shop; on change; latency later }\n";
    let charter = charter.replace("latency soon within=\"2min\"\n", "");
    check(&format!("{charter}latency later within=oops //~ malformed-value\n{flow}"));
}

#[test]
fn an_axis_that_a_seed_makes_up_is_one_finding() {
    check(
        r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; owner wms; field sku string }
flow stock-out { publish stock; from wms; to shop; on change; latency near-real-time within="1min" }
matrix m object=stock {
    axis lines { one; many }
    axis kind { kit; item }
    seed lines=one kinds=kit //~ unknown-name
}
generate matrix { matrices m }
"#,
    );
}
