//! Every word is shown in an example, and every example is sound.

use std::collections::BTreeSet;

use charter::kdl;
use charter::language::{Language, WordId, definition, frame, pack, packs, standard};
use charter::source::{FileId, SourceFile, Sources};
use charter::syntax::{Cursor, shape};

use crate::example;

/// The words that occur below a word, with their properties.
fn words_of(cursor: Cursor<'_>, met: &mut BTreeSet<(WordId, &'static str)>) {
    met.insert((cursor.word(), ""));
    let properties = cursor.definition().properties.iter().map(|property| property.name);
    met.extend(properties.filter(|name| cursor.property(name).is_some()).map(|name| (cursor.word(), name)));
    for child in cursor.children() {
        words_of(child, met);
    }
}

#[test]
fn every_word_and_every_property_is_shown_in_an_example() {
    let language = Language::get();
    let mut met = BTreeSet::new();
    for (id, _) in language.words() {
        for example in language.examples(id) {
            let (form, _) = shape(FileId(0), kdl::read(example));
            form.words().for_each(|word| words_of(word, &mut met));
        }
    }
    let mut missing = Vec::new();
    for (id, word) in language.words() {
        // What is like a word of a charter file is shown there.
        let like = |part: &str| {
            let top = language.top(word.name).filter(|top| *top != id);
            top.is_some_and(|top| language.word(top).property(part).is_some())
        };
        let parts = word.properties.iter().map(|property| property.name).chain([""]);
        let unseen = parts.filter(|part| !met.contains(&(id, part)) && !like(part));
        missing.extend(unseen.map(|part| format!("{} {part}", super::path(language, id))));
    }
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_every_charter_may_name_is_written_in_the_language() {
    for (path, text) in standard().iter().copied().chain(packs().filter_map(pack)) {
        let (_, found) = shape(FileId(0), kdl::read(text));
        assert_eq!(found, [], "{path}");
    }
}

/// Every KDL text of the definition: its files, those that every charter builds on, and all examples.
fn texts() -> Vec<(String, String)> {
    let language = Language::get();
    let embedded = definition().iter().copied().chain(standard().iter().copied()).chain(packs().filter_map(pack));
    let mut texts: Vec<_> = embedded.chain([frame()]).map(|(path, text)| (path.to_owned(), text.to_owned())).collect();
    for (id, word) in language.words() {
        texts.extend(language.examples(id).map(|text| (format!("example of `{}`", word.name), format!("{text}\n"))));
    }
    texts
}

#[test]
fn every_text_is_valid_and_prints_back_unchanged() {
    for (name, text) in texts() {
        let tree = kdl::read(&text);
        assert!(tree.problems().is_empty(), "{name}: {:?}", tree.problems());
        assert_eq!(kdl::format(&tree), text, "{name}");
    }
}

/// The findings of a charter of these texts, one a line.
fn findings(texts: &[(&str, &str)]) -> Vec<String> {
    let mut sources = Sources::default();
    for (path, text) in texts {
        sources.add(SourceFile::new(*path, *text));
    }
    example::told(&example::analyze(sources))
}

#[test]
fn every_example_is_a_sound_charter() {
    assert_eq!(findings(&[frame()]), Vec::<String>::new(), "the frame");
    let language = Language::get();
    let mut found = Vec::new();
    for (id, word) in language.words() {
        for (at, example) in language.examples(id).enumerate() {
            let whole = kdl::read(example).nodes().any(|node| node.name().is("charter"));
            let texts = [("example", example), frame()];
            let of = format!("example {} of `{}`", at + 1, word.name);
            let texts = if whole { &texts[..1] } else { &texts[..] };
            found.extend(findings(texts).into_iter().map(|finding| format!("{of}: {finding}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
