//! The rules of the house: layers look down only, files are small and say what they are, the core touches no world.

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, lowest first. A module may name only those before it.
const LAYERS: &[&str] = &[
    "steps",
    "source",
    "diagnostic",
    "rule",
    "loading",
    "kdl",
    "language",
    "syntax",
    "model",
    "explore",
    "mapping::ir",
    "facts",
    "query",
    "mapping",
    "matrix",
    "rules",
    "catalog",
    "analysis",
    "diff",
    "generate",
    "ide",
    "host",
    "lsp",
    "cli",
];

/// The only modules that may touch files, the environment, the clock or the terminal.
const DOORS: &[&str] = &["host", "lsp", "cli"];

struct SourceText {
    path: PathBuf,
    text: String,
}

impl SourceText {
    /// The module path below `src`, as `mapping::ir`.
    fn module(&self) -> String {
        let below = self.path.strip_prefix(root().join("src")).expect("the file is below src").with_extension("");
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        parts.join("::")
    }

    /// The text before its unit tests.
    fn code(&self) -> &str {
        self.text.split("#[cfg(test)]\nmod ").next().unwrap_or_default()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<SourceText> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).expect("the file is UTF-8");
                files.push(SourceText { path, text });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(!files.is_empty(), "there are files below {}", folder.display());
    files
}

/// The layer of a module path: the longest entry of `LAYERS` that starts it.
fn layer(module: &str) -> Option<usize> {
    let starts = |name: &&str| module == *name || module.strip_prefix(*name).is_some_and(|rest| rest.starts_with("::"));
    (0..LAYERS.len()).filter(|&at| starts(&LAYERS[at])).max_by_key(|&at| LAYERS[at].len())
}

/// Every `crate::a::b` that a text names; groups (`crate::{a, b::{c, d}}`) are taken apart at their first level.
fn named_modules(code: &str) -> Vec<String> {
    let mut names = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => names.extend(first_level(group).map(|name| path_of(name.trim()))),
            None => names.push(path_of(rest)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The parts between the commas of a group, up to its closing brace.
fn first_level(group: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let mut parts = vec![];
    let mut start = 0;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' => {
                parts.push(&group[start..at]);
                break;
            }
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.into_iter()
}

fn path_of(text: &str) -> String {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    text[..end].trim_end_matches(':').to_owned()
}

fn assert_none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn modules_look_down_only() {
    let mut broken = Vec::new();
    for file in rust_files(&root().join("src")) {
        let module = file.module();
        if ["build", "lib", "main"].contains(&module.as_str()) {
            continue;
        }
        let Some(own) = layer(&module) else {
            broken.push(format!("{module} is in no layer"));
            continue;
        };
        for named in named_modules(file.code()) {
            if layer(&named).is_none_or(|used| used > own) {
                broken.push(format!("{module} uses {named}"));
            }
        }
    }
    assert_none("a module may use only the layers below it", &broken);
}

#[test]
fn only_the_doors_touch_the_world() {
    let world = ["std::fs", "std::env", "std::net", "std::process", "std::time", "std::io", "println!", "print!("];
    let mut broken = Vec::new();
    for file in rust_files(&root().join("src")) {
        let module = file.module();
        if DOORS.iter().any(|door| layer(&module).is_some_and(|at| LAYERS[at] == *door))
            || ["build", "main"].contains(&module.as_str())
        {
            continue;
        }
        broken.extend(world.iter().filter(|word| file.code().contains(*word)).map(|word| format!("{module}: {word}")));
    }
    assert_none("only host, lsp and cli touch files, clock, environment and terminal", &broken);
}

#[test]
fn files_say_what_they_are_and_stay_small() {
    let mut broken = Vec::new();
    let mut lengths = Vec::new();
    for file in rust_files(&root().join("src")).into_iter().chain(rust_files(&root().join("tests"))) {
        let lines = file.text.lines().count();
        lengths.push(lines);
        if lines > 500 {
            broken.push(format!("{}: {lines} lines", file.path.display()));
        }
        if !file.text.starts_with("//! ") {
            broken.push(format!("{}: no first sentence", file.path.display()));
        }
        for vague in ["utils", "helpers", "common", "misc"] {
            if file.path.file_stem().is_some_and(|stem| stem == vague) {
                broken.push(format!("{}: a name that says nothing", file.path.display()));
            }
        }
    }
    assert_none("files are at most 500 lines and begin with `//! `", &broken);
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median < 250, "the median file has {median} lines");
}

#[test]
fn nothing_is_left_to_do_in_secret() {
    let mut broken = Vec::new();
    for file in rust_files(&root().join("src")) {
        for (at, line) in file.text.lines().enumerate() {
            let note = line.contains("TODO") || line.contains("FIXME") || line.contains("XXX");
            if note && !line.contains('#') {
                broken.push(format!("{}:{}", file.path.display(), at + 1));
            }
        }
    }
    assert_none("a note about work to do names an issue", &broken);
}

#[test]
fn the_layer_test_sees_a_use_that_looks_up() {
    assert_eq!(
        named_modules("use crate::{kdl, cli::run};\ncrate::facts::cells::gaps()"),
        ["kdl", "cli::run", "facts::cells::gaps"]
    );
    assert!(layer("cli::run") > layer("kdl"));
    assert!(layer("mapping::ir::record") < layer("facts"));
    assert!(layer("mapping::interpreter") > layer("facts"));
}

/// A thread that waits for its share of a fact takes up other work: a rule among it that asks for the same fact would
/// wait for itself.
#[test]
fn facts_that_use_threads_are_computed_before_the_rules() {
    let facts = rust_files(&root().join("src/facts"));
    let threaded: Vec<String> =
        facts.iter().filter(|file| file.code().contains("rayon")).map(SourceText::module).collect();
    let source = fs::read_to_string(root().join("src/facts.rs")).expect("the file is there");
    let prepare = source.split("pub fn prepare").nth(1).and_then(|rest| rest.split("\n    }\n").next());
    let prepare = prepare.expect("`prepare` computes what the rules share");
    let late = |module: &&String| {
        let fact = module.trim_start_matches("facts::");
        !prepare.contains(&format!("self.{fact}()"))
    };
    let late: Vec<String> = threaded.iter().filter(late).cloned().collect();
    assert_none("`Facts::prepare` computes every fact that uses several threads", &late);
    let run = fs::read_to_string(root().join("src/rules.rs")).expect("the file is there");
    assert!(run.contains("facts.prepare();"), "the rules run when that is done");
}
