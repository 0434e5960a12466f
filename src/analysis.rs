//! The one entry point: from texts to findings.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::catalog::waivers::{self, Accepted};
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::facts::Facts;
use crate::language::{self, Type};
use crate::loading::{Loaded, Need, NeedKind};
use crate::source::{FileId, SourceFile, Sources, Span};
use crate::syntax::{Cursor, Form, shape};
use crate::{kdl, model, rules};

/// What a verdict depends on besides the charter.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The day on which waivers are judged.
    pub today: Date,
}

/// A charter, what is known about it, and what is wrong with it.
#[derive(Debug)]
pub struct Analysis {
    /// All texts: the charter's files first, then those that every charter may build on.
    pub sources: Sources,
    /// How many of the files are the author's.
    pub files: usize,
    /// The nodes of each file that is written in the language.
    pub forms: Vec<Form>,
    /// What the charter says, and what follows.
    pub facts: Facts,
    /// All findings, in the order in which they are shown; accepted ones are left out.
    pub report: Vec<Diagnostic>,
    /// What the charter accepts, in the order of its waivers.
    pub accepted: Vec<Accepted>,
}

impl Analysis {
    /// Whether a finding fails the check.
    pub fn has_errors(&self) -> bool {
        self.report.iter().any(|finding| finding.severity == Severity::Error)
    }
}

/// Findings about something that is nowhere to be found: a part of the charter that could not be read may have it.
const ABSENCES: &[&str] = &[
    "dead-delivery",
    "derived-input-missing",
    "join-skew",
    "lossy-relay",
    "manual-write-into-copy",
    "no-owner",
    "owner-never-receives",
    "phase-missing-input",
    "proposal-to-nobody",
    "publish-without-authority",
    "undeclared-writer",
    "unknown-name",
    "unknown-scope",
    "unknown-waiver",
    "unreachable-reader",
    "unused-definition",
    "update-without-authority",
];

/// One file, read and shaped.
type Read = (Form, Vec<Diagnostic>);

/// Files of the language, taken in while a charter is loaded, in any order and by several threads.
#[derive(Debug, Default)]
pub struct Intake {
    read: Mutex<BTreeMap<FileId, Read>>,
}

impl Intake {
    /// Reads a file and says which other files it names.
    pub fn take(&self, id: FileId, file: &SourceFile) -> Vec<Need> {
        let read = read(id, file);
        let needs = needs(&read.0);
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(id, read);
        needs
    }

    /// Analyses what was taken in while a charter was loaded.
    pub fn analyze(self, loaded: Loaded, options: Options) -> Analysis {
        let Loaded { mut sources, problems: mut report, complete } = loaded;
        let files = sources.iter().len();
        let mut forms = Vec::new();
        for (_, (form, found)) in self.read.into_inner().unwrap_or_else(PoisonError::into_inner) {
            forms.push(form);
            report.extend(found);
        }
        let prelude = FileId(files as u32);
        let packs = packs(&forms);
        let packs = packs.iter().filter_map(|name| language::pack(name));
        for (path, text) in language::standard().iter().copied().chain(packs) {
            let file = SourceFile::new(path, text);
            let (form, found) = read(FileId(sources.iter().len() as u32), &file);
            sources.add(file);
            forms.push(form);
            report.extend(found);
        }
        let (model, found) = model::build(&sources, &forms, prelude);
        report.extend(found);
        let sound = report.iter().all(|finding| finding.severity != Severity::Error);
        let facts = Facts::new(model, prelude);
        let wrong = WrongPlaces::of(&report);
        report.extend(rules::run(&facts).into_iter().filter(|finding| !wrong.are_under(finding)));
        if !complete {
            report.retain(|finding| !ABSENCES.contains(&&*finding.code));
        }
        let accepted = waivers::apply(&facts, &mut report, sound, options.today);
        diagnostic::sort(&mut report, &sources);
        Analysis { sources, files, forms, facts, report, accepted }
    }
}

/// Places of errors in form and names: what rests on one of them is not reported, because it may be gone with the error.
struct WrongPlaces {
    /// By file and start; each with the furthest end of those up to it in its file.
    spans: Vec<Span>,
}

impl WrongPlaces {
    fn of(report: &[Diagnostic]) -> Self {
        let errors = report.iter().filter(|finding| finding.severity == Severity::Error);
        let mut spans: Vec<Span> = errors.filter_map(|finding| Some(finding.primary()?.span)).collect();
        spans.sort_unstable();
        for at in 1..spans.len() {
            if spans[at].file == spans[at - 1].file {
                spans[at].end = spans[at].end.max(spans[at - 1].end);
            }
        }
        Self { spans }
    }

    fn are_under(&self, finding: &Diagnostic) -> bool {
        finding.labels.iter().any(|label| {
            let span = label.span;
            let before = self.spans.partition_point(|wrong| (wrong.file, wrong.start) < (span.file, span.end));
            before.checked_sub(1).is_some_and(|last| {
                let wrong = self.spans[last];
                wrong.file == span.file && wrong.end > span.start
            })
        })
    }
}

/// Analyses texts of the language that are all there.
pub fn analyze(sources: Sources, options: Options) -> Analysis {
    let intake = Intake::default();
    let files: Vec<(FileId, &SourceFile)> = sources.iter().collect();
    files.into_par_iter().for_each(|(id, file)| {
        intake.take(id, file);
    });
    intake.analyze(Loaded { sources, problems: Vec::new(), complete: true }, options)
}

fn read(id: FileId, file: &SourceFile) -> Read {
    let tree = kdl::read(file.text());
    let mut problems = kdl::diagnostics(&tree, id);
    let (form, found) = shape(id, tree);
    problems.extend(found);
    (form, problems)
}

/// The packs that the charter uses, in order.
fn packs(forms: &[Form]) -> Vec<String> {
    let charters = forms.iter().flat_map(Form::words).filter(|word| word.definition().name == "charter");
    let uses = charters.flat_map(|charter| charter.children_named("use").collect::<Vec<_>>());
    let mut names: Vec<String> = uses
        .flat_map(|word| word.arguments_of("packs").filter_map(|name| name.text().map(Into::into)).collect::<Vec<_>>())
        .collect();
    names.sort();
    names.dedup();
    names
}

/// Every file that a form names.
fn needs(form: &Form) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut open: Vec<Cursor<'_>> = form.words().collect();
    while let Some(word) = open.pop() {
        open.extend(word.children());
        let definition = word.definition();
        for argument in definition.arguments.iter() {
            if let Some(kind) = need_kind(&argument.ty) {
                needs.extend(
                    word.arguments_of(argument.name)
                        .filter_map(|given| Some(Need { path: given.text()?.into_owned(), from: given.span(), kind })),
                );
            }
        }
        for property in definition.properties.iter() {
            if let Some(kind) = need_kind(&property.ty)
                && let Some(given) = word.property(property.name)
                && let Some(path) = given.text()
            {
                needs.push(Need { path: path.into_owned(), from: given.span(), kind });
            }
        }
    }
    needs.sort_by_key(|need| need.from);
    needs
}

fn need_kind(ty: &Type) -> Option<NeedKind> {
    match ty {
        Type::Glob => Some(NeedKind::Part),
        Type::File => Some(NeedKind::Data),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn what_a_missing_part_hides_are_codes() {
        for code in ABSENCES {
            assert!(catalog::code(code).is_some(), "{code} is no code");
        }
    }
}
