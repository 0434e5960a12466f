//! Problems of mappings, and differences between results, one line each.

use crate::mapping::run::{Difference, Problem, Value, Wrong};
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::element::Element;
use crate::model::record::ErrorScope;
use crate::source::{Sources, Span};

use super::clean;

/// More characters of a value are not shown.
const MOST: usize = 60;

/// Where something stands, as people read it: `shop/records.kdl:12`.
pub struct Places<'s> {
    sources: &'s Sources,
    prefix: String,
}

impl<'s> Places<'s> {
    /// The places of a charter whose files lie at `prefix`.
    pub fn new(sources: &'s Sources, prefix: String) -> Self {
        Self { sources, prefix }
    }

    /// The file and line of a span.
    pub fn of(&self, span: Span) -> String {
        let file = self.sources.file(span.file);
        clean::line(&format!("{}{}:{}", self.prefix, file.path(), file.position(span.start).line)).into_owned()
    }
}

/// A problem: the line of the charter, the exception, what is wrong with which value, and what is set aside.
pub fn line(problem: &Problem, model: &Model, places: &Places<'_>) -> String {
    let exception = match problem.exception {
        Some(exception) => model[exception].name().text.to_string(),
        None => problem.wrong.word().to_owned(),
    };
    let mut text =
        format!("{}: {exception}: {} {}", places.of(problem.charter), part(&problem.source), words(problem.wrong));
    if let Some(value) = &problem.value {
        text.push_str(&format!(": {}", shown(value)));
    }
    if !problem.target.is_empty() && problem.target != problem.source {
        text.push_str(&format!(", wanted for `{}`", clean::line(&problem.target)));
    }
    text.push_str(match problem.scope {
        ErrorScope::Field => "; only the field is concerned",
        ErrorScope::Line => "; the line is set aside",
        ErrorScope::Document => "; the document is set aside",
        ErrorScope::Interchange => "; the interchange is set aside",
    });
    text
}

/// A difference: the line of the charter that fills the place, what was expected there, and what came out.
pub fn difference(difference: &Difference, line: Option<Span>, places: &Places<'_>) -> String {
    let place = line.map_or(String::new(), |span| format!("{}: ", places.of(span)));
    let value = |value: &Option<Value>| value.as_ref().map_or("nothing".to_owned(), shown);
    format!(
        "{place}{}: expected {}, found {}",
        part(&difference.path),
        value(&difference.expected),
        value(&difference.found)
    )
}

fn part(path: &str) -> String {
    if path.is_empty() { "the whole".to_owned() } else { format!("`{}`", clean::line(path)) }
}

/// A value as JSON on one line, not longer than people read.
fn shown(value: &Value) -> String {
    let text = serde_json::to_string(value).unwrap_or_default();
    let text = clean::line(&text);
    if text.chars().count() <= MOST {
        return text.into_owned();
    }
    let start: String = text.chars().take(MOST).collect();
    format!("{start}...")
}

fn words(wrong: Wrong) -> &'static str {
    match wrong {
        Wrong::Absent => "is absent",
        Wrong::Null => "is null",
        Wrong::Empty => "is empty",
        Wrong::WrongType => "has the wrong type",
        Wrong::WrongForm => "has the wrong form",
        Wrong::NotExact => "cannot be held exactly",
        Wrong::TooLong => "is too long",
        Wrong::TooShort => "is too short",
        Wrong::TooManyDigits => "has too many digits",
        Wrong::OutOfRange => "is out of range",
        Wrong::NotDivisible => "does not divide without a rest",
        Wrong::UnknownCode => "has a value that is in no row",
        Wrong::WrongCheckDigit => "has a wrong check digit",
        Wrong::TooFew => "has too few parts",
        Wrong::TooMany => "has too many parts",
        Wrong::Incomplete => "is there only in part",
        Wrong::NotAsRequired => "is not as required",
    }
}
