//! `quantity-lost`: pieces that are moved are counted.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::query::tally::Cause;
use crate::rule::{Code, Rule, with_counts};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "quantity-lost",
        title: "pieces are moved, and whoever counts them never hears how many",
        severity: Severity::Error,
        explain: "\
A transition moves pieces from one part of a balance to another. The owner of the parts, or somebody who keeps a copy, never counts them: the message is lost on the
way, or it is taken for a copy of another one because the `idempotency-key` is the same for both, or it says what changed and is turned away because something newer came first,
or there is no message at all. Two shipments of one order have the same `order-no`; with that as the key, the second one is dropped.

Deliver at least once, with a key that differs from message to message, as the number of the shipment does. Do not put a `guard version=` on what says differences.",
        fails: with_counts!(
            r#"flow line-up { publish order { only lines.status }; from wms; to oms; on ship-part ship }
flow shipment-up { //~ quantity-lost
    publish shipment
    from wms
    to oms
    on create
    delivery at-least-once { idempotency-key order-no; ordered-by order-no }
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
        super::tally::report(facts, findings, |cause| matches!(cause, Cause::Lost(_) | Cause::TakenForCopy(_) | Cause::TurnedAway(_) | Cause::Untold), |told| match told.story.cause {
            Cause::Lost(_) => format!("pieces of {} are lost with a message of {}", told.total(), told.flow_name()),
            Cause::TakenForCopy(_) => {
                format!("a message of {} about {} is taken for a copy of another one", told.flow_name(), told.total())
            }
            Cause::TurnedAway(_) => {
                format!("a change of {} is turned away by {} because a newer one came first", told.total(), told.flow_name())
            }
            _ => format!("pieces of {} are moved, and nobody says so to who counts them", told.total()),
        }, |told, finding| {
            let advice = match told.story.cause {
                Cause::Lost(_) => format!("deliver {} at least once, with an `idempotency-key`", told.flow_name()),
                Cause::TakenForCopy(_) => {
                    format!("add to the key of {} what differs from message to message, as the number of a shipment", told.flow_name())
                }
                Cause::TurnedAway(_) => format!("let {} say what is there (`writes=absolute`), or take every change", told.flow_name()),
                _ => "tell the owner of the parts of every transition that moves pieces, and how many".to_owned(),
            };
            finding.help(format!("in the end {}. {advice}", told.story.end))
        });
    },
};
