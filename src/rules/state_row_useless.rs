//! `state-row-useless`: every row of a table of states decides something.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::state_tables::{States, Unwritten};
use crate::model::Model;
use crate::rule::{Code, Findings, Rule, with_orders};
use crate::source::Span;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "state-row-useless",
        title: "a row of a table of states never decides, or only in one direction",
        severity: Severity::Warning,
        explain: "\
All values that the row fits are read by several rows before it, so it never says anything. Or it is a row for both directions, and an earlier row says already
how its state is written: it is only ever read.

Take the row out, or put it before the wider one. Where several values stand for one state, say which one is written with `code`, and give the others
as `read VALUE to=STATE`.",
        fails: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=shop { from placed; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "status" {
        code "NEW" placed
        code "SENT" shipped
        code "GONE" shipped //~ state-row-useless
        otherwise ignore=#true
    }
}
"#
        ),
        passes: with_orders!(
            r#"lifecycle order {
    state placed initial=#true
    state shipped final=#true
    transition ship by=shop { from placed; to shipped }
}
record wms-order system=wms object=order format=json {
    open service weight because="only the state is read"
    map "no" order-no
    states "status" {
        code "NEW" placed
        code "SENT" shipped
        read "GONE" to=shipped
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
        let idle = table.judgement.as_ref().map_or(&[][..], |judgement| &judgement.idle);
        for (at, before) in idle {
            let row = &table.reads[*at];
            findings.report("this row never decides what is read", |finding| {
                let mut finding = finding.at(row.span, "all that it fits is read before").about(&**record);
                for earlier in before.iter().take(MOST_LABELS) {
                    finding = finding.and(table.reads[*earlier].span, "decides");
                }
                finding.help("remove the row, or put it before those that decide")
            });
        }
        // A row that one earlier row hides is another finding.
        let hidden = table.judgement.as_ref().map_or(&[][..], |judgement| &judgement.shadowed);
        let is_idle = |span: Span| idle.iter().map(|(at, _)| at).chain(hidden).any(|at| table.reads[*at].span == span);
        for row in table.unwritten.iter().filter(|row| !is_idle(row.row)) {
            only_read(model, findings, table, row);
        }
    }
}

/// The most rows that one finding points at.
const MOST_LABELS: usize = 3;

fn only_read(model: &Model, findings: &mut Findings, table: &States, row: &Unwritten) {
    let record = &model.records[table.record].head.name.text;
    let state = &model[row.state].name.text;
    findings.report(format!("`{state}` is never written by this row"), |finding| {
        let mut finding = finding
            .at(row.row, "only read")
            .and(row.first, format!("`{state}` is written by this one"))
            .help("say `read VALUE to=STATE`, so that nobody takes it for what is sent")
            .about(&**record);
        finding.fixes.push(crate::diagnostic::Fix {
            title: "make it a row that is only read".to_owned(),
            edits: vec![
                crate::diagnostic::Edit { span: Span { end: row.value.start, ..row.row }, text: "read ".to_owned() },
                crate::diagnostic::Edit {
                    span: Span { start: row.value.end, end: row.name.start, ..row.row },
                    text: " to=".to_owned(),
                },
            ],
        });
        finding
    });
}
