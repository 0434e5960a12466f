//! `unwritten-state`: every state that can come to a system can be written for it.

use std::collections::BTreeMap;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::rule::{Code, Findings, Rule, with_orders};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unwritten-state",
        title: "a state that a flow brings cannot be written",
        severity: Severity::Error,
        explain: "\
The flow brings the state to the system, and the table of the system's record has no row that writes it. On the day on which an instance is in that
state, the message cannot be written, and the receiver goes on with the state that it had.

Add a row for the state. If the system has no word for it, say which of its words comes closest, or say with `omit=#true` that it is not told.",
        fails: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state held
    state shipped final=#true
    transition hold by=shop { from placed; to held }
    transition ship by=shop { from placed held; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is sent"
    map "no" order-no
    states "status" { //~ unwritten-state
        code "NEW" placed
        code "SENT" shipped
        otherwise ignore=#true
    }
}
flow state-down { publish order { only status }; from shop; to wms record=wms-order; on hold ship }
"#
        ),
        passes: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state held
    state shipped final=#true
    transition hold by=shop { from placed; to held }
    transition ship by=shop { from placed held; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is sent"
    map "no" order-no
    states "status" {
        code "NEW" placed
        code "STOP" held
        code "SENT" shipped
        otherwise ignore=#true
    }
}
flow state-down { publish order { only status }; from shop; to wms record=wms-order; on hold ship }
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for life in facts.lifecycles().all().iter().filter(|life| life.is_certain) {
        let mut missing: BTreeMap<Span, BTreeMap<Id<State>, Span>> = BTreeMap::new();
        let sights = life.sights(model, facts.state_tables());
        for sight in sights.iter().filter(|sight| sight.table.is_certain) {
            let unwritten = sight.states.ones().filter(|state| !sight.table.writes.contains_key(&life.states[*state]));
            for state in unwritten {
                let brings = model[sight.carriage.flow].to[sight.carriage.end].span;
                missing.entry(sight.table.span).or_default().entry(life.states[state]).or_insert(brings);
            }
        }
        for (table, states) in missing {
            let Some(sight) = sights.iter().find(|sight| sight.table.span == table) else { continue };
            let record = &model.records[sight.table.record].head.name.text;
            let names: Vec<_> = states.keys().copied().collect();
            let message = format!(
                "{} cannot be written for `{}`",
                wording::names(model, &names),
                wording::name(model, sight.carriage.to)
            );
            findings.report(message, |finding| {
                let mut finding = finding.at(table, "no row writes it").about(&**record);
                for (state, brings) in states.iter().take(MOST_LABELS) {
                    let state = &model[*state];
                    finding = finding
                        .and(state.name.span, "the state")
                        .and(*brings, format!("this flow brings `{}`", state.name.text))
                        .about(state.path(model));
                }
                finding.help("add a row for it, or say with `write STATE omit=#true` that the system is not told")
            });
        }
    }
}

/// The most states that one finding points at.
const MOST_LABELS: usize = 2;
