//! Cuts a text into tokens that tile it: every byte belongs to exactly one token.

use super::Range;
use super::chars::{self, Class};
use crate::steps::step;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// The byte order mark that a document may start with.
    Bom,
    /// White space without a new line.
    Space,
    /// One new line; CR LF is one.
    Newline,
    /// `// ...` without the new line.
    LineComment,
    /// `/* ... */`, comments nested in it included.
    BlockComment,
    /// `/-`: leaves out what follows.
    Slashdash,
    /// The `\` that continues a line.
    Continuation,
    /// `;`
    Semicolon,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `=`
    Equals,
    /// A bare word.
    Word,
    /// A bare word that starts as a number does.
    Number,
    /// `#true`, `#null`, `#inf` and their like, known or not.
    Keyword,
    /// `"..."`
    Quoted,
    /// `"""..."""`
    MultiLine,
    /// `#"..."#`
    Raw,
    /// `#"""..."""#`
    RawMultiLine,
    /// Something that means nothing in KDL.
    Unknown,
}

/// A piece of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte.
    pub start: u32,
    /// Offset after its last byte.
    pub end: u32,
    /// Whether its inside has to be looked at: there is an escape, or something is wrong with it.
    pub(super) suspect: bool,
}

impl Token {
    /// Where it stands.
    pub fn range(self) -> Range {
        self.start..self.end
    }
}

/// How often a search for a closing delimiter may run to the end of the text in vain before everything
/// up to the end is taken for its inside. It keeps the cost linear.
const VAIN_SEARCHES: u32 = 8;

/// Gives out the tokens of a text, in order.
#[derive(Clone, Debug)]
pub struct Lexer<'t> {
    text: &'t str,
    at: usize,
    suspect: bool,
    vain: u32,
}

impl<'t> Lexer<'t> {
    /// The tokens of `text`, from its start.
    pub fn new(text: &'t str) -> Self {
        Self { text, at: 0, suspect: false, vain: 0 }
    }

    fn scan(&mut self, first: u8) -> (TokenKind, usize) {
        let (bytes, at) = (self.text.as_bytes(), self.at);
        let one = |kind| (kind, at + 1);
        match first {
            b' ' | b'\t' => (TokenKind::Space, chars::skip_spaces(bytes, at + 1)),
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => (TokenKind::Newline, at + 2),
            b'\n' | b'\r' | 0x0B | 0x0C => one(TokenKind::Newline),
            b'{' => one(TokenKind::OpenBrace),
            b'}' => one(TokenKind::CloseBrace),
            b'(' => one(TokenKind::OpenParen),
            b')' => one(TokenKind::CloseParen),
            b';' => one(TokenKind::Semicolon),
            b'=' => one(TokenKind::Equals),
            b'\\' => one(TokenKind::Continuation),
            b'/' => match bytes.get(at + 1) {
                Some(b'/') => (TokenKind::LineComment, self.line_comment(at + 2)),
                Some(b'*') => (TokenKind::BlockComment, self.block_comment(at)),
                Some(b'-') => (TokenKind::Slashdash, at + 2),
                _ => one(TokenKind::Unknown),
            },
            b'"' => self.quoted(),
            b'#' => self.hash(),
            b'0'..=b'9' => (TokenKind::Number, chars::skip_word(bytes, at + 1)),
            b'+' | b'-' | b'.' => {
                let kind = if starts_number(&bytes[at..]) { TokenKind::Number } else { TokenKind::Word };
                (kind, chars::skip_word(bytes, at + 1))
            }
            _ => match chars::of_char(bytes, at) {
                (Class::Word, length) => (TokenKind::Word, chars::skip_word(bytes, at + length)),
                (Class::Space, length) => (TokenKind::Space, chars::skip_spaces(bytes, at + length)),
                (Class::Newline, length) => (TokenKind::Newline, at + length),
                (Class::Forbidden, length) if at == 0 && first == 0xEF => (TokenKind::Bom, length),
                (_, length) => (TokenKind::Unknown, at + length),
            },
        }
    }

    fn line_comment(&mut self, mut at: usize) -> usize {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(at) {
            match chars::of_byte(byte) {
                Class::Newline => break,
                Class::Word | Class::Space | Class::Mark => at += 1,
                Class::Wide | Class::Forbidden => match chars::of_char(bytes, at) {
                    (Class::Newline, _) => break,
                    (class, length) => {
                        self.suspect |= class == Class::Forbidden;
                        at += length;
                    }
                },
            }
        }
        at
    }

    fn block_comment(&mut self, start: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = start + 2;
        let mut depth = 1_usize;
        let mut closed_to = None;
        while let Some(&byte) = bytes.get(at) {
            step(1);
            match (byte, bytes.get(at + 1)) {
                (b'*', Some(b'/')) => {
                    depth -= 1;
                    at += 2;
                    closed_to = Some(at);
                    if depth == 0 {
                        return at;
                    }
                }
                (b'/', Some(b'*')) => {
                    depth += 1;
                    at += 2;
                }
                _ => match chars::of_byte(byte) {
                    Class::Wide | Class::Forbidden => {
                        let (class, length) = chars::of_char(bytes, at);
                        self.suspect |= class == Class::Forbidden;
                        at += length;
                    }
                    _ => at += 1,
                },
            }
        }
        self.suspect = true;
        if self.in_vain() { bytes.len() } else { closed_to.unwrap_or_else(|| hanging_end(bytes, start)) }
    }

    /// Counts a search that ran to the end of the text; true when there were too many.
    fn in_vain(&mut self) -> bool {
        self.vain += 1;
        self.vain > VAIN_SEARCHES
    }

    fn quoted(&mut self) -> (TokenKind, usize) {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        if bytes[start..].starts_with(b"\"\"\"") {
            return (TokenKind::MultiLine, self.multi_line(start + 3, 0));
        }
        let mut at = start + 1;
        while let Some(&byte) = bytes.get(at) {
            match byte {
                b'"' => return (TokenKind::Quoted, at + 1),
                b'\\' => {
                    self.suspect = true;
                    at = skip_escape(bytes, at);
                }
                _ => match chars::of_byte(byte) {
                    Class::Newline => break,
                    Class::Wide | Class::Forbidden => match chars::of_char(bytes, at) {
                        (Class::Newline, _) => break,
                        (class, length) => {
                            self.suspect |= class == Class::Forbidden;
                            at += length;
                        }
                    },
                    _ => at += 1,
                },
            }
        }
        self.suspect = true;
        (TokenKind::Quoted, before_braces(bytes, start, at))
    }

    fn hash(&mut self) -> (TokenKind, usize) {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        let hashes = bytes[start..].iter().take_while(|&&byte| byte == b'#').count();
        let at = start + hashes;
        if bytes[at..].starts_with(b"\"\"\"") {
            return (TokenKind::RawMultiLine, self.multi_line(at + 3, hashes));
        }
        if bytes.get(at) == Some(&b'"') {
            return (TokenKind::Raw, self.raw(at + 1, hashes));
        }
        let end = chars::skip_word(bytes, at);
        if hashes == 1 && end > at { (TokenKind::Keyword, end) } else { (TokenKind::Unknown, end) }
    }

    fn raw(&mut self, mut at: usize, hashes: usize) -> usize {
        let (bytes, start) = (self.text.as_bytes(), self.at);
        while let Some(&byte) = bytes.get(at) {
            if byte == b'"' {
                step(hashes);
                let found = bytes[at + 1..].iter().take(hashes).take_while(|&&byte| byte == b'#').count();
                at += 1 + found;
                if found == hashes {
                    return at;
                }
                continue;
            }
            match chars::of_char(bytes, at) {
                (Class::Newline, _) => break,
                (class, length) => {
                    self.suspect |= class == Class::Forbidden;
                    at += length;
                }
            }
        }
        self.suspect = true;
        before_braces(bytes, start, at)
    }

    /// The end of a string of several lines whose text starts at `from`. Its lines are always looked at again.
    fn multi_line(&mut self, from: usize, hashes: usize) -> usize {
        self.suspect = true;
        let (bytes, start) = (self.text.as_bytes(), self.at);
        if chars::newline(bytes, from).is_none() {
            let closed = closing(bytes, from, hashes, true);
            return closed.unwrap_or_else(|| before_braces(bytes, start, chars::line_end(bytes, from)));
        }
        match closing(bytes, from, hashes, false) {
            // A raw string's own opening never closes another, so what was found is meant.
            Some(end) if hashes > 0 || !opens_another(bytes, start, end - 3) => end,
            None if self.in_vain() => bytes.len(),
            _ => hanging_end(bytes, start),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let first = *self.text.as_bytes().get(self.at)?;
        let start = self.at;
        self.suspect = false;
        let (kind, end) = self.scan(first);
        self.at = end;
        Some(Token { kind, start: start as u32, end: end as u32, suspect: self.suspect })
    }
}

/// Whether a word that starts with a sign or a point must be a number.
pub(super) fn starts_number(bytes: &[u8]) -> bool {
    let unsigned = if matches!(bytes[0], b'+' | b'-') { &bytes[1..] } else { bytes };
    let whole = if unsigned.first() == Some(&b'.') { &unsigned[1..] } else { unsigned };
    whole.first().is_some_and(u8::is_ascii_digit)
}

/// The offset after the escape at `at`. An escape of white space takes all of it.
pub(super) fn skip_escape(bytes: &[u8], at: usize) -> usize {
    let after = skip_white(bytes, at + 1);
    if after > at + 1 {
        return after;
    }
    match bytes.get(after) {
        Some(_) => after + chars::of_char(bytes, after).1,
        None => after,
    }
}

/// The end of the white space and new lines from `at` on.
pub(super) fn skip_white(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match chars::of_char(bytes, at) {
            (Class::Space | Class::Newline, length) => at += length,
            _ => break,
        }
    }
    at
}

/// The end of the closing quotes and hashes of a string of several lines; on this line, if `on_line`.
fn closing(bytes: &[u8], mut at: usize, hashes: usize, on_line: bool) -> Option<usize> {
    while let Some(&byte) = bytes.get(at) {
        step(1);
        if byte == b'\\' && hashes == 0 {
            at = skip_escape(bytes, at);
        } else if byte == b'"' && bytes[at..].starts_with(b"\"\"\"") {
            step(hashes);
            let found = bytes[at + 3..].iter().take(hashes).take_while(|&&byte| byte == b'#').count();
            if found == hashes {
                return Some(at + 3 + hashes);
            }
            at += 1;
        } else if on_line && chars::newline(bytes, at).is_some() {
            return None;
        } else {
            at += 1;
        }
    }
    None
}

/// Whether the closing quotes at `quotes` look like those that open the string of a later node:
/// there is text before them, on a line that is not indented more than the line of `start`.
fn opens_another(bytes: &[u8], start: usize, quotes: usize) -> bool {
    let line = chars::line_start(bytes, quotes);
    let first = chars::skip_spaces(bytes, line);
    let mut content = first;
    while bytes[content] == b'\\' && skip_white(bytes, content + 1) > content + 1 {
        content = skip_white(bytes, content + 1);
    }
    line > start && content < quotes && first - line <= chars::indent(bytes, start)
}

/// Where something of several lines that is never closed ends: it goes on over lines that are blank,
/// start with `*` or are indented more than its own line (or stand right of it, for a comment).
fn hanging_end(bytes: &[u8], start: usize) -> usize {
    let line = chars::line_start(bytes, start);
    let comment = bytes[start] == b'/';
    let margin = if comment { start - line } else { chars::indent(bytes, start) };
    let mut end = chars::line_end(bytes, start);
    let mut at = end;
    while let Some(length) = chars::newline(bytes, at) {
        let next = at + length;
        let first = chars::skip_spaces(bytes, next);
        at = chars::line_end(bytes, first);
        if first == at {
            continue;
        }
        if first - next <= margin && !(comment && bytes[first] == b'*') {
            break;
        }
        end = at;
    }
    end
}

/// Where a string that is not closed on its line ends: at the line's end, but before braces there
/// that belong to the nodes and not to the text.
fn before_braces(bytes: &[u8], start: usize, line_end: usize) -> usize {
    let trim = |end: usize| start + 1 + bytes[start + 1..end].trim_ascii_end().len();
    let end = trim(line_end);
    let opened = bytes[end - 1] == b'{' && end > start + 2 && bytes[end - 2] == b' ';
    if opened {
        return trim(end - 1);
    }
    let before = &bytes[chars::line_start(bytes, start)..start];
    step(before.len());
    let mut open = before.iter().fold(0_usize, |open, byte| match byte {
        b'{' => open + 1,
        b'}' => open.saturating_sub(1),
        _ => open,
    });
    let mut end = end;
    while open > 0 && end > start + 1 && bytes[end - 1] == b'}' {
        open -= 1;
        end = trim(end - 1);
    }
    if end == start + 1 || bytes[end..line_end].iter().all(u8::is_ascii_whitespace) { line_end } else { end }
}
