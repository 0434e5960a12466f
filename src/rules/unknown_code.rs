//! `unknown-code`: a table of codes names only codes that there are.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::code_tables::{closed_codes, code_tables};
use crate::model::name::Said;
use crate::model::step::{Missing, Step};
use crate::model::value::Literal;
use crate::rule::{Code, Findings, Rule, with_orders};
use crate::syntax::nearest::nearest;

/// A list of codes is shown when it is no longer than this.
const SHORT: usize = 12;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unknown-code",
        title: "a table of codes names a code that its list does not have",
        severity: Severity::Error,
        explain: "\
The right side of a `code` row is one of our codes, and this one is not in the list that the field takes its codes from. What is read would be a
code that no other system knows, and what is written would never meet the row. The same holds for a code that is assumed by `default`.

Write the code as the list has it, or add it to the list. A list that may meet other codes says `open=#true`.",
        fails: with_orders!(
            r#"record wms-order system=wms object=order format=json {
    map "no" order-no
    map "weight" weight { decimal scale=3 }
    map "service" service {
        code "STD" ground
        code "NDA" expres //~ unknown-code
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
        let Some((list, codes)) = closed_codes(model, &table.role) else { continue };
        let rows = table.rows.iter().filter_map(|row| row.ours.as_ref());
        let assumed = table.map.steps.iter().filter_map(|step| match &step.value {
            Step::Absent(missing) | Step::Null(missing) | Step::Empty(missing) => default(missing),
            Step::Otherwise(otherwise) => otherwise.default.as_ref(),
            _ => None,
        });
        for given in rows.chain(assumed).filter(|given| !codes.contains(&given.value)) {
            unknown(&list, &codes, given, &model.records[table.record].head.name.text, findings);
        }
    }
}

fn default(missing: &Missing) -> Option<&Said<Literal>> {
    missing.default.as_ref()
}

fn unknown(list: &str, codes: &[Literal], given: &Said<Literal>, record: &str, findings: &mut Findings) {
    let names: Vec<String> = codes.iter().map(ToString::to_string).collect();
    findings.report(format!("`{list}` has no code `{}`", given.value), |finding| {
        let finding = finding.at(given.span, "no code of the list").allowed(names.iter().cloned()).about(record);
        match nearest(&given.value.to_string(), names.iter().map(String::as_str)) {
            Some(near) => {
                let known = codes.iter().find(|code| code.to_string() == near);
                let text =
                    if matches!(known, Some(Literal::Text(_))) { format!("\"{near}\"") } else { near.to_owned() };
                finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), given.span, text)
            }
            None if names.len() <= SHORT => finding.help(format!("its codes are `{}`", names.join("`, `"))),
            None => finding.help(format!("its codes stand at `codes {list}`")),
        }
    });
}
