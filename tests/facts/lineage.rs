//! How fields travel: owners, hops and roles in every case.

use charter::facts::Facts;
use charter::facts::lineage::{Course, Role, Web};
use charter::model::element::Element;
use charter::model::field::Field;
use charter::model::id::Id;
use charter::model::system::System;

use super::analyze;

/// The cases of a field, each with what every system has to do with it: `site=dal1: wms owns, oms relays`.
fn cases(facts: &Facts, path: &str) -> Vec<String> {
    let field = field(facts, path);
    let course = facts.lineage().course(field).expect("a value or a state");
    let mut cases: Vec<String> = course.webs.iter().map(|web| case(facts, course, web)).collect();
    cases.sort();
    cases
}

fn field(facts: &Facts, path: &str) -> Id<Field> {
    let model = &facts.model;
    model.fields.ids().find(|field| model[*field].path(model) == path).expect("the field is there")
}

fn case(facts: &Facts, course: &Course, web: &Web) -> String {
    let when = course.describe(&facts.model, &web.atoms).join(" or ");
    let roles = facts.model.systems.iter().filter_map(|(id, system)| {
        let does = match web.role(&course.edges, id) {
            Role::Owner => "owns",
            Role::Proposer => "proposes",
            Role::Relay => "relays",
            Role::Reader => "reads",
            Role::None => return None,
        };
        Some(format!("{} {does}", system.head.name.text))
    });
    let roles = roles.collect::<Vec<_>>().join(", ");
    if when.is_empty() { roles } else { format!("{when}: {roles}") }
}

const STOCK: &str = r#"
scope site { dal1; rno1; tul1 }
scope channel { web; edi }
team it
system wms kind=wms team=it
system old kind=legacy team=it
system oms kind=oms team=it
system shop kind=ecommerce team=it
object inventory {
    key sku site
    by site
    field sku string
    field site code=site
    field on-hand quantity unit=each
    field reserved quantity unit=each owner=oms
}
ownership inventory {
    case { site dal1 tul1; owner wms }
    case { site rno1; before full; owner old }
    case { site rno1; from full; owner wms; handover cut-over }
}
flow up { publish inventory { except owned-by=oms }; from wms; to oms; where { site dal1 tul1 } }
flow up-reno { publish inventory { except owned-by=oms }; from wms; to oms; where { site rno1 } }
flow up-old { publish inventory { except owned-by=oms }; from old; to oms; where { site rno1 } }
flow cut-over { publish inventory { except owned-by=oms }; from old; to wms; where { site rno1 } }
flow down { publish inventory; from oms; to shop; where { channel web } }
phase pilot { site dal1 rno1; flows up-old up }
phase full { site dal1 rno1; after pilot; flows up-reno cut-over; retires up-old }
"#;

#[test]
fn every_case_has_its_own_ways() {
    let analysis = analyze(STOCK);
    assert_eq!(
        cases(&analysis.facts, "inventory.on-hand"),
        [
            "site=dal1 and channel=edi: wms owns, oms reads",
            "site=dal1 and channel=web: wms owns, oms relays, shop reads",
            "site=rno1 and channel=edi and phase=full: wms owns, oms reads",
            "site=rno1 and channel=edi and phase=pilot: old owns, oms reads",
            "site=rno1 and channel=web and phase=full: wms owns, oms relays, shop reads",
            "site=rno1 and channel=web and phase=pilot: old owns, oms relays, shop reads",
        ]
    );
}

#[test]
fn a_flow_leaves_out_what_its_receiver_owns() {
    let analysis = analyze(STOCK);
    assert_eq!(
        cases(&analysis.facts, "inventory.reserved"),
        ["channel=edi: oms owns", "channel=web: oms owns, shop reads"]
    );
}

#[test]
fn a_handover_is_no_way() {
    let analysis = analyze(STOCK);
    let course = analysis.facts.lineage().course(field(&analysis.facts, "inventory.on-hand")).expect("a value");
    let with: Vec<String> = course
        .webs
        .iter()
        .filter(|web| !web.handovers.is_empty())
        .map(|web| case(&analysis.facts, course, web))
        .collect();
    assert!(with.iter().all(|case| case.starts_with("site=rno1") && case.contains("phase=full")), "{with:?}");
    assert!(!with.is_empty());
}

const ORDER: &str = r#"
team it
system shop kind=ecommerce team=it
system oms kind=oms team=it
system wms kind=wms team=it
system crm kind=crm team=it
object order {
    key order-no
    owner shop
    field order-no string
    field note string
    field address string
    list lines key=line-no { field line-no integer; field sku string }
    lifecycle {
        state placed initial=#true
        state open
        state shipped final=#true
        transition accept by=oms { from placed; to open }
        transition ship by=wms { from open; to shipped }
    }
}
ownership order.address {
    case { state placed; owner shop }
    otherwise { owner oms }
}
flow import { publish order { except status }; from shop; to oms; on create }
flow release { publish order { only address lines.sku }; from oms; to wms; on accept }
flow ask { propose order.address; from shop; to oms; on change }
flow look { query order { only note }; from oms; to crm }
"#;

#[test]
fn a_flow_is_live_in_the_states_that_its_events_lead_to() {
    let analysis = analyze(ORDER);
    assert_eq!(
        cases(&analysis.facts, "order.address"),
        ["state in {open, shipped}: shop proposes, oms owns, wms reads", "state=placed: shop owns, oms reads"]
    );
}

#[test]
fn keys_travel_with_every_message() {
    let analysis = analyze(ORDER);
    let of = |path| cases(&analysis.facts, path);
    assert_eq!(of("order.order-no"), ["shop owns, oms relays, wms reads, crm reads"]);
    assert_eq!(of("order.lines.line-no"), ["shop owns, oms relays, wms reads"]);
    assert_eq!(of("order.note"), ["shop owns, oms relays, crm reads"]);
}

#[test]
fn a_state_has_every_system_that_decides_a_transition() {
    let analysis = analyze(ORDER);
    assert_eq!(cases(&analysis.facts, "order.status"), ["shop owns, oms owns, wms owns"]);
}

#[test]
fn values_travel_from_earlier_groups_to_later_ones() {
    let analysis = analyze(ORDER);
    let course = analysis.facts.lineage().course(field(&analysis.facts, "order.lines.sku")).expect("a value");
    let names = |group: &Vec<Id<System>>| {
        let name = |system: &Id<System>| analysis.facts.model[*system].name().text.to_string();
        group.iter().map(name).collect::<Vec<_>>()
    };
    let order: Vec<Vec<String>> = course.webs[0].order(&course.edges).iter().map(names).collect();
    assert_eq!(order, [["shop"], ["oms"], ["wms"]]);
    let wms = analysis.facts.model.systems.ids().nth(2).expect("the warehouse");
    assert_eq!(course.webs[0].path(&course.edges, wms).expect("it arrives").len(), 2);
}

#[test]
fn too_many_cases_are_said_to_be_too_many() {
    let scopes: String = (0..14).map(|at| format!("scope s{at} {{ a; b }}\n")).collect();
    let flows: String =
        (0..14).map(|at| format!("flow f{at} {{ publish thing; from one; to two; where {{ s{at} a }} }}\n")).collect();
    let text = format!(
        "team it\nsystem one kind=erp team=it\nsystem two kind=wms team=it\n{scopes}object thing {{ key id; owner one; field id string }}\n{flows}"
    );
    let analysis = analyze(&text);
    let course = analysis.facts.lineage().course(field(&analysis.facts, "thing.id")).expect("a value");
    assert!(course.too_complex && course.webs.is_empty());
    assert!(analysis.report.iter().any(|finding| finding.code == "lineage-too-complex"), "{:#?}", analysis.report);
}
