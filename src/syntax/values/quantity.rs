//! Rates, shares and sizes.

use std::fmt;

use super::time::{UNITS, usual_unit};
use super::{Decimal, Duration, Wrong, checked, leading_digits};

/// So many events in a time, exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    /// How many.
    pub events: u64,
    /// In which time; not zero.
    pub per: Duration,
}

impl Rate {
    /// Reads `800/h`: a whole number and a unit of time.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let (digits, end) = leading_digits(text);
        let rest = &text[end..];
        let unit = rest.strip_prefix('/').and_then(|unit| UNITS.iter().find(|(name, _)| *name == unit));
        match (digits.parse::<u64>(), unit) {
            (Ok(events), Some(&(_, millis))) => Ok(Self { events, per: Duration(millis) }),
            (Err(_), _) if digits.is_empty() => Err(Wrong::all(text, "a rate starts with a number")),
            (Err(_), _) => Err(Wrong::all(text, "the rate is too high")),
            (Ok(_), None) => Err(Self::wrong_unit(text, digits, rest)),
        }
    }

    fn wrong_unit(text: &str, digits: &str, rest: &str) -> Wrong {
        let place = if rest.is_empty() { 0..text.len() } else { digits.len()..text.len() };
        if rest.starts_with(['.', ',']) {
            return Wrong::new(place, "a rate is a whole number: take a longer time");
        }
        let wrong = Wrong::new(place, "a rate ends with `/` and a unit of time: `/s`, `/min`, `/h`, `/d`");
        let unit = rest.trim().trim_start_matches("per").trim_start_matches('/').trim();
        match usual_unit(unit) {
            Some(usual) => wrong.or(format!("{digits}/{usual}")),
            None => wrong,
        }
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = UNITS.iter().find(|(_, millis)| *millis == self.per.0).map(|(name, _)| *name);
        match name {
            Some(name) => write!(f, "{}/{name}", self.events),
            None => write!(f, "{}/{}", self.events, self.per),
        }
    }
}

/// A share of a whole, in hundredths, exactly: from 0 to 100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(pub Decimal);

impl Percent {
    /// Reads `99.5%`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let Some(number) = text.strip_suffix('%') else {
            let wrong = Wrong::all(text, "a percentage ends with `%`");
            return Err(wrong.or(format!("{}%", text.trim())));
        };
        let share = Decimal::parse(number)
            .map_err(|wrong| Wrong::new(0..number.len(), wrong.why).or(format!("{}%", number.trim())))?;
        if share < Decimal::default() || share > Decimal::from(100) {
            return Err(Wrong::all(text, "a share lies between `0%` and `100%`"));
        }
        Ok(Self(share))
    }
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", self.0)
    }
}

/// A number of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Size(pub u64);

/// The units of a size, the largest first, in bytes.
const SIZES: &[(&str, u64)] = &[
    ("GiB", 1 << 30),
    ("GB", 1_000_000_000),
    ("MiB", 1 << 20),
    ("MB", 1_000_000),
    ("KiB", 1 << 10),
    ("kB", 1_000),
    ("B", 1),
];

impl Size {
    /// Reads `4MB`: a whole number and one of `B`, `kB`, `MB`, `GB` (thousands) or `KiB`, `MiB`, `GiB` (1,024).
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let (digits, end) = leading_digits(text);
        let rest = &text[end..];
        if digits.is_empty() {
            return Err(Wrong::all(text, "a size starts with a number"));
        }
        if let Some(&(_, unit)) = SIZES.iter().find(|(name, _)| *name == rest) {
            let bytes = digits.parse::<u64>().ok().and_then(|count| count.checked_mul(unit));
            return bytes.map(Self).ok_or_else(|| Wrong::all(text, "the size is too large"));
        }
        let place = if rest.is_empty() { 0..text.len() } else { end..text.len() };
        let wrong = Wrong::new(place, "a size ends with `B`, `kB`, `MB`, `GB`, `KiB`, `MiB` or `GiB`");
        Err(match SIZES.iter().find(|(name, _)| name.eq_ignore_ascii_case(rest.trim())) {
            Some((name, _)) => wrong.or(format!("{digits}{name}")),
            None => wrong,
        })
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, unit) = SIZES.iter().find(|(_, unit)| self.0.is_multiple_of(*unit)).copied().unwrap_or(("B", 1));
        if self.0 == 0 { f.write_str("0B") } else { write!(f, "{}{name}", self.0 / unit) }
    }
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
    fn a_rate_counts_events_in_a_time() {
        check(Rate::parse, "800/h", "800/h");
        check(Rate::parse, "1/w", "1/w");
        check_wrong(Rate::parse, "800 per hour", " per hour", "800/h");
        check_wrong(Rate::parse, "40/day", "/day", "40/d");
        check_wrong(Rate::parse, "800", "800", "");
        check_wrong(Rate::parse, "0.5/s", ".5/s", "");
        check_wrong(Rate::parse, "many", "many", "");
    }

    #[test]
    fn a_percentage_is_exact() {
        check(Percent::parse, "99.50%", "99.5%");
        check_wrong(Percent::parse, "99.5", "99.5", "99.5%");
        check_wrong(Percent::parse, "99.5 %", "99.5 ", "99.5%");
        check_wrong(Percent::parse, "101%", "101%", "");
        check_wrong(Percent::parse, "most", "most", "");
    }

    #[test]
    fn a_size_counts_bytes() {
        check(Size::parse, "4MB", "4MB");
        check(Size::parse, "1024KiB", "1MiB");
        check(Size::parse, "0B", "0B");
        check_wrong(Size::parse, "4 mb", " mb", "4MB");
        check_wrong(Size::parse, "4", "4", "");
        check_wrong(Size::parse, "4 megs", " megs", "");
    }
}
