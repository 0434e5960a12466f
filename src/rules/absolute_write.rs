//! `absolute-write`: who does not own a count sends differences.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::overwrites::Fault;
use crate::facts::wording;
use crate::rule::{Code, Findings, Rule};

use super::write_into_owner::owner_span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "absolute-write",
        title: "a system sends its own count of a quantity that another one owns",
        severity: Severity::Error,
        explain: "\
The flow puts a whole quantity into the system that owns it, from one that says that it changes it. Between the two counts the owner has booked something:
that booking is gone, and no guard against echoes sees it. Two systems that set a count are never right for long.

Send the difference (`writes=delta`), or let the source `propose` the change, so that the owner books it. If the source is the one that counts, make it the
owner.",
        fails: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it { updates stock.on-hand }
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
flow stock-out { publish stock; from wms; to shop; on change; latency near-real-time }
flow sold {
    publish stock { only on-hand } //~ absolute-write
    from shop
    to wms
    on change
    latency near-real-time
    guard echo=origin
}
"#,
        passes: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it { updates stock.on-hand }
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
flow stock-out { publish stock; from wms; to shop; on change; latency near-real-time }
flow sold {
    publish stock { only on-hand }
    from shop
    to wms writes=delta
    on change
    latency near-real-time
    guard echo=origin
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for write in facts.overwrites().all.iter().filter(|write| write.fault == Fault::Absolute) {
        let Some(edge) = write.hops.last() else { continue };
        let flow = &model[edge.flow].head.name.text;
        let (from, owner) = (wording::name(model, edge.from), wording::name(model, edge.to));
        let (fields, when) = (wording::fields(model, &write.fields), wording::when(&write.when));
        let message = format!("`{flow}` sets {fields} in `{owner}`, which owns it{when}, to what `{from}` counts");
        findings.report(message, |finding| {
            let end = &edge.of(model).to[edge.end];
            let mut finding = finding.at(edge.said(model).span, format!("a count of `{from}`"));
            finding = finding.and(end.span, "replaces what is there");
            if let Some(span) = owner_span(facts, write) {
                finding = finding.and(span, format!("`{owner}` owns it"));
            }
            finding
                .help(format!("send the difference with `writes=delta` at `to {owner}`, or `propose` the change"))
                .about(&**flow)
        });
    }
}
