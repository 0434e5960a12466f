//! `stale-when-degraded`: a reader is served in time on one way, and a slower way puts old values over that.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::freshness::{Miss, MissKind};
use crate::rule::{Code, Findings, Rule};

use super::stale_overwrite_race::{guard, with_guard};
use super::stale_reader::{case, name_hops, subject, sum};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "stale-when-degraded",
        title: "a slower way puts old values over those that came in time",
        severity: Severity::Warning,
        explain: "\
The value comes by two ways. The quick one is quick enough for the reader. The slow one, often a nightly full feed beside events, brings the value as it was
when its run began. Nothing compares the two where they meet, so the old value stays until the quick way speaks again, which may be never for an item that
does not move.

Give the slow flow a `guard version=` with a field that grows with every change, or a `receive { stale newer by=... }`, so that older values are turned
away; or leave the field out of the slow flow.",
        fails: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it {
    reads stock.on-hand within="1min" //~ stale-when-degraded
}
object stock {
    key sku
    version stock-seq
    owner wms
    field sku string
    field on-hand quantity unit=each
    field stock-seq integer
}
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-events { publish stock; from wms; to shop; on change; latency near-real-time within="35s" }
flow stock-up { publish stock; from wms; to erp; schedule nightly takes="20min"; latency batch within="26h" }
flow stock-full { publish stock; from erp; to shop; on change; latency near-real-time within="15min" }
"#,
        passes: r#"
team it
system wms kind=wms team=it
system erp kind=erp team=it
system shop kind=ecommerce team=it {
    reads stock.on-hand within="1min"
}
object stock {
    key sku
    version stock-seq
    owner wms
    field sku string
    field on-hand quantity unit=each
    field stock-seq integer
}
calendar nightly zone="America/Chicago" { at "01:30" }
flow stock-events { publish stock; from wms; to shop; on change; latency near-real-time within="35s" }
flow stock-up { publish stock; from wms; to erp; schedule nightly takes="20min"; latency batch within="26h" }
flow stock-full {
    publish stock
    from erp
    to shop
    on change
    latency near-real-time within="15min"
    guard version=stock.stock-seq
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for miss in facts.freshness().misses().iter().filter(|miss| miss.kind == MissKind::Overwritten) {
        report(facts, miss, findings);
    }
}

fn report(facts: &Facts, miss: &Miss, findings: &mut Findings) {
    let model = &facts.model;
    let reader = &model[miss.access.system].head.name;
    let (quick, slow) = (figures::time(miss.freshest.time), figures::time(miss.age.time));
    let allowed = figures::time(miss.within.value);
    let (what, case) = (subject(facts, miss), case(facts, miss));
    let message = format!("`{reader}` gets {what} within {quick}{case}, and a value {slow} old can be put over it");
    findings.report(message, |finding| {
        let finding = finding.at(miss.within.span, format!("`{reader}` needs it within {allowed}"));
        let finding = name_hops(facts, finding, &miss.age);
        let quick_flow = miss.freshest.hops.last().map(|hop| &model[hop.flow].head.name);
        let finding = match quick_flow {
            Some(name) => finding.and(name.span, format!("the quick way: {}", sum(model, &miss.freshest))),
            None => finding,
        };
        let culprit = miss.age.overwritten.and_then(|at| miss.age.hops.get(at));
        let fix = culprit.and_then(|hop| guard(facts, hop.flow, miss.fields[0]));
        let advice = culprit.map_or_else(String::new, |hop| {
            format!(": give `{}` a `guard version=`, or leave the value out of it", model[hop.flow].head.name)
        });
        let finding = finding.help(format!("{}{advice}", sum(model, &miss.age))).about(reader.text.as_ref());
        with_guard(finding, fix)
    });
}
