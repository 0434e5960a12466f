//! `early-message-lost`: a message about an instance that the receiver does not have yet is not dropped.

use crate::diagnostic::Severity;
use crate::explore::Property;
use crate::facts::Facts;
use crate::facts::wording;
use crate::rule::{Code, Rule, with_bare_order};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "early-message-lost",
        title: "a message that comes before its object is dropped",
        severity: Severity::Error,
        explain: "\
The news that an instance exists and the news of what happened to it travel by flows of which neither waits for the other. Here the second can be faster. The
receiver does not know the instance yet and drops the message (`early ignore`); then the instance arrives, in its first state. The order was cancelled
and will be shipped.

Let the receiver hold what is early (`early hold`), or answer that it does not know the instance (`early reject`), so that the sender sends again; or let
one flow that keeps its order bring both.",
        fails: with_bare_order!(
            r#"lifecycle order {
    state placed initial=#true
    state cancelled final=#true
    transition cancel by=shop { from placed; to cancelled }
}
flow order-down {
    publish order
    from shop
    to wms
    on create
    delivery at-least-once { idempotency-key order-no }
}
flow cancel-down { //~ early-message-lost
    publish order { only status }
    from shop
    to wms
    on cancel
    delivery at-least-once { idempotency-key order-no }
    receive { early ignore; stale ignore }
}
"#
        ),
        passes: with_bare_order!(
            r#"lifecycle order {
    state placed initial=#true
    state cancelled final=#true
    transition cancel by=shop { from placed; to cancelled }
}
flow order-down {
    publish order
    from shop
    to wms
    on create
    delivery at-least-once { idempotency-key order-no }
}
flow cancel-down {
    publish order { only status }
    from shop
    to wms
    on cancel
    delivery at-least-once { idempotency-key order-no }
    receive { early hold for="1h"; stale ignore }
}
"#
        ),
    },
    check: |facts, findings| {
        super::race::report(facts, Property::CreateBeforeUse, findings, |_, _, _| true, |life, told| {
            let path = super::race::place(facts, life);
            let (receiver, name) = told.rows.last().map_or(("", ""), |row| {
                (wording::name(&facts.model, row.system), &*row.name)
            });
            format!("`{receiver}` can hear of `{name}` before it knows the `{path}`, and drops it")
        });
    },
};
