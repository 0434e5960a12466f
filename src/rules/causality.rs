//! `causality`: what a transition requires of another object is still so when it happens.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::wording;
use crate::model::element::Element;
use crate::query::story::{RowKind, unfounded};
use crate::rule::{Code, Rule};

/// An example in which a bill is sent for a confirmed shipment, which can be voided: how, and what stands behind the sending.
macro_rules! example {
    ($void:literal, $mark:literal) => {
        concat!(
            r"
team it
system wms kind=wms team=it
system erp kind=erp team=it
object shipment {
    key shipment-no
    owner wms
    field shipment-no string max=20
    lifecycle {
        state packed initial=#true
        state confirmed
        state voided final=#true
        state gone final=#true
        transition confirm by=wms { from packed; to confirmed }
        transition ",
            $void,
            r"
        transition leave by=wms { from confirmed; to gone }
    }
}
object bill {
    key bill-no
    owner erp
    field bill-no string max=20
    field shipment-no ref=shipment
    lifecycle {
        state open initial=#true
        state sent final=#true
        transition send by=erp { from open; to sent; requires shipment=confirmed match=shipment-no }",
            $mark,
            r"
    }
}
flow shipment-up { publish shipment; from wms; to erp; on create confirm void leave }
flow bill-down { publish bill; from erp; to wms; on create send }
"
        )
    };
}

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "causality",
        title: "a transition can happen on the ground of what is no longer so",
        severity: Severity::Error,
        explain: "\
The transition requires a state of another object. The system that decides it looks at its own copy, and the state can be left again: between the change and its
news, the system still sees what it needs, and acts. The invoice goes out for a shipment that was voided.

Let the required state be one that is not left any more, except to what comes after it; or let the system that decides the other object's state decide this
transition as well; or let it `request` the transition and be told.",
        fails: example!("void by=wms { from packed confirmed; to voided }", " //~ causality"),
        passes: example!("void by=wms { from packed; to voided }", ""),
    },
    check: |facts, findings| {
        let model = &facts.model;
        for found in &facts.races().unfounded {
            let life = &facts.lifecycles().all()[found.life];
            let other = &facts.lifecycles().all()[found.other];
            let transition = &model[life.steps[found.step].transition];
            let requirement = &transition.requires[found.requirement];
            let Some(state) = requirement.state.and_then(|state| state.target) else { continue };
            let owner = transition.by.and_then(|by| by.target).map_or("", |owner| wording::name(model, owner));
            let told = unfounded(facts, found);
            let path = super::race::place(facts, other);
            let message = format!(
                "`{owner}` can `{}` although `{path}` is no longer `{}`",
                transition.name.text, model[state].name.text
            );
            findings.report(message, |finding| {
                let mut finding = finding.at(requirement.span, format!("`{owner}` sees this, and it is over"));
                let before = told.rows.iter().enumerate().filter(|(_, row)| row.kind != RowKind::Relies);
                for (at, row) in before.filter(|(_, row)| facts.is_own(row.span)) {
                    finding = finding.and(row.span, format!("{}. {}", at + 1, row.text(facts)));
                }
                finding
                    .help(format!(
                        "require a state that is not left any more, or let `{owner}` ask the system that decides it; in the end {}",
                        told.seen(facts)
                    ))
                    .about(transition.path(model))
            });
        }
    },
};
