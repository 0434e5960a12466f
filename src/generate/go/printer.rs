//! Prints programs as Go, in the layout of gofmt.

use crate::generate::code::types::EXCEPTION;
use crate::generate::layout::{Doc, Layout, concat, list};
use crate::generate::names::{Names, pascal};
use crate::generate::statement::{
    Build, Constant, Expression, Function, Item, Piece, Rule, Runtime, Statement, Struct, Type, Unit, When,
};
use crate::generate::target::Part;

use super::align::{columns, pairs};
use super::scope::{File, Scope};
use super::types::{plain, public, there};
use super::values::{is_absent, joined, keys, quoted};

/// gofmt leaves lines as they are; so many characters are easy to read.
const LAYOUT: Layout = Layout { width: 100, indent: INDENT };
const INDENT: usize = 4;

/// The text of a file, from its package on.
pub fn print(unit: &Unit, part: Part<'_>, program: &str) -> String {
    let file = File::new(unit, part);
    let mut parts: Vec<Doc> = Vec::new();
    let mut constants = Names::besides(unit.items.iter().filter_map(type_name));
    for item in &unit.items {
        parts.push(file.item(item, &mut constants));
    }
    for (pattern, name) in &file.patterns {
        parts.push(Doc::text(format!("var {name} = mapping.Pattern({})", quoted(pattern))));
    }
    let body = parts.iter().map(|part| tabbed(&LAYOUT.print(part))).collect::<Vec<_>>().join("\n\n");
    let runtime = format!("\"{program}/mapping\"");
    let has_numbers = file.has_numbers.get();
    let imports = if has_numbers { format!("(\n\t\"encoding/json\"\n\n\t{runtime}\n)") } else { runtime };
    format!("package {program}\n\nimport {imports}\n\n{body}\n")
}

fn type_name(item: &Item) -> Option<&str> {
    match item {
        Item::Struct(Struct { name, .. }) | Item::Codes { name, .. } => Some(name),
        Item::Rule(_) | Item::Constant { .. } | Item::Function(_) => None,
    }
}

/// Every line with tabs in the place of the spaces before it.
fn tabbed(text: &str) -> String {
    let one = |line: &str| {
        let rest = line.trim_start_matches(' ');
        "\t".repeat((line.len() - rest.len()) / INDENT) + rest
    };
    text.split('\n').map(one).collect::<Vec<_>>().join("\n")
}

impl File<'_> {
    fn item(&self, item: &Item, constants: &mut Names) -> Doc {
        match item {
            Item::Struct(of) => self.structure(of),
            Item::Codes { doc, name, values, .. } => codes(doc, name, values, constants),
            Item::Rule(rule) => self.rule(rule),
            Item::Constant { name, value } => self.constant(name, value),
            Item::Function(function) => self.function_of(function),
        }
    }

    fn structure(&self, of: &Struct) -> Doc {
        let mut lines = Vec::new();
        let mut section: Vec<Vec<String>> = Vec::new();
        for field in &of.fields {
            if !field.doc.is_empty() {
                lines.extend(columns(&section));
                section.clear();
                lines.extend(field.doc.iter().map(|line| comment(line)));
            }
            let is = self.written(&field.of.clone().maybe_if(field.optional));
            // A name that is a hyphen alone would leave the field out.
            let rest = match (field.optional, &*field.key) {
                (true, _) => ",omitzero",
                (false, "-") => ",",
                (false, _) => "",
            };
            let tag = format!("json:{}", quoted(&format!("{}{rest}", field.key)));
            let tag = if tag.contains('`') { quoted(&tag) } else { format!("`{tag}`") };
            section.push(vec![self.field(&of.name, &field.key), is, tag]);
        }
        lines.extend(columns(&section));
        concat([top_comment(&of.doc), lines_in(&format!("type {} struct {{", public(&of.name)), lines, "}")])
    }

    fn rule(&self, rule: &Rule) -> Doc {
        let missing = |way: &str| format!("mapping.{}", pascal(way));
        let mut fields = vec![
            ("Charter", quoted(&rule.charter)),
            ("Foreign", keys(&rule.foreign)),
            ("Field", quoted(&rule.field)),
            ("Scope", format!("mapping.Scope{}", pascal(rule.scope))),
        ];
        if !rule.skips.is_empty() {
            let skips: Vec<String> = rule.skips.iter().map(|way| missing(way)).collect();
            fields.push(("Skips", format!("[]mapping.Missing{{{}}}", skips.join(", "))));
        }
        if !rule.raises.is_empty() {
            let raises = rule.raises.iter().map(|(way, exception)| format!("{}: {}", missing(way), quoted(exception)));
            let raises = raises.collect::<Vec<_>>().join(", ");
            fields.push(("Raises", format!("map[mapping.Missing]mapping.Exception{{{raises}}}")));
        }
        let fields: Vec<(String, String)> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        pairs_in(&format!("var {} = &mapping.Rule{{", self.name(&rule.name)), &fields)
    }

    fn constant(&self, name: &str, value: &Expression) -> Doc {
        let name = self.name(name);
        match value {
            Expression::Table(from, to, rows) => {
                let cell = |value: &Constant, of: &Type| self.cell(value, of);
                let rows: Vec<(String, String)> = rows.iter().map(|(a, b)| (cell(a, from), cell(b, to))).collect();
                pairs_in(&format!("var {name} = map[{}]{}{{", self.written(from), self.written(to)), &rows)
            }
            Expression::Decimal(digits) => Doc::text(format!("var {name} = mapping.MustDecimal({})", quoted(digits))),
            _ => Doc::nothing(),
        }
    }

    fn function_of(&self, function: &Function) -> Doc {
        let scope = Scope::new(self, function);
        let parameter = |(name, of): &(String, Type)| {
            let pointer = if let Type::Named(_) = of { "*" } else { "" };
            Doc::text(format!("{name} {pointer}{}", self.written(of)))
        };
        let head = concat([
            Doc::text(format!("func {}", self.function(&function.name))),
            list("(", function.parameters.iter().map(parameter), ")"),
            Doc::text(format!(" {} {{", self.written(&function.returns))),
        ]);
        concat([top_comment(&function.doc), head.group(), scope.block(&function.body), Doc::Hard, Doc::text("}")])
    }
}

impl Scope<'_, '_> {
    /// Statements, each in a line of its own.
    fn block(&self, body: &[Statement]) -> Doc {
        let statements = body.iter().flat_map(|statement| [Doc::Hard, self.statement(statement)]);
        concat(statements).indent()
    }

    fn statement(&self, statement: &Statement) -> Doc {
        match statement {
            // A value that nothing uses is computed for the problems that it may have.
            Statement::Let(name, of, value) if !self.uses(name) => concat([Doc::text("_ = "), self.value(value, of)]),
            Statement::Let(name, of, value @ Expression::If(..)) => concat([
                Doc::text(format!("var {name} {}", self.file.written(of))),
                Doc::Hard,
                self.assignment(name, of, value),
            ]),
            Statement::Let(name, of, value) => concat([Doc::text(format!("{name} := ")), self.value(value, of)]),
            Statement::Build(build) => self.build(build),
            Statement::Need(names) => {
                let absent = names.iter().filter_map(|name| self.absence(&Expression::name(name), true));
                concat([
                    Doc::text("if "),
                    joined(absent, " ||"),
                    Doc::text(" {"),
                    self.block(&[Statement::Return(Expression::ABSENT)]),
                    Doc::Hard,
                    Doc::text("}"),
                ])
            }
            Statement::If(condition, body) => concat([
                Doc::text("if "),
                self.condition(condition),
                Doc::text(" {"),
                self.block(body),
                Doc::Hard,
                Doc::text("}"),
            ]),
            Statement::Do(value) => self.value(value, &Type::Any),
            Statement::Return(value) => concat([Doc::text("return "), self.value(value, self.returns)]),
        }
    }

    /// Assigns a value that depends on conditions.
    fn assignment(&self, name: &str, of: &Type, value: &Expression) -> Doc {
        let Expression::If(condition, then, otherwise) = value else {
            return concat([Doc::text(format!("{name} = ")), self.value(value, of)]);
        };
        let inner = |value: &Expression| concat([Doc::Hard, self.assignment(name, of, value)]).indent();
        let close = || concat([Doc::Hard, Doc::text("}")]);
        if is_absent(then) {
            let not = self.condition(&Expression::Not(condition.clone()));
            return concat([Doc::text("if "), not, Doc::text(" {"), inner(otherwise), close()]);
        }
        let first = concat([Doc::text("if "), self.condition(condition), Doc::text(" {"), inner(then), Doc::Hard]);
        match &**otherwise {
            nothing if is_absent(nothing) => concat([first, Doc::text("}")]),
            Expression::If(_, then, _) if !is_absent(then) => {
                concat([first, Doc::text("} else "), self.assignment(name, of, otherwise)])
            }
            _ => concat([first, Doc::text("} else {"), inner(otherwise), close()]),
        }
    }

    /// Returns a value under a condition.
    pub fn branch(&self, condition: &Expression, body: Doc) -> Doc {
        let body = concat([Doc::Hard, body]).indent();
        concat([Doc::text("if "), self.condition(condition), Doc::text(" {"), body, Doc::Hard, Doc::text("}")])
    }

    /// Fields that are put together: at once, or under a condition.
    fn build(&self, build: &Build) -> Doc {
        let name = &build.name;
        let there = |pieces: &[Piece]| -> Vec<Doc> {
            pieces.iter().filter_map(|piece| self.absence(&piece.value, false)).collect()
        };
        let (condition, otherwise) = match &build.when {
            When::Always => return self.fields(&format!("{name} := &{}{{", public(&build.of)), build),
            When::Any => (joined(there(&build.may), " ||"), Doc::nothing()),
            When::All(place, rule) => {
                let parts = build.must.iter().map(|piece| piece.value.clone()).collect();
                let parts = [place.clone(), rule.clone(), Expression::List(parts)];
                let note = Statement::Do(Expression::call(Runtime::Incomplete, parts));
                let otherwise = concat([Doc::text(" else {"), self.block(&[note]), Doc::Hard, Doc::text("}")]);
                (joined(there(&build.must), " &&"), otherwise)
            }
        };
        let made = self.fields(&format!("{name} = &{}{{", public(&build.of)), build);
        concat([
            Doc::text(format!("var {name} *{}", public(&build.of))),
            Doc::Hard,
            Doc::text("if "),
            condition,
            Doc::text(" {"),
            concat([Doc::Hard, made]).indent(),
            Doc::Hard,
            Doc::text("}"),
            otherwise,
        ])
    }

    /// What is put together. What may be absent is there as it is: a field has a state for it.
    fn fields(&self, head: &str, build: &Build) -> Doc {
        let must = build.must.iter().map(|piece| (piece, piece.of.clone()));
        let may = build.may.iter().map(|piece| (piece, piece.of.clone().maybe()));
        let fields = must.chain(may).map(|(piece, of)| {
            let value = Layout { width: usize::MAX, ..LAYOUT }.print(&self.value(&piece.value, &of));
            (self.file.field(&build.of, &piece.key), value)
        });
        pairs_in(head, &fields.collect::<Vec<_>>())
    }
}

impl File<'_> {
    /// A constant in a table.
    fn cell(&self, value: &Constant, of: &Type) -> String {
        let written = self.written(plain(of));
        let text = match value {
            Constant::Absent => return "nil".to_owned(),
            Constant::Null => "nil".to_owned(),
            Constant::Text(text) => quoted(text),
            Constant::Boolean(truth) => truth.to_string(),
            Constant::Number(digits) if written == "any" => {
                self.has_numbers.set(true);
                format!("json.Number({})", quoted(digits))
            }
            Constant::Number(digits) => quoted(digits),
        };
        match of {
            Type::Maybe(_) if there(of) != &Type::Any => format!("mapping.Of[{written}]({text})"),
            _ => text,
        }
    }
}

fn codes(doc: &[String], name: &str, values: &[String], constants: &mut Names) -> Doc {
    let name = public(name);
    // The runtime knows exceptions, and does not know the charter's.
    let (declared, of) = if name == EXCEPTION { ("= mapping.Exception", EXCEPTION) } else { ("string", &*name) };
    let declared = concat([top_comment(doc), Doc::text(format!("type {name} {declared}"))]);
    if values.is_empty() {
        return declared;
    }
    let rows = values.iter().map(|value| {
        let constant = constants.take(&format!("{name}{}", pascal(value)));
        vec![constant, of.to_owned(), format!("= {}", quoted(value))]
    });
    let rows = columns(&rows.collect::<Vec<_>>());
    concat([declared, Doc::Hard, Doc::Hard, lines_in("const (", rows, ")")])
}

/// Lines between two others, one level further in.
fn lines_in(open: &str, lines: Vec<String>, close: &str) -> Doc {
    let lines = lines.into_iter().flat_map(|line| [Doc::Hard, Doc::Text(line)]);
    concat([Doc::text(open), concat(lines).indent(), Doc::Hard, Doc::text(close)])
}

/// Keys and values in braces that are open already.
fn pairs_in(open: &str, rows: &[(String, String)]) -> Doc {
    if rows.is_empty() {
        return Doc::text(format!("{open}}}"));
    }
    let lines = pairs(rows).into_iter().map(|line| line + ",").collect();
    lines_in(open, lines, "}")
}

/// A comment in a line of its own.
fn comment(line: &str) -> String {
    format!("// {line}").trim_end().to_owned()
}

/// A comment before a declaration of the file; nothing without lines. gofmt has rules for its quotes and for lines
/// without text, and these are kept here.
fn top_comment(lines: &[String]) -> Doc {
    let mut made: Vec<String> = Vec::new();
    for line in lines {
        let mut line = line.trim().replace("''", "\"");
        while line.contains("``") {
            line = line.replace("``", "`");
        }
        if !line.is_empty() || made.last().is_some_and(|last| !last.is_empty()) {
            made.push(line);
        }
    }
    concat(made.into_iter().flat_map(|line| [Doc::Text(comment(&line)), Doc::Hard]))
}
