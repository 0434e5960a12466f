//! `ambiguous-code`: a foreign code means one thing.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::code_tables::{code_tables, records};
use crate::model::name::Said;
use crate::model::state_table::{Cell, StateRow};
use crate::model::value::Literal;
use crate::rule::{Code, Findings, Rule, with_orders};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "ambiguous-code",
        title: "a table of codes has two rows for a foreign code",
        severity: Severity::Error,
        explain: "\
Two rows that count for reading have the same foreign code. The first one decides, and the second one never does: either it is left over, or somebody
believes that it is the one that counts.

Keep the row that is meant. If one of them is only for writing, say `direction=write` at it.",
        fails: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "weight" weight { decimal scale=3 }
    map "service" service {
        code "STD" ground
        code "STD" express //~ ambiguous-code
    }
}
"#
        ),
        passes: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "weight" weight { decimal scale=3 }
    map "service" service {
        code "STD" ground
        code "STD" express direction=write
    }
}
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    check_states(facts, findings);
    for table in code_tables(&facts.model) {
        let mut seen: Vec<&Said<Literal>> = Vec::new();
        let reading = table.rows.iter().filter(|row| row.direction.is_none_or(|direction| direction.value.reads()));
        for foreign in reading.filter_map(|row| row.foreign.as_ref()) {
            let Some(first) = seen.iter().find(|known| known.value == foreign.value) else {
                seen.push(foreign);
                continue;
            };
            findings.report(format!("`{}` is in two rows of this table", foreign.value), |finding| {
                finding
                    .at(foreign.span, "never decides")
                    .and(first.span, "decides")
                    .help("remove one of the rows, or say `direction=write` at the one that is not read")
                    .about(&*facts.model.records[table.record].head.name.text)
            });
        }
    }
}

/// Rows of the tables of states: one whose columns an earlier row covers never decides.
fn check_states(facts: &Facts, findings: &mut Findings) {
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for (_, record) in records(&facts.model) {
        for table in &record.states {
            let mut seen: Vec<(Vec<&Cell>, Span)> = Vec::new();
            for (cells, span) in table.rows.iter().filter_map(reading) {
                let Some((_, first)) = seen.iter().find(|(known, _)| covers(known, &cells)) else {
                    seen.push((cells, span));
                    continue;
                };
                if told.insert(span) {
                    let values: Vec<String> = cells.iter().map(|cell| (*cell).to_string()).collect();
                    let message = format!("`{}` is in two rows of this table", values.join(" "));
                    findings.report(message, |finding| {
                        finding
                            .at(span, "never decides")
                            .and(*first, "decides")
                            .help("remove one of the rows, or say more of the columns in the first one")
                            .about(&*record.head.name.text)
                    });
                }
            }
        }
    }
}

/// The columns of a row that counts for reading, and where it is; `None` where not all of it is known.
fn reading(row: &StateRow) -> Option<(Vec<&Cell>, Span)> {
    match row {
        StateRow::Read { values, to, ignore, span } if to.is_some() || ignore.is_some() => {
            Some((values.iter().map(|cell| &cell.value).collect(), *span))
        }
        StateRow::Code { value, span, .. } => Some((vec![&value.as_ref()?.value], *span)),
        StateRow::Read { .. } | StateRow::Write { .. } => None,
    }
}

/// Whether every payload that fits a row fits an earlier one.
fn covers(earlier: &[&Cell], later: &[&Cell]) -> bool {
    let fits = |(earlier, later): (&&Cell, &&Cell)| match (earlier, later) {
        (Cell::Any, _) => true,
        (Cell::Present, Cell::Is(value)) => *value != Literal::Null,
        (earlier, later) => earlier == later,
    };
    earlier.len() == later.len() && earlier.iter().zip(later).all(fits)
}
