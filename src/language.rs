//! The definition of the language as data: which words there are, what they take and what a change of them breaks.
//!
//! The definition itself is KDL, in `charter/language/`. It is read once, when it is first asked for.

mod change;
mod files;
mod kind;
mod types;
mod word;

use rustc_hash::FxHashMap;

pub use change::{Action, Change, ChangePolicy, Effect, Party};
pub use files::{Embedded, pack, packs, standard};
pub use kind::Kind;
pub use types::{Choice, Type};
pub use word::{Argument, Assumed, Child, Count, Names, Property, RestProperty, Word, WordId};

/// All words of the language.
#[derive(Debug, Default)]
pub struct Language {
    words: Vec<Word>,
    top: Vec<Child>,
    by_name: FxHashMap<(Option<WordId>, &'static str), Child>,
    parents: Vec<Vec<WordId>>,
}

impl Language {
    /// Indexes `words`, of which `top` are the words of a charter file.
    fn new(words: Vec<Word>, top: Vec<Child>) -> Self {
        let mut by_name = FxHashMap::default();
        let mut parents = vec![Vec::new(); words.len()];
        by_name.extend(top.iter().map(|child| ((None, words[child.word.0 as usize].name), *child)));
        for (at, word) in words.iter().enumerate() {
            let id = WordId(at as u16);
            for child in &word.children {
                by_name.insert((Some(id), words[child.word.0 as usize].name), *child);
                parents[child.word.0 as usize].push(id);
            }
            if let Some((_, child)) = word.rest_child {
                parents[child.0 as usize].push(id);
            }
        }
        Self { words, top, by_name, parents }
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
        &self.top
    }

    /// The word of a charter file that is called `name`.
    pub fn top(&self, name: &str) -> Option<WordId> {
        self.by_name.get(&(None, name)).map(|child| child.word)
    }

    /// The word called `name` that may stand inside `parent`. Names that the charter declares are not found here:
    /// see [`Word::rest_child`] and [`Word::like_named`].
    pub fn child(&self, parent: WordId, name: &str) -> Option<WordId> {
        self.by_name.get(&(Some(parent), name)).map(|child| child.word)
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
    pub fn declaring(&self, kind: Kind) -> Option<WordId> {
        self.top(kind.word())
    }
}
