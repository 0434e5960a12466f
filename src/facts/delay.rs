//! How old a value can get on one flow, at worst, and why: every number with what it is made of.
//!
//! A message that is sent at once takes what its flow promises. A batch or a poll takes the longest wait between two
//! runs (the value has just missed one), what the cut-off adds, the run itself, and what systems on the way add. Attempts
//! that fail are not in it, and neither is the time of people who answer exceptions.

use crate::facts::figures;
use crate::facts::lineage::as_it_reads;
use crate::facts::runs::{Gap, Runs};
use crate::model::Model;
use crate::model::calendar::{Calendar, Latency};
use crate::model::flow::{Flow, Via};
use crate::model::id::Id;
use crate::model::system::System;
use crate::model::template::Variant;
use crate::source::Span;
use crate::syntax::values::Duration;

/// The waits of all calendars and the delays of all flows.
#[derive(Debug)]
pub struct Delays {
    runs: Vec<Option<Runs>>,
    flows: Vec<Option<Delay>>,
    variants: Vec<Option<Delay>>,
}

/// The worst-case delay of one flow.
#[derive(Clone, Debug)]
pub struct Delay {
    /// What it is made of, in the order of the way.
    pub shares: Vec<Share>,
    /// How the flow is set off.
    pub pace: Pace,
}

/// What sets a flow off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// Each event, or each question.
    AtOnce,
    /// A calendar, or a poll.
    Batch,
}

/// A part of a delay.
#[derive(Clone, Debug)]
pub struct Share {
    /// What takes the time.
    pub cause: Cause,
    /// How long it takes.
    pub time: Duration,
    /// Where it is said.
    pub span: Span,
}

/// What takes time.
#[derive(Clone, Copy, Debug)]
pub enum Cause {
    /// What the flow promises, by a class or by a bound of its own.
    Promise(Option<Id<Latency>>),
    /// The wait for the next run of a calendar.
    Calendar(Id<Calendar>, Gap),
    /// The wait for the next poll.
    Poll,
    /// What comes after the cut-off waits for the run after the next.
    CutOff(Id<Calendar>),
    /// The run itself.
    Run,
    /// A system on the way.
    Via(Option<Id<System>>),
}

/// What a flow promises, and where.
#[derive(Clone, Copy, Debug)]
pub struct Bound {
    /// How old a value may be on arrival.
    pub within: Duration,
    /// Where the flow says it.
    pub span: Span,
    /// The class that has the number; `None` for a bound of the flow's own.
    pub class: Option<Id<Latency>>,
}

impl Delays {
    /// Works out the delays of all flows.
    pub fn of(model: &Model) -> Self {
        let runs: Vec<Option<Runs>> = model.calendars.values().map(Runs::of).collect();
        let flows = model.flows.values().map(|flow| delay(model, &runs, flow)).collect();
        let variants = model.flow_variants.values().map(|variant| delay(model, &runs, &variant.element)).collect();
        Self { runs, flows, variants }
    }

    /// How far apart the runs of a calendar are; `None` where it does not run or cannot be read.
    pub fn runs(&self, calendar: Id<Calendar>) -> Option<&Runs> {
        self.runs[calendar.index()].as_ref()
    }

    /// The runs of a flow's schedule.
    pub fn schedule(&self, flow: &Flow) -> Option<&Runs> {
        self.runs(flow.schedule.as_ref()?.calendar?.target?)
    }

    /// A promise that is shorter than what the flow takes by the way it is built.
    pub fn broken_promise(
        &self,
        model: &Model,
        flow: Id<Flow>,
        variant: Option<Id<Variant<Flow>>>,
    ) -> Option<(Bound, &Delay)> {
        let bound = Bound::of(model, as_it_reads(model, flow, variant))?;
        let delay = self.flow_under(flow, variant).filter(|delay| delay.total() > bound.within)?;
        Some((bound, delay))
    }

    /// The delay of a flow as it reads under an overlay, or as it is.
    pub fn flow_under(&self, flow: Id<Flow>, variant: Option<Id<Variant<Flow>>>) -> Option<&Delay> {
        variant.map_or_else(|| self.flow(flow), |variant| self.variants[variant.index()].as_ref())
    }

    /// The longest delay of a flow, as it is and under any overlay; `None` where nothing bounds it.
    pub fn slowest(&self, model: &Model, flow: Id<Flow>) -> Option<Duration> {
        let variants = model.flow_variants.iter().filter(|(_, variant)| variant.base.target == Some(flow));
        let variants = variants.map(|(id, _)| self.variants[id.index()].as_ref());
        let all = variants.chain([self.flow(flow)]).map(|delay| Some(delay?.total()));
        all.collect::<Option<Vec<Duration>>>()?.into_iter().max()
    }

    /// The delay of a flow; `None` where nothing bounds it.
    pub fn flow(&self, flow: Id<Flow>) -> Option<&Delay> {
        self.flows[flow.index()].as_ref()
    }
}

impl Bound {
    /// What a flow promises; `None` where it gives no number.
    pub fn of(model: &Model, flow: &Flow) -> Option<Self> {
        let latency = flow.latency.as_ref()?;
        if let Some(own) = latency.within {
            return Some(Self { within: own.value, span: own.span, class: None });
        }
        let class = latency.class.filter(|_| !latency.is_unreadable)?;
        let id = class.target?;
        Some(Self { within: model.latencies[id].within?.value, span: class.span, class: Some(id) })
    }
}

impl Delay {
    /// The whole delay.
    pub fn total(&self) -> Duration {
        Duration(self.shares.iter().fold(0, |sum, share| sum.saturating_add(share.time.0)))
    }

    /// What it is made of, as a sum: ``25h until the next run of `nightly` + 40min for the run``.
    pub fn formula(&self, model: &Model) -> String {
        self.shares.iter().map(|share| share.describe(model)).collect::<Vec<_>>().join(" + ")
    }

    /// The part that takes longest.
    pub fn largest(&self) -> Option<&Share> {
        self.shares.iter().max_by_key(|share| share.time)
    }
}

impl Share {
    /// The time and what takes it.
    pub fn describe(&self, model: &Model) -> String {
        let time = figures::time(self.time);
        match self.cause {
            Cause::Promise(Some(class)) => format!("{time} of `{}`", model.latencies[class].head.name),
            Cause::Promise(None) => format!("{time} as promised"),
            Cause::Calendar(calendar, _) => {
                format!("{time} until the next run of `{}`", model.calendars[calendar].head.name)
            }
            Cause::Poll => format!("{time} until the next poll"),
            Cause::CutOff(calendar) => {
                format!("{time} from the cut-off of `{}` to its run", model.calendars[calendar].head.name)
            }
            Cause::Run => format!("{time} for the run"),
            Cause::Via(Some(system)) => format!("{time} through `{}`", model.systems[system].head.name),
            Cause::Via(None) => format!("{time} on the way"),
        }
    }
}

fn delay(model: &Model, runs: &[Option<Runs>], flow: &Flow) -> Option<Delay> {
    let bound = Bound::of(model, flow);
    let via: Vec<Share> = flow.via.iter().filter_map(on_the_way).collect();
    let promised = || {
        let bound = bound?;
        if via.iter().map(|share| share.time).fold(0, |sum: u64, time| sum.saturating_add(time.0)) > bound.within.0 {
            return Some(Delay { shares: via.clone(), pace: Pace::AtOnce });
        }
        let share = Share { cause: Cause::Promise(bound.class), time: bound.within, span: bound.span };
        Some(Delay { shares: vec![share], pace: Pace::AtOnce })
    };
    // A calendar or an interval that is not understood was reported: what the flow promises counts then.
    let batch = |delay: Delay| Delay { pace: Pace::Batch, ..delay };
    let (mut shares, takes) = if let Some(schedule) = &flow.schedule {
        let known = schedule.calendar.and_then(|calendar| calendar.target).and_then(|id| Some((id, runs[id.index()]?)));
        let Some((calendar, runs)) = known else { return promised().map(batch) };
        (calendar_wait(calendar, runs, schedule.span), schedule.takes)
    } else if let Some(poll) = &flow.poll {
        let Some(every) = poll.every else { return promised().map(batch) };
        (vec![Share { cause: Cause::Poll, time: every.value, span: every.span }], poll.takes)
    } else {
        return promised();
    };
    shares.extend(takes.map(|takes| Share { cause: Cause::Run, time: takes.value, span: takes.span }));
    shares.extend(via.iter().cloned());
    let found = Delay { shares, pace: Pace::Batch };
    if takes.is_none() && bound.is_some_and(|bound| bound.within > found.total()) {
        return promised().map(batch);
    }
    Some(found)
}

/// What a system on the way adds.
fn on_the_way(via: &Via) -> Option<Share> {
    let adds = via.adds.filter(|adds| adds.value.0 > 0)?;
    let system = via.system.and_then(|system| system.target);
    Some(Share { cause: Cause::Via(system), time: adds.value, span: adds.span })
}

fn calendar_wait(calendar: Id<Calendar>, runs: Runs, span: Span) -> Vec<Share> {
    let mut shares = vec![Share { cause: Cause::Calendar(calendar, runs.longest), time: runs.longest.wait, span }];
    if runs.closes_before.0 > 0 {
        shares.push(Share { cause: Cause::CutOff(calendar), time: runs.closes_before, span });
    }
    shares
}
