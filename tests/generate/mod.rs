//! Outputs of the build, made from texts in memory.

mod go;
mod java;
mod lifecycle;
mod openapi;
pub mod picture;
mod renames;
mod sequence;
mod typescript;

use std::path::Path;

use charter::analysis::{self, Analysis, Intake, Options};
use charter::generate::{self, Artifact};
use charter::host::load::load;
use charter::host::paths::Root;
use charter::loading::Limits;
use charter::source::{SourceFile, Sources};

fn options() -> Options {
    Options { today: "2026-11-24".parse().expect("the day is a date") }
}

/// The analysis of a charter of one file.
pub fn analysis_of(text: &str) -> Analysis {
    let mut sources = Sources::default();
    sources.add(SourceFile::new("charter.kdl", text));
    analyzed(sources)
}

/// The analysis of texts, without a finding at error level.
pub fn analyzed(sources: Sources) -> Analysis {
    let analysis = analysis::analyze(sources, options());
    let errors: Vec<_> =
        analysis.report.iter().filter(|finding| finding.severity == charter::diagnostic::Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    analysis
}

/// The analysis of an example of ours, from the disk.
pub fn example(name: &str) -> Analysis {
    charter_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name))
}

/// The analysis of a charter in a folder.
pub fn charter_at(folder: &Path) -> Analysis {
    let root = Root::find(folder).expect("the charter is there");
    let intake = Intake::default();
    let loaded = load(&root, Limits::default(), |id, file| intake.take(id, file)).expect("the example is read");
    intake.analyze(loaded, options())
}

/// What the build makes of a charter; nothing may be in the way.
pub fn built(analysis: &Analysis) -> Vec<Artifact> {
    let generated = generate::run(analysis);
    assert!(generated.findings.is_empty(), "{:#?}", generated.findings);
    generated.artifacts
}

/// The artefact at a path.
pub fn artifact<'a>(artifacts: &'a [Artifact], path: &str) -> &'a str {
    let found = artifacts.iter().find(|artifact| artifact.path == path);
    assert!(found.is_some(), "{path} is not there");
    found.map_or("", |artifact| &artifact.text)
}
