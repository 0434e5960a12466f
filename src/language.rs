//! The definition of the language as data: which words there are, what they take and what a change of them breaks.
//!
//! The definition itself is KDL, in `charter/language/`. The build reads it and makes tables of it.

mod change;
mod files;
#[cfg(test)]
mod grammar;
mod kind;
#[cfg(test)]
mod load;
mod meta;
pub mod reference;
#[cfg(test)]
mod resolve;
mod types;
mod word;
mod words;

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

pub use change::{Action, Change, ChangePolicy, Effect, Parties, Party};
pub use files::{Embedded, definition, frame, pack, packs, standard};
pub use kind::DeclaredKind;
pub use meta::meta_words;
pub use types::{Choice, Type};
pub use word::{Argument, Assumed, Child, Count, Names, Property, RestProperty, Word, WordId};

/// All words of the language.
#[derive(Debug)]
pub struct Language {
    words: &'static [Word],
    by_name: FxHashMap<(Option<WordId>, &'static str), Child>,
    parents: Vec<Vec<WordId>>,
}

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| Language::new(words::WORDS, words::TOP));

impl Language {
    /// The language.
    pub fn get() -> &'static Self {
        &LANGUAGE
    }

    /// Indexes `words`, of which `top` are the words of a charter file.
    fn new(words: &'static [Word], top: &[Child]) -> Self {
        let mut by_name = FxHashMap::default();
        let mut parents = vec![Vec::new(); words.len()];
        by_name.extend(top.iter().map(|child| ((None, words[child.word.0 as usize].name), *child)));
        for (at, word) in words.iter().enumerate() {
            let id = WordId(at as u16);
            for child in &*word.children {
                by_name.insert((Some(id), words[child.word.0 as usize].name), *child);
                parents[child.word.0 as usize].push(id);
            }
            if let Some((_, child)) = word.rest_child {
                parents[child.0 as usize].push(id);
            }
        }
        Self { words, by_name, parents }
    }

    /// The word of an id.
    pub fn word(&self, id: WordId) -> &Word {
        &self.words[id.0 as usize]
    }

    /// Every word with its id, in the order of the definition.
    pub fn words(&self) -> impl ExactSizeIterator<Item = (WordId, &Word)> {
        self.words.iter().enumerate().map(|(at, word)| (WordId(at as u16), word))
    }

    /// The words of a charter file.
    pub fn top_words(&self) -> &[Child] {
        words::TOP
    }

    /// The word of a charter file that is called `name`.
    pub fn top(&self, name: &str) -> Option<WordId> {
        self.by_name.get(&(None, name)).map(|child| child.word)
    }

    /// The word called `name` that may stand inside `parent`. Names that the charter declares are not found here:
    /// see [`Word::rest_child`] and [`Word::like_named`].
    pub fn child(&self, parent: WordId, name: &str) -> Option<WordId> {
        self.place(Some(parent), name).map(|child| child.word)
    }

    /// The word called `name` that may stand inside `parent`, or in a charter file, and how often.
    pub fn place(&self, parent: Option<WordId>, name: &str) -> Option<Child> {
        self.by_name.get(&(parent, name)).copied()
    }

    /// The words that may stand inside `parent`, in the order in which they are printed.
    pub fn children(&self, parent: WordId) -> &[Child] {
        &self.word(parent).children
    }

    /// The words that must stand inside `parent`.
    pub fn required_children(&self, parent: WordId) -> impl Iterator<Item = WordId> {
        self.children(parent).iter().filter(|child| child.count.required()).map(|child| child.word)
    }

    /// The words inside which `word` may stand; none for a word of a charter file.
    pub fn parents(&self, word: WordId) -> &[WordId] {
        &self.parents[word.0 as usize]
    }

    /// All words called `name`, wherever they may stand.
    pub fn named<'l>(&'l self, name: &'l str) -> impl Iterator<Item = WordId> {
        self.words().filter(move |(_, word)| word.name == name && !word.free_name).map(|(id, _)| id)
    }

    /// The word that declares things of this kind.
    pub fn declaring(&self, kind: DeclaredKind) -> Option<WordId> {
        self.top(kind.word())
    }

    /// The examples of a word: small charters, or parts of one that stand in the usual frame.
    pub fn examples(&self, word: WordId) -> impl Iterator<Item = &'static str> {
        words::EXAMPLES.iter().filter(move |(of, _)| *of == word).map(|(_, text)| *text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a definition of one file.
    fn malformed(text: &str) -> Vec<String> {
        resolve::definition_of(&[("a.kdl", text)])
            .malformed
            .into_iter()
            .map(|found| format!("{}: {}", found.place, found.message))
            .collect()
    }

    fn is_reported(text: &str, expected: &str) {
        assert_eq!(malformed(text), [expected], "{text}");
    }

    #[test]
    fn a_slip_in_the_definition_is_reported_at_its_line() {
        is_reported(
            "word a \"A.\" {\n    arg b type=word \"B.\" prop c\n}",
            "a.kdl:2: `arg` has 4 arguments; is a `;` missing?",
        );
        is_reported("word a \"A.\" {\n    prop b type=colour \"B.\"\n}", "a.kdl:2: `colour` is not a type");
        is_reported("word a \"A.\" declares=thing", "a.kdl:1: `thing` is not a kind");
        is_reported("word a \"A.\" count=\"2\"", "a.kdl:1: `2` is not a count");
        is_reported("word a", "a.kdl:1: `word` has a name and a summary");
        is_reported("word a \"A.\" { prop b type=one-of \"B.\" }", "a.kdl:1: a `one-of` has no `value`");
        is_reported("word a \"A.\" { prop b type=ref to=x \"B.\" }", "a.kdl:1: `x` does not name kinds");
        is_reported("word a \"A.\" { prop b type=word many=#true \"B.\" }", "a.kdl:1: `prop` has no key `many`");
        is_reported("word a \"A.\" { prop b type=word type=text \"B.\" }", "a.kdl:1: `type` is said twice");
        is_reported(
            "word a \"A.\" { prop b type=integer default=c \"B.\" }",
            "a.kdl:1: the default is not of the type `integer`",
        );
        is_reported("words", "a.kdl:1: `words` cannot stand here");
        is_reported("block a; block a", "a.kdl:1: the block `a` is defined twice");
    }

    #[test]
    fn a_change_without_those_whom_it_reaches_is_reported() {
        is_reported(
            "word a \"A.\" { change add=breaking }",
            "a.kdl:1: `breaking` is not an effect, followed by parties unless it is safe",
        );
        assert_eq!(malformed("word a \"A.\" { change add=safe remove=\"breaking readers owner\" }"), [""; 0]);
    }

    #[test]
    fn a_block_that_takes_in_itself_is_reported_and_a_word_that_nests_is_not() {
        is_reported("block b { use b }\nword a \"A.\" { use b }", "a.kdl:1: the word `a` takes in `b` inside itself");
        is_reported("word a \"A.\" { use c }", "a.kdl:1: the word `a` takes in `c`, which is not defined");
        assert_eq!(malformed("block b { word c \"C.\" { use b } }\nword a \"A.\" { use b }"), [""; 0]);
    }

    #[test]
    fn a_word_that_cannot_be_read_without_doubt_is_reported() {
        is_reported(
            "word a \"A.\" { arg b type=word many=#true \"B.\"; arg c type=word \"C.\" }",
            "a.kdl:1: the word `a` has an argument after `b`, which takes all",
        );
        is_reported(
            "word a \"A.\" { arg b type=word optional=#true \"B.\"; arg c type=word \"C.\" }",
            "a.kdl:1: the word `a` requires `c` after `b`, which may be left out",
        );
        is_reported("word a \"A.\" { word b \"B.\"; word b \"B.\" }", "a.kdl:1: the word `a` has two words `b` inside");
        is_reported(
            "word a \"A.\" { like-named b }",
            "a.kdl:1: the word `a` is like the word that `b` names, and has no such property",
        );
    }

    #[test]
    fn a_part_has_the_effect_of_an_update_of_what_it_stands_in() {
        let text = "word a \"A.\" { change add=safe update=\"breaking owner\"; prop b type=word \"B.\" }";
        let definition = resolve::definition_of(&[("a.kdl", text)]);
        let word = &definition.words[0];
        assert_eq!(word.change.add.effect, Effect::Safe);
        assert_eq!(word.properties[0].change.add.to_string(), "breaking for owner");
    }
}
