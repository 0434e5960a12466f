//! Values as Go has them: each is given in the type that is wanted where it stands.

use crate::generate::layout::{Doc, comma, concat, list};
use crate::generate::quoted;
use crate::generate::statement::{Callee, Constant, Expression, Get, Key, Runtime, Type, Word};

use super::runtime::{self, Take};
use super::scope::Scope;
use super::types::{is_text, plain, there};

impl Scope<'_, '_> {
    /// A value in the type that is wanted.
    pub fn value(&self, value: &Expression, wanted: &Type) -> Doc {
        match value {
            Expression::Constant(value) => self.constant(value, wanted),
            Expression::Exception(name) => Doc::text(quoted(name)),
            Expression::List(parts) => {
                let of = if let Type::List(of) = there(wanted) { of } else { wanted };
                list(&format!("[]{}{{", self.file.written(of)), parts.iter().map(|part| self.value(part, of)), "}")
            }
            Expression::Else(first, second) => self.otherwise(first, second, wanted),
            // A conditional that is no statement of its own is a function that is called at once.
            Expression::If(condition, then, otherwise) => {
                let give = |value: &Expression| concat([Doc::text("return "), self.value(value, wanted)]);
                let inside = [self.branch(condition, give(then)), Doc::Hard, give(otherwise)];
                let head = Doc::text(format!("func() {} {{", self.file.written(wanted)));
                concat([head, concat([Doc::Hard, concat(inside)]).indent(), Doc::Hard, Doc::text("}()")])
            }
            _ => self.converted(value, wanted),
        }
    }

    /// A value, converted from its own type to the one that is wanted.
    fn converted(&self, value: &Expression, wanted: &Type) -> Doc {
        let own = self.own_type(value, wanted);
        let (from, into) = (plain(&own), plain(wanted));
        let mut doc = self.plain(value, wanted);
        if let (Type::Nullable(_), Type::Nullable(_)) = (there(&own), there(wanted))
            && self.file.written(from) != self.file.written(into)
        {
            let inner = self.converted(value, &into.clone().maybe());
            return concat([Doc::text("mapping.WithValue"), list("(", [doc, inner], ")")]);
        }
        let mut is_pointer =
            matches!(&own, Type::Maybe(inner) if !matches!(**inner, Type::List(_) | Type::Nullable(_)));
        if let (Type::Nullable(_), false) = (there(&own), matches!(there(wanted), Type::Nullable(_))) {
            doc = concat([doc, Doc::text(".Value()")]);
            is_pointer = true;
        }
        let wants_pointer =
            matches!(wanted, Type::Maybe(inner) if !matches!(**inner, Type::List(_) | Type::Nullable(_)));
        let wraps = matches!(there(wanted), Type::Nullable(_)) && !matches!(there(&own), Type::Nullable(_));
        if matches!(from, Type::List(_) | Type::Any) && !wraps {
            return doc;
        }
        if (wants_pointer || wraps) && !is_pointer && !matches!(there(&own), Type::Nullable(_)) {
            doc = match value {
                Expression::Get(_) => concat([Doc::text("&"), doc]),
                _ => concat([Doc::text("mapping.Of("), doc, Doc::text(")")]),
            };
            is_pointer = true;
        }
        if from != into && !is_pointer && !wants_pointer && !wraps {
            return match (from, into) {
                (Type::Integer, Type::Number) => concat([Doc::text("*mapping.NumberOfWhole(&"), doc, Doc::text(")")]),
                _ if is_text(from) && is_text(into) && self.file.written(from) != self.file.written(into) => {
                    concat([Doc::text(format!("{}(", self.file.written(into))), doc, Doc::text(")")])
                }
                _ => doc,
            };
        }
        if from != into && is_pointer {
            if let (Type::Integer, Type::Number) = (from, into) {
                doc = concat([Doc::text("mapping.NumberOfWhole("), doc, Doc::text(")")]);
            } else if is_text(from) && is_text(into) && self.file.written(from) != self.file.written(into) {
                doc = concat([Doc::text(format!("(*{})(", self.file.written(into))), doc, Doc::text(")")]);
            }
        }
        if wraps {
            return concat([Doc::text("mapping.NotNullOf("), doc, Doc::text(")")]);
        }
        if is_pointer && !wants_pointer && !matches!(there(wanted), Type::Nullable(_)) {
            return concat([Doc::text("*"), doc]);
        }
        doc
    }

    /// The type that a value has; the one that is wanted where nothing else is known.
    fn own_type(&self, value: &Expression, wanted: &Type) -> Type {
        self.type_of(value).unwrap_or_else(|| wanted.clone())
    }

    /// A value in its own type.
    fn plain(&self, value: &Expression, wanted: &Type) -> Doc {
        match value {
            Expression::Name(name) => Doc::text(self.file.name(name)),
            Expression::Decimal(digits) => Doc::text(format!("mapping.MustDecimal({})", quoted(digits))),
            Expression::Pattern(pattern) => {
                let known = self.file.patterns.iter().find(|(known, _)| known == pattern);
                Doc::text(known.map_or_else(|| quoted(pattern), |(_, name)| name.clone()))
            }
            Expression::Keys(keys) => Doc::text(self::keys(keys)),
            Expression::Word(word) => Doc::text(self::word(*word)),
            Expression::Get(get) => self.field(get),
            Expression::Call(Callee::Own(name), arguments) => {
                let arguments = arguments.iter().map(|argument| self.as_it_is(argument));
                concat([Doc::text(self.file.function(name)), list("(", arguments, ")")])
            }
            Expression::Call(Callee::Runtime(function), arguments) => self.call(*function, arguments, wanted),
            Expression::And(parts) => self.joined(parts, " &&"),
            Expression::Or(parts) => self.joined(parts, " ||"),
            Expression::Not(inner) => match &**inner {
                Expression::Call(..) | Expression::Name(_) => concat([Doc::text("!"), self.condition(inner)]),
                inner => concat([Doc::text("!("), self.condition(inner), Doc::text(")")]),
            },
            Expression::Same(left, right) => self.same(left, right),
            Expression::Differ(left, right) => self.differ(left, right),
            Expression::Constant(_)
            | Expression::Exception(_)
            | Expression::List(_)
            | Expression::If(..)
            | Expression::Else(..)
            | Expression::Table(..) => self.value(value, wanted),
        }
    }

    /// A value in its own type, where that is all that counts.
    fn as_it_is(&self, value: &Expression) -> Doc {
        if let Expression::Constant(Constant::Number(digits)) = value {
            return Doc::text(digits.as_str());
        }
        let own = self.own_type(value, &Type::Any);
        self.value(value, &own)
    }

    /// A condition.
    pub fn condition(&self, value: &Expression) -> Doc {
        self.value(value, &Type::Boolean)
    }

    /// A field, through a value that may not be there.
    fn field(&self, get: &Get) -> Doc {
        let own = self.own_type(&get.of, &Type::Any);
        let Type::Named(of) = plain(&own) else { return self.as_it_is(&get.of) };
        let field = self.file.field(of, &get.key);
        if !get.of_maybe {
            return concat([self.as_it_is(&get.of), Doc::text(format!(".{field}"))]);
        }
        let is = get.gives();
        let reference = if matches!(get.is, Type::Maybe(_) | Type::List(_) | Type::Nullable(_)) { "" } else { "&" };
        let part = format!(
            "func(of *{}) {} {{ return {reference}of.{field} }}",
            self.file.written(plain(&own)),
            self.file.written(&is)
        );
        concat([
            Doc::text("mapping.Within("),
            self.value(&get.of, &own.clone().maybe()),
            Doc::text(format!(", {part})")),
        ])
    }

    fn call(&self, function: Runtime, arguments: &[Expression], wanted: &Type) -> Doc {
        // What the runtime lacks is refused before anything is printed.
        let Some(signature) = runtime::function(function) else { return Doc::nothing() };
        let table = arguments.iter().find_map(|argument| self.table(argument));
        let may_lack = matches!(table, Some((_, Type::Maybe(_))));
        let name = match (function, may_lack) {
            (Runtime::Encoded | Runtime::LookedUp, true) => format!("mapping.{}OrAbsent", signature.name),
            (Runtime::NoState, _) => format!("mapping.NoState[{}]", self.file.written(plain(wanted))),
            _ => format!("mapping.{}", signature.name),
        };
        let mut made = Vec::new();
        for (at, take) in signature.takes.iter().enumerate() {
            let argument = arguments.get(at).filter(|argument| !is_absent(argument));
            let own = argument.map_or(Type::Any, |argument| self.own_type(argument, &Type::Any));
            made.push(match (take, argument) {
                (Take::Or(default), None) => Doc::text(*default),
                (_, None) => Doc::text("nil"),
                (Take::Maybe(of), Some(argument)) => self.value(argument, &of.clone().maybe()),
                (Take::Own, Some(argument)) => self.value(argument, &plain(&own).clone().maybe()),
                (Take::Nullable, Some(argument)) => self.value(argument, &plain(&own).clone().nullable()),
                (Take::Key, Some(argument)) => {
                    let key = table.map_or(plain(&own), |(from, _)| plain(from));
                    self.value(argument, &key.clone().maybe())
                }
                (Take::Row, Some(argument)) => {
                    let row = table.map_or(plain(&own), |(_, to)| plain(to));
                    self.value(argument, row)
                }
                (Take::Constant, Some(argument)) => self.value(argument, &Type::Any),
                (Take::Lengths, Some(Expression::List(lengths))) => {
                    list("[]int{", lengths.iter().map(|length| self.as_it_is(length)), "}")
                }
                (Take::Columns, Some(argument)) => self.value(argument, &Type::Any.list()),
                (Take::There, Some(Expression::List(parts))) => {
                    let there = parts.iter().map(|part| self.absence(part, false).unwrap_or(Doc::text("true")));
                    Doc::join(there, &comma())
                }
                (_, Some(argument)) => self.as_it_is(argument),
            });
        }
        concat([Doc::text(name), list("(", made, ")")])
    }

    /// The first value where it is there, otherwise the second.
    fn otherwise(&self, first: &Expression, second: &Expression, wanted: &Type) -> Doc {
        if let Expression::Constant(Constant::Null) = second {
            let value = self.value(first, &plain(wanted).clone().maybe());
            return concat([Doc::text("mapping.OrNull("), value, Doc::text(")")]);
        }
        let of = plain(wanted);
        let values = [self.value(first, &of.clone().maybe()), self.value(second, of)];
        let either = concat([Doc::text("mapping.Or"), list("(", values, ")")]);
        match there(wanted) {
            Type::Nullable(_) => concat([Doc::text("mapping.NotNullOf("), either, Doc::text(")")]),
            _ if matches!(wanted, Type::Maybe(_)) => either,
            _ => concat([Doc::text("*"), either]),
        }
    }

    fn same(&self, left: &Expression, right: &Expression) -> Doc {
        let own = self.own_type(left, &Type::Any);
        match right {
            right if is_absent(right) => self.absence(left, true).unwrap_or(Doc::text("false")),
            Expression::Constant(Constant::Null) => match there(&own) {
                Type::Any => concat([self.as_it_is(left), Doc::text(" == nil")]),
                Type::Nullable(_) => concat([self.as_it_is(left), Doc::text(".IsNull()")]),
                _ => Doc::text("false"),
            },
            Expression::Constant(constant) => match (&own, constant) {
                (Type::Any, Constant::Number(_)) => concat([
                    Doc::text("mapping.IsValue"),
                    list("(", [self.as_it_is(left), self.constant(constant, &own)], ")"),
                ]),
                (Type::Maybe(_) | Type::Nullable(_), _) => {
                    let of = plain(&own);
                    let sides = [self.value(left, &of.clone().maybe()), self.constant(constant, of)];
                    concat([Doc::text("mapping.Is"), list("(", sides, ")")])
                }
                _ => concat([self.as_it_is(left), Doc::text(" == "), self.constant(constant, &own)]),
            },
            right => {
                let other = self.own_type(right, &Type::Any);
                // Texts of two kinds are compared as texts.
                let of = if plain(&own) == plain(&other) { plain(&own) } else { &Type::Text };
                let sides = [left, right].map(|side| self.value(side, &of.clone().maybe()));
                concat([Doc::text("mapping.Same"), list("(", sides, ")")])
            }
        }
    }

    fn differ(&self, left: &Expression, right: &Expression) -> Doc {
        match right {
            right if is_absent(right) => self.absence(left, false).unwrap_or(Doc::text("true")),
            Expression::Constant(Constant::Null) if self.own_type(left, &Type::Any) == Type::Any => {
                concat([self.as_it_is(left), Doc::text(" != nil")])
            }
            _ => {
                let same = self.same(left, right);
                concat([Doc::text("!("), same, Doc::text(")")])
            }
        }
    }

    /// Whether a value is absent, or whether it is there; `None` where it is never absent.
    pub fn absence(&self, value: &Expression, absent: bool) -> Option<Doc> {
        let own = self.type_of(value)?;
        let (before, after) = match (&own, there(&own)) {
            (Type::Nullable(_), _) | (_, Type::Nullable(_)) => (if absent { "" } else { "!" }, ".IsZero()"),
            (Type::Maybe(_), Type::Any) => (if absent { "!" } else { "" }, ".There"),
            (Type::Maybe(_), _) => ("", if absent { " == nil" } else { " != nil" }),
            _ => return None,
        };
        Some(concat([Doc::text(before), self.value(value, &own), Doc::text(after)]))
    }

    /// Parts of one operator; a part of another operator stands in parentheses.
    pub fn joined(&self, parts: &[Expression], operator: &str) -> Doc {
        let part = |part: &Expression| match part {
            Expression::And(_) | Expression::Or(_) => concat([Doc::text("("), self.condition(part), Doc::text(")")]),
            _ => self.condition(part),
        };
        joined(parts.iter().map(part), operator)
    }

    /// A constant in the type that is wanted.
    fn constant(&self, value: &Constant, wanted: &Type) -> Doc {
        let of = plain(wanted);
        let text = match value {
            Constant::Absent => return Doc::text(self.nothing(wanted)),
            Constant::Null => match there(wanted) {
                Type::Nullable(inner) => return Doc::text(format!("mapping.NullOf[{}]()", self.file.written(inner))),
                _ => return Doc::text("nil"),
            },
            Constant::Text(text) => quoted(text),
            Constant::Boolean(truth) => truth.to_string(),
            Constant::Number(digits) => match of {
                Type::Integer => digits.clone(),
                Type::Decimal => format!("mapping.MustDecimal({})", quoted(digits)),
                Type::Number | Type::Literals(_) if self.file.written(of) == "json.Number" => quoted(digits),
                Type::Named(_) | Type::Text => quoted(digits),
                _ => {
                    self.file.has_numbers.set(true);
                    format!("json.Number({})", quoted(digits))
                }
            },
        };
        Doc::text(match wanted {
            Type::Maybe(inner) if !matches!(**inner, Type::Nullable(_) | Type::Any) => {
                format!("mapping.Of[{}]({text})", self.file.written(of))
            }
            _ if matches!(there(wanted), Type::Nullable(_)) => {
                format!("mapping.NotNullOf(mapping.Of[{}]({text}))", self.file.written(of))
            }
            _ => text,
        })
    }

    /// What stands for no value of a type.
    pub fn nothing(&self, of: &Type) -> String {
        match there(of) {
            Type::Nullable(_) | Type::Any => format!("{}{{}}", self.file.written(of)),
            _ => "nil".to_owned(),
        }
    }
}

/// Parts of one operator: on one line, or each on a line of its own.
pub fn joined(parts: impl IntoIterator<Item = Doc>, operator: &str) -> Doc {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_else(Doc::nothing);
    // Lines after the first are one level further in, and what is in them.
    let rest = parts.map(|part| concat([Doc::text(operator), Doc::Line, part]));
    concat([first, concat(rest).indent()]).group()
}

/// Whether it is no value.
pub fn is_absent(value: &Expression) -> bool {
    matches!(value, Expression::Constant(Constant::Absent))
}

fn word(word: Word) -> String {
    let kind = match word {
        Word::Rounding(_) | Word::Side(_) | Word::Many(_) | Word::Order(_) => "",
        Word::Gap(_) => "Gap",
        Word::Overlap(_) => "Overlap",
    };
    format!("mapping.{kind}{}", crate::generate::names::pascal(word.text()))
}

/// Keys that lead to a part of a payload.
pub fn keys(keys: &[Key]) -> String {
    let one = |key: &Key| match key {
        Key::Name(name) => format!("{{Name: {}}}", quoted(name)),
        Key::Qualified(list, with) => {
            let pair = |(name, is): &(String, String)| format!("{{Name: {}, Value: {}}}", quoted(name), quoted(is));
            let with: Vec<String> = with.iter().map(pair).collect();
            format!("{{Name: {}, With: []mapping.Pair{{{}}}}}", quoted(list), with.join(", "))
        }
    };
    format!("[]mapping.Key{{{}}}", keys.iter().map(one).collect::<Vec<_>>().join(", "))
}

/// A text in quotes: as it is where it has backslashes, otherwise with escapes.
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c != '`' && !quoted::is_invisible(c);
    if text.contains('\\') && text.chars().all(is_plain) {
        return format!("`{text}`");
    }
    quoted::quoted(text, '"', quoted::four_digits)
}
