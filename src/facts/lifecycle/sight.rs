//! What a receiver sees of a lifecycle: which states come to it, and by which tables they are written.

use fixedbitset::FixedBitSet;

use crate::facts::lifecycle::{Carriage, Life, Scene};
use crate::facts::state_tables::{StateTables, States};
use crate::model::Model;
use crate::model::flow::Event;
use crate::model::id::Id;
use crate::model::record::Record;

/// A flow that brings states to a receiver by a table.
#[derive(Clone, Debug)]
pub struct Sight<'f> {
    /// The carriage.
    pub carriage: &'f Carriage,
    /// The table by which states are written for the receiver.
    pub table: &'f States,
    /// The states that may come, by index.
    pub states: FixedBitSet,
    /// The scenes in which the flow is live, by index.
    pub scenes: Vec<usize>,
}

impl Life {
    /// The flows that bring the state by a table of the receiver's record.
    pub fn sights<'f>(&'f self, model: &Model, tables: &'f StateTables) -> Vec<Sight<'f>> {
        let sight = |(at, carriage): (usize, &'f Carriage)| {
            let table = tables.table(record(model, carriage)?, self.lifecycle)?;
            let scenes: Vec<usize> =
                (0..self.scenes.len()).filter(|scene| self.scenes[*scene].carriages.contains(at)).collect();
            let mut states = FixedBitSet::with_capacity(self.states.len());
            for scene in &scenes {
                states.union_with(&self.shown(model, carriage, &self.scenes[*scene]));
            }
            Some(Sight { carriage, table, states, scenes })
        };
        self.carriages.iter().enumerate().filter(|(_, carriage)| carriage.shows).filter_map(sight).collect()
    }

    /// The states that a flow may bring in a scene: those that its steps lead to, the first ones where it tells of new
    /// instances, and any where it brings the state along when something else happens.
    fn shown(&self, model: &Model, carriage: &Carriage, scene: &Scene) -> FixedBitSet {
        let is_other = |event: &Event| matches!(event, Event::Transition(step) if step.target.is_none_or(|step| self.step(step).is_none()));
        if carriage.snapshot || model[carriage.flow].on.iter().any(is_other) {
            return scene.reached.clone();
        }
        let mut states = FixedBitSet::with_capacity(self.states.len());
        let steps = carriage.steps.ones().filter(|step| scene.can_happen(self, *step));
        states.extend(steps.filter_map(|step| self.steps[step].to));
        if carriage.creates {
            states.extend(self.initial.iter().copied());
        }
        states
    }
}

/// The record that the receiver gets.
fn record(model: &Model, carriage: &Carriage) -> Option<Id<Record>> {
    let flow = &model[carriage.flow];
    flow.to[carriage.end].record.or(flow.record)?.target
}
