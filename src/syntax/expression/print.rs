//! An expression in its one normal form: single spaces, and parentheses only where they are needed.

use std::fmt;

use super::{COMPARISON, Expr, ExprId, Expression, NOT};

/// How close a part binds that needs no parentheses anywhere.
const ATOM: u8 = 8;
/// How close a sign binds.
const SIGN: u8 = 7;

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(self.root(), 0, f)
    }
}

impl Expression {
    fn strength(&self, id: ExprId) -> u8 {
        match self.part(id) {
            Expr::Binary(operator, ..) => operator.strength(),
            Expr::In(..) => COMPARISON,
            Expr::Not(_) => NOT,
            Expr::Negative(_) => SIGN,
            Expr::Number(number) if number.units() < 0 => SIGN,
            _ => ATOM,
        }
    }

    /// Writes a part at a place where anything binds that is at least as close as `least`.
    fn write(&self, id: ExprId, least: u8, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.strength(id) < least {
            f.write_str("(")?;
            self.write(id, 0, f)?;
            return f.write_str(")");
        }
        match self.part(id) {
            Expr::Number(number) => write!(f, "{number}"),
            Expr::Text(text) => {
                let quote = if text.contains('\'') { '"' } else { '\'' };
                write!(f, "{quote}{text}{quote}")
            }
            Expr::Boolean(truth) => write!(f, "#{truth}"),
            Expr::Null => f.write_str("#null"),
            Expr::Value => f.write_str("value"),
            Expr::Name(name) if super::parser::is_plain_name(name) => f.write_str(name),
            Expr::Name(name) => write!(f, "`{name}`"),
            Expr::Let(name) => write!(f, "${name}"),
            Expr::Rounding(mode) => f.write_str(mode.word()),
            Expr::Unknown => f.write_str("..."),
            Expr::Not(inner) => {
                f.write_str("not ")?;
                self.write(*inner, NOT, f)
            }
            Expr::Negative(inner) => {
                f.write_str("-")?;
                self.write(*inner, SIGN, f)
            }
            Expr::Binary(operator, left, right) => {
                let strength = operator.strength();
                // A comparison does not chain, so both its sides bind closer.
                self.write(*left, strength + u8::from(operator.compares()), f)?;
                write!(f, " {} ", operator.symbol())?;
                self.write(*right, strength + 1, f)
            }
            Expr::In(left, choices) => {
                self.write(*left, COMPARISON + 1, f)?;
                f.write_str(" in {")?;
                self.write_list(choices, f)?;
                f.write_str("}")
            }
            Expr::Call(function, arguments) => {
                write!(f, "{}(", function.name())?;
                self.write_list(arguments, f)?;
                f.write_str(")")
            }
        }
    }

    fn write_list(&self, parts: &[ExprId], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in parts.iter().enumerate() {
            if at > 0 {
                f.write_str(", ")?;
            }
            self.write(*part, 0, f)?;
        }
        Ok(())
    }
}
