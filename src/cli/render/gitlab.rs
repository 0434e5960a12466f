//! Findings as a code quality report of GitLab, which shows them in a merge request.

use std::io::{self, Write};

use serde::Serialize;

use crate::catalog::fingerprint::fingerprints;
use crate::diagnostic::Severity;

use super::report::{Report, paragraphs};

/// The file that stands for a finding without a place.
const ROOT: &str = "charter.kdl";

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location<'a>,
}

#[derive(Serialize)]
struct Location<'a> {
    path: &'a str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes one JSON array and a line end.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let files = &report.files;
    let issues =
        report.findings.iter().zip(fingerprints(report.findings, report.sources)).map(|(finding, fingerprint)| Issue {
            description: paragraphs(finding, files).join("\n"),
            check_name: &finding.code,
            fingerprint,
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Note => "info",
            },
            location: finding.primary().map_or(Location { path: ROOT, lines: Lines { begin: 1, end: 1 } }, |label| {
                let line = |offset| files.file(label.span.file).position(offset).line;
                let lines = Lines { begin: line(label.span.start), end: line(label.span.end) };
                Location { path: files.name(label.span.file), lines }
            }),
        });
    serde_json::to_writer(&mut *out, &issues.collect::<Vec<_>>())?;
    writeln!(out)
}
