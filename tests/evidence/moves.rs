//! What moves in a charter, judged from the definitions: ownership from one system to another, and messages through doors.

use super::charter::{Charter, Flow, Pace, Point, Thing};
use super::judge::Due;
use super::ways::{Hop, Ways, simple_ways};

/// Ownership of a field that moves with a transition or with a phase, and no way that surely brings the value along.
pub fn handovers(charter: &Charter, field: usize, points: &[Point]) -> Vec<Due> {
    let mut due = Vec::new();
    for point in points {
        let Some(now) = charter.ways(field, point) else { continue };
        let by_state = charter.transitions.iter().enumerate().filter(|(_, said)| said.to == point.state);
        let by_state = by_state.map(|(at, said)| (Thing::Transition(at), Point { state: said.from, ..point.clone() }));
        // The last phase before in which somebody owns it.
        let earlier = (0..point.phase).rev().map(|phase| Point { phase, ..point.clone() });
        let by_phase = earlier.into_iter().find(|before| charter.ways(field, before).is_some());
        let by_phase = by_phase.map(|before| (Thing::Phase(point.phase), before));
        for (cause, before) in by_state.chain(by_phase) {
            let Some(then) = charter.ways(field, &before) else { continue };
            let (new, old) = (now.owners[0], then.owners[0]);
            let brings = |ways: &Ways| {
                let hops = ways.hops.iter().chain(&ways.taken).copied();
                let surely: Vec<Hop> = hops.filter(|hop| !charter.flows[hop.flow].loses).collect();
                !simple_ways(&surely, old, new).is_empty()
            };
            if new != old && !brings(&now) && !brings(&then) {
                due.push(("handover-without-delivery", vec![vec![cause]]));
            }
        }
    }
    due
}

/// Doors that are asked for more than they take, that make somebody wait longer than was promised, or that are almost
/// always busy.
pub fn doors(charter: &Charter) -> Vec<Due> {
    let judge = |system: usize| {
        let limit = charter.limits[system]?;
        let (average, wait) = (charter.average(system), charter.wait(system));
        let breaks = |flow: &&Flow| matches!(flow.pace, Pace::Promise(within) if within < wait);
        let code = if average > limit {
            "overload"
        } else if charter.asking(system).iter().any(breaks) {
            "burst-backlog"
        } else if average * 100 > limit * 80 {
            "little-headroom"
        } else {
            return None;
        };
        Some((code, vec![vec![Thing::Door(system)]]))
    };
    (0..charter.systems).filter_map(judge).collect()
}
