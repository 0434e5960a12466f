//! A part of the scopes: what is not named is not restricted.

use crate::model::name::Ref;
use crate::model::scope::{Scope, ScopeValue};
use crate::source::Span;

/// A product of sets of scope values. Empty: everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Region {
    /// One side for each scope that is named; each scope occurs once.
    pub sides: Vec<Side>,
}

/// Values of one scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The scope; the place is that of its name.
    pub scope: Ref<Scope>,
    /// The values, at least one.
    pub values: Vec<Ref<ScopeValue>>,
    /// Where all of it stands.
    pub span: Span,
}

impl Region {
    /// Whether nothing is restricted.
    pub fn is_everything(&self) -> bool {
        self.sides.is_empty()
    }

    /// Whether all names in it are known. What is said about an unknown region proves nothing.
    pub fn is_known(&self) -> bool {
        let known = |side: &Side| side.scope.target.is_some() && side.values.iter().all(|value| value.target.is_some());
        self.sides.iter().all(known)
    }

    /// The place from its first to its last side, where they stand in one file.
    pub fn span(&self) -> Option<Span> {
        let (first, last) = (self.sides.first()?, self.sides.last()?);
        (first.span.file == last.span.file).then(|| Span { end: last.span.end.max(first.span.end), ..first.span })
    }
}
