//! Names in generated Python, and words that mean something there.

use crate::generate::names;

use super::runtime;

/// Words of the language that cannot be names: "The Python Language Reference", 2.3.1 and 2.3.2.
const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// Words of the language that may be names where they mean nothing else.
const SOFT_KEYWORDS: &[&str] = &["case", "match", "type"];

/// What Python itself declares and code would hide.
const BUILT_IN: &[&str] = &[
    "abs",
    "all",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "license",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "self",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "vars",
    "zip",
];

/// What the runtime and the standard library declare and generated files use.
const DECLARED: &[&str] = &[
    "ABSENT",
    "Absent",
    "CalendarDate",
    "Decimal",
    "Instant",
    "Literal",
    "LocalTime",
    "Never",
    "NotRequired",
    "Place",
    "Qualified",
    "Result",
    "Rule",
    "TypeAlias",
    "TypedDict",
    "annotations",
    "dataclass",
    "otherwise",
    "same",
];

/// All names that a program may not declare.
pub fn reserved() -> Vec<&'static str> {
    [KEYWORDS, SOFT_KEYWORDS, BUILT_IN, DECLARED, runtime::FUNCTIONS].concat()
}

/// Whether a key of a payload can be the name of a class member.
pub fn is_name(key: &str) -> bool {
    let starts = |c: char| c.is_ascii_alphabetic() || c == '_';
    // Two underscores in front would be mangled.
    key.starts_with(starts)
        && key.chars().all(|c| starts(c) || c.is_ascii_digit())
        && !key.starts_with("__")
        && !KEYWORDS.contains(&key)
}

/// The attribute, or the module, of a name.
pub fn member(key: &str) -> String {
    let name = names::snake(key);
    match name.chars().next() {
        Some(c) if c.is_ascii_digit() => format!("_{name}"),
        _ if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        _ => name,
    }
}
