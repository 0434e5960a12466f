//! A charter that was read from the disk and analysed, and how its findings are shown.

use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;

use crate::analysis::{Analysis, Intake, Options};
use crate::diagnostic::{Diagnostic, Severity};
use crate::host::clock;
use crate::host::load::load;
use crate::host::paths::{CannotRun, Root};
use crate::host::read::{measure, read};
use crate::loading::Limits;

use super::render::{Files, counted, text};
use super::terminal::{Failure, Outcome, Terminal};

/// A charter with everything that is wrong with it.
pub struct Judged {
    /// Where it lies.
    pub root: Root,
    /// What it says, and what is wrong with it.
    pub analysis: Analysis,
}

impl Judged {
    /// Reads and analyses the charter that an argument means.
    pub fn new(path: &Path, as_of: Option<Date>) -> Result<Self, CannotRun> {
        let root = Root::find(path)?;
        let intake = Intake::default();
        let loaded = load(&root, Limits::default(), |id, file| intake.take(id, file))?;
        let options = Options { today: as_of.unwrap_or_else(clock::today) };
        Ok(Self { root, analysis: intake.analyze(loaded, options) })
    }

    /// The end of a command that answers a question: says where the charter has errors, so that the answer is not taken
    /// for more than it is.
    pub fn warn_of_errors(&self, terminal: Terminal) -> Result<Outcome, Failure> {
        if self.analysis.has_errors() {
            terminal
                .note("the charter has errors, and nothing is concluded from what they concern; see `charter check`")?;
        }
        Ok(Outcome::Fine)
    }

    /// Shows on standard error what is wrong with the charter, and what was not done for that reason.
    pub fn refuse(&self, terminal: Terminal, undone: &str) -> Result<Outcome, Failure> {
        self.show(terminal)?;
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        let errors = counted(self.analysis.report.iter().filter(is_error).count(), "error");
        writeln!(io::stderr(), "{errors}; nothing was {undone}")?;
        Ok(Outcome::Wrong)
    }

    /// The text of a file below the charter's folder; `Err` says why it cannot be had.
    pub fn file(&self, path: &str) -> Result<String, String> {
        match measure(&self.root, path).and_then(|measured| read(&measured, Limits::default().file)) {
            Ok((text, None)) => Ok(text),
            Ok((_, Some(foreign))) => Err(foreign.what),
            Err(refused) => Err(refused.why()),
        }
    }

    /// Shows on standard error what was found.
    pub fn show(&self, terminal: Terminal) -> io::Result<()> {
        text::write(&mut io::stderr().lock(), &self.analysis.report, &self.files(), terminal.error_screen())
    }

    /// The files that findings point into.
    pub fn files(&self) -> Files<'_> {
        Files::new(&self.analysis.sources, &self.root.prefix(), self.analysis.files)
    }
}
