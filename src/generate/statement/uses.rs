//! Every part of a program that may need something from another file.

use std::collections::BTreeSet;

use super::{Callee, Expression, Item, Runtime, Statement, Type, Unit};

/// A part of a program that may need something from another file.
#[derive(Clone, Copy, Debug)]
pub enum Use<'u> {
    /// A type.
    Type(&'u Type),
    /// A function of the runtime that is called.
    Runtime(Runtime),
    /// A value.
    Expression(&'u Expression),
}

impl Unit {
    /// Calls `note` for every type, value and function that the file uses.
    pub fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        for item in &self.items {
            match item {
                Item::Struct(of) => {
                    for field in &of.fields {
                        field.of.each_use(note);
                    }
                }
                Item::Codes { .. } => {}
                Item::Constant { of, value, .. } => {
                    if let Some(of) = of {
                        of.each_use(note);
                    }
                    value.each_use(note);
                }
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

    /// Removes the constants that nothing in the file names.
    pub fn drop_unused_constants(&mut self) {
        let mut named = BTreeSet::new();
        self.each_use(&mut |part| {
            if let Use::Expression(Expression::Name(name)) = part {
                named.insert(name.clone());
            }
        });
        self.items.retain(|item| !matches!(item, Item::Constant { name, .. } if !named.contains(name)));
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

impl Statement {
    fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        match self {
            Self::Comment(_) => {}
            Self::Let(_, of, value) => {
                if let Some(of) = of {
                    of.each_use(note);
                }
                value.each_use(note);
            }
            Self::Set(_, _, value) | Self::Do(value) | Self::Return(value) => value.each_use(note),
            Self::If(condition, body) => {
                condition.each_use(note);
                for statement in body {
                    statement.each_use(note);
                }
            }
        }
    }
}

impl Expression {
    fn each_use<'u>(&'u self, note: &mut dyn FnMut(Use<'u>)) {
        note(Use::Expression(self));
        match self {
            Self::Name(_) | Self::Constant(_) | Self::Decimal(_) | Self::Pattern(_) => {}
            Self::Get(of, _) | Self::GetIfPresent(of, _) | Self::Not(of) | Self::Lambda(_, of) => of.each_use(note),
            Self::Call(callee, arguments) => {
                if let Callee::Runtime(function) = callee {
                    note(Use::Runtime(*function));
                }
                for argument in arguments {
                    argument.each_use(note);
                }
            }
            Self::Fields(fields) => {
                for (_, value) in fields {
                    value.each_use(note);
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
