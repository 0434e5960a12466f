//! Stories of races as sequence diagrams: SVG with a layout of its own, or text for Mermaid.

mod svg;

use std::fmt::Write;

use crate::query::sequence::{Act, Line, Panel, Sheet};

use super::svg::INFALLIBLE;
use super::text::{mermaid as escaped, mermaid_line};

pub use svg::svg;

/// What the picture is called.
fn title(sheet: &Sheet) -> String {
    match &sheet.panels[..] {
        [] => format!("{}: {} is safe", sheet.title, sheet.path),
        [one] => format!("{}: {} of {}", sheet.title, one.code, sheet.path),
        more => format!("{}: {} races of {}", sheet.title, more.len(), sheet.path),
    }
}

/// The last sentence of a story.
fn end(panel: &Panel) -> String {
    format!("{}: {}{}", panel.code, panel.end, panel.when.replace('`', ""))
}

/// What is said of a message where it arrives: `pick by order-up (sent at 2)`.
fn said(line: &Line) -> String {
    let Some(way) = line.act.way() else { return line.name.clone() };
    let again = if matches!(line.act, Act::ArrivesTwice(_)) { ", will come again" } else { "" };
    match way.sent {
        Some(sent) => format!("{} by {} (sent at {}{again})", line.name, way.flow, sent + 1),
        None => format!("{} by {}{again}", line.name, way.flow),
    }
}

/// What a line changes, and what comes of it.
fn outcome(line: &Line) -> String {
    if line.remark.is_empty() { line.change.clone() } else { format!("{}, {}", line.change, line.remark) }
}

/// Writes a sequence diagram; it goes into a page between fences that say `mermaid`. Mermaid has no slanted arrows: an arrow
/// stands where a message arrives, and says when it was sent. Only arrows that old renderers know are used.
pub fn mermaid(sheet: &Sheet) -> String {
    let mut out = String::new();
    writeln!(out, "sequenceDiagram\n    accTitle: {}", mermaid_line(&title(sheet))).expect(INFALLIBLE);
    let mut names: Vec<&str> = Vec::new();
    for lane in sheet.panels.iter().flat_map(|panel| &panel.lanes) {
        if !names.contains(&&*lane.name) {
            names.push(&lane.name);
        }
    }
    let nobody = names.is_empty();
    if nobody {
        names.push(&sheet.path);
    }
    for (at, name) in names.iter().enumerate() {
        writeln!(out, "    participant s{at} as {}", escaped(name)).expect(INFALLIBLE);
    }
    if nobody {
        for looked in ["nothing goes wrong"].into_iter().chain(sheet.looked.iter().map(String::as_str)) {
            writeln!(out, "    Note over s0: {}", escaped(looked)).expect(INFALLIBLE);
        }
    }
    for (number, panel) in sheet.panels.iter().enumerate() {
        let place = |lane: usize| names.iter().position(|name| *name == panel.lanes[lane].name).unwrap_or(0);
        let ends: Vec<usize> = (0..panel.lanes.len()).map(place).collect();
        let all = match (ends.iter().min(), ends.iter().max()) {
            (Some(first), Some(last)) if first != last => format!("s{first},s{last}"),
            _ => format!("s{}", ends.first().copied().unwrap_or(0)),
        };
        if sheet.panels.len() > 1 {
            let story = format!("story {} of {}: {}", number + 1, sheet.panels.len(), panel.code);
            writeln!(out, "    Note over {all}: {}", escaped(&story)).expect(INFALLIBLE);
        }
        for (at, line) in panel.lines.iter().enumerate() {
            let to = place(line.lane);
            let text = match &line.act {
                Act::Decides | Act::Rewinds => {
                    format!("Note over s{to}: {} {}, {}", at + 1, escaped(&line.name), escaped(&outcome(line)))
                }
                Act::Arrives(way) | Act::ArrivesTwice(way) | Act::IsLost(way) => {
                    let arrow = match line.act {
                        Act::IsLost(_) => "-x",
                        Act::ArrivesTwice(_) => "-->>",
                        _ => "->>",
                    };
                    let number = way.sent.map_or_else(String::new, |sent| format!("m{} ", sent + 1));
                    let comes = match line.act {
                        Act::IsLost(_) => "lost".to_owned(),
                        Act::ArrivesTwice(_) => format!("duplicate, {}", outcome(line)),
                        _ => outcome(line),
                    };
                    let sent = way.sent.map_or_else(String::new, |sent| format!(" (sent at {})", sent + 1));
                    let from = place(way.from);
                    format!("s{from}{arrow}s{to}: {number}{}{sent}, {}", escaped(&line.name), escaped(&comes))
                }
            };
            writeln!(out, "    {text}").expect(INFALLIBLE);
        }
        let views: Vec<String> = panel.lanes.iter().map(|lane| format!("{} sees {}", lane.name, lane.view)).collect();
        writeln!(out, "    Note over {all}: {}. {}", escaped(&end(panel)), escaped(&views.join(", ")))
            .expect(INFALLIBLE);
    }
    out
}
