//! `stale-reader`: what a system reads must be as fresh as it says it needs it.

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::facts::delay::{Cause, Pace};
use crate::facts::figures;
use crate::facts::freshness::{Age, Hop, Miss, MissKind};
use crate::model::Model;
use crate::rule::{Code, Findings, Rule};
use crate::syntax::values::Duration;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "stale-reader",
        title: "a system gets values that are older than it can use",
        severity: Severity::Error,
        explain: "\
The system says how fresh a value must be (`reads ... within=`). On the quickest way that the flows give it, the value can be older at the worst moment.

The age is the sum of the hops from the owner. A flow that sends at once counts with the bound of its latency class; a batch or a poll counts with the longest
wait between two runs, its cut-off, its run and the systems on the way. What waits in queues at the declared peak is in it, where volumes and limits are
declared. Attempts that fail, and the time of people who answer exceptions, are not. A derived value is as old as the oldest of its inputs.

The help names the one change that would be enough, where there is one: a shorter period of the slowest hop. Otherwise let the value come by another way,
or ask the readers whether they can live with an older one.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it {
    reads stock.on-hand within="1h" //~ stale-reader
}
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-up { publish stock; from wms; to erp; schedule nightly takes="20min"; latency batch within="26h" }
flow stock-out { publish stock; from erp; to shop; on change; latency near-real-time within="15min" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it {
    reads stock.on-hand within="1h"
}
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar half-hours zone="America/Chicago" { every "30min" }
flow stock-up { publish stock; from wms; to erp; schedule half-hours takes="10min"; latency near-real-time within="40min" }
flow stock-out { publish stock; from erp; to shop; on change; latency near-real-time within="15min" }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for miss in facts.freshness().misses().iter().filter(|miss| miss.kind == MissKind::TooSlow) {
        let age = &miss.freshest;
        let (what, case) = (subject(facts, miss), case(facts, miss));
        let (old, allowed) = (figures::time(age.time), figures::time(miss.within.value));
        let reader = &facts.model[miss.access.system].head.name;
        findings.report(format!("{what} can be {old} old at `{reader}`{case}, {allowed} are allowed"), |finding| {
            let finding = finding.at(miss.within.span, format!("`{reader}` needs it within {allowed}"));
            name_hops(facts, finding, age).help(help(facts, miss, age)).about(reader.text.as_ref())
        });
    }
}

/// The field, or one of them and how many more there are.
pub(super) fn subject(facts: &Facts, miss: &Miss) -> String {
    let path = |at: usize| facts.model.key(miss.fields[at]).path;
    match miss.fields.len() {
        1 => format!("`{}`", path(0)),
        more => format!("`{}` and {} more", path(0), more - 1),
    }
}

/// The case, as it stands after the reader; empty where it is so always.
pub(super) fn case(facts: &Facts, miss: &Miss) -> String {
    let course = facts.lineage().course(miss.fields[0]);
    let texts = course.map(|course| course.describe(&facts.model, &miss.atoms)).unwrap_or_default();
    match &texts[..] {
        [] => String::new(),
        texts if texts.iter().any(String::is_empty) => String::new(),
        [only] => format!(" when {only}"),
        [first, rest @ ..] => format!(" when {first}, and in {} more cases", rest.len()),
    }
}

/// Shows every hop of a way with its share.
pub(super) fn name_hops(facts: &Facts, mut finding: Diagnostic, age: &Age) -> Diagnostic {
    let model = &facts.model;
    for hop in &age.hops {
        let formula = facts.delays().flow_under(hop.flow, hop.variant).map(|delay| delay.formula(model));
        let waits =
            if hop.queue.0 > 0 { format!(" + {} in the queue", figures::time(hop.queue)) } else { String::new() };
        let share = match formula {
            Some(formula) => format!("{}: {formula}{waits}", figures::time(hop.time)),
            None => "nobody says how long this takes".to_owned(),
        };
        finding = finding.and(model[hop.flow].head.name.span, share);
    }
    finding
}

/// The sum, and the one change that would be enough.
fn help(facts: &Facts, miss: &Miss, age: &Age) -> String {
    let sum = sum(&facts.model, age);
    let over = age.time.0.saturating_sub(miss.within.value.0);
    let backlog =
        if assumes_no_backlog(facts, age) { "; assuming no backlog where no volume or limit is declared" } else { "" };
    let change = match age.hops.iter().max_by_key(|hop| hop.time) {
        Some(hop) if hop.time.0 > over => quicken(facts, hop, over),
        _ => "no single hop is slow enough to answer it: let the value come by a shorter way".to_owned(),
    };
    format!("{sum}: {change}, or allow the reader `within=\"{}\"`{backlog}", figures::written(age.time))
}

/// The hops as a sum.
pub(super) fn sum(model: &Model, age: &Age) -> String {
    let hops: Vec<String> =
        age.hops.iter().map(|hop| format!("{} of `{}`", figures::time(hop.time), model[hop.flow].head.name)).collect();
    format!("{} = {}", figures::time(age.time), hops.join(" + "))
}

/// How a hop becomes quicker by `over` milliseconds.
fn quicken(facts: &Facts, hop: &Hop, over: u64) -> String {
    let name = &facts.model[hop.flow].head.name;
    let left = |time: Duration| figures::time(Duration(time.0.saturating_sub(over)));
    let delay = facts.delays().flow_under(hop.flow, hop.variant);
    let wait = delay.and_then(|delay| {
        delay
            .shares
            .iter()
            .find(|share| matches!(share.cause, Cause::Calendar(..) | Cause::Poll) && share.time.0 > over)
    });
    match (wait, delay.map(|delay| delay.pace)) {
        (Some(wait), _) => format!("run `{name}` every {} or more often", left(wait.time)),
        (None, Some(Pace::Batch)) => format!("send `{name}` with events (`on`), within {}", left(hop.time)),
        (None, _) => format!("let `{name}` take {} at most", left(hop.time)),
    }
}

/// Whether a flow on the way has no volume, or nothing there has a limit.
fn assumes_no_backlog(facts: &Facts, age: &Age) -> bool {
    age.hops.iter().any(|hop| facts.loads().of_flow(hop.flow, hop.variant).next().is_none())
}
