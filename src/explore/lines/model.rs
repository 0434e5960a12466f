//! What is explored, as plain data: parts of a sum, decisions that move pieces, books, and what messages bring.

use crate::explore::protocol::Arrives;

/// Lines of one order, alike, and who keeps count of their pieces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lines {
    /// How many lines there are, at most [`Self::LINES`].
    pub lines: usize,
    /// How many pieces each has, at most [`Self::PIECES`].
    pub pieces: usize,
    /// The parts of the sum; they are numbered from 0.
    pub parts: usize,
    /// How many states a line has.
    pub states: usize,
    /// The state in which it begins.
    pub start: usize,
    /// The part in which all pieces are then.
    pub first: usize,
    /// The states in which it is over, as a set of bits.
    pub finals: u64,
    /// What can happen to a line.
    pub decisions: Vec<Decision>,
    /// What each system keeps count of.
    pub books: Vec<Book>,
    /// What carries the news.
    pub channels: Vec<Channel>,
    /// The state of the whole, where it follows from those of the lines.
    pub whole: Option<Whole>,
}

/// A change of a line that one system decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The system.
    pub owner: usize,
    /// The states in which it may happen, as a set of bits.
    pub from: u64,
    /// The state that follows. One in which a line is over may leave no pieces in a part that others take from.
    pub to: usize,
    /// Pieces that leave one part and enter another.
    pub moves: Vec<(usize, usize)>,
    /// Whether it may move some of the pieces only; then it has one move.
    pub partly: bool,
}

/// The parts of which a system keeps count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Book {
    /// The parts, as a set of bits.
    pub holds: u64,
    /// Those that must be right when nothing is under way.
    pub judged: u64,
}

/// One channel from one system to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// The sender.
    pub from: usize,
    /// The receiver.
    pub to: usize,
    /// The decisions that it tells of. Of those that its sender does not decide, the sender passes on what it hears.
    pub carries: Vec<Carried>,
    /// The parts of which it says something, as a set of bits.
    pub parts: u64,
    /// Whether messages about a line arrive as they were sent.
    pub ordered: bool,
    /// How often a message arrives.
    pub arrives: Arrives,
    /// What the receiver takes for a second copy.
    pub key: Key,
    /// Whether the receiver drops what is older than what it has had by this channel.
    pub versioned: bool,
}

/// What a message about a decision brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The decision.
    pub decision: usize,
    /// Whether the receiver hears by it that the decision was taken.
    pub tells: bool,
    /// What it says of the pieces.
    pub content: Content,
}

/// What a message says of the pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    Nothing,
    /// What the sender has in the channel's parts when it sends; the receiver puts that in place of what it has.
    Values,
    /// How many pieces were moved; the receiver moves as many in the channel's parts.
    Changes,
    /// Not how many: the receiver moves all that it has, whatever the channel's parts are.
    All,
}

/// What a receiver takes for a second copy of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    /// Nothing: it applies every copy.
    None,
    /// What is a second copy.
    Each,
    /// Every message that has the number of one that it has had.
    Numbers {
        /// The number of each message, in the order of what the channel carries; below 8.
        of: Vec<usize>,
        /// Whether messages about different lines differ.
        by_line: bool,
    },
}

/// The state of the whole, which one system changes when it decides or hears something of a line, if its rules say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The system.
    pub owner: usize,
    /// How many states it has.
    pub states: usize,
    /// The rules; the first that holds decides.
    pub rules: Vec<WholeRule>,
    /// The state when none holds, in which it begins as well.
    pub otherwise: usize,
    /// The changes that there are: from one state to another.
    pub changes: Vec<(usize, usize)>,
}

/// One rule of a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WholeRule {
    /// Whether all lines must be in the state, or any.
    pub all: bool,
    /// The state of the lines.
    pub state: usize,
    /// The state of the whole.
    pub to: usize,
}

impl Lines {
    /// Most lines.
    pub const LINES: usize = 2;
    /// Most pieces of a line.
    pub const PIECES: usize = 3;
    /// Most parts.
    pub const PARTS: usize = 8;
    /// Most states, of a line and of the whole.
    pub const STATES: usize = 16;
    /// Most decisions.
    pub const DECISIONS: usize = 31;
    /// Most moves of one decision.
    pub const MOVES: usize = 4;
    /// Most systems.
    pub const SYSTEMS: usize = 16;
    /// Most messages about one line that are under way on one channel; on one that keeps their order there is one.
    pub const UNDER_WAY: usize = 2;
    /// Most numbers of keys.
    pub const NUMBERS: usize = 8;

    /// Whether it is small enough to be packed.
    pub fn is_small(&self) -> bool {
        let is_small = |channel: &Channel| match &channel.key {
            Key::Numbers { of, .. } => of.iter().all(|number| *number < Self::NUMBERS),
            Key::None | Key::Each => true,
        };
        self.lines <= Self::LINES
            && self.pieces <= Self::PIECES
            && self.parts <= Self::PARTS
            && self.states <= Self::STATES
            && self.decisions.len() <= Self::DECISIONS
            && self.decisions.iter().all(|decision| decision.moves.len() <= Self::MOVES)
            && self.books.len() <= Self::SYSTEMS
            && self.channels.iter().all(is_small)
            && self.whole.as_ref().is_none_or(|whole| whole.states <= Self::STATES)
    }

    /// The parts that some decision takes pieces from, as a set of bits.
    pub fn open(&self) -> u64 {
        self.decisions.iter().flat_map(|decision| &decision.moves).fold(0, |set, (from, _)| set | 1 << from)
    }

    /// Whether a system decides something or tells somebody of it.
    pub fn acts(&self, system: usize) -> bool {
        self.decisions.iter().any(|decision| decision.owner == system)
            || self.channels.iter().any(|channel| channel.from == system)
            || self.whole.as_ref().is_some_and(|whole| whole.owner == system)
    }
}

impl Channel {
    /// Most messages about one line that are under way on it. A second one shows what comes of a wrong order.
    pub fn room(&self) -> usize {
        if self.ordered { 1 } else { Lines::UNDER_WAY }
    }
}

impl Whole {
    /// The state that follows from those of the lines.
    pub fn state(&self, lines: &[usize]) -> usize {
        let holds = |rule: &&WholeRule| {
            if rule.all { lines.iter().all(|state| *state == rule.state) } else { lines.contains(&rule.state) }
        };
        self.rules.iter().find(holds).map_or(self.otherwise, |rule| rule.to)
    }
}
