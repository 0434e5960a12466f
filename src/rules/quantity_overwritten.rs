//! `quantity-overwritten`: a count is not replaced by an older one.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::query::tally::Cause;
use crate::rule::{Code, Rule, with_counts};

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "quantity-overwritten",
        title: "a copy of a count ends with what is no longer so",
        severity: Severity::Error,
        explain: "\
Messages bring what the sender counts, and the receiver puts that in place of what it has. When nothing is under way any more, the receiver still has another number: an older
message came after a newer one, or the sender told before it knew itself how many pieces were moved, and nothing follows.

Keep the messages of a line in order (`ordered-by`), or let the receiver turn older ones away (`guard version=`). Let one message say that something happened and how
many pieces it was about, so that who passes it on knows both.",
        fails: with_counts!(
            r#"flow shipment-up { publish shipment order.lines.status; from wms; to oms; on ship-part ship }
system crm kind=accounting team=it
flow counts-out { //~ quantity-overwritten
    publish order { only revision lines.open lines.shipped }
    from oms
    to crm
    on ship-part ship
    delivery at-least-once { idempotency-key order-no revision }
}
"#
        ),
        passes: with_counts!(
            r#"flow shipment-up { publish shipment order.lines.status; from wms; to oms; on ship-part ship }
system crm kind=accounting team=it
flow counts-out {
    publish order { only revision lines.open lines.shipped }
    from oms
    to crm
    on ship-part ship
    delivery at-least-once { idempotency-key order-no revision; ordered-by order-no }
}
"#
        ),
    },
    check: |facts, findings| {
        super::tally::report(facts, findings, |cause| matches!(cause, Cause::Overwritten(_)), |told| format!("{} can leave a wrong count of {} behind", told.flow_name(), told.total()), |told, finding| {
            finding.help(format!(
                "in the end {}. keep the messages of {} in order, or turn older ones away with `guard version=`, and tell it when all is known",
                told.story.end,
                told.flow_name()
            ))
        });
    },
};
