//! Puts blocks and likenesses of the definition in their places, so that every word has all that it may say.

use super::load::{self, Body, Definition, Malformed, Part};
use super::{Child, Word, WordId};
use crate::kdl;

/// The definition that files give, by their paths and texts.
pub fn definition_of(files: &[(&'static str, &str)]) -> Definition {
    let trees: Vec<_> = files.iter().map(|(path, text)| (*path, kdl::read(text))).collect();
    let mut definition = load::read(trees.leak());
    resolve(&mut definition);
    definition
}

/// Fills the words of a definition. Cycles and names that do not exist are reported.
fn resolve(definition: &mut Definition) {
    let mut words = std::mem::take(&mut definition.words);
    let mut malformed = Vec::new();
    let names: Vec<&'static str> = words.iter().map(|word| word.name).collect();
    for (word, body) in words.iter_mut().zip(&definition.bodies) {
        Filling { definition, names: &names, malformed: &mut malformed, open: Vec::new(), word }.fill(body, Take::All);
        check(word, &names, body, &mut malformed);
    }
    definition.words = words;
    definition.malformed.append(&mut malformed);
}

/// What is taken of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Take {
    All,
    /// Properties and children, none of them required.
    Likeness,
}

struct Filling<'a> {
    definition: &'a Definition,
    names: &'a [&'static str],
    malformed: &'a mut Vec<Malformed>,
    /// The blocks and words that are being put in, outermost first.
    open: Vec<&'static str>,
    word: &'a mut Word,
}

impl Filling<'_> {
    fn fill(&mut self, body: &Body, take: Take) {
        for part in &body.parts {
            match part {
                Part::Argument(argument) if take == Take::All => self.word.arguments.to_mut().push(argument.clone()),
                Part::Argument(_) => {}
                Part::Property(property) => {
                    let mut property = property.clone();
                    property.optional |= take == Take::Likeness;
                    self.word.properties.to_mut().push(property);
                }
                Part::Child(child) => {
                    let count = if take == Take::All { child.count } else { child.count.optional() };
                    self.word.children.to_mut().push(Child { word: child.word, count });
                }
                Part::RestProperty(rest) => {
                    if self.word.rest_property.replace(rest.clone()).is_some() {
                        self.report(body, "has two `rest prop=`");
                    }
                }
                Part::RestChild(names, word) => {
                    if self.word.rest_child.replace((*names, *word)).is_some() {
                        self.report(body, "has two `rest child=`");
                    }
                }
                Part::LikeNamed(property) => self.word.like_named = Some(property),
                Part::Use(name) => {
                    let block = self.definition.blocks.get(name);
                    self.inside(body, name, block, take);
                }
                Part::Like(name) => {
                    let named = |child: &&Child| self.names[child.word.0 as usize] == *name;
                    let word = self.definition.top.iter().find(named);
                    let like = word.map(|child| &self.definition.bodies[child.word.0 as usize]);
                    self.inside(body, name, like, Take::Likeness);
                }
            }
        }
    }

    fn inside(&mut self, from: &Body, name: &'static str, body: Option<&Body>, take: Take) {
        match body {
            None => self.report(from, &format!("takes in `{name}`, which is not defined")),
            Some(_) if self.open.contains(&name) => self.report(from, &format!("takes in `{name}` inside itself")),
            Some(body) => {
                self.open.push(name);
                self.fill(body, take);
                self.open.pop();
            }
        }
    }

    fn report(&mut self, body: &Body, what: &str) {
        let message = format!("the word `{}` {what}", self.word.name);
        self.malformed.push(body.place.malformed(message));
    }
}

/// What must hold for a word when everything is in its place.
fn check(word: &Word, names: &[&'static str], body: &Body, malformed: &mut Vec<Malformed>) {
    let mut report = |what: String| {
        let message = format!("the word `{}` {what}", word.name);
        malformed.push(body.place.malformed(message));
    };
    let name_of = |id: WordId| names[id.0 as usize];
    for (at, child) in word.children.iter().enumerate() {
        if word.children[..at].iter().any(|other| name_of(other.word) == name_of(child.word)) {
            report(format!("has two words `{}` inside", name_of(child.word)));
        }
    }
    for (at, property) in word.properties.iter().enumerate() {
        if word.properties[..at].iter().any(|other| other.name == property.name) {
            report(format!("has two properties `{}`", property.name));
        }
        if property.default.is_some() && !property.optional {
            report(format!("has a default for `{}`, which must be said", property.name));
        }
    }
    for pair in word.arguments.windows(2) {
        if pair[0].many {
            report(format!("has an argument after `{}`, which takes all", pair[0].name));
        }
        if pair[0].optional && !pair[1].optional {
            report(format!("requires `{}` after `{}`, which may be left out", pair[1].name, pair[0].name));
        }
    }
    if let Some(named) = word.like_named
        && word.property(named).is_none()
    {
        report(format!("is like the word that `{named}` names, and has no such property"));
    }
}
