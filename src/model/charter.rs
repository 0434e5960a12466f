//! The charter itself: its name, its packs, how outputs are named, and which there are.

use crate::model::choice::choice;
use crate::model::flow::Flow;
use crate::model::matrix::Matrix;
use crate::model::name::{Name, Ref, Said, Text};
use crate::model::record::Record;
use crate::model::system::System;
use crate::source::Span;
use crate::syntax::values::Version;

/// What is said once about the whole charter.
#[derive(Clone, Debug)]
pub struct Charter {
    /// Its name.
    pub name: Name,
    /// Its version.
    pub version: Option<Said<Version>>,
    /// What it is called in documents.
    pub title: Option<Text>,
    /// What it is for.
    pub doc: Option<Text>,
    /// Packs of platform facts.
    pub packs: Vec<Name>,
    /// How generated fields are cased.
    pub names: Option<Said<NameCase>>,
    /// Its first line.
    pub span: Span,
}

/// An output of the build.
#[derive(Clone, Debug)]
pub struct Generate {
    /// What is generated.
    pub generator: Option<Said<Generator>>,
    /// What it is for.
    pub doc: Option<Text>,
    /// The folder, below the output folder.
    pub out: Option<Text>,
    /// Only these flows.
    pub flows: Vec<Ref<Flow>>,
    /// Only these records.
    pub records: Vec<Ref<Record>>,
    /// Only these systems.
    pub systems: Vec<Ref<System>>,
    /// Only these matrices.
    pub matrices: Vec<Ref<Matrix>>,
    /// Its first line.
    pub span: Span,
}

choice! {
    /// How generated fields are cased.
    NameCase {
        Camel = "camel",
        Snake = "snake",
        Kebab = "kebab",
    }
}

choice! {
    /// What can be generated.
    Generator {
        Typescript = "typescript",
        Python = "python",
        Java = "java",
        Go = "go",
        Openapi = "openapi",
        JsonSchema = "json-schema",
        Asyncapi = "asyncapi",
        Matrix = "matrix",
    }
}
