//! Generated Go, as the compiler of the language and its tools see it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use charter::generate::names::pascal;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::conformance::{self, Driver, Part, Subject};
use super::{accepts, oracle};

/// Runs every function on every payload. What comes before has `read` and `write` of records and the functions of flows.
const RUN_ALL: &str = r#"
type outcome struct {
	OK       bool              `json:"ok"`
	Value    any               `json:"value,omitempty"`
	Problems []mapping.Problem `json:"problems"`
}

type vector struct {
	Subject  string
	Payloads []string
}

func told[T any](result mapping.Result[T]) outcome {
	if result.Value == nil {
		return outcome{Problems: result.Problems}
	}
	return outcome{OK: true, Value: result.Value, Problems: result.Problems}
}

func parsed(payload string) any {
	value, err := mapping.Parse(payload)
	check(err)
	return value
}

func said(value any) string {
	text, err := json.Marshal(value)
	check(err)
	return string(text)
}

func written[T, U any](object string, write func(*T) mapping.Result[U]) []outcome {
	var value T
	check(json.Unmarshal([]byte(object), &value))
	return []outcome{told(write(&value))}
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	check(err)
	var vectors []vector
	check(json.Unmarshal(text, &vectors))
	results, err := os.Create(os.Args[2])
	check(err)
	lines := json.NewEncoder(results)
	for _, vector := range vectors {
		for _, payload := range vector.Payloads {
			check(lines.Encode(subjects[vector.Subject](payload)))
		}
	}
	check(results.Close())
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
"#;

const DRIVER: Driver = Driver {
    generator: "go",
    compiled,
    has,
    run: run_all,
    lacking: &["erp-invoice", "pim-item"],
    faults: &[
        ("mapping/texts.go", "strings.TrimFunc(text, isSpace)", "text"),
        ("mapping/texts.go", "if length > most {", "if length > most+1 {"),
        ("mapping/texts.go", "return sum%10 == 0", "return sum >= 0"),
        ("mapping/texts.go", "text := first(*found, length)", "text := first(*found, length-1)"),
        ("mapping/steps.go", "found.There && !IsValue(found.Value, wanted)", "found.There && wanted == nil"),
        ("mapping/numbers.go", "found == nil || found.scale <= scale", "found == nil || scale >= 0"),
        ("mapping/numbers.go", "units.Int64() > safeInteger", "units.Int64() > 0"),
        ("mapping/decimal.go", "away = half >= 0", "away = half > 0"),
        ("mapping/times.go", "clock.Add(-offset), fraction", "clock.Add(offset), fraction"),
        ("mapping/problem.go", "Scope:     rule.Scope", "Scope:     ScopeDocument"),
    ],
};

/// A tool of the language, with nothing but what is in the folder: no other version of itself, no module from elsewhere.
fn tool(name: &str, folder: &Path) -> Command {
    let mut command = oracle(name);
    command.current_dir(folder).env("GOTOOLCHAIN", "local").env("GOFLAGS", "-mod=mod").env("GOPROXY", "off");
    command
}

/// Asserts that files have the layout of the language's formatter.
fn is_formatted(folder: &Path) {
    let output = oracle("gofmt").arg("-d").arg(folder).output().expect("gofmt starts");
    assert!(output.status.success() && output.stdout.is_empty(), "{}", String::from_utf8_lossy(&output.stdout));
}

/// Builds a charter, and has what came out formatted, vetted and compiled.
fn compiled(charter: &Path) -> TempDir {
    let folder = super::typescript::built(charter);
    is_formatted(folder.path());
    accepts(tool("go", folder.path()).args(["vet", "./..."]));
    accepts(tool("staticcheck", folder.path()).arg("./..."));
    folder
}

fn has(folder: &Path, part: Part<'_>, function: &str) -> Option<bool> {
    let file = match part {
        Part::Record(name) => format!("{}_record.go", name.replace('-', "_")),
        Part::Flow(name) => format!("{}_flow.go", name.replace('-', "_")),
    };
    let code = fs::read_to_string(folder.join(file)).ok()?;
    Some(code.contains(&format!("\nfunc {}(", pascal(function))))
}

fn run_all(folder: &Path, subjects: &[Subject]) -> Vec<Vec<Value>> {
    let module = fs::read_to_string(folder.join("go.mod")).expect("the module is there");
    let module = module.lines().next().and_then(|line| line.strip_prefix("module ")).expect("the module has a name");
    let mut functions = BTreeMap::new();
    let mut vectors = Vec::new();
    for subject in subjects {
        let name = subject.functions.join(" ");
        vectors.push(json!({ "Subject": name, "Payloads": subject.payloads }));
        functions.insert(name, calls(&subject.functions));
    }
    let functions: String = functions.iter().map(|(name, calls)| format!("\t{name:?}: {calls},\n")).collect();
    let code = format!(
        "package main\n\nimport (\n\t\"encoding/json\"\n\t\"os\"\n\n\tcode \"{module}\"\n\t\"{module}/mapping\"\n)\n\n\
         var subjects = map[string]func(string) []outcome{{\n{functions}}}\n{RUN_ALL}"
    );
    let program = folder.join("run");
    fs::create_dir_all(&program).expect("the folder can be made");
    fs::write(program.join("main.go"), code).expect("the file can be written");
    accepts(tool("go", folder).args(["build", "-o", "run-all", "./run"]));
    conformance::results(folder, &vectors, &mut Command::new(folder.join("run-all")))
}

/// A function that calls functions one after the other.
fn calls(functions: &[String]) -> String {
    let [first, second] = [0, 1].map(|at| functions.get(at).map(|function| pascal(function)));
    let first = first.expect("a subject has a function");
    if first.starts_with("Write") {
        return format!("func(object string) []outcome {{ return written(object, code.{first}) }}");
    }
    let second = second.map_or_else(String::new, |second| {
        format!(
            "if result.Value != nil {{ outcomes = append(outcomes, written(said(result.Value), code.{second})...) }}; "
        )
    });
    format!(
        "func(payload string) []outcome {{ result := code.{first}(parsed(payload)); \
         outcomes := []outcome{{told(result)}}; {second}return outcomes }}"
    )
}

#[test]
fn the_interpreter_and_go_agree_on_every_payload() {
    conformance::check(&DRIVER);
}

#[test]
fn every_step_is_the_same_in_go() {
    conformance::check_steps(&DRIVER);
}

#[test]
fn names_and_absent_values_are_the_same_in_go() {
    conformance::check_types(&DRIVER);
}

#[test]
fn the_runtime_of_go_passes_its_own_tests() {
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/go/runtime");
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for file in fs::read_dir(&runtime).expect("the folder can be read") {
        let file = file.expect("the entry can be read");
        fs::copy(file.path(), folder.path().join(file.file_name())).expect("the file can be copied");
    }
    fs::write(folder.path().join("go.mod"), "module mapping\n\ngo 1.24\n").expect("the file can be written");
    is_formatted(folder.path());
    accepts(tool("go", folder.path()).args(["vet", "."]));
    accepts(tool("staticcheck", folder.path()).arg("."));
    accepts(tool("go", folder.path()).args(["test", "."]));
}
