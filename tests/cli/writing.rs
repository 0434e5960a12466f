//! Files are written as a whole or not at all, and only where they belong.

use std::fs::{self, File};
use std::io::Read;

use charter::host::artifacts::{self, Written};
use charter::host::write;

use super::folder::Folder;

/// The names in a folder, sorted.
fn names(folder: &Folder) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("the folder can be read");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it has a name").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn whoever_reads_a_file_while_it_is_replaced_sees_the_old_one_whole() {
    let folder = Folder::new("//- a.txt\nold");
    let mut reader = File::open(folder.join("a.txt")).expect("it is there");
    write::replace(&folder.join("a.txt"), "new").expect("it can be written");
    let mut seen = String::new();
    reader.read_to_string(&mut seen).expect("it can be read");
    assert_eq!((seen.as_str(), folder.read("a.txt").as_str()), ("old", "new"));
}

#[test]
fn a_write_that_fails_changes_nothing_and_leaves_nothing_behind() {
    let folder = Folder::new("//- a/b.txt\n//- c.txt\nold");
    assert!(write::replace(&folder.join("a"), "new").is_err(), "a folder is not replaced");
    assert!(write::replace(&folder.join("c.txt/d.txt"), "new").is_err(), "a file has no files");
    assert!(write::create(&folder.join("c.txt"), "new").is_err(), "a file is not made twice");
    assert_eq!(folder.read("c.txt"), "old");
    assert_eq!(names(&folder), ["a", "c.txt", "charter.kdl"]);
}

#[test]
fn a_file_that_would_not_change_is_not_touched() {
    let folder = Folder::new("");
    let out = folder.join("out");
    let write = |text| artifacts::write(&out, &[("a/b.ts", text), ("c.csv", "1\n")]).expect("it can be written");
    assert_eq!(write("one"), [Written::New, Written::New]);
    let before = fs::metadata(out.join("a/b.ts")).expect("it is there").modified().expect("there is a clock");
    assert_eq!(write("one"), [Written::Unchanged, Written::Unchanged]);
    let after = fs::metadata(out.join("a/b.ts")).expect("it is there").modified().expect("there is a clock");
    assert_eq!(before, after);
    assert_eq!(write("two"), [Written::Changed, Written::Unchanged]);
    assert_eq!(folder.read("out/a/b.ts"), "two");
}

#[test]
fn nothing_is_written_when_one_path_leaves_the_folder() {
    for path in ["../a.ts", "/tmp/a.ts", "x/../../a.ts", "", ".", "c:/a.ts"] {
        let folder = Folder::new("");
        let refused = artifacts::write(&folder.join("out"), &[("good.ts", ""), (path, "")]).expect_err("it is refused");
        assert!(refused.message.contains("would be written outside"), "{path}: {}", refused.message);
        assert!(!folder.join("out/good.ts").exists(), "{path}");
    }
}

#[test]
fn two_artefacts_may_not_have_one_path() {
    let folder = Folder::new("");
    let refused = artifacts::write(&folder.join("out"), &[("a.ts", "1"), ("a.ts", "2")]).expect_err("it is refused");
    assert_eq!(refused.message, "`a.ts` would be generated twice");
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_does_not_lead_out_of_it() {
    use std::os::unix::fs::symlink;
    let other = Folder::new("//- victim.txt\nold");
    let folder = Folder::new("//- out/a.ts\n");
    symlink(other.path(), folder.join("out/away")).expect("a link can be made");
    symlink(other.join("victim.txt"), folder.join("out/b.ts")).expect("a link can be made");
    for path in ["away/c.ts", "b.ts", "away/x/c.ts"] {
        assert!(artifacts::write(&folder.join("out"), &[(path, "new")]).is_err(), "{path}");
    }
    assert_eq!(other.read("victim.txt"), "old");
    assert_eq!(names(&other), ["charter.kdl", "victim.txt"]);
}
