//! Prints a document tidily: what it says, its comments and how its values are written stay.
//!
//! Works on tokens, so nothing can be lost. Blocks are indented by four spaces, runs of blank lines become one, line
//! ends become LF, and what was written on one line stays there. Strings are not touched inside, but for line ends.

use std::mem;

use super::lexer::TokenKind;
use super::tree::Tree;

/// The tidy form of a document without problems. A text with problems comes back as it is.
pub fn format(tree: &Tree) -> String {
    if !tree.problems().is_empty() {
        return tree.text().to_owned();
    }
    let mut printer = Printer::new(tree);
    for token in tree.tokens() {
        printer.token(token.kind, &tree.text()[token.start as usize..token.end as usize]);
    }
    printer.end()
}

/// What stands between what was printed and what comes next.
enum Gap<'t> {
    /// The next thing is on the same line; what is between them depends on both.
    Same,
    /// This many new lines.
    Lines(usize),
    /// `;` and then another node, if one comes on the same line.
    Semicolon,
    /// The node goes on on the next line, after these comments.
    Continued(Vec<&'t str>),
}

/// What was begun.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// A node can start here.
    Nothing,
    /// A node, outside its block.
    Node,
    /// `/-`, which waits for what it leaves out.
    Slashdash,
}

struct Printer<'t> {
    out: String,
    /// For each `{` of the text, the last first: whether its block stands on one line.
    one_line: Vec<bool>,
    /// For each open block whether it stands on one line.
    blocks: Vec<bool>,
    gap: Gap<'t>,
    last: Option<TokenKind>,
    /// Whether there was white space before the next token.
    spaced: bool,
    inside: Inside,
    /// Whether the new line of a `\` is still to come.
    escaped: bool,
}

impl<'t> Printer<'t> {
    fn new(tree: &'t Tree) -> Self {
        Self {
            out: String::with_capacity(tree.text().len() + tree.text().len() / 8),
            one_line: one_line_blocks(tree),
            blocks: Vec::new(),
            gap: Gap::Same,
            last: None,
            spaced: false,
            inside: Inside::Nothing,
            escaped: false,
        }
    }

    fn token(&mut self, kind: TokenKind, text: &'t str) {
        match kind {
            TokenKind::Bom => return,
            TokenKind::Space => {
                self.spaced = true;
                return;
            }
            TokenKind::Newline => self.new_line(),
            TokenKind::LineComment => self.line_comment(text.trim_end()),
            TokenKind::BlockComment if self.escaped && matches!(self.gap, Gap::Continued(_)) => {
                let commented = matches!(&self.gap, Gap::Continued(comments) if !comments.is_empty());
                let gap = if commented { Gap::Continued(Vec::new()) } else { mem::replace(&mut self.gap, Gap::Same) };
                self.print(kind, text);
                self.gap = gap;
            }
            TokenKind::BlockComment => self.print(kind, text),
            TokenKind::Continuation => self.continuation(),
            TokenKind::Semicolon => {
                self.settle();
                self.inside = Inside::Nothing;
                self.gap = if self.last == Some(TokenKind::LineComment) { Gap::Lines(1) } else { Gap::Semicolon };
            }
            TokenKind::OpenBrace => self.open_brace(text),
            TokenKind::CloseBrace => self.close_brace(text),
            TokenKind::Slashdash => {
                self.print(kind, text);
                self.inside = Inside::Slashdash;
            }
            _ => {
                self.print(kind, text);
                self.inside = Inside::Node;
            }
        }
        self.spaced = kind == TokenKind::Newline;
    }

    fn new_line(&mut self) {
        if self.escaped || self.inside == Inside::Slashdash {
            self.escaped = false;
            if self.last == Some(TokenKind::LineComment) && matches!(self.gap, Gap::Same) {
                self.gap = Gap::Lines(1);
            }
            return;
        }
        self.settle();
        self.inside = Inside::Nothing;
        self.gap = match self.gap {
            Gap::Lines(lines) => Gap::Lines(lines + 1),
            _ => Gap::Lines(1),
        };
    }

    fn line_comment(&mut self, text: &'t str) {
        if self.escaped
            && let Gap::Continued(comments) = &mut self.gap
        {
            comments.push(text);
            return;
        }
        self.settle();
        if matches!(self.gap, Gap::Semicolon) || self.last == Some(TokenKind::OpenBrace) && self.is_same_line() {
            self.gap = Gap::Same;
        }
        self.print(TokenKind::LineComment, text);
        if self.inside == Inside::Node {
            self.inside = Inside::Nothing;
        }
    }

    /// Whether no new line came since the last token.
    fn is_same_line(&self) -> bool {
        matches!(self.gap, Gap::Lines(0) | Gap::Same)
    }

    fn continuation(&mut self) {
        self.escaped = true;
        if self.inside == Inside::Node && !matches!(self.gap, Gap::Continued(_)) {
            self.gap = Gap::Continued(Vec::new());
        }
    }

    /// A node that was continued and then ended: what is left are the comments.
    fn settle(&mut self) {
        let Gap::Continued(comments) = &mut self.gap else { return };
        let comments = mem::take(comments);
        self.gap = Gap::Same;
        for (at, comment) in comments.into_iter().enumerate() {
            if at > 0 {
                self.gap = Gap::Lines(1);
            }
            self.print(TokenKind::LineComment, comment);
        }
    }

    fn open_brace(&mut self, text: &str) {
        self.print(TokenKind::OpenBrace, text);
        let one_line = self.one_line.pop().unwrap_or(false);
        self.blocks.push(one_line);
        self.gap = if one_line { Gap::Same } else { Gap::Lines(0) };
        self.inside = Inside::Nothing;
    }

    fn close_brace(&mut self, text: &str) {
        self.settle();
        let one_line = self.blocks.pop().unwrap_or(false);
        self.gap = if one_line || self.last == Some(TokenKind::OpenBrace) { Gap::Same } else { Gap::Lines(1) };
        self.print(TokenKind::CloseBrace, text);
        self.inside = Inside::Node;
    }

    fn print(&mut self, kind: TokenKind, text: &str) {
        self.print_gap(kind);
        if text.contains('\r') {
            self.out.push_str(&text.replace("\r\n", "\n").replace('\r', "\n"));
        } else {
            self.out.push_str(text);
        }
        self.last = Some(kind);
    }

    fn print_gap(&mut self, next: TokenKind) {
        match mem::replace(&mut self.gap, Gap::Same) {
            _ if self.last.is_none() => {}
            Gap::Same if self.is_spaced(next) => self.out.push(' '),
            Gap::Same => {}
            Gap::Semicolon => self.out.push_str("; "),
            Gap::Lines(lines) => {
                let most = if self.last == Some(TokenKind::OpenBrace) { 1 } else { 2 };
                self.break_line(lines.clamp(1, most), self.blocks.len());
            }
            Gap::Continued(comments) if comments.is_empty() => self.continue_line(None),
            Gap::Continued(comments) => comments.into_iter().for_each(|comment| self.continue_line(Some(comment))),
        }
    }

    fn continue_line(&mut self, comment: Option<&str>) {
        if !self.out.ends_with(' ') {
            self.out.push(' ');
        }
        self.out.push('\\');
        if let Some(comment) = comment {
            self.out.push(' ');
            self.out.push_str(comment);
        }
        self.break_line(1, self.blocks.len() + 1);
        self.last = Some(TokenKind::Continuation);
    }

    fn break_line(&mut self, lines: usize, indent: usize) {
        for _ in 0..lines {
            self.out.push('\n');
        }
        for _ in 0..indent {
            self.out.push_str("    ");
        }
    }

    /// Whether there is a space between the last token and the next one on the same line.
    fn is_spaced(&self, next: TokenKind) -> bool {
        let Some(last) = self.last else { return false };
        if last == TokenKind::BlockComment || next == TokenKind::BlockComment {
            return true;
        }
        if last == TokenKind::Slashdash {
            return self.spaced;
        }
        let tight_before = matches!(next, TokenKind::Equals | TokenKind::CloseParen);
        let tight_after =
            matches!(last, TokenKind::Equals | TokenKind::OpenParen | TokenKind::CloseParen | TokenKind::Continuation);
        let empty_block = last == TokenKind::OpenBrace && next == TokenKind::CloseBrace;
        !(tight_before || tight_after || empty_block)
    }

    fn end(mut self) -> String {
        self.settle();
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out
    }
}

/// For each `{` whether its block stands on one line; the last `{` first.
fn one_line_blocks(tree: &Tree) -> Vec<bool> {
    let mut all = Vec::new();
    let mut open = Vec::new();
    let mut lines = 0_usize;
    for token in tree.tokens() {
        match token.kind {
            TokenKind::Newline | TokenKind::LineComment => lines += 1,
            TokenKind::OpenBrace => {
                open.push((all.len(), lines));
                all.push(false);
            }
            TokenKind::CloseBrace => {
                if let Some((block, before)) = open.pop() {
                    all[block] = lines == before;
                }
            }
            _ => {}
        }
    }
    all.reverse();
    all
}
