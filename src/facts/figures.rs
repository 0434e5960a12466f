//! How times, counts and rates are said in messages: two units at most, and never less than they are.

use crate::syntax::values::{Duration, Rate};

/// A week in milliseconds. Every unit of a rate divides it, so a rate per week is a whole number.
pub const WEEK: u128 = 604_800_000;

/// Units of a long time, in milliseconds, the longest first; a day is 24 hours.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("min", 60_000), ("s", 1_000), ("ms", 1)];

/// A time in its two largest units, rounded up: `25h 40min`. Up to four days are said in hours, unless they are whole.
pub fn time(duration: Duration) -> String {
    let millis = duration.0;
    if millis == 0 {
        return "0s".to_owned();
    }
    let days_count = millis > 4 * UNITS[0].1 || (millis.is_multiple_of(UNITS[0].1) && millis > UNITS[0].1);
    let start = usize::from(!days_count);
    let at = (start..UNITS.len()).find(|&at| millis >= UNITS[at].1).unwrap_or(UNITS.len() - 1);
    let (name, unit) = UNITS[at];
    let Some(&(small_name, small)) = UNITS.get(at + 1) else { return format!("{millis}{name}") };
    let rounded = millis.div_ceil(small).saturating_mul(small);
    let (whole, rest) = (rounded / unit, rounded % unit / small);
    if rest == 0 { format!("{whole}{name}") } else { format!("{whole}{name} {rest}{small_name}") }
}

/// A time as an author writes it, rounded up to a number that is easy to say: `26h`.
pub fn written(duration: Duration) -> String {
    let millis = duration.0.max(1);
    // Rounding up adds a twelfth at most, so that a bound stays close to what it bounds.
    let close = |&&(_, unit): &&(&str, u64)| {
        millis.checked_next_multiple_of(unit).is_some_and(|rounded| rounded - millis <= millis / 12)
    };
    let (name, unit) = UNITS.iter().find(close).copied().unwrap_or(UNITS[UNITS.len() - 1]);
    format!("{}{name}", millis.div_ceil(unit))
}

/// A count, in groups of three digits: `12,000`.
pub fn count(number: u128) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Events per week, for rates that are added and compared.
pub fn per_week(rate: Rate) -> u128 {
    let per = u128::from(rate.per.0.max(1));
    u128::from(rate.events).saturating_mul(WEEK) / per
}

/// A rate per week as people say it: by the hour, or by the day where that is less than one.
pub fn rate(per_week: u128) -> String {
    if per_week == 0 {
        return "0/h".to_owned();
    }
    if per_week.is_multiple_of(168) || per_week >= 168 * 10 {
        return format!("{}/h", count((per_week + 84) / 168));
    }
    if per_week.is_multiple_of(7) || per_week >= 70 {
        return format!("{}/d", count((per_week + 3) / 7));
    }
    format!("{}/w", count(per_week))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_two_units_at_most_and_is_rounded_up() {
        let check = |text: &str, said: &str| {
            assert_eq!(time(Duration::parse(text).expect("a duration")), said, "{text}");
        };
        check("90s", "1min 30s");
        check("1540min", "25h 40min");
        check("24h", "24h");
        check("72h", "3d");
        check("73h", "73h");
        check("7d", "7d");
        check("170h", "7d 2h");
        check("3601s", "1h 1min");
        check("1500ms", "1s 500ms");
        check("0s", "0s");
        check("119999ms", "2min");
    }

    #[test]
    fn a_bound_is_written_in_one_unit_and_close() {
        let check = |text: &str, said: &str| {
            assert_eq!(written(Duration::parse(text).expect("a duration")), said, "{text}");
        };
        check("1540min", "26h");
        check("61min", "61min");
        check("90s", "90s");
        check("170h", "170h");
        check("7d", "7d");
        check("10085min", "169h");
        assert_eq!(written(Duration(u64::MAX)), "18446744073709551615ms");
    }

    #[test]
    fn counts_and_rates_are_said_by_the_hour() {
        assert_eq!(count(1_234_567), "1,234,567");
        assert_eq!(count(12), "12");
        let check = |text: &str, said: &str| {
            assert_eq!(rate(per_week(Rate::parse(text).expect("a rate"))), said, "{text}");
        };
        check("800/h", "800/h");
        check("2/s", "7,200/h");
        check("3/d", "3/d");
        check("1/w", "1/w");
        check("100/d", "100/d");
    }
}
