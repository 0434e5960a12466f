//! How a value looks in a JSON payload: what a schema says of it, and what type it has in code.

use crate::model::value::Literal;

/// How a value looks in a JSON payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wire {
    /// A text.
    Text(TextForm),
    /// One of these values.
    OneOf(Vec<Literal>),
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// True or false.
    Boolean,
}

/// What a text in a payload looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextForm {
    /// The least number of characters.
    pub min: Option<u64>,
    /// The greatest number of characters.
    pub max: Option<u64>,
    /// A regular expression that the whole text matches.
    pub pattern: Option<String>,
    /// A form that JSON Schema has a name for: `date`, `date-time`.
    pub format: Option<&'static str>,
}

impl Wire {
    /// A text that a pattern describes.
    pub(super) fn pattern(pattern: impl Into<String>) -> Self {
        Self::Text(TextForm { pattern: Some(pattern.into()), ..TextForm::default() })
    }

    /// A text in a form that JSON Schema has a name for.
    pub(super) fn format(format: &'static str) -> Self {
        Self::Text(TextForm { format: Some(format), ..TextForm::default() })
    }

    /// What is known of a text after so many characters were added to it.
    #[must_use]
    pub(super) fn longer_by(self, added: u64) -> Self {
        match self {
            Self::Text(form) => Self::Text(TextForm {
                min: form.min.map(|min| min + added),
                max: form.max.map(|max| max + added),
                ..TextForm::default()
            }),
            _ => Self::Text(TextForm::default()),
        }
    }

    /// What is known of a text after it was cut to a length.
    #[must_use]
    pub(super) fn cut_to(self, length: u64) -> Self {
        match self {
            Self::Text(form) => Self::Text(TextForm {
                max: Some(form.max.map_or(length, |max| max.min(length))),
                min: form.min.map(|min| min.min(length)),
                ..TextForm::default()
            }),
            _ => Self::Text(TextForm { max: Some(length), ..TextForm::default() }),
        }
    }
}
