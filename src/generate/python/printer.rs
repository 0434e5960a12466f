//! Prints programs as Python, in the layout of Ruff with its default options; imports are what was printed.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::generate::layout::{Doc, Layout, comma, concat, list};
use crate::generate::quoted;
use crate::generate::statement::{
    Build, Constant, Expression, Function, Item, Kind, Piece, Rule, Runtime, Statement, Struct, Type, Unit, When,
};

use super::expression::generic;
use super::runtime::{self, Module};
use super::words;

const LAYOUT: Layout = Layout { width: 88, indent: 4 };

/// A file while it is printed.
pub struct Printer<'u> {
    /// The types that the file declares.
    declared: BTreeSet<&'u str>,
    /// What has been printed and is declared elsewhere: names by the module that has them.
    used: RefCell<BTreeMap<Origin, BTreeSet<String>>>,
}

/// Where a name comes from, in the order of imports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Library(&'static str),
    Types,
    Runtime(Module),
}

/// The imports and the declarations of a file. `up` leads from its folder to that of `objects.py`.
pub fn print(unit: &Unit, up: &str) -> (Vec<String>, String) {
    let declared = unit.items.iter().filter_map(|item| match item {
        Item::Struct(of) => Some(of.name.as_str()),
        Item::Codes { name, .. } => Some(name.as_str()),
        Item::Rule(_) | Item::Constant { .. } | Item::Function(_) => None,
    });
    let printer = Printer { declared: declared.collect(), used: RefCell::default() };
    let is_block = |item: &Item| match item {
        Item::Function(_) => true,
        Item::Struct(of) => is_class(of),
        _ => false,
    };
    let mut code = String::new();
    let mut after_block = false;
    for item in &unit.items {
        let block = is_block(item);
        let apart = if code.is_empty() { usize::from(block) } else { 1 + usize::from(block || after_block) };
        code.push_str(&"\n".repeat(apart));
        code.push_str(&LAYOUT.print(&printer.item(item)));
        code.push('\n');
        after_block = block;
    }
    (printer.imports(up), code)
}

/// Whether a type is declared as a class; one with keys that are no names cannot be.
fn is_class(of: &Struct) -> bool {
    of.kind == Kind::Object || of.fields.iter().all(|field| words::is_name(&field.key))
}

impl Printer<'_> {
    /// Notes a name of the standard library.
    pub fn library(&self, module: &'static str, name: &str) {
        self.note(Origin::Library(module), name);
    }

    /// Notes a name of the runtime.
    pub fn own(&self, module: Module, name: &str) {
        self.note(Origin::Runtime(module), name);
    }

    /// Notes a type of the program.
    pub fn named(&self, name: &str) {
        if !self.declared.contains(name) {
            self.note(Origin::Types, name);
        }
    }

    /// The name of a function of the runtime.
    pub fn function(&self, function: Runtime) -> &'static str {
        let (module, name) = runtime::function(function);
        self.own(module, name);
        name
    }

    fn note(&self, origin: Origin, name: &str) {
        self.used.borrow_mut().entry(origin).or_default().insert(name.to_owned());
    }

    /// The imports of what was printed, as `isort` sorts them.
    fn imports(&self, up: &str) -> Vec<String> {
        let mut lines = vec!["from __future__ import annotations".to_owned()];
        let mut in_library = None;
        for (origin, names) in &*self.used.borrow() {
            let module = match origin {
                Origin::Library(module) => (*module).to_owned(),
                Origin::Runtime(module) => format!("{up}runtime.{}", module.stem()),
                Origin::Types => format!("{up}objects"),
            };
            let library = matches!(origin, Origin::Library(_));
            if in_library != Some(library) {
                lines.push(String::new());
            }
            in_library = Some(library);
            let mut names: Vec<&String> = names.iter().collect();
            // Constants, then types, then functions.
            names.sort_by_key(|name| {
                let is_type = name.chars().any(char::is_lowercase);
                (name.starts_with(|c: char| c.is_lowercase()), is_type, *name)
            });
            let names = names.into_iter().map(Doc::text);
            let open = Doc::IfBroken(Box::new(Doc::text("(")), Box::new(Doc::nothing()));
            let inside = concat([Doc::Soft, Doc::join(names, &comma()), Doc::if_broken(",")]).indent();
            let names = concat([open, inside, Doc::Soft, Doc::if_broken(")")]).group();
            lines.push(LAYOUT.print(&concat([Doc::text(format!("from {module} import ")), names])));
        }
        lines
    }

    fn item(&self, item: &Item) -> Doc {
        match item {
            Item::Struct(of) => self.structure(of),
            Item::Codes { doc, name, values, open } => {
                self.library("typing", "TypeAlias");
                let values: Vec<Constant> = values.iter().cloned().map(Constant::Text).collect();
                let more = Doc::text(if *open { " | str" } else { "" });
                concat([comment(doc), Doc::text(format!("{name}: TypeAlias = ")), self.literals(&values), more])
            }
            Item::Rule(rule) => self.rule(rule),
            Item::Constant { name, value } => {
                let of = match value {
                    Expression::Table(from, to, _) => {
                        concat([Doc::text(": dict"), list("[", [self.of(from), self.of(to)], "]")])
                    }
                    _ => Doc::nothing(),
                };
                concat([Doc::text(name.as_str()), of, Doc::text(" = "), self.beside(value)])
            }
            Item::Function(function) => self.declared_function(function),
        }
    }

    fn structure(&self, of: &Struct) -> Doc {
        if !is_class(of) {
            return self.dictionary(of);
        }
        let head = match of.kind {
            Kind::Object => {
                self.library("dataclasses", "dataclass");
                concat([
                    Doc::text("@dataclass(slots=True, kw_only=True)"),
                    Doc::Hard,
                    Doc::text(format!("class {}:", of.name)),
                ])
            }
            Kind::Payload => {
                self.library("typing", "TypedDict");
                Doc::text(format!("class {}(TypedDict):", of.name))
            }
        };
        let fields = of.fields.iter().map(|field| {
            let is = match (of.kind, field.optional) {
                (_, false) => self.of(&field.of),
                (Kind::Object, true) => {
                    self.own(Module::Problem, "ABSENT");
                    concat([self.of(&field.of.clone().maybe()), Doc::text(" = ABSENT")])
                }
                (Kind::Payload, true) => self.not_required(self.of(&field.of)),
            };
            let name = if of.kind == Kind::Object { words::member(&field.key) } else { field.key.clone() };
            concat([comment(&field.doc), Doc::text(format!("{name}: ")), is])
        });
        let fields: Vec<Doc> = fields.collect();
        let doc = if of.doc.is_empty() { vec![] } else { vec![docstring(&of.doc)] };
        let apart = if doc.is_empty() || fields.is_empty() { Doc::nothing() } else { concat([Doc::Hard, Doc::Hard]) };
        let body = concat([concat(doc), apart, Doc::join(fields, &Doc::Hard)]);
        concat([head, concat([Doc::Hard, body]).indent()])
    }

    /// A type whose keys are no names of Python.
    fn dictionary(&self, of: &Struct) -> Doc {
        self.library("typing", "TypedDict");
        let fields = of.fields.iter().map(|field| {
            let is = if field.optional { self.not_required(self.of(&field.of)) } else { self.of(&field.of) };
            // The types may be declared below.
            let is = quoted(&LAYOUT.print(&is));
            concat([comment(&field.doc), Doc::text(format!("{}: {is},", quoted(&field.key)))])
        });
        let fields = concat([Doc::Hard, Doc::join(fields, &Doc::Hard)]).indent();
        let fields = concat([Doc::text("{"), fields, Doc::Hard, Doc::text("},")]);
        let inside = concat([Doc::Hard, Doc::text(quoted(&of.name) + ","), Doc::Hard, fields]).indent();
        concat([comment(&of.doc), Doc::text(format!("{} = TypedDict(", of.name)), inside, Doc::Hard, Doc::text(")")])
    }

    fn not_required(&self, of: Doc) -> Doc {
        self.library("typing", "NotRequired");
        generic("NotRequired", of)
    }

    fn rule(&self, rule: &Rule) -> Doc {
        self.own(Module::Problem, "Rule");
        let tuple = |texts: &[&str]| match texts {
            [only] => format!("({},)", quoted(only)),
            texts => format!("({})", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")),
        };
        let named = |name: &str, value: Doc| concat([Doc::text(format!("{name}=")), value]);
        let mut parts = vec![
            named("charter", Doc::text(quoted(&rule.charter))),
            named("foreign", self.keys(&rule.foreign)),
            named("field", Doc::text(quoted(&rule.field))),
            named("scope", Doc::text(quoted(rule.scope))),
        ];
        if !rule.skips.is_empty() {
            parts.push(named("skips", Doc::text(tuple(&rule.skips))));
        }
        if !rule.raises.is_empty() {
            let raises = rule.raises.iter().map(|(way, name)| Doc::text(format!("{}: {}", quoted(way), quoted(name))));
            parts.push(named("raises", list("{", raises, "}")));
        }
        concat([Doc::text(format!("{} = Rule", rule.name)), lines("(", parts, ")")])
    }

    fn declared_function(&self, function: &Function) -> Doc {
        let parameters = function.parameters.iter();
        let parameters = parameters.map(|(name, of)| concat([Doc::text(format!("{name}: ")), self.of(of)]));
        let head = concat([
            Doc::text(format!("def {}", function.name)),
            list("(", parameters, ")"),
            Doc::text(" -> "),
            self.of(&function.returns),
            Doc::text(":"),
        ]);
        let doc = (!function.doc.is_empty()).then(|| docstring(&function.doc));
        let body = doc.into_iter().chain(function.body.iter().map(|statement| self.statement(statement)));
        concat([head, concat([Doc::Hard, Doc::join(body, &Doc::Hard)]).indent()])
    }

    fn statement(&self, statement: &Statement) -> Doc {
        match statement {
            Statement::Let(name, of, value) => {
                // A value that may be two things says which.
                let of = match value {
                    Expression::Else(..) => concat([Doc::text(": "), self.of(of)]),
                    _ => Doc::nothing(),
                };
                concat([Doc::text(name.as_str()), of, Doc::text(" = "), self.beside(value)])
            }
            Statement::Build(build) => self.build(build),
            Statement::Need(names) => {
                let absent = |name: &String| Expression::name(name).is(Expression::ABSENT);
                let missing = Expression::any(names.iter().map(absent).collect());
                self.branch(&missing, &[Statement::Return(Expression::ABSENT)])
            }
            Statement::If(condition, body) => self.branch(condition, body),
            Statement::Do(value) => self.value(value),
            Statement::Return(value) => concat([Doc::text("return "), self.beside(value)]),
        }
    }

    fn branch(&self, condition: &Expression, body: &[Statement]) -> Doc {
        let body = Doc::join(body.iter().map(|statement| self.statement(statement)), &Doc::Hard);
        concat([self.head(condition), concat([Doc::Hard, body]).indent()])
    }

    fn head(&self, condition: &Expression) -> Doc {
        concat([Doc::text("if "), self.beside(condition), Doc::text(":")])
    }

    /// Fields that are put together: at once, or under a condition.
    fn build(&self, build: &Build) -> Doc {
        let Build { name, of, .. } = build;
        let there = |pieces: &[Piece]| pieces.iter().filter_map(Piece::is_there).collect::<Vec<_>>();
        self.named(of);
        let (condition, otherwise) = match &build.when {
            When::Always => {
                let of = if build.kind == Kind::Payload { format!(": {of}") } else { String::new() };
                return concat([Doc::text(format!("{name}{of} = ")), self.fields(build)]);
            }
            When::Any => (Expression::any(there(&build.may)), Doc::nothing()),
            When::All(place, rule) => {
                let parts = build.must.iter().map(|piece| piece.value.clone()).collect();
                let parts = [place.clone(), rule.clone(), Expression::List(parts)];
                let note = self.value(&Expression::call(Runtime::Incomplete, parts));
                let note = concat([Doc::Hard, Doc::text("else:"), concat([Doc::Hard, note]).indent()]);
                (Expression::all(there(&build.must)), note)
            }
        };
        let is = self.of(&Type::Named(of.clone()).maybe());
        self.own(Module::Problem, "ABSENT");
        let made = concat([Doc::Hard, Doc::text(format!("{name} = ")), self.fields(build)]).indent();
        concat([
            Doc::text(format!("{name}: ")),
            is,
            Doc::text(" = ABSENT"),
            Doc::Hard,
            self.head(&condition),
            made,
            otherwise,
        ])
    }

    /// The value of what is put together. An object says what is absent; a payload has not got its key.
    fn fields(&self, build: &Build) -> Doc {
        match build.kind {
            Kind::Object => {
                let pieces = build.must.iter().chain(&build.may);
                let pieces = pieces.map(|piece| {
                    concat([Doc::text(format!("{}=", words::member(&piece.key))), self.value(&piece.value)])
                });
                concat([Doc::text(build.of.as_str()), lines("(", pieces.collect(), ")")])
            }
            Kind::Payload => {
                // The one part of what is there when any part is.
                let only = matches!((&build.when, &build.may[..]), (When::Any, [_]));
                let (now, later) = if only { (&build.may, &build.must) } else { (&build.must, &build.may) };
                let piece =
                    |piece: &Piece| concat([Doc::text(format!("{}: ", quoted(&piece.key))), self.value(&piece.value)]);
                let pieces = now.iter().map(piece);
                let set = later.iter().map(|piece| {
                    let set = Doc::text(format!("{}[{}] = ", build.name, quoted(&piece.key)));
                    let set = concat([set, self.beside(&piece.value)]);
                    match piece.is_there() {
                        None => concat([Doc::Hard, set]),
                        Some(there) => concat([Doc::Hard, self.head(&there), concat([Doc::Hard, set]).indent()]),
                    }
                });
                concat([lines("{", pieces.collect(), "}"), concat(set)])
            }
        }
    }
}

/// Parts in brackets, one to a line.
pub fn lines(open: &'static str, parts: Vec<Doc>, close: &'static str) -> Doc {
    if parts.is_empty() {
        return Doc::text(format!("{open}{close}"));
    }
    let parts = parts.into_iter().map(|part| concat([Doc::Hard, part, Doc::text(",")]));
    concat([Doc::text(open), concat(parts).indent(), Doc::Hard, Doc::text(close)])
}

/// A comment in front of a declaration; nothing without lines.
fn comment(doc: &[String]) -> Doc {
    let line = |line: &String| concat([Doc::text(format!("# {line}").trim_end()), Doc::Hard]);
    concat(doc.iter().map(line))
}

/// What a class or a function says of itself.
fn docstring(doc: &[String]) -> Doc {
    let safe = |line: &String| Doc::text(line.replace('\\', "\\\\").replace('"', "\\\""));
    match doc {
        [line] => concat([Doc::text("\"\"\""), safe(line), Doc::text("\"\"\"")]),
        lines => {
            let lines = Doc::join(lines.iter().map(safe), &Doc::Hard);
            concat([Doc::text("\"\"\""), lines, Doc::Hard, Doc::text("\"\"\"")])
        }
    }
}

/// A text in quotes: double ones, unless single ones save escapes.
pub fn quoted(text: &str) -> String {
    quoted::quoted(text, quoted::spared_quote(text), quoted::four_digits)
}
