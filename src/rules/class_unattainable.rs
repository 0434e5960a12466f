//! `class-unattainable`: a flow may not promise more than the way it is built can keep.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::delay::{Bound, Cause, Delay, Share};
use crate::facts::figures;
use crate::model::Model;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;
use crate::syntax::values::Duration;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "class-unattainable",
        title: "a flow promises to be faster than it is built",
        severity: Severity::Error,
        explain: "\
A flow that runs by a calendar or a poll is as slow as the longest wait between two runs, because a value can just have missed one. On top comes what a
cut-off adds, the run itself, and what systems on the way add. Calendars are taken by the clock of their zone: weekends and closed days count, and a
nightly run leaves 25 hours in the night when the clocks go back. What is promised as `latency` must be at least as long.

Let it run more often, send events instead (`on`), or promise what can be kept. Whoever reads the values may then need another way.",
        fails: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-out {
    publish stock
    from wms
    to shop
    schedule nightly takes="40min"
    latency near-real-time //~ class-unattainable
}
"#,
        passes: r#"
team it
system wms kind=wms team=it
system shop kind=ecommerce team=it
object stock { key sku; owner wms; field sku string; field on-hand quantity unit=each }
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-out {
    publish stock
    from wms
    to shop
    schedule nightly takes="40min"
    latency batch within="26h"
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    let mut told: BTreeSet<Span> = BTreeSet::new();
    let variants = model.flow_variants.iter().filter_map(|(id, variant)| Some((variant.base.target?, Some(id))));
    for (flow, variant) in model.flows.ids().map(|flow| (flow, None)).chain(variants) {
        if let Some((bound, delay)) = facts.delays().broken_promise(model, flow, variant)
            && told.insert(bound.span)
        {
            report(model, flow, bound, delay, findings);
        }
    }
}

fn report(model: &Model, flow: Id<Flow>, bound: Bound, delay: &Delay, findings: &mut Findings) {
    let name = &model.flows[flow].head.name.text;
    let promised = match bound.class {
        Some(class) => format!("`{}`, {}", model.latencies[class].head.name, figures::time(bound.within)),
        None => figures::time(bound.within),
    };
    let total = figures::time(delay.total());
    findings.report(format!("`{name}` promises {promised}, and can take {total}"), |finding| {
        let mut finding = finding.at(bound.span, format!("at most {} is promised here", figures::time(bound.within)));
        for share in &delay.shares {
            let witness = match share.cause {
                Cause::Calendar(_, gap) => format!("{}: {}", share.describe(model), gap.describe()),
                _ => share.describe(model),
            };
            finding = finding.and(share.span, witness);
        }
        finding.help(help(model, bound, delay)).about(name.as_ref())
    });
}

/// The one change that would do: what takes longest is made as short as it must be, else the promise is widened.
fn help(model: &Model, bound: Bound, delay: &Delay) -> String {
    let sum = format!("{} = {}", figures::time(delay.total()), delay.formula(model));
    let over = delay.total().0.saturating_sub(bound.within.0);
    let widened = format!("promise `within=\"{}\"`", figures::written(delay.total()));
    match delay.largest() {
        Some(Share { cause: Cause::Calendar(..) | Cause::Poll, time, .. }) if time.0 > over => {
            let every = figures::time(Duration(time.0 - over));
            format!("{sum}: let it run every {every} or more often, send events with `on`, or {widened}")
        }
        Some(share) if share.time.0 > over => {
            format!("{sum}: make it faster by {}, or {widened}", figures::time(Duration(over)))
        }
        _ => format!("{sum}: send events with `on`, or {widened}"),
    }
}
