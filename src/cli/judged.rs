//! A charter that was read from the disk and analysed, and how its findings are shown.

use std::io::{self, Write};
use std::path::Path;

use jiff::civil::Date;

use crate::analysis::{Analysis, Intake, Options};
use crate::host::clock;
use crate::host::load::load;
use crate::host::paths::{CannotRun, Root};
use crate::loading::Limits;

use super::arguments::Format;
use super::render::text::Screen;
use super::render::{Files, Summary, json, short, text};
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

    /// Counts the findings.
    pub fn summary(&self) -> Summary {
        Summary::new(&self.analysis.report, self.analysis.files)
    }

    /// Writes the findings, and what they add up to where people read it.
    pub fn show(&self, out: &mut dyn Write, format: Format, screen: Screen, quiet: bool) -> io::Result<()> {
        let files = Files::new(&self.analysis.sources, &self.root.prefix(), self.analysis.files);
        let findings = &self.analysis.report;
        match format {
            Format::Text => {
                text::write(out, findings, &files, screen)?;
                if !quiet {
                    writeln!(out, "{}", self.summary().line())?;
                }
                Ok(())
            }
            Format::Short => short::write(out, findings, &files),
            Format::Json => json::write(out, findings, &files, self.summary()),
        }
    }
}
