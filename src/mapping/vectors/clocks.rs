//! Times that are hard: hours that a zone skips or repeats, ends of the calendar, leap days, and what is no time.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::mapping::ir::Op;
use crate::mapping::run::{Value, in_form};
use crate::syntax::values::zone;

use super::Change;

/// From this moment on, the changes of a zone's clocks are looked for: 2026-01-01 in UTC.
const FROM: i64 = 1_767_225_600;

/// Up to this moment: 2027-01-01.
const TO: i64 = 1_798_761_600;

/// What a place is changed to that a step takes for a time.
pub(super) fn changes(op: &Op) -> Vec<Change> {
    match op {
        Op::Instant => instants(),
        Op::InstantOfEpoch(unit) => epochs(*unit),
        Op::InstantOfLocal { pattern, zone: name, .. } => {
            let mut made = days(pattern);
            if let Ok(zone) = zone(name) {
                made.extend(changes_of_clocks(&zone).into_iter().map(|(slug, what, clock)| {
                    Change::text(&slug, &format!("{what} in {name}"), in_form(clock, pattern))
                }));
            }
            made
        }
        Op::Date(pattern) | Op::LocalTime(pattern) => days(pattern),
        _ => Vec::new(),
    }
}

fn instants() -> Vec<Change> {
    let of = |(slug, what, text): (&str, &str, &str)| Change::text(slug, what, text);
    [
        ("utc", "is in UTC", "2026-03-08T04:30:12Z"),
        ("offset", "has an offset", "2026-03-07T22:30:12-06:00"),
        ("fraction", "has a fraction with zeros at its end", "2026-03-08T04:30:12.120300Z"),
        ("fine", "has more digits than any clock", "2026-03-08T04:30:12.123456789012345678Z"),
        ("small-letters", "has small letters", "2026-03-08t04:30:12z"),
        ("half-hour", "has an offset with minutes", "2026-03-08T10:15:12+05:45"),
        ("leap-day", "is on a leap day", "2024-02-29T23:59:59Z"),
        ("no-leap-day", "is on a day that is not", "2026-02-29T00:00:00Z"),
        ("leap-second", "is a leap second", "2016-12-31T23:59:60Z"),
        ("no-zone", "has no offset", "2026-03-08T04:30:12"),
        ("hour-24", "is at 24 hours", "2026-03-08T24:00:00Z"),
        ("day-only", "is a day", "2026-03-08"),
        ("last", "is the last second of the calendar", "9999-12-31T23:59:59Z"),
        ("after-last", "is after the calendar in UTC", "9999-12-31T23:59:59-00:01"),
        ("before-first", "is before the calendar in UTC", "0000-01-01T00:00:00+00:01"),
        ("year-0", "is in year 0", "0000-02-29T12:00:00Z"),
        ("evening", "is on the evening before in the west", "2026-03-08T03:30:00Z"),
        ("basic", "is in basic form", "20260308T043012Z"),
    ]
    .map(of)
    .into()
}

fn epochs(unit: u64) -> Vec<Change> {
    let last = 253_402_300_799 * if unit == 1 { 1000 } else { 1 };
    [
        ("epoch-0", 0),
        ("before-epoch", -1),
        ("epoch-last", last),
        ("epoch-after-last", last + 1000),
        ("epoch-fraction", 1_772_944_212_069),
    ]
    .into_iter()
    .map(|(slug, number): (&str, i64)| {
        Change::new(slug, format!("is the number {number}"), Some(Value::Number(number.into())))
    })
    .collect()
}

/// Days and times in the form of a pattern.
fn days(pattern: &str) -> Vec<Change> {
    let at = |year, month, day, hour, minute, second| DateTime::constant(year, month, day, hour, minute, second, 0);
    let mut made: Vec<Change> = [
        ("leap-day", "is on a leap day", at(2024, 2, 29, 0, 0, 0)),
        ("evening", "is on the evening before the clocks change", at(2026, 3, 7, 22, 30, 0)),
        ("last", "is the end of the calendar", at(9999, 12, 31, 23, 59, 59)),
        ("year-0", "is in year 0", at(0, 2, 29, 12, 0, 0)),
        ("before-zones", "is before zones were kept", at(1883, 11, 18, 12, 3, 58)),
    ]
    .into_iter()
    .map(|(slug, what, clock)| Change::text(slug, what, in_form(clock, pattern)))
    .collect();
    let good = in_form(at(2026, 3, 8, 4, 30, 12), pattern);
    made.push(Change::text(
        "day-30",
        "is on 30 February",
        in_form(at(2026, 11, 30, 1, 2, 3), pattern).replacen("11", "02", 1),
    ));
    made.push(Change::text("more", "is followed by something", format!("{good} ")));
    made.push(Change::text("other-digits", "has digits of another script", good.replacen('2', "\u{662}", 1)));
    made.push(Change::text("other-form", "has another form", "8 March 2026"));
    made
}

/// Readings of a zone's clocks around every change of them within a year.
fn changes_of_clocks(zone: &TimeZone) -> Vec<(String, String, DateTime)> {
    let mut made = Vec::new();
    let Ok(from) = Timestamp::from_second(FROM) else { return made };
    for change in zone.following(from).take_while(|change| change.timestamp().as_second() < TO) {
        let second = change.timestamp().as_second();
        let Ok(just_before) = Timestamp::from_second(second - 1) else { continue };
        let [before, after] = [zone.to_offset(just_before), change.offset()].map(|offset| i64::from(offset.seconds()));
        let (start, end) = (second + before.min(after), second + before.max(after));
        let (name, verb) = if after > before { ("gap", "skip") } else { ("overlap", "repeat") };
        for (slug, what, at) in [
            ("before", format!("is the last second before the clocks {verb} an hour"), start - 1),
            ("start", format!("is the first second that the clocks {verb}"), start),
            ("middle", format!("is in the hour that the clocks {verb}"), start.midpoint(end)),
            ("end", format!("is the first second after the hour that the clocks {verb}"), end),
        ] {
            let clock = DateTime::constant(1970, 1, 1, 0, 0, 0, 0).checked_add(SignedDuration::from_secs(at));
            made.extend(clock.map(|clock| (format!("{name}-{:02}-{slug}", clock.month()), what, clock)));
        }
    }
    made
}
