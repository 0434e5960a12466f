//! Values in Java.

use crate::generate::code::types::EXCEPTION;
use crate::generate::layout::Doc;
use crate::generate::runtime::Word;
use crate::generate::statement::{Callee, Constant, Expression, Get, Key, Runtime, Type};
use crate::model::choice::Choice;

use super::file::File;
use super::form::{arguments, binary, concat, further};
use super::runtime::{self, Class, Slot};
use super::text::{self, quoted};
use super::types::{of_slot, plain};

impl File<'_> {
    /// A value where one of this type is wanted.
    pub fn expression(&mut self, value: &Expression, wanted: &Type) -> Doc {
        match value {
            Expression::Constant(constant) => self.constant_of(constant, wanted),
            Expression::If(condition, then, otherwise) => {
                let condition = self.condition(condition);
                let [then, otherwise] = [then, otherwise].map(|value| self.object(value, wanted));
                let choices = concat([Doc::Line, Doc::text("? "), then, Doc::Line, Doc::text(": "), otherwise]);
                concat([condition, further(choices)]).group()
            }
            Expression::Else(value, otherwise) => {
                let parts = [value, otherwise].map(|value| self.object(value, wanted));
                concat([Doc::Text(self.runtime_function(Class::Steps, "orElse")), arguments(parts)])
            }
            Expression::List(parts) => {
                let of = if let Type::List(of) = wanted { (**of).clone() } else { wanted.clone() };
                let parts: Vec<Doc> = parts.iter().map(|part| self.expression(part, &of)).collect();
                concat([Doc::text(format!("{}.of", self.platform("java.util.List"))), arguments(parts)])
            }
            value => {
                let (is, doc) = (self.type_of(value), self.natural(value));
                self.coerced(doc, is.as_ref(), wanted)
            }
        }
    }

    /// A value as an object, which a choice must have: one that may be `null` and one that may not have no common type.
    fn object(&mut self, value: &Expression, wanted: &Type) -> Doc {
        let doc = self.expression(value, wanted);
        match (value, wanted) {
            (Expression::Constant(Constant::Number(_)) | Expression::Get(_), Type::Integer) => {
                concat([Doc::text("Long.valueOf"), arguments([doc])])
            }
            (Expression::Constant(Constant::Boolean(truth)), Type::Boolean) => {
                Doc::text(if *truth { "Boolean.TRUE" } else { "Boolean.FALSE" })
            }
            (Expression::Get(_), Type::Boolean) => concat([Doc::text("Boolean.valueOf"), arguments([doc])]),
            _ => doc,
        }
    }

    /// A value as what it is.
    fn natural(&mut self, value: &Expression) -> Doc {
        match value {
            Expression::Name(name) if self.function(name).is_some() => Doc::text(format!("{}::{name}", self.class)),
            Expression::Name(name) => Doc::text(name.as_str()),
            Expression::Decimal(digits) => self.decimal(digits),
            Expression::Pattern(pattern) => {
                let of = self.platform("java.util.regex.Pattern");
                let value = Doc::text(format!("Pattern.compile({})", quoted(&text::pattern(pattern))));
                self.constant("pattern", &of, value)
            }
            Expression::Keys(keys) => {
                let wish = keys.iter().map(|(Key::Name(name) | Key::Qualified(name, _))| name.as_str());
                let wish = format!("{}-keys", wish.collect::<Vec<_>>().join("-"));
                let value = self.keys(keys);
                let of = format!("{}<{}>", self.platform("java.util.List"), self.runtime("Key"));
                self.constant(&wish, &of, value)
            }
            Expression::Word(word) => Doc::Text(self.word(*word)),
            Expression::Exception(name) => self.exception(name),
            Expression::Get(get) => self.get(get),
            Expression::Call(Callee::Own(name), values) => {
                let wanted: Vec<Type> = match self.function(name) {
                    Some(function) => function.parameters.iter().map(|(_, of)| plain(of)).collect(),
                    None => Vec::new(),
                };
                let values = values.iter().zip(&wanted).map(|(value, wanted)| self.expression(value, wanted));
                let values: Vec<Doc> = values.collect();
                concat([Doc::text(name.as_str()), arguments(values)])
            }
            Expression::Call(Callee::Runtime(function), values) => self.call(*function, values),
            Expression::And(parts) => self.conditions(parts, "&&"),
            Expression::Or(parts) => self.conditions(parts, "||"),
            Expression::Not(inner) => match &**inner {
                Expression::Same(left, right) => self.same(left, right, true),
                Expression::Differ(left, right) => self.same(left, right, false),
                Expression::Not(inner) => self.condition(inner),
                Expression::And(_) | Expression::Or(_) => {
                    concat([Doc::text("!("), self.condition(inner), Doc::text(")")])
                }
                inner => concat([Doc::text("!"), self.condition(inner)]),
            },
            Expression::Same(left, right) => self.same(left, right, false),
            Expression::Differ(left, right) => self.same(left, right, true),
            Expression::Constant(_)
            | Expression::If(..)
            | Expression::Else(..)
            | Expression::List(_)
            | Expression::Table(..) => {
                let wanted = self.type_of(value).unwrap_or(Type::Any);
                self.expression(value, &wanted)
            }
        }
    }

    /// A truth value.
    pub fn condition(&mut self, value: &Expression) -> Doc {
        self.expression(value, &Type::Boolean)
    }

    /// Parts of one operator; a part of another operator stands in parentheses.
    fn conditions(&mut self, parts: &[Expression], operator: &str) -> Doc {
        if parts.is_empty() {
            return Doc::text(if operator == "&&" { "true" } else { "false" });
        }
        let mut made = Vec::new();
        for part in parts {
            let doc = self.condition(part);
            made.push(match part {
                Expression::And(_) | Expression::Or(_) => concat([Doc::text("("), doc, Doc::text(")")]),
                _ => doc,
            });
        }
        binary(made, operator)
    }

    fn call(&mut self, function: Runtime, values: &[Expression]) -> Doc {
        // What the runtime lacks is refused before anything is printed.
        let Some(runtime::Function { class, name, takes, .. }) = runtime::function(function) else {
            return Doc::nothing();
        };
        let mut made = Vec::new();
        for (at, value) in values.iter().enumerate() {
            let slot = takes.get(at).copied().unwrap_or(Slot::Same);
            made.extend(self.argument(slot, value, values));
        }
        concat([Doc::Text(self.runtime_function(class, name)), arguments(made)])
    }

    fn argument(&mut self, slot: Slot, value: &Expression, all: &[Expression]) -> Vec<Doc> {
        let constant = if let Expression::Constant(constant) = value { Some(constant) } else { None };
        vec![match (slot, constant) {
            (Slot::Count, Some(Constant::Number(digits))) => Doc::text(count(digits)),
            (Slot::Form, Some(Constant::Text(pattern))) => {
                let of = self.runtime("TimePattern");
                self.constant(pattern, &of, Doc::text(format!("TimePattern.of({})", quoted(pattern))))
            }
            (Slot::Zone, Some(Constant::Text(zone))) => {
                let of = self.platform("java.time.ZoneId");
                self.constant(zone, &of, Doc::text(format!("ZoneId.of({})", quoted(zone))))
            }
            (Slot::Ratio, Some(Constant::Text(digits))) => self.decimal(digits),
            (Slot::Lengths, None) => {
                let Expression::List(lengths) = value else { return vec![self.natural(value)] };
                let lengths = lengths.iter().map(|length| match length {
                    Expression::Constant(Constant::Number(digits)) => Doc::text(count(digits)),
                    other => self.natural(other),
                });
                let lengths = arguments(lengths.collect::<Vec<_>>());
                let of = format!("{}<Integer>", self.platform("java.util.List"));
                self.constant("lengths", &of, concat([Doc::text("List.of"), lengths]))
            }
            (Slot::Parts, None) => {
                let Expression::List(parts) = value else { return vec![self.natural(value)] };
                return parts.iter().map(|part| self.natural(part)).collect();
            }
            (Slot::Key(table), _) => {
                let table = all.get(table).and_then(|table| match table {
                    Expression::Name(name) => self.table(name).map(|(from, _)| from.clone()),
                    _ => None,
                });
                match table {
                    Some(from) => self.expression(value, &from),
                    None => self.natural(value),
                }
            }
            (Slot::Code(table), _) => match self.given(Slot::Inner(table), all) {
                Some(to) => self.expression(value, &to),
                None => self.natural(value),
            },
            (_, Some(Constant::Absent)) => Doc::text("null"),
            (slot, _) => match of_slot(slot) {
                Some(wanted) => self.expression(value, &wanted),
                None => self.natural(value),
            },
        }]
    }

    fn get(&mut self, get: &Get) -> Doc {
        let is = self.type_of(&get.of);
        let of = self.natural(&get.of);
        let (of, name, is_there) = match is {
            Some(Type::Named(name)) => (of, name, !get.of_maybe),
            Some(Type::Nullable(inner)) => match *inner {
                Type::Named(name) => {
                    (concat([Doc::text(format!("{}.valueOf", self.runtime("OrNull"))), arguments([of])]), name, false)
                }
                _ => (of, String::new(), true),
            },
            _ => (of, String::new(), true),
        };
        let component = self.component(&name, &get.key);
        if is_there {
            return concat([of, Doc::text(format!(".{component}()"))]);
        }
        let field = Doc::text(format!("{}::{component}", self.named(&name)));
        concat([Doc::Text(self.runtime_function(Class::Steps, "get")), arguments([of, field])])
    }

    /// Whether two values are the same, or are not.
    fn same(&mut self, left: &Expression, right: &Expression, negated: bool) -> Doc {
        let not = if negated { "!" } else { "" };
        let ((value, Expression::Constant(constant)) | (Expression::Constant(constant), value)) = (left, right) else {
            let of = self.common(left, right);
            let both = [left, right].map(|value| self.expression(value, &of));
            let objects = self.platform("java.util.Objects");
            return concat([Doc::text(format!("{not}{objects}.equals")), arguments(both)]);
        };
        let is = self.type_of(value);
        let doc = self.natural(value);
        match (constant, is) {
            (Constant::Absent, _) => concat([doc, Doc::text(if negated { " != null" } else { " == null" })]),
            (Constant::Null, Some(Type::Any)) => concat([Doc::text(not), doc, Doc::text(".isNull()")]),
            (Constant::Null, Some(Type::Nullable(_))) => {
                let class = self.runtime("OrNull");
                concat([Doc::text(format!("{not}{class}.isNull")), arguments([doc])])
            }
            (Constant::Null, _) => Doc::text(if negated { "true" } else { "false" }),
            (constant, Some(Type::Nullable(inner))) => {
                let class = self.runtime("OrNull");
                let value = concat([Doc::text(format!("{class}.valueOf")), arguments([doc])]);
                self.same_as(value, constant, Some(&inner), negated)
            }
            (constant, is) => self.same_as(doc, constant, is.as_ref(), negated),
        }
    }

    /// Whether a value that is no null is the same as a constant.
    fn same_as(&mut self, value: Doc, constant: &Constant, is: Option<&Type>, negated: bool) -> Doc {
        let not = if negated { "!" } else { "" };
        match (constant, is) {
            (_, Some(Type::Any)) => {
                let wanted = match constant {
                    Constant::Text(text) => Doc::text(quoted(text)),
                    Constant::Number(digits) => self.decimal(digits),
                    constant => self.constant_of(constant, &Type::Boolean),
                };
                concat([Doc::text(not), value, Doc::text(".is"), arguments([wanted])])
            }
            (Constant::Text(text), Some(Type::Named(name))) if self.codes(name).is_some_and(|codes| !codes.open) => {
                match self.code(name, text) {
                    Some(code) => {
                        let sign = if negated { " != " } else { " == " };
                        concat([value, Doc::text(sign), Doc::Text(code)])
                    }
                    None => Doc::text(if negated { "true" } else { "false" }),
                }
            }
            (Constant::Text(text), is) => {
                let value = self.coerced(value, is, &Type::Text);
                concat([Doc::text(format!("{not}{}.equals", quoted(text))), arguments([value])])
            }
            (Constant::Number(digits), Some(Type::Decimal | Type::Number)) => {
                let both = [value, self.decimal(digits)];
                let function = self.runtime_function(Class::Conditions, "sameNumber");
                concat([Doc::text(format!("{not}{function}")), arguments(both)])
            }
            (constant, is) => {
                let wanted = self.constant_of(constant, is.unwrap_or(&Type::Text));
                let objects = self.platform("java.util.Objects");
                concat([Doc::text(format!("{not}{objects}.equals")), arguments([value, wanted])])
            }
        }
    }

    /// The type in which two values can be compared.
    fn common(&self, left: &Expression, right: &Expression) -> Type {
        match (self.type_of(left), self.type_of(right)) {
            (Some(left), Some(right)) if left == right => left,
            (Some(Type::Nullable(_)), _) | (_, Some(Type::Nullable(_))) => Type::Text.nullable(),
            _ => Type::Text,
        }
    }

    /// A constant where a value of this type is wanted.
    pub fn constant_of(&mut self, constant: &Constant, wanted: &Type) -> Doc {
        let call = |name: String, value: Doc| concat([Doc::Text(name), arguments([value])]);
        match (constant, wanted) {
            (Constant::Null, Type::Any) => Doc::text(format!("{}.NULL", self.runtime("Json"))),
            (Constant::Null, Type::Nullable(_)) => Doc::text(format!("{}.saidNull()", self.runtime("OrNull"))),
            (Constant::Absent | Constant::Null, _) => Doc::text("null"),
            (constant, Type::Nullable(inner)) => {
                let value = self.object(&Expression::Constant(constant.clone()), inner);
                call(format!("{}.of", self.runtime("OrNull")), value)
            }
            (Constant::Number(digits), Type::Any) => {
                let number =
                    if digits.parse::<i64>().is_ok() { Doc::text(format!("{digits}L")) } else { self.decimal(digits) };
                call(format!("{}.of", self.runtime("Json")), number)
            }
            (constant, Type::Any) => {
                let value = self.constant_of(constant, &Type::Text);
                call(format!("{}.of", self.runtime("Json")), value)
            }
            (Constant::Text(said) | Constant::Number(said), Type::Named(name)) => match self.code(name, said) {
                Some(code) => Doc::Text(code),
                None => call(format!("{}.of", self.named(name)), Doc::text(quoted(said))),
            },
            (Constant::Text(text), Type::Instant) => {
                let of = self.runtime("Moment");
                self.constant("moment", &of, Doc::text(format!("Moment.parse({})", quoted(text))))
            }
            (Constant::Text(text), Type::Date) => {
                let of = self.platform("java.time.LocalDate");
                self.constant("date", &of, Doc::text(format!("LocalDate.parse({})", quoted(text))))
            }
            (Constant::Text(text), Type::LocalTime) => {
                let of = self.platform("java.time.LocalDateTime");
                self.constant("time", &of, Doc::text(format!("LocalDateTime.parse({})", quoted(text))))
            }
            (Constant::Text(digits) | Constant::Number(digits), Type::Decimal | Type::Number) => self.decimal(digits),
            (Constant::Number(digits), Type::Integer) => Doc::text(format!("{digits}L")),
            (Constant::Text(text) | Constant::Number(text), _) => Doc::text(quoted(text)),
            (Constant::Boolean(truth), _) => Doc::text(truth.to_string()),
        }
    }

    /// The constant of a code.
    fn code(&mut self, list: &str, code: &str) -> Option<String> {
        let constant = self.codes(list)?.constant(code)?.to_owned();
        Some(format!("{}.{constant}", self.named(list)))
    }

    /// The name of an exception.
    pub fn exception(&mut self, name: &str) -> Doc {
        self.constant_of(&Constant::Text(name.to_owned()), &Type::Named(EXCEPTION.to_owned()))
    }

    /// An exact number as a constant.
    fn decimal(&mut self, digits: &str) -> Doc {
        let of = self.platform("java.math.BigDecimal");
        let wish = format!("number-{}", digits.replace('-', "minus-"));
        self.constant(&wish, &of, Doc::text(format!("new BigDecimal({})", quoted(digits))))
    }

    /// Keys that lead to a part of a payload.
    pub fn keys(&mut self, keys: &[Key]) -> Doc {
        if keys.is_empty() {
            return Doc::text(format!("{}.of()", self.platform("java.util.List")));
        }
        let class = self.runtime("Key");
        let is_plain = keys.iter().all(|key| matches!(key, Key::Name(_)));
        let one = |key: &Key| match key {
            Key::Name(name) if is_plain => Doc::text(quoted(name)),
            Key::Name(name) => Doc::text(format!("{class}.of({})", quoted(name))),
            Key::Qualified(name, with) => {
                let with = with.iter().map(|(key, is)| format!(".with({}, {})", quoted(key), quoted(is)));
                Doc::text(format!("{class}.of({}){}", quoted(name), with.collect::<String>()))
            }
        };
        concat([Doc::text(format!("{class}.path")), arguments(keys.iter().map(one))])
    }

    fn word(&mut self, word: Word) -> String {
        let (class, word) = match word {
            Word::Rounding(rounding) => (self.platform("java.math.RoundingMode"), rounding.word()),
            Word::Side(side) => (self.runtime("Side"), side.word()),
            Word::Gap(gap) => (self.runtime("Gap"), gap.word()),
            Word::Overlap(overlap) => (self.runtime("Overlap"), overlap.word()),
            Word::Many(many) => (self.runtime("Many"), many.word()),
            Word::Order(order) => (self.runtime("Order"), order.word()),
        };
        format!("{class}.{}", text::upper(word))
    }
}

/// A count; no text and no list of Java is longer than the greatest `int`.
fn count(digits: &str) -> String {
    match digits.parse::<i128>() {
        Ok(count) if i32::try_from(count).is_err() && count > 0 => "Integer.MAX_VALUE".to_owned(),
        Ok(count) if i32::try_from(count).is_err() => "Integer.MIN_VALUE".to_owned(),
        _ => digits.to_owned(),
    }
}
