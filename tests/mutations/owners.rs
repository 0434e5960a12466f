//! Mistakes about who owns what, and where and when.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::facts::lineage::{Course, Edge};
use charter::model::field::{Field, FieldKind};
use charter::model::flow::Mode;
use charter::model::id::Id;
use charter::model::object::Object;
use charter::model::system::{AccessKind, System};
use charter::source::Span;
use charter::syntax::{Cursor, Given};

use super::meaning::{decides, other};
use super::{Mutation, Mutator, is_own, words, words_in};

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator {
            name: "removed owner of one scope value",
            finds: &["no-owner"],
            also: &["unused-definition"],
            places: removed_value,
        },
        Mutator { name: "removed case of an ownership", finds: &["no-owner"], also: &[], places: removed_case },
        Mutator {
            name: "owner moved one phase too early",
            finds: &["phase-missing-input", "handover-without-delivery", "publish-without-authority"],
            also: &["unreachable-reader", "derived-input-missing"],
            places: |analysis| too_early(analysis, true),
        },
        Mutator {
            name: "owner begins before the old one ends",
            finds: &["two-owners"],
            also: &[],
            places: |analysis| too_early(analysis, false),
        },
        Mutator { name: "owner moved one phase too late", finds: &["no-owner"], also: &[], places: too_late },
        Mutator { name: "second creator", finds: &["two-creators"], also: &[], places: second_creator },
        Mutator { name: "flow into what is protected", finds: &["protected-overwrite"], also: &[], places: protected },
        Mutator {
            name: "protected field written two hops away",
            finds: &["protected-overwrite"],
            also: &[],
            places: protected_two_hops_away,
        },
        Mutator {
            name: "update of a copy",
            finds: &["update-without-authority"],
            // Who says one thing that it writes is expected to say all.
            also: &["undeclared-writer"],
            places: update_of_copy,
        },
        Mutator { name: "access of a writer removed", finds: &["undeclared-writer"], also: &[], places: undeclared },
        Mutator {
            name: "read field that nobody delivers",
            finds: &["unreachable-reader"],
            also: &[],
            places: undelivered,
        },
    ]
}

/// The words that say who owns what in a part of the scopes and phases, with that part.
fn cases(analysis: &Analysis) -> Vec<Cursor<'_>> {
    let said = words_in(analysis, "ownership", "case").into_iter().chain(words_in(analysis, "object", "owner"));
    said.filter(|word| decides(analysis, word.span())).collect()
}

/// Where something stands for all that is left, it takes over what is removed.
fn has_otherwise(word: &Cursor<'_>) -> bool {
    word.parent().is_some_and(|parent| parent.child("otherwise").is_some())
}

fn removed_value(analysis: &Analysis) -> Vec<Mutation> {
    let mut found = Vec::new();
    for word in cases(analysis).into_iter().filter(|word| !has_otherwise(word)) {
        for side in word.chosen_children() {
            let values: Vec<Given<'_>> = side.arguments_of("values").collect();
            let several = values.iter().filter(|_| values.len() > 1);
            found.extend(several.map(|value| Mutation { edits: vec![(value.span(), String::new())], node: None }));
        }
    }
    found
}

fn removed_case(analysis: &Analysis) -> Vec<Mutation> {
    let removed = words_in(analysis, "ownership", "case").into_iter().filter(|word| decides(analysis, word.span()));
    removed.filter(|word| !has_otherwise(word)).map(|word| Mutation::remove(word.span())).collect()
}

/// The names of the phases, in order.
fn phases(analysis: &Analysis) -> Vec<&str> {
    analysis.facts.model.phases.values().map(|phase| &*phase.head.name.text).collect()
}

/// A case that begins with a phase begins with the next one.
fn too_late(analysis: &Analysis) -> Vec<Mutation> {
    let phases = phases(analysis);
    let moved = |word: Cursor<'_>| {
        let given = word.child("from")?.argument("phase")?;
        let at = phases.iter().position(|phase| given.text().as_deref() == Some(*phase))?;
        Some(Mutation::replace(given.span(), *phases.get(at + 1)?, word.span()))
    };
    cases(analysis).into_iter().filter_map(moved).collect()
}

/// A case that begins with a phase begins with the one before it, in which its part of the scopes is live, and no phase
/// keeps that for the old owner. The case of the old owner ends with it or, where `ends` is not set, as before.
fn too_early(analysis: &Analysis, ends: bool) -> Vec<Mutation> {
    let order = phases(analysis);
    let phases = words(analysis).into_iter().filter(|word| word.definition().name == "phase");
    let phases: Vec<Cursor<'_>> = phases.filter(|word| word.parent().is_none()).collect();
    let is_called = |given: Option<Given<'_>>, name: &str| given.is_some_and(|given| given.is(name));
    let sides = |word: Cursor<'_>| -> Vec<String> {
        let sides = word.chosen_children().flat_map(|side| side.arguments_of("values").collect::<Vec<_>>());
        sides.filter_map(|value| Some(value.text()?.into_owned())).collect()
    };
    let mut found = Vec::new();
    for word in cases(analysis) {
        let Some(from) = word.child("from").and_then(|from| from.argument("phase")) else { continue };
        let Some(at) = order.iter().position(|phase| from.is(phase)).filter(|at| *at > 0) else { continue };
        let before = order[at - 1];
        let Some(phase) = phases.iter().find(|phase| is_called(phase.argument("name"), before)) else { continue };
        let live = sides(*phase);
        if !sides(word).iter().all(|value| live.contains(value)) {
            continue;
        }
        let mut edits = vec![(from.span(), before.to_owned())];
        let keeps = phase.children_named("keeps").filter(|keeps| sides(*keeps) == sides(word));
        edits.extend(keeps.map(|keeps| (keeps.span(), String::new())));
        let others = word.parent().into_iter().flat_map(|all| all.children_named("case").collect::<Vec<_>>());
        for other in others.filter(|other| ends && sides(*other) == sides(word)) {
            let until = other.child("before").and_then(|until| until.argument("phase"));
            edits.extend(until.filter(|until| until.is(order[at])).map(|until| (until.span(), before.to_owned())));
        }
        found.push(Mutation { edits, node: (!ends).then(|| word.span()) });
    }
    found
}

/// Where an identity tells the same thing from another, several systems may make it.
fn second_creator(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let identified: BTreeSet<String> =
        model.identities.values().map(|identity| identity.head.name.text.to_string()).collect();
    let mut found = Vec::new();
    for word in words_in(analysis, "system", "creates") {
        let system = word.parent().and_then(|system| system.argument("name")).and_then(Given::text);
        let (Some(system), Some(object)) = (system, word.argument("objects").and_then(Given::text)) else {
            continue;
        };
        if identified.contains(&*object) {
            continue;
        }
        let other = other(analysis, &system);
        let there = words_in(analysis, "system", "creates").into_iter().filter_map(Cursor::parent);
        let there = there.chain(words_in(analysis, "system", "reads").into_iter().filter_map(Cursor::parent));
        let mut there =
            there.filter(|system| system.argument("name").and_then(Given::text).as_deref() == Some(&*other));
        if let Some(block) = there.next().and_then(Cursor::block) {
            found.push(Mutation::insert(block, analysis.sources.text(word.head()), block));
        }
    }
    found
}

/// Ways by which a value comes to a system that neither decides it nor keeps it from being written: the system, one of
/// the fields, and the hops, by index.
fn ways(analysis: &Analysis) -> Vec<(&Course, Id<System>, Vec<usize>)> {
    let model = &analysis.facts.model;
    let mut found = Vec::new();
    for course in analysis.facts.lineage().courses() {
        let is_value = |field: &Id<Field>| matches!(model[*field].kind, FieldKind::Value(_));
        if !course.fields.iter().all(is_value) {
            continue;
        }
        for web in &course.webs {
            for system in web.holders().filter(|system| !web.is_owner(*system)) {
                let way = web.path(&course.edges, system).unwrap_or_default();
                let writes = |edge: &Edge| edge.mode == Mode::Publish && !edge.implied;
                if way.iter().all(|edge| writes(&course.edges[*edge])) {
                    found.push((course, system, way));
                }
            }
        }
    }
    found
}

/// Where a system says what it reads, and a `publish` flow brings it. States are decided by several systems, and what a
/// system asks for by `query` overwrites nothing: neither can be protected.
fn protected(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let ways = ways(analysis);
    let reads = words_in(analysis, "system", "reads").into_iter();
    let fed = |word: &Cursor<'_>| {
        let path = word.arguments_of("paths").next()?;
        let said = model.systems.values().flat_map(|system| &system.accesses);
        let place = said.flat_map(|access| &access.paths).find(|said| said.span == path.span())?.target?;
        let leaves = analysis.facts.lineage().leaves.under(place);
        let system = word.parent()?.argument("name")?.text()?;
        let is_fed = ways.iter().any(|(course, to, _)| {
            *model[*to].head.name.text == *system && course.fields.iter().any(|field| leaves.contains(field))
        });
        is_fed.then_some(path.span())
    };
    let fed: Vec<(Cursor<'_>, Span)> = reads.filter_map(|word| Some((word, fed(&word)?))).collect();
    let protect = |(word, field): (Cursor<'_>, Span)| {
        Mutation::after(word.span(), format!("\n    protects {}", analysis.sources.text(field)))
    };
    fed.into_iter().map(protect).collect()
}

/// The finding must show the first hop, not only the last one.
fn protected_two_hops_away(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mut seen: BTreeSet<(Id<Object>, Id<System>)> = BTreeSet::new();
    let mut found = Vec::new();
    for (course, system, way) in ways(analysis).into_iter().filter(|(_, _, way)| way.len() > 1) {
        let first = course.edges[way[0]].said(model).span;
        let block = block_of(analysis, system);
        if let Some(block) = block.filter(|_| is_own(analysis, first.file) && seen.insert((course.object, system))) {
            let line = format!("protects {}", model.key(course.fields[0]).path);
            found.push(Mutation { node: Some(first), ..Mutation::insert(block, &line, first) });
        }
    }
    found
}

/// A system that only gets a value says that it changes it. Nothing is concluded where the owner is not settled in all cases.
fn update_of_copy(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let mut seen: BTreeSet<(Id<Object>, Id<System>)> = BTreeSet::new();
    let mut found = Vec::new();
    for (course, system, _) in ways(analysis).into_iter().filter(|(course, ..)| course.unsettled().is_empty()) {
        let decides = course.webs.iter().any(|web| web.is_owner(system));
        let asks = course.edges.iter().any(|edge| edge.from == system);
        let is_computed = |field: &&Id<Field>| model[**field].derivation.is_none();
        let Some(field) = course.fields.iter().find(is_computed).filter(|_| !decides && !asks) else { continue };
        if let Some(block) = block_of(analysis, system).filter(|_| seen.insert((course.object, system))) {
            let line = format!("updates {}", model.key(*field).path);
            found.push(Mutation::insert(block, &line, block));
        }
    }
    found
}

/// One of several fields that a system says it changes, and that it owns and publishes, is not said any more.
fn undeclared(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let lineage = analysis.facts.lineage();
    let mut found = Vec::new();
    for (id, system) in model.systems.iter().filter(|(_, system)| is_own(analysis, system.head.span.file)) {
        let updates = system.accesses.iter().filter(|access| access.kind == AccessKind::Updates);
        let paths: Vec<_> = updates.flat_map(|access| &access.paths).collect();
        for path in &paths {
            let Some(place) = path.target else { continue };
            let is_said = |other: &&charter::model::name::PathRef| {
                other.span != path.span && other.target.is_some_and(|other| other.object == place.object)
            };
            let creates = system.accesses.iter().filter(|access| access.kind == AccessKind::Creates);
            let others = paths.iter().copied().chain(creates.flat_map(|access| &access.paths)).filter(is_said).count();
            let publishes = lineage.leaves.under(place).iter().any(|field| {
                matches!(model[*field].kind, FieldKind::Value(_))
                    && model[*field].derivation.is_none()
                    && lineage.course(*field).is_some_and(|course| {
                        let out = course.edges.iter().enumerate();
                        let mut out =
                            out.filter(|(_, edge)| edge.from == id && edge.mode == Mode::Publish && !edge.implied);
                        out.any(|(at, _)| course.webs.iter().any(|web| web.is_owner(id) && web.edges.contains(&at)))
                    })
            });
            if others > 0 && publishes {
                found.push(Mutation { edits: vec![(path.span, String::new())], node: None });
            }
        }
    }
    found
}

/// The block of a system's definition.
fn block_of(analysis: &Analysis, system: Id<System>) -> Option<Span> {
    let head = analysis.facts.model[system].head.span;
    words(analysis).into_iter().find(|word| word.head() == head)?.block()
}

/// Each system promises its people something of each object of which it gets nothing.
fn undelivered(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let lineage = analysis.facts.lineage();
    let mut found = Vec::new();
    for (system, _) in model.systems.iter() {
        let Some(block) = block_of(analysis, system) else { continue };
        for (object, said) in model.objects.iter() {
            let courses = lineage.courses().iter().filter(|course| course.object == object);
            let is_there = courses.clone().any(|course| {
                let ends = course.edges.iter().flat_map(|edge| [edge.from, edge.to]);
                ends.chain(course.webs.iter().flat_map(|web| web.owners.clone())).any(|there| there == system)
            });
            let wants = lineage
                .accesses
                .of_object(object)
                .iter()
                .any(|access| access.system == system && access.of(model).kind != AccessKind::Protects);
            if !is_there && !wants && courses.count() > 0 {
                let line = format!("reads {} within=\"24h\"", said.head.name.text);
                found.push(Mutation::insert(block, &line, block));
            }
        }
    }
    found
}
