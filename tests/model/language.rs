//! Every word of the language is in the model.

use std::collections::BTreeSet;
use std::ops::Range;

use charter::language::{self, Language, WordId};
use charter::model::choice::Choice;
use charter::source::FileId;
use charter::syntax::{Cursor, Form};

use super::model_of;

/// All examples of the language, each with the frame in which it stands.
fn examples() -> Vec<(String, &'static str)> {
    let language = Language::get();
    let mut examples = Vec::new();
    for (id, _) in language.words() {
        for example in language.examples(id) {
            let frame = if example.contains("\ncharter ") || example.starts_with("charter ") {
                ""
            } else {
                language::frame().1
            };
            examples.push((example.to_owned(), frame));
        }
    }
    examples.push((language::frame().1.to_owned(), ""));
    examples
}

#[test]
fn every_example_of_the_language_resolves() {
    for (example, frame) in examples() {
        let (_, found) = model_of(&[&example, frame]);
        assert_eq!(found, [], "{example}");
    }
}

/// A word or a property, where it stands in an example.
struct Place {
    word: WordId,
    property: Option<String>,
    range: Range<usize>,
}

fn places(cursor: Cursor<'_>, places: &mut Vec<Place>) {
    let word = cursor.word();
    places.push(Place { word, property: None, range: cursor.span().range() });
    for property in cursor.definition().properties.iter() {
        if let Some(given) = cursor.property(property.name) {
            let range = given.entry_span().range();
            places.push(Place { word, property: Some(property.name.to_owned()), range });
        }
    }
    for child in cursor.children() {
        self::places(child, places);
    }
}

/// Words that say something to other parts of the program than the model.
const ELSEWHERE: &[&str] = &["include"];

/// What a word says is in the model if the model is another one without it. The word is covered with blanks, so that
/// everything else stays where it is.
#[test]
fn every_word_and_every_property_is_in_the_model() {
    let language = Language::get();
    let (mut seen, mut lost) = (BTreeSet::new(), BTreeSet::new());
    for (example, frame) in examples() {
        let whole = format!("{:?}", model_of(&[&example, frame]).0);
        let (form, _): (Form, _) = charter::syntax::shape(FileId(0), charter::kdl::read(&example));
        let mut found = Vec::new();
        for cursor in form.words() {
            places(cursor, &mut found);
        }
        for Place { word, property, range } in found {
            let key = (word, property);
            if seen.contains(&key) {
                continue;
            }
            let blank = " ".repeat(range.len());
            let without = [&example[..range.start], &blank, &example[range.end..]].concat();
            if format!("{:?}", model_of(&[&without, frame]).0) == whole {
                lost.insert(key);
            } else {
                lost.remove(&key);
                seen.insert(key);
            }
        }
    }
    let name = |(word, property): &(WordId, Option<String>)| {
        let path = language.word(*word).name;
        property.as_ref().map_or(path.to_owned(), |property| format!("{path} {property}="))
    };
    let lost: Vec<String> = lost.iter().map(name).filter(|name| !ELSEWHERE.contains(&name.as_str())).collect();
    assert!(lost.is_empty(), "in no model: {}", lost.join(", "));
    let unseen = language.words().filter(|(id, word)| {
        let in_example = seen.contains(&(*id, None));
        !in_example && !ELSEWHERE.contains(&word.name) && word.like_named.is_none()
    });
    let unseen: Vec<&str> = unseen.map(|(_, word)| word.name).collect();
    assert!(unseen.is_empty(), "in no example: {}", unseen.join(", "));
}

/// The words of each closed list of the language are those of an enum of the model.
#[test]
fn every_closed_list_is_known_to_the_model() {
    use charter::model::{delivery, flow, operations, system, types};
    fn words<C: Choice>() -> Vec<&'static str> {
        C::ALL.iter().map(|choice| choice.word()).collect()
    }
    let list = |word: &str, name: &str| {
        let language = Language::get();
        let found = language.named(word).find_map(|id| {
            let word = language.word(id);
            let argument = word.argument(name).map(|(_, argument)| &argument.ty);
            match argument.or_else(|| word.property(name).map(|property| &property.ty)) {
                Some(language::Type::OneOf(choices)) => {
                    Some(choices.iter().map(|choice| choice.name).collect::<Vec<_>>())
                }
                _ => None,
            }
        });
        found.expect("the language has the list")
    };
    assert_eq!(words::<system::SystemKind>(), list("system", "kind"));
    assert_eq!(words::<system::Protocol>(), list("endpoint", "protocol"));
    assert_eq!(words::<system::Auth>(), list("auth", "scheme"));
    assert_eq!(words::<delivery::Guarantee>(), list("delivery", "guarantee"));
    assert_eq!(words::<delivery::Backoff>(), list("retry", "backoff"));
    assert_eq!(words::<delivery::EarlyPolicy>(), list("early", "policy"));
    assert_eq!(words::<delivery::StalePolicy>(), list("stale", "policy"));
    assert_eq!(words::<flow::Pattern>(), list("pattern", "pattern"));
    assert_eq!(words::<operations::Urgency>(), list("exception", "severity"));
    assert_eq!(words::<types::IdentifierKind>(), list("type", "kind"));
    assert_eq!(words::<types::Dimension>(), list("unit", "dimension"));
}
