//! Definitions that need nothing of one another are lowered side by side.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;

use rayon::prelude::*;

use crate::steps::{counted, step};

use super::{Declaration, Lowering, Notes};

/// Into how many parts a list of definitions is cut, on any machine: what is found does not depend on the threads.
const PARTS: usize = 8;

/// What only one reads while it grows, and then many.
#[derive(Default)]
pub(super) struct Shared<T>(Arc<T>);

impl<T> Shared<T> {
    /// The value, when nobody else reads it any more.
    pub(super) fn into_inner(self) -> Option<T> {
        Arc::into_inner(self.0)
    }

    fn again(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Arc::get_mut(&mut self.0).expect("nothing grows while it is read side by side")
    }
}

impl<'f> Lowering<'f> {
    /// What `lower` makes of each declaration, in their order. It may look at everything and change only the notes.
    pub(super) fn side_by_side<T: Send>(
        &mut self,
        declarations: &[Declaration<'f>],
        lower: impl Fn(&mut Self, &Declaration<'f>) -> T + Sync,
    ) -> Vec<T> {
        let here = &*self;
        let share = here.notes.comparisons / PARTS;
        let part = |part: &[Declaration<'f>]| {
            counted(|| {
                let mut there = here.reader(share);
                let made: Vec<T> = part.iter().map(|declaration| lower(&mut there, declaration)).collect();
                (there.notes, made)
            })
        };
        let size = declarations.len().div_ceil(PARTS).max(1);
        let parts: Vec<(u64, (Notes, Vec<T>))> = declarations.par_chunks(size).with_max_len(1).map(part).collect();
        let mut all = Vec::with_capacity(declarations.len());
        for (steps, (notes, made)) in parts {
            step(steps as usize);
            self.notes.add(notes, share);
            all.extend(made);
        }
        all
    }

    /// The same, to be read by another thread, with notes of its own.
    fn reader(&self, comparisons: usize) -> Self {
        let notes = Notes { comparisons, ..Notes::default() };
        Self {
            model: self.model.again(),
            names: self.names.again(),
            lifecycles_of: self.lifecycles_of.again(),
            has_lost_lifecycle: self.has_lost_lifecycle,
            template_words: self.template_words.again(),
            declared: Vec::new(),
            flow_words: Vec::new(),
            record_words: Vec::new(),
            exception_words: Vec::new(),
            notes,
        }
    }
}

impl Notes {
    /// Adds those of a part that might do so many comparisons.
    fn add(&mut self, other: Self, comparisons: usize) {
        self.found.extend(other.found);
        self.references.extend(other.references);
        self.used_templates.extend(other.used_templates);
        self.comparisons -= comparisons - other.comparisons;
    }
}
