//! Values as they are said: texts, choices, numbers, times.

use crate::model::choice::Choice;
use crate::model::name::{Head, Name, Said, Text};
use crate::model::value::Literal;
use crate::syntax::{self, Cursor, Given};

use super::layers::Layers;

/// A value, read by `read`; nothing where it is not said, or said in a wrong form, which was reported.
pub(in crate::model) fn said<'f, T>(
    given: Option<Given<'f>>,
    read: impl Fn(Given<'f>) -> Option<T>,
) -> Option<Said<T>> {
    let given = given?;
    Some(Said { value: read(given)?, span: given.span() })
}

/// A text.
pub(in crate::model) fn text(given: Option<Given<'_>>) -> Option<Text> {
    said(given, |given| given.text().map(Box::from))
}

/// Texts.
pub(in crate::model) fn texts<'f>(given: impl Iterator<Item = Given<'f>>) -> Vec<Text> {
    given.filter_map(|given| text(Some(given))).collect()
}

/// A word of a closed list.
pub(in crate::model) fn choice<C: Choice>(given: Option<Given<'_>>) -> Option<Said<C>> {
    said(given, |given| C::from_word(&given.text()?))
}

/// A whole number that is not negative.
pub(in crate::model) fn integer(given: Option<Given<'_>>) -> Option<Said<u64>> {
    said(given, |given| u64::try_from(given.integer()?).ok())
}

/// A truth value; `#false` where it is not said.
pub(in crate::model) fn truth(given: Option<Given<'_>>) -> bool {
    given.and_then(Given::boolean).unwrap_or(false)
}

/// A constant.
pub(in crate::model) fn literal(given: Option<Given<'_>>) -> Option<Said<Literal>> {
    said(given, |given| {
        Some(match given.literal()? {
            syntax::Literal::Text(text) => Literal::Text(text.as_ref().into()),
            syntax::Literal::Number(number) => Literal::Number(number),
            syntax::Literal::Boolean(truth) => Literal::Boolean(truth),
            syntax::Literal::Null => Literal::Null,
        })
    })
}

/// A name that is declared here.
pub(in crate::model) fn name(given: Option<Given<'_>>) -> Option<Name> {
    let given = given?;
    Some(Name { text: given.text()?.as_ref().into(), span: given.span() })
}

/// The documentation inside a word.
pub(in crate::model) fn doc(cursor: Cursor<'_>) -> Option<Text> {
    text(cursor.child("doc")?.argument("text"))
}

/// What every declared element has.
pub(in crate::model) fn head(cursor: Cursor<'_>, name: Name) -> Head {
    Head { name, span: cursor.head(), doc: doc(cursor), templates: Vec::new() }
}

/// The same, where words come from several places.
pub(in crate::model) fn layered_head(layers: &Layers<'_>, cursor: Cursor<'_>, name: Name) -> Head {
    let doc = layers.child("doc").and_then(|doc| text(doc.argument("text")));
    Head { name, span: cursor.head(), doc, templates: Vec::new() }
}
