//! `burst-backlog`: what waits at a peak must not wait longer than its flow promises.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::delay::Bound;
use crate::facts::figures;
use crate::facts::load::{Backlog, Server, Use};
use crate::model::Model;
use crate::rule::{Code, Findings, Rule};

use super::overload::{name_flows, sum};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "burst-backlog",
        title: "at the peak, messages wait longer than their flow promises",
        severity: Severity::Warning,
        explain: "\
For as long as the peak lasts, more comes than the door takes. What is too much waits, and the last one in the queue waits for all before it. That alone is
longer than a flow promises to take.

The queue grows by the difference of the rates for as long as the peak lasts; the wait is the queue divided by what the door takes. All peaks are taken to
fall together, as they do on the days that matter. Attempts that fail come on top and are not counted.

Raise the limit, put more objects in one message, or promise what can be kept at the peak.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it { endpoint api protocol=https { limit 1 per="1s" } } //~ burst-backlog
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down {
    publish order
    from shop
    to wms endpoint=api
    on create
    latency near-real-time
    volume average="800/h" peak="6000/h" for="2h"
}
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it { endpoint api protocol=https { limit 2 per="1s" } }
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down {
    publish order
    from shop
    to wms endpoint=api
    on create
    latency near-real-time
    volume average="800/h" peak="6000/h" for="2h"
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for server in facts.loads().servers() {
        if let Some((used, bound)) = broken(model, server) {
            report(model, server, server.backlog(), used, bound, findings);
        }
    }
}

/// The flow with the tightest promise that does not last through the peak.
pub(super) fn broken<'s>(model: &Model, server: &'s Server) -> Option<(&'s Use, Bound)> {
    let backlog = server.backlog();
    let bounds = server.uses.iter().filter_map(|used| Some((used, Bound::of(model, used.form.of(model))?)));
    bounds.filter(|(_, bound)| bound.within < backlog.delay).min_by_key(|(_, bound)| bound.within)
}

fn report(model: &Model, server: &Server, backlog: Backlog, used: &Use, bound: Bound, findings: &mut Findings) {
    let name = server.name(model);
    let counts = server.counts(model);
    let waiting = figures::count(backlog.waiting);
    let delay = figures::time(backlog.delay);
    let (flow, under) = (&model.flows[used.form.flow].head.name, used.form.under(model));
    let within = figures::time(bound.within);
    let message =
        format!("at the peak {waiting} {counts} wait at `{name}`, the last {delay}; `{flow}` promises {within}{under}");
    findings.report(message, |finding| {
        let finding = finding.at(server.limit.span, server.limit.formula());
        let finding = name_flows(model, server, finding, |used| used.peak);
        let (peak, formula) = (figures::rate(server.peak()), sum(model, server, |used| used.peak));
        let needed = server.limit.needed(server.peak());
        let drained = figures::time(backlog.drained);
        finding
            .and(bound.span, format!("{within} is promised here"))
            .help(format!(
                "peaks together are {peak} = {formula}; the queue is empty {drained} after the peak. Nothing waits with {needed}, or with fewer and larger messages"
            ))
            .about(name.clone())
    });
}
