//! Which states are there already: a hash table of their numbers.

use crate::explore::layout::Packed;

/// A hash table of indices of states: open addressing, at most seven eighths full, no random seed.
///
/// A place holds an index in as many low bits as the table has use for, and a part of the hash above them, so that states
/// that differ are hardly ever compared.
pub struct Table {
    places: Vec<u32>,
}

/// A place of the table that holds nothing; no index has all bits.
const EMPTY: u32 = u32::MAX;

/// Where a state belongs, and what was there when it was looked up.
#[derive(Clone, Copy)]
pub struct Look {
    place: usize,
    tag: u32,
    held: u32,
}

impl Table {
    /// A table that holds nothing.
    pub fn new() -> Self {
        Self { places: vec![EMPTY; 64] }
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.places.len() * size_of::<u32>()
    }

    fn mask(&self) -> u32 {
        self.places.len() as u32 - 1
    }

    /// Looks a state up. Many are looked up before the first is held: their places are far apart in memory, and the
    /// machine fetches them side by side.
    pub fn look<const W: usize>(&self, state: &Packed<W>) -> Look {
        let hash = hash(state);
        let place = (hash as u32 & self.mask()) as usize;
        Look { place, tag: (hash >> 32) as u32 & !self.mask(), held: self.places[place] }
    }

    /// Holds `index` for a state that was looked up, if no equal state is held.
    pub fn insert<const W: usize>(&mut self, look: Look, states: &[Packed<W>], state: &Packed<W>, index: u32) -> bool {
        let mask = self.mask();
        let Look { mut place, tag, mut held } = look;
        if held == EMPTY {
            held = self.places[place];
        }
        while held != EMPTY {
            if held & !mask == tag && states[(held & mask) as usize] == *state {
                return false;
            }
            place = (place + 1) & mask as usize;
            held = self.places[place];
        }
        self.places[place] = tag | index;
        true
    }

    /// Makes room for `more` states, besides those that are held already.
    pub fn make_room<const W: usize>(&mut self, states: &[Packed<W>], more: usize) {
        let mut length = self.places.len();
        while (states.len() + more) * 8 > length * 7 {
            length *= 2;
        }
        if length == self.places.len() {
            return;
        }
        self.places = vec![EMPTY; length];
        for (index, state) in states.iter().enumerate() {
            let Look { mut place, tag, .. } = self.look(state);
            while self.places[place] != EMPTY {
                place = (place + 1) & self.mask() as usize;
            }
            self.places[place] = tag | index as u32;
        }
    }
}

/// Folded multiplication of each word, as wyhash does it; the constants are odd and have as many ones as zeros.
fn hash<const W: usize>(state: &Packed<W>) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15_u64;
    for word in state {
        let product = u128::from(hash ^ word) * u128::from(0xd6e8_feb8_6659_fd93_u64);
        hash = (product as u64) ^ (product >> 64) as u64;
    }
    hash
}
