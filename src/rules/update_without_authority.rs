//! `update-without-authority`: who changes a value owns it, or asks the owner.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::accesses::AccessId;
use crate::facts::lineage::{Course, Source};
use crate::facts::wording;
use crate::model::field::{Field, FieldKind};
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::model::system::{AccessKind, System};
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "update-without-authority",
        title: "a system changes a field that another one owns, and the owner does not hear of it",
        severity: Severity::Error,
        explain: "\
The system says that it `updates` the field. It does not own it in any case, and no flow takes the change to the owner. The change stays in a copy: everybody
else goes on with the owner's value, and the next message from there undoes it.

Let the system `propose` the change to the owner, make it the owner, or take the field out of `updates`.",
        fails: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it { updates customer.email } //~ update-without-authority
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop; on create change; latency near-real-time }
"#,
        passes: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it { updates customer.email }
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop; on create change; latency near-real-time }
flow email-up { propose customer { only email }; from shop; to crm; on change; latency near-real-time }
"#,
    },
    check,
};

/// Changes that no owner hears of: their course, an owner, the fields.
type Unheard<'c> = (&'c Course, Id<System>, Vec<Id<Field>>);

fn check(facts: &Facts, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut found: BTreeMap<AccessId, Unheard<'_>> = BTreeMap::new();
    for course in lineage.courses().iter().filter(|course| lineage.is_certain(course.object)) {
        let Some(owner) = course.webs.first().and_then(|web| web.owners.first().copied()) else { continue };
        for &field in &course.fields {
            if model[field].derivation.is_some() || matches!(model[field].kind, FieldKind::Status(_)) {
                continue;
            }
            for access in lineage.accesses.of_field(field) {
                let said = access.of(model);
                let is_known = said.kind == AccessKind::Updates && said.region.is_known();
                if is_known && course.unsettled().is_empty() && !is_heard(course, access.system) {
                    found.entry(*access).or_insert_with(|| (course, owner, Vec::new())).2.push(field);
                }
            }
        }
    }
    for (access, (course, owner, fields)) in found {
        let (system, owned_by) = (wording::name(model, access.system), wording::name(model, owner));
        let named = wording::fields(model, &fields);
        let message =
            format!("`{system}` changes {named}, which `{owned_by}` owns, and `{owned_by}` does not hear of it");
        findings.report(message, |finding| {
            let mut finding = finding.at(access.of(model).span, "the change stays here");
            let source = course.cases().find_map(|(atom, _)| course.source(atom, owner));
            if let Some(Source::Rule(rule)) = source {
                finding = finding.and(model.owners[rule].span, format!("`{owned_by}` owns it"));
            }
            finding
                .help(format!("`propose` it in a flow from `{system}` to `{owned_by}`, or take it out of `updates`"))
                .about(system)
                .about(model[course.object].head.name.text.as_ref())
        });
    }
}

/// Whether a system decides the field in some case, or a flow takes its changes to somebody who does.
fn is_heard(course: &Course, system: Id<System>) -> bool {
    course.webs.iter().any(|web| {
        let tells = |edge: &usize| {
            let edge = &course.edges[*edge];
            let asks = edge.mode == Mode::Propose || web.is_owner(edge.to);
            edge.from == system && edge.mode != Mode::Query && asks
        };
        web.is_owner(system) || web.edges.iter().chain(&web.handovers).any(tells)
    })
}
