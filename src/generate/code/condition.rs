//! Conditions of the charter as conditions of a program.

use crate::generate::names;
use crate::generate::statement::{Constant, Expression, Runtime, Statement, Type, Word};
use crate::mapping::ir::{Key, Role, Slot, Sort};
use crate::model::choice::Choice;
use crate::model::expression::{Formula, Meaning};
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::record::ValuePart;
use crate::model::step_word::Rounding;
use crate::source::Span;
use crate::syntax::expression::{Expr, ExprId, Function, Operator};
use crate::syntax::path::Foreign;

use super::read::shape_at;
use super::shape::Shape;
use super::types::is_money;
use super::unit::FileUnit;

/// No formula names others that name others deeper than this.
const MOST_LETS: usize = 16;

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
    /// A text that is worked out.
    Words(Expression),
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
    /// The value at hand, and what it is.
    value: Option<(Sort, &'t str)>,
    /// How many formulas name one another on the way here.
    depth: usize,
}

impl FileUnit<'_> {
    /// A condition as a truth value of the program.
    pub fn condition(&mut self, formula: &Formula, scene: &Scene<'_>) -> Result<Expression, Refusal> {
        let root = formula.expression.root();
        Translation { unit: self, formula, scene, value: None, depth: 0 }.truth(root)
    }

    /// A formula as a value of the program; `value` is the name of the value at hand, and what it is.
    pub fn formula(
        &mut self,
        formula: &Formula,
        scene: &Scene<'_>,
        value: Option<(Sort, &str)>,
        gives: Sort,
    ) -> Result<Expression, Refusal> {
        let root = formula.expression.root();
        let mut translation = Translation { unit: self, formula, scene, value, depth: 0 };
        if gives == Sort::Number { translation.number(root) } else { translation.words(root) }
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
            Expr::Negative(inner) => {
                let operands = [self.unit.decimal("0"), self.number(inner)?];
                Ok(Term::Number(Expression::call(Runtime::Minus, operands)))
            }
            Expr::Value => match self.value {
                Some((Sort::Number, name)) => Ok(Term::Number(Expression::name(name))),
                Some((Sort::Text, name)) => Ok(Term::Words(Expression::name(name))),
                None => self.refuse(part, "there is no value at hand here"),
            },
            Expr::Let(name) => self.named(part, &name, term_of),
            Expr::Rounding(_) => self.refuse(part, "a rounding mode stands in `round` and `divide` only"),
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

    /// Goes on with the formula that a `let` names.
    fn named<T>(
        &mut self,
        part: ExprId,
        name: &str,
        go_on: impl FnOnce(&mut Translation<'_, '_>, ExprId) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        if self.depth >= MOST_LETS {
            return self.refuse(part, "formulas name one another in circles");
        }
        let Some(formula) = self.unit.lets.get(name).cloned() else {
            return self.refuse(part, format!("no `let` of the record is called `{name}`"));
        };
        let (scene, value, depth) = (self.scene, self.value, self.depth + 1);
        let root = formula.expression.root();
        go_on(&mut Translation { unit: &mut *self.unit, formula: &formula, scene, value, depth }, root)
    }

    fn number(&mut self, part: ExprId) -> Result<Expression, Refusal> {
        if let Some(made) = self.either(part, Sort::Number)? {
            return Ok(made);
        }
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

    /// A number or a text.
    fn valued(&mut self, part: ExprId, sort: Sort) -> Result<Expression, Refusal> {
        if sort == Sort::Number { self.number(part) } else { self.words(part) }
    }

    /// One of several values, as `if` and `coalesce` choose it, and what stands behind a name.
    fn either(&mut self, part: ExprId, sort: Sort) -> Result<Option<Expression>, Refusal> {
        match self.formula.expression.part(part).clone() {
            Expr::Let(name) => self.named(part, &name, |inner, root| inner.valued(root, sort)).map(Some),
            Expr::Call(Function::If, arguments) if arguments.len() == 3 => {
                let otherwise = self.valued(arguments[2], sort)?;
                let then = self.valued(arguments[1], sort)?;
                Ok(Some(otherwise.unless(self.truth(arguments[0])?, then)))
            }
            Expr::Call(Function::Coalesce, arguments) => {
                let mut all = Vec::new();
                for argument in arguments.iter().rev() {
                    all.push(self.valued(*argument, sort)?);
                }
                Ok(all.into_iter().reduce(|later, first| Expression::Else(Box::new(first), Box::new(later))))
            }
            _ => Ok(None),
        }
    }

    fn numbers(&mut self, all: &[ExprId]) -> Result<Expression, Refusal> {
        let all: Result<Vec<_>, _> = all.iter().map(|part| self.number(*part)).collect();
        all.map(Expression::List)
    }

    fn words(&mut self, part: ExprId) -> Result<Expression, Refusal> {
        if let Some(made) = self.either(part, Sort::Text)? {
            return Ok(made);
        }
        match self.term(part)? {
            Term::Words(words) | Term::Plain(words) => Ok(words),
            Term::Constant(Constant::Text(text)) => Ok(Expression::text(text)),
            Term::Foreign(keys) => {
                let place = self.place(part)?;
                Ok(Expression::call(Runtime::ForeignText, [place, Expression::Keys(keys)]))
            }
            _ => self.refuse(part, "a text is wanted here"),
        }
    }

    fn same(&mut self, left: ExprId, right: ExprId) -> Result<Expression, Refusal> {
        let (a, b) = (self.term(left)?, self.term(right)?);
        match (a, b) {
            (Term::Number(_), _) | (_, Term::Number(_) | Term::Constant(Constant::Number(_))) => {
                let operands = [self.number(left)?, self.number(right)?];
                Ok(Expression::call(Runtime::SameNumber, operands))
            }
            (Term::Words(_), _) | (_, Term::Words(_)) => {
                let operands = [self.words(left)?, self.words(right)?];
                Ok(Expression::call(Runtime::SameText, operands))
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
            _ => self.worked_out(part, function, arguments),
        }
    }

    /// What a function gives that works a value out.
    fn worked_out(&mut self, part: ExprId, function: Function, arguments: &[ExprId]) -> Result<Term, Refusal> {
        use Runtime as R;
        let number = |function, arguments: Vec<Expression>| Ok(Term::Number(Expression::call(function, arguments)));
        let worded = |function, arguments: Vec<Expression>| Ok(Term::Words(Expression::call(function, arguments)));
        match (function, arguments) {
            (Function::Sum, [inner]) => {
                let numbers = self.over(*inner, Type::Decimal.maybe(), number_of)?;
                number(R::SumOf, vec![numbers])
            }
            (Function::Any | Function::All, [inner]) => {
                let truths = self.over(*inner, Type::Boolean, truth_of)?;
                let test = if function == Function::Any { R::AnyOf } else { R::AllOf };
                Ok(Term::Truth(Expression::call(test, [truths])))
            }
            (Function::Max, all) => number(R::Greatest, vec![self.numbers(all)?]),
            (Function::Min, all) => number(R::Least, vec![self.numbers(all)?]),
            (Function::Clamp, [x, low, high]) => {
                let least = Expression::call(R::Greatest, [self.numbers(&[*x, *low])?]);
                let high = self.number(*high)?;
                number(R::Least, vec![Expression::List(vec![least, high])])
            }
            (Function::Abs, [x]) => number(R::Absolute, vec![self.number(*x)?]),
            (Function::Round, [x, mode, scale]) => {
                let (mode, scale) = (self.rounding(*mode)?, self.scale(*scale)?);
                number(R::Rounded, vec![self.number(*x)?, scale, mode])
            }
            (Function::Divide, [above, below, mode, scale]) => {
                let (mode, scale) = (self.rounding(*mode)?, self.scale(*scale)?);
                number(R::Divided, vec![self.number(*above)?, self.number(*below)?, scale, mode])
            }
            (Function::Length, [of]) => number(R::Length, vec![self.words(*of)?]),
            (Function::Concat, all) => {
                let all: Result<Vec<_>, _> = all.iter().map(|part| self.words(*part)).collect();
                worded(R::Concatenated, vec![Expression::List(all?)])
            }
            (Function::Upper, [of]) => worded(R::UpperCase, vec![self.words(*of)?]),
            (Function::Lower, [of]) => worded(R::LowerCase, vec![self.words(*of)?]),
            (Function::Trim, [of]) => worded(R::Trim, vec![self.words(*of)?]),
            (Function::Empty, [of]) => Ok(Term::Truth(Expression::call(R::IsBlank, [self.words(*of)?]))),
            (Function::Contains | Function::StartsWith | Function::EndsWith, [of, other]) => {
                let test = match function {
                    Function::Contains => R::Contains,
                    Function::StartsWith => R::StartsWith,
                    _ => R::EndsWith,
                };
                let operands = [self.words(*of)?, self.words(*other)?];
                Ok(Term::Truth(Expression::call(test, operands)))
            }
            _ => self.refuse(part, format!("the function `{}` is not supported here yet", function.name())),
        }
    }

    /// What is worked out over each part of the list at hand that a formula names.
    fn over(
        &mut self,
        part: ExprId,
        gives: Type,
        one: impl FnOnce(&mut Translation<'_, '_>, ExprId) -> Result<Expression, Refusal>,
    ) -> Result<Expression, Refusal> {
        let Scene::Object { whole, at, shape } = self.scene else {
            return self.refuse(part, "only lists of an object are summed up");
        };
        let program = self.unit.program;
        let list = self.formula.list_in(program.model, part, *at);
        let way = list.map(|list| program.way_to(list));
        let found = way.as_ref().and_then(|way| {
            let inside = shape_at(shape, way)?.inside.as_ref()?;
            Some((program.find(whole, shape, way)?.0, inside))
        });
        let (Some((value, inside)), Some(list)) = (found, list) else {
            return self.refuse(part, "a field in a list that is at hand is wanted here");
        };
        let called = names::singular(&program.model[list].name.text);
        let parameter = self.unit.local(&called);
        let function = self.unit.names.take(&self.unit.local(&format!("of-{called}")));
        let item = Expression::name(&parameter);
        let scene = Scene::Object { whole: &item, at: (at.0, Some(list)), shape: inside };
        let (formula, depth) = (self.formula, self.depth);
        let made = one(&mut Translation { unit: &mut *self.unit, formula, scene: &scene, value: None, depth }, part)?;
        let parameters = vec![(parameter, Type::Named(inside.name.clone()))];
        self.unit.function(function.clone(), parameters, gives, vec![Statement::Return(made)]);
        Ok(Expression::call(Runtime::Each, [value, Expression::Name(function)]))
    }

    fn scale(&self, part: ExprId) -> Result<Expression, Refusal> {
        match self.formula.expression.part(part) {
            Expr::Number(number) => Ok(Expression::number(number)),
            _ => self.refuse(part, "a number of digits is wanted here"),
        }
    }

    fn rounding(&self, part: ExprId) -> Result<Expression, Refusal> {
        let mode = match self.formula.expression.part(part) {
            Expr::Rounding(mode) => Rounding::from_word(mode.word()),
            _ => None,
        };
        match mode {
            Some(mode) => Ok(Expression::Word(Word::Rounding(mode))),
            None => self.refuse(part, "a rounding mode is wanted here"),
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

fn term_of(inside: &mut Translation<'_, '_>, part: ExprId) -> Result<Term, Refusal> {
    inside.term(part)
}

fn number_of(inside: &mut Translation<'_, '_>, part: ExprId) -> Result<Expression, Refusal> {
    inside.number(part)
}

fn truth_of(inside: &mut Translation<'_, '_>, part: ExprId) -> Result<Expression, Refusal> {
    inside.truth(part)
}
