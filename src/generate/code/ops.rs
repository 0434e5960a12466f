//! Operations of mappings as calls of the runtime.

use crate::generate::statement::{Constant, Expression, Runtime, Type, Word};
use crate::mapping::ir::{Op, Otherwise, Role, Table};
use crate::model::id::Id;
use crate::model::operations::Exception;
use crate::model::value::Literal;

use super::unit::FileUnit;

/// Where an operation is carried out.
#[derive(Clone)]
pub(super) struct Site {
    /// The place, by its name.
    pub place: Expression,
    /// The rule, by its name.
    pub rule: Expression,
    /// What tables are called after.
    pub path: String,
}

impl FileUnit<'_> {
    /// The value after all operations.
    pub fn apply(&mut self, ops: &[Op], role: &Role, value: Expression, site: &Site) -> Expression {
        ops.iter().fold(value, |value, op| self.operation(op, role, value, site))
    }

    fn operation(&mut self, op: &Op, role: &Role, value: Expression, site: &Site) -> Expression {
        use Runtime as R;
        // Called with place and rule: these can find a problem.
        let checked = |function: Runtime, value: Expression, rest: Vec<Expression>| {
            let first = [site.place.clone(), site.rule.clone(), value];
            Expression::call(function, first.into_iter().chain(trimmed(rest)))
        };
        let plain = |function: Runtime, value: Expression, rest: Vec<Expression>| {
            Expression::call(function, [value].into_iter().chain(trimmed(rest)))
        };
        let text = |text: &str| Expression::text(text);
        let exception_of = |exception: &Option<Id<Exception>>| match exception {
            Some(exception) => self.program.exception(*exception),
            None => Expression::ABSENT,
        };
        match op {
            Op::Text => checked(R::Text, value, vec![]),
            Op::Truth => checked(R::Truth, value, vec![]),
            Op::Number => checked(R::Number, value, vec![]),
            Op::Decimal { point, thousands } => checked(R::Decimal, value, separators(point, thousands)),
            Op::Trim => plain(R::Trim, value, vec![]),
            Op::Collapse => plain(R::Collapse, value, vec![]),
            Op::Upper => plain(R::UpperCase, value, vec![]),
            Op::Lower => plain(R::LowerCase, value, vec![]),
            Op::StripPrefix(prefix) => checked(R::WithoutPrefix, value, vec![text(prefix)]),
            Op::AddPrefix(prefix) => plain(R::WithPrefix, value, vec![text(prefix)]),
            Op::StripSuffix(suffix) => checked(R::WithoutSuffix, value, vec![text(suffix)]),
            Op::AddSuffix(suffix) => plain(R::WithSuffix, value, vec![text(suffix)]),
            Op::Before(end) => checked(R::Before, value, vec![text(end)]),
            Op::After(start) => checked(R::After, value, vec![text(start)]),
            Op::Slice(from, length) => {
                let length = length.map_or(Expression::ABSENT, Expression::number);
                plain(R::Characters, value, vec![Expression::number(from), length])
            }
            Op::Replace(old, new) => plain(R::Replaced, value, vec![text(old), text(new)]),
            Op::Unpad(fill, end) => plain(R::Unpadded, value, vec![text(fill), Expression::Word(Word::Side(*end))]),
            Op::Pad(length, fill, end) => plain(
                R::Padded,
                value,
                vec![Expression::number(length), text(fill), Expression::Word(Word::Side(*end))],
            ),
            Op::Truncate(length, raises) => {
                checked(R::Truncated, value, vec![Expression::number(length), exception_of(raises)])
            }
            Op::Size(min, max) => {
                let max = max.map_or(Expression::ABSENT, Expression::number);
                checked(R::Sized, value, vec![Expression::number(min), max])
            }
            Op::Matches(pattern, raises) => {
                checked(R::Matching, value, vec![Expression::Pattern(pattern.clone()), exception_of(raises)])
            }
            Op::Extract(pattern, raises) => {
                checked(R::Matched, value, vec![Expression::Pattern(pattern.clone()), exception_of(raises)])
            }
            Op::CheckDigit(lengths, raises) => {
                let lengths = lengths.iter().map(Expression::number).collect();
                checked(R::Checked, value, vec![Expression::List(lengths), exception_of(raises)])
            }
            Op::Whole => checked(R::Whole, value, vec![]),
            Op::OfWhole => plain(R::OfWhole, value, vec![]),
            Op::Scale(scale, round) => {
                let round = round.map_or(Expression::ABSENT, |round| Expression::Word(Word::Rounding(round)));
                checked(R::Scaled, value, vec![Expression::number(scale), round])
            }
            Op::Precision(digits) => checked(R::Precise, value, vec![Expression::number(digits)]),
            Op::Shift(digits) => plain(R::Shifted, value, vec![Expression::number(digits)]),
            Op::Range(min, max, raises) => {
                let raises = exception_of(raises);
                let mut bound = |bound: &Option<_>| match bound {
                    Some(bound) => self.decimal(&ToString::to_string(bound as &crate::syntax::values::Decimal)),
                    None => Expression::ABSENT,
                };
                let bounds = vec![bound(min), bound(max), raises];
                checked(R::Between, value, bounds)
            }
            Op::Convert { above, below, scale, round, raises } => {
                let ratio = [above, below].map(|number| Expression::text(number.to_string()));
                let round = round.map_or(Expression::ABSENT, |round| Expression::Word(Word::Rounding(round)));
                let rest = [Expression::number(scale), round, exception_of(raises)];
                checked(R::Converted, value, ratio.into_iter().chain(rest).collect())
            }
            Op::Digits { scale, point, thousands } => {
                let scale = vec![Expression::number(scale)];
                let rest = separators(point, thousands);
                let rest = if rest.is_empty() && scale_is_zero(&scale) { vec![] } else { [scale, rest].concat() };
                plain(R::Digits, value, rest)
            }
            Op::JsonNumber => checked(R::JsonNumber, value, vec![]),
            Op::Instant => checked(R::Instant, value, vec![]),
            Op::InstantOfEpoch(unit) => checked(R::InstantOfEpoch, value, vec![Expression::number(unit)]),
            Op::EpochOf(unit) => checked(R::EpochOf, value, vec![Expression::number(unit)]),
            Op::InstantOfLocal { pattern, zone, gap, overlap } => {
                let policies = [Word::Gap(*gap), Word::Overlap(*overlap)].map(Expression::Word);
                checked(R::InstantOfLocal, value, [text(pattern), text(zone)].into_iter().chain(policies).collect())
            }
            Op::LocalOf(pattern, zone) => checked(R::LocalOf, value, vec![text(pattern), text(zone)]),
            Op::DateIn(zone) => checked(R::DateIn, value, vec![text(zone)]),
            Op::Date(pattern) => checked(R::Date, value, vec![text(pattern)]),
            Op::DateText(pattern) if pattern == "yyyy-MM-dd" => value,
            Op::DateText(pattern) => plain(R::DateAs, value, vec![text(pattern)]),
            Op::AddDays(days) => checked(R::DaysLater, value, vec![Expression::number(days)]),
            Op::LocalTime(pattern) => checked(R::LocalTime, value, vec![text(pattern)]),
            Op::LocalTimeText(pattern) => plain(R::LocalTimeAs, value, vec![text(pattern)]),
            Op::Decode(table) => {
                let from = if table.otherwise == Otherwise::Keep { Type::Text } else { Type::Any };
                let codes = self.table(&format!("{}-read", site.path), from, self.program.role_type(role), rows(table));
                match &table.otherwise {
                    Otherwise::Keep => plain(R::Kept, value, vec![codes]),
                    Otherwise::Assume(code, raises) => {
                        let assumed = Expression::Constant(constant(code));
                        checked(R::DecodedOr, value, vec![codes, assumed, exception_of(raises)])
                    }
                    Otherwise::Refuse(raises) => checked(R::Decoded, value, vec![codes, exception_of(raises)]),
                }
            }
            Op::Encode(table) => {
                let foreign = distinct(table.rows.iter().map(|(_, foreign)| constant(foreign)));
                let (from, to) = match table.otherwise {
                    Otherwise::Keep => (Type::Text, Type::Text),
                    _ => (self.program.role_type(role), Type::Literals(foreign)),
                };
                let codes = self.table(&format!("{}-written", site.path), from, to, rows(table));
                match &table.otherwise {
                    Otherwise::Keep => plain(R::Kept, value, vec![codes]),
                    Otherwise::Assume(_, raises) | Otherwise::Refuse(raises) => {
                        checked(R::Encoded, value, vec![codes, exception_of(raises)])
                    }
                }
            }
        }
    }

    /// A constant value of a field.
    pub fn assumed(&mut self, literal: &Literal, role: &Role) -> Expression {
        match (literal, role) {
            (Literal::Number(number), Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..)) => {
                self.decimal(&number.to_string())
            }
            _ => Expression::Constant(constant(literal)),
        }
    }
}

/// Arguments without the absent ones at the end.
fn trimmed(mut arguments: Vec<Expression>) -> Vec<Expression> {
    while matches!(arguments.last(), Some(Expression::Constant(Constant::Absent))) {
        arguments.pop();
    }
    arguments
}

fn separators(point: &str, thousands: &str) -> Vec<Expression> {
    match (point, thousands) {
        (".", "") => vec![],
        (point, "") => vec![Expression::text(point)],
        (point, thousands) => vec![Expression::text(point), Expression::text(thousands)],
    }
}

fn scale_is_zero(scale: &[Expression]) -> bool {
    matches!(scale, [Expression::Constant(Constant::Number(digits))] if digits == "0")
}

fn rows(table: &Table) -> Vec<(Constant, Constant)> {
    table.rows.iter().map(|(from, to)| (constant(from), constant(to))).collect()
}

/// Each constant once, in order.
pub(super) fn distinct(constants: impl Iterator<Item = Constant>) -> Vec<Constant> {
    let mut all: Vec<Constant> = Vec::new();
    for constant in constants {
        if !all.contains(&constant) {
            all.push(constant);
        }
    }
    all
}

/// A constant of the charter.
pub(super) fn constant(literal: &Literal) -> Constant {
    match literal {
        Literal::Text(text) => Constant::Text(text.to_string()),
        Literal::Number(number) => Constant::Number(number.to_string()),
        Literal::Boolean(truth) => Constant::Boolean(*truth),
        Literal::Null => Constant::Null,
    }
}
