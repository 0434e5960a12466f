//! `charter fmt`: which files it writes, and which it leaves alone.

use std::fs;

use expect_test::{Expect, expect};

use super::folder::Folder;
use super::run::{run, told};

#[test]
fn fmt_writes_files_anew_and_leaves_broken_ones_alone() {
    let files = "//- a.kdl\nflow   a {\n  on placed // now\n}\n//- b.kdl\nflow a\n//- x/c.kdl\nflow \"a\n//- x/d.txt\nflow   a\n//- .git/e.kdl\nflow   a\n";
    let folder = Folder::new(files);
    expect![[r#"
        exit 1
        would change a.kdl
        1 of 4 files would change, 1 file with errors left alone
        ! error[unclosed-string]
        ! 
        !   × this string is not closed on its line
        !    ╭─[x/c.kdl:1:6]
        !  1 │ flow "a
        !    ·      ─┬
        !    ·       ╰── opened here
        !    ╰────
        !   help: close it with `"`, or write """ for text of several lines
        ! 
    "#]]
    .assert_eq(&told(&run(folder.path(), "fmt --check")));
    assert_eq!(folder.read("a.kdl"), "flow   a {\n  on placed // now\n}\n");
    expect![[r#"
        exit 1
        changed a.kdl
        1 of 4 files changed, 1 file with errors left alone
        ! error[unclosed-string]
        ! 
        !   × this string is not closed on its line
        !    ╭─[x/c.kdl:1:6]
        !  1 │ flow "a
        !    ·      ─┬
        !    ·       ╰── opened here
        !    ╰────
        !   help: close it with `"`, or write """ for text of several lines
        ! 
    "#]]
    .assert_eq(&told(&run(folder.path(), "fmt")));
    assert_eq!(folder.read("a.kdl"), "flow a {\n    on placed // now\n}\n");
    assert_eq!(folder.read("x/c.kdl"), "flow \"a\n");
    assert_eq!(folder.read("x/d.txt"), "flow   a\n");
    assert_eq!(folder.read(".git/e.kdl"), "flow   a\n");
    expect![[r#"
        exit 0
        0 of 2 files would change
    "#]]
    .assert_eq(&told(&run(folder.path(), "fmt a.kdl b.kdl a.kdl --check")));
    expect![[r#"
        exit 2
        ! error: cannot read `nothing.kdl`: it does not exist
    "#]]
    .assert_eq(&told(&run(folder.path(), "fmt nothing.kdl")));
}

#[test]
fn a_file_keeps_its_permissions_and_a_link_stays_a_link() {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = Folder::new("//- real.kdl\nflow   a\n");
        fs::set_permissions(folder.join("real.kdl"), fs::Permissions::from_mode(0o640)).expect("it is our file");
        symlink("real.kdl", folder.join("link.kdl")).expect("a link can be made");
        assert!(run(folder.path(), "fmt link.kdl").status.success());
        assert_eq!(folder.read("real.kdl"), "flow a\n");
        assert!(folder.join("link.kdl").is_symlink());
        let mode = fs::metadata(folder.join("real.kdl")).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}

/// What a run in a folder of these files says.
fn check(files: &str, arguments: &str, expected: &Expect) {
    expected.assert_eq(&told(&run(Folder::new(files).path(), arguments)));
}

#[test]
fn files_that_a_folder_leaves_out_are_formatted_only_when_they_are_named() {
    let files = "\
//- a.kdl
flow   a
//- x/.charterignore
# broken on purpose
broken/
gen-*.kdl
!gen-kept.kdl
//- x/broken/b.kdl
flow \"a
//- x/deep/gen-c.kdl
flow   a
//- x/deep/gen-kept.kdl
flow   a
//- x/deep/.charterignore
/d.kdl
//- x/deep/d.kdl
flow   a
//- x/deep/y/d.kdl
flow   a
";
    check(
        files,
        "fmt --check",
        &expect![[r#"
        exit 1
        would change a.kdl
        would change x/deep/gen-kept.kdl
        would change x/deep/y/d.kdl
        3 of 4 files would change
    "#]],
    );
    check(
        files,
        "fmt --check x/deep/d.kdl",
        &expect![[r#"
        exit 1
        would change x/deep/d.kdl
        1 of 1 file would change
    "#]],
    );
    check(
        files,
        "fmt --check x/deep",
        &expect![[r#"
            exit 1
            would change x/deep/gen-kept.kdl
            would change x/deep/y/d.kdl
            2 of 2 files would change
        "#]],
    );
}

#[test]
fn a_list_of_files_to_leave_out_that_cannot_be_read_is_told() {
    check(
        "//- .charterignore\na.kdl\n[a\n",
        "fmt",
        &expect![[r#"
            exit 2
            ! error: line 2 of `.charterignore` is no pattern of files: unclosed character class; missing ']'
        "#]],
    );
    check(
        "//- .charterignore/a.kdl\n",
        "fmt",
        &expect![[r#"
            exit 2
            ! error: cannot read `.charterignore`: it is a folder
        "#]],
    );
}
