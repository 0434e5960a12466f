//! Races of whole charters: the flagship's answers to them, taken away, are found with their story.

use charter::diagnostic::Diagnostic;
use charter::source::{SourceFile, Sources};

use crate::example::{analyze, analyze_in_frame};
use crate::generate::example;

/// The findings of the flagship with a text in it replaced everywhere.
fn changed(from: &str, to: &str) -> Vec<Diagnostic> {
    let original = example("omnichannel");
    let mut sources = Sources::default();
    let mut is_changed = false;
    for (_, file) in original.sources.iter().take(original.files) {
        is_changed |= file.text().contains(from);
        sources.add(SourceFile::new(file.path(), file.text().replace(from, to)));
    }
    assert!(is_changed, "{from} is in the charter");
    let found = analyze(sources).report;
    found.into_iter().filter(|finding| RACES.contains(&&*finding.code)).collect()
}

const RACES: [&str; 10] = [
    "mixed-choice",
    "stuck-message",
    "early-message-lost",
    "transition-conflict",
    "regression",
    "illegal-apply",
    "divergence",
    "duplicate-not-harmless",
    "causality",
    "not-exhausted",
];

fn labels(finding: &Diagnostic) -> Vec<&str> {
    let mut labels: Vec<&str> = finding.labels.iter().map(|label| &*label.text).collect();
    labels.sort_unstable();
    labels
}

#[test]
fn without_its_arbitration_the_flagship_has_the_race_of_pick_and_cancel() {
    let found = changed("    arbitrate cancel pick { winner pick; loser-raises late-cancel }\n", "");
    let [finding] = &found[..] else { unreachable!("{found:#?}") };
    assert_eq!(finding.code, "transition-conflict");
    assert_eq!(
        labels(finding),
        [
            "1. `oms` decides `allocate`: `open` -> `allocated`",
            "2. `oms` decides `cancel`: `allocated` -> `cancelled`",
            "3. `wms` hears of `allocate` from `oms` by `order-release`, sent at 1: `open` -> `allocated`",
            "4. `wms` decides `pick`: `allocated` -> `picking`, this must not be possible",
        ]
    );
}

/// The three systems of the integration guide, without what settles their race.
const GUIDE: &str = "object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state allocated
        state picked
        state shipped final=#true
        state cancelled final=#true
        transition allocate by=wms { from placed; to allocated }
        transition pick by=wms { from allocated; to picked }
        transition ship by=wms { from picked; to shipped }
        transition cancel by=shop { from placed allocated; to cancelled }
    }
}
flow order-down { publish order; from shop; to wms; on create cancel; latency near-real-time }
flow order-up { publish order { only status }; from wms; to shop; on allocate pick ship; latency near-real-time }
";

#[test]
fn allocate_pick_and_cancel_is_told_in_three_steps_and_cancel_beside_allocate_is_no_race() {
    let found = analyze_in_frame(&GUIDE.replace("order", "sale")).report;
    let found: Vec<_> = found.into_iter().filter(|finding| RACES.contains(&&*finding.code)).collect();
    let [finding] = &found[..] else { unreachable!("{found:#?}") };
    assert_eq!(finding.code, "transition-conflict");
    assert_eq!(
        labels(finding),
        [
            "1. `wms` decides `allocate`: `placed` -> `allocated`",
            "2. `shop` decides `cancel`: `placed` -> `cancelled`",
            "3. `wms` decides `pick`: `allocated` -> `picked`, this must not be possible",
        ]
    );
}

#[test]
fn a_conflict_that_is_shown_is_an_error_and_each_pair_is_told() {
    let original = example("omnichannel");
    let mut sources = Sources::default();
    for (_, file) in original.sources.iter().take(original.files) {
        let lines: Vec<&str> =
            file.text().lines().filter(|line| !line.trim_start().starts_with("arbitrate ")).collect();
        let kept =
            if file.path().ends_with("order-line-states.kdl") { lines.join("\n") } else { file.text().to_owned() };
        sources.add(SourceFile::new(file.path(), kept));
    }
    let found = analyze(sources).report;
    let conflicts: Vec<&Diagnostic> = found.iter().filter(|finding| finding.code == "transition-conflict").collect();
    let about =
        |pair: [&str; 2]| conflicts.iter().filter(|one| pair.iter().all(|name| one.message.contains(name))).count();
    for pair in [
        ["`cancel`", "`pick`"],
        ["`reroute`", "`pick`"],
        ["`cancel`", "`pick-outside`"],
        ["`reroute`", "`pick-outside`"],
    ] {
        assert_eq!(about(pair), 1, "{pair:?} {conflicts:#?}");
    }
    assert!(found.iter().all(|finding| finding.code != "mixed-choice"), "{found:#?}");
}

#[test]
fn without_order_a_late_message_moves_the_storefront_back() {
    let found = changed("ordered-by order-no; window \"30d\"; retry attempts=4", "window \"30d\"; retry attempts=4");
    assert!(found.iter().any(|finding| finding.code == "regression"), "{found:#?}");
}

#[test]
fn what_is_not_said_of_a_delivery_is_not_held_against_it() {
    let found = analyze_in_frame(
        "object parcel {
    key parcel-no
    owner wms
    field parcel-no string max=20
    lifecycle {
        state packed initial=#true
        state sent
        state arrived final=#true
        transition send by=wms { from packed; to sent }
        transition deliver by=wms { from sent; to arrived }
    }
}
flow parcel-up { publish parcel; from wms; to shop; on create send deliver; latency near-real-time }
",
    );
    assert!(found.report.iter().all(|finding| !RACES.contains(&&*finding.code)), "{:#?}", found.report);
}
