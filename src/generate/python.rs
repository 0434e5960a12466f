//! Python 3.11 and newer, with its standard library.

mod expression;
mod printer;
mod runtime;
mod words;

use super::names;
use super::statement::Unit;
use super::target::{Casing, Part, Printed, Setting, Target};

/// Python as a target.
pub static TARGET: Target = Target {
    name: "Python",
    casing: Casing { local: names::snake, exported: names::snake, constant: names::screaming, member: words::member },
    reserved: words::reserved,
    frame: include_str!("../../templates/python/file.py.hbs"),
    runtime: |_| runtime::files(),
    project: |_| Vec::new(),
    lacks: |_| false,
    print,
};

fn path(part: Part<'_>) -> String {
    match part {
        Part::Types => "objects.py".to_owned(),
        Part::Record(name) => format!("records/{}.py", words::member(name)),
        Part::Flow(name) => format!("flows/{}.py", words::member(name)),
    }
}

fn print(unit: &Unit, part: Part<'_>, _: &Setting<'_>) -> Vec<Printed> {
    let up = if let Part::Types = part { "." } else { ".." };
    let (imports, code) = printer::print(unit, up);
    vec![Printed { path: path(part), imports, code }]
}
