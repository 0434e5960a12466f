//! The picture as SVG: self-contained, without scripts, legible in print and for screen readers.

mod label;
mod legend;

use std::fmt::Write;

use crate::query::graph::{Graph, Link, Node};

use super::layout::{Cable, Lead, Level, Line, Rect, Size, arrange, signed};
use super::palette::{CONFLICT, EDGE, FAINT, GROUND, INK, OWNER, PAPER, Stroke, stroke};
use super::text::{FONTS, bold_width, short, shorten, width, xml};
use super::{TooLarge, counted, describe_link, subject, title};
use label::Label;

/// The room around everything.
pub(super) const MARGIN: i64 = 28;
/// The size of the title's letters.
pub(super) const TITLE: i64 = 22;
/// The size of usual letters.
pub(super) const LETTER: i64 = 12;
/// The size of a system's name.
pub(super) const NAME: i64 = 14;
/// The height of a line in a box.
pub(super) const ROW: i64 = 16;
/// From a box to the label of a line.
pub(super) const BEFORE_LABEL: i64 = 8;
/// The length of an arrow's head.
pub(super) const ARROW: i64 = 9;
/// The least width of a picture, so that the legend has room.
const LEAST_WIDTH: i64 = 640;

/// Draws a graph.
pub fn svg(graph: &Graph) -> Result<String, TooLarge> {
    TooLarge::check(graph.systems.len(), graph.links.len(), ["systems", "flows"])?;
    let labels = label::labels(graph);
    let boxes: Vec<Vec<Words>> = graph.systems.iter().enumerate().map(|(at, node)| words(graph, at, node)).collect();
    let sizes: Vec<Size> = boxes.iter().map(|words| size(words)).collect();
    let cables = cables(graph, &labels);
    let plan = arrange(&sizes, &cables.iter().map(|(cable, _)| cable.clone()).collect::<Vec<_>>());
    let title = shorten(&title(graph), 100);
    let about = shorten(&subject(graph), 140);
    let room = plan.size.width.max(bold_width(&title, TITLE)).max(width(&about, LETTER)).max(LEAST_WIDTH);
    let legend = legend::legend(graph, &labels, room);
    let head = MARGIN + TITLE + 8 + ROW + 10;
    let top = head + legend.height + 24;
    let (wide, high) = (room + 2 * MARGIN, top + plan.size.height + MARGIN);
    let left = MARGIN + (room - plan.size.width) / 2;

    let mut out = String::new();
    writeln!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" role=\"img\" \
         aria-labelledby=\"title about\" font-family=\"{FONTS}\" font-size=\"{LETTER}\" fill=\"{INK}\">"
    )
    .expect(INFALLIBLE);
    write!(
        out,
        "<title id=\"title\">{}</title>\n<desc id=\"about\">{}</desc>\n\
         <rect width=\"{wide}\" height=\"{high}\" fill=\"{PAPER}\"/>\n\
         <text x=\"{MARGIN}\" y=\"{}\" font-size=\"{TITLE}\" font-weight=\"bold\">{}</text>\n\
         <text x=\"{MARGIN}\" y=\"{}\" fill=\"{FAINT}\">{}</text>\n\
         <g transform=\"translate({MARGIN} {head})\">\n{}</g>\n<g transform=\"translate({left} {top})\">\n",
        xml(&title),
        xml(&description(graph)),
        MARGIN + TITLE,
        xml(&title),
        MARGIN + TITLE + 8 + LETTER,
        xml(&about),
        legend.text,
    )
    .expect(INFALLIBLE);
    let link_of = |line: &Line| cables[line.cable].1[line.start].expect("a line is drawn for a link");
    // Conflicts are drawn last, so that nothing hides them.
    let (bad, good): (Vec<&Line>, Vec<&Line>) =
        plan.lines.iter().partition(|line| !graph.links[link_of(line)].conflicts().is_empty());
    for line in good.into_iter().chain(bad) {
        draw_line(&mut out, graph, link_of(line), &labels[link_of(line)], &line.levels);
    }
    for ((node, words), rect) in graph.systems.iter().zip(&boxes).zip(&plan.boxes) {
        draw_box(&mut out, node, words, *rect);
    }
    out.push_str("</g>\n</svg>\n");
    Ok(out)
}

/// Why writing to a text cannot fail.
pub(super) const INFALLIBLE: &str = "a string takes any text";

/// All that the picture shows, for those who do not see it.
fn description(graph: &Graph) -> String {
    let mut said = subject(graph);
    for link in &graph.links {
        said.push('\n');
        said.push_str(&describe_link(graph, link));
    }
    said
}

/// A line of text in a box.
struct Words {
    text: String,
    size: i64,
    bold: bool,
    colour: &'static str,
}

impl Words {
    fn faint(text: String) -> Self {
        Self { text, size: LETTER - 1, bold: false, colour: FAINT }
    }

    fn width(&self) -> i64 {
        if self.bold { bold_width(&self.text, self.size) } else { width(&self.text, self.size) }
    }
}

/// What a box says.
fn words(graph: &Graph, at: usize, node: &Node) -> Vec<Words> {
    let mut words = vec![Words { text: short(&node.name), size: NAME, bold: true, colour: INK }];
    let kind = node.kind.filter(|kind| *kind != node.name);
    let about: Vec<&str> = kind.into_iter().chain(node.team.as_deref()).collect();
    if !about.is_empty() {
        words.push(Words::faint(short(&about.join(" \u{b7} "))));
    }
    if let Some(owns) = node.owns {
        let is_alone = graph.systems.iter().filter(|system| system.owns.is_some()).count() == 1;
        let text = if is_alone && owns.fields == owns.of {
            "owner".to_owned()
        } else {
            format!("owns {} of {}", owns.fields, counted(owns.of, "field"))
        };
        words.push(Words { text, size: LETTER - 1, bold: true, colour: INK });
    }
    let inside = graph.links.iter().find(|link| link.from == at && link.to == at);
    words.extend(inside.map(|link| Words::faint(format!("{} to itself", counted(link.flows.len(), "flow")))));
    if !graph.links.iter().any(|link| link.from == at || link.to == at) {
        words.push(Words::faint("no flow".to_owned()));
    }
    let codes = node.conflicts.iter().map(|code| format!("! {}", short(code)));
    words.extend(codes.map(|text| Words { text, size: LETTER - 1, bold: true, colour: CONFLICT.colour }));
    words
}

fn size(words: &[Words]) -> Size {
    let width = words.iter().map(Words::width).fold(84, i64::max) + 24;
    Size { width, height: ROW * signed(words.len()) + 16 }
}

/// The cables between boxes, with the links that run from each end. A link of a system to itself needs none.
fn cables(graph: &Graph, labels: &[Label]) -> Vec<(Cable, [Option<usize>; 2])> {
    let mut cables: Vec<(Cable, [Option<usize>; 2])> = Vec::new();
    for (index, link) in graph.links.iter().enumerate().filter(|(_, link)| link.from != link.to) {
        let lead = Some(Lead { weight: signed(link.flows.len()), label: labels[index].size });
        match cables.iter_mut().find(|(cable, _)| cable.ends == [link.to, link.from]) {
            Some((cable, links)) => (cable.lanes[1], links[1]) = (lead, Some(index)),
            None => cables.push((Cable { ends: [link.from, link.to], lanes: [lead, None] }, [Some(index), None])),
        }
    }
    cables
}

/// How a link is drawn.
fn look(link: &Link) -> Stroke {
    if link.conflicts().is_empty() { stroke(link.tightest()) } else { CONFLICT }
}

fn draw_line(out: &mut String, graph: &Graph, index: usize, label: &Label, levels: &[Level]) {
    let link = &graph.links[index];
    let look = look(link);
    let (Some(first), Some(last)) = (levels.first(), levels.last()) else { return };
    let direction = (last.to - last.from).signum();
    let path = path(levels, last.to - direction * (ARROW - 2));
    let (tip, base, y) = (last.to, last.to - direction * ARROW, last.y);
    let half = ARROW / 2 + 1;
    writeln!(out, "<g>\n<title>{}</title>", xml(&describe_link(graph, link))).expect(INFALLIBLE);
    // The pale line below sets the line off against those that it crosses, and is easy to point at.
    writeln!(
        out,
        "<path d=\"{path}\" fill=\"none\" stroke=\"{PAPER}\" stroke-width=\"7\"/>\n\
         <path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}.{}\"{}/>\n\
         <path d=\"M{tip} {y}L{base} {}L{base} {}Z\" fill=\"{}\"/>",
        look.colour,
        look.tenths / 10,
        look.tenths % 10,
        dashes(look),
        y - half,
        y + half,
        look.colour,
    )
    .expect(INFALLIBLE);
    let start = first.from + BEFORE_LABEL * direction;
    let x = if direction > 0 { start } else { start - label.size.width };
    label.draw(out, x, first.y);
    out.push_str("</g>\n");
}

pub(super) fn dashes(stroke: Stroke) -> String {
    if stroke.dashes.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", stroke.dashes) }
}

/// Level pieces joined by bends that leave and arrive level; the last piece ends at `end`.
pub(super) fn path(levels: &[Level], end: i64) -> String {
    let mut path = String::new();
    let mut before: Option<&Level> = None;
    for (at, level) in levels.iter().enumerate() {
        match before {
            None => write!(path, "M{} {}", level.from, level.y).expect(INFALLIBLE),
            Some(before) if before.y == level.y => {}
            Some(before) => {
                let middle = i64::midpoint(before.to, level.from);
                write!(path, "C{middle} {} {middle} {} {} {}", before.y, level.y, level.from, level.y)
                    .expect(INFALLIBLE);
            }
        }
        let to = if at + 1 == levels.len() { end } else { level.to };
        write!(path, "H{to}").expect(INFALLIBLE);
        before = Some(level);
    }
    path
}

fn draw_box(out: &mut String, node: &Node, words: &[Words], rect: Rect) {
    let (ground, edge, thick) = match (node.conflicts.is_empty(), node.owns) {
        (false, _) => (GROUND, CONFLICT.colour, 3),
        (true, Some(_)) => (OWNER.0, OWNER.1, 2),
        (true, None) => (GROUND, EDGE, 1),
    };
    let Rect { x, y, size } = rect;
    let title: Vec<&str> = std::iter::once(node.name.as_str()).chain(node.kind).chain(node.team.as_deref()).collect();
    writeln!(
        out,
        "<g text-anchor=\"middle\">\n<title>{}</title>\n\
         <rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"7\" fill=\"{ground}\" stroke=\"{edge}\" stroke-width=\"{thick}\"/>",
        xml(&title.join(" \u{b7} ")),
        size.width,
        size.height,
    )
    .expect(INFALLIBLE);
    let top = y + (size.height - ROW * signed(words.len())) / 2;
    for (row, words) in words.iter().enumerate() {
        let base = top + ROW * signed(row) + 12;
        let weight = if words.bold { " font-weight=\"bold\"" } else { "" };
        writeln!(
            out,
            "<text x=\"{}\" y=\"{base}\" font-size=\"{}\"{weight} fill=\"{}\">{}</text>",
            x + size.width / 2,
            words.size,
            words.colour,
            xml(&words.text),
        )
        .expect(INFALLIBLE);
    }
    out.push_str("</g>\n");
}
