//! Points in time, days and local times as texts, and what the clocks of a zone say.
//!
//! A point in time keeps every digit of its fraction. The calendar is the Gregorian one, the years are 0 to 9999, and
//! the zones are those that come with the compiler.

use jiff::SignedDuration;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};

use crate::model::step_word::{Gap, Overlap};

use super::pattern_of_time::Form;

const DAY_FORM: &str = "yyyy-MM-dd";
const LOCAL_FORM: &str = "yyyy-MM-dd'T'HH:mm:ss";

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTime {
    /// It has not the form, or there is no such day or hour.
    Form,
    /// It lies outside the years 0 to 9999.
    Range,
    /// It cannot be said without a fraction.
    Exact,
}

/// A point in time: the reading of a clock in UTC to the second, and the digits of its fraction.
struct Instant {
    second: DateTime,
    fraction: String,
}

impl Instant {
    fn new(second: DateTime, fraction: &str) -> Result<Self, NoTime> {
        if second.year() < 0 {
            return Err(NoTime::Range);
        }
        Ok(Self { second, fraction: fraction.trim_end_matches('0').to_owned() })
    }

    /// A reading of a clock in UTC, to the millisecond.
    fn of_clock(clock: DateTime) -> Result<Self, NoTime> {
        let millisecond = clock.subsec_nanosecond() / 1_000_000;
        let second = clock.checked_sub(SignedDuration::from_millis(i64::from(millisecond)));
        Self::new(second.map_err(|_| NoTime::Range)?, &format!("{millisecond:03}"))
    }

    /// Reads `2026-03-08T04:30:00+01:00` by RFC 3339, to any digit.
    fn parse(text: &str) -> Result<Self, NoTime> {
        let bytes = text.as_bytes();
        let (true, Some(clock), Some(rest)) = (text.is_ascii(), text.get(..19), text.get(19..)) else {
            return Err(NoTime::Form);
        };
        if !matches!(bytes[10], b'T' | b't' | b' ') {
            return Err(NoTime::Form);
        }
        let clock = format!("{}T{}", &clock[..10], &clock[11..]);
        let clock = Form::new(LOCAL_FORM).read(&clock).ok_or(NoTime::Form)?;
        let (fraction, offset) = match rest.strip_prefix('.') {
            Some(rest) => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                rest.split_at(digits)
            }
            None => ("", rest),
        };
        if rest.starts_with('.') && fraction.is_empty() {
            return Err(NoTime::Form);
        }
        let minutes = offset_minutes(offset).ok_or(NoTime::Form)?;
        let second = clock.checked_sub(SignedDuration::from_mins(minutes)).map_err(|_| NoTime::Range)?;
        Self::new(second, fraction)
    }

    fn text(&self) -> String {
        let clock = Form::new(LOCAL_FORM).write(self.second);
        if self.fraction.is_empty() { format!("{clock}Z") } else { format!("{clock}.{}Z", self.fraction) }
    }
}

/// `Z`, `+01:00` or `-07:00` in minutes.
fn offset_minutes(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let (hours, minutes) = text.strip_prefix(['+', '-'])?.split_once(':')?;
    let two = |part: &str, below: i64| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<i64>().ok().filter(|number| digits && *number < below)
    };
    Some(sign * (two(hours, 24)? * 60 + two(minutes, 60)?))
}

/// A text by RFC 3339 as a point in time in UTC.
pub(super) fn instant(text: &str) -> Result<String, NoTime> {
    Ok(Instant::parse(text)?.text())
}

/// So many units of `unit` milliseconds since 1970 as a point in time.
pub(super) fn instant_of_epoch(number: i64, unit: u64) -> Result<String, NoTime> {
    let milliseconds = i64::try_from(unit).ok().and_then(|unit| number.checked_mul(unit)).ok_or(NoTime::Range)?;
    let clock = epoch().checked_add(SignedDuration::from_millis(milliseconds)).map_err(|_| NoTime::Range)?;
    Ok(Instant::of_clock(clock)?.text())
}

/// A point in time as units of `unit` milliseconds since 1970.
pub(super) fn epoch_of(text: &str, unit: u64) -> Result<i64, NoTime> {
    let instant = Instant::parse(text)?;
    if instant.fraction.len() > 3 {
        return Err(NoTime::Exact);
    }
    let rest: i64 = format!("{:0<3}", instant.fraction).parse().map_err(|_| NoTime::Form)?;
    let milliseconds = instant.second.duration_since(epoch()).as_secs() * 1000 + rest;
    let unit = i64::try_from(unit).map_err(|_| NoTime::Exact)?;
    if milliseconds % unit == 0 { Ok(milliseconds / unit) } else { Err(NoTime::Exact) }
}

/// A local time by a pattern, on the clocks of a zone. `Err(Form)` stands for a gap or an overlap that is refused, too.
pub(super) fn instant_of_local(
    text: &str,
    pattern: &str,
    zone: &TimeZone,
    gap: Gap,
    overlap: Overlap,
) -> Result<String, NoTime> {
    let clock = Form::new(pattern).read(text).ok_or(NoTime::Form)?;
    let offset = match zone.to_ambiguous_timestamp(clock).offset() {
        AmbiguousOffset::Unambiguous { offset } => offset,
        AmbiguousOffset::Gap { before, after } => match gap {
            Gap::Later => before,
            Gap::Earlier => after,
            Gap::Raise => return Err(NoTime::Form),
        },
        AmbiguousOffset::Fold { before, after } => match overlap {
            Overlap::First => before,
            Overlap::Second => after,
            Overlap::Raise => return Err(NoTime::Form),
        },
    };
    Instant::of_clock(shift(clock, -i64::from(offset.seconds()))?).map(|instant| instant.text())
}

/// A point in time on the clocks of a zone, by a pattern.
pub(super) fn local_of(text: &str, pattern: &str, zone: &TimeZone) -> Result<String, NoTime> {
    let instant = Instant::parse(text)?;
    let fraction: String = instant.fraction.chars().chain("000".chars()).take(3).collect();
    let milliseconds = fraction.parse().map_err(|_| NoTime::Form)?;
    let offset = offset_at(instant.second, zone);
    let clock = shift(instant.second, i64::from(offset.seconds()))?;
    let clock = clock.checked_add(SignedDuration::from_millis(milliseconds)).map_err(|_| NoTime::Range)?;
    if clock.year() < 0 { Err(NoTime::Range) } else { Ok(Form::new(pattern).write(clock)) }
}

/// The date that it is in a zone at a point in time.
pub(super) fn date_in(text: &str, zone: &TimeZone) -> Result<String, NoTime> {
    local_of(text, DAY_FORM, zone)
}

/// A text of one pattern in the form of another.
fn rewritten(text: &str, from: &str, to: &str) -> Result<String, NoTime> {
    Form::new(from).read(text).map(|clock| Form::new(to).write(clock)).ok_or(NoTime::Form)
}

/// A text by a pattern as a date.
pub(super) fn date(text: &str, pattern: &str) -> Result<String, NoTime> {
    rewritten(text, pattern, DAY_FORM)
}

/// A date as a text by a pattern.
pub(super) fn date_text(text: &str, pattern: &str) -> Result<String, NoTime> {
    rewritten(text, DAY_FORM, pattern)
}

/// A text by a pattern as a local time.
pub(super) fn local_time(text: &str, pattern: &str) -> Result<String, NoTime> {
    rewritten(text, pattern, LOCAL_FORM)
}

/// A local time as a text by a pattern.
pub(super) fn local_time_text(text: &str, pattern: &str) -> Result<String, NoTime> {
    rewritten(text, LOCAL_FORM, pattern)
}

/// The date so many days later.
pub(super) fn days_later(text: &str, days: i64) -> Result<String, NoTime> {
    let clock = Form::new(DAY_FORM).read(text).ok_or(NoTime::Form)?;
    let hours = days.checked_mul(24).filter(|hours| hours.abs() < 1 << 40).ok_or(NoTime::Range)?;
    let clock = clock.checked_add(SignedDuration::from_hours(hours)).map_err(|_| NoTime::Range)?;
    if clock.year() < 0 { Err(NoTime::Range) } else { Ok(Form::new(DAY_FORM).write(clock)) }
}

fn epoch() -> DateTime {
    DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
}

fn shift(clock: DateTime, seconds: i64) -> Result<DateTime, NoTime> {
    clock.checked_add(SignedDuration::from_secs(seconds)).map_err(|_| NoTime::Range)
}

/// How far the clocks of a zone are ahead of UTC; at the ends of the calendar, as at its last moment that has a zone.
fn offset_at(second: DateTime, zone: &TimeZone) -> Offset {
    let since = second.duration_since(epoch()).as_secs();
    let at = Timestamp::from_second(since).unwrap_or(if since < 0 { Timestamp::MIN } else { Timestamp::MAX });
    zone.to_offset(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::values::zone;

    fn new_york() -> TimeZone {
        zone("America/New_York").expect("the zone is there")
    }

    #[test]
    fn a_point_in_time_is_in_utc_and_keeps_its_fraction() {
        let check = |text: &str, expected: Result<&str, NoTime>| {
            assert_eq!(instant(text).as_deref().map_err(|wrong| *wrong), expected, "{text}");
        };
        check("2026-03-07T22:30:12-06:00", Ok("2026-03-08T04:30:12Z"));
        check("2026-03-07t22:30:12.1234567890120z", Ok("2026-03-07T22:30:12.123456789012Z"));
        check("0000-01-01T00:00:00+00:01", Err(NoTime::Range));
        check("9999-12-31T23:59:59-00:01", Err(NoTime::Range));
        for wrong in [
            "2026-02-30T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00:00",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01T00:00:00+1:00",
            "",
            "2026-01-01",
            "2026-01-01T00:00:0\u{661}Z",
        ] {
            check(wrong, Err(NoTime::Form));
        }
    }

    #[test]
    fn the_hours_when_the_clocks_change_are_what_the_charter_says() {
        let check = |text: &str, gap: Gap, overlap: Overlap, expected: Result<&str, NoTime>| {
            let made = instant_of_local(text, LOCAL_FORM, &new_york(), gap, overlap);
            assert_eq!(made.as_deref().map_err(|wrong| *wrong), expected, "{text} {gap:?} {overlap:?}");
        };
        check("2026-03-08T02:30:00", Gap::Later, Overlap::First, Ok("2026-03-08T07:30:00Z"));
        check("2026-03-08T02:30:00", Gap::Earlier, Overlap::First, Ok("2026-03-08T06:30:00Z"));
        check("2026-03-08T02:30:00", Gap::Raise, Overlap::First, Err(NoTime::Form));
        check("2026-11-01T01:30:00", Gap::Later, Overlap::First, Ok("2026-11-01T05:30:00Z"));
        check("2026-11-01T01:30:00", Gap::Later, Overlap::Second, Ok("2026-11-01T06:30:00Z"));
        check("2026-11-01T01:30:00", Gap::Later, Overlap::Raise, Err(NoTime::Form));
        assert_eq!(date_in("2026-03-08T03:30:00Z", &new_york()), Ok("2026-03-07".to_owned()));
    }

    #[test]
    fn a_number_since_1970_is_exact_or_refused() {
        assert_eq!(instant_of_epoch(-1, 1), Ok("1969-12-31T23:59:59.999Z".to_owned()));
        assert_eq!(instant_of_epoch(1_772_944_212, 1000), Ok("2026-03-08T04:30:12Z".to_owned()));
        assert_eq!(instant_of_epoch(i64::MAX, 1000), Err(NoTime::Range));
        assert_eq!(epoch_of("1969-12-31T23:59:59.999Z", 1), Ok(-1));
        assert_eq!(epoch_of("1970-01-01T00:00:00.069Z", 1), Ok(69));
        assert_eq!(epoch_of("1970-01-01T00:00:00.5Z", 1000), Err(NoTime::Exact));
        assert_eq!(epoch_of("1970-01-01T00:00:00.0005Z", 1), Err(NoTime::Exact));
    }

    #[test]
    fn days_end_with_the_calendar() {
        assert_eq!(days_later("2024-02-28", 2), Ok("2024-03-01".to_owned()));
        assert_eq!(days_later("9999-12-31", 1), Err(NoTime::Range));
        assert_eq!(days_later("0000-01-01", -1), Err(NoTime::Range));
        assert_eq!(days_later("2024-01-01", i64::MAX), Err(NoTime::Range));
    }
}
