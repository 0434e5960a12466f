//! Lists of values, and functions with their arguments.

use std::ops::Range;

use super::Parser;
use crate::syntax::expression::codes::{MALFORMED_EXPRESSION, UNKNOWN_FUNCTION, WRONG_ARGUMENTS};
use crate::syntax::expression::lexer::Token;
use crate::syntax::expression::{Expr, ExprId, Function, Parameter, Rounding};
use crate::syntax::nearest::nearest;

/// No number has more digits after its point.
const MOST_SCALE: i128 = 18;

impl Parser<'_> {
    /// Values in braces after `in`.
    pub(super) fn choices(&mut self, left: ExprId, start: usize) -> ExprId {
        let open = self.range();
        if !self.take("{") {
            self.unexpected("values in braces follow `in`, as `in {a, b}`");
            return self.add(Expr::Unknown, open, &[left]);
        }
        let choices = self.list("}");
        if choices.is_empty() && self.reported != Some(self.at) {
            let range = open.start..self.range().end;
            self.report(&MALFORMED_EXPRESSION, range, "nothing is in an empty list".to_owned(), "no values");
        }
        self.close("}", open);
        let range = start..self.last_end();
        let mut inner = choices.clone();
        inner.push(left);
        self.add(Expr::In(left, choices.into()), range, &inner)
    }

    /// Parts with commas between them, up to `end`.
    fn list(&mut self, end: &str) -> Vec<ExprId> {
        let mut parts = Vec::new();
        if self.token() == Token::Symbol(end) {
            return parts;
        }
        loop {
            parts.push(self.expression(0));
            if !self.take(",") {
                return parts;
            }
        }
    }

    pub(super) fn call(&mut self, name: &str) -> ExprId {
        let range = self.range();
        self.skip();
        let open = self.range();
        self.skip();
        let function = Function::from_name(name);
        if function.is_none() {
            self.unknown_function(name, range.clone());
        }
        let arguments = self.list(")");
        self.close(")", open);
        let whole = range.start..self.last_end();
        let Some(function) = function else { return self.add(Expr::Unknown, whole, &arguments) };
        let parameters = function.parameters().len();
        if arguments.len() < parameters || (arguments.len() > parameters && !function.takes_more()) {
            let number = arguments.len();
            let are = if number == 1 { "argument is" } else { "arguments are" };
            let message = format!("`{name}` is called as `{}`", function.signature());
            self.report(&WRONG_ARGUMENTS, range, message, &format!("{number} {are} given"));
            return self.add(Expr::Unknown, whole, &arguments);
        }
        for (at, argument) in arguments.iter().enumerate() {
            self.argument(function, at, *argument);
        }
        self.add(Expr::Call(function, arguments.clone().into()), whole, &arguments)
    }

    fn unknown_function(&mut self, name: &str, range: Range<usize>) {
        let near = nearest(name, Function::ALL.iter().map(|function| function.name()));
        let place = (self.locate)(range.clone());
        let finding =
            self.report(&UNKNOWN_FUNCTION, range, format!("there is no function `{name}`"), "unknown function");
        if let Some(near) = near {
            *finding =
                finding.clone().help(format!("did you mean `{near}`")).fix(format!("write `{near}`"), place, near);
        }
    }

    /// Checks an argument that must be written down: a rounding mode, a scale, a text.
    fn argument(&mut self, function: Function, at: usize, argument: ExprId) {
        let index = argument.0 as usize;
        let part = &self.expression.parts[index];
        let wanted = match (function.parameter(at), part) {
            (Some(Parameter::Rounding), Expr::Name(name)) if Rounding::from_word(name).is_some() => {
                self.expression.parts[index] = Rounding::from_word(name).map_or(Expr::Unknown, Expr::Rounding);
                return;
            }
            (Some(Parameter::Rounding), _) => {
                "a rounding mode: `half-up`, `half-even`, `down`, `up`, `floor`, `ceiling`"
            }
            (Some(Parameter::Scale), Expr::Number(number))
                if number.as_integer().is_some_and(|scale| (0..=MOST_SCALE).contains(&scale)) =>
            {
                return;
            }
            (Some(Parameter::Scale), _) => "a number of digits from 0 to 18",
            (Some(Parameter::Text), Expr::Text(_)) | (Some(Parameter::Any) | None, _) => return,
            (Some(Parameter::Text), _) => "a text in single quotes",
        };
        if *part == Expr::Unknown {
            return;
        }
        let place = self.expression.spans[index];
        let message = format!("`{}` is called as `{}`", function.name(), function.signature());
        let finding = WRONG_ARGUMENTS.finding(message).at(place, format!("this must be {wanted}"));
        self.findings.push(finding);
    }
}
