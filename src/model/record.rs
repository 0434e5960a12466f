//! Records, and the ports and outside functions that they use: how one system writes an object down.

use crate::model::choice::choice;
use crate::model::name::{Head, Ref, Said, Text};
use crate::model::object::Object;
use crate::model::system::System;

/// How one system sees one object.
#[derive(Clone, Debug)]
pub struct Record {
    /// Name, documentation, templates.
    pub head: Head,
    /// Whose form it is.
    pub system: Option<Ref<System>>,
    /// What it describes.
    pub object: Option<Ref<Object>>,
    /// How it is written.
    pub format: Option<Said<Format>>,
    /// The version of the system's interface.
    pub version: Option<Text>,
}

/// Something impure that mappings may ask.
#[derive(Clone, Debug)]
pub struct Port {
    /// Name and documentation.
    pub head: Head,
    /// What it is.
    pub kind: Option<Said<PortKind>>,
    /// Who answers.
    pub owner: Option<Ref<System>>,
}

/// A function written by hand, one for each target.
#[derive(Clone, Debug)]
pub struct Extern {
    /// Name and documentation.
    pub head: Head,
    /// Whether the same input gives the same output.
    pub pure: Option<Said<bool>>,
}

choice! {
    /// How a record is written.
    Format {
        Json = "json",
        Xml = "xml",
        Csv = "csv",
        X12 = "x12",
        Edifact = "edifact",
        Idoc = "idoc",
        Fixed = "fixed",
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
