//! `ambiguous-code`: a foreign code means one thing.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::code_tables::code_tables;
use crate::model::name::Said;
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
    for table in code_tables(&facts.model) {
        let mut seen: Vec<&Said<Literal>> = Vec::new();
        for row in table.rows.iter().filter(|row| row.direction.is_none_or(|direction| direction.value.reads())) {
            let Some(foreign) = &row.foreign else { continue };
            let Some(first) = seen.iter().find(|known| known.value == foreign.value) else {
                seen.push(foreign);
                continue;
            };
            findings.report(format!("`{}` is in two rows of this table", foreign.value), |finding| {
                let finding = finding
                    .at(foreign.span, "never decides")
                    .and(first.span, "decides")
                    .help("remove one of the rows, or say `direction=write` at the one that is not read")
                    .about(&*facts.model.records[table.record].head.name.text);
                // It is not read as it is, so this changes nothing.
                match &row.ours {
                    Some(ours) if row.direction.is_none() => {
                        let end = Span { start: ours.span.end, ..ours.span };
                        finding.fix("say that it is only written", end, " direction=write")
                    }
                    _ => finding,
                }
            });
        }
    }
}
