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

/// A flow that brings orders of partners, which an overlay changes.
const ORDERS: &str = r#"
scope partner { big; small }
team it
system shop kind=ecommerce team=it {
    events webhook delivery=at-least-once retention="7d" { answer-within "5s"; retry attempts=9 first="1min" most="4h" }
}
system erp kind=erp team=it {
    endpoint api protocol=https { limit 10 per="1s" }
    endpoint slow protocol=https { limit 1 per="1min" } DOOR
}
object order { key order-no; by partner; owner shop; field order-no string }
flow orders-up {
    publish order
    from shop
    to erp endpoint=api
    on create
    latency near-real-time
    volume average="1000/h"
    delivery at-least-once { idempotency-key order-no; window "30d" }
}
"#;

fn under(door: &str, overlay: &str) {
    let charter = ORDERS.replace(" DOOR", door);
    check(&format!("{charter}overlay big partner=big {{ flow orders-up {{\n{overlay}\n}} }}\n"));
}

#[test]
fn a_window_is_judged_under_the_overlay_that_shortens_it() {
    under("", "delivery at-least-once { idempotency-key order-no; window \"30d\" }");
    under("", "delivery at-least-once { idempotency-key order-no; window \"6d\" } //~ dedup-window-short");
}

#[test]
fn attempts_are_judged_under_the_overlay_that_adds_them() {
    let retry = "delivery at-least-once {\nidempotency-key order-no\nwindow \"30d\"\nretry attempts=8 first=\"1s\" most=\"5min\"";
    under("", &format!("{retry} //~ retry-amplification\n}}"));
    under("", &format!("{retry}\n}}\nvia erp adds=\"1s\""));
}

#[test]
fn a_door_is_asked_by_the_overlay_that_sends_a_flow_there() {
    under(" //~ overload", "to erp endpoint=slow");
    under("", "to erp endpoint=slow\nvolume average=\"20/h\"");
}

#[test]
fn a_volume_of_an_overlay_comes_on_top_of_that_of_the_flow() {
    let overlay = "overlay big partner=big { flow orders-up { volume average=\"AVERAGE\" } }\n";
    let charter = ORDERS.replace(" DOOR", "").replace("limit 10 per=\"1s\" }", "limit 1 per=\"2s\" } MARK");
    let with = |average: &str, mark: &str| {
        check(&format!("{}{}", charter.replace(" MARK", mark), overlay.replace("AVERAGE", average)));
    };
    with("400/h", "");
    with("900/h", " //~ overload");
}

#[test]
fn a_run_is_judged_under_the_overlay_that_gives_it_a_calendar() {
    let charter =
        format!("calendar hourly zone=\"America/Chicago\" {{ every \"1h\" }}\n{}", ORDERS.replace(" DOOR", ""));
    let with = |takes: &str, mark: &str| {
        let schedule = format!("schedule hourly takes=\"{takes}\"{mark}\nlatency batch within=\"4h\"");
        check(&format!("{charter}overlay big partner=big {{ flow orders-up {{\n{schedule}\n}} }}\n"));
    };
    with("50min", "");
    with("70min", " //~ batch-does-not-fit");
}

#[test]
fn a_class_without_a_number_is_found_where_only_an_overlay_names_it() {
    let charter = ORDERS.replace(" DOOR", "");
    let overlay = "overlay big partner=big { flow orders-up { latency soon } }";
    check(&format!("{charter}latency soon //~ missing-bound\n{overlay}\n"));
}

/// An ERP that may be down for four hours, and a reader there.
const OUTAGE: &str = r#"
team it
system shop kind=ecommerce team=it
system erp kind=erp team=it {
    endpoint api protocol=https { limit 20 per="1min" }
    reads order.placed-at within="WITHIN" MARK
    outage "4h"
}
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-up { publish order; from shop; to erp endpoint=api; on create; latency near-real-time; volume average="900/h" }
"#;

#[test]
fn a_reader_that_an_outage_alone_would_not_starve_is_starved_by_what_piled_up() {
    let with = |within: &str, mark: &str| check(&OUTAGE.replace("WITHIN", within).replace(" MARK", mark));
    // 3,600 orders wait, and 300 an hour are worked off beside those that come: twelve hours after the four.
    with("6h", " //~ slow-recovery");
    with("17h", "");
    // It cannot be served in time however wide the door is.
    with("3h", "");
}

#[test]
fn messages_must_last_until_the_door_has_caught_up() {
    let charter = OUTAGE.replace("WITHIN", "17h").replace(" MARK", "");
    let flow = |attempts: u64, mark: &str| {
        let retry =
            format!("delivery at-least-once {{\nretry attempts={attempts} first=\"1h\" most=\"1h\" {mark}\n}} }}");
        check(&charter.replace("average=\"900/h\" }", &format!("average=\"900/h\"; {retry}")));
    };
    flow(6, "//~ outage-outlasts-retries");
    flow(17, "");
}

#[test]
fn an_outage_makes_the_latest_copy_later() {
    let flow = |window: &str, mark: &str| {
        check(&format!(
            r#"
team it
system shop kind=ecommerce team=it
system erp kind=erp team=it {{ outage "4h" }}
object order {{ key order-no; owner shop; field order-no string }}
flow orders-up {{
    publish order
    from shop
    to erp
    on create
    delivery at-least-once {{
        idempotency-key order-no
        retry attempts=6 first="1h" most="1h"
        window "{window}" {mark}
    }}
}}
"#
        ));
    };
    flow("8h", "//~ dedup-window-short");
    flow("9h", "");
}

#[test]
fn a_batch_beside_events_and_another_door_are_no_second_delivery() {
    let charter = r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it { endpoint orders protocol=https; endpoint labels protocol=https }
object order { key order-no; version seq; owner shop; field order-no string; field seq integer; field note string }
calendar nightly zone="America/Chicago" { at "01:30" }
flow order-down { publish order; from shop; to wms endpoint=orders; on create; latency near-real-time }
reconcile order shop wms { on nightly; by order-no; winner shop; tell it }
"#;
    let second = |said: &str, mark: &str| {
        check(&format!("{charter}flow again {{ publish order; from shop; to wms {said} }}{mark}\n"));
    };
    second("endpoint=orders; on create; latency near-real-time", " //~ delivered-twice");
    second("endpoint=labels; on create; latency near-real-time", "");
    second("endpoint=orders; on change; latency near-real-time", "");
    second("endpoint=orders; schedule nightly; latency batch within=\"26h\"; guard version=order.seq", "");
}
