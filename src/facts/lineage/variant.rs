//! Flows as they read under overlays, where they take other ways or other times than the flow itself.

use crate::model::Model;
use crate::model::flow::{Event, Flow};
use crate::model::id::Id;
use crate::model::template::Variant;
use crate::source::Span;

/// The overlays of each flow that change its way. One that only changes who is told, or how often is tried, is none.
#[derive(Clone, Debug, Default)]
pub struct Variants {
    of_flow: Vec<Vec<Id<Variant<Flow>>>>,
}

impl Variants {
    /// The variants of a model.
    pub fn new(model: &Model) -> Self {
        let mut found = Self::default();
        for (id, variant) in model.flow_variants.iter() {
            let Some(base) = variant.base.target else { continue };
            let is_known = model.overlays[variant.overlay].region.is_known();
            if is_known && way(&model[base]) != way(&variant.element) {
                found.of_flow.resize(model.flows.len(), Vec::new());
                found.of_flow[base.index()].push(id);
            }
        }
        found
    }

    /// The variants of a flow, in the order of their overlays.
    pub fn of(&self, flow: Id<Flow>) -> &[Id<Variant<Flow>>] {
        self.of_flow.get(flow.index()).map_or(&[], Vec::as_slice)
    }
}

/// The places of everything that decides how a flow travels. A word that the overlay does not say is the flow's own, and
/// stands in the same place.
fn way(flow: &Flow) -> Vec<Span> {
    let events = flow.on.iter().map(|event| match event {
        Event::Transition(transition) => transition.span,
        Event::Create(span) | Event::Change(span) | Event::Delete(span) => *span,
    });
    let ends = flow.from.iter().chain(&flow.to).map(|end| end.span);
    let mut way: Vec<Span> = flow.carries.iter().map(|carried| carried.span).chain(ends).chain(events).collect();
    way.extend(flow.via.iter().map(|via| via.span));
    way.extend(flow.region.sides.iter().map(|side| side.span));
    way.extend(flow.record.map(|record| record.span));
    way.extend(flow.schedule.as_ref().map(|schedule| schedule.span));
    way.extend(flow.poll.as_ref().map(|poll| poll.span));
    way.extend(flow.latency.as_ref().map(|latency| latency.span));
    way.extend(flow.guard.as_ref().map(|guard| guard.span));
    way
}
