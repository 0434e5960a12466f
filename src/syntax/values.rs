//! The forms that values take: what `5min`, `800/h` and `99.5%` mean, exactly.

mod decimal;
mod quantity;
mod time;
mod word;

use std::ops::Range;

pub use decimal::{Decimal, Ratio};
pub use quantity::{Percent, Rate, Size};
pub use time::{Duration, Hours, Time, date, zone};
pub use word::{Version, word};

/// Why a text is not a value of the type that its place wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// The part of the text that is wrong, in bytes.
    pub at: Range<usize>,
    /// What is wrong with it, in a few words.
    pub why: String,
    /// The text that was probably meant.
    pub instead: Option<String>,
}

impl Wrong {
    pub(super) fn new(at: Range<usize>, why: impl Into<String>) -> Self {
        Self { at, why: why.into(), instead: None }
    }

    pub(super) fn all(text: &str, why: impl Into<String>) -> Self {
        Self::new(0..text.len(), why)
    }

    /// Adds what was probably meant; [`Self::if_right`] drops it if it would not do either.
    pub(super) fn or(mut self, instead: impl Into<String>) -> Self {
        self.instead = Some(instead.into());
        self
    }

    /// Keeps a suggestion only if `read` takes it.
    pub(super) fn if_right<T>(mut self, read: impl Fn(&str) -> Result<T, Self>) -> Self {
        self.instead = self.instead.filter(|instead| read(instead).is_ok());
        self
    }
}

/// What `read` makes of `text`, with a suggestion that is right, or none.
fn checked<T>(text: &str, read: impl Fn(&str) -> Result<T, Wrong>) -> Result<T, Wrong> {
    read(text).map_err(|wrong| wrong.if_right(read))
}

/// The number at the start of a text, and the byte at which what follows it begins.
fn leading_digits(text: &str) -> (&str, usize) {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (&text[..end], end)
}
