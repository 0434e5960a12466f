//! `charter fmt`: KDL files the way everybody writes them.

use std::io::{self, Write};
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::host::folder::kdl_files;
use crate::host::paths::CannotRun;
use crate::host::read::read_any;
use crate::host::write;
use crate::kdl;
use crate::loading::{Limits, NOT_UTF_8};
use crate::source::{FileId, SourceFile, Sources, Span};

use super::arguments::Fmt;
use super::render::{Files, clean, counted, text};
use super::terminal::{Failure, Outcome, Terminal, out};

/// What became of one file.
enum Fate {
    /// It is written so already.
    Same,
    /// It is written anew, or would be.
    Other,
    /// It cannot be read as KDL and is left alone.
    Broken(Sources, Vec<Diagnostic>),
}

/// Formats files, or says which would change.
pub fn run(arguments: &Fmt, terminal: Terminal) -> Result<Outcome, Failure> {
    let progress = terminal.progress("formatting");
    let mut files = Vec::new();
    for path in &arguments.paths {
        files.extend(kdl_files(path)?);
    }
    files.sort();
    files.dedup();
    let fates: Result<Vec<Fate>, CannotRun> = files.par_iter().map(|file| format(file, arguments.check)).collect();
    let fates = fates?;
    drop(progress);
    let mut out = out();
    let (mut changed, mut broken) = (0, 0);
    for (file, fate) in files.iter().zip(&fates) {
        match fate {
            Fate::Same => {}
            Fate::Other => {
                changed += 1;
                let word = if arguments.check { "would change" } else { "changed" };
                writeln!(out, "{word} {}", clean::line(&file.to_string_lossy()))?;
            }
            Fate::Broken(sources, findings) => {
                broken += 1;
                let shown = Files::new(sources, "", 0);
                text::write(&mut io::stderr().lock(), findings, &shown, terminal.error_screen())?;
            }
        }
    }
    if !terminal.quiet() {
        let verb = if arguments.check { "would change" } else { "changed" };
        let left =
            if broken > 0 { format!(", {} with errors left alone", counted(broken, "file")) } else { String::new() };
        writeln!(out, "{changed} of {} {verb}{left}", counted(files.len(), "file"))?;
    }
    out.flush()?;
    let wrong = broken > 0 || (arguments.check && changed > 0);
    Ok(if wrong { Outcome::Wrong } else { Outcome::Fine })
}

fn format(file: &Path, only_check: bool) -> Result<Fate, CannotRun> {
    let shown = file.display();
    let refuse = |why: String| CannotRun::new(format!("cannot read `{shown}`: {why}"));
    let (text, foreign) = read_any(file, Limits::default().file).map_err(|refused| refuse(refused.why()))?;
    let mut sources = Sources::default();
    if let Some(foreign) = foreign {
        let id = sources.add(SourceFile::new(shown.to_string(), text));
        let place = Span::new(id, foreign.offset..foreign.offset);
        let finding = NOT_UTF_8.finding(format!("`{shown}` is not UTF-8: {}", foreign.what));
        return Ok(Fate::Broken(
            sources,
            vec![finding.at(place, "cannot be read from here").help("save the file as UTF-8")],
        ));
    }
    let tree = kdl::read(&text);
    if !tree.problems().is_empty() {
        sources.add(SourceFile::new(shown.to_string(), text));
        return Ok(Fate::Broken(sources, kdl::diagnostics(&tree, FileId(0))));
    }
    let formatted = kdl::format(&tree);
    if formatted == text {
        return Ok(Fate::Same);
    }
    if !only_check {
        write::replace(file, &formatted)
            .map_err(|error| CannotRun::because(format!("cannot write `{shown}`"), &error))?;
    }
    Ok(Fate::Other)
}
