//! Prints programs as TypeScript, in the layout of Prettier with its default options.

use crate::generate::layout::{Doc, Layout};
use crate::generate::names::is_identifier;
use crate::generate::statement::{Callee, Constant, Expression, Field, Function, Item, Statement, Struct, Type, Unit};
use crate::generate::typescript::runtime;

const LAYOUT: Layout = Layout { width: 80, indent: 2 };

/// The text of a file, without what stands before its first item.
pub fn print(unit: &Unit) -> String {
    let mut text = String::new();
    for item in &unit.items {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&LAYOUT.print(&self::item(item)));
        text.push('\n');
    }
    text
}

/// An import of names, in the order given.
pub fn import(names: &[String], types_only: bool, from: &str) -> String {
    let names = names.iter().map(|name| Doc::text(name.as_str()));
    let word = if types_only { "import type " } else { "import " };
    let doc = concat([
        Doc::text(word),
        braces(Doc::join(names, &comma())).group(),
        Doc::text(format!(" from {};", quoted(from))),
    ]);
    LAYOUT.print(&doc)
}

fn item(item: &Item) -> Doc {
    match item {
        Item::Struct(of) => structure(of),
        Item::Codes { doc, name, values, open } => {
            let mut of: Vec<Doc> = values.iter().map(|value| Doc::text(quoted(value))).collect();
            if *open {
                of.push(Doc::text("(string & {})"));
            }
            let choices = concat([Doc::Line, union(of)]).indent().group();
            concat([doc_comment(doc), Doc::text(format!("export type {name} =")), choices, Doc::text(";")])
        }
        Item::Constant { doc, name, of, value } => {
            let of = of.as_ref().map_or_else(Doc::nothing, |of| concat([Doc::text(":"), typed(of)]));
            let head = concat([doc_comment(doc), Doc::text(format!("const {name}")), of]);
            concat([assignment(head, value), Doc::text(";")])
        }
        Item::Function(function) => self::function(function),
    }
}

fn structure(of: &Struct) -> Doc {
    let fields = of.fields.iter().map(field);
    let fields = Doc::join(fields, &Doc::Hard);
    let head = concat([doc_comment(&of.doc), Doc::text(format!("export interface {} {{", of.name))]);
    concat([head, concat([Doc::Hard, fields]).indent(), Doc::Hard, Doc::text("}")])
}

fn field(field: &Field) -> Doc {
    let mark = if field.optional { "?:" } else { ":" };
    concat([doc_comment(&field.doc), Doc::text(key(&field.key) + mark), typed(&field.of), Doc::text(";")])
}

fn function(function: &Function) -> Doc {
    let word = if function.exported { "export function " } else { "function " };
    let parameters = function.parameters.iter().map(|(name, of)| concat([Doc::text(format!("{name}:")), typed(of)]));
    let head = concat([
        Doc::text(format!("{word}{}", function.name)),
        list("(", parameters, ")"),
        Doc::text(": "),
        of(&function.returns),
    ]);
    concat([doc_comment(&function.doc), head.group(), Doc::text(" "), block(&function.body)])
}

fn block(body: &[Statement]) -> Doc {
    if body.is_empty() {
        return Doc::text("{}");
    }
    let statements = Doc::join(body.iter().map(statement), &Doc::Hard);
    concat([Doc::text("{"), concat([Doc::Hard, statements]).indent(), Doc::Hard, Doc::text("}")])
}

fn statement(statement: &Statement) -> Doc {
    match statement {
        Statement::Comment(text) => Doc::text(format!("// {text}")),
        Statement::Let(name, of, value) => {
            let of = of.as_ref().map_or_else(Doc::nothing, |of| concat([Doc::text(":"), typed(of)]));
            concat([assignment(concat([Doc::text(format!("const {name}")), of]), value), Doc::text(";")])
        }
        Statement::Do(value) => concat([expression(value), Doc::text(";")]),
        Statement::Set(of, field, value) => {
            concat([assignment(Doc::text(of.clone() + &member(field, false)), value), Doc::text(";")])
        }
        Statement::If(condition, body) => {
            let condition = concat([concat([Doc::Soft, expression(condition)]).indent(), Doc::Soft]).group();
            concat([Doc::text("if ("), condition, Doc::text(") "), block(body)])
        }
        Statement::Return(value) => match value {
            Expression::And(_) | Expression::Or(_) => {
                let open = Doc::IfBroken(Box::new(Doc::text("(")), Box::new(Doc::nothing()));
                let inside = concat([Doc::Soft, expression(value)]).indent();
                concat([
                    Doc::text("return "),
                    concat([open, inside, Doc::Soft, Doc::if_broken(")")]).group(),
                    Doc::text(";"),
                ])
            }
            _ => concat([Doc::text("return "), outermost(value), Doc::text(";")]),
        },
    }
}

/// A name and its value. Where the value does not fit beside the name, the line is broken where it reads best.
fn assignment(name: Doc, value: &Expression) -> Doc {
    let after_sign = match value {
        Expression::If(condition, ..) => is_binary(condition),
        Expression::Get(..) | Expression::GetIfPresent(..) | Expression::Constant(_) => true,
        value if is_binary(value) => true,
        Expression::Call(_, arguments) => arguments.len() <= 1,
        _ => false,
    };
    let value = outermost(value);
    if after_sign {
        concat([name, Doc::text(" ="), concat([Doc::Line, value]).indent().group()]).group()
    } else {
        concat([name, Doc::text(" = "), value])
    }
}

fn is_binary(value: &Expression) -> bool {
    matches!(value, Expression::And(_) | Expression::Or(_) | Expression::Same(..) | Expression::Differ(..))
}

/// A value that is not a part of another: fields stand one to a line.
fn outermost(value: &Expression) -> Doc {
    match value {
        Expression::Fields(values) if !values.is_empty() => {
            let inside = Doc::join(values.iter().map(pair), &concat([Doc::text(","), Doc::Hard]));
            concat([Doc::text("{"), concat([Doc::Hard, inside]).indent(), Doc::text(","), Doc::Hard, Doc::text("}")])
        }
        _ => expression(value),
    }
}

fn expression(value: &Expression) -> Doc {
    match value {
        Expression::Name(name) => Doc::text(name.as_str()),
        Expression::Constant(constant) => Doc::text(self::constant(constant)),
        Expression::Decimal(digits) => Doc::text(format!("Decimal.from({})", quoted(digits))),
        Expression::Pattern(pattern) => Doc::text(format!("/^(?:{})$/su", pattern.replace('/', "\\/"))),
        Expression::Get(of, field) => concat([expression(of), Doc::text(member(field, false))]),
        Expression::GetIfPresent(of, field) => concat([expression(of), Doc::text(member(field, true))]),
        Expression::Call(callee, arguments) => {
            let name = match callee {
                Callee::Own(name) => name.as_str(),
                Callee::Runtime(function) => runtime::function(*function).1,
            };
            call(name, arguments)
        }
        Expression::Fields(values) if values.is_empty() => Doc::text("{}"),
        Expression::Fields(values) => braces(Doc::join(values.iter().map(pair), &comma())).group(),
        Expression::List(values) => list("[", values.iter().map(expression), "]"),
        Expression::Table(from, to, rows) => {
            let head = concat([Doc::text("new Map<"), of(from), Doc::text(", "), of(to), Doc::text(">([")]);
            let cell = |value: &Constant| Doc::text(constant(value));
            let row = |(from, to): &(Constant, Constant)| list("[", [cell(from), cell(to)], "]");
            let forced = if rows.len() > 1 { Doc::Hard } else { Doc::Soft };
            let inside = Doc::join(rows.iter().map(row), &comma());
            let inside = concat([concat([forced.clone(), inside, Doc::if_broken(",")]).indent(), forced]);
            concat([head, inside.group(), Doc::text("])")])
        }
        Expression::If(condition, then, otherwise) => conditional(condition, then, otherwise).group(),
        Expression::Else(value, otherwise) => {
            concat([expression(value), Doc::text(" ??"), concat([Doc::Line, expression(otherwise)]).indent()]).group()
        }
        Expression::Lambda(name, value) => concat([Doc::text(format!("({name}) => ")), expression(value)]),
        Expression::And(parts) => binary(parts, " &&"),
        Expression::Or(parts) => binary(parts, " ||"),
        Expression::Not(inner) => match **inner {
            Expression::Name(_) | Expression::Call(..) | Expression::Not(_) => {
                concat([Doc::text("!"), expression(inner)])
            }
            _ => concat([Doc::text("!("), expression(inner), Doc::text(")")]),
        },
        Expression::Same(left, right) => concat([expression(left), Doc::text(" === "), expression(right)]),
        Expression::Differ(left, right) => concat([expression(left), Doc::text(" !== "), expression(right)]),
    }
}

/// A call. Fields as the last argument begin on the line of the call.
fn call(name: &str, arguments: &[Expression]) -> Doc {
    match arguments {
        [others @ .., last @ Expression::Fields(values)] if !values.is_empty() => {
            let others = others.iter().flat_map(|argument| [expression(argument), Doc::text(", ")]);
            concat([Doc::text(format!("{name}(")), concat(others), outermost(last), Doc::text(")")])
        }
        _ => concat([Doc::text(name), list("(", arguments.iter().map(expression), ")")]),
    }
}

fn conditional(condition: &Expression, then: &Expression, otherwise: &Expression) -> Doc {
    let otherwise = match otherwise {
        Expression::If(condition, then, otherwise) => conditional(condition, then, otherwise),
        _ => expression(otherwise),
    };
    let then = concat([Doc::Line, Doc::text("? "), expression(then).indent()]);
    let otherwise = concat([Doc::Line, Doc::text(": "), otherwise.indent()]);
    concat([expression(condition), concat([then, otherwise]).indent()])
}

/// Parts of one operator; a part of another operator stands in parentheses.
fn binary(parts: &[Expression], operator: &str) -> Doc {
    let part = |part: &Expression| match part {
        Expression::And(_) | Expression::Or(_) => concat([Doc::text("("), expression(part), Doc::text(")")]),
        _ => expression(part),
    };
    Doc::join(parts.iter().map(part), &concat([Doc::text(operator), Doc::Line]))
}

fn pair((name, value): &(String, Expression)) -> Doc {
    match value {
        Expression::Name(same) if same == name => Doc::text(name.as_str()),
        _ => concat([Doc::text(key(name) + ": "), expression(value)]),
    }
}

fn of(of: &Type) -> Doc {
    let wrapped = |name: &str, inner: &Type| concat([Doc::text(format!("{name}<")), self::of(inner), Doc::text(">")]);
    match of {
        Type::Text => Doc::text("string"),
        Type::Integer | Type::Number => Doc::text("number"),
        Type::Decimal => Doc::text("Decimal"),
        Type::Boolean => Doc::text("boolean"),
        Type::Instant => Doc::text("Instant"),
        Type::Date => Doc::text("CalendarDate"),
        Type::LocalTime => Doc::text("LocalTime"),
        Type::Any => Doc::text("unknown"),
        Type::Rule => Doc::text("Rule"),
        Type::Place => Doc::text("Place"),
        Type::Named(name) => Doc::text(name.as_str()),
        Type::Literals(values) if is_any_truth(values) => Doc::text("boolean"),
        Type::Literals(values) => union(values.iter().map(|value| Doc::text(constant(value))).collect()),
        Type::List(inner) => match **inner {
            Type::Literals(_) | Type::Nullable(_) | Type::Maybe(_) => {
                concat([Doc::text("("), self::of(inner), Doc::text(")[]")])
            }
            _ => concat([self::of(inner), Doc::text("[]")]),
        },
        Type::Nullable(inner) => concat([self::of(inner), Doc::text(" | null")]),
        Type::Maybe(inner) => concat([self::of(inner), Doc::text(" | undefined")]),
        Type::Result(inner) => wrapped("Result", inner),
    }
}

/// One of several types: on one line, or each on a line of its own.
fn union(parts: Vec<Doc>) -> Doc {
    concat([Doc::if_broken("| "), Doc::join(parts, &concat([Doc::Line, Doc::text("| ")]))])
}

/// A type after a colon.
fn typed(of: &Type) -> Doc {
    match of {
        Type::Literals(_) => concat([Doc::Line, self::of(of)]).indent().group(),
        _ => concat([Doc::text(" "), self::of(of)]),
    }
}

/// Parts in brackets, with commas: on one line, or each on a line of its own.
fn list(open: &str, parts: impl IntoIterator<Item = Doc>, close: &str) -> Doc {
    let mut parts = parts.into_iter().peekable();
    if parts.peek().is_none() {
        return Doc::text(format!("{open}{close}"));
    }
    let inside = concat([Doc::Soft, Doc::join(parts, &comma()), Doc::if_broken(",")]).indent();
    concat([Doc::text(open), inside, Doc::Soft, Doc::text(close)]).group()
}

/// Whether `true` and `false` are the choices.
fn is_any_truth(values: &[Constant]) -> bool {
    matches!(values, [Constant::Boolean(one), Constant::Boolean(other)] if one != other)
}

fn braces(inside: Doc) -> Doc {
    let inside = concat([Doc::Line, inside, Doc::if_broken(",")]).indent();
    concat([Doc::text("{"), inside, Doc::Line, Doc::text("}")])
}

fn comma() -> Doc {
    concat([Doc::text(","), Doc::Line])
}

fn concat(parts: impl IntoIterator<Item = Doc>) -> Doc {
    Doc::All(parts.into_iter().collect())
}

/// A comment in front of a declaration; nothing without lines.
fn doc_comment(lines: &[String]) -> Doc {
    let safe = |line: &String| Doc::text(line.replace("*/", "*\u{200b}/"));
    match lines {
        [] => Doc::nothing(),
        [line] => concat([Doc::text("/** "), safe(line), Doc::text(" */"), Doc::Hard]),
        lines => {
            let line =
                |line: &String| if line.is_empty() { Doc::text(" *") } else { concat([Doc::text(" * "), safe(line)]) };
            let lines = Doc::join(lines.iter().map(line), &Doc::Hard);
            concat([Doc::text("/**"), Doc::Hard, lines, Doc::Hard, Doc::text(" */"), Doc::Hard])
        }
    }
}

fn constant(value: &Constant) -> String {
    match value {
        Constant::Text(text) => quoted(text),
        Constant::Number(digits) => digits.clone(),
        Constant::Boolean(truth) => truth.to_string(),
        Constant::Null => "null".to_owned(),
        Constant::Absent => "undefined".to_owned(),
    }
}

/// A property as a key of a type or of a value.
fn key(name: &str) -> String {
    if is_identifier(name) { name.to_owned() } else { quoted(name) }
}

/// A property as it is read.
fn member(name: &str, optional: bool) -> String {
    match (is_identifier(name), optional) {
        (true, false) => format!(".{name}"),
        (true, true) => format!("?.{name}"),
        (false, false) => format!("[{}]", quoted(name)),
        (false, true) => format!("?.[{}]", quoted(name)),
    }
}

/// A text in quotes: double ones, unless single ones save escapes.
fn quoted(text: &str) -> String {
    let quote = if text.matches('"').count() > text.matches('\'').count() { '\'' } else { '"' };
    let mut quoted = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c == quote => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{200e}'..='\u{202e}') => {
                quoted.push_str("\\u{");
                quoted.push_str(&format_hex(c));
                quoted.push('}');
            }
            c => quoted.push(c),
        }
    }
    quoted.push(quote);
    quoted
}

fn format_hex(c: char) -> String {
    format!("{:x}", c as u32)
}
