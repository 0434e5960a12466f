//! The CRUD matrix: what each system does with each object, by what it declares and by what flows bring it.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::Facts;
use crate::facts::lineage::Role;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{AccessKind, System};

/// Something that a system does with instances of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// It makes them: it says so, or it owns the key.
    Create,
    /// It reads them: it says so, or a flow brings it a field.
    Read,
    /// It changes them: it says so, owns a field, decides a transition or proposes values.
    Update,
    /// It says that it deletes them.
    Delete,
}

/// What each system does with each object.
pub type Roles = BTreeMap<(Id<Object>, Id<System>), BTreeSet<Act>>;

/// `CR-D`: a letter for what is done, a hyphen for what is not.
pub fn letters(acts: &BTreeSet<Act>) -> String {
    let all = [(Act::Create, 'C'), (Act::Read, 'R'), (Act::Update, 'U'), (Act::Delete, 'D')];
    all.iter().map(|(act, letter)| if acts.contains(act) { *letter } else { '-' }).collect()
}

/// What each system does with each object; nothing is there for a system that has nothing to do with an object.
pub fn roles(facts: &Facts) -> Roles {
    let model = &facts.model;
    let mut found = declared(model);
    let lineage = facts.lineage();
    let owners = |object| lineage.whole(object).webs.iter().flat_map(|web| &web.owners);
    for object in model.objects.ids() {
        for owner in owners(object) {
            found.entry((object, *owner)).or_default().insert(Act::Create);
        }
    }
    for course in lineage.courses() {
        for web in &course.webs {
            for system in model.systems.ids() {
                let act = match web.role(&course.edges, system) {
                    Role::Owner | Role::Proposer => Act::Update,
                    Role::Relay | Role::Reader => Act::Read,
                    Role::None => continue,
                };
                found.entry((course.object, system)).or_default().insert(act);
            }
        }
    }
    found
}

fn declared(model: &Model) -> Roles {
    let mut found = Roles::new();
    for (system, said) in model.systems.iter() {
        for access in &said.accesses {
            let act = match access.kind {
                AccessKind::Creates => Act::Create,
                AccessKind::Reads => Act::Read,
                AccessKind::Updates => Act::Update,
                AccessKind::Deletes => Act::Delete,
                AccessKind::Protects => continue,
            };
            for place in access.paths.iter().filter_map(|path| path.target) {
                found.entry((place.object, system)).or_default().insert(act);
            }
        }
    }
    found
}
