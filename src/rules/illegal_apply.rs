//! `illegal-apply`: no receiver has to refuse what it is told.

use crate::diagnostic::Severity;
use crate::explore::{Property, Violation};
use crate::facts::Facts;
use crate::rule::{Code, Rule, with_picks};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "illegal-apply",
        title: "a system can be told what it must refuse",
        severity: Severity::Error,
        explain: "\
The receiver refuses messages that are not legal in the state that it sees, and messages can arrive so: on a flow without order, or from two senders. What
it refuses is lost, unless a person sends it again.

Keep messages of one key in order with `ordered-by`, or let the receiver hold what is early (`early hold`) and drop what is old (`stale ignore`).",
        fails: with_picks!(
            r#"flow order-up { //~ illegal-apply
    publish order { only status }
    from wms
    to shop
    on pick ship
    delivery at-least-once { idempotency-key order-no status }
    receive { early reject; stale ignore }
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
        super::race::report(facts, Property::LegalApply, findings, |_, trace, _| trace.violation == Violation::Refused, |life, told| {
            let path = super::race::place(facts, life);
            let refuses = told.rows.last().map_or("", |row| crate::facts::wording::name(&facts.model, row.system));
            format!("`{refuses}` can be told of a change of `{path}` that it has to refuse")
        });
    },
};
