//! `charter graph`: the systems and flows of a charter as a picture.

use std::io::Write;
use std::path::Path;

use crate::analysis::Analysis;
use crate::facts::Facts;
use crate::generate::picture;
use crate::host::paths::CannotRun;
use crate::host::write;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::System;
use crate::query::graph::Graph;
use crate::query::lifecycle::Chart;

use super::arguments::{Graph as Arguments, GraphFormat};
use super::judged::Judged;
use super::owners::named_object;
use super::render::{clean, counted};
use super::terminal::{Failure, Outcome, Terminal, out};

/// Draws a charter, whatever is wrong with it.
pub fn run(arguments: &Arguments, terminal: Terminal) -> Result<Outcome, Failure> {
    let progress = terminal.progress(&format!("drawing {}", arguments.path.display()));
    let judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    let analysis = &judged.analysis;
    let facts = &analysis.facts;
    let (text, shown) = match &arguments.lifecycle {
        Some(path) => lifecycle(facts, path, arguments)?,
        None => systems(analysis, arguments)?,
    };
    drop(progress);
    put(&text, &shown, arguments.out.as_deref(), terminal)?;
    if analysis.has_errors() {
        terminal.note("the charter has errors; what they point at is red, see `charter check`")?;
    }
    Ok(Outcome::Fine)
}

/// Writes a picture to a file or to standard output; `shown` says how much is in it.
pub(super) fn put(text: &str, shown: &str, to: Option<&Path>, terminal: Terminal) -> Result<(), Failure> {
    let mut out = out();
    if let Some(path) = to {
        let file = path.display().to_string();
        write::replace(path, text).map_err(|error| CannotRun::because(format!("cannot write `{file}`"), &error))?;
        if !terminal.quiet() {
            writeln!(out, "wrote {} ({shown})", clean::line(&file))?;
        }
    } else {
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    Ok(())
}

/// The systems and their flows: the text, and how much there is.
fn systems(analysis: &Analysis, arguments: &Arguments) -> Result<(String, String), CannotRun> {
    let facts = &analysis.facts;
    let object = arguments.object.as_deref().map(|name| named_object(&facts.model, name)).transpose()?;
    let graph = Graph::of(facts, &analysis.forms, &analysis.report, object);
    let text = match arguments.format {
        GraphFormat::Svg => picture::svg(&graph).map_err(|too_large| {
            CannotRun::new(too_large.to_string())
                .help("name an object with `--object`, or write `--format dot` for a tool that lays out large graphs")
        })?,
        GraphFormat::Mermaid => picture::mermaid(&graph),
        GraphFormat::Dot => picture::dot(&graph),
    };
    Ok((text, format!("{}, {}", counted(graph.parties(), "system"), counted(graph.flows(), "flow"))))
}

/// The states of an object or a list: the text, and how much there is.
fn lifecycle(facts: &Facts, path: &str, arguments: &Arguments) -> Result<(String, String), CannotRun> {
    let model = &facts.model;
    let life = &facts.lifecycles().all()[named_life(facts, path)?];
    let system = arguments.system.as_deref().map(|name| named_system(model, name)).transpose()?;
    let chart = Chart::of(facts, life, system);
    let text = match arguments.format {
        GraphFormat::Svg => picture::lifecycle::svg(&chart).map_err(|too_large| {
            CannotRun::new(too_large.to_string()).help("write `--format dot` for a tool that lays out large graphs")
        })?,
        GraphFormat::Mermaid => picture::lifecycle::mermaid(&chart),
        GraphFormat::Dot => picture::lifecycle::dot(&chart),
    };
    Ok((text, format!("{}, {}", counted(life.states.len(), "state"), counted(life.steps.len(), "transition"))))
}

/// The lifecycle of an object or a list, by index among all.
pub(super) fn named_life(facts: &Facts, path: &str) -> Result<usize, CannotRun> {
    let model = &facts.model;
    let lives = facts.lifecycles().all();
    lives.iter().position(|life| model.place_path(life.place) == path).ok_or_else(|| {
        let known: Vec<String> = lives.iter().map(|life| format!("`{}`", model.place_path(life.place))).collect();
        let error = CannotRun::new(format!("`{}` has no lifecycle", clean::line(path)));
        if known.is_empty() { error } else { error.help(format!("there are {}", known.join(", "))) }
    })
}

/// The system of a name.
fn named_system(model: &Model, name: &str) -> Result<Id<System>, CannotRun> {
    let found = model.systems.iter().find(|(_, system)| &*system.head.name.text == name);
    found.map(|(id, _)| id).ok_or_else(|| {
        let known: Vec<String> = model.systems.values().map(|system| format!("`{}`", system.head.name)).collect();
        CannotRun::new(format!("there is no system `{name}`")).help(format!("there are {}", known.join(", ")))
    })
}
