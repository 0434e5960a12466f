//! Showing findings: as pictures for people, as lines for editors, as JSON for programs.

pub mod clean;
mod excerpt;
mod github;
mod gitlab;
pub mod json;
mod junit;
mod markdown;
pub mod problem;
pub mod report;
mod sarif;
pub mod short;
pub mod table;
pub mod text;

use std::cell::OnceCell;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source::{FileId, SourceFile, Sources};

/// The files that findings point into, and what they are called.
pub struct Files<'a> {
    sources: &'a Sources,
    names: Vec<String>,
    texts: Vec<OnceCell<std::borrow::Cow<'a, str>>>,
}

impl<'a> Files<'a> {
    /// `prefix` leads from the working directory to the charter; the first `on_disk` files lie there.
    pub fn new(sources: &'a Sources, prefix: &str, on_disk: usize) -> Self {
        let name = |(id, file): (FileId, &SourceFile)| {
            let prefix = if (id.0 as usize) < on_disk { prefix } else { "" };
            format!("{prefix}{}", file.path())
        };
        let names: Vec<String> = sources.iter().map(name).collect();
        let texts = names.iter().map(|_| OnceCell::new()).collect();
        Self { sources, names, texts }
    }

    /// A file.
    pub fn file(&self, id: FileId) -> &'a SourceFile {
        self.sources.file(id)
    }

    /// What a file is called.
    pub fn name(&self, id: FileId) -> &str {
        &self.names[id.0 as usize]
    }

    /// The text of a file without anything that steers a terminal; offsets are those of the file.
    pub fn shown(&self, id: FileId) -> &str {
        self.texts[id.0 as usize].get_or_init(|| clean::same_length(self.file(id).text()))
    }
}

/// How many findings of each severity there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Findings at error level.
    pub errors: usize,
    /// Findings at warning level.
    pub warnings: usize,
    /// Findings at note level.
    pub notes: usize,
    /// Files that were read.
    pub files: usize,
}

impl Summary {
    /// Counts findings.
    pub fn new(findings: &[Diagnostic], files: usize) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), notes: count(Severity::Note), files }
    }

    /// One line: "2 errors, 1 warning in 14 files".
    pub fn line(self) -> String {
        let counts = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")];
        let said: Vec<String> = counts.iter().filter(|(n, _)| *n > 0).map(|(n, word)| counted(*n, word)).collect();
        let said = if said.is_empty() { "no findings".to_owned() } else { said.join(", ") };
        format!("{said} in {}", counted(self.files, "file"))
    }
}

/// A number and its word: "1 file", "2 files".
pub fn counted(n: usize, word: &str) -> String {
    if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_names_only_what_there_is() {
        let cases = [
            (Summary { errors: 2, warnings: 1, notes: 0, files: 14 }, "2 errors, 1 warning in 14 files"),
            (Summary { files: 1, ..Summary::default() }, "no findings in 1 file"),
            (Summary { notes: 1, files: 2, ..Summary::default() }, "1 note in 2 files"),
        ];
        for (summary, expected) in cases {
            assert_eq!(summary.line(), expected);
        }
    }
}
