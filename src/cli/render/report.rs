//! What a check has to show, whatever the format.

use std::io::{self, Write};

use crate::catalog::baseline::Known;
use crate::catalog::waivers::Accepted;
use crate::cli::arguments::{Deny, Format};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{Sources, Span};

use super::text::Screen;
use super::{Files, Summary, github, gitlab, json, junit, markdown, sarif, short, text};

/// The findings of a check, and what they add up to.
pub struct Report<'a> {
    /// Where they point to.
    pub files: Files<'a>,
    /// The texts of those files.
    pub sources: &'a Sources,
    /// What is shown, in order.
    pub findings: &'a [Diagnostic],
    /// What the charter accepts.
    pub accepted: &'a [Accepted],
    /// What was found and is in a baseline; `None` without one.
    pub known: Option<&'a [Known]>,
    /// How many there are.
    pub summary: Summary,
    /// What fails the check besides errors.
    pub deny: Option<Deny>,
}

impl Report<'_> {
    /// Whether a finding fails the check.
    pub fn is_failure(&self, finding: &Diagnostic) -> bool {
        match finding.severity {
            Severity::Error => true,
            Severity::Warning => self.deny == Some(Deny::Warnings),
            Severity::Note => false,
        }
    }

    /// Writes it in a format; `screen` matters for text, and `quiet` leaves out its last line.
    pub fn write(&self, out: &mut dyn Write, format: Format, screen: Screen, quiet: bool) -> io::Result<()> {
        match format {
            Format::Text => {
                text::write(out, self.findings, &self.files, screen)?;
                if quiet { Ok(()) } else { writeln!(out, "{}", self.summary_line()) }
            }
            Format::Short => short::write(out, self.findings, &self.files),
            Format::Json => json::write(out, self.findings, &self.files, self.summary),
            Format::Sarif => sarif::write(out, self),
            Format::Junit => junit::write(out, self),
            Format::Github => github::write(out, self),
            Format::Gitlab => gitlab::write(out, self),
            Format::Markdown => markdown::write(out, self),
        }
    }

    /// How many findings there are, and how many more are known.
    pub fn summary_line(&self) -> String {
        let known = self.known.map_or(0, <[Known]>::len);
        let known = if known == 0 { String::new() } else { format!("; {known} more in the baseline") };
        format!("{}{known}", self.summary.line())
    }
}

/// A place as `file:line:column`.
pub fn place(files: &Files, span: Span) -> String {
    let at = files.file(span.file).position(span.start);
    format!("{}:{}:{}", files.name(span.file), at.line, at.column)
}

/// A finding as plain lines, without its primary place: message, other places, what to do.
pub fn paragraphs(finding: &Diagnostic, files: &Files) -> Vec<String> {
    let other = |label: &&Label| !label.primary;
    let primary = finding.primary().filter(|label| !label.text.is_empty()).map(|label| label.text.clone());
    let places = finding.labels.iter().filter(other).map(|label| {
        let place = place(files, label.span);
        if label.text.is_empty() { place } else { format!("{place}: {}", label.text) }
    });
    let help = json::help(finding).map(|help| format!("help: {help}"));
    [finding.message.clone()].into_iter().chain(primary).chain(places).chain(help).collect()
}
