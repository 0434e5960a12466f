//! Who has to hear of a step of a lifecycle, and does not.

use std::collections::BTreeMap;

use crate::facts::accesses::AccessId;
use crate::facts::cells::Part;
use crate::facts::lifecycle::Life;
use crate::facts::lineage::Lineage;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::{AccessKind, System};

/// Why a system has to hear of a step. The first ones say more than the later ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It decides a step in the state that follows, or in the one before: this one, by index.
    Decides(usize),
    /// It says that it reads the state.
    Reads(AccessId),
}

/// A step that somebody does not hear of.
#[derive(Clone, Debug)]
pub struct Untold {
    /// The step, by index.
    pub step: usize,
    /// Who does not hear of it.
    pub system: Id<System>,
    /// Why it has to: for a system that decides, every step that it cannot decide.
    pub needs: Vec<Need>,
    /// Where it is so, by index of the scene.
    pub scenes: Vec<usize>,
    /// Whether nobody at all hears of it there, but the system that decides it.
    pub by_nobody: bool,
}

/// All steps that somebody does not hear of, in the order of the steps. Who decides in a state has to hear how an instance
/// gets there, and that another system has moved it on; who reads the state has to hear of every change.
pub(super) fn of(model: &Model, lineage: &Lineage, life: &Life) -> Vec<Untold> {
    let mut found: BTreeMap<(usize, Id<System>), Untold> = BTreeMap::new();
    let is_followed = !lineage.whole(life.place.object).edges.is_empty();
    if !life.is_certain || !life.is_told_certain || !is_followed {
        return Vec::new();
    }
    let readers = readers(model, lineage, life);
    for (at, scene) in life.scenes.iter().enumerate() {
        let mut note = |step: usize, system: Id<System>, need: Need| {
            let entry = found.entry((step, system)).or_insert_with(|| Untold {
                step,
                system,
                needs: Vec::new(),
                scenes: Vec::new(),
                by_nobody: true,
            });
            if !entry.needs.contains(&need) {
                entry.needs.push(need);
            }
            if entry.scenes.last() != Some(&at) {
                entry.scenes.push(at);
                entry.by_nobody &= scene.hearers(step) <= 1;
            }
        };
        for step in scene.steps.ones().filter(|step| scene.can_happen(life, *step)) {
            let Some(to) = life.steps[step].to.filter(|to| life.steps[step].from.iter().any(|from| from != to)) else {
                continue;
            };
            let before = life.steps[step].from.iter().copied().filter(|from| scene.reached.contains(*from));
            let away = before.flat_map(|state| scene.leaving(life, state));
            // Two systems that do the same thing in the same state are another finding.
            let away = away.filter(|next| life.steps[*next].to != Some(to));
            for next in away.chain(scene.leaving(life, to)) {
                if let Some(owner) = life.steps[next].owner.filter(|owner| !scene.hears(*owner, step)) {
                    note(step, owner, Need::Decides(next));
                }
            }
            for (access, part) in readers.iter().filter(|(access, _)| !scene.hears(access.system, step)) {
                if scene.atoms.iter().any(|atom| life.space.is_in(*atom, part)) {
                    note(step, access.system, Need::Reads(*access));
                }
            }
        }
    }
    let mut found: Vec<Untold> = found.into_values().collect();
    for untold in &mut found {
        untold.needs.sort_unstable();
    }
    found
}

/// Where systems say that they read the state of the lifecycle.
fn readers(model: &Model, lineage: &Lineage, life: &Life) -> Vec<(AccessId, Part)> {
    let Some(status) = model[life.lifecycle].status else { return Vec::new() };
    let reads = lineage.accesses.of_field(status).iter().filter(|access| access.of(model).kind == AccessKind::Reads);
    let part = |access: &AccessId| life.space.within(model, life.space.whole(), &access.of(model).region);
    reads.filter_map(|access| Some((*access, part(access)?))).collect()
}
