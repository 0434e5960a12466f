//! Numbers: kept as written, converted when asked.

use std::borrow::Cow;

/// A number as written: `1_000`, `-2.50`, `1e9`, `0xff`, `#inf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number<'t> {
    raw: &'t str,
}

impl<'t> Number<'t> {
    pub(super) fn new(raw: &'t str) -> Self {
        Self { raw }
    }

    /// The number as it is written.
    pub fn raw(self) -> &'t str {
        self.raw
    }

    /// Whether it is a number of KDL, or one of its keywords; otherwise the reader has reported it.
    pub fn is_sound(self) -> bool {
        self.raw.starts_with('#') || is_number(self.raw)
    }

    /// The number, if it is written without point and exponent and fits.
    pub fn as_i64(self) -> Option<i64> {
        let Parts { negative, radix, digits } = parts(self.raw);
        let digits = without_underscores(digits);
        if !digits.starts_with(|first: char| first.is_digit(radix)) {
            return None;
        }
        let signed = if negative { Cow::Owned(format!("-{digits}")) } else { digits };
        i64::from_str_radix(&signed, radix).ok()
    }

    /// The nearest number of 64 bits; infinite when it is too large. Not a number if it is written wrongly.
    pub fn as_f64(self) -> f64 {
        match self.raw.trim_start_matches('#') {
            "inf" => return f64::INFINITY,
            "-inf" => return f64::NEG_INFINITY,
            _ => {}
        }
        let Parts { negative, radix, digits } = parts(self.raw);
        let digits = without_underscores(digits);
        if !is_number(self.raw) {
            return f64::NAN;
        }
        let size = if radix == 10 {
            digits.parse().unwrap_or(f64::NAN)
        } else {
            digits
                .chars()
                .filter_map(|digit| digit.to_digit(radix))
                .fold(0.0, |sum, digit| sum * f64::from(radix) + f64::from(digit))
        };
        if negative { -size } else { size }
    }

    /// The number in decimal digits without underscores and without a plus sign (`-1000.50`, `1e9`, `255`).
    /// None for `#inf`, `#-inf`, `#nan`, for what is not written as a number, and for numbers of another radix that
    /// need more than 128 bits.
    pub fn digits(self) -> Option<Cow<'t, str>> {
        if !is_number(self.raw) {
            return None;
        }
        let Parts { negative, radix, digits } = parts(self.raw);
        let size = if radix == 10 {
            without_underscores(digits)
        } else {
            Cow::Owned(u128::from_str_radix(&without_underscores(digits), radix).ok()?.to_string())
        };
        Some(if negative { Cow::Owned(format!("-{size}")) } else { size })
    }

    /// Whether it is written as a whole number: no point, no exponent, not infinite.
    pub fn is_integer(self) -> bool {
        let Parts { radix, digits, .. } = parts(self.raw);
        is_number(self.raw) && (radix != 10 || !digits.contains(['.', 'e', 'E']))
    }
}

struct Parts<'t> {
    negative: bool,
    radix: u32,
    digits: &'t str,
}

fn parts(raw: &str) -> Parts<'_> {
    let unsigned = raw.strip_prefix(['+', '-']).unwrap_or(raw);
    let (radix, digits) = match unsigned.as_bytes() {
        [b'0', b'x', ..] => (16, &unsigned[2..]),
        [b'0', b'o', ..] => (8, &unsigned[2..]),
        [b'0', b'b', ..] => (2, &unsigned[2..]),
        _ => (10, unsigned),
    };
    Parts { negative: raw.starts_with('-'), radix, digits }
}

fn without_underscores(digits: &str) -> Cow<'_, str> {
    if digits.contains('_') { Cow::Owned(digits.replace('_', "")) } else { Cow::Borrowed(digits) }
}

/// Whether a bare word is a number as KDL writes it (`#inf` and its like are not bare words).
pub(super) fn is_number(raw: &str) -> bool {
    let Parts { radix, digits, .. } = parts(raw);
    if radix != 10 {
        return is_run(digits, radix);
    }
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    is_run(whole, 10)
        && fraction.is_none_or(|fraction| is_run(fraction, 10))
        && exponent.is_none_or(|power| is_run(power.strip_prefix(['+', '-']).unwrap_or(power), 10))
}

/// Whether it is a digit, then digits and underscores.
fn is_run(text: &str, radix: u32) -> bool {
    text.starts_with(|first: char| first.is_digit(radix))
        && text.chars().all(|next| next == '_' || next.is_digit(radix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_converted_and_keep_their_form() {
        let cases = [
            ("0", Some(0), 0.0, Some("0")),
            ("-1_000", Some(-1000), -1000.0, Some("-1000")),
            ("+2.50", None, 2.5, Some("2.50")),
            ("1e3", None, 1000.0, Some("1e3")),
            ("0xFF_", Some(255), 255.0, Some("255")),
            ("-0b101", Some(-5), -5.0, Some("-5")),
            ("0o17", Some(15), 15.0, Some("15")),
            ("9223372036854775808", None, 9_223_372_036_854_775_808.0, Some("9223372036854775808")),
            ("-9223372036854775808", Some(i64::MIN), -9_223_372_036_854_775_808.0, Some("-9223372036854775808")),
            ("#inf", None, f64::INFINITY, None),
            ("#-inf", None, f64::NEG_INFINITY, None),
        ];
        for (raw, whole, float, digits) in cases {
            let number = Number::new(raw);
            assert_eq!(number.as_i64(), whole, "{raw}");
            assert_eq!(number.as_f64().to_bits(), f64::to_bits(float), "{raw}");
            assert_eq!(number.digits().as_deref(), digits, "{raw}");
            assert_eq!(number.is_integer(), whole.is_some() || raw.len() == 19, "{raw}");
        }
        assert!(Number::new("#nan").as_f64().is_nan());
    }

    #[test]
    fn only_numbers_of_kdl_are_numbers() {
        for raw in ["1", "0.0", "-1.5e+10_", "1_", "0x1f", "0b1_0", "00", "1_.2", "1e-5"] {
            assert!(is_number(raw), "{raw}");
        }
        for raw in [
            "", "1.", ".5", "1._2", "1e", "1e_5", "0x", "0x_1", "0b2", "0o8", "1.2.3", "1e5.0", "+", "1a", "--1", "0X1",
        ] {
            assert!(!is_number(raw), "{raw}");
        }
    }
}
