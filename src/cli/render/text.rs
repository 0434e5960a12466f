//! Findings for people: the message, every place with its lines, and what to do.

use std::fmt;
use std::io::{self, Write};
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source::{FileId, Span};

use super::excerpt::{Excerpt, LONGEST};
use super::{Files, clean, counted};

/// The most places of one finding that are drawn.
const MOST_LABELS: usize = 8;
/// The most allowed values that are listed.
const MOST_ALLOWED: usize = 12;
/// The most lines of a place that are drawn; of a longer one, its first line is.
const MOST_LINES: u32 = 6;
/// The narrowest column of text that is still readable.
const NARROWEST: usize = 24;

/// Where findings are shown.
#[derive(Clone, Copy, Debug)]
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Whether colours are wanted.
    pub colour: bool,
}

impl Screen {
    /// A file: no colours, and lines that everything can show.
    pub const FILE: Self = Self { width: 100, colour: false };
}

/// Writes every finding, with an empty line after each.
pub fn write(out: &mut dyn Write, findings: &[Diagnostic], files: &Files, screen: Screen) -> io::Result<()> {
    let theme = if screen.colour { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_width(screen.width).with_links(false);
    for finding in findings {
        let drawn = draw(finding, files, &handler, screen);
        writeln!(out, "{}\n", drawn.trim_end())?;
    }
    Ok(())
}

fn draw(finding: &Diagnostic, files: &Files, handler: &GraphicalReportHandler, screen: Screen) -> String {
    let mut drawn = String::new();
    let groups = by_file(&finding.labels);
    let first = groups.first().map(|group| Picture::new(finding, group, files, screen));
    let first = first.unwrap_or_else(|| Picture::bare(finding));
    handler.render_report(&mut drawn, &first).expect("a string takes any text");
    for group in groups.iter().skip(1) {
        let mut more = String::new();
        let picture = Picture { code: None, message: String::new(), ..Picture::new(finding, group, files, screen) };
        handler.render_report(&mut more, &picture).expect("a string takes any text");
        // The library begins with the message, which stands above already.
        drawn.push_str(more.split_once('\n').map_or("", |(_, places)| places));
    }
    let hidden = finding.labels.len().saturating_sub(MOST_LABELS);
    if hidden > 0 {
        note(&mut drawn, "also", &format!("at {}", counted(hidden, "more place")), screen);
    }
    if let Some(help) = &finding.help {
        note(&mut drawn, "help", help, screen);
    }
    if !finding.allowed.is_empty() {
        note(&mut drawn, "allowed", &allowed(&finding.allowed), screen);
    }
    for fix in &finding.fixes {
        note(&mut drawn, "fix", &fix.title, screen);
    }
    drawn
}

/// The labels by file: that of the primary label first, the others in the order in which they are named.
fn by_file(labels: &[Label]) -> Vec<Vec<&Label>> {
    let mut groups: Vec<(FileId, Vec<&Label>)> = Vec::new();
    let primary_first = labels.iter().filter(|label| label.primary).chain(labels.iter().filter(|label| !label.primary));
    for label in primary_first.take(MOST_LABELS) {
        match groups.iter_mut().find(|(file, _)| *file == label.span.file) {
            Some((_, group)) => group.push(label),
            None => groups.push((label.span.file, vec![label])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn allowed(words: &[String]) -> String {
    let shown: Vec<String> = words.iter().take(MOST_ALLOWED).map(|word| format!("`{word}`")).collect();
    let rest = words.len().saturating_sub(MOST_ALLOWED);
    let rest = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    format!("{}{rest}", shown.join(", "))
}

/// One labelled line under the picture, wrapped to the screen.
fn note(drawn: &mut String, word: &str, text: &str, screen: Screen) {
    let style = if screen.colour { AnsiColor::Cyan.on_default() } else { Style::new() };
    let first = format!("  {style}{word}:{style:#} ");
    let indent = " ".repeat(word.len() + 4);
    let width = screen.width.max(NARROWEST + indent.len());
    let options = textwrap::Options::new(width).initial_indent(&first).subsequent_indent(&indent);
    drawn.push_str(&textwrap::fill(&clean::lines(text), options));
    drawn.push('\n');
}

/// What the drawing library is given: labels of one file.
struct Picture<'a> {
    code: Option<String>,
    message: String,
    severity: Severity,
    labels: Vec<LabeledSpan>,
    excerpt: Option<Excerpt<'a>>,
}

impl<'a> Picture<'a> {
    fn bare(finding: &Diagnostic) -> Self {
        Self {
            code: Some(format!("{}[{}]", finding.severity.word(), finding.code)),
            message: clean::lines(&finding.message).into_owned(),
            severity: finding.severity,
            labels: Vec::new(),
            excerpt: None,
        }
    }

    fn new(finding: &Diagnostic, labels: &[&Label], files: &'a Files, screen: Screen) -> Self {
        let Some(first) = labels.first() else { return Self::bare(finding) };
        let id = first.span.file;
        let excerpt = Excerpt { file: files.file(id), name: clean::line(files.name(id)), text: files.shown(id) };
        let labels = labels.iter().map(|label| labelled(label, &excerpt, screen)).collect();
        Self { labels, excerpt: Some(excerpt), ..Self::bare(finding) }
    }
}

fn labelled(label: &Label, excerpt: &Excerpt, screen: Screen) -> LabeledSpan {
    let range = shown_range(label.span, excerpt);
    let column = excerpt.file.position(range.start as u32).column as usize;
    let room = screen.width.saturating_sub(column + 14).clamp(NARROWEST, 80);
    let text = textwrap::fill(&clean::lines(&label.text), room);
    let text = (!text.is_empty()).then_some(text);
    if label.primary {
        LabeledSpan::new_primary_with_span(text, range)
    } else {
        LabeledSpan::new_with_span(text, range)
    }
}

/// The bytes of a place that are underlined: of a long place, its first line.
fn shown_range(span: Span, excerpt: &Excerpt) -> Range<usize> {
    let text = excerpt.text;
    let Range { mut start, mut end } = span.range();
    end = end.min(text.len());
    start = start.min(end);
    let (first, last) = (excerpt.file.position(start as u32).line, excerpt.file.position(end as u32).line);
    if last - first >= MOST_LINES || end - start > LONGEST / 2 {
        let line = excerpt.file.line(first);
        let stop = end.min(line.end as usize).min(start + LONGEST / 10);
        end = (start..=stop).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(start);
    }
    end = start + text[start..end].trim_end_matches(['\r', '\n']).len();
    if start == end && start == text.len() {
        // The end of a text is shown after its last line, not on the empty line behind it.
        start = text.trim_end_matches(['\r', '\n']).len();
        end = start;
    }
    start..end
}

impl fmt::Debug for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Picture<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Picture<'_> {}

impl miette::Diagnostic for Picture<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|excerpt| excerpt as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }
}
