//! Messages under way: what a flow holds, what can arrive next, and what can come again.

use crate::explore::compile::Flow;
use crate::explore::layout::{Packed, Slot};
use crate::explore::step::ones;

/// Messages on their way.
#[derive(Clone, Copy, Debug)]
pub enum Net {
    /// In order; the head is in the lowest bits, and an entry is a place and 1.
    Queue {
        /// What is still to arrive.
        slot: Slot,
        /// Bits of an entry.
        entry: usize,
        /// What has arrived and can come again, the oldest in the lowest bits. It is kept while copies are possible.
        log: Option<Slot>,
    },
    /// A set of places.
    Bag(Slot),
}

impl Net {
    /// Where it is kept that something is under way.
    pub fn slot(self) -> Slot {
        match self {
            Self::Queue { slot, .. } | Self::Bag(slot) => slot,
        }
    }
}

/// How many entries a queue holds.
fn length(held: u64, entry: usize) -> usize {
    (64 - held.leading_zeros() as usize).div_ceil(entry)
}

/// The entries of a queue from one on.
fn from(held: u64, at: usize, entry: usize) -> u64 {
    held.checked_shr((at * entry) as u32).unwrap_or(0)
}

impl Flow {
    /// The messages that can arrive next: the first one, or any one.
    pub fn each_ready<const W: usize>(&self, state: &Packed<W>, mut each: impl FnMut(usize)) {
        let held = self.net.slot().get(state);
        match self.net {
            Net::Queue { entry, .. } => {
                let first = held & ((1 << entry) - 1);
                if first > 0 {
                    each(first as usize - 1);
                }
            }
            Net::Bag(_) => ones(held).for_each(|place| each(place as usize)),
        }
    }

    /// All messages under way, in order where there is one.
    pub fn waiting<const W: usize>(&self, state: &Packed<W>) -> Vec<usize> {
        let held = self.net.slot().get(state);
        match self.net {
            Net::Queue { entry, .. } => {
                let one = |at: usize| (from(held, at, entry) & ((1 << entry) - 1)) as usize - 1;
                (0..length(held, entry)).map(one).collect()
            }
            Net::Bag(_) => ones(held).map(|place| place as usize).collect(),
        }
    }

    /// A message is under way.
    pub fn put<const W: usize>(&self, state: &mut Packed<W>, place: usize) {
        let slot = self.net.slot();
        let held = slot.get(state);
        let with = match self.net {
            Net::Queue { entry, .. } => held | (place as u64 + 1) << (length(held, entry) * entry),
            Net::Bag(_) => held | 1 << place,
        };
        slot.set(state, with);
    }

    /// A message is no longer under way; in order, it is the first one.
    pub fn take<const W: usize>(&self, state: &mut Packed<W>, place: usize) {
        let slot = self.net.slot();
        let held = slot.get(state);
        let without = match self.net {
            Net::Queue { entry, .. } => from(held, 1, entry),
            Net::Bag(_) => held & !(1 << place),
        };
        slot.set(state, without);
    }

    /// A message has arrived and can come again.
    pub fn remember<const W: usize>(&self, state: &mut Packed<W>, place: usize) {
        if let Net::Queue { entry, log: Some(log), .. } = self.net {
            let held = log.get(state);
            log.set(state, held | (place as u64 + 1) << (length(held, entry) * entry));
        }
    }

    /// Nothing comes again any more.
    pub fn forget<const W: usize>(&self, state: &mut Packed<W>) {
        if let Net::Queue { log: Some(log), .. } = self.net {
            log.set(state, 0);
        }
    }

    /// Every place of the log from which messages can come again: the message there, and the state in which it and all
    /// after it are under way again, before those that have not arrived yet.
    pub fn each_rewound<const W: usize>(&self, state: &Packed<W>, mut each: impl FnMut(usize, Packed<W>)) {
        let Net::Queue { slot, entry, log: Some(log) } = self.net else { return };
        let had = log.get(state);
        for at in 0..length(had, entry) {
            let again = from(had, at, entry);
            let mut next = *state;
            slot.set(&mut next, slot.get(state) << (length(again, entry) * entry) | again);
            log.set(&mut next, had & ((1 << (at * entry)) - 1));
            each((again & ((1 << entry) - 1)) as usize - 1, next);
        }
    }
}
