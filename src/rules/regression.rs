//! `regression`: an old message does not replace a newer state.

use crate::diagnostic::Severity;
use crate::explore::{Property, Violation};
use crate::facts::Facts;
use crate::rule::{Code, Rule, with_picks};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "regression",
        title: "a late message moves a system back to an earlier state",
        severity: Severity::Error,
        explain: "\
Messages can overtake each other on the flow, and the receiver takes what it gets. The news of an earlier state arrives after the news of a later one and
replaces it: the customer sees `picking` again after `shipped`, and nothing repairs it, because nothing more is sent.

Keep messages of one key in order with `ordered-by`, or let the receiver compare versions (`guard version=`, `stale newer`), or drop what is old
(`stale ignore`).",
        fails: with_picks!(
            r#"flow order-up { //~ regression
    publish order { only status }
    from wms
    to shop
    on pick ship
    delivery at-least-once { idempotency-key order-no status }
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
}
"#
        ),
    },
    check: |facts, findings| {
        super::race::report(facts, Property::LegalApply, findings, |_, trace, _| trace.violation == Violation::WentBack, |life, told| {
            let path = super::race::place(facts, life);
            let back = told.rows.last().map_or("", |row| crate::facts::wording::name(&facts.model, row.system));
            format!("a late message moves `{path}` at `{back}` back to an earlier state")
        });
    },
};
