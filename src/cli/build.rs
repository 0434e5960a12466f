//! `charter build`: the artefacts that a charter asks for, in one folder.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::diagnostic;
use crate::generate::{self, Artifact};
use crate::host::artifacts::{self, Written};

use super::arguments::Build;
use super::judged::Judged;
use super::render::{clean, counted};
use super::terminal::{Failure, Outcome, Terminal, out};

/// The folder for artefacts when none is named.
const OUT: &str = "generated";

/// Builds a charter; one with errors is shown instead.
pub fn run(arguments: &Build, terminal: Terminal) -> Result<Outcome, Failure> {
    let mut progress = Some(terminal.progress(&format!("building {}", arguments.path.display())));
    let mut judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    let mut artifacts = Vec::new();
    if !judged.analysis.has_errors() {
        let generated = generate::run(&judged.analysis);
        artifacts = generated.artifacts;
        judged.analysis.report.extend(generated.findings);
        diagnostic::sort(&mut judged.analysis.report, &judged.analysis.sources);
    }
    if judged.analysis.has_errors() {
        drop(progress.take());
        return judged.refuse(terminal, "written");
    }
    if !judged.analysis.report.is_empty() {
        drop(progress.take());
        judged.show(terminal)?;
    }
    let folder = arguments.out.clone().unwrap_or_else(|| judged.root.join(OUT));
    let files: Vec<(&str, &str)> =
        artifacts.iter().map(|artifact| (artifact.path.as_str(), artifact.text.as_str())).collect();
    let written = artifacts::write(&folder, &files)?;
    drop(progress);
    if !terminal.quiet() {
        let mut out = out();
        tell(&mut out, &folder, &artifacts, &written)?;
        out.flush()?;
    }
    Ok(Outcome::Fine)
}

/// What was written: every file that is not as before, then one line for each kind of file.
fn tell(out: &mut dyn Write, folder: &Path, artifacts: &[Artifact], written: &[Written]) -> io::Result<()> {
    let folder = folder.strip_prefix(".").ok().filter(|inner| !inner.as_os_str().is_empty()).unwrap_or(folder);
    let shown = clean::line(&folder.to_string_lossy()).into_owned();
    if artifacts.is_empty() {
        return writeln!(out, "nothing to generate: the charter has no `generate` node");
    }
    let mut totals: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (artifact, written) in artifacts.iter().zip(written) {
        let lines = artifact.text.lines().count();
        let kind = artifact.path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let total = totals.entry(kind).or_default();
        *total = (total.0 + 1, total.1 + lines);
        if *written != Written::Unchanged {
            writeln!(out, "wrote {shown}/{} ({})", clean::line(&artifact.path), counted(lines, "line"))?;
        }
    }
    for (kind, (files, lines)) in totals {
        writeln!(out, "{}, {} of {kind}", counted(files, "file"), counted(lines, "line"))?;
    }
    let unchanged = written.iter().filter(|written| **written == Written::Unchanged).count();
    let files = counted(artifacts.len(), "file");
    writeln!(out, "{files} in {shown}: {} written, {unchanged} unchanged", artifacts.len() - unchanged)
}
