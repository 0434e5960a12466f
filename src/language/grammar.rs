//! The grammar of the definition's own language.

/// What a word of the definition may have: its arguments at most, and its keys.
pub(super) struct Shape {
    word: &'static str,
    pub(super) arguments: usize,
    pub(super) keys: &'static [&'static str],
}

const SHAPES: &[Shape] = &[
    Shape { word: "word", arguments: 2, keys: &["declares", "count"] },
    Shape { word: "arg", arguments: 2, keys: &["type", "to", "many", "optional"] },
    Shape { word: "prop", arguments: 2, keys: &["type", "to", "optional", "default"] },
    Shape { word: "value", arguments: 2, keys: &[] },
    Shape { word: "rest", arguments: 1, keys: &["prop", "child"] },
    Shape { word: "block", arguments: 1, keys: &[] },
    Shape { word: "use", arguments: 1, keys: &[] },
    Shape { word: "like", arguments: 1, keys: &[] },
    Shape { word: "like-named", arguments: 1, keys: &[] },
    Shape { word: "doc", arguments: 1, keys: &[] },
    Shape { word: "example", arguments: 1, keys: &[] },
    Shape { word: "change", arguments: 0, keys: &["add", "remove", "update", "raise", "lower"] },
];

impl Shape {
    /// The shape of the word called `word`.
    pub(super) fn of(word: &str) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.word == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::meta_words;

    #[test]
    fn every_word_has_a_shape_and_a_meaning() {
        assert!(SHAPES.iter().map(|shape| shape.word).eq(meta_words().map(|(word, _)| word)));
    }
}
