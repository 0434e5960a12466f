//! Ports and outside functions: what mappings may ask beyond their payload.

use crate::model::choice::choice;
use crate::model::name::{Head, Name, Ref, Said, Text};
use crate::model::system::System;
use crate::model::types::Type;
use crate::source::Span;
use crate::syntax::values::Duration;

/// Something impure that mappings may ask.
#[derive(Clone, Debug)]
pub struct Port {
    /// Name and documentation.
    pub head: Head,
    /// What it is.
    pub kind: Option<Said<PortKind>>,
    /// Who answers.
    pub owner: Option<Ref<System>>,
    /// What it takes and gives.
    pub signature: Signature,
    /// The numbers of a sequence.
    pub range: Option<SequenceRange>,
    /// How long a memory keeps a value.
    pub keeps: Option<Said<Duration>>,
}

/// A function written by hand, one for each target.
#[derive(Clone, Debug)]
pub struct Extern {
    /// Name and documentation.
    pub head: Head,
    /// Whether the same input gives the same output.
    pub pure: Option<Said<bool>>,
    /// What it takes and gives.
    pub signature: Signature,
    /// The implementations.
    pub targets: Vec<Implementation>,
    /// Why the mapping language does not do.
    pub because: Option<Text>,
}

/// What a port or a function takes and gives.
#[derive(Clone, Debug, Default)]
pub struct Signature {
    /// The inputs, in order.
    pub takes: Vec<Input>,
    /// The output.
    pub gives: Option<Ref<Type>>,
}

/// One input.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its name.
    pub name: Option<Name>,
    /// Its type.
    pub of: Option<Ref<Type>>,
}

/// The numbers of a sequence.
#[derive(Clone, Debug)]
pub struct SequenceRange {
    /// The first.
    pub from: Option<Said<i64>>,
    /// The last.
    pub to: Option<Said<i64>>,
    /// What follows the last.
    pub rollover: Option<Said<Rollover>>,
    /// Where it is said.
    pub span: Span,
}

/// An implementation of an outside function.
#[derive(Clone, Debug)]
pub struct Implementation {
    /// The language.
    pub language: Option<Said<TargetLanguage>>,
    /// The file.
    pub file: Option<Text>,
    /// The function's name there.
    pub name: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

choice! {
    /// What follows the last number of a sequence.
    Rollover {
        Restart = "restart",
        Error = "error",
    }
}

choice! {
    /// A language for which code is generated.
    TargetLanguage {
        Typescript = "typescript",
        Python = "python",
        Java = "java",
        Rust = "rust",
        Go = "go",
    }
}

choice! {
    /// What a port is.
    PortKind {
        Lookup = "lookup",
        Sequence = "sequence",
        Clock = "clock",
        Memory = "memory",
    }
}
