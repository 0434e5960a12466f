//! `slow-recovery`: after an outage, what has piled up is taken as soon as is planned, and soon enough for the readers.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::freshness::{Age, Regard};
use crate::facts::load::Server;
use crate::facts::outage::catch_up_formula;
use crate::facts::wording;
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::system::{Access, AccessKind, System};
use crate::rule::{Code, Findings, Rule};
use crate::syntax::values::Duration;

use super::overload::{name_flows, sum};
use super::stale_reader::sum as hops;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "slow-recovery",
        title: "after an outage it takes too long until all that waited has been taken",
        severity: Severity::Warning,
        explain: "\
While a system is down, its messages pile up: the average rate times the `outage`. When it is back they are worked off with what the rate leaves free at its
door, and that takes longer than the `catch-up` that the system plans, or longer than a reader there can wait. A door that is asked for 80 % of what it
takes needs four times the outage.

A reader is judged whose `within` is longer than the outage, and which would be served in time if nothing piled up. One whose values are older than it can use
already because the system is down cannot be helped by a wider door.

Raise the limit, put more objects in one message, or plan more time.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it {
    endpoint rest protocol=https { limit 25 per="1min" } //~ slow-recovery
    outage "4h" catch-up="2h"
}
object shipment { key shipment-no; owner wms; field shipment-no string; field shipped-at instant }
flow shipments-up { publish shipment; from wms; to erp endpoint=rest; on create; volume average="1000/h" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it {
    endpoint rest protocol=https { limit 50 per="1min" }
    outage "4h" catch-up="2h"
}
object shipment { key shipment-no; owner wms; field shipment-no string; field shipped-at instant }
flow shipments-up { publish shipment; from wms; to erp endpoint=rest; on create; volume average="1000/h" }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for (id, system) in facts.model.systems.iter() {
        let Some((outage, lasts)) = system.outage.as_ref().and_then(|outage| Some((outage, outage.lasts?))) else {
            continue;
        };
        let servers = facts.loads().servers().iter().filter(|server| server.system == id);
        let too_slow = servers
            .filter(|server| outage.catch_up.is_some_and(|planned| server.after(lasts.value).drained > planned.value));
        let slowest = too_slow.max_by_key(|server| server.after(lasts.value).drained);
        if let (Some(server), Some(planned)) = (slowest, outage.catch_up) {
            report_plan(&facts.model, server, (lasts, planned), findings);
            continue;
        }
        for access in system.accesses.iter().filter(|access| access.kind == AccessKind::Reads) {
            if let Some(late) = late(facts, id, access, lasts.value) {
                report_reader(facts, (id, lasts), &late, findings);
            }
        }
    }
}

fn report_plan(
    model: &Model,
    server: &Server,
    (lasts, planned): (Said<Duration>, Said<Duration>),
    findings: &mut Findings,
) {
    let backlog = server.after(lasts.value);
    let (name, long) = (server.name(model), figures::time(lasts.value));
    let (takes, plan) = (figures::time(backlog.drained), figures::time(planned.value));
    let message = format!("after an outage of {long}, `{name}` needs {takes} to catch up, and {plan} are planned");
    findings.report(message, |finding| {
        let rate = backlog.waiting.saturating_mul(figures::WEEK).div_ceil(u128::from(planned.value.0.max(1)));
        let needed = server.limit.needed(server.average().saturating_add(rate));
        let finding = finding.at(server.limit.span, server.limit.formula()).and(planned.span, "planned here");
        name_flows(model, server, finding, |used| used.average)
            .help(format!(
                "{takes}, {}; {} = {}: {plan} are enough with {needed}, or with fewer and larger messages",
                catch_up_formula(model, server, lasts.value),
                figures::rate(server.average()),
                sum(model, server, |used| used.average)
            ))
            .about(name.clone())
    });
}

/// A reader that gets what waited too late.
struct Late<'f> {
    field: Id<Field>,
    within: Said<Duration>,
    age: Age,
    server: &'f Server,
}

/// What a reader gets latest after an outage, if that is too late because something piled up.
fn late<'f>(facts: &'f Facts, system: Id<System>, access: &Access, lasts: Duration) -> Option<Late<'f>> {
    let within = access.within.filter(|within| within.value > lasts)?;
    let (model, lineage) = (&facts.model, facts.lineage());
    let mut latest: Option<(Duration, Late<'f>)> = None;
    let places = access.paths.iter().filter_map(|path| path.target);
    for &field in places.flat_map(|place| lineage.leaves.under(place)) {
        let Some(course) = lineage.course(field) else { continue };
        for web in &course.webs {
            let inside = |atom: &&_| course.is_within(model, **atom, &access.region);
            let Some(&atom) = web.atoms.iter().find(inside) else { continue };
            let Some(age) = facts.freshness().age(model, lineage, field, (atom, system), Regard::Lasting) else {
                continue;
            };
            let Some(hop) = age.hops.last() else { continue };
            let servers = facts.loads().of_flow(hop.flow, hop.variant).filter(|server| server.system == system);
            let Some(server) = servers.max_by_key(|server| server.after(lasts).drained) else { continue };
            let down = age.time.0.saturating_add(lasts.0);
            let after = Duration(down.saturating_add(server.after(lasts).drained.0));
            let is_late = down <= within.value.0 && after > within.value;
            if is_late && latest.as_ref().is_none_or(|(known, _)| after > *known) {
                latest = Some((after, Late { field, within, age, server }));
            }
        }
    }
    latest.map(|(_, late)| late)
}

fn report_reader(
    facts: &Facts,
    (system, lasts): (Id<System>, Said<Duration>),
    late: &Late<'_>,
    findings: &mut Findings,
) {
    let model = &facts.model;
    let backlog = late.server.after(lasts.value);
    let (reader, path) = (wording::name(model, system), model.key(late.field).path);
    let total = late.age.time.0.saturating_add(lasts.value.0).saturating_add(backlog.drained.0);
    let (old, long) = (figures::time(Duration(total)), figures::time(lasts.value));
    let allowed = figures::time(late.within.value);
    let message = format!("after an outage of {long}, `{path}` can be {old} old at `{reader}`, {allowed} are allowed");
    findings.report(message, |finding| {
        let finding = finding
            .at(late.within.span, format!("`{reader}` needs it within {allowed}"))
            .and(lasts.span, "the outage to plan for")
            .and(late.server.limit.span, late.server.limit.formula());
        let takes = figures::time(backlog.drained);
        finding
            .help(format!(
                "{old} = {long} of the outage + {takes} to catch up + {} on the way ({}); {}",
                figures::time(late.age.time),
                hops(model, &late.age),
                catch_up_formula(model, late.server, lasts.value)
            ))
            .about(reader)
    });
}
