//! Which name means which element, and which name was probably meant.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::model::key::Kind;
use crate::source::Span;
use crate::steps::step;

/// No more names than this are compared to find the ones that were meant, in all findings of one charter together.
pub(super) const MOST_COMPARED: usize = 2_000_000;

/// Where a name counts: for its kind, and for parts inside one element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Space {
    /// The kind.
    pub kind: Kind,
    /// The element that holds it; 0 where names count everywhere.
    pub within: u32,
}

impl Space {
    /// The names of a kind that count everywhere.
    pub fn of(kind: Kind) -> Self {
        Self { kind, within: 0 }
    }
}

/// What a name means.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// The index of the element among those of its kind.
    pub index: u32,
    /// Where the name is declared.
    pub span: Span,
}

/// All names that are declared.
#[derive(Default)]
pub(super) struct Names<'f> {
    meanings: FxHashMap<(Space, Cow<'f, str>), Meaning>,
}

impl<'f> Names<'f> {
    /// Gives a name its meaning, or answers with the one that it has.
    pub fn declare(&mut self, space: Space, name: Cow<'f, str>, meaning: Meaning) -> Result<(), Meaning> {
        step(1);
        match self.meanings.entry((space, name)) {
            std::collections::hash_map::Entry::Occupied(known) => Err(*known.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(meaning);
                Ok(())
            }
        }
    }

    /// What a name means.
    pub fn find(&self, space: Space, name: &str) -> Option<Meaning> {
        let meanings: &FxHashMap<(Space, Cow<'_, str>), Meaning> = &self.meanings;
        find(meanings, space, name)
    }

    /// The kinds, other than that of `space`, in which the name counts everywhere.
    pub fn elsewhere(&self, space: Space, name: &str) -> Option<(Kind, Meaning)> {
        let kinds = <Kind as crate::model::choice::Choice>::ALL.iter().filter(|kind| **kind != space.kind);
        kinds.filter_map(|kind| Some((*kind, self.find(Space::of(*kind), name)?))).find(|(kind, _)| kind.is_named())
    }

    /// The names in a space, in the order of the alphabet. Empty when no more may be compared.
    pub fn all(&self, space: Space, comparisons: &mut usize) -> Vec<&str> {
        if *comparisons == 0 {
            return Vec::new();
        }
        *comparisons = comparisons.saturating_sub(self.meanings.len());
        step(self.meanings.len());
        let mut names: Vec<&str> =
            self.meanings.keys().filter(|(of, _)| *of == space).map(|(_, name)| name.as_ref()).collect();
        names.sort_unstable();
        names
    }
}

/// The lookup, apart, so that the lifetime of the table may shrink to that of the name.
fn find<'n>(meanings: &FxHashMap<(Space, Cow<'n, str>), Meaning>, space: Space, name: &'n str) -> Option<Meaning> {
    step(1);
    meanings.get(&(space, Cow::Borrowed(name))).copied()
}
