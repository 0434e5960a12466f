//! Arguments and properties, type annotations, and what stands in their place by mistake.

use super::Reader;
use crate::kdl::lexer::TokenKind;
use crate::kdl::number;
use crate::kdl::problem::ProblemKind;
use crate::kdl::tree::{EntryData, Place};

impl Reader<'_> {
    /// `(type)`; nothing if it could not be read.
    pub(super) fn annotation(&mut self) -> Place {
        let paren = self.take();
        self.space();
        let mut name = Place::default();
        if let Some(kind) = self.kind()
            && is_value(kind)
            && kind != TokenKind::OpenParen
        {
            name = self.take();
            self.check_key(kind, name);
            self.space();
        }
        if self.kind() == Some(TokenKind::CloseParen) && name != Place::default() {
            self.take();
            return name;
        }
        while let Some(kind) = self.kind()
            && !ends_junk(kind)
            && kind != TokenKind::CloseParen
        {
            self.take();
        }
        if self.kind() == Some(TokenKind::CloseParen) {
            self.take();
        }
        self.report(ProblemKind::MalformedAnnotation, paren.start..self.end);
        Place::default()
    }

    /// Reads an argument or a property; true if white space follows.
    pub(super) fn entry(&mut self, id: u32, keep: bool) -> bool {
        let start = self.place().start;
        let mut annotation = Place::default();
        if self.kind() == Some(TokenKind::OpenParen) {
            annotation = self.annotation();
            self.space();
        }
        let Some(mut kind) = self.kind().filter(|&kind| is_value(kind) && kind != TokenKind::OpenParen) else {
            if annotation != Place::default() {
                self.report(ProblemKind::MalformedAnnotation, start..self.end);
            }
            return true;
        };
        let mut place = self.take();
        let mut spaced = self.space();
        let mut key = Place::default();
        let mut start = start;
        let mut key_may_follow = true;
        while self.kind() == Some(TokenKind::Equals) && key_may_follow {
            if key != Place::default() {
                // `kind= team=t1`: the grammar reads `kind="team"` and fails at the second `=`.
                self.report_about(ProblemKind::MissingValue, key.start..key.end, key);
                start = place.start;
            } else if annotation != Place::default() {
                self.report(ProblemKind::MisplacedAnnotation, start..place.start);
            }
            self.check_key(kind, place);
            key = place;
            self.take();
            let gap = self.space();
            let Some(value) = self.property_value(key) else { return true };
            (annotation, kind, place) = value;
            spaced = self.space();
            key_may_follow = gap && annotation == Place::default();
        }
        self.check_value(kind, place);
        if keep {
            self.tree.entries.push(EntryData { key, annotation, value: place, start });
            let node = &mut self.tree.nodes[id as usize];
            node.head_end = place.end;
            node.end = node.end.max(place.end);
        }
        spaced
    }

    /// Reads what stands after `key=`: annotation, kind and place.
    pub(super) fn property_value(&mut self, key: Place) -> Option<(Place, TokenKind, Place)> {
        if matches!(self.kind(), Some(TokenKind::Slashdash | TokenKind::Equals)) {
            let slashdash = self.kind() == Some(TokenKind::Slashdash);
            let place = self.take();
            if slashdash {
                self.report(ProblemKind::MisplacedSlashdash, place.start..place.end);
            } else {
                self.report_about(ProblemKind::UnexpectedCharacter, place.start..place.end, place);
            }
            self.space();
            if !self.kind().is_some_and(is_value) {
                return None;
            }
        }
        let mut annotation = Place::default();
        if self.kind() == Some(TokenKind::OpenParen) {
            let paren = self.place().start;
            let before = self.problems.len();
            annotation = self.annotation();
            self.space();
            if !self.kind().is_some_and(is_value) && self.problems.len() == before {
                self.report(ProblemKind::MalformedAnnotation, paren..self.end);
                return None;
            }
        }
        match self.kind() {
            Some(kind) if is_value(kind) && kind != TokenKind::OpenParen => {
                let value = self.take();
                Some((annotation, kind, value))
            }
            Some(TokenKind::Unknown | TokenKind::CloseParen) => {
                self.unexpected();
                None
            }
            _ => {
                self.report_about(ProblemKind::MissingValue, key.start..key.end, key);
                None
            }
        }
    }

    pub(super) fn unexpected(&mut self) {
        let start = self.place().start;
        self.skip_junk();
        self.report_about(ProblemKind::UnexpectedCharacter, start..self.end, Place { start, end: self.end });
    }

    /// Skips what hangs together with something unexpected; `[` up to its `]`.
    pub(super) fn skip_junk(&mut self) {
        let list = self.kind() == Some(TokenKind::Unknown) && self.slice(self.place()) == "[";
        let mut inside = list;
        loop {
            let place = self.take();
            if list && self.slice(place) == "]" {
                inside = false;
            }
            match self.kind() {
                Some(TokenKind::Space) if inside => {}
                None | Some(TokenKind::Space | TokenKind::BlockComment | TokenKind::Continuation) => return,
                Some(kind) if ends_junk(kind) => return,
                Some(_) => {}
            }
        }
    }

    /// Reports a name or a key that is not a string.
    pub(super) fn check_key(&mut self, kind: TokenKind, place: Place) {
        let problem = match kind {
            TokenKind::Word if is_bare_keyword(self.slice(place)) => ProblemKind::KeywordAsName,
            TokenKind::Number | TokenKind::Keyword => ProblemKind::UnquotedName,
            _ => return,
        };
        self.report_about(problem, place.start..place.end, place);
    }

    pub(super) fn check_value(&mut self, kind: TokenKind, place: Place) {
        let text = self.slice(place);
        let problem = match kind {
            TokenKind::Word if is_bare_keyword(text) => ProblemKind::BareKeyword,
            TokenKind::Number if !number::is_number(text) => ProblemKind::InvalidNumber,
            TokenKind::Keyword if !is_keyword(text) => ProblemKind::UnknownKeyword,
            _ => return,
        };
        self.report_about(problem, place.start..place.end, place);
    }
}

/// Whether a token can be, or start, a value.
pub(super) fn is_value(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Word
            | TokenKind::Number
            | TokenKind::Keyword
            | TokenKind::Quoted
            | TokenKind::MultiLine
            | TokenKind::Raw
            | TokenKind::RawMultiLine
            | TokenKind::OpenParen
    )
}

/// Whether a token ends what hangs together with a mistake.
fn ends_junk(kind: TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Newline
            | TokenKind::LineComment
            | TokenKind::Semicolon
            | TokenKind::OpenBrace
            | TokenKind::CloseBrace
            | TokenKind::Slashdash
    )
}

fn is_bare_keyword(word: &str) -> bool {
    matches!(word, "true" | "false" | "null" | "inf" | "-inf" | "nan")
}

fn is_keyword(word: &str) -> bool {
    word.strip_prefix('#').is_some_and(is_bare_keyword)
}
