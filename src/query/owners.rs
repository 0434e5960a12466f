//! The ownership matrix: which system decides which fields, and in which cases.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::facts::atoms::Atom;
use crate::facts::lineage::Course;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::System;

/// Fields of one object that are owned alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The object.
    pub object: Id<Object>,
    /// The fields, in order.
    pub fields: Vec<Id<Field>>,
    /// Who owns them, and where. Several systems in one case decide transitions of a state, or are a conflict that has
    /// been reported.
    pub owners: Vec<Owner>,
}

/// An owner, and where it owns.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// The system; `None` where the owner is not settled, which has been reported.
    pub system: Option<Id<System>>,
    /// The cases in the author's words; an empty text is everywhere.
    pub cases: Vec<String>,
}

/// Who owns the fields of an object, or of all.
pub fn owners(facts: &Facts, object: Option<Id<Object>>) -> Vec<Group> {
    let model = &facts.model;
    let mut groups: Vec<Group> = Vec::new();
    let mut at: BTreeMap<(Id<Object>, Vec<Owner>), usize> = BTreeMap::new();
    let wanted = |course: &&Course| object.is_none_or(|object| course.object == object);
    for course in facts.lineage().courses().iter().filter(wanted) {
        let owners = owners_of(model, course);
        let group = *at.entry((course.object, owners)).or_insert_with_key(|(object, owners)| {
            groups.push(Group { object: *object, fields: Vec::new(), owners: owners.clone() });
            groups.len() - 1
        });
        groups[group].fields.extend(&course.fields);
    }
    for group in &mut groups {
        group.fields.sort_unstable();
    }
    groups.sort_by_key(|group| (group.object, group.fields.first().copied()));
    groups
}

/// The owners of a course, in the order of its cases.
fn owners_of(model: &Model, course: &Course) -> Vec<Owner> {
    if course.webs.is_empty() {
        return vec![Owner { system: None, cases: vec![String::new()] }];
    }
    let mut cases: BTreeMap<Id<System>, Vec<Atom>> = BTreeMap::new();
    for web in &course.webs {
        for owner in &web.owners {
            cases.entry(*owner).or_default().extend(&web.atoms);
        }
    }
    let mut owners: Vec<(Atom, Owner)> = Vec::new();
    for (system, mut atoms) in cases {
        atoms.sort_unstable();
        let Some(first) = atoms.first().copied() else { continue };
        owners.push((first, Owner { system: Some(system), cases: course.describe(model, &atoms) }));
    }
    owners.sort();
    owners.into_iter().map(|(_, owner)| owner).collect()
}

/// The name of a field below its object: `lines.sku`.
pub fn below_object(model: &Model, field: Id<Field>) -> String {
    let path = model[field].path(model);
    path.split_once('.').map_or(path.clone(), |(_, rest)| rest.to_owned())
}
