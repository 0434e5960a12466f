//! A set of small numbers: the values that one parameter may take.

/// Numbers below a fixed size.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Bits {
    size: usize,
    words: Vec<u64>,
}

impl Bits {
    /// No number of those below `size`.
    pub(super) fn none(size: usize) -> Bits {
        Bits { size, words: vec![0; size.div_ceil(64)] }
    }

    /// Every number below `size` that `keep` wants.
    pub(super) fn filtered(size: usize, keep: impl Fn(usize) -> bool) -> Bits {
        let mut bits = Bits::none(size);
        (0..size).filter(|&number| keep(number)).for_each(|number| bits.insert(number));
        bits
    }

    /// Adds `number`, which is below the size.
    pub(super) fn insert(&mut self, number: usize) {
        self.words[number / 64] |= 1 << (number % 64);
    }

    /// Is `number` in the set?
    pub(super) fn contains(&self, number: usize) -> bool {
        self.words.get(number / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// The numbers below the size that are not in the set.
    pub(super) fn complement(&self) -> Bits {
        Bits::filtered(self.size, |number| !self.contains(number))
    }

    /// Adds every number of `other`, a set of the same size.
    pub(super) fn extend(&mut self, other: &Bits) {
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            *word |= more;
        }
    }

    /// How many numbers are in the set.
    pub(super) fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Is every number below the size in the set?
    pub(super) fn is_full(&self) -> bool {
        self.count() == self.size
    }

    /// Is no number in the set?
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// How many numbers could be in the set.
    pub(super) fn size(&self) -> usize {
        self.size
    }

    /// The set as words of 64 bits, lowest first.
    pub(super) fn words(&self) -> &[u64] {
        &self.words
    }
}
