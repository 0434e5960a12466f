//! `overload`: what comes in the long run must not be more than what can be taken.

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::load::Server;
use crate::model::Model;
use crate::rule::{Code, Findings, Rule};

/// The most flows that one message shows.
pub(super) const MOST_FLOWS: usize = 4;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "overload",
        title: "more comes than a door or a system can take",
        severity: Severity::Error,
        explain: "\
The flows that use a door together ask for more calls than it allows, not at a peak but all the time. Whatever waits never gets through: the queue grows
until messages are given up.

A door takes the least of its `limit`s and of `concurrency` divided by `call-time`. A limit on some kind of call only (`of=`) is not counted, and neither
are attempts that fail. A flow asks for its `volume` times its `calls`; a poll asks at least as often as it runs. A peak that does not say how long it lasts
(`for=`) is taken to last. For a system with a `capacity`, messages are counted that it receives or carries; with `of=`, instances of that object.

Put more objects in one message, ask less often, spread the load, or have the limit raised.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it {
    endpoint rest protocol=https { concurrency 5; call-time "3s" } //~ overload
}
object shipment { key shipment-no; owner wms; field shipment-no string; field shipped-at instant }
object lot { key lot-no; owner wms; field lot-no string; field expiry date }
flow shipments-up { publish shipment; from wms; to erp endpoint=rest; on create; volume average="5000/h" }
flow lots-up { publish lot; from wms; to erp endpoint=rest; on create; volume average="1500/h" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it {
    endpoint rest protocol=https { concurrency 5; call-time "3s" }
}
object shipment { key shipment-no; owner wms; field shipment-no string; field shipped-at instant }
object lot { key lot-no; owner wms; field lot-no string; field expiry date }
flow shipments-up { publish shipment; from wms; to erp endpoint=rest; on create; volume average="250/h" batch=20 }
flow lots-up { publish lot; from wms; to erp endpoint=rest; on create; volume average="1500/h" }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for server in facts.loads().servers().iter().filter(|server| server.is_overloaded()) {
        let asked = figures::rate(server.average());
        let (name, counts) = (server.name(model), server.counts(model));
        let message =
            format!("`{name}` is asked for {asked} {counts} and takes {}", figures::rate(server.limit.per_week));
        findings.report(message, |finding| {
            let finding = finding.at(server.limit.span, server.limit.formula());
            let needed = server.limit.needed(server.average());
            let formula = sum(model, server, |used| used.average);
            name_flows(model, server, finding, |used| used.average)
                .help(format!("{asked} = {formula}: this needs {needed}, or fewer and larger messages"))
                .about(name.clone())
        });
    }
}

/// Shows the heaviest flows of a server.
pub(super) fn name_flows(
    model: &Model,
    server: &Server,
    mut finding: Diagnostic,
    rate: impl Fn(&crate::facts::load::Use) -> u128,
) -> Diagnostic {
    for used in server.uses.iter().take(MOST_FLOWS) {
        let (flow, under) = (&model.flows[used.form.flow].head.name, used.form.under(model));
        finding = finding.and(used.span, format!("`{flow}` asks for {}{under}", figures::rate(rate(used))));
    }
    finding
}

/// The rates of the flows of a server as a sum; the lighter ones together.
pub(super) fn sum(model: &Model, server: &Server, rate: impl Fn(&crate::facts::load::Use) -> u128) -> String {
    let (shown, rest) = server.uses.split_at(server.uses.len().min(MOST_FLOWS));
    let mut parts: Vec<String> = shown
        .iter()
        .map(|used| {
            let (flow, under) = (&model.flows[used.form.flow].head.name, used.form.under(model));
            format!("{} of `{flow}`{under}", figures::rate(rate(used)))
        })
        .collect();
    if !rest.is_empty() {
        let together = rest.iter().fold(0_u128, |sum, used| sum.saturating_add(rate(used)));
        parts.push(format!("{} of {} more", figures::rate(together), rest.len()));
    }
    parts.join(" + ")
}
