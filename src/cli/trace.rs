//! `charter trace`: how messages about an object can go wrong, as stories or as a picture.

use std::fmt::Write;

use crate::facts::Facts;
use crate::generate::picture::sequence;
use crate::query::sequence::Sheet;
use crate::query::trace::Answer;

use super::arguments::{Trace as Arguments, TraceFormat};
use super::graph::{named_life, put};
use super::judged::Judged;
use super::render::counted;
use super::terminal::{Failure, Outcome, Terminal};

/// Tells what the explorer found of one lifecycle.
pub fn run(arguments: &Arguments, terminal: Terminal) -> Result<Outcome, Failure> {
    let progress = terminal.progress(&format!("exploring {}", arguments.path.display()));
    let judged = Judged::new(&arguments.path, arguments.clock.as_of)?;
    let facts = &judged.analysis.facts;
    let mut answer = Answer::of(facts, named_life(facts, &arguments.object)?);
    if let Some(code) = &arguments.property {
        answer = answer.only(code);
    }
    let text = match arguments.format {
        TraceFormat::Text => text(facts, &answer),
        TraceFormat::Mermaid => sequence::mermaid(&Sheet::of(facts, &answer)),
        TraceFormat::Svg => sequence::svg(&Sheet::of(facts, &answer)),
    };
    drop(progress);
    put(&text, &stories(&answer), arguments.out.as_deref(), terminal)?;
    judged.warn_of_errors(terminal)
}

fn stories(answer: &Answer) -> String {
    if answer.stories.len() == 1 { "1 story".to_owned() } else { format!("{} stories", answer.stories.len()) }
}

/// The stories in numbered lines, and what was looked at.
fn text(facts: &Facts, answer: &Answer) -> String {
    let mut text = String::new();
    let mut line = |said: String| writeln!(text, "{said}").expect("a string takes any text");
    if answer.stories.is_empty() {
        line(format!("{}: nothing goes wrong", answer.path));
    }
    for told in &answer.stories {
        let faults = told.story.rows.iter().filter(|row| row.kind.is_fault()).count();
        let with = if faults > 0 { format!(", {}", counted(faults, "fault")) } else { String::new() };
        let steps = counted(told.story.rows.len(), "step");
        line(format!("{}: `{}`{}, {steps}{with}", answer.path, told.code, told.when));
        told.story.lines(facts).into_iter().for_each(|said| line(format!("  {said}")));
        line(String::new());
    }
    answer.looked.iter().for_each(|said| line(format!("  {said}")));
    text
}
