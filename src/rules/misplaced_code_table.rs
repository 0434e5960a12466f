//! `misplaced-code-table`: a table of codes stands where codes are.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::code_tables::code_tables;
use crate::mapping::ir::Role;
use crate::model::value::Literal;
use crate::rule::{Code, Findings, Rule, with_orders};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "misplaced-code-table",
        title: "a table of codes stands at a value that it cannot give",
        severity: Severity::Error,
        explain: "\
A row of the table gives what the field cannot be: a code where it is a number, an amount, a quantity, a date or a time, or a value of another type
than the field's. Codes are names, and a number that is computed from names is most likely a mistake in the choice of the field.

Map the payload to a field with a code list, or use the step that the field's type takes, such as `decimal`, `unit` or `date`.",
        fails: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "weight" weight { code "LIGHT" 1; code "HEAVY" 30 } //~ misplaced-code-table
    map "service" service {
        code "STD" ground
        code "NDA" express
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
    for table in code_tables(model) {
        let record = &*model.records[table.record].head.name.text;
        let Some(field) = table.map.field else { continue };
        let Some(wanted) = wanted(&table.role) else {
            let row = table.rows.iter().find_map(|row| row.foreign.as_ref());
            findings.report(format!("this field is {}, and no code", what(&table.role)), |finding| {
                let finding = finding.at(field.span, "a table of codes gives it no value").about(record);
                let finding = row.into_iter().fold(finding, |finding, row| finding.and(row.span, "the table"));
                finding.help("use the step that the type of the field takes, or map to a field with a code list")
            });
            continue;
        };
        for ours in table.rows.iter().filter_map(|row| row.ours.as_ref()).filter(|ours| !wanted(&ours.value)) {
            findings
                .report(format!("`{}` is no value of a field that is {}", ours.value, what(&table.role)), |finding| {
                    finding.at(ours.span, "of another type").and(field.span, "the field").about(record)
                });
        }
    }
}

/// Which values a table may give; `None` where it may not stand. What is in a list of codes is checked by its list.
fn wanted(role: &Role) -> Option<fn(&Literal) -> bool> {
    if !role.takes_codes() {
        return None;
    }
    Some(match role {
        Role::Text(_) | Role::Identifier(_) | Role::Currency(_) => |value| matches!(value, Literal::Text(_)),
        Role::Boolean => |value| matches!(value, Literal::Boolean(_)),
        Role::Integer => |value| matches!(value, Literal::Number(number) if number.as_integer().is_some()),
        _ => |_| true,
    })
}

fn what(role: &Role) -> &'static str {
    match role {
        Role::Text(_) => "a text",
        Role::Identifier(_) => "an identifier",
        Role::Integer => "a whole number",
        Role::Decimal(_) => "a decimal number",
        Role::Amount(..) => "an amount of money",
        Role::Currency(_) => "a currency",
        Role::Quantity(..) => "a quantity",
        Role::Boolean => "a truth value",
        Role::Date => "a date",
        Role::Instant => "a point in time",
        Role::LocalTime => "a local time",
        Role::Code(_) => "a code",
        Role::Status(_) => "a state",
    }
}
