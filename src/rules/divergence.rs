//! `divergence`: when all messages have arrived, all systems see the same.

use crate::diagnostic::Severity;
use crate::explore::Property;
use crate::facts::Facts;
use crate::rule::{Code, Rule, with_picks};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "divergence",
        title: "systems can see different states for ever",
        severity: Severity::Error,
        explain: "\
All messages have arrived, nothing is under way, and two systems see different states of the same instance. Nothing will repair that. It happens when a
receiver drops a message that came early, even on flows that keep their order: nothing orders the messages of two senders.

What is safe: one system decides in each state, receivers hold what is early (`early hold`), and recognise copies (`idempotency-key`).",
        fails: with_picks!(
            r#"flow order-up { //~ divergence
    publish order { only status }
    from wms
    to shop
    on pick ship
    delivery at-least-once { idempotency-key order-no status }
    receive { early ignore; stale ignore }
}
"#
        ),
        passes: with_picks!(
            r#"flow order-up {
    publish order { only status }
    from wms
    to shop
    on pick ship
    delivery at-least-once { idempotency-key order-no status }
    receive { early hold for="1h"; stale ignore }
}
"#
        ),
    },
    check: |facts, findings| {
        super::race::report(facts, Property::Convergence, findings, |_, _, _| true, |life, told| {
            let path = super::race::place(facts, life);
            format!("copies of `{path}` can stay different: {}", told.seen(facts))
        });
    },
};
