//! The words in which the language is defined, for the page about it.

const MEANINGS: &[(&str, &str)] = &[
    (
        "word",
        "A word: its name, what it says, the kind of thing it declares, and how often it may stand there \
         (`1`, `?`, `*`, `+`; any number when left out). A word inside another may only stand inside it.",
    ),
    (
        "arg",
        "An argument, by position. `many` takes all that follow, at least one; `to` says which kinds a `ref` names.",
    ),
    ("prop", "A property, which may be left out unless it says `optional=#false`."),
    ("value", "One value of a `one-of`, and what it means."),
    (
        "rest",
        "Properties, or words inside, whose names the charter declares: `scope`, `object`, `axis`, or any `name`.",
    ),
    ("block", "Parts that several words share."),
    ("use", "Puts the parts of a block here."),
    ("like", "The properties and words of a word of the charter file, none of them required."),
    ("like-named", "The same, for the word that a property names."),
    ("doc", "More about a word than its one sentence."),
    ("example", "A charter, or a part of one that stands in the usual frame. Tests run it."),
    ("change", "What a change of this breaks, and for whom."),
];

/// The words of the definition's own language and what they say.
pub fn meta_words() -> impl Iterator<Item = (&'static str, &'static str)> {
    MEANINGS.iter().copied()
}
