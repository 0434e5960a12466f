//! Exact numbers: decimals and fractions of whole numbers.

use std::cmp::Ordering;
use std::fmt;

use super::Wrong;

/// No more digits than this on either side of the point, so that every value fits.
const MOST_DIGITS: usize = 36;

/// A decimal number, exactly: `units` divided by ten to the power of `scale`. No trailing zeros after the point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Decimal {
    units: i128,
    scale: u8,
}

impl Decimal {
    /// Reads `-12.5`, `1_000` or `2.5e3`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let (mantissa, exponent) =
            text.split_once(['e', 'E']).map_or((text, ""), |(mantissa, after)| (mantissa, after));
        let (negative, digits) = match mantissa.strip_prefix(['-', '+']) {
            Some(digits) => (mantissa.starts_with('-'), digits),
            None => (false, mantissa),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let number = |part: &str| part.starts_with(|c: char| c.is_ascii_digit()) && part.bytes().all(is_digit_or_gap);
        let exponent = if text.len() == mantissa.len() { Some(0) } else { exponent.parse::<i32>().ok() };
        let (true, true, Some(exponent)) = (number(whole), number(fraction), exponent) else {
            return Err(Wrong::all(text, "this is not a number"));
        };
        let digits: String = whole.bytes().chain(fraction.bytes()).filter(u8::is_ascii_digit).map(char::from).collect();
        let scale = fraction.bytes().filter(u8::is_ascii_digit).count();
        let scale = i64::try_from(scale).ok().map(|scale| scale - i64::from(exponent));
        scale
            .and_then(|scale| Self::of_digits(&digits, scale, negative))
            .ok_or_else(|| Wrong::all(text, format!("a number has at most {MOST_DIGITS} digits")))
    }

    fn of_digits(digits: &str, mut scale: i64, negative: bool) -> Option<Self> {
        let significant = digits.trim_start_matches('0');
        let trimmed = significant.trim_end_matches('0');
        if trimmed.is_empty() {
            return Some(Self::default());
        }
        scale -= i64::try_from(significant.len() - trimmed.len()).ok()?;
        let zeros = usize::try_from(-scale).unwrap_or(0);
        let fraction = usize::try_from(scale).unwrap_or(0);
        if trimmed.len().checked_add(zeros)? > MOST_DIGITS || fraction > MOST_DIGITS {
            return None;
        }
        let units = trimmed.parse::<i128>().ok()?.checked_mul(10_i128.checked_pow(zeros as u32)?)?;
        Some(Self { units: if negative { -units } else { units }, scale: u8::try_from(fraction).ok()? })
    }

    /// The number without its point.
    pub fn units(self) -> i128 {
        self.units
    }

    /// How many digits stand after the point.
    pub fn scale(self) -> u8 {
        self.scale
    }

    /// The same number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { units: -self.units, ..self }
    }

    /// The whole number, if it is one.
    pub fn as_integer(self) -> Option<i128> {
        (self.scale == 0).then_some(self.units)
    }
}

fn is_digit_or_gap(byte: u8) -> bool {
    byte.is_ascii_digit() || byte == b'_'
}

impl From<i64> for Decimal {
    fn from(whole: i64) -> Self {
        Self { units: i128::from(whole), scale: 0 }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        // Both have at most 36 digits: compare the whole parts, then the fractions at one scale.
        let parts = |number: &Self| {
            let unit = 10_i128.pow(u32::from(number.scale));
            let fraction = number.units.rem_euclid(unit) * 10_i128.pow(MOST_DIGITS as u32 - u32::from(number.scale));
            (number.units.div_euclid(unit), fraction)
        };
        parts(self).cmp(&parts(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scale = usize::from(self.scale);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = scale + 1);
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        let sign = if self.units < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

/// A positive fraction in lowest terms, such as a factor between units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: u128,
    denominator: u128,
}

impl Ratio {
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// Reads `12`, `0.45359237` or `1/3`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        let (above, below) = text.split_once('/').unwrap_or((text, "1"));
        let number = |part: &str| Decimal::parse(part.trim()).map_err(|wrong| Wrong::all(text, wrong.why));
        let (above, below) = (number(above)?, number(below)?);
        if above.units <= 0 || below.units <= 0 {
            return Err(Wrong::all(text, "a ratio is greater than zero"));
        }
        let scaled = |number: Decimal, other: Decimal| {
            number.units.unsigned_abs().checked_mul(10_u128.checked_pow(u32::from(other.scale))?)
        };
        match (scaled(above, below), scaled(below, above)) {
            (Some(numerator), Some(denominator)) => Ok(Self::reduced(numerator, denominator)),
            _ => Err(Wrong::all(text, "the ratio has too many digits")),
        }
    }

    fn reduced(numerator: u128, denominator: u128) -> Self {
        let (mut a, mut b) = (numerator, denominator);
        while b != 0 {
            (a, b) = (b, a % b);
        }
        Self { numerator: numerator / a, denominator: denominator / a }
    }

    /// The number above the line.
    pub fn numerator(self) -> u128 {
        self.numerator
    }

    /// The number below the line.
    pub fn denominator(self) -> u128 {
        self.denominator
    }

    /// Both factors after one another, unless that has too many digits.
    pub fn times(self, other: Self) -> Option<Self> {
        let left = Self::reduced(self.numerator, other.denominator);
        let right = Self::reduced(other.numerator, self.denominator);
        Some(Self {
            numerator: left.numerator.checked_mul(right.numerator)?,
            denominator: left.denominator.checked_mul(right.denominator)?,
        })
    }

    /// One divided by it.
    #[must_use]
    pub fn inverse(self) -> Self {
        Self { numerator: self.denominator, denominator: self.numerator }
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.numerator)?;
        if self.denominator == 1 { Ok(()) } else { write!(f, "/{}", self.denominator) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_keeps_every_digit_and_no_more() {
        let check = |text: &str, shown: &str| {
            assert_eq!(Decimal::parse(text).map(|number| number.to_string()).as_deref(), Ok(shown), "{text}");
        };
        check("0.10", "0.1");
        check("-0.05", "-0.05");
        check("1_000.50", "1000.5");
        check("2.5e3", "2500");
        check("25e-4", "0.0025");
        check("0e999", "0");
        check("100", "100");
        for wrong in ["", "-", ".5", "5.", "1e", "1e1e1", "0x10", "1,5", "1e40", "1e-40", "9".repeat(40).as_str()] {
            assert!(Decimal::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn decimals_are_ordered_by_value() {
        let number = |text: &str| Decimal::parse(text).expect("the test writes numbers");
        assert!(number("-0.5") < number("-0.25"));
        assert!(number("1.5") > number("1.45"));
        assert!(number("999999999999999999999999999999999999") > number("0.000000000000000000000000000000000001"));
    }

    #[test]
    fn a_ratio_is_reduced() {
        let check = |text: &str, shown: &str| {
            assert_eq!(Ratio::parse(text).map(|ratio| ratio.to_string()).as_deref(), Ok(shown), "{text}");
        };
        check("12", "12");
        check("0.5", "1/2");
        check("0.3 / 1.2", "1/4");
        check("0.45359237", "45359237/100000000");
        for wrong in ["0", "-1", "1/0", "a/b", "1/2/3"] {
            assert!(Ratio::parse(wrong).is_err(), "{wrong}");
        }
        let third = Ratio::parse("1/3").expect("a ratio");
        assert_eq!(third.times(third.inverse()), Some(Ratio::ONE));
    }
}
