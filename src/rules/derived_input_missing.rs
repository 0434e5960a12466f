//! `derived-input-missing`: whoever computes a field has what it is computed from.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::supply::Need;
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "derived-input-missing",
        title: "an input of a derived field does not reach the system that computes it",
        severity: Severity::Error,
        explain: "\
A derived field is computed by one system. That system neither owns the input that the message names nor gets it by a flow, so it computes with a
value that it does not have.

Bring the input to the system, or let a system compute the field that has all inputs.",
        fails: r#"
team it
system wms kind=wms team=it
system oms kind=oms team=it
object inventory {
    key sku
    owner wms
    field sku string
    field on-hand quantity unit=each
    field held quantity unit=each
    field available quantity unit=each
}
derive inventory.available "on-hand - held" by=oms //~ derived-input-missing
flow stock { publish inventory { only on-hand }; from wms; to oms }
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
    field held quantity unit=each
    field available quantity unit=each
}
derive inventory.available "on-hand - held" by=oms
flow stock { publish inventory { only on-hand held }; from wms; to oms }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for shortage in facts.supply().shortages.iter().filter(|shortage| shortage.late.is_none()) {
        let Need::Input(derivation) = shortage.need else { continue };
        let derivation = &model.derivations[derivation];
        let (system, derived) = (wording::name(model, shortage.system), &derivation.head.name.text);
        let inputs = wording::fields(model, &shortage.fields);
        let message = format!(
            "`{system}` computes `{derived}` from {inputs}, which no flow brings to it{}",
            wording::when(&shortage.when)
        );
        findings.report(message, |finding| {
            let span = derivation.formula.as_ref().map_or(derivation.head.span, |formula| formula.span);
            let mut finding = finding.at(span, format!("{inputs} is not there"));
            for field in shortage.fields.iter().take(3) {
                finding = finding.and(model[*field].name.span, "declared here");
            }
            let owners = wording::any_of(model, &shortage.owners);
            finding
                .help(format!("bring it from {owners} to `{system}`, or let a system compute `{derived}` that has it"))
                .about(&**derived)
                .about(model[shortage.object].path(model))
        });
    }
}
