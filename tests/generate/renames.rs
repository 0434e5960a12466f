//! What is renamed in the charter is renamed in what is generated from it.

use std::collections::{BTreeMap, BTreeSet};

use charter::analysis::Analysis;
use charter::generate::names::{camel, pascal};
use charter::model::element::{Element, ElementId};
use charter::model::field::{Field, FieldKind};
use charter::model::id::Id;
use charter::model::lifecycle::Lifecycle;
use charter::model::record::{Part, Record};
use charter::model::step::Step;
use charter::model::value::Literal;
use charter::source::{SourceFile, Sources, Span};
use rayon::prelude::*;

use super::{analyzed, artifact, built, example};

/// The charter's files with other texts at some places; without its samples.
fn edited(analysis: &Analysis, edits: &BTreeMap<Span, String>) -> Sources {
    let mut sources = Sources::default();
    for (id, file) in analysis.sources.iter().take(analysis.files).filter(|(_, file)| file.path().ends_with(".kdl")) {
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
    let types = artifact(&built(&flagship), "types.ts").to_owned();
    let order =
        model.objects.iter().find(|(_, object)| &*object.head.name.text == "sales-order").expect("it is there").0;
    let fields: Vec<_> = model.fields.iter().filter(|(_, field)| field.object == order).collect();
    let fields: Vec<_> = fields.into_iter().filter(|(_, field)| !matches!(field.kind, FieldKind::Status(_))).collect();
    assert!(fields.len() > 35, "{}", fields.len());
    fields.par_iter().for_each(|(id, field)| {
        let old = &*field.name.text;
        let new = format!("{old}-anew");
        let edits = renamed(&flagship, (*id).into(), field.name.span, &new);
        let artifacts = built(&analyzed(edited(&flagship, &edits)));
        let renamed = artifact(&artifacts, "types.ts");
        assert!(!words(&types).contains(&*camel(&new)), "{new}");
        assert!(words(renamed).contains(&*camel(&new)), "`{old}` is not renamed in the types");
        let is_read = model.records.values().any(|record| maps(record, *id));
        let records: String =
            artifacts.iter().filter(|file| file.path.starts_with("records/")).map(|file| &*file.text).collect();
        let found = words(&records).contains(&*camel(&new)) || records.contains(&pascal(&new));
        assert!(found || !is_read, "`{old}` is not renamed in the records");
    });
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
    foreign.par_iter().for_each(|span| {
        let new = format!("\"{}-ANEW\"", flagship.sources.text(*span).trim_matches('"'));
        let text = all_text(&analyzed(edited(&flagship, &BTreeMap::from([(*span, new.clone())]))));
        assert!(!old.contains(&new) && text.contains(&new), "{new} is not in what is generated");
    });
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
fn every_state_and_value_of_a_scope_is_renamed_in_the_generated_code() {
    let flagship = example("omnichannel");
    let model = &flagship.facts.model;
    let old = all_text(&flagship);
    let order = |lifecycle: Id<Lifecycle>| model[lifecycle].head.name.text.starts_with("sales-order");
    let states = model.states.iter().filter(|(_, state)| order(state.lifecycle));
    let states = states.map(|(id, state)| (ElementId::from(id), state.name().clone()));
    let channels = model.scope_values.iter().filter(|(_, value)| &*model[value.scope].head.name.text == "channel");
    let channels = channels.map(|(id, value)| (ElementId::from(id), value.name().clone()));
    let all: Vec<_> = states.chain(channels).collect();
    assert!(all.len() > 12, "{}", all.len());
    all.par_iter().for_each(|(element, name)| {
        let new = format!("{}-anew", name.text);
        let edits = renamed(&flagship, *element, name.span, &new);
        let text = all_text(&analyzed(edited(&flagship, &edits)));
        let quoted = format!("\"{new}\"");
        assert!(!old.contains(&quoted) && text.contains(&quoted), "{new} is not in what is generated");
    });
}
