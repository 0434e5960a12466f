//! The calls that a door takes: which flows use it, with which method, at which path.

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::generate::names::{self, Names};
use crate::model::Model;
use crate::model::charter::Generate;
use crate::model::field::Field;
use crate::model::flow::{End, Event, Flow, Mode, Pattern};
use crate::model::id::Id;
use crate::model::object::Object;
use crate::model::record::Record;
use crate::model::system::{Protocol, System};
use crate::source::Span;

use super::load::{Load, loads};

/// What a call does with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A new instance.
    Create,
    /// One instance, whether it is there or not.
    Replace,
    /// A part of one instance.
    Change,
    /// One instance goes.
    Remove,
    /// Many instances at once.
    Batch,
    /// The owner is asked for a change.
    Propose(Id<Flow>),
    /// One instance is asked for.
    Get,
}

/// One flow that uses a call.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub flow: Id<Flow>,
    pub mode: Mode,
    pub load: Load,
    pub record: Option<Id<Record>>,
}

/// One call, and the flows that use it.
#[derive(Debug)]
pub(super) struct Call {
    pub kind: Kind,
    pub object: Id<Object>,
    pub uses: Vec<Use>,
}

/// A door over HTTP that flows use, by its index.
pub(super) type Door = usize;

/// Who uses what is done with each object.
type UsesByCall = BTreeMap<(Id<Object>, Kind), Vec<Use>>;

/// A flow of which nobody can say by which door it goes.
pub(super) struct NoDoor {
    pub flow: Id<Flow>,
    pub span: Span,
}

/// The calls of each HTTP door of a system, and the flows that name none of several doors.
pub(super) fn calls(
    facts: &Facts,
    generate: &Generate,
    system: Id<System>,
) -> (BTreeMap<Door, Vec<Call>>, Vec<NoDoor>) {
    let model = &facts.model;
    let mut doors: BTreeMap<Door, UsesByCall> = BTreeMap::new();
    let mut lost = Vec::new();
    let wanted =
        |flow: &Id<Flow>| generate.flows.is_empty() || generate.flows.iter().any(|named| named.target == Some(*flow));
    for id in model.flows.ids().filter(wanted) {
        let flow = &model[id];
        let at_system = |end: &&End| end.system.is_some_and(|named| named.target == Some(system));
        for carried in &flow.carries {
            let ends: Vec<&End> = match carried.mode {
                // Who needs to know asks where the values are.
                Mode::Query => flow.from.iter().filter(at_system).collect(),
                Mode::Publish | Mode::Propose => {
                    flow.to.iter().filter(at_system).filter(|end| is_called(flow, end)).collect()
                }
            };
            let receivers: Vec<Id<System>> = match carried.mode {
                Mode::Query => flow.to.iter().filter_map(|end| end.system?.target).collect(),
                Mode::Publish | Mode::Propose => vec![system],
            };
            for end in ends {
                let door = match door(model, system, flow, end) {
                    Ok(Some(door)) => door,
                    Ok(None) => continue,
                    Err(span) => {
                        lost.push(NoDoor { flow: id, span });
                        continue;
                    }
                };
                let record = end.record.or(flow.record).and_then(|record| record.target);
                let records = &generate.records;
                if !records.is_empty() && !records.iter().any(|named| record.is_some() && named.target == record) {
                    continue;
                }
                for load in loads(facts, id, carried, &receivers) {
                    let of_load =
                        |record: &Id<Record>| model[*record].object.and_then(|named| named.target) == Some(load.object);
                    for kind in kinds(flow, id, carried.mode, &load) {
                        let calls = doors.entry(door).or_default().entry((load.object, kind)).or_default();
                        calls.push(Use {
                            flow: id,
                            mode: carried.mode,
                            load: load.clone(),
                            record: record.filter(of_load),
                        });
                    }
                }
            }
        }
    }
    let calls =
        |calls: UsesByCall| calls.into_iter().map(|((object, kind), uses)| Call { kind, object, uses }).collect();
    (doors.into_iter().map(|(door, of_door)| (door, calls(of_door))).collect(), lost)
}

/// Whether a receiver is called. One that polls by itself asks, and takes no call unless a door is named.
fn is_called(flow: &Flow, end: &End) -> bool {
    end.endpoint.is_some() || flow.poll.is_none() || !flow.via.is_empty()
}

/// The door of an end, where it speaks HTTP; `Err` where several doors may be meant.
fn door(model: &Model, system: Id<System>, flow: &Flow, end: &End) -> Result<Option<Door>, Span> {
    let endpoints = &model[system].endpoints;
    let speaks = |door: Door| endpoints[door].protocol.is_some_and(|protocol| protocol.value == Protocol::Https);
    if let Some(named) = &end.endpoint {
        return Ok(named.target.filter(|door| speaks(*door)));
    }
    let by_call = flow.pattern.is_none_or(|pattern| !matches!(pattern.value, Pattern::File | Pattern::Edi));
    if !by_call {
        return Ok(None);
    }
    match endpoints.len() {
        1 => Ok(Some(0).filter(|door| speaks(*door))),
        several if several > 1 && (0..several).any(speaks) => Err(end.span),
        _ => Ok(None),
    }
}

fn kinds(flow: &Flow, id: Id<Flow>, mode: Mode, load: &Load) -> Vec<Kind> {
    match mode {
        Mode::Query => return vec![Kind::Get],
        Mode::Propose => return vec![Kind::Propose(id)],
        Mode::Publish => {}
    }
    if flow.volume.as_ref().and_then(|volume| volume.batch).is_some_and(|batch| batch.value > 1) {
        return vec![Kind::Batch];
    }
    let deletes = flow.on.iter().any(|event| matches!(event, Event::Delete(_)));
    let creates =
        !flow.on.is_empty() && flow.on.iter().all(|event| matches!(event, Event::Create(_) | Event::Delete(_)));
    let others = flow.on.iter().any(|event| !matches!(event, Event::Delete(_))) || flow.on.is_empty();
    let mut kinds = Vec::new();
    if others {
        kinds.push(match (creates, load.partial) {
            (true, _) => Kind::Create,
            (false, true) => Kind::Change,
            (false, false) => Kind::Replace,
        });
    }
    if deletes {
        kinds.push(Kind::Remove);
    }
    kinds
}

impl Kind {
    pub fn method(self) -> &'static str {
        match self {
            Self::Create | Self::Propose(_) | Self::Batch => "post",
            Self::Replace => "put",
            Self::Change => "patch",
            Self::Remove => "delete",
            Self::Get => "get",
        }
    }

    /// Whether the path names one instance.
    fn is_of_one(self) -> bool {
        !matches!(self, Self::Create | Self::Batch)
    }
}

/// The paths of a document: for each object a word of its own, and a name for each part of its key.
pub(super) struct Paths<'m> {
    model: &'m Model,
    words: BTreeMap<(Id<Object>, bool), String>,
}

impl<'m> Paths<'m> {
    /// Paths for the objects of some calls.
    pub fn of(model: &'m Model, calls: &[Call]) -> Self {
        let mut taken = Names::besides([]);
        let mut words = BTreeMap::new();
        let mut objects: Vec<(Id<Object>, bool)> =
            calls.iter().map(|call| (call.object, call.kind == Kind::Batch)).collect();
        objects.sort_by_key(|(object, batch)| (*batch, &model[*object].head.name.text));
        objects.dedup();
        for (object, batch) in objects {
            let name = &model[object].head.name.text;
            let wish = if batch { format!("{name}-batches") } else { names::plural(name) };
            words.insert((object, batch), taken.take(&wish.to_ascii_lowercase()));
        }
        Self { model, words }
    }

    /// The path of a call, as `/sales-orders/{orderNo}`, and the fields in it.
    pub fn path(&self, call: &Call) -> (String, Vec<(String, Id<Field>)>) {
        let mut path = format!("/{}", self.words[&(call.object, call.kind == Kind::Batch)]);
        let mut parameters = Vec::new();
        if call.kind.is_of_one() {
            let mut taken = Names::besides([]);
            for key in self.model[call.object].key.iter().filter_map(|key| key.target) {
                let name = taken.take(&names::camel(&self.model[key].name.text));
                path.push_str(&format!("/{{{name}}}"));
                parameters.push((name, key));
            }
        }
        if let Kind::Propose(flow) = call.kind {
            path.push_str(&format!("/{}", self.model[flow].head.name.text.to_ascii_lowercase()));
        }
        (path, parameters)
    }
}
