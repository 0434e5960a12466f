//! `coarse-owner`: who decides a transition can see whether it may.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::lifecycle::{Life, Sight};
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::system::System;
use crate::model::value::Literal;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "coarse-owner",
        title: "a system decides a transition and cannot see whether it may",
        severity: Severity::Error,
        explain: "\
The system gets two states as the same word, or does not get one of them at all, and decides a transition that is only allowed in the other one. It
looks as if it may act when it may not: the order seems to be open, and it is being picked.

Give the states different words in the system's record. Where the system has only one, let a system decide that can tell them apart, and let this one
`request` the transition.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picking
        state packed
        state shipped final=#true
        state cancelled final=#true
        transition pick by=wms { from placed; to picking }
        transition pack by=wms { from picking; to packed }
        transition ship by=wms { from packed; to shipped }
        transition cancel by=shop { from picking; to cancelled } //~ coarse-owner
        arbitrate cancel pack { winner pack }
    }
}
record shop-order system=shop object=order format=json {
    map "name" order-no
    states "status" {
        code "open" placed
        read "in progress" to=picking
        write picking packed as="in progress"
        code "fulfilled" shipped
        code "cancelled" cancelled
        otherwise ignore=#true
    }
}
flow order-down { publish order; from shop; to wms; on create cancel }
flow order-up { publish order { only status }; from wms; to shop record=shop-order; on pick pack ship }
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true
        state picking
        state packed
        state shipped final=#true
        state cancelled final=#true
        transition pick by=wms { from placed; to picking }
        transition pack by=wms { from picking; to packed }
        transition ship by=wms { from packed; to shipped }
        transition cancel by=shop { from picking; to cancelled }
        arbitrate cancel pack { winner pack }
    }
}
record shop-order system=shop object=order format=json {
    map "name" order-no
    states "status" {
        code "open" placed
        code "in progress" picking
        code "packed" packed
        code "fulfilled" shipped
        code "cancelled" cancelled
        otherwise ignore=#true
    }
}
flow order-down { publish order; from shop; to wms; on create cancel }
flow order-up { publish order { only status }; from wms; to shop record=shop-order; on pick pack ship }
"#,
    },
    check,
};

/// A state in which a step may be taken, and one that looks the same and in which it may not.
struct Confusion {
    step: usize,
    may: usize,
    may_not: usize,
    /// What both look like; `None` where the second one is not shown.
    shown: Option<Vec<Literal>>,
}

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain && life.is_told_certain) {
        let sights = life.sights(model, facts.state_tables());
        let mut of_system: BTreeMap<Id<System>, Vec<&Sight<'_>>> = BTreeMap::new();
        for sight in sights.iter().filter(|sight| sight.table.is_certain) {
            of_system.entry(sight.carriage.to).or_default().push(sight);
        }
        for (system, sights) in of_system {
            let mut told: Vec<usize> = Vec::new();
            for sight in sights {
                for confusion in confusions(life, system, sight) {
                    if told.contains(&confusion.step) || sees_otherwise(life, sight, confusion.may_not) {
                        continue;
                    }
                    told.push(confusion.step);
                    report(facts, findings, life, sight, &confusion);
                }
            }
        }
    }
}

/// The states that a system takes for ones in which it may decide. What it decided itself it knows.
fn confusions(life: &Life, system: Id<System>, sight: &Sight<'_>) -> Vec<Confusion> {
    let by_others = |state: usize| {
        life.steps.iter().any(|step| step.to == Some(state) && step.owner != Some(system))
            && sight.states.contains(state)
    };
    let written = |state: usize| sight.table.writes.get(&life.states[state]);
    let mut found = Vec::new();
    for (at, step) in life.steps.iter().enumerate().filter(|(_, step)| step.owner == Some(system)) {
        let may_not = (0..life.states.len()).filter(|state| !step.from.contains(state) && by_others(*state));
        for may_not in may_not {
            let Some(shown) = written(may_not) else { continue };
            let confused = match &shown.values {
                Some(values) => step
                    .from
                    .iter()
                    .copied()
                    .find(|may| written(*may).is_some_and(|other| other.values.as_ref() == Some(values))),
                None => step.from.iter().copied().find(|may| {
                    life.steps
                        .iter()
                        .any(|step| step.to == Some(may_not) && step.from.contains(may) && step.owner != Some(system))
                }),
            };
            if let Some(may) = confused {
                found.push(Confusion { step: at, may, may_not, shown: shown.values.clone() });
            }
        }
    }
    found
}

/// Whether another flow shows the state to the same system as it is, wherever this one is live.
fn sees_otherwise(life: &Life, sight: &Sight<'_>, state: usize) -> bool {
    sight.scenes.iter().all(|scene| {
        life.scenes[*scene].carriages.ones().map(|at| &life.carriages[at]).any(|other| {
            other.to == sight.carriage.to
                && other.shows
                && (other.flow, other.end) != (sight.carriage.flow, sight.carriage.end)
                && other.steps.ones().any(|step| life.steps[step].to == Some(state))
        })
    })
}

fn report(facts: &Facts, findings: &mut Findings, life: &Life, sight: &Sight<'_>, confusion: &Confusion) {
    let model = &facts.model;
    let transition = &model[life.steps[confusion.step].transition];
    let system = wording::name(model, sight.carriage.to);
    let (may, may_not) = (life.state_name(model, confusion.may), life.state_name(model, confusion.may_not));
    let name = &transition.name.text;
    let message = match &confusion.shown {
        Some(_) => format!("`{system}` may `{name}` in `{may}` and not in `{may_not}`, and cannot tell them apart"),
        None => format!("`{system}` may `{name}` in `{may}` and not in `{may_not}`, and is never shown `{may_not}`"),
    };
    let row = sight.table.writes.get(&life.states[confusion.may_not]);
    findings.report(message, |finding| {
        let mut finding = finding.at(transition.span, format!("`{system}` decides this")).about(transition.path(model));
        if let Some(row) = row {
            let label = match &confusion.shown {
                Some(values) => {
                    let shown = values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(" ");
                    format!("both come to it as {shown}")
                }
                None => "not shown to it".to_owned(),
            };
            finding = finding.and(row.span, label);
        }
        finding
            .and(model[sight.carriage.flow].to[sight.carriage.end].span, "this is how it hears")
            .help("give the states different words in its record, or let it `request` the transition from a system that sees both")
    });
}
