//! Batches: how long a run needs for what it sends, and which runs are under way at the same time.

use crate::facts::delay::Delays;
use crate::facts::figures::{self, WEEK};
use crate::facts::load::{Limit, limits};
use crate::facts::runs::starts;
use crate::model::Model;
use crate::model::calendar::Calendar;
use crate::model::flow::{End, Flow};
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::system::System;
use crate::syntax::values::Duration;

/// Runs closer together than this are not looked at one by one: what a run misses comes soon with the next one.
const APART: Duration = Duration(3_600_000);

/// What one run of a flow needs at its tightest door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work {
    /// The door: a system and the index of its endpoint.
    pub door: (Id<System>, usize),
    /// How many calls the run makes.
    pub calls: u128,
    /// The limit of the door.
    pub limit: Limit,
    /// How long the calls take at that limit.
    pub time: Duration,
}

impl Work {
    /// The work of a run; `None` where it does not say how many records it has, or no door has a limit.
    pub fn of(model: &Model, flow: &Flow) -> Option<Self> {
        let records = flow.schedule.as_ref()?.records?.value;
        let number = |said: Option<Said<u64>>| said.map_or(1, |said| said.value.max(1));
        let volume = flow.volume.as_ref();
        let batch = number(volume.and_then(|volume| volume.batch));
        let calls = u128::from(records.div_ceil(batch)) * u128::from(number(volume.and_then(|volume| volume.calls)));
        let work = |end: &End| {
            let door = (end.system?.target?, end.endpoint.as_ref()?.target?);
            let limit = limits(&model[door.0].endpoints[door.1]).min_by_key(|limit| limit.per_week)?;
            let waiting = calls.saturating_sub(limit.burst);
            let millis = waiting.saturating_mul(WEEK).checked_div(limit.per_week).unwrap_or(u128::MAX);
            Some(Self { door, calls, limit, time: Duration(u64::try_from(millis).unwrap_or(u64::MAX)) })
        };
        flow.from.iter().chain(&flow.to).filter_map(work).max_by_key(|work| work.time)
    }

    /// What it is made of: `9,000 calls at 60 per 1min = 3,600/h`.
    pub fn formula(&self) -> String {
        format!("{} calls at {}", figures::count(self.calls), self.limit.formula())
    }
}

/// How long after a run of `first` starts a run of `second` starts while it is still under way; `None` where that does
/// not happen, or where one of them runs every hour or more often.
pub fn meets(model: &Model, delays: &Delays, first: &Flow, second: &Flow) -> Option<Duration> {
    let takes = first.schedule.as_ref()?.takes?.value;
    let (first, second) = (seldom(model, delays, first)?, seldom(model, delays, second)?);
    let (first, second) = (starts(first), starts(second));
    let mut next = 0;
    for &start in &first {
        while second.get(next).is_some_and(|other| *other < start) {
            next += 1;
        }
        if let Some(other) = second.get(next)
            && (other - start).unsigned_abs() < takes.0
        {
            return Some(Duration((other - start).unsigned_abs()));
        }
    }
    None
}

/// The calendar of a flow whose runs are far apart.
fn seldom<'m>(model: &'m Model, delays: &Delays, flow: &Flow) -> Option<&'m Calendar> {
    delays.schedule(flow).filter(|runs| runs.shortest.wait > APART)?;
    Some(&model[flow.schedule.as_ref()?.calendar?.target?])
}
