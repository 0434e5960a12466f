//! Findings as a `JUnit` report: one test case for each finding, failed where it fails the check.

use std::io::{self, Write};

use crate::generate::picture::text::xml;

use super::report::{Report, paragraphs, place};

/// Writes one XML document.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let failures = report.findings.iter().filter(|finding| report.is_failure(finding)).count();
    let tests = report.findings.len().max(1);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<testsuites name="charter" tests="{tests}" failures="{failures}" errors="0" time="0">"#)?;
    writeln!(
        out,
        r#"  <testsuite name="charter check" tests="{tests}" failures="{failures}" errors="0" skipped="0" time="0">"#
    )?;
    if report.findings.is_empty() {
        let files = xml(&report.summary_line());
        writeln!(out, r#"    <testcase classname="charter" name="check" time="0">"#)?;
        writeln!(out, "      <system-out>{files}</system-out>\n    </testcase>")?;
    }
    for finding in report.findings {
        let at = finding.primary().map(|label| place(&report.files, label.span));
        let class = finding.primary().map_or("charter", |label| report.files.name(label.span.file));
        let name = format!("{}: {}", finding.code, finding.message);
        let told = paragraphs(finding, &report.files).join("\n");
        let told = at.map_or_else(|| told.clone(), |at| format!("{at}: {told}"));
        let (class, name, told) = (attribute(class), attribute(&name), xml(&told));
        writeln!(out, r#"    <testcase classname="{class}" name="{name}" time="0">"#)?;
        if report.is_failure(finding) {
            let (message, severity) = (attribute(&finding.message), finding.severity.word());
            writeln!(out, r#"      <failure message="{message}" type="{severity}">{told}</failure>"#)?;
        } else {
            writeln!(out, "      <system-out>{told}</system-out>")?;
        }
        writeln!(out, "    </testcase>")?;
    }
    writeln!(out, "  </testsuite>\n</testsuites>")
}

/// A text between double quotes, on one line.
fn attribute(text: &str) -> String {
    xml(&text.replace('\n', " "))
}
