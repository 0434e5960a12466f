//! Charters that stand in texts: pages of codes, of words, and of the documentation.

use std::collections::BTreeMap;

use charter::analysis::{self, Analysis, Options};
use charter::language::frame;
use charter::source::{SourceFile, Sources};
use jiff::civil::date;

/// The texts of an example: one file, or several, each after a line `//- path`.
pub fn sources(example: &str) -> Sources {
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

/// What there is to say about an example, on the day on which all of them are judged.
pub fn analyze(sources: Sources) -> Analysis {
    analysis::analyze(sources, Options { today: date(2026, 11, 24) })
}

/// What there is to say about an example; one without a `charter` of its own stands in the frame of the language.
pub fn analyze_in_frame(example: &str) -> Analysis {
    let mut sources = sources(example);
    let declares = |text: &str| text.lines().any(|line| line.starts_with("charter "));
    if !sources.iter().any(|(_, file)| declares(file.text())) {
        let (path, text) = frame();
        sources.add(SourceFile::new(path, text));
    }
    analyze(sources)
}

/// Where codes are expected: `//~ code` at the end of a line, several after one another.
pub fn marked(sources: &Sources) -> BTreeMap<(String, u32), Vec<String>> {
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

/// What is reported, by file and line.
pub fn found(analysis: &Analysis) -> BTreeMap<(String, u32), Vec<String>> {
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

/// The findings, one a line: code, message, and the line of the text.
pub fn told(analysis: &Analysis) -> Vec<String> {
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
