//! The CRUD matrix: what each system does with each object, by what it declares and by what flows bring it.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::facts::lineage::Role;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::{AccessKind, System};

/// What a system does with the instances of an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doing {
    /// It makes them: it says so, or it owns the key.
    pub creates: bool,
    /// It reads them: it says so, or a flow brings it a field.
    pub reads: bool,
    /// It changes them: it says so, owns a field, decides a transition or proposes values.
    pub updates: bool,
    /// It says that it deletes them.
    pub deletes: bool,
}

impl Doing {
    /// `CR-D`: a letter for what it does, a hyphen for what it does not.
    pub fn letters(self) -> String {
        let letter = |does: bool, letter: char| if does { letter } else { '-' };
        [(self.creates, 'C'), (self.reads, 'R'), (self.updates, 'U'), (self.deletes, 'D')]
            .map(|(does, c)| letter(does, c))
            .iter()
            .collect()
    }
}

/// What each system does with each object; nothing where it has nothing to do with it.
pub fn roles(facts: &Facts) -> BTreeMap<(Id<Object>, Id<System>), Doing> {
    let model = &facts.model;
    let mut found: BTreeMap<(Id<Object>, Id<System>), Doing> = BTreeMap::new();
    declared(model, &mut found);
    let lineage = facts.lineage();
    for object in model.objects.ids() {
        for web in &lineage.whole(object).webs {
            for owner in &web.owners {
                found.entry((object, *owner)).or_default().creates = true;
            }
        }
    }
    for course in lineage.courses() {
        for web in &course.webs {
            for system in model.systems.ids() {
                let role = web.role(&course.edges, system);
                if role == Role::None {
                    continue;
                }
                let doing = found.entry((course.object, system)).or_default();
                match role {
                    Role::Owner | Role::Proposer => doing.updates = true,
                    Role::Relay | Role::Reader => doing.reads = true,
                    Role::None => {}
                }
            }
        }
    }
    found
}

fn declared(model: &Model, found: &mut BTreeMap<(Id<Object>, Id<System>), Doing>) {
    for (system, said) in model.systems.iter() {
        for access in &said.accesses {
            for place in access.paths.iter().filter_map(|path| path.target) {
                let doing = found.entry((place.object, system)).or_default();
                match access.kind {
                    AccessKind::Creates => doing.creates = true,
                    AccessKind::Reads => doing.reads = true,
                    AccessKind::Updates => doing.updates = true,
                    AccessKind::Deletes => doing.deletes = true,
                    AccessKind::Protects => {}
                }
            }
        }
    }
}
