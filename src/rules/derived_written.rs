//! `derived-written`: nobody writes what is computed.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::overwrites::Fault;
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::flow::Mode;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "derived-written",
        title: "a derived field is written as well",
        severity: Severity::Error,
        explain: "\
One system computes the field from others, and a flow, or a person, writes another value over it. The formula and the value then say different things
until the next computation, and nobody can tell which one was used. Where a flow asks for the value or proposes it to the system that computes it,
what comes is replaced each time.

Leave the field out of the flow with `except`, or do not derive it.",
        fails: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
object inventory {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field available quantity unit=each
}
derive inventory.available "max(0, on-hand)" by=oms
flow stock { publish inventory; from wms; to oms } //~ derived-written
"#,
        passes: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
object inventory {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field available quantity unit=each
}
derive inventory.available "max(0, on-hand)" by=oms
flow stock { publish inventory { except available }; from wms; to oms }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for write in &facts.overwrites().all {
        let Fault::Derived(derivation) = write.fault else { continue };
        let Some(edge) = write.hops.last() else { continue };
        let (flow, derivation) = (&model[edge.flow].head.name.text, &model.derivations[derivation]);
        let (system, fields) = (wording::name(model, edge.to), wording::fields(model, &write.fields));
        let (brings, of) = match edge.mode {
            Mode::Publish => ("writes", "into"),
            Mode::Propose => ("proposes", "to"),
            Mode::Query => ("brings", "to"),
        };
        let message =
            format!("`{flow}` {brings} {fields} {of} `{system}`, which computes it{}", wording::when(&write.when));
        findings.report(message, |finding| {
            finding
                .at(edge.said(model).span, format!("{brings} {fields}"))
                .and(derivation.head.span, format!("computed by `{system}` here"))
                .help("leave it out of the flow with `except`")
                .about(&**flow)
        });
    }
    for manual in model.manuals.values() {
        for (change, place) in manual
            .changes
            .iter()
            .flat_map(|change| change.paths.iter().filter_map(move |path| Some((change, path.target?))))
        {
            for field in facts.lineage().leaves.under(place) {
                let Some(derivation) = model[*field].derivation else { continue };
                let (name, path) = (&manual.head.name.text, model[*field].path(model));
                findings.report(format!("`{name}` changes `{path}` by hand, which is computed"), |finding| {
                    finding
                        .at(change.span, "changed by hand here")
                        .and(model.derivations[derivation].head.span, "computed here")
                        .help("change what it is computed from")
                        .about(&**name)
                });
            }
        }
    }
}
