//! Mistakes about flows: a second writer, a value that comes back, a way that begins too late.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::facts::lineage::Course;
use charter::facts::redelivery;
use charter::model::element::ElementId;
use charter::model::field::{Field, FieldKind};
use charter::model::flow::{Flow, Mode};
use charter::model::id::Id;
use charter::model::system::{AccessKind, System};
use charter::syntax::{Cursor, Given};

use super::meaning::only_feeds;
use super::{Mutation, Mutator, is_own, words, words_in};

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator { name: "second writer", finds: &["publish-without-authority"], also: NOTIFIED, places: second_writer },
        Mutator {
            name: "value sent back to its owner",
            finds: &["echo-cycle", "write-into-owner", "absolute-write", "protected-overwrite"],
            also: NOTIFIED,
            places: sent_back,
        },
        Mutator {
            name: "flow beside one that brings the same",
            finds: &["delivered-twice"],
            also: NOTIFIED,
            places: brought_twice,
        },
        Mutator {
            name: "computed value proposed to who computes it",
            finds: &["derived-written"],
            also: &["proposal-without-echo"],
            places: computed_anyhow,
        },
        Mutator { name: "echo through a rounding step", finds: &["echo-cycle"], also: &[], places: rounding_echo },
        Mutator {
            name: "proposal turned into publish",
            finds: &["write-into-owner", "absolute-write", "echo-cycle", "publish-without-authority"],
            also: NOTIFIED,
            places: decided_by_the_wrong_one,
        },
        Mutator {
            name: "proposal sent to the wrong system",
            finds: &["proposal-to-nobody"],
            also: &["unused-definition", "update-without-authority", "manual-write-into-copy"],
            places: asked_the_wrong_one,
        },
        Mutator {
            name: "slow second way without a guard",
            // Where a reader says how old the value may be, it is reported there.
            finds: &["stale-overwrite-race", "stale-when-degraded"],
            also: NOTIFIED,
            places: unguarded,
        },
        Mutator {
            name: "flow started one phase too late",
            finds: STARVED,
            also: &["no-reconciliation", "handover-without-delivery"],
            places: too_late,
        },
        Mutator {
            name: "field left out of a flow",
            finds: STARVED,
            also: &["unused-definition", "dead-delivery"],
            places: left_out,
        },
        Mutator {
            name: "dropped reconciliation",
            finds: &["no-reconciliation"],
            also: &["unused-definition"],
            places: dropped_reconciliation,
        },
    ]
}

/// What follows when a system publishes by notifications that it does not keep.
const NOTIFIED: &[&str] = &["no-reconciliation"];

/// What a value that does not come is reported as.
const STARVED: &[&str] = &[
    "unreachable-reader",
    "owner-never-receives",
    "derived-input-missing",
    "phase-missing-input",
    "publish-without-authority",
    "proposal-without-echo",
];

/// One hop from the owner of a value by a flow that is always there: its word, the first field, who sends and who gets.
struct Hop<'a> {
    flow: Cursor<'a>,
    course: &'a Course,
    from: Id<System>,
    to: Id<System>,
}

/// Such hops, one for each flow. Flows of a phase of the rollout and those that exist once for every value of a scope are
/// left out: a way back would have to say the same.
fn hops(analysis: &Analysis) -> Vec<Hop<'_>> {
    let model = &analysis.facts.model;
    let phases = model.phases.values();
    let named: BTreeSet<Id<Flow>> =
        phases.flat_map(|phase| phase.flows.iter().chain(&phase.retires)).filter_map(|flow| flow.target).collect();
    let mut seen: BTreeSet<Id<Flow>> = BTreeSet::new();
    let all = words(analysis);
    let mut found = Vec::new();
    for course in analysis.facts.lineage().courses() {
        let is_value = |field: &Id<Field>| matches!(model[*field].kind, FieldKind::Value(_));
        if course.webs.is_empty() || !course.fields.iter().all(is_value) {
            continue;
        }
        for (at, edge) in
            course.edges.iter().enumerate().filter(|(_, edge)| edge.mode == Mode::Publish && !edge.implied)
        {
            let flow = &model[edge.flow];
            let is_always = !named.contains(&edge.flow) && flow.each.is_none();
            let mut live = course.webs.iter().filter(|web| web.edges.contains(&at)).peekable();
            let owns = live.peek().is_some() && live.all(|web| web.is_owner(edge.from) && !web.is_owner(edge.to));
            let word = all.iter().find(|word| word.head() == flow.head.span);
            if let Some(&word) = word.filter(|_| is_always && owns && seen.insert(edge.flow)) {
                found.push(Hop { flow: word, course, from: edge.from, to: edge.to });
            }
        }
    }
    found
}

/// The part of the scopes of a flow, to be said again.
fn part(analysis: &Analysis, hop: &Hop<'_>) -> String {
    let part = hop.flow.child("where");
    part.map_or(String::new(), |part| format!("    {}\n", analysis.sources.text(part.span())))
}

/// A flow more, behind another one.
fn flow(analysis: &Analysis, hop: &Hop<'_>, from: &str, to: &str) -> Mutation {
    let model = &analysis.facts.model;
    let object = &model[hop.course.object].head.name.text;
    let path = model.key(hop.course.fields[0]).path;
    let field = path.strip_prefix(&format!("{object}.")).expect("a path begins with the object");
    let part = part(analysis, hop);
    let text = format!(
        "\n\nflow zzz {{\n    publish {object} {{ only {field} }}\n    from {from}\n    to {to}\n    on change\n    latency near-real-time\n{part}}}\n"
    );
    Mutation::after(hop.flow.span(), text)
}

/// A system that has nothing of a value publishes it to somebody who gets it from the owner.
fn second_writer(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let name = |system: Id<System>| &*model[system].head.name.text;
    let writer = |hop: &Hop<'_>| {
        let has = |system: &Id<System>| hop.course.webs.iter().any(|web| web.has(*system));
        let sends = |system: &Id<System>| hop.course.edges.iter().any(|edge| edge.from == *system);
        let without = model.systems.ids().find(|system| !has(system) && !sends(system))?;
        Some(flow(analysis, hop, name(without), name(hop.to)))
    };
    hops(analysis).iter().filter_map(writer).collect()
}

/// A system that gets a value from its owner publishes it to the owner.
fn sent_back(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let name = |system: Id<System>| &*model[system].head.name.text;
    hops(analysis).iter().map(|hop| flow(analysis, hop, name(hop.to), name(hop.from))).collect()
}

/// A flow that is set off by an event has another one beside it that is set off by the same, with one of its fields.
fn brought_twice(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let name = |system: Id<System>| &*model[system].head.name.text;
    let again = |hop: Hop<'_>| {
        let on = hop
            .flow
            .child("on")
            .filter(|_| hop.flow.child("schedule").is_none() && hop.flow.child("poll").is_none())?;
        let guard = hop.flow.child("guard").map_or("", |guard| analysis.sources.text(guard.span()));
        let door = hop.flow.child("to")?.property("endpoint");
        let door = door.map_or("", |door| analysis.sources.text(door.entry_span()));
        let mut mutation = flow(analysis, &hop, name(hop.from), &format!("{} {door}", name(hop.to)));
        let latency = hop.flow.child("latency").map_or("", |latency| analysis.sources.text(latency.span()));
        let text = mutation.edits[0].1.replace("on change", analysis.sources.text(on.span()));
        mutation.edits[0].1 = text.replace("latency near-real-time", &format!("{latency}\n    {guard}"));
        Some(mutation)
    };
    let one_receiver = |hop: &Hop<'_>| hop.flow.children_named("to").count() == 1;
    hops(analysis).into_iter().filter(one_receiver).filter_map(again).collect()
}

/// A reader of a computed value proposes it to the system that computes it.
fn computed_anyhow(analysis: &Analysis) -> Vec<Mutation> {
    let facts = &analysis.facts;
    let model = &facts.model;
    let name = |system: Id<System>| &*model[system].head.name.text;
    let mut found = Vec::new();
    for word in words(analysis).into_iter().filter(|word| word.definition().name == "derive") {
        let derived = model.derivations.values().find(|derived| derived.head.span == word.head());
        let field = derived.and_then(|derived| derived.path.target?.field);
        let (Some(by), Some(field)) = (derived.and_then(|derived| derived.by?.target), field) else { continue };
        let readers = facts.lineage().accesses.of_field(field).iter().filter(|access| access.system != by);
        let readers: BTreeSet<Id<System>> =
            readers.filter(|access| access.of(model).kind == AccessKind::Reads).map(|access| access.system).collect();
        for reader in readers {
            let text = format!(
                "\n\nflow zzz {{\n    propose {}\n    from {}\n    to {}\n    on change\n    latency near-real-time\n}}\n",
                model.key(field).path,
                name(reader),
                name(by)
            );
            found.push(Mutation::after(word.span(), text));
        }
    }
    found
}

/// The same where a line of a record rounds the value on its way; the finding must show that line. A conversion of units
/// that rounds is exact one way and not the other, and the circle takes both.
fn rounding_echo(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let name = |system: Id<System>| &*model[system].head.name.text;
    let rounds = |word: &Cursor<'_>| {
        word.definition().name == "map" && word.children().any(|step| step.property("round").is_some())
    };
    let maps: Vec<Cursor<'_>> = words(analysis).into_iter().filter(rounds).collect();
    let mut found = Vec::new();
    for hop in hops(analysis) {
        let record = |end: &'static str| {
            let given = hop.flow.child(end)?.property("record")?;
            Some((given.text()?.into_owned(), given))
        };
        let (from, to) = (record("from"), record("to"));
        for map in &maps {
            let top = std::iter::successors(Some(*map), |word| word.parent()).last().expect("a map stands somewhere");
            let top = top.argument("name").and_then(Given::text);
            let is_here = [&from, &to].into_iter().flatten().any(|(record, _)| top.as_deref() == Some(record.as_str()));
            let span = map.argument("field").map(Given::span);
            let names = |field: &Id<Field>| {
                let target: ElementId = (*field).into();
                let mut used = model.references.iter().filter(|used| used.target == target);
                used.any(|used| {
                    span.is_some_and(|span| {
                        span.file == used.span.file && span.start <= used.span.start && used.span.end <= span.end
                    })
                })
            };
            let Some(field) = hop.course.fields.iter().find(|field| is_here && names(field)) else { continue };
            let object = &model[hop.course.object].head.name.text;
            let path = model.key(*field).path;
            let path = path.strip_prefix(&format!("{object}.")).expect("a path begins with the object").to_owned();
            let with = |record: &Option<(String, _)>| {
                record.as_ref().map_or(String::new(), |(record, _)| format!(" record={record}"))
            };
            let text = format!(
                "\n\nflow zzz {{\n    publish {object} {{ only {path} }}\n    from {}{}\n    to {}{}\n    on change\n    latency near-real-time\n{}}}\n",
                name(hop.to),
                with(&to),
                name(hop.from),
                with(&from),
                part(analysis, &hop),
            );
            found.push(Mutation { node: Some(map.span()), ..Mutation::after(hop.flow.span(), text) });
        }
    }
    found
}

/// Of values; several systems decide a state.
fn decided_by_the_wrong_one(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let states: BTreeSet<_> = model
        .flows
        .values()
        .flat_map(|flow| &flow.carries)
        .filter(|carried| {
            let fields = carried.paths.iter().filter_map(|path| path.target?.field);
            fields.clone().count() > 0 && fields.clone().all(|field| matches!(model[field].kind, FieldKind::Status(_)))
        })
        .map(|carried| carried.span)
        .collect();
    let proposals = words_in(analysis, "flow", "propose").into_iter().filter(|word| !states.contains(&word.head()));
    proposals.map(|word| Mutation::replace(word.name_span(), "publish", word.span())).collect()
}

/// A proposal goes to a system that decides nothing of the object and passes nothing of it on.
fn asked_the_wrong_one(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let lineage = analysis.facts.lineage();
    let mut found = Vec::new();
    for word in words_in(analysis, "flow", "propose") {
        let Some(flow) = word.parent() else { continue };
        let asked = model.flows.values().find(|said| said.head.span == flow.head());
        let paths = asked.into_iter().flat_map(|said| &said.carries).flat_map(|carried| &carried.paths);
        let objects: BTreeSet<_> = paths.filter_map(|path| Some(path.target?.object)).collect();
        let from = asked.and_then(|said| said.from.as_ref()?.system?.target);
        let takes_part = |system: &Id<System>| {
            lineage.courses().iter().filter(|course| objects.contains(&course.object)).any(|course| {
                course.webs.iter().any(|web| web.is_owner(*system))
                    || course.edges.iter().any(|edge| edge.from == *system)
            })
        };
        let wrong = model.systems.ids().find(|system| Some(*system) != from && !takes_part(system));
        if let (Some(to), Some(wrong)) = (flow.child("to"), wrong) {
            let line = format!("to {}", model[wrong].head.name.text);
            found.push(Mutation::replace(to.head(), line, flow.span()));
        }
    }
    found
}

/// Beside a flow that sends at once, another one brings everything again by the calendar with the longest waits, and nothing
/// compares versions. Where the receiver turns older values away by itself, that is no mistake.
fn unguarded(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let (delays, lineage) = (analysis.facts.delays(), analysis.facts.lineage());
    let waits = model.calendars.iter().filter_map(|(id, calendar)| {
        Some((delays.runs(id)?.longest.wait, calendar)).filter(|_| is_own(analysis, calendar.head.span.file))
    });
    let Some((longest, calendar)) = waits.max_by_key(|(wait, _)| *wait) else { return Vec::new() };
    let name = |system: Id<System>| &*model[system].head.name.text;
    let mut found = Vec::new();
    for hop in hops(analysis) {
        let at_once = hop.flow.child("schedule").is_none() && hop.flow.child("poll").is_none();
        let turns_away = model[hop.to].receives.iter().any(|receives| receives.policy.stale.is_some());
        let needs = lineage.accesses.of_field(hop.course.fields[0]).iter().any(|access| {
            let said = access.of(model);
            let all = said.region.is_everything();
            access.system == hop.to && all && said.within.is_some_and(|within| within.value < longest)
        });
        if at_once && !turns_away && needs {
            let mut mutation = flow(analysis, &hop, name(hop.from), name(hop.to));
            let sent = format!("schedule {} takes=\"1min\"", calendar.head.name.text);
            let text = mutation.edits[0].1.replace("on change", &sent);
            mutation.edits[0].1 = text.replace("latency near-real-time", "latency batch within=\"900h\"");
            found.push(mutation);
        }
    }
    found
}

/// A flow without which somebody goes short starts with the phase after its own.
fn too_late(analysis: &Analysis) -> Vec<Mutation> {
    let feeds: BTreeSet<String> =
        only_feeds(analysis).iter().filter_map(|flow| Some(flow.argument("name")?.text()?.into_owned())).collect();
    let phases: Vec<Cursor<'_>> = words(analysis)
        .into_iter()
        .filter(|word| word.parent().is_none() && word.definition().name == "phase")
        .collect();
    let mut found = Vec::new();
    for (phase, next) in phases.iter().zip(phases.iter().skip(1)) {
        for flows in phase.children_named("flows") {
            let named: Vec<Given<'_>> = flows.arguments_of("flows").collect();
            for given in &named {
                let Some(name) = given.text().filter(|name| feeds.contains(&**name)) else { continue };
                let Some(block) = next.block() else { continue };
                let gone = if named.len() == 1 { flows.span() } else { given.span() };
                let mut mutation = Mutation::insert(block, &format!("flows {name}"), block);
                mutation.edits.push((gone, String::new()));
                found.push(Mutation { node: None, ..mutation });
            }
        }
    }
    found
}

/// One field is left out of a flow without which somebody goes short. Keys come with what they identify.
fn left_out(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let lineage = analysis.facts.lineage();
    let mut found = Vec::new();
    for word in only_feeds(analysis) {
        let Some(said) = word.child("publish") else { continue };
        let Some((id, _)) = model.flows.iter().find(|(_, flow)| flow.head.span == word.head()) else { continue };
        let wanted = lineage.courses().iter().find_map(|course| {
            let into: Vec<_> = course.edges.iter().filter(|edge| edge.flow == id && !edge.implied).collect();
            let reader = into.iter().map(|edge| edge.to).find(|to| {
                let others = course.edges.iter().filter(|edge| edge.to == *to && edge.flow != id);
                others.count() == 0 && !course.webs.is_empty() && course.webs.iter().all(|web| !web.is_owner(*to))
            })?;
            let reads = |field: &&Id<Field>| {
                let said = lineage.accesses.of_field(**field).iter();
                let reads = said.into_iter().any(|access| access.system == reader && access.of(model).within.is_some());
                reads && !is_key(analysis, **field)
            };
            let field = course.fields.iter().find(reads)?;
            let object = &model[course.object].head.name.text;
            Some(model.key(*field).path.strip_prefix(&format!("{object}."))?.to_owned())
        });
        let Some(field) = wanted else { continue };
        let mutation = match said.block() {
            Some(block) => Mutation::insert(block, &format!("except {field}"), block),
            None => Mutation::after(said.head(), format!(" {{ except {field} }}")),
        };
        found.push(Mutation { node: None, ..mutation });
    }
    found
}

fn is_key(analysis: &Analysis, field: Id<Field>) -> bool {
    let model = &analysis.facts.model;
    let of_object = model[model[field].object].key.iter().any(|key| key.target == Some(field));
    let list = model[field].parent.map(|parent| &model[parent].kind);
    of_object || matches!(list, Some(FieldKind::List(list)) if list.key.and_then(|key| key.target) == Some(field))
}

/// Where the source of notifications does not keep them.
fn dropped_reconciliation(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let rests = |word: &Cursor<'_>| {
        let Some(reconcile) = model.reconciles.values().find(|reconcile| reconcile.head.span == word.head()) else {
            return false;
        };
        let compared: Vec<_> = reconcile.systems.iter().filter_map(|system| system.target).collect();
        model.flows.values().any(|flow| {
            let end = |end: &charter::model::flow::End| end.system.and_then(|system| system.target);
            let events = redelivery::events(model, flow);
            let covers =
                flow.carries.iter().flat_map(|carried| &carried.paths).any(|path| {
                    path.target.map(|place| place.object) == reconcile.path.target.map(|place| place.object)
                });
            covers
                && events.is_some_and(|events| events.retention.is_none())
                && flow.from.as_ref().and_then(end).is_some_and(|from| compared.contains(&from))
                && flow.to.iter().filter_map(end).any(|to| compared.contains(&to))
        })
    };
    let dropped = words(analysis).into_iter().filter(|word| word.definition().name == "reconcile");
    dropped.filter(|word| word.parent().is_none() && rests(word)).map(|word| Mutation::remove(word.span())).collect()
}
