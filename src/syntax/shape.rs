//! Which word of the language each node is, and what is wrong with it.

pub(super) mod codes;
mod entries;
mod unknown;
mod value;

use crate::diagnostic::Diagnostic;
use crate::kdl::{Node, NodeId, Nodes, Range, Tree};
use crate::language::{Child, Count, Language, Word, WordId};
use crate::rule::Code;
use crate::source::{FileId, Span};

use super::form::{Cursor, Form};
use super::nearest::nearest;

/// Checks the nodes of a file against the language. What is wrong is reported and left out of the form.
pub fn shape(file: FileId, tree: Tree) -> (Form, Vec<Diagnostic>) {
    let language = Language::get();
    let mut checker = Checker {
        language,
        file,
        words: vec![None; tree.len()],
        seen: vec![Seen::default(); language.words().len()],
        excused: Vec::new(),
        findings: Vec::new(),
    };
    checker.place(Place::File, tree.nodes());
    // Parents come before their children, so a node's word is known when its turn comes.
    for at in 0..tree.len() {
        if let Some(word) = checker.words[at] {
            checker.node(tree.node(NodeId(at as u32)), word);
        }
    }
    let Checker { words, findings, .. } = checker;
    (Form::new(file, tree, words), findings)
}

/// What a definition lacks although it takes words from elsewhere; `layers` are the definition itself and then all
/// that it takes words from. For a definition that takes from nowhere, [`shape`] has said it.
pub fn missing(layers: &[Cursor<'_>]) -> Vec<Diagnostic> {
    let Some(own) = layers.first() else { return Vec::new() };
    let mut findings = Vec::new();
    let definition = own.definition();
    for property in definition.properties.iter().filter(|property| !property.optional) {
        if layers.iter().all(|layer| layer.property(property.name).is_none()) {
            findings.push(entries::missing_property(&own.name(), own.name_span(), property));
        }
    }
    let language = Language::get();
    for word in language.required_children(own.word()).map(|word| language.word(word)) {
        if layers.iter().all(|layer| layer.child(word.name).is_none()) {
            findings.push(missing_word(&own.name(), own.name_span(), word));
        }
    }
    findings
}

/// The word of a charter file whose properties and words `node` also takes: what a template's `for` names.
pub(super) fn like(definition: &Word, node: Node<'_>) -> Option<WordId> {
    let named = node.property(definition.like_named?)?.value().as_str()?;
    Language::get().top(&named)
}

/// Whether what `node` does not say may be said by a template.
fn takes_from_templates(language: &Language, word: WordId, node: Node<'_>) -> bool {
    language.word(word).takes_children()
        && node.children().any(|child| child.name().is("as"))
        && language.child(word, "as").is_some()
}

fn missing_word(parent: &str, place: Span, word: &Word) -> Diagnostic {
    codes::MISSING_WORD
        .finding(format!("`{parent}` needs `{}`", word.name))
        .at(place, format!("`{}` is missing", word.name))
        .help(format!("add `{}`: {}", word.name, in_a_sentence(word.summary)))
}

/// A summary as a part of a sentence: without its capital and its full stop.
fn in_a_sentence(summary: &str) -> String {
    let summary = summary.trim_end_matches('.');
    let mut letters = summary.chars();
    match letters.next() {
        Some(first) if !letters.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => summary.to_owned(),
    }
}

/// Around what words stand.
#[derive(Clone, Copy)]
enum Place<'t> {
    /// Around the words of a file.
    File,
    /// Around the words inside a node, which is this word and, for a template, like this one.
    Node(Node<'t>, WordId, Option<WordId>),
}

impl Place<'_> {
    fn find(self, language: &Language, name: &str) -> Option<Child> {
        match self {
            Self::File => language.place(None, name),
            Self::Node(_, word, like) => language.place(Some(word), name).or_else(|| {
                let child = language.place(Some(like?), name)?;
                Some(Child { count: child.count.optional(), ..child })
            }),
        }
    }

    /// The words that may stand here.
    fn children(self, language: &Language) -> impl Iterator<Item = Child> {
        let (own, like): (&[Child], &[Child]) = match self {
            Self::File => (language.top_words(), &[]),
            Self::Node(_, word, like) => (language.children(word), like.map_or(&[], |like| language.children(like))),
        };
        let lenient = like.iter().map(|child| Child { count: child.count.optional(), ..*child });
        own.iter().copied().chain(lenient)
    }

    /// The number of the place, different for all places of a file.
    fn number(self) -> u32 {
        if let Self::Node(node, ..) = self { node.id().0 + 1 } else { 0 }
    }
}

/// In which place a word was seen last, and where it stood there first.
#[derive(Clone)]
struct Seen {
    place: u32,
    first: Range,
}

impl Default for Seen {
    fn default() -> Self {
        Self { place: u32::MAX, first: 0..0 }
    }
}

struct Checker {
    language: &'static Language,
    file: FileId,
    words: Vec<Option<WordId>>,
    seen: Vec<Seen>,
    /// Names of the place at hand that an unknown name was probably meant to be: they are not missing.
    excused: Vec<&'static str>,
    findings: Vec<Diagnostic>,
}

impl Checker {
    fn span(&self, range: Range) -> Span {
        Span::new(self.file, range)
    }

    fn report(&mut self, code: &'static Code, message: String, complete: impl FnOnce(Diagnostic) -> Diagnostic) {
        self.findings.push(complete(code.finding(message)));
    }

    /// Checks what a node says itself, and finds the words inside.
    fn node(&mut self, node: Node<'_>, word: WordId) {
        let definition = self.language.word(word);
        let like = like(definition, node);
        self.annotations(node);
        self.arguments(node, definition);
        self.properties(node, word, like);
        if node.children().next().is_some() && !definition.takes_children() {
            let name = node.name().get();
            let block = self.span(node.block().unwrap_or(node.span()));
            self.report(&codes::UNEXPECTED_BLOCK, format!("nothing may stand inside `{name}`"), |finding| {
                finding.at(block, "these words are not read").help(format!("move them out of `{name}`"))
            });
            return;
        }
        // A template that does not say what it is for may hold any word; that was reported.
        if definition.like_named.is_none() || like.is_some() {
            self.place(Place::Node(node, word, like), node.children());
        }
    }

    /// Finds the words of one place, and counts them.
    fn place<'t>(&mut self, place: Place<'t>, nodes: Nodes<'t>) {
        self.excused.clear();
        let number = place.number();
        for node in nodes {
            let name = node.name().get();
            if let Some(child) = place.find(self.language, &name) {
                self.words[node.id().0 as usize] = Some(child.word);
                self.count(place, child, node);
            } else if let Some(word) = self.chosen(place) {
                self.words[node.id().0 as usize] = Some(word);
            } else if !node.is_broken() {
                self.unknown_word(place, node, &name);
            }
        }
        let Place::Node(parent, word, like) = place else { return };
        if takes_from_templates(self.language, word, parent) {
            return;
        }
        for required in self.language.required_children(word) {
            let required_word = self.language.word(required);
            if self.seen[required.0 as usize].place == number || self.excused.contains(&required_word.name) {
                continue;
            }
            let place = self.span(parent.name().span());
            if !self.misspelt(Place::Node(parent, word, like), parent, required_word.name) {
                self.findings.push(missing_word(&parent.name().get(), place, required_word));
            }
        }
    }

    /// Looks for a missing word among the names that the charter chooses, where it would be taken for one of them.
    fn misspelt(&mut self, place: Place<'_>, parent: Node<'_>, required: &'static str) -> bool {
        let chosen = |node: &Node<'_>| {
            let word = self.words[node.id().0 as usize].map(|word| self.language.word(word));
            word.is_some_and(|word| word.free_name) && nearest(&node.name().get(), [required]).is_some()
        };
        let Some(node) = parent.children().find(chosen) else { return false };
        self.words[node.id().0 as usize] = None;
        self.unknown_word(place, node, &node.name().get());
        true
    }

    /// What stands at a place whose names the charter chooses.
    fn chosen(&self, place: Place<'_>) -> Option<WordId> {
        let Place::Node(_, word, like) = place else { return None };
        let rest = |word: WordId| self.language.word(word).rest_child.map(|(_, child)| child);
        rest(word).or_else(|| rest(like?))
    }

    fn count(&mut self, place: Place<'_>, child: Child, node: Node<'_>) {
        let seen = &mut self.seen[child.word.0 as usize];
        if seen.place != place.number() {
            *seen = Seen { place: place.number(), first: node.name().span() };
        } else if matches!(child.count, Count::One | Count::Optional) {
            let first = seen.first.clone();
            let (again, first) = (self.span(node.name().span()), self.span(first));
            let name = self.language.word(child.word).name;
            let around = match place {
                Place::File => "a file".to_owned(),
                Place::Node(parent, ..) => format!("`{}`", parent.name().get()),
            };
            self.report(&codes::REPEATED_WORD, format!("`{name}` stands in {around} more than once"), |finding| {
                finding.at(again, "said again").and(first, "said here first").help("keep one of them")
            });
        }
    }
}
