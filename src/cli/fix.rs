//! `charter check --fix`: the changes that can be made without thinking.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;

use similar::TextDiff;

use crate::diagnostic::{Diagnostic, Edit};
use crate::host::paths::CannotRun;
use crate::host::write::replace;
use crate::source::FileId;

use super::arguments::Check;
use super::judged::Judged;
use super::render::{clean, counted};
use super::terminal::{Failure, Terminal, out};

/// The most rounds: a fix may uncover what another one answers.
const MOST_ROUNDS: usize = 8;

/// Makes the changes, or shows them; what the charter is like afterwards.
pub fn run(mut judged: Judged, arguments: &Check, terminal: Terminal) -> Result<Judged, Failure> {
    let mut fixed = 0;
    let mut files: BTreeSet<String> = BTreeSet::new();
    for _ in 0..MOST_ROUNDS {
        let plan = Plan::of(&judged);
        if plan.findings == 0 {
            break;
        }
        if arguments.dry_run {
            return plan.show(&judged, terminal).map(|()| judged);
        }
        for (file, edits) in &plan.edits {
            store(&judged, *file, edits)?;
            files.insert(judged.analysis.sources.file(*file).path().to_owned());
        }
        fixed += plan.findings;
        judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    }
    if fixed > 0 {
        terminal.note(&format!("fixed {} in {}", counted(fixed, "finding"), counted(files.len(), "file")))?;
    }
    Ok(judged)
}

/// The edits of one round, by file; those of a file do not overlap.
#[derive(Default)]
struct Plan<'a> {
    edits: BTreeMap<FileId, Vec<&'a Edit>>,
    findings: usize,
}

impl<'a> Plan<'a> {
    fn of(judged: &'a Judged) -> Self {
        let mut plan = Self::default();
        for finding in &judged.analysis.report {
            plan.add(finding, judged.analysis.files);
        }
        for edits in plan.edits.values_mut() {
            edits.sort_by_key(|edit| edit.span);
        }
        plan
    }

    /// Adds the fix of a finding if it is the only one, and touches nothing that another one changes.
    fn add(&mut self, finding: &'a Diagnostic, files: usize) {
        let [fix] = &*finding.fixes else { return };
        let is_free = |edit: &Edit| {
            let others = self.edits.get(&edit.span.file).into_iter().flatten();
            let touches = |other: &Edit| other.span.start <= edit.span.end && edit.span.start <= other.span.end;
            (edit.span.file.0 as usize) < files && !others.into_iter().any(|other| touches(other))
        };
        if fix.edits.is_empty() || !fix.edits.iter().all(is_free) {
            return;
        }
        for edit in &fix.edits {
            self.edits.entry(edit.span.file).or_default().push(edit);
        }
        self.findings += 1;
    }

    /// Shows every file that would change as a unified difference.
    fn show(&self, judged: &Judged, terminal: Terminal) -> Result<(), Failure> {
        let names = judged.files();
        let mut out = out();
        for (file, edits) in &self.edits {
            let (before, name) = (judged.analysis.sources.file(*file).text(), clean::line(names.name(*file)));
            let after = changed(before, edits);
            let difference = TextDiff::from_lines(before, &after);
            let shown = difference.unified_diff().header(&format!("a/{name}"), &format!("b/{name}")).to_string();
            write!(out, "{}", clean::lines(&shown))?;
        }
        out.flush()?;
        terminal.note(&format!("{} would be fixed; nothing was changed", counted(self.findings, "finding")))?;
        Ok(())
    }
}

/// Changes a file, if it still says what was checked.
fn store(judged: &Judged, file: FileId, edits: &[&Edit]) -> Result<(), CannotRun> {
    let source = judged.analysis.sources.file(file);
    let place = judged.root.join(source.path());
    let cannot = |error| CannotRun::because(format!("cannot fix `{}`", place.display()), &error);
    if fs::read(&place).map_err(cannot)? != source.text().as_bytes() {
        let message = format!("`{}` has changed while it was checked", place.display());
        return Err(CannotRun::new(message).help("run the command again"));
    }
    replace(&place, &changed(source.text(), edits)).map_err(cannot)
}

/// A text after edits, which are in order.
fn changed(text: &str, edits: &[&Edit]) -> String {
    let mut changed = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        changed.push_str(&text[at..range.start]);
        changed.push_str(&edit.text);
        at = range.end;
    }
    changed + &text[at..]
}
