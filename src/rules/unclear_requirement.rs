//! `unclear-requirement`: a requirement says which instances of the other object it is about.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::instances::belonging;
use crate::model::element::Element;
use crate::model::lifecycle::Instances;
use crate::rule::{Code, Rule, with_shipments};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unclear-requirement",
        title: "a transition requires something of another object, and several can be meant",
        severity: Severity::Error,
        explain: "\
The transition requires a state of another object, and several instances of that object can belong to the instance at hand: an order leaves in two shipments. One
team waits for the first, another one for the last, and the invoice goes out at two different times.

Say `all=` or `any=`, and by which fields they belong together with `match=`. Without `match`, those belong to an instance that it refers to, that refer to it, or that have
a field with the name of its key. Where one is meant, match by its whole key.",
        fails: with_shipments!(
            r#"lifecycle order {
    state waiting initial=#true
    state gone final=#true
    transition ship by=wms {
        from waiting
        to gone
        requires shipment=confirmed //~ unclear-requirement
    }
}
flow order-up { publish order { only status }; from wms; to shop; on ship }
"#
        ),
        passes: with_shipments!(
            r#"lifecycle order {
    state waiting initial=#true
    state gone final=#true
    transition ship by=wms {
        from waiting
        to gone
        requires all=shipment state=confirmed
    }
}
flow order-up { publish order { only status }; from wms; to shop; on ship }
"#
        ),
    },
    check: |facts, findings| {
        let model = &facts.model;
        for transition in model.transitions.values() {
            for requirement in &transition.requires {
                let Some(belonging) = belonging(model, transition, requirement) else { continue };
                let is_told = requirement.instances != Instances::One || belonging.is_one;
                if is_told && !belonging.by.is_empty() {
                    continue;
                }
                let (here, there) = (model.place_path(belonging.here), model.place_path(belonging.there));
                let name = &transition.name.text;
                if belonging.by.is_empty() {
                    findings.report(
                        format!("`{name}` requires something of `{there}`, and nothing says which one belongs to this `{here}`"),
                        |finding| {
                            finding
                                .at(requirement.span, format!("`{here}` and `{there}` do not refer to each other"))
                                .help("name the fields that both have in common with `match=`")
                                .about(transition.path(model))
                        },
                    );
                    continue;
                }
                let message = format!("`{name}` requires something of `{there}`, and one `{here}` can have several");
                findings.report(message, |finding| {
                    let common = belonging.by.iter().map(|(_, there)| format!("`{}`", model[*there].path(model)));
                    let common = common.collect::<Vec<_>>().join(" and ");
                    let finding = finding
                        .at(requirement.span, "all of them, or any")
                        .and(model[belonging.by[0].1].name.span, format!("those with the same {common} belong to it"))
                        .help(format!("say `all={there}` or `any={there}`, with `state=`"))
                        .about(transition.path(model));
                    match requirement.state.and_then(|state| state.target) {
                        Some(state) if requirement.is_short => {
                            let state = &model[state].name.text;
                            finding
                                .fix("require it of all", requirement.span, format!("all={there} state={state}"))
                                .fix("require it of any", requirement.span, format!("any={there} state={state}"))
                        }
                        _ => finding,
                    }
                });
            }
        }
    },
};
