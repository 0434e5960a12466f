//! What a file uses and does not declare, as import declarations.

use std::collections::{BTreeMap, BTreeSet};

use crate::generate::statement::{Expression, Item, Type, Unit, Use};

use super::printer;
use super::runtime::{self, Module};

/// What a file takes from other files.
#[derive(Default)]
struct Wanted {
    values: BTreeMap<Module, BTreeSet<String>>,
    types: BTreeMap<Module, BTreeSet<String>>,
    named: BTreeSet<String>,
}

/// The imports of a file, one declaration each. `up` leads from its folder to that of `types.ts`.
pub fn of(unit: &Unit, up: &str) -> Vec<String> {
    let mut wanted = Wanted::default();
    unit.each_use(&mut |part| wanted.add(part));
    for item in &unit.items {
        match item {
            Item::Struct(of) => drop(wanted.named.remove(&of.name)),
            Item::Codes { name, .. } => drop(wanted.named.remove(name)),
            Item::Rule(_) | Item::Constant { .. } | Item::Function(_) => {}
        }
    }
    let mut imports = Vec::new();
    for module in Module::ALL {
        let from = format!("{up}runtime/{}.js", module.stem());
        let values = wanted.values.remove(module).unwrap_or_default();
        let types = wanted.types.remove(module).unwrap_or_default();
        let types: Vec<String> = types.difference(&values).cloned().collect();
        let values: Vec<String> = values.into_iter().collect();
        if !values.is_empty() {
            imports.push(printer::import(&values, false, &from));
        }
        if !types.is_empty() {
            imports.push(printer::import(&types, true, &from));
        }
    }
    if !wanted.named.is_empty() {
        let named: Vec<String> = wanted.named.into_iter().collect();
        imports.push(printer::import(&named, true, &format!("{up}types.js")));
    }
    imports
}

impl Wanted {
    fn add(&mut self, part: Use<'_>) {
        match part {
            Use::Runtime(function) => {
                let (module, name) = runtime::function(function);
                self.value(module, name);
            }
            Use::Expression(Expression::Decimal(_)) => self.value(Module::Decimal, "Decimal"),
            Use::Expression(_) => {}
            Use::Build(build) => drop(self.named.insert(build.of.clone())),
            Use::Type(of) => match of {
                Type::Named(name) => drop(self.named.insert(name.clone())),
                Type::Decimal => self.of(Module::Decimal, "Decimal"),
                Type::Rule => self.of(Module::Problem, "Rule"),
                Type::Place => self.of(Module::Problem, "Place"),
                Type::Result(_) => self.of(Module::Problem, "Result"),
                Type::Instant => self.of(Module::Times, "Instant"),
                Type::Date => self.of(Module::Times, "CalendarDate"),
                Type::LocalTime => self.of(Module::Times, "LocalTime"),
                _ => {}
            },
        }
    }

    fn value(&mut self, module: Module, name: &str) {
        self.values.entry(module).or_default().insert(name.to_owned());
    }

    fn of(&mut self, module: Module, name: &str) {
        self.types.entry(module).or_default().insert(name.to_owned());
    }
}
