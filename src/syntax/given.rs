//! A value where it is said, read as the type that its place wants. What is wrong was reported with the form.

use std::borrow::Cow;
use std::fmt;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::kdl::{Entry, Text, Value};
use crate::source::Span;

use super::expression::Expression;
use super::form::Form;
use super::path::{self, Foreign};
use super::values::{self, Decimal, Duration, Hours, Percent, Rate, Ratio, Size, Time, Version};

/// An argument or the value of a property.
#[derive(Clone, Copy)]
pub struct Given<'f> {
    form: &'f Form,
    entry: Entry<'f>,
}

/// A constant, of whatever type it is written as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal<'f> {
    /// A text.
    Text(Cow<'f, str>),
    /// A number.
    Number(Decimal),
    /// `#true` or `#false`.
    Boolean(bool),
    /// `#null`.
    Null,
}

impl<'f> Given<'f> {
    pub(super) fn new(form: &'f Form, entry: Entry<'f>) -> Self {
        Self { form, entry }
    }

    /// Where the value stands, with its quotes.
    pub fn span(self) -> Span {
        self.form.span(self.entry.value_span())
    }

    /// Where the argument or the whole property stands.
    pub fn entry_span(self) -> Span {
        self.form.span(self.entry.span())
    }

    /// The string, if it is one.
    pub fn string(self) -> Option<Text<'f>> {
        if let Value::String(text) = self.entry.value() { Some(text) } else { None }
    }

    /// The text, if it is a string.
    pub fn text(self) -> Option<Cow<'f, str>> {
        self.string().map(Text::get)
    }

    /// Whether it is this text.
    pub fn is(self, text: &str) -> bool {
        self.string().is_some_and(|string| string.is(text))
    }

    /// Where a part of the decoded text stands.
    pub fn part(self, part: std::ops::Range<usize>) -> Span {
        self.string().map_or(self.span(), |text| self.form.span(text.source_range(part)))
    }

    /// A name that the charter declares.
    pub fn word(self) -> Option<Cow<'f, str>> {
        self.text().filter(|text| values::word(text).is_ok())
    }

    /// A path of words.
    pub fn path(self) -> Option<Path<'f>> {
        let text = self.text()?;
        path::check(&text).ok()?;
        Some(Path { given: self, text })
    }

    /// A place in a payload. The bytes in it are those of the decoded text: see [`Self::part`].
    pub fn foreign(self) -> Option<Foreign> {
        self.parsed(Foreign::parse)
    }

    /// An expression. Its parts say where they stand in the source.
    pub fn expression(self) -> Option<Expression> {
        let text = self.text()?;
        Some(Expression::parse(&text, &|range| self.part(range)).0)
    }

    /// `#true` or `#false`.
    pub fn boolean(self) -> Option<bool> {
        if let Value::Bool(truth) = self.entry.value() { Some(truth) } else { None }
    }

    /// A number, exactly.
    pub fn number(self) -> Option<Decimal> {
        let Value::Number(number) = self.entry.value() else { return None };
        Decimal::parse(&number.digits()?).ok()
    }

    /// A whole number.
    pub fn integer(self) -> Option<i64> {
        let Value::Number(number) = self.entry.value() else { return None };
        number.raw().parse().ok().or_else(|| i64::try_from(self.number()?.as_integer()?).ok())
    }

    /// A positive fraction, from a number or from a text such as `1/3`.
    pub fn ratio(self) -> Option<Ratio> {
        match self.number() {
            Some(number) => Ratio::parse(&number.to_string()).ok(),
            None => self.parsed(Ratio::parse),
        }
    }

    /// A length of time.
    pub fn duration(self) -> Option<Duration> {
        self.parsed(Duration::parse)
    }

    /// So many in a time.
    pub fn rate(self) -> Option<Rate> {
        self.parsed(Rate::parse)
    }

    /// A share.
    pub fn percent(self) -> Option<Percent> {
        self.parsed(Percent::parse)
    }

    /// A number of bytes.
    pub fn size(self) -> Option<Size> {
        self.parsed(Size::parse)
    }

    /// A day.
    pub fn date(self) -> Option<Date> {
        self.parsed(values::date)
    }

    /// A time of day.
    pub fn time(self) -> Option<Time> {
        self.parsed(Time::parse)
    }

    /// A span of a day.
    pub fn hours(self) -> Option<Hours> {
        self.parsed(Hours::parse)
    }

    /// A zone of the IANA database.
    pub fn zone(self) -> Option<TimeZone> {
        self.parsed(values::zone)
    }

    /// A version by semver.org.
    pub fn version(self) -> Option<Version> {
        self.parsed(Version::parse)
    }

    /// The value as it is; none for a number that has too many digits.
    pub fn literal(self) -> Option<Literal<'f>> {
        match self.entry.value() {
            Value::String(text) => Some(Literal::Text(text.get())),
            Value::Bool(truth) => Some(Literal::Boolean(truth)),
            Value::Null => Some(Literal::Null),
            Value::Number(_) => self.number().map(Literal::Number),
        }
    }

    fn parsed<T, E>(self, parse: impl Fn(&str) -> Result<T, E>) -> Option<T> {
        parse(&self.text()?).ok()
    }
}

impl fmt::Debug for Given<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} at {:?}", self.literal(), self.span())
    }
}

/// A path of words where it is said.
#[derive(Clone, Debug)]
pub struct Path<'f> {
    given: Given<'f>,
    text: Cow<'f, str>,
}

impl Path<'_> {
    /// The whole path.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where it stands.
    pub fn span(&self) -> Span {
        self.given.span()
    }

    /// Its names, from the outside, and where each one stands. At least one.
    pub fn segments(&self) -> impl Iterator<Item = (&str, Span)> {
        path::segments(&self.text).map(|(name, at)| (name, self.given.part(at)))
    }
}
