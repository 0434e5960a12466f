//! A word of the language: what it is called and what may be said with it.

use std::borrow::Cow;
use std::fmt;

use super::{ChangePolicy, DeclaredKind, Type};

/// A word of the language. Dense, in the order of the definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u16);

/// How often a word may stand in its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Count {
    /// Exactly once.
    One,
    /// Once or not at all.
    Optional,
    /// Any number of times.
    #[default]
    Any,
    /// Once or more often.
    Some,
}

impl Count {
    /// Whether the word must be there.
    pub fn required(self) -> bool {
        matches!(self, Self::One | Self::Some)
    }

    /// Whether the word may be there more than once.
    pub fn repeats(self) -> bool {
        matches!(self, Self::Any | Self::Some)
    }

    /// The same, with nothing required.
    #[must_use]
    pub fn optional(self) -> Self {
        if self.repeats() { Self::Any } else { Self::Optional }
    }
}

/// A value that is assumed where a property is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assumed {
    /// A word or a text.
    Text(&'static str),
    /// A whole number.
    Integer(i64),
    /// A truth value.
    Boolean(bool),
}

impl fmt::Display for Assumed {
    /// As it is written in KDL.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) if text.chars().all(|c| c.is_ascii_alphabetic() || c == '-') => f.write_str(text),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Boolean(truth) => write!(f, "#{truth}"),
        }
    }
}

/// One argument, by position.
#[derive(Clone, Debug)]
pub struct Argument {
    /// What it is called in messages and pages.
    pub name: &'static str,
    /// What it says.
    pub summary: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether it takes all arguments from here on; then it is the last one.
    pub many: bool,
    /// Whether it may be left out.
    pub optional: bool,
    /// What a change of it does.
    pub change: ChangePolicy,
}

/// One property, by name.
#[derive(Clone, Debug)]
pub struct Property {
    /// Its key.
    pub name: &'static str,
    /// What it says.
    pub summary: &'static str,
    /// Its type.
    pub ty: Type,
    /// Whether it may be left out.
    pub optional: bool,
    /// What is assumed then.
    pub default: Option<Assumed>,
    /// What a change of it does.
    pub change: ChangePolicy,
}

/// A word that may stand inside another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// The word.
    pub word: WordId,
    /// How often.
    pub count: Count,
}

/// From where names come that the language does not define.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Names {
    /// The scopes of the charter.
    Scope,
    /// The objects of the charter.
    Object,
    /// The axes of the matrix at hand.
    Axis,
    /// Anything: the name is declared here.
    Free,
}

impl Names {
    /// The word that the definition uses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Scope => "scope",
            Self::Object => "object",
            Self::Axis => "axis",
            Self::Free => "name",
        }
    }
}

/// Properties whose keys the charter itself declares.
#[derive(Clone, Debug)]
pub struct RestProperty {
    /// From where the keys come.
    pub names: Names,
    /// What such a property says.
    pub summary: &'static str,
    /// The type of its value.
    pub ty: Type,
}

/// A word of the language.
#[derive(Clone, Debug)]
pub struct Word {
    /// What is written. For a place whose names the charter declares, what such a name is: `scope`, `name`.
    pub name: &'static str,
    /// What it says, in a sentence.
    pub summary: &'static str,
    /// More about it, where the sentence does not do: Markdown paragraphs.
    pub doc: Option<&'static str>,
    /// What it declares.
    pub declares: Option<DeclaredKind>,
    /// Its arguments, in order.
    pub arguments: Cow<'static, [Argument]>,
    /// Its properties, in the order in which they are printed.
    pub properties: Cow<'static, [Property]>,
    /// The words that may stand inside, in the order in which they are printed.
    pub children: Cow<'static, [Child]>,
    /// Properties whose keys the charter declares.
    pub rest_property: Option<RestProperty>,
    /// Words inside whose names the charter declares: what they look like, and from where the names come.
    pub rest_child: Option<(Names, WordId)>,
    /// The property that names the top-level word whose properties and children are also allowed here, all optional.
    pub like_named: Option<&'static str>,
    /// What a change of it does.
    pub change: ChangePolicy,
    /// Whether the name is not fixed but declared by the charter.
    pub free_name: bool,
}

impl Word {
    /// The argument that the definition calls `name`, and its position.
    pub fn argument(&self, name: &str) -> Option<(usize, &Argument)> {
        self.arguments.iter().enumerate().find(|(_, argument)| argument.name == name)
    }

    /// The property with this key.
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.name == name)
    }

    /// Whether anything may stand inside.
    pub fn takes_children(&self) -> bool {
        !self.children.is_empty() || self.rest_child.is_some() || self.like_named.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_required_of_a_template() {
        assert_eq!(Count::One.optional(), Count::Optional);
        assert_eq!(Count::Some.optional(), Count::Any);
        assert!(!Count::Some.optional().required());
    }

    #[test]
    fn an_assumed_value_reads_as_in_kdl() {
        assert_eq!(Assumed::Text("half-up").to_string(), "half-up");
        assert_eq!(Assumed::Text(".").to_string(), "\".\"");
        assert_eq!(Assumed::Boolean(false).to_string(), "#false");
    }
}
