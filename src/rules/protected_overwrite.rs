//! `protected-overwrite`: no flow writes what must never be overwritten.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::overwrites::Fault;
use crate::facts::wording;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "protected-overwrite",
        title: "a flow reaches a field that must never be overwritten",
        severity: Severity::Error,
        explain: "\
Somebody said that no flow may overwrite the field: `protected` on the field, for its owner, or `protects` of a system. A flow brings a value there,
from the owner or from somewhere else, or brings what the field is computed from. The message shows every hop of the way.

Leave the field out of the last hop with `except`, or take the protection away, with the consent of those who asked for it.",
        fails: r#"
team it
system pim kind=pim team=it
system hub kind=erp team=it
system wms kind=wms team=it {
    protects item.weight
}
object item { key sku; owner pim; field sku string; field weight integer }
flow item-in { publish item; from pim; to hub }
flow item-out { publish item; from hub; to wms } //~ protected-overwrite
"#,
        passes: r#"
team it
system pim kind=pim team=it
system hub kind=erp team=it
system wms kind=wms team=it {
    protects item.weight
}
object item { key sku; owner pim; field sku string; field weight integer }
flow item-in { publish item; from pim; to hub }
flow item-out { publish item { except weight }; from hub; to wms }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for write in &facts.overwrites().all {
        let Fault::Protected(span) = write.fault else { continue };
        let Some((last, before)) = write.hops.split_last() else { continue };
        let (system, fields) = (wording::name(model, last.to), wording::fields(model, &write.fields));
        let flow = &model[last.flow].head.name.text;
        let way = wording::way(model, &write.hops);
        let via = write.via.map(|id| &model.derivations[id].head);
        let through = via.map_or(String::new(), |head| format!(", through the formula of `{}`", head.name.text));
        let message =
            format!("{fields} is protected in `{system}` and reached by {way}{through}{}", wording::when(&write.when));
        findings.report(message, |finding| {
            let mut finding = finding.at(last.said(model).span, format!("`{flow}` writes into `{system}`"));
            for hop in before {
                let (from, to) = (wording::name(model, hop.from), wording::name(model, hop.to));
                finding = finding.and(hop.said(model).span, format!("comes from `{from}` to `{to}` here"));
            }
            if let Some(head) = via {
                finding = finding.and(head.span, "computed from it here");
            }
            finding
                .and(span, "must never be overwritten")
                .help(format!("leave it out of `{flow}` with `except`"))
                .about(&**flow)
        });
    }
}
