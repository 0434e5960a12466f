//! `proposal-without-echo`: who asks for a change learns what became of it.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::wording;
use crate::model::field::Field;
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "proposal-without-echo",
        title: "a system proposes a change and never learns the outcome",
        severity: Severity::Warning,
        explain: "\
The system asks the owner for a change. It is not answered, and no flow brings the owner's value back to it. It goes on showing what it asked for,
whether it was accepted or not.

Say how the proposal is answered (`answer within=... by=...`), or bring the field back from the owner.",
        fails: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer { only customer-no }; from crm; to shop }
flow email-up { propose customer { only email }; from shop; to crm } //~ proposal-without-echo
"#,
        passes: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop }
flow email-up { propose customer { only email }; from shop; to crm }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let lineage = facts.lineage();
    let mut found: BTreeMap<_, (Vec<Id<Field>>, Vec<String>, _)> = BTreeMap::new();
    for course in lineage.courses().iter().filter(|course| lineage.is_certain(course.object)) {
        for (index, edge) in course.edges.iter().enumerate() {
            if edge.mode != Mode::Propose || edge.implied || edge.of(model).answer.is_some() {
                continue;
            }
            let is_lost = |web: &&crate::facts::lineage::Web| {
                web.edges.contains(&index) && web.is_owner(edge.to) && !web.has(edge.from)
            };
            let lost: Vec<_> = course.webs.iter().filter(is_lost).flat_map(|web| web.atoms.iter().copied()).collect();
            if !lost.is_empty() {
                let key = (edge.flow, edge.carried, edge.end);
                let entry = found.entry(key);
                entry.or_insert_with(|| (Vec::new(), course.describe(model, &lost), edge)).0.extend(&course.fields);
            }
        }
    }
    for (fields, when, edge) in found.into_values() {
        let flow = &model[edge.flow].head.name.text;
        let (from, owner) = (wording::name(model, edge.from), wording::name(model, edge.to));
        let message = format!(
            "`{from}` proposes {} to `{owner}` and never learns the outcome{}",
            wording::fields(model, &fields),
            wording::when(&when)
        );
        findings.report(message, |finding| {
            finding
                .at(edge.said(model).span, "not answered, and nothing comes back")
                .help(format!("say `answer` in `{flow}`, or bring the value back from `{owner}` with a flow"))
                .about(&**flow)
        });
    }
}
