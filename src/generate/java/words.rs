//! Words that mean something in generated Java.

use super::runtime;

/// Words that cannot be names, or not everywhere (The Java Language Specification, Java SE 17, section 3.9).
pub const KEYWORDS: &[&str] = &[
    "_",
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "exports",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "module",
    "native",
    "new",
    "non-sealed",
    "null",
    "open",
    "opens",
    "package",
    "permits",
    "private",
    "protected",
    "provides",
    "public",
    "record",
    "requires",
    "return",
    "sealed",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "to",
    "transient",
    "transitive",
    "true",
    "try",
    "uses",
    "var",
    "void",
    "volatile",
    "while",
    "with",
    "yield",
];

/// Methods that every object or every generated record has.
pub const METHODS: &[&str] =
    &["clone", "equals", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toJson", "toString", "wait"];

/// Classes of the platform that generated files name.
const CLASSES: &[&str] = &[
    "BigDecimal",
    "Boolean",
    "Integer",
    "List",
    "LocalDate",
    "LocalDateTime",
    "Long",
    "Object",
    "Objects",
    "Override",
    "Pattern",
    "RoundingMode",
    "String",
    "ZoneId",
];

/// Functions that the printer calls beside those of mappings.
const HELPERS: &[&str] = &["get", "jsonOf", "orElse", "textOf"];

/// All names that a program may not declare.
pub fn reserved() -> Vec<&'static str> {
    let own = runtime::CLASSES.iter().map(|(name, _)| *name);
    [KEYWORDS, METHODS, CLASSES, HELPERS, runtime::FUNCTIONS].concat().into_iter().chain(own).collect()
}
