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
    check(
        &racing(),
        "trace order",
        &expect![[r#"
        exit 0
        order: `transition-conflict`, 2 steps
          1. `shop` decides `cancel`: `placed` -> `cancelled`
          2. `warehouse` decides `pick`: `placed` -> `picking`, this must not be possible
          In the end no order of these decisions is legal: `shop` sees `cancelled`, `warehouse` sees `picking`

          every order of its messages was looked at: 8 states
          each transition happens once; time, quantities and what transitions require of other objects keep nothing from happening
        ! note: the charter has errors, and nothing is concluded from what they concern; see `charter check`
    "#]],
    );
}

#[test]
fn what_is_safe_says_what_was_looked_at() {
    check(
        SOUND,
        "trace order",
        &expect![[r#"
        exit 0
        order: nothing goes wrong
          every order of its messages was looked at: 21 states
          each transition happens once; time, quantities and what transitions require of other objects keep nothing from happening
    "#]],
    );
    check(
        &racing(),
        "trace order --property divergence",
        &expect![[r#"
        exit 0
        order: nothing goes wrong
          every order of its messages was looked at: 8 states
          each transition happens once; time, quantities and what transitions require of other objects keep nothing from happening
        ! note: the charter has errors, and nothing is concluded from what they concern; see `charter check`
    "#]],
    );
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
    check(
        SOUND,
        "trace orders",
        &expect![[r#"
        exit 2
        ! error: `orders` has no lifecycle
        ! help: there are `order`
    "#]],
    );
    let wrong = told(&run(Folder::new(SOUND).path(), "trace order --property race"));
    assert!(wrong.starts_with("exit 2") && wrong.contains("stuck-message"), "{wrong}");
}
