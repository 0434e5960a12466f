//! Findings for programs: JSON by the schema `docs/schemas/findings-1.schema.json`.

use std::io::{self, Write};

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fix, Label};
use crate::source::{SourceFile, Span};

use super::{Files, Summary};

/// The version of the form. It changes when a reader of the old form would misread the new one.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<FindingView<'a>>,
    summary: SummaryView,
}

#[derive(Serialize)]
struct FindingView<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    labels: Vec<LabelView<'a>>,
    help: Option<String>,
    fixes: Vec<FixView<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    trace: Vec<PlacedView<'a>>,
}

#[derive(Serialize)]
struct LabelView<'a> {
    file: &'a str,
    start: Place,
    end: Place,
    text: &'a str,
    primary: bool,
}

#[derive(Serialize)]
struct FixView<'a> {
    title: &'a str,
    edits: Vec<PlacedView<'a>>,
}

#[derive(Serialize)]
struct PlacedView<'a> {
    file: &'a str,
    start: Place,
    end: Place,
    text: &'a str,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct SummaryView {
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
}

/// Writes one JSON document and a line end.
pub fn write(out: &mut dyn Write, findings: &[Diagnostic], files: &Files, summary: Summary) -> io::Result<()> {
    let Summary { errors, warnings, notes, files: read } = summary;
    let report = Report {
        version: VERSION,
        findings: findings.iter().map(|finding| finding_view(finding, files)).collect(),
        summary: SummaryView { errors, warnings, notes, files: read },
    };
    serde_json::to_writer(&mut *out, &report)?;
    writeln!(out)
}

fn finding_view<'a>(finding: &'a Diagnostic, files: &'a Files) -> FindingView<'a> {
    FindingView {
        code: &finding.code,
        severity: finding.severity.word(),
        message: &finding.message,
        labels: finding.labels.iter().map(|label| label_view(label, files)).collect(),
        help: help(finding),
        fixes: finding.fixes.iter().map(|fix| fix_view(fix, files)).collect(),
        trace: finding.trace.iter().map(|event| placed_view(event.span, &event.text, files)).collect(),
    }
}

/// What to do, and every allowed value.
pub fn help(finding: &Diagnostic) -> Option<String> {
    let allowed: Vec<String> = finding.allowed.iter().map(|word| format!("`{word}`")).collect();
    let allowed = (!allowed.is_empty()).then(|| format!("allowed: {}", allowed.join(", ")));
    let parts: Vec<String> = finding.help.iter().cloned().chain(allowed).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

fn label_view<'a>(label: &'a Label, files: &'a Files) -> LabelView<'a> {
    let (start, end) = places(files.file(label.span.file), label.span);
    LabelView { file: files.name(label.span.file), start, end, text: &label.text, primary: label.primary }
}

fn fix_view<'a>(fix: &'a Fix, files: &'a Files) -> FixView<'a> {
    let edits = fix.edits.iter().map(|edit| placed_view(edit.span, &edit.text, files)).collect();
    FixView { title: &fix.title, edits }
}

fn placed_view<'a>(span: Span, text: &'a str, files: &'a Files) -> PlacedView<'a> {
    let (start, end) = places(files.file(span.file), span);
    PlacedView { file: files.name(span.file), start, end, text }
}

fn places(file: &SourceFile, span: Span) -> (Place, Place) {
    let place = |offset| {
        let at = file.position(offset);
        Place { line: at.line, column: at.column, offset }
    };
    (place(span.start), place(span.end))
}
