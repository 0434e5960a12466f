//! Every code has a page, an example that fails and one that passes; fixes leave nothing to report.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::catalog;
use charter::diagnostic::Diagnostic;
use charter::rule::Code;

use super::example::{self, found, marked, sources};

fn analyze(example: &str) -> Analysis {
    example::analyze(sources(example))
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
