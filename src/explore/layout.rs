//! Where the parts of a state lie among its bits.

/// Words of 64 bits that hold one state.
pub type Packed<const W: usize> = [u64; W];

/// A few bits of a state; they never cross a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    word: u8,
    shift: u8,
    /// As many ones as there are bits.
    mask: u64,
}

impl Slot {
    /// What it holds.
    pub fn get<const W: usize>(self, state: &Packed<W>) -> u64 {
        (state[usize::from(self.word)] >> self.shift) & self.mask
    }

    /// Puts a value in; it fits.
    pub fn set<const W: usize>(self, state: &mut Packed<W>, value: u64) {
        let word = &mut state[usize::from(self.word)];
        *word = (*word & !(self.mask << self.shift)) | (value << self.shift);
    }

    /// The same bits, so many words further on.
    pub fn further(self, words: usize) -> Self {
        Self { word: self.word + words as u8, ..self }
    }

    /// Its bits, among the bits of a state.
    pub fn cover<const W: usize>(self, mask: &mut Packed<W>) {
        mask[usize::from(self.word)] |= self.mask << self.shift;
    }
}

/// Gives out bits, first where they fit.
#[derive(Debug, Default)]
pub struct Layout {
    used: Vec<u8>,
}

impl Layout {
    /// Room for `width` bits, at most 64.
    pub fn slot(&mut self, width: usize) -> Slot {
        let fits = |used: &u8| *used < 64 && usize::from(*used) + width <= 64;
        let word = self.used.iter().position(fits).unwrap_or(self.used.len());
        if word == self.used.len() {
            self.used.push(0);
        }
        let shift = self.used[word];
        self.used[word] += width as u8;
        Slot { word: word as u8, shift, mask: u64::MAX.checked_shr(64 - width as u32).unwrap_or(0) }
    }

    /// How many words are in use.
    pub fn words(&self) -> usize {
        self.used.len().max(1)
    }
}

/// How many bits tell `values` values apart.
pub fn bits_for(values: usize) -> usize {
    values.saturating_sub(1).checked_ilog2().map_or(0, |bits| bits as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_do_not_touch_each_other() {
        let mut layout = Layout::default();
        let slots: Vec<Slot> = [60, 7, 3, 64, 1].into_iter().map(|width| layout.slot(width)).collect();
        assert_eq!(layout.words(), 3);
        let mut state: Packed<3> = [0; 3];
        for slot in &slots {
            slot.set(&mut state, slot.mask);
        }
        slots[2].set(&mut state, 5);
        let held: Vec<u64> = slots.iter().map(|slot| slot.get(&state)).collect();
        assert_eq!(held, [(1 << 60) - 1, 127, 5, u64::MAX, 1]);
    }

    #[test]
    fn as_many_bits_as_needed() {
        let widths = [0, 1, 2, 3, 4, 5, 8, 9, 16].map(bits_for);
        assert_eq!(widths, [0, 0, 1, 2, 2, 3, 3, 4, 4]);
    }
}
