//! `requirement-of-other-lines`: a line goes on because of what belongs to it, not to another line.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::instances::belonging;
use crate::model::element::Element;
use crate::model::lifecycle::Instances;
use crate::rule::{Code, Rule, with_shipments};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "requirement-of-other-lines",
        title: "a line can go on because of what belongs to another line",
        severity: Severity::Error,
        explain: "\
A transition of a line requires something of another object, and the two belong together by fields of the order only. Every line of the order has the same instances then: the
first line leaves in a confirmed shipment, and with that the second one, which is still on the shelf, may be called shipped as well. With `all=`, each line waits for the shipments of
all others.

Match by a field of the line as well: `match=\"order-no line-no=order-line\"`, the line's own name on the left.",
        fails: with_shipments!(
            r#"lifecycle order.lines {
    state waiting initial=#true
    state gone final=#true
    transition ship by=wms {
        from waiting
        to gone
        requires any=shipment match=order-no state=confirmed //~ requirement-of-other-lines
    }
}
flow line-up { publish order { only lines.status }; from wms; to shop; on ship }
"#
        ),
        passes: with_shipments!(
            r#"lifecycle order.lines {
    state waiting initial=#true
    state gone final=#true
    transition ship by=wms {
        from waiting
        to gone
        requires any=shipment.lines match="order-no line-no=order-line" state=confirmed
    }
}
flow line-up { publish order { only lines.status }; from wms; to shop; on ship }
"#
        ),
    },
    check: |facts, findings| {
        let model = &facts.model;
        for transition in model.transitions.values() {
            for requirement in &transition.requires {
                let Some(belonging) = belonging(model, transition, requirement) else { continue };
                let Some(list) = belonging.shared_by_parts(model) else { continue };
                let there = model.place_path(belonging.there);
                let (name, lines) = (&transition.name.text, &model[list].name.text);
                let message = match requirement.instances {
                    Instances::All => format!("`{name}` of one of the `{lines}` waits for every `{there}` of the others"),
                    Instances::Any | Instances::One => {
                        format!("`{name}` of one of the `{lines}` can rest on a `{there}` of another one")
                    }
                };
                findings.report(message, |finding| {
                    finding
                        .at(requirement.span, format!("the same for all `{lines}`"))
                        .and(model[belonging.by[0].0].name.span, format!("all `{lines}` have this in common"))
                        .help("add a field of the line to `match`, as `line-no=order-line`: its own on the left, the other's on the right")
                        .about(transition.path(model))
                });
            }
        }
    },
};
