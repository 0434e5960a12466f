//! `duplicate-not-harmless`: a message that comes twice changes nothing.

use crate::diagnostic::Severity;
use crate::explore::Property;
use crate::facts::Facts;
use crate::rule::{Code, Rule, with_picks};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "duplicate-not-harmless",
        title: "a message that comes twice does harm",
        severity: Severity::Error,
        explain: "\
The flow delivers at least once, so a message can come again, and the receiver does not recognise it. Applied a second time, it moves the receiver back, or is
refused, or stays for ever. Without the second copy all is well.

Give the delivery an `idempotency-key` that is the same for both copies, and a `window` that is longer than copies can be late.",
        fails: with_picks!(
            r#"flow order-up { //~ duplicate-not-harmless
    publish order { only status }
    from wms
    to shop
    on pick ship
    delivery at-least-once { ordered-by order-no }
    receive { early hold for="1h"; stale reject }
}
"#
        ),
        passes: with_picks!(
            r#"flow order-up {
    publish order { only status }
    from wms
    to shop
    on pick ship
    delivery at-least-once { idempotency-key order-no status; ordered-by order-no }
    receive { early hold for="1h"; stale reject }
}
"#
        ),
    },
    check: |facts, findings| {
        super::race::report(facts, Property::HarmlessDuplicates, findings, |_, _, _| true, |life, _| {
            let path = super::race::place(facts, life);
            format!("a message about `{path}` that comes twice does harm")
        });
    },
};
