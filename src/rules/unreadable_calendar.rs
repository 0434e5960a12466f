//! `unreadable-calendar`: a calendar whose days cannot be read says nothing about when things run.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::runs::WeekDays;
use crate::model::name::Text;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unreadable-calendar",
        title: "the days of a calendar cannot be read",
        severity: Severity::Error,
        explain: "\
Days are written as `mon-fri`, `sat sun` or `mon wed-fri`, with the three letters of each day. A file of holidays has one date on a line, as `2026-12-25`;
what follows the date on a line is for people, and so is a line that starts with `#`.

As long as the days of the week cannot be read, nothing is known of the waits of the calendar: how old values get on the flows that it sets off is not
checked. A date that cannot be read is no closed day.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar weekdays zone="America/Chicago" {
    at "18:00" on="monday-friday" //~ unreadable-calendar
}
flow stock-up { publish stock; from wms; to erp; schedule weekdays takes="20min"; latency batch within="74h" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar weekdays zone="America/Chicago" {
    at "18:00" on=mon-fri
}
flow stock-up { publish stock; from wms; to erp; schedule weekdays takes="20min"; latency batch within="74h" }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for calendar in facts.model.calendars.values() {
        let name = &calendar.head.name.text;
        let at = calendar.at.iter().filter_map(|at| at.on.as_ref());
        let every = calendar.every.iter().filter_map(|every| every.on.as_ref());
        let unknown = |on: &&Text| WeekDays::parse(&on.value).is_none();
        for on in at.chain(every).filter(unknown) {
            findings.report(format!("`{}` are no days of the week", on.value), |finding| {
                finding
                    .at(on.span, format!("`{name}` runs on these"))
                    .help("write `mon-fri`, `sat sun` or `mon wed-fri`")
                    .about(name.as_ref())
            });
        }
        for line in &calendar.unreadable {
            findings.report(format!("a line of the holidays of `{name}` has no date"), |finding| {
                let finding = match &calendar.holidays {
                    Some(file) => finding.and(file.span, "the file is named here"),
                    None => finding,
                };
                finding
                    .at(*line, "not a date")
                    .help("start each line with a date, as `2026-12-25`, or with `#`")
                    .about(name.as_ref())
            });
        }
    }
}
