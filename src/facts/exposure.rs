//! How much can be sold that is not there, while the news that it is gone is on its way.
//!
//! A channel sells until it hears that the pool is empty: the orders of the other channels must reach whoever computes what
//! is left, and that must reach the channel. With the rate at which an item sells on each channel, that gives the units sold
//! blind at worst, and, with demand that arrives independently (a Poisson process), the buffer that is seldom not enough.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::facts::figures::{self, WEEK};
use crate::facts::forms::Form;
use crate::facts::freshness::{Age, Regard, UNBOUNDED};
use crate::model::field::{Field, FieldKind, ValueRole};
use crate::model::flow::{Flow, Mode};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{AccessKind, System};
use crate::source::Span;
use crate::syntax::values::Duration;

/// The share of the peaks in which a buffer may not be enough.
const RISK: f64 = 0.01;

/// A quantity that several channels sell from.
#[derive(Clone, Debug)]
pub struct Pool {
    /// What is left to sell.
    pub field: Id<Field>,
    /// Whether the formula keeps something back from sale.
    pub has_buffer: bool,
    /// The channels, by system.
    pub channels: Vec<Channel>,
}

/// A system that sells from a pool.
#[derive(Clone, Debug)]
pub struct Channel {
    /// The system.
    pub system: Id<System>,
    /// The flow that brings its orders.
    pub orders: Id<Flow>,
    /// How much of the item that sells best it sells at the peak, a week.
    pub rate: u128,
    /// Where that is said.
    pub span: Span,
    /// How long an order takes to whoever computes what is left.
    pub order: Duration,
    /// How old what is left can be here.
    pub stock: Age,
    /// How long the channel sells blind.
    pub blind: Duration,
}

impl Channel {
    /// What it sells blind at worst, in thousandths of a unit.
    pub fn thousandths(&self) -> u128 {
        self.rate.saturating_mul(self.blind.0.into()).saturating_mul(1_000) / WEEK
    }
}

impl Pool {
    /// What all channels sell blind at worst, in thousandths of a unit.
    pub fn thousandths(&self) -> u128 {
        self.channels.iter().fold(0, |sum, channel| sum.saturating_add(channel.thousandths()))
    }

    /// The least buffer that is enough in 99 of 100 peaks.
    pub fn buffer(&self) -> u128 {
        let mean = self.thousandths() as f64 / 1_000.0;
        // Far from zero the Poisson distribution is a normal one, and its terms can no longer be summed up.
        if mean > 500.0 {
            let mean = self.thousandths().div_ceil(1_000);
            return mean + (233 * (mean.isqrt() + 1)).div_ceil(100);
        }
        let (mut term, mut buffer) = ((-mean).exp(), 0_u32);
        let mut sum = term;
        while 1.0 - sum > RISK {
            buffer += 1;
            term *= mean / f64::from(buffer);
            sum += term;
        }
        buffer.into()
    }
}

/// The pools from which at least two channels sell at declared rates.
pub fn pools(facts: &Facts) -> Vec<Pool> {
    let sales = sales(facts);
    let fields = facts.model.fields.iter().filter(|(_, field)| field.derivation.is_some());
    fields.filter_map(|(id, field)| pool(facts, &sales, id, field)).filter(|pool| pool.channels.len() > 1).collect()
}

/// The flows that bring orders, by the item they are about and the system that sends them.
type Sales = BTreeMap<(Id<Object>, Id<System>), (Id<Flow>, u128, Span)>;

fn sales(facts: &Facts) -> Sales {
    let model = &facts.model;
    let mut sales = Sales::new();
    for form in Form::all(model) {
        let flow = form.of(model);
        let rate = flow.volume.as_ref().and_then(|volume| volume.hottest);
        let from = flow.from.as_ref().and_then(|from| from.system?.target);
        let (Some(rate), Some(from)) = (rate, from) else { continue };
        let published = flow.carries.iter().filter(|carried| carried.mode == Mode::Publish);
        for place in published.flat_map(|carried| &carried.paths).filter_map(|path| path.target) {
            for item in facts.lineage().leaves.under(place).iter().filter_map(|leaf| item(facts, *leaf)) {
                let sold = (form.flow, figures::per_week(rate.value), rate.span);
                let known = sales.entry((item, from)).or_insert(sold);
                // An overlay may say that more is sold in its part of the scopes.
                if known.0 == sold.0 && sold.1 > known.1 {
                    *known = sold;
                }
            }
        }
    }
    sales
}

/// The object whose key a field holds.
fn item(facts: &Facts, field: Id<Field>) -> Option<Id<Object>> {
    match &facts.model[field].kind {
        FieldKind::Value(value) => value.reference?.target,
        _ => None,
    }
}

fn pool(facts: &Facts, sales: &Sales, id: Id<Field>, field: &Field) -> Option<Pool> {
    let model = &facts.model;
    let derivation = &model.derivations[field.derivation?];
    let counted_by = derivation.by?.target?;
    let item = model[field.object].key.iter().find_map(|key| item(facts, key.target?))?;
    let course = facts.lineage().course(id)?;
    let mut channels: Vec<Channel> = Vec::new();
    for access in facts.lineage().accesses.of_field(id) {
        let Some(&(orders, rate, span)) = sales.get(&(item, access.system)) else { continue };
        let reaches = model[orders].to.iter().any(|end| end.system.and_then(|to| to.target) == Some(counted_by));
        let Some(order) = facts.delays().slowest(model, orders).filter(|_| reaches) else { continue };
        if access.of(model).kind != AccessKind::Reads || channels.iter().any(|known| known.system == access.system) {
            continue;
        }
        let cases = course.cases().filter_map(|(atom, _)| {
            facts.freshness().age(model, facts.lineage(), id, (atom, access.system), Regard::Lasting)
        });
        let Some(stock) = cases.filter(|age| age.time != UNBOUNDED).max_by_key(|age| age.time) else { continue };
        let system = access.system;
        channels.push(Channel { system, orders, rate, span, order, stock, blind: Duration(0) });
    }
    let orders: Vec<(Id<System>, Duration)> = channels.iter().map(|channel| (channel.system, channel.order)).collect();
    for channel in &mut channels {
        let others = orders.iter().filter(|(system, _)| *system != channel.system);
        let slowest = others.map(|(_, order)| order.0).max().unwrap_or(0);
        channel.blind = Duration(slowest.saturating_add(channel.stock.time.0));
    }
    let inputs = derivation.formula.iter().flat_map(crate::model::expression::Formula::fields);
    let has_buffer = inputs
        .filter_map(|place| place.field)
        .any(|input| model[input].role.is_some_and(|role| role.value == ValueRole::Safety));
    Some(Pool { field: id, has_buffer, channels })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::values::Rate;

    fn channel(rate: &str, blind: &str) -> Channel {
        Channel {
            system: Id::new(0),
            orders: Id::new(0),
            rate: figures::per_week(Rate::parse(rate).expect("a rate")),
            span: Span { file: FileId(0), start: 0, end: 0 },
            order: Duration(0),
            stock: Age::default(),
            blind: Duration::parse(blind).expect("a duration"),
        }
    }

    #[test]
    fn a_slow_channel_sells_most_of_what_is_not_there() {
        let channels = vec![channel("120/h", "155s"), channel("300/h", "905s")];
        let pool = Pool { field: Id::new(0), has_buffer: false, channels };
        assert_eq!(pool.thousandths(), 5_166 + 75_416);
        assert_eq!(pool.buffer(), 102);
    }

    #[test]
    fn the_buffer_of_a_large_pool_needs_no_endless_sum() {
        let pool = Pool { field: Id::new(0), has_buffer: false, channels: vec![channel("1000000/s", "10d")] };
        assert!(pool.buffer() > 864_000_000_000);
    }
}
