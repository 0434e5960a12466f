//! One token at a time: taking it, reporting what is wrong in it, skipping white space.

use super::Reader;
use crate::kdl::Range;
use crate::kdl::chars;
use crate::kdl::lexer::{Token, TokenKind};
use crate::kdl::problem::{Problem, ProblemKind};
use crate::kdl::strings;
use crate::kdl::tree::{NONE, Place};

impl<'t> Reader<'t> {
    pub(super) fn kind(&self) -> Option<TokenKind> {
        self.token.map(|token| token.kind)
    }

    /// Where the next token is; empty at the end of the text.
    pub(super) fn place(&self) -> Place {
        let end = self.text.len() as u32;
        self.token.map_or(Place { start: end, end }, |token| Place { start: token.start, end: token.end })
    }

    pub(super) fn take(&mut self) -> Place {
        let Some(token) = self.token else { return self.place() };
        if token.suspect {
            self.check(token);
        }
        self.end = token.end;
        self.token = self.lexer.next();
        self.layout.after(self.text, token);
        Place { start: token.start, end: token.end }
    }

    pub(super) fn slice(&self, place: Place) -> &'t str {
        &self.text[place.start as usize..place.end as usize]
    }

    pub(super) fn report(&mut self, kind: ProblemKind, range: Range) {
        self.problems.push(Problem::new(kind, range));
        if self.node != NONE {
            self.tree.broken.push(self.node);
        }
    }

    pub(super) fn report_about(&mut self, kind: ProblemKind, range: Range, subject: Place) {
        let subject = self.slice(subject);
        self.report(kind, range);
        if let Some(problem) = self.problems.last_mut() {
            problem.about(subject);
        }
    }

    /// Reports what is wrong inside a token.
    pub(super) fn check(&mut self, token: Token) {
        let raw = &self.text[token.start as usize..token.end as usize];
        let mut found = Vec::new();
        match token.kind {
            TokenKind::LineComment | TokenKind::BlockComment => {
                let forbidden = raw
                    .char_indices()
                    .filter(|&(at, _)| chars::of_char(raw.as_bytes(), at).0 == chars::Class::Forbidden);
                found.extend(forbidden.map(|(at, next)| (ProblemKind::ForbiddenCharacter, at..at + next.len_utf8())));
                if token.kind == TokenKind::BlockComment && !is_closed_comment(raw) {
                    found.push((ProblemKind::UnclosedComment, 0..2));
                }
            }
            _ => strings::check(raw, |kind, range| found.push((kind, range))),
        }
        for (kind, range) in found {
            let range = token.start + range.start as u32..token.start + range.end as u32;
            if matches!(kind, ProblemKind::UnclosedString | ProblemKind::UnclosedLines) && self.node != NONE {
                // A quote that is missing makes its neighbours look wrong; it is the one mistake.
                while self.problems.len() > self.reported
                    && self.problems.last().is_some_and(|problem| problem.kind == ProblemKind::MissingSpace)
                {
                    self.problems.pop();
                }
            }
            let subject = Place { start: range.start, end: range.end };
            self.report_about(kind, range, subject);
        }
    }

    /// Takes white space, comments and continued lines; false if there was none.
    pub(super) fn space(&mut self) -> bool {
        let mut any = false;
        loop {
            match self.kind() {
                Some(TokenKind::Space | TokenKind::BlockComment) => {
                    self.take();
                }
                Some(TokenKind::Continuation) => self.continuation(),
                _ => return any,
            }
            any = true;
        }
    }

    pub(super) fn continuation(&mut self) {
        let mark = self.take();
        while matches!(self.kind(), Some(TokenKind::Space | TokenKind::BlockComment)) {
            self.take();
        }
        if self.kind() == Some(TokenKind::LineComment) {
            self.take();
        }
        match self.kind() {
            None => {}
            Some(TokenKind::Newline) => {
                self.take();
            }
            Some(_) => self.report(ProblemKind::MisplacedContinuation, mark.start..mark.end),
        }
    }

    pub(super) fn line_space(&mut self) {
        while self.space() || matches!(self.kind(), Some(TokenKind::Newline | TokenKind::LineComment)) {
            if matches!(self.kind(), Some(TokenKind::Newline | TokenKind::LineComment)) {
                self.take();
            }
        }
    }
}

fn is_closed_comment(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at + 1 < bytes.len() {
        match &bytes[at..at + 2] {
            b"/*" => depth += 1,
            b"*/" => depth -= 1,
            _ => {
                at += 1;
                continue;
            }
        }
        at += 2;
    }
    depth == 0
}
