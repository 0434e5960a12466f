//! Classes, records and enumerations in Java, and what a class keeps to itself.

use crate::generate::layout::Doc;
use crate::generate::statement::{Expression, Field, Item, Kind, Rule, Struct, Type, Unit};
use crate::generate::target::Part;

use super::file::File;
use super::form::{LAYOUT, arguments, assignment, block, chain, concat, members};
use super::runtime::Class;
use super::text::{components, constants, javadoc, lower, quoted, upper};
use super::types::plain;

impl<'f> File<'f> {
    /// The class of a record or of a flow: what it needs, its functions, and its types.
    pub fn mapping(&mut self, unit: &'f Unit, part: Part<'_>) -> String {
        let doc = match part {
            Part::Record(name) => format!("Reads and writes payloads of `{name}`."),
            Part::Flow(name) => format!("What `{name}` brings to those who receive it."),
            Part::Types => String::new(),
        };
        let constructor = Doc::text(format!("private {}() {{}}", self.class));
        let (mut kept, mut methods, mut types) = (Vec::new(), vec![constructor], Vec::new());
        for item in &unit.items {
            match item {
                Item::Rule(rule) => kept.push(self.rule(rule)),
                Item::Constant { name, value } => kept.extend(self.kept(name, value)),
                Item::Function(function) => {
                    let name = if function.exported { method(&function.name, part) } else { function.name.clone() };
                    methods.push(self.method(function, &name));
                }
                Item::Struct(_) | Item::Codes { .. } => types.extend(self.declaration(item, 1)),
            }
        }
        let first = std::mem::take(&mut self.constants);
        let kept: Vec<Doc> = first.into_iter().chain(kept).collect();
        let kept = (!kept.is_empty()).then(|| Doc::join(kept, &Doc::Hard));
        let parts = kept.into_iter().chain(methods).chain(types).collect();
        let head = Doc::text(format!("public final class {} ", self.class));
        LAYOUT.print(&concat([javadoc(&[doc], &[], 0), head, members(parts)]))
    }

    /// A type in a file of its own.
    pub fn single(&mut self, item: &'f Item) -> String {
        self.declaration(item, 0).map_or_else(String::new, |doc| LAYOUT.print(&doc))
    }

    /// The declaration of a type, as deep as it stands.
    fn declaration(&mut self, item: &'f Item, depth: usize) -> Option<Doc> {
        match item {
            Item::Struct(of) => Some(self.record(of, depth)),
            Item::Codes { doc, name, values, open: true } => Some(self.open_codes(doc, name, values, depth)),
            Item::Codes { doc, name, values, open: false } => Some(self.codes_of(doc, name, values, depth)),
            Item::Rule(_) | Item::Constant { .. } | Item::Function(_) => None,
        }
    }

    fn record(&mut self, of: &Struct, depth: usize) -> Doc {
        let names = components(of.fields.iter().map(|field| field.key.as_str()));
        let (mut header, mut about, mut all) = (Vec::new(), Vec::new(), Vec::new());
        for (field, name) in of.fields.iter().zip(&names) {
            header.push(Doc::text(format!("{} {name}", self.component_type(&field.of, field.optional))));
            let mut said = field.doc.join(" ");
            if field.optional {
                said.push_str(if said.is_empty() { "may be absent: `null`" } else { "; may be absent: `null`" });
            }
            if !said.is_empty() {
                about.push((name.clone(), said));
            }
            all.push(self.member(field, name));
        }
        let json = self.runtime("Json");
        let all = all.into_iter().chain([Doc::text(".build()")]);
        let body = concat([Doc::text("return "), chain(Doc::text(format!("{json}.members()")), all), Doc::text(";")]);
        let method = concat([
            Doc::text("@Override"),
            Doc::Hard,
            Doc::text(format!("public {json} toJson() ")),
            block(vec![body]),
        ]);
        let has_json = self.runtime("HasJson");
        let constructor = self.constructor(of, &names);
        let head = Doc::text(format!("public record {}", of.name));
        let implements = concat([Doc::Line, Doc::text(format!("implements {has_json}"))]).indent().indent();
        concat([
            javadoc(&of.doc, &about, depth),
            concat([head, arguments(header), implements]).group(),
            Doc::text(" "),
            members(constructor.into_iter().chain([method]).collect()),
        ])
    }

    /// The call that adds a component to the members in JSON.
    fn member(&mut self, field: &Field, name: &str) -> Doc {
        let key = quoted(&field.key);
        let text = |file: &mut Self| format!("{}({name})", file.runtime_function(Class::Texts, "textOf"));
        Doc::Text(match plain(&field.of) {
            Type::Decimal | Type::Date | Type::LocalTime => format!(".add({key}, {})", text(self)),
            Type::Any => format!(".put({key}, {name})"),
            Type::Nullable(inner) => {
                let class = self.runtime("OrNull");
                let json = self.runtime("Json");
                let form = match *inner {
                    Type::Decimal | Type::Date | Type::LocalTime => {
                        format!("value -> {json}.of({}(value))", self.runtime_function(Class::Texts, "textOf"))
                    }
                    Type::Any => "value -> value".to_owned(),
                    _ => format!("{json}::of"),
                };
                format!(".put({key}, {class}.toJson({name}, {form}))")
            }
            _ => format!(".add({key}, {name})"),
        })
    }

    /// A list of codes as an enumeration.
    fn codes_of(&mut self, doc: &[String], name: &str, values: &[String], depth: usize) -> Doc {
        let code = self.runtime("Code");
        let names = constants(values);
        let all = names.iter().zip(values).map(|(name, value)| Doc::text(format!("{name}({})", quoted(value))));
        let all = Doc::join(all, &concat([Doc::text(","), Doc::Hard]));
        let find = concat([
            Doc::text("/** The constant of a code; {@code null} where there is none. */"),
            Doc::Hard,
            Doc::text(format!("public static {name} of(String code) ")),
            block(vec![
                concat([
                    Doc::text(format!("for ({name} known : values()) ")),
                    block(vec![concat([
                        Doc::text("if (known.code.equals(code)) "),
                        block(vec![Doc::text("return known;")]),
                    ])]),
                ]),
                Doc::text("return null;"),
            ]),
        ]);
        let parts = vec![
            concat([all, Doc::text(";")]),
            Doc::text("private final String code;"),
            concat([Doc::text(format!("{name}(String code) ")), block(vec![Doc::text("this.code = code;")])]),
            find,
            concat([
                Doc::text("@Override"),
                Doc::Hard,
                Doc::text("public String code() "),
                block(vec![Doc::text("return code;")]),
            ]),
        ];
        let head = Doc::text(format!("public enum {name} implements {code} "));
        concat([javadoc(doc, &[], depth), head, members(parts)])
    }

    /// A list of codes that is open: any text may be one of them.
    fn open_codes(&mut self, doc: &[String], name: &str, values: &[String], depth: usize) -> Doc {
        let code = self.runtime("Code");
        let names = constants(values);
        let known = |(constant, value): (&String, &String)| {
            let head = Doc::text(format!("public static final {name} {constant}"));
            assignment(head, Doc::text(format!("new {name}({})", quoted(value))))
        };
        let known: Vec<Doc> = names.iter().zip(values).map(known).collect();
        let find = concat([
            Doc::text("/** The code of a text; {@code null} for {@code null}. */"),
            Doc::Hard,
            Doc::text(format!("public static {name} of(String code) ")),
            block(vec![Doc::text(format!("return code == null ? null : new {name}(code);"))]),
        ]);
        let parts = (!known.is_empty()).then(|| Doc::join(known, &Doc::Hard)).into_iter().chain([find]).collect();
        let head = Doc::text(format!("public record {name}(String code) implements {code} "));
        concat([javadoc(doc, &[("code".to_owned(), "how it is said".to_owned())], depth), head, members(parts)])
    }

    /// A line of the charter as a constant.
    fn rule(&mut self, rule: &Rule) -> Doc {
        let of = self.runtime("Rule");
        let scope = format!("{}.{}", self.runtime("Scope"), upper(rule.scope));
        let keys = self.keys(&rule.foreign);
        let start = [Doc::text(quoted(&rule.charter)), keys, Doc::text(quoted(&rule.field)), Doc::Text(scope)];
        let start = concat([Doc::text(format!("{of}.of")), arguments(start)]);
        let mut calls = Vec::new();
        if !rule.skips.is_empty() {
            let missing = self.runtime("Missing");
            let ways = rule.skips.iter().map(|way| Doc::text(format!("{missing}.{}", upper(way))));
            calls.push(concat([Doc::text(".skipping"), arguments(ways)]));
        }
        for (way, exception) in &rule.raises {
            let way = Doc::text(format!("{}.{}", self.runtime("Missing"), upper(way)));
            let exception = self.exception(exception);
            calls.push(concat([Doc::text(".raising"), arguments([way, exception])]));
        }
        let value = if calls.is_empty() { start } else { chain(start, calls) };
        assignment(Doc::text(format!("private static final {of} {}", rule.name)), value)
    }

    /// A table or a number as a constant.
    fn kept(&mut self, name: &str, value: &Expression) -> Option<Doc> {
        let (of, value) = match value {
            Expression::Decimal(digits) => {
                let of = self.platform("java.math.BigDecimal");
                (of, Doc::text(format!("new BigDecimal({})", quoted(digits))))
            }
            Expression::Table(.., rows) => {
                let (from, to) = self.table(name)?.clone();
                let of = format!("{}<{}, {}>", self.runtime("Table"), self.type_name(&from), self.type_name(&to));
                let mut calls = Vec::new();
                for (ours, theirs) in rows {
                    let sides = [(ours, &from), (theirs, &to)].map(|(cell, of)| self.constant_of(cell, of));
                    calls.push(concat([Doc::text(".row"), arguments(sides)]));
                }
                let start = Doc::text(format!("new {of}()"));
                (of, chain(start, calls))
            }
            _ => return None,
        };
        Some(assignment(Doc::text(format!("private static final {of} {name}")), value))
    }

    /// A compact constructor: a record does not change when the list does that it was made of, and what an object must
    /// have is there. A state may be left unsaid where it is read, and is not written then.
    fn constructor(&mut self, of: &Struct, names: &[String]) -> Option<Doc> {
        let mut lines = Vec::new();
        for (field, name) in of.fields.iter().zip(names) {
            let is = plain(&field.of);
            if let Type::List(_) = is {
                let list = self.platform("java.util.List");
                let copy = format!("{list}.copyOf({name})");
                let copy = if field.optional { format!("{name} == null ? null : {copy}") } else { copy };
                lines.push(Doc::text(format!("{name} = {copy};")));
                continue;
            }
            let is_code = matches!(&is, Type::Named(name) if self.codes(name).is_some());
            let is_object = !is_code && !matches!(is, Type::Integer | Type::Boolean);
            if of.kind == Kind::Object && !field.optional && is_object {
                let objects = self.platform("java.util.Objects");
                lines.push(Doc::text(format!("{objects}.requireNonNull({name}, {});", quoted(name))));
            }
        }
        (!lines.is_empty()).then(|| concat([Doc::text(format!("public {} ", of.name)), block(lines)]))
    }
}

/// What a function of a record or a flow is called in the class that is called after it: `read`, `write`, `toWms`.
fn method(name: &str, part: Part<'_>) -> String {
    let short = match part {
        Part::Record(record) => ["read", "write"].into_iter().find(|verb| lower(&format!("{verb}-{record}")) == name),
        Part::Flow(flow) => name.strip_prefix(&lower(flow)).filter(|rest| rest.starts_with(char::is_uppercase)),
        Part::Types => None,
    };
    short.map_or_else(|| name.to_owned(), lower)
}
