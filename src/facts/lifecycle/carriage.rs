//! Which flow tells whom of which steps of a lifecycle, and which flow asks for them.

use fixedbitset::FixedBitSet;
use rustc_hash::FxHashSet;

use crate::facts::cells::Part;
use crate::facts::lifecycle::Life;
use crate::facts::lineage::{Edge, Lineage};
use crate::model::Model;
use crate::model::field::Field;
use crate::model::flow::{Event, Flow, Mode};
use crate::model::id::Id;
use crate::model::system::System;

/// A flow that tells one receiver of steps of a lifecycle.
#[derive(Clone, Debug)]
pub struct Carriage {
    /// The flow.
    pub flow: Id<Flow>,
    /// The index among what the flow carries.
    pub carried: usize,
    /// The index among the flow's receivers.
    pub end: usize,
    /// The system that sends. It need not be the one that decides: it may pass on what it heard.
    pub from: Id<System>,
    /// The system that receives.
    pub to: Id<System>,
    /// The steps that set a message off, by index: those that `on` names. All of them for a snapshot.
    pub steps: FixedBitSet,
    /// Whether a message tells that there is a new instance, in its first state.
    pub creates: bool,
    /// Whether the state itself is in the message. Where not, the receiver knows of the step by the message alone.
    pub shows: bool,
    /// Whether messages bring the state as it is when they are sent, by a schedule, a poll or any change. What happened
    /// between two of them may stay unseen.
    pub snapshot: bool,
    /// Where in the space it is live; `None` when nowhere.
    pub part: Option<Part>,
}

/// A flow by which a system asks for steps that another one decides.
#[derive(Clone, Debug)]
pub struct Ask {
    /// The flow; its mode is `propose`.
    pub flow: Id<Flow>,
    /// The system that asks.
    pub from: Id<System>,
    /// The system that is asked.
    pub to: Id<System>,
    /// The steps that may be asked for, by index: those that it decides and that `on` names, or all that the one who asks
    /// may `request`.
    pub steps: FixedBitSet,
    /// Where in the space it is live; `None` when nowhere.
    pub part: Option<Part>,
}

impl Carriage {
    /// Whether it tells of a step.
    pub fn tells(&self, step: usize) -> bool {
        self.steps.contains(step)
    }
}

/// The flows that tell of a lifecycle, and those that ask, in the order of the flows.
pub(super) fn of(
    model: &Model,
    lineage: &Lineage,
    life: &Life,
    status: Option<Id<Field>>,
) -> (Vec<Carriage>, Vec<Ask>) {
    let course = status.and_then(|status| lineage.course(status));
    let with_state: FxHashSet<&Edge> = course.map_or_else(FxHashSet::default, |course| {
        let mut used = FixedBitSet::with_capacity(course.edges.len());
        course.webs.iter().for_each(|web| used.extend(web.edges.iter().chain(&web.handovers).copied()));
        let is_used = |at: &usize| course.too_complex || used.contains(*at);
        (0..course.edges.len()).filter(is_used).map(|at| &course.edges[at]).collect()
    });
    let (mut carriages, mut asks) = (Vec::new(), Vec::new());
    for edge in &lineage.whole(life.place.object).edges {
        let flow = &model[edge.flow];
        let shows = with_state.contains(edge);
        let mut named = named(life, flow);
        if edge.mode == Mode::Propose {
            if shows {
                asks.push(ask(model, life, edge, &named));
            }
            continue;
        }
        let changes = flow.on.is_empty() || flow.on.iter().any(|event| matches!(event, Event::Change(_)));
        let snapshot = shows && changes;
        if snapshot {
            named.insert_range(..);
        }
        let creates = changes || flow.on.iter().any(|event| matches!(event, Event::Create(_)));
        if shows || creates || !named.is_clear() {
            let Edge { flow, carried, end, from, to, .. } = *edge;
            carriages.push(Carriage {
                flow,
                carried,
                end,
                from,
                to,
                steps: named,
                creates,
                shows,
                snapshot,
                part: None,
            });
        }
    }
    (carriages, asks)
}

/// The steps that a flow names as what sends a message.
fn named(life: &Life, flow: &Flow) -> FixedBitSet {
    let mut named = FixedBitSet::with_capacity(life.steps.len());
    named.extend(flow.on.iter().filter_map(|event| match event {
        Event::Transition(transition) => life.step(transition.target?),
        Event::Create(_) | Event::Change(_) | Event::Delete(_) => None,
    }));
    named
}

fn ask(model: &Model, life: &Life, edge: &Edge, named: &FixedBitSet) -> Ask {
    let mut steps = FixedBitSet::with_capacity(life.steps.len());
    for (at, step) in life.steps.iter().enumerate() {
        let mut systems = model[step.transition].requests.iter().flat_map(|request| &request.systems);
        let may_ask = systems.any(|system| system.target == Some(edge.from));
        if step.owner == Some(edge.to) && (named.contains(at) || named.is_clear() && may_ask) {
            steps.insert(at);
        }
    }
    Ask { flow: edge.flow, from: edge.from, to: edge.to, steps, part: None }
}
