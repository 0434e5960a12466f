//! The definition of the language: it is sound, shown in examples, and its pages are current.

mod examples;
mod pages;

use charter::language::{DeclaredKind, Language, WordId};

#[test]
fn every_kind_has_the_word_that_declares_it() {
    let language = Language::get();
    for kind in DeclaredKind::ALL {
        let word = language.declaring(*kind).map(|word| language.word(word));
        assert_eq!(word.and_then(|word| word.declares), Some(*kind), "{kind}");
    }
}

#[test]
fn words_are_found_where_they_may_stand() {
    let language = Language::get();
    let flow = language.top("flow").expect("flows can be declared");
    let delivery = language.child(flow, "delivery").expect("a flow says how it delivers");
    let retry = language.child(delivery, "retry").expect("a delivery says how it is tried again");
    assert_eq!(language.word(retry).name, "retry");
    assert!(language.word(retry).property("attempts").is_some_and(|property| !property.optional));
    assert_eq!(language.child(flow, "retry"), None);
    assert!(language.parents(retry).contains(&delivery));
    assert!(language.named("owner").count() > 1);
}

#[test]
fn a_likeness_has_the_words_of_what_it_is_like_and_requires_none() {
    let language = Language::get();
    let overlay = language.top("overlay").expect("overlays can be declared");
    let exception = language.child(overlay, "exception").expect("an overlay changes exceptions");
    let word = language.word(exception);
    assert_eq!(word.arguments.len(), 1, "the arguments are its own");
    assert!(word.property("severity").is_some_and(|property| property.optional));
    assert_eq!(language.required_children(exception).count(), 0);
    let top = language.top("exception").expect("exceptions can be declared");
    assert_eq!(language.child(exception, "playbook"), language.child(top, "playbook"));
}

#[test]
fn every_word_of_a_charter_file_and_every_nested_word_has_a_sentence() {
    for (_, word) in Language::get().words() {
        assert!(word.summary.ends_with('.'), "`{}`: {}", word.name, word.summary);
        assert!(word.summary.starts_with(|c: char| !c.is_lowercase()), "`{}`: {}", word.name, word.summary);
    }
}

/// The path of a word by its first parents, for messages.
fn path(language: &Language, word: WordId) -> String {
    let mut names = vec![language.word(word).name];
    let mut at = word;
    while let Some(parent) = language.parents(at).iter().find(|parent| **parent != at) {
        if names.len() > 5 {
            break;
        }
        names.insert(0, language.word(*parent).name);
        at = *parent;
    }
    names.join(" ")
}
