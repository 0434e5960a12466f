//! `quantity-overdrawn`: nobody moves pieces that are not there.

use crate::diagnostic::Severity;
use crate::facts::Facts;
use crate::query::tally::Cause;
use crate::rule::{Code, Rule};

/// An example in which pieces are allocated, shipped and cancelled: what stands behind the cancelling, and what the warehouse
/// tells.
macro_rules! example {
    ($mark:literal, $told:literal) => {
        concat!(
            r"
team it
system oms kind=erp team=it
system wms kind=wms team=it
object order {
    key order-no
    owner oms
    field order-no string max=20
    list lines key=line-no {
        field line-no integer
        field ordered quantity unit=each role=ordered
        field open quantity unit=each role=current
        field allocated quantity unit=each role=allocated
        field shipped quantity unit=each role=shipped
        field cancelled quantity unit=each role=cancelled
    }
}
object shipment {
    key shipment-no
    owner wms
    field shipment-no string max=20
    field order-no ref=order
    list lines key=line-no {
        field line-no integer
        field shipped quantity unit=each role=shipped
    }
}
lifecycle order.lines {
    state open initial=#true
    state allocated
    state gone final=#true
    state dropped final=#true
    transition allocate by=oms { from open; to allocated; moves open allocated }
    transition ship-part by=wms { from allocated; to open; moves allocated shipped quantity=shipment.lines.shipped }
    transition ship by=wms { from allocated; to gone; moves allocated shipped quantity=shipment.lines.shipped }
    transition drop by=oms { from open; to dropped; moves open cancelled; moves allocated cancelled }",
            $mark,
            r"
    balance ordered { open; allocated; shipped; cancelled }
}
flow order-down { publish order { only lines.ordered lines.status }; from oms; to wms; on create allocate drop }
",
            $told
        )
    };
}

pub static RULE: Rule<Facts> = Rule {
    code: Code {
        name: "quantity-overdrawn",
        title: "a system moves pieces that are no longer there",
        severity: Severity::Error,
        explain: "\
A system decides by its own count how many pieces it takes out of a part of a balance, and that count can be higher than what is there: pieces that left already are
still in it, or were put back into it by a message that was sent before its sender knew. Then more is shipped than was ordered, or the same pieces are allocated to two
sites.

Let one message say that something happened and how many pieces it was about: `publish shipment order.lines.status`. A status that arrives before the quantity lets the owner
go on with an old count.",
        fails: example!(
            " //~ quantity-overdrawn",
            "flow line-up { publish order { only lines.status }; from wms; to oms; on ship-part ship }
flow shipment-up { publish shipment; from wms; to oms; on create }
"
        ),
        passes: example!(
            "",
            "flow shipment-up { publish shipment order.lines.status; from wms; to oms; on ship-part ship }
"
        ),
    },
    check: |facts, findings| {
        super::tally::report(facts, findings, |cause| cause == Cause::NotThere, |told| format!("more can be taken out of a part of {} than there is", told.total()), |told, finding| {
            finding.help(format!(
                "in the end {}. let the message that tells of a transition say how many pieces it moved, and let copies be recognised",
                told.story.end
            ))
        });
    },
};
