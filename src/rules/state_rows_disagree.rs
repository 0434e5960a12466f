//! `state-rows-disagree`: values of status columns mean one state.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::state_tables::Read;
use crate::model::Model;
use crate::rule::{Code, Findings, Rule, with_orders};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "state-rows-disagree",
        title: "two rows of a table of states fit the same values and disagree",
        severity: Severity::Error,
        explain: "\
A payload with these values fits two rows, and they stand for different states. The first one decides today; whoever sorts the rows tomorrow changes
what an order is.

Make the rows say more, so that they do not meet. A row that says more than another may stand before it: then it is an exception from it, and is not
reported.",
        fails: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state held
    state shipped final=#true
    transition hold by=shop { from placed; to held }
    transition ship by=shop { from placed held; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "hold" "status" {
        read "Y" _ to=held
        read _ "SENT" to=shipped //~ state-rows-disagree
        read "N" "NEW" to=placed
        write placed { columns "N" "NEW" }
        write held { columns "Y" "NEW" }
        write shipped { columns "N" "SENT" }
        otherwise ignore=#true
    }
}
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
    open service weight because="only the state is read"
    map "no" order-no
    states "hold" "status" {
        read "Y" "NEW" to=held
        read _ "SENT" to=shipped
        read "N" "NEW" to=placed
        write placed { columns "N" "NEW" }
        write held { columns "Y" "NEW" }
        write shipped { columns "N" "SENT" }
        otherwise ignore=#true
    }
}
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for table in facts.state_tables().all().iter().filter(|table| table.is_certain && !table.is_map) {
        let record = &model.records[table.record].head.name.text;
        let Some(judgement) = &table.judgement else {
            findings.report(format!("the table of states of `{record}` has too many rows to compare"), |finding| {
                finding
                    .at(table.span, "nothing was proved about it")
                    .help("let each row name the values of fewer columns, or split the record")
                    .about(&**record)
            });
            continue;
        };
        for (first, second, both) in &judgement.conflicts {
            let (one, other) = (&table.reads[*first], &table.reads[*second]);
            let message = format!("{} is read in two ways", table.describe(both));
            findings.report(message, |finding| {
                finding
                    .at(other.span, format!("{} here", meaning(model, other)))
                    .and(one.span, format!("{} here; it decides, because it comes first", meaning(model, one)))
                    .help("let one of the rows say more, so that they do not meet")
                    .about(&**record)
            });
        }
    }
}

fn meaning(model: &Model, read: &Read) -> String {
    match read.state {
        Some(state) => format!("`{}`", model[state].name.text),
        None => "nothing".to_owned(),
    }
}
