//! The pages do what they say: every block of KDL is checked, and every command of a `console` block is run.
//!
//! A `kdl` block is a whole charter or stands in the frame of the language, and has the findings that its fence names:
//! none after `kdl`, one after `kdl,two-owners`. With `file=PATH` it becomes a file, and with `append=PATH` more of one, in
//! a folder of the page; a `diff` block changes such a file. The commands run in that folder, one after another.

use std::fs;
use std::path::{Path, PathBuf};

use charter::language;
use expect_test::expect_file;

use crate::cli::folder::Folder;
use crate::cli::run::run;
use crate::example;

/// A fenced block: what stands after its fence, the number of that line, and the lines inside.
struct Block {
    info: String,
    at: usize,
    lines: Vec<String>,
}

/// What a page is made of.
enum Part {
    Line(String),
    Block(Block),
}

impl Block {
    fn language(&self) -> &str {
        self.info.split([',', ' ']).next().unwrap_or_default()
    }

    /// The codes that the fence names.
    fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = self.info.split(' ').next().unwrap_or_default().split(',').skip(1).collect();
        codes.sort_unstable();
        codes
    }

    /// What the fence says after `name=`.
    fn word(&self, name: &str) -> Option<&str> {
        self.info.split(' ').find_map(|word| word.strip_prefix(name)?.strip_prefix('='))
    }

    fn text(&self) -> String {
        self.lines.iter().map(|line| format!("{line}\n")).collect()
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// `README.md` and every page below `docs/`, by their paths from the root.
fn pages() -> Vec<PathBuf> {
    let mut pages = vec![PathBuf::from("README.md")];
    let mut folders = vec![PathBuf::from("docs")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(root().join(&folder)).expect("the folder can be read") {
            let entry = entry.expect("the entry can be read");
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "md") {
                pages.push(path);
            }
        }
    }
    pages.sort();
    pages
}

fn parts(page: &Path, text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut lines = text.lines().zip(1..);
    while let Some((line, at)) = lines.next() {
        let Some(info) = line.strip_prefix("```") else {
            assert!(!line.trim_start().starts_with("```"), "{}:{at}: a fence stands at the margin", page.display());
            parts.push(Part::Line(line.to_owned()));
            continue;
        };
        let inside = lines.by_ref().map(|(line, _)| line).take_while(|line| *line != "```").map(str::to_owned);
        parts.push(Part::Block(Block { info: info.to_owned(), at, lines: inside.collect() }));
    }
    parts
}

/// The folder of a page, in which its files are and its commands run.
struct Session {
    folder: Folder,
    at: PathBuf,
    status: i32,
}

impl Session {
    fn new() -> Self {
        let folder = Folder::new("");
        fs::remove_file(folder.join("charter.kdl")).expect("it was just made");
        Self { at: folder.path().to_owned(), folder, status: 0 }
    }

    /// What a command says: standard output, then standard error.
    fn command(&mut self, command: &str) -> Vec<String> {
        let words: Vec<&str> = command.split_whitespace().collect();
        let text = match words[..] {
            ["charter", ..] => {
                let output = run(&self.at, command.trim_start().trim_start_matches("charter"));
                self.status = output.status.code().expect("it was not killed");
                String::from_utf8([output.stdout, output.stderr].concat()).expect("the output is text")
            }
            ["cd", folder] => {
                self.at.push(folder);
                assert!(self.at.is_dir(), "{command}");
                String::new()
            }
            ["cat", file] => fs::read_to_string(self.at.join(file)).expect("the file can be read"),
            ["echo", "$?"] => self.status.to_string(),
            _ => unreachable!("`{command}` is no command that a page may show"),
        };
        text.lines().map(|line| line.trim_end().to_owned()).collect()
    }

    /// The lines of a `console` block as they are when its commands have run.
    fn console(&mut self, lines: &[String]) -> Vec<String> {
        let mut shown = Vec::new();
        let mut commands = lines.iter().peekable();
        while let Some(line) = commands.next() {
            let command = line.strip_prefix("$ ").unwrap_or_else(|| unreachable!("`{line}` stands after no command"));
            let mut said = Vec::new();
            while let Some(line) = commands.next_if(|line| !line.starts_with("$ ")) {
                said.push(line.clone());
            }
            let says = self.command(command);
            shown.push(line.clone());
            shown.extend(if like(&said, &says) { said } else { says });
        }
        shown
    }

    /// Writes a file, adds to it, or changes it.
    fn file(&self, block: &Block) {
        if let Some(path) = block.word("file").filter(|_| block.language() != "diff") {
            self.folder.add(path, block.text());
        } else if let Some(path) = block.word("append") {
            self.folder.add(path, self.folder.read(path) + "\n" + &block.text());
        } else if let Some(path) = block.word("file") {
            let side = |other: char| -> String {
                let lines = block.lines.iter().filter(|line| !line.starts_with(other));
                lines.map(|line| format!("{}\n", line.get(1..).unwrap_or_default())).collect()
            };
            let (before, after) = (side('+'), side('-'));
            let text = self.folder.read(path);
            assert_eq!(text.matches(&before).count(), 1, "`{path}` has these lines once:\n{before}");
            self.folder.add(path, text.replace(&before, &after));
        }
    }
}

/// Whether a page shows what a command says; a line `...` stands for any lines.
fn like(shown: &[String], says: &[String]) -> bool {
    let mut chunks: Vec<&[String]> = shown.split(|line| line == "...").collect();
    let last = chunks.pop().unwrap_or_default();
    if chunks.is_empty() {
        return last == says;
    }
    let Some(mut rest) = says.strip_prefix(chunks.remove(0)) else { return false };
    for chunk in chunks.into_iter().filter(|chunk| !chunk.is_empty()) {
        let Some(at) = rest.windows(chunk.len()).position(|lines| lines == chunk) else { return false };
        rest = &rest[at + chunk.len()..];
    }
    rest.ends_with(last)
}

/// Whether a text is one of those that every charter builds on, as it is.
fn standard(text: &str) -> bool {
    let library = language::standard().iter().copied().chain(language::packs().filter_map(language::pack));
    library.map(|(_, text)| text.trim_end()).any(|known| known == text.trim_end())
}

/// Runs the blocks of a page. Returns its text as it is when all commands have run, how many blocks of KDL it has, and
/// what is wrong with them.
fn page(path: &Path, text: &str) -> (String, usize, Vec<String>) {
    let (mut now, mut blocks, mut wrong) = (String::new(), 0, Vec::new());
    let mut session = None;
    let mut unused_file = None;
    for part in parts(path, text) {
        let block = match part {
            Part::Line(line) => {
                now += &line;
                now.push('\n');
                continue;
            }
            Part::Block(block) => block,
        };
        let place = format!("{}:{}", path.display(), block.at);
        let mut lines = block.lines.clone();
        if block.language() == "console" {
            unused_file = None;
            lines = session.get_or_insert_with(Session::new).console(&block.lines);
        } else if block.word("file").or(block.word("append")).is_some() {
            blocks += usize::from(block.language() == "kdl");
            unused_file = Some(place);
            session.get_or_insert_with(Session::new).file(&block);
        } else if block.language() == "kdl" && standard(&block.text()) {
            blocks += 1; // The tests of the language check it.
        } else if block.language() == "kdl" {
            blocks += 1;
            let analysis = example::analyze_in_frame(&block.text());
            let mut found: Vec<&str> = analysis.report.iter().map(|finding| &*finding.code).collect();
            found.sort_unstable();
            if found != block.codes() {
                wrong.push(format!("{place}: {:#?}", example::told(&analysis)));
            }
        }
        now += &format!("```{}\n", block.info);
        now += &Block { lines, ..block }.text();
        now += "```\n";
    }
    wrong.extend(unused_file.map(|place| format!("{place}: no command comes after this file")));
    (now, blocks, wrong)
}

#[test]
fn every_block_of_kdl_is_checked_and_every_command_says_what_is_shown() {
    let (mut blocks, mut wrong) = (0, Vec::new());
    for path in pages() {
        let text = fs::read_to_string(root().join(&path)).expect("the page can be read");
        let (now, more, found) = page(&path, &text);
        blocks += more;
        wrong.extend(found);
        expect_file![root().join(&path)].assert_eq(&now);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(blocks > 50, "the pages have {blocks} blocks of KDL");
}

#[test]
fn a_block_that_does_not_say_what_is_wrong_with_it_is_found() {
    let page = |text: &str| page(Path::new("page.md"), text);
    let (_, blocks, wrong) = page("```kdl\ngovern order.placed { approve shop-desk }\n```\n");
    assert_eq!((blocks, wrong.len()), (1, 1), "{wrong:?}");
    let (_, _, wrong) = page("```kdl,unknown-field\ngovern order.placed { approve shop-desk }\n```\n");
    assert_eq!(wrong, Vec::<String>::new());
    let (_, _, wrong) = page("```kdl,two-owners\nteam it\n```\n");
    assert_eq!(wrong.len(), 1, "it has no finding");
    let (_, _, wrong) = page("```kdl file=a.kdl\nteam it\n```\n");
    assert_eq!(wrong.len(), 1, "nothing is done with the file");
}

#[test]
fn what_a_page_shows_of_a_command_is_what_it_says() {
    let files = "```kdl file=a.kdl\nteam   a\n```\n```diff file=a.kdl\n-team   a\n+team   b\n```\n";
    let wrong = format!("{files}```console\n$ cat a.kdl\nteam   a\n$ charter fmt\n```\n");
    let right =
        format!("{files}```console\n$ cat a.kdl\nteam   b\n$ charter fmt\nchanged a.kdl\n1 of 1 file changed\n```\n");
    let short = right.replace("changed a.kdl", "...");
    assert_eq!(page(Path::new("page.md"), &wrong).0, right);
    assert_eq!(page(Path::new("page.md"), &right).0, right);
    assert_eq!(page(Path::new("page.md"), &short).0, short);
}

#[test]
fn every_link_between_pages_leads_somewhere() {
    for page in pages() {
        let text = fs::read_to_string(root().join(&page)).expect("the page can be read");
        for link in text.split("](").skip(1).filter_map(|link| link.split(')').next()) {
            let file = link.split('#').next().unwrap_or_default();
            let target = root().join(page.parent().expect("a page is in a folder")).join(file);
            assert!(link.contains("://") || target.exists(), "{}: {link}", page.display());
        }
    }
}
