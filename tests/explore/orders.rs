//! The order of the examples and of the benchmark: a shop that cancels, a warehouse that picks, an ERP that accepts and bills.

use charter::explore::{Arrives, Flow, Machine, OnIllegal, Protocol, Transition, set_of};

/// How a protocol's flows behave; all alike.
#[derive(Clone, Copy, Debug)]
pub struct Delivery {
    pub ordered: bool,
    pub arrives: Arrives,
    pub idempotent: bool,
    pub policy: OnIllegal,
}

impl Delivery {
    pub const FIFO: Self = Self { ordered: true, arrives: Arrives::Once, idempotent: false, policy: OnIllegal::Ignore };
    pub const UNORDERED: Self = Self { ordered: false, ..Self::FIFO };
}

/// Transitions of one thing: owner, states before, state after.
pub fn transitions(said: &[(usize, &[usize], usize)]) -> Vec<Transition> {
    let one = |&(owner, from, to): &(usize, &[usize], usize)| Transition {
        machine: 0,
        owner,
        from: set_of(from.iter().copied()),
        to,
        requires: Vec::new(),
        times: 1,
    };
    said.iter().map(one).collect()
}

/// One thing that all replicas have, and every owner tells every other replica of what it does.
pub fn broadcast(replicas: usize, states: usize, transitions: Vec<Transition>, delivery: Delivery) -> Protocol {
    let mut flows = Vec::new();
    for from in 0..replicas {
        let own: Vec<usize> = (0..transitions.len()).filter(|index| transitions[*index].owner == from).collect();
        for to in (0..replicas).filter(|to| *to != from && !own.is_empty()) {
            flows.push(Flow {
                from,
                to,
                carries: own.clone(),
                ordered: delivery.ordered,
                arrives: delivery.arrives,
                idempotent: delivery.idempotent,
                versioned: false,
                rewinds: false,
                early: delivery.policy,
                stale: if delivery.policy == OnIllegal::Hold { OnIllegal::Ignore } else { delivery.policy },
            });
        }
    }
    let machine = Machine { states, start: 0, views: vec![Some(0); replicas], absent: None };
    Protocol { replicas, machines: vec![machine], transitions, flows, rulings: Vec::new() }
}

/// Replicas of the small order.
pub const WMS: usize = 0;
pub const SHOP: usize = 1;

/// Transitions of the small order.
pub const PICK: usize = 1;
pub const CANCEL: usize = 3;

/// Placed, allocated, picked, shipped, cancelled; the warehouse allocates, picks and ships, the shop cancels.
pub fn small_order(delivery: Delivery) -> Protocol {
    let all = transitions(&[(WMS, &[0], 1), (WMS, &[1], 2), (WMS, &[2], 3), (SHOP, &[0, 1], 4)]);
    broadcast(3, 5, all, delivery)
}

/// An order of 8 states and 7 transitions with three owners, and as many systems as wanted that only listen.
pub fn long_order(systems: usize, delivery: Delivery) -> Protocol {
    let (shop, wms, erp) = (0, 1, 2);
    let all = transitions(&[
        (erp, &[0], 1),
        (wms, &[1], 2),
        (wms, &[2], 3),
        (wms, &[3], 4),
        (wms, &[4], 5),
        (erp, &[5], 6),
        (shop, &[0, 1, 2], 7),
    ]);
    broadcast(systems, 8, all, delivery)
}
