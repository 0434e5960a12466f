//! `charter build`: what other teams consume, written to a folder.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::diagnostic;
use crate::generate::{self, Artifact};
use crate::host::paths::CannotRun;
use crate::host::write;

use super::arguments::{Build, Format};
use super::judged::Judged;
use super::render::{clean, counted};
use super::terminal::{Failure, Outcome, Terminal, out};

/// The folder below the charter where outputs go unless another one is named.
const FOLDER: &str = "generated";

/// Checks a charter and writes its outputs.
pub fn run(arguments: &Build, terminal: Terminal) -> Result<Outcome, Failure> {
    let progress = terminal.progress(&format!("building {}", arguments.path.display()));
    let mut judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    let mut artifacts = Vec::new();
    if !judged.analysis.has_errors() {
        let generated = generate::run(&judged.analysis);
        artifacts = generated.artifacts;
        judged.analysis.report.extend(generated.findings);
        diagnostic::sort(&mut judged.analysis.report, &judged.analysis.sources);
    }
    drop(progress);
    let mut out = out();
    if !judged.analysis.report.is_empty() {
        judged.show(&mut out, Format::Text, terminal.screen(), terminal.quiet())?;
    }
    if judged.analysis.has_errors() {
        writeln!(out, "nothing was written")?;
        out.flush()?;
        return Ok(Outcome::Wrong);
    }
    let folder = arguments.out.clone().unwrap_or_else(|| judged.root.join(FOLDER));
    let mut written = 0;
    for artifact in &artifacts {
        let path = folder.join(&artifact.path);
        let is_new = put(&folder, &path, artifact)?;
        written += usize::from(is_new);
        if !terminal.quiet() {
            let word = if is_new { "wrote    " } else { "unchanged" };
            writeln!(out, "{word} {}", clean::line(&path.to_string_lossy()))?;
        }
    }
    if !terminal.quiet() {
        match artifacts.len() {
            0 => writeln!(out, "nothing to generate: the charter has no `generate` node")?,
            all => writeln!(out, "{}, {written} written", counted(all, "file"))?,
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// Writes one file, unless it is there already; whether it was written. A link in the output folder that leads out of it
/// is not followed.
fn put(folder: &Path, path: &Path, artifact: &Artifact) -> Result<bool, CannotRun> {
    let cannot = |error| CannotRun::because(format!("cannot write `{}`", path.display()), &error);
    if fs::read(path).is_ok_and(|there| there == artifact.text.as_bytes()) {
        return Ok(false);
    }
    fs::create_dir_all(folder).map_err(cannot)?;
    let real = folder.canonicalize().map_err(cannot)?;
    let nearest: PathBuf = path.ancestors().find_map(|place| place.canonicalize().ok()).unwrap_or_default();
    if !nearest.starts_with(&real) {
        let message = format!("`{}` leads out of the output folder through a link", path.display());
        return Err(CannotRun::new(message).help("remove the link, or build into another folder"));
    }
    write::replace(path, &artifact.text).map_err(cannot)?;
    Ok(true)
}
