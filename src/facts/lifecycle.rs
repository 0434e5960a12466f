//! Lifecycles as graphs: where an instance can get in every scope and phase, who decides each step, and who hears of it.
//!
//! A [`Life`] is one lifecycle. Its [`Space`] tells apart what regions of transitions and flows tell apart; atoms in which
//! the same steps can be taken and the same flows are live are one [`Scene`], which is looked at once. All of it takes
//! time linear in transitions and carriages, for each scene.
//!
//! A [`Carriage`] says which flow tells whom of which steps, and a [`Reception`] what the receiver does with a message
//! that comes early, late or twice. Both are what an explorer of all orders of messages starts from.

mod baton;
mod carriage;
mod reception;
mod rivals;
mod scene;
mod sight;
mod untold;

use fixedbitset::FixedBitSet;

use crate::facts::atoms::{Atom, Mentions, Space};
use crate::facts::cells::Part;
use crate::facts::lineage::Lineage;
use crate::facts::territory::Dimension;
use crate::model::Model;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::lifecycle::{Lifecycle, State, Transition};
use crate::model::name::Place;
use crate::model::system::System;

pub use baton::Losable;
pub use carriage::{Ask, Carriage};
pub use reception::{Reception, Transport, is_new_each_time};
pub use rivals::Rivals;
pub use scene::Scene;
pub use sight::Sight;
pub use untold::{Need, Untold};

/// All lifecycles of a charter.
#[derive(Clone, Debug, Default)]
pub struct Lifecycles {
    all: Vec<Life>,
}

/// One lifecycle: its graph, and how its steps are told.
#[derive(Clone, Debug)]
pub struct Life {
    /// The lifecycle.
    pub lifecycle: Id<Lifecycle>,
    /// The object or the list that has it.
    pub place: Place,
    /// The states, in order; all indices of states are those of this list.
    pub states: Vec<Id<State>>,
    /// The states in which instances begin, by index.
    pub initial: Vec<usize>,
    /// The states in which nothing happens any more.
    pub finals: FixedBitSet,
    /// The transitions, in order; all indices of steps are those of this list.
    pub steps: Vec<Step>,
    /// The scopes and phases that steps and flows tell apart.
    pub space: Space,
    /// The flows that tell of it, one for each receiver.
    pub carriages: Vec<Carriage>,
    /// The flows by which a system asks the one that decides.
    pub asks: Vec<Ask>,
    /// What differs between scopes and phases; live atoms only. Empty where there are too many cases.
    pub scenes: Vec<Scene>,
    /// The steps that somebody has to hear of and does not, in order.
    pub untold: Vec<Untold>,
    /// The steps that two systems may take at the same time, in order.
    pub rivals: Vec<Rivals>,
    /// Whether every state, system and scope that its transitions name is known. Where not, which has been reported,
    /// nothing can be concluded about its graph.
    pub is_certain: bool,
    /// Whether all flows that may tell of it are known as well.
    pub is_told_certain: bool,
    /// Whether there are too many cases to look at; nothing was concluded then.
    pub too_complex: bool,
}

/// A transition with its ends by index.
#[derive(Clone, Debug)]
pub struct Step {
    /// The transition.
    pub transition: Id<Transition>,
    /// The system that decides.
    pub owner: Option<Id<System>>,
    /// The states in which it may happen, by index.
    pub from: Vec<usize>,
    /// The state that follows, by index.
    pub to: Option<usize>,
    /// Where in the space it may happen; `None` when nowhere.
    pub part: Option<Part>,
}

impl Step {
    /// Whether it may happen in a state and leads to another one.
    pub fn leaves(&self, state: usize) -> bool {
        self.from.contains(&state) && self.to.is_some_and(|to| to != state)
    }
}

impl Lifecycles {
    /// What there is to know about the lifecycles of a model.
    pub fn of(model: &Model, lineage: &Lineage) -> Self {
        Self { all: model.lifecycles.iter().filter_map(|(id, said)| life(model, lineage, id, said)).collect() }
    }

    /// All lifecycles whose object is known, in order.
    pub fn all(&self) -> &[Life] {
        &self.all
    }

    /// One lifecycle; `None` when its object is unknown.
    pub fn life(&self, lifecycle: Id<Lifecycle>) -> Option<&Life> {
        let at = self.all.binary_search_by_key(&lifecycle, |life| life.lifecycle).ok()?;
        Some(&self.all[at])
    }
}

impl Life {
    /// The index of a state.
    pub fn state(&self, state: Id<State>) -> Option<usize> {
        self.states.binary_search(&state).ok()
    }

    /// The index of a transition.
    pub fn step(&self, transition: Id<Transition>) -> Option<usize> {
        self.steps.binary_search_by_key(&transition, |step| step.transition).ok()
    }

    /// The name of a state, by index.
    pub fn state_name<'m>(&self, model: &'m Model, state: usize) -> &'m str {
        &model[self.states[state]].name.text
    }

    /// The name of a step, by index.
    pub fn step_name<'m>(&self, model: &'m Model, step: usize) -> &'m str {
        &model[self.steps[step].transition].name.text
    }

    /// Whether a way of steps leads from one state to another, in some case.
    pub fn leads(&self, from: usize, to: usize) -> bool {
        let mut seen = FixedBitSet::with_capacity(self.states.len());
        let mut open = vec![from];
        while let Some(state) = open.pop() {
            if !seen.put(state) {
                open.extend(self.steps.iter().filter(|step| step.from.contains(&state)).filter_map(|step| step.to));
            }
        }
        seen.contains(to)
    }

    /// Whether one instance can take both steps, one after the other.
    pub fn can_both_happen(&self, first: usize, second: usize) -> bool {
        let after = |one: usize, other: usize| {
            self.steps[one].to.is_some_and(|to| self.steps[other].from.iter().any(|from| self.leads(to, *from)))
        };
        after(first, second) || after(second, first)
    }

    /// A step as `on` of a flow names it: with its list, where the object has a step of the same name.
    pub fn event(&self, model: &Model, step: usize) -> String {
        let name = self.step_name(model, step);
        let Some(list) = self.place.field else { return name.to_owned() };
        let of_object = model[self.place.object].lifecycle;
        let mut others = of_object.into_iter().flat_map(|lifecycle| &model[lifecycle].transitions);
        if others.any(|other| &*model[*other].name.text == name) {
            let path = model[list].path(model);
            let inside = path.split_once('.').map_or(&*path, |(_, inside)| inside);
            return format!("{inside}.{name}");
        }
        name.to_owned()
    }

    /// The systems that decide steps, in order.
    pub fn deciders(&self) -> Vec<Id<System>> {
        let mut deciders: Vec<Id<System>> = self.steps.iter().filter_map(|step| step.owner).collect();
        deciders.sort_unstable();
        deciders.dedup();
        deciders
    }

    /// How people say the scenes in which something holds: one text for each box, an empty one for everything.
    pub fn describe<'s>(&self, model: &Model, scenes: impl IntoIterator<Item = &'s Scene>) -> Vec<String> {
        let atoms: Vec<Atom> = scenes.into_iter().flat_map(|scene| scene.atoms.iter().copied()).collect();
        self.describe_atoms(model, &atoms)
    }

    /// The same of atoms.
    pub fn describe_atoms(&self, model: &Model, atoms: &[Atom]) -> Vec<String> {
        let mut dead = FixedBitSet::with_capacity(self.space.len());
        dead.insert_range(..);
        for atom in self.scenes.iter().flat_map(|scene| &scene.atoms) {
            dead.remove(atom.index());
        }
        let free: Vec<Atom> = self.space.atoms().filter(|atom| dead.contains(atom.index())).collect();
        self.space.describe(model, atoms, &free)
    }
}

fn life(model: &Model, lineage: &Lineage, id: Id<Lifecycle>, said: &Lifecycle) -> Option<Life> {
    let place = said.path.target?;
    let mut life = Life {
        lifecycle: id,
        place,
        states: said.states.clone(),
        initial: (0..said.states.len()).filter(|at| model[said.states[*at]].initial).collect(),
        finals: (0..said.states.len()).filter(|at| model[said.states[*at]].is_final).collect(),
        steps: Vec::new(),
        space: Space::default(),
        carriages: Vec::new(),
        asks: Vec::new(),
        scenes: Vec::new(),
        untold: Vec::new(),
        rivals: Vec::new(),
        is_certain: said.transitions.iter().all(|transition| is_known(&model[*transition])),
        is_told_certain: lineage.is_certain(place.object),
        too_complex: false,
    };
    life.finals.grow(said.states.len());
    life.steps = said.transitions.iter().map(|transition| step(model, &life, *transition)).collect();
    let (carriages, asks) = carriage::of(model, lineage, &life, said.status);
    let mut mentions = Mentions::default();
    for step in &life.steps {
        mentions.region(model, &model[step.transition].region);
    }
    for flow in carriages.iter().map(|carriage| carriage.flow).chain(asks.iter().map(|ask| ask.flow)) {
        mentions.region(model, &model[flow].region);
        if let Some(phases) = lineage.rollout.phases(flow) {
            mentions.add(model, Dimension::Phase, phases.ones());
        }
    }
    if let Some(status) = said.status {
        for access in lineage.accesses.of_field(status) {
            mentions.region(model, &access.of(model).region);
        }
    }
    mentions.phases(model);
    (life.carriages, life.asks) = (carriages, asks);
    let Ok(space) = Space::of(model, &mentions) else {
        life.too_complex = true;
        return Some(life);
    };
    life.space = space;
    life.settle(model, lineage);
    life.scenes = scene::of(model, &life);
    life.untold = untold::of(model, lineage, &life);
    life.rivals = rivals::of(model, &life);
    Some(life)
}

impl Life {
    /// Says for each step, carriage and question where in the space it is possible.
    fn settle(&mut self, model: &Model, lineage: &Lineage) {
        let Self { space, steps, carriages, asks, .. } = self;
        for step in steps {
            step.part = space.within(model, space.whole(), &model[step.transition].region);
        }
        let live = |flow| {
            let part = space.within(model, space.whole(), &model.flows[flow].region)?;
            match lineage.rollout.phases(flow) {
                Some(phases) => space.only(part, Dimension::Phase, phases),
                None => Some(part),
            }
        };
        for carriage in carriages {
            carriage.part = live(carriage.flow);
        }
        for ask in asks {
            ask.part = live(ask.flow);
        }
    }
}

fn step(model: &Model, life: &Life, transition: Id<Transition>) -> Step {
    let said = &model[transition];
    let state = |state: &crate::model::name::Ref<State>| life.state(state.target?);
    Step {
        transition,
        owner: said.by.and_then(|by| by.target),
        from: said.from.iter().filter_map(state).collect(),
        to: said.to.as_ref().and_then(state),
        part: None,
    }
}

/// Whether all that a transition names is known.
fn is_known(transition: &Transition) -> bool {
    transition.by.is_some_and(|by| by.target.is_some())
        && transition.to.is_some_and(|to| to.target.is_some())
        && !transition.from.is_empty()
        && transition.from.iter().all(|from| from.target.is_some())
        && transition.region.is_known()
}
