//! Which states are there already: a hash table of their numbers.

use crate::explore::layout::Packed;

/// A hash table of indices of states: open addressing, at most three quarters full, no random seed.
pub struct Table {
    places: Vec<u32>,
}

/// A place of the table that holds nothing.
const EMPTY: u32 = u32::MAX;

impl Table {
    /// A table that holds nothing.
    pub fn new() -> Self {
        Self { places: vec![EMPTY; 64] }
    }

    /// Bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.places.len() * size_of::<u32>()
    }

    /// Whether it must grow before it takes one more.
    pub fn is_full(&self, held: usize) -> bool {
        held * 4 >= self.places.len() * 3
    }

    /// Holds `index` for `state`, if no equal state is held.
    pub fn insert<const W: usize>(&mut self, states: &[Packed<W>], state: &Packed<W>, index: u32) -> bool {
        let mask = self.places.len() - 1;
        let mut place = hash(state) as usize & mask;
        loop {
            match self.places[place] {
                EMPTY => {
                    self.places[place] = index;
                    return true;
                }
                held if states[held as usize] == *state => return false,
                _ => place = (place + 1) & mask,
            }
        }
    }

    /// Makes room, for states that are held already.
    pub fn grow<const W: usize>(&mut self, states: &[Packed<W>]) {
        self.places = vec![EMPTY; self.places.len() * 2];
        let mask = self.places.len() - 1;
        for (index, state) in states.iter().enumerate() {
            let mut place = hash(state) as usize & mask;
            while self.places[place] != EMPTY {
                place = (place + 1) & mask;
            }
            self.places[place] = index as u32;
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
