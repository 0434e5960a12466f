//! Faults put into the solver on purpose, each of which the comparison with the plain judge must notice.
//!
//! A copy of the project is changed, never the project: every fault is an expression that an environment variable switches on, so
//! that the copy is built once. This takes minutes, and is done with `CHARTER_DEEP=1`; that the places exist is looked at always.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect_file;

use super::is_deep;

/// One fault: what goes wrong, in which file, and the text that is put in the place of another; `FAULT` is whether it is on.
struct Fault {
    what: &'static str,
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
}

const FAULTS: &[Fault] = &[
    Fault {
        what: "`otherwise` also owns the cases that are named",
        file: "facts/ownership.rs",
        right: "model.owners[other.rule].said_by == OwnerForm::Case(of)",
        wrong: "!FAULT && model.owners[other.rule].said_by == OwnerForm::Case(of)",
    },
    Fault {
        what: "an owner until a phase stays the owner in it",
        file: "facts/territory.rs",
        right: "target(range.before).is_none_or(|before| !is_at_or_after",
        wrong: "target(range.before).is_none_or(|before| FAULT || !is_at_or_after",
    },
    Fault {
        what: "a flow that is retired stays live",
        file: "facts/rollout.rs",
        right: "!ends.as_ref().is_some_and(|ends| passed(ends, *phase))",
        wrong: "(FAULT || !ends.as_ref().is_some_and(|ends| passed(ends, *phase)))",
    },
    Fault {
        what: "values that are told apart twice are told apart once",
        file: "facts/atoms.rs",
        right: "for set in sets.get(&dimension).into_iter().flatten() {",
        wrong: "for set in sets.get(&dimension).into_iter().flatten().take(if FAULT { 1 } else { usize::MAX }) {",
    },
    Fault {
        what: "a flow brings what `except owned-by` leaves out",
        file: "facts/lineage/plan.rs",
        right: "(!travels && owners.iter().all(leaves_out))",
        wrong: "(!FAULT && !travels && owners.iter().all(leaves_out))",
    },
    Fault {
        what: "a proposal brings the value",
        file: "facts/lineage/web.rs",
        right: "filter(|edge| all[*edge].mode != Mode::Propose);",
        wrong: "filter(|edge| FAULT || all[*edge].mode != Mode::Propose);",
    },
    Fault {
        what: "a calendar waits as long as its shortest gap",
        file: "facts/delay.rs",
        right: "time: runs.longest.wait,",
        wrong: "time: if FAULT { runs.shortest.wait } else { runs.longest.wait },",
    },
    Fault {
        what: "a version guard turns nothing away",
        file: "facts/freshness/travel.rs",
        right: "came.by.is_some_and(|edge| !steps[edge].guarded)",
        wrong: "came.by.is_some_and(|edge| FAULT || !steps[edge].guarded)",
    },
    Fault {
        what: "a computed value is as old as its freshest input",
        file: "facts/freshness/inputs.rs",
        right: "rev().max_by_key(|(_, age)| age.time)",
        wrong: "rev().max_by_key(|(_, age)| if FAULT { Duration(u64::MAX - age.time.0) } else { age.time })",
    },
    Fault {
        what: "a guard by origin stops no echo",
        file: "facts/overwrites.rs",
        right: "guard.echo.is_some() || guard.version.is_some()",
        wrong: "(!FAULT && guard.echo.is_some()) || guard.version.is_some()",
    },
    Fault {
        what: "what a reader gets in another state does not count",
        file: "facts/supply/lack.rs",
        right: "webs.iter().flat_map(|web| web.holders()).collect();",
        wrong: "webs.iter().take(if FAULT { 1 } else { usize::MAX }).flat_map(|web| web.holders()).collect();",
    },
    Fault {
        what: "what comes in another phase never comes",
        file: "facts/supply/lack.rs",
        right: "position(|dimension| *dimension == Dimension::Phase)?;",
        wrong: "position(|dimension| !FAULT && *dimension == Dimension::Phase)?;",
    },
    Fault {
        what: "what a phase keeps goes before nothing",
        file: "facts/ownership.rs",
        right: "kept_parts.iter().chain(named);",
        wrong: "kept_parts.iter().take(if FAULT { 0 } else { usize::MAX }).chain(named);",
    },
    Fault {
        what: "a flow that may lose brings the value to a new owner",
        file: "rules/handover_without_delivery.rs",
        right: "&& guarantee != Some(Guarantee::AtMostOnce)",
        wrong: "&& (FAULT || guarantee != Some(Guarantee::AtMostOnce))",
    },
    Fault {
        what: "ownership that a transition moves is brought along from anybody",
        file: "rules/handover_without_delivery.rs",
        right: "let mut reached = vec![from];",
        wrong: "let mut reached = if FAULT { vec![from, to] } else { vec![from] };",
    },
    Fault {
        what: "a queue takes no time",
        file: "facts/freshness.rs",
        right: "time: Duration(kept.0.saturating_add(queue)),",
        wrong: "time: Duration(kept.0.saturating_add(if FAULT { 0 } else { queue })),",
    },
    Fault {
        what: "a short peak lasts as long as the longest",
        file: "facts/load.rs",
        right: "if used.lasts >= end { used.peak }",
        wrong: "if FAULT || used.lasts >= end { used.peak }",
    },
];

/// What the copy is told by: the number of a fault, in the environment.
const SWITCH: &str = r#"
/// Whether a fault is on.
pub fn fault(number: usize) -> bool {
    static ON: std::sync::OnceLock<Option<usize>> = std::sync::OnceLock::new();
    *ON.get_or_init(|| std::env::var("FAULT").ok()?.parse().ok()) == Some(number)
}
"#;

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_fault_has_its_place_in_the_solver() {
    for Fault { what, file, right, wrong } in FAULTS {
        let text = fs::read_to_string(project().join("src").join(file)).expect("the file is there");
        assert_eq!(text.matches(right).count(), 1, "{what}: `{right}` in {file}");
        assert!(wrong.contains("FAULT"), "{what}");
    }
}

#[test]
fn every_fault_in_the_solver_is_noticed() {
    if !is_deep() {
        return;
    }
    let copy = project().join("target/faults");
    copy_of_the_project(&copy);
    let mut table = String::new();
    let none = run(&copy, None);
    assert!(none.contains("test result: ok. 1 passed"), "the copy without a fault fails:\n{none}");
    for (number, fault) in FAULTS.iter().enumerate() {
        let output = run(&copy, Some(number));
        let mut lines = output.lines().map(str::trim);
        let count = lines.find(|line| line.ends_with("300 charters:")).unwrap_or("nobody notices it");
        let seed = lines.next().unwrap_or_default().trim_end_matches(':');
        writeln!(table, "{} ({}): {} {seed} is the first", fault.what, fault.file, count.trim_end_matches(':'))
            .expect("a string grows");
        assert!(count.ends_with("charters:"), "nobody notices that {}", fault.what);
    }
    expect_file!["golden/faults.txt"].assert_eq(&table);
}

/// The project with all faults, all of them off, and no tests but these.
fn copy_of_the_project(copy: &Path) {
    for part in ["src", "charter", "templates", "benches", "tests/evidence"] {
        copy_folder(&project().join(part), &copy.join(part));
    }
    for file in ["Cargo.toml", "Cargo.lock", "README.md"] {
        fs::copy(project().join(file), copy.join(file)).expect("the file can be copied");
    }
    fs::write(copy.join("tests/charter.rs"), "mod evidence;\n").expect("the file can be written");
    let at = |file: &str| copy.join("src").join(file);
    let change = |file: &str, change: &dyn Fn(String) -> String| {
        let text = fs::read_to_string(at(file)).expect("the file is there");
        fs::write(at(file), change(text)).expect("the file can be written");
    };
    for (number, fault) in FAULTS.iter().enumerate() {
        let wrong = fault.wrong.replace("FAULT", &format!("crate::fault({number})"));
        change(fault.file, &|text| text.replacen(fault.right, &wrong, 1));
    }
    change("lib.rs", &|text| text + SWITCH);
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be read") {
        let path = entry.expect("the entry can be read").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, target).expect("the file can be copied");
        }
    }
}

/// What the comparison says of 300 charters, with one fault on.
fn run(copy: &Path, fault: Option<usize>) -> String {
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["test", "--offline", "--test", "charter", "evidence::the_solver"]).current_dir(copy);
    cargo.env("CARGO_TARGET_DIR", copy.join("target")).env_remove("CHARTER_DEEP").env_remove("FAULT");
    cargo.env("CARGO_PROFILE_TEST_OPT_LEVEL", "1");
    if let Some(fault) = fault {
        cargo.env("FAULT", fault.to_string());
    }
    let output = cargo.output().expect("cargo starts");
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
