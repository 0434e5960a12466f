//! A story as SVG: a column for each system, time runs down, and a message leads from where it was sent to where it arrives.

use std::fmt::Write;

use crate::query::sequence::{Act, Line, Panel, Sheet, Way};

use super::super::layout::signed;
use super::super::palette::{CONFLICT, CONFLICT_GROUND, EDGE, FAINT, GROUND, INK, OWNER, PAPER};
use super::super::svg::{ARROW, INFALLIBLE, LETTER, MARGIN, NAME, ROW, TITLE};
use super::super::text::{FONTS, bold_width, short, shorten, width, xml};
use super::{end, said, title};

/// The size of small letters.
const SMALL: i64 = LETTER - 1;
/// The height of a system's box.
const HEAD: i64 = 34;
/// The room left of the columns, for the numbers of the lines.
const GUTTER: i64 = 30;
/// The least distance of two columns.
const LEAST_GAP: i64 = 130;
/// Between two things that happen.
const BETWEEN: i64 = 16;
/// From a column to the first message beside it, and from one message to the next.
const TRACK: (i64, i64) = (8, 7);
/// How round the corner of a message is.
const CORNER: i64 = 6;
/// The least width of a picture.
const LEAST_WIDTH: i64 = 560;
/// The most letters on a line of the sentences below the title.
const MOST_LETTERS: usize = 110;

/// Draws stories below each other.
pub fn svg(sheet: &Sheet) -> String {
    let title = shorten(&title(sheet), 110);
    let plans: Vec<Plan<'_>> = sheet.panels.iter().map(Plan::new).collect();
    let looked: Vec<String> = sheet.looked.iter().flat_map(|said| wrapped(said)).collect();
    let texts = looked.iter().map(|said| width(said, LETTER));
    let legend = legend(sheet);
    let room = plans.iter().map(|plan| plan.width).chain(texts).fold(LEAST_WIDTH, i64::max);
    let room = room.max(bold_width(&title, TITLE)).max(legend.0);
    let head = MARGIN + TITLE + 16;
    let mut body = String::new();
    let mut y = head;
    for plan in &plans {
        writeln!(body, "<g transform=\"translate({} {y})\">", MARGIN + (room - plan.width) / 2).expect(INFALLIBLE);
        plan.draw(&mut body);
        body.push_str("</g>\n");
        y += plan.height + 28;
    }
    if !plans.is_empty() {
        writeln!(body, "<g transform=\"translate({MARGIN} {y})\">\n{}</g>", legend.1).expect(INFALLIBLE);
        y += 30;
    }
    for said in &looked {
        writeln!(body, "<text x=\"{MARGIN}\" y=\"{}\" fill=\"{FAINT}\">{}</text>", y + LETTER, xml(said))
            .expect(INFALLIBLE);
        y += ROW;
    }
    let (wide, high) = (room + 2 * MARGIN, y + MARGIN);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" viewBox=\"0 0 {wide} {high}\" role=\"img\" \
         aria-labelledby=\"title about\" font-family=\"{FONTS}\" font-size=\"{LETTER}\" fill=\"{INK}\">\n\
         <title id=\"title\">{}</title>\n<desc id=\"about\">{}</desc>\n\
         <rect width=\"{wide}\" height=\"{high}\" fill=\"{PAPER}\"/>\n\
         <text x=\"{MARGIN}\" y=\"{}\" font-size=\"{TITLE}\" font-weight=\"bold\">{}</text>\n{body}</svg>\n",
        xml(&title),
        xml(&description(sheet)),
        MARGIN + TITLE,
        xml(&title),
    )
}

/// A sentence in lines of a bearable length.
fn wrapped(said: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in said.split(' ') {
        let line = lines.last_mut().expect("there is a line");
        if !line.is_empty() && line.chars().count() + word.chars().count() >= MOST_LETTERS {
            lines.push(shorten(word, MOST_LETTERS));
            continue;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&shorten(word, MOST_LETTERS));
    }
    lines
}

/// All that the picture shows, for those who do not see it.
fn description(sheet: &Sheet) -> String {
    let mut text: Vec<String> = Vec::new();
    for panel in &sheet.panels {
        for (at, line) in panel.lines.iter().enumerate() {
            let lane = &panel.lanes[line.lane].name;
            text.push(match &line.act {
                Act::Decides => format!("{}. {lane} decides {}: {}", at + 1, line.name, super::outcome(line)),
                Act::Rewinds => format!("{}. {lane} begins again with {}", at + 1, line.name),
                Act::Arrives(_) | Act::ArrivesTwice(_) => {
                    format!("{}. {lane} hears of {}: {}", at + 1, said(line), super::outcome(line))
                }
                Act::IsLost(_) => format!("{}. {lane} never hears of {}", at + 1, said(line)),
            });
        }
        text.push(end(panel));
        text.extend(panel.lanes.iter().map(|lane| format!("{} sees {}", lane.name, lane.view)));
    }
    text.extend(sheet.looked.iter().cloned());
    text.join("\n")
}

/// A box with a few lines of text on a column.
struct Words {
    lines: Vec<(String, bool)>,
    width: i64,
    height: i64,
}

impl Words {
    fn new(lines: Vec<(String, bool)>) -> Self {
        let lines: Vec<(String, bool)> =
            lines.into_iter().filter(|(text, _)| !text.is_empty()).map(|(text, bold)| (short(&text), bold)).collect();
        let wide = |(text, bold): &(String, bool)| if *bold { bold_width(text, NAME) } else { width(text, SMALL) };
        let width = lines.iter().map(wide).fold(64, i64::max) + 22;
        let height = ROW * signed(lines.len()) + 10;
        Self { lines, width, height }
    }

    /// Draws it; `x` is the middle of the box, `y` its top.
    fn draw(&self, out: &mut String, x: i64, y: i64, look: Look) {
        writeln!(
            out,
            "<rect x=\"{}\" y=\"{y}\" width=\"{}\" height=\"{}\" rx=\"7\" fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\"{}/>",
            x - self.width / 2,
            self.width,
            self.height,
            look.ground,
            look.edge,
            look.thick,
            if look.dashed { " stroke-dasharray=\"4 3\"" } else { "" },
        )
        .expect(INFALLIBLE);
        for (row, (text, bold)) in self.lines.iter().enumerate() {
            let (size, weight) = if *bold { (NAME, " font-weight=\"bold\"") } else { (SMALL, "") };
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{}\" text-anchor=\"middle\" font-size=\"{size}\"{weight} fill=\"{}\">{}</text>",
                y + 5 + ROW * signed(row) + 12,
                look.ink,
                xml(text),
            )
            .expect(INFALLIBLE);
        }
    }
}

/// How a box looks.
#[derive(Clone, Copy)]
struct Look {
    ground: &'static str,
    edge: &'static str,
    ink: &'static str,
    thick: i64,
    dashed: bool,
}

const WRONG: Look =
    Look { ground: CONFLICT_GROUND, edge: CONFLICT.colour, ink: CONFLICT.colour, thick: 2, dashed: false };
const DECIDES: Look = Look { ground: OWNER.0, edge: OWNER.1, ink: INK, thick: 2, dashed: false };
const CHANGES: Look = Look { ground: PAPER, edge: EDGE, ink: INK, thick: 1, dashed: false };
const SYSTEM: Look = Look { ground: GROUND, edge: EDGE, ink: INK, thick: 1, dashed: false };

/// A line with its places: `top` is where it begins, `event` where messages leave and arrive.
struct Placed<'p> {
    line: &'p Line,
    words: Words,
    top: i64,
    event: i64,
}

/// A story with all its places.
struct Plan<'p> {
    panel: &'p Panel,
    heads: Vec<Words>,
    views: Vec<Words>,
    columns: Vec<i64>,
    placed: Vec<Placed<'p>>,
    /// Where the columns end, and what stands below begins.
    bottom: i64,
    end: Vec<String>,
    width: i64,
    height: i64,
}

impl<'p> Plan<'p> {
    fn new(panel: &'p Panel) -> Self {
        let heads: Vec<Words> = panel.lanes.iter().map(|lane| Words::new(vec![(lane.name.clone(), true)])).collect();
        let views: Vec<Words> =
            panel.lanes.iter().map(|lane| Words::new(vec![(format!("sees {}", lane.view), false)])).collect();
        let mut y = HEAD + BETWEEN;
        let mut placed = Vec::new();
        for line in &panel.lines {
            let words = words(line);
            let (event, height) = match &line.act {
                Act::Decides | Act::Rewinds => (words.height / 2, words.height),
                Act::Arrives(_) | Act::ArrivesTwice(_) => (ROW + 4, ROW + 10 + words.height),
                Act::IsLost(_) => (ROW + 4, ROW + 14),
            };
            placed.push(Placed { line, words, top: y, event: y + event });
            y += height + BETWEEN;
        }
        let (columns, right) = columns(panel, &heads, &views, &placed);
        let end = wrapped(&end(panel));
        let wide = end.iter().map(|said| bold_width(said, LETTER)).fold(right, |wide, text| wide.max(text + 40));
        let bottom = y + 4;
        let height =
            bottom + views.iter().map(|view| view.height).fold(0, i64::max) + 12 + ROW * signed(end.len()) + 14;
        Self { panel, heads, views, columns, placed, bottom, end, width: wide, height }
    }

    fn draw(&self, out: &mut String) {
        for (x, head) in self.columns.iter().zip(&self.heads) {
            writeln!(
                out,
                "<path d=\"M{x} {HEAD}V{}\" fill=\"none\" stroke=\"{EDGE}\" stroke-width=\"1\" stroke-dasharray=\"3 3\"/>",
                self.bottom
            )
            .expect(INFALLIBLE);
            head.draw(out, *x, (HEAD - head.height) / 2, SYSTEM);
        }
        let tracks = self.tracks();
        for (at, placed) in self.placed.iter().enumerate() {
            if let Some(way) = placed.line.act.way() {
                self.message(out, placed, way, tracks[at]);
            }
        }
        for (at, placed) in self.placed.iter().enumerate() {
            let x = self.columns[placed.line.lane];
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" font-weight=\"bold\" fill=\"{FAINT}\">{}</text>",
                0,
                placed.event + 4,
                at + 1
            )
            .expect(INFALLIBLE);
            let usual = match placed.line.act {
                Act::Decides => DECIDES,
                Act::Rewinds => Look { dashed: true, ..CHANGES },
                Act::Arrives(_) | Act::ArrivesTwice(_) => CHANGES,
                Act::IsLost(_) => continue,
            };
            let top = if placed.line.act.way().is_some() { placed.event + 6 } else { placed.top };
            placed.words.draw(out, x, top, if placed.line.is_wrong { WRONG } else { usual });
        }
        self.closing(out);
    }

    /// Beside which column a message waits: the distance from it, for each line.
    fn tracks(&self) -> Vec<i64> {
        let mut tracks = vec![0; self.placed.len()];
        let mut taken: Vec<(usize, bool, usize, usize, i64)> = Vec::new();
        // What arrives later waits nearer to the column, so that what leaves before does not cross it.
        for (at, placed) in self.placed.iter().enumerate().rev() {
            let Some((way, sent)) = placed.line.act.way().and_then(|way| Some((way, way.sent?))) else { continue };
            let side = placed.line.lane > way.from;
            let is_free = |track: &i64| {
                !taken.iter().any(|(from, other, start, stop, used)| {
                    (*from, *other, used) == (way.from, side, track) && *start < at && sent < *stop
                })
            };
            let track = (0..signed(self.placed.len())).find(is_free).unwrap_or(0);
            taken.push((way.from, side, sent, at, track));
            tracks[at] = TRACK.0 + TRACK.1 * track;
        }
        tracks
    }

    fn message(&self, out: &mut String, placed: &Placed<'_>, way: &Way, track: i64) {
        let (from, to) = (self.columns[way.from], self.columns[placed.line.lane]);
        let direction = (to - from).signum();
        let is_lost = matches!(placed.line.act, Act::IsLost(_));
        let y = placed.event;
        let tip = if is_lost { from + (to - from) * 7 / 10 } else { to };
        let stop = if is_lost { tip } else { tip - direction * (ARROW - 2) };
        let path = match way.sent {
            Some(sent) => {
                let x = from + direction * track;
                format!("M{x} {}V{}Q{x} {y} {} {y}H{stop}", self.placed[sent].event, y - CORNER, x + direction * CORNER)
            }
            None => format!("M{from} {y}H{stop}"),
        };
        let colour = if placed.line.is_wrong || is_lost { CONFLICT.colour } else { INK };
        let dashes = if matches!(placed.line.act, Act::ArrivesTwice(_)) { " stroke-dasharray=\"7 4\"" } else { "" };
        writeln!(
            out,
            "<path d=\"{path}\" fill=\"none\" stroke=\"{PAPER}\" stroke-width=\"6\"/>\n\
             <path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\"{dashes}/>"
        )
        .expect(INFALLIBLE);
        if is_lost {
            writeln!(
                out,
                "<path d=\"M{} {}l12 12m0 -12l-12 12\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2.4\"/>",
                tip - 6,
                y - 6
            )
            .expect(INFALLIBLE);
        } else {
            let (base, half) = (tip - direction * ARROW, ARROW / 2 + 1);
            writeln!(out, "<path d=\"M{tip} {y}L{base} {}L{base} {}Z\" fill=\"{colour}\"/>", y - half, y + half)
                .expect(INFALLIBLE);
        }
        let text = short_label(placed.line);
        let middle = i64::midpoint(from + direction * track, to);
        writeln!(
            out,
            "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" font-size=\"{SMALL}\" fill=\"{colour}\" stroke=\"{PAPER}\" \
             stroke-width=\"4\" paint-order=\"stroke\">{}</text>",
            y - 6,
            xml(&text)
        )
        .expect(INFALLIBLE);
    }

    /// What everybody sees in the end, and what is wrong with it.
    fn closing(&self, out: &mut String) {
        for ((x, view), lane) in self.columns.iter().zip(&self.views).zip(&self.panel.lanes) {
            view.draw(out, *x, self.bottom, if lane.is_odd { WRONG } else { SYSTEM });
        }
        let top = self.bottom + self.views.iter().map(|view| view.height).fold(0, i64::max) + 12;
        writeln!(
            out,
            "<rect x=\"0\" y=\"{top}\" width=\"{}\" height=\"{}\" rx=\"5\" fill=\"{}\"/>",
            self.width,
            ROW * signed(self.end.len()) + 12,
            CONFLICT.colour
        )
        .expect(INFALLIBLE);
        for (row, said) in self.end.iter().enumerate() {
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\" font-weight=\"bold\" fill=\"{PAPER}\">{}</text>",
                self.width / 2,
                top + 6 + ROW * signed(row) + 12,
                xml(said)
            )
            .expect(INFALLIBLE);
        }
    }
}

/// What is said above the arrow of a message.
fn short_label(line: &Line) -> String {
    shorten(&said(line), 70)
}

fn words(line: &Line) -> Words {
    let name = match line.act {
        Act::Decides => line.name.clone(),
        Act::Rewinds => format!("again from {}", line.name),
        Act::Arrives(_) | Act::ArrivesTwice(_) | Act::IsLost(_) => String::new(),
    };
    Words::new(vec![(name, true), (line.change.clone(), false), (line.remark.to_owned(), false)])
}

/// Where the columns stand, so that nothing touches, and how wide all is.
fn columns(panel: &Panel, heads: &[Words], views: &[Words], placed: &[Placed<'_>]) -> (Vec<i64>, i64) {
    let count = panel.lanes.len();
    // How far the widest box of a column reaches to each side.
    let reach: Vec<i64> = (0..count)
        .map(|lane| {
            let own =
                placed.iter().filter(|placed| placed.line.lane == lane && !matches!(placed.line.act, Act::IsLost(_)));
            let boxes = [&heads[lane], &views[lane]].into_iter().chain(own.map(|placed| &placed.words));
            boxes.map(|words| words.width).fold(0, i64::max) / 2
        })
        .collect();
    let mut gaps: Vec<i64> = reach.windows(2).map(|pair| (pair[0].max(pair[1]) + 24).max(LEAST_GAP)).collect();
    for place in 0..gaps.len() {
        let ends = [heads, views].map(|words| i64::midpoint(words[place].width, words[place + 1].width) + 20);
        gaps[place] = gaps[place].max(ends[0]).max(ends[1]);
    }
    for placed in placed {
        let Some(way) = placed.line.act.way() else { continue };
        let (left, right) = (way.from.min(placed.line.lane), way.from.max(placed.line.lane));
        let wanted = width(&short_label(placed.line), SMALL) + 60;
        let has: i64 = gaps[left..right].iter().sum();
        if right > left && has < wanted {
            let more = (wanted - has) / signed(right - left) + 1;
            gaps[left..right].iter_mut().for_each(|gap| *gap += more);
        }
    }
    let mut columns = Vec::new();
    let mut x = GUTTER + reach.first().copied().unwrap_or(0);
    for lane in 0..count {
        columns.push(x);
        x += gaps.get(lane).copied().unwrap_or(0);
    }
    (columns, x + reach.last().copied().unwrap_or(0))
}

/// A mark of the legend: whether it is used, how it is drawn, and what it means.
type Entry<'e> = (bool, &'e dyn Fn(i64) -> String, &'e str);

/// What the marks mean: how wide it is, and its SVG.
fn legend(sheet: &Sheet) -> (i64, String) {
    let is_used =
        |wanted: fn(&Act) -> bool| sheet.panels.iter().any(|panel| panel.lines.iter().any(|line| wanted(&line.act)));
    let sample = |x: i64, dashes: &str| {
        format!(
            "<path d=\"M{} 1V10Q{} 16 {} 16H{}\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"1.6\"{dashes}/>\
             <path d=\"M{} 16l-{ARROW} -5v10Z\" fill=\"{INK}\"/>\n",
            x + 2,
            x + 2,
            x + 8,
            x + 26,
            x + 34
        )
    };
    let decides = |x: i64| {
        format!(
            "<rect x=\"{x}\" y=\"1\" width=\"32\" height=\"18\" rx=\"5\" fill=\"{}\" stroke=\"{}\" stroke-width=\"2\"/>\n",
            OWNER.0, OWNER.1
        )
    };
    let arrives = |x: i64| sample(x, "");
    let again = |x: i64| sample(x, " stroke-dasharray=\"7 4\"");
    let lost = |x: i64| {
        format!(
            "<path d=\"M{} 4l12 12m0 -12l-12 12\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.4\"/>\n",
            x + 10,
            CONFLICT.colour
        )
    };
    let entries: [Entry<'_>; 4] = [
        (is_used(|act| matches!(act, Act::Decides)), &decides, "a system decides"),
        (is_used(|act| matches!(act, Act::Arrives(_))), &arrives, "a message, from when it is sent to when it arrives"),
        (is_used(|act| matches!(act, Act::ArrivesTwice(_))), &again, "arrives, and will arrive again"),
        (is_used(|act| matches!(act, Act::IsLost(_))), &lost, "a message that is lost"),
    ];
    let (mut x, mut text) = (0, String::new());
    for (_, draw, said) in entries.into_iter().filter(|(used, ..)| *used) {
        text.push_str(&draw(x));
        writeln!(text, "<text x=\"{}\" y=\"15\" fill=\"{FAINT}\">{said}</text>", x + 42).expect(INFALLIBLE);
        x += 42 + width(said, LETTER) + 22;
    }
    (x, text)
}
