//! What a programming language brings along, so that programs can be printed in it: names, files, runtime and printer.

mod folder;

pub(super) use folder::generate;

use super::statement::{Runtime, Unit};

/// A language in which programs are printed.
pub struct Target {
    /// Its name, as messages say it.
    pub name: &'static str,
    /// How names are cased.
    pub casing: Casing,
    /// Names that a program may not declare.
    pub reserved: fn() -> Vec<&'static str>,
    /// The template that frames every file.
    pub frame: &'static str,
    /// The files that are the same for every charter, but for names: their paths below the folder, and their texts.
    pub runtime: fn(&Setting<'_>) -> Vec<(String, String)>,
    /// Files that are not in the language and say how the program is built, as they are written.
    pub project: fn(&Setting<'_>) -> Vec<(String, String)>,
    /// Whether its runtime lacks a function; what needs one is refused, with a finding.
    pub lacks: fn(Runtime) -> bool,
    /// The files of a part of the program.
    pub print: fn(&Unit, Part<'_>, &Setting<'_>) -> Vec<Printed>,
}

/// What all files of a program share.
pub struct Setting<'s> {
    /// The name of the charter.
    pub charter: &'s str,
    /// The version of the charter, where it has one.
    pub version: Option<String>,
    /// The types that all files share.
    pub shared: &'s Unit,
}

/// How a language cases the names of the charter.
pub struct Casing {
    /// Names that a function or a file keeps to itself: values, parameters, inner functions.
    pub local: fn(&str) -> String,
    /// Functions that other files call.
    pub exported: fn(&str) -> String,
    /// Constants of a file.
    pub constant: fn(&str) -> String,
    /// The name by which an object of the program has a field, from the field's key.
    pub member: fn(&str) -> String,
}

/// A file of a program.
#[derive(Clone, Copy, Debug)]
pub enum Part<'p> {
    /// The types that all files share.
    Types,
    /// The code of a record of this name.
    Record(&'p str),
    /// The code of a flow of this name.
    Flow(&'p str),
}

/// What a printer makes of a file.
pub struct Printed {
    /// Its path below the folder of the program.
    pub path: String,
    /// The lines that import what it uses from other files.
    pub imports: Vec<String>,
    /// What it declares.
    pub code: String,
}
