//! Every word is shown in an example, and every example is sound.

use std::collections::BTreeSet;

use charter::analysis::{Options, analyze};
use charter::kdl::{self, Node, Nodes};
use charter::language::{Language, WordId, definition, frame, pack, packs, standard};
use charter::source::{SourceFile, Sources};
use jiff::civil::date;

/// The words of a text, as far as the definition knows them; what it does not know goes to `unknown`.
struct Walk {
    language: &'static Language,
    met: BTreeSet<WordId>,
    unknown: Vec<String>,
}

impl Walk {
    fn text(&mut self, name: &str, text: &str) {
        let tree = kdl::read(text);
        for problem in tree.problems() {
            self.unknown.push(format!("{name}: {}", problem.message()));
        }
        for node in tree.nodes() {
            match self.language.top(&node.name().get()) {
                Some(word) => self.node(name, node, word),
                None => self.unknown.push(format!("{name}: `{}`", node.name().get())),
            }
        }
    }

    fn node(&mut self, name: &str, node: Node<'_>, id: WordId) {
        self.met.insert(id);
        let word = self.language.word(id);
        let like = word.like_named.and_then(|key| node.property(key)?.value().as_str());
        let like = like.and_then(|named| self.language.top(&named));
        let given = node.arguments().count();
        let least = word.arguments.iter().filter(|argument| !argument.optional).count();
        let most = if word.arguments.last().is_some_and(|last| last.many) { usize::MAX } else { word.arguments.len() };
        if given < least || given > most {
            self.unknown.push(format!("{name}: `{}` has {given} arguments", node.name().get()));
        }
        for entry in node.properties() {
            let Some(key) = entry.key() else { continue };
            let known = |id: WordId| self.language.word(id).property(&key.get()).is_some();
            if !known(id) && !like.is_some_and(known) && word.rest_property.is_none() {
                self.unknown.push(format!("{name}: `{}` has no `{}`", node.name().get(), key.get()));
            }
        }
        self.children(name, node.children(), id, like);
    }

    fn children(&mut self, name: &str, nodes: Nodes<'_>, id: WordId, like: Option<WordId>) {
        for child in nodes {
            let called = child.name().get();
            let of = |parent: WordId| self.language.child(parent, &called);
            let free = self.language.word(id).rest_child.map(|(_, child)| child);
            match of(id).or_else(|| like.and_then(of)).or(free) {
                Some(word) => self.node(name, child, word),
                None => self.unknown.push(format!("{name}: `{called}` in `{}`", self.language.word(id).name)),
            }
        }
    }
}

fn walk() -> Walk {
    Walk { language: Language::get(), met: BTreeSet::new(), unknown: Vec::new() }
}

#[test]
fn every_word_is_shown_in_an_example() {
    let mut walk = walk();
    for (word, said) in walk.language.words() {
        for example in walk.language.examples(word) {
            walk.text(said.name, &example);
        }
    }
    assert_eq!(walk.unknown, Vec::<String>::new());
    let missing: Vec<String> = walk
        .language
        .words()
        .filter(|(id, _)| !walk.met.contains(id))
        .map(|(id, _)| super::path(walk.language, id))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn what_every_charter_may_name_is_written_in_the_language() {
    let mut walk = walk();
    for (path, text) in standard() {
        walk.text(path, text);
    }
    for (path, text) in packs().filter_map(pack) {
        walk.text(path, text);
    }
    assert_eq!(walk.unknown, Vec::<String>::new());
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
    let analysis = analyze(sources, Options { today: date(2026, 11, 24) });
    let shown = analysis.report.iter().map(|finding| {
        let place = finding.primary().map(|label| {
            let file = analysis.sources.file(label.span.file);
            let line = file.text().lines().nth(file.position(label.span.start).line as usize - 1);
            format!("{}: {}", file.path(), line.unwrap_or_default().trim())
        });
        format!("{}: {} ({})", finding.code, finding.message, place.unwrap_or_default())
    });
    shown.collect()
}

#[test]
fn every_example_is_a_sound_charter() {
    assert_eq!(findings(&[frame()]), Vec::<String>::new(), "the frame");
    let language = Language::get();
    let mut found = Vec::new();
    for (id, word) in language.words() {
        for (at, example) in language.examples(id).enumerate() {
            let whole = kdl::read(&example).nodes().any(|node| node.name().is("charter"));
            let texts = [("example", &*example), frame()];
            let of = format!("example {} of `{}`", at + 1, word.name);
            let texts = if whole { &texts[..1] } else { &texts[..] };
            found.extend(findings(texts).into_iter().map(|finding| format!("{of}: {finding}")));
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
