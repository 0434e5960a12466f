//! The examples: the clean ones are clean, the broken ones print exactly what stands beside them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use expect_test::expect_file;

/// The day on which the examples are judged.
const TODAY: &str = "2026-11-24";

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

fn check(folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["check", "--color", "never", "--as-of", TODAY, "."])
        .current_dir(folder)
        .output()
        .expect("charter starts")
}

fn folders(below: &Path) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir(below)
        .expect("the folder can be read")
        .map(|entry| entry.expect("the entry can be read").path())
        .filter(|path| path.join("charter.kdl").exists())
        .collect();
    folders.sort();
    folders
}

#[test]
fn clean_examples_have_no_findings() {
    let clean = folders(&examples());
    assert!(clean.len() >= 3, "starter, omnichannel and wholesale-edi");
    for folder in clean {
        let output = check(&folder);
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{}:\n{text}", folder.display());
        assert!(!text.contains('[') && !text.contains("warning"), "{}:\n{text}", folder.display());
    }
}

#[test]
fn broken_examples_print_what_is_expected() {
    let broken = folders(&examples().join("broken"));
    assert!(broken.len() >= 20);
    for folder in broken {
        let output = check(&folder);
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).expect("the output is UTF-8");
        expect_file![folder.join("expected.txt")].assert_eq(&text);
    }
}

#[test]
fn the_examples_and_the_language_are_formatted() {
    let output = Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["fmt", "--check", "examples", "charter"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("charter starts");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{text}");
}
