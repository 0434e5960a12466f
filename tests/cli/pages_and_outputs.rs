//! `explain` and `build`, from arguments to exit status.

use expect_test::expect;

use super::commands::{SOUND, check};
use super::folder::Folder;
use super::run::{run, told};

#[test]
fn explain_prints_pages_of_codes_and_words() {
    check(
        "",
        "explain missing-file",
        &expect![[r#"
            exit 0
            error[missing-file]: a named file does not exist

            Paths are relative to the folder of `charter.kdl`, with `/` between folders, also when another file
            of the charter names them. As long as it is missing, names that nobody declares and definitions that
            nobody uses are not reported: the file may have them.

            This is reported

                charter shop version="1.0.0" { include "flows.kdl" } // here: missing-file

            This is not

                charter shop version="1.0.0"
        "#]],
    );
    check(
        "",
        "explain team",
        &expect![[r#"
            exit 0
            team <name> { ... }

            A team that owns systems, answers exceptions or approves changes.

            Everything that can go wrong names a team. Its hours say when it can answer, and `escalate` who is
            asked next.

            Arguments
              name  The team's name. A name such as `order-import`.

            Inside
              doc       What it is, in the words of the people who work with it.
              contact   Where the team is reached.
              hours     When the team answers.
              escalate  Who is told when this team does not answer in time.
              role      What the team stands for.

            Example

                team order-desk {
                    doc "Looks after orders that stand still."
                    contact "order-desk@acme.example"
                    hours "06:00-22:00" zone="America/Chicago" days=mon-fri
                    hours "08:00-12:00" zone="America/Chicago" days=sat
                    escalate warehouse-desk after="2h"
                    role operations customer-service
                }

                exception bad-address severity=medium owner=order-desk respond-within="2h" {
                    on malformed-address
                    detect "the carrier refuses the address"
                    playbook {
                        step "Ask the customer for the address"
                    }
                }

                flow address-down {
                    propose order { only site }
                    from wms
                    to shop
                    on change
                    pattern api
                    latency near-real-time
                    answer within="15min" refused=bad-address
                }
        "#]],
    );
    check(
        "",
        "explain flow.delivery",
        &expect![[r#"
            exit 0
            delivery <guarantee> { ... }

            What the flow promises about the delivery of each message.

            Arguments
              guarantee  The guarantee. One of `at-most-once`, `at-least-once`, `exactly-once`.

            Inside
              idempotency-key  The fields that make two messages the same message.
              ordered-by       Messages with the same value of these fields arrive in order.
              window           How long the receiver remembers keys.
              replay           How far back messages can be sent again.
              retry            What is done when a delivery fails.
              dead-letter      Who looks at a message that could not be delivered.

            Stands in

            `flow`
        "#]],
    );
    check(
        "",
        "explain mising-file",
        &expect![[r#"
            exit 2
            ! error: `mising-file` is neither the code of a finding nor a word of the language
            ! help: did you mean `missing-file`?
        "#]],
    );
}

#[test]
fn build_writes_what_the_charter_asks_for_and_touches_nothing_twice() {
    let asked = format!(
        "{SOUND}\nmatrix order-to-door strength=2 object=order {{\n    axis lines {{ one; many }}\n    axis event {{ shipped; cancelled }}\n}}\ngenerate matrix {{ matrices order-to-door }}\n"
    );
    let folder = Folder::new(&asked);
    expect![[r#"
        exit 0
        wrote generated/order-to-door.csv (5 lines)
        1 file, 5 lines of csv
        1 file in generated: 1 written, 0 unchanged
    "#]]
    .assert_eq(&told(&run(folder.path(), "build")));
    expect![[r#"
        exit 0
        1 file, 5 lines of csv
        1 file in generated: 0 written, 1 unchanged
    "#]]
    .assert_eq(&told(&run(folder.path(), "build")));
    expect![[r#"
        exit 0
    "#]]
    .assert_eq(&told(&run(folder.path(), "build --out other/place --quiet")));
    assert!(folder.join("other/place").is_dir());
}

#[test]
fn a_charter_with_errors_is_not_built() {
    let folder = Folder::new(&SOUND.replace("owner=warehouse", "owner=warehous"));
    expect![[r#"
        exit 1
        ! error[unknown-name]
        ! 
        !   × there is no system `warehous`
        !     ╭─[charter.kdl:37:48]
        !  36 │     field placed-at instant
        !  37 │     field shipped instant optional=#true owner=warehous
        !     ·                                                ────┬───
        !     ·                                                    ╰── no system has this name
        !  38 │     list lines key=line-no min=1 {
        !     ╰────
        !   help: did you mean `warehouse`?
        !   allowed: `shop`, `warehouse`
        !   fix: write `warehouse`
        ! 
        ! 1 error; nothing was written
    "#]]
    .assert_eq(&told(&run(folder.path(), "build")));
    assert!(!folder.join("generated").exists());
}
