//! Lifecycles as graphs, and who hears of their steps.

use charter::facts::Facts;
use charter::facts::lifecycle::{Life, Reception, Scene, Transport};
use charter::model::delivery::{DuplicatePolicy, EarlyPolicy, Guarantee, StalePolicy};

use super::analyze;

const ORDERS: &str = r#"
scope site { dal1; east }
team it
system shop kind=ecommerce team=it
system oms kind=oms team=it {
    receives order { early hold; duplicate ignore }
    receives order.lines { early reject }
}
system wms kind=wms team=it
system provider kind="3pl" team=it
object order {
    key order-no
    owner shop
    field order-no string
    list lines key=line-no {
        field line-no integer
    }
    lifecycle {
        state placed initial=#true
        state picking
        state shipped final=#true
        state lost
        transition pick by=wms { from placed; to picking; where { site dal1 } }
        transition pick-outside by=provider { from placed; to picking; where { site east } }
        transition ship by=wms { from picking; to shipped; where { site dal1 } }
        transition lose by=provider { from picking; to lost; where { site east } }
        transition cancel by=shop { from placed; to shipped; request oms }
    }
}
lifecycle order.lines {
    state open initial=#true
    state done final=#true
    transition close by=wms { from open; to done }
}
flow down { publish order; from shop; to oms; on create cancel; receive { early reject } }
flow progress {
    publish order
    from wms
    to oms
    where { site dal1 }
    on pick lines.close
    delivery at-most-once { idempotency-key order-no status; ordered-by order-no }
}
flow onwards { publish order; from oms; to shop; on pick lines.close; guard version=order.order-no }
flow nightly { publish order; from provider; to wms; delivery exactly-once { idempotency-key message-id; ordered-by event-id } }
flow ask { propose order.status; from oms; to shop; on change; answer within="1h" by=down refused=no }
exception no severity=low owner=it respond-within="1d" { on refused; detect "no"; playbook { step "ask" } }
"#;

fn life<'f>(facts: &'f Facts, path: &str) -> &'f Life {
    let wanted = |life: &&Life| facts.model.place_path(life.place) == path;
    facts.lifecycles().all().iter().find(wanted).expect("the lifecycle is there")
}

fn names(facts: &Facts, life: &Life, states: impl IntoIterator<Item = usize>) -> String {
    states.into_iter().map(|state| life.state_name(&facts.model, state)).collect::<Vec<_>>().join(" ")
}

fn hearing(facts: &Facts, life: &Life, scene: &Scene, step: &str) -> String {
    let step = (0..life.steps.len()).find(|at| life.step_name(&facts.model, *at) == step).expect("the step is there");
    let heard = facts.model.systems.iter().filter(|(id, _)| scene.hears(*id, step));
    heard.map(|(_, system)| &*system.head.name.text).collect::<Vec<_>>().join(" ")
}

#[test]
fn scopes_in_which_other_steps_are_possible_are_looked_at_apart() {
    let analysis = analyze(ORDERS);
    let facts = &analysis.facts;
    let life = life(facts, "order");
    let told: Vec<String> = life
        .scenes
        .iter()
        .map(|scene| {
            let when = life.describe(&facts.model, [scene]).join(" or ");
            let (reached, finishing) = (scene.reached.ones(), scene.finishing.ones());
            format!("{when}: {} / {}", names(facts, life, reached), names(facts, life, finishing))
        })
        .collect();
    assert_eq!(
        told,
        [
            "site=dal1: placed picking shipped / placed picking shipped",
            "site=east: placed picking shipped lost / placed shipped"
        ]
    );
}

#[test]
fn a_step_is_heard_through_flows_that_are_live_where_it_happens() {
    let analysis = analyze(ORDERS);
    let facts = &analysis.facts;
    let life = life(facts, "order");
    assert_eq!(hearing(facts, life, &life.scenes[0], "pick"), "shop oms wms");
    assert_eq!(hearing(facts, life, &life.scenes[0], "ship"), "wms");
    assert_eq!(hearing(facts, life, &life.scenes[1], "pick-outside"), "wms provider", "a snapshot tells of all");
    assert_eq!(hearing(facts, life, &life.scenes[0], "cancel"), "shop oms");
}

#[test]
fn the_flow_decides_how_its_messages_are_received_and_the_nearest_list_after_it() {
    let analysis = analyze(ORDERS);
    let facts = &analysis.facts;
    let of = |path: &str, flow: &str| {
        let life = life(facts, path);
        let named = |at: &usize| &*facts.model[life.carriages[*at].flow].head.name.text == flow;
        let carriage = &life.carriages[(0..life.carriages.len()).find(named).expect("the flow tells of it")];
        (Reception::of(&facts.model, life, carriage), Transport::of(&facts.model, life, carriage))
    };
    let (reception, transport) = of("order", "down");
    assert_eq!((reception.early(), reception.duplicate()), (EarlyPolicy::Reject, DuplicatePolicy::Ignore));
    assert_eq!((transport.guarantee, transport.ordered, transport.recognised), (Guarantee::AtLeastOnce, false, false));

    let (reception, transport) = of("order", "progress");
    assert_eq!((reception.early(), reception.stale()), (EarlyPolicy::Hold, StalePolicy::Overwrite));
    assert!(transport.loses() && transport.ordered && transport.recognised);

    let (reception, _) = of("order.lines", "progress");
    assert_eq!((reception.early(), reception.duplicate()), (EarlyPolicy::Reject, DuplicatePolicy::Ignore));
    assert_eq!(of("order", "onwards").0.stale(), StalePolicy::Newer);

    let (reception, transport) = of("order", "nightly");
    assert_eq!(reception.early(), EarlyPolicy::Overwrite, "who says nothing takes what it gets");
    assert!(!transport.doubles() && !transport.ordered && !transport.recognised, "{transport:?}");
}

#[test]
fn a_proposal_asks_for_what_its_sender_may_request() {
    let analysis = analyze(ORDERS);
    let facts = &analysis.facts;
    let life = life(facts, "order");
    let asked: Vec<&str> =
        life.asks.iter().flat_map(|ask| ask.steps.ones()).map(|at| life.step_name(&facts.model, at)).collect();
    assert_eq!(asked, ["cancel"]);
}
