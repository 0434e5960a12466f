//! `owner-never-receives`: whoever owns a field of an object knows its instances.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::supply::Need;
use crate::facts::wording;
use crate::model::element::Element;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "owner-never-receives",
        title: "a system owns a field of instances that never come to it",
        severity: Severity::Error,
        explain: "\
The system is the source of truth of a field, and it neither makes the instances of the object nor gets them by any flow. It cannot write the field
of something that it does not know.

Bring the object to the owner with a flow, at least its key, or let a system own the field that has the object.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system erp kind=erp team=it
object order {
    key order-no
    owner shop
    field order-no string
    field shipped instant owner=wms //~ owner-never-receives
}
flow order-down { publish order { except owned-by=wms }; from shop; to erp }
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
system erp kind=erp team=it
object order {
    key order-no
    owner shop
    field order-no string
    field shipped instant owner=wms
}
flow order-down { publish order { except owned-by=wms }; from shop; to erp; to wms }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for shortage in facts.supply().shortages.iter().filter(|shortage| shortage.late.is_none()) {
        if shortage.need != Need::Owner {
            continue;
        }
        let (system, object) = (wording::name(model, shortage.system), model[shortage.object].path(model));
        let message = format!(
            "`{system}` owns {}{}, and no flow brings `{object}` to it",
            wording::fields(model, &shortage.fields),
            wording::when(&shortage.when)
        );
        let field = shortage.fields.first().copied();
        let area = field.and_then(|field| facts.ownership().area(field));
        let claim = area.and_then(|area| area.claims.iter().find(|claim| claim.system == shortage.system));
        let span = claim.map_or(model[shortage.object].head.name.span, |claim| model.owners[claim.rule].span);
        findings.report(message, |finding| {
            let makers = wording::any_of(model, &shortage.owners);
            let finding = finding.at(span, format!("`{system}` is the owner here"));
            finding
                .and(model[shortage.object].head.name.span, format!("instances begin at {makers}"))
                .help(format!("add a flow that brings `{object}` to `{system}`, or let a system own it that has it"))
                .about(model[shortage.object].path(model))
        });
    }
}
