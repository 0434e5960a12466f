//! The pages about files show what they say: their examples are written to a disk and checked.

use charter::loading::CODES;

use super::folder::Folder;
use super::run::{run, told};

/// Where an example says that it is reported: `file:line`, and the code.
fn marks(example: &str) -> Vec<(String, String)> {
    let (mut file, mut line) = ("charter.kdl", 0);
    let mut marks = Vec::new();
    for text in example.lines() {
        if let Some(next) = text.strip_prefix("//- ") {
            (file, line) = (next, 0);
            continue;
        }
        line += 1;
        if let Some((_, code)) = text.split_once("//~ ") {
            marks.push((format!("{file}:{line}"), code.to_owned()));
        }
    }
    marks
}

#[test]
fn every_example_is_reported_as_it_says() {
    for code in CODES {
        let said = told(&run(Folder::new(code.fails).path(), "check --format short"));
        let lines: Vec<&str> = said.lines().skip(1).collect();
        let marks = marks(code.fails);
        assert_eq!(lines.len(), marks.len(), "{}: {said}", code.name);
        for (line, (place, marked)) in lines.iter().zip(&marks) {
            assert!(
                line.starts_with(&format!("{place}:")) && line.contains(&format!("[{marked}]")),
                "{}: {said}",
                code.name
            );
        }
        let passes = told(&run(Folder::new(code.passes).path(), "check --format short"));
        assert_eq!(passes, "exit 0\n", "{}", code.name);
    }
}

#[test]
fn only_what_no_text_can_show_has_no_example() {
    let silent: Vec<&str> = CODES.iter().filter(|code| code.fails.is_empty()).map(|code| code.name).collect();
    assert_eq!(silent, ["file-too-large", "not-utf-8", "too-many-files"]);
}
