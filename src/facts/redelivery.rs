//! How often a message is tried, and how late it can come again.

use crate::model::Model;
use crate::model::delivery::{Backoff, Delivery, Retry};
use crate::model::flow::Flow;
use crate::model::system::Events;
use crate::source::Span;
use crate::syntax::values::Duration;

/// The longest time after which a message that was received can come once more.
#[derive(Clone, Debug)]
pub struct Redelivery {
    /// What it is made of, the largest part first.
    pub parts: Vec<Part>,
}

/// A part of that time.
#[derive(Clone, Copy, Debug)]
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
}

impl Redelivery {
    /// How late a message of a flow can come again. One that the source sends again is tried by the flow from the start.
    pub fn of(model: &Model, flow: &Flow) -> Self {
        let delivery = flow.delivery.as_ref();
        let events = events(model, flow);
        let replay = delivery.and_then(|delivery| delivery.replay);
        let retention = events.and_then(|events| events.retention);
        let source = [
            replay.map(|said| Part { cause: Cause::Replay, time: said.value, span: said.span }),
            retention.map(|said| Part { cause: Cause::Retention, time: said.value, span: said.span }),
            events.and_then(|events| tries(events.retry.as_ref()?, Cause::SourceRetry)),
        ];
        let longest = source.into_iter().flatten().max_by_key(|part| part.time);
        let own = delivery.and_then(|delivery| tries(delivery.retry.as_ref()?, Cause::Retry));
        let mut parts: Vec<Part> = longest.into_iter().chain(own).filter(|part| part.time.0 > 0).collect();
        parts.sort_by_key(|part| std::cmp::Reverse(part.time));
        Self { parts }
    }

    /// The whole time.
    pub fn total(&self) -> Duration {
        Duration(self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.time.0)))
    }
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
    use crate::model::name::Said;
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
    fn absurd_numbers_of_attempts_do_not_take_time() {
        check(u64::MAX, Backoff::Constant, "0s", None, "0s");
        check(1_000_000_001, Backoff::Exponential, "1ms", Some("1ms"), "1000000000ms");
        check(u64::MAX, Backoff::Exponential, "1s", None, "18446744073709551615ms");
    }
}
