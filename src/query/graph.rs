//! The systems and flows of a charter as a graph to draw: who sends what to whom, how soon, and where it cannot work.

mod conflict;

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::facts::delay::Bound;
use crate::facts::figures;
use crate::model::Model;
use crate::model::calendar::Latency;
use crate::model::choice::Choice;
use crate::model::flow::{Carried, Flow};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::system::System;
use crate::query::owners;
use crate::syntax::Form;
use conflict::Conflicts;

/// What is drawn. Indices of systems, carriers and classes are those of the lists here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// The name of the charter.
    pub name: String,
    /// What the charter is called in documents; its name where it has no title.
    pub title: String,
    /// The version of the charter, where it has one.
    pub version: Option<String>,
    /// The object whose flows are shown; all flows when there is none.
    pub object: Option<String>,
    /// All latency classes, the tightest first, so that one looks the same in every picture of a charter.
    pub classes: Vec<Class>,
    /// The systems that send, receive or own, in the order of the charter.
    pub systems: Vec<Node>,
    /// The systems that carry flows of others on the way, in the order of the charter.
    pub carriers: Vec<Carrier>,
    /// One for each ordered pair of systems between which something flows.
    pub links: Vec<Link>,
}

/// A latency class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its name.
    pub name: String,
    /// How old a value may be at most, as `5min`.
    pub within: Option<String>,
}

/// A system.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: Option<&'static str>,
    /// The team that runs it.
    pub team: Option<String>,
    /// What it owns of the object that is shown.
    pub owns: Option<Owns>,
    /// The codes of the errors that point at it.
    pub conflicts: Vec<String>,
}

/// How much of an object a system owns, anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Owns {
    /// Fields that it owns in at least one case.
    pub fields: usize,
    /// All fields of the object that have an owner.
    pub of: usize,
}

/// A system on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carrier {
    /// Its name.
    pub name: String,
    /// The team that runs it.
    pub team: Option<String>,
    /// How many of the flows that are shown it carries.
    pub flows: usize,
}

/// What flows from one system to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The sender, by index.
    pub from: usize,
    /// The receiver, by index.
    pub to: usize,
    /// The flows, in the order of the charter.
    pub flows: Vec<Strand>,
}

/// One flow between two systems.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strand {
    /// Its name.
    pub name: String,
    /// What it carries and with what authority: `publish order`.
    pub carries: Vec<String>,
    /// How it is built.
    pub pattern: Option<&'static str>,
    /// Its latency class, by index; `None` where it names none.
    pub class: Option<usize>,
    /// How old a value may be on arrival, as `5min`.
    pub within: Option<String>,
    /// The systems on the way, by index.
    pub via: Vec<usize>,
    /// The codes of the errors that point at it.
    pub conflicts: Vec<String>,
}

impl Link {
    /// How many flows there are of each class, the tightest first; those without a class come last.
    pub fn classes(&self) -> Vec<(Option<usize>, usize)> {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for flow in &self.flows {
            *counts.entry(flow.class.unwrap_or(usize::MAX)).or_default() += 1;
        }
        counts.into_iter().map(|(class, count)| ((class != usize::MAX).then_some(class), count)).collect()
    }

    /// The tightest class; `None` where no flow has one.
    pub fn tightest(&self) -> Option<usize> {
        self.flows.iter().filter_map(|flow| flow.class).min()
    }

    /// The codes of the errors that point at one of the flows.
    pub fn conflicts(&self) -> Vec<&str> {
        sorted(self.flows.iter().flat_map(|flow| flow.conflicts.iter().map(String::as_str)))
    }

    /// The systems on the way of at least one of the flows.
    pub fn via(&self) -> Vec<usize> {
        sorted(self.flows.iter().flat_map(|flow| flow.via.iter().copied()))
    }
}

impl Graph {
    /// The graph of a charter; of one object, where one is named. Errors of the report turn up as conflicts.
    pub fn of(facts: &Facts, forms: &[Form], report: &[Diagnostic], object: Option<Id<Object>>) -> Self {
        let model = &facts.model;
        let conflicts = Conflicts::of(facts, forms, report);
        let flows = shown_flows(facts, object);
        let classes = classes(model);
        let carriers = carriers(model, &flows);
        let owners = object.map(|object| owners(facts, object)).unwrap_or_default();
        let systems = systems(model, &flows, &owners, object.is_none());
        let node = |id: &Id<System>| {
            let system = &model.systems[*id];
            Node {
                name: system.head.name.to_string(),
                kind: system.kind.map(|kind| kind.value.word()),
                team: team(model, system),
                owns: owners.get(id).copied(),
                conflicts: conflicts.system(*id),
            }
        };
        let charter = model.charter.as_ref();
        let name = charter.map_or_else(String::new, |charter| charter.name.to_string());
        let title = charter
            .and_then(|charter| charter.title.as_ref())
            .map_or_else(|| name.clone(), |title| title.value.to_string());
        let strand = |id: Id<Flow>| strand(model, id, &classes, &carriers, conflicts.flow(id));
        Self {
            title,
            name,
            version: charter.and_then(|charter| charter.version.as_ref()).map(|version| version.value.to_string()),
            object: object.map(|object| model.objects[object].head.name.to_string()),
            links: links(model, &flows, &systems, strand),
            systems: systems.iter().map(node).collect(),
            classes: classes.iter().map(|class| describe(&model.latencies[*class])).collect(),
            carriers: carriers.iter().map(|(id, flows)| carrier(model, *id, *flows)).collect(),
        }
    }

    /// How many systems take part, at the ends of flows or on the way.
    pub fn parties(&self) -> usize {
        let names = self.systems.iter().map(|system| &system.name);
        sorted(names.chain(self.carriers.iter().map(|carrier| &carrier.name))).len()
    }

    /// Whether a flow that is shown is of a class; `None` asks for flows without one.
    pub fn has_class(&self, class: Option<usize>) -> bool {
        self.links.iter().any(|link| link.flows.iter().any(|flow| flow.class == class))
    }

    /// How many flows are shown; one with several receivers counts once.
    pub fn flows(&self) -> usize {
        sorted(self.links.iter().flat_map(|link| link.flows.iter().map(|flow| flow.name.as_str()))).len()
    }

    /// The codes of all errors that are shown.
    pub fn conflicts(&self) -> Vec<&str> {
        let on_systems = self.systems.iter().flat_map(|system| system.conflicts.iter().map(String::as_str));
        sorted(on_systems.chain(self.links.iter().flat_map(Link::conflicts)))
    }
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort();
    items.dedup();
    items
}

/// The flows that carry an object, or all.
fn shown_flows(facts: &Facts, object: Option<Id<Object>>) -> Vec<Id<Flow>> {
    let carries = |carried: &Carried, object| {
        carried.paths.iter().any(|path| path.target.is_some_and(|place| place.object == object))
    };
    let is_shown =
        |flow: &Flow| object.is_none_or(|object| flow.carries.iter().any(|carried| carries(carried, object)));
    facts.model.flows.iter().filter(|(_, flow)| is_shown(flow)).map(|(id, _)| id).collect()
}

/// The latency classes by bound, then by name; those without a bound come last.
fn classes(model: &Model) -> Vec<Id<Latency>> {
    let mut classes: Vec<Id<Latency>> = model.latencies.ids().collect();
    classes.sort_by_cached_key(|class| {
        let latency = &model.latencies[*class];
        (latency.within.map_or(u64::MAX, |within| within.value.0), latency.head.name.to_string())
    });
    classes
}

fn class_of(flow: &Flow) -> Option<Id<Latency>> {
    flow.latency.as_ref()?.class?.target
}

fn describe(class: &Latency) -> Class {
    Class { name: class.head.name.to_string(), within: class.within.map(|within| figures::time(within.value)) }
}

fn via(flow: &Flow) -> impl Iterator<Item = Id<System>> {
    flow.via.iter().filter_map(|via| via.system?.target)
}

/// The systems on the way, with the number of their flows.
fn carriers(model: &Model, flows: &[Id<Flow>]) -> Vec<(Id<System>, usize)> {
    let mut counts: BTreeMap<Id<System>, usize> = BTreeMap::new();
    for flow in flows {
        for system in sorted(via(&model.flows[*flow])) {
            *counts.entry(system).or_default() += 1;
        }
    }
    counts.into_iter().collect()
}

fn carrier(model: &Model, id: Id<System>, flows: usize) -> Carrier {
    let system = &model.systems[id];
    Carrier { name: system.head.name.to_string(), team: team(model, system), flows }
}

fn team(model: &Model, system: &System) -> Option<String> {
    system.team.and_then(|team| team.target).map(|team| model.teams[team].head.name.to_string())
}

/// Who owns how many of an object's fields.
fn owners(facts: &Facts, object: Id<Object>) -> BTreeMap<Id<System>, Owns> {
    let groups = owners::owners(facts, Some(object));
    let of = groups.iter().map(|group| group.fields.len()).sum();
    let mut found: BTreeMap<Id<System>, Owns> = BTreeMap::new();
    for group in groups {
        for system in sorted(group.owners.iter().filter_map(|owner| owner.system)) {
            found.entry(system).or_insert(Owns { fields: 0, of }).fields += group.fields.len();
        }
    }
    found
}

fn ends(flow: &Flow) -> impl Iterator<Item = (Id<System>, Id<System>)> {
    let system = |end: &crate::model::flow::End| end.system.and_then(|system| system.target);
    let from = flow.from.as_ref().and_then(system);
    flow.to.iter().filter_map(move |to| Some((from?, system(to)?)))
}

/// The systems at the ends of flows, and the owners; of the whole charter also those that have no part in any flow.
fn systems(model: &Model, flows: &[Id<Flow>], owners: &BTreeMap<Id<System>, Owns>, whole: bool) -> Vec<Id<System>> {
    let at_ends = flows.iter().flat_map(|flow| ends(&model.flows[*flow]).flat_map(|(from, to)| [from, to]));
    let mut shown = sorted(at_ends.chain(owners.keys().copied()));
    if whole {
        let on_the_way = sorted(flows.iter().flat_map(|flow| via(&model.flows[*flow])));
        shown.extend(model.systems.ids().filter(|system| !on_the_way.contains(system)));
        shown = sorted(shown.into_iter());
    }
    shown
}

fn strand(
    model: &Model,
    id: Id<Flow>,
    classes: &[Id<Latency>],
    carriers: &[(Id<System>, usize)],
    conflicts: Vec<String>,
) -> Strand {
    let flow = &model.flows[id];
    let carried = |carried: &Carried| {
        let objects = sorted(carried.paths.iter().filter_map(|path| path.target).map(|place| place.object));
        let names: Vec<String> = objects.iter().map(|object| model.objects[*object].head.name.to_string()).collect();
        (!names.is_empty()).then(|| format!("{} {}", carried.mode.word(), names.join(", ")))
    };
    let class = class_of(flow);
    Strand {
        name: flow.head.name.to_string(),
        carries: flow.carries.iter().filter_map(carried).collect(),
        pattern: flow.pattern.map(|pattern| pattern.value.word()),
        class: class.and_then(|class| classes.iter().position(|known| *known == class)),
        within: Bound::of(model, flow).map(|bound| figures::time(bound.within)),
        via: via(flow).filter_map(|system| carriers.iter().position(|(carrier, _)| *carrier == system)).collect(),
        conflicts,
    }
}

fn links(model: &Model, flows: &[Id<Flow>], systems: &[Id<System>], strand: impl Fn(Id<Flow>) -> Strand) -> Vec<Link> {
    let index: BTreeMap<Id<System>, usize> = systems.iter().enumerate().map(|(at, system)| (*system, at)).collect();
    let mut links: BTreeMap<(usize, usize), Vec<Strand>> = BTreeMap::new();
    for flow in flows {
        for (from, to) in sorted(ends(&model.flows[*flow])) {
            links.entry((index[&from], index[&to])).or_default().push(strand(*flow));
        }
    }
    links.into_iter().map(|((from, to), flows)| Link { from, to, flows }).collect()
}
