//! The discipline of one decider at a time, which needs no search.
//!
//! If every state is left by the transitions of one owner only, the owners pass a baton: who has it alone sees a state that
//! it may leave, and the last transition says who has it next. What happens is a path then. If besides every transition
//! is told to everybody, no message is lost, copies are dropped, and receivers hold what is early, the copies follow that path in order. This
//! is the rule "one role makes each choice, and everybody concerned is told" of multiparty session types.

use crate::explore::protocol::{Arrives, OnIllegal, Protocol, Transition};

/// What the discipline gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Baton {
    /// Two replicas can leave one state.
    Broken,
    /// Each state is left by one owner, but news can get lost, come twice or be taken out of order.
    OneOwner,
    /// All properties hold.
    Kept,
}

/// Which discipline a thing keeps. Linear in transitions, and in what the flows carry.
pub fn baton(protocol: &Protocol, machine: usize) -> Baton {
    if protocol.machines[machine].states > Protocol::STATES {
        return Baton::Broken;
    }
    let mut deciders = vec![None; protocol.machines[machine].states];
    for transition in protocol.transitions.iter().filter(|transition| transition.machine == machine) {
        for (state, decider) in deciders.iter_mut().enumerate() {
            if transition.from >> state & 1 == 1 && *decider.get_or_insert(transition.owner) != transition.owner {
                return Baton::Broken;
            }
        }
    }
    let careful = protocol.flows.iter().all(|flow| {
        flow.idempotent && flow.arrives != Arrives::AtMostOnce && !flow.versioned && flow.early == OnIllegal::Hold
    });
    let views = &protocol.machines[machine].views;
    let told = |(index, transition): (usize, &Transition)| {
        transition.machine != machine
            || (0..protocol.replicas).filter(|replica| views[*replica].is_some()).all(|replica| {
                replica == transition.owner
                    || protocol.flows.iter().any(|flow| {
                        flow.from == transition.owner && flow.to == replica && flow.carries.contains(&index)
                    })
            })
    };
    let plain = protocol.machines[machine].absent.is_none() && protocol.rulings.is_empty();
    let once = protocol.transitions.iter().all(|transition| transition.requires.is_empty());
    if careful && plain && once && protocol.transitions.iter().enumerate().all(told) {
        Baton::Kept
    } else {
        Baton::OneOwner
    }
}
