//! `batch-does-not-fit`: a run is done before the next one starts, and in the time that it is given.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::batch::Work;
use crate::facts::figures;
use crate::model::flow::{Flow, Schedule};
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "batch-does-not-fit",
        title: "a run takes longer than it may",
        severity: Severity::Error,
        explain: "\
A run is still going when the next one is due, so runs overlap or are left out; or it cannot send all its records in the time that it is said to take.

A run needs at least as long as its calls take at the limit of the door: `records` divided by `batch`, times `calls`, less what the door takes at once. The
next run is due after the shortest wait of the calendar.

Put more records in one message, run less often, or have the limit raised.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it { endpoint rest protocol=https { limit 60 per="1min" } }
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar hourly zone="America/Chicago" { every "1h" }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-hourly {
    publish stock
    from wms
    to erp
    schedule hourly takes="80min" //~ batch-does-not-fit
    latency batch
}
flow stock-nightly {
    publish stock
    from wms
    to erp endpoint=rest
    schedule nightly takes="1h" records=9000 //~ batch-does-not-fit
    latency batch within="27h"
    guard version=stock.on-hand
}
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it { endpoint rest protocol=https { limit 60 per="1min" } }
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar hourly zone="America/Chicago" { every "1h" }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-hourly {
    publish stock
    from wms
    to erp
    schedule hourly takes="40min"
    latency batch
}
flow stock-nightly {
    publish stock
    from wms
    to erp endpoint=rest
    schedule nightly takes="1h" records=9000
    latency batch within="27h"
    guard version=stock.on-hand
    volume average="15/d" batch=100
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for flow in facts.model.flows.values() {
        if let Some(schedule) = &flow.schedule {
            check_flow(facts, flow, schedule, findings);
        }
    }
}

fn check_flow(facts: &Facts, flow: &Flow, schedule: &Schedule, findings: &mut Findings) {
    let model = &facts.model;
    let name = &flow.head.name;
    let work = Work::of(model, flow);
    let takes = schedule.takes.map(|takes| takes.value);
    let needs = takes.max(work.map(|work| work.time));
    let (Some(needs), Some(runs)) = (needs, facts.delays().schedule(flow)) else { return };
    let gap = runs.shortest;
    let by_work = work.filter(|work| Some(work.time) > takes);
    let place = schedule.takes.map_or(schedule.span, |takes| takes.span);
    let (message, help) = if needs > gap.wait {
        let (long, next) = (figures::time(needs), figures::time(gap.wait));
        let message = format!("a run of `{name}` takes {long}, and the next one is due after {next}");
        (message, format!("{}: make the run shorter, or run every {long} at most", gap.describe()))
    } else if let (Some(work), Some(takes)) = (by_work, takes) {
        let message = format!(
            "a run of `{name}` needs {}, and is said to take {}",
            figures::time(work.time),
            figures::time(takes)
        );
        (
            message,
            format!(
                "say `takes=\"{}\"`, or put more records in one message with `volume ... batch=`",
                figures::written(work.time)
            ),
        )
    } else {
        return;
    };
    findings.report(message, |finding| {
        let finding = finding.at(place, format!("at most {} apart", figures::time(gap.wait))).about(name.text.as_ref());
        let finding = match by_work {
            Some(work) => finding.and(work.limit.span, work.formula()),
            None => finding,
        };
        finding.help(help)
    });
}
