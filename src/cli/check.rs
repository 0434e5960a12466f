//! `charter check`: everything that is wrong with a charter.

use std::io::Write;
use std::mem;

use super::arguments::{Check, Deny};
use super::judged::Judged;
use super::terminal::{Failure, Outcome, Terminal, out};

/// Checks a charter and shows the findings.
pub fn run(arguments: &Check, terminal: Terminal) -> Result<Outcome, Failure> {
    let progress = terminal.progress(&format!("checking {}", arguments.path.display()));
    let judged = Judged::new(&arguments.path, arguments.clock.as_of);
    drop(progress);
    let judged = judged?;
    let mut out = out();
    judged.show(&mut out, arguments.format, terminal.screen(), terminal.quiet())?;
    out.flush()?;
    let summary = judged.summary();
    let denied = match arguments.deny {
        Some(Deny::Warnings) => summary.warnings,
        None => 0,
    };
    // The process ends: the system takes all memory back at once, and faster.
    mem::forget(judged);
    Ok(if summary.errors + denied > 0 { Outcome::Wrong } else { Outcome::Fine })
}
