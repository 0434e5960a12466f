//! `unfinished-source`: a run reads what another run has finished writing.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::batch::meets;
use crate::facts::figures;
use crate::facts::lineage::Edge;
use crate::model::field::Field;
use crate::model::flow::{Flow, Mode};
use crate::model::id::Id;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;
use crate::syntax::values::Duration;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "unfinished-source",
        title: "a run reads from a system while another run still writes to it",
        severity: Severity::Warning,
        explain: "\
The two runs carry the same fields: one brings them into a system, the other takes them out of it again, and starts before the first is done. It finds a part
of tonight's values beside a part of yesterday's, and what it missed waits for its next run. Totals do not add up, and nobody sees why.

Let the second run start when the first is done. Calendars that run every hour or more often are not looked at: what a run missed comes soon.",
        fails: r#"
team it
system ledger kind=accounting team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it
object invoice { key invoice-no; owner ledger; field invoice-no string; field paid-at instant }
calendar nightly zone="America/Chicago" { at "01:30" }
flow payments { publish invoice; from ledger; to erp; schedule nightly takes="40min"; latency batch within="27h" }
flow paid-invoices {
    publish invoice
    from erp
    to shop
    schedule nightly takes="20min" //~ unfinished-source
    latency batch within="27h"
}
"#,
        passes: r#"
team it
system ledger kind=accounting team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it
object invoice { key invoice-no; owner ledger; field invoice-no string; field paid-at instant }
calendar nightly zone="America/Chicago" { at "01:30" }
calendar later zone="America/Chicago" { at "02:30" }
flow payments { publish invoice; from ledger; to erp; schedule nightly takes="40min"; latency batch within="27h" }
flow paid-invoices {
    publish invoice
    from erp
    to shop
    schedule later takes="20min"
    latency batch within="27h"
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for Chain { writer, reader, fields } in chains(facts).into_values() {
        let (writer, reader) = (writer.of(&facts.model), reader.of(&facts.model));
        if let Some(later) = meets(&facts.model, facts.delays(), writer, reader) {
            report(facts, writer, reader, (later, &fields), findings);
        }
    }
}

/// Two scheduled flows that carry the same fields after one another: into a system, and out of it.
struct Chain<'c> {
    writer: &'c Edge,
    reader: &'c Edge,
    fields: BTreeSet<Id<Field>>,
}

/// Scheduled flows into a system, with the scheduled flows that take the same fields out of it in the same case; by where
/// both schedules are said, so that overlays that say nothing about them are one with the flow.
fn chains(facts: &Facts) -> BTreeMap<(Span, Span), Chain<'_>> {
    let mut chains: BTreeMap<(Span, Span), Chain<'_>> = BTreeMap::new();
    let place = |edge: &Edge| edge.of(&facts.model).schedule.as_ref().map(|schedule| schedule.span);
    for course in facts.lineage().courses() {
        for web in &course.webs {
            let edges = web.edges.iter().map(|edge| &course.edges[*edge]);
            let scheduled = edges.filter(|edge| edge.mode == Mode::Publish && !edge.implied);
            let scheduled: Vec<(Span, &Edge)> = scheduled.filter_map(|edge| Some((place(edge)?, edge))).collect();
            for &(writes, writer) in &scheduled {
                let follows = |reader: &Edge| reader.from == writer.to && reader.flow != writer.flow;
                for &(reads, reader) in scheduled.iter().filter(|(_, reader)| follows(reader)) {
                    let none = || Chain { writer, reader, fields: BTreeSet::new() };
                    chains.entry((writes, reads)).or_insert_with(none).fields.extend(&course.fields);
                }
            }
        }
    }
    chains
}

fn report(
    facts: &Facts,
    writer: &Flow,
    reader: &Flow,
    (later, fields): (Duration, &BTreeSet<Id<Field>>),
    findings: &mut Findings,
) {
    let (Some(writing), Some(reading)) = (&writer.schedule, &reader.schedule) else { return };
    let (from, to) = (&writer.head.name, &reader.head.name);
    let takes = writing.takes.map_or(Duration(0), |takes| takes.value);
    let path = fields.first().map(|field| facts.model.key(*field).path).unwrap_or_default();
    let more = if fields.len() > 1 { format!(" and {} more", fields.len() - 1) } else { String::new() };
    findings.report(format!("`{to}` reads `{path}`{more} while `{from}` still writes it"), |finding| {
        let start = if later.0 == 0 {
            "starts at the same time".to_owned()
        } else {
            format!("starts {} later", figures::time(later))
        };
        finding
            .at(reading.span, start)
            .and(writing.span, format!("runs for up to {}", figures::time(takes)))
            .help(format!("let `{to}` start {} after `{from}`, or later", figures::time(takes)))
            .about(to.text.as_ref())
    });
}
