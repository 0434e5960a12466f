//! What a code is and what a rule is; everything that people read about it stands beside its check.

use crate::diagnostic::{Diagnostic, Severity};

/// A kind of finding: its name, its page and its examples.
#[derive(Debug)]
pub struct Code {
    /// The name, as it reads after `allow`: `two-owners`.
    pub name: &'static str,
    /// What is wrong, in one line.
    pub title: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What it means, why it hurts, how to choose: Markdown paragraphs.
    pub explain: &'static str,
    /// A small charter that breaks it. Lines that are reported end with `//~ NAME`.
    pub fails: &'static str,
    /// The same charter, put right: no finding at all.
    pub passes: &'static str,
}

impl Code {
    /// A finding of this kind.
    pub fn finding(&'static self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.name, self.severity, message)
    }
}

/// A check that looks at `Input` and reports findings of one kind.
pub struct Rule<Input: ?Sized + 'static> {
    /// What it reports.
    pub code: Code,
    /// The check. It only reads, and reports every place.
    pub check: fn(&Input, &mut Findings),
}

/// Where a rule puts what it finds. Code and severity are stamped here.
pub struct Findings<'a> {
    code: &'static Code,
    found: &'a mut Vec<Diagnostic>,
}

impl Findings<'_> {
    /// Reports one finding; `message` says what is wrong, `complete` adds places and help.
    pub fn report(&mut self, message: impl Into<String>, complete: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.found.push(complete(self.code.finding(message)));
    }
}

impl<Input: ?Sized> Rule<Input> {
    /// Runs the check on `input`.
    pub fn run(&'static self, input: &Input, found: &mut Vec<Diagnostic>) {
        (self.check)(input, &mut Findings { code: &self.code, found });
    }
}

/// A team, a shop and a warehouse.
macro_rules! shop_and_wms {
    () => {
        "team it\nsystem shop kind=ecommerce team=it\nsystem wms kind=wms team=it\n"
    };
}
pub(crate) use shop_and_wms;

/// A shop, a warehouse and an order; what is in it besides its key, and its end, follow.
macro_rules! shop_and_order {
    () => {
        concat!(
            $crate::rule::shop_and_wms!(),
            "object order {\n    key order-no\n    owner shop\n    field order-no string max=20\n"
        )
    };
}
pub(crate) use shop_and_order;

/// The text of an example behind two systems and a flow of parcels between them; the example declares the parcel.
macro_rules! with_parcels {
    ($($text:literal),+ $(,)?) => {
        concat!(
            "team it\n",
            "system wms kind=wms team=it\n",
            "system erp kind=erp team=it\n",
            "flow parcels { publish parcel; from wms; to erp }\n",
            $($text),+
        )
    };
}
pub(crate) use with_parcels;

/// The text of an example behind two systems, an order with a service and a flow that sends it by the record `wms-order`,
/// which the example declares.
macro_rules! with_orders {
    ($($text:literal),+ $(,)?) => {
        concat!(
            $crate::rule::shop_and_wms!(),
            "codes service { code ground; code express }\n",
            "object order {\n",
            "    key order-no\n",
            "    owner shop\n",
            "    field order-no string max=20\n",
            "    field service code=service\n",
            "    field weight decimal scale=3\n",
            "}\n",
            "flow order-down { publish order; from shop; to wms record=wms-order; on create }\n",
            $($text),+
        )
    };
}
pub(crate) use with_orders;

/// The text of an example behind two systems and an order that travels between them with its state; the example declares
/// the lifecycle of the order.
macro_rules! with_states {
    ($($text:literal),+ $(,)?) => {
        $crate::rule::with_bare_order!(
            "flow order-down { publish order; from shop; to wms; on create change }\n",
            "flow order-up { publish order { only status }; from wms; to shop; on change; guard echo=origin }\n",
            $($text),+
        )
    };
}
pub(crate) use with_states;

/// The text of an example behind a shop and a warehouse that counts the pieces of each line of an order; the example declares
/// the lifecycle of the lines, and the flow that tells the shop.
macro_rules! with_lines {
    ($($text:literal),+ $(,)?) => {
        concat!(
            $crate::rule::shop_and_order!(),
            "    list lines key=line-no {\n",
            "        field line-no integer\n",
            "        field ordered quantity unit=each role=ordered\n",
            "        field open quantity unit=each role=current owner=wms\n",
            "        field shipped quantity unit=each role=shipped owner=wms\n",
            "        field cancelled quantity unit=each role=cancelled owner=wms\n",
            "    }\n",
            "}\n",
            "flow order-down { publish order { except owned-by=wms }; from shop; to wms; on create }\n",
            $($text),+
        )
    };
}
pub(crate) use with_lines;

/// The text of an example behind a shop, a warehouse at one site and a provider at another; the example declares the
/// lifecycle of the orders that both get.
macro_rules! with_sites {
    ($($text:literal),+ $(,)?) => {
        concat!(
            "scope site { dal1; east-3pl }\n",
            $crate::rule::shop_and_wms!(),
            "system provider kind=\"3pl\" team=it\n",
            "object order {\n",
            "    key order-no\n",
            "    owner shop\n",
            "    field order-no string max=20\n",
            "}\n",
            "flow order-down { publish order; from shop; to wms; to provider; on create }\n",
            "flow order-up { publish order { only status }; from wms; to shop; on ship }\n",
            $($text),+
        )
    };
}
pub(crate) use with_sites;

/// The text of an example behind parcels with pieces that a warehouse tells a shop of; the example declares their
/// lifecycles and the roll-up.
macro_rules! with_pieces {
    ($($text:literal),+ $(,)?) => {
        concat!(
            $crate::rule::shop_and_wms!(),
            "object parcel {\n",
            "    key parcel-no\n",
            "    owner wms\n",
            "    field parcel-no string max=20\n",
            "    list pieces key=piece-no { field piece-no integer }\n",
            "}\n",
            "flow parcels-up { publish parcel; from wms; to shop }\n",
            $($text),+
        )
    };
}
pub(crate) use with_pieces;

/// The text of an example behind two systems and an order of which nobody is told yet; the example declares the lifecycle of
/// the order.
macro_rules! with_bare_order {
    ($($text:literal),+ $(,)?) => {
        concat!(
            $crate::rule::shop_and_order!(),
            "}\n",
            $($text),+
        )
    };
}
pub(crate) use with_bare_order;

/// The text of an example behind a shop and a warehouse that picks and ships its orders; the example declares the flow that
/// tells the shop. Lines before a semicolon are part of the lifecycle.
macro_rules! with_picks {
    ($($more:literal)?; $($text:literal),+ $(,)?) => {
        concat!(
            $crate::rule::shop_and_order!(),
            "    lifecycle {\n",
            "        state placed initial=#true\n",
            "        state picking\n",
            "        state shipped final=#true\n",
            "        transition pick by=wms { from placed; to picking }\n",
            "        transition ship by=wms { from picking; to shipped }\n",
            $($more,)?
            "    }\n",
            "}\n",
            "flow order-down { publish order; from shop; to wms; on create }\n",
            $($text),+
        )
    };
    ($($text:literal),+ $(,)?) => { with_picks!(; $($text),+) };
}
pub(crate) use with_picks;

/// The text of an example behind an OMS that keeps count of the lines of its orders and a warehouse that ships them; the
/// example declares the flow that says how many.
macro_rules! with_counts {
    ($($text:literal),+ $(,)?) => {
        concat!(
            "team it\n",
            "system oms kind=erp team=it\n",
            "system wms kind=wms team=it\n",
            "object order {\n",
            "    key order-no\n",
            "    version revision\n",
            "    owner oms\n",
            "    field order-no string max=20\n",
            "    field revision integer\n",
            "    list lines key=line-no {\n",
            "        field line-no integer\n",
            "        field ordered quantity unit=each role=ordered\n",
            "        field open quantity unit=each role=current\n",
            "        field shipped quantity unit=each role=shipped\n",
            "    }\n",
            "}\n",
            "object shipment {\n",
            "    key shipment-no\n",
            "    owner wms\n",
            "    field shipment-no string max=20\n",
            "    field order-no ref=order\n",
            "    list lines key=line-no {\n",
            "        field line-no integer\n",
            "        field shipped quantity unit=each role=shipped\n",
            "    }\n",
            "}\n",
            "lifecycle order.lines {\n",
            "    state waiting initial=#true\n",
            "    state gone final=#true\n",
            "    transition ship-part by=wms { from waiting; to waiting; moves open shipped quantity=shipment.lines.shipped }\n",
            "    transition ship by=wms { from waiting; to gone; moves open shipped quantity=shipment.lines.shipped }\n",
            "    balance ordered { open; shipped }\n",
            "}\n",
            "flow order-down { publish order { except lines.status }; from oms; to wms; on create }\n",
            $($text),+
        )
    };
}
pub(crate) use with_counts;

/// The text of an example behind a shop, a warehouse, orders with lines and the shipments that they leave in; the example
/// declares a lifecycle that depends on those.
macro_rules! with_shipments {
    ($($text:literal),+ $(,)?) => {
        concat!(
            $crate::rule::shop_and_order!(),
            "    list lines key=line-no {\n",
            "        field line-no integer\n",
            "    }\n",
            "}\n",
            "object shipment {\n",
            "    key shipment-no\n",
            "    owner wms\n",
            "    field shipment-no string max=20\n",
            "    field order-no ref=order\n",
            "    list lines key=line-no {\n",
            "        field line-no integer\n",
            "        field order-line integer\n",
            "    }\n",
            "    lifecycle {\n",
            "        state packed initial=#true\n",
            "        state confirmed final=#true\n",
            "        transition confirm by=wms { from packed; to confirmed }\n",
            "    }\n",
            "}\n",
            "flow order-down { publish order { only order-no lines.line-no }; from shop; to wms; on create }\n",
            $($text),+
        )
    };
}
pub(crate) use with_shipments;
