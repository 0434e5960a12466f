//! `unreachable-reader`: what a system reads comes to it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::facts::lineage::Source;
use crate::facts::supply::{Need, Shortage};
use crate::facts::wording;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::system::AccessKind;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unreachable-reader",
        title: "a system reads a field that no flow brings to it",
        severity: Severity::Error,
        explain: "\
The system says that it `reads` the field, and there is no way of `publish` or `query` flows from the owner to it. People look at a value that is
empty, or that came once by another way and never changes again.

Add the field to a flow that reaches the system, or take it out of `reads`. Only the first system on a way is reported: who would get the value from
it goes without, too.",
        fails: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it {
    reads order.shipped within="10min" //~ unreachable-reader
}
object order { key order-no; owner shop; field order-no string; field shipped instant owner=wms }
flow order-down { publish order { only order-no }; from shop; to wms }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it {
    reads order.shipped within="10min"
}
object order { key order-no; owner shop; field order-no string; field shipped instant owner=wms }
flow order-down { publish order { only order-no }; from shop; to wms }
flow news-up { publish order { only shipped }; from wms; to shop; latency near-real-time }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for shortage in facts.supply().shortages.iter().filter(|shortage| shortage.late.is_none()) {
        let Need::Reader(access) = shortage.need else { continue };
        let said = access.of(model);
        debug_assert_eq!(said.kind, AccessKind::Reads);
        let system = wording::name(model, shortage.system);
        let message = format!(
            "`{system}` reads {}{}, and no flow brings it there",
            wording::fields(model, &shortage.fields),
            wording::when(&shortage.when)
        );
        findings.report(message, |finding| {
            let finding = owned(facts, shortage, finding.at(said.span, "never arrives"));
            finding.help(help(model, shortage)).about(system).about(model[shortage.object].path(model))
        });
    }
}

/// Where the owner is said.
fn owned(facts: &Facts, shortage: &Shortage, finding: Diagnostic) -> Diagnostic {
    let model = &facts.model;
    let Some(course) = shortage.fields.first().and_then(|field| facts.lineage().course(*field)) else { return finding };
    let rule = course.cases().find_map(|(atom, _)| match course.source(atom, *shortage.owners.first()?)? {
        Source::Rule(rule) => Some(rule),
        _ => None,
    });
    match rule {
        Some(rule) => {
            finding.and(model.owners[rule].span, format!("owned by {} here", wording::any_of(model, &shortage.owners)))
        }
        None => finding,
    }
}

/// The flow that is nearest to bringing it: one of the same object that ends at the reader.
fn help(model: &Model, shortage: &Shortage) -> String {
    let comes = |flow: &crate::model::flow::Flow| {
        flow.to.iter().any(|end| end.system.and_then(|system| system.target) == Some(shortage.system))
            && flow.carries.iter().any(|said| {
                said.paths.iter().any(|path| path.target.is_some_and(|place| place.object == shortage.object))
            })
    };
    let owners = wording::any_of(model, &shortage.owners);
    match model.flows.values().find(|flow| comes(flow)) {
        Some(flow) => format!(
            "let `{}` carry it as well, or add a flow from {owners}; if it is not needed, take it out of `reads`",
            flow.head.name.text
        ),
        None => format!("add a flow from {owners} that carries it, or take it out of `reads`"),
    }
}
