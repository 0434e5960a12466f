//! `manual-write-into-copy`: people change a value where it is decided.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::atoms::Atom;
use crate::facts::lineage::{Course, Source};
use crate::facts::wording;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::model::party::{Change, Manual};
use crate::model::system::System;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "manual-write-into-copy",
        title: "people change a value by hand in a system that only has a copy",
        severity: Severity::Error,
        explain: "\
People correct the field in a system that does not own it there. No flow takes the correction to the owner, so it is a second truth until the next message
from the owner undoes it, and whoever made it finds it undone without a word.

Let them correct it in the system that owns it, or let a flow `propose` the correction to the owner.",
        fails: r#"
team desk
system wms kind=wms team=desk
system shop kind=ecommerce team=desk
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
flow stock-out { publish stock; from wms; to shop; on change; latency near-real-time }
manual stock-care by=desk in=shop { changes stock.on-hand } //~ manual-write-into-copy
"#,
        passes: r#"
team desk
system wms kind=wms team=desk
system shop kind=ecommerce team=desk
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
flow stock-out { publish stock; from wms; to shop; on change; latency near-real-time }
manual stock-care by=desk in=wms { changes stock.on-hand }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for manual in facts.model.manuals.values() {
        let Some(system) = manual.system.and_then(|system| system.target) else { continue };
        for change in manual.changes.iter().filter(|change| change.region.is_known()) {
            check_change(facts, manual, system, change, findings);
        }
    }
}

fn check_change(facts: &Facts, manual: &Manual, system: Id<System>, change: &Change, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let places = change.paths.iter().filter_map(|path| path.target);
    let (mut fields, mut first) = (Vec::new(), None);
    for field in places.flat_map(|place| lineage.leaves.under(place)).copied() {
        let is_other = model[field].derivation.is_some() || matches!(model[field].kind, FieldKind::Status(_));
        let Some(course) = lineage.course(field).filter(|course| !is_other && lineage.is_certain(course.object)) else {
            continue;
        };
        let lost = lost(facts, course, field, system, change);
        if !lost.is_empty() {
            fields.push(field);
            first.get_or_insert((course, lost));
        }
    }
    let Some((course, lost)) = first else { return };
    let Some(owner) = course.web(lost[0]).and_then(|web| web.owners.first().copied()) else { return };
    let (name, copy, owned_by) = (&manual.head.name, wording::name(model, system), wording::name(model, owner));
    let (named, when) = (wording::fields(model, &fields), wording::when(&course.describe(model, &lost)));
    let message = format!("`{name}` changes {named} in `{copy}`{when}, where `{owned_by}` owns it");
    findings.report(message, |finding| {
        let mut finding = finding.at(change.span, format!("changed by hand in `{copy}`"));
        if let Some(Source::Rule(rule)) = course.source(lost[0], owner) {
            finding = finding.and(model.owners[rule].span, format!("`{owned_by}` owns it"));
        }
        finding
            .help(format!("change it in `{owned_by}`, or let `{copy}` `propose` the change to it"))
            .about(name.text.as_ref())
    });
}

/// The cases in which what is changed in a system does not come to the owner, in whatever state. People know in which
/// states they may change something.
fn lost(facts: &Facts, course: &Course, field: Id<Field>, system: Id<System>, change: &Change) -> Vec<Atom> {
    let model = &facts.model;
    let reported = |edge: &usize| {
        let flow = course.edges[*edge].flow;
        facts
            .overwrites()
            .all
            .iter()
            .any(|write| write.fields.contains(&field) && write.hops.last().is_some_and(|hop| hop.flow == flow))
    };
    let mut kept: BTreeSet<Atom> = BTreeSet::new();
    let mut is_lost = |(atom, web): (Atom, &crate::facts::lineage::Web)| {
        let tells = |edge: &usize| {
            let said = &course.edges[*edge];
            let is_answered = said.mode == Mode::Propose || web.is_owner(said.to) || reported(edge);
            said.from == system && !said.implied && said.mode != Mode::Query && is_answered
        };
        if !course.is_within(model, atom, &change.region) {
            return None;
        }
        if web.is_owner(system) || web.edges.iter().chain(&web.handovers).any(tells) {
            kept.insert(course.space.without_states(atom));
            return None;
        }
        Some(atom)
    };
    let mut lost: Vec<Atom> = course.cases().filter_map(&mut is_lost).collect();
    lost.retain(|atom| !kept.contains(&course.space.without_states(*atom)));
    lost
}
