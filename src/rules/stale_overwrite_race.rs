//! `stale-overwrite-race`: where two ways meet, the older value must be turned away.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::freshness::{Age, MissKind, Regard};
use crate::facts::lineage::Course;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

use super::stale_reader::sum;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "stale-overwrite-race",
        title: "two flows bring the same value, and nothing turns the older one away",
        severity: Severity::Warning,
        explain: "\
A system gets the same value by two ways of different speed, and the flow of the slower one has no version guard. It brings the value as it was when it set
out, and puts it over what came in the meantime. The most common case is a full synchronisation or a backfill beside events.

Give the slow flow a `guard version=` with a field that grows with every change, or a `receive { stale newer by=... }`; or let only one of the two flows
carry the field.",
        fails: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; version stock-seq; owner wms; field sku string; field on-hand quantity unit=each; field stock-seq integer }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-events { publish stock; from wms; to shop; on change; latency real-time }
flow stock-full { //~ stale-overwrite-race
    publish stock
    from wms
    to shop
    schedule nightly takes="20min"
    latency batch within="26h"
}
"#,
        passes: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; version stock-seq; owner wms; field sku string; field on-hand quantity unit=each; field stock-seq integer }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-events { publish stock; from wms; to shop; on change; latency real-time }
flow stock-full {
    publish stock
    from wms
    to shop
    schedule nightly takes="20min"
    latency batch within="26h"
    guard version=stock.stock-seq
}
"#,
    },
    check,
};

/// The slow flow, the quick one, and where they meet.
type Meeting = (Id<Flow>, Id<Flow>, Id<System>);

/// What is known of a meeting.
struct Race {
    fields: BTreeSet<Id<Field>>,
    lasting: Age,
    freshest: Age,
}

fn check(facts: &Facts, findings: &mut Findings) {
    let reported = reported(facts);
    let mut races: BTreeMap<Meeting, Race> = BTreeMap::new();
    for course in facts.lineage().courses() {
        let is_state = course.fields.iter().any(|field| matches!(facts.model[*field].kind, FieldKind::Status(_)));
        if !is_state {
            find(facts, course, &mut races);
        }
    }
    for ((slow, quick, at), race) in races {
        if !reported.contains(&(slow, at)) {
            report(facts, (slow, quick, at), &race, findings);
        }
    }
}

/// Flows and receivers that are reported at a reader whose need they break.
fn reported(facts: &Facts) -> BTreeSet<(Id<Flow>, Id<System>)> {
    let broken = facts.freshness().misses().iter().filter(|miss| miss.kind == MissKind::Overwritten);
    let hops = broken.filter_map(|miss| miss.age.hops.get(miss.age.overwritten?));
    hops.map(|hop| (hop.flow, hop.to)).collect()
}

fn find(facts: &Facts, course: &Course, races: &mut BTreeMap<Meeting, Race>) {
    for web in &course.webs {
        let Some(&atom) = web.atoms.first() else { continue };
        for system in web.holders() {
            if web.arriving(&course.edges, system).nth(1).is_none() {
                continue;
            }
            let Some(&field) = course.fields.first() else { continue };
            let age = |regard| facts.freshness().way(facts.lineage(), field, (atom, system), regard);
            let (Some(lasting), Some(freshest)) = (age(Regard::Lasting), age(Regard::Freshest)) else { continue };
            let (Some(slow), Some(quick)) = (lasting.hops.last(), freshest.hops.last()) else { continue };
            let overwrites = lasting.overwritten == Some(lasting.hops.len() - 1);
            if overwrites && slow.flow != quick.flow {
                let meeting = (slow.flow, quick.flow, system);
                let race = races.entry(meeting).or_insert_with(|| Race {
                    fields: BTreeSet::new(),
                    lasting: lasting.clone(),
                    freshest: freshest.clone(),
                });
                race.fields.extend(&course.fields);
            }
        }
    }
}

fn report(facts: &Facts, (slow, quick, at): Meeting, race: &Race, findings: &mut Findings) {
    let model = &facts.model;
    let guard = race.fields.first().and_then(|field| guard(facts, slow, *field));
    let (slow, quick) = (&model[slow].head, &model[quick].head);
    let at = &model[at].head.name;
    let (old, new) = (figures::time(race.lasting.time), figures::time(race.freshest.time));
    let paths: Vec<String> = race.fields.iter().map(|field| model.key(*field).path).collect();
    let what = match &paths[..] {
        [only] => format!("`{only}`"),
        [first, rest @ ..] => format!("`{first}` and {} more", rest.len()),
        [] => return,
    };
    let message =
        format!("`{}` can put an older value of {what} over a newer one of `{}` in `{at}`", slow.name, quick.name);
    findings.report(message, |finding| {
        let finding = finding
            .at(slow.name.span, format!("up to {old} old, and no version guard"))
            .and(quick.name.span, format!("up to {new} old"))
            .help(format!(
                "{}, and {}: give `{}` a `guard version=`, or leave the value out of it",
                sum(model, &race.lasting),
                sum(model, &race.freshest),
                slow.name
            ))
            .about(slow.name.text.as_ref());
        with_guard(finding, guard)
    });
}

/// A guard that a flow could have, as it is written, and where it goes: by the object's version, if the flow carries it
/// and has no guard yet.
pub(super) fn guard(facts: &Facts, flow: Id<Flow>, field: Id<Field>) -> Option<(String, Span)> {
    let model = &facts.model;
    let version = model[model[field].object].version?.target?;
    let said = &model[flow];
    let course = facts.lineage().course(version).filter(|_| said.guard.is_none())?;
    course.edges.iter().find(|edge| edge.flow == flow && edge.variant.is_none() && !edge.implied)?;
    let first = said.carries.first()?.span;
    Some((format!("guard version={}\n    ", model[version].path(model)), Span { end: first.start, ..first }))
}

/// A finding with the fix that adds a guard.
pub(super) fn with_guard(finding: Diagnostic, guard: Option<(String, Span)>) -> Diagnostic {
    match guard {
        Some((text, place)) => finding.fix("turn older versions away", place, text),
        None => finding,
    }
}
