//! One line for one finding: `file:line:column: severity[code] message`.

use std::io::{self, Write};

use crate::diagnostic::Diagnostic;

use super::{Files, clean};

/// Writes one line for each finding. A finding without a place begins with its severity.
pub fn write(out: &mut dyn Write, findings: &[Diagnostic], files: &Files) -> io::Result<()> {
    for finding in findings {
        if let Some(label) = finding.primary() {
            let at = files.file(label.span.file).position(label.span.start);
            write!(out, "{}:{}:{}: ", clean::line(files.name(label.span.file)), at.line, at.column)?;
        }
        let message = clean::line(&finding.message);
        writeln!(out, "{}[{}] {message}", finding.severity.word(), finding.code)?;
    }
    Ok(())
}
