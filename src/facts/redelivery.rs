//! How often a message is tried, and how late it can come again.

use crate::model::Model;
use crate::model::delivery::{Backoff, Delivery, Retry};
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::system::{Events, System};
use crate::source::Span;
use crate::syntax::values::Duration;

/// The longest time after which a message that was received can come once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redelivery {
    /// What it is made of, the largest part first.
    pub parts: Vec<Part>,
}

/// A part of that time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub cause: Cause,
    /// How long it is.
    pub time: Duration,
    /// Where it is said.
    pub span: Span,
}

/// Why a message comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Messages are sent again on request, so far back.
    Replay,
    /// The source keeps what it could not deliver.
    Retention,
    /// The source tries again, so many times in all.
    SourceRetry(u64),
    /// The flow tries again, so many times in all.
    Retry(u64),
    /// A receiver, or a system on the way, is down.
    Outage(Id<System>),
}

impl Redelivery {
    /// How late a message of a flow can come again. One that the source sends again is tried by the flow from the start.
    pub fn of(model: &Model, flow: &Flow) -> Self {
        let longest = kept_by_source(model, flow).max_by_key(|part| part.time);
        let outage = outages(model, flow).max_by_key(|part| part.time);
        let parts = longest.into_iter().chain(own_attempts(flow));
        let mut parts: Vec<Part> = parts.filter(|part| part.time.0 > 0).collect();
        // What waits while somebody is down comes again as late as that. Where nothing is sent again, nothing does.
        parts.extend(outage.filter(|_| !parts.is_empty()));
        parts.sort_by_key(|part| std::cmp::Reverse(part.time));
        Self { parts }
    }

    /// The whole time.
    pub fn total(&self) -> Duration {
        Duration(self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.time.0)))
    }
}

/// What keeps a message of a flow the longest while its receiver does not take it; `None` where nothing is said.
pub fn keeps(model: &Model, flow: &Flow) -> Option<Part> {
    kept_by_source(model, flow).chain(own_attempts(flow)).max_by_key(|part| part.time)
}

/// The outages that the receivers of a flow and the systems on its way plan for.
pub fn outages(model: &Model, flow: &Flow) -> impl Iterator<Item = Part> {
    let via = flow.via.iter().filter_map(|via| via.system?.target);
    via.chain(flow.to.iter().filter_map(|end| end.system?.target)).filter_map(|system| {
        let lasts = model[system].outage.as_ref()?.lasts?;
        Some(Part { cause: Cause::Outage(system), time: lasts.value, span: lasts.span })
    })
}

/// How far back the source can send again, how long it keeps what it could not deliver, and how long it tries.
fn kept_by_source(model: &Model, flow: &Flow) -> impl Iterator<Item = Part> {
    let replay = flow.delivery.as_ref().and_then(|delivery| delivery.replay);
    let events = events(model, flow);
    let retention = events.and_then(|events| events.retention);
    let kept = [
        replay.map(|said| Part { cause: Cause::Replay, time: said.value, span: said.span }),
        retention.map(|said| Part { cause: Cause::Retention, time: said.value, span: said.span }),
        events.and_then(|events| tries(events.retry.as_ref()?, Cause::SourceRetry)),
    ];
    kept.into_iter().flatten()
}

fn own_attempts(flow: &Flow) -> Option<Part> {
    tries(flow.delivery.as_ref()?.retry.as_ref()?, Cause::Retry)
}

/// What the source of a flow sends by itself, where a change sets the flow off and there is one mechanism only.
pub fn events<'m>(model: &'m Model, flow: &Flow) -> Option<&'m Events> {
    let on_change = !flow.on.is_empty() && flow.schedule.is_none() && flow.poll.is_none();
    let system = flow.from.as_ref()?.system?.target?;
    match &model.systems[system].events[..] {
        [only] if on_change => Some(only),
        _ => None,
    }
}

/// The attempts of a flow's own delivery; 1 where it does not try again.
pub fn attempts(delivery: Option<&Delivery>) -> u64 {
    let said = delivery.and_then(|delivery| delivery.retry.as_ref()?.attempts);
    said.map_or(1, |attempts| attempts.value.max(1))
}

fn tries(retry: &Retry, cause: impl Fn(u64) -> Cause) -> Option<Part> {
    Some(Part { cause: cause(retry.attempts?.value), time: waits(retry)?, span: retry.span })
}

/// The fewest attempts whose waits together are at least so long; `None` where no number of them is.
pub fn attempts_for(retry: &Retry, time: Duration) -> Option<u64> {
    let span = retry.attempts?.span;
    let is_enough = |attempts: u64| {
        let with = Retry { attempts: Some(Said { value: attempts, span }), ..retry.clone() };
        waits(&with).is_some_and(|waits| waits >= time)
    };
    let (mut too_few, mut enough) = (0, 1);
    while !is_enough(enough) {
        too_few = enough;
        enough = enough.checked_mul(2)?;
    }
    while enough - too_few > 1 {
        let middle = too_few.midpoint(enough);
        if is_enough(middle) { enough = middle } else { too_few = middle }
    }
    Some(enough)
}

/// The waits between all attempts together: from the first attempt to the last. `None` where a number is missing.
pub fn waits(retry: &Retry) -> Option<Duration> {
    let first = retry.first?.value.0;
    let most = retry.most.map_or(u64::MAX, |most| most.value.0);
    let backoff = retry.backoff.map_or(Backoff::Exponential, |backoff| backoff.value);
    let mut left = retry.attempts?.value.saturating_sub(1);
    let (mut wait, mut sum) = (first.min(most), 0_u64);
    while left > 0 && wait > 0 {
        if wait == most || backoff == Backoff::Constant {
            return Some(Duration(sum.saturating_add(wait.saturating_mul(left))));
        }
        if backoff == Backoff::Linear {
            // Waits of first, 2 first, 3 first ... up to the greatest; all that follow are the greatest.
            let rising = (most / first).min(left);
            let rise = u128::from(rising) * (u128::from(rising) + 1) / 2 * u128::from(first);
            let flat = u128::from(left - rising) * u128::from(most);
            return Some(Duration(u64::try_from(rise.saturating_add(flat)).unwrap_or(u64::MAX)));
        }
        sum = sum.saturating_add(wait);
        wait = wait.saturating_mul(2).min(most);
        left -= 1;
    }
    Some(Duration(sum))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn check(attempts: u64, backoff: Backoff, first: &str, most: Option<&str>, sum: &str) {
        let said = |text: &str| Said { value: Duration::parse(text).expect("a duration"), span: NOWHERE };
        let retry = Retry {
            attempts: Some(Said { value: attempts, span: NOWHERE }),
            backoff: Some(Said { value: backoff, span: NOWHERE }),
            first: Some(said(first)),
            most: most.map(said),
            span: NOWHERE,
        };
        assert_eq!(waits(&retry), Some(said(sum).value), "{attempts} {backoff:?} {first} {most:?}");
    }

    #[test]
    fn waits_grow_as_the_backoff_says() {
        check(5, Backoff::Constant, "2s", None, "8s");
        check(5, Backoff::Linear, "2s", None, "20s");
        check(5, Backoff::Linear, "2s", Some("5s"), "16s");
        check(5, Backoff::Exponential, "2s", None, "30s");
        check(8, Backoff::Exponential, "1s", Some("20s"), "71s");
        check(1, Backoff::Exponential, "1s", None, "0s");
        check(0, Backoff::Linear, "1s", None, "0s");
    }

    #[test]
    fn attempts_are_as_many_as_a_time_needs() {
        let said = |text: &str| Said { value: Duration::parse(text).expect("a duration"), span: NOWHERE };
        let needed = |backoff: Backoff, most: Option<&str>, time: &str| {
            let retry = Retry {
                attempts: Some(Said { value: 2, span: NOWHERE }),
                backoff: Some(Said { value: backoff, span: NOWHERE }),
                first: Some(said("2s")),
                most: most.map(said),
                span: NOWHERE,
            };
            attempts_for(&retry, said(time).value)
        };
        assert_eq!(needed(Backoff::Constant, None, "8s"), Some(5));
        assert_eq!(needed(Backoff::Exponential, None, "31s"), Some(6));
        assert_eq!(needed(Backoff::Exponential, Some("4s"), "1h"), Some(902));
        assert_eq!(needed(Backoff::Exponential, Some("0s"), "1s"), None);
    }

    #[test]
    fn absurd_numbers_of_attempts_do_not_take_time() {
        check(u64::MAX, Backoff::Constant, "0s", None, "0s");
        check(1_000_000_001, Backoff::Exponential, "1ms", Some("1ms"), "1000000000ms");
        check(u64::MAX, Backoff::Exponential, "1s", None, "18446744073709551615ms");
    }
}
