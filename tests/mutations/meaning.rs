//! Mistakes about owners, flows and tables of codes.

use std::collections::BTreeSet;

use charter::analysis::Analysis;
use charter::facts::accesses::AccessId;
use charter::facts::code_tables::{closed_codes, code_tables};
use charter::model::element::ElementId;
use charter::model::flow::{Flow, Mode};
use charter::model::id::Id;
use charter::source::Span;
use charter::syntax::Cursor;

use super::{Mutation, Mutator, is_own, words, words_in};

/// A day in milliseconds.
const DAY: u64 = 86_400_000;

pub fn mutators() -> Vec<Mutator> {
    vec![
        Mutator { name: "second owner of an object", finds: &["two-owners"], also: &[], places: second_owner },
        Mutator {
            name: "second owner of a field",
            finds: &["two-owners"],
            // What nobody surely owns is left out of no flow that leaves out what its owner has.
            also: &["dead-delivery"],
            places: second_owner_of_field,
        },
        Mutator { name: "removed owner", finds: &["no-owner"], also: &[], places: removed_owner },
        Mutator {
            name: "another owner of a field",
            finds: &[
                "absolute-write",
                "publish-without-authority",
                "owner-never-receives",
                "write-into-owner",
                "unreachable-reader",
                "two-owners",
            ],
            also: &[
                "dead-delivery",
                "derived-input-missing",
                "echo-cycle",
                "handover-without-delivery",
                "manual-write-into-copy",
                "proposal-without-echo",
                "protected-overwrite",
                "quantity-lost",
                "stale-reader",
                "undeclared-writer",
                "update-without-authority",
            ],
            places: another_owner,
        },
        Mutator {
            name: "removed flow",
            finds: &[
                "unreachable-reader",
                "owner-never-receives",
                "derived-input-missing",
                "phase-missing-input",
                "proposal-without-echo",
            ],
            also: &[
                "unused-definition",
                "no-reconciliation",
                "dead-delivery",
                "publish-without-authority",
                "nobody-listens",
                "blind-owner",
                "unheard-end",
                "unused-waiver",
            ],
            places: removed_flow,
        },
        Mutator {
            name: "removed row of codes",
            finds: &["unmapped-code", "unwritten-state"],
            also: &[],
            places: removed_row,
        },
        Mutator { name: "row of codes twice", finds: &["ambiguous-code"], also: &[], places: row_twice },
        Mutator {
            name: "code that the list does not have",
            // A truth value has no list.
            finds: &["unknown-code", "misplaced-code-table"],
            also: &["unmapped-code"],
            places: unknown_code,
        },
        Mutator { name: "field mapped twice", finds: &["mapped-twice"], also: &[], places: mapped_twice },
        Mutator {
            name: "flow to a field that is not there",
            finds: &["unknown-field"],
            also: &["unused-definition"],
            places: unknown_field,
        },
    ]
}

/// The name of a system other than this one.
pub fn other(analysis: &Analysis, system: &str) -> String {
    let names = analysis.facts.model.systems.values().map(|system| system.head.name.text.to_string());
    names.into_iter().find(|name| name != system).expect("a charter has two systems")
}

/// The words `owner` that stand alone: without scope, state or phase.
pub fn plain_owners<'a>(analysis: &'a Analysis, parent: &str) -> Vec<(Cursor<'a>, Span)> {
    let system = |word: Cursor<'a>| Some((word, word.argument("system")?.span()));
    let found = words_in(analysis, parent, "owner").into_iter().filter_map(system);
    found.filter(|(word, system)| word.head().end == system.end).collect()
}

fn second_owner(analysis: &Analysis) -> Vec<Mutation> {
    let second = |(word, system): (Cursor<'_>, Span)| {
        let end = Span { start: word.span().end, ..word.span() };
        let other = other(analysis, analysis.sources.text(system));
        Mutation { edits: vec![(end, format!("\n    owner {other}"))], node: Some(word.span()) }
    };
    plain_owners(analysis, "object")
        .into_iter()
        .filter(|(word, _)| decides(analysis, word.span()))
        .map(second)
        .collect()
}

/// Whether somebody's value is decided by the owner said here.
pub fn decides(analysis: &Analysis, said: Span) -> bool {
    let facts = &analysis.facts;
    let claims = facts.ownership().areas().iter().filter(|area| !area.fields.is_empty()).flat_map(|area| &area.claims);
    claims.into_iter().any(|claim| {
        let rule = facts.model.owners[claim.rule].span;
        rule.file == said.file && said.start <= rule.start && rule.end <= said.end
    })
}

/// Fields with `owner=`, and the name there.
fn owned_fields(analysis: &Analysis) -> Vec<(Cursor<'_>, Span)> {
    let fields = words(analysis).into_iter().filter(|word| word.definition().name == "field");
    fields.filter_map(|field| Some((field, field.property("owner")?.span()))).collect()
}

fn second_owner_of_field(analysis: &Analysis) -> Vec<Mutation> {
    let second = |(field, system): (Cursor<'_>, Span)| {
        let other = other(analysis, analysis.sources.text(system));
        if let Some(block) = field.block() {
            return Mutation::insert(block, &format!("owner {other}"), field.span());
        }
        let end = Span { start: field.head().end, ..field.head() };
        Mutation { edits: vec![(end, format!(" {{ owner {other} }}"))], node: Some(field.span()) }
    };
    owned_fields(analysis).into_iter().map(second).collect()
}

fn removed_owner(analysis: &Analysis) -> Vec<Mutation> {
    let owners = words_in(analysis, "object", "owner").into_iter().filter(|word| decides(analysis, word.span()));
    owners.map(|word| Mutation::remove(word.span())).collect()
}

fn another_owner(analysis: &Analysis) -> Vec<Mutation> {
    let another = |(_, system): (Cursor<'_>, Span)| {
        let other = other(analysis, analysis.sources.text(system));
        // A finding may stand anywhere that the field travels.
        Mutation { edits: vec![(system, other)], node: None }
    };
    owned_fields(analysis).into_iter().map(another).collect()
}

/// The flows that are the only ones to bring a field to a reader that wants it within less than a day.
pub fn only_feeds(analysis: &Analysis) -> Vec<Cursor<'_>> {
    let model = &analysis.facts.model;
    let lineage = analysis.facts.lineage();
    let wants = |access: &AccessId| access.of(model).within.is_some_and(|within| within.value.0 < DAY);
    let is_only = |id: Id<Flow>| {
        lineage.courses().iter().any(|course| {
            let reads = course.fields.iter().flat_map(|field| lineage.accesses.of_field(*field));
            let mut readers = reads.filter(|access| wants(access)).map(|access| access.system);
            readers.any(|reader| {
                let mut into = course.edges.iter().filter(|edge| edge.to == reader);
                !course.webs.is_empty()
                    && course.webs.iter().all(|web| !web.is_owner(reader))
                    && into.clone().count() == 1
                    && into.all(|edge| edge.flow == id && !edge.implied && edge.mode == Mode::Publish)
            })
        })
    };
    let own = model.flows.iter().filter(|(_, flow)| is_own(analysis, flow.head.span.file));
    let heads: BTreeSet<Span> = own.filter(|(id, _)| is_only(*id)).map(|(_, flow)| flow.head.span).collect();
    words(analysis).into_iter().filter(|word| heads.contains(&word.head())).collect()
}

/// Those that nothing names.
fn removed_flow(analysis: &Analysis) -> Vec<Mutation> {
    let model = &analysis.facts.model;
    let named: BTreeSet<ElementId> = model.references.iter().map(|used| used.target).collect();
    let free = model.flows.iter().filter(|(id, _)| !named.contains(&(*id).into()));
    let free: BTreeSet<Span> = free.map(|(_, flow)| flow.head.span).collect();
    let feeds = only_feeds(analysis).into_iter().filter(|word| free.contains(&word.head()));
    feeds.map(|word| Mutation::remove(word.span())).collect()
}

/// The rows of tables of codes, with the map around them. Rows with `*`, one-way rows, and rows of fields that take any
/// text are left out.
fn rows(analysis: &Analysis) -> Vec<Cursor<'_>> {
    let model = &analysis.facts.model;
    let tables = code_tables(model);
    let listed: BTreeSet<Span> =
        tables.iter().filter(|table| closed_codes(model, &table.role).is_some()).map(|table| table.map.span).collect();
    let is_listed = |row: &Cursor<'_>| row.parent().is_some_and(|map| listed.contains(&map.head()));
    let rows = words_in(analysis, "map", "code").into_iter().filter(is_listed);
    rows.filter(|row| row.property("direction").is_none() && row.argument("ours").is_some()).collect()
}

/// A row is left out, and with it what stands for codes that are in no row.
fn removed_row(analysis: &Analysis) -> Vec<Mutation> {
    // Where another row gives the same code, nothing is missing. Without any row there is no table, and values pass as
    // they are. What is only read lacks nothing that would be written.
    let is_alone = |row: &Cursor<'_>| {
        let ours = |row: Cursor<'_>| row.argument("ours").map(|given| analysis.sources.text(given.span()).to_owned());
        let map = row.parent().expect("a row stands in a map");
        map.child("absent").is_none()
            && map.property("direction").is_none()
            && map.children_named("code").count() > 1
            && map.children_named("code").filter(|other| ours(*other) == ours(*row)).count() == 1
    };
    let start = |span: Span| Span { end: span.start, ..span };
    let left_out = |row: Cursor<'_>| {
        let map = row.parent().expect("a row stands in a map");
        let nodes = map.child("otherwise").into_iter().chain([row]);
        let edits = nodes.map(|node| (start(node.span()), "/-".to_owned())).collect();
        Mutation { edits, node: Some(map.span()) }
    };
    let written = |row: &Cursor<'_>| {
        let model = &analysis.facts.model;
        let top = std::iter::successors(Some(*row), |word| word.parent()).last().expect("a row stands somewhere");
        model.flows.values().any(|flow| {
            let records = flow.to.iter().filter_map(|end| end.record.or(flow.record)?.target);
            records.into_iter().any(|record| model[record].head.span == top.head())
        })
    };
    rows(analysis).into_iter().filter(|row| is_alone(row) && written(row)).map(left_out).collect()
}

fn row_twice(analysis: &Analysis) -> Vec<Mutation> {
    let twice = |row: Cursor<'_>| {
        let end = Span { start: row.span().end, ..row.span() };
        let text = analysis.sources.text(row.span());
        Mutation { edits: vec![(end, format!("; {text}"))], node: Some(row.span()) }
    };
    rows(analysis).into_iter().map(twice).collect()
}

fn unknown_code(analysis: &Analysis) -> Vec<Mutation> {
    let ours = rows(analysis).into_iter().filter_map(|row| Some((row, row.argument("ours")?.span())));
    ours.map(|(row, ours)| Mutation::replace(ours, "zzz", row.span())).collect()
}

fn mapped_twice(analysis: &Analysis) -> Vec<Mutation> {
    let in_record = |word: &Cursor<'_>| {
        let top = std::iter::successors(Some(*word), |word| word.parent()).last();
        top.is_some_and(|top| top.definition().name == "record")
    };
    let maps = words(analysis).into_iter().filter(|word| word.definition().name == "map" && in_record(word));
    maps.map(|map| {
        let end = Span { start: map.span().end, ..map.span() };
        let text = analysis.sources.text(map.span());
        Mutation { edits: vec![(end, format!("\n{text}"))], node: Some(map.span()) }
    })
    .collect()
}

fn unknown_field(analysis: &Analysis) -> Vec<Mutation> {
    let only = words(analysis).into_iter().filter(|word| ["only", "except"].contains(&word.definition().name));
    only.filter_map(|word| word.arguments_of("fields").next().map(|given| (word, given.span())))
        .map(|(word, span)| Mutation::replace(span, "zzz", word.span()))
        .collect()
}
