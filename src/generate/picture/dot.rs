//! The graph in the language of Graphviz.

use std::fmt::Write;

use crate::query::graph::{Graph, Link, Node};

use super::palette::{CONFLICT, EDGE, GROUND, INK, OWNER, stroke};
use super::text::dot as escaped;
use super::{describe_link, subject, title};

/// Why writing to a text cannot fail.
const INFALLIBLE: &str = "a string takes any text";

/// Writes a directed graph.
pub fn dot(graph: &Graph) -> String {
    let mut out = String::new();
    writeln!(
        out,
        "digraph charter {{\n    graph [rankdir=LR, label=\"{}\\n{}\", labelloc=t, fontname=\"Helvetica\", nodesep=0.35, ranksep=1.1];\n    \
         node [shape=box, style=\"rounded,filled\", fillcolor=\"{GROUND}\", color=\"{EDGE}\", fontcolor=\"{INK}\", \
         fontname=\"Helvetica\", fontsize=12];\n    edge [fontname=\"Helvetica\", fontsize=10, fontcolor=\"{INK}\"];",
        escaped(&title(graph)),
        escaped(&subject(graph)),
    )
    .expect(INFALLIBLE);
    for (at, node) in graph.systems.iter().enumerate() {
        writeln!(out, "    s{at} [label=\"{}\"{}];", words(node).join("\\n"), look(node)).expect(INFALLIBLE);
    }
    for link in &graph.links {
        edge(&mut out, graph, link);
    }
    out.push_str("}\n");
    out
}

fn words(node: &Node) -> Vec<String> {
    let mut words = vec![escaped(&node.name)];
    let about: Vec<&str> = node.kind.into_iter().chain(node.team.as_deref()).collect();
    if !about.is_empty() {
        words.push(escaped(&about.join(", ")));
    }
    words.extend(node.owns.map(|owns| format!("owns {} of {} fields", owns.fields, owns.of)));
    words.extend(node.conflicts.iter().map(|code| escaped(&format!("! {code}"))));
    words
}

fn look(node: &Node) -> String {
    match (node.conflicts.is_empty(), node.owns) {
        (false, _) => format!(", color=\"{}\", penwidth=3", CONFLICT.colour),
        (true, Some(_)) => format!(", fillcolor=\"{}\", color=\"{}\", penwidth=2", OWNER.0, OWNER.1),
        (true, None) => String::new(),
    }
}

fn edge(out: &mut String, graph: &Graph, link: &Link) {
    let codes = link.conflicts();
    let look = if codes.is_empty() { stroke(link.tightest()) } else { CONFLICT };
    let mut label: Vec<String> = link.flows.iter().map(|flow| escaped(&flow.name)).collect();
    label.extend(codes.iter().map(|code| escaped(&format!("! {code}"))));
    let style = if look.dashes.is_empty() { "solid" } else { "dashed" };
    writeln!(
        out,
        "    s{} -> s{} [label=\"{}\", tooltip=\"{}\", color=\"{}\", penwidth={}.{}, style={style}];",
        link.from,
        link.to,
        label.join("\\n"),
        escaped(&describe_link(graph, link)),
        look.colour,
        look.tenths / 10,
        look.tenths % 10,
    )
    .expect(INFALLIBLE);
}
