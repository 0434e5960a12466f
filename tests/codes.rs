//! Every code has a page, an example that fails and one that passes; fixes leave nothing to report.

use std::collections::BTreeSet;
use std::path::Path;

use charter::analysis::{Analysis, Intake, Options};
use charter::catalog;
use charter::diagnostic::{Diagnostic, Fix};
use charter::host::load::load;
use charter::host::paths::Root;
use charter::loading::Limits;
use charter::mapping::ir::Mapping;
use charter::model::record::Direction;
use charter::rule::Code;
use expect_test::expect_file;
use jiff::civil::date;

use super::cli::folder::Folder;
use super::example::{self, found, marked, sources};

/// What there is to say about an example that lies on the disk.
fn analyze(example: &str) -> Analysis {
    let folder = Folder::new(example);
    let root = Root::find(folder.path()).expect("an example has a charter");
    let intake = Intake::default();
    let loaded = load(&root, Limits::default(), |id, file| intake.take(id, file)).expect("the root can be read");
    intake.analyze(loaded, Options { today: date(2026, 11, 24) })
}

/// The example with the first fix of every finding applied, from the end of each file to its start.
fn fixed(analysis: &Analysis) -> Option<String> {
    let fixes: Vec<&Fix> = analysis.report.iter().filter_map(|finding| finding.fixes.first()).collect();
    edited(analysis, &fixes)
}

/// The text of an example of one file after some fixes.
fn edited(analysis: &Analysis, fixes: &[&Fix]) -> Option<String> {
    let mut edits: Vec<_> = fixes.iter().flat_map(|fix| &fix.edits).collect();
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

/// The codes that a text can show.
fn with_examples() -> impl Iterator<Item = &'static Code> {
    catalog::codes().into_iter().filter(|code| !code.fails.is_empty())
}

#[test]
fn an_example_that_fails_gives_exactly_the_marked_findings() {
    let mut wrong = Vec::new();
    for code in with_examples() {
        let analysis = analyze(code.fails);
        let expected = marked(&sources(code.fails));
        assert!(
            expected.values().flatten().any(|marked| marked == code.name),
            "{} marks no line of its own",
            code.name
        );
        if found(&analysis) != expected {
            wrong.push(format!("{}: {:#?}", code.name, example::told(&analysis)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_example_that_passes_gives_none() {
    let mut wrong = Vec::new();
    for code in with_examples() {
        let analysis = analyze(code.passes);
        if !analysis.report.is_empty() {
            wrong.push(format!("{}: {:#?}", code.name, example::told(&analysis)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
fn every_fix_alone_takes_its_finding_away_and_adds_none() {
    let codes = |report: &[Diagnostic]| -> Vec<String> {
        let mut codes: Vec<String> = report.iter().map(|finding| finding.code.to_string()).collect();
        codes.sort();
        codes
    };
    for code in with_examples() {
        let analysis = analyze(code.fails);
        for finding in &analysis.report {
            for fix in &finding.fixes {
                let Some(text) = edited(&analysis, &[fix]) else { continue };
                let left = codes(&analyze(&text).report);
                let mut expected = codes(&analysis.report);
                expected.remove(expected.iter().position(|known| *known == finding.code).expect("it is reported"));
                let is_new = |code: &&String| {
                    let count = |codes: &[String]| codes.iter().filter(|other| other == code).count();
                    count(&left) > count(&expected)
                };
                let added: Vec<&String> = left.iter().filter(is_new).collect();
                assert!(added.is_empty(), "`{}` of {}:\n{text}\nleaves {added:?}", fix.title, code.name);
            }
        }
    }
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

#[test]
fn the_list_of_findings_is_current() {
    let mut page = "# Findings\n\nWhat `charter` reports. `charter explain CODE` says what a finding means, why it matters and how to choose, and\n\
                    shows a charter before and after. A test keeps this list current.\n\n| code | severity | what is wrong |\n|---|---|---|\n"
        .to_owned();
    let mut codes = catalog::codes();
    codes.extend(charter::generate::CODES);
    codes.sort_by_key(|code| code.name);
    for code in codes {
        page += &format!("| `{}` | {} | {} |\n", code.name, code.severity.word(), code.title);
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/findings.md");
    expect_file![path].assert_eq(&page);
}

#[test]
fn a_table_of_codes_that_is_misplaced_is_carried_out_in_no_direction() {
    let code = catalog::code("misplaced-code-table").expect("it is a code");
    let model = analyze(code.fails).facts.model;
    let (record, _) = model.records.iter().next().expect("the example has a record");
    let mapping = Mapping::of(&model, record).expect("its object is known");
    for way in [Direction::Read, Direction::Write] {
        let hindered = mapping.hinders(way).any(|hindrance| hindrance.why.contains("table of codes"));
        assert!(hindered, "{way:?}: {:?}", mapping.hindrances);
    }
}
