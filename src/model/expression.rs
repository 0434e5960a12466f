//! Expressions where they are said, with what their names mean.

use crate::model::name::Place;
use crate::model::record::ValuePart;
use crate::source::Span;
use crate::syntax::expression::{ExprId, Expression};

/// An expression, and what its names mean.
#[derive(Clone, Debug)]
pub struct Formula {
    /// The expression.
    pub expression: Expression,
    /// Where it stands, with its quotes.
    pub span: Span,
    /// What the names in it mean, in the order of the expression's parts.
    pub names: Vec<NameUse>,
}

/// A name in an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameUse {
    /// The part of the expression that is the name.
    pub part: ExprId,
    /// What it means; `None` when that is unknown, which was reported, or when only the reader of the expression knows.
    pub meaning: Option<Meaning>,
}

/// What a name in an expression means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A field, or a part of its value.
    Field(Place, Option<ValuePart>),
    /// A code of the list, scope or lifecycle of what it is compared with: the name itself.
    Code,
    /// An axis of the matrix, by its index.
    Axis(usize),
}

impl Formula {
    /// What a name in it means.
    pub fn meaning(&self, part: ExprId) -> Option<Meaning> {
        let at = self.names.binary_search_by_key(&part, |name| name.part).ok()?;
        self.names[at].meaning
    }

    /// The fields that it names, in order.
    pub fn fields(&self) -> impl Iterator<Item = Place> {
        self.names.iter().filter_map(|name| match name.meaning {
            Some(Meaning::Field(place, _)) => Some(place),
            _ => None,
        })
    }
}
