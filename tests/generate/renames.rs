//! What is renamed in the charter is renamed in what is generated from it.

use std::collections::{BTreeMap, BTreeSet};

use charter::analysis::Analysis;
use charter::generate::names::camel;
use charter::model::element::{Element, ElementId};
use charter::model::field::{Field, FieldKind};
use charter::model::id::Id;
use charter::model::lifecycle::Lifecycle;
use charter::model::record::{Part, Record};
use charter::model::step::Step;
use charter::model::value::Literal;
use charter::source::{SourceFile, Sources, Span};

use super::{analyzed, artifact, built, example};

/// The charter's files with other texts at some places; without its samples.
fn edited(analysis: &Analysis, edits: &BTreeMap<Span, String>) -> Sources {
    let mut sources = Sources::default();
    for (id, file) in
        analysis.sources.iter().take(analysis.files).filter(|(_, file)| !file.path().starts_with("samples/"))
    {
        let mut text = file.text().to_owned();
        for (span, new) in edits.iter().rev().filter(|(span, _)| span.file == id) {
            text.replace_range(span.range(), new);
        }
        sources.add(SourceFile::new(file.path(), text));
    }
    sources
}

/// Everywhere that a name stands, with the new name.
fn renamed(analysis: &Analysis, element: ElementId, declared: Span, new: &str) -> BTreeMap<Span, String> {
    let used = analysis.facts.model.references.iter().filter(|used| used.target == element).map(|used| used.span);
    let own = used.chain([declared]).filter(|span| (span.file.0 as usize) < analysis.files);
    own.map(|span| {
        let quoted = analysis.sources.text(span).starts_with('"');
        (span, if quoted { format!("\"{new}\"") } else { new.to_owned() })
    })
    .collect()
}

fn all_text(analysis: &Analysis) -> String {
    built(analysis).into_iter().map(|artifact| artifact.path + "\n" + &artifact.text).collect()
}

/// The words of a text, as a programming language has them.
fn words(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect()
}

#[test]
fn every_field_of_the_order_is_renamed_in_the_generated_code() {
    let flagship = example("omnichannel");
    let model = &flagship.facts.model;
    let order =
        model.objects.iter().find(|(_, object)| &*object.head.name.text == "sales-order").expect("it is there").0;
    let fields: Vec<_> = model.fields.iter().filter(|(_, field)| field.object == order).collect();
    let fields: Vec<_> = fields.into_iter().filter(|(_, field)| !matches!(field.kind, FieldKind::Status(_))).collect();
    assert!(fields.len() > 35, "{}", fields.len());
    // A name that matches across objects, as `order-no` does, is renamed in all of them.
    let called: BTreeSet<&str> = fields.iter().map(|(_, field)| &*field.name.text).collect();
    let mut edits = BTreeMap::new();
    for (id, field) in model.fields.iter().filter(|(_, field)| called.contains(&*field.name.text)) {
        if !matches!(field.kind, FieldKind::Status(_)) {
            edits.extend(renamed(&flagship, id.into(), field.name.span, &format!("{}-anew", field.name.text)));
        }
    }
    let before = built(&flagship);
    let after = built(&analyzed(edited(&flagship, &edits)));
    let (old_types, new_types) = (words(artifact(&before, "types.ts")), words(artifact(&after, "types.ts")));
    let records: String =
        after.iter().filter(|file| file.path.starts_with("records/")).map(|file| &*file.text).collect();
    let in_records = words(&records);
    for (id, field) in &fields {
        let (old, new) = (camel(&field.name.text), camel(&format!("{}-anew", field.name.text)));
        assert!(old_types.contains(&*old) && !old_types.contains(&*new), "{old}");
        assert!(new_types.contains(&*new), "`{old}` is not renamed in the types");
        let is_mapped = model.records.values().any(|record| maps(record, *id));
        assert!(in_records.contains(&*new) || !is_mapped, "`{old}` is not renamed in the records");
    }
}

/// Whether one of the two records that the build writes has a map of a field.
fn maps(record: &Record, field: Id<Field>) -> bool {
    fn in_parts(parts: &[Part], field: Id<Field>) -> bool {
        parts.iter().any(|part| match part {
            Part::Map(map) => map.field.and_then(|found| found.field) == Some(field),
            Part::Each(each) => each.list.and_then(|list| list.field) == Some(field) || in_parts(&each.body, field),
            Part::Within(within) => in_parts(&within.body, field),
            _ => false,
        })
    }
    ["shopify-order", "wms-order"].contains(&&*record.head.name.text) && in_parts(&record.body, field)
}

#[test]
fn every_code_of_the_two_records_is_renamed_in_the_generated_code() {
    let flagship = example("omnichannel");
    let old = all_text(&flagship);
    let mut foreign = Vec::new();
    for record in flagship.facts.model.records.values() {
        if ["shopify-order", "wms-order"].contains(&&*record.head.name.text) {
            codes(&record.body, &mut foreign);
        }
    }
    assert!(foreign.len() > 20, "{}", foreign.len());
    let new = |span: &Span| format!("\"{}-ANEW\"", flagship.sources.text(*span).trim_matches('"'));
    let edits = foreign.iter().map(|span| (*span, new(span))).collect();
    let text = all_text(&analyzed(edited(&flagship, &edits)));
    for new in edits.values() {
        assert!(!old.contains(new) && text.contains(new), "{new} is not in what is generated");
    }
}

/// Where the foreign codes of code tables stand.
fn codes(parts: &[Part], found: &mut Vec<Span>) {
    for part in parts {
        match part {
            Part::Map(map) => {
                for step in &map.steps {
                    if let Step::Code(row) = &step.value
                        && let Some(code) = row.foreign.as_ref().filter(|code| matches!(code.value, Literal::Text(_)))
                    {
                        found.push(code.span);
                    }
                }
            }
            Part::Each(each) => codes(&each.body, found),
            Part::Within(within) => codes(&within.body, found),
            _ => {}
        }
    }
}

#[test]
fn every_state_of_the_order_is_renamed_in_the_generated_code() {
    let flagship = example("omnichannel");
    let model = &flagship.facts.model;
    let old = all_text(&flagship);
    let order = |lifecycle: Id<Lifecycle>| model[lifecycle].head.name.text.starts_with("sales-order");
    let states = model.states.iter().filter(|(_, state)| order(state.lifecycle));
    let states = states.map(|(id, state)| (ElementId::from(id), state.name().clone()));
    let all: Vec<_> = states.collect();
    assert!(all.len() > 10, "{}", all.len());
    let mut edits = BTreeMap::new();
    for (element, name) in &all {
        edits.extend(renamed(&flagship, *element, name.span, &format!("{}-anew", name.text)));
    }
    // Tables of codes name states by their texts.
    let mut ours = Vec::new();
    for record in model.records.values() {
        states_in_tables(&flagship, &record.body, &mut ours);
    }
    for span in ours {
        let old = flagship.sources.text(span);
        if all.iter().any(|(_, name)| &*name.text == old) {
            edits.insert(span, format!("{old}-anew"));
        }
    }
    let text = all_text(&analyzed(edited(&flagship, &edits)));
    for (_, name) in &all {
        let new = format!("\"{}-anew\"", name.text);
        assert!(!old.contains(&new) && text.contains(&new), "{new} is not in what is generated");
    }
}

/// Where tables of codes name states of the order.
fn states_in_tables(analysis: &Analysis, parts: &[Part], found: &mut Vec<Span>) {
    let model = &analysis.facts.model;
    let is_state = |field: Id<Field>| match model[field].kind {
        FieldKind::Status(lifecycle) => model[lifecycle].head.name.text.starts_with("sales-order"),
        _ => false,
    };
    for part in parts {
        match part {
            Part::Map(map) if map.field.and_then(|field| field.field).is_some_and(is_state) => {
                let rows = map.steps.iter().filter_map(|step| match &step.value {
                    Step::Code(row) => row.ours.as_ref(),
                    _ => None,
                });
                found.extend(rows.map(|ours| ours.span));
            }
            Part::Each(each) => states_in_tables(analysis, &each.body, found),
            Part::Within(within) => states_in_tables(analysis, &within.body, found),
            _ => {}
        }
    }
}

#[test]
fn every_site_is_renamed_in_the_generated_code() {
    let flagship = example("omnichannel");
    let model = &flagship.facts.model;
    let old = all_text(&flagship);
    let sites = model.scope_values.values().filter(|value| &*model[value.scope].head.name.text == "site");
    let sites: Vec<String> = sites.map(|site| site.name.text.to_string()).collect();
    assert!(sites.len() > 2, "{sites:?}");
    let mut sources = edited(&flagship, &BTreeMap::new());
    for site in &sites {
        let mut texts = Sources::default();
        for (_, file) in sources.iter() {
            texts.add(SourceFile::new(file.path(), with_word(file.text(), site, &format!("{site}-anew"))));
        }
        sources = texts;
    }
    let text = all_text(&analyzed(sources));
    for site in &sites {
        let new = format!("\"{site}-anew\"");
        assert!(!old.contains(&new) && text.contains(&new), "{new} is not in what is generated");
    }
}

/// The text with another word in the place of a word of KDL.
fn with_word(text: &str, old: &str, new: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || "-_".contains(c);
    let mut with = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(old) {
        let (before, after) = (&rest[..at], &rest[at + old.len()..]);
        let alone = !before.ends_with(is_part) && !after.starts_with(is_part);
        with.extend([before, if alone { new } else { old }]);
        rest = after;
    }
    with + rest
}
