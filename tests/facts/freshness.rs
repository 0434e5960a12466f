//! How old values can be: by hand, and against every way of random charters.

use std::fmt::Write as _;

use charter::facts::Facts;
use charter::facts::freshness::{Age, Regard};
use charter::model::element::Element;

use super::analyze;

/// The age of a field at a system, in the first case in which it comes there.
fn age(facts: &Facts, path: &str, system: &str, regard: Regard) -> Option<Age> {
    let model = &facts.model;
    let field = model.fields.ids().find(|field| model[*field].path(model) == path).expect("the field is there");
    let system = model.systems.iter().find(|(_, said)| &*said.head.name.text == system).expect("the system is there").0;
    let course = facts.lineage().course(field).expect("a value");
    let mut cases = course.cases();
    cases.find_map(|(atom, _)| facts.freshness().age(model, facts.lineage(), field, (atom, system), regard))
}

/// The way and the age, as `stock-up 25h20min; 91200s`.
fn check(text: &str, path: &str, system: &str, freshest: &str, lasting: &str) {
    let analysis = analyze(text);
    let said = |regard| {
        let age = age(&analysis.facts, path, system, regard).expect("it comes");
        let hops: Vec<&str> = age.hops.iter().map(|hop| &*analysis.facts.model[hop.flow].head.name.text).collect();
        format!("{}s by {}", age.time.0 / 1_000, hops.join(" "))
    };
    assert_eq!(said(Regard::Freshest), freshest);
    assert_eq!(said(Regard::Lasting), lasting);
}

const STOCK: &str = r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it
object stock {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field seq integer
    field reserved quantity unit=each owner=oms
    field available quantity unit=each
}
derive stock.available "max(0, on-hand - reserved)" by=oms
calendar nightly zone="America/Chicago" { at "01:30"; cut-off "01:00" }
flow events { publish stock { only on-hand seq }; from wms; to oms; on change; latency real-time }
flow up { publish stock { only on-hand seq }; from wms; to erp; schedule nightly takes="20min"; latency batch within="27h" }
flow back { publish stock { only on-hand seq }; from erp; to oms; on change; latency near-real-time }
flow out { publish stock { only available }; from oms; to shop; on change; latency near-real-time within="30s" }
"#;

#[test]
fn an_unguarded_slow_way_decides_how_old_a_value_stays() {
    // 25 hours in the night when the clocks go back, half an hour of cut-off, the run, and five minutes.
    check(STOCK, "stock.on-hand", "oms", "5s by events", "93300s by up back");
}

#[test]
fn a_version_guard_leaves_the_quick_way() {
    let guarded = STOCK.replace("flow back {", "flow back { guard version=stock.seq;");
    check(&guarded, "stock.on-hand", "oms", "5s by events", "5s by events");
}

#[test]
fn a_receiver_that_takes_newer_values_only_is_a_guard() {
    let guarded = STOCK.replace(
        "system oms kind=oms team=it",
        "system oms kind=oms team=it { receives stock { stale newer by=stock.seq } }",
    );
    check(&guarded, "stock.on-hand", "oms", "5s by events", "5s by events");
}

#[test]
fn a_derived_value_is_as_old_as_its_oldest_input() {
    check(STOCK, "stock.available", "shop", "35s by events out", "93330s by up back out");
}

#[test]
fn what_waits_at_the_peak_is_a_part_of_the_age() {
    let busy = STOCK
        .replace(
            "system shop kind=ecommerce team=it",
            "system shop kind=ecommerce team=it { endpoint api protocol=https { limit 1 per=\"1s\" } }",
        )
        .replace(
            "to shop; on change;",
            "to shop endpoint=api; on change; volume average=\"60/h\" peak=\"7200/h\" for=\"10s\";",
        );
    // Two a second for ten seconds at a door for one a second: ten wait, the last ten seconds.
    check(&busy, "stock.available", "shop", "45s by events out", "93340s by up back out");
}

#[test]
fn a_change_by_another_owner_of_a_state_counts_at_an_owner() {
    let text = r"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system tms kind=tms team=it
object order {
    key order-no
    owner shop
    field order-no string
    lifecycle {
        state placed initial=#true
        state picked
        state shipped final=#true
        transition pick by=wms { from placed; to picked }
        transition ship by=tms { from picked; to shipped }
    }
}
flow down { publish order; from shop; to wms; on create; latency near-real-time }
flow picked { publish order { only status }; from wms; to shop; on pick; latency real-time }
flow shipped { publish order { only status }; from tms; to wms; on ship; latency near-real-time }
flow picked-too { publish order { only status }; from wms; to tms; on pick; latency real-time }
";
    check(text, "order.status", "wms", "300s by down", "300s by down");
    check(text, "order.status", "shop", "5s by picked", "5s by picked");
}

/// A random web of flows: from, to, seconds, guarded.
type Flows = Vec<(usize, usize, u64, bool)>;

fn random(random: &mut fastrand::Rng, systems: usize, forward: bool) -> Flows {
    let mut flows = Flows::new();
    for from in 0..systems {
        for to in 1..systems {
            if (if forward { from < to } else { from != to }) && random.u8(..3) > 0 {
                flows.push((from, to, random.u64(1..60), random.bool()));
            }
        }
    }
    flows
}

fn charter(systems: usize, flows: &Flows) -> String {
    let mut text =
        "team it\nobject stock { key sku; owner s0; field sku string; field seq integer; field on-hand integer }\n"
            .to_owned();
    for system in 0..systems {
        writeln!(text, "system s{system} kind=erp team=it").expect("a string grows");
    }
    for (at, (from, to, seconds, guarded)) in flows.iter().enumerate() {
        let guard = if *guarded { "guard version=stock.seq; " } else { "" };
        let line = format!(
            "flow f{at} {{ publish stock {{ only on-hand }}; from s{from}; to s{to}; on change; {guard}latency batch within=\"{seconds}s\" }}"
        );
        writeln!(text, "{line}").expect("a string grows");
    }
    text
}

/// The least sum along all ways that visit no system twice.
fn quickest(flows: &Flows, at: usize, visited: &mut Vec<usize>) -> Option<u64> {
    if at == 0 {
        return Some(0);
    }
    visited.push(at);
    let mut best = None;
    for (from, _, seconds, _) in flows.iter().filter(|flow| flow.1 == at) {
        if !visited.contains(from)
            && let Some(before) = quickest(flows, *from, visited)
        {
            best = Some(best.unwrap_or(u64::MAX).min(before + seconds));
        }
    }
    visited.pop();
    best
}

/// What stays, by its definition, where no way goes round in a circle.
fn lasting(flows: &Flows, at: usize) -> Option<u64> {
    if at == 0 {
        return Some(0);
    }
    let coming = flows.iter().filter(|flow| flow.1 == at);
    let ages: Vec<(u64, bool)> =
        coming.filter_map(|(from, _, seconds, guarded)| Some((lasting(flows, *from)? + seconds, *guarded))).collect();
    let freshest = ages.iter().map(|(age, _)| *age).min()?;
    Some(ages.iter().filter(|(_, guarded)| !guarded).map(|(age, _)| *age).max().unwrap_or(0).max(freshest))
}

#[test]
fn ages_agree_with_every_way_of_random_charters() {
    let mut seeded = fastrand::Rng::with_seed(11);
    for round in 0..200 {
        let systems = seeded.usize(2..=6);
        let forward = round % 2 == 0;
        let flows = random(&mut seeded, systems, forward);
        let text = charter(systems, &flows);
        let analysis = analyze(&text);
        for at in 1..systems {
            let found = |regard| Some(age(&analysis.facts, "stock.on-hand", &format!("s{at}"), regard)?.time.0 / 1_000);
            assert_eq!(found(Regard::Freshest), quickest(&flows, at, &mut Vec::new()), "s{at} of\n{text}");
            if forward {
                assert_eq!(found(Regard::Lasting), lasting(&flows, at), "s{at} of\n{text}");
            }
        }
    }
}
