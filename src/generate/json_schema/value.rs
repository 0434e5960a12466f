//! The schema of one value of a payload: from how it looks there, with what the charter says of it.

use crate::generate::json::{Json, Members};
use crate::mapping::flow;
use crate::mapping::ir::{Op, Otherwise, Policy, Table, Value, Wire};
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::element::Element;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;
use crate::model::name::Ref;
use crate::model::record::Direction;
use crate::model::step::{Step, UnitSource};

use super::payload::{Payload, shown};
use super::{Origin, Schema, whole};

impl Payload<'_> {
    /// The schema of a value.
    pub(super) fn value(&self, value: &Value) -> Schema {
        let model = self.schemas.model;
        let field = &model[value.slot.field];
        let map = self.maps.get(&value.span);
        let mut schema = if self.way == Direction::Read && !value.direction.writes() {
            sent(&value.read)
        } else {
            Schema { ..wire(&value.wire) }.bounded(&value.write)
        };
        if matches!(value.empty, Policy::Refuse(_)) && schema.kinds == ["string"] && schema.format.is_none() {
            schema.min_length = schema.min_length.max(Some(1));
        }
        let codes = if self.way == Direction::Read { decoded(&value.read) } else { encoded(&value.write) };
        let doc = map.and_then(|map| map.doc.as_ref()).or(field.doc.as_ref());
        let mut paragraphs: Vec<String> = doc.map(|doc| doc.value.trim().to_owned()).into_iter().collect();
        paragraphs.extend(form(value, self.way));
        if let Policy::Assume(default) = &value.absent {
            paragraphs.push(format!("Taken as `{}` when it is missing.", shown(&Json::from(default))));
        }
        let unit = map.and_then(|map| unit(model, &map.steps));
        paragraphs.extend(unit.as_ref().map(|unit| format!("Counted in `{unit}`.")));
        paragraphs.extend(self.schemas.meanings(&value.role, &codes));
        schema.description = (!paragraphs.is_empty()).then(|| paragraphs.join("\n\n"));
        let owner = model[self.record].system.and_then(|system| system.target);
        let facts = &self.schemas.order.analysis.facts;
        let is_own = owner.is_some_and(|owner| flow::owns_everywhere(facts, owner, value.slot.field));
        // What a system says itself, others may show it and cannot change; but by the key they name an instance.
        let is_locked = is_own && self.way != Direction::Read && !is_key(model, value.slot.field);
        schema.read_only = is_locked.then_some(true);
        let part = value.slot.part.map_or(String::new(), |part| format!(".{}", part.word()));
        schema.origin = Some(Origin {
            field: Some(field.path(model) + &part),
            unit,
            class: field.class.map(|class| class.value.word()),
            codes,
            ..self.source(value.span)
        });
        if matches!(value.null, Policy::Refuse(_)) { schema } else { schema.or_null() }
    }
}

/// Whether a field tells instances or the parts of a list apart.
fn is_key(model: &Model, field: Id<Field>) -> bool {
    let keys = &model[model[field].object].key;
    let is_it = |key: &Ref<Field>| key.target == Some(field);
    let list = model[field].parent.map(|parent| &model[parent].kind);
    let of_list = matches!(list, Some(FieldKind::List(list)) if list.key.as_ref().is_some_and(is_it));
    of_list || keys.iter().any(is_it)
}

/// How a value looks that a system gets.
fn wire(wire: &Wire) -> Schema {
    match wire {
        Wire::Text(form) => Schema {
            format: form.format,
            pattern: form.pattern.as_deref().map(whole),
            min_length: form.min.filter(|min| *min > 0),
            max_length: form.max,
            ..Schema::of("string")
        },
        Wire::OneOf(values) => Schema::one_of(values.iter().map(Json::from)),
        Wire::Number => Schema::of("number"),
        Wire::Integer => Schema::of("integer"),
        Wire::Boolean => Schema::of("boolean"),
    }
}

/// How a value looks that a system sends and nobody writes: from how it is read.
fn sent(read: &[Op]) -> Schema {
    let mut schema = match read.first() {
        Some(Op::Truth) => return Schema::of("boolean"),
        Some(Op::Number) => return Schema::of("number"),
        Some(Op::Decimal { .. }) => {
            return Schema { kinds: vec!["string", "number"], ..Schema::default() };
        }
        Some(Op::Decode(table)) if is_closed(table) => {
            return Schema::one_of(table.rows.iter().map(|(foreign, _)| Json::from(foreign)));
        }
        Some(Op::Text) => Schema::of("string"),
        _ => return Schema::default(),
    };
    for op in &read[1..] {
        match op {
            Op::Size(min, max) => {
                schema.min_length = Some(*min).filter(|min| *min > 0);
                schema.max_length = *max;
            }
            Op::Matches(pattern, _) if schema.pattern.is_none() => schema.pattern = Some(whole(pattern)),
            Op::Instant => return Schema { format: Some("date-time"), ..schema },
            Op::Date(pattern) if pattern == "yyyy-MM-dd" => return Schema { format: Some("date"), ..schema },
            Op::Decode(table) if is_closed(table) => {
                return Schema::one_of(table.rows.iter().map(|(foreign, _)| Json::from(foreign)));
            }
            // What follows describes the text after a step, and not the one that is sent.
            _ => return schema,
        }
    }
    schema
}

fn is_closed(table: &Table) -> bool {
    matches!(table.otherwise, Otherwise::Refuse(_))
}

impl Schema {
    /// With the bounds of the last `range`, where nothing changes the number after it.
    fn bounded(mut self, write: &[Op]) -> Self {
        let is_number = self.kinds == ["integer"] || self.kinds == ["number"];
        let Some(at) = write.iter().rposition(|op| matches!(op, Op::Range(..))).filter(|_| is_number) else {
            return self;
        };
        let keeps = |op: &Op| matches!(op, Op::Scale(_, None) | Op::JsonNumber | Op::OfWhole | Op::Whole);
        if let Op::Range(min, max, _) = &write[at]
            && write[at + 1..].iter().all(keeps)
        {
            let bound =
                |bound: &crate::syntax::values::Decimal| Json::from(&crate::model::value::Literal::Number(*bound));
            self.minimum = min.as_ref().map(bound);
            self.maximum = max.as_ref().map(bound);
        }
        self
    }
}

/// What each foreign code stands for, by the table that writes.
fn encoded(write: &[Op]) -> Members<Json> {
    let tables = write.iter().filter_map(|op| if let Op::Encode(table) = op { Some(table) } else { None });
    tables
        .flat_map(|table| &table.rows)
        .map(|(ours, foreign)| (shown(&Json::from(foreign)), Json::from(ours)))
        .collect()
}

/// What each foreign code stands for, by the table that reads.
fn decoded(read: &[Op]) -> Members<Json> {
    let tables = read.iter().filter_map(|op| if let Op::Decode(table) = op { Some(table) } else { None });
    tables
        .flat_map(|table| &table.rows)
        .map(|(foreign, ours)| (shown(&Json::from(foreign)), Json::from(ours)))
        .collect()
}

/// The unit in which the payload counts, where a step names it.
fn unit(model: &Model, steps: &[crate::model::name::Said<Step>]) -> Option<String> {
    steps.iter().find_map(|step| match &step.value {
        Step::Unit(step) => match step.unit.as_ref()? {
            UnitSource::Fixed(unit) => Some(model[unit.target?].head.name.to_string()),
            UnitSource::Foreign(_) => None,
        },
        _ => None,
    })
}

/// The form of a time that JSON Schema has no name for.
fn form(value: &Value, way: Direction) -> Option<String> {
    let ops = if way == Direction::Read { &value.read } else { &value.write };
    ops.iter().find_map(|op| match op {
        Op::LocalOf(pattern, zone) | Op::InstantOfLocal { pattern, zone, .. } => {
            Some(format!("A local time of `{zone}`, written as `{pattern}`."))
        }
        Op::DateText(pattern) | Op::Date(pattern) if pattern != "yyyy-MM-dd" => {
            Some(format!("A date, written as `{pattern}`."))
        }
        Op::LocalTimeText(pattern) | Op::LocalTime(pattern) => Some(format!("A local time, written as `{pattern}`.")),
        Op::EpochOf(unit) | Op::InstantOfEpoch(unit) => {
            let unit = if *unit == 1000 { "Seconds" } else { "Milliseconds" };
            Some(format!("{unit} since the start of 1970 in UTC."))
        }
        _ => None,
    })
}
