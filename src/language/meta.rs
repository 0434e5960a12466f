//! The words in which the language is defined.

/// A word of the definition's own language: its arguments at most, its keys, and what it says.
pub(super) struct Shape {
    word: &'static str,
    pub(super) arguments: usize,
    pub(super) keys: &'static [&'static str],
    meaning: &'static str,
}

const SHAPES: &[Shape] = &[
    Shape {
        word: "word",
        arguments: 2,
        keys: &["declares", "count"],
        meaning: "A word: its name, what it says, the kind of thing it declares, and how often it may stand there \
                  (`1`, `?`, `*`, `+`; any number when left out). A word inside another may only stand inside it.",
    },
    Shape {
        word: "arg",
        arguments: 2,
        keys: &["type", "to", "many", "optional"],
        meaning: "An argument, by position. `many` takes all that follow, at least one; `to` says which kinds a `ref` names.",
    },
    Shape {
        word: "prop",
        arguments: 2,
        keys: &["type", "to", "optional", "default"],
        meaning: "A property, which may be left out unless it says `optional=#false`.",
    },
    Shape { word: "value", arguments: 2, keys: &[], meaning: "One value of a `one-of`, and what it means." },
    Shape {
        word: "rest",
        arguments: 1,
        keys: &["prop", "child"],
        meaning: "Properties, or words inside, whose names the charter declares: `scope`, `object`, `axis`, or any `name`.",
    },
    Shape { word: "block", arguments: 1, keys: &[], meaning: "Parts that several words share." },
    Shape { word: "use", arguments: 1, keys: &[], meaning: "Puts the parts of a block here." },
    Shape {
        word: "like",
        arguments: 1,
        keys: &[],
        meaning: "The properties and words of a word of the charter file, none of them required.",
    },
    Shape { word: "like-named", arguments: 1, keys: &[], meaning: "The same, for the word that a property names." },
    Shape { word: "doc", arguments: 1, keys: &[], meaning: "More about a word than its one sentence." },
    Shape {
        word: "example",
        arguments: 1,
        keys: &[],
        meaning: "A charter, or a part of one that stands in the usual frame. Tests run it.",
    },
    Shape {
        word: "change",
        arguments: 0,
        keys: &["add", "remove", "update", "raise", "lower"],
        meaning: "What a change of this breaks, and for whom.",
    },
];

impl Shape {
    /// The shape of the word called `word`.
    pub(super) fn of(word: &str) -> Option<&'static Self> {
        SHAPES.iter().find(|shape| shape.word == word)
    }
}

/// The words of the definition's own language and what they say.
pub fn meta_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    SHAPES.iter().map(|shape| (shape.word, shape.meaning))
}
