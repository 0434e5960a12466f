//! Steps on texts, by Unicode scalar.

use crate::mapping::ir::entities;
use crate::model::step_word::{Markup, TextSide};

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

/// The text with what markup writes for characters as those characters; what stands for none stays as it is.
pub(super) fn unescaped(found: &str, markup: Markup) -> String {
    let names = entities(markup).unwrap_or_default();
    let mut made = String::with_capacity(found.len());
    let mut rest = found;
    while let Some(at) = rest.find('&') {
        made.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().skip(1).take_while(|byte| *byte == b'#' || byte.is_ascii_alphanumeric()).count() + 1;
        let inside = &rest[1..end];
        let is_closed = rest[end..].starts_with(';');
        if let Some(character) = reference(inside, &names).filter(|_| is_closed) {
            made.push_str(&character);
            rest = &rest[end + 1..];
        } else {
            made.push('&');
            rest = &rest[1..];
        }
    }
    made + rest
}

/// The character of `amp`, `#38` or `#x26`.
fn reference(inside: &str, names: &[(String, String)]) -> Option<String> {
    let Some(number) = inside.strip_prefix('#') else {
        return names.iter().find(|(name, _)| name == inside).map(|(_, character)| character.clone());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(digits) if (1..=6).contains(&digits.len()) => u32::from_str_radix(digits, 16).ok()?,
        None if (1..=7).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.parse().ok()?
        }
        _ => return None,
    };
    char::from_u32(code).filter(|c| *c != '\0').map(String::from)
}

/// The text in the characters of a set; `None` where nothing stands for one that is not in it.
pub(super) fn fitted(
    found: &str,
    is_in: impl Fn(char) -> bool,
    rows: &[(char, String)],
    instead: Option<char>,
) -> Option<String> {
    let mut made = String::with_capacity(found.len());
    for c in found.chars() {
        if is_in(c) {
            made.push(c);
        } else if let Some((_, nearest)) = rows.iter().find(|(known, _)| *known == c) {
            made.push_str(nearest);
        } else {
            made.push(instead?);
        }
    }
    Some(made)
}

/// A long text in pieces of at most `at` characters, broken at spaces where that can be; `None` where it does not fit
/// into `count` pieces. [`unwrapped`] gives the text back: a piece that is full goes on without a space, any other one
/// with the space at which it was broken.
pub(super) fn wrapped(found: &str, at: usize, count: usize) -> Option<Vec<String>> {
    let mut rest: Vec<char> = found.chars().collect();
    let mut pieces = Vec::new();
    while rest.len() > at {
        if pieces.len() + 1 == count {
            return None;
        }
        let space = (1..at).rev().find(|place| rest[*place] == ' ');
        let (end, next) = space.map_or((at, at), |place| (place, place + 1));
        pieces.push(rest[..end].iter().collect());
        rest.drain(..next);
    }
    pieces.push(rest.into_iter().collect());
    Some(pieces)
}

/// The text that pieces of at most `at` characters were made of.
pub(super) fn unwrapped<'t>(first: &'t str, further: impl Iterator<Item = &'t str>, at: usize) -> String {
    let (mut made, mut length) = (first.to_owned(), first.chars().count());
    for piece in further.filter(|piece| !piece.is_empty()) {
        if length < at {
            made.push(' ');
        }
        made.push_str(piece);
        length = piece.chars().count();
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
