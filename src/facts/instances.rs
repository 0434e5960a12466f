//! Which instances of another object a transition requires something of: what they have in common with the instance at hand,
//! and whether that is one or several.

use crate::model::Model;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::lifecycle::{Requirement, Transition};
use crate::model::name::Place;
use crate::model::object::Object;

/// What belongs to an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Belonging {
    /// The instance at hand: an object, or a list of it.
    pub here: Place,
    /// What belongs to it.
    pub there: Place,
    /// The fields that are the same on both sides: of the instance at hand, and of the other one.
    pub by: Vec<(Id<Field>, Id<Field>)>,
    /// Whether no more than one can belong to it.
    pub is_one: bool,
}

/// What a requirement is about; `None` where a name is unknown, or where it is about the same object.
pub fn belonging(model: &Model, transition: &Transition, requirement: &Requirement) -> Option<Belonging> {
    let here = model[transition.lifecycle].path.target?;
    let there = requirement.path.as_ref()?.target.filter(|there| there.object != here.object)?;
    let said: Vec<(Id<Field>, Id<Field>)> = requirement
        .matches
        .iter()
        .map(|matched| Some((matched.here.target?, matched.there.target?)))
        .collect::<Option<_>>()?;
    if !said.is_empty() {
        let is_named = |field: Id<Field>| said.iter().any(|(_, there)| *there == field);
        let mut keys = keys(model, there);
        let is_one = keys.all(|key| key.is_some_and(is_named));
        return Some(Belonging { here, there, by: said, is_one });
    }
    // The instance at hand names the other one, or is named by it.
    let key = |object: Id<Object>| model[object].key.first().and_then(|field| field.target);
    let named = around(model, here).find(|field| refers(model, *field) == Some(there.object));
    if let Some(named) = named {
        return Some(Belonging { here, there, by: vec![(named, key(there.object)?)], is_one: there.field.is_none() });
    }
    let naming = around(model, there).find(|field| refers(model, *field) == Some(here.object));
    if let Some(naming) = naming {
        return Some(Belonging { here, there, by: vec![(key(here.object)?, naming)], is_one: false });
    }
    let own = model[here.object].key.iter().filter_map(|field| field.target);
    let same = own.filter_map(|own| {
        let is_same = |field: &Id<Field>| model[*field].name.text == model[own].name.text;
        Some((own, around(model, there).find(is_same)?))
    });
    let by: Vec<(Id<Field>, Id<Field>)> = same.collect();
    let is_named = |field: Id<Field>| by.iter().any(|(_, there)| *there == field);
    let is_one = !by.is_empty() && keys(model, there).all(|key| key.is_some_and(is_named));
    Some(Belonging { here, there, by, is_one })
}

impl Belonging {
    /// The list at hand whose parts all have the same instances, where no field of a part is among what is in common.
    pub fn shared_by_parts(&self, model: &Model) -> Option<Id<Field>> {
        let list = self.here.field.filter(|field| matches!(model[*field].kind, FieldKind::List(_)))?;
        let is_inside = |field: Id<Field>| {
            let mut around = std::iter::successors(Some(field), |at| model[*at].parent);
            around.any(|at| at == list)
        };
        (!self.by.is_empty() && !self.by.iter().any(|(here, _)| is_inside(*here))).then_some(list)
    }
}

/// The fields that tell instances of a place apart: the key of the object, and that of the list.
fn keys(model: &Model, place: Place) -> impl Iterator<Item = Option<Id<Field>>> {
    let object = model[place.object].key.iter().map(|field| field.target);
    let list = place.field.and_then(|field| match &model[field].kind {
        FieldKind::List(list) => Some(list.key.and_then(|key| key.target)),
        _ => None,
    });
    object.chain(list)
}

/// The values of a list or an object, and of what is around it.
fn around(model: &Model, place: Place) -> impl Iterator<Item = Id<Field>> {
    let inside = place.field.into_iter().flat_map(|field| &model[field].children);
    inside.chain(&model[place.object].fields).copied()
}

/// The object that a field refers to.
fn refers(model: &Model, field: Id<Field>) -> Option<Id<Object>> {
    match &model[field].kind {
        FieldKind::Value(value) => value.reference?.target,
        _ => None,
    }
}
