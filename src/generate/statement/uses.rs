//! Every part of a program that may need something from another file.

use std::collections::BTreeSet;

use super::{Build, Callee, Expression, Function, Item, Runtime, Statement, Type, Unit, When};

/// A part of a program that may need something from another file.
#[derive(Clone, Copy, Debug)]
pub enum Use<'u> {
    /// A type.
    Type(&'u Type),
    /// A function of the runtime that is called.
    Runtime(Runtime),
    /// A value.
    Expression(&'u Expression),
    /// A type whose fields are put together.
    Build(&'u Build),
}

impl Use<'_> {
    fn is_named(&self, name: &str) -> bool {
        matches!(self, Self::Expression(Expression::Name(known)) if known == name)
    }
}

impl Unit {
    /// Calls `note` for every type, value and function that the file uses. The types of named values are not among them,
    /// as most languages find them out.
    pub fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        for item in &self.items {
            match item {
                Item::Struct(of) => {
                    for field in &of.fields {
                        field.of.each_use(note);
                    }
                }
                Item::Codes { .. } => {}
                Item::Rule(_) => note(Use::Type(&Type::Rule)),
                Item::Constant { value, .. } => value.each_use(note),
                Item::Function(function) => {
                    for (_, of) in &function.parameters {
                        of.each_use(note);
                    }
                    function.returns.each_use(note);
                    for statement in &function.body {
                        statement.each_use(note);
                    }
                }
            }
        }
    }

    /// Removes the rules and constants that nothing in the file names.
    pub fn drop_unused_constants(&mut self) {
        let mut named = BTreeSet::new();
        self.each_use(&mut |part| {
            if let Use::Expression(Expression::Name(name)) = part {
                named.insert(name.clone());
            }
        });
        self.items.retain(|item| match item {
            Item::Rule(rule) => named.contains(&rule.name),
            Item::Constant { name, .. } => named.contains(name),
            Item::Struct(_) | Item::Codes { .. } | Item::Function(_) => true,
        });
    }
}

impl Type {
    fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        note(Use::Type(self));
        match self {
            Self::List(inner) | Self::Nullable(inner) | Self::Maybe(inner) | Self::Result(inner) => {
                inner.each_use(note);
            }
            _ => {}
        }
    }
}

impl Function {
    /// Calls `note` for every name that the function uses.
    pub fn each_name<'u>(&'u self, note: &mut dyn FnMut(&'u str)) {
        for statement in &self.body {
            statement.each_name(note);
        }
    }
}

impl Statement {
    fn each_name<'u>(&'u self, note: &mut dyn FnMut(&'u str)) {
        let mut of_value = |part: Use<'u>| {
            if let Use::Expression(Expression::Name(name)) = part {
                note(name);
            }
        };
        match self {
            Self::If(condition, body) => {
                condition.each_use(&mut of_value);
                for statement in body {
                    statement.each_name(note);
                }
            }
            Self::Need(names) => names.iter().for_each(|name| note(name)),
            other => other.each_use(&mut of_value),
        }
    }

    /// Whether a named value occurs in it.
    pub fn mentions(&self, name: &str) -> bool {
        let mut found = matches!(self, Self::Need(names) if names.iter().any(|known| known == name));
        self.each_use(&mut |part| found |= part.is_named(name));
        found
    }

    fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        match self {
            Self::Build(build) => build.each_use(note),
            Self::Need(_) => {}
            Self::Let(_, _, value) | Self::Do(value) | Self::Return(value) => value.each_use(note),
            Self::If(condition, body) => {
                condition.each_use(note);
                for statement in body {
                    statement.each_use(note);
                }
            }
        }
    }
}

impl Build {
    fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        note(Use::Build(self));
        for piece in self.must.iter().chain(&self.may) {
            piece.value.each_use(note);
        }
        if let When::All(place, rule) = &self.when {
            note(Use::Runtime(Runtime::Incomplete));
            place.each_use(note);
            rule.each_use(note);
        }
    }
}

impl Expression {
    /// Whether a named value occurs in it.
    pub fn mentions(&self, name: &str) -> bool {
        let mut found = false;
        self.each_use(&mut |part| found |= part.is_named(name));
        found
    }

    fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        note(Use::Expression(self));
        match self {
            Self::Name(_)
            | Self::Constant(_)
            | Self::Decimal(_)
            | Self::Pattern(_)
            | Self::Keys(_)
            | Self::Word(_)
            | Self::Exception(_) => {}
            Self::Get(get) => get.of.each_use(note),
            Self::Not(of) => of.each_use(note),
            Self::Call(callee, arguments) => {
                if let Callee::Runtime(function) = callee {
                    note(Use::Runtime(*function));
                }
                for argument in arguments {
                    argument.each_use(note);
                }
            }
            Self::List(parts) | Self::And(parts) | Self::Or(parts) => {
                for part in parts {
                    part.each_use(note);
                }
            }
            Self::Table(from, to, _) => {
                from.each_use(note);
                to.each_use(note);
            }
            Self::If(condition, then, otherwise) => {
                for part in [condition, then, otherwise] {
                    part.each_use(note);
                }
            }
            Self::Else(first, second) | Self::Same(first, second) | Self::Differ(first, second) => {
                for part in [first, second] {
                    part.each_use(note);
                }
            }
        }
    }
}
