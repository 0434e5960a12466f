//! Lifecycles of real systems, written as charters, with what the checker says about them.
//!
//! The states and transitions are facts taken from public sources: the seed data of Apache `OFBiz` (Apache-2.0) and the state
//! machines of Solidus (BSD-3-Clause), as of August 2026. The charters, their names and their words are ours.

use crate::example::{analyze_in_frame, found, marked, sources, told};

/// Checks a charter whose own lines say what is found there.
fn check(text: &str) {
    let analysis = analyze_in_frame(text);
    assert_eq!(found(&analysis), marked(&sources(text)), "{:#?}", told(&analysis));
}

#[test]
fn apache_ofbiz_reopens_completed_orders_and_begins_payments_in_two_ways() {
    check(include_str!("ofbiz.kdl"));
}

#[test]
fn solidus_has_an_event_with_two_targets_and_takes_up_completed_payments() {
    check(include_str!("solidus.kdl"));
}
