//! Findings as SARIF 2.1.0, the exchange format of static analysis that code hosts read.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use crate::catalog;
use crate::catalog::baseline::Known;
use crate::catalog::fingerprint::fingerprints;
use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::source::{FileId, Span};

use super::Files;
use super::report::Report;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";
/// What paths are relative to: the root of the repository, as code hosts take it.
const ROOT: &str = "%SRCROOT%";
/// The name of our fingerprints, with the version of how they are made.
const FINGERPRINT: &str = "charterFinding/v1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool<'a>,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver<'a> {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_description: Option<Message<'static>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Help>,
    #[serde(skip_serializing_if = "Option::is_none")]
    default_configuration: Option<Configuration>,
}

#[derive(Serialize)]
struct Help {
    text: &'static str,
    markdown: &'static str,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    rule_index: usize,
    level: &'static str,
    message: OwnMessage,
    locations: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Place<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    code_flows: Vec<CodeFlow<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<Repair<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'a>>,
}

#[derive(Serialize)]
struct OwnMessage {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Place<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact<'a>,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Artifact<'a> {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CodeFlow<'a> {
    thread_flows: [ThreadFlow<'a>; 1],
}

#[derive(Serialize)]
struct ThreadFlow<'a> {
    locations: Vec<Moment<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Moment<'a> {
    location: Place<'a>,
    execution_order: usize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Repair<'a> {
    description: Message<'a>,
    artifact_changes: Vec<Change<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact<'a>,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Message<'a>,
}

#[derive(Serialize)]
struct Suppression<'a> {
    kind: &'static str,
    status: &'static str,
    justification: &'a str,
    location: Place<'a>,
}

/// Writes one JSON document and a line end. What the charter accepts is in it, suppressed; so is what the baseline knows.
pub fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let known = report.known.unwrap_or_default();
    let (new, unchanged) = match report.known {
        Some(_) => (Some("new"), Some("unchanged")),
        None => (None, None),
    };
    let accepted = report.accepted.iter().map(|accepted| &accepted.finding);
    let all = report.findings.iter().chain(known.iter().map(|known| &known.finding)).chain(accepted.clone());
    let codes: Vec<&str> = all.map(|finding| &*finding.code).collect::<BTreeSet<_>>().into_iter().collect();
    let view = View { files: &report.files, codes: &codes };
    let mut results: Vec<Outcome> = Vec::new();
    for (finding, fingerprint) in report.findings.iter().zip(fingerprints(report.findings, report.sources)) {
        results.push(Outcome { baseline_state: new, ..view.result(finding, fingerprint) });
    }
    for Known { finding, fingerprint } in known {
        results.push(Outcome { baseline_state: unchanged, ..view.result(finding, fingerprint.clone()) });
    }
    for (accepted, fingerprint) in report.accepted.iter().zip(fingerprints(accepted, report.sources)) {
        let suppression = Suppression {
            kind: "inSource",
            status: "accepted",
            justification: &accepted.because,
            location: view.location(accepted.waiver, None, None),
        };
        let result = view.result(&accepted.finding, fingerprint);
        results.push(Outcome { suppressions: vec![suppression], baseline_state: unchanged, ..result });
    }
    let rules = codes.iter().map(|code| descriptor(code)).collect();
    let driver = Driver { name: "charter", semantic_version: env!("CARGO_PKG_VERSION"), rules };
    let run = Run { tool: Tool { driver }, column_kind: "unicodeCodePoints", results };
    serde_json::to_writer(&mut *out, &Log { schema: SCHEMA, version: "2.1.0", runs: [run] })?;
    writeln!(out)
}

/// A code as a rule of the tool; one that a charter has written has no page.
fn descriptor(id: &str) -> Descriptor<'_> {
    let code = catalog::code(id);
    Descriptor {
        id,
        short_description: code.map(|code| Message { text: code.title }),
        help: code.map(|code| Help { text: code.explain, markdown: code.explain }),
        default_configuration: code.map(|code| Configuration { level: code.severity.word() }),
    }
}

/// Where findings point to, and the order of the rules.
struct View<'v, 'f> {
    files: &'v Files<'f>,
    codes: &'v [&'v str],
}

impl View<'_, '_> {
    fn result<'a>(&self, finding: &'a Diagnostic, fingerprint: String) -> Outcome<'a> {
        let help = super::json::help(finding).map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        let primary = finding.primary();
        let related = finding.labels.iter().filter(|label| !label.primary).enumerate();
        let moments = finding.trace.iter().enumerate().map(|(at, event)| Moment {
            location: self.location(event.span, None, Some(&event.text)),
            execution_order: at + 1,
        });
        let moments: Vec<Moment> = moments.collect();
        Outcome {
            rule_id: &finding.code,
            rule_index: self.codes.binary_search(&&*finding.code).unwrap_or_default(),
            level: finding.severity.word(),
            message: OwnMessage { text: format!("{}{help}", finding.message) },
            locations: primary.map(|label| self.location(label.span, None, Some(&label.text))).into_iter().collect(),
            related_locations: related
                .map(|(at, label)| self.location(label.span, Some(at + 1), Some(&label.text)))
                .collect(),
            code_flows: (!moments.is_empty())
                .then_some(CodeFlow { thread_flows: [ThreadFlow { locations: moments }] })
                .into_iter()
                .collect(),
            fixes: finding.fixes.iter().map(|fix| self.repair(fix)).collect(),
            partial_fingerprints: [(FINGERPRINT, fingerprint)].into(),
            baseline_state: None,
            suppressions: Vec::new(),
        }
    }

    fn location<'a>(&self, span: Span, id: Option<usize>, text: Option<&'a str>) -> Place<'a> {
        Place {
            id,
            physical_location: Physical { artifact_location: self.artifact(span.file), region: self.region(span) },
            message: text.filter(|text| !text.is_empty()).map(|text| Message { text }),
        }
    }

    fn artifact(&self, file: FileId) -> Artifact<'static> {
        let name = self.files.name(file);
        let is_absolute = name.starts_with('/');
        let uri = if is_absolute { format!("file://{}", encoded(name)) } else { encoded(name) };
        Artifact { uri, uri_base_id: (!is_absolute).then_some(ROOT) }
    }

    fn region(&self, span: Span) -> Region {
        let file = self.files.file(span.file);
        let (start, end) = (file.position(span.start), file.position(span.end));
        Region { start_line: start.line, start_column: start.column, end_line: end.line, end_column: end.column }
    }

    fn repair<'a>(&self, fix: &'a Fix) -> Repair<'a> {
        let files: BTreeSet<FileId> = fix.edits.iter().map(|edit| edit.span.file).collect();
        let replacement = |edit: &'a Edit| Replacement {
            deleted_region: self.region(edit.span),
            inserted_content: Message { text: &edit.text },
        };
        let changes = files.into_iter().map(|file| Change {
            artifact_location: self.artifact(file),
            replacements: fix.edits.iter().filter(|edit| edit.span.file == file).map(replacement).collect(),
        });
        Repair { description: Message { text: &fix.title }, artifact_changes: changes.collect() }
    }
}

/// A path as a URI reference: what may not stand in one is percent-encoded.
fn encoded(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
