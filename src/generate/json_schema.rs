//! Schemas by JSON Schema 2020-12: of payloads as a system writes them, and of canonical objects.

mod files;
mod object;
mod payload;
mod samples;
mod text;
mod tree;
mod value;

use serde::Serialize;

use crate::generate::Order;
use crate::generate::json::{Json, Members};
use crate::mapping::ir::Hindrance;
use crate::model::Model;
use crate::model::charter::NameCase;

pub(super) use files::generate;
pub(super) use text::{counted, listed, sentence};

/// A schema, as far as we write them. What is not said is not restricted.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Schema {
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub dialect: Option<&'static str>,
    #[serde(rename = "$id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(rename = "$comment", skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// One type, or several.
    #[serde(rename = "type", skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub kinds: Vec<&'static str>,
    #[serde(rename = "const", skip_serializing_if = "Option::is_none")]
    pub constant: Option<Json>,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub properties: Members<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_items: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contains: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub all_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Schema>,
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub when: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub then: Option<Box<Schema>>,
    #[serde(rename = "x-charter", skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

/// What a charter says about a value and a schema has no word for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Origin {
    /// The object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<String>,
    /// The record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// The field, as `sales-order.lines.sku`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The unit in which the payload counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// What kind of data it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub class: Option<&'static str>,
    /// For each value of the payload, the code of the charter that it stands for.
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub codes: Members<Json>,
    /// The line of the charter, as `records/wms-order.kdl:9`.
    pub source: String,
}

fn one_or_many<S: serde::Serializer>(kinds: &[&'static str], serializer: S) -> Result<S::Ok, S::Error> {
    match kinds {
        [kind] => serializer.serialize_str(kind),
        kinds => serializer.collect_seq(kinds),
    }
}

impl Schema {
    /// A value of one type.
    pub fn of(kind: &'static str) -> Self {
        Self { kinds: vec![kind], ..Self::default() }
    }

    /// A schema that stands elsewhere in the document.
    pub fn reference(to: impl Into<String>) -> Self {
        Self { reference: Some(to.into()), ..Self::default() }
    }

    /// One of some values; `null` is a value like any other.
    pub fn one_of(values: impl IntoIterator<Item = Json>) -> Self {
        let mut schema = Self::default();
        for value in values {
            if !schema.kinds.contains(&value.kind()) {
                schema.kinds.push(value.kind());
            }
            if !schema.values.contains(&value) {
                schema.values.push(value);
            }
        }
        // Every integer is a number.
        if schema.kinds.contains(&"number") {
            schema.kinds.retain(|kind| *kind != "integer");
        }
        if let [_] = schema.values[..] {
            schema.constant = schema.values.pop();
        }
        schema
    }

    /// A text that matches a pattern as a whole.
    pub fn matching(pattern: &str) -> Self {
        Self { pattern: Some(whole(pattern)), ..Self::of("string") }
    }

    /// The same value, or null.
    #[must_use]
    pub fn or_null(mut self) -> Self {
        if self.kinds.is_empty() || self.kinds.contains(&"null") {
            return self;
        }
        self.kinds.push("null");
        self.values.extend(self.constant.take());
        if !self.values.is_empty() && !self.values.contains(&Json::Null) {
            self.values.push(Json::Null);
        }
        self
    }

    /// What it allows, without what is said about it.
    pub fn bare(&self) -> Self {
        Self { title: None, description: None, origin: None, ..self.clone() }
    }

    /// The part of a payload that the schema names.
    pub fn project(&self, payload: &Json) -> Json {
        match payload {
            Json::Object(members) if !self.properties.is_empty() => {
                let rules: Vec<&Self> = self.rules_for(payload).collect();
                let named = |name: &str| {
                    let inside = rules.iter().find_map(|rule| rule.properties.get(name));
                    inside.or_else(|| self.properties.get(name))
                };
                let kept =
                    members.iter().filter_map(|(name, value)| Some((name.to_owned(), named(name)?.project(value))));
                Json::Object(kept.collect())
            }
            Json::List(parts) => match &self.items {
                Some(items) => {
                    // Of parts that are told apart, only those with a rule of their own belong to it.
                    let belongs = |part: &&Json| items.all_of.is_empty() || items.rules_for(part).next().is_some();
                    Json::List(parts.iter().filter(belongs).map(|part| items.project(part)).collect())
                }
                None => payload.clone(),
            },
            _ => payload.clone(),
        }
    }

    /// The rules whose condition holds for a part of a payload.
    fn rules_for<'s>(&'s self, part: &'s Json) -> impl Iterator<Item = &'s Self> {
        let holds = |when: &Self| match part {
            Json::Object(members) => {
                when.properties.iter().all(|(name, value)| members.get(name) == value.constant.as_ref())
            }
            _ => false,
        };
        self.all_of
            .iter()
            .filter(move |rule| rule.when.as_ref().is_some_and(|when| holds(when)))
            .filter_map(|rule| rule.then.as_deref())
    }
}

/// A pattern that the whole text matches.
pub(super) fn whole(pattern: &str) -> String {
    if pattern.contains('|') { format!("^(?:{pattern})$") } else { format!("^{pattern}$") }
}

/// Makes the schemas of one charter.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'o> {
    pub order: &'o Order<'o>,
    pub model: &'o Model,
}

/// What keeps a payload from having a schema.
pub(super) type Hindered = Vec<Hindrance>;

impl<'o> Schemas<'o> {
    pub fn new(order: &'o Order<'_>) -> Self {
        Self { order, model: &order.analysis.facts.model }
    }

    /// How keys of canonical objects are cased.
    pub fn case(&self) -> NameCase {
        self.model.charter.as_ref().and_then(|charter| charter.names).map_or(NameCase::Camel, |names| names.value)
    }
}
