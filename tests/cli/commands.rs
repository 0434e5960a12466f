//! Every command from its arguments to its exit status.

use std::process::{Command, Stdio};

use expect_test::{Expect, expect};

use super::folder::Folder;
use super::run::{run, run_with, told};

/// A charter in which everything is in order.
pub const SOUND: &str = include_str!("golden/sound.kdl");

/// Runs `charter` in a folder made from `files`, and compares what it said.
pub fn check(files: &str, arguments: &str, expected: &Expect) {
    let folder = Folder::new(files);
    expected.assert_eq(&told(&run(folder.path(), arguments)));
}

#[test]
fn a_sound_charter_has_no_finding() {
    check(
        SOUND,
        "check",
        &expect![[r#"
            exit 0
            no findings in 1 file
        "#]],
    );
    check(
        SOUND,
        "check --quiet",
        &expect![[r#"
        exit 0
    "#]],
    );
    check(
        SOUND,
        "check --format short",
        &expect![[r#"
        exit 0
    "#]],
    );
    check(
        SOUND,
        "check --format json",
        &expect![[r#"
            exit 0
            {"version":1,"findings":[],"summary":{"errors":0,"warnings":0,"notes":0,"files":1}}
        "#]],
    );
}

#[test]
fn an_error_is_shown_and_fails_the_check() {
    let broken = SOUND.replace("owner=warehouse", "owner=warehous");
    check(
        &broken,
        "check",
        &expect![[r#"
            exit 1
            error[unknown-name]

              × there is no system `warehous`
                ╭─[charter.kdl:37:48]
             36 │     field placed-at instant
             37 │     field shipped instant optional=#true owner=warehous
                ·                                                ────┬───
                ·                                                    ╰── no system has this name
             38 │     list lines key=line-no min=1 {
                ╰────
              help: did you mean `warehouse`?
              allowed: `shop`, `warehouse`
              fix: write `warehouse`

            1 error in 1 file
        "#]],
    );
    check(
        &broken,
        "check charter.kdl --format short",
        &expect![[r#"
            exit 1
            charter.kdl:37:48: error[unknown-name] there is no system `warehous`
        "#]],
    );
    check(
        &broken,
        "check . --color always --quiet",
        &expect![[r#"
            exit 1
            [31merror[unknown-name][0m

              [31m×[0m there is no system `warehous`
                ╭─[[36;1;4mcharter.kdl:37:48[0m]
             [2m36[0m │     field placed-at instant
             [2m37[0m │     field shipped instant optional=#true owner=warehous
                · [35;1m                                               ────┬───[0m
                ·                                                    [35;1m╰── [35;1mno system has this name[0m[0m
             [2m38[0m │     list lines key=line-no min=1 {
                ╰────
              [36mhelp:[0m did you mean `warehouse`?
              [36mallowed:[0m `shop`, `warehouse`
              [36mfix:[0m write `warehouse`

        "#]],
    );
}

#[test]
fn a_warning_fails_the_check_only_when_it_is_denied() {
    let warned = format!("{SOUND}\nteam nobody-asks {{ contact \"x@shop.example\" }}\n");
    check(
        &warned,
        "check --format short",
        &expect![[r#"
            exit 0
            charter.kdl:116:6: warning[unused-definition] team `nobody-asks` is never used
        "#]],
    );
    check(
        &warned,
        "check --format short --deny warnings",
        &expect![[r#"
            exit 1
            charter.kdl:116:6: warning[unused-definition] team `nobody-asks` is never used
        "#]],
    );
}

#[test]
fn files_are_called_as_they_are_reached_from_here() {
    let folder =
        Folder::new("//- shop/charter.kdl\ncharter shop { include \"parts/*.kdl\" }\n//- shop/parts/a.kdl\nsytem x\n");
    for arguments in ["check shop", "check ./shop", "check shop/charter.kdl", "check shop/"] {
        let said = told(&run(folder.path(), &format!("{arguments} --format short")));
        assert!(said.contains("\nshop/parts/a.kdl:1:1: error[unknown-word]"), "{said}");
    }
}

#[test]
fn what_cannot_be_checked_exits_with_2() {
    check(
        "//- x/a.kdl\n",
        "check x",
        &expect![[r#"
            exit 2
            ! error: `x` has no `charter.kdl`
            ! help: a charter is a folder with this file at its root; `charter new DIR` makes one
        "#]],
    );
    check(
        "",
        "check nothing",
        &expect![[r#"
            exit 2
            ! error: cannot read `nothing`: it does not exist
        "#]],
    );
    check(
        "//- a.kdl\n",
        "check a.kdl",
        &expect![[r#"
            exit 2
            ! error: `a.kdl` is not the root of a charter
            ! help: name the folder that has the `charter.kdl`, or that file
        "#]],
    );
    check(
        "",
        "check --as-of tomorrow",
        &expect![[r#"
        exit 2
        ! error: invalid value 'tomorrow' for '--as-of <DATE>': write a date as `2027-04-01`
        ! 
        ! For more information, try '--help'.
    "#]],
    );
    check(
        "",
        "check --format xml",
        &expect![[r#"
            exit 2
            ! error: invalid value 'xml' for '--format <FORMAT[=FILE]>': the formats are text, short, json, sarif, junit, github, gitlab, markdown
            ! 
            ! For more information, try '--help'.
        "#]],
    );
    check(
        "",
        "chekc",
        &expect![[r#"
        exit 2
        ! error: unrecognized subcommand 'chekc'
        ! 
        !   tip: a similar subcommand exists: 'check'
        ! 
        ! Usage: charter [OPTIONS] <COMMAND>
        ! 
        ! For more information, try '--help'.
    "#]],
    );
}

#[test]
fn the_date_decides_about_waivers() {
    let waived = format!(
        "{SOUND}\nteam nobody-asks {{ contact \"x@shop.example\" }}\nallow unused-definition on=nobody-asks because=\"hired soon\" until=\"2027-03-31\"\n"
    );
    check(
        &waived,
        "check --format short --as-of 2027-03-31",
        &expect![[r#"
        exit 0
    "#]],
    );
    check(
        &waived,
        "check --format short --as-of 2027-04-01",
        &expect![[r#"
            exit 0
            charter.kdl:116:6: warning[unused-definition] team `nobody-asks` is never used
            charter.kdl:117:67: warning[expired-waiver] `unused-definition` was accepted until 2027-03-31
        "#]],
    );
}

#[test]
fn colours_follow_the_argument_and_the_environment() {
    let folder = Folder::new("charter\n");
    let coloured = |arguments, environment: &[(&str, &str)]| {
        run_with(folder.path(), arguments, environment).stdout.contains(&0x1B)
    };
    assert!(!coloured("check", &[]), "standard output is no terminal");
    assert!(coloured("check --color always", &[]));
    assert!(coloured("check --color always", &[("NO_COLOR", "1")]), "an argument is stronger than the environment");
    assert!(!coloured("check --color never", &[]));
}

#[test]
fn the_same_charter_gives_the_same_bytes_on_any_number_of_threads() {
    let mut files = "charter shop { include \"parts/*.kdl\" }\n".to_owned();
    for n in 0..60 {
        files += &format!("//- parts/{n}.kdl\nsytem x{n}\nsystem s{n} team=nobody-{n}\n\"\n");
    }
    let folder = Folder::new(&files);
    for arguments in ["check", "check --format json", "check --format short", "fmt --check"] {
        let one = run_with(folder.path(), arguments, &[("RAYON_NUM_THREADS", "1")]);
        for threads in ["1", "2", "7"] {
            let again = run_with(folder.path(), arguments, &[("RAYON_NUM_THREADS", threads)]);
            assert_eq!(told(&again), told(&one), "{arguments} with {threads} threads");
        }
    }
}

#[test]
fn a_reader_that_goes_away_ends_the_command_quietly() {
    let files = format!("charter shop\n{}", "sytem x\n".repeat(20_000));
    let folder = Folder::new(&files);
    let mut child = Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["check", "--format", "short"])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.code().is_some_and(|code| code < 2), "{:?}", output.status);
}

#[test]
fn new_makes_a_charter_that_is_sound_and_formatted() {
    let folder = Folder::new("");
    expect![[r#"
        exit 0
        wrote My-Shop/charter.kdl
        wrote My-Shop/flows.kdl
        now run: charter check My-Shop
    "#]]
    .assert_eq(&told(&run(folder.path(), "new My-Shop")));
    expect![[r#"
        exit 0
        no findings in 2 files
    "#]]
    .assert_eq(&told(&run(folder.path(), "check My-Shop --deny warnings")));
    expect![[r#"
        exit 0
        0 of 2 files would change
    "#]]
    .assert_eq(&told(&run(folder.path(), "fmt --check My-Shop")));
    assert!(folder.read("My-Shop/charter.kdl").contains("charter my-shop version="));
}

#[test]
fn new_overwrites_nothing() {
    let folder = Folder::new("//- shop/flows.kdl\nmine\n");
    expect![[r#"
        exit 2
        ! error: `shop/flows.kdl` exists already
        ! help: name a folder that does not exist yet
    "#]]
    .assert_eq(&told(&run(folder.path(), "new shop")));
    assert_eq!(folder.read("shop/flows.kdl"), "mine\n");
    assert!(!folder.join("shop/charter.kdl").exists());
}

#[test]
fn shells_and_manuals_know_every_command() {
    let folder = Folder::new("");
    for arguments in ["completions bash", "completions zsh", "completions fish", "completions powershell", "man"] {
        let said = told(&run(folder.path(), arguments));
        for command in
            ["check", "build", "why", "owners", "graph", "trace", "explain", "fmt", "new", "completions", "man"]
        {
            assert!(said.contains(command), "{arguments} does not name {command}");
        }
    }
}

#[test]
fn a_missing_part_is_one_finding_whatever_it_would_have_declared() {
    let text = SOUND.replace("title \"Shop and warehouse\"", "include \"teams.kdl\"");
    let (before, after) = text.split_once("team shop-desk").expect("the teams stand together");
    let (_, after) = after.split_once("// The systems").expect("systems follow");
    check(
        &format!("{before}// The systems{after}"),
        "check --format short",
        &expect![[r#"
        exit 1
        charter.kdl:5:13: error[missing-file] `teams.kdl` does not exist
    "#]],
    );
}

#[test]
fn a_value_that_lacks_its_quotes_is_one_finding() {
    check(
        &SOUND.replace("kind=wms", "kind=3pl").replace("max=12", "max=1x").replace("within=\"5min\"", "within=5min"),
        "check --format short",
        &expect![[r#"
            exit 1
            charter.kdl:25:23: error[invalid-number] `3pl` is not a number
            charter.kdl:26:30: error[invalid-number] `5min` is not a number
            charter.kdl:35:31: error[invalid-number] `1x` is not a number
        "#]],
    );
}
