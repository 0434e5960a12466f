//! The parts of `OpenAPI` 3.1 that we write, in the order in which people read them.

use serde::Serialize;

use crate::generate::json::{Json, Members};
use crate::generate::json_schema::Schema;

/// A document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Document {
    pub openapi: &'static str,
    pub info: Info,
    #[serde(rename = "x-charter")]
    pub origin: Origin,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// An empty list says that nothing is needed.
    pub security: Vec<Members<Vec<String>>>,
    pub tags: Vec<Tag>,
    pub paths: Members<Members<Operation>>,
    pub components: Components,
}

#[derive(Debug, Serialize)]
pub(super) struct Info {
    pub title: String,
    pub version: String,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
}

#[derive(Debug, Serialize)]
pub(in crate::generate) struct Contact {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// Where a document comes from.
#[derive(Debug, Serialize)]
pub(super) struct Origin {
    pub charter: String,
    pub version: String,
    pub system: String,
    pub endpoint: String,
    pub source: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Server {
    pub url: String,
    pub description: String,
}

#[derive(Debug, Serialize)]
pub(in crate::generate) struct Tag {
    pub name: String,
    pub description: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Operation {
    #[serde(rename = "operationId")]
    pub id: String,
    pub summary: String,
    pub description: String,
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<Parameter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<Body>,
    pub responses: Members<Response>,
    #[serde(rename = "x-charter")]
    pub origin: Flows,
}

/// The flows that use an operation, and what the charter says of their delivery.
#[derive(Debug, Serialize)]
pub(super) struct Flows {
    pub flows: Vec<FlowFacts>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::generate) struct FlowFacts {
    pub flow: String,
    pub from: String,
    pub mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub idempotency_key: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ordered_by: Vec<String>,
    /// How long the receiver remembers keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub window: Option<String>,
    /// How old a change may be when it arrives.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<String>,
    /// The field that grows with every change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    pub source: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Parameter {
    pub name: String,
    #[serde(rename = "in")]
    pub place: &'static str,
    pub required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    pub schema: Schema,
}

#[derive(Debug, Serialize)]
pub(super) struct Body {
    pub required: bool,
    pub content: Members<Media>,
}

#[derive(Debug, Serialize)]
pub(super) struct Media {
    pub schema: Schema,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub examples: Members<Example>,
}

#[derive(Debug, Serialize)]
pub(super) struct Example {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    pub value: Json,
}

#[derive(Debug, Default, Serialize)]
pub(super) struct Response {
    pub description: String,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub headers: Members<Header>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub content: Members<Media>,
}

#[derive(Debug, Serialize)]
pub(super) struct Header {
    pub description: String,
    pub schema: Schema,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Components {
    pub schemas: Members<Schema>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    pub security_schemes: Members<SecurityScheme>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SecurityScheme {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub description: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(rename = "in", skip_serializing_if = "Option::is_none")]
    pub place: Option<&'static str>,
}
