//! Every command from its arguments to its exit status.

use std::fs;

use expect_test::expect;

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
        for command in ["fmt", "new", "completions", "man"] {
            assert!(said.contains(command), "{arguments} does not name {command}");
        }
    }
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
