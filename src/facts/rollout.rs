//! Which flows are live in which phase of the rollout.

use fixedbitset::FixedBitSet;

use crate::facts::territory::is_at_or_after;
use crate::model::Model;
use crate::model::flow::Flow;
use crate::model::id::Id;

/// Which flows are live when.
#[derive(Clone, Debug, Default)]
pub struct Rollout {
    live: Vec<Option<FixedBitSet>>,
}

impl Rollout {
    /// The rollout of a model.
    pub fn of(model: &Model) -> Self {
        let none = || FixedBitSet::with_capacity(model.phases.len());
        let mut starts: Vec<Option<FixedBitSet>> = vec![None; model.flows.len()];
        let mut ends: Vec<Option<FixedBitSet>> = vec![None; model.flows.len()];
        for (phase, said) in model.phases.iter() {
            for flow in said.flows.iter().filter_map(|flow| flow.target) {
                starts[flow.index()].get_or_insert_with(none).insert(phase.index());
            }
            for flow in said.retires.iter().filter_map(|flow| flow.target) {
                ends[flow.index()].get_or_insert_with(none).insert(phase.index());
            }
        }
        let live = starts.into_iter().zip(ends).map(|(starts, ends)| {
            if starts.is_none() && ends.is_none() {
                return None;
            }
            let passed = |set: &FixedBitSet, phase| set.ones().any(|at| is_at_or_after(model, phase, Id::new(at)));
            let is_live = |phase: &Id<_>| {
                starts.as_ref().is_none_or(|starts| passed(starts, *phase))
                    && !ends.as_ref().is_some_and(|ends| passed(ends, *phase))
            };
            let mut live = none();
            live.extend(model.phases.ids().filter(is_live).map(Id::index));
            Some(live)
        });
        Self { live: live.collect() }
    }

    /// The phases in which a flow is live, by index; `None` for all.
    pub fn phases(&self, flow: Id<Flow>) -> Option<&FixedBitSet> {
        self.live[flow.index()].as_ref()
    }
}
