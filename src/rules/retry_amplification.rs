//! `retry-amplification`: attempts inside attempts multiply.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::figures;
use crate::facts::forms::{Form, judged};
use crate::facts::redelivery;
use crate::model::Model;
use crate::model::flow::Flow;
use crate::model::name::Said;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;
use crate::syntax::values::Duration;

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
    for (form, storm) in judged(&facts.model, |form| storm(&facts.model, form.of(&facts.model))) {
        report(&facts.model, form, &storm, findings);
    }
}

/// Attempts inside attempts.
#[derive(PartialEq)]
struct Storm {
    /// Those of the source, and where they are said.
    outer: (u64, Span),
    /// How long the source waits for an answer.
    answer: Said<Duration>,
    /// Those of the flow, and where they are said.
    inner: (u64, Span),
    /// How long the flow goes on trying.
    waits: Duration,
    /// How many calls each attempt makes.
    calls: u64,
}

impl Storm {
    fn product(&self) -> u64 {
        self.outer.0.saturating_mul(self.inner.0).saturating_mul(self.calls)
    }
}

fn storm(model: &Model, flow: &Flow) -> Option<Storm> {
    let retry = flow.delivery.as_ref()?.retry.as_ref()?;
    let events = redelivery::events(model, flow).filter(|_| flow.via.is_empty())?;
    let outer = events.retry.as_ref()?;
    let storm = Storm {
        outer: (outer.attempts?.value, outer.span),
        answer: events.answer_within?,
        inner: (redelivery::attempts(flow.delivery.as_ref()), retry.span),
        waits: redelivery::waits(retry)?,
        calls: flow.volume.as_ref().and_then(|volume| volume.calls).map_or(1, |calls| calls.value),
    };
    let is_one = storm.waits > storm.answer.value && storm.outer.0 > 1 && storm.inner.0 > 1;
    (is_one && storm.product() > BORNE).then_some(storm)
}

fn report(model: &Model, form: Form, storm: &Storm, findings: &mut Findings) {
    let (name, under) = (&form.of(model).head.name.text, form.under(model));
    let (times, (again, outer), (inner, retry)) = (figures::count(storm.product().into()), storm.outer, storm.inner);
    findings.report(format!("one message of `{name}` can make {times} calls{under}"), |finding| {
        let (last, answer) = (figures::time(storm.waits), figures::time(storm.answer.value));
        let factor = if storm.calls > 1 { format!(" x {} calls for a message", storm.calls) } else { String::new() };
        finding
            .at(retry, format!("{inner} attempts, the last after {last}"))
            .and(outer, format!("the source sends it {again} times"))
            .and(storm.answer.span, format!("and waits {answer} for an answer"))
            .help(format!(
                "{times} = {again} x {inner}{factor}: try again in one place only; answer the source at once and store the message, or leave the attempts to the source"
            ))
            .about(name.as_ref())
    });
}
