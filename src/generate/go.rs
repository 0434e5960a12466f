//! Go, as a module of its own with nothing but the standard library.

mod align;
mod printer;
mod runtime;
mod scope;
mod types;
mod values;
mod words;

use super::names;
use super::statement::Unit;
use super::target::{Casing, Part, Printed, Setting, Target};

/// Go as a target.
pub static TARGET: Target = Target {
    name: "Go",
    // A name that begins with `_` stands behind the name of the file; see `printer::Names`.
    casing: Casing { local: names::camel, exported: types::exported, constant, member: types::exported },
    reserved: words::reserved,
    frame: include_str!("../../templates/go/file.go.hbs"),
    runtime: |_| runtime::files(),
    project: |setting| vec![("go.mod".to_owned(), runtime::module(&package(setting.charter)))],
    lacks: |function| runtime::function(function).is_none(),
    print,
};

/// Constants are told from the values of functions by what they begin with.
fn constant(name: &str) -> String {
    format!("_{}", names::camel(name))
}

/// All files are one package. Their names end in a word that says nothing of an operating system, as some words do.
fn path(part: Part<'_>) -> String {
    match part {
        Part::Types => "types.go".to_owned(),
        Part::Record(name) => format!("{}_record.go", names::snake(name)),
        Part::Flow(name) => format!("{}_flow.go", names::snake(name)),
    }
}

fn print(unit: &Unit, part: Part<'_>, setting: &Setting<'_>) -> Vec<Printed> {
    let code = printer::print(unit, part, &package(setting.charter));
    vec![Printed { path: path(part), imports: Vec::new(), code }]
}

/// The name of the module and of its package: small letters and digits of the charter's name, clear of other packages.
fn package(charter: &str) -> String {
    let letters = charter.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase());
    let name: String = letters.skip_while(char::is_ascii_digit).collect();
    let means_something = name.is_empty() || name == "std" || words::reserved().contains(&&*name);
    if means_something { format!("{name}charter") } else { name }
}
