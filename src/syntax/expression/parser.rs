//! Reading an expression: by precedence, going on after a mistake.

mod calls;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::rule::Code;
use crate::source::Span;

use super::codes::{DEEP_EXPRESSION, MALFORMED_EXPRESSION, UNROUNDED_DIVISION};
use super::lexer::{Token, tokens};
use super::{COMPARISON, Expr, ExprId, Expression, MOST_DEPTH, NOT, Operator};
use crate::syntax::values::Decimal;

/// No expression has more bytes, so that its places are found in no time.
const MOST_BYTES: usize = 10_000;
/// How close a sign binds.
const SIGN: u8 = 7;
/// Words that mean something by themselves.
const RESERVED: &[&str] = &["and", "or", "not", "in", "value", "true", "false", "null"];

pub(super) fn parse(text: &str, locate: &dyn Fn(Range<usize>) -> Span) -> (Expression, Vec<Diagnostic>) {
    let mut parser = Parser {
        tokens: if text.len() > MOST_BYTES { vec![(Token::End, 0..0)] } else { tokens(text) },
        at: 0,
        expression: Expression { parts: Vec::new(), spans: Vec::new(), root: ExprId(0) },
        depths: Vec::new(),
        depth: 0,
        locate,
        findings: Vec::new(),
        reported: None,
        gave_up: false,
    };
    let root = if text.len() > MOST_BYTES {
        let place = locate(0..text.len());
        parser.findings.push(too_deep(place, &format!("longer than {MOST_BYTES} bytes")));
        parser.add(Expr::Unknown, 0..0, &[])
    } else {
        parser.whole()
    };
    parser.expression.root = root;
    (parser.expression, parser.findings)
}

/// Whether a name can be written without backticks.
pub(super) fn is_plain_name(name: &str) -> bool {
    !RESERVED.contains(&name) && matches!(tokens(name)[..], [(Token::Name(all, false), _), _] if all == name)
}

fn too_deep(place: Span, how: &str) -> Diagnostic {
    DEEP_EXPRESSION
        .finding(format!("the expression is {how}"))
        .at(place, "not read")
        .help("name a part of it with `let`, or make it a derived field")
}

struct Parser<'t> {
    tokens: Vec<(Token<'t>, Range<usize>)>,
    at: usize,
    expression: Expression,
    /// How deep each part is.
    depths: Vec<usize>,
    /// How deep the reader is.
    depth: usize,
    locate: &'t dyn Fn(Range<usize>) -> Span,
    findings: Vec<Diagnostic>,
    /// The token that was reported last.
    reported: Option<usize>,
    /// Whether the expression was too deep.
    gave_up: bool,
}

impl<'t> Parser<'t> {
    fn token(&self) -> Token<'t> {
        self.tokens[self.at].0
    }

    fn range(&self) -> Range<usize> {
        self.tokens[self.at].1.clone()
    }

    /// Goes on; the end stays.
    fn skip(&mut self) {
        self.at = (self.at + 1).min(self.tokens.len() - 1);
    }

    fn take(&mut self, symbol: &str) -> bool {
        let found = self.token() == Token::Symbol(symbol);
        if found {
            self.skip();
        }
        found
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = self.token() == Token::Name(word, false);
        if found {
            self.skip();
        }
        found
    }

    fn report(&mut self, code: &'static Code, at: Range<usize>, message: String, label: &str) -> &mut Diagnostic {
        self.reported = Some(self.at);
        let finding = code.finding(message).at((self.locate)(at), label);
        self.findings.push(finding);
        self.findings.last_mut().expect("it was just pushed")
    }

    /// Reports the token at hand, unless it was reported already.
    fn unexpected(&mut self, label: &str) {
        if self.reported == Some(self.at) {
            return;
        }
        let (message, label) = match self.token() {
            Token::End if self.tokens.len() == 1 => ("the expression is empty".to_owned(), label),
            Token::End => ("the expression ends too early".to_owned(), label),
            Token::Unclosed => ("a quote is not closed".to_owned(), "it starts here"),
            Token::Stray(c) => (format!("`{c}` means nothing in an expression"), label),
            Token::Symbol(symbol) => (format!("`{symbol}` cannot stand here"), label),
            Token::Name(name, _) => (format!("`{name}` cannot stand here"), label),
            Token::Number(text) => (format!("`{text}` cannot stand here"), label),
            _ => ("this cannot stand here".to_owned(), label),
        };
        let range = self.range();
        self.report(&MALFORMED_EXPRESSION, range, message, label);
    }

    fn add(&mut self, part: Expr, range: Range<usize>, inner: &[ExprId]) -> ExprId {
        let depth = 1 + inner.iter().map(|id| self.depths[id.0 as usize]).max().unwrap_or(0);
        let part = if depth > MOST_DEPTH { self.give_up() } else { part };
        self.depths.push(if part == Expr::Unknown { 1 } else { depth });
        self.expression.parts.push(part);
        self.expression.spans.push((self.locate)(range));
        ExprId(self.depths.len() as u32 - 1)
    }

    /// Reports that the expression is too deep, and goes to its end.
    fn give_up(&mut self) -> Expr {
        if !self.gave_up {
            let place = (self.locate)(self.range());
            self.findings.push(too_deep(place, &format!("nested more than {MOST_DEPTH} deep")));
        }
        self.gave_up = true;
        self.at = self.tokens.len() - 1;
        self.reported = Some(self.at);
        Expr::Unknown
    }

    fn whole(&mut self) -> ExprId {
        let root = self.expression(0);
        // What is left over is read for its own mistakes, and reported once.
        let left_over = self.token() != Token::End;
        if left_over {
            self.unexpected("an operator is missing before this");
        }
        while self.token() != Token::End {
            self.reported = Some(self.at);
            let before = self.at;
            self.expression(0);
            if self.at == before {
                self.skip();
            }
        }
        root
    }

    /// Reads what binds at least as close as `least`.
    fn expression(&mut self, least: u8) -> ExprId {
        if self.depth >= MOST_DEPTH {
            let unknown = self.give_up();
            return self.add(unknown, self.range(), &[]);
        }
        self.depth += 1;
        let start = self.range().start;
        let mut left = self.prefix();
        let mut compared = false;
        while let Some((operator, strength)) = self.operator().filter(|(_, strength)| *strength >= least) {
            if strength == COMPARISON && compared && self.reported != Some(self.at) {
                let range = self.range();
                let message = "comparisons do not chain".to_owned();
                self.report(&MALFORMED_EXPRESSION, range, message, "the left side is a truth value already").help =
                    Some("join two comparisons with `and`".to_owned());
            }
            compared |= strength == COMPARISON;
            left = self.infix(left, operator, strength, start);
        }
        self.depth -= 1;
        left
    }

    /// The operator at hand and how close it binds. A division is none of ours, and `in` is not between two values.
    fn operator(&self) -> Option<(Infix, u8)> {
        let operator = match self.token() {
            Token::Symbol("=" | "==") => Operator::Equal,
            Token::Symbol("!=" | "<>") => Operator::NotEqual,
            Token::Symbol("<") => Operator::Less,
            Token::Symbol("<=") => Operator::LessOrEqual,
            Token::Symbol(">") => Operator::Greater,
            Token::Symbol(">=") => Operator::GreaterOrEqual,
            Token::Symbol("+") => Operator::Plus,
            Token::Symbol("-") => Operator::Minus,
            Token::Symbol("*") => Operator::Times,
            Token::Symbol("/") => return Some((Infix::Divide, Operator::Times.strength())),
            Token::Symbol("&" | "&&") | Token::Name("and", false) => Operator::And,
            Token::Symbol("|" | "||") | Token::Name("or", false) => Operator::Or,
            Token::Name("in", false) => return Some((Infix::In, COMPARISON)),
            Token::Name("not", false) if self.tokens[self.at + 1].0 == Token::Name("in", false) => {
                return Some((Infix::NotIn, COMPARISON));
            }
            _ => return None,
        };
        Some((Infix::Binary(operator), operator.strength()))
    }

    fn infix(&mut self, left: ExprId, infix: Infix, strength: u8, start: usize) -> ExprId {
        let (symbol, sign) = (self.token(), self.range());
        self.skip();
        match infix {
            Infix::Binary(operator) => {
                if matches!(symbol, Token::Symbol("==" | "<>")) {
                    self.other_symbol(sign, operator.symbol());
                }
                let right = self.expression(strength + 1);
                let range = start..self.last_end();
                self.add(Expr::Binary(operator, left, right), range, &[left, right])
            }
            Infix::Divide => {
                let message = "a division does not say how it is rounded".to_owned();
                self.report(&UNROUNDED_DIVISION, sign, message, "a quotient may have endless digits").help =
                    Some("write `divide(a, b, half-up, 2)`: the mode, and the digits after the point".to_owned());
                let right = self.expression(strength + 1);
                let range = start..self.last_end();
                self.add(Expr::Unknown, range, &[left, right])
            }
            Infix::In => self.choices(left, start),
            Infix::NotIn => {
                self.skip();
                let inside = self.choices(left, start);
                let range = start..self.last_end();
                self.add(Expr::Not(inside), range, &[inside])
            }
        }
    }

    /// Reports a symbol of another language.
    fn other_symbol(&mut self, at: Range<usize>, ours: &str) {
        let place = (self.locate)(at.clone());
        let message = format!("this is written `{}`", ours.trim());
        let finding = self.report(&MALFORMED_EXPRESSION, at, message, "a symbol of another language");
        *finding = finding.clone().fix(format!("write `{}`", ours.trim()), place, ours);
    }

    fn last_end(&self) -> usize {
        self.tokens[self.at.saturating_sub(1)].1.end
    }

    fn prefix(&mut self) -> ExprId {
        let range = self.range();
        if self.take_word("not") {
            return self.negated(range.start);
        }
        if self.take("!") {
            self.other_symbol(range.clone(), "not ");
            return self.negated(range.start);
        }
        if !self.take("-") {
            return self.primary();
        }
        let inner = self.expression(SIGN);
        let whole = range.start..self.last_end();
        let at = inner.0 as usize;
        if let Expr::Number(number) = self.expression.parts[at] {
            self.expression.parts[at] = Expr::Number(number.negated());
            self.expression.spans[at] = (self.locate)(whole);
            return inner;
        }
        self.add(Expr::Negative(inner), whole, &[inner])
    }

    fn negated(&mut self, start: usize) -> ExprId {
        let inner = self.expression(NOT);
        let range = start..self.last_end();
        self.add(Expr::Not(inner), range, &[inner])
    }

    fn primary(&mut self) -> ExprId {
        let (token, range) = (self.token(), self.range());
        let part = match token {
            Token::Number(text) => match Decimal::parse(text) {
                Ok(number) => Expr::Number(number),
                Err(wrong) => {
                    self.report(&MALFORMED_EXPRESSION, range.clone(), wrong.why, "cannot be read");
                    Expr::Unknown
                }
            },
            Token::Text(text) => Expr::Text(text.into()),
            Token::Let(name) => Expr::Let(name.into()),
            Token::Keyword("true") => Expr::Boolean(true),
            Token::Keyword("false") => Expr::Boolean(false),
            Token::Keyword("null") => Expr::Null,
            Token::Name("value", false) => Expr::Value,
            Token::Name(word @ ("true" | "false" | "null"), false) => {
                self.other_symbol(range.clone(), &format!("#{word}"));
                if word == "null" { Expr::Null } else { Expr::Boolean(word == "true") }
            }
            Token::Name("and" | "or" | "in" | "not", false) => return self.nothing(),
            Token::Name(name, false) if self.tokens[self.at + 1].0 == Token::Symbol("(") => return self.call(name),
            Token::Name(name, _) => Expr::Name(name.into()),
            Token::Symbol("(") => return self.parenthesis(),
            _ => return self.nothing(),
        };
        self.skip();
        self.add(part, range, &[])
    }

    /// There is no value where one should be. What may end or join the parts around it is left for them.
    fn nothing(&mut self) -> ExprId {
        self.unexpected("a value is missing here");
        let range = self.range();
        if !matches!(self.token(), Token::Symbol(_) | Token::Name(..)) {
            self.skip();
        }
        self.add(Expr::Unknown, range, &[])
    }

    fn parenthesis(&mut self) -> ExprId {
        let open = self.range();
        self.skip();
        let inner = self.expression(0);
        self.close(")", open);
        inner
    }

    fn close(&mut self, symbol: &str, open: Range<usize>) {
        if self.take(symbol) || self.reported == Some(self.at) {
            return;
        }
        let (range, open) = (self.range(), (self.locate)(open));
        let message = format!("`{symbol}` is missing");
        let finding = self.report(&MALFORMED_EXPRESSION, range, message, "before this");
        *finding = finding.clone().and(open, "opened here");
    }
}

/// What can stand after a value.
#[derive(Clone, Copy)]
enum Infix {
    Binary(Operator),
    Divide,
    In,
    NotIn,
}
