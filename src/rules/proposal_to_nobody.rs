//! `proposal-to-nobody`: who is asked can decide.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lineage::{Course, Edge, Source};
use crate::facts::wording;
use crate::model::field::Field;
use crate::model::flow::Mode;
use crate::model::id::Id;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "proposal-to-nobody",
        title: "a change is proposed to a system that can never decide it",
        severity: Severity::Error,
        explain: "\
The flow asks a system for a change of fields none of which it owns, in any case, and it passes the question on to nobody. It can neither accept nor refuse:
the change is lost, or it is taken into a copy, where the owner's next message undoes it.

Send the proposal to the owner, or let the system that gets it `propose` it further.",
        fails: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it
system erp kind=erp team=it
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop; to erp }
flow email-up { propose customer { only email }; from shop; to erp } //~ proposal-to-nobody
"#,
        passes: r#"
team it
system crm kind=crm team=it
system shop kind=ecommerce team=it
system erp kind=erp team=it
object customer { key customer-no; owner crm; field customer-no string; field email string }
flow customer-down { publish customer; from crm; to shop; to erp }
flow email-up { propose customer { only email }; from shop; to erp }
flow email-on { propose customer { only email }; from erp; to crm }
"#,
    },
    check,
};

/// What is known of one proposal, over all that it carries.
struct Proposal<'c> {
    edge: &'c Edge,
    course: &'c Course,
    fields: Vec<Id<Field>>,
}

fn check(facts: &Facts, findings: &mut Findings) {
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut lost: BTreeMap<(usize, usize, usize), Proposal<'_>> = BTreeMap::new();
    let mut decided: BTreeSet<(usize, usize, usize)> = BTreeSet::new();
    for course in lineage.courses() {
        for (index, edge) in course.edges.iter().enumerate() {
            if edge.mode != Mode::Propose || edge.implied {
                continue;
            }
            let key = (edge.flow.index(), edge.carried, edge.end);
            let passes_on = course.edges.iter().any(|other| {
                other.from == edge.to && !other.implied && other.mode == Mode::Propose && other.flow != edge.flow
            });
            let is_live = course.webs.iter().any(|web| web.edges.contains(&index));
            let owns = course.webs.iter().any(|web| web.is_owner(edge.to)) || course.webs.is_empty();
            if owns || passes_on || !is_live || !lineage.is_certain(course.object) {
                decided.insert(key);
                continue;
            }
            let none = || Proposal { edge, course, fields: Vec::new() };
            lost.entry(key).or_insert_with(none).fields.extend(&course.fields);
        }
    }
    for (key, Proposal { edge, course, fields }) in lost {
        if decided.contains(&key) {
            continue;
        }
        let Some(owner) = course.webs.first().and_then(|web| web.owners.first().copied()) else { continue };
        let (flow, to, owner_name) =
            (&model[edge.flow].head.name.text, wording::name(model, edge.to), wording::name(model, owner));
        let named = wording::fields(model, &fields);
        let message = format!("`{flow}` proposes {named} to `{to}`, which can never decide it");
        findings.report(message, |finding| {
            let mut finding = finding.at(edge.of(model).to[edge.end].span, format!("`{to}` owns none of it"));
            finding = finding.and(edge.said(model).span, "proposed here");
            if let Some(Source::Rule(rule)) = course.cases().find_map(|(atom, _)| course.source(atom, owner)) {
                finding = finding.and(model.owners[rule].span, format!("`{owner_name}` owns it"));
            }
            finding.help(format!("send it to `{owner_name}`, or let `{to}` `propose` it further")).about(&**flow)
        });
    }
}
