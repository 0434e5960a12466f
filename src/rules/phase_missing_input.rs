//! `phase-missing-input`: what a phase needs is live in that phase.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::supply::{Need, Shortage};
use crate::facts::wording;
use crate::model::Model;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "phase-missing-input",
        title: "a phase needs a value that only comes in another phase",
        severity: Severity::Error,
        explain: "\
In one phase of the rollout a system owns, reads, computes with or sends on a value that does not come to it yet, or no more. In another phase a flow
brings it. The charter as a whole looks complete, and the day between the two phases is not.

Start the flow in the earlier phase, retire it later, or move what needs the value.",
        fails: r#"
scope channel { web; edi }
team it
system shop kind=ecommerce team=it
system oms kind=oms team=it
system erp kind=erp team=it { reads order.total } //~ phase-missing-input
object order { key order-no; owner shop; field order-no string; field total integer }
flow order-in { publish order; from shop; to oms }
flow order-to-erp { publish order; from oms; to erp; latency near-real-time }
phase pilot { channel web }
phase full { everything; after pilot; flows order-to-erp }
"#,
        passes: r#"
scope channel { web; edi }
team it
system shop kind=ecommerce team=it
system oms kind=oms team=it
system erp kind=erp team=it { reads order.total }
object order { key order-no; owner shop; field order-no string; field total integer }
flow order-in { publish order; from shop; to oms }
flow order-to-erp { publish order; from oms; to erp; latency near-real-time }
phase pilot { channel web; flows order-to-erp }
phase full { everything; after pilot }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for shortage in &facts.supply().shortages {
        let Some(late) = &shortage.late else { continue };
        let (system, fields) = (wording::name(model, shortage.system), wording::fields(model, &shortage.fields));
        let (missing, arrives) = (wording::names(model, &late.missing), wording::names(model, &late.arrives));
        let (span, does) = need(model, shortage);
        let message = match shortage.need {
            Need::Owner => format!(
                "in phase {missing} `{system}` owns {fields}, and `{}` only comes to it in {arrives}",
                model[shortage.object].head.name.text
            ),
            _ => format!("in phase {missing} `{system}` {does} {fields}, which only comes to it in {arrives}"),
        };
        findings.report(message, |finding| {
            let mut finding = finding.at(span, format!("needed in {missing} as well"));
            if let Some(phase) = late.missing.first() {
                finding = finding.and(model[*phase].head.span, "not live here");
            }
            let help = match late.flow {
                Some(flow) => {
                    let flow = &model[flow].head;
                    finding = finding.and(flow.name.span, format!("live in {arrives} only"));
                    format!("let `{}` be live in {missing} too, or move what needs it", flow.name.text)
                }
                None => format!("bring it in {missing} too, or move what needs it"),
            };
            let finding = finding.help(help).about(system);
            late.missing.iter().fold(finding, |finding, phase| finding.about(&*model[*phase].head.name.text))
        });
    }
}

/// Where a need is said, and what is done with the value there.
fn need(model: &Model, shortage: &Shortage) -> (Span, &'static str) {
    match shortage.need {
        Need::Owner => (model.systems[shortage.system].head.name.span, "owns"),
        Need::Reader(access) => (access.of(model).span, "reads"),
        Need::Input(derivation) => (model.derivations[derivation].head.name.span, "computes with"),
        Need::Sender(flow, carried) => (model[flow].carries[carried].span, "sends"),
    }
}
