//! What can happen next in a state: one step of one replica, of a flow, or of a fault.

use crate::explore::compile::{Compiled, Flow, Machine, Transition};
use crate::explore::layout::Packed;
use crate::explore::protocol::{Arrives, OnIllegal};

/// One step. Transitions are counted once for each time they can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The owner decides, and the news is under way.
    Fire {
        /// What.
        transition: usize,
    },
    /// A message arrives.
    Deliver {
        /// By which flow.
        flow: usize,
        /// Of what.
        transition: usize,
    },
    /// A message arrives, and will arrive again.
    Duplicate {
        /// By which flow.
        flow: usize,
        /// Of what.
        transition: usize,
    },
    /// A receiver reads on from an older place: all messages from this one on arrive again.
    Rewind {
        /// By which flow.
        flow: usize,
        /// Of what.
        transition: usize,
    },
    /// A message is lost.
    Lose {
        /// By which flow.
        flow: usize,
        /// Of what.
        transition: usize,
    },
}

impl Step {
    /// Whether the surroundings did it.
    pub fn is_fault(self) -> bool {
        matches!(self, Self::Duplicate { .. } | Self::Rewind { .. } | Self::Lose { .. })
    }
}

/// What a step did at the replica where it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// The owner decided.
    Decided,
    /// The message was legal, and applied.
    Applied,
    /// It was not legal, and taken as the truth.
    Overwrote,
    /// It was not legal, and dropped.
    Ignored,
    /// It had been there before, and was dropped.
    Repeated,
    /// It was not newer than what was there, and dropped.
    Outdated,
    /// It lost against what was there, and was dropped.
    Overruled,
    /// It won against what was there, and was applied.
    Prevailed,
    /// It never arrived.
    Lost,
    /// It will come again, with all that came after it.
    Rewound,
    /// It broke a property.
    Broke(Violation),
}

/// How a property is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Violation {
    /// A receiver had to refuse a message.
    Refused,
    /// A receiver went back to an earlier state.
    WentBack,
    /// What happened has no order that is legal.
    Conflict,
    /// Nothing is under way, and the copies do not fit together.
    Diverged,
    /// A message can never be taken.
    Stuck,
    /// Something was decided on the ground of what was not so.
    Unfounded,
    /// A message about what the receiver does not have was dropped.
    Dropped,
}

impl Violation {
    /// How many there are.
    pub const COUNT: usize = 7;
}

/// What a receiver does with a message.
enum Received {
    Held,
    Taken(Effect),
    Broken(Violation),
}

impl Compiled {
    /// The state at the start, with these faults allowed.
    pub fn start<const W: usize>(&self, duplicates: u64, losses: u64) -> Packed<W> {
        let mut state = [0; W];
        for (slot, view) in &self.start {
            slot.set(&mut state, *view);
        }
        self.duplicates.set(&mut state, duplicates);
        self.losses.set(&mut state, losses);
        state
    }

    /// Whether a transition has happened.
    pub fn has_fired<const W: usize>(&self, state: &Packed<W>, transition: usize) -> bool {
        self.transitions[transition].known.get(state) >> transition & 1 == 1
    }

    /// Whether its owner could decide a transition if it were not for how often it has happened.
    pub fn is_open<const W: usize>(state: &Packed<W>, transition: &Transition) -> bool {
        transition.from >> transition.view.get(state) & 1 == 1
            && transition.requires.iter().all(|(view, _, states)| states >> view.get(state) & 1 == 1)
    }

    /// Every step from a state, in a fixed order: decisions, deliveries, copies, losses. A step that breaks a property
    /// has no state after it.
    pub fn steps<const W: usize>(&self, state: &Packed<W>, mut each: impl FnMut(Step, Effect, &Packed<W>)) {
        for (index, transition) in self.transitions.iter().enumerate() {
            let again = transition.after.is_none_or(|before| self.has_fired(state, before));
            if again && !self.has_fired(state, index) && Self::is_open(state, transition) {
                let mut next = *state;
                self.fire(&mut next, index);
                each(Step::Fire { transition: index }, Effect::Decided, &next);
            }
        }
        for (index, flow) in self.flows.iter().enumerate() {
            flow.each_ready(state, |place| {
                let transition = flow.carried[place];
                let step = Step::Deliver { flow: index, transition };
                self.deliver(state, flow, place, false, |effect, next| each(step, effect, next));
            });
        }
        if self.duplicates.get(state) > 0 {
            for (index, flow) in self
                .flows
                .iter()
                .enumerate()
                .filter(|(_, flow)| flow.arrives == Arrives::AtLeastOnce && !flow.idempotent)
            {
                flow.each_ready(state, |place| {
                    let transition = flow.carried[place];
                    let step = Step::Duplicate { flow: index, transition };
                    self.deliver(state, flow, place, true, |effect, next| each(step, effect, next));
                });
                flow.each_rewound(state, |place, mut next| {
                    self.repeat(&mut next);
                    each(Step::Rewind { flow: index, transition: flow.carried[place] }, Effect::Rewound, &next);
                });
            }
        }
        if self.losses.get(state) > 0 {
            for (index, flow) in self.flows.iter().enumerate().filter(|(_, flow)| flow.arrives == Arrives::AtMostOnce) {
                flow.each_ready(state, |place| {
                    let mut next = *state;
                    flow.take(&mut next, place);
                    self.losses.set(&mut next, self.losses.get(state) - 1);
                    each(Step::Lose { flow: index, transition: flow.carried[place] }, Effect::Lost, &next);
                });
            }
        }
    }

    /// The owner decides.
    fn fire<const W: usize>(&self, state: &mut Packed<W>, index: usize) {
        let transition = &self.transitions[index];
        let machine = &self.machines[transition.machine];
        let known = transition.known.get(state);
        transition.past.set(state, (known & machine.own()) >> machine.first);
        transition.known.set(state, known | 1 << index);
        transition.view.set(state, transition.to);
        for &(flow, place) in &transition.sends {
            self.flows[flow].put(state, place);
        }
    }

    /// A message arrives; where a copy of it is still to come, it stays under way.
    fn deliver<const W: usize>(
        &self,
        state: &Packed<W>,
        flow: &Flow,
        place: usize,
        again: bool,
        mut done: impl FnMut(Effect, &Packed<W>),
    ) {
        let mut next = *state;
        if again {
            self.repeat(&mut next);
        } else {
            flow.take(&mut next, place);
            if self.duplicates.get(state) > 0 {
                flow.remember(&mut next, place);
            }
        }
        match self.receive(&mut next, flow, place) {
            Received::Held => {}
            Received::Taken(effect) => done(effect, &next),
            Received::Broken(violation) => done(Effect::Broke(violation), &next),
        }
    }

    /// One copy more has come; after the last one, nothing has to be remembered.
    fn repeat<const W: usize>(&self, state: &mut Packed<W>) {
        let left = self.duplicates.get(state) - 1;
        self.duplicates.set(state, left);
        if left == 0 {
            self.flows.iter().for_each(|flow| flow.forget(state));
        }
    }

    fn receive<const W: usize>(&self, state: &mut Packed<W>, flow: &Flow, place: usize) -> Received {
        let index = flow.carried[place];
        let transition = &self.transitions[index];
        let machine = &self.machines[transition.machine];
        let Some(view_slot) = machine.views[flow.to] else { return Received::Taken(Effect::Ignored) };
        let view = view_slot.get(state);
        let known = self.known[flow.to].map_or(0, |slot| slot.get(state));
        let had = known >> index & 1 == 1;
        if had && flow.idempotent {
            return Received::Taken(Effect::Repeated);
        }
        let local = (known & machine.own()) >> machine.first;
        let is_legal = flow.legal[place] >> view & 1 == 1;
        let effect = if self.is_beaten(state, index, local) {
            Effect::Overruled
        } else if self.beats(state, index, local, view) {
            Effect::Prevailed
        } else if flow.versioned && self.is_old(state, index, local) {
            Effect::Outdated
        } else if is_legal {
            Effect::Applied
        } else {
            let can_become_legal = flow.early[place] >> view & 1 == 1;
            match if can_become_legal { flow.on_early } else { flow.on_stale } {
                OnIllegal::Reject => return Received::Broken(Violation::Refused),
                OnIllegal::Hold => return Received::Held,
                OnIllegal::Ignore if machine.absent == Some(view) => return Received::Broken(Violation::Dropped),
                OnIllegal::Ignore => Effect::Ignored,
                OnIllegal::Overwrite => {
                    let back = transition.to != view && machine.reach[transition.to as usize] >> view & 1 == 1;
                    if back {
                        return Received::Broken(Violation::WentBack);
                    }
                    Effect::Overwrote
                }
            }
        };
        if matches!(effect, Effect::Applied | Effect::Prevailed | Effect::Overwrote) {
            view_slot.set(state, transition.to);
        }
        if let Some(slot) = self.known[flow.to] {
            slot.set(state, known | 1 << index);
        }
        if !had {
            self.pass_on(state, flow.to, index);
        }
        if effect == Effect::Prevailed {
            self.compensate(state, flow.to, index);
        }
        Received::Taken(effect)
    }

    /// A replica passes on what it hears for the first time.
    fn pass_on<const W: usize>(&self, state: &mut Packed<W>, replica: usize, index: usize) {
        if self.transitions[index].owner == replica {
            return;
        }
        for flow in self.flows.iter().filter(|flow| flow.from == replica) {
            if let Some(place) = flow.carried.iter().position(|carried| *carried == index) {
                flow.put(state, place);
            }
        }
    }

    /// The owner of a compensation carries it out, once it knows who won.
    fn compensate<const W: usize>(&self, state: &mut Packed<W>, replica: usize, winner: usize) {
        let local = winner - self.machines[self.transitions[winner].machine].first;
        let view = self.transitions[winner].to;
        let due = |(index, own): &(usize, &Transition)| {
            own.owner == replica && own.compensates >> local & 1 == 1 && !self.has_fired(state, *index)
        };
        if let Some((index, own)) = self.transitions.iter().enumerate().find(due) {
            self.fire(state, index);
            own.view.set(state, view);
        }
    }

    /// Whether two transitions of one thing happened without knowing of each other; `other` counts within the thing.
    pub fn is_concurrent<const W: usize>(&self, state: &Packed<W>, index: usize, other: u64) -> bool {
        let first = self.machines[self.transitions[index].machine].first;
        let past = |of: usize| self.transitions[of].past.get(state);
        past(index) >> other & 1 == 0 && past(first + other as usize) >> (index as u64 - first as u64) & 1 == 0
    }

    /// The winners, among some transitions, against which a transition does not count: it loses itself, or it rests on one
    /// that does, and whoever decided it did not know.
    pub fn winners_over<const W: usize>(&self, state: &Packed<W>, index: usize, among: u64) -> u64 {
        let Machine { first, losing, .. } = self.machines[self.transitions[index].machine];
        let past = self.transitions[index].past.get(state);
        let mut winners = 0;
        for loser in ones((past | 1 << (index - first)) & losing) {
            let loser = first + loser as usize;
            let over = ones(self.transitions[loser].winners & among & !past);
            winners |= over.filter(|over| self.is_concurrent(state, loser, *over)).fold(0, |set, over| set | 1 << over);
        }
        winners
    }

    /// Whether the receiver knows of a winner, or this only undoes a loser.
    fn is_beaten<const W: usize>(&self, state: &Packed<W>, index: usize, known: u64) -> bool {
        let transition = &self.transitions[index];
        self.machines[transition.machine].losing != 0
            && (transition.compensates & transition.past.get(state) != 0 || self.winners_over(state, index, known) != 0)
    }

    /// Whether what the receiver shows is what loses against this.
    fn beats<const W: usize>(&self, state: &Packed<W>, index: usize, known: u64, view: u64) -> bool {
        let transition = &self.transitions[index];
        let first = self.machines[transition.machine].first;
        let this = 1 << (index - first);
        transition.losers != 0
            && ones(known)
                .map(|shown| first + shown as usize)
                .any(|shown| self.transitions[shown].to == view && self.winners_over(state, shown, this) != 0)
    }

    /// Whether the receiver has had something as new as this from who decided it. A version grows with what its writer knew.
    fn is_old<const W: usize>(&self, state: &Packed<W>, index: usize, known: u64) -> bool {
        let first = self.machines[self.transitions[index].machine].first;
        let version = |of: usize| self.transitions[of].past.get(state).count_ones();
        let owner = |of: usize| self.transitions[of].owner;
        let mut had = ones(known).map(|other| first + other as usize).filter(|other| owner(*other) == owner(index));
        had.any(|other| version(other) >= version(index))
    }
}

/// The members of a set.
pub fn ones(mut set: u64) -> impl Iterator<Item = u64> {
    std::iter::from_fn(move || {
        let next = set.trailing_zeros();
        set &= set.wrapping_sub(1);
        (next < 64).then_some(u64::from(next))
    })
}
