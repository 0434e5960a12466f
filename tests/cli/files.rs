//! Every situation in which the files of a charter can be.

use std::fs::{self, File};

use charter::cli::render::{Files, short};
use charter::host::load::load;
use charter::host::paths::Root;
use charter::loading::{Limits, Loaded, Need, NeedKind};
use charter::source::{FileId, SourceFile, Span};
use expect_test::{Expect, expect};

use super::folder::Folder;

/// What a file names: the words of lines that begin with `include` or `data`.
fn needs(id: FileId, file: &SourceFile) -> Vec<Need> {
    let mut needs = Vec::new();
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let kind = match line.split_whitespace().next() {
            Some("include") => Some(NeedKind::Part),
            Some("data") => Some(NeedKind::Data),
            _ => None,
        };
        for word in line.split_whitespace().skip(1).filter(|_| kind.is_some()) {
            let at = start + line.find(word).expect("the word is in its line");
            let from = Span::new(id, at as u32..(at + word.len()) as u32);
            needs.push(Need { path: word.to_owned(), from, kind: kind.expect("the line names files") });
        }
        start += line.len();
    }
    needs
}

fn loaded(folder: &Folder, limits: Limits) -> Loaded {
    let root = Root::find(folder.path()).expect("the folder has a charter");
    load(&root, limits, needs).expect("the root can be read")
}

/// The files that were read, then what was wrong.
fn shown(folder: &Folder, limits: Limits) -> String {
    let mut loaded = loaded(folder, limits);
    let count = loaded.sources.iter().len();
    let mut out = Vec::new();
    charter::diagnostic::sort(&mut loaded.problems, &loaded.sources);
    short::write(&mut out, &loaded.problems, &Files::new(&loaded.sources, "", count)).expect("memory takes it");
    let names: Vec<&str> = loaded.sources.iter().map(|(_, file)| file.path()).collect();
    let partly = if loaded.complete { "" } else { " (partly)" };
    format!("{}{partly}\n{}", names.join(" "), String::from_utf8(out).expect("lines are text"))
}

fn check(folder: &Folder, expected: &Expect) {
    expected.assert_eq(&shown(folder, Limits::default()));
}

#[test]
fn files_are_read_in_the_order_in_which_they_are_named() {
    let text = "include z.kdl flows/*.kdl\n//- z.kdl\ndata s/a.json\n//- flows/b.kdl\n//- flows/a.kdl\n//- flows/.c.kdl\n//- s/a.json\n{}";
    check(
        &Folder::new(text),
        &expect![[r#"
        charter.kdl z.kdl flows/a.kdl flows/b.kdl s/a.json
    "#]],
    );
}

#[test]
fn a_pattern_crosses_folders_only_where_it_says_so() {
    let files = "//- a.kdl\n//- x/b.kdl\n//- x/y/c.kdl\n//- x/y/d.txt\n";
    check(
        &Folder::new(&format!("include */*.kdl\n{files}")),
        &expect![[r#"
        charter.kdl x/b.kdl
    "#]],
    );
    check(
        &Folder::new(&format!("include **/*.kdl\n{files}")),
        &expect![[r#"
        charter.kdl a.kdl x/b.kdl x/y/c.kdl
    "#]],
    );
    check(
        &Folder::new(&format!("include x/{{b,y/c}}.kdl\n{files}")),
        &expect![[r#"
        charter.kdl x/b.kdl x/y/c.kdl
    "#]],
    );
}

#[test]
fn a_pattern_that_matches_nothing_is_reported() {
    check(
        &Folder::new("include flows/*.kdl *.txt\n"),
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[empty-glob] `flows/*.kdl` matches no file
            charter.kdl:1:21: error[empty-glob] `*.txt` matches no file
        "#]],
    );
}

#[test]
fn a_pattern_that_cannot_be_understood_is_reported() {
    check(
        &Folder::new("include flows/[a.kdl {a\n"),
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[bad-glob] `flows/[a.kdl` is not a pattern of files: unclosed character class; missing ']'
            charter.kdl:1:22: error[bad-glob] `{a` is not a pattern of files: unclosed alternate group; missing '}' (maybe escape '{' with '[{]'?)
        "#]],
    );
}

#[test]
fn a_missing_file_is_reported_where_it_is_named_with_what_was_meant() {
    let text = "include flow.kdl x/nothing.kdl x/record.kdl\n//- flows.kdl\n//- x/record.kdl\ndata sample.json\n//- x/sample.json\n";
    check(
        &Folder::new(text),
        &expect![[r#"
            charter.kdl x/record.kdl (partly)
            charter.kdl:1:9: error[missing-file] `flow.kdl` does not exist
            charter.kdl:1:18: error[missing-file] `x/nothing.kdl` does not exist
            x/record.kdl:1:6: error[missing-file] `sample.json` does not exist
        "#]],
    );
}

#[test]
fn a_file_included_twice_is_reported_with_both_places() {
    check(
        &Folder::new("include a.kdl *.kdl a.kdl ./x/../a.kdl\n//- a.kdl\n//- b.kdl\n"),
        &expect![[r#"
        charter.kdl a.kdl b.kdl
        charter.kdl:1:15: warning[included-twice] `a.kdl` is included more than once
        charter.kdl:1:27: warning[included-twice] `a.kdl` is included more than once
    "#]],
    );
}

#[test]
fn data_may_be_named_twice() {
    check(
        &Folder::new("data a.json\ndata a.json\n//- a.json\n"),
        &expect![[r#"
        charter.kdl a.json
    "#]],
    );
}

#[test]
fn a_file_that_includes_itself_is_reported_and_read_once() {
    check(
        &Folder::new("include charter.kdl\n"),
        &expect![[r#"
        charter.kdl
        charter.kdl:1:9: error[include-cycle] `charter.kdl` includes itself
    "#]],
    );
    check(
        &Folder::new("include a.kdl\n//- a.kdl\ninclude b.kdl\n//- b.kdl\ninclude a.kdl charter.kdl\n"),
        &expect![[r#"
        charter.kdl a.kdl b.kdl
        b.kdl:1:9: error[include-cycle] `a.kdl` includes itself
        b.kdl:1:15: error[include-cycle] `charter.kdl` includes itself
    "#]],
    );
}

#[test]
fn a_path_may_not_leave_the_folder() {
    check(
        &Folder::new("include ../a.kdl /etc/passwd x/../../a.kdl ../*.kdl\n"),
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[outside-charter] `../a.kdl` leads out of the charter's folder
            charter.kdl:1:18: error[outside-charter] `/etc/passwd` leads out of the charter's folder
            charter.kdl:1:30: error[outside-charter] `x/../../a.kdl` leads out of the charter's folder
            charter.kdl:1:44: error[outside-charter] `../*.kdl` leads out of the charter's folder
        "#]],
    );
}

#[cfg(unix)]
#[test]
fn a_link_may_not_leave_the_folder_either() {
    use std::os::unix::fs::symlink;
    let other = Folder::new("secret\n//- flows/secret.kdl\n");
    let folder =
        Folder::new("include a.kdl outside/flows/secret.kdl *.kdl outside/flows/*.kdl within.kdl x/*\n//- x/b.kdl\n");
    symlink(other.join("charter.kdl"), folder.join("a.kdl")).expect("a link can be made");
    symlink(other.path(), folder.join("outside")).expect("a link can be made");
    symlink(folder.join("x/b.kdl"), folder.join("within.kdl")).expect("a link can be made");
    symlink(folder.join("x"), folder.join("x/round")).expect("a link can be made");
    check(
        &folder,
        &expect![[r#"
            charter.kdl within.kdl (partly)
            charter.kdl:1:9: error[outside-charter] `a.kdl` leads out of the charter's folder
            charter.kdl:1:15: error[outside-charter] `outside/flows/secret.kdl` leads out of the charter's folder
            charter.kdl:1:40: error[outside-charter] `a.kdl` leads out of the charter's folder
            charter.kdl:1:46: error[outside-charter] `outside/flows/secret.kdl` leads out of the charter's folder
            charter.kdl:1:66: warning[included-twice] `within.kdl` is included more than once
            charter.kdl:1:77: warning[included-twice] `x/b.kdl` is included more than once
        "#]],
    );
}

#[cfg(unix)]
#[test]
fn a_root_that_leads_out_of_its_folder_is_refused() {
    let other = Folder::new("secret\n");
    let folder = Folder::new("");
    fs::remove_file(folder.join("charter.kdl")).expect("the file can be removed");
    std::os::unix::fs::symlink(other.join("charter.kdl"), folder.join("charter.kdl")).expect("a link can be made");
    let root = Root::find(folder.path()).expect("the folder has a charter");
    let refused = load(&root, Limits::default(), needs).expect_err("the root is refused");
    assert!(refused.message.ends_with("it is a link that leads out of its folder"), "{}", refused.message);
}

#[test]
fn what_is_no_readable_file_is_reported() {
    check(
        &Folder::new("include x\n//- x/a.kdl\n"),
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[unreadable-file] `x` cannot be read: it is a folder
        "#]],
    );
    check(
        &Folder::new("include x/a.kdl/b.kdl\n//- x/a.kdl\n"),
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[missing-file] `x/a.kdl/b.kdl` does not exist
        "#]],
    );
}

#[cfg(unix)]
#[test]
fn what_would_block_a_reader_is_not_opened() {
    let folder = Folder::new("include socket\n");
    let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket")).expect("a socket can be made");
    check(
        &folder,
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[unreadable-file] `socket` cannot be read: it is not a regular file
        "#]],
    );
}

#[test]
fn text_that_is_not_utf_8_is_reported_at_its_place_and_read_on() {
    let folder = Folder::new("include latin.kdl wide.kdl bom.kdl crlf.kdl empty.kdl\n//- empty.kdl\n");
    folder.add("latin.kdl", b"team a\nteam gr\xF6\xDFe\ninclude more.kdl\n");
    folder.add("wide.kdl", b"\xFF\xFEa\0\n\0");
    folder.add("bom.kdl", "\u{feff}team a\n");
    folder.add("crlf.kdl", "team a\r\ninclude more.kdl\r\n");
    folder.add("more.kdl", "");
    check(
        &folder,
        &expect![[r#"
        charter.kdl latin.kdl wide.kdl bom.kdl crlf.kdl empty.kdl more.kdl
        crlf.kdl:2:9: warning[included-twice] `more.kdl` is included more than once
        latin.kdl:2:8: error[not-utf-8] `latin.kdl` is not UTF-8: byte 0xF6 at offset 14
        wide.kdl:1:1: error[not-utf-8] `wide.kdl` is not UTF-8: the file is UTF-16
    "#]],
    );
}

#[test]
fn a_file_past_the_limit_is_reported_without_being_read() {
    let folder = Folder::new("include a.kdl\n//- a.kdl\n");
    let huge = File::create(folder.join("a.kdl")).expect("the file can be made");
    huge.set_len((256 << 20) + 1).expect("a file may have a hole");
    check(
        &folder,
        &expect![[r#"
            charter.kdl (partly)
            charter.kdl:1:9: error[file-too-large] `a.kdl` is too large: 268435457 bytes
        "#]],
    );
}

#[test]
fn all_files_together_have_a_limit() {
    let folder = Folder::new("include a.kdl b.kdl\n//- a.kdl\n12345\n//- b.kdl\n12345\n");
    expect![[r#"
        charter.kdl a.kdl (partly)
        charter.kdl:1:15: error[file-too-large] `b.kdl` is too large: 6 bytes
    "#]]
    .assert_eq(&shown(&folder, Limits { total: 30, ..Limits::default() }));
}

#[test]
fn the_number_of_files_has_a_limit() {
    let folder = Folder::new("include a.kdl b.kdl c.kdl\ninclude *\n//- a.kdl\n//- b.kdl\n//- c.kdl\n");
    expect![[r#"
        charter.kdl a.kdl (partly)
        charter.kdl:1:15: error[too-many-files] the charter names more than 2 files
        charter.kdl:2:9: error[too-many-files] `*` looks at more than 2 names
    "#]]
    .assert_eq(&shown(&folder, Limits { files: 2, ..Limits::default() }));
}

#[test]
fn a_path_that_is_no_charter_is_refused_with_what_to_do() {
    let folder = Folder::new("//- x/a.kdl\n");
    let cases =
        [("x", "has no `charter.kdl`"), ("x/a.kdl", "is not the root of a charter"), ("nothing", "it does not exist")];
    for (path, expected) in cases {
        let refused = Root::find(&folder.join(path)).expect_err("there is no charter");
        assert!(refused.message.contains(expected), "{}", refused.message);
    }
    assert!(Root::find(&folder.join("charter.kdl")).is_ok());
}
