//! `unread-status`: every status of theirs is read as something.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::model::Model;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::rule::{Code, Findings, Rule, with_orders};

/// The most cases that one message names.
const MOST_CASES: usize = 3;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unread-status",
        title: "a table of states does not say what some values mean",
        severity: Severity::Error,
        explain: "\
The record is read, and values of its status columns are in no row. A system adds a status with its next release, a partner uses one that nobody
listed, two columns come together as nobody thought of: the message cannot be read, and nobody has said what happens then.

Add rows for the values that are known, and say `otherwise exception=...` for those that are not. `otherwise ignore=#true` drops what is about something
else than this lifecycle.",
        fails: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=shop { from placed; to shipped }
}
record shop-order system=shop object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "paid" "status" { //~ unread-status
        read #true "open" to=placed
        read _ "sent" to=shipped
    }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "status" { code "open" placed; code "sent" shipped }
}
flow state-down { publish order { only status }; from shop record=shop-order; to wms record=wms-order; on ship }
"#
        ),
        passes: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=shop { from placed; to shipped }
}
exception new-status severity=low owner=it respond-within="1d" { on missing-code; detect "a new status"; playbook { step "Add a row" } }
record shop-order system=shop object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "paid" "status" {
        read #true "open" to=placed
        read _ "sent" to=shipped
        otherwise exception=new-status
    }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "status" { code "open" placed; code "sent" shipped }
}
flow state-down { publish order { only status }; from shop record=shop-order; to wms record=wms-order; on ship }
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let read = read_records(model);
    for table in facts.state_tables().all().iter().filter(|table| table.is_certain && read.contains(&table.record)) {
        let Some(judgement) = table.judgement.as_ref().filter(|judgement| !judgement.gaps.is_empty()) else { continue };
        let record = &model.records[table.record].head.name.text;
        let mut cases: Vec<String> = judgement.gaps.iter().map(|gap| table.describe(gap)).collect();
        let more = cases.len().saturating_sub(MOST_CASES);
        cases.truncate(MOST_CASES);
        let mut said = cases.join(", or ");
        if more > 0 {
            said += &format!(", and in {more} more cases");
        }
        findings.report(format!("`{record}` does not say what it means that {said}"), |finding| {
            finding
                .at(table.span, "no row for this")
                .help("add rows for the values that are known, and `otherwise exception=...` for all others")
                .about(&**record)
        });
    }
}

/// The records that flows read.
fn read_records(model: &Model) -> BTreeSet<Id<Record>> {
    let named = |flow: &Flow| flow.from.as_ref().and_then(|from| from.record).or(flow.record)?.target;
    model.flows.values().filter_map(named).collect()
}
