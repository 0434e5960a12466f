//! Expressions: formulas and conditions, as they stand in a text of the charter.
//!
//! They are total: every expression has a value or a named exception, and there is no recursion and no loop. Names may
//! contain hyphens, so a minus has a space on its left. `and` binds closer than `or`, then follow comparisons, sums and
//! products. A division names its rounding: `divide(a, b, half-up, 2)`. A word that is neither a field nor a name in
//! scope is a code, as `web` in `channel = web`; which it is, is decided where the names are known.

mod codes;
mod function;
mod lexer;
mod parser;
mod print;

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::values::Decimal;
pub(super) use codes::{DEEP_EXPRESSION, MALFORMED_EXPRESSION, UNKNOWN_FUNCTION, UNROUNDED_DIVISION, WRONG_ARGUMENTS};
pub use function::{Function, Parameter, Rounding};

/// No part of an expression has more parts around it.
pub const MOST_DEPTH: usize = 64;

/// An expression: its parts in an arena, each one after the parts that it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    parts: Vec<Expr>,
    spans: Vec<Span>,
    root: ExprId,
}

/// A part of one expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ExprId(pub u32);

/// What a part of an expression is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// A number.
    Number(Decimal),
    /// A text in single quotes.
    Text(Box<str>),
    /// `#true` or `#false`.
    Boolean(bool),
    /// `#null`.
    Null,
    /// The value at hand: `value`.
    Value,
    /// A field, a place in the payload or a code: the path as it is written, without backticks.
    Name(Box<str>),
    /// A value that the record names with `let`: `$name`, without the `$`.
    Let(Box<str>),
    /// `not x`.
    Not(ExprId),
    /// `-x`.
    Negative(ExprId),
    /// Two parts with an operator between them.
    Binary(Operator, ExprId, ExprId),
    /// `x in {a, b}`.
    In(ExprId, Box<[ExprId]>),
    /// A function of the language with its arguments. Rounding modes and scales are among them.
    Call(Function, Box<[ExprId]>),
    /// The rounding mode of a function, as `half-up`.
    Rounding(Rounding),
    /// Something that could not be read; it was reported.
    Unknown,
}

/// What stands between two parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}

impl Operator {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
        }
    }

    /// How close it binds; closer is higher.
    fn strength(self) -> u8 {
        match self {
            Self::Or => 1,
            Self::And => 2,
            Self::Plus | Self::Minus => 5,
            Self::Times => 6,
            _ => COMPARISON,
        }
    }

    /// Whether it compares, so that its value is a truth value and it does not chain.
    pub fn compares(self) -> bool {
        self.strength() == COMPARISON
    }
}

/// How close `not` binds.
const NOT: u8 = 3;
/// How close comparisons and `in` bind.
const COMPARISON: u8 = 4;

impl Expression {
    /// Reads `text`. `locate` says where a range of its bytes stands in the source.
    pub fn parse(text: &str, locate: &dyn Fn(Range<usize>) -> Span) -> (Self, Vec<Diagnostic>) {
        parser::parse(text, locate)
    }

    /// The whole.
    pub fn root(&self) -> ExprId {
        self.root
    }

    /// A part.
    pub fn part(&self, id: ExprId) -> &Expr {
        &self.parts[id.0 as usize]
    }

    /// The first part that a part is made of; nothing for one that is made of none.
    pub fn first_inside(&self, id: ExprId) -> Option<ExprId> {
        match self.part(id) {
            Expr::Not(inner) | Expr::Negative(inner) | Expr::Binary(_, inner, _) | Expr::In(inner, _) => Some(*inner),
            Expr::Call(_, arguments) => arguments.first().copied(),
            _ => None,
        }
    }

    /// Where a part stands.
    pub fn span(&self, id: ExprId) -> Span {
        self.spans[id.0 as usize]
    }

    /// All parts, each one after those that it is made of.
    pub fn parts(&self) -> impl ExactSizeIterator<Item = (ExprId, &Expr)> {
        self.parts.iter().enumerate().map(|(at, part)| (ExprId(at as u32), part))
    }

    /// The names of fields, places and codes, in the order of the text.
    pub fn names(&self) -> impl Iterator<Item = (ExprId, &str)> {
        self.parts().filter_map(|(id, part)| if let Expr::Name(name) = part { Some((id, &**name)) } else { None })
    }
}

/// What to say of an unknown name with a hyphen whose two halves are names: the minus lacks its spaces.
pub fn meant_as_difference(name: &str, known: impl Fn(&str) -> bool) -> Option<String> {
    let halves = name.match_indices('-').map(|(at, _)| (&name[..at], &name[at + 1..]));
    let (left, right) = halves.into_iter().find(|(left, right)| known(left) && known(right))?;
    Some(format!("{left} - {right}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn read(text: &str) -> (String, Vec<(String, String)>) {
        let locate = |range: Range<usize>| Span::new(FileId(0), range.start as u32..range.end as u32);
        let (expression, findings) = Expression::parse(text, &locate);
        let found = findings.into_iter().map(|finding| {
            let place = finding.primary().expect("a finding has a place").span.range();
            (finding.message, text[place].to_owned())
        });
        (expression.to_string(), found.collect())
    }

    fn check(text: &str, normal: &str) {
        assert_eq!(read(text), (normal.to_owned(), vec![]), "{text}");
        assert_eq!(read(normal).0, normal);
    }

    #[test]
    fn an_expression_has_one_normal_form() {
        check("max(0,on-hand - held-reserved)", "max(0, on-hand - held-reserved)");
        check("((a))-(b - c)*-d", "a - (b - c) * -d");
        check("(a + b) - c", "a + b - c");
        check("order-type=pallet & channel!='web'", "order-type = pallet and channel != 'web'");
        check("a or b and not c", "a or b and not c");
        check("(a or b) && not c = d", "(a or b) and not c = d");
        check("not (a = 1 or b)", "not (a = 1 or b)");
        check("x not in {1, 2.50}", "not x in {1, 2.5}");
        check("round($rate * value, half-even, 2) >= -1", "round($rate * value, half-even, 2) >= -1");
        check("N1[N101=ST].N104 = `Order No`", "N1[N101=ST].N104 = `Order No`");
        check("`value` = \"it's\"", "`value` = \"it's\"");
        check("if(present(a), #true, #null)", "if(present(a), #true, #null)");
        check("- (5) - -x", "-5 - -x");
    }

    fn check_wrong(text: &str, normal: &str, found: &[(&str, &str)]) {
        let (shown, wrong) = read(text);
        let wrong: Vec<_> = wrong.iter().map(|(message, place)| (message.as_str(), place.as_str())).collect();
        assert_eq!((shown.as_str(), &wrong[..]), (normal, found), "{text}");
    }

    #[test]
    fn each_mistake_of_an_expression_is_one_finding_where_it_is() {
        check_wrong("", "...", &[("the expression is empty", "")]);
        check_wrong("a +", "a + ...", &[("the expression ends too early", "")]);
        check_wrong("a b", "a", &[("`b` cannot stand here", "b")]);
        check_wrong("a = = b", "(a = ...) = b", &[("`=` cannot stand here", "=")]);
        check_wrong("max(a, )", "max(a, ...)", &[("`)` cannot stand here", ")")]);
        check_wrong("max(a, b", "max(a, b)", &[("`)` is missing", "")]);
        check_wrong("(a", "a", &[("`)` is missing", "")]);
        check_wrong("a ? b", "a", &[("`?` means nothing in an expression", "?")]);
        check_wrong("a = 'b", "a = ...", &[("a quote is not closed", "'b")]);
        check_wrong("a < b < c", "(a < b) < c", &[("comparisons do not chain", "<")]);
        check_wrong("a in b", "...", &[("`b` cannot stand here", "b")]);
        check_wrong("a in {}", "a in {}", &[("nothing is in an empty list", "{}")]);
        check_wrong("a / b", "...", &[("a division does not say how it is rounded", "/")]);
        check_wrong("a == true", "a = #true", &[("this is written `=`", "=="), ("this is written `#true`", "true")]);
        check_wrong(
            "mx(a, 1) + clmp(b)",
            "... + ...",
            &[("there is no function `mx`", "mx"), ("there is no function `clmp`", "clmp")],
        );
        check_wrong("clamp(a)", "...", &[("`clamp` is called as `clamp(x, low, high)`", "clamp")]);
        let signature = "`round` is called as `round(x, mode, scale)`";
        check_wrong("round(a, up-ish, b)", "round(a, up-ish, b)", &[(signature, "up-ish"), (signature, "b")]);
    }

    #[test]
    fn a_deep_expression_is_one_finding() {
        for deep in ["(".repeat(5_000), "-".repeat(5_000), "not ".repeat(2_000), "a+".repeat(4_999) + "a"] {
            let (_, found) = read(&deep);
            assert_eq!(found.len(), 1, "{found:?}");
            assert_eq!(found[0].0, "the expression is nested more than 64 deep");
        }
        assert_eq!(read(&"a".repeat(10_001)).1[0].0, "the expression is longer than 10000 bytes");
    }

    #[test]
    fn a_hyphen_between_two_known_names_was_meant_as_a_minus() {
        let known = |name: &str| ["on-hand", "held"].contains(&name);
        assert_eq!(meant_as_difference("on-hand-held", known).as_deref(), Some("on-hand - held"));
        assert_eq!(meant_as_difference("on-hold", known), None);
    }
}
