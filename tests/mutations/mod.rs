//! A corpus of known mistakes: each mutator puts one defect into a clean charter, wherever it applies, and the checker must
//! find it there, under the expected code, and report nothing that has nothing to do with it.
//!
//! With `CHARTER_DEEP=1` every place is tried, and the table of `docs/mutations.md` is written when `UPDATE_EXPECT=1` is set.
//! `CHARTER_MUTATOR=owner` tries every place of the mutators with `owner` in their names, and says what is wrong at each.
//! Without either, a few places of every mutator are tried.

mod form;
mod lifecycle;
mod meaning;
mod owners;
mod quantities;
mod races;
mod single;
mod states;
mod timing;
mod ways;

use std::fmt::Write;

use charter::analysis::{self, Analysis, Options};
use charter::diagnostic::Diagnostic;
use charter::source::{FileId, SourceFile, Sources, Span};
use charter::syntax::Cursor;
use rayon::prelude::*;

use crate::generate::example;

/// One kind of mistake.
pub struct Mutator {
    name: &'static str,
    /// The codes of which one must be reported.
    finds: &'static [&'static str],
    /// What may be reported besides: consequences that a person would want to see.
    also: &'static [&'static str],
    /// Everywhere that the mistake can be made.
    places: fn(&Analysis) -> Vec<Mutation>,
}

/// One mistake: other texts at some places.
pub struct Mutation {
    edits: Vec<(Span, String)>,
    /// The node that a finding must point at; anywhere where something was taken away.
    node: Option<Span>,
}

impl Mutation {
    /// Another text in a node.
    pub fn replace(span: Span, new: impl Into<String>, node: Span) -> Self {
        Self { edits: vec![(span, new.into())], node: Some(node) }
    }

    /// A node is taken away.
    pub fn remove(node: Span) -> Self {
        Self { edits: vec![(node, String::new())], node: None }
    }

    /// A text more behind a node; a finding points at either.
    pub fn after(node: Span, text: impl Into<String>) -> Self {
        Self { edits: vec![(Span { start: node.end, ..node }, text.into())], node: Some(node) }
    }

    /// A line more at the start of a block.
    pub fn insert(block: Span, line: &str, node: Span) -> Self {
        let at = Span { end: block.start + 1, start: block.start + 1, ..block };
        Self { edits: vec![(at, format!("\n    {line}\n"))], node: Some(node) }
    }
}

/// All words of the author's files, at any depth.
pub fn words(analysis: &Analysis) -> Vec<Cursor<'_>> {
    let mut open: Vec<Cursor<'_>> = analysis
        .forms
        .iter()
        .filter(|form| (form.file().0 as usize) < analysis.files)
        .flat_map(charter::syntax::Form::words)
        .collect();
    let mut found = Vec::new();
    while let Some(word) = open.pop() {
        open.extend(word.children());
        found.push(word);
    }
    found.sort_by_key(|word| word.span());
    found
}

/// Words with this name, below a word with that one.
pub fn words_in<'a>(analysis: &'a Analysis, parent: &str, name: &str) -> Vec<Cursor<'a>> {
    let is_wanted = |word: &Cursor<'_>| {
        word.definition().name == name && word.parent().is_some_and(|above| above.definition().name == parent)
    };
    words(analysis).into_iter().filter(is_wanted).collect()
}

/// What became of one mistake.
enum Verdict {
    Found,
    Missed(String),
    Extra(String),
}

struct Tried {
    example: &'static str,
    place: String,
    verdict: Verdict,
}

fn judge(base: &Analysis, mutator: &Mutator, mutation: &Mutation) -> Verdict {
    let mut edits = mutation.edits.clone();
    edits.sort_by_key(|(span, _)| *span);
    let mut sources = Sources::default();
    for (id, file) in base.sources.iter().take(base.files).filter(|(_, file)| !file.path().starts_with("samples/")) {
        let mut text = file.text().to_owned();
        for (span, new) in edits.iter().rev().filter(|(span, _)| span.file == id) {
            text.replace_range(span.range(), new);
        }
        sources.add(SourceFile::new(file.path(), text));
    }
    let today = "2026-11-24".parse().expect("the day is a date");
    let after = analysis::analyze(sources, Options { today });
    let grown = |file: &str| {
        let of_file = edits.iter().filter(|(span, _)| base.sources.file(span.file).path() == file);
        of_file.fold(0_i64, |sum, (span, new)| {
            sum + i64::try_from(new.len()).unwrap_or(i64::MAX) - i64::from(span.end - span.start)
        })
    };
    let is_there = |finding: &Diagnostic| {
        mutation.node.is_none_or(|node| {
            let path = base.sources.file(node.file).path();
            let end = i64::from(node.end) + grown(path).max(0);
            finding.labels.iter().any(|label| {
                after.sources.file(label.span.file).path() == path
                    && i64::from(label.span.start) <= end
                    && label.span.end >= node.start
            })
        })
    };
    let told = || {
        let all = after.report.iter().map(|finding| format!("{}: {}", finding.code, finding.message));
        all.collect::<Vec<_>>().join(" | ")
    };
    let wanted = |finding: &&Diagnostic| mutator.finds.contains(&&*finding.code);
    if !after.report.iter().filter(wanted).any(is_there) {
        return Verdict::Missed(told());
    }
    let known = |code: &str| mutator.finds.contains(&code) || mutator.also.contains(&code);
    if after.report.iter().all(|finding| known(&finding.code)) { Verdict::Found } else { Verdict::Extra(told()) }
}

/// At most so many, spread evenly.
fn spread<T>(all: Vec<T>, most: usize) -> Vec<T> {
    let count = all.len();
    let keep = |at: usize| count <= most || (at * most) / count != ((at + 1) * most) / count;
    all.into_iter().enumerate().filter(|(at, _)| keep(*at)).map(|(_, one)| one).collect()
}

fn try_all(mutator: &Mutator, bases: &[(&'static str, Analysis)], most: usize) -> (usize, Vec<Tried>) {
    let mut places = 0;
    let mut all = Vec::new();
    for (name, base) in bases {
        let found = (mutator.places)(base);
        places += found.len();
        all.extend(spread(found, most).into_iter().map(|mutation| (*name, base, mutation)));
    }
    let tried = all.par_iter().map(|(example, base, mutation)| {
        let span = mutation.edits[0].0;
        let file = base.sources.file(span.file);
        let place = format!("{}:{}", file.path(), file.position(span.start).line);
        Tried { example, place, verdict: judge(base, mutator, mutation) }
    });
    (places, tried.collect())
}

fn mutators() -> Vec<Mutator> {
    let all = [
        form::mutators(),
        lifecycle::mutators(),
        meaning::mutators(),
        owners::mutators(),
        races::mutators(),
        quantities::mutators(),
        ways::mutators(),
        states::mutators(),
        timing::mutators(),
    ];
    all.into_iter().flatten().collect()
}

#[test]
fn every_mistake_of_the_corpus_is_found_where_it_was_made() {
    let bases: Vec<(&'static str, Analysis)> =
        ["starter", "wholesale-edi", "omnichannel"].into_iter().map(|name| (name, example(name))).collect();
    let deep = std::env::var_os("CHARTER_DEEP").is_some();
    let named = std::env::var("CHARTER_MUTATOR").ok();
    let most = if deep || named.is_some() { usize::MAX } else { 2 };
    let mut mutators = mutators();
    assert!(mutators.len() >= 25, "{}", mutators.len());
    mutators.retain(|mutator| named.as_ref().is_none_or(|named| mutator.name.contains(named.as_str())));
    let mut table = String::from(
        "| mutator | found as | places | tried | found | missed | extra |\n|---|---|---|---|---|---|---|\n",
    );
    let (mut wrong, mut listed, mut total) = (String::new(), String::new(), [0; 5]);
    for mutator in &mutators {
        let (places, tried) = try_all(mutator, &bases, most);
        assert!(places > 0, "`{}` applies nowhere", mutator.name);
        let (mut found, mut missed, mut extra) = (0, 0, 0);
        for one in &tried {
            let (word, told) = match &one.verdict {
                Verdict::Found => {
                    found += 1;
                    continue;
                }
                Verdict::Missed(told) => {
                    missed += 1;
                    ("missed", format!("missed, reported instead: {told}"))
                }
                Verdict::Extra(told) => {
                    extra += 1;
                    ("more is reported", format!("also reported: {told}"))
                }
            };
            let place = format!("{}/{}", one.example, one.place);
            writeln!(listed, "- {} at `{place}`: {word}", mutator.name).expect("a string takes any text");
            writeln!(wrong, "{} at {}/{}: {told}", mutator.name, one.example, one.place)
                .expect("a string takes any text");
        }
        let row = [places, tried.len(), found, missed, extra];
        for (sum, number) in total.iter_mut().zip(row) {
            *sum += number;
        }
        let row = row.map(|number| number.to_string()).join(" | ");
        let codes: Vec<String> = mutator.finds.iter().map(|code| format!("`{code}`")).collect();
        writeln!(table, "| {} | {} | {row} |", mutator.name, codes.join(", ")).expect("a string takes any text");
    }
    if deep && named.is_none() {
        let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/mutations.md");
        let open = if listed.is_empty() {
            String::new()
        } else {
            format!("\n## Missed, or with more than the mistake\n\n{listed}")
        };
        let [places, tried, found, missed, extra] = total;
        let sum = format!("| all {} | | {places} | {tried} | {found} | {missed} | {extra} |\n", mutators.len());
        let text = format!("{PAGE}{table}{sum}{open}");
        expect_test::expect_file![page].assert_eq(&text);
    } else {
        assert!(wrong.is_empty(), "{table}\n{wrong}");
    }
}

const PAGE: &str = "# Mutations

Each mutator puts one mistake into an example of ours, at every place where it can be made: `starter`, `wholesale-edi` and
`omnichannel`. *Found* means that a finding with one of the named codes points at the place, and that nothing else is
reported but what follows from the mistake. Where something was taken away, the finding may stand at whoever goes without.
`tests/mutations/` has the mutators, where they find their places, and what may follow.

`CHARTER_DEEP=1 UPDATE_EXPECT=1 CARGO_PROFILE_TEST_OPT_LEVEL=1 cargo test --test charter mutations` tries every place and
writes this page; with `CHARTER_MUTATOR=owner` it tries every place of the mutators with `owner` in their names and shows what is wrong.
The ordinary tests try two places of each mutator in each example, and fail on any that is missed or gives more.

";

/// The file of a span is one of the author's.
pub fn is_own(analysis: &Analysis, file: FileId) -> bool {
    (file.0 as usize) < analysis.files
}
