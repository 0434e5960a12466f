//! Prints programs as TypeScript, in the layout of Prettier with its default options.

use crate::generate::layout::{Doc, Layout, comma, concat, list};
use crate::generate::names::is_identifier;
use crate::generate::quoted;
use crate::generate::statement::{
    Build, Callee, Constant, Expression, Field, Function, Item, Key, Piece, Rule, Runtime, Statement, Struct, Type,
    Unit, When,
};
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
        Item::Rule(rule) => self::rule(rule),
        Item::Constant { name, value } => {
            concat([assignment(Doc::text(format!("const {name}")), value), Doc::text(";")])
        }
        Item::Function(function) => self::function(function),
    }
}

fn rule(rule: &Rule) -> Doc {
    let text = |name: &str, text: &str| (name.to_owned(), Doc::text(quoted(text)));
    let mut fields = vec![
        text("charter", &rule.charter),
        ("foreign".to_owned(), keys(&rule.foreign)),
        text("field", &rule.field),
        text("scope", rule.scope),
    ];
    if !rule.skips.is_empty() {
        fields.push(("skips".to_owned(), list("[", rule.skips.iter().map(|way| Doc::text(quoted(way))), "]")));
    }
    if !rule.raises.is_empty() {
        let raises = rule.raises.iter().map(|(way, exception)| text(way, exception));
        fields.push(("raises".to_owned(), object(raises)));
    }
    concat([Doc::text(format!("const {}: Rule = ", rule.name)), lines(fields), Doc::text(";")])
}

/// Keys that lead to a part of a payload.
fn keys(keys: &[Key]) -> Doc {
    let one = |key: &Key| match key {
        Key::Name(name) => Doc::text(quoted(name)),
        Key::Qualified(list, with) => {
            let with = object(with.iter().map(|(name, is)| (name.clone(), Doc::text(quoted(is)))));
            object([("in".to_owned(), Doc::text(quoted(list))), ("with".to_owned(), with)])
        }
    };
    list("[", keys.iter().map(one), "]")
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
    braced(Doc::join(body.iter().map(statement), &Doc::Hard))
}

fn braced(inside: Doc) -> Doc {
    concat([Doc::text("{"), concat([Doc::Hard, inside]).indent(), Doc::Hard, Doc::text("}")])
}

fn statement(statement: &Statement) -> Doc {
    match statement {
        Statement::Let(name, _, value) => {
            concat([assignment(Doc::text(format!("const {name}")), value), Doc::text(";")])
        }
        Statement::Do(value) => concat([expression(value), Doc::text(";")]),
        Statement::Build(build) => self::build(build),
        Statement::Need(names) => {
            let absent = |name: &String| Expression::name(name).is(Expression::ABSENT);
            let missing = Expression::any(names.iter().map(absent).collect());
            branch(&missing, block(&[Statement::Return(Expression::ABSENT)]))
        }
        Statement::If(condition, body) => branch(condition, block(body)),
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
            _ => concat([Doc::text("return "), expression(value), Doc::text(";")]),
        },
    }
}

fn branch(condition: &Expression, body: Doc) -> Doc {
    let condition = concat([concat([Doc::Soft, expression(condition)]).indent(), Doc::Soft]).group();
    concat([Doc::text("if ("), condition, Doc::text(") "), body])
}

/// Fields that are put together: at once, or under a condition.
fn build(build: &Build) -> Doc {
    let Build { name, of, .. } = build;
    let there = |pieces: &[Piece]| pieces.iter().filter_map(Piece::is_there).collect::<Vec<_>>();
    let (condition, otherwise) = match &build.when {
        When::Always => {
            let declared = concat([Doc::text(format!("const {name}: {of} = ")), fields(&build.must), Doc::text(";")]);
            return concat([declared, set(build)]);
        }
        When::Any => (Expression::any(there(&build.may)), Doc::nothing()),
        When::All(place, rule) => {
            let parts = build.must.iter().map(|piece| piece.value.clone()).collect();
            let parts = [place.clone(), rule.clone(), Expression::List(parts)];
            let note = Statement::Do(Expression::call(Runtime::Incomplete, parts));
            (Expression::all(there(&build.must)), concat([Doc::text(" else "), block(&[note])]))
        }
    };
    let assigned = concat([Doc::text(format!("{name} = ")), fields(&build.must), Doc::text(";")]);
    concat([
        concat([Doc::text(format!("let {name}:")), typed(&Type::Named(of.clone()).maybe()), Doc::text(";")]),
        Doc::Hard,
        branch(&condition, braced(concat([assigned, set(build)]))),
        otherwise,
    ])
}

/// Sets the fields that are there, each in a line after the one before.
fn set(build: &Build) -> Doc {
    let one = |piece: &Piece| {
        let name = Doc::text(build.name.clone() + &member(&piece.key, false));
        let body = braced(concat([assignment(name, &piece.value), Doc::text(";")]));
        match piece.is_there() {
            Some(there) => concat([Doc::Hard, branch(&there, body)]),
            None => concat([Doc::Hard, body]),
        }
    };
    concat(build.may.iter().map(one))
}

/// The value of what is put together: its fields stand one to a line.
fn fields(pieces: &[Piece]) -> Doc {
    let pieces = pieces.iter().map(|piece| (piece.key.clone(), expression(&piece.value)));
    lines(pieces.collect())
}

/// A name and its value. Where the value does not fit beside the name, the line is broken where it reads best.
fn assignment(name: Doc, value: &Expression) -> Doc {
    let after_sign = match value {
        Expression::If(condition, ..) => is_binary(condition),
        Expression::Get(_) | Expression::Constant(_) | Expression::Word(_) | Expression::Exception(_) => true,
        value if is_binary(value) => true,
        Expression::Call(_, arguments) => arguments.len() <= 1,
        _ => false,
    };
    let value = expression(value);
    if after_sign {
        concat([name, Doc::text(" ="), concat([Doc::Line, value]).indent().group()]).group()
    } else {
        concat([name, Doc::text(" = "), value])
    }
}

fn is_binary(value: &Expression) -> bool {
    matches!(value, Expression::And(_) | Expression::Or(_) | Expression::Same(..) | Expression::Differ(..))
}

/// Named values, one to a line.
fn lines(pairs: Vec<(String, Doc)>) -> Doc {
    if pairs.is_empty() {
        return Doc::text("{}");
    }
    let inside = Doc::join(pairs.into_iter().map(pair), &concat([Doc::text(","), Doc::Hard]));
    concat([Doc::text("{"), concat([Doc::Hard, inside]).indent(), Doc::text(","), Doc::Hard, Doc::text("}")])
}

/// Named values, on one line where they fit.
fn object(pairs: impl IntoIterator<Item = (String, Doc)>) -> Doc {
    let mut pairs = pairs.into_iter().map(pair).peekable();
    if pairs.peek().is_none() {
        return Doc::text("{}");
    }
    braces(Doc::join(pairs, &comma())).group()
}

fn expression(value: &Expression) -> Doc {
    match value {
        Expression::Name(name) => Doc::text(name.as_str()),
        Expression::Constant(constant) => Doc::text(self::constant(constant)),
        Expression::Decimal(digits) => Doc::text(format!("Decimal.from({})", quoted(digits))),
        Expression::Pattern(pattern) => Doc::text(format!("/^(?:{pattern})$/su")),
        Expression::Keys(keys) => self::keys(keys),
        Expression::Word(word) => Doc::text(quoted(word.text())),
        Expression::Exception(name) => Doc::text(quoted(name)),
        Expression::Get(get) => concat([expression(&get.of), Doc::text(member(&get.key, get.of_maybe))]),
        Expression::Call(callee, arguments) => {
            let name = match callee {
                Callee::Own(name) => name.as_str(),
                Callee::Runtime(function) => runtime::function(*function).1,
            };
            match &arguments[..] {
                // A list alone keeps its brackets beside the parentheses.
                [only @ Expression::List(_)] => {
                    concat([Doc::text(format!("{name}(")), expression(only), Doc::text(")")])
                }
                _ => concat([Doc::text(name), list("(", arguments.iter().map(expression), ")")]),
            }
        }
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

fn pair((name, value): (String, Doc)) -> Doc {
    match &value {
        Doc::Text(same) if *same == name => value,
        _ => concat([Doc::text(key(&name) + ": "), value]),
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

/// Whether `true` and `false` are the choices.
fn is_any_truth(values: &[Constant]) -> bool {
    matches!(values, [Constant::Boolean(one), Constant::Boolean(other)] if one != other)
}

fn braces(inside: Doc) -> Doc {
    let inside = concat([Doc::Line, inside, Doc::if_broken(",")]).indent();
    concat([Doc::text("{"), inside, Doc::Line, Doc::text("}")])
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
    quoted::quoted(text, quoted::spared_quote(text), |c| format!("\\u{{{:x}}}", u32::from(c)))
}
