//! The way to a state: what each step was, and what the replica saw before and after.

use crate::explore::compile::Compiled;
use crate::explore::layout::Packed;
use crate::explore::protocol::Protocol;
use crate::explore::search::{Breach, ROOT, Search};
use crate::explore::step::{Effect, Step, Violation};

/// The shortest way to a breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What is broken at its end.
    pub violation: Violation,
    /// The steps; a breach of the last step is its effect.
    pub steps: Vec<Taken>,
    /// What every replica sees of every thing at the end: by thing, then by replica.
    pub views: Vec<Vec<Option<usize>>>,
    /// The messages that are still under way at the end: their flow, and what they tell.
    pub waiting: Vec<(usize, usize)>,
}

/// One step of a trace. Transitions and flows are those of the protocol that was explored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The step.
    pub step: Step,
    /// What it did.
    pub effect: Effect,
    /// The replica where it happened.
    pub replica: usize,
    /// What it saw before.
    pub before: usize,
    /// What it sees after.
    pub after: usize,
}

impl Trace {
    /// The way to a breach. `flows` are the numbers, in the whole protocol, of the flows of the part that was explored.
    pub fn of<const W: usize>(search: &Search<'_, W>, violation: Violation, breach: Breach, flows: &[usize]) -> Self {
        let compiled = search.compiled;
        let mut chain = Vec::new();
        let mut at = breach.state;
        while at != ROOT {
            chain.push(search.states[at as usize]);
            at = search.parents[at as usize];
        }
        chain.reverse();
        let mut steps = Vec::new();
        for pair in chain.windows(2) {
            let mut found = None;
            compiled.steps(&pair[0], |step, effect, next| {
                if found.is_none() && *next == pair[1] && !matches!(effect, Effect::Broke(_)) {
                    found = Some((step, effect));
                }
            });
            let (step, effect) = found.expect("a state was stored for a step of its parent");
            steps.push(taken(compiled, step, effect, &pair[0], &pair[1]));
        }
        let mut last = *chain.last().expect("the start is on every way");
        if let Some((step, effect)) = breach.step {
            let mut after = last;
            compiled.steps(&last, |other, _, next| {
                if other == step {
                    after = *next;
                }
            });
            steps.push(taken(compiled, step, effect, &last, &after));
            last = after;
        }
        for step in &mut steps {
            step.step = named(compiled, step.step, flows);
        }
        let views = compiled.machines.iter();
        let views =
            views.map(|machine| machine.views.iter().map(|slot| slot.map(|slot| slot.get(&last) as usize)).collect());
        let waiting = compiled.flows.iter().enumerate().flat_map(|(at, flow)| {
            let of = move |place: usize| (flows[at], compiled.transitions[flow.carried[place]].origin);
            flow.waiting(&last).into_iter().map(of)
        });
        Self { violation, steps, views: views.collect(), waiting: waiting.collect() }
    }

    /// How many steps are faults of the surroundings.
    pub fn faults(&self) -> usize {
        self.steps.iter().filter(|taken| taken.step.is_fault()).count()
    }
}

fn taken<const W: usize>(
    compiled: &Compiled,
    step: Step,
    effect: Effect,
    before: &Packed<W>,
    after: &Packed<W>,
) -> Taken {
    let (replica, transition) = match step {
        Step::Fire { transition } => (compiled.transitions[transition].owner, transition),
        Step::Deliver { flow, transition }
        | Step::Duplicate { flow, transition }
        | Step::Rewind { flow, transition }
        | Step::Lose { flow, transition } => (compiled.flows[flow].to, transition),
    };
    let view = compiled.machines[compiled.transitions[transition].machine].views[replica];
    let see = |state: &Packed<W>| view.map_or(0, |slot| slot.get(state) as usize);
    Taken { step, effect, replica, before: see(before), after: see(after) }
}

/// The step with the numbers of the protocol.
fn named(compiled: &Compiled, step: Step, flows: &[usize]) -> Step {
    let origin = |transition: usize| compiled.transitions[transition].origin;
    match step {
        Step::Fire { transition } => Step::Fire { transition: origin(transition) },
        Step::Deliver { flow, transition } => Step::Deliver { flow: flows[flow], transition: origin(transition) },
        Step::Duplicate { flow, transition } => Step::Duplicate { flow: flows[flow], transition: origin(transition) },
        Step::Rewind { flow, transition } => Step::Rewind { flow: flows[flow], transition: origin(transition) },
        Step::Lose { flow, transition } => Step::Lose { flow: flows[flow], transition: origin(transition) },
    }
}

/// The numbers, in a protocol, of the flows of a part of it.
pub fn flow_numbers(protocol: &Protocol, part: &Protocol) -> Vec<usize> {
    let mut numbers = Vec::new();
    let mut next = 0;
    for (number, flow) in protocol.flows.iter().enumerate() {
        if part.flows.get(next) == Some(flow) {
            numbers.push(number);
            next += 1;
        }
    }
    numbers
}
