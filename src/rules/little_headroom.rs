//! `little-headroom`: a door that is almost always busy makes everybody wait.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::load::Server;
use crate::model::Model;
use crate::rule::{Code, Findings, Rule};

use super::burst_backlog::broken;
use super::overload::{name_flows, sum};

/// The share of its limit, in hundredths, up to which a door may be asked on average.
const MOST: u128 = 80;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "little-headroom",
        title: "a door or a system is asked for almost all that it takes",
        severity: Severity::Warning,
        explain: "\
On average the flows ask for more than 80 % of what the door takes. It is not overloaded, but waiting times grow with 1 / (1 - share): at 80 % a message
waits in the mean for four others, at 90 % for nine, at 95 % for nineteen. After an outage, what has piled up is worked off with what is left, which takes
4 times the outage at 80 %, and 19 times at 95 %.

Raise the limit, put more objects in one message, or spread the load.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it {
    endpoint rest protocol=https { concurrency 5; call-time "3s" } //~ little-headroom
}
object shipment { key shipment-no; owner wms; field shipment-no string; field shipped-at instant }
flow shipments-up { publish shipment; from wms; to erp endpoint=rest; on create; volume average="5400/h" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it {
    endpoint rest protocol=https { concurrency 8; call-time "3s" }
}
object shipment { key shipment-no; owner wms; field shipment-no string; field shipped-at instant }
flow shipments-up { publish shipment; from wms; to erp endpoint=rest; on create; volume average="5400/h" }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    let model = &facts.model;
    for server in facts.loads().servers() {
        let (average, limit) = (server.average(), server.limit.per_week);
        let is_busy = !server.is_overloaded() && average.saturating_mul(100) > limit.saturating_mul(MOST);
        // What a peak breaks is reported as such.
        if is_busy && broken(model, server).is_none() {
            report(model, server, findings);
        }
    }
}

fn report(model: &Model, server: &Server, findings: &mut Findings) {
    let (average, limit) = (server.average(), server.limit.per_week);
    let share = average.saturating_mul(100).checked_div(limit).unwrap_or_default();
    let (asked, takes) = (figures::rate(average), figures::rate(limit));
    let (name, counts) = (server.name(model), server.counts(model));
    let message = format!("`{name}` is asked for {asked} {counts} on average, {share} % of the {takes} that it takes");
    findings.report(message, |finding| {
        let formula = sum(model, server, |used| used.average);
        let needed = server.limit.needed(average.saturating_mul(100).div_ceil(MOST));
        let finding = finding.at(server.limit.span, server.limit.formula());
        name_flows(model, server, finding, |used| used.average)
            .help(format!("{asked} = {formula}: with {needed} a fifth stays free, or fewer and larger messages"))
            .about(name.clone())
    });
}
