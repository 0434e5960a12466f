//! Conditions of the charter, ready to be judged: over the fields of an object, or over parts of a payload.

use std::cmp::Ordering;

use crate::mapping::ir::Key;
use crate::model::value::Literal;

use super::formula::{Amount, Words};
use super::place::Place;
use super::value::Value;

/// The way to a value from the object, or from the part of a list at hand.
pub(super) type Way = Vec<String>;

/// A condition.
#[derive(Clone, Debug)]
pub(super) enum Condition {
    And(Box<Condition>, Box<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    SameNumber(Amount, Amount),
    Less(Amount, Amount),
    LessOrSame(Amount, Amount),
    /// The first point in time is before the second.
    Earlier(Way, Way),
    /// A field has this value.
    Is(Way, Literal),
    /// Two fields have the same value.
    Same(Way, Way),
    Present(Way),
    Null(Way),
    /// A place of the payload has this value.
    IsAt(Vec<Key>, Literal),
    IsThere(Vec<Key>),
    IsNullAt(Vec<Key>),
    SameText(Words, Words),
    /// The first text contains the second one, starts with it, or ends with it.
    Contains(Words, Words),
    StartsWith(Words, Words),
    EndsWith(Words, Words),
    /// A text has no characters.
    Blank(Words),
    /// The condition holds for one part of a list, or for all of them.
    Some(Way, Box<Condition>),
    Every(Way, Box<Condition>),
}

/// What the names of a condition stand for.
#[derive(Clone, Copy)]
pub(super) enum Scene<'s> {
    Payload(&'s Place<'s>),
    /// A payload, and the value at hand in it.
    Value(&'s Place<'s>, &'s Value),
    Object(Option<&'s Value>),
}

impl Scene<'_> {
    pub fn field(&self, way: &Way) -> Option<&Value> {
        match self {
            Self::Object(whole) => follow(*whole, way),
            Self::Payload(_) | Self::Value(..) => None,
        }
    }

    pub fn foreign(&self, keys: &[Key]) -> Option<&Value> {
        match self {
            Self::Payload(place) | Self::Value(place, _) => place.find(keys),
            Self::Object(_) => None,
        }
    }

    /// The value at hand.
    pub fn value(&self) -> Option<&Value> {
        if let Self::Value(_, value) = self { Some(value) } else { None }
    }
}

/// The value at the end of a way through members.
pub(super) fn follow<'v>(whole: Option<&'v Value>, way: &[String]) -> Option<&'v Value> {
    way.iter().try_fold(whole?, |value, name| value.member(name))
}

impl Condition {
    /// Whether it holds. Nothing can be said of a number that is not there: no comparison with it holds.
    pub fn holds(&self, scene: Scene<'_>) -> bool {
        match self {
            Self::And(left, right) => left.holds(scene) && right.holds(scene),
            Self::Any(parts) => parts.iter().any(|part| part.holds(scene)),
            Self::Not(inner) => !inner.holds(scene),
            Self::SameNumber(left, right) => compared(left, right, scene, Ordering::is_eq),
            Self::Less(left, right) => compared(left, right, scene, Ordering::is_lt),
            Self::LessOrSame(left, right) => compared(left, right, scene, Ordering::is_le),
            Self::Earlier(left, right) => match (scene.field(left), scene.field(right)) {
                // Without the `Z`, a fraction makes the text longer and the time later, as it must.
                (Some(Value::Text(left)), Some(Value::Text(right))) => left.strip_suffix('Z') < right.strip_suffix('Z'),
                _ => false,
            },
            Self::Is(way, literal) => scene.field(way).is_some_and(|value| value.is(literal)),
            Self::Same(left, right) => scene.field(left) == scene.field(right),
            Self::Present(way) => scene.field(way).is_some(),
            Self::Null(way) => scene.field(way) == Some(&Value::Null),
            Self::IsAt(keys, literal) => scene.foreign(keys).is_some_and(|value| value.is(literal)),
            Self::IsThere(keys) => scene.foreign(keys).is_some(),
            Self::IsNullAt(keys) => scene.foreign(keys) == Some(&Value::Null),
            Self::SameText(left, right) => texts(left, right, scene, |left, right| left == right),
            Self::Contains(text, part) => texts(text, part, scene, |text, part| text.contains(part)),
            Self::StartsWith(text, part) => texts(text, part, scene, |text, part| text.starts_with(part)),
            Self::EndsWith(text, part) => texts(text, part, scene, |text, part| text.ends_with(part)),
            Self::Blank(text) => text.text(scene).is_some_and(|text| text.is_empty()),
            Self::Some(way, inner) => parts(scene.field(way)).any(|part| inner.holds(Scene::Object(Some(part)))),
            Self::Every(way, inner) => parts(scene.field(way)).all(|part| inner.holds(Scene::Object(Some(part)))),
        }
    }
}

/// The parts of a list; none where it is not there.
pub(super) fn parts(list: Option<&Value>) -> impl Iterator<Item = &Value> {
    let parts = if let Some(Value::List(parts)) = list { parts.as_slice() } else { &[] };
    parts.iter()
}

fn texts(left: &Words, right: &Words, scene: Scene<'_>, test: impl Fn(&str, &str) -> bool) -> bool {
    match (left.text(scene), right.text(scene)) {
        (Some(left), Some(right)) => test(&left, &right),
        _ => false,
    }
}

fn compared(left: &Amount, right: &Amount, scene: Scene<'_>, test: impl Fn(Ordering) -> bool) -> bool {
    match (left.number(scene), right.number(scene)) {
        (Some(left), Some(right)) => test(left.cmp(&right)),
        _ => false,
    }
}
