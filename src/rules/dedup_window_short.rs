//! `dedup-window-short`: a receiver must remember a message for as long as it can come again.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::forms::{Form, judged};
use crate::facts::redelivery::{Cause, Part, Redelivery};
use crate::facts::wording;
use crate::model::Model;
use crate::model::delivery::Guarantee;
use crate::model::flow::Flow;
use crate::model::name::Said;
use crate::rule::{Code, Findings, Rule};
use crate::syntax::values::Duration;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "dedup-window-short",
        title: "a message can come again after its receiver has forgotten it",
        severity: Severity::Error,
        explain: "\
The receiver recognises a second copy by its key for as long as `window` says. A copy that comes later is taken for a new message: the order is created
twice, the shipment is counted twice. It happens on the bad days, when something was down for long and everything is sent again.

The latest copy comes after the longest of these: how far back messages are replayed (`replay`), how long the source keeps what it could not deliver
(`events ... retention=`), and how long the source tries. On top come the flow's own attempts, and the longest `outage` that a receiver or a system on the
way plans for. What people send again by hand from a dead letter is not in it.

A window costs a table of keys. Make it as long as the latest copy, or replay less far back.",
        fails: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down {
    publish order
    from shop
    to wms
    on create
    delivery at-least-once {
        idempotency-key order-no
        window "24h" //~ dedup-window-short
        replay "1d"
        retry attempts=5 first="10s"
    }
}
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down {
    publish order
    from shop
    to wms
    on create
    delivery at-least-once {
        idempotency-key order-no
        window "2d"
        replay "1d"
        retry attempts=5 first="10s"
    }
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for (form, short) in judged(&facts.model, |form| short(&facts.model, form.of(&facts.model))) {
        report(&facts.model, form, &short, findings);
    }
}

/// A window that ends before the latest copy.
#[derive(PartialEq)]
struct Short {
    window: Said<Duration>,
    redelivery: Redelivery,
}

fn short(model: &Model, flow: &Flow) -> Option<Short> {
    let delivery = flow.delivery.as_ref()?;
    let window = delivery.window?;
    let once = delivery.guarantee.is_some_and(|guarantee| guarantee.value == Guarantee::AtMostOnce);
    let redelivery = Redelivery::of(model, flow);
    let is_short = !once && !delivery.idempotency_key.is_empty() && redelivery.total() > window.value;
    is_short.then_some(Short { window, redelivery })
}

fn report(model: &Model, form: Form, Short { window, redelivery }: &Short, findings: &mut Findings) {
    let (name, latest) = (&form.of(model).head.name.text, redelivery.total());
    let (said, late, under) = (figures::time(window.value), figures::time(latest), form.under(model));
    findings.report(
        format!("a message of `{name}` can come again after {late}, and is forgotten after {said}{under}"),
        |finding| {
            let mut finding = finding.at(window.span, format!("keys are remembered for {said}")).about(name.as_ref());
            for part in &redelivery.parts {
                finding = finding.and(part.span, describe(model, part));
            }
            let parts: Vec<String> = redelivery.parts.iter().map(|part| describe(model, part)).collect();
            let longer = longer(latest);
            finding.help(format!("{late} = {}: remember keys for `{longer}`", parts.join(" + "))).fix(
                format!("write `{longer}`"),
                window.span,
                format!("\"{longer}\""),
            )
        },
    );
}

fn describe(model: &Model, part: &Part) -> String {
    let time = figures::time(part.time);
    match part.cause {
        Cause::Outage(system) => format!("{time} of an outage of `{}`", wording::name(model, system)),
        Cause::Replay => format!("{time} of replay"),
        Cause::Retention => format!("{time} in which the source keeps it"),
        Cause::SourceRetry(attempts) => format!("{time} of {attempts} attempts of the source"),
        Cause::Retry(attempts) => format!("{time} of {attempts} attempts"),
    }
}

/// The next whole number of days, or of a smaller unit where it is less than a day.
fn longer(latest: Duration) -> String {
    const DAY: u64 = 86_400_000;
    if latest.0 <= DAY { figures::written(latest) } else { format!("{}d", latest.0.div_ceil(DAY)) }
}
