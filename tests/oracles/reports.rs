//! Reports of a check, as the tools read them that they are made for.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use charter::catalog;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{accepts, oracle};
use crate::cli::folder::Folder;
use crate::cli::run::run;

/// Counts the cases and failures of each report as the parser sees them.
const COUNT: &str = "import sys, junitparser
for path in sys.argv[1:]:
    report = junitparser.JUnitXml.fromfile(path)
    cases = [case for suite in report for case in suite]
    failed = [case for case in cases if any(isinstance(r, junitparser.Failure) for r in case.result)]
    assert report.tests == len(cases) and report.failures == len(failed), path
    print(len(cases), len(failed))
";

/// Charters with findings of many kinds: mistakes, fixes, waivers, traces, hostile names.
fn charters() -> Vec<Folder> {
    let hostile =
        "charter \"a%,:\\n::error::<b>&\\\"'`|*_[x](y)@all #1\" version=\"1\" { titel \"\\u{1b}[31m\\u{202e}\" }\n";
    let example = |name: &str| catalog::code(name).expect("there is such a code").fails;
    let waived = catalog::code("expired-waiver").expect("there is such a code").passes;
    let texts = [example("transition-conflict"), example("two-owners"), example("unknown-word"), waived, hostile];
    let broken = include_str!("../../examples/broken/ten-mistakes/charter.kdl");
    texts.into_iter().chain([broken]).map(Folder::new).collect()
}

/// A report of each of the charters, by file.
fn reports(format: &str) -> TempDir {
    let reports = TempDir::new().expect("a folder can be made");
    for (at, folder) in charters().iter().enumerate() {
        let path = reports.path().join(format!("{at}.{format}"));
        run(folder.path(), &format!("check --format {format}={}", path.display()));
        assert!(path.exists(), "report {at} was written");
    }
    reports
}

fn files(reports: &TempDir) -> Vec<std::path::PathBuf> {
    let mut files: Vec<_> = fs::read_dir(reports.path())
        .expect("the folder can be read")
        .map(|entry| entry.expect("it is there").path())
        .collect();
    files.sort();
    files
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("the report can be read")).expect("the report is JSON")
}

/// What the multitool says, but for what a tool without a home page cannot have.
fn multitool(files: &[std::path::PathBuf]) -> Vec<String> {
    let mut command = oracle("sarif-multitool");
    command.arg("validate").args(files).env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1");
    let output = command.output().expect("the tool starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("files scanned") || said.contains("file scanned"), "{said}");
    let is_finding = |line: &&str| [": error ", ": warning ", ": note "].iter().any(|level| line.contains(level));
    said.lines().filter(is_finding).filter(|line| !line.contains("SARIF2005")).map(Into::into).collect()
}

#[test]
fn sarif_is_valid_and_damaged_sarif_is_not() {
    let reports = reports("sarif");
    let files = files(&reports);
    assert_eq!(multitool(&files), Vec::<String>::new());
    let results = |path: &Path| read(path)["runs"][0]["results"].as_array().expect("there are results").clone();
    let all: Vec<Value> = files.iter().flat_map(|path| results(path)).collect();
    for part in ["codeFlows", "fixes", "suppressions", "relatedLocations", "partialFingerprints"] {
        assert!(all.iter().any(|result| result.get(part).is_some()), "no report has {part}");
    }
    let mut damaged = read(&files[0]);
    damaged["runs"][0]["results"][0]["ruleIndex"] = json!(99);
    fs::write(&files[0], damaged.to_string()).expect("the report can be written");
    assert!(!multitool(&files[..1]).is_empty(), "damage is noticed");
}

#[test]
fn annotations_are_those_of_the_library_of_github() {
    for folder in charters() {
        let json = run(folder.path(), "check --format json").stdout;
        let json: Value = serde_json::from_slice(&json).expect("the report is JSON");
        let ours = String::from_utf8(run(folder.path(), "check --format github").stdout).expect("commands are text");
        let mut wanted = String::new();
        for (finding, line) in json["findings"].as_array().expect("there are findings").iter().zip(ours.lines()) {
            let label = &finding["labels"][0];
            let (start, end) = (&label["start"], &label["end"]);
            let level = finding["severity"].as_str().map(|word| if word == "note" { "notice" } else { word });
            // The library is given our message as it is before escaping, and must come to the same line.
            let message = line.split_once("::").and_then(|(_, rest)| rest.split_once("::")).expect("a command").1;
            let message = message.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
            let mut annotation = json!({"level": level, "message": message, "title": finding["code"], "file": label["file"],
                "startLine": start["line"], "endLine": end["line"]});
            if start["line"] == end["line"] {
                annotation["startColumn"] = start["column"].clone();
                annotation["endColumn"] = end["column"].clone();
            }
            wanted.push_str(&format!("{annotation}\n"));
        }
        let mut library =
            oracle("annotations").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        library.stdin.take().expect("it is piped").write_all(wanted.as_bytes()).expect("it reads");
        let theirs = library.wait_with_output().expect("it ends").stdout;
        assert_eq!(ours, String::from_utf8_lossy(&theirs));
        assert_eq!(ours.lines().count(), json["findings"].as_array().map_or(0, Vec::len));
    }
}

#[test]
fn junit_reports_count_what_failed() {
    let reports = reports("junit");
    let output = oracle("python-tools").args(["-c", COUNT]).args(files(&reports)).output().expect("it starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counted = String::from_utf8_lossy(&output.stdout).into_owned();
    let wanted: String = charters()
        .iter()
        .map(|folder| {
            let json: Value =
                serde_json::from_slice(&run(folder.path(), "check --format json").stdout).expect("the report is JSON");
            let findings = json["findings"].as_array().map_or(0, Vec::len);
            format!("{} {}\n", findings.max(1), json["summary"]["errors"])
        })
        .collect();
    assert_eq!(counted, wanted);
}

#[test]
fn comments_are_markdown_without_a_fault() {
    let reports = reports("markdown");
    let rules = json!({"config": {"MD013": false, "MD041": false}, "globs": ["*.markdown"]});
    fs::write(reports.path().join(".markdownlint-cli2.jsonc"), rules.to_string()).expect("the file can be written");
    accepts(oracle("markdownlint").current_dir(reports.path()));
    for file in files(&reports) {
        let text = fs::read_to_string(file).expect("the report can be read");
        assert!(!text.contains(['\u{1b}', '\u{202e}']) && !text.contains("<b>"), "{text}");
    }
}
