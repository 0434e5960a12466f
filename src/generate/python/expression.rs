//! Prints values and types of programs as Python.

use crate::generate::layout::{Doc, concat, list};
use crate::generate::statement::{Callee, Constant, Expression, Get, Key, Type};

use super::printer::{Printer, lines, quoted};
use super::runtime::Module;
use super::words;

/// How strongly a value binds; one that binds less than what is around it stands in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Conditional,
    Or,
    And,
    Not,
    Comparison,
    Primary,
}

impl Printer<'_> {
    /// A value where it need not stand in parentheses.
    pub fn value(&self, value: &Expression) -> Doc {
        self.bound(value, Binding::Conditional).group()
    }

    /// A value on the right of a sign, or after `return`: in parentheses where it does not fit on the line.
    pub fn beside(&self, value: &Expression) -> Doc {
        let doc = self.value(value);
        if binding(value) == Binding::Primary && !matches!(value, Expression::Get(_)) {
            return doc;
        }
        let open = Doc::if_broken("(");
        concat([open, concat([Doc::Soft, doc.group()]).indent(), Doc::Soft, Doc::if_broken(")")]).group()
    }

    fn bound(&self, value: &Expression, around: Binding) -> Doc {
        let doc = self.plain(value);
        if binding(value) >= around { doc } else { concat([Doc::text("("), doc, Doc::text(")")]) }
    }

    fn plain(&self, value: &Expression) -> Doc {
        match value {
            Expression::Name(name) => Doc::text(name.as_str()),
            Expression::Constant(constant) => self.constant(constant),
            Expression::Decimal(digits) => {
                self.library("decimal", "Decimal");
                // A whole number is exact without quotes.
                let shown = if digits.contains('.') { quoted(digits) } else { digits.clone() };
                Doc::text(format!("Decimal({shown})"))
            }
            Expression::Pattern(pattern) => Doc::text(raw(&pattern_of(pattern))),
            Expression::Keys(keys) => self.keys(keys),
            Expression::Word(word) => Doc::text(quoted(word.text())),
            Expression::Exception(name) => Doc::text(quoted(name)),
            Expression::Get(get) => self.get(get),
            Expression::Call(callee, arguments) => {
                let name = match callee {
                    Callee::Own(name) => name.as_str(),
                    Callee::Runtime(function) => self.function(*function),
                };
                concat([Doc::text(name), list("(", arguments.iter().map(|argument| self.value(argument)), ")")])
            }
            Expression::List(parts) => list("[", parts.iter().map(|part| self.value(part)), "]"),
            Expression::Table(_, _, rows) => {
                let row = |(from, to): &(Constant, Constant)| {
                    concat([self.constant(from), Doc::text(": "), self.constant(to)])
                };
                let rows = rows.iter().map(row);
                if rows.len() > 1 { lines("{", rows.collect(), "}") } else { list("{", rows, "}") }
            }
            Expression::If(condition, then, otherwise) => self.conditional(condition, then, otherwise),
            Expression::Else(value, instead) => {
                self.own(Module::Steps, "otherwise");
                concat([Doc::text("otherwise"), list("(", [self.value(value), self.value(instead)], ")")])
            }
            Expression::And(parts) => self.chain(parts, "and ", Binding::And),
            Expression::Or(parts) => self.chain(parts, "or ", Binding::Or),
            Expression::Not(inner) => match &**inner {
                Expression::Same(left, right) => self.compared(left, right, false),
                Expression::Differ(left, right) => self.compared(left, right, true),
                Expression::Not(inner) => self.plain(inner),
                inner => concat([Doc::text("not "), self.bound(inner, Binding::Not)]),
            },
            Expression::Same(left, right) => self.compared(left, right, true),
            Expression::Differ(left, right) => self.compared(left, right, false),
        }
    }

    fn chain(&self, parts: &[Expression], operator: &'static str, around: Binding) -> Doc {
        let separator = concat([Doc::Line, Doc::text(operator)]);
        // A part that is a chain of the other operator binds as Python reads it, and stands in parentheses to be read.
        let part = |part: &Expression| match part {
            Expression::And(_) | Expression::Or(_) => concat([Doc::text("("), self.plain(part), Doc::text(")")]),
            part => self.bound(part, around),
        };
        Doc::join(parts.iter().map(part), &separator)
    }

    /// `is` for what there is but once, `==` for texts; numbers are told from truths.
    fn compared(&self, left: &Expression, right: &Expression, same: bool) -> Doc {
        let sign = match right {
            Expression::Constant(Constant::Absent | Constant::Null | Constant::Boolean(_)) => {
                if same {
                    " is "
                } else {
                    " is not "
                }
            }
            Expression::Constant(Constant::Number(_)) => {
                self.own(Module::Conditions, "same");
                let not = if same { "" } else { "not " };
                return concat([
                    Doc::text(format!("{not}same")),
                    list("(", [left, right].map(|side| self.value(side)), ")"),
                ]);
            }
            _ if same => " == ",
            _ => " != ",
        };
        let [left, right] = [left, right].map(|side| self.bound(side, Binding::Primary));
        concat([left, Doc::text(sign), right])
    }

    fn conditional(&self, condition: &Expression, then: &Expression, otherwise: &Expression) -> Doc {
        let otherwise = match otherwise {
            Expression::If(condition, then, otherwise) => self.conditional(condition, then, otherwise),
            otherwise => self.bound(otherwise, Binding::Or),
        };
        let [then, condition] = [then, condition].map(|part| self.bound(part, Binding::Or));
        concat([then, Doc::Line, Doc::text("if "), condition.group(), Doc::Line, Doc::text("else "), otherwise])
    }

    /// A field. Where what has it may be absent, it is absent too.
    fn get(&self, get: &Get) -> Doc {
        let field = self.way(get);
        let mut guards = Vec::new();
        let mut at = get;
        while let (true, Expression::Get(of)) = (at.of_maybe, &at.of) {
            if let Type::Maybe(_) = of.is {
                guards.insert(0, concat([self.way(of), Doc::text(" is ABSENT")]));
            }
            at = of;
        }
        if guards.is_empty() {
            return field;
        }
        let guards = Doc::join(guards, &concat([Doc::Line, Doc::text("or ")])).group();
        self.own(Module::Problem, "ABSENT");
        concat([Doc::text("ABSENT"), Doc::Line, Doc::text("if "), guards, Doc::Line, Doc::text("else "), field])
    }

    /// The names that lead to a field.
    fn way(&self, get: &Get) -> Doc {
        let of = match &get.of {
            Expression::Get(of) => self.way(of),
            of => self.bound(of, Binding::Primary),
        };
        concat([of, Doc::text(format!(".{}", words::member(&get.key)))])
    }

    /// Keys that lead to a part of a payload.
    pub fn keys(&self, keys: &[Key]) -> Doc {
        let one = |key: &Key| match key {
            Key::Name(name) => Doc::text(quoted(name)),
            Key::Qualified(list_of, with) => {
                self.own(Module::Problem, "Qualified");
                let with = with.iter().map(|(name, is)| Doc::text(format!("{}: {}", quoted(name), quoted(is))));
                concat([Doc::text("Qualified"), list("(", [Doc::text(quoted(list_of)), list("{", with, "}")], ")")])
            }
        };
        match keys {
            [only] => concat([Doc::text("("), one(only), Doc::text(",)")]),
            keys => list("(", keys.iter().map(one), ")"),
        }
    }

    fn constant(&self, value: &Constant) -> Doc {
        Doc::text(match value {
            Constant::Text(text) => quoted(text),
            Constant::Number(digits) => digits.clone(),
            Constant::Boolean(true) => "True".to_owned(),
            Constant::Boolean(false) => "False".to_owned(),
            Constant::Null => "None".to_owned(),
            Constant::Absent => {
                self.own(Module::Problem, "ABSENT");
                "ABSENT".to_owned()
            }
        })
    }

    /// A type.
    pub fn of(&self, of: &Type) -> Doc {
        match of {
            Type::Text => Doc::text("str"),
            Type::Integer => Doc::text("int"),
            Type::Number => Doc::text("float"),
            Type::Boolean => Doc::text("bool"),
            Type::Any => Doc::text("object"),
            Type::Decimal => {
                self.library("decimal", "Decimal");
                Doc::text("Decimal")
            }
            Type::Instant => self.of_runtime(Module::Times, "Instant"),
            Type::Date => self.of_runtime(Module::Times, "CalendarDate"),
            Type::LocalTime => self.of_runtime(Module::Times, "LocalTime"),
            Type::Rule => self.of_runtime(Module::Problem, "Rule"),
            Type::Place => self.of_runtime(Module::Problem, "Place"),
            Type::Named(name) => {
                self.named(name);
                Doc::text(name.as_str())
            }
            Type::Literals(values) => self.literals(values),
            Type::List(inner) => generic("list", self.of(inner)),
            Type::Nullable(inner) => concat([self.of(inner), Doc::text(" | None")]),
            // `None` stands last.
            Type::Maybe(inner) => match &**inner {
                Type::Nullable(inner) => concat([self.of(&inner.clone().maybe()), Doc::text(" | None")]),
                inner => concat([self.of(inner), Doc::text(" | "), self.of_runtime(Module::Problem, "Absent")]),
            },
            Type::Result(inner) => {
                self.own(Module::Problem, "Result");
                concat([Doc::text("Result["), self.of(inner), Doc::text("]")])
            }
        }
    }

    fn of_runtime(&self, module: Module, name: &'static str) -> Doc {
        self.own(module, name);
        Doc::text(name)
    }

    /// One of several constants. `Literal` has whole numbers only.
    pub fn literals(&self, values: &[Constant]) -> Doc {
        let is_whole = |digits: &str| digits.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
        if values.iter().any(|value| matches!(value, Constant::Number(digits) if !is_whole(digits))) {
            return Doc::text("float");
        }
        if matches!(values, [Constant::Boolean(one), Constant::Boolean(other)] if one != other) {
            return Doc::text("bool");
        }
        if values.is_empty() {
            self.library("typing", "Never");
            return Doc::text("Never");
        }
        self.library("typing", "Literal");
        concat([Doc::text("Literal"), list("[", values.iter().map(|value| self.constant(value)), "]")])
    }
}

/// A type with another inside. A comma after that would make two of it.
pub fn generic(name: &'static str, of: Doc) -> Doc {
    let inside = concat([Doc::Soft, of]).indent();
    concat([Doc::text(name), Doc::text("["), inside, Doc::Soft, Doc::text("]")]).group()
}

fn binding(value: &Expression) -> Binding {
    match value {
        Expression::If(..) => Binding::Conditional,
        Expression::Get(get) if get.of_maybe => Binding::Conditional,
        Expression::Or(_) => Binding::Or,
        Expression::And(_) => Binding::And,
        Expression::Not(inner) => match &**inner {
            Expression::Not(inner) => binding(inner),
            Expression::Same(..) | Expression::Differ(..) => Binding::Comparison,
            _ => Binding::Not,
        },
        Expression::Same(_, right) if is_number(right) => Binding::Primary,
        Expression::Differ(_, right) if is_number(right) => Binding::Not,
        Expression::Same(..) | Expression::Differ(..) => Binding::Comparison,
        _ => Binding::Primary,
    }
}

fn is_number(value: &Expression) -> bool {
    matches!(value, Expression::Constant(Constant::Number(_)))
}

/// The pattern in the syntax of `re`: its group has another sign, and `$` would stand before a last line feed too.
fn pattern_of(pattern: &str) -> String {
    let mut made = String::new();
    let mut rest = pattern.chars();
    let mut in_class = false;
    while let Some(c) = rest.next() {
        match c {
            '\\' => made.extend([c].into_iter().chain(rest.next())),
            // Characters that may mean an operation on classes some day.
            '&' | '~' | '|' if in_class => made.extend(['\\', c]),
            '$' if !in_class => made.push_str("\\Z"),
            '[' | ']' => {
                in_class = c == '[';
                made.push(c);
            }
            c => made.push(c),
        }
    }
    made.replace("(?<value>", "(?P<value>")
}

/// A text in which a backslash stands for itself.
fn raw(text: &str) -> String {
    let plain = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    match (plain, text.contains('"'), text.contains('\'')) {
        (true, false, _) => format!("r\"{text}\""),
        (true, true, false) => format!("r'{text}'"),
        _ => quoted(text),
    }
}
