//! `echo-cycle`: a value does not come back to where it came from.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::loss::Loss;
use crate::facts::overwrites::{Fault, Overwrite};
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "echo-cycle",
        title: "a value comes back to where it came from",
        severity: Severity::Error,
        explain: "\
The flows form a circle, and none of them has a `guard`: every change goes round and triggers the next one. Where no mapping on the way loses
anything the second round changes nothing, and the finding is a warning: there is only traffic. Where a mapping rounds, cuts or merges codes the value
changes with every round, and the finding is an error that names the step.

Guard the flow that closes the circle with `guard echo=origin` (or `hash`, `version`), leave the field out of it, or turn it into a proposal. A
proposal and its answer are no circle.",
        fails: r#"
team it
system pim kind=pim team=it
system erp kind=erp team=it
object item { key sku; owner pim; field sku string; field weight integer }
flow item-down { publish item; from pim; to erp }
flow item-up { publish item { only weight }; from erp; to pim } //~ echo-cycle
"#,
        passes: r#"
team it
system pim kind=pim team=it
system erp kind=erp team=it
object item { key sku; owner pim; field sku string; field weight integer }
flow item-down { publish item; from pim; to erp }
flow item-up { publish item { only weight }; from erp; to pim; guard echo=origin }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for write in facts.overwrites().all.iter().filter(|write| write.fault == Fault::Echo) {
        let Some((last, before)) = write.hops.split_last() else { continue };
        let (fields, way) = (wording::fields(model, &write.fields), wording::way(model, &write.hops));
        let loss = first_loss(facts, write);
        let back = if last.to == write.owner { "its owner" } else { "where it was" };
        let effect = match &loss {
            Some((loss, path, flow)) => format!("; `{flow}` {} of `{path}`, so it changes with every round", loss.how),
            None => String::new(),
        };
        let message = format!("{fields} comes back to {back}: {way}{}{effect}", wording::when(&write.when));
        findings.report(message, |finding| {
            let name = &model[last.flow].head.name.text;
            let span = last.said(model).span;
            let mut finding = finding.at(span, "closes the circle, without a guard");
            for hop in before {
                let (from, to) = (wording::name(model, hop.from), wording::name(model, hop.to));
                finding = finding.and(hop.said(model).span, format!("from `{from}` to `{to}`"));
            }
            if let Some((loss, ..)) = loss {
                finding = finding.and(loss.span, loss.how);
            } else {
                finding.severity = Severity::Warning;
            }
            let start = crate::source::Span { end: span.start, ..span };
            finding
                .help(format!("say `guard echo=origin` in `{name}`, or leave the field out of it"))
                .fix("guard it by the origin of the message", start, "guard echo=origin\n    ")
                .about(&**name)
        });
    }
}

/// The first step on the way that loses something of a field, the field, and the flow on which it is taken.
fn first_loss<'m>(facts: &'m Facts, write: &Overwrite) -> Option<(Loss, String, &'m str)> {
    let model = &facts.model;
    write.fields.iter().find_map(|field| {
        write.hops.iter().find_map(|hop| {
            let loss = Loss::on(model, hop, *field)?;
            Some((loss, model[*field].path(model), &*model[hop.flow].head.name.text))
        })
    })
}
