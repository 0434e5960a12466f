//! `charter map`: a mapping at work on one payload.

use std::io::{self, Read, Write};
use std::path::Path;

use crate::host::paths::CannotRun;
use crate::host::read::read_any;
use crate::loading::Limits;
use crate::mapping::flow::{record_pairs, way};
use crate::mapping::ir::{Hindrance, Mapping};
use crate::mapping::run::{Difference, Lines, Outcome as Made, Program, Value, differences};
use crate::model::Model;
use crate::model::element::Element;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::record::{Direction, Record};

use super::arguments::Map;
use super::judged::Judged;
use super::render::counted;
use super::render::problem::{self, Places};
use super::terminal::{Failure, Outcome, Terminal, out};

/// What is run, and the lines that fill its result.
struct Job {
    program: Result<Program, Vec<Hindrance>>,
    lines: Lines,
}

/// Runs the mapping of a record or of a flow.
pub fn run(arguments: &Map, terminal: Terminal) -> Result<Outcome, Failure> {
    let judged = Judged::new(&arguments.path, None)?;
    if judged.analysis.has_errors() {
        return judged.refuse(terminal, "mapped");
    }
    let places = Places::new(&judged.analysis.sources, judged.root.prefix());
    let job = job(&judged, arguments)?;
    let program = match job.program {
        Ok(program) => program,
        Err(hindrances) => {
            let mut message = format!("`{}` cannot be carried out", arguments.name);
            for hindrance in hindrances {
                message.push_str(&format!("\n  {}: {}", places.of(hindrance.span), hindrance.why));
            }
            return Err(CannotRun::new(message).into());
        }
    };
    let payload = json(&arguments.payload)?;
    let expected = arguments.expect.as_deref().map(json).transpose()?;
    let made = program.run(&payload);
    let model = &judged.analysis.facts.model;
    let mut out = out();
    let mut outcome = if made.problems.is_empty() && made.value.is_some() { Outcome::Fine } else { Outcome::Wrong };
    match &expected {
        Some(expected) => {
            let differences = against(expected, &made);
            for difference in &differences {
                writeln!(out, "{}", problem::difference(difference, job.lines.line(&difference.path), &places))?;
                outcome = Outcome::Wrong;
            }
        }
        None => {
            if let Some(value) = &made.value {
                serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
    }
    out.flush()?;
    let mut error = io::stderr().lock();
    for found in &made.problems {
        writeln!(error, "{}", problem::line(found, model, &places))?;
    }
    if made.value.is_none() && !terminal.quiet() {
        writeln!(error, "{}; nothing came out", counted(made.problems.len(), "problem"))?;
    }
    Ok(outcome)
}

/// How a result differs from what was expected; nothing came out where the whole is set aside.
fn against(expected: &Value, made: &Made) -> Vec<Difference> {
    match &made.value {
        Some(value) => differences(expected, value),
        None => vec![Difference { path: String::new(), expected: Some(expected.clone()), found: None }],
    }
}

fn job(judged: &Judged, arguments: &Map) -> Result<Job, CannotRun> {
    let facts = &judged.analysis.facts;
    let model = &facts.model;
    let name = arguments.name.as_str();
    if let Some(id) = model.records.ids().find(|id| &*model[*id].name().text == name) {
        if arguments.to.is_some() {
            return Err(CannotRun::new(format!("`{name}` is a record; `--to` is for a flow")));
        }
        let mapping = mapping(model, id)?;
        let way = if arguments.write { Direction::Write } else { Direction::Read };
        let make = if arguments.write { Program::writer } else { Program::reader };
        return Ok(Job { program: make(model, &mapping), lines: Lines::of(model, &mapping, way) });
    }
    let Some(id) = model.flows.ids().find(|id| &*model[*id].name().text == name) else {
        return Err(unknown(model, name));
    };
    if arguments.read || arguments.write {
        return Err(CannotRun::new(format!("`{name}` is a flow, which reads and writes"))
            .help("leave out `--read` and `--write`, or name a record"));
    }
    flow_job(judged, id, arguments.to.as_deref())
}

fn flow_job(judged: &Judged, id: Id<Flow>, to: Option<&str>) -> Result<Job, CannotRun> {
    let facts = &judged.analysis.facts;
    let model = &facts.model;
    let flow = &model[id];
    let mut ways = Vec::new();
    for (from, end, into) in record_pairs(flow) {
        let Some(receiver) = end.system.and_then(|system| system.target) else { continue };
        let system = &*model[receiver].name().text;
        if to.is_none_or(|to| to == system) {
            ways.push((from, receiver, into));
        }
    }
    let name = &flow.head.name;
    let [(from, receiver, into)] = ways[..] else {
        let systems = record_pairs(flow).into_iter().filter_map(|(_, end, _)| end.system?.target);
        let systems: Vec<String> = systems.map(|system| format!("`{}`", model[system].name())).collect();
        return Err(if systems.is_empty() {
            CannotRun::new(format!("the flow `{name}` names no records at its two ends"))
        } else {
            CannotRun::new(format!("`--to` does not say which receiver of `{name}` is meant"))
                .help(format!("one of {}", systems.join(", ")))
        });
    };
    let (reads, writes) = way(facts, id, receiver, &mapping(model, from)?, &mapping(model, into)?);
    let lines = Lines::of(model, &writes, Direction::Write);
    Ok(Job { program: Program::flow(model, &reads, &writes), lines })
}

fn mapping(model: &Model, record: Id<Record>) -> Result<Mapping, CannotRun> {
    let unknown = || CannotRun::new(format!("the object of `{}` is not known", model[record].name()));
    Mapping::of(model, record).ok_or_else(unknown)
}

/// That no record and no flow has a name, and which comes nearest.
pub fn unknown(model: &Model, name: &str) -> CannotRun {
    let records = model.records.values().map(|record| &*record.head.name.text);
    let flows = model.flows.values().map(|flow| &*flow.head.name.text);
    let near =
        records.chain(flows).max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
    let failure = CannotRun::new(format!("there is no record and no flow `{name}`"));
    match near {
        Some(near) if strsim::jaro_winkler(near, name) > 0.8 => failure.help(format!("the nearest is `{near}`")),
        _ => failure,
    }
}

/// A file as JSON; `-` is standard input.
fn json(path: &Path) -> Result<Value, CannotRun> {
    let shown = path.display();
    let limit = Limits::default().file;
    let text = if path.as_os_str() == "-" {
        let mut text = String::new();
        let read = io::stdin().lock().take(limit).read_to_string(&mut text);
        read.map_err(|error| CannotRun::because("cannot read standard input", &error))?;
        text
    } else {
        let cannot = |why: String| CannotRun::new(format!("cannot read `{shown}`: {why}"));
        match read_any(path, limit) {
            Ok((text, None)) => text,
            Ok((_, Some(foreign))) => return Err(cannot(foreign.what)),
            Err(refused) => return Err(cannot(refused.why())),
        }
    };
    serde_json::from_str(&text).map_err(|error| CannotRun::new(format!("`{shown}` is not JSON: {error}")))
}
