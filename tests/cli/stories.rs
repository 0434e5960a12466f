//! `charter trace` from its arguments to its files.

use expect_test::expect;

use super::commands::{SOUND, check};
use super::folder::Folder;
use super::run::{run, told};

/// The charter without an answer to its race.
fn racing() -> String {
    let line = SOUND.lines().find(|line| line.trim_start().starts_with("arbitrate ")).expect("it has an arbitration");
    SOUND.replace(&format!("{line}\n"), "")
}

#[test]
fn a_race_is_told_step_by_step() {
    check(&racing(), "trace order", &expect![]);
}

#[test]
fn what_is_safe_says_what_was_looked_at() {
    check(SOUND, "trace order", &expect![]);
    check(&racing(), "trace order --property divergence", &expect![]);
}

#[test]
fn a_story_goes_to_a_file() {
    let folder = Folder::new(&racing());
    let wrote = told(&run(folder.path(), "trace order --format svg --out race.svg"));
    assert!(wrote.starts_with("exit 0\nwrote race.svg (1 story)"), "{wrote}");
    let picture = folder.read("race.svg");
    assert!(picture.starts_with("<svg xmlns=") && picture.ends_with("</svg>\n"), "{picture}");
    let text = told(&run(folder.path(), "trace order --format mermaid"));
    assert!(text.starts_with("exit 0\nsequenceDiagram\n"), "{text}");
}

#[test]
fn what_has_no_lifecycle_is_refused_with_what_has() {
    check(SOUND, "trace orders", &expect![]);
    let wrong = told(&run(Folder::new(SOUND).path(), "trace order --property race"));
    assert!(wrong.starts_with("exit 2") && wrong.contains("stuck-message"), "{wrong}");
}
