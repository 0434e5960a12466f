//! Reads the definition of the language from its KDL into parts, one list for each word and each block.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::grammar::Shape;
use super::{Action, Argument, Assumed, Change, ChangePolicy, Child, Choice, Count, DeclaredKind, Effect, Names};
use super::{Parties, Party, Property, RestProperty, Type, Word, WordId};
use crate::kdl::{Entry, Node, Nodes, Text, Tree, Value};

/// Something that is wrong with the definition: a mistake in the program, never in a charter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The file and the line, as `language/flows.kdl:12`.
    pub place: String,
    /// What is wrong.
    pub message: String,
}

/// One thing that the definition says inside a word or a block, in its order.
pub(super) enum Part {
    Argument(Argument),
    Property(Property),
    Child(Child),
    RestProperty(RestProperty),
    RestChild(Names, WordId),
    LikeNamed(&'static str),
    /// The parts of the block of this name.
    Use(&'static str),
    /// The properties and children of the top-level word of this name, all optional.
    Like(&'static str),
}

/// What a word or a block says.
pub(super) struct Body {
    pub(super) place: Place,
    pub(super) parts: Vec<Part>,
}

/// Where something stands in the definition.
#[derive(Clone, Copy)]
pub(super) struct Place {
    path: &'static str,
    tree: &'static Tree,
    offset: u32,
}

impl Place {
    /// A mistake at this place.
    pub(super) fn malformed(self, message: String) -> Malformed {
        let before = self.tree.text().get(..self.offset as usize).unwrap_or_default();
        Malformed { place: format!("{}:{}", self.path, before.matches('\n').count() + 1), message }
    }
}

/// The whole definition.
#[derive(Default)]
pub struct Definition {
    /// The words; until blocks are put in their places with nothing in them.
    pub words: Vec<Word>,
    /// What stands in each word, by its id.
    pub(super) bodies: Vec<Body>,
    pub(super) blocks: BTreeMap<&'static str, Body>,
    /// The words of a charter file.
    pub top: Vec<Child>,
    /// Examples of words, as they stand in the definition.
    pub examples: Vec<(WordId, Text<'static>)>,
    /// What is wrong with it.
    pub malformed: Vec<Malformed>,
}

/// Reads a definition. What is malformed is left out and reported.
pub(super) fn read(files: &'static [(&'static str, Tree)]) -> Definition {
    let mut definition = Definition::default();
    for (path, tree) in files {
        let mut file = File { path, tree, into: &mut definition };
        for problem in tree.problems() {
            file.malformed(problem.range.start, problem.message());
        }
        file.top(tree.nodes());
    }
    definition
}

struct File<'d> {
    path: &'static str,
    tree: &'static Tree,
    into: &'d mut Definition,
}

impl File<'_> {
    fn top(&mut self, nodes: Nodes<'static>) {
        for node in nodes {
            let nothing = ChangePolicy::default();
            if node.name().is("word") {
                let child = self.word(node, &nothing);
                self.into.top.push(child);
            } else if node.name().is("block") {
                let name = strings(node).next().unwrap_or_default();
                let policy = self.policy(node, &nothing);
                let body = self.body(node, None, &policy);
                if self.into.blocks.insert(name, body).is_some() {
                    self.malformed(node.span().start, format!("the block `{name}` is defined twice"));
                }
            } else {
                self.malformed(node.span().start, format!("`{}` cannot stand here", node.name().get()));
            }
        }
    }

    /// Defines the word of `node`. What its changes do follows from `around` where it does not say so itself.
    fn word(&mut self, node: Node<'static>, around: &ChangePolicy) -> Child {
        let (name, summary) = self.name_and_summary(node);
        let declares = key(node, "declares").and_then(|word| {
            let kind = DeclaredKind::from_word(word);
            if kind.is_none() {
                self.malformed(node.span().start, format!("`{word}` is not a kind"));
            }
            kind
        });
        let count = match key(node, "count") {
            None | Some("*") => Count::Any,
            Some("1") => Count::One,
            Some("?") => Count::Optional,
            Some("+") => Count::Some,
            Some(other) => {
                self.malformed(node.span().start, format!("`{other}` is not a count"));
                Count::Any
            }
        };
        let change = self.policy(node, around);
        let word = self.add(Word { declares, change, ..nothing_yet(name, summary) }, node);
        Child { word, count }
    }

    fn add(&mut self, word: Word, node: Node<'static>) -> WordId {
        let id = WordId(self.into.words.len() as u16);
        let policy = word.change;
        self.into.words.push(word);
        self.into.bodies.push(Body { place: self.place(node), parts: Vec::new() });
        let body = self.body(node, Some(id), &policy);
        self.into.bodies[id.0 as usize] = body;
        id
    }

    fn body(&mut self, node: Node<'static>, word: Option<WordId>, policy: &ChangePolicy) -> Body {
        // A part that says nothing about its own changes: adding, removing or changing it updates what is around it.
        let part_policy = ChangePolicy { add: policy.update, remove: policy.update, ..*policy };
        self.shape(node);
        let mut parts = Vec::new();
        for child in node.children() {
            let name = child.name().get();
            match (&*name, word) {
                ("word", _) => parts.push(Part::Child(self.word(child, &part_policy))),
                ("arg", _) => parts.push(Part::Argument(self.argument(child, &part_policy))),
                ("prop", _) => parts.push(Part::Property(self.property(child, &part_policy))),
                ("rest", _) => parts.extend(self.rest(child, &part_policy)),
                ("use", _) => parts.extend(strings(child).map(Part::Use)),
                ("like", _) => parts.extend(strings(child).map(Part::Like)),
                ("like-named", _) => parts.extend(strings(child).map(Part::LikeNamed)),
                ("change", _) => {}
                ("doc", Some(id)) => {
                    self.into.words[id.0 as usize].doc = argument_text(child).map(|text| keep(text.get()));
                }
                ("example", Some(id)) => self.into.examples.extend(argument_text(child).map(|text| (id, text))),
                _ => self.malformed(child.span().start, format!("`{name}` cannot stand here")),
            }
            if !matches!(&*name, "word" | "rest") {
                self.shape(child);
            }
        }
        Body { place: self.place(node), parts }
    }

    fn argument(&mut self, node: Node<'static>, around: &ChangePolicy) -> Argument {
        let (name, summary) = self.name_and_summary(node);
        Argument {
            name,
            summary,
            ty: self.ty(node),
            many: boolean(node, "many").unwrap_or(false),
            optional: boolean(node, "optional").unwrap_or(false),
            change: self.policy(node, around),
        }
    }

    fn property(&mut self, node: Node<'static>, around: &ChangePolicy) -> Property {
        let (name, summary) = self.name_and_summary(node);
        let ty = self.ty(node);
        let default = node.property("default").and_then(|entry| self.assumed(entry, &ty));
        Property {
            name,
            summary,
            ty,
            optional: boolean(node, "optional").unwrap_or(true),
            default,
            change: self.policy(node, around),
        }
    }

    fn rest(&mut self, node: Node<'static>, around: &ChangePolicy) -> Option<Part> {
        let summary = strings(node).next().unwrap_or_default();
        let named = [Names::Scope, Names::Object, Names::Axis, Names::Free];
        let known = |word: &str| named.into_iter().find(|names| names.word() == word);
        if let Some(names) = key(node, "prop").and_then(known) {
            self.shape(node);
            let ty = match names {
                Names::Scope => Type::ScopeValue,
                Names::Object => Type::State,
                Names::Axis | Names::Free => Type::Literal,
            };
            return Some(Part::RestProperty(RestProperty { names, summary, ty }));
        }
        if let Some(names) = key(node, "child").and_then(known) {
            let word =
                Word { free_name: true, change: self.policy(node, around), ..nothing_yet(names.word(), summary) };
            return Some(Part::RestChild(names, self.add(word, node)));
        }
        self.malformed(node.span().start, "`rest` says `prop=` or `child=`, and from where the names come");
        None
    }

    fn ty(&mut self, node: Node<'static>) -> Type {
        let name = key(node, "type").unwrap_or_default();
        match name {
            "ref" => {
                let words = key(node, "to").unwrap_or_default();
                let kinds: Vec<DeclaredKind> = words.split(' ').filter_map(DeclaredKind::from_word).collect();
                if kinds.is_empty() || kinds.len() != words.split(' ').count() {
                    self.malformed(node.span().start, format!("`{words}` does not name kinds"));
                }
                Type::Ref(kinds.leak())
            }
            "one-of" => {
                let values = node.children().filter(|child| child.name().is("value"));
                let choices: Vec<Choice> = values
                    .map(|value| {
                        self.shape(value);
                        let (name, summary) = self.name_and_summary(value);
                        Choice { name, summary }
                    })
                    .collect();
                if choices.is_empty() {
                    self.malformed(node.span().start, "a `one-of` has no `value`");
                }
                Type::OneOf(choices.leak())
            }
            plain => Type::plain(plain).unwrap_or_else(|| {
                self.malformed(node.span().start, format!("`{plain}` is not a type"));
                Type::Literal
            }),
        }
    }

    fn assumed(&mut self, entry: Entry<'static>, ty: &Type) -> Option<Assumed> {
        let assumed = match (entry.value(), ty) {
            (Value::Bool(truth), Type::Boolean) => Some(Assumed::Boolean(truth)),
            (Value::Number(number), Type::Integer) => number.as_i64().map(Assumed::Integer),
            (Value::String(text), Type::OneOf(choices)) => {
                choices.iter().find(|choice| text.is(choice.name)).map(|choice| Assumed::Text(choice.name))
            }
            (Value::String(text), Type::String) => Some(Assumed::Text(keep(text.get()))),
            _ => None,
        };
        if assumed.is_none() {
            self.malformed(entry.span().start, format!("the default is not of the type `{}`", ty.name()));
        }
        assumed
    }

    /// What `change` says in `node`; `around` where it says nothing.
    fn policy(&mut self, node: Node<'static>, around: &ChangePolicy) -> ChangePolicy {
        let mut policy = *around;
        for change in node.children().filter(|child| child.name().is("change")) {
            // `update` first: what it says of growing and shrinking is refined by `raise` and `lower`.
            for action in Action::ALL.iter().copied() {
                let Some(said) = key(change, action.word()) else { continue };
                if let Some(what) = effect(said) {
                    set(&mut policy, action, what);
                } else {
                    let message = format!("`{said}` is not an effect, followed by parties unless it is safe");
                    self.malformed(change.span().start, message);
                }
            }
        }
        policy
    }

    fn name_and_summary(&mut self, node: Node<'static>) -> (&'static str, &'static str) {
        let mut strings = strings(node);
        let found = (strings.next().unwrap_or_default(), strings.next().unwrap_or_default());
        if found.0.is_empty() || found.1.is_empty() {
            self.malformed(node.span().start, format!("`{}` has a name and a summary", node.name().get()));
        }
        found
    }

    /// Reports what the shape of a word of the definition does not allow at `node`.
    fn shape(&mut self, node: Node<'static>) {
        let name = node.name().get();
        let Some(shape) = Shape::of(&name) else { return };
        let given = node.arguments().count();
        if given > shape.arguments {
            self.malformed(node.span().start, format!("`{name}` has {given} arguments; is a `;` missing?"));
        }
        for (at, entry) in node.properties().enumerate() {
            let Some(key) = entry.key() else { continue };
            if !shape.keys.iter().any(|known| key.is(known)) {
                self.malformed(entry.span().start, format!("`{name}` has no key `{}`", key.get()));
            }
            let earlier = node.properties().take(at).filter_map(Entry::key);
            if earlier.into_iter().any(|other| other.get() == key.get()) {
                self.malformed(entry.span().start, format!("`{}` is said twice", key.get()));
            }
        }
    }

    fn place(&self, node: Node<'static>) -> Place {
        Place { path: self.path, tree: self.tree, offset: node.span().start }
    }

    fn malformed(&mut self, offset: u32, message: impl Into<String>) {
        let place = Place { path: self.path, tree: self.tree, offset };
        self.into.malformed.push(place.malformed(message.into()));
    }
}

/// A word that says nothing yet.
fn nothing_yet(name: &'static str, summary: &'static str) -> Word {
    Word {
        name,
        summary,
        doc: None,
        declares: None,
        arguments: Cow::Borrowed(&[]),
        properties: Cow::Borrowed(&[]),
        children: Cow::Borrowed(&[]),
        rest_property: None,
        rest_child: None,
        like_named: None,
        change: ChangePolicy::default(),
        free_name: false,
    }
}

/// Says what `action` does; an update says anew what growing and shrinking do.
fn set(policy: &mut ChangePolicy, action: Action, change: Change) {
    match action {
        Action::Add => policy.add = change,
        Action::Remove => policy.remove = change,
        Action::Update => (policy.update, policy.raise, policy.lower) = (change, None, None),
        Action::Raise => policy.raise = Some(change),
        Action::Lower => policy.lower = Some(change),
    }
}

/// The text for as long as the program runs, as the definition itself; what had escapes is copied once.
fn keep(text: Cow<'static, str>) -> &'static str {
    match text {
        Cow::Borrowed(text) => text,
        Cow::Owned(text) => text.leak(),
    }
}

/// The arguments that are strings.
fn strings(node: Node<'static>) -> impl Iterator<Item = &'static str> {
    node.arguments().filter_map(|entry| entry.value().as_str()).map(keep)
}

fn key(node: Node<'static>, key: &str) -> Option<&'static str> {
    node.property(key).and_then(|entry| entry.value().as_str()).map(keep)
}

/// What a text such as `breaking readers senders` says.
fn effect(said: &str) -> Option<Change> {
    let mut words = said.split(' ');
    let effect = words.next().and_then(|word| Effect::ALL.iter().copied().find(|known| known.word() == word))?;
    let party = |word: &str| Party::ALL.iter().copied().find(|known| known.word() == word);
    let parties: Parties = words.map(party).collect::<Option<_>>()?;
    (parties.is_empty() == (effect == Effect::Safe)).then_some(Change { effect, parties })
}

fn boolean(node: Node<'static>, key: &str) -> Option<bool> {
    match node.property(key)?.value() {
        Value::Bool(truth) => Some(truth),
        _ => None,
    }
}

fn argument_text(node: Node<'static>) -> Option<Text<'static>> {
    node.arguments().find_map(|entry| match entry.value() {
        Value::String(text) => Some(text),
        _ => None,
    })
}
