//! Generated Java, as the compiler of the language and its virtual machine see it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use charter::generate::names::{camel, pascal};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::conformance::{self, Driver, Part, Subject};
use super::{accepts, oracle};

/// Runs every method on every payload. What a method takes beside JSON is made of JSON, component by component.
const RUN_ALL: &str = include_str!("run_all.java");

const DRIVER: Driver = Driver {
    generator: "java",
    compiled,
    has,
    run: run_all,
    lacking: &["erp-invoice", "pim-item"],
    faults: &[
        (
            "src/main/java/omnichannel/runtime/Texts.java",
            "return found.substring(from, to);\n  }\n\n  /** Runs",
            "return found;\n  }\n\n  /** Runs",
        ),
        ("src/main/java/omnichannel/runtime/Texts.java", "if (length > most)", "if (length > most + 1)"),
        ("src/main/java/omnichannel/runtime/Texts.java", "sum % 10 == 0", "sum >= 0"),
        (
            "src/main/java/omnichannel/runtime/Texts.java",
            "found.offsetByCodePoints(0, length)",
            "found.offsetByCodePoints(0, length - 1)",
        ),
        ("src/main/java/omnichannel/runtime/Steps.java", "!found.equals(expected)", "!found.equals(found)"),
        ("src/main/java/omnichannel/runtime/Numbers.java", "return number.scale() <= scale\n", "return scale >= 0\n"),
        (
            "src/main/java/omnichannel/runtime/Numbers.java",
            "number.abs().compareTo(SAFE_INTEGER) <= 0",
            "number.signum() == 0",
        ),
        (
            "src/main/java/omnichannel/runtime/Numbers.java",
            "found.setScale(scale, rounding)",
            "found.setScale(scale, RoundingMode.HALF_DOWN)",
        ),
        ("src/main/java/omnichannel/runtime/Times.java", "second.minusSeconds(offset", "second.plusSeconds(offset"),
        (
            "src/main/java/omnichannel/runtime/Place.java",
            "wrong, rule.scope(), source",
            "wrong, Scope.DOCUMENT, source",
        ),
    ],
};

/// The compiler, which takes every warning for an error.
fn javac(folder: &Path) -> Command {
    let mut command = oracle("javac");
    command.args(["--release", "17", "-encoding", "UTF-8", "-Xlint:all", "-Werror", "-d"]).arg(folder.join("classes"));
    command.arg("-cp").arg(folder.join("classes"));
    command
}

/// The files below a folder, in order.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// The folder of the program's package, which is the only one.
fn program(folder: &Path) -> PathBuf {
    let mut entries = fs::read_dir(folder.join("src/main/java")).expect("the sources are there");
    entries.next().expect("there is a package").expect("the entry can be read").path()
}

fn package(folder: &Path) -> String {
    program(folder).file_name().expect("the package has a name").to_string_lossy().into_owned()
}

/// Builds a charter, and compiles all that came out at once.
fn compiled(charter: &Path) -> TempDir {
    let folder = super::typescript::built(charter);
    let run_all = RUN_ALL.replace("charter.", &format!("{}.", package(folder.path())));
    let path = folder.path().join("src/main/java/RunAll.java");
    let sources = files(&folder.path().join("src/main/java"));
    fs::write(&path, run_all).expect("the file can be written");
    for source in &sources {
        let text = fs::read_to_string(source).expect("the source is a text");
        let long = text.lines().find(|line| line.chars().count() > 100 && line.contains(' '));
        assert!(!text.contains('\t') && text.ends_with("}\n"), "{}", source.display());
        // A name alone may be longer than a line.
        assert!(long.is_none_or(|line| line.split(' ').any(|word| word.len() > 60)), "{}: {long:?}", source.display());
    }
    let list: Vec<String> = sources.iter().chain([&path]).map(|path| path.to_string_lossy().into_owned()).collect();
    let names = folder.path().join("sources");
    fs::write(&names, list.join("\n")).expect("the file can be written");
    fs::create_dir(folder.path().join("classes")).expect("the folder can be made");
    accepts(javac(folder.path()).arg(format!("@{}", names.display())));
    folder
}

fn class(part: Part<'_>) -> String {
    match part {
        Part::Record(name) => format!("records.{}Mapping", pascal(name)),
        Part::Flow(name) => format!("flows.{}Flow", pascal(name)),
    }
}

/// The name of a method in its class.
fn method(part: Part<'_>, function: &str) -> String {
    match part {
        Part::Record(name) => camel(function.strip_suffix(name).unwrap_or(function)),
        Part::Flow(name) => camel(function.strip_prefix(name).unwrap_or(function)),
    }
}

fn has(folder: &Path, part: Part<'_>, function: &str) -> Option<bool> {
    let path = program(folder).join(format!("{}.java", class(part).replace('.', "/")));
    let code = fs::read_to_string(path).ok()?;
    let name = format!(" {}(", method(part, function));
    Some(code.lines().any(|line| line.starts_with("  public static ") && line.contains(&name)))
}

fn changed(path: &Path) -> SystemTime {
    fs::metadata(path).and_then(|about| about.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
}

/// What a fault has changed is compiled again.
fn run_all(folder: &Path, subjects: &[Subject]) -> Vec<Vec<Value>> {
    let package = package(folder);
    let classes = folder.join("classes").join(&package).join("runtime");
    let is_new = |source: &PathBuf| {
        let class = classes.join(source.file_stem().expect("a file has a name")).with_extension("class");
        changed(source) > changed(&class)
    };
    let new: Vec<PathBuf> = files(&program(folder).join("runtime")).into_iter().filter(is_new).collect();
    if !new.is_empty() {
        accepts(javac(folder).args(new));
    }
    let vector = |subject: &Subject| {
        let methods: Vec<String> = subject.functions.iter().map(|function| method(subject.part(), function)).collect();
        let class = format!("{package}.{}", class(subject.part()));
        json!({ "class": class, "methods": methods, "payloads": subject.payloads })
    };
    let vectors: Vec<Value> = subjects.iter().map(vector).collect();
    let mut java = oracle("java");
    java.args(["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"]).arg(folder.join("classes")).arg("RunAll");
    conformance::results(folder, &vectors, &mut java)
}

#[test]
fn the_interpreter_and_java_agree_on_every_payload() {
    conformance::check(&DRIVER);
}

#[test]
fn every_step_is_the_same_in_java() {
    conformance::check_steps(&DRIVER);
}

#[test]
fn names_that_mean_something_and_what_is_absent_are_right_in_java() {
    conformance::check_types(&DRIVER);
}
