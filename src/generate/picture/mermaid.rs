//! The graph as a Mermaid flowchart.

use std::fmt::Write;

use crate::query::graph::{Graph, Link, Node};

use super::palette::{CONFLICT, EDGE, GROUND, INK, OWNER, stroke};
use super::text::{mermaid as escaped, mermaid_line};
use super::{class_name, subject, title};

/// Why writing to a text cannot fail.
const INFALLIBLE: &str = "a string takes any text";

/// Writes a flowchart; it goes into a page between fences that say `mermaid`.
pub fn mermaid(graph: &Graph) -> String {
    let mut out = String::new();
    writeln!(out, "flowchart LR").expect(INFALLIBLE);
    writeln!(out, "    accTitle: {}", mermaid_line(&title(graph))).expect(INFALLIBLE);
    writeln!(out, "    accDescr: {}", mermaid_line(&subject(graph))).expect(INFALLIBLE);
    for (at, node) in graph.systems.iter().enumerate() {
        writeln!(out, "    s{at}[\"{}\"]", words(node).join("<br/>")).expect(INFALLIBLE);
    }
    for link in &graph.links {
        let arrow = if link.conflicts().is_empty() { "-->" } else { "==>" };
        writeln!(out, "    s{} {arrow}|\"{}\"| s{}", link.from, label(graph, link).join("<br/>"), link.to)
            .expect(INFALLIBLE);
    }
    for (at, link) in graph.links.iter().enumerate() {
        let look = if link.conflicts().is_empty() { stroke(link.tightest()) } else { CONFLICT };
        let (colour, whole, tenth) = (look.colour, look.tenths / 10, look.tenths % 10);
        write!(out, "    linkStyle {at} stroke:{colour},stroke-width:{whole}.{tenth}px").expect(INFALLIBLE);
        if !look.dashes.is_empty() {
            write!(out, ",stroke-dasharray:{}", look.dashes).expect(INFALLIBLE);
        }
        out.push('\n');
    }
    writeln!(out, "    classDef default fill:{GROUND},stroke:{EDGE},color:{INK}").expect(INFALLIBLE);
    let (ground, edge) = OWNER;
    let conflict = CONFLICT.colour;
    let is_owner = |node: &Node| node.owns.is_some() && node.conflicts.is_empty();
    let is_bad = |node: &Node| !node.conflicts.is_empty();
    group(&mut out, graph, "owner", &format!("fill:{ground},stroke:{edge},stroke-width:2px,color:{INK}"), is_owner);
    group(
        &mut out,
        graph,
        "conflict",
        &format!("fill:{GROUND},stroke:{conflict},stroke-width:3px,color:{INK}"),
        is_bad,
    );
    out
}

/// Gives some systems a look.
fn group(out: &mut String, graph: &Graph, name: &str, look: &str, belongs: impl Fn(&Node) -> bool) {
    let members = graph.systems.iter().enumerate().filter(|(_, node)| belongs(node));
    let members: Vec<String> = members.map(|(at, _)| format!("s{at}")).collect();
    if !members.is_empty() {
        writeln!(out, "    classDef {name} {look}\n    class {} {name}", members.join(",")).expect(INFALLIBLE);
    }
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

/// The flows of a link by class, and its errors.
fn label(graph: &Graph, link: &Link) -> Vec<String> {
    let mut rows = Vec::new();
    for (class, _) in link.classes() {
        let flows = link.flows.iter().filter(|flow| flow.class == class);
        let names: Vec<String> = flows.map(|flow| escaped(&flow.name)).collect();
        rows.push(format!("{}: {}", escaped(&class_name(graph, class)), names.join(", ")));
    }
    rows.extend(link.conflicts().iter().map(|code| escaped(&format!("! {code}"))));
    rows
}
