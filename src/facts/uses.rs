//! Which systems do something with a value beside reading it and sending it on: they compute with it, write it down in a
//! form of theirs, compare it, decide by it, or need it to tell messages apart.

use rustc_hash::FxHashSet;

use crate::facts::code_tables::{maps, records};
use crate::facts::leaves::Leaves;
use crate::model::Model;
use crate::model::delivery::{KeyField, ReceiverPolicy};
use crate::model::field::{Field, FieldKind};
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::{PathRef, Place, Ref};
use crate::model::system::System;

/// Uses of values that are neither a `reads` nor a flow.
#[derive(Clone, Debug, Default)]
pub struct Uses {
    of_system: FxHashSet<(Id<System>, Id<Field>)>,
    of_everybody: FxHashSet<Id<Field>>,
}

impl Uses {
    /// All uses that a model knows of.
    pub fn of(model: &Model, leaves: &Leaves) -> Self {
        let mut uses = Self::default();
        uses.keys(model, leaves);
        for flow in model.flows.values() {
            uses.flow(leaves, flow);
        }
        for (id, system) in model.systems.iter() {
            system.receives.iter().for_each(|said| uses.policy(leaves, id, &said.policy));
        }
        for derivation in model.derivations.values() {
            let by = derivation.by.and_then(|by| by.target);
            let inputs = derivation.formula.iter().flat_map(crate::model::expression::Formula::fields);
            inputs.for_each(|place| uses.add(leaves, by, place));
        }
        for (_, record) in records(model) {
            let Some(system) = record.system.and_then(|system| system.target) else { continue };
            let mapped = maps(&record.body).into_iter().filter_map(|map| map.field?.field);
            uses.of_system.extend(mapped.map(|field| (system, field)));
            let states = record.object.and_then(|object| object.target).filter(|_| !record.states.is_empty());
            let shown = states.iter().flat_map(|object| leaves.of_object(*object));
            let is_state = |field: &&Id<Field>| matches!(model[**field].kind, FieldKind::Status(_));
            uses.of_system.extend(shown.filter(is_state).map(|field| (system, *field)));
        }
        for reconcile in model.reconciles.values() {
            let Some(place) = reconcile.path.target else { continue };
            for system in reconcile.systems.iter().filter_map(|system| system.target) {
                uses.add(leaves, Some(system), place);
            }
        }
        for transition in model.transitions.values() {
            let Some(system) = transition.by.and_then(|by| by.target) else { continue };
            for required in &transition.requires {
                let matched = required.matches.iter().flat_map(|matched| [matched.here, matched.there]);
                uses.of_system.extend(matched.filter_map(|field| Some((system, field.target?))));
                let asked = required.path.iter().chain(&required.field).filter_map(|path| path.target);
                asked.for_each(|place| uses.add(leaves, Some(system), place));
            }
        }
        uses
    }

    /// Whether a system does something of this kind with a value, as far as the charter says.
    pub fn contains(&self, system: Id<System>, field: Id<Field>) -> bool {
        self.of_everybody.contains(&field) || self.of_system.contains(&(system, field))
    }

    /// What tells instances, parts and versions apart is of use to everybody.
    fn keys(&mut self, model: &Model, leaves: &Leaves) {
        for object in model.objects.values() {
            let partitions = object.partitions.iter().filter_map(|partition| partition.field);
            let known: Vec<Ref<Field>> = object.key.iter().copied().chain(object.version).chain(partitions).collect();
            self.of_everybody.extend(known.iter().filter_map(|field| field.target));
        }
        for field in model.fields.values() {
            if let FieldKind::List(list) = &field.kind
                && let Some(key) = list.key.and_then(|key| key.target)
            {
                self.of_everybody.insert(key);
            }
        }
        for identity in model.identities.values() {
            let kept = identity.known_as.iter().filter_map(|known| known.kept_in.as_ref());
            let matched = identity.matches.iter().flat_map(|matched| &matched.fields);
            kept.chain(matched).filter_map(|path| path.target).for_each(|place| self.add(leaves, None, place));
        }
    }

    fn flow(&mut self, leaves: &Leaves, flow: &Flow) {
        let delivery = flow.delivery.iter();
        let keys = delivery.flat_map(|delivery| delivery.idempotency_key.iter().chain(&delivery.ordered_by));
        let paths = keys.filter_map(|key| match key {
            KeyField::Field(path) => Some(path),
            KeyField::Envelope(_) => None,
        });
        let paths: Vec<&PathRef> = paths.chain(flow.guard.iter().filter_map(|guard| guard.version.as_ref())).collect();
        for system in flow.to.iter().filter_map(|end| end.system?.target) {
            paths.iter().filter_map(|path| path.target).for_each(|place| self.add(leaves, Some(system), place));
            self.policy(leaves, system, &flow.receive);
        }
    }

    fn policy(&mut self, leaves: &Leaves, system: Id<System>, policy: &ReceiverPolicy) {
        let by = policy.stale.iter().filter_map(|stale| stale.by.as_ref()?.target);
        by.for_each(|place| self.add(leaves, Some(system), place));
    }

    /// Of a system, or of everybody where it is not said of whom.
    fn add(&mut self, leaves: &Leaves, system: Option<Id<System>>, place: Place) {
        let fields = leaves.under(place).iter().copied();
        match system {
            Some(system) => self.of_system.extend(fields.map(|field| (system, field))),
            None => self.of_everybody.extend(fields),
        }
    }
}
