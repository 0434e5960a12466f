//! `stuck-message`: what a receiver holds can be applied in the end.

use crate::diagnostic::Severity;
use crate::explore::Property;
use crate::facts::Facts;
use crate::rule::{Code, Rule, with_picks};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "stuck-message",
        title: "a message waits that can never be applied",
        severity: Severity::Error,
        explain: "\
The receiver holds what is early until it is legal, and here that moment never comes: nothing more can happen, and the message still waits. On a flow that
keeps its order, all that was sent after it waits as well. A system that is told of everything then shows an old state for ever, although no message was lost.

It happens when a copy is taken for a message that came early, because the lifecycle can return to the state before it; and when two flows wait for each
other. Let the receiver recognise copies (`idempotency-key`), and let one flow bring what belongs together. What is held should raise an exception
after a time (`early hold for=... raises=...`), so that a person looks at it.",
        fails: with_picks!(
            "        transition repick by=wms { from picking; to placed; limit 3 }\n";
            r#"flow order-up { //~ stuck-message
    publish order { only status }
    from wms
    to shop
    on pick repick ship
    delivery at-least-once { ordered-by order-no }
    receive { early hold for="1h"; stale ignore }
}
"#
        ),
        passes: with_picks!(
            "        transition repick by=wms { from picking; to placed; limit 3 }\n";
            r#"flow order-up {
    publish order { only status }
    from wms
    to shop
    on pick repick ship
    delivery at-least-once { idempotency-key order-no event-id; ordered-by order-no }
    receive { early hold for="1h"; stale ignore }
}
"#
        ),
    },
    check: |facts, findings| {
        super::race::report(facts, Property::NoStuckMessage, findings, |_, _, _| true, |life, told| {
            let path = super::race::place(facts, life);
            format!("a message about `{path}` can wait for ever: {}", told.seen(facts))
        });
    },
};
