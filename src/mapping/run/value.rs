//! A value of a payload or of an object: JSON whose members keep their order and whose decimals are exact.

use std::collections::BTreeSet;
use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Number;

use crate::model::value::Literal;

use super::exact::Exact;

/// A value of a payload or of an object. What is not there is no value: `Option<Value>`.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Null, which is not the same as nothing.
    Null,
    /// True or false.
    Truth(bool),
    /// A JSON number.
    Number(Number),
    /// An exact decimal number; in JSON it is a text.
    Decimal(Exact),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Members by their names, in order, each name once.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The member of a name.
    pub fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// A constant of the charter.
    pub fn constant(literal: &Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::Text(text.to_string()),
            Literal::Boolean(truth) => Self::Truth(*truth),
            Literal::Null => Self::Null,
            Literal::Number(number) => match Exact::from(*number).to_number() {
                Some(digits) => Self::Number(digits),
                None => Self::Decimal(Exact::from(*number)),
            },
        }
    }

    /// Whether it is a constant of the charter, of the same type.
    pub fn is(&self, literal: &Literal) -> bool {
        match (self, literal) {
            (Self::Number(number), Literal::Number(wanted)) => {
                Exact::of_number(number).is_some_and(|number| number == Exact::from(*wanted))
            }
            (Self::Text(text), Literal::Text(wanted)) => **text == **wanted,
            (Self::Truth(truth), Literal::Boolean(wanted)) => truth == wanted,
            (Self::Null, Literal::Null) => true,
            _ => false,
        }
    }

    /// Whether it is an empty text or list.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(parts) => parts.is_empty(),
            _ => false,
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Truth(truth) => serializer.serialize_bool(*truth),
            Self::Number(number) => number.serialize(serializer),
            Self::Decimal(number) => serializer.collect_str(number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(parts) => {
                let mut list = serializer.serialize_seq(Some(parts.len()))?;
                parts.iter().try_for_each(|part| list.serialize_element(part))?;
                list.end()
            }
            Self::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Value, E> {
        Ok(Value::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::text(text))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(part) = parts.next_element()? {
            list.push(part);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members: Vec<(String, Value)> = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        // Of members with one name the last counts, as readers of JSON have it.
        let mut seen = BTreeSet::new();
        let mut kept: Vec<bool> = members.iter().rev().map(|(name, _)| seen.insert(name.clone())).collect();
        members.retain(|_| kept.pop().unwrap_or(true));
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order_and_the_last_of_a_name_counts() {
        let check = |text: &str, shown: &str| {
            let value: Value = serde_json::from_str(text).expect("the test writes JSON");
            assert_eq!(serde_json::to_string(&value).expect("a value is JSON"), shown);
        };
        check(r#"{"b":1,"a":[null,true,"x"],"c":5.90}"#, r#"{"b":1,"a":[null,true,"x"],"c":5.9}"#);
        check(r#"{"a":1,"b":2,"a":3}"#, r#"{"b":2,"a":3}"#);
    }
}
