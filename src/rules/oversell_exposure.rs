//! `oversell-exposure`: what is sold blind needs a buffer.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::exposure::{Pool, pools};
use crate::facts::figures;
use crate::rule::{Code, Findings, Rule};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "oversell-exposure",
        title: "several channels sell from one pool, and nothing is kept back",
        severity: Severity::Warning,
        explain: "\
When the last piece is gone, every channel goes on selling until it hears of it: the order of another channel must reach the system that computes what is
left, and that number must reach the channel. What it sells in this time is not there.

The time is the slowest way of an order of the other channels, and the age of the number at this channel. Times the rate of the item that sells best
(`volume ... hottest=`) that gives the units at worst. The suggested buffer is enough in 99 of 100 such moments, with orders that arrive independently.

Keep a buffer back: subtract a field with `role=safety` in the formula. Or let the slowest channel hear sooner, or give each channel a share of its own.",
        fails: r#"
team it
system oms kind=oms team=it
system wms kind=wms team=it
system shop kind=ecommerce team=it { reads stock.available within="1min" }
system market kind=marketplace team=it { reads stock.available within="20min" }
object item { key sku; owner oms; field sku string; field title string }
object stock { key sku; owner wms; field sku ref=item; field on-hand quantity unit=each; field reserved quantity unit=each owner=oms; field available quantity unit=each }
derive stock.available "max(0, on-hand - reserved)" by=oms //~ oversell-exposure
object order { key order-no; owner shop; field order-no string; field sku ref=item; field ordered quantity unit=each }
object offer { key offer-no; owner market; field offer-no string; field sku ref=item; field ordered quantity unit=each }
calendar quarter-hours zone="America/Chicago" { every "15min" }
flow items { publish item; from oms; to shop; to market; on change; latency near-real-time }
flow stock-up { publish stock { except owned-by=oms }; from wms; to oms; on change; latency real-time }
flow stock-to-shop { publish stock { only available }; from oms; to shop; on change; latency near-real-time within="30s" }
flow stock-to-market { publish stock { only available }; from oms; to market; schedule quarter-hours takes="1min"; latency near-real-time within="16min" }
flow shop-orders { publish order; from shop; to oms; on create; latency real-time; volume average="800/h" peak="6000/h" for="2h" hottest="120/h" }
flow market-orders { publish offer; from market; to oms; on create; latency near-real-time within="2min"; volume average="300/h" peak="1500/h" for="2h" hottest="300/h" }
"#,
        passes: r#"
team it
system oms kind=oms team=it
system wms kind=wms team=it
system shop kind=ecommerce team=it { reads stock.available within="1min" }
system market kind=marketplace team=it { reads stock.available within="20min" }
object item { key sku; owner oms; field sku string; field title string }
object stock { key sku; owner wms; field sku ref=item; field on-hand quantity unit=each; field reserved quantity unit=each owner=oms; field safety quantity unit=each owner=oms role=safety; field available quantity unit=each }
derive stock.available "max(0, on-hand - reserved - safety)" by=oms
object order { key order-no; owner shop; field order-no string; field sku ref=item; field ordered quantity unit=each }
object offer { key offer-no; owner market; field offer-no string; field sku ref=item; field ordered quantity unit=each }
calendar quarter-hours zone="America/Chicago" { every "15min" }
flow items { publish item; from oms; to shop; to market; on change; latency near-real-time }
flow stock-up { publish stock { except owned-by=oms }; from wms; to oms; on change; latency real-time }
flow stock-to-shop { publish stock { only available }; from oms; to shop; on change; latency near-real-time within="30s" }
flow stock-to-market { publish stock { only available }; from oms; to market; schedule quarter-hours takes="1min"; latency near-real-time within="16min" }
flow shop-orders { publish order; from shop; to oms; on create; latency real-time; volume average="800/h" peak="6000/h" for="2h" hottest="120/h" }
flow market-orders { publish offer; from market; to oms; on create; latency near-real-time within="2min"; volume average="300/h" peak="1500/h" for="2h" hottest="300/h" }
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for pool in pools(facts) {
        if !pool.has_buffer && pool.thousandths() >= 1_000 {
            report(facts, &pool, findings);
        }
    }
}

fn report(facts: &Facts, pool: &Pool, findings: &mut Findings) {
    let model = &facts.model;
    let path = model.key(pool.field).path;
    let units = units(pool.thousandths());
    let Some(derivation) = model[pool.field].derivation else { return };
    let Some(worst) = pool.channels.iter().max_by_key(|channel| channel.thousandths()) else { return };
    let share = worst.thousandths().saturating_mul(100) / pool.thousandths().max(1);
    let slowest = &model[worst.system].head.name;
    let message =
        format!("up to {units} units of one item are sold blind at the peak, {share} % of them by `{slowest}`");
    findings.report(message, |finding| {
        let mut finding = finding
            .at(model.derivations[derivation].head.span, format!("`{path}` keeps nothing back"))
            .about(path.clone());
        let mut formulas = Vec::new();
        for channel in &pool.channels {
            let name = &model[channel.system].head.name;
            let (rate, blind) = (figures::rate(channel.rate), figures::time(channel.blind));
            finding = finding.and(channel.span, format!("`{name}` sells {rate} and is blind for {blind}"));
            let stock = figures::time(channel.stock.time);
            let order = figures::time(crate::syntax::values::Duration(channel.blind.0 - channel.stock.time.0));
            formulas.push(format!(
                "{} of `{name}` = {rate} x ({order} for an order of another channel + {stock} until it hears)",
                self::units(channel.thousandths())
            ));
        }
        let buffer = figures::count(pool.buffer());
        finding.help(format!(
            "{}: keep back {buffer} units, which is enough in 99 of 100 such moments, in a field with `role=safety`",
            formulas.join(" + ")
        ))
    });
}

/// Units with one digit after the point.
fn units(thousandths: u128) -> String {
    let tenths = thousandths.div_ceil(100);
    format!("{}.{}", figures::count(tenths / 10), tenths % 10)
}
