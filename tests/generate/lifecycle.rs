//! Lifecycles as pictures: what is drawn, for everybody and from the side of one system.

use charter::analysis::Analysis;
use charter::generate::picture::lifecycle::{dot, mermaid, svg};
use charter::query::lifecycle::{Chart, Part};
use expect_test::expect_file;

use super::example as shipped;
use crate::example::{analyze_in_frame, sources};

const PARCEL: &str = r#"
charter desk version="1.0.0" { title "Desk" }
scope site { dal1; rno1 }
team it { contact "it@acme.example" }
system shop kind=ecommerce team=it
system wms kind=wms team=it
system erp kind=erp team=it
object order {
    key order-no
    owner shop
    field order-no string max=20
    lifecycle {
        state placed initial=#true { doc "The customer has paid." }
        state picking
        state shipped final=#true
        state cancelled final=#true
        transition pick by=wms { from placed; to picking; where { site dal1 } }
        transition ship by=wms { from picking; to shipped }
        transition repick by=wms { from picking; to picking; limit 3 }
        transition cancel by=shop { from placed picking; to cancelled; request erp }
        arbitrate cancel ship { winner ship }
    }
}
record wms-order system=wms object=order format=json {
    map "no" order-no
    states "status" { code "N" placed; code "P" picking; write shipped as="S"; write cancelled omit=#true }
}
flow down { publish order; from shop; to wms record=wms-order; on create cancel }
flow up { publish order.status; from wms; to shop; on pick ship; guard echo=origin }
"#;

fn chart(analysis: &Analysis, path: &str, system: Option<&str>) -> Chart {
    let facts = &analysis.facts;
    let model = &facts.model;
    let lives = facts.lifecycles().all().iter();
    let life = lives.into_iter().find(|life| model.place_path(life.place) == path).expect("it has a lifecycle");
    let system = system.map(|name| {
        let mut systems = model.systems.iter().filter(|(_, system)| &*system.head.name.text == name);
        systems.next().expect("the system is there").0
    });
    Chart::of(facts, life, system)
}

#[test]
fn the_pictures_of_a_small_lifecycle() {
    let analysis = analyze_in_frame(PARCEL);
    let everybody = chart(&analysis, "order", None);
    expect_file!["golden/picture/parcel.svg"].assert_eq(&svg(&everybody).expect("it is small"));
    expect_file!["golden/picture/parcel.mmd"].assert_eq(&mermaid(&everybody));
    expect_file!["golden/picture/parcel.dot"].assert_eq(&dot(&everybody));
    let wms = chart(&analysis, "order", Some("wms"));
    expect_file!["golden/picture/parcel-wms.svg"].assert_eq(&svg(&wms).expect("it is small"));
}

#[test]
fn a_system_sees_what_it_sends_what_it_accepts_and_what_it_is_not_told() {
    let analysis = analyze_in_frame(PARCEL);
    let parts = |system: &str| {
        let chart = chart(&analysis, "order", Some(system));
        let said = |step: &charter::query::lifecycle::Move| {
            let part = match step.part.expect("it is seen from a side") {
                Part::Decides => "sends",
                Part::Asks => "asks for",
                Part::Accepts => "accepts",
                Part::NotTold => "is not told of",
            };
            format!("{part} {} {}", step.name, step.flows.join(" ")).trim_end().to_owned()
        };
        let mut said: Vec<String> = chart.moves.iter().map(said).collect();
        said.dedup();
        said
    };
    assert_eq!(parts("wms"), ["sends pick up", "sends ship up", "sends repick", "accepts cancel down"]);
    assert_eq!(parts("shop"), ["accepts pick up", "accepts ship up", "is not told of repick", "sends cancel down"]);
    let erp = ["is not told of pick", "is not told of ship", "is not told of repick", "asks for cancel"];
    assert_eq!(parts("erp"), erp);
    let shown: Vec<String> =
        chart(&analysis, "order", Some("wms")).states.iter().map(|state| state.written.join(" ")).collect();
    assert_eq!(shown, ["as N", "as P", "as S", "not shown"]);
}

#[test]
fn the_states_in_the_documentation_are_those_of_the_example() {
    let flagship = shipped("omnichannel");
    let picture = |path: &str, system: Option<&str>| svg(&chart(&flagship, path, system)).expect("it is small");
    expect_file!["../../docs/pictures/order-line-states.svg"].assert_eq(&picture("sales-order.lines", None));
    expect_file!["../../docs/pictures/order-line-states-wms.svg"].assert_eq(&picture("sales-order.lines", Some("wms")));
}

#[test]
fn names_cannot_break_out_of_a_picture_of_states() {
    let hostile =
        PARCEL.replace("title \"Desk\"", r#"title "<&>\"]|--x""#).replace("\"P\" picking", r#""<b>\"]" picking"#);
    let analysis = analyze_in_frame(&hostile);
    assert_eq!(sources(&hostile).iter().count(), 1);
    let chart = chart(&analysis, "order", Some("wms"));
    let drawn = svg(&chart).expect("it is small");
    assert!(!drawn.contains("<b>") && !drawn.contains("<&>"), "{drawn}");
    let text = mermaid(&chart);
    assert!(!text.contains("<b>") && !text.contains("\"]|"), "{text}");
    assert!(!dot(&chart).contains("<b>\"]"));
}
