//! The parts of `AsyncAPI` 3.0 that we write, in the order in which people read them.

use serde::Serialize;

use crate::generate::json::{Json, Members};
use crate::generate::json_schema::Schema;
use crate::generate::openapi::document::{Contact, FlowFacts, Tag};

/// A document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub asyncapi: &'static str,
    pub id: String,
    pub info: Info,
    pub default_content_type: &'static str,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub servers: Members<Server>,
    pub channels: Members<Channel>,
    pub operations: Members<Operation>,
    pub components: Components,
}

#[derive(Debug, Serialize)]
pub(super) struct Info {
    pub title: String,
    pub version: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    pub tags: Vec<Tag>,
}

#[derive(Debug, Serialize)]
pub(super) struct Server {
    pub host: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pathname: Option<String>,
    pub protocol: String,
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<SecurityScheme>,
}

#[derive(Debug, Serialize)]
pub(super) struct SecurityScheme {
    #[serde(rename = "type")]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<&'static str>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<&'static str>,
}

/// A part of the document that stands elsewhere.
#[derive(Debug, Serialize)]
pub(super) struct Reference {
    #[serde(rename = "$ref")]
    pub to: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Channel {
    pub address: String,
    pub description: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Reference>,
    pub messages: Members<Reference>,
}

#[derive(Debug, Serialize)]
pub(super) struct Operation {
    pub action: &'static str,
    pub channel: Reference,
    pub summary: String,
    pub description: String,
    pub messages: Vec<Reference>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub bindings: Members<Json>,
    #[serde(rename = "x-charter")]
    pub origin: FlowFacts,
}

#[derive(Debug, Serialize)]
pub(super) struct Message {
    pub name: String,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headers: Option<Schema>,
    pub payload: Schema,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub bindings: Members<Json>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
}

#[derive(Debug, Serialize)]
pub(super) struct Example {
    pub name: String,
    pub payload: Json,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Components {
    pub messages: Members<Message>,
    pub schemas: Members<Schema>,
}
