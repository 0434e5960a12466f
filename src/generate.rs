//! Outputs of the build: a view decides what is in a file, a template or a printer lays it out.

pub mod layout;
mod matrix;
pub mod names;
pub mod runtime;
pub mod statement;
pub mod typescript;

use std::collections::BTreeMap;

use crate::analysis::Analysis;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::charter::{Generate, Generator};
use crate::rule::Code;
use crate::source::Span;

/// A file that the build writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifact {
    /// Where, below the output folder: relative, with `/`.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// What the build writes, and what it could not write.
#[derive(Debug, Default)]
pub struct Generated {
    /// The files, by path.
    pub artifacts: Vec<Artifact>,
    /// What could not be generated, and why.
    pub findings: Vec<Diagnostic>,
}

/// Every way in which an output can fail.
pub static CODES: &[&Code] = &[&NOT_GENERATED, &OUTPUT_TWICE, &OUTSIDE_OUTPUT];

/// Something that is asked for and cannot be generated.
pub static NOT_GENERATED: Code = Code {
    name: "not-generated",
    title: "something that `generate` asks for cannot be generated",
    severity: Severity::Error,
    explain: "\
The charter is sound, but this output cannot be made from it. The message says what stands in the way. Nothing is written in its place.",
    fails: "",
    passes: "",
};

/// Two outputs in one file.
pub static OUTPUT_TWICE: Code = Code {
    name: "output-twice",
    title: "two outputs have the same path",
    severity: Severity::Error,
    explain: "\
Two `generate` nodes write a file of the same path, so one would replace the other. Give one of them another folder with `out`.",
    fails: "",
    passes: "",
};

/// A folder that leaves the output folder.
pub static OUTSIDE_OUTPUT: Code = Code {
    name: "outside-output",
    title: "an output leaves the output folder",
    severity: Severity::Error,
    explain: "\
`out` names a folder below the output folder. It may not be absolute and not climb above it with `..`: whoever builds a charter that somebody
sent knows where files are written.",
    fails: "",
    passes: "",
};

/// What one `generate` node asks for, while it is answered.
pub(crate) struct Order<'a> {
    analysis: &'a Analysis,
    generate: &'a Generate,
    folder: String,
    files: Vec<(Artifact, Span)>,
    findings: Vec<Diagnostic>,
}

impl Order<'_> {
    /// Adds a file, by its path below the folder of the order.
    fn write(&mut self, path: &str, text: String) {
        let path = if self.folder.is_empty() { path.to_owned() } else { format!("{}/{path}", self.folder) };
        self.files.push((Artifact { path, text }, self.generate.span));
    }

    /// Says what could not be generated.
    fn cannot(&mut self, message: impl Into<String>, at: Span, label: impl Into<String>) {
        self.findings.push(NOT_GENERATED.finding(message).at(at, label).and(self.generate.span, "asked for here"));
    }

    /// Where something stands, as generated files say it: `flows/orders.kdl:12`.
    fn place(&self, span: Span) -> String {
        let file = self.analysis.sources.file(span.file);
        format!("{}:{}", file.path(), file.position(span.start).line)
    }
}

/// The generator of each kind of output.
fn generator(kind: Generator) -> Option<fn(&mut Order<'_>)> {
    match kind {
        Generator::Matrix => Some(matrix::generate),
        Generator::Typescript | Generator::Openapi => None,
    }
}

/// Generates what the charter's `generate` nodes ask for.
pub fn run(analysis: &Analysis) -> Generated {
    let mut generated = Generated::default();
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for generate in &analysis.facts.model.generates {
        let Some(generator) = generate.generator.as_ref().and_then(|said| generator(said.value)) else { continue };
        let Some(folder) = folder(generate) else {
            let span = generate.out.as_ref().map_or(generate.span, |out| out.span);
            let finding = OUTSIDE_OUTPUT.finding("this folder leaves the output folder").at(span, "named here");
            generated.findings.push(finding.help("name a folder below the output folder, such as `contracts`"));
            continue;
        };
        let mut order = Order { analysis, generate, folder, files: Vec::new(), findings: Vec::new() };
        generator(&mut order);
        generated.findings.append(&mut order.findings);
        for (artifact, span) in order.files {
            if let Some(first) = taken.insert(artifact.path.clone(), span) {
                let message = format!("`{}` would be written twice", artifact.path);
                let finding = OUTPUT_TWICE.finding(message).at(span, "written here").and(first, "and here");
                generated.findings.push(finding.help("give one of them another folder with `out`"));
            } else {
                generated.artifacts.push(artifact);
            }
        }
    }
    generated.artifacts.sort_by(|a, b| a.path.cmp(&b.path));
    generated
}

/// The folder of a `generate` node, without `.`; `None` when it leaves the output folder.
fn folder(generate: &Generate) -> Option<String> {
    let Some(out) = &generate.out else { return Some(String::new()) };
    let mut parts = Vec::new();
    for part in out.value.split('/') {
        match part {
            "" if parts.is_empty() && out.value.starts_with('/') => return None,
            "" | "." => {}
            ".." => return None,
            part if part.contains(['\\', ':', '\0']) => return None,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
