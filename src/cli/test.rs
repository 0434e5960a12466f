//! `charter test`: the cases and samples of a charter, run by the reference interpreter.

use std::io::{self, Write};

use crate::mapping::cases::{self, Coverage, Failure, Run, Verdict};
use crate::model::Model;
use crate::model::element::Element;

use super::arguments::Test;
use super::judged::Judged;
use super::render::clean;
use super::render::problem::{self, Places};
use super::terminal::{Failure as Cannot, Outcome, Terminal, out};

/// Runs the cases and samples of a charter.
pub fn run(arguments: &Test, terminal: Terminal) -> Result<Outcome, Cannot> {
    let progress = terminal.progress(&format!("testing {}", arguments.path.display()));
    let judged = Judged::new(&arguments.path, None)?;
    if judged.analysis.has_errors() {
        drop(progress);
        return judged.refuse(terminal, "run");
    }
    let files = |path: &str| judged.file(path);
    let facts = &judged.analysis.facts;
    let suite = cases::run(facts, &files);
    drop(progress);
    let places = Places::new(&judged.analysis.sources, judged.root.prefix());
    let mut out = out();
    for run in &suite.runs {
        show(&mut out, run, &facts.model, &places)?;
    }
    for coverage in &suite.coverage {
        show_coverage(&mut out, coverage, &facts.model, &places)?;
    }
    let count = |wanted: fn(&Verdict) -> bool| suite.runs.iter().filter(|run| wanted(&run.verdict)).count();
    let failed = count(|verdict| matches!(verdict, Verdict::Failed(_)));
    if !terminal.quiet() {
        let passed = count(|verdict| matches!(verdict, Verdict::Passed));
        let not_run = count(|verdict| matches!(verdict, Verdict::NotRun(..)));
        writeln!(out, "{passed} passed, {failed} failed, {not_run} not run")?;
    }
    out.flush()?;
    Ok(if failed > 0 { Outcome::Wrong } else { Outcome::Fine })
}

fn show(out: &mut dyn Write, run: &Run, model: &Model, places: &Places<'_>) -> io::Result<()> {
    let what = format!("{}: {}", run.of, clean::line(&run.name));
    match &run.verdict {
        Verdict::Passed => writeln!(out, "passed   {what}"),
        Verdict::NotRun(why, None) => writeln!(out, "not run  {what}: {why}"),
        Verdict::NotRun(why, Some(span)) => writeln!(out, "not run  {what}: {why} ({})", places.of(*span)),
        Verdict::Failed(failures) => {
            writeln!(out, "FAILED   {what} ({})", places.of(run.span))?;
            for failure in failures {
                writeln!(out, "  {}", told(failure, model, places))?;
            }
            Ok(())
        }
    }
}

fn told(failure: &Failure, model: &Model, places: &Places<'_>) -> String {
    match failure {
        Failure::Differs(difference, line) => problem::difference(difference, *line, places),
        Failure::Problem(found) => problem::line(found, model, places),
        Failure::NotRaised(exception, span) => {
            format!("{}: `{}` is not raised", places.of(*span), model[*exception].name())
        }
        Failure::Nothing(span) => format!("{}: expected a result, and nothing came out", places.of(*span)),
    }
}

fn show_coverage(out: &mut dyn Write, found: &Coverage, model: &Model, places: &Places<'_>) -> io::Result<()> {
    let reached = |all: usize, missed: usize| format!("{} of {all}", all - missed);
    let lines = reached(found.lines, found.missed_lines.len());
    let rows = reached(found.rows, found.missed_rows.len());
    writeln!(out, "reached  record `{}`: {lines} lines, {rows} rows of tables", model[found.record].name())?;
    for span in &found.missed_lines {
        writeln!(out, "  {}: no case and no sample has this value", places.of(*span))?;
    }
    for rows in found.missed_rows.chunk_by(|one, next| one.0 == next.0) {
        let shown: Vec<String> = rows.iter().map(|(_, foreign, ours)| format!("`{foreign}` for `{ours}`")).collect();
        writeln!(out, "  {}: no case and no sample has {}", places.of(rows[0].0), clean::line(&shown.join(", ")))?;
    }
    Ok(())
}
