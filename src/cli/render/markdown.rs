//! Findings as Markdown, for a comment on a pull request.

use std::io::{self, Write};

use crate::diagnostic::Severity;

use super::clean;
use super::json::help;
use super::report::{Report, place};

/// Writes a heading, one item for each finding, and what they add up to.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    writeln!(out, "## Integration charter: {}", inline(&report.summary_line()))?;
    for (severity, title) in [(Severity::Error, "Errors"), (Severity::Warning, "Warnings"), (Severity::Note, "Notes")] {
        let mut findings = report.findings.iter().filter(|finding| finding.severity == severity).peekable();
        if findings.peek().is_none() {
            continue;
        }
        writeln!(out, "\n### {title}\n")?;
        for finding in findings {
            let at = finding.primary().map(|label| format!(" at {}", code(&place(&report.files, label.span))));
            writeln!(out, "- {}{}: {}", code(&finding.code), at.unwrap_or_default(), inline(&finding.message))?;
            for label in &finding.labels {
                let at = if label.primary { "here".to_owned() } else { code(&place(&report.files, label.span)) };
                if !label.text.is_empty() {
                    writeln!(out, "  - {at}: {}", inline(&label.text))?;
                }
            }
            if let Some(help) = help(finding) {
                writeln!(out, "  - help: {}", inline(&help))?;
            }
        }
    }
    Ok(())
}

/// A text on one line, of which what stands between backticks is code and nothing else means anything.
pub fn inline(text: &str) -> String {
    let text = clean::line(text);
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escaped(&text);
    }
    let parts = parts.iter().enumerate();
    parts.map(|(at, part)| if at % 2 == 1 { code(part) } else { escaped(part) }).collect()
}

/// A text in which no character means anything.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            // Both would be links to people and tickets, which a backslash does not prevent.
            '@' | '#' => escaped.extend(['`', c, '`']),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '!' | '&' | '$' => escaped.extend(['\\', c]),
            _ => escaped.push(c),
        }
    }
    escaped.replace("://", ":\\//")
}

/// A text as code.
pub fn code(text: &str) -> String {
    let text = clean::line(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') || text.trim().is_empty() { " " } else { "" };
    if text.is_empty() { String::new() } else { format!("{fence}{pad}{text}{pad}{fence}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_backticks_mean_anything() {
        assert_eq!(inline("`a_b` is *odd*"), "`a_b` is \\*odd\\*");
        assert_eq!(inline("<img src=x> @team #1 https://x"), "\\<img src=x\\> `@`team `#`1 https:\\//x");
        assert_eq!(inline("one ` tick"), "one \\` tick");
        assert_eq!(inline("a\nb"), "a\\\\u{a}b");
        assert_eq!(code("a``b`"), "``` a``b` ```");
    }
}
