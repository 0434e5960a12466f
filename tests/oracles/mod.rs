//! What the tools of other people say about our outputs. `.ci/oracles/install` installs them; a missing one is a failure.

use std::path::PathBuf;
use std::process::Command;

/// A tool by its name, from `CHARTER_ORACLES` or `target/oracles/bin`.
pub fn oracle(name: &str) -> Command {
    let folder = std::env::var_os("CHARTER_ORACLES")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/oracles/bin"), PathBuf::from);
    let path = folder.join(name);
    assert!(
        path.exists(),
        "`{}` is missing: run `.ci/oracles/install target/oracles`, or the tests by `.ci/test`",
        path.display()
    );
    let mut command = Command::new(path);
    command.env("REDOCLY_TELEMETRY", "off").env("CI", "true");
    command
}

/// Runs a tool and asserts that it accepts; its whole output is shown when it does not.
pub fn accepts(command: &mut Command) {
    let output = command.output().expect("the tool starts");
    assert!(
        output.status.success(),
        "{command:?} refuses:\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

mod asyncapi;
mod conformance;
mod go;
mod java;
mod json_schema;
mod matrix;
mod mutation;
mod openapi;
mod python;
mod reports;
mod spin;
mod typescript;
