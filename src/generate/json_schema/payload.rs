//! The schema of a payload as a record describes it.

use std::collections::{BTreeMap, BTreeSet};

use crate::generate::json::{Json, Members};
use crate::mapping::ir::{Entry, Hindrance, Key, List, Mapping, Policy, States};
use crate::model::element::Element;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::lifecycle::State;
use crate::model::record::{Direction, Map, Part, Record};
use crate::model::state_table::Cell;
use crate::source::Span;

use super::tree::{Misfit, Tree};
use super::{Hindered, Origin, Schema, Schemas};

/// One payload of a record, while its schema is put together.
pub(super) struct Payload<'o> {
    pub schemas: Schemas<'o>,
    pub record: Id<Record>,
    /// The maps of the record by their lines.
    pub maps: BTreeMap<Span, &'o Map>,
    /// `Write` for what the system gets, `Read` for what it sends.
    pub way: Direction,
    hindrances: Hindered,
}

impl Schemas<'_> {
    /// The schema of a payload that a record's system gets (`Write`) or sends (`Read`), with the fields that `keep`
    /// names. `Err` says what stands in the way.
    pub fn payload(&self, id: Id<Record>, keep: &BTreeSet<Id<Field>>, way: Direction) -> Result<Schema, Hindered> {
        let record = &self.model[id];
        let Some(mapping) = Mapping::of(self.model, id) else { return Err(Vec::new()) };
        let hindered: Hindered = mapping.hinders(way).cloned().collect();
        if !hindered.is_empty() {
            return Err(hindered);
        }
        let mut maps = BTreeMap::new();
        collect(&record.body, &mut maps);
        let mut payload = Payload { schemas: *self, record: id, maps, way, hindrances: Vec::new() };
        let mut tree = Tree::default();
        match tree.inside(&mapping.root) {
            Ok(part) => payload.body(part, &mapping.only(keep).body),
            Err(why) => payload.misfit(mapping.span, why),
        }
        if !payload.hindrances.is_empty() {
            return Err(payload.hindrances);
        }
        let mut schema = tree.schema();
        schema.description = record.head.doc.as_ref().map(|doc| doc.value.trim().to_owned());
        schema.origin = Some(Origin {
            record: Some(record.head.name.to_string()),
            object: Some(self.model[mapping.object].head.name.to_string()),
            source: self.order.place(record.head.span),
            ..Origin::default()
        });
        Ok(schema)
    }
}

/// All maps of a record, by their lines.
fn collect<'m>(parts: &'m [Part], maps: &mut BTreeMap<Span, &'m Map>) {
    for part in parts {
        match part {
            Part::Map(map) => {
                maps.insert(map.span, map);
            }
            Part::Each(each) => collect(&each.body, maps),
            Part::Within(within) => collect(&within.body, maps),
            Part::Segment(segment) => collect(&segment.body, maps),
            Part::Constant(_) | Part::Let(_) | Part::Require(_) => {}
        }
    }
}

impl Payload<'_> {
    fn travels(&self, direction: Direction) -> bool {
        if self.way == Direction::Read { direction.reads() } else { direction.writes() }
    }

    fn misfit(&mut self, span: Span, why: Misfit) {
        self.hindrances.push(Hindrance { span, why, direction: Direction::Both });
    }

    fn body(&mut self, tree: &mut Tree, entries: &[Entry]) {
        for entry in entries {
            let (span, put) = match entry {
                Entry::Value(value) if self.travels(value.direction) => {
                    let required = matches!(value.absent, Policy::Refuse(_)) && value.omit_if.is_none();
                    (value.span, tree.value(&value.foreign, self.value(value), required))
                }
                Entry::Constant(constant) if self.travels(constant.direction) => {
                    let schema = Schema {
                        origin: Some(self.source(constant.span)),
                        ..Schema::one_of([Json::from(&constant.value)])
                    };
                    (constant.span, tree.value(&constant.foreign, schema, true))
                }
                Entry::List(list) if self.travels(list.direction) => (list.span, self.list(tree, list)),
                Entry::Part(part) => match tree.inside(&part.foreign) {
                    Ok(inside) => {
                        inside.is_optional |= part.optional;
                        self.body(inside, &part.body);
                        continue;
                    }
                    Err(why) => (part.span, Err(why)),
                },
                Entry::States(states) => (states.span, self.states(tree, states)),
                _ => continue,
            };
            if let Err(why) = put {
                self.misfit(span, why);
            }
        }
    }

    fn list(&mut self, tree: &mut Tree, list: &List) -> Result<(), Misfit> {
        let model = self.schemas.model;
        let field = &model[list.field];
        let mut part = Tree::default();
        self.body(&mut part, &list.body);
        let mut schema = Schema::of("array");
        schema.description = field.doc.as_ref().map(|doc| doc.value.trim().to_owned());
        schema.min_items = (list.min > 0).then_some(list.min);
        // Parts that do not count may stand between those that do.
        schema.max_items = list.max.filter(|_| list.filter.is_none());
        schema.origin = Some(Origin { field: Some(field.path(model)), ..self.source(list.span) });
        tree.list(&list.foreign, schema, part.schema(), !field.optional)
    }

    /// The columns that show a state.
    fn states(&self, tree: &mut Tree, states: &States) -> Result<(), Misfit> {
        let model = self.schemas.model;
        let field = &model[states.field];
        for (column, path) in states.columns.iter().enumerate() {
            let (schema, always) = if self.way == Direction::Read {
                (self.read_column(states, column), true)
            } else {
                (self.written_column(states, column), states.write.iter().all(|(_, shown)| shown.is_some()))
            };
            let origin = Origin { field: Some(field.path(model)), ..self.source(states.span) };
            let codes = std::mem::take(&mut schema.origin.clone().unwrap_or_default().codes);
            let schema = Schema { origin: Some(Origin { codes, ..origin }), ..schema };
            let required = always && !field.optional && !schema.kinds.contains(&"null");
            tree.value(path, schema, required)?;
        }
        Ok(())
    }

    fn written_column(&self, states: &States, column: usize) -> Schema {
        let rows = states.write.iter().filter_map(|(state, shown)| Some((*state, shown.as_ref()?.get(column)?)));
        let rows: Vec<(Id<State>, Json)> = rows.map(|(state, value)| (state, Json::from(value))).collect();
        self.column(states, &rows)
    }

    /// What a system may send: any value that a row reads; anything where a row does not look at the column.
    fn read_column(&self, states: &States, column: usize) -> Schema {
        let cells = || states.read.iter().filter_map(|(cells, state)| Some((cells.get(column)?, *state)));
        let rows = cells().filter_map(|(cell, state)| match (cell, state) {
            (Cell::Is(value), Some(state)) => Some((state, Json::from(value))),
            _ => None,
        });
        let schema = self.column(states, &rows.collect::<Vec<_>>());
        let is_closed = !states.ignores && cells().all(|(cell, state)| matches!(cell, Cell::Is(_)) && state.is_some());
        if is_closed {
            return schema;
        }
        Schema { description: schema.description, origin: schema.origin, ..Schema::default() }
    }

    fn column(&self, states: &States, rows: &[(Id<State>, Json)]) -> Schema {
        let model = self.schemas.model;
        let mut meaning: Members<Vec<Id<State>>> = Members::default();
        for (state, value) in rows {
            let name = shown(value);
            match meaning.get_mut(&name) {
                Some(states) if !states.contains(state) => states.push(*state),
                Some(_) => {}
                None => meaning.put(name, vec![*state]),
            }
        }
        let mut schema = Schema::one_of(rows.iter().map(|(_, value)| value.clone()));
        let names = |ids: &[Id<State>]| ids.iter().map(|id| model[*id].name.text.to_string()).collect::<Vec<_>>();
        let mut lines = Vec::new();
        let mut codes = Members::default();
        for (value, ids) in meaning.iter() {
            let names = names(ids);
            lines.push(format!("- `{value}`: {}", super::listed(&names)));
            codes.put(
                value,
                if let [name] = &names[..] {
                    Json::text(name)
                } else {
                    Json::List(names.into_iter().map(Json::Text).collect())
                },
            );
        }
        let columns: Vec<String> = states.columns.iter().map(|path| path_text(path)).collect();
        let head = match &columns[..] {
            [_] => "The state:".to_owned(),
            columns => {
                format!("{} show the state together:", super::sentence(&super::listed(columns)).trim_end_matches('.'))
            }
        };
        schema.description = Some(format!("{head}\n\n{}", lines.join("\n")));
        schema.origin = Some(Origin { codes, ..Origin::default() });
        schema
    }

    pub(super) fn source(&self, span: Span) -> Origin {
        Origin { source: self.schemas.order.place(span), ..Origin::default() }
    }
}

/// A value as a sentence shows it.
pub(super) fn shown(value: &Json) -> String {
    match value {
        Json::Text(text) => text.clone(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

fn path_text(path: &[Key]) -> String {
    let names = path.iter().map(|key| match key {
        Key::Name(name) | Key::Qualified(name, _) => name.as_str(),
    });
    names.collect::<Vec<_>>().join(".")
}
