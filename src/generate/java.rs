//! Java 17, as a project of its own with nothing but the standard library.

mod class;
mod file;
mod form;
mod project;
mod runtime;
mod statement;
mod text;
mod types;
mod value;
mod words;

use super::names;
use super::statement::{Item, Struct, Unit};
use super::target::{Casing, Part, Printed, Setting, Target};
use file::File;

/// Java as a target.
pub static TARGET: Target = Target {
    name: "Java",
    casing: Casing { local: text::lower, exported: text::lower, constant: text::upper, member: text::lower },
    reserved: words::reserved,
    frame: include_str!("../../templates/java/file.java.hbs"),
    runtime: project::runtime,
    project: project::files,
    lacks: |function| runtime::function(function).is_none(),
    print,
};

/// Every type that files share is a file of its own; what a record or a flow needs for itself is in the file of its class.
fn print(unit: &Unit, part: Part<'_>, setting: &Setting<'_>) -> Vec<Printed> {
    let root = text::package(setting.charter);
    let (folder, class) = match part {
        Part::Types => return unit.items.iter().filter_map(|item| single(item, unit, &root)).collect(),
        Part::Record(name) => ("records", format!("{}Mapping", text::identifier(&names::pascal(name)))),
        Part::Flow(name) => ("flows", format!("{}Flow", text::identifier(&names::pascal(name)))),
    };
    let class = clear_of_types(&class, unit, setting.shared);
    let mut file = File::new(&root, class.clone(), unit, setting.shared);
    let code = file.mapping(unit, part);
    let package = format!("{root}.{folder}");
    vec![Printed { path: project::path(&package, &class), imports: file.imports(&package), code }]
}

fn single(item: &Item, unit: &Unit, root: &str) -> Option<Printed> {
    let (Item::Struct(Struct { name, .. }) | Item::Codes { name, .. }) = item else { return None };
    let mut file = File::new(root, name.clone(), unit, unit);
    let code = file.single(item);
    Some(Printed { path: project::path(root, name), imports: file.imports(root), code })
}

/// The name of a class, with a number where a type has it.
fn clear_of_types(wish: &str, unit: &Unit, shared: &Unit) -> String {
    let types = unit.items.iter().chain(&shared.items).filter_map(|item| match item {
        Item::Struct(Struct { name, .. }) | Item::Codes { name, .. } => Some(name.as_str()),
        _ => None,
    });
    names::Names::besides(types).take(wish)
}
