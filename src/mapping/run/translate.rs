//! From the expression of a condition to one that can be judged.

use crate::mapping::ir::{Hindrance, Key, Lets, Role, Slot, Sort};
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::expression::{Formula, Meaning};
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::record::{Direction, ValuePart};
use crate::model::step_word::Rounding;
use crate::model::value::Literal;
use crate::syntax::expression::{Expr, ExprId, Function, Operator};
use crate::syntax::path::Foreign;

use super::condition::{Condition, Way};
use super::exact::Exact;
use super::formula::{Amount, Made, Words};
use super::shape::{Shape, is_money, names_to, way_to};

/// No number has more digits after its point.
const MOST_SCALE: usize = 36;

/// No formula names others that name others deeper than this.
const MOST_LETS: usize = 16;

/// An object, and the list whose part is at hand.
type At = (Id<Object>, Option<Id<Field>>);

/// What the names of a formula mean.
#[derive(Clone, Copy)]
pub(super) struct Names<'s> {
    /// The fields of an object, or of a part of a list, among those that are there; places in the payload otherwise.
    object: Option<(At, &'s Shape)>,
    /// What the value at hand is, where there is one.
    value: Option<Sort>,
    /// What `$name` stands for.
    lets: &'s Lets,
}

impl<'s> Names<'s> {
    /// Places in the payload.
    pub fn payload(lets: &'s Lets) -> Self {
        Self { object: None, value: None, lets }
    }

    /// Fields of an object, or of a part of a list.
    pub fn object(at: (Id<Object>, Option<Id<Field>>), shape: &'s Shape, lets: &'s Lets) -> Self {
        Self { object: Some((at, shape)), value: None, lets }
    }

    /// With a value at hand.
    pub fn with(self, value: Sort) -> Self {
        Self { value: Some(value), ..self }
    }
}

/// A part of a formula, by what it is.
enum Term {
    Truth(Condition),
    Number(Amount),
    /// A text that is worked out.
    Words(Words),
    /// A text, a code, a day: compared as it is.
    Plain(Way),
    /// A point in time.
    Instant(Way),
    Constant(Literal),
    /// A place in the payload; what it is shows in what it is compared with.
    Foreign(Vec<Key>),
    List(Way),
}

struct Translation<'t> {
    model: &'t Model,
    formula: &'t Formula,
    names: Names<'t>,
    /// How many formulas name one another on the way here.
    depth: usize,
}

/// A condition that can be judged. `Err` says which part of it is not supported.
pub(super) fn condition(model: &Model, formula: &Formula, names: Names<'_>) -> Result<Condition, Hindrance> {
    Translation { model, formula, names, depth: 0 }.truth(formula.expression.root())
}

/// A formula that can be worked out. `Err` says which part of it is not supported.
pub(super) fn formula(model: &Model, formula: &Formula, names: Names<'_>, gives: Sort) -> Result<Made, Hindrance> {
    let translation = Translation { model, formula, names, depth: 0 };
    let root = formula.expression.root();
    match gives {
        Sort::Number => translation.number(root).map(Made::Number),
        Sort::Text => translation.words(root).map(Made::Text),
    }
}

impl Translation<'_> {
    fn refuse<T>(&self, part: ExprId, why: impl Into<String>) -> Result<T, Hindrance> {
        let span = self.formula.expression.span(part);
        Err(Hindrance { span, why: why.into(), direction: Direction::Both })
    }

    fn truth(&self, part: ExprId) -> Result<Condition, Hindrance> {
        match self.term(part)? {
            Term::Truth(truth) => Ok(truth),
            Term::Foreign(keys) => Ok(Condition::IsAt(keys, Literal::Boolean(true))),
            _ => self.refuse(part, "a condition is wanted here"),
        }
    }

    fn term(&self, part: ExprId) -> Result<Term, Hindrance> {
        match self.formula.expression.part(part) {
            Expr::Number(number) => Ok(Term::Constant(Literal::Number(*number))),
            Expr::Text(text) => Ok(Term::Constant(Literal::Text(text.clone()))),
            Expr::Boolean(truth) => Ok(Term::Constant(Literal::Boolean(*truth))),
            Expr::Null => Ok(Term::Constant(Literal::Null)),
            Expr::Name(name) => self.name(part, name),
            Expr::Not(inner) => Ok(Term::Truth(Condition::Not(Box::new(self.truth(*inner)?)))),
            Expr::Binary(operator, left, right) => self.binary(*operator, *left, *right),
            Expr::In(value, choices) => {
                let same: Result<Vec<_>, _> = choices.iter().map(|choice| self.same(*value, *choice)).collect();
                Ok(Term::Truth(Condition::Any(same?)))
            }
            Expr::Call(function, arguments) => self.call(part, *function, arguments),
            Expr::Negative(inner) => {
                let zero = Box::new(Amount::Constant(Exact::default()));
                Ok(Term::Number(Amount::Minus(zero, Box::new(self.number(*inner)?))))
            }
            Expr::Value => match self.names.value {
                Some(Sort::Number) => Ok(Term::Number(Amount::Value)),
                Some(Sort::Text) => Ok(Term::Words(Words::Value)),
                None => self.refuse(part, "there is no value at hand here"),
            },
            Expr::Let(name) => {
                let inner = self.named(part, name)?;
                inner.term(inner.formula.expression.root())
            }
            Expr::Rounding(_) => self.refuse(part, "a rounding mode stands in `round` and `divide` only"),
            Expr::Unknown => self.refuse(part, "this could not be read"),
        }
    }

    fn binary(&self, operator: Operator, left: ExprId, right: ExprId) -> Result<Term, Hindrance> {
        let numbers = |make: fn(Box<Amount>, Box<Amount>) -> Amount| {
            Ok(Term::Number(make(Box::new(self.number(left)?), Box::new(self.number(right)?))))
        };
        Ok(Term::Truth(match operator {
            Operator::Plus => return numbers(Amount::Plus),
            Operator::Minus => return numbers(Amount::Minus),
            Operator::Times => return numbers(Amount::Times),
            Operator::And => Condition::And(Box::new(self.truth(left)?), Box::new(self.truth(right)?)),
            Operator::Or => Condition::Any(vec![self.truth(left)?, self.truth(right)?]),
            Operator::Equal => self.same(left, right)?,
            Operator::NotEqual => Condition::Not(Box::new(self.same(left, right)?)),
            Operator::Less => self.order(Condition::Less, left, right)?,
            Operator::Greater => self.order(Condition::Less, right, left)?,
            Operator::LessOrEqual => Condition::LessOrSame(self.number(left)?, self.number(right)?),
            Operator::GreaterOrEqual => Condition::LessOrSame(self.number(right)?, self.number(left)?),
        }))
    }

    fn order(
        &self,
        make: fn(Amount, Amount) -> Condition,
        left: ExprId,
        right: ExprId,
    ) -> Result<Condition, Hindrance> {
        if let (Term::Instant(left), Term::Instant(right)) = (self.term(left)?, self.term(right)?) {
            return Ok(Condition::Earlier(left, right));
        }
        Ok(make(self.number(left)?, self.number(right)?))
    }

    /// The formula that a `let` names.
    fn named(&self, part: ExprId, name: &str) -> Result<Translation<'_>, Hindrance> {
        match self.names.lets.get(name).filter(|_| self.depth < MOST_LETS) {
            Some(formula) => Ok(Translation { formula, depth: self.depth + 1, ..*self }),
            None if self.depth < MOST_LETS => self.refuse(part, format!("no `let` of the record is called `{name}`")),
            None => self.refuse(part, "formulas name one another in circles"),
        }
    }

    fn number(&self, part: ExprId) -> Result<Amount, Hindrance> {
        match self.formula.expression.part(part) {
            Expr::Call(Function::If, arguments) if arguments.len() == 3 => {
                let [condition, then, otherwise] = [arguments[0], arguments[1], arguments[2]];
                let both = [self.number(then)?, self.number(otherwise)?].map(Box::new);
                let [then, otherwise] = both;
                return Ok(Amount::If(Box::new(self.truth(condition)?), then, otherwise));
            }
            Expr::Call(Function::Coalesce, all) => return self.numbers(all).map(Amount::First),
            Expr::Let(name) => {
                let inner = self.named(part, name)?;
                return inner.number(inner.formula.expression.root());
            }
            _ => {}
        }
        match self.term(part)? {
            Term::Number(number) => Ok(number),
            Term::Constant(Literal::Number(number)) => Ok(Amount::Constant(Exact::from(number))),
            Term::Foreign(keys) => Ok(Amount::Foreign(keys)),
            Term::Instant(_) => self.refuse(part, "points in time are compared by `<` and `>` only"),
            _ => self.refuse(part, "a number is wanted here"),
        }
    }

    fn numbers(&self, all: &[ExprId]) -> Result<Vec<Amount>, Hindrance> {
        all.iter().map(|part| self.number(*part)).collect()
    }

    fn words(&self, part: ExprId) -> Result<Words, Hindrance> {
        match self.formula.expression.part(part) {
            Expr::Call(Function::If, arguments) if arguments.len() == 3 => {
                let condition = Box::new(self.truth(arguments[0])?);
                let [then, otherwise] = [self.words(arguments[1])?, self.words(arguments[2])?].map(Box::new);
                return Ok(Words::If(condition, then, otherwise));
            }
            Expr::Call(Function::Coalesce, all) => {
                let all: Result<Vec<_>, _> = all.iter().map(|part| self.words(*part)).collect();
                return all.map(Words::First);
            }
            Expr::Let(name) => {
                let inner = self.named(part, name)?;
                return inner.words(inner.formula.expression.root());
            }
            _ => {}
        }
        match self.term(part)? {
            Term::Words(words) => Ok(words),
            Term::Plain(way) => Ok(Words::Field(way)),
            Term::Constant(Literal::Text(text)) => Ok(Words::Constant(text.to_string())),
            Term::Foreign(keys) => Ok(Words::Foreign(keys)),
            _ => self.refuse(part, "a text is wanted here"),
        }
    }

    fn same(&self, left: ExprId, right: ExprId) -> Result<Condition, Hindrance> {
        Ok(match (self.term(left)?, self.term(right)?) {
            (Term::Number(_), _) | (_, Term::Number(_) | Term::Constant(Literal::Number(_))) => {
                Condition::SameNumber(self.number(left)?, self.number(right)?)
            }
            (Term::Foreign(keys), Term::Constant(constant)) => Condition::IsAt(keys, constant),
            (Term::Words(_), _) | (_, Term::Words(_)) => Condition::SameText(self.words(left)?, self.words(right)?),
            (Term::Truth(truth), Term::Constant(Literal::Boolean(wanted))) => {
                if wanted {
                    truth
                } else {
                    Condition::Not(Box::new(truth))
                }
            }
            (Term::Plain(way) | Term::Instant(way), Term::Constant(constant)) => Condition::Is(way, constant),
            (Term::Plain(a), Term::Plain(b)) | (Term::Instant(a), Term::Instant(b)) => Condition::Same(a, b),
            _ => return self.refuse(right, "these two cannot be compared"),
        })
    }

    fn call(&self, part: ExprId, function: Function, arguments: &[ExprId]) -> Result<Term, Hindrance> {
        let not = |condition| Condition::Not(Box::new(condition));
        let number = |amount| Ok(Term::Number(amount));
        let words = |words| Ok(Term::Words(words));
        match (function, arguments) {
            (Function::Count, [list]) => match self.term(*list)? {
                Term::List(list) => number(Amount::Count(list)),
                _ => self.refuse(*list, "a list is wanted here"),
            },
            (Function::Sum, [inner]) => {
                let (way, inside) = self.over(*inner)?;
                number(Amount::Sum(way, Box::new(inside.number(*inner)?)))
            }
            (Function::Any | Function::All, [inner]) => {
                let (way, inside) = self.over(*inner)?;
                let inner = Box::new(inside.truth(*inner)?);
                let is_any = function == Function::Any;
                Ok(Term::Truth(if is_any { Condition::Some(way, inner) } else { Condition::Every(way, inner) }))
            }
            (Function::Max, all) => number(Amount::Greatest(self.numbers(all)?)),
            (Function::Min, all) => number(Amount::Least(self.numbers(all)?)),
            (Function::Clamp, [x, low, high]) => {
                let least = Amount::Greatest(vec![self.number(*x)?, self.number(*low)?]);
                number(Amount::Least(vec![least, self.number(*high)?]))
            }
            (Function::Abs, [x]) => number(Amount::Absolute(Box::new(self.number(*x)?))),
            (Function::Round, [x, mode, scale]) => {
                let (scale, mode) = (self.scale(*scale)?, self.rounding(*mode)?);
                number(Amount::Rounded(Box::new(self.number(*x)?), scale, mode))
            }
            (Function::Divide, [above, below, mode, scale]) => {
                let (scale, mode) = (self.scale(*scale)?, self.rounding(*mode)?);
                let [above, below] = [self.number(*above)?, self.number(*below)?].map(Box::new);
                number(Amount::Divided(above, below, scale, mode))
            }
            (Function::Length, [text]) => number(Amount::Length(Box::new(self.words(*text)?))),
            (Function::Concat, all) => {
                let all: Result<Vec<_>, _> = all.iter().map(|part| self.words(*part)).collect();
                words(Words::Together(all?))
            }
            (Function::Upper, [text]) => words(Words::Upper(Box::new(self.words(*text)?))),
            (Function::Lower, [text]) => words(Words::Lower(Box::new(self.words(*text)?))),
            (Function::Trim, [text]) => words(Words::Trimmed(Box::new(self.words(*text)?))),
            (Function::Empty, [text]) => Ok(Term::Truth(Condition::Blank(self.words(*text)?))),
            (Function::Contains, [text, inner]) => {
                Ok(Term::Truth(Condition::Contains(self.words(*text)?, self.words(*inner)?)))
            }
            (Function::StartsWith, [text, inner]) => {
                Ok(Term::Truth(Condition::StartsWith(self.words(*text)?, self.words(*inner)?)))
            }
            (Function::EndsWith, [text, inner]) => {
                Ok(Term::Truth(Condition::EndsWith(self.words(*text)?, self.words(*inner)?)))
            }
            (Function::Present | Function::Absent | Function::Null, [value]) => {
                let there = match (function, self.term(*value)?) {
                    (Function::Null, Term::Foreign(keys)) => return Ok(Term::Truth(Condition::IsNullAt(keys))),
                    (_, Term::Foreign(keys)) => Condition::IsThere(keys),
                    (function, Term::Plain(way) | Term::Instant(way) | Term::List(way)) => {
                        if function == Function::Null {
                            return Ok(Term::Truth(Condition::Null(way)));
                        }
                        Condition::Present(way)
                    }
                    _ => return self.refuse(*value, "a field that is a text, a code or a time is wanted here"),
                };
                Ok(Term::Truth(if function == Function::Present { there } else { not(there) }))
            }
            _ => self.refuse(part, format!("the function `{}` is not supported here yet", function.name())),
        }
    }

    /// The list over which something is worked out, and what the names mean inside one of its parts.
    fn over(&self, part: ExprId) -> Result<(Way, Translation<'_>), Hindrance> {
        let Some((at, shape)) = self.names.object else {
            return self.refuse(part, "only lists of an object are summed up");
        };
        let list = self.formula.list_in(self.model, part, at);
        let Some(list) = list.filter(|list| shape.has(*list)) else {
            return self.refuse(part, "a field in a list that is at hand is wanted here");
        };
        let way = names_to(self.model, Slot { field: list, part: None });
        let names = Names { object: Some(((at.0, Some(list)), shape)), ..self.names };
        Ok((way, Translation { names, ..*self }))
    }

    fn scale(&self, part: ExprId) -> Result<usize, Hindrance> {
        match self.formula.expression.part(part) {
            Expr::Number(number) if number.scale() == 0 => match usize::try_from(number.units()) {
                Ok(scale) if scale <= MOST_SCALE => Ok(scale),
                _ => self.refuse(part, format!("at most {MOST_SCALE} digits stand after a point")),
            },
            _ => self.refuse(part, "a number of digits is wanted here"),
        }
    }

    fn rounding(&self, part: ExprId) -> Result<Rounding, Hindrance> {
        let mode = match self.formula.expression.part(part) {
            Expr::Rounding(mode) => Rounding::from_word(mode.word()),
            _ => None,
        };
        mode.map_or_else(|| self.refuse(part, "a rounding mode is wanted here"), Ok)
    }

    fn name(&self, part: ExprId, text: &str) -> Result<Term, Hindrance> {
        match (self.names.object, self.formula.meaning(part)) {
            (None, _) => {
                let Ok(path) = Foreign::parse(text) else { return self.refuse(part, "this is no path") };
                let keys = path.steps.iter().map(|step| match &step.qualifiers[..] {
                    [] => Key::Name(step.name.clone()),
                    pairs => {
                        let pairs = pairs.iter().map(|pair| (pair.key.clone(), pair.value.clone()));
                        Key::Qualified(step.name.clone(), pairs.collect())
                    }
                });
                Ok(Term::Foreign(keys.collect()))
            }
            (Some((at, shape)), Some(Meaning::Field(place, value_part))) => {
                self.field(part, place, value_part, at, shape)
            }
            (Some(_), Some(Meaning::Code)) => Ok(Term::Constant(Literal::Text(text.into()))),
            (Some(_), _) => self.refuse(part, "the meaning of this name is not known"),
        }
    }

    /// A field of the object or of the part of a list at hand.
    fn field(
        &self,
        part: ExprId,
        place: Place,
        value_part: Option<ValuePart>,
        at: (Id<Object>, Option<Id<Field>>),
        shape: &Shape,
    ) -> Result<Term, Hindrance> {
        let Some(field) = place.field.filter(|_| place.object == at.0) else {
            return self.refuse(part, "only fields of the same object can be compared");
        };
        let fields = way_to(self.model, field);
        let around = fields.first().and_then(|first| self.model[*first].parent);
        if around != at.1 || !shape.has(field) {
            return self.refuse(part, format!("`{}` is not at hand here", self.model[field].name));
        }
        let mut way: Way = fields.iter().map(|field| self.model[*field].name.text.to_string()).collect();
        if matches!(self.model[field].kind, FieldKind::List(_)) {
            return Ok(Term::List(way));
        }
        if is_money(self.model, field) {
            let is_currency = value_part == Some(ValuePart::Currency);
            let value_part = if is_currency { ValuePart::Currency } else { ValuePart::Amount };
            way.push(value_part.word().to_owned());
            return Ok(if is_currency { Term::Plain(way) } else { Term::Number(Amount::Field(way)) });
        }
        Ok(match Role::of(self.model, Slot { field, part: None }) {
            Ok(Role::Decimal(_) | Role::Quantity(..) | Role::Amount(..) | Role::Integer) => {
                Term::Number(Amount::Field(way))
            }
            Ok(Role::Boolean) => Term::Truth(Condition::Is(way, Literal::Boolean(true))),
            Ok(Role::Instant) => Term::Instant(way),
            _ => Term::Plain(way),
        })
    }
}
