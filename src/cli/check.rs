//! `charter check`: everything that is wrong with a charter.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::{env, mem};

use crate::catalog::baseline::Baseline;
use crate::diagnostic;
use crate::host::paths::CannotRun;
use crate::host::write::replace;

use super::arguments::{Check, Deny, Format, Output};
use super::judged::Judged;
use super::render::report::Report;
use super::render::{Summary, text};
use super::terminal::{Failure, Outcome, Terminal, out};
use super::{baseline, fix};

/// The file in which GitLab looks for a code quality report by its own convention.
const GITLAB_REPORT: &str = "gl-code-quality-report.json";

/// Checks a charter and shows the findings.
pub fn run(arguments: &Check, terminal: Terminal) -> Result<Outcome, Failure> {
    let outputs = outputs(&arguments.format)?;
    let baseline = arguments.baseline.as_deref().map(baseline::open).transpose()?;
    let progress = terminal.progress(&format!("checking {}", arguments.path.display()));
    let judged = Judged::new(&arguments.path, arguments.clock.as_of);
    drop(progress);
    let mut judged = judged?;
    if arguments.fix {
        judged = fix::run(judged, arguments, terminal)?;
    }
    let outcome = show(&mut judged, baseline.as_ref(), &outputs, arguments.deny, terminal);
    // The process ends: the system takes all memory back at once, and faster.
    mem::forget(judged);
    outcome
}

/// Shows what was found, without what a baseline holds, in every format that is asked for.
pub fn show(
    judged: &mut Judged,
    baseline: Option<&Baseline>,
    outputs: &[Output],
    deny: Option<Deny>,
    terminal: Terminal,
) -> Result<Outcome, Failure> {
    let analysis = &mut judged.analysis;
    let known = baseline.map(|baseline| {
        let known = baseline.apply(&mut analysis.report, &analysis.sources, &analysis.facts.model);
        diagnostic::sort(&mut analysis.report, &analysis.sources);
        known
    });
    let analysis = &judged.analysis;
    let report = Report {
        files: judged.files(),
        sources: &analysis.sources,
        findings: &analysis.report,
        accepted: &analysis.accepted,
        known: known.as_deref(),
        summary: Summary::new(&analysis.report, analysis.files),
        deny,
    };
    for output in outputs {
        if let Some(file) = &output.file {
            store(&report, output.format, file)?;
        } else {
            let mut out = out();
            report.write(&mut out, output.format, terminal.screen(), terminal.quiet())?;
            out.flush()?;
        }
    }
    let fails = report.findings.iter().any(|finding| report.is_failure(finding));
    Ok(if fails { Outcome::Wrong } else { Outcome::Fine })
}

fn store(report: &Report, format: Format, file: &Path) -> Result<(), Failure> {
    let mut written = Vec::new();
    report.write(&mut written, format, text::Screen::FILE, false)?;
    let written = String::from_utf8(written).expect("every format is text");
    replace(file, &written)
        .map_err(|error| CannotRun::because(format!("cannot write `{}`", file.display()), &error))?;
    Ok(())
}

/// What is written where: what is asked for, or what suits the place where the command runs.
fn outputs(asked: &[Output]) -> Result<Vec<Output>, CannotRun> {
    if asked.is_empty() {
        let is_on = |name: &str| env::var_os(name).is_some_and(|value| value == "true");
        let mut outputs = vec![Output::TEXT];
        if is_on("GITHUB_ACTIONS") {
            outputs.push(Output { format: Format::Github, file: None });
        }
        if is_on("GITLAB_CI") {
            outputs.push(Output { format: Format::Gitlab, file: Some(GITLAB_REPORT.into()) });
        }
        return Ok(outputs);
    }
    let mut files = BTreeSet::new();
    if let Some(twice) = asked.iter().filter_map(|output| output.file.as_ref()).find(|file| !files.insert(*file)) {
        return Err(CannotRun::new(format!("two formats would be written to `{}`", twice.display()))
            .help("name a file for each"));
    }
    let on_screen = asked.iter().filter(|output| output.file.is_none());
    if on_screen.clone().count() > 1 && on_screen.clone().any(|output| output.format.is_document()) {
        return Err(CannotRun::new("two formats would be mixed on standard output")
            .help("name a file for one of them, as `--format sarif=report.sarif`"));
    }
    Ok(asked.to_vec())
}
