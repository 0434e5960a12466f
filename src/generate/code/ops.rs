//! Operations of mappings as calls of the runtime.

use crate::generate::statement::{Constant, Expression, Runtime, Statement, Type, Word};
use crate::mapping::ir::{Op, Otherwise, Role, Sort, Table, UnitRatio, entities};
use crate::model::choice::Choice;
use crate::model::expression::Formula;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::model::value::Literal;
use crate::source::Span;

use super::condition::Scene;
use super::shape::Shape;
use super::unit::FileUnit;

/// Where an operation is carried out.
#[derive(Clone)]
pub(super) struct Site<'s> {
    /// The line of the charter.
    pub span: Span,
    /// The place, by its name.
    pub place: Expression,
    /// The rule, by its name.
    pub rule: Expression,
    /// What tables are called after.
    pub path: String,
    /// The object or the part of a list that is written.
    pub whole: Option<Whole<'s>>,
}

/// An object or a part of a list.
#[derive(Clone, Copy)]
pub(super) struct Whole<'s> {
    /// Its name.
    pub name: &'s Expression,
    /// The object, and the list of the part.
    pub at: (Id<Object>, Option<Id<Field>>),
    /// The members that it has.
    pub shape: &'s Shape,
}

impl FileUnit<'_> {
    /// The value after all operations.
    pub fn apply(&mut self, ops: &[Op], role: &Role, value: Expression, site: &Site<'_>) -> Expression {
        ops.iter().fold(value, |value, op| self.operation(op, role, value, site))
    }

    fn operation(&mut self, op: &Op, role: &Role, value: Expression, site: &Site<'_>) -> Expression {
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
            Op::Unescape(markup) => {
                let rows = entities(*markup).unwrap_or_default().into_iter();
                let rows = rows.map(|(name, is)| (Constant::Text(name), Constant::Text(is))).collect();
                let table = self.shared_table(&format!("{}-names", markup.word()), rows);
                plain(R::Unescaped, value, vec![table])
            }
            Op::Fit { set, rows, instead, raises } => {
                let raises = exception_of(raises);
                let instead = instead.map_or(Expression::ABSENT, Expression::text);
                let rows = rows.iter().map(|(c, to)| (Constant::Text(c.to_string()), Constant::Text(to.clone())));
                let table = self.shared_table("nearest-letters", rows.collect());
                checked(R::Fitted, value, vec![Expression::Pattern((*set).to_owned()), table, instead, raises])
            }
            Op::Compute(formula, of, gives) => {
                let function = self.worked_out(formula, *of, *gives, site);
                checked(R::WorkedOut, value, vec![function])
            }
            Op::ComputeBack(formula, gives) => match site.whole {
                Some(whole) => {
                    let function = self.worked_back(formula, *gives, whole, site);
                    checked(R::WorkedBack, value, vec![whole.name.clone(), function])
                }
                None => value,
            },
            Op::Position(start) => Expression::call(R::Position, [site.place.clone(), Expression::number(start)]),
            Op::UnitAt(unit) => {
                let fixed = unit.rows.iter().map(|(code, ratio)| match ratio {
                    UnitRatio::Fixed(above, below) => Some((code, above, below)),
                    UnitRatio::Packs(_) => None,
                });
                let Some(rows) = fixed.collect::<Option<Vec<_>>>() else {
                    let why = "the packs of an item are not looked up in generated code yet";
                    self.refuse(site.span, why);
                    return value;
                };
                let column = |number: &dyn Fn(&(&String, &u128, &u128)) -> String| {
                    let row = |row: &_| {
                        let (code, ..): &(&String, &u128, &u128) = row;
                        (Constant::Text((*code).clone()), Constant::Text(number(row)))
                    };
                    rows.iter().map(row).collect::<Vec<_>>()
                };
                let raises = exception_of(&unit.raises);
                let (above, below) = (column(&|row| row.1.to_string()), column(&|row| row.2.to_string()));
                let above = self.table(&format!("{}-above", site.path), Type::Text, Type::Text, above);
                let below = self.table(&format!("{}-below", site.path), Type::Text, Type::Text, below);
                let round = unit.round.map_or(Expression::ABSENT, |round| Expression::Word(Word::Rounding(round)));
                let rest = [Expression::number(unit.scale), round, raises];
                let first = [Expression::Keys(unit.keys.clone()), above, below];
                checked(R::AmountIn, value, first.into_iter().chain(rest).collect())
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

    /// A function that works a formula out over the value at hand and the payload around it.
    fn worked_out(&mut self, formula: &Formula, of: Sort, gives: Sort, site: &Site<'_>) -> Expression {
        let function = self.names.take(&self.local(&format!("work-out-{}", site.path)));
        let place = Expression::name("place");
        match self.formula(formula, &Scene::Payload(&place), Some((of, "value")), gives) {
            Ok(made) => {
                let named = |name: &str| if made.mentions(name) { name.to_owned() } else { format!("_{name}") };
                let parameters = vec![(named("place"), Type::Place), (named("value"), type_of(of))];
                self.function(function.clone(), parameters, type_of(gives).maybe(), vec![Statement::Return(made)]);
            }
            Err((span, why)) => self.refuse(span, why),
        }
        Expression::Name(function)
    }

    /// A function that works a formula out over an object.
    fn worked_back(&mut self, formula: &Formula, gives: Sort, whole: Whole<'_>, site: &Site<'_>) -> Expression {
        let function = self.names.take(&self.local(&format!("work-back-{}", site.path)));
        let name = Expression::name("whole");
        let scene = Scene::Object { whole: &name, at: whole.at, shape: whole.shape };
        match self.formula(formula, &scene, None, gives) {
            Ok(made) => {
                let named = if made.mentions("whole") { "whole" } else { "_whole" };
                let parameters = vec![(named.to_owned(), Type::Named(whole.shape.name.clone()))];
                self.function(function.clone(), parameters, type_of(gives).maybe(), vec![Statement::Return(made)]);
            }
            Err((span, why)) => self.refuse(span, why),
        }
        Expression::Name(function)
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

fn type_of(sort: Sort) -> Type {
    match sort {
        Sort::Number => Type::Decimal,
        Sort::Text => Type::Text,
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
