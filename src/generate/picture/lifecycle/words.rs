//! A lifecycle for Mermaid and for Graphviz.

use std::fmt::Write;

use crate::query::lifecycle::{Chart, Move};

use super::super::palette::{EDGE, GROUND, INK};
use super::super::svg::INFALLIBLE;
use super::super::text::{dot as quoted, mermaid as escaped, mermaid_line};
use super::{describe, look, subject, title};

/// Writes a flowchart; it goes into a page between fences that say `mermaid`.
pub fn mermaid(chart: &Chart) -> String {
    let mut out = String::new();
    writeln!(out, "flowchart LR").expect(INFALLIBLE);
    writeln!(out, "    accTitle: {}", mermaid_line(&title(chart))).expect(INFALLIBLE);
    writeln!(out, "    accDescr: {}", mermaid_line(&subject(chart))).expect(INFALLIBLE);
    if chart.states.iter().any(|state| state.initial) {
        writeln!(out, "    begin(( ))").expect(INFALLIBLE);
    }
    for (at, state) in chart.states.iter().enumerate() {
        let mut words = vec![escaped(&state.name)];
        words.extend(state.written.iter().map(|written| escaped(written)));
        let (open, close) = if state.is_final { ("([", "])") } else { ("(", ")") };
        writeln!(out, "    s{at}{open}\"{}\"{close}", words.join("<br/>")).expect(INFALLIBLE);
    }
    let mut looks = Vec::new();
    for (at, _) in chart.states.iter().enumerate().filter(|(_, state)| state.initial) {
        writeln!(out, "    begin --> s{at}").expect(INFALLIBLE);
        looks.push((INK, 1, 0, ""));
    }
    for step in &chart.moves {
        let label: Vec<String> = label(chart, step).iter().map(|row| escaped(row)).collect();
        writeln!(out, "    s{} -->|\"{}\"| s{}", step.from, label.join("<br/>"), step.to).expect(INFALLIBLE);
        let look = look(step);
        looks.push((look.colour, look.tenths / 10, look.tenths % 10, look.dashes));
    }
    for (at, (colour, whole, tenth, dashes)) in looks.into_iter().enumerate() {
        write!(out, "    linkStyle {at} stroke:{colour},stroke-width:{whole}.{tenth}px").expect(INFALLIBLE);
        if !dashes.is_empty() {
            write!(out, ",stroke-dasharray:{dashes}").expect(INFALLIBLE);
        }
        out.push('\n');
    }
    writeln!(out, "    classDef default fill:{GROUND},stroke:{EDGE},color:{INK}").expect(INFALLIBLE);
    let group = |out: &mut String, name: &str, look: &str, members: Vec<String>| {
        if !members.is_empty() {
            writeln!(out, "    classDef {name} {look}\n    class {} {name}", members.join(",")).expect(INFALLIBLE);
        }
    };
    let ends = chart.states.iter().enumerate().filter(|(_, state)| state.is_final).map(|(at, _)| format!("s{at}"));
    group(&mut out, "final", &format!("fill:{GROUND},stroke:{INK},stroke-width:3px,color:{INK}"), ends.collect());
    let begins = chart.states.iter().any(|state| state.initial).then(|| "begin".to_owned());
    group(&mut out, "begin", &format!("fill:{INK},stroke:{INK}"), begins.into_iter().collect());
    out
}

/// Writes a directed graph.
pub fn dot(chart: &Chart) -> String {
    let mut out = String::new();
    writeln!(
        out,
        "digraph lifecycle {{\n    graph [rankdir=LR, label=\"{}\\n{}\", labelloc=t, fontname=\"Helvetica\", nodesep=0.35, ranksep=0.9];\n    \
         node [shape=box, style=\"rounded,filled\", fillcolor=\"{GROUND}\", color=\"{EDGE}\", fontcolor=\"{INK}\", \
         fontname=\"Helvetica\", fontsize=12];\n    edge [fontname=\"Helvetica\", fontsize=10, fontcolor=\"{INK}\"];",
        quoted(&title(chart)),
        quoted(&subject(chart)),
    )
    .expect(INFALLIBLE);
    for (at, state) in chart.states.iter().enumerate() {
        let mut words = vec![quoted(&state.name)];
        words.extend(state.written.iter().map(|written| quoted(written)));
        let look = if state.is_final { format!(", peripheries=2, color=\"{INK}\"") } else { String::new() };
        writeln!(out, "    s{at} [label=\"{}\"{look}];", words.join("\\n")).expect(INFALLIBLE);
        if state.initial {
            writeln!(
                out,
                "    begin{at} [shape=circle, label=\"\", width=0.14, fillcolor=\"{INK}\"];\n    begin{at} -> s{at};"
            )
            .expect(INFALLIBLE);
        }
    }
    for step in &chart.moves {
        let look = look(step);
        let label: Vec<String> = label(chart, step).iter().map(|row| quoted(row)).collect();
        writeln!(
            out,
            "    s{} -> s{} [label=\"{}\", tooltip=\"{}\", color=\"{}\", fontcolor=\"{}\", penwidth={}.{}, style={}];",
            step.from,
            step.to,
            label.join("\\n"),
            quoted(&describe(chart, step)),
            look.colour,
            look.colour,
            look.tenths / 10,
            look.tenths % 10,
            if look.dashes.is_empty() { "solid" } else { "dashed" },
        )
        .expect(INFALLIBLE);
    }
    out.push_str("}\n");
    out
}

/// What stands on the line of a transition: its name and who decides, or what the system has to do; and where.
fn label(chart: &Chart, step: &Move) -> Vec<String> {
    let mut rows = Vec::new();
    match step.part {
        Some(part) => {
            rows.push(step.name.clone());
            rows.push(part.said().to_owned());
        }
        None => rows.push(match step.decider {
            Some(decider) => format!("{} ({})", step.name, chart.deciders[decider]),
            None => step.name.clone(),
        }),
    }
    rows.extend((!step.only.is_empty()).then(|| step.only.clone()));
    rows
}
