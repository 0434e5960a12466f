//! Steps on texts, by Unicode scalar.

use crate::model::step_word::TextSide;

/// White space: what ECMAScript, and with it every JSON tool of a browser, takes for it. Other than in Unicode's list,
/// the byte order mark is one of them and U+0085 is not.
fn is_space(c: char) -> bool {
    c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')
}

/// The text without white space at its ends.
pub(super) fn trim(found: &str) -> &str {
    found.trim_matches(is_space)
}

/// Runs of white space as one space.
pub(super) fn collapse(found: &str) -> String {
    let mut made = String::with_capacity(found.len());
    let mut in_space = false;
    for c in found.chars() {
        let space = is_space(c);
        if !space {
            made.push(c);
        } else if !in_space {
            made.push(' ');
        }
        in_space = space;
    }
    made
}

/// The text, filled up to a length.
pub(super) fn padded(found: &str, length: usize, fill: &str, side: TextSide) -> String {
    let rest = fill.repeat(length.saturating_sub(found.chars().count()));
    match side {
        TextSide::Left => rest + found,
        TextSide::Right => found.to_owned() + &rest,
    }
}

/// The text without what fills it up; of a number that is all zeros, one stays.
pub(super) fn unpadded<'t>(found: &'t str, fill: &str, side: TextSide) -> &'t str {
    let least = usize::from(fill == "0");
    let mut rest = found;
    while rest.chars().count() > least {
        let shorter = match side {
            TextSide::Left => rest.strip_prefix(fill),
            TextSide::Right => rest.strip_suffix(fill),
        };
        match shorter {
            Some(shorter) if shorter.len() < rest.len() => rest = shorter,
            _ => break,
        }
    }
    rest
}

/// The digits of a number with another point, and something between thousands.
pub(super) fn digits(plain: &str, point: &str, thousands: &str) -> String {
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let (sign, whole) = if let Some(whole) = whole.strip_prefix('-') { ("-", whole) } else { ("", whole) };
    let mut made = sign.to_owned();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            made.push_str(thousands);
        }
        made.push(digit);
    }
    if !fraction.is_empty() {
        made.push_str(point);
        made.push_str(fraction);
    }
    made
}

/// Whether the last digit checks the others, as GS1 numbers have it: weights of 3 and 1 from the right (GS1 General
/// Specifications, section 7.9).
pub(super) fn has_check_digit(found: &str, lengths: &[u64]) -> bool {
    if found.is_empty() || !found.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let weighted = found.bytes().rev().enumerate().map(|(at, byte)| {
        let weight = if at % 2 == 0 { 1 } else { 3 };
        weight * u64::from(byte - b'0')
    });
    lengths.contains(&(found.len() as u64)) && weighted.sum::<u64>().is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_counted_and_cut_by_character() {
        assert_eq!(trim("\u{feff} \u{a0}x\u{85}\n"), "x\u{85}");
        assert_eq!(collapse(" a \t\u{3000} b\n"), " a b ");
        assert_eq!(padded("\u{1F600}", 3, "0", TextSide::Left), "00\u{1F600}");
        assert_eq!(padded("abcd", 3, "0", TextSide::Left), "abcd");
        assert_eq!(unpadded("0000", "0", TextSide::Left), "0");
        assert_eq!(unpadded("  x ", " ", TextSide::Left), "x ");
        assert_eq!(unpadded("xx", "x", TextSide::Right), "");
    }

    #[test]
    fn thousands_stand_between_digits_only() {
        assert_eq!(digits("-1234567.50", ",", "."), "-1.234.567,50");
        assert_eq!(digits("-123", ".", ","), "-123");
        assert_eq!(digits("0", ".", ","), "0");
    }

    #[test]
    fn a_check_digit_is_weighed_from_the_right() {
        assert!(has_check_digit("4006381333931", &[13]));
        assert!(!has_check_digit("4006381333932", &[13]));
        assert!(!has_check_digit("4006381333931", &[8]));
        assert!(!has_check_digit("", &[0]));
        assert!(!has_check_digit("40063813339\u{661}1", &[13]));
    }
}
