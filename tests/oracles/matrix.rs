//! Test matrices, as CSV tools read them.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{accepts, oracle};

#[test]
fn the_matrix_of_the_flagship_is_clean_csv() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let status = Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["build", "--quiet", "--as-of", "2026-11-24", "--out"])
        .arg(folder.path())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/omnichannel"))
        .status()
        .expect("charter starts");
    assert!(status.success());
    let table = folder.path().join("order-to-cash.csv");
    accepts(oracle("csvclean").arg("-a").arg(&table));

    let broken = folder.path().join("broken.csv");
    let text = fs::read_to_string(&table).expect("the matrix was written");
    fs::write(&broken, text.replacen(',', ",,", 40)).expect("the file can be written");
    let verdict = oracle("csvclean").arg("-a").arg(&broken).output().expect("the tool starts");
    assert!(!verdict.status.success(), "csvclean accepts anything");
}
