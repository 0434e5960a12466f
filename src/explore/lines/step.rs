//! What can happen next: a decision, a message that arrives, once or twice, or is lost.

use crate::explore::layout::Packed;
use crate::explore::lines::model::{Channel, Content, Decision, Key, Lines};
use crate::explore::lines::places::{Message, Places};
use crate::explore::lines::search::Breach;

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A system decides.
    Decided {
        /// Of which line.
        line: usize,
        /// What.
        decision: usize,
        /// How many pieces each of its moves takes.
        amounts: [u8; Lines::MOVES],
    },
    /// A message arrives.
    Came {
        /// About which line.
        line: usize,
        /// By which channel.
        channel: usize,
        /// About what.
        decision: usize,
    },
    /// A message arrives, and will arrive again.
    CameFirst {
        /// About which line.
        line: usize,
        /// By which channel.
        channel: usize,
        /// About what.
        decision: usize,
    },
    /// A message is lost.
    Lost {
        /// About which line.
        line: usize,
        /// By which channel.
        channel: usize,
        /// About what.
        decision: usize,
    },
}

impl Happening {
    /// The line that it is about.
    pub fn line(self) -> usize {
        match self {
            Self::Decided { line, .. }
            | Self::Came { line, .. }
            | Self::CameFirst { line, .. }
            | Self::Lost { line, .. } => line,
        }
    }
}

/// What comes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Done,
    /// It took effect, and what was sent before it will be dropped.
    DroppedOlder,
    /// It was taken for a copy of another message, and dropped.
    TakenForCopy,
    /// It is not possible with the pieces that are there.
    Impossible(Breach),
}

/// A channel that commits a fault, once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// A message arrives twice.
    pub doubled: Option<usize>,
    /// A message is lost.
    pub lost: Option<usize>,
}

impl Places<'_> {
    /// Every step from a state, in a fixed order: by line, decisions, arrivals and faults. An impossible one has no state after it.
    pub fn steps<const W: usize>(
        &self,
        state: &Packed<W>,
        faults: Faults,
        mut each: impl FnMut(Happening, Outcome, &Packed<W>),
    ) {
        let may_fail = self.fault.get(state) == 1;
        for line in 0..self.lines.lines {
            for (index, decision) in self.lines.decisions.iter().enumerate() {
                self.decide(state, line, index, decision, &mut each);
            }
            for (index, channel) in self.lines.channels.iter().enumerate() {
                let mut earlier = None;
                for place in 0..channel.room() {
                    let Some(message) = self.message(state, line, index, place) else { break };
                    if earlier == Some(message) {
                        break;
                    }
                    earlier = Some(message);
                    let decision = channel.carries[message.carried].decision;
                    let happening = Happening::Came { line, channel: index, decision };
                    self.arrive(state, line, index, place, false, |outcome, next| each(happening, outcome, next));
                    if may_fail && faults.doubled == Some(index) {
                        let happening = Happening::CameFirst { line, channel: index, decision };
                        self.arrive(state, line, index, place, true, |outcome, next| each(happening, outcome, next));
                    }
                    if may_fail && faults.lost == Some(index) {
                        let mut next = *state;
                        self.take(&mut next, line, index, place);
                        self.fault.set(&mut next, 0);
                        each(Happening::Lost { line, channel: index, decision }, Outcome::Done, &next);
                    }
                }
            }
        }
    }

    /// The owner of the whole sees a line in a state, and changes the whole if that follows and can be.
    fn see<const W: usize>(&self, next: &mut Packed<W>, line: usize, system: usize, to: usize) {
        let Some(whole) = self.lines.whole.as_ref().filter(|whole| whole.owner == system) else { return };
        self.of_line[line].seen.set(next, to as u64);
        let seen: Vec<usize> = self.of_line.iter().map(|line| line.seen.get(next) as usize).collect();
        let (at, to) = (self.whole.get(next) as usize, whole.state(&seen));
        if whole.changes.contains(&(at, to)) {
            self.whole.set(next, to as u64);
        }
    }

    /// What a system can decide, with every number of pieces.
    fn decide<const W: usize>(
        &self,
        state: &Packed<W>,
        line: usize,
        index: usize,
        decision: &Decision,
        each: &mut impl FnMut(Happening, Outcome, &Packed<W>),
    ) {
        let at = self.of_line[line].state.get(state);
        if decision.from >> at & 1 == 0
            || self.is_behind(state, line, decision.owner)
            || !self.has_room(state, line, index, decision.owner)
        {
            return;
        }
        let mut left = [0i64; Lines::PARTS];
        for (part, left) in left.iter_mut().enumerate().take(self.lines.parts) {
            *left = self.sees(state, line, decision.owner, part).max(0);
        }
        let mut amounts = [0u8; Lines::MOVES];
        for (amount, &(from, _)) in amounts.iter_mut().zip(&decision.moves) {
            *amount = few(left[from]);
            left[from] -= i64::from(*amount);
        }
        let all: u8 = amounts.iter().sum();
        if !decision.moves.is_empty() && all == 0 {
            return;
        }
        let is_over = self.lines.finals >> decision.to & 1 == 1 && !decision.moves.is_empty();
        let least = if decision.partly && !is_over && all > 0 { 1 } else { amounts[0] };
        for amount in least..=amounts[0] {
            amounts[0] = amount;
            let mut next = *state;
            let happening = Happening::Decided { line, decision: index, amounts };
            if is_over && self.leaves_open(state, line, decision, amounts) {
                return;
            }
            let outcome = match self.carry_out(&mut next, line, index, decision, amounts) {
                None => Outcome::Done,
                Some(breach) => Outcome::Impossible(breach),
            };
            each(happening, outcome, &next);
        }
    }

    /// Whether a decision leaves pieces in a part that decisions take from.
    fn leaves_open<const W: usize>(
        &self,
        state: &Packed<W>,
        line: usize,
        decision: &Decision,
        amounts: [u8; Lines::MOVES],
    ) -> bool {
        (0..self.lines.parts).filter(|part| self.open >> part & 1 == 1).any(|part| {
            let moved = decision
                .moves
                .iter()
                .zip(amounts)
                .map(|(&(from, to), amount)| i64::from(amount) * (i64::from(to == part) - i64::from(from == part)));
            self.there(state, line, part) + moved.sum::<i64>() > 0
        })
    }

    /// Moves the pieces, in truth and in the count of who decides, and sends the news.
    fn carry_out<const W: usize>(
        &self,
        next: &mut Packed<W>,
        line: usize,
        index: usize,
        decision: &Decision,
        amounts: [u8; Lines::MOVES],
    ) -> Option<Breach> {
        for (&(from, to), amount) in decision.moves.iter().zip(amounts) {
            let amount = i64::from(amount);
            let there = self.there(next, line, from);
            if there < amount {
                return Some(Breach::NotThere { line, decision: index, part: from });
            }
            let places = &self.of_line[line].there;
            places[from].set(next, (there - amount).cast_unsigned());
            let more = self.there(next, line, to) + amount;
            places[to].set(next, more.cast_unsigned());
            self.count(next, line, decision.owner, from, -amount);
            self.count(next, line, decision.owner, to, amount);
        }
        self.of_line[line].state.set(next, decision.to as u64);
        self.see(next, line, decision.owner, decision.to);
        self.send(next, line, index, decision.owner, amounts);
        None
    }

    fn count<const W: usize>(&self, next: &mut Packed<W>, line: usize, system: usize, part: usize, change: i64) {
        if let Some(count) = self.counted(next, line, system, part) {
            self.set_counted(next, line, system, part, count + change);
        }
    }

    /// Whether a system has not heard yet of something that it is told of.
    fn is_behind<const W: usize>(&self, state: &Packed<W>, line: usize, system: usize) -> bool {
        let tells = |(index, channel): (usize, &Channel)| {
            channel.to == system
                && (0..Lines::UNDER_WAY)
                    .map_while(|place| self.message(state, line, index, place))
                    .any(|message| channel.carries[message.carried].tells)
        };
        self.lines.channels.iter().enumerate().any(tells)
    }

    /// The channels on which a system tells of a decision, with what each carries.
    fn tells(&self, decision: usize, system: usize) -> impl Iterator<Item = (usize, usize)> {
        let channels = self.lines.channels.iter().enumerate().filter(move |(_, channel)| channel.from == system);
        channels.filter_map(move |(index, channel)| {
            Some((index, channel.carries.iter().position(|carried| carried.decision == decision)?))
        })
    }

    fn has_room<const W: usize>(&self, state: &Packed<W>, line: usize, decision: usize, system: usize) -> bool {
        self.tells(decision, system)
            .all(|(channel, _)| self.message(state, line, channel, self.lines.channels[channel].room() - 1).is_none())
    }

    /// Sends what a system tells of a decision; there is room.
    fn send<const W: usize>(
        &self,
        next: &mut Packed<W>,
        line: usize,
        decision: usize,
        system: usize,
        amounts: [u8; Lines::MOVES],
    ) {
        for (channel, carried) in self.tells(decision, system) {
            let mut values = [0; Lines::PARTS];
            for (part, value) in values.iter_mut().enumerate().take(self.lines.parts) {
                *value = self.sees(next, line, system, part);
            }
            let bits = self.bits(channel, &Message { carried, amounts, values });
            let places = &self.of_line[line].under_way[channel];
            let free = places.iter().find(|place| place.get(next) == 0);
            free.expect("a step that sends has room").set(next, bits);
        }
    }

    /// A message is no longer under way.
    fn take<const W: usize>(&self, next: &mut Packed<W>, line: usize, channel: usize, place: usize) {
        let places = &self.of_line[line].under_way[channel];
        for at in place..places.len() {
            let following = places.get(at + 1).map_or(0, |following| following.get(next));
            places[at].set(next, following);
        }
    }

    /// A message arrives; `stays` where it will arrive again.
    fn arrive<const W: usize>(
        &self,
        state: &Packed<W>,
        line: usize,
        index: usize,
        place: usize,
        stays: bool,
        mut each: impl FnMut(Outcome, &Packed<W>),
    ) {
        let channel = &self.lines.channels[index];
        let message = self.message(state, line, index, place).expect("it is under way");
        let carried = channel.carries[message.carried];
        let passes_on = carried.tells && self.lines.decisions[carried.decision].owner != channel.to;
        if passes_on && !self.has_room(state, line, carried.decision, channel.to) {
            return;
        }
        let mut next = *state;
        let mut outcome = Outcome::Done;
        if stays {
            self.fault.set(&mut next, 0);
        } else {
            self.take(&mut next, line, index, place);
        }
        if channel.versioned && place > 0 {
            for _ in 0..place {
                self.take(&mut next, line, index, 0);
            }
            outcome = Outcome::DroppedOlder;
        }
        if let Key::Numbers { of, by_line } = &channel.key {
            let slot = if *by_line { self.of_line[line].came[index] } else { self.came[index] };
            let (came, number) = (slot.get(&next), of[message.carried]);
            if came >> number & 1 == 1 {
                each(Outcome::TakenForCopy, &next);
                return;
            }
            slot.set(&mut next, came | 1 << number);
        }
        let amounts = self.apply(&mut next, line, channel, &message);
        if carried.tells {
            self.see(&mut next, line, channel.to, self.lines.decisions[carried.decision].to);
        }
        if passes_on {
            self.send(&mut next, line, carried.decision, channel.to, amounts);
        }
        each(outcome, &next);
    }

    /// Brings what a message says into the count of its receiver, and says how many pieces that moved.
    fn apply<const W: usize>(
        &self,
        next: &mut Packed<W>,
        line: usize,
        channel: &Channel,
        message: &Message,
    ) -> [u8; Lines::MOVES] {
        let carried = channel.carries[message.carried];
        let moves = &self.lines.decisions[carried.decision].moves;
        let is_said = |part: usize| channel.parts >> part & 1 == 1;
        let mut amounts = message.amounts;
        match carried.content {
            Content::Nothing => {}
            Content::Values => {
                for (amount, &(_, to)) in amounts.iter_mut().zip(moves).filter(|(_, (_, to))| is_said(*to)) {
                    let before = self.counted(next, line, channel.to, to).unwrap_or(message.values[to]);
                    *amount = few(message.values[to] - before);
                }
                for part in (0..self.lines.parts).filter(|part| is_said(*part)) {
                    self.set_counted(next, line, channel.to, part, message.values[part]);
                }
            }
            Content::Changes | Content::All => {
                for (at, &(from, to)) in moves.iter().enumerate() {
                    let is_all = carried.content == Content::All;
                    if is_all {
                        amounts[at] = few(self.sees(next, line, channel.to, from));
                    }
                    let amount = i64::from(amounts[at]);
                    for (part, change) in [(from, -amount), (to, amount)] {
                        if is_all || is_said(part) {
                            self.count(next, line, channel.to, part, change);
                        }
                    }
                }
            }
        }
        amounts
    }
}

/// A count as pieces that are moved: none where it is negative, and no more than there are of one line.
fn few(count: i64) -> u8 {
    count.clamp(0, 3).cast_unsigned() as u8
}
