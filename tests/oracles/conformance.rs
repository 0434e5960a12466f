//! The interpreter and the compiled code on the same payloads: samples, and thousands made of them that are wrong.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use charter::analysis::Analysis;
use charter::generate::names::camel;
use charter::mapping::flow::{record_pairs, way};
use charter::mapping::ir::Mapping;
use charter::mapping::run::{self, Outcome, Problem, Program};
use charter::model::choice::Choice;
use charter::model::element::Element;
use charter::model::field::{Field, FieldKind};
use charter::model::id::Id;
use charter::model::record::{Format, Record};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::mutation::mutations;
use super::typescript::flagship;
use crate::generate::{charter_at, example};
use crate::mapping::{folder as steps, record, vectors, worked};

/// So many changed payloads of one record or flow are run.
const MOST: usize = 1_500;

/// A language into which mappings are compiled, and how its code is run.
pub struct Driver {
    /// What `generate` calls it.
    pub generator: &'static str,
    /// Builds a charter, has the tools of the language accept what came out, and compiles it.
    pub compiled: fn(&Path) -> TempDir,
    /// Whether the compiled code has a function; `None` where it has nothing of the record or flow.
    pub has: fn(&Path, Part<'_>, &str) -> Option<bool>,
    /// What the compiled code makes of all payloads, in order, in one process.
    pub run: fn(&Path, &[Subject]) -> Vec<Vec<Value>>,
    /// Records of the flagship that need steps which the runtime of the language does not have; they are refused.
    pub lacking: &'static [&'static str],
    /// The files of the runtime below the folder, and in each a text and what makes a fault of it.
    pub faults: &'static [(&'static str, &'static str, &'static str)],
}

/// What a function is of, by its name.
#[derive(Clone, Copy)]
pub enum Part<'p> {
    /// A record.
    Record(&'p str),
    /// A flow.
    Flow(&'p str),
}

/// A record or a flow in both worlds, with payloads for it.
pub struct Subject {
    /// The record, or the flow and its receiver.
    name: String,
    /// The record or flow alone.
    owner: String,
    /// Whether it is a flow.
    is_flow: bool,
    /// The functions that are called one after the other, by the words of their names.
    pub functions: Vec<String>,
    programs: Vec<Program>,
    /// What is given to the first function.
    pub payloads: Vec<String>,
}

/// The flagship, asking for the code of every record and flow that the interpreter can run and the language can say.
fn with_all(analysis: &Analysis, driver: &Driver) -> TempDir {
    let model = &analysis.facts.model;
    let runs = |id: Id<Record>| {
        let mapping = Mapping::of(model, id).expect("the object is known");
        // The types of a group that must be there and has no member that must are not right yet.
        let is_hollow = |id| {
            let field: &Field = &model[id];
            let optional = field.children.iter().all(|child| model[*child].optional);
            field.object == mapping.object && matches!(field.kind, FieldKind::Group) && !field.optional && optional
        };
        let is_sound = !model.fields.ids().any(is_hollow) && !driver.lacking.contains(&&*model[id].name().text);
        is_sound && Program::reader(model, &mapping).is_ok() && Program::writer(model, &mapping).is_ok()
    };
    let records = model.records.ids().filter(|id| runs(*id));
    let records: Vec<&str> = records.map(|id| &*model[id].name().text).collect();
    let flows = model.flows.values().filter(|flow| {
        let pairs = record_pairs(flow);
        !pairs.is_empty() && pairs.iter().all(|(from, _, into)| runs(*from) && runs(*into))
    });
    let flows: Vec<&str> = flows.map(|flow| &*flow.head.name.text).collect();
    let copy = asking(&flagship(), driver.generator);
    let path = copy.path().join("charter.kdl");
    let text = fs::read_to_string(&path).expect("the charter is there");
    let asked = "    flows order-import\n    records shopify-order wms-order\n";
    let all = format!("    flows {}\n    records {}\n", flows.join(" "), records.join(" "));
    assert_eq!(text.matches(asked).count(), 1, "the flagship asks for the code of two records");
    fs::write(path, text.replace(asked, &all)).expect("the file can be written");
    copy
}

/// A copy of a charter that asks for another language where it asks for TypeScript.
pub fn asking(charter: &Path, generator: &str) -> TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder can be made");
    copy_folder(charter, copy.path());
    let path = copy.path().join("charter.kdl");
    let text = fs::read_to_string(&path).expect("the charter is there");
    assert_eq!(text.matches("generate typescript").count(), 1, "the charter asks for TypeScript");
    fs::write(path, text.replace("generate typescript", &format!("generate {generator}")))
        .expect("the file can be written");
    copy
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let entry = entry.expect("the entry can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("the file can be copied");
        }
    }
}

/// Every record and flow that both worlds support, and how many of the JSON records those are.
fn subjects(analysis: &Analysis, driver: &Driver, folder: &Path) -> (Vec<Subject>, usize) {
    let model = &analysis.facts.model;
    let is_json = |id: &Id<Record>| model[*id].format.is_some_and(|format| format.value == Format::Json);
    let mut subjects = Vec::new();
    let mut payloads: BTreeMap<Id<Record>, Vec<String>> = BTreeMap::new();
    let mut records = 0;
    for id in model.records.ids().filter(is_json) {
        records += 1;
        payloads.insert(id, payloads_of(&model[id]));
        let name = &*model[id].name().text;
        let Some(mapping) = Mapping::of(model, id) else { continue };
        let made = [("read", Program::reader(model, &mapping)), ("write", Program::writer(model, &mapping))];
        let (mut functions, mut programs) = (Vec::new(), Vec::new());
        for (verb, program) in made {
            let function = format!("{verb}-{name}");
            let Some(exported) = (driver.has)(folder, Part::Record(name), &function) else { break };
            assert_eq!(exported, program.is_ok(), "{function} is supported by one side only");
            let Ok(program) = program else { break };
            functions.push(function);
            programs.push(program);
        }
        if !functions.is_empty() {
            let payloads = payloads[&id].clone();
            let owner = name.to_owned();
            subjects.push(Subject { name: owner.clone(), owner, is_flow: false, functions, programs, payloads });
        }
    }
    for id in model.flows.ids() {
        let flow = &model[id];
        for (from, end, into) in record_pairs(flow) {
            let name = &*flow.head.name.text;
            let (true, true) = (is_json(&from), is_json(&into)) else { continue };
            let receiver = end.system.and_then(|system| system.target).expect("the receiver is known");
            let both = [from, into].map(|id| Mapping::of(model, id).expect("the object is known"));
            let (reads, writes) = way(&analysis.facts, id, receiver, &both[0], &both[1]);
            let function = format!("{name}-to-{}", model[receiver].name().text);
            let Some(exported) = (driver.has)(folder, Part::Flow(name), &function) else { continue };
            let program = Program::flow(model, &reads, &writes);
            assert_eq!(exported, program.is_ok(), "{function} is supported by one side only");
            let Ok(program) = program else { continue };
            subjects.push(Subject {
                name: function.clone(),
                owner: name.to_owned(),
                is_flow: true,
                functions: vec![function],
                programs: vec![program],
                payloads: payloads[&from].clone(),
            });
        }
    }
    (subjects, records)
}

/// The samples of a record and of its cases, and what mutations make of them.
fn payloads_of(record: &Record) -> Vec<String> {
    let read = |file: &str| fs::read_to_string(flagship().join(file)).expect("the sample is there");
    let mut samples: Vec<String> = record.samples.iter().map(|sample| read(&sample.value)).collect();
    for case in &record.cases {
        for event in &case.events {
            if let charter::model::case::CaseEvent::Read(arrival) = event {
                samples.extend(arrival.file.iter().map(|file| read(&file.value)));
            }
        }
    }
    samples.sort();
    samples.dedup();
    let mut made: Vec<String> = samples.iter().flat_map(|sample| mutations(sample)).collect();
    // From all places and all changes, the same ones every time.
    fastrand::Rng::with_seed(46).shuffle(&mut made);
    // The half that languages round differently is always among them.
    made.sort_by_key(|payload| !payload.contains("\"1.005\""));
    made.truncate(MOST);
    samples.into_iter().chain(made).collect()
}

impl Subject {
    /// What its functions are of.
    pub fn part(&self) -> Part<'_> {
        if self.is_flow { Part::Flow(&self.owner) } else { Part::Record(&self.owner) }
    }
}

/// Runs a program that reads a file of vectors and writes what came out, payload by payload, each in a line.
pub fn results(folder: &Path, vectors: &[Value], program: &mut Command) -> Vec<Vec<Value>> {
    let [vectors_path, results] = ["vectors.json", "results"].map(|name| folder.join(name));
    fs::write(&vectors_path, serde_json::to_string(vectors).expect("vectors are JSON"))
        .expect("the file can be written");
    let output = program.arg(vectors_path).arg(&results).current_dir(folder).output().expect("the program starts");
    assert!(output.status.success(), "{program:?}: {}", String::from_utf8_lossy(&output.stderr));
    let results = fs::read_to_string(results).expect("the results are there");
    results.lines().map(|line| serde_json::from_str(line).expect("a result is JSON")).collect()
}

/// What the interpreter makes of one payload, as the generated code says it.
fn of_interpreter(subject: &Subject, payload: &str, analysis: &Analysis) -> Vec<Value> {
    let mut outcomes = Vec::new();
    let mut value: run::Value = serde_json::from_str(payload).expect("a payload is JSON");
    for (program, function) in subject.programs.iter().zip(&subject.functions) {
        let outcome = program.run(&value);
        outcomes.push(as_generated(&outcome, function.starts_with("read"), analysis));
        let Some(made) = outcome.value else { break };
        value = made;
    }
    outcomes
}

fn as_generated(outcome: &Outcome, is_object: bool, analysis: &Analysis) -> Value {
    let problems: Vec<Value> = outcome.problems.iter().map(|problem| problem_of(problem, analysis)).collect();
    let Some(value) = &outcome.value else { return json!({ "ok": false, "problems": problems }) };
    let value = serde_json::to_value(value).expect("a value is JSON");
    json!({ "ok": true, "value": if is_object { camel_keys(value) } else { value }, "problems": problems })
}

fn problem_of(problem: &Problem, analysis: &Analysis) -> Value {
    let model = &analysis.facts.model;
    let file = analysis.sources.file(problem.charter.file);
    let exception = problem.exception.map(|exception| model[exception].name().text.to_string());
    let mut told = json!({
        "exception": exception,
        "wrong": problem.wrong.word(),
        "scope": problem.scope.word(),
        "source": problem.source,
        "target": problem.target,
        "charter": format!("{}:{}", file.path(), file.position(problem.charter.start).line),
    });
    if let Some(value) = &problem.value {
        told["value"] = serde_json::to_value(value).expect("a value is JSON");
    }
    told
}

/// The keys of generated code.
fn camel_keys(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (camel(&key), camel_keys(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(parts) => parts.into_iter().map(camel_keys).collect(),
        value => value,
    }
}

/// One form for every value: sorted members, numbers as doubles (RFC 8785).
fn canonical(value: &Value) -> String {
    fn doubles(value: &Value) -> Value {
        match value {
            Value::Number(number) => {
                let double = number.as_f64().expect("a number is a double") + 0.0;
                serde_json::Number::from_f64(double).map_or(Value::Null, Value::Number)
            }
            Value::Array(parts) => parts.iter().map(doubles).collect(),
            Value::Object(members) => {
                members.iter().map(|(key, value)| (key.clone(), doubles(value))).collect::<Map<_, _>>().into()
            }
            value => value.clone(),
        }
    }
    doubles(value).to_string()
}

/// How many payloads there are, and those on which the two disagree.
fn disagreements(analysis: &Analysis, driver: &Driver, folder: &Path, subjects: &[Subject]) -> (usize, Vec<String>) {
    let mut results = (driver.run)(folder, subjects).into_iter();
    let (mut all, mut found) = (0, Vec::new());
    for subject in subjects {
        for payload in &subject.payloads {
            all += 1;
            let generated = results.next().expect("there is a result for every payload");
            let interpreted = of_interpreter(subject, payload, analysis);
            let sides = [generated, interpreted].map(|outcomes| canonical(&Value::Array(outcomes)));
            if sides[0] != sides[1] {
                found.push(format!(
                    "{}: {payload}\n  generated   {}\n  interpreted {}",
                    subject.name, sides[0], sides[1]
                ));
            }
        }
    }
    (all, found)
}

/// Asserts that the interpreter and the code in a language agree on every payload, and that faults are noticed.
pub fn check(driver: &Driver) {
    let analysis = example("omnichannel");
    let charter = with_all(&analysis, driver);
    let folder = (driver.compiled)(charter.path());
    let (subjects, records) = subjects(&analysis, driver, folder.path());
    for subject in &subjects {
        assert!(subject.payloads.len() > 300, "{} has {} payloads", subject.name, subject.payloads.len());
    }
    let (all, found) = disagreements(&analysis, driver, folder.path(), &subjects);
    let shown: Vec<&str> = found.iter().take(8).map(String::as_str).collect();
    assert!(found.is_empty(), "{} of {all} payloads differ:\n{}", found.len(), shown.join("\n"));
    assert!(subjects.len() > 12 && records > 20, "{} subjects of {records} records", subjects.len());

    let few: Vec<Subject> = subjects
        .into_iter()
        .filter(|subject| ["shopify-order", "erp-order", "wms-item", "wms-order"].contains(&&*subject.name))
        .collect();

    let mut unnoticed = Vec::new();
    // A fault in any of these functions of the runtime is noticed.
    for (file, right, wrong) in driver.faults {
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).expect("the module is there");
        let broken = text.replacen(right, wrong, 1);
        assert_ne!(text, broken, "`{right}` does not occur in {file}");
        fs::write(&path, broken).expect("the file can be written");
        let (_, found) = disagreements(&analysis, driver, folder.path(), &few);
        if found.is_empty() {
            unnoticed.push(format!("`{wrong}` in place of `{right}`"));
        }
        fs::write(&path, text).expect("the file can be written");
    }
    assert!(unnoticed.is_empty(), "nobody notices {}", unnoticed.join(", "));
}

/// The vectors of the charter of steps, each as a payload for one function in both worlds.
fn subjects_of_steps(analysis: &Analysis, folder: &Path) -> Vec<Subject> {
    let model = &analysis.facts.model;
    let mut subjects = Vec::new();
    for vector in vectors(folder) {
        let mapping = Mapping::of(model, record(analysis, &vector.record)).expect("the object is known");
        let (verb, program, given) = match (&vector.read, &vector.write) {
            (Some(payload), _) => ("read", Program::reader(model, &mapping), payload.clone()),
            (None, object) => ("write", Program::writer(model, &mapping), object.clone().expect("it reads or writes")),
        };
        let payload = serde_json::to_string(&given).expect("a value is JSON");
        let is_payload = verb == "read";
        let mut payloads = if is_payload { mutations(&payload) } else { Vec::new() };
        payloads.insert(0, payload);
        subjects.push(Subject {
            name: vector.what,
            functions: vec![format!("{verb}-{}", vector.record)],
            owner: vector.record,
            is_flow: false,
            programs: vec![program.expect("the record can be run")],
            payloads,
        });
    }
    subjects
}

/// The record of the charter of types, and the flow that carries it from the shop to the warehouse.
fn subjects_of_types(analysis: &Analysis, folder: &Path) -> Vec<Subject> {
    let model = &analysis.facts.model;
    let mapping = Mapping::of(model, record(analysis, "strange")).expect("the object is known");
    let warehouse = model.systems.ids().find(|id| model[*id].name().text.as_ref() == "warehouse");
    let flow = model.flows.ids().next().expect("there is a flow");
    let (reads, writes) = way(&analysis.facts, flow, warehouse.expect("it is there"), &mapping, &mapping);
    let programs =
        [Program::reader(model, &mapping), Program::writer(model, &mapping), Program::flow(model, &reads, &writes)];
    let [read, write, flow] = programs.map(|program| program.expect("the record can be run"));
    let sample = fs::read_to_string(folder.join("strange.json")).expect("the sample is there");
    let subject = |owner: &str, functions: &[&str], programs: Vec<Program>| Subject {
        name: owner.to_owned(),
        owner: owner.to_owned(),
        is_flow: owner == "things",
        functions: functions.iter().map(|function| (*function).to_owned()).collect(),
        programs,
        payloads: mutations(&sample),
    };
    vec![
        subject("strange", &["read-strange", "write-strange"], vec![read, write]),
        subject("things", &["things-to-warehouse"], vec![flow]),
    ]
}

/// Asserts that names that mean something, and what is absent or null in every combination, are right in a language.
pub fn check_types(driver: &Driver) {
    let charter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracles/typed");
    let subjects = subjects_of_types(&charter_at(&charter), &charter);
    check_all(driver, &charter, &subjects);
}

/// Asserts that every step does the same in the interpreter and in a language.
pub fn check_steps(driver: &Driver) {
    check_all(driver, &steps(), &subjects_of_steps(&charter_at(&steps()), &steps()));
}

/// The same for steps that not every language has yet; of what is read, as objects with decimal numbers are no JSON.
pub fn check_worked(driver: &Driver) {
    let mut subjects = subjects_of_steps(&charter_at(&worked()), &worked());
    subjects.retain(|subject| subject.functions[0].starts_with("read-"));
    check_all(driver, &worked(), &subjects);
}

fn check_all(driver: &Driver, charter: &Path, subjects: &[Subject]) {
    let analysis = charter_at(charter);
    let charter = asking(charter, driver.generator);
    let folder = (driver.compiled)(charter.path());
    let (all, found) = disagreements(&analysis, driver, folder.path(), subjects);
    let shown: Vec<&str> = found.iter().take(8).map(String::as_str).collect();
    assert!(found.is_empty(), "{} of {all} payloads differ:\n{}", found.len(), shown.join("\n"));
}
