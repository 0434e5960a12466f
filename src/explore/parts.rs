//! A protocol in parts that can be explored one at a time.
//!
//! A replica that decides nothing and tells nobody influences nobody, and what is asked of it is asked of it alone. So
//! those that decide or pass on are explored with one such replica at a time, and of several that are told alike, one.

use crate::explore::protocol::{Flow, Protocol};

/// The parts, each a protocol with the same numbers: those who act, then those and one listener of each kind.
pub fn parts(protocol: &Protocol) -> Vec<Protocol> {
    let acts = |replica: usize| {
        protocol.transitions.iter().any(|transition| transition.owner == replica)
            || protocol.flows.iter().any(|flow| flow.from == replica)
    };
    let (core, listeners): (Vec<usize>, Vec<usize>) = (0..protocol.replicas).partition(|replica| acts(*replica));
    let mut kinds: Vec<(Vec<Flow>, Vec<Option<usize>>)> = Vec::new();
    let mut made = Vec::new();
    for listener in listeners {
        let hears = protocol.flows.iter().filter(|flow| flow.to == listener);
        let kind: Vec<Flow> = hears.map(|flow| Flow { to: 0, ..flow.clone() }).collect();
        let views = protocol.machines.iter().map(|machine| machine.views[listener]).collect();
        if kind.is_empty() || kinds.contains(&(kind.clone(), views)) {
            continue;
        }
        let views = protocol.machines.iter().map(|machine| machine.views[listener]).collect();
        kinds.push((kind, views));
        made.push(only(protocol, |replica| replica == listener || core.contains(&replica)));
    }
    made.insert(0, only(protocol, |replica| core.contains(&replica)));
    made
}

/// The protocol with these replicas only.
fn only(protocol: &Protocol, keeps: impl Fn(usize) -> bool) -> Protocol {
    let mut part = protocol.clone();
    part.flows.retain(|flow| keeps(flow.from) && keeps(flow.to));
    for machine in &mut part.machines {
        for (_, view) in machine.views.iter_mut().enumerate().filter(|(replica, _)| !keeps(*replica)) {
            *view = None;
        }
    }
    part
}
