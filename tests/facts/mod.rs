//! The facts: what follows from a charter before any rule looks at it.

mod findings;
mod freshness;
mod lifecycle;
mod lineage;
mod lines;
mod races;

use charter::analysis::{self, Analysis, Options};
use charter::source::{SourceFile, Sources};

/// The analysis of a charter of one file.
fn analyze(text: &str) -> Analysis {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("charter.kdl", text));
    analysis::analyze(sources, Options { today: "2026-11-24".parse().expect("the day is a date") })
}
