//! Lengths of time, times of day, days and zones.

use std::fmt;
use std::sync::LazyLock;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::{Wrong, checked, leading_digits};

/// A length of time in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(pub u64);

/// The units of a length of time, the longest first, in milliseconds.
pub(super) const UNITS: &[(&str, u64)] =
    &[("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)];

/// What people write for a unit, and the unit.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("m", "min"),
    ("mn", "min"),
    ("mins", "min"),
    ("minute", "min"),
    ("minutes", "min"),
    ("sec", "s"),
    ("secs", "s"),
    ("second", "s"),
    ("seconds", "s"),
    ("hr", "h"),
    ("hrs", "h"),
    ("hour", "h"),
    ("hours", "h"),
    ("day", "d"),
    ("days", "d"),
    ("week", "w"),
    ("weeks", "w"),
    ("msec", "ms"),
    ("millis", "ms"),
    ("milliseconds", "ms"),
];

/// The unit that `name` probably means.
pub(super) fn usual_unit(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let usual = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, unit)| *unit);
    usual.or_else(|| UNITS.iter().find(|(unit, _)| *unit == name).map(|(unit, _)| *unit))
}

impl Duration {
    /// Reads `5s`, `5min` or `35d`: one whole number and one unit of `ms`, `s`, `min`, `h`, `d`, `w`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let (digits, end) = leading_digits(text);
        let rest = &text[end..];
        if digits.is_empty() {
            return Err(Wrong::all(text, "a duration starts with a number"));
        }
        let Some(&(_, unit)) = UNITS.iter().find(|(name, _)| *name == rest) else {
            return Err(Self::wrong_unit(text, digits, rest));
        };
        let millis = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(unit));
        millis.map(Self).ok_or_else(|| Wrong::all(text, "the duration is too long"))
    }

    fn wrong_unit(text: &str, digits: &str, rest: &str) -> Wrong {
        let place = digits.len()..text.len();
        if rest.is_empty() {
            return Wrong::all(text, "the unit is missing: `ms`, `s`, `min`, `h`, `d` or `w`");
        }
        if rest.starts_with(['.', ',']) {
            return Wrong::new(place, "a duration is a whole number: take the next smaller unit");
        }
        let unit = rest.trim();
        let wrong = match usual_unit(unit) {
            Some(usual) if usual == unit => Wrong::new(place, "there is no space in a duration"),
            _ if unit.contains(|c: char| c.is_ascii_digit()) => {
                return Wrong::new(place, "a duration has one number and one unit");
            }
            _ => Wrong::new(place, "this is not a unit of time: `ms`, `s`, `min`, `h`, `d`, `w`"),
        };
        match usual_unit(unit) {
            Some(usual) => wrong.or(format!("{digits}{usual}")),
            None => wrong,
        }
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        // A week is seldom how people say it: seven days are, unless they wrote so many that nobody counts them.
        let fits = |&&(name, unit): &&(&str, u64)| name != "w" && self.0.is_multiple_of(unit);
        let (name, unit) = UNITS.iter().find(fits).copied().unwrap_or(("ms", 1));
        write!(f, "{}{name}", self.0 / unit)
    }
}

/// A time of day in minutes after midnight; 1440 is the end of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u16);

impl Time {
    /// Reads `18:00`; `24:00` is the end of the day.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u16>().ok())?;
        let parts = text.split_once(':').map(|(hour, minute)| (hour.len(), minute.len(), number(hour), number(minute)));
        match parts {
            Some((2, 2, Some(hour), Some(minute))) if minute < 60 && (hour < 24 || (hour, minute) == (24, 0)) => {
                Ok(Self(hour * 60 + minute))
            }
            Some((2, 2, Some(_), Some(_))) => Err(Wrong::all(text, "there is no such time of day")),
            Some((1, 2, ..)) => Err(Wrong::all(text, "the hour has two digits").or(format!("0{text}"))),
            _ => Err(Self::wrong_form(text)),
        }
    }

    fn wrong_form(text: &str) -> Wrong {
        let wrong = Wrong::all(text, "a time of day is written `18:00`");
        let lower = text.trim().to_ascii_lowercase();
        let (clock, add) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
            (Some(clock), _) => (clock, 0),
            (_, Some(clock)) => (clock, 12),
            _ => (lower.as_str(), 24),
        };
        let (hour, minute) = clock.trim().split_once(':').unwrap_or((clock.trim(), "00"));
        match hour.parse::<u16>() {
            Ok(hour) if add < 24 && hour <= 12 => wrong.or(format!("{:02}:{minute}", hour % 12 + add)),
            Ok(hour) => wrong.or(format!("{hour:02}:{}", minute.get(..2).unwrap_or_default())),
            Err(_) => wrong,
        }
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// A span of a day. It goes past midnight if `until` is not after `from`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Hours {
    /// The first minute.
    pub from: Time,
    /// The minute after the last one.
    pub until: Time,
}

impl Hours {
    /// Reads `06:00-22:00`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let Some((from, until)) = text.split_once('-') else {
            return Err(Wrong::all(text, "hours are written `06:00-22:00`"));
        };
        let part = |part: &str, at: usize| {
            Time::parse(part).map_err(|wrong| {
                let moved = Wrong::new(at + wrong.at.start..at + wrong.at.end, wrong.why);
                let tidy = |part: &str| Time::parse(part).err().map_or(Some(part.to_owned()), |wrong| wrong.instead);
                match (tidy(from.trim()), tidy(until.trim())) {
                    (Some(from), Some(until)) => moved.or(format!("{from}-{until}")),
                    _ => moved,
                }
            })
        };
        Ok(Self { from: part(from, 0)?, until: part(until, from.len() + 1)? })
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.until)
    }
}

/// Reads a day, as `2026-11-24`.
pub fn date(text: &str) -> Result<Date, Wrong> {
    checked(text, read_date)
}

fn read_date(text: &str) -> Result<Date, Wrong> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, byte)| matches!(at, 4 | 7) == (*byte == b'-') && (*byte == b'-' || byte.is_ascii_digit()));
    if shaped {
        return text.parse().map_err(|_| Wrong::all(text, "there is no such day"));
    }
    let wrong = Wrong::all(text, "a day is written `2026-11-24`: year, month, day");
    let parts: Vec<&str> = text.trim().split(['-', '/', '.']).collect();
    Err(match parts[..] {
        [year, month, day] if year.len() == 4 => wrong.or(format!("{year}-{month:0>2}-{day:0>2}")),
        _ => wrong,
    })
}

/// The zones that come with the compiler, so that a verdict does not depend on the machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Reads the name of a zone of the IANA database, as `America/Chicago`.
pub fn zone(text: &str) -> Result<TimeZone, Wrong> {
    let known = ZONES.get(text).ok().filter(|zone| zone.iana_name() == Some(text));
    known.ok_or_else(|| {
        let wrong = Wrong::all(text, "there is no such zone in the IANA database");
        match nearest_zone(text) {
            Some(near) => wrong.or(near),
            None => wrong,
        }
    })
}

/// The zone that is spelt most like `text`; a city alone finds its zone.
fn nearest_zone(text: &str) -> Option<String> {
    let wanted = text.trim().to_ascii_lowercase().replace(' ', "_");
    let score = |name: &str| {
        let name = name.to_ascii_lowercase();
        let city = name.rsplit('/').next().unwrap_or(&name);
        strsim::jaro_winkler(&name, &wanted).max(strsim::jaro_winkler(city, &wanted))
    };
    let scored = ZONES.available().map(|name| (score(name.as_str()), name.to_string()));
    let best = scored.filter(|(score, _)| *score > 0.87).max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(&a.1)));
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: fmt::Display>(parse: impl Fn(&str) -> Result<T, Wrong>, text: &str, shown: &str) {
        assert_eq!(parse(text).map(|value| value.to_string()).as_deref(), Ok(shown), "{text}");
    }

    fn check_wrong<T: fmt::Debug>(parse: impl Fn(&str) -> Result<T, Wrong>, text: &str, part: &str, instead: &str) {
        let wrong = parse(text).expect_err(text);
        assert_eq!(&text[wrong.at.clone()], part, "{text}: {}", wrong.why);
        assert_eq!(wrong.instead.as_deref().unwrap_or_default(), instead, "{text}");
    }

    #[test]
    fn a_duration_is_a_number_and_a_unit() {
        check(Duration::parse, "5min", "5min");
        check(Duration::parse, "90s", "90s");
        check(Duration::parse, "120s", "2min");
        check(Duration::parse, "2w", "14d");
        check(Duration::parse, "0ms", "0s");
        check_wrong(Duration::parse, "5 min", " min", "5min");
        check_wrong(Duration::parse, "5m", "m", "5min");
        check_wrong(Duration::parse, "2 Hours", " Hours", "2h");
        check_wrong(Duration::parse, "5", "5", "");
        check_wrong(Duration::parse, "1.5h", ".5h", "");
        check_wrong(Duration::parse, "1h30min", "h30min", "");
        check_wrong(Duration::parse, "soon", "soon", "");
        check_wrong(Duration::parse, "99999999999999w", "99999999999999w", "");
    }

    #[test]
    fn a_time_of_day_has_hours_and_minutes() {
        check(Time::parse, "06:30", "06:30");
        check(Time::parse, "24:00", "24:00");
        check_wrong(Time::parse, "24:01", "24:01", "");
        check_wrong(Time::parse, "6:30", "6:30", "06:30");
        check_wrong(Time::parse, "6pm", "6pm", "18:00");
        check_wrong(Time::parse, "12:15 am", "12:15 am", "00:15");
        check_wrong(Time::parse, "18:00:00", "18:00:00", "18:00");
        check_wrong(Time::parse, "noon", "noon", "");
        check(Hours::parse, "22:00-06:00", "22:00-06:00");
        check_wrong(Hours::parse, "6:00 - 22:00", "6:00 ", "06:00-22:00");
        check_wrong(Hours::parse, "all day", "all day", "");
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        check(date, "2028-02-29", "2028-02-29");
        check_wrong(date, "2026-02-29", "2026-02-29", "");
        check_wrong(date, "2026/2/3", "2026/2/3", "2026-02-03");
        check_wrong(date, "24.11.2026", "24.11.2026", "");
    }

    #[test]
    fn a_zone_is_one_of_the_iana_database() {
        assert_eq!(zone("America/Chicago").expect("a zone").iana_name(), Some("America/Chicago"));
        check_wrong(zone, "america/chicago", "america/chicago", "America/Chicago");
        check_wrong(zone, "Chicago", "Chicago", "America/Chicago");
        check_wrong(zone, "Americas/Chicgo", "Americas/Chicgo", "America/Chicago");
        check_wrong(zone, "the moon", "the moon", "");
    }
}
