//! Flows: what they carry, from where to where, when and how.

use crate::model::choice::Choice;
use crate::model::flow::{
    Acknowledged, Answer, Carried, End, EndpointRef, Event, Flow, FlowLatency, Guard, Mode, Poll, Schedule, Via, Volume,
};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::{Head, PathRef, Place, Ref};
use crate::model::problems;
use crate::model::system::System;
use crate::model::template::TemplateKind;
use crate::syntax::{Cursor, Given};

use super::layers::Layers;
use super::names::Space;
use super::report::suggest;
use super::values::{choice, integer, layered_head, said, text};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_flows(&mut self) {
        let declared = self.declared(Kind::Flow);
        self.flow_words = declared.iter().map(|declaration| declaration.cursor).collect();
        let flows = self.side_by_side(&declared, |this, Declaration { cursor, name }| {
            let (layers, templates) = this.definition(*cursor, TemplateKind::Flow);
            let head = Head { templates, ..layered_head(&layers, *cursor, name.clone()) };
            this.flow(&layers, head)
        });
        self.model.flows = flows.into();
    }

    /// A flow, of the words of all places that say something about it.
    pub(super) fn flow(&mut self, layers: &Layers<'f>, head: Head) -> Flow {
        let carries = self.carries(layers);
        let places: Vec<Place> =
            carries.iter().flat_map(|carried| &carried.paths).filter_map(|path| path.target).collect();
        let start = places.first().copied();
        let to = layers.children_named("to").map(|to| self.end(to)).collect();
        let mut via = Vec::new();
        for word in layers.children_named("via") {
            let adds = said(word.property("adds"), Given::duration);
            via.push(Via { system: self.reference(word.argument("system")), adds, span: word.head() });
        }
        let events = layers.children_named("on").flat_map(|on| on.arguments_of("transitions"));
        Flow {
            head,
            from: layers.child("from").map(|from| self.end(from)),
            to,
            via,
            record: layers.child("record").and_then(|record| self.reference(record.argument("record"))),
            each: layers.child("each").and_then(|each| self.reference(each.argument("scope"))),
            region: self.region_in(layers.child("where")),
            on: self.events(&places, events),
            schedule: layers.child("schedule").map(|word| self.schedule(word)),
            poll: layers.child("poll").map(poll),
            pattern: layers.child("pattern").and_then(|pattern| choice(pattern.argument("pattern"))),
            latency: layers.child("latency").map(|word| {
                let within = said(word.property("within"), Given::duration);
                FlowLatency {
                    class: self.reference(word.argument("class")),
                    within,
                    is_unreadable: within.is_none() && word.property("within").is_some(),
                    span: word.head(),
                }
            }),
            delivery: layers.child("delivery").map(|word| self.delivery(&places, word)),
            answer: layers.child("answer").map(|word| self.answer(word)),
            acknowledged: layers.child("acknowledged").map(|word| self.acknowledged(word)),
            volume: layers.child("volume").map(volume),
            guard: layers.child("guard").map(|word| Guard {
                version: self.path_near(start, word.property("version")),
                echo: choice(word.property("echo")),
                span: word.head(),
            }),
            receive: layers.child("receive").map(|word| self.receiver_policy(start, word)).unwrap_or_default(),
            exceptions: self.references_in(layers.children_named("on-exception"), "exceptions"),
            cases: self.cases(start, layers.children_named("case")),
            carries,
        }
    }

    fn carries(&mut self, layers: &Layers<'f>) -> Vec<Carried> {
        let mut carries = Vec::new();
        for &mode in Mode::ALL {
            let Some(word) = layers.child(mode.word()) else { continue };
            let paths = self.paths(word.arguments_of("objects"));
            let only = word.children_named("only").flat_map(|only| only.arguments_of("fields"));
            let only = self.carried_fields(&paths, only);
            let except = word.children_named("except").flat_map(|except| except.arguments_of("fields"));
            let except = self.carried_fields(&paths, except);
            let owners = word.children_named("except").filter_map(|except| except.property("owned-by"));
            let except_owned_by = self.references(owners);
            carries.push(Carried { mode, paths, only, except, except_owned_by, span: word.head() });
        }
        carries
    }

    /// Fields of the objects that are carried: of the first one that has a field of the name.
    fn carried_fields(&mut self, paths: &[PathRef], fields: impl Iterator<Item = Given<'f>>) -> Vec<PathRef> {
        let objects: Vec<Place> = paths.iter().filter_map(|path| Some(Place { field: None, ..path.target? })).collect();
        let mut found = Vec::new();
        for given in fields {
            let first = given.text().and_then(|text| text.split('.').next().map(str::to_owned));
            let has = |place: &&Place| {
                first.as_ref().is_some_and(|first| self.names.find(Self::fields_of(**place), first).is_some())
            };
            let start = objects.iter().find(has).or(objects.first()).copied();
            found.extend(self.path_from(start, Some(given)));
        }
        found
    }

    fn end(&mut self, word: Cursor<'f>) -> End {
        let system = self.reference(word.argument("system"));
        End {
            record: self.reference(word.property("record")),
            endpoint: self.endpoint(system, word.property("endpoint")),
            writes: choice(word.property("writes")),
            span: word.head(),
            system,
        }
    }

    /// A door of a system. Of an unknown system nothing is known, and that was reported.
    fn endpoint(&mut self, system: Option<Ref<System>>, given: Option<Given<'f>>) -> Option<EndpointRef> {
        let given = given?;
        let unknown = EndpointRef { target: None, span: given.span() };
        let (Some(system), Some(name)) = (system.and_then(|system| system.target), given.text()) else {
            return Some(unknown);
        };
        let system = &self.model.systems[system];
        let target = system.endpoints.iter().position(|endpoint| *endpoint.name.text == *name);
        if target.is_none() {
            let whole = &system.head.name.text;
            let names: Vec<&str> = system.endpoints.iter().map(|endpoint| &*endpoint.name.text).collect();
            let finding = problems::UNKNOWN_NAME
                .finding(format!("`{whole}` has no endpoint `{name}`"))
                .at(given.span(), "an endpoint is named here")
                .and(system.head.span, "the system")
                .allowed(names.iter().copied());
            self.notes.found.push(suggest(finding, &names, &name, given.span()));
        }
        Some(EndpointRef { target, span: given.span() })
    }

    fn events(&mut self, places: &[Place], given: impl Iterator<Item = Given<'f>>) -> Vec<Event> {
        let mut events = Vec::new();
        for given in given {
            let Some(name) = given.text() else { continue };
            match &*name {
                "create" => events.push(Event::Create(given.span())),
                "change" => events.push(Event::Change(given.span())),
                "delete" => events.push(Event::Delete(given.span())),
                _ => events.extend(self.carried_transition(places, &name, given)),
            }
        }
        events
    }

    /// A transition of the objects that are carried, or of a list of one, as `pick` or as `lines.pick`.
    fn carried_transition(&mut self, places: &[Place], name: &str, given: Given<'f>) -> Option<Event> {
        let (list, transition) = name.rsplit_once('.').map_or((None, name), |(list, name)| (Some(list), name));
        let mut lifecycles = Vec::new();
        for place in places {
            lifecycles.extend(self.lifecycle_of(*place));
            lifecycles.extend(self.lifecycles_of.get(&place.object).into_iter().flatten());
        }
        if let Some(list) = list {
            lifecycles.retain(|lifecycle| {
                let path = &self.model.lifecycles[*lifecycle].head.name.text;
                path.split_once('.').is_some_and(|(_, rest)| rest == list)
            });
        }
        let has = |lifecycle: &&Id<_>| {
            let space = Space { kind: Kind::Transition, within: lifecycle.index() as u32 };
            self.names.find(space, transition).is_some()
        };
        let found = lifecycles.iter().find(has).or(lifecycles.first()).copied();
        if let Some(lifecycle) = found {
            let own = list.map_or(0, |list| list.len() + 1)..name.len();
            if let (Some(list), Some(place)) = (list, self.model.lifecycles[lifecycle].path.target) {
                self.list_of_transition(Place { field: None, ..place }, list, given);
            }
            let transition = self.transition_of(lifecycle, transition, given.part(own));
            return Some(Event::Transition(Ref { span: given.span(), ..transition }));
        }
        if let Some(place) = places.first() {
            self.no_transitions(*place, name, given);
        }
        None
    }

    /// The list whose transition is named, as `lines` of `lines.pick`.
    fn list_of_transition(&mut self, place: Place, list: &str, given: Given<'f>) {
        let segments = list.split('.').map(|name| {
            let start = name.as_ptr() as usize - list.as_ptr() as usize;
            (name, given.part(start..start + name.len()))
        });
        self.descend(place, segments);
    }

    fn schedule(&mut self, word: Cursor<'f>) -> Schedule {
        Schedule {
            calendar: self.reference(word.argument("calendar")),
            takes: said(word.property("takes"), Given::duration),
            records: integer(word.property("records")),
            span: word.head(),
        }
    }

    fn answer(&mut self, word: Cursor<'f>) -> Answer {
        Answer {
            within: said(word.property("within"), Given::duration),
            by: self.reference(word.property("by")),
            refused: self.reference(word.property("refused")),
            span: word.head(),
        }
    }

    fn acknowledged(&mut self, word: Cursor<'f>) -> Acknowledged {
        Acknowledged {
            document: text(word.argument("document")),
            within: said(word.property("within"), Given::duration),
            late: self.reference(word.property("late")),
            rejected: self.reference(word.property("rejected")),
            by: self.reference(word.property("by")),
            span: word.head(),
        }
    }
}

fn poll(word: Cursor<'_>) -> Poll {
    Poll {
        every: said(word.property("every"), Given::duration),
        takes: said(word.property("takes"), Given::duration),
        span: word.head(),
    }
}

fn volume(word: Cursor<'_>) -> Volume {
    Volume {
        average: said(word.property("average"), Given::rate),
        peak: said(word.property("peak"), Given::rate),
        peak_for: said(word.property("for"), Given::duration),
        hottest: said(word.property("hottest"), Given::rate),
        batch: integer(word.property("batch")),
        calls: integer(word.property("calls")),
        span: word.head(),
    }
}
