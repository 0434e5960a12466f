//! What flows ask of doors and systems, and what these can take.
//!
//! Arrivals at a peak and a server with a steady pace give the backlog and the delay of the deterministic network calculus
//! (Bouillard, Boyer, Le Corronc: Deterministic Network Calculus, chapter 5). All peaks are taken to fall together. Rates
//! are whole numbers of calls per week, so verdicts are exact. What is not declared is not guessed: a flow without a
//! `volume` asks nothing, and a limit on some kind of call only (`of`) limits nothing here.
//!
//! `concurrency` and `call-time` make a limit by Little's law: what is on the way is rate times time, and may not be more
//! than the calls at once. A flow that an overlay sends elsewhere asks there too; a volume of the overlay's own is added.

use std::collections::BTreeMap;

use crate::facts::figures::{self, WEEK};
use crate::facts::forms::Form;
use crate::model::Model;
use crate::model::flow::{End, Flow};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{Endpoint, System};
use crate::model::template::Variant;
use crate::source::Span;
use crate::syntax::values::Duration;

/// Every door and system with a limit that some flow with a volume uses.
#[derive(Debug)]
pub struct Loads {
    servers: Vec<Server>,
    of_flow: Vec<Vec<usize>>,
    of_variant: Vec<Vec<usize>>,
}

/// A door, or a system, that takes only so much.
#[derive(Debug)]
pub struct Server {
    /// The system.
    pub system: Id<System>,
    /// What is limited.
    pub part: Part,
    /// What limits it.
    pub limit: Limit,
    /// The flows that use it, the heaviest first.
    pub uses: Vec<Use>,
}

/// What is limited, and what is counted there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Calls of an endpoint, by its index.
    Door(usize),
    /// Messages of a whole system.
    All,
    /// Instances of one object at a system.
    Of(Id<Object>),
}

/// The tightest limit of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// How many a week, rounded down.
    pub per_week: u128,
    /// How many at once on top.
    pub burst: u128,
    /// How it comes about.
    pub kind: LimitKind,
    /// Where it is said.
    pub span: Span,
}

/// How a limit comes about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitKind {
    /// So many calls in a time.
    Calls(u64, Duration),
    /// So many calls at once, each taking so long.
    Parallel(u64, Duration),
    /// What a system is said to handle.
    Capacity,
}

/// What one flow asks of a server.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// The flow, as it reads here.
    pub form: Form,
    /// How many a week, on average; the peak where it never ends.
    pub average: u128,
    /// How many a week at the peak.
    pub peak: u128,
    /// How long the peak lasts.
    pub lasts: Duration,
    /// Where the volume is said.
    pub span: Span,
}

/// What waits at a server when all its peaks fall together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backlog {
    /// How many wait at most.
    pub waiting: u128,
    /// How long the last of them waits.
    pub delay: Duration,
    /// How long after the peak nobody waits any more.
    pub drained: Duration,
}

impl Loads {
    /// Works out what is asked of whom.
    pub fn of(model: &Model) -> Self {
        let mut asked: BTreeMap<(Id<System>, Part), Vec<Use>> = BTreeMap::new();
        let mut asking: Vec<(Form, (Id<System>, Part))> = Vec::new();
        for form in Form::all(model) {
            for (system, part, asks) in asks(form, form.of(model)) {
                let uses = asked.entry((system, part)).or_default();
                // An overlay that says no volume of its own has a part of what is counted already.
                let is_counted = |known: &Use| known.form.flow == form.flow && known.span == asks.span;
                if form.variant.is_none() || !uses.iter().any(is_counted) {
                    uses.push(asks);
                }
                asking.push((form, (system, part)));
            }
        }
        let mut servers = Vec::new();
        let mut at: BTreeMap<(Id<System>, Part), usize> = BTreeMap::new();
        for ((system, part), mut uses) in asked {
            let Some(limit) = limit(model, system, part) else { continue };
            uses.sort_by_key(|used| (std::cmp::Reverse(used.average.max(used.peak)), used.form));
            at.insert((system, part), servers.len());
            servers.push(Server { system, part, limit, uses });
        }
        let mut of_flow = vec![Vec::new(); model.flows.len()];
        let mut of_variant = vec![Vec::new(); model.flow_variants.len()];
        for (form, place) in asking {
            let of_form = match form.variant {
                Some(variant) => &mut of_variant[variant.index()],
                None => &mut of_flow[form.flow.index()],
            };
            of_form.extend(at.get(&place));
        }
        Self { servers, of_flow, of_variant }
    }

    /// All servers with a limit.
    pub fn servers(&self) -> &[Server] {
        &self.servers
    }

    /// The servers that a flow waits at, as it reads under an overlay, or as it is.
    pub fn of_flow(&self, flow: Id<Flow>, variant: Option<Id<Variant<Flow>>>) -> impl Iterator<Item = &Server> {
        self.indices(flow, variant).map(|at| &self.servers[at])
    }

    /// The same, by index among all.
    pub fn indices(&self, flow: Id<Flow>, variant: Option<Id<Variant<Flow>>>) -> impl Iterator<Item = usize> {
        let of_form = variant.map_or(&self.of_flow[flow.index()], |variant| &self.of_variant[variant.index()]);
        of_form.iter().copied()
    }
}

impl Server {
    /// What is asked of it on average, a week.
    pub fn average(&self) -> u128 {
        self.uses.iter().fold(0, |sum, used| sum.saturating_add(used.average))
    }

    /// What is asked of it when all peaks fall together, a week.
    pub fn peak(&self) -> u128 {
        self.uses.iter().fold(0, |sum, used| sum.saturating_add(used.peak))
    }

    /// Whether more comes in the long run than it can take: the queue grows without end.
    pub fn is_overloaded(&self) -> bool {
        self.average() > self.limit.per_week
    }

    /// What waits when all peaks fall together; nothing is said of a server that is overloaded anyhow.
    pub fn backlog(&self) -> Backlog {
        let limit = self.limit.per_week;
        if limit == 0 || self.is_overloaded() {
            return Backlog::default();
        }
        let mut ends: Vec<Duration> = self.uses.iter().map(|used| used.lasts).filter(|lasts| lasts.0 > 0).collect();
        ends.sort_unstable();
        ends.dedup();
        let (mut now, mut waiting, mut most) = (0, 0_u128, 0_u128);
        for end in ends {
            let rate = self
                .uses
                .iter()
                .fold(0_u128, |sum, used| sum.saturating_add(if used.lasts >= end { used.peak } else { used.average }));
            let time = u128::from(end.0 - now);
            now = end.0;
            waiting = waiting.saturating_add(rate.saturating_mul(time) / WEEK);
            waiting = waiting.saturating_sub(limit.saturating_mul(time) / WEEK);
            most = most.max(waiting);
        }
        let waiting = most.saturating_sub(self.limit.burst);
        Backlog { waiting, delay: time_for(waiting, limit), drained: time_for(waiting, self.spare()) }
    }

    /// What has piled up when nothing was taken for a time, and how long it takes to work that off with what the average
    /// leaves free; nothing is said of a server that is overloaded anyhow.
    pub fn after(&self, outage: Duration) -> Backlog {
        if self.is_overloaded() {
            return Backlog::default();
        }
        let waiting = self.average().saturating_mul(outage.0.into()).div_ceil(WEEK);
        Backlog { waiting, delay: outage, drained: time_for(waiting, self.spare()) }
    }

    /// What it can take in a week beyond what is asked on average.
    pub fn spare(&self) -> u128 {
        self.limit.per_week.saturating_sub(self.average())
    }

    /// What it is called: `erp.rest`, or `wms` for a whole system.
    pub fn name(&self, model: &Model) -> String {
        let system = &model.systems[self.system];
        match self.part {
            Part::Door(at) => format!("{}.{}", system.head.name, system.endpoints[at].name),
            Part::All | Part::Of(_) => system.head.name.text.to_string(),
        }
    }

    /// What is counted there: `calls`, `messages`, or the name of an object.
    pub fn counts(&self, model: &Model) -> String {
        match self.part {
            Part::Door(_) => "calls".to_owned(),
            Part::All => "messages".to_owned(),
            Part::Of(object) => format!("`{}`", model.objects[object].head.name),
        }
    }
}

impl Limit {
    /// The limit as a formula: `15 at once, 3s each = 18,000/h`.
    pub fn formula(&self) -> String {
        let rate = figures::rate(self.per_week);
        match self.kind {
            LimitKind::Calls(calls, per) => {
                format!("{} per {} = {rate}", figures::count(calls.into()), figures::time(per))
            }
            LimitKind::Parallel(calls, each) => {
                format!("{} at once, {} each = {rate}", figures::count(calls.into()), figures::time(each))
            }
            LimitKind::Capacity => rate,
        }
    }

    /// What it would have to be for a rate per week, in the charter's own words.
    pub fn needed(&self, per_week: u128) -> String {
        match self.kind {
            LimitKind::Calls(_, per) => {
                let calls = per_week.saturating_mul(per.0.into()).div_ceil(WEEK);
                format!("a limit of {} per {}", figures::count(calls), figures::time(per))
            }
            LimitKind::Parallel(_, each) => {
                let calls = per_week.saturating_mul(each.0.into()).div_ceil(WEEK);
                format!("{} calls at once", figures::count(calls))
            }
            LimitKind::Capacity => format!("a capacity of {}", figures::rate(per_week)),
        }
    }
}

/// How long a rate per week takes for so many, rounded up.
fn time_for(events: u128, per_week: u128) -> Duration {
    let millis = if per_week == 0 { u128::MAX } else { events.saturating_mul(WEEK).div_ceil(per_week) };
    Duration(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// What a flow asks, and of whom.
fn asks(form: Form, flow: &Flow) -> Vec<(Id<System>, Part, Use)> {
    let Some(volume) = &flow.volume else { return Vec::new() };
    let Some(average) = volume.average else { return Vec::new() };
    let average = figures::per_week(average.value);
    let peak = volume.peak.map_or(average, |peak| figures::per_week(peak.value)).max(average);
    let lasts = volume.peak_for.map_or(Duration(0), |lasts| lasts.value);
    let average = if lasts.0 == 0 { peak } else { average };
    let times = |number: u128| Use {
        form,
        average: average.saturating_mul(number),
        peak: peak.saturating_mul(number),
        lasts,
        span: volume.span,
    };
    let calls = u128::from(volume.calls.map_or(1, |calls| calls.value));
    let batch = u128::from(volume.batch.map_or(1, |batch| batch.value));
    let mut found = Vec::new();
    for (end, asks) in flow.from.iter().map(|end| (end, true)).chain(flow.to.iter().map(|end| (end, false))) {
        if let Some((system, door)) = door(end) {
            let mut used = times(calls);
            if let Some(every) =
                flow.poll.as_ref().and_then(|poll| poll.every).filter(|every| asks && every.value.0 > 0)
            {
                let polls = WEEK / u128::from(every.value.0);
                used.average = used.average.max(polls);
                used.peak = used.peak.max(polls);
            }
            found.push((system, Part::Door(door), used));
        }
    }
    let via = flow.via.iter().filter_map(|via| via.system?.target);
    let to = flow.to.iter().filter_map(|end| end.system?.target);
    for system in via.clone().chain(to.clone()) {
        found.push((system, Part::All, times(1)));
    }
    let objects = flow.carries.iter().flat_map(|carried| &carried.paths).filter_map(|path| path.target);
    let mut objects: Vec<Id<Object>> = objects.map(|place| place.object).collect();
    objects.sort_unstable();
    objects.dedup();
    for system in via.chain(to) {
        found.extend(objects.iter().map(|object| (system, Part::Of(*object), times(batch))));
    }
    found.sort_by_key(|(system, part, _)| (*system, *part));
    found.dedup_by_key(|(system, part, _)| (*system, *part));
    found
}

fn door(end: &End) -> Option<(Id<System>, usize)> {
    Some((end.system?.target?, end.endpoint.as_ref()?.target?))
}

/// The tightest limit of a door or a system.
fn limit(model: &Model, system: Id<System>, part: Part) -> Option<Limit> {
    let said = &model.systems[system];
    match part {
        Part::Door(door) => limits(&said.endpoints[door]).min_by_key(|limit| limit.per_week),
        Part::All | Part::Of(_) => {
            let of = |of: Option<Id<Object>>| match part {
                Part::Of(object) => of == Some(object),
                _ => of.is_none(),
            };
            let rates = said.capacities.iter().filter(|capacity| match capacity.of {
                Some(named) => named.target.is_some() && of(named.target),
                None => of(None),
            });
            let limits = rates.filter_map(|capacity| {
                let per_week = figures::per_week(capacity.rate?.value);
                Some(Limit { per_week, burst: 0, kind: LimitKind::Capacity, span: capacity.span })
            });
            limits.min_by_key(|limit| limit.per_week)
        }
    }
}

/// The limits of a door that hold for all calls.
pub fn limits(endpoint: &Endpoint) -> impl Iterator<Item = Limit> {
    let said = endpoint.limits.iter().filter(|limit| limit.of.is_none()).filter_map(|limit| {
        let (calls, per) = (limit.calls?.value, limit.per?.value);
        let per_week = u128::from(calls).saturating_mul(WEEK).checked_div(per.0.into())?;
        let burst = limit.burst.map_or(0, |burst| burst.value.into());
        Some(Limit { per_week, burst, kind: LimitKind::Calls(calls, per), span: limit.span })
    });
    let parallel = endpoint.concurrency.zip(endpoint.call_time).and_then(|(calls, each)| {
        let per_week = u128::from(calls.value).saturating_mul(WEEK).checked_div(each.value.0.into())?;
        Some(Limit { per_week, burst: 0, kind: LimitKind::Parallel(calls.value, each.value), span: calls.span })
    });
    said.chain(parallel)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::values::Rate;

    const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn per_week(rate: &str) -> u128 {
        figures::per_week(Rate::parse(rate).expect("a rate"))
    }

    fn server(limit: &str, burst: u128, uses: &[(&str, &str, &str)]) -> Server {
        let limit = Limit { per_week: per_week(limit), burst, kind: LimitKind::Capacity, span: NOWHERE };
        let asks = |(average, peak, lasts): &(&str, &str, &str)| Use {
            form: Form { flow: Id::new(0), variant: None },
            average: per_week(average),
            peak: per_week(peak),
            lasts: Duration::parse(lasts).expect("a duration"),
            span: NOWHERE,
        };
        Server { system: Id::new(0), part: Part::All, limit, uses: uses.iter().map(asks).collect() }
    }

    fn check(server: &Server, waiting: u128, delay: &str, drained: &str) {
        let backlog = server.backlog();
        let said = (backlog.waiting, figures::time(backlog.delay), figures::time(backlog.drained));
        assert_eq!(said, (waiting, delay.to_owned(), drained.to_owned()));
    }

    #[test]
    fn what_is_too_much_at_the_peak_waits_for_all_before_it() {
        check(&server("4000/h", 0, &[("800/h", "6000/h", "2h")]), 4_000, "1h", "1h 15min");
        check(&server("4000/h", 1_000, &[("800/h", "6000/h", "2h")]), 3_000, "45min", "56min 15s");
        check(&server("6000/h", 0, &[("800/h", "6000/h", "2h")]), 0, "0s", "0s");
    }

    #[test]
    fn peaks_of_different_length_add_up_while_they_last() {
        let uses = [("100/h", "3000/h", "1h"), ("100/h", "2000/h", "3h")];
        check(&server("4000/h", 0, &uses), 1_000, "15min", "15min 48s");
        check(&server("1000/h", 0, &uses), 6_200, "6h 12min", "7h 45min");
    }

    #[test]
    fn what_piles_up_in_an_outage_is_worked_off_with_what_is_free() {
        let after = |limit: &str, outage: &str| {
            let server = server(limit, 0, &[("800/h", "6000/h", "2h")]);
            let backlog = server.after(Duration::parse(outage).expect("a duration"));
            (backlog.waiting, figures::time(backlog.drained))
        };
        assert_eq!(after("4000/h", "4h"), (3_200, "1h".to_owned()));
        assert_eq!(after("1000/h", "4h"), (3_200, "16h".to_owned()));
        assert_eq!(after("700/h", "4h"), (0, "0s".to_owned()));
    }

    #[test]
    fn of_an_overloaded_server_no_backlog_is_said() {
        let server = server("100/h", 0, &[("200/h", "300/h", "1h")]);
        assert!(server.is_overloaded());
        assert_eq!(server.backlog(), Backlog::default());
    }
}
