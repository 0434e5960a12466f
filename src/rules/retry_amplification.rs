//! `retry-amplification`: attempts inside attempts multiply.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::redelivery;
use crate::model::flow::Flow;
use crate::rule::{Code, Findings, Rule};

/// So many calls for one message are no storm.
const BORNE: u64 = 10;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "retry-amplification",
        title: "attempts inside attempts multiply into a storm of calls",
        severity: Severity::Warning,
        explain: "\
The source sends a message again when it is not answered in time. Nothing on the way stores the message, so while the flow goes on trying, the source gives
up waiting and starts all of it once more: three attempts inside four make twelve calls. A receiver that is down meets many times its load when it comes
back, and goes down again.

Try again in one place only. Answer the source at once and store the message (`via` a system that does), or leave the attempts to the source.",
        fails: r#"
team it
system shop kind=ecommerce team=it {
    events webhook delivery=at-least-once retention="7d" {
        answer-within "5s"
        retry attempts=9 first="1min" most="4h"
    }
}
system wms kind=wms team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down {
    publish order
    from shop
    to wms
    on create
    delivery at-least-once {
        idempotency-key order-no
        retry attempts=8 first="1s" most="5min" //~ retry-amplification
    }
}
"#,
        passes: r#"
team it
system shop kind=ecommerce team=it {
    events webhook delivery=at-least-once retention="7d" {
        answer-within "5s"
        retry attempts=9 first="1min" most="4h"
    }
}
system wms kind=wms team=it
system hub kind=middleware team=it
object order { key order-no; owner shop; field order-no string; field placed-at instant }
flow orders-down {
    publish order
    from shop
    via hub adds="1s"
    to wms
    on create
    delivery at-least-once {
        idempotency-key order-no
        retry attempts=8 first="1s" most="5min"
    }
}
"#,
    },
    check,
};

fn check(facts: &Facts, findings: &mut Findings) {
    for flow in facts.model.flows.values() {
        check_flow(facts, flow, findings);
    }
}

fn check_flow(facts: &Facts, flow: &Flow, findings: &mut Findings) {
    let Some(retry) = flow.delivery.as_ref().and_then(|delivery| delivery.retry.as_ref()) else { return };
    let Some(events) = redelivery::events(&facts.model, flow).filter(|_| flow.via.is_empty()) else { return };
    let (Some(outer), Some(answer)) = (&events.retry, events.answer_within) else { return };
    let (Some(again), Some(waits)) = (outer.attempts, redelivery::waits(retry)) else { return };
    let inner = redelivery::attempts(flow.delivery.as_ref());
    let calls = flow.volume.as_ref().and_then(|volume| volume.calls).map_or(1, |calls| calls.value);
    let product = again.value.saturating_mul(inner).saturating_mul(calls);
    if waits <= answer.value || again.value < 2 || inner < 2 || product <= BORNE {
        return;
    }
    let name = &flow.head.name.text;
    let times = figures::count(product.into());
    findings.report(format!("one message of `{name}` can make {times} calls"), |finding| {
        let last = figures::time(waits);
        let factor = if calls > 1 { format!(" x {calls} calls for a message") } else { String::new() };
        finding
            .at(retry.span, format!("{inner} attempts, the last after {last}"))
            .and(outer.span, format!("the source sends it {} times", again.value))
            .and(answer.span, format!("and waits {} for an answer", figures::time(answer.value)))
            .help(format!(
                "{times} = {} x {inner}{factor}: try again in one place only; answer the source at once and store the message, or leave the attempts to the source",
                again.value
            ))
            .about(name.as_ref())
    });
}
