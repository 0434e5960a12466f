//! Strings: what they say, where each character of it stands in the source, and what is wrong in them.

use std::borrow::Cow;
use std::fmt;

use super::Range;
use super::chars::{self, Class};
use super::lexer::{skip_escape, skip_white};
use super::problem::ProblemKind;
use crate::steps::step;

/// A string: a bare word, or quoted, raw, of several lines.
#[derive(Clone, Copy)]
pub struct Text<'t> {
    raw: &'t str,
    start: u32,
}

impl<'t> Text<'t> {
    pub(super) fn new(raw: &'t str, start: u32) -> Self {
        Self { raw, start }
    }

    /// What it says. Borrowed from the source where that says it literally.
    pub fn get(self) -> Cow<'t, str> {
        if !self.is_quoted() {
            return Cow::Borrowed(self.raw);
        }
        let form = Form::of(self.raw);
        if form.is_literal() {
            return Cow::Borrowed(&self.raw[form.inside]);
        }
        let mut text = String::with_capacity(form.inside.len());
        for piece in Pieces::new(self.raw, form) {
            match piece.text {
                Said::Literal => text.push_str(&self.raw[piece.range]),
                Said::Escape(character) => text.push(character),
            }
        }
        Cow::Owned(text)
    }

    /// Whether it says `text`.
    pub fn is(self, text: &str) -> bool {
        if self.is_quoted() { self.get() == text } else { self.raw == text }
    }

    /// The source as written, with quotes.
    pub fn raw(self) -> &'t str {
        self.raw
    }

    /// Where it stands, with quotes.
    pub fn span(self) -> Range {
        self.start..self.start + self.raw.len() as u32
    }

    /// Whether it is written with quotes of any kind; a bare word is not.
    pub fn is_quoted(self) -> bool {
        matches!(self.raw.as_bytes().first(), Some(b'"' | b'#'))
    }

    /// Where a range of bytes of what it says stands in the source. Escapes count whole; offsets past the end mean the end.
    pub fn source_range(self, decoded: std::ops::Range<usize>) -> Range {
        let form = Form::of(self.raw);
        let inside = form.inside.clone();
        if form.is_literal() {
            let at = |offset: usize| self.start + (inside.start + offset).min(inside.end) as u32;
            return at(decoded.start)..at(decoded.end.max(decoded.start));
        }
        let (mut start, mut end, mut said, mut last) = (None, None, 0, inside.start);
        for piece in Pieces::new(self.raw, form) {
            let length = match piece.text {
                Said::Literal => piece.range.len(),
                Said::Escape(character) => character.len_utf8(),
            };
            let within = |offset: usize, whole: usize| match piece.text {
                Said::Literal => piece.range.start + (offset - said),
                Said::Escape(_) => whole,
            };
            if start.is_none() && decoded.start < said + length {
                start = Some(within(decoded.start, piece.range.start));
            }
            if end.is_none() && decoded.end <= said + length {
                end = Some(if decoded.end <= decoded.start {
                    start.unwrap_or(piece.range.end)
                } else {
                    within(decoded.end, piece.range.end)
                });
            }
            said += length;
            last = piece.range.end;
        }
        let start = start.unwrap_or(last);
        let end = end.unwrap_or(last).max(start);
        self.start + start as u32..self.start + end as u32
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.get(), out)
    }
}

/// How a string is written, and where its inside is.
struct Form {
    escapes: bool,
    lines: bool,
    closed: bool,
    inside: std::ops::Range<usize>,
}

impl Form {
    fn of(raw: &str) -> Self {
        let bytes = raw.as_bytes();
        let hashes = bytes.iter().take_while(|&&byte| byte == b'#').count();
        if bytes.get(hashes) != Some(&b'"') {
            return Self { escapes: false, lines: false, closed: true, inside: 0..raw.len() };
        }
        let lines = bytes[hashes..].starts_with(b"\"\"\"");
        let quotes = if lines { 3 } else { 1 };
        let start = (hashes + quotes).min(raw.len());
        let closing = raw.len().saturating_sub(hashes + quotes);
        let tail = &bytes[closing..];
        let closed = closing >= start
            && tail[..quotes].iter().all(|&byte| byte == b'"')
            && tail[quotes..].iter().all(|&byte| byte == b'#');
        step(raw.len());
        let escapes = hashes == 0 && bytes.contains(&b'\\');
        // The last quote may be the second half of `\"`.
        let closed = closed && (!escapes || ends_unescaped(&bytes[..closing], start));
        Self { escapes, lines, closed, inside: start..if closed { closing } else { raw.len() } }
    }

    fn is_literal(&self) -> bool {
        !self.escapes && !self.lines
    }
}

fn ends_unescaped(bytes: &[u8], mut at: usize) -> bool {
    while at < bytes.len() {
        step(1);
        if bytes[at] == b'\\' && skip_escape(bytes, at) == at + 1 {
            return false;
        }
        at = if bytes[at] == b'\\' { skip_escape(bytes, at) } else { at + 1 };
    }
    true
}

/// What a piece of source stands for.
enum Said {
    /// Itself.
    Literal,
    /// One character.
    Escape(char),
}

/// A piece of source and what it stands for; what is in no piece says nothing.
struct Piece {
    range: std::ops::Range<usize>,
    text: Said,
}

/// The pieces of a string, in order.
struct Pieces<'t> {
    raw: &'t str,
    at: usize,
    end: usize,
    escapes: bool,
    /// The white space that each line loses, for a string of several lines.
    margin: Option<&'t str>,
    fresh: bool,
}

impl<'t> Pieces<'t> {
    fn new(raw: &'t str, form: Form) -> Self {
        let Form { escapes, lines, inside, .. } = form;
        let mut pieces = Pieces { raw, at: inside.start, end: inside.end, escapes, margin: None, fresh: false };
        if lines && let Some(body) = Body::of(raw, inside, escapes) {
            pieces.at = body.text.start;
            pieces.end = body.text.end;
            pieces.margin = Some(&raw[body.margin]);
            pieces.fresh = true;
        }
        pieces
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        let bytes = &self.raw.as_bytes()[..self.end];
        loop {
            if self.fresh {
                self.fresh = false;
                self.at = after_margin(self.raw, self.at..self.end, self.margin.unwrap_or_default());
            }
            let at = self.at;
            if at >= self.end {
                return None;
            }
            if self.margin.is_some()
                && let Some(length) = chars::newline(bytes, at)
            {
                self.at = at + length;
                self.fresh = true;
                return Some(Piece { range: at..self.at, text: Said::Escape('\n') });
            }
            if self.escapes && bytes[at] == b'\\' {
                match escape(self.raw, at, self.end) {
                    Ok(Escape { end, character: Some(character) }) => {
                        self.at = end;
                        return Some(Piece { range: at..end, text: Said::Escape(character) });
                    }
                    Ok(Escape { end, character: None }) => {
                        self.at = end;
                        continue;
                    }
                    Err(end) => {
                        self.at = end;
                        return Some(Piece { range: at..end, text: Said::Literal });
                    }
                }
            }
            let mut end = at;
            while end < self.end
                && !(self.escapes && bytes[end] == b'\\')
                && !(self.margin.is_some() && chars::newline(bytes, end).is_some())
            {
                end += chars::of_char(bytes, end).1;
            }
            self.at = end;
            return Some(Piece { range: at..end, text: Said::Literal });
        }
    }
}

/// Where a line starts to say something: after the margin, or at its end if it is blank.
fn after_margin(raw: &str, line: std::ops::Range<usize>, margin: &str) -> usize {
    let bytes = &raw.as_bytes()[..line.end];
    let content = chars::skip_spaces(bytes, line.start);
    if content == line.end || chars::newline(bytes, content).is_some() {
        return content;
    }
    let common = raw[line.start..content].chars().zip(margin.chars()).take_while(|(a, b)| a == b);
    line.start + common.map(|(a, _)| a.len_utf8()).sum::<usize>()
}

/// The parts of a string of several lines.
struct Body {
    /// The lines between the first and the last new line.
    text: std::ops::Range<usize>,
    /// The white space of the last line.
    margin: std::ops::Range<usize>,
    /// What stands between the margin and the closing quotes, and should not.
    rest: std::ops::Range<usize>,
}

impl Body {
    /// None if the opening quotes are not the last thing on their line.
    fn of(raw: &str, inside: std::ops::Range<usize>, escapes: bool) -> Option<Self> {
        let bytes = &raw.as_bytes()[..inside.end];
        let first = inside.start + chars::newline(bytes, inside.start)?;
        let (mut text_end, mut last, mut at) = (first, first, first);
        while at < inside.end {
            if escapes && bytes[at] == b'\\' {
                at = skip_escape(bytes, at);
            } else if let Some(length) = chars::newline(bytes, at) {
                text_end = at;
                at += length;
                last = at;
            } else {
                at += 1;
            }
        }
        let margin = last..chars::skip_spaces(bytes, last);
        let mut rest = margin.end;
        while escapes && bytes.get(rest) == Some(&b'\\') && skip_white(bytes, rest + 1) > rest + 1 {
            rest = skip_white(bytes, rest + 1);
        }
        Some(Self { text: first..text_end, margin, rest: rest..inside.end })
    }
}

struct Escape {
    end: usize,
    /// None for an escape of white space.
    character: Option<char>,
}

/// The escape at `at`, or the end of what looks like one.
fn escape(raw: &str, at: usize, limit: usize) -> Result<Escape, usize> {
    let bytes = &raw.as_bytes()[..limit];
    let white = skip_white(bytes, at + 1);
    if white > at + 1 {
        return Ok(Escape { end: white, character: None });
    }
    let character = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b's') => ' ',
        Some(b'u') => return unicode_escape(raw, at, limit),
        Some(_) => return Err(at + 1 + chars::of_char(bytes, at + 1).1),
        None => return Err(at + 1),
    };
    Ok(Escape { end: at + 2, character: Some(character) })
}

fn unicode_escape(raw: &str, at: usize, limit: usize) -> Result<Escape, usize> {
    let bytes = &raw.as_bytes()[..limit];
    if bytes.get(at + 2) != Some(&b'{') {
        return Err(at + 2);
    }
    let digits = bytes[at + 3..].iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let end = at + 3 + digits;
    if bytes.get(end) != Some(&b'}') {
        return Err(end);
    }
    let code = (1..=6).contains(&digits).then(|| u32::from_str_radix(&raw[at + 3..end], 16).ok()).flatten();
    let character = code.and_then(char::from_u32).ok_or(end + 1)?;
    Ok(Escape { end: end + 1, character: Some(character) })
}

/// Reports what is wrong in a string; ranges are relative to its start.
pub(super) fn check(raw: &str, mut report: impl FnMut(ProblemKind, std::ops::Range<usize>)) {
    let form = Form::of(raw);
    let Form { escapes, lines, closed, ref inside } = form;
    if !closed {
        report(if lines { ProblemKind::UnclosedLines } else { ProblemKind::UnclosedString }, 0..raw.len());
    }
    check_characters(raw, inside.clone(), escapes, &mut report);
    if !lines || !closed {
        return;
    }
    let Some(body) = Body::of(raw, inside.clone(), escapes) else {
        report(ProblemKind::TextAfterOpening, inside.clone());
        return;
    };
    if !body.rest.is_empty() {
        report(ProblemKind::TextBeforeClosing, body.rest);
        return;
    }
    check_margins(raw, &body, escapes, &mut report);
}

fn check_characters(
    raw: &str,
    inside: std::ops::Range<usize>,
    escapes: bool,
    report: &mut impl FnMut(ProblemKind, std::ops::Range<usize>),
) {
    let bytes = &raw.as_bytes()[..inside.end];
    let mut at = inside.start;
    while at < inside.end {
        if escapes && bytes[at] == b'\\' {
            match escape(raw, at, inside.end) {
                Ok(found) => at = found.end,
                Err(end) => {
                    // A forbidden character after the `\` is the escape's mistake.
                    report(ProblemKind::InvalidEscape, at..end);
                    at = end;
                }
            }
            continue;
        }
        let (class, length) = chars::of_char(bytes, at);
        if class == Class::Forbidden {
            report(ProblemKind::ForbiddenCharacter, at..at + length);
        }
        at += length;
    }
}

fn check_margins(raw: &str, body: &Body, escapes: bool, report: &mut impl FnMut(ProblemKind, std::ops::Range<usize>)) {
    let bytes = &raw.as_bytes()[..body.text.end];
    let margin = &raw[body.margin.clone()];
    let mut at = body.text.start;
    while at < body.text.end {
        let content = chars::skip_spaces(bytes, at);
        let blank = content == body.text.end || chars::newline(bytes, content).is_some();
        if !blank && !raw[at..].starts_with(margin) {
            let end = if content > at { content } else { at + chars::of_char(bytes, at).1 };
            report(ProblemKind::WrongMargin, at..end);
            return;
        }
        at = content;
        while at < body.text.end {
            if escapes && bytes[at] == b'\\' {
                at = skip_escape(bytes, at);
            } else if let Some(length) = chars::newline(bytes, at) {
                at += length;
                break;
            } else {
                at += 1;
            }
        }
    }
}
