//! Names and versions.

use std::fmt;

use super::{Wrong, checked};

/// Checks a name that the charter declares: letters, digits, `-` and `_`, not starting or ending with `-`.
pub fn word(text: &str) -> Result<&str, Wrong> {
    checked(text, check_word).map(|()| text)
}

fn check_word(text: &str) -> Result<(), Wrong> {
    if text.is_empty() {
        return Err(Wrong::all(text, "the name is empty"));
    }
    let bad = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
    // The bytes before are ASCII, so this one starts a character.
    if let Some((at, c)) = bad.and_then(|at| Some((at, text[at..].chars().next()?))) {
        let tidy = text.trim().replace([' ', '.', '/'], "-");
        let wrong = Wrong::new(at..at + c.len_utf8(), "a name is made of letters, digits and `-`");
        return Err(wrong.or(tidy));
    }
    if text.starts_with('-') || text.ends_with('-') {
        return Err(Wrong::all(text, "a name does not start or end with `-`"));
    }
    Ok(())
}

/// A version by semver.org, without build metadata.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version {
    /// Grows when something breaks.
    pub major: u64,
    /// Grows when something is added.
    pub minor: u64,
    /// Grows when something is put right.
    pub patch: u64,
    /// What stands after the `-`, as `rc.1`; empty for a release.
    pub pre: String,
}

impl Version {
    /// Reads `2.3.0` or `2.3.0-rc.1`.
    pub fn parse(text: &str) -> Result<Self, Wrong> {
        checked(text, Self::read)
    }

    fn read(text: &str) -> Result<Self, Wrong> {
        let (core, pre) = text.split_once('-').unwrap_or((text, ""));
        let parts: Vec<Option<u64>> = core.split('.').map(number).collect();
        let pre_fits = core.len() == text.len() || pre.split('.').all(is_identifier);
        match parts[..] {
            [Some(major), Some(minor), Some(patch)] if pre_fits => {
                Ok(Self { major, minor, patch, pre: pre.to_owned() })
            }
            [Some(_)] => Err(Self::wrong(text).or(format!("{text}.0.0"))),
            [Some(_), Some(_)] => Err(Self::wrong(text).or(format!("{text}.0"))),
            _ => Err(match text.strip_prefix('v') {
                Some(rest) => Self::wrong(text).or(rest),
                None => Self::wrong(text),
            }),
        }
    }

    fn wrong(text: &str) -> Wrong {
        Wrong::all(text, "a version has three numbers: `2.3.0`")
    }
}

/// A number as semver wants it: no sign, no leading zero.
fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok())?
}

/// Whether semver allows `text` between the points of a pre-release.
fn is_identifier(text: &str) -> bool {
    let numeric = text.bytes().all(|byte| byte.is_ascii_digit());
    !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !(numeric && text.len() > 1 && text.starts_with('0'))
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if self.pre.is_empty() { Ok(()) } else { write!(f, "-{}", self.pre) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_made_of_letters_digits_and_hyphens() {
        for good in ["wms", "order-no", "3pl", "line_1", "USD"] {
            assert_eq!(word(good), Ok(good));
        }
        assert_eq!(word("order no").expect_err("a space").instead.as_deref(), Some("order-no"));
        assert_eq!(word("größe").expect_err("not ASCII").at, 2..4);
        for bad in ["", "-a", "a-", "a=b", "$a"] {
            assert!(word(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_version_has_three_numbers() {
        for good in ["0.1.0", "10.20.30", "1.0.0-rc.1", "1.0.0-x-y"] {
            assert_eq!(Version::parse(good).map(|version| version.to_string()).as_deref(), Ok(good));
        }
        for (bad, instead) in [("2", "2.0.0"), ("2.3", "2.3.0"), ("v2.3.0", "2.3.0")] {
            assert_eq!(Version::parse(bad).expect_err(bad).instead.as_deref(), Some(instead));
        }
        for bad in ["", "1.0.0.0", "01.0.0", "1.0.0-", "1.0.0-01", "a.b.c", "1.0.+0"] {
            assert!(Version::parse(bad).is_err(), "{bad}");
        }
    }
}
