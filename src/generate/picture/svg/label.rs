//! What stands on a line where it starts: the names of its flows, or in a large picture how many there are of each class.

use std::fmt::Write;

use crate::query::graph::{Graph, Link, Strand};

use super::super::layout::{Size, signed};
use super::super::palette::{CONFLICT, FAINT, PAPER, stroke};
use super::super::text::{bold_width, short, width, xml};
use super::{INFALLIBLE, LETTER};

/// The size of letters on lines.
const SMALL: i64 = LETTER - 1;
/// The height of a row.
pub(super) const ROW: i64 = 15;
/// The most lines of which all flows are named.
const MOST_NAMED_LINKS: usize = 24;
/// The most names on one line; if there are more, the last row says how many.
const MOST_NAMES: usize = 5;
/// The most codes on one line.
const MOST_CODES: usize = 3;

/// A label, laid out.
pub(super) struct Label {
    /// Its extent.
    pub size: Size,
    rows: Vec<Vec<Piece>>,
}

/// A part of a row.
enum Piece {
    /// A number of flows, on the colour of their class.
    Count(usize, Option<usize>),
    /// A text in a colour.
    Text(String, &'static str),
    /// The letter of a system on the way.
    Carrier(usize),
    /// A conflict.
    Alarm(String),
}

impl Piece {
    fn width(&self) -> i64 {
        match self {
            Self::Count(count, _) => chip(*count),
            Self::Text(text, _) => width(text, SMALL),
            Self::Carrier(_) => ROW - 1,
            Self::Alarm(code) => bold_width(&format!("! {code}"), SMALL),
        }
    }
}

/// The width of a chip with a number.
fn chip(count: usize) -> i64 {
    bold_width(&count.to_string(), SMALL) + 9
}

/// Whether flows are named on their lines.
pub(super) fn names_flows(graph: &Graph) -> bool {
    graph.links.len() <= MOST_NAMED_LINKS
}

/// The labels of all links.
pub(super) fn labels(graph: &Graph) -> Vec<Label> {
    let named = names_flows(graph);
    graph.links.iter().map(|link| Label::new(if named { names(link) } else { counts(link) })).collect()
}

fn names(link: &Link) -> Vec<Vec<Piece>> {
    let row = |flow: &Strand| {
        let look = if flow.conflicts.is_empty() { stroke(flow.class) } else { CONFLICT };
        let name = short(&flow.name);
        let text = flow.within.as_ref().map_or_else(|| name.clone(), |within| format!("{name} {within}"));
        let mut row = vec![Piece::Text(text, look.colour)];
        row.extend(flow.via.iter().map(|carrier| Piece::Carrier(*carrier)));
        row
    };
    let shown = if link.flows.len() > MOST_NAMES { MOST_NAMES - 1 } else { link.flows.len() };
    let mut rows: Vec<Vec<Piece>> = link.flows[..shown].iter().map(row).collect();
    if shown < link.flows.len() {
        rows.push(vec![Piece::Text(format!("and {} more", link.flows.len() - shown), FAINT)]);
    }
    rows.extend(alarms(link));
    rows
}

fn counts(link: &Link) -> Vec<Vec<Piece>> {
    let mut row: Vec<Piece> = link.classes().into_iter().map(|(class, count)| Piece::Count(count, class)).collect();
    row.extend(link.via().into_iter().map(Piece::Carrier));
    let mut rows = vec![row];
    rows.extend(alarms(link));
    rows
}

/// The codes of a link's errors.
fn alarms(link: &Link) -> impl Iterator<Item = Vec<Piece>> {
    let codes = link.conflicts();
    let more = codes.len().saturating_sub(MOST_CODES);
    let more = (more > 0).then(|| format!("and {more} more"));
    let shown: Vec<String> = codes.into_iter().take(MOST_CODES).map(short).chain(more).collect();
    shown.into_iter().map(|code| vec![Piece::Alarm(code)])
}

/// The letter of a system on the way: `a` to `z`, then numbers.
pub(super) fn letter(carrier: usize) -> String {
    u8::try_from(carrier)
        .ok()
        .filter(|at| *at < 26)
        .map_or_else(|| carrier.to_string(), |at| char::from(b'a' + at).into())
}

/// Draws the mark of a system on the way; `x` is its left edge, `y` its middle.
pub(super) fn draw_carrier(out: &mut String, carrier: usize, x: i64, y: i64) {
    writeln!(
        out,
        "<circle cx=\"{}\" cy=\"{y}\" r=\"6\" fill=\"{PAPER}\" stroke=\"{FAINT}\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"10\" text-anchor=\"middle\" fill=\"{FAINT}\">{}</text>",
        x + 7,
        x + 7,
        y + 3,
        letter(carrier),
    )
    .expect(INFALLIBLE);
}

/// Draws a number of flows on the colour of their class.
pub(super) fn draw_count(out: &mut String, count: usize, class: Option<usize>, x: i64, y: i64) {
    let (look, wide) = (stroke(class), chip(count));
    writeln!(
        out,
        "<rect x=\"{x}\" y=\"{}\" width=\"{wide}\" height=\"14\" rx=\"4\" fill=\"{}\"/>\
         <text x=\"{}\" y=\"{}\" font-size=\"{SMALL}\" font-weight=\"bold\" text-anchor=\"middle\" fill=\"{PAPER}\">{count}</text>",
        y - 7,
        look.colour,
        x + wide / 2,
        y + 4,
    )
    .expect(INFALLIBLE);
}

impl Label {
    fn new(rows: Vec<Vec<Piece>>) -> Self {
        let width = |row: &Vec<Piece>| row.iter().map(|piece| piece.width() + 2).sum::<i64>();
        let width = rows.iter().map(width).max().unwrap_or(0) + 4;
        let size = Size { width, height: ROW * signed(rows.len()) };
        Self { size, rows }
    }

    /// Draws it; `x` is its left edge, `y` its middle.
    pub(super) fn draw(&self, out: &mut String, x: i64, y: i64) {
        let Size { width, height } = self.size;
        let top = y - height / 2;
        writeln!(out, "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{PAPER}\"/>")
            .expect(INFALLIBLE);
        for (at, row) in self.rows.iter().enumerate() {
            let middle = top + ROW * signed(at) + ROW / 2;
            let mut left = x + 2;
            for piece in row {
                let base = middle + 4;
                match piece {
                    Piece::Count(count, class) => draw_count(out, *count, *class, left, middle),
                    Piece::Carrier(carrier) => draw_carrier(out, *carrier, left, middle),
                    Piece::Text(text, colour) => {
                        write_text(out, left, base, "", colour, text);
                    }
                    Piece::Alarm(code) => {
                        let text = format!("! {code}");
                        write_text(out, left, base, " font-weight=\"bold\"", CONFLICT.colour, &text);
                    }
                }
                left += piece.width() + 2;
            }
        }
    }
}

fn write_text(out: &mut String, x: i64, y: i64, weight: &str, colour: &str, text: &str) {
    writeln!(out, "<text x=\"{x}\" y=\"{y}\" font-size=\"{SMALL}\"{weight} fill=\"{colour}\">{}</text>", xml(text))
        .expect(INFALLIBLE);
}
