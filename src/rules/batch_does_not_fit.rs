//! `batch-does-not-fit`: a run is done before the next one starts, and in the time that it is given.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::batch::Work;
use crate::facts::figures;
use crate::facts::forms::judged;
use crate::facts::runs::Gap;
use crate::model::flow::Flow;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;
use crate::syntax::values::Duration;

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
    for (form, run) in judged(&facts.model, |form| run(facts, form.of(&facts.model))) {
        report(form.of(&facts.model), &run, &form.under(&facts.model), findings);
    }
}

/// A run that does not fit.
#[derive(PartialEq)]
struct Run {
    /// How long it is said to take, or where it would have to be said.
    takes: (Option<Duration>, Span),
    /// How long it needs.
    needs: Duration,
    /// The shortest time to the next one.
    gap: Gap,
    /// What takes longer than is said.
    by_work: Option<Work>,
}

fn run(facts: &Facts, flow: &Flow) -> Option<Run> {
    let schedule = flow.schedule.as_ref()?;
    let takes = schedule.takes.map(|takes| takes.value);
    let work = Work::of(&facts.model, flow);
    let run = Run {
        takes: (takes, schedule.takes.map_or(schedule.span, |takes| takes.span)),
        needs: takes.max(work.map(|work| work.time))?,
        gap: facts.delays().schedule(flow)?.shortest,
        by_work: work.filter(|work| Some(work.time) > takes),
    };
    (run.needs > run.gap.wait || (run.by_work.is_some() && takes.is_some())).then_some(run)
}

fn report(flow: &Flow, run: &Run, under: &str, findings: &mut Findings) {
    let (name, (takes, place), gap) = (&flow.head.name, run.takes, run.gap);
    let (message, help) = if run.needs > gap.wait {
        let (long, next) = (figures::time(run.needs), figures::time(gap.wait));
        let message = format!("a run of `{name}` takes {long}, and the next one is due after {next}{under}");
        (message, format!("{}: make the run shorter, or run every {long} at most", gap.describe()))
    } else if let (Some(work), Some(takes)) = (run.by_work, takes) {
        let (needs, takes) = (figures::time(work.time), figures::time(takes));
        let message = format!("a run of `{name}` needs {needs}, and is said to take {takes}{under}");
        let written = figures::written(work.time);
        (message, format!("say `takes=\"{written}\"`, or put more records in one message with `volume ... batch=`"))
    } else {
        return;
    };
    findings.report(message, |finding| {
        let finding = finding.at(place, format!("at most {} apart", figures::time(gap.wait))).about(name.text.as_ref());
        let finding = match run.by_work {
            Some(work) => finding.and(work.limit.span, work.formula()),
            None => finding,
        };
        finding.help(help)
    });
}
