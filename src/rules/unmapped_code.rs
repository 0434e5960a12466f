//! `unmapped-code`: each of our codes can be written.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::code_tables::{closed_codes, code_tables};
use crate::mapping::ir::Role;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::record::{Direction, Record};
use crate::model::step::CodeRow;
use crate::model::value::Literal;
use crate::rule::{Code, Findings, Rule, with_orders};

/// The most codes that one message names.
const MOST_CODES: usize = 5;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unmapped-code",
        title: "a code of ours cannot be written",
        severity: Severity::Error,
        explain: "\
A flow sends this record, and one of the codes that the field may have is in no row of its table. The day on which that code comes, the message
cannot be written, and nobody has said what happens then.

Add a row for the code, or say `otherwise exception=...` for all that are left.",
        fails: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "weight" weight { decimal scale=3 }
    map "service" service { //~ unmapped-code
        code "STD" ground
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
        code "NDA" express
    }
}
"#
        ),
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let writes = |direction: Option<Said<Direction>>| direction.is_none_or(|direction| direction.value.writes());
    for table in code_tables(model) {
        let Some(field) = table.map.field.filter(|_| writes(table.map.direction)) else { continue };
        if table.otherwise.is_some() || matches!(table.role, Role::Status(_)) || !is_sent(model, table.record) {
            continue;
        }
        let Some((list, codes)) = closed_codes(model, &table.role) else { continue };
        let ours = |row: &CodeRow| row.ours.as_ref().map(|ours| ours.value.clone());
        if table.rows.iter().filter_map(|row| ours(row)).any(|code| !codes.contains(&code)) {
            continue; // `unknown-code` reports it, and it may be the one that is missing.
        }
        let rows = table.rows.iter().filter(|row| writes(row.direction));
        let mapped: Vec<Literal> = rows.filter_map(|row| ours(row)).collect();
        let missing: Vec<String> =
            codes.iter().filter(|code| !mapped.contains(code)).map(|code| format!("`{code}`")).collect();
        if missing.is_empty() {
            continue;
        }
        let mut named = missing[..missing.len().min(MOST_CODES)].join(", ");
        if missing.len() > MOST_CODES {
            named += &format!(" and {} more", missing.len() - MOST_CODES);
        }
        findings.report(format!("{named} of `{list}` cannot be written"), |finding| {
            finding
                .at(field.span, "this table has no row for it")
                .help("add a row for each, or say what happens with `otherwise exception=...`")
                .about(&*model.records[table.record].head.name.text)
        });
    }
}

/// Whether a flow sends a record.
fn is_sent(model: &Model, record: Id<Record>) -> bool {
    model.flows.values().any(|flow| {
        let mut records = flow.to.iter().map(|end| end.record).chain([flow.record]).flatten();
        records.any(|named| named.target == Some(record))
    })
}
