//! Races as sequence diagrams: the one of the documentation, and every kind of row.

use charter::analysis::Analysis;
use charter::generate::picture::sequence::{mermaid, svg};
use charter::query::sequence::Sheet;
use charter::query::trace::Answer;
use expect_test::expect_file;

use crate::example::analyze_in_frame;

/// The charter of the page about races.
fn two_senders() -> String {
    let page = include_str!("../../docs/how-to/find-the-races.md");
    let (_, rest) = page.split_once("```kdl,divergence file=charter.kdl\n").expect("the page begins with a charter");
    rest.split_once("```").expect("the block ends").0.to_owned()
}

fn sheet(analysis: &Analysis, path: &str, code: Option<&str>) -> Sheet {
    let facts = &analysis.facts;
    let mut lives = facts.lifecycles().all().iter();
    let at = lives.position(|life| facts.model.place_path(life.place) == path).expect("it has a lifecycle");
    let answer = Answer::of(facts, at);
    Sheet::of(facts, &code.iter().fold(answer, |answer, code| answer.only(code)))
}

#[test]
fn the_race_in_the_documentation_is_that_of_its_page() {
    let analysis = analyze_in_frame(&two_senders());
    let sheet = sheet(&analysis, "order", Some("divergence"));
    assert_eq!(sheet.panels.len(), 1, "{sheet:#?}");
    expect_file!["../../docs/pictures/two-senders.svg"].assert_eq(&svg(&sheet));
    expect_file!["golden/picture/two-senders.mmd"].assert_eq(&mermaid(&sheet));
}

/// A shop that cancels, a hub that passes on and may lose, a warehouse that picks.
fn parcel(delivery: &str, receive: &str) -> String {
    format!(
        "team it {{ contact \"it@acme.example\" }}
system shop kind=ecommerce team=it
system wms kind=wms team=it
object parcel {{
    key parcel-no
    owner shop
    field parcel-no string max=20
    lifecycle {{
        state placed initial=#true
        state picking
        state shipped final=#true
        transition pick by=wms {{ from placed; to picking }}
        transition repick by=wms {{ from picking; to placed; limit 3 }}
        transition ship by=wms {{ from picking; to shipped }}
    }}
}}
flow parcel-down {{ publish parcel; from shop; to wms; on create; latency near-real-time }}
flow parcel-up {{
    publish parcel {{ only status }}
    from wms
    to shop
    on pick repick ship
    latency near-real-time
    delivery {delivery}
    receive {{ {receive} }}
}}
"
    )
}

#[test]
fn copies_losses_and_what_is_read_again_are_drawn() {
    let drawn = |delivery: &str, receive: &str| {
        let analysis = analyze_in_frame(&parcel(delivery, receive));
        let sheet = sheet(&analysis, "parcel", None);
        assert!(svg(&sheet).contains(sheet.panels[0].code), "{sheet:#?}");
        mermaid(&sheet)
    };
    let twice = drawn("at-least-once { ordered-by parcel-no }", "early hold; stale ignore");
    expect_file!["golden/picture/twice.mmd"].assert_eq(&twice);
    let lost = drawn("at-most-once { ordered-by parcel-no }", "early ignore; stale ignore");
    expect_file!["golden/picture/lost.mmd"].assert_eq(&lost);
    let again = drawn("at-least-once { ordered-by parcel-no; replay \"3d\" }", "early ignore; stale reject");
    expect_file!["golden/picture/again.mmd"].assert_eq(&again);
}

#[test]
fn a_lifecycle_that_is_safe_is_drawn_as_such() {
    let analysis =
        analyze_in_frame(&parcel("at-least-once { idempotency-key parcel-no event-id }", "early hold; stale ignore"));
    let sheet = sheet(&analysis, "parcel", None);
    assert!(sheet.panels.is_empty(), "{sheet:#?}");
    expect_file!["golden/picture/safe.mmd"].assert_eq(&mermaid(&sheet));
    assert!(svg(&sheet).contains("safe without looking"), "{}", svg(&sheet));
}

#[test]
fn names_cannot_break_out_of_a_story() {
    let hostile = two_senders().replace("Two ordered senders", "<&>\\\"]|--x;#end");
    let sheet = sheet(&analyze_in_frame(&hostile), "order", None);
    assert!(!svg(&sheet).contains("<&>"), "{}", svg(&sheet));
    assert!(!mermaid(&sheet).contains(";#end") && !mermaid(&sheet).contains("<&"), "{}", mermaid(&sheet));
}
