//! What formulas give: numbers and texts, over the fields of an object or over parts of a payload.

use crate::mapping::ir::Key;
use crate::model::step_word::Rounding;

use super::condition::{Condition, Scene, Way, parts};
use super::exact::Exact;
use super::text;
use super::value::Value;

/// A number that is there or not. Nothing can be said of one that rests on a number that is not there.
#[derive(Clone, Debug)]
pub(super) enum Amount {
    Constant(Exact),
    /// The value at hand.
    Value,
    /// A decimal or whole number.
    Field(Way),
    /// A number at a place of the payload, as a text or as a JSON number.
    Foreign(Vec<Key>),
    /// How many parts a list has.
    Count(Way),
    /// The sum over all parts of a list.
    Sum(Way, Box<Amount>),
    /// How many characters a text has.
    Length(Box<Words>),
    Plus(Box<Amount>, Box<Amount>),
    Minus(Box<Amount>, Box<Amount>),
    Times(Box<Amount>, Box<Amount>),
    Divided(Box<Amount>, Box<Amount>, usize, Rounding),
    Rounded(Box<Amount>, usize, Rounding),
    Absolute(Box<Amount>),
    Greatest(Vec<Amount>),
    Least(Vec<Amount>),
    If(Box<Condition>, Box<Amount>, Box<Amount>),
    /// The first that is there.
    First(Vec<Amount>),
}

/// A text that is there or not.
#[derive(Clone, Debug)]
pub(super) enum Words {
    Constant(String),
    /// The value at hand.
    Value,
    Field(Way),
    Foreign(Vec<Key>),
    /// One after the other.
    Together(Vec<Words>),
    Upper(Box<Words>),
    Lower(Box<Words>),
    Trimmed(Box<Words>),
    If(Box<Condition>, Box<Words>, Box<Words>),
    /// The first that is there.
    First(Vec<Words>),
}

/// A formula by what it gives.
#[derive(Clone, Debug)]
pub(super) enum Made {
    Number(Amount),
    Text(Words),
}

impl Made {
    /// What it gives; nothing where something that it needs is not there.
    pub fn value(&self, scene: Scene<'_>) -> Option<Value> {
        match self {
            Self::Number(amount) => amount.number(scene).map(Value::Decimal),
            Self::Text(words) => words.text(scene).map(Value::Text),
        }
    }
}

impl Amount {
    pub fn number(&self, scene: Scene<'_>) -> Option<Exact> {
        let both = |left: &Self, right: &Self| Some((left.number(scene)?, right.number(scene)?));
        match self {
            Self::Constant(number) => Some(number.clone()),
            Self::Value => of(scene.value()?),
            Self::Field(way) => match scene.field(way)? {
                Value::Text(text) => Exact::parse(text),
                found => of(found),
            },
            Self::Foreign(keys) => match scene.foreign(keys)? {
                Value::Text(text) => Exact::parse(text),
                found => of(found),
            },
            Self::Count(way) => match scene.field(way)? {
                Value::List(parts) => Some(Exact::of_whole(parts.len() as u128)),
                _ => None,
            },
            Self::Sum(way, inner) => {
                let list = scene.field(way)?;
                let numbers = parts(Some(list)).map(|part| inner.number(Scene::Object(Some(part))));
                numbers.into_iter().try_fold(Exact::default(), |sum, number| Some(sum.plus(&number?)))
            }
            Self::Length(words) => Some(Exact::of_whole(words.text(scene)?.chars().count() as u128)),
            Self::Plus(left, right) => both(left, right).map(|(left, right)| left.plus(&right)),
            Self::Minus(left, right) => both(left, right).map(|(left, right)| left.minus(&right)),
            Self::Times(left, right) => both(left, right).map(|(left, right)| left.times(&right)),
            Self::Divided(above, below, scale, rounding) => {
                both(above, below).and_then(|(above, below)| above.divided(&below, *scale, *rounding))
            }
            Self::Rounded(inner, scale, rounding) => Some(inner.number(scene)?.rounded(*scale, *rounding)),
            Self::Absolute(inner) => {
                let number = inner.number(scene)?;
                let negative = Exact::default().minus(&number);
                Some(number.max(negative))
            }
            Self::Greatest(all) => numbers(all, scene)?.into_iter().max(),
            Self::Least(all) => numbers(all, scene)?.into_iter().min(),
            Self::If(condition, then, otherwise) => {
                if condition.holds(scene) {
                    then.number(scene)
                } else {
                    otherwise.number(scene)
                }
            }
            Self::First(all) => all.iter().find_map(|amount| amount.number(scene)),
        }
    }
}

fn numbers(all: &[Amount], scene: Scene<'_>) -> Option<Vec<Exact>> {
    all.iter().map(|amount| amount.number(scene)).collect()
}

fn of(found: &Value) -> Option<Exact> {
    match found {
        Value::Decimal(number) => Some(number.clone()),
        Value::Number(number) => Exact::of_number(number),
        _ => None,
    }
}

impl Words {
    pub fn text(&self, scene: Scene<'_>) -> Option<String> {
        let plain = |found: Option<&Value>| match found? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        };
        match self {
            Self::Constant(text) => Some(text.clone()),
            Self::Value => plain(scene.value()),
            Self::Field(way) => plain(scene.field(way)),
            Self::Foreign(keys) => plain(scene.foreign(keys)),
            Self::Together(all) => all.iter().map(|words| words.text(scene)).collect(),
            Self::Upper(inner) => Some(inner.text(scene)?.to_uppercase()),
            Self::Lower(inner) => Some(inner.text(scene)?.to_lowercase()),
            Self::Trimmed(inner) => Some(text::trim(&inner.text(scene)?).to_owned()),
            Self::If(condition, then, otherwise) => {
                if condition.holds(scene) {
                    then.text(scene)
                } else {
                    otherwise.text(scene)
                }
            }
            Self::First(all) => all.iter().find_map(|words| words.text(scene)),
        }
    }
}
