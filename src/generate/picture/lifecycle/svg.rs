//! A lifecycle as SVG: states from left to right, transitions in the colour of who decides.

use std::cmp::Ordering;
use std::fmt::Write;

use crate::query::lifecycle::{Chart, Move, Node, Part};

use super::super::TooLarge;
use super::super::layout::{Cable, Lead, Level, Line, Rect, Size, arrange, signed};
use super::super::palette::{EDGE, FAINT, GROUND, INK, PAPER, Stroke, stroke};
use super::super::svg::{ARROW, BEFORE_LABEL, INFALLIBLE, LETTER, MARGIN, NAME, ROW, TITLE, dashes, path};
use super::super::text::{FONTS, bold_width, short, shorten, width, xml};
use super::{Link, describe, links, look, look_of, subject, title};

/// How much a step away from the beginning counts, so that the life of an instance reads from left to right.
const FORWARDS: i64 = 12;
/// How much a step counts that leads neither away nor back.
const ASIDE: i64 = 8;
/// The size of letters on lines.
const SMALL: i64 = LETTER - 1;
/// The height of a row on a line.
const LABEL_ROW: i64 = 14;
/// The height of a row of the legend.
const LEGEND_ROW: i64 = 20;
/// The length of a sample in the legend.
const SAMPLE: i64 = 36;
/// The least width of a picture, so that the legend has room.
const LEAST_WIDTH: i64 = 560;

/// Draws a lifecycle.
///
/// # Errors
/// When it has more states or transitions than one picture holds.
pub fn svg(chart: &Chart) -> Result<String, TooLarge> {
    let links = links(chart);
    TooLarge::check(chart.states.len(), links.len(), ["states", "transitions"])?;
    let labels: Vec<Label> = links.iter().map(Label::new).collect();
    let boxes: Vec<Vec<Words>> = (0..chart.states.len()).map(|state| words(chart, state)).collect();
    let sizes: Vec<Size> = boxes.iter().map(|words| size(words)).collect();
    let cables = cables(chart, &links, &labels);
    let plan = arrange(&sizes, &cables.iter().map(|(cable, _)| cable.clone()).collect::<Vec<_>>());
    let title = shorten(&title(chart), 110);
    let about = shorten(&subject(chart), 140);
    let room = plan.size.width.max(bold_width(&title, TITLE)).max(width(&about, LETTER)).max(LEAST_WIDTH);
    let legend = legend(chart, room);
    let head = MARGIN + TITLE + 8 + ROW + 10;
    let top = head + legend.height + 28;
    let (wide, high) = (room + 2 * MARGIN, top + plan.size.height + MARGIN);
    let left = MARGIN + (room - plan.size.width) / 2;
    let mut out = String::new();
    write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" role=\"img\" \
         aria-labelledby=\"title about\" font-family=\"{FONTS}\" font-size=\"{LETTER}\" fill=\"{INK}\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"about\">{}</desc>\n\
         <rect width=\"{wide}\" height=\"{high}\" fill=\"{PAPER}\"/>\n\
         <text x=\"{MARGIN}\" y=\"{}\" font-size=\"{TITLE}\" font-weight=\"bold\">{}</text>\n\
         <text x=\"{MARGIN}\" y=\"{}\" fill=\"{FAINT}\">{}</text>\n\
         <g transform=\"translate({MARGIN} {head})\">\n{}</g>\n<g transform=\"translate({left} {top})\">\n",
        xml(&title),
        xml(&description(chart)),
        MARGIN + TITLE,
        xml(&title),
        MARGIN + TITLE + 8 + LETTER,
        xml(&about),
        legend.text,
    )
    .expect(INFALLIBLE);
    let link_of = |line: &Line| cables[line.cable].1[line.start].expect("a line is drawn for a link");
    for line in &plan.lines {
        let at = link_of(line);
        draw_line(&mut out, chart, &links[at], &labels[at], &line.levels);
    }
    for ((state, words), rect) in chart.states.iter().zip(&boxes).zip(&plan.boxes) {
        draw_box(&mut out, state, words, *rect);
    }
    out.push_str("</g>\n</svg>\n");
    Ok(out)
}

/// All that the picture shows, for those who do not see it.
fn description(chart: &Chart) -> String {
    let mut said = subject(chart);
    for step in &chart.moves {
        said.push('\n');
        said.push_str(&describe(chart, step));
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
    fn width(&self) -> i64 {
        if self.bold { bold_width(&self.text, self.size) } else { width(&self.text, self.size) }
    }
}

/// What the box of a state says: its name, how the system writes it, and the transitions that stay in it.
fn words(chart: &Chart, state: usize) -> Vec<Words> {
    let node = &chart.states[state];
    let mut words = vec![Words { text: short(&node.name), size: NAME, bold: true, colour: INK }];
    for written in &node.written {
        words.push(Words { text: short(written), size: SMALL, bold: false, colour: FAINT });
    }
    let stays = chart.moves.iter().filter(|step| step.from == state && step.to == state);
    words.extend(stays.map(|step| Words {
        text: short(&format!("\u{21ba} {}", step.name)),
        size: SMALL,
        bold: false,
        colour: look(step).colour,
    }));
    words
}

fn size(words: &[Words]) -> Size {
    let width = words.iter().map(Words::width).fold(70, i64::max) + 34;
    Size { width, height: ROW * signed(words.len()) + 18 }
}

/// How many transitions it takes to get to each state; for one that is never got to, as many as there are states.
fn distances(chart: &Chart, links: &[Link<'_>]) -> Vec<usize> {
    let mut found = vec![chart.states.len(); chart.states.len()];
    let mut queue: Vec<usize> = (0..chart.states.len()).filter(|state| chart.states[*state].initial).collect();
    for state in &queue {
        found[*state] = 0;
    }
    let mut next = 0;
    while let Some(&state) = queue.get(next) {
        next += 1;
        for link in links.iter().filter(|link| link.from == state) {
            if found[link.to] == chart.states.len() {
                found[link.to] = found[state] + 1;
                queue.push(link.to);
            }
        }
    }
    found
}

/// The cables between states, with the links that run from each end.
fn cables(chart: &Chart, links: &[Link<'_>], labels: &[Label]) -> Vec<(Cable, [Option<usize>; 2])> {
    let distances = distances(chart, links);
    let mut cables: Vec<(Cable, [Option<usize>; 2])> = Vec::new();
    for (index, link) in links.iter().enumerate() {
        let weight = match distances[link.from].cmp(&distances[link.to]) {
            _ if chart.states[link.to].is_final => FORWARDS,
            Ordering::Less => FORWARDS,
            Ordering::Equal => ASIDE,
            Ordering::Greater => 1,
        };
        let lead = Some(Lead { weight, label: labels[index].size });
        match cables.iter_mut().find(|(cable, _)| cable.ends == [link.to, link.from]) {
            Some((cable, links)) => (cable.lanes[1], links[1]) = (lead, Some(index)),
            None => cables.push((Cable { ends: [link.from, link.to], lanes: [lead, None] }, [Some(index), None])),
        }
    }
    cables
}

/// The names of the transitions on a line.
struct Label {
    size: Size,
    rows: Vec<(String, String, Stroke)>,
}

impl Label {
    fn new(link: &Link<'_>) -> Self {
        let row = |step: &&Move| (short(&step.name), short(&step.only), look(step));
        let rows: Vec<(String, String, Stroke)> = link.moves.iter().map(row).collect();
        let wide = |(name, only, _): &(String, String, Stroke)| {
            let only = if only.is_empty() { 0 } else { 5 + width(only, SMALL - 1) };
            bold_width(name, SMALL) + only
        };
        let width = rows.iter().map(wide).max().unwrap_or(0) + 6;
        Self { size: Size { width, height: LABEL_ROW * signed(rows.len()) }, rows }
    }

    /// Draws it; `x` is its left edge, `y` its middle.
    fn draw(&self, out: &mut String, x: i64, y: i64) {
        let Size { width, height } = self.size;
        let top = y - height / 2;
        writeln!(out, "<rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"4\" fill=\"{PAPER}\"/>")
            .expect(INFALLIBLE);
        for (at, (name, only, look)) in self.rows.iter().enumerate() {
            let base = top + LABEL_ROW * signed(at) + LABEL_ROW / 2 + 4;
            write!(
                out,
                "<text x=\"{}\" y=\"{base}\" font-size=\"{SMALL}\" font-weight=\"bold\" fill=\"{}\">{}",
                x + 3,
                look.colour,
                xml(name),
            )
            .expect(INFALLIBLE);
            if !only.is_empty() {
                write!(
                    out,
                    "<tspan dx=\"5\" font-size=\"{}\" font-weight=\"normal\" fill=\"{FAINT}\">{}</tspan>",
                    SMALL - 1,
                    xml(only)
                )
                .expect(INFALLIBLE);
            }
            out.push_str("</text>\n");
        }
    }
}

/// How a line is drawn: as its transitions, where they all look alike; as the first of them otherwise.
fn line_look(link: &Link<'_>) -> Stroke {
    let looks: Vec<Stroke> = link.moves.iter().map(|step| look(step)).collect();
    let is_mixed = looks.iter().any(|look| *look != looks[0]);
    if is_mixed { Stroke { colour: EDGE, tenths: 18, dashes: "" } } else { looks[0] }
}

fn draw_line(out: &mut String, chart: &Chart, link: &Link<'_>, label: &Label, levels: &[Level]) {
    let look = line_look(link);
    let (Some(first), Some(last)) = (levels.first(), levels.last()) else { return };
    let direction = (last.to - last.from).signum();
    let path = path(levels, last.to - direction * (ARROW - 2));
    let (tip, base, y) = (last.to, last.to - direction * ARROW, last.y);
    let half = ARROW / 2 + 1;
    let said: Vec<String> = link.moves.iter().map(|step| describe(chart, step)).collect();
    writeln!(
        out,
        "<g>\n<title>{}</title>\n\
         <path d=\"{path}\" fill=\"none\" stroke=\"{PAPER}\" stroke-width=\"7\"/>\n\
         <path d=\"{path}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}.{}\"{}/>\n\
         <path d=\"M{tip} {y}L{base} {}L{base} {}Z\" fill=\"{}\"/>",
        xml(&said.join("\n")),
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

fn draw_box(out: &mut String, node: &Node, words: &[Words], rect: Rect) {
    let Rect { x, y, size } = rect;
    let title = node.doc.as_ref().map_or_else(|| node.name.clone(), |doc| format!("{}: {doc}", node.name));
    writeln!(
        out,
        "<g text-anchor=\"middle\">\n<title>{}</title>\n\
         <rect x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"14\" fill=\"{GROUND}\" stroke=\"{}\" stroke-width=\"{}\"/>",
        xml(&title),
        size.width,
        size.height,
        if node.is_final || node.initial { INK } else { EDGE },
        if node.is_final { 2 } else { 1 },
    )
    .expect(INFALLIBLE);
    if node.is_final {
        writeln!(
            out,
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"10\" fill=\"none\" stroke=\"{INK}\"/>",
            x + 4,
            y + 4,
            size.width - 8,
            size.height - 8,
        )
        .expect(INFALLIBLE);
    }
    let top = y + (size.height - ROW * signed(words.len())) / 2;
    if node.initial {
        let begins = x + size.width / 2 - words.first().map_or(0, Words::width) / 2 - 10;
        writeln!(out, "<circle cx=\"{begins}\" cy=\"{}\" r=\"4\" fill=\"{INK}\"/>", top + 7).expect(INFALLIBLE);
    }
    for (row, words) in words.iter().enumerate() {
        let weight = if words.bold { " font-weight=\"bold\"" } else { "" };
        writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\"{weight} fill=\"{}\">{}</text>",
            x + size.width / 2,
            top + ROW * signed(row) + 12,
            words.size,
            words.colour,
            xml(&words.text),
        )
        .expect(INFALLIBLE);
    }
    out.push_str("</g>\n");
}

/// A legend, drawn from its own top left corner.
struct Legend {
    height: i64,
    text: String,
}

enum Sample {
    Line(Stroke),
    Begin,
    End,
}

/// Who decides what, or what the system has to do; and the marks of states.
fn legend(chart: &Chart, room: i64) -> Legend {
    let mut entries: Vec<(Sample, String)> = if chart.system.is_none() {
        let decides =
            |(at, name): (usize, &String)| (Sample::Line(stroke(Some(at))), format!("{} decides", short(name)));
        chart.deciders.iter().enumerate().map(decides).collect()
    } else {
        let is_used = |part: &Part| chart.moves.iter().any(|step| step.part == Some(*part));
        let used = Part::ALL.into_iter().filter(is_used);
        used.map(|part| (Sample::Line(look_of(part)), part.said().to_owned())).collect()
    };
    entries.push((Sample::Begin, "new instances begin here".to_owned()));
    entries.push((Sample::End, "final".to_owned()));
    let mut text = String::new();
    let (mut x, mut y) = (0, LEGEND_ROW / 2);
    for (sample, said) in &entries {
        let mark = if matches!(sample, Sample::Line(_)) { SAMPLE } else { 24 };
        let wide = mark + 8 + width(said, LETTER);
        if x > 0 && x + wide > room {
            (x, y) = (0, y + LEGEND_ROW);
        }
        match sample {
            Sample::Line(look) => writeln!(
                text,
                "<path d=\"M{x} {y}H{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}.{}\"{}/>",
                x + SAMPLE,
                look.colour,
                look.tenths / 10,
                look.tenths % 10,
                dashes(*look),
            ),
            Sample::Begin => writeln!(text, "<circle cx=\"{}\" cy=\"{y}\" r=\"4\" fill=\"{INK}\"/>", x + 14),
            Sample::End => writeln!(
                text,
                "<rect x=\"{}\" y=\"{}\" width=\"22\" height=\"16\" rx=\"6\" fill=\"{GROUND}\" stroke=\"{INK}\" stroke-width=\"2\"/>\
                 <rect x=\"{}\" y=\"{}\" width=\"16\" height=\"10\" rx=\"4\" fill=\"none\" stroke=\"{INK}\"/>",
                x + 1,
                y - 8,
                x + 4,
                y - 5,
            ),
        }
        .expect(INFALLIBLE);
        writeln!(text, "<text x=\"{}\" y=\"{}\" fill=\"{FAINT}\">{}</text>", x + mark + 8, y + 4, xml(said))
            .expect(INFALLIBLE);
        x += wide + 24;
    }
    Legend { height: y + LEGEND_ROW / 2, text }
}
