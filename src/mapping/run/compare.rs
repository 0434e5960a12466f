//! How what came out differs from what was expected, member by member.

use std::collections::BTreeMap;

use crate::mapping::ir::{Entry, Mapping};
use crate::model::Model;
use crate::model::record::Direction;
use crate::source::Span;

use super::exact::Exact;
use super::place::written;
use super::shape::names_to;
use super::value::Value;

/// One place at which two values differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The place, as `lines[1].sku`; empty for the whole.
    pub path: String,
    /// What was expected there.
    pub expected: Option<Value>,
    /// What came out.
    pub found: Option<Value>,
}

/// Every place at which `found` is not what was expected, in the order of what was expected. A decimal number of an
/// object is compared as a number: `5.90` is `5.9`.
pub fn differences(expected: &Value, found: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare(String::new(), Some(expected), Some(found), &mut differences);
    differences
}

fn compare(path: String, expected: Option<&Value>, found: Option<&Value>, differences: &mut Vec<Difference>) {
    match (expected, found) {
        (Some(Value::Object(wanted)), Some(Value::Object(members))) => {
            let inside = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            for (name, value) in wanted {
                compare(inside(name), Some(value), found.and_then(|found| found.member(name)), differences);
            }
            for (name, value) in members {
                if expected.and_then(|expected| expected.member(name)).is_none() {
                    compare(inside(name), None, Some(value), differences);
                }
            }
        }
        (Some(Value::List(wanted)), Some(Value::List(parts))) => {
            for at in 0..wanted.len().max(parts.len()) {
                compare(format!("{path}[{at}]"), wanted.get(at), parts.get(at), differences);
            }
        }
        _ if is_same(expected, found) => {}
        _ => differences.push(Difference { path, expected: expected.cloned(), found: found.cloned() }),
    }
}

fn is_same(expected: Option<&Value>, found: Option<&Value>) -> bool {
    match (expected, found) {
        (Some(Value::Text(text)), Some(Value::Decimal(number))) => Exact::parse(text).as_ref() == Some(number),
        (Some(Value::Number(wanted)), Some(Value::Decimal(number))) => {
            Exact::of_number(wanted).as_ref() == Some(number)
        }
        (Some(Value::Number(a)), Some(Value::Number(b))) => {
            a == b || Exact::of_number(a).is_some_and(|a| Some(a) == Exact::of_number(b))
        }
        (expected, found) => expected == found,
    }
}

/// The lines of a mapping by the places that they fill.
pub struct Lines(BTreeMap<String, Span>);

impl Lines {
    /// The lines that fill the object when reading, the payload when writing.
    pub fn of(model: &Model, mapping: &Mapping, way: Direction) -> Self {
        let mut lines = Self(BTreeMap::new());
        let root = if way.reads() { String::new() } else { written(&mapping.root) };
        lines.0.insert(root.clone(), mapping.span);
        lines.add(model, &mapping.body, way, &root);
        lines
    }

    fn add(&mut self, model: &Model, body: &[Entry], way: Direction, around: &str) {
        let join = |inner: String| if around.is_empty() { inner } else { format!("{around}.{inner}") };
        let reads = way.reads();
        for entry in body {
            match entry {
                Entry::Value(value) => {
                    let path = if reads { names_to(model, value.slot).join(".") } else { written(&value.foreign) };
                    self.0.insert(join(path), value.span);
                }
                Entry::List(list) => {
                    let slot = crate::mapping::ir::Slot { field: list.field, part: None };
                    let path = join(if reads { names_to(model, slot).join(".") } else { written(&list.foreign) });
                    self.0.insert(path.clone(), list.span);
                    self.add(model, &list.body, way, &path);
                }
                Entry::Part(part) => {
                    let path = if reads { around.to_owned() } else { join(written(&part.foreign)) };
                    self.add(model, &part.body, way, &path);
                }
                Entry::States(states) if reads => {
                    let slot = crate::mapping::ir::Slot { field: states.field, part: None };
                    self.0.insert(join(names_to(model, slot).join(".")), states.span);
                }
                Entry::States(states) => {
                    self.0.extend(states.columns.iter().map(|column| (join(written(column)), states.span)));
                }
                Entry::Constant(constant) if !reads => {
                    self.0.insert(join(written(&constant.foreign)), constant.span);
                }
                Entry::Fold(fold) if reads => {
                    self.0.insert(join(names_to(model, fold.value.slot).join(".")), fold.value.span);
                }
                Entry::Total(total) if !reads => {
                    self.0.insert(join(written(&total.foreign)), total.span);
                }
                Entry::Constant(_) | Entry::Require(_) | Entry::Total(_) | Entry::Fold(_) => {}
            }
        }
    }

    /// The line that fills a place, or the nearest part around it.
    pub fn line(&self, path: &str) -> Option<Span> {
        let mut plain = String::new();
        let mut in_index = false;
        for c in path.chars() {
            match c {
                '[' => in_index = true,
                ']' => in_index = false,
                c if !in_index => plain.push(c),
                _ => {}
            }
        }
        let mut at = plain.as_str();
        loop {
            if let Some(span) = self.0.get(at) {
                return Some(*span);
            }
            at = at.rsplit_once('.').map_or("", |(around, _)| around);
            if at.is_empty() {
                return self.0.get("").copied();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told_by_their_places() {
        let value = |text: &str| serde_json::from_str::<Value>(text).expect("the test writes JSON");
        let expected = value(r#"{"a":{"b":"5.90","c":1},"l":[{"x":1},{"x":2}],"n":null}"#);
        let mut found = value(r#"{"a":{"b":"5.9","c":1.0},"l":[{"x":1},{"x":3}],"z":true}"#);
        let paths = |found: &Value| -> Vec<String> {
            differences(&expected, found).into_iter().map(|difference| difference.path).collect()
        };
        assert_eq!(paths(&found), ["a.b", "l[1].x", "n", "z"]);
        let decimal = Value::Decimal(Exact::parse("5.9").expect("a number"));
        let inside = Value::Object(vec![("b".to_owned(), decimal), ("c".to_owned(), value("1"))]);
        if let Value::Object(members) = &mut found {
            members[0].1 = inside;
        }
        assert_eq!(paths(&found), ["l[1].x", "n", "z"]);
    }
}
