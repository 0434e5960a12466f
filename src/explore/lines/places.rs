//! Where the parts of a state lie among its bits.

use crate::explore::layout::{Layout, Packed, Slot, bits_for};
use crate::explore::lines::model::{Channel, Content, Key, Lines};

/// A count is held with this much added, so that it is not negative: a copy can run behind or ahead by what is under way.
const OFFSET: i64 = 12;

/// Bits of a count that may be wrong.
const COUNT: usize = 5;

/// Bits of a number of pieces that were moved, or are there.
const PIECES: usize = 2;

/// Lines with the places of all that a state has.
#[derive(Debug)]
pub struct Places<'a> {
    pub lines: &'a Lines,
    /// By line.
    pub of_line: Vec<OfLine>,
    /// How many words each line has; those of the first line come first.
    pub words_of_line: usize,
    /// The state of the whole.
    pub whole: Slot,
    /// Whether the fault is still to come.
    pub fault: Slot,
    /// For each channel, the numbers that came, where they do not differ by line.
    pub came: Vec<Slot>,
    /// The parts that decisions take from.
    pub open: u64,
    pub words: usize,
}

/// The places of one line.
#[derive(Clone, Debug)]
pub struct OfLine {
    pub state: Slot,
    /// What is in each part.
    pub there: Vec<Slot>,
    /// What each system counts, by system and part.
    pub counted: Vec<Vec<Option<Slot>>>,
    /// What is under way, by channel; the oldest first, and nothing after nothing.
    pub under_way: Vec<Vec<Slot>>,
    /// For each channel, the numbers that came, where they differ by line.
    pub came: Vec<Slot>,
    /// The state that the owner of the whole sees.
    pub seen: Slot,
}

/// A message: which of those that its channel carries, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    pub carried: usize,
    pub amounts: [u8; Lines::MOVES],
    pub values: [i64; Lines::PARTS],
}

impl<'a> Places<'a> {
    pub fn of(lines: &'a Lines) -> Self {
        let mut layout = Layout::default();
        let numbers = |channel: &Channel, wanted: bool| match &channel.key {
            Key::Numbers { by_line, of } if *by_line == wanted => of.iter().max().map_or(0, |most| most + 1),
            _ => 0,
        };
        let under_way: Vec<Vec<Slot>> = lines
            .channels
            .iter()
            .map(|channel| (0..channel.room()).map(|_| layout.slot(width(lines, channel))).collect())
            .collect();
        let of_line = OfLine {
            counted: lines
                .books
                .iter()
                .map(|book| {
                    (0..lines.parts).map(|part| (book.holds >> part & 1 == 1).then(|| layout.slot(COUNT))).collect()
                })
                .collect(),
            state: layout.slot(bits_for(lines.states)),
            there: (0..lines.parts).map(|_| layout.slot(PIECES)).collect(),
            under_way,
            came: lines.channels.iter().map(|channel| layout.slot(numbers(channel, true))).collect(),
            seen: layout.slot(if lines.whole.is_some() { bits_for(lines.states) } else { 0 }),
        };
        let words_of_line = layout.words();
        let mut rest = Layout::default();
        let whole = rest.slot(lines.whole.as_ref().map_or(0, |whole| bits_for(whole.states)));
        let fault = rest.slot(1);
        let came = lines.channels.iter().map(|channel| rest.slot(numbers(channel, false))).collect::<Vec<Slot>>();
        let before = words_of_line * lines.lines;
        Self {
            lines,
            of_line: (0..lines.lines).map(|line| of_line.further(line * words_of_line)).collect(),
            words_of_line,
            whole: whole.further(before),
            fault: fault.further(before),
            came: came.into_iter().map(|slot| slot.further(before)).collect(),
            open: lines.open(),
            words: before + rest.words(),
        }
    }

    /// What is in a part.
    pub fn there<const W: usize>(&self, state: &Packed<W>, line: usize, part: usize) -> i64 {
        self.of_line[line].there[part].get(state).cast_signed()
    }

    /// What a system counts in a part; `None` where it does not.
    pub fn counted<const W: usize>(&self, state: &Packed<W>, line: usize, system: usize, part: usize) -> Option<i64> {
        let slot = self.of_line[line].counted[system][part]?;
        Some(slot.get(state).cast_signed() - OFFSET)
    }

    /// Puts a count in place, where the system keeps one.
    pub fn set_counted<const W: usize>(
        &self,
        state: &mut Packed<W>,
        line: usize,
        system: usize,
        part: usize,
        count: i64,
    ) {
        if let Some(slot) = self.of_line[line].counted[system][part] {
            slot.set(state, (count + OFFSET).clamp(0, (1 << COUNT) - 1).cast_unsigned());
        }
    }

    /// What a system goes by in a part: its own count, or what is there.
    pub fn sees<const W: usize>(&self, state: &Packed<W>, line: usize, system: usize, part: usize) -> i64 {
        self.counted(state, line, system, part).unwrap_or_else(|| self.there(state, line, part))
    }

    /// The message at a place of a channel.
    pub fn message<const W: usize>(
        &self,
        state: &Packed<W>,
        line: usize,
        channel: usize,
        place: usize,
    ) -> Option<Message> {
        let mut bits = self.of_line[line].under_way[channel].get(place)?.get(state);
        let said = &self.lines.channels[channel];
        let mut take = |width: usize| {
            let taken = bits & ((1 << width) - 1);
            bits >>= width;
            taken
        };
        let carried = (take(bits_for(said.carries.len() + 1)) as usize).checked_sub(1)?;
        let mut message = Message { carried, amounts: [0; Lines::MOVES], values: [0; Lines::PARTS] };
        match said.carries[carried].content {
            Content::Changes => message.amounts.iter_mut().for_each(|amount| *amount = take(PIECES) as u8),
            Content::Values => {
                for part in (0..self.lines.parts).filter(|part| said.parts >> part & 1 == 1) {
                    message.values[part] = take(COUNT).cast_signed() - OFFSET;
                }
            }
            Content::Nothing | Content::All => {}
        }
        Some(message)
    }

    /// A message as bits.
    pub fn bits(&self, channel: usize, message: &Message) -> u64 {
        let said = &self.lines.channels[channel];
        let (mut bits, mut used) = (0, 0);
        let mut put = |width: usize, value: u64| {
            bits |= value << used;
            used += width;
        };
        put(bits_for(said.carries.len() + 1), message.carried as u64 + 1);
        match said.carries[message.carried].content {
            Content::Changes => message.amounts.iter().for_each(|amount| put(PIECES, u64::from(*amount))),
            Content::Values => {
                for part in (0..self.lines.parts).filter(|part| said.parts >> part & 1 == 1) {
                    put(COUNT, (message.values[part] + OFFSET).clamp(0, (1 << COUNT) - 1).cast_unsigned());
                }
            }
            Content::Nothing | Content::All => {}
        }
        bits
    }
}

/// Bits of a message of a channel.
fn width(lines: &Lines, channel: &Channel) -> usize {
    let content = channel.carries.iter().map(|carried| match carried.content {
        Content::Nothing | Content::All => 0,
        Content::Changes => PIECES * Lines::MOVES,
        Content::Values => COUNT * (channel.parts & ((1 << lines.parts) - 1)).count_ones() as usize,
    });
    bits_for(channel.carries.len() + 1) + content.max().unwrap_or(0)
}

impl OfLine {
    fn further(&self, words: usize) -> Self {
        let moved = |slot: &Slot| slot.further(words);
        Self {
            state: moved(&self.state),
            there: self.there.iter().map(moved).collect(),
            counted: self
                .counted
                .iter()
                .map(|book| book.iter().map(|slot| slot.as_ref().map(moved)).collect())
                .collect(),
            under_way: self.under_way.iter().map(|places| places.iter().map(moved).collect()).collect(),
            came: self.came.iter().map(moved).collect(),
            seen: moved(&self.seen),
        }
    }
}
