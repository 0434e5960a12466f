//! Mistakes about time, load and delivery.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::facts::redelivery;
use charter::model::flow::Flow;
use charter::syntax::{Cursor, Given};

use super::meaning::only_feeds;
use super::{Mutation, Mutator, words, words_in};

/// What follows when values become older.
const OLDER: &[&str] =
    &["stale-reader", "stale-when-degraded", "burst-backlog", "input-skew", "class-unattainable", "join-skew"];

/// What follows when a door takes fewer calls: runs through it take longer as well.
const CALLS: &[&str] =
    &["stale-reader", "stale-when-degraded", "burst-backlog", "input-skew", "class-unattainable", "batch-does-not-fit"];

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator { name: "promise too tight for a reader", finds: &["stale-reader"], also: OLDER, places: tight },
        Mutator {
            name: "promise tighter than the schedule",
            finds: &["class-unattainable"],
            also: OLDER,
            places: tighter_than_schedule,
        },
        Mutator { name: "limit of a door lowered", finds: &["overload"], also: CALLS, places: limit },
        Mutator { name: "capacity lowered", finds: &["overload"], also: OLDER, places: capacity },
        Mutator { name: "inputs closer in age than their ways", finds: &["input-skew"], also: &[], places: skew },
        Mutator { name: "window of copies shortened", finds: &["dedup-window-short"], also: &[], places: window },
        Mutator {
            name: "run too long",
            finds: &["batch-does-not-fit"],
            also: &[
                "batch-overlap",
                "unfinished-source",
                "stale-reader",
                "class-unattainable",
                "stale-when-degraded",
                "input-skew",
            ],
            places: run_too_long,
        },
        Mutator {
            name: "run without a calendar",
            finds: &["unknown-name"],
            also: &["unused-definition"],
            places: no_calendar,
        },
        Mutator {
            name: "outage longer than the attempts",
            finds: &["outage-outlasts-retries"],
            also: &["dedup-window-short", "slow-recovery"],
            places: long_outage,
        },
        Mutator { name: "catch-up that no door allows", finds: &["slow-recovery"], also: &[], places: no_catch_up },
        Mutator { name: "flow turned to batch", finds: &["stale-reader"], also: OLDER, places: to_batch },
    ]
}

fn tight(analysis: &Analysis) -> Vec<Mutation> {
    let reads = words_in(analysis, "system", "reads").into_iter();
    let within = reads.filter_map(|word| Some((word, word.property("within")?.span())));
    within.map(|(word, span)| Mutation::replace(span, "\"1ms\"", word.span())).collect()
}

fn tighter_than_schedule(analysis: &Analysis) -> Vec<Mutation> {
    let flows = words(analysis).into_iter().filter(|word| word.definition().name == "flow" && word.parent().is_none());
    let scheduled = flows.filter(|flow| flow.child("schedule").is_some());
    let within = scheduled.filter_map(|flow| Some((flow, flow.child("latency")?.property("within")?.span())));
    within.map(|(flow, span)| Mutation::replace(span, "\"1s\"", flow.span())).collect()
}

fn limit(analysis: &Analysis) -> Vec<Mutation> {
    let limits = words_in(analysis, "endpoint", "limit").into_iter();
    // A door is judged by the flows that name it and say how much they bring.
    let model = &analysis.facts.model;
    let used = |limit: &Cursor<'_>| {
        let door = limit.parent().and_then(|door| door.argument("name")).and_then(Given::text);
        let system = limit.parent().and_then(Cursor::parent).and_then(|system| system.argument("name"));
        let system = system.and_then(Given::text);
        model.flows.values().filter(|flow| flow.volume.is_some()).flat_map(|flow| &flow.to).any(|end| {
            let Some(named) = end.system.and_then(|system| system.target) else { return false };
            let at = end.endpoint.as_ref().and_then(|endpoint| endpoint.target);
            let name = at.map(|at| model[named].endpoints[at].name.text.to_string());
            system.as_deref() == Some(&*model[named].head.name.text) && door.as_deref() == name.as_deref()
        })
    };
    let head = limits.filter(used).map(|word| (word, word.head()));
    head.map(|(word, head)| Mutation::replace(head, "limit 1 per=\"7d\"", word.span())).collect()
}

/// Of systems as a whole: what they take of one object only is judged by the flows that carry it.
fn capacity(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let is_asked = |word: &Cursor<'_>| {
        let asked = analysis.facts.loads().servers().iter().filter(|server| server.limit.span == word.head());
        asked.count() > 0 && model.flows.values().any(|flow| flow.volume.is_some())
    };
    let rates = words_in(analysis, "system", "capacity").into_iter().filter(is_asked);
    rates
        .filter_map(|word| Some((word, word.argument("rate")?.span())))
        .map(|(word, rate)| Mutation::replace(rate, "\"1/w\"", word.span()))
        .collect()
}

fn skew(analysis: &Analysis) -> Vec<Mutation> {
    let derivations = words(analysis).into_iter().filter_map(|word| Some((word, word.property("max-skew")?.span())));
    derivations.map(|(word, span)| Mutation::replace(span, "\"1ms\"", word.head())).collect()
}

fn window(analysis: &Analysis) -> Vec<Mutation> {
    let windows = words_in(analysis, "delivery", "window").into_iter();
    let retried = windows.filter(|word| word.parent().is_some_and(|delivery| delivery.child("retry").is_some()));
    retried.map(|word| Mutation::replace(word.head(), "window \"1ms\"", word.span())).collect()
}

fn run_too_long(analysis: &Analysis) -> Vec<Mutation> {
    let takes = words_in(analysis, "flow", "schedule").into_iter();
    let takes = takes.filter_map(|word| Some((word, word.property("takes")?.span())));
    takes.map(|(word, span)| Mutation::replace(span, "\"900h\"", word.span())).collect()
}

fn no_calendar(analysis: &Analysis) -> Vec<Mutation> {
    let schedules = words_in(analysis, "flow", "schedule").into_iter();
    let calendars = schedules.filter_map(|word| Some((word, word.argument("calendar")?.span())));
    calendars.map(|(word, span)| Mutation::replace(span, "zzz", word.span())).collect()
}

/// A system to which a flow with attempts and without a calendar goes may be down for much longer.
fn long_outage(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let is_tried = |flow: &&Flow| {
        let delivery = flow.delivery.as_ref();
        let has_attempts = delivery.is_some_and(|delivery| delivery.retry.is_some() && delivery.guarantee.is_some());
        has_attempts && flow.schedule.is_none() && flow.poll.is_none() && redelivery::keeps(model, flow).is_some()
    };
    let ends = model.flows.values().filter(is_tried).flat_map(|flow| &flow.to);
    let reached: BTreeSet<&str> = ends.filter_map(|end| Some(&*model[end.system?.target?].head.name.text)).collect();
    let systems =
        words(analysis).into_iter().filter(|word| word.parent().is_none() && word.definition().name == "system");
    let without = systems.filter(|system| system.child("outage").is_none());
    let receivers = without
        .filter(|system| system.argument("name").and_then(Given::text).is_some_and(|name| reached.contains(&*name)));
    receivers.filter_map(|word| Some(Mutation::insert(word.block()?, "outage \"90d\"", word.span()))).collect()
}

fn no_catch_up(analysis: &Analysis) -> Vec<Mutation> {
    let outages = words_in(analysis, "system", "outage").into_iter();
    let planned = outages.filter_map(|word| Some((word, word.property("catch-up")?.span())));
    planned.map(|(word, span)| Mutation::replace(span, "\"1ms\"", word.span())).collect()
}

fn to_batch(analysis: &Analysis) -> Vec<Mutation> {
    // What runs by a calendar or asks again and again is a batch already, and takes what that says.
    let at_once = |flow: &Cursor<'_>| flow.child("schedule").is_none() && flow.child("poll").is_none();
    let classes = only_feeds(analysis).into_iter().filter(at_once).filter_map(|flow| flow.child("latency"));
    let heads = classes.map(Cursor::head);
    heads.map(|head| Mutation { edits: vec![(head, "latency batch within=\"48h\"".to_owned())], node: None }).collect()
}
