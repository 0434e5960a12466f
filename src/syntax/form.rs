//! A file whose nodes are known: which word of the language each one is, and what it says.

use std::borrow::Cow;
use std::fmt;

use crate::kdl::{Entry, Node, Range, Text, Tree};
use crate::language::{Language, Word, WordId};
use crate::source::{FileId, Span};

use super::given::Given;

/// One file, node by node. Nodes that are no words of the language are not seen through it.
#[derive(Debug)]
pub struct Form {
    file: FileId,
    tree: Tree,
    /// The word of each node, by the node's id.
    words: Vec<Option<WordId>>,
}

impl Form {
    pub(super) fn new(file: FileId, tree: Tree, words: Vec<Option<WordId>>) -> Self {
        Self { file, tree, words }
    }

    /// The file.
    pub fn file(&self) -> FileId {
        self.file
    }

    /// What the reader made of the file.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The words of the file, in order.
    pub fn words(&self) -> impl Iterator<Item = Cursor<'_>> {
        self.tree.nodes().filter_map(|node| self.cursor(node))
    }

    /// The word that a node is.
    pub fn word_of(&self, node: Node<'_>) -> Option<WordId> {
        self.words.get(node.id().0 as usize).copied().flatten()
    }

    /// A node as a word, if it is one.
    pub fn cursor<'f>(&'f self, node: Node<'f>) -> Option<Cursor<'f>> {
        let word = self.word_of(node)?;
        Some(Cursor { form: self, node, word })
    }

    pub(super) fn span(&self, range: Range) -> Span {
        Span::new(self.file, range)
    }
}

/// A word where it is said. Cheap to copy; sees only what the language knows.
#[derive(Clone, Copy)]
pub struct Cursor<'f> {
    form: &'f Form,
    node: Node<'f>,
    word: WordId,
}

impl<'f> Cursor<'f> {
    /// Which word it is.
    pub fn word(self) -> WordId {
        self.word
    }

    /// What the language says about it.
    pub fn definition(self) -> &'static Word {
        Language::get().word(self.word)
    }

    /// What is written: the word, or where the charter chooses the names, the name of a scope or of what is declared.
    pub fn name(self) -> Cow<'f, str> {
        self.node.name().get()
    }

    /// Where the word or name stands.
    pub fn name_span(self) -> Span {
        self.form.span(self.node.name().span())
    }

    /// All of it, with what stands in braces.
    pub fn span(self) -> Span {
        self.form.span(self.node.span())
    }

    /// The same without what stands in braces.
    pub fn head(self) -> Span {
        self.form.span(self.node.head())
    }

    /// From `{` to `}`, where there are braces.
    pub fn block(self) -> Option<Span> {
        self.node.block().map(|range| self.form.span(range))
    }

    /// The file that it stands in.
    pub fn form(self) -> &'f Form {
        self.form
    }

    /// The node in the tree.
    pub fn node(self) -> Node<'f> {
        self.node
    }

    /// The word around it.
    pub fn parent(self) -> Option<Self> {
        self.form.cursor(self.node.parent()?)
    }

    /// The argument that the language calls `name`; of several, the first.
    pub fn argument(self, name: &str) -> Option<Given<'f>> {
        self.arguments_of(name).next()
    }

    /// All values of the argument that the language calls `name`.
    pub fn arguments_of(self, name: &str) -> impl Iterator<Item = Given<'f>> + use<'f> {
        let argument = self.definition().argument(name);
        let skip = argument.map_or(usize::MAX, |(at, _)| at);
        let take = if argument.is_some_and(|(_, argument)| argument.many) { usize::MAX } else { 1 };
        let entries = argument.map(|_| self.node.arguments()).into_iter().flatten().skip(skip).take(take);
        entries.map(move |entry| self.given(entry))
    }

    /// The property with this key.
    pub fn property(self, key: &str) -> Option<Given<'f>> {
        self.node.property(key).map(|entry| self.given(entry))
    }

    /// All properties in order, with their keys; a later one overrides an earlier one of the same key.
    pub fn properties(self) -> impl Iterator<Item = (Cow<'f, str>, Given<'f>)> + use<'f> {
        self.node.properties().filter_map(move |entry| Some((entry.key()?.get(), self.given(entry))))
    }

    /// The argument or property that the language calls `name`.
    pub fn get(self, name: &str) -> Option<Given<'f>> {
        self.argument(name).or_else(|| self.property(name))
    }

    /// Properties whose keys the charter chooses, such as `site=dal1`: what stands before and after the `=`.
    pub fn chosen_properties(self) -> impl Iterator<Item = (Text<'f>, Given<'f>)> + use<'f> {
        let definition = self.definition();
        let rest = definition.rest_property.is_some();
        let like = self.like();
        let entries = self.node.properties().filter_map(move |entry| Some((entry.key()?, entry)));
        let chosen = entries.filter(move |(key, _)| {
            let known = |word: &Word| word.properties.iter().any(|property| key.is(property.name));
            rest && !known(definition) && !like.is_some_and(known)
        });
        chosen.map(move |(key, entry)| (key, self.given(entry)))
    }

    /// The place of a text of this node, such as the key of a property.
    pub fn place(self, text: Text<'f>) -> Span {
        self.form.span(text.span())
    }

    /// The words inside, in order.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'f> {
        self.node.children().filter_map(move |node| self.form.cursor(node))
    }

    /// The words inside that are `name`.
    pub fn children_named(self, name: &'static str) -> impl Iterator<Item = Self> + use<'f> {
        self.children().filter(move |child| {
            let word = child.definition();
            word.name == name && !word.free_name
        })
    }

    /// The first word inside that is `name`.
    pub fn child(self, name: &'static str) -> Option<Self> {
        self.children_named(name).next()
    }

    /// What stands inside under names that the charter chooses: values of a scope, parts of a sum.
    pub fn chosen_children(self) -> impl Iterator<Item = Self> + use<'f> {
        self.children().filter(|child| child.definition().free_name)
    }

    /// The word of a charter file that a template's `for` names.
    pub fn like(self) -> Option<&'static Word> {
        super::shape::like(self.definition(), self.node).map(|word| Language::get().word(word))
    }

    fn given(self, entry: Entry<'f>) -> Given<'f> {
        Given::new(self.form, entry)
    }
}

impl fmt::Debug for Cursor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {:?}", self.name(), self.head())
    }
}
