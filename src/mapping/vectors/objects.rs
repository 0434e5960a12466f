//! An object that is made up: valid values for every field that a mapping writes, and objects with another value in one.

use regex_syntax::hir::{Class, Hir, HirKind};

use crate::mapping::ir::{CodeSet, Entry, Limits, Mapping, Op, Role, Slot, States, Value as Mapped};
use crate::mapping::run::Value;
use crate::model::Model;
use crate::model::choice::Choice;
use crate::model::field::{Field, FieldKind};
use crate::model::id::Id;

use super::Change;
use super::changes::literal;

/// A valid object: every field that is written, and one part of every list.
pub(super) fn object(model: &Model, mapping: &Mapping) -> Value {
    let mut object = Value::Object(Vec::new());
    fill(model, &mapping.body, &mut object);
    object
}

fn fill(model: &Model, entries: &[Entry], whole: &mut Value) {
    for entry in entries {
        match entry {
            Entry::Value(value) if value.direction.writes() || value.direction.reads() => {
                let mut way = way(model, value.slot);
                put(whole, &way, Some(valid(model, value)));
                if let (Role::Amount(_, Some(only)), Some(last)) = (&value.role, way.last_mut()) {
                    // Money says its currency, even where there is but one.
                    "currency".clone_into(last);
                    put(whole, &way, Some(Value::text(only.as_str())));
                }
            }
            Entry::List(list) => {
                let mut part = Value::Object(Vec::new());
                fill(model, &list.body, &mut part);
                let count = usize::try_from(list.min.clamp(1, 50)).unwrap_or(1);
                let parts = Value::List(vec![part; count]);
                put(whole, &way(model, Slot { field: list.field, part: None }), Some(parts));
            }
            Entry::Part(part) => fill(model, &part.body, whole),
            Entry::States(states) => {
                put(whole, &way(model, Slot { field: states.field, part: None }), state(model, states));
            }
            Entry::Fold(fold) => put(whole, &way(model, fold.value.slot), Some(valid(model, &fold.value))),
            Entry::Value(_) | Entry::Constant(_) | Entry::Require(_) | Entry::Total(_) => {}
        }
    }
}

/// The first state that the columns can show.
fn state(model: &Model, states: &States) -> Option<Value> {
    let shown = states.write.iter().find(|(_, columns)| columns.is_some()).or(states.write.first());
    shown.map(|(state, _)| Value::text(&*model[*state].name.text))
}

/// The names that lead to a value from the object or the part of a list around it.
fn way(model: &Model, slot: Slot) -> Vec<String> {
    let mut names = vec![model[slot.field].name.text.to_string()];
    let mut at = model[slot.field].parent;
    while let Some(parent) = at.filter(|parent| matches!(model[*parent].kind, FieldKind::Group)) {
        names.insert(0, model[parent].name.text.to_string());
        at = model[parent].parent;
    }
    let whole_money =
        slot.part.is_none() && matches!(Role::of(model, Slot { part: None, ..slot }), Ok(Role::Amount(..)));
    names.extend(if whole_money { Some("amount") } else { slot.part.map(Choice::word) }.map(str::to_owned));
    if let Some("value") = names.last().map(String::as_str) {
        // A quantity is its number; its unit is always the same.
        names.pop();
    }
    names
}

fn put(whole: &mut Value, way: &[String], new: Option<Value>) {
    let (Value::Object(members), Some((name, rest))) = (whole, way.split_first()) else { return };
    let at = members.iter().position(|(known, _)| known == name);
    match (at, rest, new) {
        (Some(at), [], None) => drop(members.remove(at)),
        (None, _, None) => {}
        (Some(at), [], Some(new)) => members[at].1 = new,
        (Some(at), rest, new) => put(&mut members[at].1, rest, new),
        (None, [], Some(new)) => members.push((name.clone(), new)),
        (None, rest, new) => {
            let mut inside = Value::Object(Vec::new());
            put(&mut inside, rest, new);
            members.push((name.clone(), inside));
        }
    }
}

/// A valid value of a field.
fn valid(model: &Model, value: &Mapped) -> Value {
    if let Some(digits) = checked(&value.read).or_else(|| checked(&value.write)) {
        return Value::Text(digits);
    }
    let in_table = value.write.iter().find_map(|op| match op {
        Op::Encode(table) => table.rows.first().map(|(ours, _)| Value::constant(ours)),
        _ => None,
    });
    let least = value.read.iter().chain(&value.write).find_map(|op| match op {
        Op::Range(min, max, _) => min.or(*max),
        _ => None,
    });
    let least = least.map_or("1".to_owned(), |least| least.to_string());
    in_table.unwrap_or_else(|| match &value.role {
        Role::Text(limits) | Role::Identifier(limits) => Value::Text(text(limits)),
        Role::Integer => serde_json::from_str(&least).unwrap_or(Value::Null),
        Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..) => Value::Text(least),
        Role::Currency(only) => Value::text(only.clone().unwrap_or_else(|| "USD".to_owned())),
        Role::Boolean => Value::Truth(true),
        Role::Date => Value::text("2026-03-08"),
        Role::Instant => Value::text("2026-03-08T04:30:12Z"),
        Role::LocalTime => Value::text("2026-03-07T22:30:00"),
        Role::Code(set) => Value::text(codes(model, *set).into_iter().next().unwrap_or_default()),
        Role::Status(lifecycle) => {
            let first = model[*lifecycle].states.first();
            Value::text(first.map_or(String::new(), |state| model[*state].name.text.to_string()))
        }
    })
}

/// The codes of a list, as texts.
pub(super) fn codes(model: &Model, set: CodeSet) -> Vec<String> {
    match set {
        CodeSet::Codes(codes) => model[codes].codes.iter().map(|code| literal(&code.value.value)).collect(),
        CodeSet::Scope(scope) => model[scope].values.iter().map(|value| model[*value].name.text.to_string()).collect(),
    }
}

/// A text within its limits that matches its pattern.
fn text(limits: &Limits) -> String {
    let matching = limits.pattern.as_ref().and_then(|pattern| regex_syntax::parse(pattern).ok());
    let mut made = matching.map_or_else(|| "A".to_owned(), |hir| shortest(&hir));
    let least = usize::try_from(limits.min.unwrap_or(1)).unwrap_or(1).min(4000);
    if limits.pattern.is_none() {
        made = made.repeat(least.max(1));
    }
    made
}

/// The first text that a pattern matches.
fn shortest(hir: &Hir) -> String {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => String::new(),
        HirKind::Literal(literal) => String::from_utf8_lossy(&literal.0).into_owned(),
        HirKind::Class(Class::Unicode(class)) => {
            class.ranges().first().map_or(String::new(), |range| range.start().to_string())
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.ranges().first().map_or(String::new(), |range| char::from(range.start()).to_string())
        }
        HirKind::Repetition(repetition) => shortest(&repetition.sub).repeat(repetition.min.min(200) as usize),
        HirKind::Capture(capture) => shortest(&capture.sub),
        HirKind::Concat(parts) => parts.iter().map(shortest).collect(),
        HirKind::Alternation(parts) => parts.first().map_or(String::new(), shortest),
    }
}

/// Digits with their check digit, of the first length that there may be.
pub(super) fn checked(ops: &[Op]) -> Option<String> {
    let length = ops.iter().find_map(|op| match op {
        Op::CheckDigit(lengths, _) => lengths.first(),
        _ => None,
    })?;
    let digits: Vec<u64> = (1..*length).map(|at| at % 10).collect();
    let weighted: u64 =
        digits.iter().rev().enumerate().map(|(at, digit)| digit * if at % 2 == 0 { 3 } else { 1 }).sum();
    let check = (10 - weighted % 10) % 10;
    Some(digits.iter().chain([&check]).map(u64::to_string).collect())
}

/// Objects with another value in one field: what the type of the field allows and the payload may not.
pub(super) fn changed(model: &Model, mapping: &Mapping, object: &Value) -> Vec<(String, String, Value)> {
    let mut made = Vec::new();
    add(model, &mapping.body, object, &|part| part, "", &mut made);
    made
}

/// What an object becomes when a part of it does.
type Around<'a> = &'a dyn Fn(Value) -> Value;

fn add(
    model: &Model,
    entries: &[Entry],
    whole: &Value,
    around: Around<'_>,
    prefix: &str,
    made: &mut Vec<(String, String, Value)>,
) {
    for entry in entries {
        let (slot, changes) = match entry {
            Entry::Value(value) if value.direction.writes() => (value.slot, of_value(model, value)),
            Entry::States(states) => {
                let slot = Slot { field: states.field, part: None };
                let all = states.write.iter().map(|(state, _)| model[*state].name.text.to_string());
                (slot, all.map(|state| super::changes::code(Value::Text(state))).collect())
            }
            Entry::Part(part) => {
                add(model, &part.body, whole, around, prefix, made);
                continue;
            }
            Entry::List(list) if list.direction.writes() => {
                let slot = Slot { field: list.field, part: None };
                let way = way(model, slot);
                let Some(part) = first_part(whole, &way) else { continue };
                let with = |part: Value| {
                    let mut whole = whole.clone();
                    put(&mut whole, &way, Some(Value::List(vec![part])));
                    around(whole)
                };
                let prefix = format!("{prefix}{}.", way.join("."));
                add(model, &list.body, &part, &with, &prefix, made);
                let mut empty = whole.clone();
                put(&mut empty, &way, Some(Value::List(Vec::new())));
                let name = prefix.trim_end_matches('.');
                made.push((format!("{name}/no-parts"), format!("`{name}` is an empty list"), around(empty)));
                continue;
            }
            _ => continue,
        };
        let way = way(model, slot);
        let name = format!("{prefix}{}", way.join("."));
        for change in changes.into_iter().chain(missing(model, slot.field)) {
            let mut other = whole.clone();
            put(&mut other, &way, change.value);
            made.push((format!("{name}/{}", change.slug), format!("`{name}` {}", change.what), around(other)));
        }
    }
}

fn first_part(whole: &Value, way: &[String]) -> Option<Value> {
    match way.iter().try_fold(whole, |value, name| value.member(name))? {
        Value::List(parts) => parts.first().cloned(),
        _ => None,
    }
}

/// Ways of being missing that the object allows.
fn missing(model: &Model, field: Id<Field>) -> Vec<Change> {
    let field = &model[field];
    let absent = field.optional.then(|| Change::new("absent", "is absent", None));
    let null = field.null.then(|| Change::new("null", "is null", Some(Value::Null)));
    absent.into_iter().chain(null).collect()
}

/// What a field of an object is changed to.
fn of_value(model: &Model, value: &Mapped) -> Vec<Change> {
    let texts = |texts: &[(&str, &str)]| -> Vec<Change> {
        texts.iter().map(|(slug, text)| Change::text(slug, &format!("is `{text}`"), *text)).collect()
    };
    match &value.role {
        Role::Text(_) | Role::Identifier(_) => {
            let mut made = texts(&[
                ("accents", "Zo\u{eb} \u{141}\u{f3}d\u{17a}"),
                ("separators", "A*B~C|D^E&F+G:H'I"),
                ("spaced", "  two  words "),
                ("zero", "00042"),
            ]);
            made.push(Change::text("long", "has 300 characters", "x".repeat(300)));
            made.push(Change::text("long-emoji", "has 300 characters of two units each", "\u{1f600}".repeat(300)));
            made.push(Change::text("empty", "is an empty text", ""));
            made
        }
        Role::Integer => ["0", "-1", "9007199254740991"]
            .map(|digits| {
                let number = serde_json::from_str(digits).unwrap_or(Value::Null);
                Change::new(format!("number-{digits}"), format!("is {digits}"), Some(number))
            })
            .into(),
        Role::Decimal(_) | Role::Amount(..) | Role::Quantity(..) => texts(&[
            ("zero", "0"),
            ("half", "1.005"),
            ("half-down", "-1.005"),
            ("half-odd", "1.015"),
            ("half-whole", "2.5"),
            ("third", "0.3333333333333333333333333333333333"),
            ("large", "99999999999999999999.5"),
            ("inexact", "0.30000000000000004"),
            ("negative", "-7"),
        ]),
        Role::Currency(None) => texts(&[("currency", "JPY")]),
        Role::Boolean => vec![Change::new("false", "is false", Some(Value::Truth(false)))],
        Role::Date => texts(&[("leap-day", "2024-02-29"), ("last", "9999-12-31"), ("first", "0000-01-01")]),
        Role::Instant => texts(&[
            ("evening", "2026-03-08T03:30:00Z"),
            ("spring", "2026-03-08T10:00:00Z"),
            ("autumn", "2026-11-01T06:30:00Z"),
            ("fraction", "2026-03-08T04:30:12.123456789Z"),
            ("last", "9999-12-31T23:59:59Z"),
        ]),
        Role::LocalTime => texts(&[("spring", "2026-03-08T02:30:00"), ("last", "9999-12-31T23:59:59")]),
        Role::Code(set) => codes(model, *set).into_iter().map(|code| super::changes::code(Value::Text(code))).collect(),
        Role::Status(lifecycle) => {
            let states = model[*lifecycle].states.iter().map(|state| model[*state].name.text.to_string());
            states.map(|state| super::changes::code(Value::Text(state))).collect()
        }
        Role::Currency(Some(_)) => Vec::new(),
    }
}
