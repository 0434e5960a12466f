//! Every code has a page, an example that fails and one that passes; fixes leave nothing to report.

use std::collections::{BTreeMap, BTreeSet};

use charter::analysis::{self, Analysis, Options};
use charter::catalog;
use charter::diagnostic::Diagnostic;
use charter::rule::Code;
use charter::source::{SourceFile, Sources};

/// The texts of an example: one file, or several, each after a line `//- path`.
fn sources(example: &str) -> Sources {
    let mut sources = Sources::default();
    let mut path = "charter.kdl";
    let mut text = String::new();
    for line in example.lines() {
        if let Some(next) = line.strip_prefix("//- ") {
            sources.add(SourceFile::new(path, std::mem::take(&mut text)));
            path = next;
        } else {
            text += line;
            text.push('\n');
        }
    }
    sources.add(SourceFile::new(path, text));
    sources
}

fn analyze(example: &str) -> Analysis {
    let today = "2026-11-24".parse().expect("the day is a date");
    analysis::analyze(sources(example), Options { today })
}

/// Where codes are expected: `//~ code` at the end of a line, several after one another.
fn marked(sources: &Sources) -> BTreeMap<(String, u32), Vec<String>> {
    let mut marked: BTreeMap<(String, u32), Vec<String>> = BTreeMap::new();
    for (_, file) in sources.iter() {
        for (at, line) in file.text().lines().enumerate() {
            for code in line.split("//~").skip(1) {
                let code = code.trim().to_owned();
                marked.entry((file.path().to_owned(), at as u32 + 1)).or_default().push(code);
            }
        }
    }
    for codes in marked.values_mut() {
        codes.sort();
    }
    marked
}

fn found(analysis: &Analysis) -> BTreeMap<(String, u32), Vec<String>> {
    let mut found: BTreeMap<(String, u32), Vec<String>> = BTreeMap::new();
    for finding in &analysis.report {
        let label = finding.primary().expect("a finding about a text has a place");
        let file = analysis.sources.file(label.span.file);
        let line = file.position(label.span.start).line;
        found.entry((file.path().to_owned(), line)).or_default().push(finding.code.to_string());
    }
    for codes in found.values_mut() {
        codes.sort();
    }
    found
}

/// The example with the first fix of every finding applied, from the end of each file to its start.
fn fixed(analysis: &Analysis) -> Option<String> {
    let mut edits: Vec<_> =
        analysis.report.iter().filter_map(|finding| finding.fixes.first()).flat_map(|fix| &fix.edits).collect();
    edits.sort_by_key(|edit| edit.span);
    if edits.is_empty() || analysis.files > 1 {
        return None;
    }
    let (_, file) = analysis.sources.iter().next()?;
    let mut text = file.text().to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Some(text)
}

/// The codes of rules and of waivers, which need a whole charter; each stage below runs the examples of its own codes.
fn with_examples() -> impl Iterator<Item = &'static Code> {
    let rules = charter::rules::RULES.iter().map(|rule| &rule.code);
    rules.chain(catalog::waivers::CODES.iter().copied()).filter(|code| !code.fails.is_empty())
}

#[test]
fn an_example_that_fails_gives_exactly_the_marked_findings() {
    for code in with_examples() {
        let analysis = analyze(code.fails);
        let expected = marked(&sources(code.fails));
        assert!(
            expected.values().flatten().any(|marked| marked == code.name),
            "{} marks no line of its own",
            code.name
        );
        assert_eq!(found(&analysis), expected, "the failing example of {}:\n{:#?}", code.name, analysis.report);
    }
}

#[test]
fn an_example_that_passes_gives_none() {
    for code in with_examples() {
        let analysis = analyze(code.passes);
        assert!(analysis.report.is_empty(), "the passing example of {}:\n{:#?}", code.name, analysis.report);
    }
}

#[test]
fn fixes_leave_nothing_to_report() {
    let mut tried = 0;
    for code in with_examples() {
        let analysis = analyze(code.fails);
        let of_code = |finding: &&Diagnostic| finding.code == code.name;
        if analysis.report.iter().filter(of_code).any(|finding| finding.fixes.is_empty()) {
            continue;
        }
        if let Some(text) = fixed(&analysis) {
            let left: Vec<Diagnostic> = analyze(&text).report;
            assert!(left.is_empty(), "after the fixes of {}:\n{text}\n{left:#?}", code.name);
            tried += 1;
        }
    }
    assert!(tried > 0, "no code has a fix");
}

#[test]
fn a_code_is_listed_once_and_reads_as_words() {
    let codes = catalog::codes();
    let names: BTreeSet<&str> = codes.iter().map(|code| code.name).collect();
    assert_eq!(names.len(), codes.len(), "a name is listed twice");
    for code in codes {
        assert!(code.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{}", code.name);
        assert!(!code.title.is_empty() && !code.title.ends_with('.'), "{}", code.title);
        assert!(code.explain.len() > 60, "{} is not explained", code.name);
        assert_eq!(code.fails.is_empty(), code.passes.is_empty(), "{} has half an example", code.name);
    }
}
