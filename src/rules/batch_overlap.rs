//! `batch-overlap`: runs that share a door leave each other room.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::facts::batch::{Work, meets};
use crate::facts::figures;
use crate::facts::forms::{Form, judged};
use crate::model::flow::Flow;
use crate::rule::{Code, Findings, Rule};
use crate::source::Span;
use crate::syntax::values::Duration;

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "batch-overlap",
        title: "two runs at the same time ask a door for more than it takes",
        severity: Severity::Error,
        explain: "\
Each of the two runs fits into its time when it has the door to itself. They run at the same time, and together they make more calls than the door takes
until both should be done. One of them, or both, will be late.

Let one start when the other is done, put more records in one message, or have the limit raised. Calendars that run every hour or more often are not looked
at here: `overload` adds up what flows ask for all the time.",
        fails: r#"
team it
system pim kind=pim team=it
system shop kind=ecommerce team=it { endpoint api protocol=https { limit 60 per="1min" } }
object item { key sku; owner pim; field sku string; field title string }
object price { key sku; owner pim; field sku string; field amount money }
calendar nightly zone="America/Chicago" { at "01:30" }
flow items-out { publish item; from pim; to shop endpoint=api; schedule nightly takes="1h" records=3000; latency batch within="27h" }
flow prices-out {
    publish price
    from pim
    to shop endpoint=api
    schedule nightly takes="1h" records=3000 //~ batch-overlap
    latency batch within="27h"
}
"#,
        passes: r#"
team it
system pim kind=pim team=it
system shop kind=ecommerce team=it { endpoint api protocol=https { limit 60 per="1min" } }
object item { key sku; owner pim; field sku string; field title string }
object price { key sku; owner pim; field sku string; field amount money }
calendar nightly zone="America/Chicago" { at "01:30" }
calendar later zone="America/Chicago" { at "02:30" }
flow items-out { publish item; from pim; to shop endpoint=api; schedule nightly takes="1h" records=3000; latency batch within="27h" }
flow prices-out {
    publish price
    from pim
    to shop endpoint=api
    schedule later takes="1h" records=3000
    latency batch within="27h"
}
"#,
    },
    check,
};

/// A run with its work and the time that it has.
#[derive(PartialEq)]
struct Batch {
    work: Work,
    takes: Duration,
    span: Span,
}

/// A run of a flow, as it reads.
type Running = (Form, Batch);

fn check(facts: &Facts, findings: &mut Findings) {
    let batch = |form: Form| {
        let flow = form.of(&facts.model);
        let (work, schedule) = (Work::of(&facts.model, flow)?, flow.schedule.as_ref()?);
        let takes = schedule.takes?.value;
        // What does not fit alone is reported alone.
        (work.time <= takes).then_some(Batch { work, takes, span: schedule.span })
    };
    let mut batches = judged(&facts.model, batch);
    batches.sort_by_key(|(_, batch)| batch.work.door);
    for same_door in batches.chunk_by(|(_, a), (_, b)| a.work.door == b.work.door) {
        for (at, second) in same_door.iter().enumerate() {
            for first in same_door[..at].iter().filter(|first| first.0.flow != second.0.flow) {
                check_pair(facts, first, second, findings);
            }
        }
    }
}

fn check_pair(facts: &Facts, first: &Running, second: &Running, findings: &mut Findings) {
    let model = &facts.model;
    let (one, other) = (first.0.of(model), second.0.of(model));
    let apart = |first: &Flow, second: &Flow| meets(model, facts.delays(), first, second);
    let (early, late, later) = match (apart(one, other), apart(other, one)) {
        (Some(later), _) => (&first.1, &second.1, later),
        (None, Some(later)) => (&second.1, &first.1, later),
        (None, None) => return,
    };
    let room = early.takes.0.max(later.0.saturating_add(late.takes.0));
    let needed = Duration(early.work.time.0.saturating_add(late.work.time.0));
    if needed.0 <= room {
        return;
    }
    let (one, other) = (&one.head.name, &other.head.name);
    let (under, also) = (first.0.under(model), second.0.under(model));
    let (need, has) = (figures::time(needed), figures::time(Duration(room)));
    findings.report(
        format!("`{one}`{under} and `{other}`{also} run at the same time: together they need {need} and have {has}"),
        |finding| {
            let label = |batch: &Batch| format!("{}: {}", figures::time(batch.work.time), batch.work.formula());
            finding
                .at(second.1.span, label(&second.1))
                .and(first.1.span, label(&first.1))
                .and(first.1.work.limit.span, "both use this door")
                .help(format!(
                    "let one of them start {} later, or put more records in one message",
                    figures::time(early.takes)
                ))
                .about(other.text.as_ref())
        },
    );
}
