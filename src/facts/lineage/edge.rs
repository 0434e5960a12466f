//! One flow seen as a way of a field from one system to another, and which flows carry which fields.

use fixedbitset::FixedBitSet;

use crate::facts::leaves::Leaves;
use crate::facts::lineage::variant::Variants;
use crate::model::Model;
use crate::model::field::FieldKind;
use crate::model::flow::{Carried, Event, Flow, Mode};
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::system::System;
use crate::model::template::Variant;

/// A flow that carries a field to one of its receivers.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edge {
    /// The flow.
    pub flow: Id<Flow>,
    /// The overlay under which it reads as it does here, in whose part of the scopes it is live only.
    pub variant: Option<Id<Variant<Flow>>>,
    /// The index among what the flow carries.
    pub carried: usize,
    /// The index among the flow's receivers.
    pub end: usize,
    /// The system that sends.
    pub from: Id<System>,
    /// The system that receives.
    pub to: Id<System>,
    /// With what authority.
    pub mode: Mode,
    /// Whether the field is only there because it is a part of the key: it identifies, and writes nothing.
    pub implied: bool,
}

impl Edge {
    /// The flow, as it reads where this edge is live.
    pub fn of<'m>(&self, model: &'m Model) -> &'m Flow {
        as_it_reads(model, self.flow, self.variant)
    }

    /// Where the flow says what it carries.
    pub fn said<'m>(&self, model: &'m Model) -> &'m Carried {
        &self.of(model).carries[self.carried]
    }

    /// The systems that own the field wherever this flow leaves it out.
    pub fn left_out<'m>(&self, model: &'m Model) -> impl Iterator<Item = Id<System>> + use<'m> {
        self.said(model).except_owned_by.iter().filter_map(|system| system.target)
    }
}

/// Some edges of a course by the system that they leave, each system's in order.
pub struct Leaving(Vec<(Id<System>, usize)>);

impl Leaving {
    /// Those of some edges, by index among `all`.
    pub fn of(all: &[Edge], edges: impl IntoIterator<Item = usize>) -> Self {
        let mut leaving: Vec<(Id<System>, usize)> = edges.into_iter().map(|edge| (all[edge].from, edge)).collect();
        leaving.sort_unstable();
        Self(leaving)
    }

    /// The edges that leave a system.
    pub fn from(&self, system: Id<System>) -> impl Iterator<Item = usize> {
        let first = self.0.partition_point(|(from, _)| *from < system);
        self.0[first..].iter().take_while(move |(from, _)| *from == system).map(|(_, edge)| *edge)
    }
}

/// A flow, or how it reads under an overlay.
pub fn as_it_reads(model: &Model, flow: Id<Flow>, variant: Option<Id<Variant<Flow>>>) -> &Flow {
    variant.map_or(&model[flow], |variant| &model.flow_variants[variant].element)
}

/// What one flow carries of one object: leaves by their index among those of the object.
#[derive(Debug)]
pub(super) struct Carriage {
    pub flow: Id<Flow>,
    pub variant: Option<Id<Variant<Flow>>>,
    pub carried: usize,
    pub said: FixedBitSet,
    pub implied: FixedBitSet,
}

/// What the flows carry, by object; and the objects about which that is not known for certain.
#[derive(Debug)]
pub(super) struct Carriages {
    pub of_object: Vec<Vec<Carriage>>,
    pub uncertain: FixedBitSet,
}

impl Carriages {
    pub(super) fn of(model: &Model, leaves: &Leaves, variants: &Variants) -> Self {
        let mut found = Self {
            of_object: model.objects.ids().map(|_| Vec::new()).collect(),
            uncertain: FixedBitSet::with_capacity(model.objects.len()),
        };
        let forms = model.flows.ids().flat_map(|id| {
            let others = variants.of(id).iter().map(move |variant| (id, Some(*variant)));
            std::iter::once((id, None)).chain(others)
        });
        for (id, variant) in forms {
            let flow = as_it_reads(model, id, variant);
            let is_known = ends_are_known(flow);
            for (carried, said) in flow.carries.iter().enumerate() {
                if said.paths.iter().any(|path| path.target.is_none()) {
                    found.uncertain.insert_range(..);
                }
                let mut objects: Vec<Id<Object>> =
                    said.paths.iter().filter_map(|path| path.target).map(|place| place.object).collect();
                objects.sort_unstable();
                objects.dedup();
                for object in objects {
                    let carriage = carriage(model, leaves, object, (id, variant, carried));
                    found.of_object[object.index()].push(carriage);
                    if !is_known || !said.is_known() {
                        found.uncertain.insert(object.index());
                    }
                }
            }
        }
        let phases = model.phases.values();
        if phases.flat_map(|phase| phase.flows.iter().chain(&phase.retires)).any(|flow| flow.target.is_none()) {
            found.uncertain.insert_range(..);
        }
        found
    }
}

/// The states of a lifecycle, by index, in which a flow sends something: those that its events lead to. `None` when it
/// can send in any.
pub(super) fn states(model: &Model, flow: &Flow, lifecycle: Id<Lifecycle>) -> Option<FixedBitSet> {
    let all = &model.lifecycles[lifecycle].states;
    let mut states = FixedBitSet::with_capacity(all.len());
    for event in &flow.on {
        match event {
            Event::Create(_) => {
                let begin = (0..all.len()).filter(|at| model[all[*at]].initial);
                states.extend(begin.clone());
                // Nobody said in which state an instance begins, which is reported: it may be any.
                begin.clone().next()?;
            }
            Event::Transition(transition) => {
                let transition = &model[transition.target?];
                if transition.lifecycle != lifecycle {
                    return None;
                }
                let to = transition.to?.target?;
                states.extend(all.iter().position(|state| *state == to));
            }
            Event::Change(_) | Event::Delete(_) => return None,
        }
    }
    (!flow.on.is_empty()).then_some(states)
}

fn ends_are_known(flow: &Flow) -> bool {
    let known = |end: &crate::model::flow::End| end.system.is_some_and(|system| system.target.is_some());
    flow.from.as_ref().is_some_and(known) && !flow.to.is_empty() && flow.to.iter().all(known) && flow.region.is_known()
}

fn carriage(
    model: &Model,
    leaves: &Leaves,
    object: Id<Object>,
    (flow, variant, carried): (Id<Flow>, Option<Id<Variant<Flow>>>, usize),
) -> Carriage {
    let said = &as_it_reads(model, flow, variant).carries[carried];
    let len = leaves.of_object(object).len();
    let set = |paths: &[crate::model::name::PathRef]| {
        let mut set = FixedBitSet::with_capacity(len);
        let places = paths.iter().filter_map(|path| path.target).filter(|place| place.object == object);
        places.for_each(|place| set.insert_range(leaves.local(place)));
        set
    };
    let mut fields = set(&said.paths);
    if !said.only.is_empty() {
        fields.intersect_with(&set(&said.only));
    }
    fields.difference_with(&set(&said.except));
    let mut implied = keys(model, leaves, object, &fields);
    implied.difference_with(&fields);
    Carriage { flow, variant, carried, said: fields, implied }
}

/// The keys without which a message with these fields could not be understood.
fn keys(model: &Model, leaves: &Leaves, object: Id<Object>, fields: &FixedBitSet) -> FixedBitSet {
    let mut keys = FixedBitSet::with_capacity(fields.len());
    if fields.is_clear() {
        return keys;
    }
    let local = |field| leaves.local(Place { object, field: Some(field) });
    for field in model[object].key.iter().filter_map(|field| field.target) {
        keys.insert_range(local(field));
    }
    for leaf in fields.ones() {
        let mut at = model[leaves.of_object(object)[leaf]].parent;
        while let Some(field) = at {
            if let FieldKind::List(list) = &model[field].kind
                && let Some(key) = list.key.and_then(|key| key.target)
            {
                keys.insert_range(local(key));
            }
            at = model[field].parent;
        }
    }
    keys
}
