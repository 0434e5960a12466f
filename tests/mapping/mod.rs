//! Every step of a mapping on payloads whose results were worked out by hand, not by the interpreter.

use std::fs;
use std::path::{Path, PathBuf};

use charter::analysis::Analysis;
use charter::mapping::ir::Mapping;
use charter::mapping::run::{Outcome, Program, Value, differences};
use charter::model::choice::Choice;
use charter::model::element::Element;
use charter::model::id::Id;
use charter::model::record::Record;
use serde::Deserialize;

use crate::generate::charter_at;

/// One payload or object, and what must come of it.
#[derive(Deserialize)]
pub struct Vector {
    /// What it shows.
    pub what: String,
    /// The record.
    pub record: String,
    /// The payload that is read.
    pub read: Option<Value>,
    /// The object that is written.
    pub write: Option<Value>,
    /// What comes out; nothing where the whole is set aside.
    pub gives: Option<Value>,
    /// Every problem: `exception wrong scope source > target`.
    #[serde(default)]
    pub problems: Vec<String>,
}

/// The charter whose records have one step each.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mapping/steps")
}

/// The charter whose records have steps that not every language has yet.
pub fn worked() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mapping/worked")
}

/// The vectors of a charter, in the order of their file.
pub fn vectors(folder: &Path) -> Vec<Vector> {
    let text = fs::read_to_string(folder.join("vectors.json")).expect("the vectors are there");
    serde_json::from_str(&text).expect("the vectors are JSON")
}

/// A record by its name.
pub fn record(analysis: &Analysis, name: &str) -> Id<Record> {
    let model = &analysis.facts.model;
    model.records.ids().find(|id| &*model[*id].name().text == name).expect("the record is in the charter")
}

fn problems(outcome: &Outcome, analysis: &Analysis) -> Vec<String> {
    let model = &analysis.facts.model;
    let one = |problem: &charter::mapping::run::Problem| {
        let exception = problem.exception.map_or("-".to_owned(), |id| model[id].name().text.to_string());
        let (wrong, scope) = (problem.wrong.word(), problem.scope.word());
        format!("{exception} {wrong} {scope} {} > {}", problem.source, problem.target)
    };
    outcome.problems.iter().map(one).collect()
}

#[test]
fn every_step_gives_what_was_worked_out_by_hand() {
    check(&folder());
}

#[test]
fn what_is_worked_out_and_arranged_is_what_was_worked_out_by_hand() {
    check(&worked());
}

fn check(folder: &Path) {
    let analysis = charter_at(folder);
    let model = &analysis.facts.model;
    let mut wrong = Vec::new();
    for vector in vectors(folder) {
        let mapping = Mapping::of(model, record(&analysis, &vector.record)).expect("the object is known");
        assert!(vector.read.is_some() != vector.write.is_some(), "{}: a vector reads or writes", vector.what);
        let program = if vector.read.is_some() { Program::reader } else { Program::writer }(model, &mapping);
        let given = vector.read.as_ref().or(vector.write.as_ref()).expect("it reads or writes");
        let program = match program {
            Ok(program) => program,
            Err(hindrances) => {
                wrong.push(format!("{}: {}", vector.what, hindrances[0].why));
                continue;
            }
        };
        let outcome = program.run(given);
        let found = problems(&outcome, &analysis);
        if found != vector.problems {
            wrong.push(format!("{}: problems {found:?}, and not {:?}", vector.what, vector.problems));
        }
        let differs = match (&vector.gives, &outcome.value) {
            (Some(wanted), Some(made)) => !differences(wanted, made).is_empty(),
            (wanted, made) => wanted.is_some() != made.is_some(),
        };
        if differs {
            let shown = |value: &Option<Value>| serde_json::to_string(value).expect("a value is JSON");
            wrong.push(format!("{}: {}\n  and not {}", vector.what, shown(&outcome.value), shown(&vector.gives)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
