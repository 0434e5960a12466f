//! Generated Python, as its formatter, its linter, its type checker and its interpreter see it.

use std::fs;
use std::path::Path;

use charter::generate::names::snake;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::conformance::{self, Driver, Part, Subject};
use super::typescript::built;
use super::{accepts, oracle};

/// What Ruff looks at beside its defaults: sorted imports, annotations, names, bugs, needless code, old forms.
const RULES: &str = "E,F,W,I,UP,B,C4,SIM,RUF,PIE,RET5,ANN,N,ISC,A,ARG,T,Q";

/// Lines may be long where a text of the charter is, texts may have any characters, and a value may have a name before it
/// is returned.
const NOT: &str = "E501,RET504,RUF001";

/// Runs every function on every payload, in one process. A payload is a text, so that each side reads its numbers itself.
const RUN_ALL: &str = r#"
import dataclasses
import functools
import importlib
import json
import sys
import types
import typing
from decimal import Decimal

from package.runtime.decimals import fixed
from package.runtime.problem import ABSENT, Made, Problem


def camel(name):
    first, *words = name.strip("_").split("_")
    return first + "".join(word.capitalize() for word in words)


def told(value):
    """A value as JSON: what is absent is left out, and decimals are texts."""
    if isinstance(value, Problem):
        told_of = {name: getattr(value, name) for name in Problem.__slots__}
        return {name: told(part) for name, part in told_of.items() if part is not ABSENT}
    if dataclasses.is_dataclass(value):
        parts = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {camel(name): told(part) for name, part in parts.items() if part is not ABSENT}
    if isinstance(value, dict):
        return {name: told(part) for name, part in value.items()}
    if isinstance(value, list):
        return [told(part) for part in value]
    return fixed(value) if isinstance(value, Decimal) else value


@functools.cache
def hints(of):
    return typing.get_type_hints(of, vars(sys.modules[of.__module__]))


def given(of, value):
    """An object of a type, as JSON says it."""
    if typing.get_origin(of) in (typing.Union, types.UnionType):
        for one in typing.get_args(of):
            if dataclasses.is_dataclass(one) or one is Decimal or typing.get_origin(one) is list:
                return given(one, value)
        return value
    if typing.get_origin(of) is list:
        return [given(typing.get_args(of)[0], part) for part in value]
    if dataclasses.is_dataclass(of) and isinstance(value, dict):
        names = {camel(field.name): field.name for field in dataclasses.fields(of)}
        return of(**{names[camel_of(key)]: given(hints(of)[names[camel_of(key)]], part) for key, part in value.items()})
    return Decimal(value) if of is Decimal else value


def camel_of(key):
    return camel(key.replace("-", "_")) if "-" in key else key


def outcome(function, value):
    try:
        result = function(value)
    except Exception as error:
        return None, {"ok": False, "thrown": repr(error)}
    problems = told(list(result.problems))
    if isinstance(result, Made):
        return result.value, {"ok": True, "value": told(result.value), "problems": problems}
    return None, {"ok": False, "problems": problems}


def run(vectors, results):
    for subject in json.load(vectors):
        module = importlib.import_module(subject["module"])
        for payload in subject["payloads"]:
            value = json.loads(payload)
            outcomes = []
            for name in subject["functions"]:
                function = getattr(module, name)
                if name.startswith("write_") and not outcomes:
                    of = next(hint for name, hint in hints(function).items() if name != "return")
                    value = given(of, value)
                value, made = outcome(function, value)
                outcomes.append(made)
                if value is None:
                    break
            results.write(json.dumps(outcomes) + "\n")


with open(sys.argv[1]) as vectors, open(sys.argv[2], "w") as results:
    run(vectors, results)
"#;

const DRIVER: Driver = Driver {
    generator: "python",
    compiled,
    has,
    run: run_all,
    lacking: &[],
    faults: &[
        ("package/runtime/steps.py", "found.strip(_SPACE)", "found"),
        ("package/runtime/steps.py", "most is not None and len(found) > most", "False"),
        ("package/runtime/steps.py", "not same(found, expected)", "False"),
        ("package/runtime/steps.py", "total % 10 == 0", "True"),
        ("package/runtime/steps.py", "return found[:length]", "return found[: length - 1]"),
        ("package/runtime/arithmetic.py", "found is ABSENT or scale(found) <= digits", "True"),
        ("package/runtime/decimals.py", "found.copy_abs() > SAFE_INTEGER", "False"),
        ("package/runtime/decimals.py", "return half >= 0", "return half > 0"),
        ("package/runtime/times.py", "else clock - offset", "else clock + offset"),
        ("package/runtime/problem.py", "scope=rule.scope", "scope=\"document\""),
    ],
};

/// Builds a charter as a package, and has what came out formatted, linted and checked.
fn compiled(charter: &Path) -> TempDir {
    let made = built(charter);
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    fs::rename(made.path(), folder.path().join("package")).expect("the folder can be moved");
    let ruff = |word: &str| {
        let mut ruff = oracle("ruff");
        ruff.args([word, "--no-cache", "--isolated", "--target-version", "py311"]).current_dir(folder.path());
        ruff
    };
    accepts(ruff("format").args(["--diff", "package"]));
    accepts(ruff("check").args(["--select", RULES, "--ignore", NOT, "package"]));
    let cache = Path::new(env!("CARGO_TARGET_TMPDIR")).join("mypy");
    let mut mypy = oracle("mypy");
    mypy.args(["--strict", "--python-version", "3.11", "--config-file=", "--cache-dir"]).arg(cache);
    accepts(mypy.arg("package").current_dir(folder.path()));
    folder
}

/// The module of a record or a flow.
fn module(part: Part<'_>) -> String {
    match part {
        Part::Record(name) => format!("records.{}", snake(name)),
        Part::Flow(name) => format!("flows.{}", snake(name)),
    }
}

fn has(folder: &Path, part: Part<'_>, function: &str) -> Option<bool> {
    let file = format!("package/{}.py", module(part).replace('.', "/"));
    let code = fs::read_to_string(folder.join(file)).ok()?;
    Some(code.contains(&format!("\ndef {}(", snake(function))))
}

fn run_all(folder: &Path, subjects: &[Subject]) -> Vec<Vec<Value>> {
    let vector = |subject: &Subject| {
        let functions: Vec<String> = subject.functions.iter().map(|function| snake(function)).collect();
        let module = format!("package.{}", module(subject.part()));
        json!({ "module": module, "functions": functions, "payloads": subject.payloads })
    };
    let vectors: Vec<Value> = subjects.iter().map(vector).collect();
    let program = folder.join("run_all.py");
    fs::write(&program, RUN_ALL).expect("the file can be written");
    let mut python = oracle("python");
    // A fault is put into a file of the same length within the same second: no compiled file may be used again.
    python.arg("-B").arg(program);
    conformance::results(folder, &vectors, &mut python)
}

#[test]
fn the_interpreter_and_python_agree_on_every_payload() {
    conformance::check(&DRIVER);
}

#[test]
fn every_step_is_the_same_in_python() {
    conformance::check_steps(&DRIVER);
}

#[test]
fn what_is_worked_out_and_arranged_is_the_same_in_python() {
    conformance::check_worked(&DRIVER);
}

#[test]
fn mypy_refuses_code_that_is_wrong() {
    let charter = conformance::asking(&crate::mapping::folder(), DRIVER.generator);
    let folder = compiled(charter.path());
    let path = folder.path().join("package/runtime/steps.py");
    let text = fs::read_to_string(&path).expect("the file was written");
    let broken = text.replacen("found.strip(_SPACE)", "len(found)", 1);
    assert_ne!(text, broken);
    fs::write(&path, broken).expect("the file can be written");
    let verdict = oracle("mypy").args(["--strict", "package"]).current_dir(folder.path()).output();
    assert!(!verdict.expect("mypy starts").status.success(), "mypy accepts anything");
}
