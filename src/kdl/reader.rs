//! Reads tokens into the tree in one pass, and goes on after every mistake.
//!
//! There is no recursion: open blocks are on a stack of their own. When braces do not match, a second pass looks at
//! the indentation to find the block that was not closed, so that what follows it stays where it belongs.

mod block;
mod entry;
mod reported;
mod token;

use self::entry::is_value;
use self::reported::Reported;
use super::MAX_BYTES;
use super::layout::Layout;
use super::lexer::{Lexer, Token, TokenKind};
use super::problem::{Problem, ProblemKind};
use super::tree::{NONE, NodeData, Place, Tree};

/// Reads a text. Every text has a tree; see [`Tree::problems`] for what could not be understood.
pub fn read(text: &str) -> Tree {
    if text.len() > MAX_BYTES {
        let problem = Problem::new(ProblemKind::TooLarge, 0..0);
        return Tree { problems: vec![problem], ..Tree::default() };
    }
    let mut reader = Reader::new(text, Layout::ignored());
    reader.document();
    if let Some(layout) = Layout::to_mend(text, reader.unclosed, reader.stray)
        && !reader.too_deep
    {
        reader = Reader::new(text, layout);
        reader.document();
    }
    reader.tree.problems = reader.problems.in_order();
    reader.tree.broken.sort_unstable();
    reader.tree.broken.dedup();
    reader.tree.text = text.into();
    reader.tree
}

/// How long the arenas were before something that is left out.
#[derive(Clone, Copy)]
struct Mark {
    nodes: usize,
    entries: usize,
}

/// A node that is being read.
#[derive(Clone, Copy)]
struct Open {
    id: u32,
    /// Set if the node is left out.
    without: Option<Mark>,
    /// Whether a block that counts was read.
    block: bool,
    /// Whether a block was left out.
    slashed: bool,
    indent: usize,
}

/// A block that is being read.
struct Frame {
    node: Open,
    brace: u32,
    /// Set if the block is left out.
    without: Option<Mark>,
}

struct Reader<'t> {
    text: &'t str,
    lexer: Lexer<'t>,
    token: Option<Token>,
    /// Where the last token that was taken ends.
    end: u32,
    tree: Tree,
    problems: Reported,
    stack: Vec<Frame>,
    /// The node outside of whose block we are.
    node: u32,
    /// The number of problems before that node's.
    reported: usize,
    layout: Layout,
    unclosed: usize,
    stray: usize,
    too_deep: bool,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, layout: Layout) -> Self {
        let mut lexer = Lexer::new(text);
        let token = lexer.next();
        let tree = Tree {
            nodes: Vec::with_capacity(text.len() / 48),
            entries: Vec::with_capacity(text.len() / 20),
            ..Tree::default()
        };
        Self {
            text,
            lexer,
            token,
            end: 0,
            tree,
            problems: Reported::default(),
            stack: Vec::new(),
            node: NONE,
            reported: 0,
            layout,
            unclosed: 0,
            stray: 0,
            too_deep: false,
        }
    }

    fn document(&mut self) {
        if self.kind() == Some(TokenKind::Bom) {
            self.take();
        }
        loop {
            self.node = NONE;
            self.line_space();
            if self.layout.is_on() && self.mend() {
                continue;
            }
            match self.kind() {
                None => break,
                Some(TokenKind::CloseBrace) => self.close_brace(),
                Some(TokenKind::Semicolon) => {
                    let place = self.take();
                    self.report(ProblemKind::StraySemicolon, place.start..place.end);
                }
                Some(TokenKind::Slashdash) => {
                    let slashdash = self.take();
                    self.line_space();
                    self.node(Some(slashdash));
                }
                Some(_) => self.node(None),
            }
        }
        self.end_of_text();
    }

    fn mark(&self) -> Mark {
        Mark { nodes: self.tree.nodes.len(), entries: self.tree.entries.len() }
    }

    fn leave_out(&mut self, mark: Mark) {
        self.tree.nodes.truncate(mark.nodes);
        self.tree.entries.truncate(mark.entries);
        while self.tree.broken.last().is_some_and(|&id| id as usize >= mark.nodes) {
            self.tree.broken.pop();
        }
    }

    fn node(&mut self, slashdash: Option<Place>) {
        let mark = self.mark();
        let start = self.place().start;
        let id = mark.nodes as u32;
        let parent = self.stack.last().map_or(NONE, |frame| frame.node.id);
        self.tree.nodes.push(NodeData {
            annotation: Place::default(),
            name: Place { start, end: start },
            block: Place::default(),
            start,
            head_end: start,
            end: start,
            parent,
            next: id + 1,
            entries: mark.entries as u32,
        });
        self.node = id;
        self.reported = self.problems.len();
        let mut open =
            Open { id, without: slashdash.map(|_| mark), block: false, slashed: false, indent: self.layout.indent() };
        if self.kind() == Some(TokenKind::OpenParen) {
            let annotation = self.annotation();
            let node = &mut self.tree.nodes[id as usize];
            (node.annotation, node.head_end, node.end) = (annotation, self.end, self.end);
            self.space();
        }
        if !self.name(id, slashdash) {
            open.without = Some(mark);
        }
        self.rest_of_node(open);
    }

    /// Reads the name; false if there is none.
    fn name(&mut self, id: u32, slashdash: Option<Place>) -> bool {
        let place = self.place();
        if matches!(self.kind(), Some(TokenKind::Unknown | TokenKind::CloseParen | TokenKind::Bom)) {
            let first = self.take();
            while matches!(self.kind(), Some(TokenKind::Unknown | TokenKind::CloseParen)) {
                self.take();
            }
            self.report_about(
                ProblemKind::UnexpectedCharacter,
                first.start..self.end,
                Place { end: self.end, ..first },
            );
            self.space();
            if self.kind().is_some_and(is_value) {
                return self.name(id, slashdash);
            }
            return false;
        }
        match self.kind() {
            Some(kind) if is_value(kind) && kind != TokenKind::OpenParen => {
                let name = self.take();
                self.check_key(kind, name);
                let node = &mut self.tree.nodes[id as usize];
                (node.name, node.head_end, node.end) = (name, name.end, name.end);
                return true;
            }
            Some(TokenKind::Slashdash) => {
                self.take();
                self.report(ProblemKind::MisplacedSlashdash, place.start..place.end);
            }
            Some(TokenKind::Equals) => {
                self.take();
                self.report(ProblemKind::MissingKey, place.start..place.end);
            }
            _ if self.problems.len() > self.reported => {}
            _ => match slashdash {
                Some(slashdash) if self.tree.nodes[id as usize].annotation == Place::default() => {
                    self.report(ProblemKind::MisplacedSlashdash, slashdash.start..slashdash.end);
                }
                _ => {
                    let node = self.tree.nodes[id as usize];
                    self.report(ProblemKind::MissingName, node.start..node.head_end.max(place.end.min(node.start + 1)));
                }
            },
        }
        false
    }

    /// Reads what is left of a node before, between and after its blocks; stops inside a block that opens.
    fn rest_of_node(&mut self, mut open: Open) {
        let mut spaced = false;
        loop {
            spaced |= self.space();
            let Some(kind) = self.kind() else { break };
            match kind {
                TokenKind::Newline | TokenKind::LineComment | TokenKind::CloseBrace => break,
                TokenKind::Semicolon => {
                    self.take();
                    break;
                }
                TokenKind::OpenBrace => {
                    if open.block {
                        let place = self.place();
                        self.report(ProblemKind::SecondBlock, place.start..place.end);
                    }
                    if self.open_block(&mut open, None) {
                        return;
                    }
                    spaced = true;
                }
                TokenKind::Slashdash => match self.slashdash(&mut open, spaced) {
                    Some(follows) => spaced = follows,
                    None => return,
                },
                TokenKind::Equals => {
                    let place = self.place();
                    self.report(ProblemKind::MissingKey, place.start..place.end);
                    self.skip_junk();
                    spaced = true;
                }
                _ if !is_value(kind) => {
                    self.unexpected();
                    spaced = true;
                }
                _ if open.block => {
                    let place = self.place();
                    self.report(ProblemKind::MissingNewline, place.start..place.end);
                    break;
                }
                _ => {
                    if !spaced {
                        let at = self.place().start;
                        self.report(ProblemKind::MissingSpace, at..at);
                    } else if open.slashed {
                        let place = self.place();
                        self.report(ProblemKind::EntryAfterBlock, place.start..place.end);
                    }
                    spaced = self.entry(open.id, true);
                }
            }
        }
        self.finish(open);
    }

    /// `/-` within a node: true if white space follows, none if it opened a block.
    fn slashdash(&mut self, open: &mut Open, spaced: bool) -> Option<bool> {
        let slashdash = self.take();
        if !spaced {
            self.report(ProblemKind::MissingSpace, slashdash.start..slashdash.start);
        }
        self.line_space();
        match self.kind() {
            Some(TokenKind::OpenBrace) => {
                let mark = self.mark();
                (!self.open_block(open, Some(mark))).then_some(true)
            }
            Some(kind) if is_value(kind) => {
                if open.block || open.slashed {
                    let place = self.place();
                    self.report(ProblemKind::EntryAfterBlock, place.start..place.end);
                }
                Some(self.entry(open.id, false))
            }
            _ => {
                self.report(ProblemKind::MisplacedSlashdash, slashdash.start..slashdash.end);
                Some(true)
            }
        }
    }

    fn finish(&mut self, open: Open) {
        let next = self.tree.nodes.len() as u32;
        self.tree.nodes[open.id as usize].next = next;
        if let Some(mark) = open.without {
            self.leave_out(mark);
        }
    }
}
