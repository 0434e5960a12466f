//! `quantity-counted-twice`: pieces of which a message comes twice are counted once.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::query::tally::Cause;
use crate::rule::{Code, Rule, with_counts};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "quantity-counted-twice",
        title: "a message about pieces that comes twice is counted twice",
        severity: Severity::Error,
        explain: "\
Each message says how many pieces were moved, and whoever counts them adds it to what is there. The flow delivers at least once, so a message can come again, and
nothing tells the receiver that it has had it: there is no `idempotency-key`, or the key names something that is new whenever the message is sent, as the number
of the interchange is. From then on the parts of the balance are no longer the sum.

Let the key name what is the same for both copies: the number of the shipment, or an event that the sender names. Or send what is there (`writes=absolute`) and not
what changed: a value that comes twice says the same.",
        fails: with_counts!(
            r#"flow line-up { publish order { only lines.status }; from wms; to oms; on ship-part ship }
flow shipment-up { //~ quantity-counted-twice
    publish shipment
    from wms
    to oms
    on create
    delivery at-least-once { idempotency-key interchange-no; ordered-by order-no }
}
"#
        ),
        passes: with_counts!(
            r#"flow line-up { publish order { only lines.status }; from wms; to oms; on ship-part ship }
flow shipment-up {
    publish shipment
    from wms
    to oms
    on create
    delivery at-least-once { idempotency-key shipment-no; ordered-by order-no }
}
"#
        ),
    },
    check: |facts, findings| {
        super::tally::report(facts, findings, |cause| matches!(cause, Cause::Twice(_)), |told| format!("a message of {} that comes twice is counted twice in {}", told.flow_name(), told.total()), super::tally::recognise);
    },
};
