//! What a receiver does with a message that comes early, late or twice, and what a flow does to the order and the number
//! of its messages.

use crate::facts::lifecycle::{Carriage, Life};
use crate::model::Model;
use crate::model::delivery::{DuplicatePolicy, EarlyPolicy, Guarantee, KeyField, ReceiverPolicy, StalePolicy};
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Said;

/// The words of the envelope that are new whenever a message is sent, even if the document is the same.
const NEW_EACH_TIME: [&str; 3] = ["message-id", "interchange-no", "group-no"];

/// Whether a word of the envelope is new whenever a message is sent, even if the document is the same.
pub fn is_new_each_time(word: &str) -> bool {
    NEW_EACH_TIME.contains(&word)
}

/// What a receiver does with messages that do not come as they should. What is not said is `None`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reception {
    /// With a message that is not legal yet. A receiver that says nothing takes what it gets: `overwrite`.
    pub early: Option<Said<EarlyPolicy>>,
    /// With a message that is older than what it has. A `guard version=` of the flow is `newer`.
    pub stale: Option<Said<StalePolicy>>,
    /// With a message that it has had.
    pub duplicate: Option<Said<DuplicatePolicy>>,
}

/// What a flow does to its messages on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transport {
    /// How often a message arrives; at least once where nothing is said.
    pub guarantee: Guarantee,
    /// Whether messages about one instance arrive in the order in which they were sent.
    pub ordered: bool,
    /// Whether the receiver recognises a second copy of a message, by a key that is the same for both.
    pub recognised: bool,
}

impl Reception {
    /// How the receiver of a carriage treats its messages: what the flow says, else what the receiving system says of the
    /// list, of the lists around it and of the object.
    pub fn of(model: &Model, life: &Life, carriage: &Carriage) -> Self {
        let flow = &model[carriage.flow];
        let mut reception = Self::default();
        reception.fill(&flow.receive);
        if let Some(guard) = flow.guard.as_ref().filter(|guard| guard.version.is_some()) {
            let newer = Said { value: StalePolicy::Newer, span: guard.span };
            reception.stale = reception.stale.or(Some(newer));
        }
        let system = &model.systems[carriage.to];
        for field in around(model, life.place.field) {
            let about = |path: &crate::model::name::PathRef| {
                path.target.is_some_and(|place| place.object == life.place.object && place.field == field)
            };
            for receives in system.receives.iter().filter(|receives| receives.path.as_ref().is_some_and(about)) {
                reception.fill(&receives.policy);
            }
        }
        reception
    }

    /// The policy for an early message; `overwrite` where nothing is said.
    pub fn early(&self) -> EarlyPolicy {
        self.early.map_or(EarlyPolicy::Overwrite, |said| said.value)
    }

    /// The policy for an old message; `overwrite` where nothing is said.
    pub fn stale(&self) -> StalePolicy {
        self.stale.map_or(StalePolicy::Overwrite, |said| said.value)
    }

    /// The policy for a second copy; `apply` where nothing is said.
    pub fn duplicate(&self) -> DuplicatePolicy {
        self.duplicate.map_or(DuplicatePolicy::Apply, |said| said.value)
    }

    fn fill(&mut self, policy: &ReceiverPolicy) {
        self.early = self.early.or_else(|| policy.early.as_ref()?.policy);
        self.stale = self.stale.or_else(|| policy.stale.as_ref()?.policy);
        self.duplicate = self.duplicate.or_else(|| policy.duplicate.as_ref()?.policy);
    }
}

impl Transport {
    /// Whether a message may be lost.
    pub fn loses(self) -> bool {
        self.guarantee == Guarantee::AtMostOnce
    }

    /// Whether a message may come more than once.
    pub fn doubles(self) -> bool {
        self.guarantee == Guarantee::AtLeastOnce
    }

    /// What the flow of a carriage does to its messages.
    pub fn of(model: &Model, life: &Life, carriage: &Carriage) -> Self {
        let delivery = model[carriage.flow].delivery.as_ref();
        let guarantee = delivery.and_then(|delivery| delivery.guarantee);
        let is_constant = |key: &KeyField| match key {
            KeyField::Field(path) => path.target.is_some_and(|place| {
                let list = place.field.and_then(|field| list_of(model, field));
                place.object == life.place.object && (list.is_none() || list == life.place.field)
            }),
            KeyField::Envelope(name) => matches!(&*name.text, "partner" | "sender" | "document-no" | "document-type"),
        };
        let returns = |key: &KeyField| match key {
            KeyField::Field(_) => true,
            KeyField::Envelope(name) => !is_new_each_time(&name.text),
        };
        let keys = delivery.map_or(&[][..], |delivery| &delivery.idempotency_key);
        let order = delivery.map_or(&[][..], |delivery| &delivery.ordered_by);
        Self {
            guarantee: guarantee.map_or(Guarantee::AtLeastOnce, |said| said.value),
            ordered: !order.is_empty() && order.iter().all(is_constant),
            recognised: !keys.is_empty() && keys.iter().all(returns),
        }
    }
}

/// A list, the lists and groups around it, and the object as a whole.
fn around(model: &Model, field: Option<Id<Field>>) -> impl Iterator<Item = Option<Id<Field>>> {
    std::iter::successors(Some(field), |at| at.map(|field| model[field].parent))
}

/// The innermost list that a field is in; `None` for a field of the object itself.
fn list_of(model: &Model, field: Id<Field>) -> Option<Id<Field>> {
    let parents = std::iter::successors(model[field].parent, |at| model[*at].parent);
    parents.into_iter().find(|at| matches!(model[*at].kind, FieldKind::List(_)))
}
