//! The tables of codes in the mappings of records: their rows, and what stands on our side.

use crate::mapping::ir::{CodeSet, Role, Slot};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::record::{Map, Part, Record};
use crate::model::step::{CodeRow, Otherwise, Step};
use crate::model::value::Literal;

/// The `code` rows of one map.
#[derive(Debug)]
pub struct CodeTable<'m> {
    /// The record.
    pub record: Id<Record>,
    /// The map.
    pub map: &'m Map,
    /// What kind of value the field has.
    pub role: Role,
    /// The rows, in order; at least one.
    pub rows: Vec<&'m CodeRow>,
    /// What happens with a code that is in no row.
    pub otherwise: Option<&'m Otherwise>,
}

/// Every table of codes, those of overlays as well; one that records share through a template comes once. Records and maps are in order.
pub fn code_tables(model: &Model) -> Vec<CodeTable<'_>> {
    let mut tables: Vec<CodeTable<'_>> = Vec::new();
    for (record, said) in records(model) {
        for map in maps(&said.body) {
            let rows: Vec<&CodeRow> = map.steps.iter().filter_map(row).collect();
            let slot = map.field.and_then(|field| Some(Slot { field: field.field?, part: field.part }));
            let Some(Ok(role)) = slot.filter(|_| !rows.is_empty()).map(|slot| Role::of(model, slot)) else { continue };
            let otherwise = map.steps.iter().find_map(|step| match &step.value {
                Step::Otherwise(otherwise) => Some(otherwise),
                _ => None,
            });
            tables.push(CodeTable { record, map, role, rows, otherwise });
        }
    }
    tables.sort_by_key(|table| (table.map.span, table.record));
    tables.dedup_by_key(|table| table.map.span);
    tables
}

/// All records, and how they read under overlays, by the record that differs. Lines that are the same stand in both.
pub fn records(model: &Model) -> impl Iterator<Item = (Id<Record>, &Record)> {
    let variants = model.record_variants.values();
    model.records.iter().chain(variants.filter_map(|variant| Some((variant.base.target?, &variant.element))))
}

fn row(step: &Said<Step>) -> Option<&CodeRow> {
    if let Step::Code(row) = &step.value { Some(row) } else { None }
}

/// All maps of a mapping, those inside lists and parts as well.
pub fn maps(body: &[Part]) -> Vec<&Map> {
    let mut maps = Vec::new();
    let mut open: Vec<&[Part]> = vec![body];
    while let Some(body) = open.pop() {
        for part in body {
            match part {
                Part::Map(map) => maps.push(map),
                Part::Each(each) => open.push(&each.body),
                Part::Within(within) => open.push(&within.body),
                Part::Segment(segment) => open.push(&segment.body),
                Part::Constant(_) | Part::Let(_) | Part::Require(_) => {}
            }
        }
    }
    maps.sort_by_key(|map| map.span);
    maps
}

/// What a closed list of codes is called, and its codes; `None` for an open list, and for what is no code.
pub fn closed_codes(model: &Model, role: &Role) -> Option<(String, Vec<Literal>)> {
    let text = |name: &str| Literal::Text(name.into());
    match role {
        Role::Code(CodeSet::Codes(codes)) => {
            let codes = &model[*codes];
            let values = codes.codes.iter().map(|code| code.value.value.clone()).collect();
            (!codes.open).then(|| (codes.head.name.text.to_string(), values))
        }
        Role::Code(CodeSet::Scope(scope)) => {
            let scope = &model[*scope];
            let values = scope.values.iter().map(|value| text(&model.scope_values[*value].name.text)).collect();
            (!scope.open).then(|| (scope.head.name.text.to_string(), values))
        }
        Role::Status(lifecycle) => {
            let lifecycle = &model[*lifecycle];
            let values = lifecycle.states.iter().map(|state| text(&model.states[*state].name.text)).collect();
            Some((lifecycle.head.name.text.to_string(), values))
        }
        _ => None,
    }
}
