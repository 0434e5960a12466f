//! The space in which ownership is decided: scopes, rollout phases, states; and how a part of it is said.

use std::collections::BTreeSet;

use crate::facts::cells::Part;
use crate::model::Model;
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::name::Place;
use crate::model::owner::{OwnerRule, PhaseRange};
use crate::model::phase::Phase;
use crate::model::region::Region;
use crate::model::scope::Scope;

/// Something along which an owner can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dimension {
    /// The values of a scope; an open one has one value more, for all that are not listed.
    Scope(Id<Scope>),
    /// The states of a lifecycle.
    State(Id<Lifecycle>),
    /// The phases of the rollout.
    Phase,
}

impl Dimension {
    /// The number of its values.
    pub fn size(self, model: &Model) -> usize {
        match self {
            Self::Scope(scope) => model.scopes[scope].values.len() + usize::from(model.scopes[scope].open),
            Self::State(lifecycle) => model.lifecycles[lifecycle].states.len(),
            Self::Phase => model.phases.len(),
        }
    }
}

/// The dimensions that matter to one object or field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Territory {
    dimensions: Vec<Dimension>,
    sizes: Vec<usize>,
}

impl Territory {
    /// The dimensions that `rules` tell apart, and those that `place` is partitioned by. A place where nothing
    /// is told apart has none.
    pub fn of(model: &Model, place: Place, rules: &[Id<OwnerRule>]) -> Self {
        let mut found = BTreeSet::new();
        for &id in rules {
            let rule = &model.owners[id];
            found.extend(rule.region.sides.iter().filter_map(|side| side.scope.target).map(Dimension::Scope));
            let states = rule.states.iter().filter_map(|state| state.target);
            found.extend(states.map(|state| Dimension::State(model.states[state].lifecycle)));
            if rule.phases != PhaseRange::default() {
                found.insert(Dimension::Phase);
            }
        }
        if found.is_empty() {
            return Self::default();
        }
        if !model.phases.is_empty() {
            found.insert(Dimension::Phase);
            let partitions = model.objects[place.object].partitions.iter();
            found.extend(partitions.filter_map(|partition| partition.scope.target).map(Dimension::Scope));
        }
        Self::along(model, found)
    }

    /// The product of these dimensions, which are in order; those without a value are left out.
    pub fn along(model: &Model, dimensions: impl IntoIterator<Item = Dimension>) -> Self {
        let all = dimensions.into_iter().map(|dimension| (dimension, dimension.size(model)));
        let (dimensions, sizes) = all.filter(|(_, size)| *size > 0).unzip();
        Self { dimensions, sizes }
    }

    /// Its dimensions, in order.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// Everything.
    pub fn whole(&self) -> Part {
        Part::whole(&self.sizes)
    }

    /// The parts that are live in some phase; everything where phases do not matter.
    pub fn live(&self, model: &Model) -> Vec<Part> {
        let Some(phase_side) = self.side(Dimension::Phase) else { return vec![self.whole()] };
        let live = model.phases.iter().filter_map(|(id, phase)| {
            let during = self.whole().only(phase_side, [id.index()])?;
            if phase.everything.is_some() { Some(during) } else { self.within(model, during, &phase.region) }
        });
        live.collect()
    }

    /// The part in which a rule holds; `None` when there is no such part.
    pub fn part(&self, model: &Model, rule: &OwnerRule) -> Option<Part> {
        let mut part = self.within(model, self.whole(), &rule.region)?;
        for side in 0..self.dimensions.len() {
            match self.dimensions[side] {
                Dimension::State(lifecycle) if !rule.states.is_empty() => {
                    let states = &model.lifecycles[lifecycle].states;
                    let named = rule.states.iter().filter_map(|state| state.target);
                    part =
                        part.only(side, named.filter_map(|state| states.iter().position(|other| *other == state)))?;
                }
                Dimension::Scope(_) | Dimension::State(_) => {}
                Dimension::Phase => {
                    let holds = |phase: &Id<Phase>| in_range(model, *phase, rule.phases);
                    part = part.only(side, model.phases.ids().filter(holds).map(Id::index))?;
                }
            }
        }
        Some(part)
    }

    /// How people say a part: `site=east-3pl and channel in {marketplace, edi}`. Empty for everything.
    pub fn describe(&self, model: &Model, part: &Part) -> String {
        let mut words = Vec::new();
        for (side, dimension) in self.dimensions.iter().enumerate() {
            if part.is_whole(side) {
                continue;
            }
            let (name, names): (&str, Vec<&str>) = match *dimension {
                Dimension::Scope(scope) => {
                    let scope = &model.scopes[scope];
                    let value = |at: usize| {
                        scope.values.get(at).map_or("any other value", |id| &*model.scope_values[*id].name.text)
                    };
                    (&scope.head.name.text, part.values(side).map(value).collect())
                }
                Dimension::State(lifecycle) => {
                    let states = &model.lifecycles[lifecycle].states;
                    ("state", part.values(side).map(|at| &*model.states[states[at]].name.text).collect())
                }
                Dimension::Phase => {
                    ("phase", part.values(side).map(|at| &*model.phases[Id::new(at)].head.name.text).collect())
                }
            };
            match names[..] {
                [only] => words.push(format!("{name}={only}")),
                _ => words.push(format!("{name} in {{{}}}", names.join(", "))),
            }
        }
        words.join(" and ")
    }

    fn side(&self, dimension: Dimension) -> Option<usize> {
        self.dimensions.iter().position(|other| *other == dimension)
    }

    /// What of a part lies in a region.
    pub fn within(&self, model: &Model, whole: Part, region: &Region) -> Option<Part> {
        let mut part = whole;
        for named in &region.sides {
            let Some(side) = named.scope.target.and_then(|scope| self.side(Dimension::Scope(scope))) else { continue };
            let values = named.values.iter().filter_map(|value| value.target);
            part = part.only(side, values.map(|value| model.scope_values[value].position))?;
        }
        Some(part)
    }
}

/// Whether a phase lies in a range. Phases that no `after` joins stand apart: none comes after the other.
fn in_range(model: &Model, phase: Id<Phase>, range: PhaseRange) -> bool {
    let target = |phase: Option<crate::model::name::Ref<Phase>>| phase.and_then(|phase| phase.target);
    target(range.from).is_none_or(|from| is_at_or_after(model, phase, from))
        && target(range.before).is_none_or(|before| !is_at_or_after(model, phase, before))
        && target(range.during).is_none_or(|during| phase == during)
}

/// Whether a phase is another one, or comes after it.
pub fn is_at_or_after(model: &Model, phase: Id<Phase>, earlier: Id<Phase>) -> bool {
    let mut at = Some(phase);
    for _ in 0..model.phases.len() {
        match at {
            Some(phase) if phase == earlier => return true,
            Some(phase) => at = model.phases[phase].after.and_then(|after| after.target),
            None => return false,
        }
    }
    false
}
