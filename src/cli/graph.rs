//! `charter graph`: the systems and flows of a charter as a picture.

use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::generate::picture;
use crate::host::paths::CannotRun;
use crate::host::write;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::query::graph::Graph;

use super::arguments::{Graph as Arguments, GraphFormat};
use super::judged::Judged;
use super::render::{clean, counted};
use super::terminal::{Failure, Outcome, Terminal, out};

/// Draws a charter, whatever is wrong with it.
pub fn run(arguments: &Arguments, terminal: Terminal) -> Result<Outcome, Failure> {
    let progress = terminal.progress(&format!("drawing {}", arguments.path.display()));
    let judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    let analysis = &judged.analysis;
    let object = arguments.object.as_ref().map(|name| object(&analysis.facts.model, name)).transpose()?;
    let graph = Graph::of(&analysis.facts, &analysis.forms, &analysis.report, object);
    let text = match arguments.format {
        GraphFormat::Svg => picture::svg(&graph).map_err(|too_large| {
            CannotRun::new(too_large.to_string())
                .help("name an object with `--object`, or write `--format dot` for a tool that lays out large graphs")
        })?,
        GraphFormat::Mermaid => picture::mermaid(&graph),
        GraphFormat::Dot => picture::dot(&graph),
    };
    drop(progress);
    let mut out = out();
    if let Some(path) = &arguments.out {
        let shown = path.display().to_string();
        write::replace(path, &text).map_err(|error| CannotRun::because(format!("cannot write `{shown}`"), &error))?;
        if !terminal.quiet() {
            let (systems, flows) = (counted(graph.parties(), "system"), counted(graph.flows(), "flow"));
            writeln!(out, "wrote {} ({systems}, {flows})", clean::line(&shown))?;
        }
    } else {
        out.write_all(text.as_bytes())?;
    }
    out.flush()?;
    let errors = analysis.report.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 && !terminal.quiet() {
        let errors = counted(errors, "error");
        writeln!(io::stderr(), "{errors}; `charter check` shows them, the picture may lack what they hide")?;
    }
    Ok(if errors > 0 { Outcome::Wrong } else { Outcome::Fine })
}

/// The object of a name.
fn object(model: &Model, name: &str) -> Result<Id<Object>, CannotRun> {
    if let Some((id, _)) = model.objects.iter().find(|(_, object)| &*object.head.name.text == name) {
        return Ok(id);
    }
    let names = || model.objects.values().map(|object| &*object.head.name.text);
    let distance = |known: &&str| strsim::damerau_levenshtein(name, known);
    let near = names().filter(|known| distance(known) <= 1.max(known.len() / 3)).min_by_key(distance);
    let refused = CannotRun::new(format!("there is no object `{}`", clean::line(name)));
    Err(match near {
        Some(near) => refused.help(format!("did you mean `{near}`?")),
        None => refused.help(format!(
            "its objects are {}",
            names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        )),
    })
}
