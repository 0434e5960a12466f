//! Who gets what is too old, judged point by point.

use std::collections::BTreeSet;

use super::super::charter::Thing;
use super::{Due, Judge};

impl Judge<'_> {
    /// Readers that get what is too old for them, and meetings of two ways of which the slower has no guard.
    pub(super) fn ages(&mut self) {
        let mut due: Vec<Due> = Vec::new();
        let mut shown: BTreeSet<(usize, usize)> = BTreeSet::new();
        for (at, access) in self.charter.accesses.iter().enumerate() {
            let Some(within) = access.within else { continue };
            for &field in &access.fields {
                for point in (0..self.points.len()).filter(|point| self.is_within(access, *point)) {
                    let ages = self.charter.ages(field, &self.points[point], access.system);
                    let Some((freshest, _)) = ages.filter(|ages| ages.1 > within) else { continue };
                    let place = vec![Thing::Access(at)];
                    if freshest > within {
                        due.push(("stale-reader", vec![place]));
                    } else {
                        due.push(("stale-when-degraded", vec![place]));
                        shown.extend(self.culprit(field, point, access.system));
                    }
                }
            }
        }
        for field in 0..self.charter.fields.len() {
            for (ways, _) in self.groups(field) {
                let freshest = self.charter.freshest(ways);
                for (&system, (_, quick)) in &freshest {
                    let lasting = self.charter.lasting(ways, system);
                    let (Some(slow), Some(quick)) = (lasting.by.filter(|_| lasting.overwrites), quick) else {
                        continue;
                    };
                    if slow.flow != quick.flow && !shown.contains(&(slow.flow, system)) {
                        due.push(("stale-overwrite-race", vec![vec![Thing::Flow(slow.flow)]]));
                    }
                }
            }
        }
        self.due.extend(due);
    }

    /// Where on the way of what lasts an older value is put over a newer one: the last such place.
    fn culprit(&self, field: usize, point: usize, system: usize) -> Option<(usize, usize)> {
        let (ways, _) = self.at(field, point)?;
        let mut came = self.charter.lasting(ways, system);
        while let Some(by) = came.by {
            if came.overwrites {
                return Some((by.flow, by.to));
            }
            came = self.charter.lasting(ways, by.from);
        }
        // A computed value: its oldest input was overwritten before.
        let derived = self.charter.derived.as_ref().filter(|_| self.is_derived(field))?;
        let age = |input: &usize| self.charter.ages(*input, &self.points[point], derived.by).map(|ages| ages.1);
        let oldest = *derived.inputs.iter().max_by_key(|input| age(input))?;
        self.culprit(oldest, point, derived.by)
    }
}
