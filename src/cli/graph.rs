//! `charter graph`: the systems and flows of a charter as a picture.

use std::io::Write;

use crate::generate::picture;
use crate::host::paths::CannotRun;
use crate::host::write;
use crate::query::graph::Graph;

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
    let object = arguments.object.as_deref().map(|name| named_object(&analysis.facts.model, name)).transpose()?;
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
    if analysis.has_errors() {
        terminal.note("the charter has errors; what they point at is red, see `charter check`")?;
    }
    Ok(Outcome::Fine)
}
