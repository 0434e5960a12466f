//! Whole charters in every form in which files come, from the arguments to the exit status.

use std::fs;

use expect_test::{Expect, expect};

use super::commands::SOUND;
use super::folder::Folder;
use super::run::{run, told};

fn check(folder: &Folder, arguments: &str, expected: &Expect) {
    expected.assert_eq(&told(&run(folder.path(), arguments)));
}

#[test]
fn a_byte_order_mark_and_other_line_ends_change_nothing() {
    let marked = format!("\u{feff}{SOUND}");
    for text in [SOUND.replace('\n', "\r\n"), marked.replace('\n', "\r\n"), marked] {
        let said = told(&run(Folder::new(&text).path(), "check --deny warnings"));
        assert_eq!(said, "exit 0\nno findings in 1 file\n");
    }
}

#[test]
fn places_count_the_same_with_any_line_ends() {
    let broken = SOUND.replace("owner=warehouse", "owner=warehous");
    let place = |text: &str| told(&run(Folder::new(text).path(), "check --format short"));
    assert_eq!(place(&broken.replace('\n', "\r\n")), place(&broken));
    assert_eq!(place(&format!("\u{feff}{broken}")), place(&broken));
}

#[test]
fn an_empty_charter_and_an_empty_part_are_charters() {
    check(
        &Folder::new(""),
        "check",
        &expect![[r#"
        exit 0
        no findings in 1 file
    "#]],
    );
    check(
        &Folder::new(
            &format!("{SOUND}\n//- nothing.kdl\n").replace("title \"Shop and warehouse\"", "include \"nothing.kdl\""),
        ),
        "check",
        &expect![[r#"
            exit 0
            no findings in 2 files
        "#]],
    );
}

#[test]
fn every_way_in_which_a_named_file_is_wrong_is_one_finding_at_its_name() {
    let includes = "include \"a.kdl\" \"nothing.kdl\" \"../b.kdl\" \"folder\" \"a.kdl\" \"charter.kdl\" \"none-*.kdl\"";
    let text = SOUND.replace("title \"Shop and warehouse\"", includes);
    let folder = Folder::new(&format!("{text}\n//- a.kdl\n//- folder/c.kdl\n"));
    check(
        &folder,
        "check --format short",
        &expect![[r#"
        exit 1
        charter.kdl:5:21: error[missing-file] `nothing.kdl` does not exist
        charter.kdl:5:35: error[outside-charter] `../b.kdl` leads out of the charter's folder
        charter.kdl:5:46: error[unreadable-file] `folder` cannot be read: it is a folder
        charter.kdl:5:55: warning[included-twice] `a.kdl` is included more than once
        charter.kdl:5:63: error[include-cycle] `charter.kdl` includes itself
        charter.kdl:5:77: error[empty-glob] `none-*.kdl` matches no file
    "#]],
    );
}

#[test]
fn a_part_in_another_encoding_is_read_as_far_as_it_can_be() {
    let folder = Folder::new(&SOUND.replace("title \"Shop and warehouse\"", "include \"latin.kdl\""));
    folder.add("latin.kdl", b"team it { contact \"Stra\xDFe 1\" }\nsystm x\n");
    check(
        &folder,
        "check --format short",
        &expect![[r#"
        exit 1
        latin.kdl:1:6: warning[unused-definition] team `it` is never used
        latin.kdl:1:24: error[not-utf-8] `latin.kdl` is not UTF-8: byte 0xDF at offset 23
        latin.kdl:2:1: error[unknown-word] unknown word `systm`
    "#]],
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_the_system_does_not_give_out_is_reported_where_it_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(&format!(
        "{}\n//- secret.kdl\nteam it\n",
        SOUND.replace("title \"Shop and warehouse\"", "include \"secret.kdl\"")
    ));
    fs::set_permissions(folder.join("secret.kdl"), fs::Permissions::from_mode(0o000)).expect("it is our file");
    if fs::read(folder.join("secret.kdl")).is_ok() {
        return; // Whoever runs the tests may read everything.
    }
    check(
        &folder,
        "check --format short",
        &expect![[r#"
        exit 1
        charter.kdl:5:13: error[unreadable-file] `secret.kdl` cannot be read: permission denied
    "#]],
    );
}

#[test]
fn a_large_part_is_read() {
    let deep = std::env::var_os("CHARTER_DEEP").is_some();
    let lines = if deep { 2_500_000 } else { 25_000 };
    let part = "// A comment of forty characters a line.\n".repeat(lines);
    let folder = Folder::new(&SOUND.replace("title \"Shop and warehouse\"", "include \"large.kdl\""));
    folder.add("large.kdl", format!("{part}team it"));
    let said = told(&run(folder.path(), "check --format short"));
    assert_eq!(
        said,
        format!("exit 0\nlarge.kdl:{}:6: warning[unused-definition] team `it` is never used\n", lines + 1)
    );
}

#[test]
fn new_makes_the_folders_on_the_way_and_takes_an_empty_one() {
    let folder = Folder::new("//- empty/.keep\n");
    check(
        &folder,
        "new deep/er/shop",
        &expect![[r#"
        exit 0
        wrote deep/er/shop/charter.kdl
        wrote deep/er/shop/flows.kdl
        now run: charter check deep/er/shop
    "#]],
    );
    check(
        &folder,
        "new empty",
        &expect![[r#"
        exit 0
        wrote empty/charter.kdl
        wrote empty/flows.kdl
        now run: charter check empty
    "#]],
    );
    check(
        &folder,
        "check deep/er/shop --deny warnings",
        &expect![[r#"
        exit 0
        no findings in 2 files
    "#]],
    );
}

#[test]
fn new_gives_every_folder_a_name_that_the_language_takes() {
    for name in ["2026", "Über", "a_b", "-", "x.y"] {
        let folder = Folder::new("");
        let made = run(folder.path(), &format!("new ./{name}"));
        assert!(made.status.success(), "{name}: {}", told(&made));
        let checked = run(folder.path(), &format!("check --deny warnings ./{name}"));
        assert!(checked.status.success(), "{name}: {}", told(&checked));
    }
}

#[test]
fn new_says_where_it_cannot_write() {
    let folder = Folder::new("//- shop\na file\n");
    check(
        &folder,
        "new shop",
        &expect![[r#"
            exit 2
            ! error: `shop` is a file
            ! help: name a folder that does not exist yet
        "#]],
    );
    check(
        &folder,
        "new shop/deeper",
        &expect![[r#"
        exit 2
        ! error: cannot write `shop/deeper/charter.kdl`: not a directory
    "#]],
    );
    check(
        &folder,
        "new",
        &expect![[r#"
        exit 2
        ! error: the following required arguments were not provided:
        !   <DIR>
        ! 
        ! Usage: charter new <DIR>
        ! 
        ! For more information, try '--help'.
    "#]],
    );
    assert_eq!(folder.read("shop"), "a file\n");
}

#[test]
fn new_in_the_folder_at_hand_takes_its_name() {
    let folder = Folder::new("//- shop/.keep\n");
    expect![[r#"
        exit 0
        wrote ./charter.kdl
        wrote ./flows.kdl
        now run: charter check .
    "#]]
    .assert_eq(&told(&run(&folder.join("shop"), "new .")));
    assert!(folder.read("shop/charter.kdl").contains("charter shop version="), "{}", folder.read("shop/charter.kdl"));
}
