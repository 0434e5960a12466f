//! Findings in the formats that other programs read, in files and on the screen; what a baseline leaves out; fixes.

use std::fs;

use expect_test::{Expect, expect};

use super::commands::SOUND;
use super::folder::Folder;
use super::run::{run, run_with, told};

/// A charter with an unknown name, which has one fix, and an owner too many, which can be answered in several ways.
pub fn two_findings() -> String {
    SOUND
        .replace("field placed-at instant", "field placed-at instant owner=shopp")
        .replace("owner=warehouse", "owner=warehouse owner=shop")
}

/// A charter with one finding that can be accepted.
fn one_owner_too_many() -> String {
    SOUND.replace("    owner shop\n", "    owner shop\n    owner warehouse\n")
}

fn check(files: &str, arguments: &str, expected: &Expect) {
    expected.assert_eq(&told(&run(Folder::new(files).path(), arguments)));
}

#[test]
fn annotations_of_github_escape_what_would_end_them() {
    let hostile = "charter \"a%,:\\n::error::\" version=\"1\" { titel \"x\" }\n";
    check(
        hostile,
        "check --format github",
        &expect![[r#"
            exit 1
            ::error title=malformed-value,file=charter.kdl,line=1,endLine=1,col=11,endColumn=12::`charter` takes a name such as `order-no`%0Aa name is made of letters, digits and `-`
            ::error title=malformed-value,file=charter.kdl,line=1,endLine=1,col=36,endColumn=37::`version` takes a version such as `"2.3.0"`%0Aa version has three numbers: `2.3.0`%0Ahelp: write `"1.0.0"`
            ::error title=unknown-word,file=charter.kdl,line=1,endLine=1,col=41,endColumn=46::`titel` is not a word of `charter`%0Aunknown here%0Ahelp: did you mean `title`; allowed: `title`, `doc`, `include`, `use`, `options`
        "#]],
    );
}

#[test]
fn a_report_for_gitlab_is_one_array() {
    check(
        &two_findings(),
        "check --format gitlab",
        &expect![[r#"
            exit 1
            [{"description":"there is no system `shopp`\nno system has this name\nhelp: did you mean `shop`?; allowed: `shop`, `warehouse`","check_name":"unknown-name","fingerprint":"fca162fcc479e0560825e26fd4874d58","severity":"major","location":{"path":"charter.kdl","lines":{"begin":36,"end":36}}},{"description":"`owner` is given more than once\ngiven again\ncharter.kdl:37:42: given here first\nhelp: a property has one value: remove one","check_name":"duplicate-property","fingerprint":"b74bd4eb49c17560d25be388b4d29c46","severity":"major","location":{"path":"charter.kdl","lines":{"begin":37,"end":37}}}]
        "#]],
    );
    check(
        SOUND,
        "check --format gitlab",
        &expect![[r#"
            exit 0
            []
        "#]],
    );
}

#[test]
fn a_junit_report_fails_what_fails_the_check() {
    check(
        &two_findings(),
        "check --format junit",
        &expect![[r#"
            exit 1
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="charter" tests="2" failures="2" errors="0" time="0">
              <testsuite name="charter check" tests="2" failures="2" errors="0" skipped="0" time="0">
                <testcase classname="charter.kdl" name="unknown-name: there is no system `shopp`" time="0">
                  <failure message="there is no system `shopp`" type="error">charter.kdl:36:35: there is no system `shopp`
            no system has this name
            help: did you mean `shop`?; allowed: `shop`, `warehouse`</failure>
                </testcase>
                <testcase classname="charter.kdl" name="duplicate-property: `owner` is given more than once" time="0">
                  <failure message="`owner` is given more than once" type="error">charter.kdl:37:58: `owner` is given more than once
            given again
            charter.kdl:37:42: given here first
            help: a property has one value: remove one</failure>
                </testcase>
              </testsuite>
            </testsuites>
        "#]],
    );
    check(
        SOUND,
        "check --format junit",
        &expect![[r#"
            exit 0
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="charter" tests="1" failures="0" errors="0" time="0">
              <testsuite name="charter check" tests="1" failures="0" errors="0" skipped="0" time="0">
                <testcase classname="charter" name="check" time="0">
                  <system-out>no findings in 1 file</system-out>
                </testcase>
              </testsuite>
            </testsuites>
        "#]],
    );
}

#[test]
fn a_comment_says_where_and_what_to_do() {
    check(
        &two_findings(),
        "check --format markdown",
        &expect![[r#"
            exit 1
            ## Integration charter: 2 errors in 1 file

            ### Errors

            - `unknown-name` at `charter.kdl:36:35`: there is no system `shopp`
              - here: no system has this name
              - help: did you mean `shop`?; allowed: `shop`, `warehouse`
            - `duplicate-property` at `charter.kdl:37:58`: `owner` is given more than once
              - here: given again
              - `charter.kdl:37:42`: given here first
              - help: a property has one value: remove one
        "#]],
    );
}

#[test]
fn one_run_writes_several_formats() {
    let folder = Folder::new(&two_findings());
    let output = run(folder.path(), "check --quiet --format short --format json=out/a.json --format sarif=b.sarif");
    let shown = told(&output);
    assert!(shown.starts_with("exit 1\ncharter.kdl:"), "{shown}");
    let json: serde_json::Value = serde_json::from_str(&folder.read("out/a.json")).expect("the file holds JSON");
    let sarif: serde_json::Value = serde_json::from_str(&folder.read("b.sarif")).expect("the file holds JSON");
    let count = |value: &serde_json::Value| value.as_array().map_or(0, Vec::len);
    assert_eq!(count(&json["findings"]), shown.lines().count() - 1);
    assert_eq!(count(&json["findings"]), count(&sarif["runs"][0]["results"]));
}

#[test]
fn formats_are_not_mixed() {
    check(
        SOUND,
        "check --format text --format json",
        &expect![[r#"
            exit 2
            ! error: two formats would be mixed on standard output
            ! help: name a file for one of them, as `--format sarif=report.sarif`
        "#]],
    );
    check(
        SOUND,
        "check --format json=a --format sarif=a",
        &expect![[r#"
            exit 2
            ! error: two formats would be written to `a`
            ! help: name a file for each
        "#]],
    );
    check(
        SOUND,
        "check --format xml",
        &expect![[r#"
            exit 2
            ! error: invalid value 'xml' for '--format <FORMAT[=FILE]>': the formats are text, short, json, sarif, junit, github, gitlab, markdown
            ! 
            ! For more information, try '--help'.
        "#]],
    );
}

#[test]
fn github_and_gitlab_are_detected() {
    let folder = Folder::new(&two_findings());
    let on_github = told(&run_with(folder.path(), "check", &[("GITHUB_ACTIONS", "true")]));
    assert!(on_github.contains("× ") && on_github.contains("\n::error title="), "{on_github}");
    let on_gitlab = told(&run_with(folder.path(), "check", &[("GITLAB_CI", "true")]));
    assert!(on_gitlab.contains("× ") && !on_gitlab.contains("::error"), "{on_gitlab}");
    assert!(folder.read("gl-code-quality-report.json").starts_with("[{\"description\""));
    let asked = told(&run_with(folder.path(), "check --format short", &[("GITHUB_ACTIONS", "true")]));
    assert!(!asked.contains("::error"), "{asked}");
}

#[test]
fn a_baseline_leaves_out_what_it_holds_and_nothing_else() {
    let folder = Folder::new(&one_owner_too_many());
    expect![[r#"
        exit 0
        wrote charter-baseline.json (1 finding)
    "#]]
    .assert_eq(&told(&run(folder.path(), "baseline create")));
    expect![[r#"
        exit 0
        no findings in 1 file; 1 more in the baseline
    "#]]
    .assert_eq(&told(&run(folder.path(), "check --baseline charter-baseline.json")));
    expect![[r#"
        exit 2
        ! error: `charter-baseline.json` is there already
        ! help: write it anew with `charter baseline update`
    "#]]
    .assert_eq(&told(&run(folder.path(), "baseline create")));

    // The same finding in another line is known; another one is not.
    let moved = format!("// One more line.\n\n{}", one_owner_too_many());
    folder.add("charter.kdl", moved.replace("owner=warehouse", "owner=warehouse max=3"));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&told(&run(folder.path(), "baseline check --quiet")));

    // What is gone is told, until the baseline is written anew.
    folder.add("charter.kdl", SOUND);
    expect![[r#"
        exit 1
        error[stale-baseline]

          × the baseline holds a finding of `two-owners` that is gone: `order` has two owners, `shop` and
          │ `warehouse`
          help: write the baseline anew with `charter baseline update`

        1 error in 1 file
    "#]]
    .assert_eq(&told(&run(folder.path(), "baseline check")));
    assert!(told(&run(folder.path(), "baseline update")).starts_with("exit 0"));
    assert!(told(&run(folder.path(), "baseline check")).starts_with("exit 0"));
}

#[test]
fn what_makes_a_charter_unsound_is_in_no_baseline() {
    let folder = Folder::new(&SOUND.replace("owner=warehouse", "owner=warehous"));
    expect![[r#"
        exit 1
        wrote charter-baseline.json (0 findings)
        ! 1 finding cannot be accepted: the charter cannot be read as it stands; see `charter check`
    "#]]
    .assert_eq(&told(&run(folder.path(), "baseline create")));
    // Neither by hand.
    let sarif = told(&run(folder.path(), "check --format sarif"));
    let at = sarif.find("charterFinding/v1\":\"").expect("there is a fingerprint") + 20;
    let entry = format!(
        "{{\"version\":1,\"findings\":[{{\"fingerprint\":\"{}\",\"code\":\"unknown-name\",\"message\":\"\"}}]}}",
        &sarif[at..at + 32]
    );
    folder.add("charter-baseline.json", entry);
    assert!(told(&run(folder.path(), "baseline check --quiet")).contains("error[unknown-name]"));
}

#[test]
fn what_is_no_baseline_is_refused() {
    let folder = Folder::new(SOUND);
    folder.add("other.json", "{\"version\":2,\"findings\":[]}");
    folder.add("no.json", "[]");
    for file in ["other.json", "no.json", "missing.json"] {
        let shown = told(&run(folder.path(), &format!("check --baseline {file}")));
        assert!(shown.starts_with("exit 2\n! error: `") && shown.contains("is no baseline"), "{shown}");
    }
}

#[test]
fn a_fix_changes_what_it_must_and_stays_away_from_the_rest() {
    let folder = Folder::new(&two_findings());
    let before = folder.read("charter.kdl");
    expect![[r#"
        exit 1
        --- a/charter.kdl
        +++ b/charter.kdl
        @@ -33,7 +33,7 @@
             key order-no
             owner shop
             field order-no string max=12
        -    field placed-at instant owner=shopp
        +    field placed-at instant owner=shop
             field shipped instant optional=#true owner=warehouse owner=shop
             list lines key=line-no min=1 {
                 field line-no integer
        charter.kdl:36:35: error[unknown-name] there is no system `shopp`
        charter.kdl:37:58: error[duplicate-property] `owner` is given more than once
        ! note: 1 finding would be fixed; nothing was changed
    "#]]
    .assert_eq(&told(&run(folder.path(), "check --fix --dry-run --format short")));
    assert_eq!(folder.read("charter.kdl"), before);
    expect![[r#"
        exit 1
        charter.kdl:37:58: error[duplicate-property] `owner` is given more than once
        ! note: fixed 1 finding in 1 file
    "#]]
    .assert_eq(&told(&run(folder.path(), "check --fix --format short")));
    let after = folder.read("charter.kdl");
    assert_eq!(after, before.replace("shopp", "shop"));
    // Once more changes nothing.
    assert!(!told(&run(folder.path(), "check --fix --format short")).contains("fixed"));
    assert_eq!(folder.read("charter.kdl"), after);
}

#[test]
fn every_broken_example_can_be_fixed_without_harm() {
    let examples = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/broken")).expect("the folder is there");
    let mut fixed = 0;
    for example in examples {
        let path = example.expect("the entry can be read").path().join("charter.kdl");
        let Ok(text) = fs::read_to_string(&path) else { continue };
        let folder = Folder::new("");
        folder.add("charter.kdl", &text);
        let count = || {
            let shown = told(&run(folder.path(), "check --format short"));
            shown.lines().filter(|line| line.starts_with("charter.kdl")).count()
        };
        let before = count();
        let told = told(&run(folder.path(), "check --fix --format short"));
        fixed += usize::from(told.contains("fixed"));
        assert!(count() <= before, "{}: {told}", path.display());
        let once = folder.read("charter.kdl");
        run(folder.path(), "check --fix");
        assert_eq!(folder.read("charter.kdl"), once, "{}", path.display());
    }
    assert!(fixed >= 8, "{fixed}");
}
