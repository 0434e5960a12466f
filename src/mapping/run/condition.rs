//! Conditions of the charter, ready to be judged: over the fields of an object, or over parts of a payload.

use std::cmp::Ordering;

use crate::mapping::ir::Key;
use crate::model::value::Literal;

use super::exact::Exact;
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
}

/// A number that is there or not.
#[derive(Clone, Debug)]
pub(super) enum Amount {
    Constant(Exact),
    /// A decimal or whole number.
    Field(Way),
    /// A number at a place of the payload, as a text or as a JSON number.
    Foreign(Vec<Key>),
    /// How many parts a list has.
    Count(Way),
    Plus(Box<Amount>, Box<Amount>),
    Minus(Box<Amount>, Box<Amount>),
    Times(Box<Amount>, Box<Amount>),
}

/// What the names of a condition stand for.
#[derive(Clone, Copy)]
pub(super) enum Scene<'s> {
    Payload(&'s Place<'s>),
    Object(Option<&'s Value>),
}

impl Scene<'_> {
    fn field(&self, way: &Way) -> Option<&Value> {
        match self {
            Self::Object(whole) => follow(*whole, way),
            Self::Payload(_) => None,
        }
    }

    fn foreign(&self, keys: &[Key]) -> Option<&Value> {
        match self {
            Self::Payload(place) => place.find(keys),
            Self::Object(_) => None,
        }
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
        }
    }
}

fn compared(left: &Amount, right: &Amount, scene: Scene<'_>, test: impl Fn(Ordering) -> bool) -> bool {
    match (left.number(scene), right.number(scene)) {
        (Some(left), Some(right)) => test(left.cmp(&right)),
        _ => false,
    }
}

impl Amount {
    fn number(&self, scene: Scene<'_>) -> Option<Exact> {
        let both = |left: &Self, right: &Self| Some((left.number(scene)?, right.number(scene)?));
        match self {
            Self::Constant(number) => Some(number.clone()),
            Self::Field(way) => match scene.field(way)? {
                Value::Decimal(number) => Some(number.clone()),
                Value::Number(number) => Exact::of_number(number),
                // In an object that comes from elsewhere a decimal number is a text.
                Value::Text(text) => Exact::parse(text),
                _ => None,
            },
            Self::Foreign(keys) => match scene.foreign(keys)? {
                Value::Number(number) => Exact::of_number(number),
                Value::Text(text) => Exact::parse(text),
                _ => None,
            },
            Self::Count(way) => match scene.field(way)? {
                Value::List(parts) => Some(Exact::of_whole(parts.len() as u128)),
                _ => None,
            },
            Self::Plus(left, right) => both(left, right).map(|(left, right)| left.plus(&right)),
            Self::Minus(left, right) => both(left, right).map(|(left, right)| left.minus(&right)),
            Self::Times(left, right) => both(left, right).map(|(left, right)| left.times(&right)),
        }
    }
}
