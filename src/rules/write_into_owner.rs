//! `write-into-owner`: nobody overwrites a value in the system that decides it.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lineage::{Course, Source};
use crate::facts::overwrites::{Fault, Overwrite};
use crate::facts::wording;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "write-into-owner",
        title: "a flow overwrites a value in the system that owns it",
        severity: Severity::Error,
        explain: "\
The flow publishes a field to the system that is its source of truth. The source of the flow has a value of its own: it changes the field, or no flow
brings the owner's value to it. Whoever sends last wins, and corrections in the owner are undone.

Let the source `propose` the change, so that the owner decides and answers; send a difference (`writes=delta`); leave the field out with `except`;
or make the source the owner.",
        fails: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it { updates customer.email }
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop }
flow email-up { publish customer { only email }; from shop; to crm } //~ write-into-owner
"#,
        passes: r#"
team it
system crm kind=crm team=it { updates customer.email }
system shop kind=ecommerce team=it
exception email-refused severity=low owner=it respond-within="1d" { detect "the address is not valid" }
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop }
flow email-up { propose customer { only email }; from shop; to crm; answer within="1min" by=customer-down refused=email-refused }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for write in facts.overwrites().all.iter().filter(|write| write.fault == Fault::Owner) {
        let Some(edge) = write.hops.last() else { continue };
        let flow = &model[edge.flow].head.name.text;
        let (from, owner) = (wording::name(model, edge.from), wording::name(model, edge.to));
        let fields = wording::fields(model, &write.fields);
        let message = format!(
            "`{flow}` overwrites {fields} in `{owner}`, which owns it{}, with what `{from}` has",
            wording::when(&write.when)
        );
        findings.report(message, |finding| {
            let mut finding = finding.at(edge.said(model).span, format!("writes {fields} into `{owner}`"));
            if let Some(span) = owner_span(facts, write) {
                finding = finding.and(span, format!("`{owner}` owns it"));
            }
            finding
                .help(format!("let `{from}` `propose` the change, or leave the field out with `except`"))
                .about(&**flow)
        });
    }
}

/// Where the owner is named.
pub(super) fn owner_span(facts: &Facts, write: &Overwrite) -> Option<Span> {
    let course: &Course = facts.lineage().course(*write.fields.first()?)?;
    let owner = write.hops.last()?.to;
    let source =
        course.cases().find_map(|(atom, web)| web.is_owner(owner).then(|| course.source(atom, owner)).flatten())?;
    match source {
        Source::Rule(rule) => Some(facts.model.owners[rule].span),
        Source::Transition(_) | Source::Access(_) => None,
    }
}
