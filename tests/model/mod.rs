//! The model: what a charter says, resolved.

mod findings;
mod language;
mod lowering;

use charter::diagnostic::Diagnostic;
use charter::model::Model;
use charter::source::{FileId, SourceFile, Sources};

/// The model of a charter of one file over the standard library, and everything that was found, form included.
fn model(text: &str) -> (Model, Vec<Diagnostic>) {
    model_of(&[text])
}

/// The same for several files.
fn model_of(texts: &[&str]) -> (Model, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    for (at, text) in texts.iter().enumerate() {
        sources.add(SourceFile::new(format!("{at}.kdl"), *text));
    }
    let library = FileId(texts.len() as u32);
    for (path, text) in charter::language::standard() {
        sources.add(SourceFile::new(*path, *text));
    }
    let (mut forms, mut found) = (Vec::new(), Vec::new());
    for (file, source) in sources.iter() {
        let (form, problems) = charter::syntax::shape(file, charter::kdl::read(source.text()));
        forms.push(form);
        found.extend(problems);
    }
    let (model, resolved) = charter::model::build(&sources, &forms, library);
    found.extend(resolved);
    (model, found)
}

/// The lines of `text` at which something is found, with the codes.
fn lines(text: &str, found: &[Diagnostic]) -> Vec<(u32, String)> {
    let file = SourceFile::new("charter.kdl", text);
    let line = |finding: &Diagnostic| {
        let label = finding.primary().expect("a finding has a place");
        (file.position(label.span.start).line, finding.code.clone().into_owned())
    };
    let mut lines: Vec<_> = found.iter().map(line).collect();
    lines.sort();
    lines
}

/// The lines of `text` that end with `//~ CODE`, with the codes.
fn marked(text: &str) -> Vec<(u32, String)> {
    let mark = |(line, number): (&str, u32)| Some((number, line.split_once("//~ ")?.1.to_owned()));
    text.lines().zip(1..).filter_map(mark).collect()
}
