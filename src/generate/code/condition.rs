//! Conditions of the charter as conditions of a program.

use crate::generate::statement::{Constant, Expression, Runtime, Type};
use crate::mapping::ir::{Key, Role, Slot};
use crate::model::expression::{Formula, Meaning};
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::record::ValuePart;
use crate::source::Span;
use crate::syntax::expression::{Expr, ExprId, Function, Operator};
use crate::syntax::path::Foreign;

use super::shape::Shape;
use super::types::is_money;
use super::unit::FileUnit;

/// What the names of a condition stand for.
pub(super) enum Scene<'s> {
    /// Parts of the payload, from this place.
    Payload(&'s Expression),
    /// Fields of an object, or of a part of a list.
    Object {
        /// The object or part.
        whole: &'s Expression,
        /// The object, and the list of the part.
        at: (Id<Object>, Option<Id<Field>>),
        /// The members that it has.
        shape: &'s Shape,
    },
}

/// A part of a condition: its value, by what it is.
enum Term {
    Truth(Expression),
    Number(Expression),
    /// A text, a code, a day: compared as it is.
    Plain(Expression),
    /// A point in time.
    Instant(Expression),
    /// A constant, and the number that it may be.
    Constant(Constant),
    /// A place in the payload; what it is shows in what it is compared with.
    Foreign(Vec<Key>),
    List(Expression),
}

type Refusal = (Span, String);

/// One condition while it is translated.
struct Translation<'t, 'p> {
    unit: &'t mut FileUnit<'p>,
    formula: &'t Formula,
    scene: &'t Scene<'t>,
}

impl FileUnit<'_> {
    /// A condition as a truth value of the program.
    pub fn condition(&mut self, formula: &Formula, scene: &Scene<'_>) -> Result<Expression, Refusal> {
        let root = formula.expression.root();
        Translation { unit: self, formula, scene }.truth(root)
    }
}

impl Translation<'_, '_> {
    fn refuse<T>(&self, part: ExprId, why: impl Into<String>) -> Result<T, Refusal> {
        Err((self.formula.expression.span(part), why.into()))
    }

    fn truth(&mut self, part: ExprId) -> Result<Expression, Refusal> {
        match self.term(part)? {
            Term::Truth(truth) => Ok(truth),
            Term::Foreign(path) => self.at(&path, Constant::Boolean(true), part),
            _ => self.refuse(part, "a condition is wanted here"),
        }
    }

    fn term(&mut self, part: ExprId) -> Result<Term, Refusal> {
        match self.formula.expression.part(part).clone() {
            Expr::Number(number) => Ok(Term::Constant(Constant::Number(number.to_string()))),
            Expr::Text(text) => Ok(Term::Constant(Constant::Text(text.to_string()))),
            Expr::Boolean(truth) => Ok(Term::Constant(Constant::Boolean(truth))),
            Expr::Null => Ok(Term::Constant(Constant::Null)),
            Expr::Name(name) => self.name(part, &name),
            Expr::Not(inner) => Ok(Term::Truth(Expression::Not(Box::new(self.truth(inner)?)))),
            Expr::Binary(operator, left, right) => self.binary(part, operator, left, right),
            Expr::In(value, choices) => {
                let mut same = Vec::new();
                for choice in choices {
                    same.push(self.same(value, choice)?);
                }
                Ok(Term::Truth(Expression::any(same)))
            }
            Expr::Call(function, arguments) => self.call(part, function, &arguments),
            Expr::Negative(_) | Expr::Value | Expr::Let(_) | Expr::Rounding(_) => {
                self.refuse(part, "this is not supported in conditions yet")
            }
            Expr::Unknown => self.refuse(part, "this could not be read"),
        }
    }

    fn binary(&mut self, part: ExprId, operator: Operator, left: ExprId, right: ExprId) -> Result<Term, Refusal> {
        let arithmetic = match operator {
            Operator::Plus => Runtime::Plus,
            Operator::Minus => Runtime::Minus,
            Operator::Times => Runtime::Times,
            Operator::And => return Ok(Term::Truth(Expression::And(vec![self.truth(left)?, self.truth(right)?]))),
            Operator::Or => return Ok(Term::Truth(Expression::Or(vec![self.truth(left)?, self.truth(right)?]))),
            Operator::Equal => return Ok(Term::Truth(self.same(left, right)?)),
            Operator::NotEqual => {
                let same = self.same(left, right)?;
                return Ok(Term::Truth(Expression::Not(Box::new(same))));
            }
            Operator::Less => return self.order(part, Runtime::Less, left, right),
            Operator::LessOrEqual => return self.order(part, Runtime::LessOrSame, left, right),
            Operator::Greater => return self.order(part, Runtime::Less, right, left),
            Operator::GreaterOrEqual => return self.order(part, Runtime::LessOrSame, right, left),
        };
        let operands = [self.number(left)?, self.number(right)?];
        Ok(Term::Number(Expression::call(arithmetic, operands)))
    }

    fn order(&mut self, part: ExprId, test: Runtime, left: ExprId, right: ExprId) -> Result<Term, Refusal> {
        if let (Term::Instant(left), Term::Instant(right)) = (self.term(left)?, self.term(right)?) {
            if test == Runtime::LessOrSame {
                return self.refuse(part, "points in time are compared by `<` and `>` only");
            }
            return Ok(Term::Truth(Expression::call(Runtime::Earlier, [left, right])));
        }
        let operands = [self.number(left)?, self.number(right)?];
        Ok(Term::Truth(Expression::call(test, operands)))
    }

    fn number(&mut self, part: ExprId) -> Result<Expression, Refusal> {
        match self.term(part)? {
            Term::Number(number) => Ok(number),
            Term::Constant(Constant::Number(digits)) => Ok(self.unit.decimal(&digits)),
            Term::Foreign(path) => {
                let place = self.place(part)?;
                Ok(Expression::call(Runtime::ForeignNumber, [place, Expression::Keys(path)]))
            }
            _ => self.refuse(part, "a number is wanted here"),
        }
    }

    fn same(&mut self, left: ExprId, right: ExprId) -> Result<Expression, Refusal> {
        let (a, b) = (self.term(left)?, self.term(right)?);
        match (a, b) {
            (Term::Number(_), _) | (_, Term::Number(_) | Term::Constant(Constant::Number(_))) => {
                let operands = [self.number(left)?, self.number(right)?];
                Ok(Expression::call(Runtime::SameNumber, operands))
            }
            (Term::Foreign(path), Term::Constant(constant)) => self.at(&path, constant, left),
            (Term::Truth(truth), Term::Constant(Constant::Boolean(wanted))) => {
                Ok(if wanted { truth } else { Expression::Not(Box::new(truth)) })
            }
            (Term::Plain(value) | Term::Instant(value), Term::Constant(constant)) => {
                Ok(value.is(Expression::Constant(constant)))
            }
            (Term::Plain(a), Term::Plain(b)) | (Term::Instant(a), Term::Instant(b)) => Ok(a.is(b)),
            _ => self.refuse(right, "these two cannot be compared"),
        }
    }

    fn at(&self, path: &[Key], wanted: Constant, part: ExprId) -> Result<Expression, Refusal> {
        let place = self.place(part)?;
        Ok(Expression::call(Runtime::IsAt, [place, Expression::Keys(path.to_vec()), Expression::Constant(wanted)]))
    }

    fn place(&self, part: ExprId) -> Result<Expression, Refusal> {
        match self.scene {
            Scene::Payload(place) => Ok((*place).clone()),
            Scene::Object { .. } => self.refuse(part, "this is no field of the object"),
        }
    }

    fn call(&mut self, part: ExprId, function: Function, arguments: &[ExprId]) -> Result<Term, Refusal> {
        match (function, arguments) {
            (Function::Count, [list]) => match self.term(*list)? {
                Term::List(list) => Ok(Term::Number(Expression::call(Runtime::Count, [list]))),
                _ => self.refuse(*list, "a list is wanted here"),
            },
            (Function::Present | Function::Absent | Function::Null, [value]) => {
                let term = self.term(*value)?;
                Ok(Term::Truth(match (function, term) {
                    (Function::Null, Term::Foreign(path)) => {
                        Expression::call(Runtime::IsNullAt, [self.place(*value)?, Expression::Keys(path)])
                    }
                    (function, Term::Foreign(path)) => {
                        let there = Expression::call(Runtime::IsThere, [self.place(*value)?, Expression::Keys(path)]);
                        if function == Function::Present { there } else { Expression::Not(Box::new(there)) }
                    }
                    (function, term) => {
                        let (Term::Plain(value) | Term::Instant(value) | Term::List(value)) = term else {
                            return self.refuse(*value, "a field that is a text, a code or a time is wanted here");
                        };
                        match function {
                            Function::Null => value.is(Expression::NULL),
                            Function::Present => value.is_not(Expression::ABSENT),
                            _ => value.is(Expression::ABSENT),
                        }
                    }
                }))
            }
            _ => self.refuse(part, format!("the function `{}` is not supported in conditions yet", function.name())),
        }
    }

    fn name(&self, part: ExprId, text: &str) -> Result<Term, Refusal> {
        match (self.scene, self.formula.meaning(part)) {
            (Scene::Payload(_), _) => {
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
            (Scene::Object { .. }, Some(Meaning::Field(place, value_part))) => self.field(part, place, value_part),
            (Scene::Object { .. }, Some(Meaning::Code)) => Ok(Term::Constant(Constant::Text(text.to_owned()))),
            (Scene::Object { .. }, _) => self.refuse(part, "the meaning of this name is not known"),
        }
    }

    /// A field of the object or of the part of a list at hand.
    fn field(&self, part: ExprId, place: Place, value_part: Option<ValuePart>) -> Result<Term, Refusal> {
        let Scene::Object { whole, at, shape } = self.scene else { return self.refuse(part, "no field is at hand") };
        let program = self.unit.program;
        let Some(field) = place.field.filter(|_| place.object == at.0) else {
            return self.refuse(part, "only fields of the same object can be compared");
        };
        let way = program.way_to(field);
        let around = way.first().and_then(|first| program.model[*first].parent);
        if around != at.1 {
            return self.refuse(part, format!("`{}` is not at hand here", program.model[field].name));
        }
        let Some((value, absent)) = program.find(whole, shape, &way) else {
            return self.refuse(part, format!("`{}` is not at hand here", program.model[field].name));
        };
        if let FieldKind::List(_) = program.model[field].kind {
            return Ok(Term::List(value));
        }
        if is_money(program.model, field) {
            return match value_part {
                Some(ValuePart::Currency) => Ok(Term::Plain(value.get("currency", Type::Text, absent))),
                _ => Ok(Term::Number(value.get("amount", Type::Decimal, absent))),
            };
        }
        Ok(match Role::of(program.model, Slot { field, part: None }) {
            Ok(Role::Decimal(_) | Role::Quantity(..) | Role::Amount(..)) => Term::Number(value),
            Ok(Role::Integer) => Term::Number(Expression::call(Runtime::OfWhole, [value])),
            Ok(Role::Boolean) => Term::Truth(value.is(Expression::Constant(Constant::Boolean(true)))),
            Ok(Role::Instant) => Term::Instant(value),
            _ => Term::Plain(value),
        })
    }
}
