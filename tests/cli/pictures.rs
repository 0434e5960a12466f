//! `charter graph` from its arguments to its files.

use expect_test::expect;

use super::commands::{SOUND, check};
use super::folder::Folder;
use super::run::{run, told};

#[test]
fn a_picture_goes_to_standard_output_or_to_a_file() {
    let folder = Folder::new(SOUND);
    let shown = told(&run(folder.path(), "graph"));
    assert!(shown.starts_with("exit 0\n<svg xmlns=") && shown.ends_with("</svg>\n"), "{shown}");
    expect![[r#"
        exit 0
        wrote out/shop.svg (2 systems, 2 flows)
    "#]]
    .assert_eq(&told(&run(folder.path(), "graph --out out/shop.svg")));
    assert_eq!(format!("exit 0\n{}", folder.read("out/shop.svg")), shown);
    assert_eq!(told(&run(folder.path(), "graph --format dot --out a.dot --quiet")), "exit 0\n");
    assert!(folder.read("a.dot").starts_with("digraph charter {"));
}

#[test]
fn an_unknown_object_is_refused_with_those_that_there_are() {
    check(
        SOUND,
        "graph --object ordr",
        &expect![[r#"
            exit 2
            ! error: there is no object `ordr`
            ! help: there are `order`
        "#]],
    );
}

#[test]
fn the_states_of_an_object_are_drawn_for_everybody_or_for_one_system() {
    let folder = Folder::new(SOUND);
    let shown = told(&run(folder.path(), "graph --lifecycle order --format dot"));
    assert!(shown.starts_with("exit 0\ndigraph lifecycle {"), "{shown}");
    let seen = told(&run(folder.path(), "graph --lifecycle order --system warehouse --format mermaid"));
    assert!(seen.contains("as warehouse sees them"), "{seen}");
    let written = told(&run(folder.path(), "graph --lifecycle order --out states.svg"));
    assert!(written.starts_with("exit 0\nwrote states.svg ("), "{written}");
    let refused = |line: &str| told(&run(folder.path(), line));
    expect![[r#"
        exit 2
        ! error: `orders` has no lifecycle
        ! help: there are `order`
    "#]]
    .assert_eq(&refused("graph --lifecycle orders"));
    expect![[r#"
        exit 2
        ! error: there is no system `wms`
        ! help: there are `shop`, `warehouse`
    "#]]
    .assert_eq(&refused("graph --lifecycle order --system wms"));
}

#[test]
fn a_charter_with_errors_is_drawn_and_says_so() {
    let folder = Folder::new(&SOUND.replace("owner=warehouse", "owner=warehous"));
    let said = told(&run(folder.path(), "graph --out a.svg"));
    expect![[r#"
        exit 0
        wrote a.svg (2 systems, 2 flows)
        ! note: the charter has errors; what they point at is red, see `charter check`
    "#]]
    .assert_eq(&said);
}

#[test]
fn the_same_charter_gives_the_same_picture_on_any_number_of_threads() {
    let folder = Folder::new(SOUND);
    let drawn = |threads| told(&super::run::run_with(folder.path(), "graph", &[("RAYON_NUM_THREADS", threads)]));
    assert_eq!(drawn("1"), drawn("3"));
}
