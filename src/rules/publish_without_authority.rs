//! `publish-without-authority`: who publishes a value owns it, or has it from the owner.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::supply::Need;
use crate::facts::wording;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "publish-without-authority",
        title: "a flow publishes a value that its source neither owns nor gets from the owner",
        severity: Severity::Error,
        explain: "\
A message that is published says what is true. The source of this flow does not own the field, and no flow brings the owner's value to it. What it
sends is its own opinion, and the receivers take it for the truth.

Bring the value from the owner to the source first, leave the field out with `except`, send it from the owner, or `propose` it.",
        fails: r#"
team it
system pim kind=pim team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it
object item { key sku; owner pim; field sku string; field weight integer }
flow item-to-erp { publish item { only sku }; from pim; to erp }
flow item-to-shop { publish item; from erp; to shop } //~ publish-without-authority
"#,
        passes: r#"
team it
system pim kind=pim team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it
object item { key sku; owner pim; field sku string; field weight integer }
flow item-to-erp { publish item { only sku weight }; from pim; to erp }
flow item-to-shop { publish item; from erp; to shop }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for shortage in facts.supply().shortages.iter().filter(|shortage| shortage.late.is_none()) {
        let Need::Sender(flow, carried) = shortage.need else { continue };
        let flow = &model[flow];
        let said = &flow.carries[carried];
        let (name, system) = (&flow.head.name.text, wording::name(model, shortage.system));
        let (fields, owners) = (wording::fields(model, &shortage.fields), wording::any_of(model, &shortage.owners));
        let message = format!(
            "`{name}` publishes {fields} from `{system}`{}, which neither owns it nor gets it from {owners}",
            wording::when(&shortage.when)
        );
        findings.report(message, |finding| {
            let mut finding = finding.at(said.span, format!("carries {fields}"));
            if let Some(from) = &flow.from {
                finding = finding.and(from.span, format!("`{system}` does not have it"));
            }
            let area = shortage.fields.first().and_then(|field| facts.ownership().area(*field));
            let claims = area.map_or(&[][..], |area| &area.claims);
            if let Some(claim) = claims.iter().find(|claim| shortage.owners.contains(&claim.system)) {
                finding = finding.and(model.owners[claim.rule].span, format!("owned by {owners}"));
            }
            finding.help(format!("bring it from {owners} to `{system}`, or leave it out with `except`")).about(&**name)
        });
    }
}
