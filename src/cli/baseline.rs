//! `charter baseline`: what is accepted today, in a file.

use std::io::{self, Write};
use std::path::Path;

use crate::catalog::baseline::Baseline;
use crate::host::paths::CannotRun;
use crate::host::{read, write};
use crate::loading::Limits;

use super::arguments::{self, BaselineAction, Output};
use super::check;
use super::judged::Judged;
use super::render::counted;
use super::terminal::{Failure, Outcome, Terminal, out};

/// The file when none is named.
const FILE: &str = "charter-baseline.json";

/// Writes or checks a baseline.
pub fn run(arguments: &arguments::Baseline, terminal: Terminal) -> Result<Outcome, Failure> {
    let mut judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    let file = arguments.file.clone().unwrap_or_else(|| judged.root.join(FILE));
    let file = file.strip_prefix(".").map(Path::to_owned).unwrap_or(file);
    let replace = match arguments.action {
        BaselineAction::Check => {
            let baseline = open(&file)?;
            return check::show(&mut judged, Some(&baseline), &[Output::TEXT], None, terminal);
        }
        BaselineAction::Create => false,
        BaselineAction::Update => true,
    };
    let (baseline, left) =
        Baseline::of(&judged.analysis.report, &judged.analysis.sources, &judged.analysis.facts.model);
    store(&file, &baseline, replace)?;
    if !terminal.quiet() {
        let mut out = out();
        writeln!(out, "wrote {} ({})", file.display(), counted(baseline.len(), "finding"))?;
        out.flush()?;
    }
    if left == 0 {
        return Ok(Outcome::Fine);
    }
    let left = counted(left, "finding");
    writeln!(io::stderr(), "{left} cannot be accepted: the charter cannot be read as it stands; see `charter check`")?;
    Ok(Outcome::Wrong)
}

/// Reads a baseline.
pub fn open(file: &Path) -> Result<Baseline, CannotRun> {
    let cannot = |why: String| {
        CannotRun::new(format!("`{}` is no baseline: {why}", file.display()))
            .help("write one with `charter baseline create`")
    };
    let (text, foreign) = read::read_any(file, Limits::default().file).map_err(|refused| cannot(refused.why()))?;
    match foreign {
        Some(foreign) => Err(cannot(foreign.what)),
        None => Baseline::read(&text).map_err(cannot),
    }
}

fn store(file: &Path, baseline: &Baseline, replace: bool) -> Result<(), CannotRun> {
    let written = if replace { write::replace(file, &baseline.text()) } else { write::create(file, &baseline.text()) };
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => CannotRun::new(format!("`{}` is there already", file.display()))
            .help("write it anew with `charter baseline update`"),
        _ => CannotRun::because(format!("cannot write `{}`", file.display()), &error),
    })
}
