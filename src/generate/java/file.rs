//! What is known of a file of Java while it is printed, and what it gathers: imports, and constants made out of values.

use std::collections::{BTreeMap, BTreeSet};

use crate::generate::layout::Doc;
use crate::generate::names::Names;
use crate::generate::statement::{Expression, Function, Item, Struct, Type, Unit};

use super::form;
use super::runtime::Class;
use super::text;
use super::types::plain;

/// A list of codes as a type of Java.
pub struct Codes {
    /// The names of its constants, by the codes.
    constants: BTreeMap<String, String>,
    /// Whether other codes may occur, too.
    pub open: bool,
}

impl Codes {
    /// The name of the constant of a code.
    pub fn constant(&self, code: &str) -> Option<&str> {
        self.constants.get(code).map(String::as_str)
    }
}

/// A file while it is printed.
pub struct File<'f> {
    /// The package of the whole program.
    pub root: &'f str,
    /// The name of the class that the file declares.
    pub class: String,
    structs: BTreeMap<&'f str, &'f Struct>,
    codes: BTreeMap<&'f str, Codes>,
    /// The types that other files of the program declare.
    shared: BTreeSet<&'f str>,
    functions: BTreeMap<&'f str, &'f Function>,
    /// The two sides of each table.
    tables: BTreeMap<&'f str, (Type, Type)>,
    /// The types of named values: constants, and those of the function at hand.
    values: BTreeMap<&'f str, Type>,
    imports: BTreeSet<String>,
    static_imports: BTreeSet<String>,
    names: Names,
    /// Constants made out of values: how they are computed, with their names.
    made: BTreeMap<String, String>,
    /// Their declarations, in order.
    pub constants: Vec<Doc>,
}

impl<'f> File<'f> {
    /// A file of a class, with the parts of the program that it has and those that it may use.
    pub fn new(root: &'f str, class: String, unit: &'f Unit, shared: &'f Unit) -> Self {
        let mut file = Self {
            root,
            class,
            structs: BTreeMap::new(),
            codes: BTreeMap::new(),
            shared: shared.items.iter().filter_map(type_name).collect(),
            functions: BTreeMap::new(),
            tables: BTreeMap::new(),
            values: BTreeMap::new(),
            imports: BTreeSet::new(),
            static_imports: BTreeSet::new(),
            names: Names::besides(unit.items.iter().map(name)),
            made: BTreeMap::new(),
            constants: Vec::new(),
        };
        for item in shared.items.iter().chain(&unit.items) {
            file.know(item);
        }
        file
    }

    fn know(&mut self, item: &'f Item) {
        match item {
            Item::Struct(of) => drop(self.structs.insert(&of.name, of)),
            Item::Codes { name, values, open, .. } => {
                let constants = values.iter().cloned().zip(text::constants(values)).collect();
                self.codes.insert(name, Codes { constants, open: *open });
            }
            Item::Constant { name, value: Expression::Table(from, to, _) } => {
                let sides = match (plain(from), plain(to)) {
                    // A table that keeps what is in none of its rows has texts on both sides.
                    (Type::Text, Type::Named(_)) => (Type::Text, Type::Text),
                    sides => sides,
                };
                self.tables.insert(name, sides);
            }
            Item::Constant { name, .. } => drop(self.values.insert(name, Type::Decimal)),
            Item::Rule(rule) => drop(self.values.insert(&rule.name, Type::Rule)),
            Item::Function(function) => drop(self.functions.insert(&function.name, function)),
        }
    }

    /// Says that a value of the function at hand has a type.
    pub fn declare(&mut self, name: &'f str, of: &Type) {
        self.values.insert(name, plain(of));
    }

    /// The type of a named value.
    pub fn value(&self, name: &str) -> Option<&Type> {
        self.values.get(name)
    }

    /// A type with named fields.
    pub fn structure(&self, name: &str) -> Option<&'f Struct> {
        self.structs.get(name).copied()
    }

    /// A list of codes.
    pub fn codes(&self, name: &str) -> Option<&Codes> {
        self.codes.get(name)
    }

    /// A function of the file.
    pub fn function(&self, name: &str) -> Option<&'f Function> {
        self.functions.get(name).copied()
    }

    /// The two sides of a table.
    pub fn table(&self, name: &str) -> Option<&(Type, Type)> {
        self.tables.get(name)
    }

    /// The name of the component of a record that has this key.
    pub fn component(&self, of: &str, key: &str) -> String {
        let fields = self.structs.get(of).map_or(&[][..], |of| &of.fields);
        let names = text::components(fields.iter().map(|field| field.key.as_str()));
        let at = fields.iter().position(|field| field.key == key);
        at.map_or_else(|| text::lower(key), |at| names[at].clone())
    }

    /// A class of the platform, by its full name: the name by which the file may call it.
    pub fn platform(&mut self, class: &str) -> String {
        self.imports.insert(class.to_owned());
        class.rsplit('.').next().unwrap_or(class).to_owned()
    }

    /// A class of the runtime.
    pub fn runtime(&mut self, class: &str) -> String {
        self.imports.insert(format!("{}.runtime.{class}", self.root));
        class.to_owned()
    }

    /// A function of the runtime.
    pub fn runtime_function(&mut self, class: Class, name: &str) -> String {
        self.static_imports.insert(format!("{}.runtime.{}.{name}", self.root, class.name()));
        name.to_owned()
    }

    /// A type of the program.
    pub fn named(&mut self, name: &str) -> String {
        if self.shared.contains(name) && name != self.class {
            self.imports.insert(format!("{}.{name}", self.root));
        }
        name.to_owned()
    }

    /// A constant that holds what `value` computes, made where there is none yet.
    pub fn constant(&mut self, wish: &str, of: &str, value: Doc) -> Doc {
        let computed = form::LAYOUT.print(&value);
        if let Some(name) = self.made.get(&computed) {
            return Doc::text(name.as_str());
        }
        let name = self.names.take(&text::upper(wish));
        self.made.insert(computed, name.clone());
        self.constants.push(form::assignment(Doc::text(format!("private static final {of} {name}")), value));
        Doc::Text(name)
    }

    /// The line of its package, and its imports. Classes of the same package need none.
    pub fn imports(&self, package: &str) -> Vec<String> {
        let mut lines = vec![format!("package {package};")];
        let is_near = |import: &&String| import.rsplit_once('.').is_some_and(|(of, _)| of == package);
        let mut add = |word: &str, of: &BTreeSet<String>| {
            let of: Vec<&String> = of.iter().filter(|import| !is_near(import)).collect();
            if !of.is_empty() {
                lines.push(String::new());
                lines.extend(of.into_iter().map(|import| format!("import {word}{import};")));
            }
        };
        add("static ", &self.static_imports);
        add("", &self.imports);
        lines
    }
}

fn type_name(item: &Item) -> Option<&str> {
    match item {
        Item::Struct(Struct { name, .. }) | Item::Codes { name, .. } => Some(name),
        Item::Rule(_) | Item::Constant { .. } | Item::Function(_) => None,
    }
}

fn name(item: &Item) -> &str {
    match item {
        Item::Struct(Struct { name, .. }) | Item::Codes { name, .. } | Item::Constant { name, .. } => name,
        Item::Rule(rule) => &rule.name,
        Item::Function(function) => &function.name,
    }
}
