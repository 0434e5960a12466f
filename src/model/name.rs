//! Names where they are declared, names where they are used, and values where they are said.

use std::fmt;

use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::template::Template;
use crate::source::Span;

/// A name where it is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: Box<str>,
    /// Where it stands.
    pub span: Span,
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A value and the place where it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said<T> {
    /// The value.
    pub value: T,
    /// Where it is said.
    pub span: Span,
}

/// A text and the place where it is said.
pub type Text = Said<Box<str>>;

/// A name where it is used. `Option<Ref<T>>` says that there may be none.
pub struct Ref<T> {
    /// What it means; `None` when that is unknown, which has been reported.
    pub target: Option<Id<T>>,
    /// Where it stands.
    pub span: Span,
}

impl<T> Clone for Ref<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Ref<T> {}

impl<T> PartialEq for Ref<T> {
    fn eq(&self, other: &Self) -> bool {
        self.target == other.target && self.span == other.span
    }
}

impl<T> Eq for Ref<T> {}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ref").field("target", &self.target).field("span", &self.span).finish()
    }
}

/// An object, or one field, group or list of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The object.
    pub object: Id<Object>,
    /// The part of it; `None` for the whole.
    pub field: Option<Id<Field>>,
}

/// A path such as `sales-order.lines.allocated` where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathRef {
    /// What it means; `None` when that is unknown, which has been reported.
    pub target: Option<Place>,
    /// Where it stands.
    pub span: Span,
}

/// What every declared element has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// Its name; for an element that is told by a path, the path.
    pub name: Name,
    /// Its first line: the node without its block.
    pub span: Span,
    /// What it is, in the words of the people who work with it.
    pub doc: Option<Text>,
    /// The templates whose words it takes, the strongest last.
    pub templates: Vec<Ref<Template>>,
}
