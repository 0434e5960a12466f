//! `charter vectors`: inputs of mappings with their results, to test another implementation against.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use crate::host::artifacts;
use crate::host::paths::Root;
use crate::mapping::run::{Problem, Value};
use crate::mapping::vectors::{Vector, Way, of_flow, of_record};
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::element::Element;
use crate::model::name::Head;

use super::arguments::Vectors;
use super::judged::Judged;
use super::map::unknown;
use super::render::problem::Places;
use super::render::{clean, counted};
use super::terminal::{Failure, Outcome, Terminal, out};

/// The version of the form, as `docs/schemas/vectors-1.schema.json` describes it.
const VERSION: u8 = 1;

/// A vector, as it is written.
#[derive(Serialize)]
struct Shown<'d> {
    id: &'d str,
    what: &'d str,
    direction: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'d str>,
    input: &'d Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    gives: Option<&'d Value>,
    problems: Vec<Told<'d>>,
}

/// A problem, as generated code tells it.
#[derive(Serialize)]
struct Told<'d> {
    exception: Option<&'d str>,
    wrong: &'static str,
    scope: &'static str,
    source: &'d str,
    target: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'d Value>,
    charter: String,
}

/// A record or a flow with its vectors.
struct Subject<'m> {
    kind: &'static str,
    head: &'m Head,
    vectors: Vec<Vector>,
}

/// Writes the vectors of one record or flow, or of all.
pub fn run(arguments: &Vectors, terminal: Terminal) -> Result<Outcome, Failure> {
    let (name, path) = subject_and_charter(arguments);
    let judged = Judged::new(path, None)?;
    if judged.analysis.has_errors() {
        return judged.refuse(terminal, "made");
    }
    let facts = &judged.analysis.facts;
    let model = &facts.model;
    let files = |path: &str| judged.file(path);
    let wanted = |head: &Head| name.is_none_or(|name| *name == *head.name.text);
    let records = model.records.ids().filter(|id| wanted(&model[*id].head));
    let records =
        records.map(|id| Subject { kind: "record", head: &model[id].head, vectors: of_record(facts, id, &files) });
    let flows = model.flows.ids().filter(|id| wanted(&model[*id].head));
    let flows = flows.map(|id| Subject { kind: "flow", head: &model[id].head, vectors: of_flow(facts, id, &files) });
    let mut subjects: Vec<Subject<'_>> = records.chain(flows).collect();
    if let (Some(name), []) = (name, &subjects[..]) {
        return Err(unknown(model, name).into());
    }
    subjects.retain(|subject| !subject.vectors.is_empty());
    if let (Some(name), []) = (name, &subjects[..]) {
        writeln!(io::stderr(), "`{name}` has no vectors: it cannot be carried out, or its payloads are not JSON")?;
        return Ok(Outcome::Wrong);
    }
    let places = Places::new(&judged.analysis.sources, String::new());
    let Some(folder) = &arguments.out else {
        let mut out = out();
        out.write_all(document(&subjects, model, &places)?.as_bytes())?;
        out.flush()?;
        return Ok(Outcome::Fine);
    };
    let mut written = Vec::new();
    for subject in &subjects {
        let path = format!("{}s/{}.json", subject.kind, subject.head.name.text);
        written.push((path, document(std::slice::from_ref(subject), model, &places)?));
    }
    let texts: Vec<(&str, &str)> = written.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    artifacts::write(folder, &texts)?;
    if !terminal.quiet() {
        let vectors = subjects.iter().map(|subject| subject.vectors.len()).sum();
        let shown = clean::line(&folder.to_string_lossy()).into_owned();
        writeln!(out(), "{} of vectors in {shown}: {}", counted(subjects.len(), "file"), counted(vectors, "vector"))?;
    }
    Ok(Outcome::Fine)
}

/// What is asked for, and the charter that has it: what stands alone may be either.
fn subject_and_charter(arguments: &Vectors) -> (Option<&str>, &Path) {
    let name = arguments.name.as_deref();
    match (name, &arguments.path) {
        (_, Some(path)) => (name, path),
        (Some(only), None) if Root::find(Path::new(only)).is_ok() => (None, Path::new(only)),
        (_, None) => (name, Path::new(".")),
    }
}

/// The document of some subjects: a vector in a line, so that what changes between two versions can be seen.
fn document(subjects: &[Subject<'_>], model: &Model, places: &Places<'_>) -> io::Result<String> {
    let charter = model.charter.as_ref().map(|charter| match &charter.version {
        Some(version) => format!("{} {}", charter.name, version.value),
        None => charter.name.to_string(),
    });
    let mut parts = Vec::new();
    for Subject { kind, head, vectors } in subjects {
        let lines: Vec<String> = vectors
            .iter()
            .map(|vector| Ok(format!("        {}", json(&shown(vector, model, places))?)))
            .collect::<io::Result<_>>()?;
        parts.push(format!(
            "    {{\n      \"kind\": {},\n      \"name\": {},\n      \"charter\": {},\n      \"vectors\": [\n{}\n      ]\n    }}",
            json(kind)?,
            json(&*head.name.text)?,
            json(&places.of(head.span))?,
            lines.join(",\n")
        ));
    }
    Ok(format!(
        "{{\n  \"version\": {VERSION},\n  \"charter\": {},\n  \"subjects\": [\n{}\n  ]\n}}\n",
        json(&charter)?,
        parts.join(",\n")
    ))
}

fn json<T: Serialize + ?Sized>(value: &T) -> io::Result<String> {
    serde_json::to_string(value).map_err(io::Error::from)
}

fn shown<'d>(vector: &'d Vector, model: &'d Model, places: &Places<'_>) -> Shown<'d> {
    let (direction, to) = match vector.way {
        Way::Read => ("read", None),
        Way::Write => ("write", None),
        Way::RoundTrip => ("round-trip", None),
        Way::Carry(receiver) => ("carry", Some(&*model[receiver].name().text)),
    };
    Shown {
        id: &vector.id,
        what: &vector.what,
        direction,
        to,
        input: &vector.input,
        gives: vector.outcome.value.as_ref(),
        problems: vector.outcome.problems.iter().map(|problem| told(problem, model, places)).collect(),
    }
}

fn told<'d>(problem: &'d Problem, model: &'d Model, places: &Places<'_>) -> Told<'d> {
    Told {
        exception: problem.exception.map(|exception| &*model[exception].name().text),
        wrong: problem.wrong.word(),
        scope: problem.scope.word(),
        source: &problem.source,
        target: &problem.target,
        value: problem.value.as_ref(),
        charter: places.of(problem.charter),
    }
}
