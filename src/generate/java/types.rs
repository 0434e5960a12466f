//! Types in Java: what they are called, of which type a value is, and how one becomes another.

use crate::generate::layout::Doc;
use crate::generate::statement::{Callee, Constant, Expression, Type};

use super::file::File;
use super::form::{arguments, concat};
use super::runtime::{self, Class, Slot};

/// The type without what Java does not tell apart: a value that may be absent may be `null`.
pub fn plain(of: &Type) -> Type {
    match of {
        Type::Maybe(inner) => plain(inner),
        Type::Nullable(inner) => plain(inner).nullable(),
        Type::List(inner) => plain(inner).list(),
        Type::Result(inner) => Type::Result(Box::new(plain(inner))),
        Type::Literals(values) => literals(values),
        of => of.clone(),
    }
}

/// The type that some constants have in common.
fn literals(values: &[Constant]) -> Type {
    let mut is_nullable = false;
    let mut common: Option<Type> = None;
    for value in values {
        let of = match value {
            Constant::Text(_) => Type::Text,
            Constant::Number(_) => Type::Number,
            Constant::Boolean(_) => Type::Boolean,
            Constant::Null => {
                is_nullable = true;
                continue;
            }
            Constant::Absent => continue,
        };
        common = Some(match common {
            Some(known) if known != of => return Type::Any,
            _ => of,
        });
    }
    let of = common.unwrap_or(Type::Text);
    if is_nullable { of.nullable() } else { of }
}

/// The type of what a function of the runtime takes or gives, where that is always the same.
pub fn of_slot(slot: Slot) -> Option<Type> {
    Some(match slot {
        Slot::Json => Type::Any,
        Slot::Text => Type::Text,
        Slot::Decimal => Type::Decimal,
        Slot::Number => Type::Number,
        Slot::Whole => Type::Integer,
        Slot::Truth => Type::Boolean,
        Slot::Moment => Type::Instant,
        Slot::Date => Type::Date,
        Slot::Local => Type::LocalTime,
        _ => return None,
    })
}

impl File<'_> {
    /// What a type is called.
    pub fn type_name(&mut self, of: &Type) -> String {
        match of {
            Type::Text => "String".to_owned(),
            Type::Integer => "Long".to_owned(),
            Type::Number | Type::Decimal => self.platform("java.math.BigDecimal"),
            Type::Boolean => "Boolean".to_owned(),
            Type::Instant => self.runtime("Moment"),
            Type::Date => self.platform("java.time.LocalDate"),
            Type::LocalTime => self.platform("java.time.LocalDateTime"),
            Type::Any => self.runtime("Json"),
            Type::Named(name) => self.named(name),
            Type::List(inner) => format!("{}<{}>", self.platform("java.util.List"), self.type_name(inner)),
            Type::Nullable(inner) => format!("{}<{}>", self.runtime("OrNull"), self.type_name(inner)),
            Type::Result(inner) => format!("{}<{}>", self.runtime("Result"), self.type_name(inner)),
            Type::Rule => self.runtime("Rule"),
            Type::Place => self.runtime("Place"),
            Type::Maybe(_) | Type::Literals(_) => self.type_name(&plain(of)),
        }
    }

    /// What the type of a component is called, which needs no object where it is always there.
    pub fn component_type(&mut self, of: &Type, optional: bool) -> String {
        match plain(of) {
            Type::Integer if !optional => "long".to_owned(),
            Type::Boolean if !optional => "boolean".to_owned(),
            of => self.type_name(&of),
        }
    }

    /// The type of a value; `None` where it says nothing of it, as absence does.
    pub fn type_of(&self, value: &Expression) -> Option<Type> {
        match value {
            Expression::Name(name) => self.value(name).cloned(),
            Expression::Constant(constant) => match constant {
                Constant::Text(_) => Some(Type::Text),
                Constant::Number(_) => Some(Type::Number),
                Constant::Boolean(_) => Some(Type::Boolean),
                Constant::Null | Constant::Absent => None,
            },
            Expression::Decimal(_) => Some(Type::Decimal),
            Expression::Get(get) => Some(plain(&get.is)),
            Expression::Call(Callee::Own(name), _) => self.function(name).map(|function| plain(&function.returns)),
            Expression::Call(Callee::Runtime(function), of) => self.given(runtime::function(*function)?.gives, of),
            Expression::List(parts) => parts.first().and_then(|part| self.type_of(part)).map(Type::list),
            Expression::If(_, then, otherwise) | Expression::Else(then, otherwise) => {
                self.type_of(then).or_else(|| self.type_of(otherwise))
            }
            Expression::And(_)
            | Expression::Or(_)
            | Expression::Not(_)
            | Expression::Same(..)
            | Expression::Differ(..) => Some(Type::Boolean),
            Expression::Pattern(_)
            | Expression::Keys(_)
            | Expression::Word(_)
            | Expression::Exception(_)
            | Expression::Table(..) => None,
        }
    }

    /// What a function of the runtime gives for some arguments.
    pub fn given(&self, slot: Slot, arguments: &[Expression]) -> Option<Type> {
        let argument = |at: usize| arguments.get(at);
        match slot {
            Slot::Argument(at) => argument(at).and_then(|argument| self.type_of(argument)),
            Slot::Each(at) => match argument(at) {
                Some(Expression::Name(name)) => {
                    self.function(name).map(|function| plain(&function.returns)).map(Type::list)
                }
                _ => None,
            },
            Slot::Inner(at) => match argument(at) {
                Some(Expression::Name(name)) if self.table(name).is_some() => {
                    self.table(name).map(|(_, to)| to.clone())
                }
                Some(argument) => match self.type_of(argument) {
                    Some(Type::Nullable(inner)) => Some(*inner),
                    of => of,
                },
                None => None,
            },
            slot => of_slot(slot),
        }
    }

    /// A value of one type as one of another.
    pub fn coerced(&mut self, value: Doc, is: Option<&Type>, wanted: &Type) -> Doc {
        let Some(is) = is.filter(|is| *is != wanted) else { return value };
        let call = |name: String, value: Doc| concat([Doc::Text(name), arguments([value])]);
        match (is, wanted) {
            (Type::Nullable(from), Type::Nullable(to)) => match self.change(from, to) {
                Some(change) => {
                    let class = self.runtime("OrNull");
                    concat([Doc::text(format!("{class}.map")), arguments([value, Doc::Text(change)])])
                }
                None => value,
            },
            (Type::Nullable(from), to) => {
                let value = call(format!("{}.valueOf", self.runtime("OrNull")), value);
                self.coerced(value, Some(from), to)
            }
            (from, Type::Nullable(to)) => {
                let value = self.coerced(value, Some(from), to);
                call(format!("{}.of", self.runtime("OrNull")), value)
            }
            (Type::Text, Type::Named(name)) if self.codes(name).is_some() => {
                call(format!("{}.of", self.named(name)), value)
            }
            (Type::Text, Type::Any) => call(self.runtime_function(Class::Texts, "jsonOf"), value),
            (from, Type::Text) if self.has_text(from) => call(self.runtime_function(Class::Texts, "textOf"), value),
            (Type::Integer, Type::Number | Type::Decimal) => {
                call(self.runtime_function(Class::Numbers, "ofWhole"), value)
            }
            _ => value,
        }
    }

    /// The function that makes a value of one type of another.
    fn change(&mut self, from: &Type, to: &Type) -> Option<String> {
        match (from, to) {
            (Type::Text, Type::Named(name)) if self.codes(name).is_some() => Some(format!("{}::of", self.named(name))),
            (from, Type::Text) if self.has_text(from) => Some(format!("{}::textOf", self.runtime("Texts"))),
            (Type::Integer, Type::Number | Type::Decimal) => Some(format!("{}::ofWhole", self.runtime("Numbers"))),
            _ => None,
        }
    }

    /// Whether values of a type have one form as a text.
    pub fn has_text(&self, of: &Type) -> bool {
        match of {
            Type::Decimal | Type::Number | Type::Instant | Type::Date | Type::LocalTime => true,
            Type::Named(name) => self.codes(name).is_some(),
            _ => false,
        }
    }
}
