//! The places of a payload that a mapping looks at, and payloads in which one of them is another.

use crate::mapping::ir::{Constant, Entry, Key, List, Mapping, States, Value as Mapped};
use crate::mapping::run::Value;
use crate::model::Model;
use crate::model::state_table::Cell;

use super::{Change, changes};

/// A place of a payload.
pub(super) struct Place<'m> {
    model: &'m Model,
    /// The way to it; inside a list, to its first part.
    way: Vec<Step>,
    is: What<'m>,
}

#[derive(Clone)]
enum Step {
    Key(Key),
    First,
}

/// What stands at a place.
enum What<'m> {
    Value(&'m Mapped),
    List(&'m List),
    Part,
    Constant(&'m Constant),
    /// One of several status columns.
    Column(&'m States, usize),
}

/// All places that are read, in the order of the mapping.
pub(super) fn all<'m>(model: &'m Model, mapping: &'m Mapping) -> Vec<Place<'m>> {
    let mut found = Vec::new();
    let root: Vec<Step> = mapping.root.iter().cloned().map(Step::Key).collect();
    add(model, &mapping.body, &root, &mut found);
    found
}

fn add<'m>(model: &'m Model, entries: &'m [Entry], way: &[Step], found: &mut Vec<Place<'m>>) {
    let inside =
        |keys: &[Key]| -> Vec<Step> { way.iter().cloned().chain(keys.iter().cloned().map(Step::Key)).collect() };
    for entry in entries {
        match entry {
            Entry::Value(value) if value.direction.reads() => {
                found.push(Place { model, way: inside(&value.foreign), is: What::Value(value) });
            }
            Entry::List(list) if list.direction.reads() => {
                let mut way = inside(&list.foreign);
                found.push(Place { model, way: way.clone(), is: What::List(list) });
                way.push(Step::First);
                add(model, &list.body, &way, found);
            }
            Entry::Part(part) => {
                let way = inside(&part.foreign);
                found.push(Place { model, way: way.clone(), is: What::Part });
                add(model, &part.body, &way, found);
            }
            Entry::Constant(constant) if constant.direction.reads() => {
                found.push(Place { model, way: inside(&constant.foreign), is: What::Constant(constant) });
            }
            Entry::States(states) => {
                for (at, column) in states.columns.iter().enumerate() {
                    found.push(Place { model, way: inside(column), is: What::Column(states, at) });
                }
            }
            _ => {}
        }
    }
}

impl Place<'_> {
    /// The way to it, as a charter writes it.
    pub fn name(&self) -> String {
        let names = self.way.iter().filter_map(|step| match step {
            Step::First => None,
            Step::Key(Key::Name(name)) => Some(name.clone()),
            Step::Key(Key::Qualified(list, with)) => {
                let with: Vec<String> = with.iter().map(|(name, is)| format!("{name}={is}")).collect();
                Some(format!("{list}[{}]", with.join(",")))
            }
        });
        names.collect::<Vec<_>>().join(".")
    }

    /// What stands there in a payload.
    pub fn find<'v>(&self, payload: &'v Value) -> Option<&'v Value> {
        self.way.iter().try_fold(payload, |value, step| match (step, value) {
            (Step::First, Value::List(parts)) => parts.first(),
            (Step::Key(Key::Name(name)), value) => value.member(name),
            (Step::Key(Key::Qualified(list, with)), value) => match value.member(list) {
                Some(Value::List(parts)) => parts.iter().find(|part| has(part, with)),
                _ => None,
            },
            (Step::First, _) => None,
        })
    }

    /// The payload with another value there, or with none. `None` where the way to it does not exist.
    pub fn set(&self, payload: &Value, new: Option<Value>) -> Option<Value> {
        let mut changed = payload.clone();
        put(&mut changed, &self.way, new)?;
        Some(changed)
    }

    /// What it is changed to.
    pub fn changes(&self, payload: &Value) -> Vec<Change> {
        let found = self.find(payload);
        let mut made = vec![
            Change::new("absent", "is absent", None),
            Change::new("null", "is null", Some(Value::Null)),
            Change::new("empty", "is an empty text", Some(Value::text(""))),
        ];
        match &self.is {
            What::Value(value) => made.extend(changes::of_value(self.model, value, found)),
            What::List(list) => made.extend(changes::of_list(list, found)),
            What::Part => made.push(Change::new("not-an-object", "is no object", Some(Value::List(Vec::new())))),
            What::Constant(constant) => {
                made.push(Change::new("as-said", "is what the charter says", Some(Value::constant(&constant.value))));
                made.push(Change::new("other", "is another value", Some(Value::text("another"))));
            }
            What::Column(states, at) => {
                let cells = states.read.iter().filter_map(|(cells, _)| match cells.get(*at) {
                    Some(Cell::Is(literal)) => Some(Value::constant(literal)),
                    _ => None,
                });
                made.extend(cells.map(changes::code));
                made.push(Change::new("unknown", "is in no row", Some(Value::text("no such state"))));
            }
        }
        made
    }
}

fn has(part: &Value, with: &[(String, String)]) -> bool {
    with.iter().all(|(name, is)| part.member(name) == Some(&Value::text(is.as_str())))
}

/// Puts a value at the end of a way. Members that are missing on the way are made, where there is a value to put.
fn put(value: &mut Value, way: &[Step], new: Option<Value>) -> Option<()> {
    let Some((step, rest)) = way.split_first() else {
        *value = new?;
        return Some(());
    };
    match (step, value) {
        (Step::First, Value::List(parts)) => put(parts.first_mut()?, rest, new),
        (Step::Key(Key::Name(name)), Value::Object(members)) => {
            let at = members.iter().position(|(known, _)| known == name);
            match (at, rest, new) {
                (Some(at), [], None) => drop(members.remove(at)),
                (None, _, None) => return None,
                (Some(at), rest, new) => put(&mut members[at].1, rest, new)?,
                (None, rest, new) => {
                    members.push((name.clone(), Value::Object(Vec::new())));
                    put(&mut members.last_mut()?.1, rest, new)?;
                }
            }
            Some(())
        }
        (Step::Key(Key::Qualified(list, with)), Value::Object(members)) => {
            let (_, Value::List(parts)) = members.iter_mut().find(|(known, _)| known == list)? else { return None };
            let at = parts.iter().position(|part| has(part, with))?;
            if rest.is_empty() && new.is_none() {
                parts.remove(at);
                return Some(());
            }
            put(&mut parts[at], rest, new)
        }
        _ => None,
    }
}
