//! `lossy-relay`: what a reader needs is not lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::accesses::AccessId;
use crate::facts::lineage::{Course, Edge, Web};
use crate::facts::loss::{Loss, Losses, Way};
use crate::facts::wording;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::flow::{End, Mode};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::system::{AccessKind, System};
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "lossy-relay",
        title: "a system on the only way cuts off what its readers need",
        severity: Severity::Warning,
        explain: "\
The field passes through a system whose record holds less of it: it rounds, cuts a text, or makes one code of several. Every way to the reader passes there,
so what the reader gets is never what the owner has, although the reader's own form could hold it.

Let the field come by another way, widen the record of the system between, or keep what is cut off in a second place. What the reader's own record loses is
not reported, because it wants no more, and neither is a text that is cut with `raises`, because somebody is told. Digits count where the field says how many
it has (`scale`).",
        fails: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
system tms kind=tms team=it { reads parcel.weight within="10min" }
object parcel { key parcel-no; owner wms; field parcel-no string; field weight decimal scale=3 }
record oms-parcel system=oms object=parcel format=json {
    map "no" parcel-no
    map "kg" weight { decimal scale=1 round=half-even } //~ lossy-relay
}
flow parcel-up { publish parcel; from wms; to oms record=oms-parcel; on create; latency near-real-time }
flow parcel-on { publish parcel; from oms record=oms-parcel; to tms; on create; latency near-real-time }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
system tms kind=tms team=it { reads parcel.weight within="10min" }
object parcel { key parcel-no; owner wms; field parcel-no string; field weight decimal scale=3 }
record oms-parcel system=oms object=parcel format=json {
    map "no" parcel-no
    map "kg" weight { decimal scale=3 }
}
flow parcel-up { publish parcel; from wms; to oms record=oms-parcel; on create; latency near-real-time }
flow parcel-on { publish parcel; from oms record=oms-parcel; to tms; on create; latency near-real-time }
"#,
    },
    check,
};

/// A line that loses something, and who goes without.
struct Lossy {
    loss: Loss,
    relay: Id<System>,
    field: Id<Field>,
    readers: BTreeSet<AccessId>,
    onwards: Span,
}

fn check(facts: &Facts, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut losses = Losses::of(model);
    if losses.is_empty() {
        return;
    }
    let mut found: BTreeMap<Span, Lossy> = BTreeMap::new();
    for course in lineage.courses() {
        let relays = course.edges.iter().any(|edge| {
            edge.mode != Mode::Propose && !edge.implied && course.edges.iter().any(|next| next.from == edge.to)
        });
        for &field in course.fields.iter().filter(|_| relays) {
            let read = |access: &&AccessId| access.of(model).kind == AccessKind::Reads;
            let readers: Vec<AccessId> = lineage.accesses.of_field(field).iter().filter(read).copied().collect();
            if readers.is_empty() || !course.edges.iter().any(|edge| is_suspect(model, &mut losses, edge, field)) {
                continue;
            }
            for web in &course.webs {
                look(model, course, web, (field, &readers), &mut losses, &mut found);
            }
        }
    }
    for (span, lossy) in found {
        let (relay, path) = (wording::name(model, lossy.relay), model[lossy.field].path(model));
        let mut readers: Vec<Id<System>> = lossy.readers.iter().map(|reader| reader.system).collect();
        readers.dedup();
        let named = wording::names(model, &readers);
        let message = format!("the record of `{relay}` {} of `{path}`, on the only way to {named}", lossy.loss.how);
        findings.report(message, |finding| {
            let mut finding = finding.at(span, lossy.loss.how.clone());
            finding = finding.and(lossy.onwards, format!("`{relay}` sends on what is left"));
            for reader in lossy.readers.iter().take(2) {
                let name = wording::name(model, reader.system);
                finding = finding.and(reader.of(model).span, format!("`{name}` reads it here"));
            }
            finding
                .help(format!("let `{relay}` keep all of it, or bring it to {named} by another way"))
                .about(relay)
                .about(path.clone())
        });
    }
}

/// The record at an end of an edge's flow.
fn record(model: &Model, edge: &Edge, way: Way) -> Option<Id<Record>> {
    let flow = edge.of(model);
    let at = |end: &End| end.record.or(flow.record).and_then(|record| record.target);
    match way {
        Way::Read => flow.from.as_ref().and_then(at),
        Way::Write => at(&flow.to[edge.end]),
    }
}

fn loses(model: &Model, losses: &mut Losses<'_>, edge: &Edge, way: Way, field: Id<Field>) -> Option<Loss> {
    losses.at(record(model, edge, way)?, way, field).cloned()
}

fn is_suspect(model: &Model, losses: &mut Losses<'_>, edge: &Edge, field: Id<Field>) -> bool {
    [Way::Read, Way::Write].into_iter().any(|way| loses(model, losses, edge, way, field).is_some())
}

/// Looks in one graph for readers that get the field from systems only whose records have lost something of it.
fn look(
    model: &Model,
    course: &Course,
    web: &Web,
    (field, readers): (Id<Field>, &[AccessId]),
    losses: &mut Losses<'_>,
    found: &mut BTreeMap<Span, Lossy>,
) {
    let (mut whole, mut at_the_door) = (web.owners.clone(), BTreeSet::new());
    let mut next = 0;
    while let Some(&system) = whole.get(next) {
        next += 1;
        for edge in web.edges.iter().map(|edge| &course.edges[*edge]).filter(|edge| edge.from == system) {
            let reading = !web.is_owner(system) && loses(model, losses, edge, Way::Read, field).is_some();
            if edge.mode == Mode::Propose || reading {
                continue;
            }
            at_the_door.insert(edge.to);
            if !whole.contains(&edge.to) && loses(model, losses, edge, Way::Write, field).is_none() {
                whole.push(edge.to);
            }
        }
    }
    for reader in readers {
        let system = reader.system;
        let region = &reader.of(model).region;
        let is_meant = web.atoms.iter().any(|atom| course.is_within(model, *atom, region));
        if !is_meant || !web.has(system) || web.is_owner(system) || at_the_door.contains(&system) {
            continue;
        }
        let Some(path) = web.path(&course.edges, system) else { continue };
        let hops: Vec<&Edge> = path.iter().map(|hop| &course.edges[*hop]).collect();
        if hops.last().is_some_and(|hop| loses(model, losses, hop, Way::Write, field).is_some()) {
            continue;
        }
        let lossy = hops.windows(2).find_map(|pair| {
            let written = loses(model, losses, pair[0], Way::Write, field);
            let loss = written.or_else(|| loses(model, losses, pair[1], Way::Read, field))?;
            Some((loss, pair[1]))
        });
        if let Some((loss, onwards)) = lossy {
            let span = loss.span;
            let none = || Lossy {
                loss,
                relay: onwards.from,
                field,
                readers: BTreeSet::new(),
                onwards: onwards.said(model).span,
            };
            found.entry(span).or_insert_with(none).readers.insert(*reader);
        }
    }
}
