//! TypeScript, for every run-time that has modules of ECMAScript.

mod imports;
mod printer;
mod runtime;
mod words;

use super::names;
use super::statement::Unit;
use super::target::{Casing, Part, Printed, Setting, Target};

/// TypeScript as a target.
pub static TARGET: Target = Target {
    name: "TypeScript",
    casing: Casing { local: names::camel, exported: names::camel, constant: names::screaming, member: str::to_owned },
    reserved: words::reserved,
    frame: include_str!("../../templates/typescript/file.ts.hbs"),
    runtime: |_| runtime::files(),
    project: |_| Vec::new(),
    lacks: |_| false,
    print,
};

fn path(part: Part<'_>) -> String {
    match part {
        Part::Types => "types.ts".to_owned(),
        Part::Record(name) => format!("records/{name}.ts"),
        Part::Flow(name) => format!("flows/{name}.ts"),
    }
}

fn print(unit: &Unit, part: Part<'_>, _: &Setting<'_>) -> Vec<Printed> {
    let up = if let Part::Types = part { "./" } else { "../" };
    vec![Printed { path: path(part), imports: imports::of(unit, up), code: printer::print(unit) }]
}
