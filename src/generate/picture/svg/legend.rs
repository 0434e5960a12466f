//! What the colours, dashes and marks of a picture mean.

use std::fmt::Write;

use crate::query::graph::Graph;

use super::super::palette::{CONFLICT, FAINT, OWNER, Stroke, stroke};
use super::super::text::{short, width, xml};
use super::super::{class_name, counted};
use super::label::{Label, draw_carrier, draw_count, names_flows};
use super::{INFALLIBLE, LETTER, dashes};

/// The height of a row.
const ROW: i64 = 20;
/// The length of a sample.
const SAMPLE: i64 = 36;
/// From one entry to the next.
const BETWEEN: i64 = 24;

/// A legend, drawn from its own top left corner.
pub(super) struct Legend {
    /// Its height.
    pub height: i64,
    /// Its SVG.
    pub text: String,
}

/// What is shown before the text of an entry.
enum Sample {
    Line(Stroke),
    Count,
    Carrier(usize),
    Owner,
}

/// The legend of what a picture shows, in rows of at most `room` pixels where the entries allow it.
pub(super) fn legend(graph: &Graph, labels: &[Label], room: i64) -> Legend {
    let classes = (0..graph.classes.len()).map(Some).chain([None]).filter(|class| graph.has_class(*class));
    let mut entries: Vec<(Sample, String)> =
        classes.map(|class| (Sample::Line(stroke(class)), class_name(graph, class))).collect();
    if !graph.conflicts().is_empty() {
        entries.push((Sample::Line(CONFLICT), "conflict: an error of the check".to_owned()));
    }
    if !labels.is_empty() && !names_flows(graph) {
        let text = "flows of this class; a line has the colour of its tightest class".to_owned();
        entries.push((Sample::Count, text));
    }
    if let Some(object) = &graph.object {
        entries.push((Sample::Owner, format!("owns fields of {} in at least one case", short(object))));
    }
    for (at, carrier) in graph.carriers.iter().enumerate() {
        let team = carrier.team.as_ref().map_or_else(String::new, |team| format!(" ({})", short(team)));
        let text = format!("through {}{team}, {}", short(&carrier.name), counted(carrier.flows, "flow"));
        entries.push((Sample::Carrier(at), text));
    }
    let mut text = String::new();
    let (mut x, mut y) = (0, ROW / 2);
    for (sample, said) in &entries {
        let wide = sample.width() + 8 + width(said, LETTER);
        if x > 0 && x + wide > room {
            (x, y) = (0, y + ROW);
        }
        sample.draw(&mut text, x, y);
        let left = x + sample.width() + 8;
        writeln!(text, "<text x=\"{left}\" y=\"{}\" fill=\"{FAINT}\">{}</text>", y + 4, xml(said)).expect(INFALLIBLE);
        x += wide + BETWEEN;
    }
    Legend { height: if entries.is_empty() { 0 } else { y + ROW / 2 }, text }
}

impl Sample {
    fn width(&self) -> i64 {
        match self {
            Self::Line(_) => SAMPLE,
            Self::Count | Self::Carrier(_) => 16,
            Self::Owner => 24,
        }
    }

    fn draw(&self, out: &mut String, x: i64, y: i64) {
        match self {
            Self::Line(look) => writeln!(
                out,
                "<path d=\"M{x} {y}H{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}.{}\"{}/>",
                x + SAMPLE,
                look.colour,
                look.tenths / 10,
                look.tenths % 10,
                dashes(*look),
            )
            .expect(INFALLIBLE),
            Self::Count => draw_count(out, 2, Some(0), x, y),
            Self::Carrier(carrier) => draw_carrier(out, *carrier, x, y),
            Self::Owner => writeln!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"22\" height=\"14\" rx=\"4\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>",
                x + 1,
                y - 7,
                OWNER.0,
                OWNER.1,
            )
            .expect(INFALLIBLE),
        }
    }
}
