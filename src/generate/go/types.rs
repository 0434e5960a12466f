//! How Go writes types, and names that other packages see.

use crate::generate::names;
use crate::generate::statement::{Constant, Type};

/// A name that other packages see. One that has no upper case gets a letter that has.
pub fn exported(name: &str) -> String {
    public(&names::pascal(name))
}

/// A name of a type or function so that other packages see it.
pub fn public(name: &str) -> String {
    if name.starts_with(char::is_uppercase) { name.to_owned() } else { format!("X{}", name.trim_start_matches('_')) }
}

/// A type. What may be absent is a pointer, and nil where it is; lists are nil, and the rest has a state for it.
pub fn written(of: &Type) -> String {
    match of {
        Type::Text => "string".to_owned(),
        Type::Integer => "int64".to_owned(),
        Type::Number => "json.Number".to_owned(),
        Type::Decimal => "mapping.Decimal".to_owned(),
        Type::Boolean => "bool".to_owned(),
        Type::Instant => "mapping.Instant".to_owned(),
        Type::Date => "mapping.CalendarDate".to_owned(),
        Type::LocalTime => "mapping.LocalTime".to_owned(),
        Type::Any => "any".to_owned(),
        Type::Rule => "*mapping.Rule".to_owned(),
        Type::Place => "*mapping.Place".to_owned(),
        Type::Named(name) => public(name),
        Type::Literals(values) => literals(values).to_owned(),
        Type::List(inner) => format!("[]{}", written(inner)),
        Type::Nullable(inner) => format!("mapping.Nullable[{}]", written(inner)),
        Type::Result(inner) => format!("mapping.Result[{}]", written(inner)),
        Type::Maybe(inner) => match **inner {
            Type::Any => "mapping.Found".to_owned(),
            Type::List(_) | Type::Nullable(_) => written(inner),
            _ => format!("*{}", written(inner)),
        },
    }
}

/// The type that all of several constants have.
fn literals(values: &[Constant]) -> &'static str {
    let all = |test: fn(&Constant) -> bool| values.iter().all(test);
    if all(|value| matches!(value, Constant::Text(_))) {
        "string"
    } else if all(|value| matches!(value, Constant::Boolean(_))) {
        "bool"
    } else if all(|value| matches!(value, Constant::Number(_))) {
        "json.Number"
    } else {
        "any"
    }
}

/// Whether JSON numbers occur in a type.
pub fn has_number(of: &Type) -> bool {
    written(of).contains("json.Number")
}

/// What is left of a type without regard to its being absent.
pub fn there(of: &Type) -> &Type {
    if let Type::Maybe(inner) = of { inner } else { of }
}

/// What is left of a type without regard to its being absent or null.
pub fn plain(of: &Type) -> &Type {
    match of {
        Type::Maybe(inner) | Type::Nullable(inner) => plain(inner),
        _ => of,
    }
}

/// Whether a type is a text with or without a name of its own.
pub fn is_text(of: &Type) -> bool {
    match of {
        // What has a name and is converted is a list of codes.
        Type::Text | Type::Instant | Type::Date | Type::LocalTime | Type::Named(_) => true,
        Type::Literals(_) => written(of) == "string",
        _ => false,
    }
}
