//! When a calendar runs: the longest and the shortest wait between two runs, by the clock of its zone.
//!
//! A verdict must not depend on the day on which it is given, so two fixed years are looked at, and the days around
//! every day without a run. That has both nights in which the clocks change, and every closed day that the charter names.
//! Every week is like the first one but those in which the clocks change, so only these are looked at day by day.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::model::calendar::{Calendar, CalendarEvery, CalendarTimes};
use crate::syntax::values::{Duration, zone};

/// The first day that is looked at.
const FIRST_DAY: Date = date(2026, 1, 1);
/// How many days are looked at from then on: two years, and the week after them.
const DAYS: i64 = 2 * 365 + 7;
/// How many days are looked at before and after a closed day or a change of the clocks: every week has all kinds of days.
const AROUND: i64 = 8;
/// How many days make an ordinary week, and the wait into the next.
const ORDINARY: i64 = 15;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// How far apart the runs of a calendar are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Runs {
    /// The longest wait between two runs.
    pub longest: Gap,
    /// The shortest wait between two runs.
    pub shortest: Gap,
    /// How long before its start a run stops taking in what is new; zero without a cut-off.
    pub closes_before: Duration,
}

/// A wait between two runs, with its witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// How long it is.
    pub wait: Duration,
    /// The run before, by the clock of the calendar's zone.
    pub from: DateTime,
    /// The run after.
    pub to: DateTime,
}

impl Gap {
    /// The two runs as people say them: `Fri 2026-01-02 18:00 to Mon 2026-01-05 18:00`.
    pub fn describe(&self) -> String {
        format!("{} to {}", self.from.strftime("%a %F %H:%M"), self.to.strftime("%a %F %H:%M"))
    }
}

impl Runs {
    /// The waits of a calendar; `None` where it has no two runs, or where its days or its zone cannot be read.
    pub fn of(calendar: &Calendar) -> Option<Self> {
        let days = Days::of(calendar)?;
        let (longest, shortest) = days.waits(windows(&days))?;
        Some(Self { longest, shortest, closes_before: closes_before(calendar) })
    }

    /// How long a value waits at most until a run takes it: it has just missed one.
    pub fn wait(&self) -> Duration {
        Duration(self.longest.wait.0.saturating_add(self.closes_before.0))
    }
}

/// When a calendar starts in two weeks, in milliseconds since 1970, in order. For calendars that run seldom: each start of a
/// repetition is listed.
pub fn starts(calendar: &Calendar) -> Vec<i64> {
    let Some(days) = Days::of(calendar) else { return Vec::new() };
    let fortnight = FIRST_DAY.series(1.day()).take(14);
    let rows = fortnight.flat_map(|day| days.runs(day));
    let mut starts: Vec<i64> = rows
        .flat_map(|row| {
            let step = usize::try_from(row.every).unwrap_or(usize::MAX).max(1);
            (row.first.as_millisecond()..=row.last.as_millisecond()).step_by(step)
        })
        .collect();
    starts.sort_unstable();
    starts
}

/// The stretches of days that are looked at; they do not touch.
fn windows(days: &Days) -> Vec<impl Iterator<Item = Date> + use<>> {
    let around = |day: Date, days: i64| day.saturating_add(days.days());
    let last = around(FIRST_DAY, DAYS);
    let changes = days.instant(FIRST_DAY, 0).into_iter().flat_map(|start| days.zone.following(start));
    let changes = changes.map(|change| days.zone.to_datetime(change.timestamp()).date());
    let special = changes.take_while(|day| *day <= last).chain(days.closed.iter().copied());
    let mut stretches = vec![(FIRST_DAY, around(FIRST_DAY, ORDINARY))];
    stretches.extend(special.map(|day| (around(day, -AROUND), around(day, AROUND))));
    stretches.sort_unstable();
    let mut joined: Vec<(Date, Date)> = Vec::new();
    for (from, to) in stretches {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    let days = |(from, to): (Date, Date)| from.series(1.day()).take_while(move |day| *day <= to);
    joined.into_iter().map(days).collect()
}

/// A run, or runs at equal distances.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    first: Timestamp,
    last: Timestamp,
    every: u64,
}

impl Row {
    fn step(self) -> Option<jiff::SignedDuration> {
        Some(jiff::SignedDuration::from_millis(i64::try_from(self.every).ok()?))
    }
}

/// A calendar whose words were understood.
struct Days<'c> {
    zone: TimeZone,
    at: Vec<(&'c CalendarTimes, WeekDays)>,
    every: Option<(&'c CalendarEvery, WeekDays)>,
    closed: BTreeSet<Date>,
}

impl<'c> Days<'c> {
    fn of(calendar: &'c Calendar) -> Option<Self> {
        let days = |on: Option<&str>| on.map_or(Some(WeekDays::ALL), WeekDays::parse);
        let mut at = Vec::new();
        for times in &calendar.at {
            at.push((times, days(times.on.as_ref().map(|on| &*on.value))?));
        }
        let every = match &calendar.every {
            Some(every) => Some((every, days(every.on.as_ref().map(|on| &*on.value))?)),
            None => None,
        };
        let zone = zone(&calendar.zone.as_ref()?.value).ok()?;
        Some(Self { zone, at, every, closed: calendar.closed.iter().map(|date| date.value).collect() })
    }

    /// The longest and the shortest wait between runs on the days of a stretch.
    fn waits(&self, stretches: impl IntoIterator<Item = impl Iterator<Item = Date>>) -> Option<(Gap, Gap)> {
        let mut waits: Option<(Gap, Gap)> = None;
        for stretch in stretches {
            let mut before: Option<Timestamp> = None;
            for run in stretch.flat_map(|day| self.runs(day)) {
                if let Some(before) = before.filter(|before| *before < run.first) {
                    self.take(&mut waits, before, run.first);
                }
                if run.last > run.first {
                    let second = run.first + run.step()?;
                    self.take(&mut waits, run.first, second);
                }
                before = before.max(Some(run.last));
            }
        }
        waits
    }

    /// The runs that start on a day, in order.
    fn runs(&self, day: Date) -> Vec<Row> {
        if self.closed.contains(&day) {
            return Vec::new();
        }
        let on = |days: WeekDays| days.has(day.weekday());
        let times = self.at.iter().filter(|(_, days)| on(*days)).flat_map(|(at, _)| &at.times);
        let once = |minute: u16| {
            let at = self.instant(day, i64::from(minute))?;
            Some(Row { first: at, last: at, every: 0 })
        };
        let mut rows: Vec<Row> = times.filter_map(|time| once(time.value.0)).collect();
        if let Some((every, days)) = &self.every
            && on(*days)
        {
            rows.extend(self.row(day, every));
        }
        rows.sort_unstable();
        rows
    }

    /// The runs of a repetition that begins on a day. A run at the end of the time is not one of them.
    fn row(&self, day: Date, every: &CalendarEvery) -> Option<Row> {
        let from = every.from.map_or(0, |from| i64::from(from.value.0));
        let until = every.until.map_or(DAY, |until| i64::from(until.value.0));
        let until = if until > from { until } else { until + DAY };
        let (first, end) = (self.instant(day, from)?, self.instant(day, until)?);
        let step = i64::try_from(every.time?.value.0).ok().filter(|step| *step > 0)?;
        let length = end.as_millisecond() - first.as_millisecond();
        let last = first.as_millisecond() + (length.max(1) - 1) / step * step;
        Some(Row { first, last: Timestamp::from_millisecond(last).ok()?, every: step.unsigned_abs() })
    }

    /// A minute of a day in the zone. An hour that occurs twice means its first; one that is left out, the next.
    fn instant(&self, day: Date, minute: i64) -> Option<Timestamp> {
        let day = if minute < DAY { day } else { day.checked_add((minute / DAY).days()).ok()? };
        let minute = minute % DAY;
        let time = jiff::civil::Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).ok()?;
        self.zone.to_timestamp(day.to_datetime(time)).ok()
    }

    /// Keeps the wait between two runs if it is the longest or the shortest so far.
    fn take(&self, waits: &mut Option<(Gap, Gap)>, from: Timestamp, to: Timestamp) {
        let wait = Duration((to.as_millisecond() - from.as_millisecond()).unsigned_abs());
        let gap = || Gap { wait, from: self.zone.to_datetime(from), to: self.zone.to_datetime(to) };
        match waits {
            None => *waits = Some((gap(), gap())),
            Some((longest, _)) if wait > longest.wait => *longest = gap(),
            Some((_, shortest)) if wait < shortest.wait => *shortest = gap(),
            Some(_) => {}
        }
    }
}

/// How long before the next start of a run the cut-off lies.
fn closes_before(calendar: &Calendar) -> Duration {
    let Some(cut_off) = calendar.cut_off else { return Duration(0) };
    let from_cut_off = |start: u16| (i64::from(start) - i64::from(cut_off.value.0)).rem_euclid(DAY);
    let starts = calendar.at.iter().flat_map(|at| &at.times);
    let minutes = starts.map(|start| from_cut_off(start.value.0)).min().unwrap_or(0);
    Duration(minutes.unsigned_abs() * 60_000)
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekDays(u8);

/// What days are called, from Monday on.
const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl WeekDays {
    /// Every day.
    pub const ALL: Self = Self(0b111_1111);

    /// Reads `mon-fri` or `sat sun`; a stretch may go past Sunday.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |name: &str| NAMES.iter().position(|day| *day == name);
        let mut days = 0_u8;
        for part in text.split_whitespace() {
            let (from, to) = part.split_once('-').unwrap_or((part, part));
            let (mut at, to) = (number(from)?, number(to)?);
            while at != to {
                days |= 1 << at;
                at = (at + 1) % 7;
            }
            days |= 1 << to;
        }
        (days != 0).then_some(Self(days))
    }

    fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::name::{Head, Name, Said};
    use crate::source::{FileId, Span};
    use crate::syntax::values::Time;

    const NOWHERE: Span = Span { file: FileId(0), start: 0, end: 0 };

    fn said<T>(value: T) -> Said<T> {
        Said { value, span: NOWHERE }
    }

    fn calendar(zone: &str) -> Calendar {
        let name = Name { text: "c".into(), span: NOWHERE };
        Calendar {
            head: Head { name, span: NOWHERE, doc: None, templates: Vec::new() },
            zone: Some(said(zone.into())),
            at: Vec::new(),
            every: None,
            cut_off: None,
            closed: Vec::new(),
            holidays: None,
            unreadable: Vec::new(),
        }
    }

    fn at(zone: &str, minute: u16, on: Option<&str>) -> Calendar {
        let times = CalendarTimes { times: vec![said(Time(minute))], on: on.map(|on| said(on.into())), span: NOWHERE };
        Calendar { at: vec![times], ..calendar(zone) }
    }

    fn every(zone: &str, minutes: u64, from: u16, until: u16, on: Option<&str>) -> Calendar {
        let every = CalendarEvery {
            time: Some(said(Duration(minutes * 60_000))),
            from: Some(said(Time(from))),
            until: Some(said(Time(until))),
            on: on.map(|on| said(on.into())),
            span: NOWHERE,
        };
        Calendar { every: Some(every), ..calendar(zone) }
    }

    fn check(calendar: &Calendar, longest: &str, shortest: &str) {
        let runs = Runs::of(calendar).expect("it runs");
        assert_eq!((runs.longest.wait.to_string(), runs.shortest.wait.to_string()), (longest.into(), shortest.into()));
    }

    #[test]
    fn weekdays_leave_a_weekend() {
        check(&at("Etc/UTC", 18 * 60, Some("mon-fri")), "3d", "1d");
        check(&at("Etc/UTC", 18 * 60, Some("sun")), "7d", "7d");
    }

    #[test]
    fn the_night_when_the_clocks_go_back_is_an_hour_longer() {
        check(&at("America/Chicago", 90, None), "25h", "23h");
        check(&at("America/Chicago", 18 * 60, Some("mon-fri")), "73h", "1d");
    }

    #[test]
    fn a_repetition_goes_on_through_that_night() {
        check(&every("America/Chicago", 15, 0, 1440, None), "15min", "15min");
        check(&every("Etc/UTC", 15, 360, 1320, None), "495min", "15min");
        check(&every("Etc/UTC", 60, 1320, 360, None), "17h", "1h");
    }

    #[test]
    fn closed_days_are_waited_out_wherever_they_lie() {
        let mut calendar = at("Etc/UTC", 18 * 60, Some("mon-fri"));
        for day in ["2031-12-25", "2031-12-26"] {
            calendar.closed.push(said(day.parse().expect("a day")));
        }
        check(&calendar, "5d", "1d");
        let longest = Runs::of(&calendar).expect("it runs").longest.describe();
        assert_eq!(longest, "Wed 2031-12-24 18:00 to Mon 2031-12-29 18:00");
    }

    #[test]
    fn a_cut_off_before_the_start_is_waited_for_too() {
        let calendar = Calendar { cut_off: Some(said(Time(17 * 60 + 30))), ..at("Etc/UTC", 18 * 60, None) };
        assert_eq!(Runs::of(&calendar).expect("it runs").wait().to_string(), "1470min");
    }

    #[test]
    fn ordinary_weeks_are_all_alike() {
        let zones = ["Etc/UTC", "America/Chicago", "Australia/Lord_Howe", "Africa/Casablanca", "America/Nuuk"];
        for zone in zones {
            let calendars = [
                at(zone, 90, None),
                at(zone, 0, Some("sun")),
                at(zone, 23 * 60 + 59, Some("fri-mon")),
                every(zone, 7, 0, 1440, None),
                every(zone, 50, 60, 200, Some("sat sun")),
                every(zone, 60, 1320, 360, Some("wed")),
            ];
            for calendar in calendars {
                let days = Days::of(&calendar).expect("its words are understood");
                let all = FIRST_DAY.series(1.day()).take(DAYS as usize);
                let (all, some) = (days.waits([all]), days.waits(windows(&days)));
                let wait = |gaps: Option<(Gap, Gap)>| gaps.map(|(longest, shortest)| (longest.wait, shortest.wait));
                assert_eq!(wait(some), wait(all), "{calendar:?}");
            }
        }
    }

    #[test]
    fn what_cannot_be_read_runs_never() {
        assert_eq!(Runs::of(&at("Etc/UTC", 0, Some("monday"))), None);
        assert_eq!(Runs::of(&calendar("Etc/UTC")), None);
        assert_eq!(Runs::of(&every("Etc/UTC", 0, 0, 1440, None)), None);
    }
}
