//! Arguments and properties: how many, which, and of what type.

use std::collections::hash_map;

use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::kdl::{Entry, Node, Text};
use crate::language::{Argument, Property, Type, Word, WordId};
use crate::source::Span;

use super::{Checker, codes, in_a_sentence, takes_from_templates, value};
use crate::syntax::nearest::nearest;

/// What a message says of a property that is not there.
pub(super) fn missing_property(word: &str, place: Span, property: &Property) -> Diagnostic {
    codes::MISSING_PROPERTY
        .finding(format!("`{word}` needs the property `{}`", property.name))
        .at(place, format!("`{}=` is missing", property.name))
        .allowed(property.ty.choices().iter().map(|choice| choice.name))
        .help(format!("add `{}=`: {}", property.name, in_a_sentence(property.summary)))
}

impl Checker {
    /// Types in parentheses say nothing here.
    pub(super) fn annotations(&mut self, node: Node<'_>) {
        let of_entries = node.entries().filter_map(Entry::annotation);
        for text in node.annotation().into_iter().chain(of_entries) {
            let place = self.span(text.span());
            self.report(&codes::UNUSED_ANNOTATION, format!("the type `({})` says nothing", text.get()), |finding| {
                finding.at(place, "not read").help("remove it: the language knows the type of every value")
            });
        }
    }

    pub(super) fn arguments(&mut self, node: Node<'_>, word: &'static Word) {
        let mut given = 0;
        for entry in node.arguments() {
            let defined = word.arguments.get(given).or_else(|| word.arguments.last().filter(|last| last.many));
            if let Some(argument) = defined {
                self.value(&node.name().get(), &argument.ty, entry);
            }
            given += 1;
        }
        // What the reader could not make out was reported: what seems missing or too much may follow from it.
        if node.is_broken() {
            return;
        }
        if given > word.arguments.len() && !word.arguments.last().is_some_and(|last| last.many) {
            self.extra_argument(node, word);
        }
        for argument in word.arguments.iter().skip(given).filter(|argument| !argument.optional) {
            self.missing_argument(node, argument);
        }
    }

    fn missing_argument(&mut self, node: Node<'_>, argument: &Argument) {
        let place = self.span(node.name().span());
        let name = node.name().get();
        self.report(&codes::MISSING_ARGUMENT, format!("`{name}` needs its {}", argument.name), |finding| {
            finding
                .at(place, format!("{} is missing after this", argument.ty.expectation()))
                .help(format!("write it after `{name}`: {}", in_a_sentence(argument.summary)))
        });
    }

    fn extra_argument(&mut self, node: Node<'_>, word: &Word) {
        let name = node.name().get();
        let message = match word.arguments.len() {
            0 => format!("`{name}` takes no argument"),
            1 => format!("`{name}` takes one argument"),
            number => format!("`{name}` takes at most {number} arguments"),
        };
        let extra: Vec<Entry<'_>> = node.arguments().skip(word.arguments.len()).collect();
        let place = self.span(extra[0].span().start..extra[extra.len() - 1].span().end);
        let keys: Vec<_> = word.properties.iter().map(|property| format!("`{}=`", property.name)).collect();
        let joined = self.joined(node, word);
        self.report(&codes::EXTRA_ARGUMENT, message, |finding| {
            let finding = finding.at(place, "not read");
            match joined {
                Some((whole, text)) => finding.help(format!("write `{text}` if these words belong together")).fix(
                    format!("write `{text}`"),
                    whole,
                    text,
                ),
                None if keys.is_empty() => finding.help("remove it"),
                None => finding.help(format!("remove it, or say which property it is: {}", keys.join(", "))),
            }
        });
    }

    /// The last argument and what is too much as one, if all of them are bare words: a text that lacks its quotes.
    fn joined(&self, node: Node<'_>, word: &Word) -> Option<(Span, String)> {
        let last = word.arguments.last()?;
        let entries: Vec<Entry<'_>> = node.arguments().skip(word.arguments.len() - 1).collect();
        let bare = entries.iter().map(|entry| Some(entry.value().as_text().filter(|text| !text.is_quoted())?.get()));
        let words: Vec<_> = bare.collect::<Option<_>>()?;
        let text = match last.ty {
            Type::Name | Type::Word => words.join("-"),
            Type::Text | Type::String => format!("\"{}\"", words.join(" ")),
            _ => return None,
        };
        Some((self.span(entries[0].span().start..entries[entries.len() - 1].span().end), text))
    }

    pub(super) fn properties(&mut self, node: Node<'_>, word: WordId, like: Option<WordId>) {
        let definition = self.language.word(word);
        let like = like.map(|like| self.language.word(like));
        self.duplicates(node);
        self.excused.clear();
        for entry in node.properties() {
            let Some(key) = entry.key() else { continue };
            let name = key.get();
            let known = definition.property(&name).or_else(|| like?.property(&name));
            if let Some(property) = known {
                self.value(&name, &property.ty, entry);
            } else if let Some(rest) = definition.rest_property.as_ref().or_else(|| like?.rest_property.as_ref()) {
                self.value(&name, &rest.ty, entry);
            } else if !node.is_broken() {
                self.unknown_property(node, word, like, key);
            }
        }
        if node.is_broken() || takes_from_templates(self.language, word, node) {
            return;
        }
        for property in definition.properties.iter().filter(|property| !property.optional) {
            if node.property(property.name).is_none() && !self.excused.contains(&property.name) {
                let place = self.span(node.name().span());
                self.findings.push(missing_property(&node.name().get(), place, property));
            }
        }
    }

    /// KDL lets the last of two properties win, which would lose an owner silently.
    fn duplicates(&mut self, node: Node<'_>) {
        const FEW: usize = 8;
        let keys = || node.properties().filter_map(Entry::key);
        if keys().nth(FEW).is_none() {
            for (at, key) in keys().enumerate().skip(1) {
                if let Some(first) = keys().take(at).find(|first| first.is(&key.get())) {
                    self.duplicate(first, key);
                }
            }
            return;
        }
        let mut first_of = FxHashMap::default();
        for key in keys() {
            match first_of.entry(key.get()) {
                hash_map::Entry::Vacant(place) => _ = place.insert(key),
                hash_map::Entry::Occupied(first) => self.duplicate(*first.get(), key),
            }
        }
    }

    fn duplicate(&mut self, first: Text<'_>, again: Text<'_>) {
        let message = format!("`{}` is given more than once", again.get());
        let (first, again) = (self.span(first.span()), self.span(again.span()));
        self.report(&codes::DUPLICATE_PROPERTY, message, |finding| {
            finding.at(again, "given again").and(first, "given here first").help("a property has one value: remove one")
        });
    }

    fn unknown_property(&mut self, node: Node<'_>, word: WordId, like: Option<&'static Word>, key: Text<'_>) {
        let (name, owner) = (key.get(), node.name().get());
        let defined =
            self.language.word(word).properties.iter().chain(like.into_iter().flat_map(|like| like.properties.iter()));
        let known: Vec<&'static str> = defined.map(|property| property.name).collect();
        let near = nearest(&name, known.iter().copied());
        self.excused.extend(near);
        let place = self.span(key.span());
        let inside = self.language.child(word, &name).map(|child| self.language.word(child).name);
        self.report(&codes::UNKNOWN_PROPERTY, format!("`{owner}` has no property `{name}`"), |finding| {
            let finding = finding.at(place, "unknown property").allowed(known.iter().copied());
            match (near, inside) {
                (_, Some(inside)) => {
                    finding.help(format!("`{inside}` is a word: write it inside, as `{owner} ... {{ {inside} ... }}`"))
                }
                (Some(near), None) => {
                    finding.help(format!("did you mean `{near}`")).fix(format!("write `{near}`"), place, near)
                }
                (None, None) if known.is_empty() => finding.help(format!("`{owner}` has no properties: remove it")),
                (None, None) => finding.help(format!("its properties are {}", super::unknown::list(&known))),
            }
        });
    }

    fn value(&mut self, subject: &str, ty: &Type, entry: Entry<'_>) {
        value::check(self.file, subject, ty, entry, &mut self.findings);
    }
}
