//! The graph of a charter as a picture: SVG with a layout of its own, or text for Mermaid and Graphviz.

mod dot;
pub mod layout;
pub mod lifecycle;
mod mermaid;
mod palette;
pub mod sequence;
mod svg;
pub(crate) mod text;

use std::fmt;

use crate::query::graph::{Graph, Link, Strand};

pub use dot::dot;
pub use mermaid::mermaid;
pub use svg::svg;

/// The most systems, or states, that one picture shows.
pub const MOST_SYSTEMS: usize = 120;
/// The most pairs of them with something between them that one picture shows.
pub const MOST_LINKS: usize = 600;

/// A graph that nobody could read as one picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge {
    boxes: usize,
    links: usize,
    /// What the boxes are, and what joins them.
    words: [&'static str; 2],
}

impl TooLarge {
    /// Refuses what is more than a picture holds; its cost is bounded by that.
    fn check(boxes: usize, links: usize, words: [&'static str; 2]) -> Result<(), Self> {
        let fits = boxes <= MOST_SYSTEMS && links <= MOST_LINKS;
        if fits { Ok(()) } else { Err(Self { boxes, links, words }) }
    }
}

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { boxes, links, words: [of, with] } = self;
        write!(
            f,
            "one picture holds {MOST_SYSTEMS} {of} and {MOST_LINKS} pairs of them with {with}; here are {boxes} and {links}"
        )
    }
}

fn counted(n: usize, word: &str) -> String {
    if n == 1 { format!("{n} {word}") } else { format!("{n} {word}s") }
}

/// What the picture is called.
fn title(graph: &Graph) -> String {
    graph.object.as_ref().map_or_else(|| graph.title.clone(), |object| format!("{}: {object}", graph.title))
}

/// What the picture shows, on one line.
fn subject(graph: &Graph) -> String {
    let version = graph.version.as_ref().map_or_else(String::new, |version| format!(" {version}"));
    let object = graph.object.as_ref().map_or_else(String::new, |object| format!(" that carry {object}"));
    let (systems, flows) = (counted(graph.parties(), "system"), counted(graph.flows(), "flow"));
    format!("{}{version} \u{b7} {systems} \u{b7} {flows}{object}", graph.name)
}

/// A latency class by its index: its name and bound.
fn class_name(graph: &Graph, class: Option<usize>) -> String {
    let Some(class) = class.map(|class| &graph.classes[class]) else { return "no latency class".to_owned() };
    class.within.as_ref().map_or_else(|| class.name.clone(), |within| format!("{}, within {within}", class.name))
}

/// Everything about a flow, on one line.
fn describe(graph: &Graph, flow: &Strand) -> String {
    let mut said = flow.carries.clone();
    said.extend(flow.pattern.map(str::to_owned));
    let class = flow.class.map_or("no latency class", |class| &graph.classes[class].name);
    said.push(flow.within.as_ref().map_or_else(|| class.to_owned(), |within| format!("{class} within {within}")));
    said.extend(flow.via.iter().map(|carrier| format!("through {}", graph.carriers[*carrier].name)));
    said.extend(flow.conflicts.iter().map(|code| format!("ERROR {code}")));
    format!("{}: {}", flow.name, said.join("; "))
}

/// Everything about the flows of a link: the ends, then a line for each flow.
fn describe_link(graph: &Graph, link: &Link) -> String {
    let mut said = format!("{} to {}", graph.systems[link.from].name, graph.systems[link.to].name);
    for flow in &link.flows {
        said.push('\n');
        said.push_str(&describe(graph, flow));
    }
    said
}
