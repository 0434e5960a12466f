//! Outputs of the build: a view decides what is in a file, a template or a printer lays it out.

mod asyncapi;
mod code;
mod go;
mod java;
mod json;
mod json_schema;
pub mod layout;

mod matrix;
pub mod names;
mod openapi;
pub mod picture;
pub mod python;
mod quoted;
pub mod runtime;
pub mod statement;
pub mod target;
mod typescript;

use std::collections::BTreeMap;

use handlebars::Handlebars;
use serde::Serialize;

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
        // A path may hold any character, and what is said in a comment stays on its line.
        let path: String = file.path().chars().map(|c| if c.is_control() { '?' } else { c }).collect();
        format!("{path}:{}", file.position(span.start).line)
    }

    /// The charter's name and version, as generated files say it.
    fn charter(&self) -> String {
        self.analysis.facts.model.charter.as_ref().map_or(String::new(), |charter| match &charter.version {
            Some(version) => format!("{} {}", charter.name, version.value),
            None => charter.name.to_string(),
        })
    }
}

/// The generator of each kind of output.
fn generator(kind: Generator) -> fn(&mut Order<'_>) {
    match kind {
        Generator::Matrix => matrix::generate,
        Generator::Openapi => openapi::generate,
        Generator::JsonSchema => json_schema::generate,
        Generator::Asyncapi => asyncapi::generate,
        Generator::Python => |order| target::generate(order, &python::TARGET),
        Generator::Typescript => |order| target::generate(order, &typescript::TARGET),
        Generator::Java => |order| target::generate(order, &java::TARGET),
        Generator::Go => |order| target::generate(order, &go::TARGET),
    }
}

/// A view, laid out by one of our templates.
fn frame(template: &str, view: &impl Serialize) -> String {
    let mut frames = Handlebars::new();
    frames.set_strict_mode(true);
    frames.register_escape_fn(handlebars::no_escape);
    frames.render_template(template, view).expect("our templates fit their views")
}

/// Generates what the charter's `generate` nodes ask for.
pub fn run(analysis: &Analysis) -> Generated {
    let mut generated = Generated::default();
    let mut taken: BTreeMap<String, Span> = BTreeMap::new();
    for generate in &analysis.facts.model.generates {
        let Some(kind) = generate.generator else { continue };
        let Some(folder) = folder(generate) else {
            let span = generate.out.as_ref().map_or(generate.span, |out| out.span);
            let finding = OUTSIDE_OUTPUT.finding("this folder leaves the output folder").at(span, "named here");
            generated.findings.push(finding.help("name a folder below the output folder, such as `contracts`"));
            continue;
        };
        let mut order = Order { analysis, generate, folder, files: Vec::new(), findings: Vec::new() };
        generator(kind.value)(&mut order);
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
