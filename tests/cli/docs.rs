//! The pages about the command line say what the command says.

use std::fmt::Write;

use expect_test::expect_file;

use super::folder::Folder;
use super::run::run;

const COMMANDS: &[&str] = &[
    "check",
    "build",
    "why",
    "owners",
    "graph",
    "explain",
    "fmt",
    "trace",
    "map",
    "test",
    "new",
    "completions",
    "man",
];

#[test]
fn the_page_of_the_command_line_is_its_help() {
    let folder = Folder::new("");
    let help = |arguments: &str| {
        let output = run(folder.path(), arguments);
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).expect("help is text");
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        lines.join("\n").trim().to_owned()
    };
    let mut page =
        "# The command line\n\nThis page is what `charter --help` prints, for every command. A test keeps it so.\n"
            .to_owned();
    write!(page, "\n## charter\n\n```text\n{}\n```\n", help("--help")).expect("a string takes any text");
    for command in COMMANDS {
        let text = help(&format!("{command} --help"));
        write!(page, "\n## charter {command}\n\n```text\n{text}\n```\n").expect("a string takes any text");
    }
    expect_file!["../../docs/cli.md"].assert_eq(&page);
}
