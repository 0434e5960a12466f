//! `echo-cycle`: a value does not come back to where it came from.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lineage::Edge;
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
        let losses = losses(facts, write);
        let back = if last.to == write.owner { "its owner" } else { "where it was" };
        let effect = match losses.first() {
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
            if losses.is_empty() {
                finding.severity = Severity::Warning;
            }
            for (loss, _, flow) in losses.into_iter().take(MOST_LOSSES) {
                finding = finding.and(loss.span, format!("{} in `{flow}`", loss.how));
            }
            let start = crate::source::Span { end: span.start, ..span };
            finding
                .help(format!("say `guard echo=origin` in `{name}`, or leave the field out of it"))
                .fix("guard it by the origin of the message", start, "guard echo=origin\n    ")
                .about(&**name)
        });
    }
}

/// The most lossy steps that one message shows.
const MOST_LOSSES: usize = 3;

/// A step that loses something of a field, the field, and the flow on which it is taken.
type Lossy<'m> = (Loss, String, &'m str);

/// The steps on the way that lose something of the first field that loses any.
fn losses<'m>(facts: &'m Facts, write: &Overwrite) -> Vec<Lossy<'m>> {
    let model = &facts.model;
    let mut of_field = write.fields.iter().map(|field| {
        let on = |hop| Loss::on(model, hop, *field).map(move |loss| (loss, hop));
        let named = |(loss, hop): (Loss, &Edge)| (loss, model[*field].path(model), &*model[hop.flow].head.name.text);
        write.hops.iter().flat_map(on).map(named).collect::<Vec<_>>()
    });
    of_field.find(|found| !found.is_empty()).unwrap_or_default()
}
