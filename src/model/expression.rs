//! Expressions where they are said, with what their names mean.

use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::record::ValuePart;
use crate::source::Span;
use crate::syntax::expression::{ExprId, Expression};

/// An expression, and what its names mean.
#[derive(Clone, Debug, PartialEq, Eq)]
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

    /// The list that is directly in `at`, an object or the list of a part, and holds the first field that a part of the
    /// formula names.
    pub fn list_in(&self, model: &Model, part: ExprId, at: (Id<Object>, Option<Id<Field>>)) -> Option<Id<Field>> {
        // A part comes after those that it is made of, and they come one after the other.
        let mut first = part;
        while let Some(inner) = self.expression.first_inside(first) {
            first = inner;
        }
        let inside = |name: &&NameUse| first <= name.part && name.part <= part;
        let found = self.names.iter().filter(inside).find_map(|name| match name.meaning {
            Some(Meaning::Field(place, _)) if place.object == at.0 => place.field,
            _ => None,
        })?;
        let mut field = Some(found);
        while let Some(id) = field {
            let is_list = matches!(model[id].kind, FieldKind::List(_));
            let list_around = list_around(model, id);
            if is_list && list_around == at.1 {
                return Some(id);
            }
            field = model[id].parent;
        }
        None
    }

    /// The fields that it names, in order.
    pub fn fields(&self) -> impl Iterator<Item = Place> {
        self.names.iter().filter_map(|name| match name.meaning {
            Some(Meaning::Field(place, _)) => Some(place),
            _ => None,
        })
    }
}

/// The list whose part a field is in; nothing for a field of the object itself.
fn list_around(model: &Model, field: Id<Field>) -> Option<Id<Field>> {
    let mut at = model[field].parent;
    while let Some(parent) = at {
        if matches!(model[parent].kind, FieldKind::List(_)) {
            return Some(parent);
        }
        at = model[parent].parent;
    }
    None
}
