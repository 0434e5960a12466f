//! One file of functions while it is written: its rules, tables and types, each named once.

use std::collections::BTreeMap;

use crate::generate::names::{self, Names};
use crate::generate::statement::{Constant, Expression, Function, Item, Rule, Runtime, Statement, Type, Unit};
use crate::mapping::ir::{Key, Lets, Mapping, Policy};
use crate::model::choice::Choice;
use crate::model::element::Element;
use crate::model::name::Head;
use crate::model::record::{Direction, ErrorScope};
use crate::source::Span;

use super::{Program, Written};

/// A file while it is written.
pub(super) struct FileUnit<'p> {
    pub program: &'p Program<'p>,
    /// Names of the file's constants and functions.
    pub names: Names,
    pub types: Vec<Item>,
    constants: Vec<Item>,
    functions: Vec<Item>,
    /// The rules, by their line, what they are called after, and their keys.
    rules: BTreeMap<(Span, String, Vec<Key>), String>,
    decimals: BTreeMap<String, String>,
    refused: Vec<(Span, String)>,
    /// Tables of texts, by their rows.
    texts: Vec<(Vec<(Constant, Constant)>, String)>,
    /// The formulas that the record at hand names.
    pub lets: Lets,
}

/// A line of the charter, for the problems that it finds.
pub(super) struct RuleOf<'r> {
    /// Where it stands.
    pub span: Span,
    /// The keys in the payload.
    pub foreign: &'r [Key],
    /// The field, from the part of the object at hand.
    pub field: String,
    /// What an error sets aside.
    pub scope: ErrorScope,
    /// What happens when the value is absent, null or empty.
    pub missing: [&'r Policy; 3],
    /// What it is called where it has neither keys nor a field.
    pub called: &'static str,
}

/// A value that must be there and is taken as it is.
pub(super) const MUST: [&Policy; 3] = [&Policy::Refuse(None), &Policy::Refuse(None), &Policy::Keep];

impl<'p> FileUnit<'p> {
    pub fn new(program: &'p Program<'p>) -> Self {
        Self {
            program,
            names: Names::besides((program.target.reserved)().into_iter().chain(program.types.names())),
            types: Vec::new(),
            constants: Vec::new(),
            functions: Vec::new(),
            rules: BTreeMap::new(),
            decimals: BTreeMap::new(),
            refused: Vec::new(),
            texts: Vec::new(),
            lets: Lets::new(),
        }
    }

    /// The types and functions of a record. What is in the way of a direction that nobody needs is no refusal.
    pub fn record(&mut self, mapping: &Mapping, needed: Direction) {
        let program = self.program;
        let name = &program.model[mapping.record].head.name.text;
        let mut read_shape = program.shape(mapping, Direction::Read);
        let mut write_shape = program.shape(mapping, Direction::Write);
        let is_same = read_shape == write_shape;
        let base = names::pascal(name);
        program.name_shape(&mut read_shape, mapping.object, None, &format!("{base}Content"), &mut self.names);
        if is_same {
            write_shape.clone_from(&read_shape);
        } else {
            program.name_shape(&mut write_shape, mapping.object, None, &format!("{base}Input"), &mut self.names);
        }
        let object = &program.model[mapping.object].head.name;
        let doc = program.doc(Some(&format!("What `{name}` says of `{object}`.")), mapping.span);
        let can_read = self.possible(mapping, Direction::Read, needed.reads());
        if can_read {
            program.declare_shape(&read_shape, &doc, &mut self.types);
            self.reader(mapping, &read_shape, &format!("read-{name}"), true);
        }
        if self.possible(mapping, Direction::Write, needed.writes()) {
            if !can_read || !is_same {
                program.declare_shape(&write_shape, &doc, &mut self.types);
            }
            self.writer(mapping, &write_shape, &format!("write-{name}"), &format!("{base}Payload"), true);
        }
    }

    /// The function of a flow: what the source's record says becomes a payload of the receiver's record. Both mappings
    /// are of the same fields.
    pub fn flow(&mut self, flow: &Head, reads: &Mapping, writes: &Mapping, name: &str) {
        let program = self.program;
        let can_read = self.possible(reads, Direction::Read, true);
        if !self.possible(writes, Direction::Write, true) || !can_read {
            return;
        }
        let mut shape = program.shape(reads, Direction::Read);
        let base = names::pascal(name);
        program.name_shape(&mut shape, reads.object, None, &format!("{base}Content"), &mut self.names);
        let object = &program.model[reads.object].head.name;
        let carried = program.doc(Some(&format!("What `{}` carries of `{object}`.", flow.name)), flow.span);
        program.declare_shape(&shape, &carried, &mut self.types);
        let function = self.names.take(&(program.target.casing.exported)(name));
        let [source, target] = [reads, writes].map(|mapping| program.model[mapping.record].head.name.text.to_string());
        let (read, _) = self.reader(reads, &shape, &format!("read-{source}-for-{name}"), false);
        let (write, payload) =
            self.writer(writes, &shape, &format!("write-{target}-of-{name}"), &format!("{base}Payload"), false);
        let first = Expression::call_own(read, [Expression::name("payload")]);
        let body = Expression::call(Runtime::AndThen, [first, Expression::name(write)]);
        let text =
            format!("Makes a payload of `{target}` from a payload of `{source}`, as `{}` carries it.", flow.name);
        self.export(Function {
            doc: program.doc(Some(&text), flow.span),
            name: function,
            exported: true,
            parameters: vec![("payload".to_owned(), Type::Any)],
            returns: Type::Result(Box::new(Type::Named(payload))),
            body: vec![Statement::Return(body)],
        });
    }

    /// Whether nothing stands in the way of a direction; what does is noted where the direction is needed.
    fn possible(&mut self, mapping: &Mapping, way: Direction, needed: bool) -> bool {
        let mut possible = true;
        for hindrance in mapping.hinders(way) {
            possible = false;
            let refusal = (hindrance.span, hindrance.why.clone());
            if needed && !self.refused.contains(&refusal) {
                self.refused.push(refusal);
            }
        }
        possible
    }

    /// A name that the file or one of its functions keeps to itself, as the language cases it.
    pub fn local(&self, wish: &str) -> String {
        (self.program.target.casing.local)(wish)
    }

    /// The name of a constant, as the language cases it.
    fn constant_name(&self, wish: &str) -> String {
        (self.program.target.casing.constant)(wish)
    }

    /// Notes that something cannot be written.
    pub fn refuse(&mut self, span: Span, why: impl Into<String>) {
        self.refused.push((span, why.into()));
    }

    /// The rule of a line, by its name.
    pub fn rule(&mut self, of: &RuleOf<'_>) -> Expression {
        let wish = match (of.field.as_str(), of.foreign) {
            ("", []) => of.called.to_owned(),
            ("", foreign) => written(foreign),
            (field, _) => field.to_owned(),
        };
        if let Some(name) = self.rules.get(&(of.span, wish.clone(), of.foreign.to_vec())) {
            return Expression::name(name);
        }
        let name = self.names.take(&self.constant_name(&wish));
        let ways = ["absent", "null", "empty"];
        let skips = ways.iter().zip(of.missing).filter(|(_, policy)| **policy == Policy::Skip);
        let raises = ways.iter().zip(of.missing).filter_map(|(way, policy)| match policy {
            Policy::Refuse(Some(exception)) => Some((*way, self.program.model[*exception].name().text.to_string())),
            _ => None,
        });
        self.constants.push(Item::Rule(Rule {
            name: name.clone(),
            charter: (self.program.place)(of.span),
            foreign: of.foreign.to_vec(),
            field: of.field.clone(),
            scope: of.scope.word(),
            skips: skips.map(|(way, _)| *way).collect(),
            raises: raises.collect(),
        }));
        self.rules.insert((of.span, wish, of.foreign.to_vec()), name.clone());
        Expression::Name(name)
    }

    /// A table of codes, by its name.
    pub fn table(&mut self, wish: &str, from: Type, to: Type, rows: Vec<(Constant, Constant)>) -> Expression {
        let name = self.names.take(&self.constant_name(wish));
        self.constant(name.clone(), Expression::Table(from, to, rows));
        Expression::Name(name)
    }

    /// A table of texts that may be wanted again, by its name.
    pub fn shared_table(&mut self, wish: &str, rows: Vec<(Constant, Constant)>) -> Expression {
        let known = self.texts.iter().find(|(same, _)| *same == rows);
        if let Some((_, name)) = known {
            return Expression::name(name);
        }
        let table = self.table(wish, Type::Text, Type::Text, rows.clone());
        if let Expression::Name(name) = &table {
            self.texts.push((rows, name.clone()));
        }
        table
    }

    /// An exact decimal number, by its name.
    pub fn decimal(&mut self, digits: &str) -> Expression {
        if let Some(name) = self.decimals.get(digits) {
            return Expression::name(name);
        }
        let name = self.names.take(&self.constant_name(&format!("number-{}", digits.replace('-', "minus-"))));
        self.constant(name.clone(), Expression::Decimal(digits.to_owned()));
        self.decimals.insert(digits.to_owned(), name.clone());
        Expression::Name(name)
    }

    fn constant(&mut self, name: String, value: Expression) {
        self.constants.push(Item::Constant { name, value });
    }

    /// Adds a function that stays in the file.
    pub fn function(&mut self, name: String, parameters: Vec<(String, Type)>, returns: Type, body: Vec<Statement>) {
        let function = Function { doc: Vec::new(), name, exported: false, parameters, returns, body };
        self.functions.push(Item::Function(function));
    }

    /// Adds a function with its documentation.
    pub fn export(&mut self, function: Function) {
        self.functions.push(Item::Function(function));
    }

    /// The file.
    pub fn finish(self) -> Written {
        let is_exported = |item: &Item| matches!(item, Item::Function(function) if function.exported);
        let (exported, inner): (Vec<Item>, Vec<Item>) = self.functions.into_iter().partition(is_exported);
        let mut unit = Unit { items: [self.types, self.constants, exported, inner].concat() };
        unit.drop_unused_constants();
        Written { unit, refused: self.refused }
    }
}

/// Keys as a path.
pub(super) fn written(keys: &[Key]) -> String {
    let name = |key: &Key| match key {
        Key::Name(name) | Key::Qualified(name, _) => name.clone(),
    };
    keys.iter().map(name).collect::<Vec<_>>().join(".")
}
