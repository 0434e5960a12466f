//! Where lines start and how far they are indented: what finds the block that was not closed.

use super::chars;
use super::lexer::{Token, TokenKind};

/// The layout around the reader's place, and how many braces it may mend.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    on: bool,
    line: usize,
    content: usize,
    /// Blocks that are to be given up.
    pub unclosed: usize,
    /// Closing braces that are to be skipped.
    pub stray: usize,
}

impl Layout {
    /// For a text whose braces are taken at their word.
    pub fn ignored() -> Self {
        Self { on: false, line: 0, content: 0, unclosed: 0, stray: 0 }
    }

    /// For a text whose braces do not match; none if they do, or if nothing is indented.
    pub fn to_mend(text: &str, unclosed: usize, stray: usize) -> Option<Self> {
        let indented = || text.lines().any(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
        (unclosed + stray > 0 && indented()).then(|| {
            let content = chars::skip_spaces(text.as_bytes(), 0);
            Self { on: true, line: 0, content, unclosed, stray }
        })
    }

    /// Whether braces may be mended at all.
    pub fn is_on(&self) -> bool {
        self.on
    }

    /// Notes that `token` was taken.
    pub fn after(&mut self, text: &str, token: Token) {
        let several_lines = matches!(
            token.kind,
            TokenKind::Newline | TokenKind::BlockComment | TokenKind::MultiLine | TokenKind::RawMultiLine
        );
        if !self.on || !several_lines {
            return;
        }
        let (start, end) = (token.start as usize, token.end as usize);
        let line = start + chars::line_start(&text.as_bytes()[start..end], end - start);
        if line > start {
            self.line = line;
            self.content = chars::skip_spaces(text.as_bytes(), line);
        }
    }

    /// How far the current line is indented.
    pub fn indent(&self) -> usize {
        self.content - self.line
    }

    /// How far the current line is indented, if `at` is where its text starts.
    pub fn indent_if_first(&self, at: u32) -> Option<usize> {
        (self.content == at as usize).then(|| self.indent())
    }
}
