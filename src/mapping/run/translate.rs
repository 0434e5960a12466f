//! From the expression of a condition to one that can be judged.

use crate::mapping::ir::{Hindrance, Key, Role, Slot};
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::expression::{Formula, Meaning};
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::record::{Direction, ValuePart};
use crate::model::value::Literal;
use crate::syntax::expression::{Expr, ExprId, Function, Operator};
use crate::syntax::path::Foreign;

use super::condition::{Amount, Condition, Way};
use super::exact::Exact;
use super::shape::{Shape, is_money, way_to};

/// What the names of a condition mean.
#[derive(Clone, Copy)]
pub(super) enum Names<'s> {
    /// Places in the payload.
    Payload,
    /// Fields of an object, or of a part of a list, among those that are there.
    Object { at: (Id<Object>, Option<Id<Field>>), shape: &'s Shape },
}

/// A part of a condition, by what it is.
enum Term {
    Truth(Condition),
    Number(Amount),
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
}

/// A condition that can be judged. `Err` says which part of it is not supported.
pub(super) fn condition(model: &Model, formula: &Formula, names: Names<'_>) -> Result<Condition, Hindrance> {
    Translation { model, formula, names }.truth(formula.expression.root())
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
            Expr::Negative(_) | Expr::Value | Expr::Let(_) | Expr::Rounding(_) => {
                self.refuse(part, "this is not supported in conditions yet")
            }
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

    fn number(&self, part: ExprId) -> Result<Amount, Hindrance> {
        match self.term(part)? {
            Term::Number(number) => Ok(number),
            Term::Constant(Literal::Number(number)) => Ok(Amount::Constant(Exact::from(number))),
            Term::Foreign(keys) => Ok(Amount::Foreign(keys)),
            Term::Instant(_) => self.refuse(part, "points in time are compared by `<` and `>` only"),
            _ => self.refuse(part, "a number is wanted here"),
        }
    }

    fn same(&self, left: ExprId, right: ExprId) -> Result<Condition, Hindrance> {
        Ok(match (self.term(left)?, self.term(right)?) {
            (Term::Number(_), _) | (_, Term::Number(_) | Term::Constant(Literal::Number(_))) => {
                Condition::SameNumber(self.number(left)?, self.number(right)?)
            }
            (Term::Foreign(keys), Term::Constant(constant)) => Condition::IsAt(keys, constant),
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
        let [value] = arguments else {
            return self.refuse(part, format!("the function `{}` is not supported in conditions yet", function.name()));
        };
        let not = |condition| Condition::Not(Box::new(condition));
        Ok(Term::Truth(match (function, self.term(*value)?) {
            (Function::Count, Term::List(list)) => return Ok(Term::Number(Amount::Count(list))),
            (Function::Count, _) => return self.refuse(*value, "a list is wanted here"),
            (Function::Present, Term::Foreign(keys)) => Condition::IsThere(keys),
            (Function::Absent, Term::Foreign(keys)) => not(Condition::IsThere(keys)),
            (Function::Null, Term::Foreign(keys)) => Condition::IsNullAt(keys),
            (function @ (Function::Present | Function::Absent | Function::Null), term) => {
                let (Term::Plain(way) | Term::Instant(way) | Term::List(way)) = term else {
                    return self.refuse(*value, "a field that is a text, a code or a time is wanted here");
                };
                match function {
                    Function::Null => Condition::Null(way),
                    Function::Present => Condition::Present(way),
                    _ => not(Condition::Present(way)),
                }
            }
            (function, _) => {
                let why = format!("the function `{}` is not supported in conditions yet", function.name());
                return self.refuse(part, why);
            }
        }))
    }

    fn name(&self, part: ExprId, text: &str) -> Result<Term, Hindrance> {
        match (self.names, self.formula.meaning(part)) {
            (Names::Payload, _) => {
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
            (Names::Object { at, shape }, Some(Meaning::Field(place, value_part))) => {
                self.field(part, place, value_part, at, shape)
            }
            (Names::Object { .. }, Some(Meaning::Code)) => Ok(Term::Constant(Literal::Text(text.into()))),
            (Names::Object { .. }, _) => self.refuse(part, "the meaning of this name is not known"),
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
