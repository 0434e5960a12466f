//! Of what type an argument or a property is.

use super::DeclaredKind;

/// One word that is allowed at a `one-of` place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub name: &'static str,
    /// What it means.
    pub summary: &'static str,
}

/// The type of an argument or a property. Most are strings with a form of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A name without a declaration of its own, such as a field's or a state's.
    Word,
    /// The name that the word declares.
    Name,
    /// The name of something declared elsewhere, of one of these kinds.
    Ref(&'static [DeclaredKind]),
    /// One of these words.
    OneOf(&'static [Choice]),
    /// A text for machines: a pattern, a separator, an address.
    String,
    /// A text for people.
    Text,
    /// Any value: a string, a number, a boolean or null.
    Literal,
    /// A whole number that is not less than zero.
    Integer,
    /// A whole number that may be less than zero.
    Signed,
    /// A decimal number.
    Number,
    /// An exact number or a fraction, as `"1/3"`.
    Ratio,
    /// A share, as `"99.5%"`.
    Percent,
    /// `#true` or `#false`.
    Boolean,
    /// A length of time, as `5min`.
    Duration,
    /// So many in a time, as `800/h`.
    Rate,
    /// A number of bytes, as `4MB`.
    Size,
    /// A day, as `2026-11-24`.
    Date,
    /// A time of day, as `18:00`.
    Time,
    /// A span of a day, as `06:00-22:00`.
    Hours,
    /// A time zone of the IANA database.
    Zone,
    /// A semantic version, as `2.3.0`.
    Version,
    /// An object or a field of it, as `sales-order.lines.allocated`.
    Path,
    /// A field, from the object at hand.
    FieldPath,
    /// A field of the object at hand, or a word of the message's envelope.
    KeyField,
    /// A place in a payload.
    Foreign,
    /// An expression.
    Expression,
    /// A file below the charter's folder.
    File,
    /// A pattern of files below the charter's folder.
    Glob,
    /// A state of the lifecycle at hand.
    State,
    /// A transition of the lifecycle at hand.
    Transition,
    /// A value of the scope at hand.
    ScopeValue,
    /// The code of a finding.
    Code,
}

/// Every type that needs nothing but its name, with the phrase that a message uses: "expected a duration such as `5min`".
const PLAIN: &[(&str, Type, &str)] = &[
    ("word", Type::Word, "a name such as `order-no`"),
    ("name", Type::Name, "a name such as `order-import`"),
    ("string", Type::String, "a text"),
    ("text", Type::Text, "a text"),
    ("literal", Type::Literal, "a value"),
    ("integer", Type::Integer, "a whole number, not less than 0"),
    ("signed", Type::Signed, "a whole number"),
    ("number", Type::Number, "a number"),
    ("ratio", Type::Ratio, "an exact number or a fraction such as `\"1/3\"`"),
    ("percent", Type::Percent, "a percentage such as `\"99.5%\"`"),
    ("boolean", Type::Boolean, "`#true` or `#false`"),
    ("duration", Type::Duration, "a duration such as `\"5min\"`"),
    ("rate", Type::Rate, "a rate such as `\"800/h\"`"),
    ("size", Type::Size, "a size such as `\"4MB\"`"),
    ("date", Type::Date, "a date such as `\"2026-11-24\"`"),
    ("time", Type::Time, "a time of day such as `\"18:00\"`"),
    ("hours", Type::Hours, "hours such as `\"06:00-22:00\"`"),
    ("zone", Type::Zone, "a time zone such as `\"America/Chicago\"`"),
    ("version", Type::Version, "a version such as `\"2.3.0\"`"),
    ("path", Type::Path, "a path such as `sales-order.lines.allocated`"),
    ("field-path", Type::FieldPath, "a field of the object such as `lines.allocated`"),
    ("key-field", Type::KeyField, "a field of the object, or of the envelope"),
    ("foreign", Type::Foreign, "a path in the payload such as `\"lines[].id\"`"),
    ("expression", Type::Expression, "an expression such as `\"on-hand - held\"`"),
    ("file", Type::File, "a file below the charter's folder"),
    ("glob", Type::Glob, "a file or a pattern such as `\"flows/*.kdl\"`"),
    ("state", Type::State, "a state of the lifecycle"),
    ("transition", Type::Transition, "a transition of the lifecycle"),
    ("scope-value", Type::ScopeValue, "a value of the scope"),
    ("code", Type::Code, "the code of a finding such as `two-owners`"),
];

impl Type {
    /// The type that the definition calls `name`, if it needs nothing else.
    pub fn plain(name: &str) -> Option<Self> {
        PLAIN.iter().find(|(word, ..)| *word == name).map(|(_, ty, _)| *ty)
    }

    /// The names of all types but references and lists, with the phrase that says what is expected.
    pub fn plain_types() -> impl Iterator<Item = (&'static str, &'static str)> {
        PLAIN.iter().map(|(name, _, expectation)| (*name, *expectation))
    }

    /// What the definition and the reference pages call it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Ref(_) => "ref",
            Self::OneOf(_) => "one-of",
            plain => PLAIN.iter().find(|(_, ty, _)| ty == plain).map_or("", |(word, ..)| word),
        }
    }

    /// What a message says was expected: "a duration such as `\"5min\"`".
    pub fn expectation(&self) -> String {
        match self {
            Self::Ref(kinds) => {
                let words: Vec<String> = kinds.iter().map(|kind| format!("{} `{kind}`", kind.article())).collect();
                format!("the name of {}", words.join(" or "))
            }
            Self::OneOf(choices) => {
                let words: Vec<String> = choices.iter().map(|choice| format!("`{}`", choice.name)).collect();
                format!("one of {}", words.join(", "))
            }
            plain => PLAIN.iter().find(|(_, ty, _)| ty == plain).map_or(String::new(), |(.., text)| (*text).to_owned()),
        }
    }

    /// The words that are allowed, where there is a closed list.
    pub fn choices(&self) -> &'static [Choice] {
        if let Self::OneOf(choices) = self { choices } else { &[] }
    }

    /// The kinds that a reference may name.
    pub fn kinds(&self) -> &'static [DeclaredKind] {
        if let Self::Ref(kinds) = self { kinds } else { &[] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_is_found_by_the_name_it_gives() {
        for (name, ty, _) in PLAIN {
            assert_eq!(Type::plain(name).as_ref(), Some(ty));
            assert_eq!(ty.name(), *name);
        }
        assert_eq!(Type::plain("ref"), None);
    }

    #[test]
    fn an_expectation_reads_as_part_of_a_sentence() {
        assert_eq!(Type::Duration.expectation(), "a duration such as `\"5min\"`");
        let kinds = &[DeclaredKind::Exception, DeclaredKind::Unit];
        assert_eq!(Type::Ref(kinds).expectation(), "the name of an `exception` or a `unit`");
    }
}
