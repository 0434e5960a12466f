//! Expressions where they are said, with what their names mean.

use crate::model::name::PathRef;
use crate::source::Span;

/// An expression over fields.
#[derive(Clone, Debug)]
pub struct Formula {
    /// The text, decoded.
    pub text: Box<str>,
    /// Where it stands, with its quotes.
    pub span: Span,
    /// The fields that it names, in order.
    pub inputs: Vec<PathRef>,
}
