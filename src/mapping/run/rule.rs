//! The rules of a mapping: what each line of the charter asks of a value.

use crate::mapping::ir::{self, Key, List, Part, Policy, Require, Slot, Value as Mapped};
use crate::model::Model;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::operations::Exception;
use crate::model::record::ErrorScope;
use crate::source::Span;

use super::condition::{Condition, Scene, Way};
use super::list::Unique;
use super::place::{Missing, Place, Report, Rule};
use super::shape::{names_to, way_to};
use super::value::Value;
use super::wrong::Wrong;

/// A value that must be there and is taken as it is.
pub(super) const MUST: [Missing; 3] = [Missing::Problem(None); 3];

/// A part that may be missing.
const MAY: [Missing; 3] = [Missing::Skip, Missing::Skip, Missing::Problem(None)];

/// A condition that must hold.
#[derive(Clone, Debug)]
pub(super) struct Demand {
    pub condition: Condition,
    pub rule: Rule,
    pub raises: Id<Exception>,
}

impl Demand {
    /// Takes note when it does not hold of an object or a part of a list.
    pub fn check(&self, whole: &Value, place: &Place<'_>, report: &mut Report) {
        report.reached.lines.insert(self.rule.span);
        if !self.condition.holds(Scene::Object(Some(whole))) {
            place.problem(&self.rule, Wrong::NotAsRequired, None, Some(self.raises), report);
        }
    }
}

pub(super) fn plain(span: Span, foreign: &[Key], field: String, scope: ErrorScope, missing: [Missing; 3]) -> Rule {
    Rule { span, foreign: foreign.to_vec(), field, scope, missing }
}

/// The rule of a value. In a group that may be absent, its members may be so too, unless an exception is named.
pub(super) fn of_value(model: &Model, value: &Mapped) -> Rule {
    let way = way_to(model, value.slot.field);
    let in_optional = way[..way.len() - 1].iter().any(|group| model[*group].optional);
    let missing = |policy: &Policy| match policy {
        Policy::Skip => Missing::Skip,
        Policy::Refuse(exception) => Missing::Problem(*exception),
        Policy::Assume(_) | Policy::Keep => Missing::Problem(None),
    };
    let absent = match &value.absent {
        Policy::Refuse(None) if in_optional => Missing::Skip,
        policy => missing(policy),
    };
    let field = names_to(model, value.slot).join(".");
    plain(value.span, &value.foreign, field, value.scope, [absent, missing(&value.null), missing(&value.empty)])
}

/// The rule of a list.
pub(super) fn of_list(model: &Model, list: &List) -> Rule {
    let field = names_to(model, Slot { field: list.field, part: None }).join(".");
    plain(list.span, &list.foreign, field, ErrorScope::Document, MUST)
}

/// What must differ between the parts of a list.
pub(super) fn of_unique(model: &Model, list: &List, unique: &ir::Unique) -> Unique {
    let rule = Rule { span: unique.span, ..of_list(model, list) };
    let ways = unique.fields.iter().map(|slot| slot_way(model, *slot)).collect();
    Unique { rule, ways, raises: unique.raises }
}

/// The way to a slot; the amount of money that is mapped as a whole is its amount.
pub(super) fn slot_way(model: &Model, slot: Slot) -> Way {
    use crate::model::record::ValuePart;
    let is_money = super::shape::is_money(model, slot.field);
    let part = if is_money { Some(slot.part.unwrap_or(ValuePart::Amount)) } else { None };
    names_to(model, Slot { part, ..slot })
}

/// The rule of a part of the payload.
pub(super) fn of_part(part: &Part) -> Rule {
    let missing = if part.optional { MAY } else { MUST };
    plain(part.span, &part.foreign, String::new(), ErrorScope::Document, missing)
}

/// The rule of a condition.
pub(super) fn of_require(require: &Require) -> Rule {
    plain(require.span, &[], String::new(), require.scope, MUST)
}

/// The rule of what is only there as a whole.
pub(super) fn together(model: &Model, field: Id<Field>) -> Rule {
    let path = names_to(model, Slot { field, part: None }).join(".");
    plain(model[field].span, &[], path, ErrorScope::Document, MUST)
}
