//! What names stand for while a file of Go is printed.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::generate::names::{self, Names};
use crate::generate::statement::{Callee, Expression, Function, Item, Statement, Type, Unit, Use};
use crate::generate::target::Part;

use super::runtime::{self, Gives, Signature};
use super::types::{self, public};

/// A file while it is printed.
pub struct File<'u> {
    /// What rules, constants and functions are called that the file keeps to itself. All files are one package, so the
    /// name of the file stands before them.
    private: BTreeMap<&'u str, String>,
    /// The regular expressions, by what they are called.
    pub patterns: Vec<(&'u str, String)>,
    /// The fields of the types that the file declares, by their keys.
    fields: BTreeMap<&'u str, BTreeMap<&'u str, String>>,
    /// What tables look up, and what they give.
    tables: BTreeMap<&'u str, (&'u Type, &'u Type)>,
    /// The exact decimal numbers that the file names.
    numbers: BTreeSet<&'u str>,
    /// Whether JSON numbers occur.
    pub has_numbers: Cell<bool>,
}

impl<'u> File<'u> {
    /// Finds out what a file declares.
    pub fn new(unit: &'u Unit, part: Part<'_>) -> Self {
        let before = match part {
            Part::Types => String::new(),
            Part::Record(name) => format!("{}_", lower(name)),
            Part::Flow(name) => format!("{}_flow_", lower(name)),
        };
        let mut taken = Names::besides([]);
        let mut take = |name: &str| taken.take(&(before.clone() + name.trim_start_matches('_')));
        let mut file = Self {
            private: BTreeMap::new(),
            patterns: Vec::new(),
            fields: BTreeMap::new(),
            tables: BTreeMap::new(),
            numbers: BTreeSet::new(),
            has_numbers: Cell::new(false),
        };
        for item in &unit.items {
            match item {
                Item::Struct(of) => {
                    let mut fields = Names::besides([]);
                    let fields = of.fields.iter().map(|field| (&*field.key, fields.take(&types::exported(&field.key))));
                    file.fields.insert(&of.name, fields.collect());
                }
                Item::Rule(rule) => drop(file.private.insert(&rule.name, take(&rule.name))),
                Item::Constant { name, value } => {
                    match value {
                        Expression::Table(from, to, _) => drop(file.tables.insert(name, (from, to))),
                        _ => drop(file.numbers.insert(name)),
                    }
                    file.private.insert(name, take(name));
                }
                Item::Function(function) if !function.exported => {
                    file.private.insert(&function.name, take(&function.name));
                }
                Item::Function(_) | Item::Codes { .. } => {}
            }
        }
        unit.each_use(&mut |part| {
            if let Use::Expression(Expression::Pattern(pattern)) = part
                && !file.patterns.iter().any(|(known, _)| known == pattern)
            {
                file.patterns.push((pattern, take("pattern")));
            }
        });
        file
    }

    /// What a name is called in Go.
    pub fn name(&self, name: &str) -> String {
        self.private.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// What a function is called in Go.
    pub fn function(&self, name: &str) -> String {
        self.private.get(name).cloned().unwrap_or_else(|| public(name))
    }

    /// What a field of a type is called in Go.
    pub fn field(&self, of: &str, key: &str) -> String {
        let known = self.fields.get(of).and_then(|fields| fields.get(key));
        known.cloned().unwrap_or_else(|| types::exported(key))
    }

    /// A type in Go.
    pub fn written(&self, of: &Type) -> String {
        self.has_numbers.set(self.has_numbers.get() || types::has_number(of));
        types::written(of)
    }
}

/// A name that begins in lower case.
fn lower(name: &str) -> String {
    let name = names::camel(name);
    // What begins with a digit or with a letter that has no case could be no name, or the name of a type.
    if name.starts_with(char::is_lowercase) { name } else { format!("x{name}") }
}

/// A function while it is printed.
pub struct Scope<'f, 'u> {
    /// The file.
    pub file: &'f File<'u>,
    /// What it returns.
    pub returns: &'u Type,
    names: BTreeMap<&'u str, Type>,
    used: Vec<&'u str>,
}

impl<'f, 'u> Scope<'f, 'u> {
    /// The scope of a function. A parameter that is an object is a pointer.
    pub fn new(file: &'f File<'u>, function: &'u Function) -> Self {
        let mut used = Vec::new();
        function.each_name(&mut |name| used.push(name));
        used.sort_unstable();
        let mut scope = Self { file, returns: &function.returns, names: BTreeMap::new(), used };
        for (name, of) in &function.parameters {
            let of = if let Type::Named(_) = of { of.clone().maybe() } else { of.clone() };
            scope.names.insert(name, of);
        }
        scope.declare(&function.body);
        scope
    }

    fn declare(&mut self, body: &'u [Statement]) {
        for statement in body {
            match statement {
                Statement::Let(name, of, _) => drop(self.names.insert(name, of.clone())),
                Statement::Build(build) => {
                    self.names.insert(&build.name, Type::Named(build.of.clone()).maybe());
                }
                Statement::If(_, body) => self.declare(body),
                Statement::Need(_) | Statement::Do(_) | Statement::Return(_) => {}
            }
        }
    }

    /// Whether something uses a name.
    pub fn uses(&self, name: &str) -> bool {
        self.used.binary_search(&name).is_ok()
    }

    /// The type of a value, where it is known.
    pub fn type_of(&self, value: &Expression) -> Option<Type> {
        match value {
            Expression::Name(name) if self.file.numbers.contains(&**name) => Some(Type::Decimal),
            Expression::Name(name) => self.names.get(&**name).cloned(),
            Expression::Decimal(_) => Some(Type::Decimal),
            Expression::Get(get) => Some(get.gives()),
            Expression::Call(Callee::Runtime(function), arguments) => {
                let Signature { takes, gives, .. } = runtime::function(*function)?;
                match gives {
                    Gives::Maybe(of) => Some(of.maybe()),
                    Gives::Same => {
                        let first = arguments.get(takes.len() - 1)?;
                        Some(types::plain(&self.type_of(first)?).clone().maybe())
                    }
                    Gives::Row => {
                        let (_, to) = arguments.iter().find_map(|argument| self.table(argument))?;
                        Some(to.clone().maybe())
                    }
                    Gives::Other => None,
                }
            }
            Expression::Else(first, _) => self.type_of(first),
            _ => None,
        }
    }

    /// The sides of a table, by its name.
    pub fn table(&self, value: &Expression) -> Option<(&'u Type, &'u Type)> {
        let Expression::Name(name) = value else { return None };
        self.file.tables.get(&**name).copied()
    }
}
