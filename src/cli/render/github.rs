//! Findings as workflow commands of GitHub Actions, which shows them at the lines of a pull request.

use std::io::{self, Write};

use crate::diagnostic::Severity;

use super::clean;
use super::report::{Report, paragraphs};

/// Writes one command for each finding.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    for finding in report.findings {
        let level = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        write!(out, "::{level} title={}", property(&finding.code))?;
        if let Some(label) = finding.primary() {
            let file = report.files.file(label.span.file);
            let (start, end) = (file.position(label.span.start), file.position(label.span.end));
            write!(out, ",file={},line={}", property(report.files.name(label.span.file)), start.line)?;
            write!(out, ",endLine={}", end.line)?;
            // Columns are only understood within one line.
            if start.line == end.line {
                write!(out, ",col={},endColumn={}", start.column, end.column)?;
            }
        }
        writeln!(out, "::{}", data(&paragraphs(finding, &report.files).join("\n")))?;
    }
    Ok(())
}

/// A text after the second `::`.
fn data(text: &str) -> String {
    clean::lines(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text before it.
fn property(text: &str) -> String {
    data(&clean::line(text)).replace(':', "%3A").replace(',', "%2C")
}
