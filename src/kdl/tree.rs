//! The tree of one text: a flat arena, and handles that walk it.

use std::borrow::Cow;
use std::fmt;

use super::Range;
use super::lexer::{Lexer, Token, starts_number};
use super::number::Number;
use super::problem::Problem;
use super::strings::Text;
use crate::steps::step;

/// A range that is not there is empty and at 0: nothing that has a place is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    pub start: u32,
    pub end: u32,
}

impl Place {
    fn range(self) -> Range {
        self.start..self.end
    }

    fn get(self) -> Option<Self> {
        (self.end > 0).then_some(self)
    }
}

/// A node in the arena. Its entries end where the next node's start; its subtree ends before `next`.
#[derive(Clone, Copy, Debug)]
pub(super) struct NodeData {
    pub annotation: Place,
    pub name: Place,
    pub block: Place,
    pub start: u32,
    pub head_end: u32,
    pub end: u32,
    pub parent: u32,
    pub next: u32,
    pub entries: u32,
}

/// An argument or a property in the arena.
#[derive(Clone, Copy, Debug)]
pub(super) struct EntryData {
    pub key: Place,
    pub annotation: Place,
    pub value: Place,
    pub start: u32,
}

/// Stands for "no node".
pub(super) const NONE: u32 = u32::MAX;

/// A text, read. It owns the text.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    pub(super) text: Box<str>,
    pub(super) nodes: Vec<NodeData>,
    pub(super) entries: Vec<EntryData>,
    pub(super) broken: Vec<u32>,
    pub(super) problems: Vec<Problem>,
}

impl Tree {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The nodes of the top level; those left out with `/-` are not in the tree.
    pub fn nodes(&self) -> Nodes<'_> {
        Nodes { tree: self, at: 0, end: self.nodes.len() as u32 }
    }

    /// The node of an id that this tree gave out.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { tree: self, id: id.0 }
    }

    /// All nodes in document order, parents before children.
    pub fn all(&self) -> impl ExactSizeIterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|id| Node { tree: self, id })
    }

    /// The number of nodes; ids are below it.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is no node.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// What is wrong, in order of place. Empty if and only if the text is a valid KDL 2 document
    /// (whose blocks are not nested deeper than [`super::MAX_DEPTH`]).
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The tokens; they tile the text.
    pub fn tokens(&self) -> impl Iterator<Item = Token> {
        Lexer::new(&self.text)
    }

    /// The innermost node whose span holds `offset` or ends there.
    pub fn node_at(&self, offset: u32) -> Option<Node<'_>> {
        let after = self.nodes.partition_point(|node| node.start <= offset);
        let mut node = Node { tree: self, id: after.checked_sub(1)? as u32 };
        while node.data().end < offset {
            node = node.parent()?;
        }
        Some(node)
    }

    pub(super) fn slice(&self, place: Place) -> &str {
        &self.text[place.start as usize..place.end as usize]
    }

    /// Whether the string at a place says `text`: most strings are bare words, and most differ in their length.
    fn says(&self, place: Place, text: &str) -> bool {
        let raw = &self.text.as_bytes()[place.start as usize..place.end as usize];
        if raw.len() == text.len() {
            return raw == text.as_bytes();
        }
        matches!(raw.first(), Some(b'"' | b'#')) && self.text_at(place).is(text)
    }

    fn text_at(&self, place: Place) -> Text<'_> {
        Text::new(self.slice(place), place.start)
    }
}

/// A node of one tree. Ids are dense, in document order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

/// A node: a name, entries, and children in a block.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    tree: &'t Tree,
    id: u32,
}

impl<'t> Node<'t> {
    fn data(self) -> &'t NodeData {
        &self.tree.nodes[self.id as usize]
    }

    /// Its id.
    pub fn id(self) -> NodeId {
        NodeId(self.id)
    }

    /// Its name.
    pub fn name(self) -> Text<'t> {
        self.tree.text_at(self.data().name)
    }

    /// The `type` of `(type)name`.
    pub fn annotation(self) -> Option<Text<'t>> {
        Some(self.tree.text_at(self.data().annotation.get()?))
    }

    /// Arguments and properties in order; those left out with `/-` are not in the tree.
    pub fn entries(self) -> Entries<'t> {
        let after = self.tree.nodes.get(self.id as usize + 1);
        let end = after.map_or(self.tree.entries.len(), |node| node.entries as usize);
        Entries { tree: self.tree, at: self.data().entries, end: end as u32 }
    }

    /// Arguments in order.
    pub fn arguments(self) -> impl Iterator<Item = Entry<'t>> {
        self.entries().filter(|entry| entry.key().is_none())
    }

    /// Properties in order, also those that a later one of the same key overrides.
    pub fn properties(self) -> impl Iterator<Item = Entry<'t>> {
        self.entries().filter(|entry| entry.key().is_some())
    }

    /// The property `key`: the last one, as KDL says.
    pub fn property(self, key: &str) -> Option<Entry<'t>> {
        let Entries { tree, at, end } = self.entries();
        let entries = (at..end).rev().inspect(|_| step(1));
        let says = |index: &u32| tree.entries[*index as usize].key.get().is_some_and(|place| tree.says(place, key));
        entries.into_iter().find(says).map(|index| Entry { tree, index })
    }

    /// The nodes in its block; none without a block.
    pub fn children(self) -> Nodes<'t> {
        Nodes { tree: self.tree, at: self.id + 1, end: self.data().next }
    }

    /// From `{` to after `}`, or to where an unclosed block was given up.
    pub fn block(self) -> Option<Range> {
        Some(self.data().block.get()?.range())
    }

    /// The node in whose block it is.
    pub fn parent(self) -> Option<Self> {
        let id = self.data().parent;
        (id != NONE).then_some(Self { tree: self.tree, id })
    }

    /// From the annotation or name to the end, block included.
    pub fn span(self) -> Range {
        self.data().start..self.data().end
    }

    /// From the annotation or name to the last entry, without the block.
    pub fn head(self) -> Range {
        self.data().start..self.data().head_end
    }

    /// Whether something outside its block could not be read. That was reported: what seems to be missing or
    /// unknown in its name and entries may follow from it.
    pub fn is_broken(self) -> bool {
        self.tree.broken.binary_search(&self.id).is_ok()
    }
}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Node({}, {:?} at {:?})", self.id, self.name(), self.span())
    }
}

/// Nodes of one block, or of the top level.
#[derive(Clone, Debug)]
pub struct Nodes<'t> {
    tree: &'t Tree,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Nodes<'t> {
    type Item = Node<'t>;

    fn next(&mut self) -> Option<Node<'t>> {
        if self.at >= self.end {
            return None;
        }
        step(1);
        let node = Node { tree: self.tree, id: self.at };
        self.at = node.data().next;
        Some(node)
    }
}

/// Entries of one node.
#[derive(Clone, Debug)]
pub struct Entries<'t> {
    tree: &'t Tree,
    at: u32,
    end: u32,
}

impl<'t> Iterator for Entries<'t> {
    type Item = Entry<'t>;

    fn next(&mut self) -> Option<Entry<'t>> {
        let index = self.at;
        step(1);
        (index < self.end).then(|| {
            self.at += 1;
            Entry { tree: self.tree, index }
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = (self.end - self.at) as usize;
        (left, Some(left))
    }
}

impl ExactSizeIterator for Entries<'_> {}

/// An argument (`value`) or a property (`key=value`).
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    tree: &'t Tree,
    index: u32,
}

impl<'t> Entry<'t> {
    fn data(self) -> &'t EntryData {
        &self.tree.entries[self.index as usize]
    }

    /// The key of a property; none for an argument.
    pub fn key(self) -> Option<Text<'t>> {
        Some(self.tree.text_at(self.data().key.get()?))
    }

    /// The `type` of `(type)value`.
    pub fn annotation(self) -> Option<Text<'t>> {
        Some(self.tree.text_at(self.data().annotation.get()?))
    }

    /// The value.
    pub fn value(self) -> Value<'t> {
        let place = self.data().value;
        let raw = self.tree.slice(place);
        let bytes = raw.as_bytes();
        match bytes[0] {
            b'0'..=b'9' => Value::Number(Number::new(raw)),
            b'#' | b't' | b'f' | b'n' | b'i' | b'+' | b'-' | b'.' => match raw.strip_prefix('#').unwrap_or(raw) {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                "null" => Value::Null,
                "inf" | "-inf" | "nan" => Value::Number(Number::new(raw)),
                _ if starts_number(bytes) => Value::Number(Number::new(raw)),
                _ => Value::String(Text::new(raw, place.start)),
            },
            _ => Value::String(Text::new(raw, place.start)),
        }
    }

    /// Where the value stands, without key and annotation.
    pub fn value_span(self) -> Range {
        self.data().value.range()
    }

    /// Where all of it stands.
    pub fn span(self) -> Range {
        self.data().start..self.data().value.end
    }
}

impl fmt::Debug for Entry<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Entry({:?}={:?} at {:?})", self.key(), self.value(), self.span())
    }
}

/// What an entry says.
#[derive(Clone, Copy, Debug)]
pub enum Value<'t> {
    /// A string of any form.
    String(Text<'t>),
    /// A number, `#inf`, `#-inf` and `#nan` included.
    Number(Number<'t>),
    /// `#true` or `#false`.
    Bool(bool),
    /// `#null`.
    Null,
}

impl<'t> Value<'t> {
    /// The string, decoded.
    pub fn as_str(self) -> Option<Cow<'t, str>> {
        self.as_text().map(Text::get)
    }

    /// The string with its place.
    pub fn as_text(self) -> Option<Text<'t>> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The number.
    pub fn as_number(self) -> Option<Number<'t>> {
        if let Self::Number(number) = self { Some(number) } else { None }
    }

    /// The number, if it is whole and fits.
    pub fn as_i64(self) -> Option<i64> {
        self.as_number()?.as_i64()
    }

    /// `#true` or `#false`.
    pub fn as_bool(self) -> Option<bool> {
        if let Self::Bool(value) = self { Some(value) } else { None }
    }

    /// Whether it is `#null`.
    pub fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }

    /// What kind of value it is, for messages: `string`, `number`, `boolean`, `null`.
    pub fn kind(self) -> &'static str {
        match self {
            Self::String(_) => "string",
            Self::Number(_) => "number",
            Self::Bool(_) => "boolean",
            Self::Null => "null",
        }
    }
}
