//! Exact decimal numbers without a limit of digits, and their forms in payloads.

use std::cmp::Ordering;
use std::fmt;

use serde_json::Number;

use crate::model::step_word::Rounding;
use crate::syntax::values::Decimal;

use super::natural;

/// A decimal with more digits than this on either side of the point is refused.
const MOST_DIGITS: usize = 100;

/// A floating-point number holds so many digits of any decimal number; with more, it may not be what was written.
const SAFE_DIGITS: usize = 15;

/// The greatest whole number below which a floating-point number holds every whole number.
const SAFE_INTEGER: i64 = (1 << 53) - 1;

/// A decimal number, exactly: digits, and how many of them stand after the point. No zeros at either end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exact {
    negative: bool,
    /// The digits without the point, the first one not zero; none for zero.
    units: Vec<u8>,
    /// How many digits stand after the point.
    scale: usize,
}

impl Exact {
    /// The number `units / 10^scale`.
    fn new(negative: bool, units: &[u8], mut scale: usize) -> Self {
        let mut units = natural::trimmed(units).to_vec();
        while scale > 0 && units.last().is_none_or(|digit| *digit == 0) {
            units.pop();
            scale -= 1;
        }
        Self { negative: negative && !units.is_empty(), units, scale }
    }

    /// Reads `-12.50`; nothing else is a number in a payload.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
        let (whole, fraction) = match digits.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return None,
            None => (digits, ""),
        };
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        if whole.len() > MOST_DIGITS || fraction.len() > MOST_DIGITS {
            return None;
        }
        let units: Vec<u8> = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0').collect();
        Some(Self::new(text.starts_with('-'), &units, fraction.len()))
    }

    /// The number that was written in JSON. A JSON number is taken as the double that readers of JSON make of it, by its
    /// shortest digits, which are those that were written up to 15 of them. `None` where more would be needed.
    pub fn of_number(number: &Number) -> Option<Self> {
        if let Some(whole) = number.as_i64().filter(|whole| whole.abs() <= SAFE_INTEGER) {
            return Some(Self::from(whole));
        }
        let double = number.as_f64()?;
        if double.fract() == 0.0 && double.abs() <= SAFE_INTEGER as f64 {
            return Self::parse(&double.to_string());
        }
        // Whole numbers between 2^53 and 10^21 are written out: they have more than 15 digits.
        if double.abs() >= SAFE_INTEGER as f64 && double.abs() < 1e21 {
            return None;
        }
        let shown = format!("{double:e}");
        let (mantissa, exponent) = shown.split_once('e')?;
        let exponent: i64 = exponent.parse().ok()?;
        let units: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        let scale = i64::try_from(units.len()).ok()? - 1 - exponent;
        if units.len() > SAFE_DIGITS || scale.unsigned_abs() > MOST_DIGITS as u64 {
            return None;
        }
        Some(Self::of_units(mantissa.starts_with('-'), units, scale))
    }

    /// The number `units / 10^scale`, for a scale that may be negative.
    fn of_units(negative: bool, mut units: Vec<u8>, scale: i64) -> Self {
        if let Ok(scale) = usize::try_from(scale) {
            return Self::new(negative, &units, scale);
        }
        units.resize(units.len() + scale.unsigned_abs() as usize, 0);
        Self::new(negative, &units, 0)
    }

    /// The JSON number with the same digits; `None` where a double has not the same.
    pub fn to_number(&self) -> Option<Number> {
        let text = self.to_string();
        let whole = text.parse::<i64>().ok().filter(|whole| whole.abs() <= SAFE_INTEGER);
        let number = match whole {
            Some(whole) => Number::from(whole),
            None => Number::from_f64(text.parse().ok()?)?,
        };
        (Self::of_number(&number)? == *self).then_some(number)
    }

    /// The whole number, where it is one and a double holds it exactly.
    pub fn to_whole(&self) -> Option<i64> {
        if self.scale > 0 {
            return None;
        }
        self.to_string().parse().ok().filter(|whole: &i64| whole.abs() <= SAFE_INTEGER)
    }

    /// How many digits stand after the point.
    pub fn scale(&self) -> usize {
        self.scale
    }

    /// How many digits there are in all; one for zero.
    pub fn digits(&self) -> usize {
        self.units.len().max(1)
    }

    /// The units at a scale that is at least the number's own.
    fn units_at(&self, scale: usize) -> Vec<u8> {
        let mut units = self.units.clone();
        if !units.is_empty() {
            units.resize(units.len() + scale - self.scale, 0);
        }
        units
    }

    /// The sum.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let scale = self.scale.max(other.scale);
        let (left, right) = (self.units_at(scale), other.units_at(scale));
        if self.negative == other.negative {
            return Self::new(self.negative, &natural::sum(&left, &right), scale);
        }
        match natural::compare(&left, &right) {
            Ordering::Less => Self::new(other.negative, &natural::difference(&right, &left), scale),
            _ => Self::new(self.negative, &natural::difference(&left, &right), scale),
        }
    }

    /// The difference.
    #[must_use]
    pub fn minus(&self, other: &Self) -> Self {
        self.plus(&Self { negative: !other.negative, ..other.clone() })
    }

    /// The product.
    #[must_use]
    pub fn times(&self, other: &Self) -> Self {
        let units = natural::product(&self.units, &other.units);
        Self::new(self.negative != other.negative, &units, self.scale + other.scale)
    }

    /// The quotient by a positive whole number, with `scale` digits after the point.
    #[must_use]
    pub fn divided_by(&self, below: u128, scale: usize, rounding: Rounding) -> Self {
        let mut divisor = Self::of_whole(below).units;
        let mut above = self.units.clone();
        if !above.is_empty() {
            above.resize(above.len() + scale, 0);
        }
        divisor.resize(divisor.len() + self.scale, 0);
        self.quotient(&above, &divisor, scale, rounding)
    }

    /// The quotient by another number, with `scale` digits after the point; `None` for zero below the line.
    pub fn divided(&self, below: &Self, scale: usize, rounding: Rounding) -> Option<Self> {
        if below.units.is_empty() {
            return None;
        }
        let (mut above, mut divisor) = (self.units.clone(), below.units.clone());
        if !above.is_empty() {
            above.resize(above.len() + scale + below.scale, 0);
        }
        divisor.resize(divisor.len() + self.scale, 0);
        let sign = Self { negative: self.negative != below.negative, ..Self::default() };
        Some(sign.quotient(&above, &divisor, scale, rounding))
    }

    /// The number with at most `scale` digits after the point.
    #[must_use]
    pub fn rounded(&self, scale: usize, rounding: Rounding) -> Self {
        if self.scale <= scale {
            return self.clone();
        }
        let mut divisor = vec![1];
        divisor.resize(1 + self.scale - scale, 0);
        self.quotient(&self.units, &divisor, scale, rounding)
    }

    fn quotient(&self, above: &[u8], below: &[u8], scale: usize, rounding: Rounding) -> Self {
        let (mut quotient, rest) = natural::quotient(above, below);
        if !natural::trimmed(&rest).is_empty() {
            let half = natural::compare(&natural::sum(&rest, &rest), below);
            let odd = quotient.last().is_some_and(|digit| digit % 2 == 1);
            let away = match rounding {
                Rounding::Down => false,
                Rounding::Up => true,
                Rounding::Floor => self.negative,
                Rounding::Ceiling => !self.negative,
                Rounding::HalfUp => half != Ordering::Less,
                Rounding::HalfEven => half == Ordering::Greater || (half == Ordering::Equal && odd),
            };
            if away {
                quotient = natural::sum(&quotient, &[1]);
            }
        }
        Self::new(self.negative, &quotient, scale)
    }

    /// The number with its point moved to the left by so many digits; to the right when negative.
    #[must_use]
    pub fn shifted(&self, digits: i64) -> Self {
        Self::of_units(
            self.negative,
            self.units.clone(),
            i64::try_from(self.scale).unwrap_or(i64::MAX).saturating_add(digits),
        )
    }

    /// The whole number.
    pub fn of_whole(whole: u128) -> Self {
        let units: Vec<u8> = whole.to_string().bytes().map(|byte| byte - b'0').collect();
        Self::new(false, &units, 0)
    }

    /// The digits, with at least `scale` of them after the point.
    pub fn to_fixed(&self, scale: usize) -> String {
        let scale = scale.max(self.scale);
        let mut digits: String = self.units_at(scale).iter().map(|digit| char::from(digit + b'0')).collect();
        if digits.len() <= scale {
            digits.insert_str(0, &"0".repeat(scale + 1 - digits.len()));
        }
        if scale > 0 {
            digits.insert(digits.len() - scale, '.');
        }
        if self.negative {
            digits.insert(0, '-');
        }
        digits
    }
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        let difference = self.minus(other);
        match (difference.units.is_empty(), difference.negative) {
            (true, _) => Ordering::Equal,
            (false, true) => Ordering::Less,
            (false, false) => Ordering::Greater,
        }
    }
}

impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_fixed(0))
    }
}

impl From<i64> for Exact {
    fn from(whole: i64) -> Self {
        Self { negative: whole < 0, ..Self::of_whole(u128::from(whole.unsigned_abs())) }
    }
}

impl From<Decimal> for Exact {
    fn from(decimal: Decimal) -> Self {
        let units = Self::of_whole(decimal.units().unsigned_abs()).units;
        Self::new(decimal.units() < 0, &units, usize::from(decimal.scale()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Exact {
        Exact::parse(text).expect("the test writes numbers")
    }

    #[test]
    fn sums_of_money_have_every_digit() {
        let total = number("1080").times(&number("3.61")).plus(&number("7").times(&number("41.335")));
        let total = total.minus(&number("23.50"));
        assert_eq!(total.to_string(), "4164.645");
        assert_eq!(total.rounded(2, Rounding::HalfUp).to_string(), "4164.65");
        assert_eq!(number("-0.5").plus(&number("0.5")), Exact::default());
        assert!(number("-2") < number("-1.5") && number("0.1") > number("0.09"));
    }

    #[test]
    fn every_mode_rounds_halves_in_its_way() {
        let check = |text: &str, expected: [&str; 6]| {
            use Rounding as R;
            let modes = [R::HalfUp, R::HalfEven, R::Down, R::Up, R::Floor, R::Ceiling];
            assert_eq!(modes.map(|mode| number(text).rounded(2, mode).to_string()), expected, "{text}");
        };
        check("1.005", ["1.01", "1", "1", "1.01", "1", "1.01"]);
        check("-1.005", ["-1.01", "-1", "-1", "-1.01", "-1.01", "-1"]);
        check("1.015", ["1.02", "1.02", "1.01", "1.02", "1.01", "1.02"]);
        check("0.999", ["1", "1", "0.99", "1", "0.99", "1"]);
    }

    #[test]
    fn a_json_number_is_what_its_digits_say() {
        let check = |text: &str, expected: Option<&str>| {
            let read: Number = serde_json::from_str(text).expect("the test writes numbers");
            assert_eq!(Exact::of_number(&read).map(|number| number.to_string()).as_deref(), expected, "{text}");
        };
        check("5.90", Some("5.9"));
        check("1.005", Some("1.005"));
        check("1e-7", Some("0.0000001"));
        check("2.0", Some("2"));
        check("-0.0", Some("0"));
        check("9007199254740991", Some("9007199254740991"));
        check("1e21", Some("1000000000000000000000"));
        for inexact in ["9007199254740992", "1e20", "0.30000000000000004", "1e300", "18446744073709551615"] {
            check(inexact, None);
        }
        assert_eq!(number("0.30000000000000004").to_number(), None);
        assert_eq!(number("12.25").to_number(), Number::from_f64(12.25));
    }

    #[test]
    fn a_number_in_a_text_has_one_form() {
        for wrong in ["", "+", "1.", ".5", "1e3", "1,5", " 1", "0x1", "1.2.3", "\u{661}"] {
            assert_eq!(Exact::parse(wrong), None, "{wrong}");
        }
        assert_eq!(number("+007.50").to_string(), "7.5");
        assert_eq!(number("-0.00").to_string(), "0");
        assert_eq!(number("7").to_fixed(2), "7.00");
        assert_eq!(number("-0.05").to_fixed(1), "-0.05");
        assert_eq!(number("7").divided_by(3, 4, Rounding::HalfUp).to_string(), "2.3333");
        assert_eq!(number("12.5").shifted(2).to_string(), "0.125");
        assert_eq!(number("12.5").shifted(-3).to_string(), "12500");
    }
}
