//! What a call can be answered: success, and problem details by RFC 9457 for each exception that the charter declares.

use std::collections::BTreeSet;

use crate::generate::json::{Json, Members};
use crate::generate::json_schema::{Schema, counted, sentence};
use crate::mapping::ir::{Entry, Mapping, Op, Policy};
use crate::model::Model;
use crate::model::element::Element;
use crate::model::id::Id;
use crate::model::operations::Exception;
use crate::model::system::{Endpoint, Limit, System};

use super::calls::{Call, Kind, Use};
use super::document::{Example, Header, Media, Response};

/// The statuses with which a receiver answers for a kind of failure; kinds that no answer can tell of have none.
const STATUSES: &[(&str, Option<u16>)] = &[
    ("invalid-item", Some(422)),
    ("unit-mismatch", Some(422)),
    ("malformed-address", Some(422)),
    ("duplicate", Some(409)),
    ("out-of-order", Some(409)),
    ("late-cancel", Some(409)),
    ("late-edit", Some(409)),
    ("partial", Some(422)),
    ("over-shipment", Some(422)),
    ("backorder", None),
    ("rejected-acknowledgment", None),
    ("missing-acknowledgment", None),
    ("missing-code", Some(422)),
    ("missing-value", Some(422)),
    ("invalid-value", Some(422)),
    ("timeout", None),
    ("outage", None),
    ("rate-limit", Some(429)),
    ("unauthorised", Some(401)),
    ("poison", None),
    ("schema-change", Some(400)),
    ("refused", Some(409)),
    ("out-of-balance", Some(422)),
    ("missing-reference", Some(422)),
    ("lost", None),
];

/// The status of an exception that says nothing of what it stands for.
const MAPPING_ERROR: u16 = 422;

/// The media type of problem details.
const PROBLEM: &str = "application/problem+json";

/// The exceptions that a call can raise.
pub(super) fn exceptions(model: &Model, system: Id<System>, call: &Call) -> BTreeSet<Id<Exception>> {
    let mut found = BTreeSet::new();
    for used in &call.uses {
        let flow = &model[used.flow];
        found.extend(flow.exceptions.iter().filter_map(|exception| exception.target));
        if call.kind == Kind::Get {
            continue;
        }
        found.extend(flow.answer.iter().filter_map(|answer| answer.refused?.target));
        let of_object = model[system].receives.iter().filter(|receives| {
            receives.path.as_ref().and_then(|path| path.target).is_some_and(|place| place.object == call.object)
        });
        for policy in of_object.map(|receives| &receives.policy).chain([&flow.receive]) {
            found.extend(policy.early.iter().filter_map(|early| early.raises?.target));
            found.extend(policy.stale.iter().filter_map(|stale| stale.raises?.target));
            found.extend(policy.duplicate.iter().filter_map(|duplicate| duplicate.raises?.target));
        }
        raised_by_record(model, used, &mut found);
    }
    found
}

fn raised_by_record(model: &Model, used: &Use, found: &mut BTreeSet<Id<Exception>>) {
    let Some(mapping) = used.record.and_then(|record| Mapping::of(model, record)) else { return };
    let kept = mapping.only(&used.load.fields);
    let mut open: Vec<&Entry> = kept.body.iter().collect();
    while let Some(entry) = open.pop() {
        match entry {
            Entry::Value(value) => {
                let policies = [&value.absent, &value.null, &value.empty];
                found.extend(policies.iter().filter_map(|policy| match policy {
                    Policy::Refuse(raises) => *raises,
                    _ => None,
                }));
                found.extend(value.read.iter().filter_map(raised));
            }
            Entry::List(list) => {
                found.extend(list.unique.iter().filter_map(|unique| unique.raises));
                open.extend(&list.body);
            }
            Entry::Part(part) => open.extend(&part.body),
            Entry::States(states) => found.extend(states.raises),
            Entry::Require(require) => {
                found.insert(require.raises);
            }
            Entry::Total(total) => {
                found.insert(total.raises);
            }
            Entry::Constant(_) | Entry::Fold(_) => {}
        }
    }
}

fn raised(op: &Op) -> Option<Id<Exception>> {
    match op {
        Op::Matches(_, raises)
        | Op::Extract(_, raises)
        | Op::CheckDigit(_, raises)
        | Op::Range(_, _, raises)
        | Op::Truncate(_, raises)
        | Op::Convert { raises, .. } => *raises,
        Op::Decode(table) => table.raises(),
        _ => None,
    }
}

/// The statuses with which a receiver tells of an exception.
fn statuses(model: &Model, exception: &Exception) -> BTreeSet<u16> {
    let failures: Vec<&str> = exception
        .on
        .iter()
        .flat_map(|on| &on.failures)
        .filter_map(|failure| Some(&*model[failure.target?].name().text))
        .collect();
    if failures.is_empty() {
        return BTreeSet::from([MAPPING_ERROR]);
    }
    let status = |failure: &&str| {
        STATUSES.iter().find(|(name, _)| name == failure).map_or(Some(MAPPING_ERROR), |(_, status)| *status)
    };
    failures.iter().filter_map(status).collect()
}

/// The reason phrase of a status, by RFC 9110 and RFC 6585.
fn phrase(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        409 => "Conflict",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        _ => "Unprocessable Content",
    }
}

/// The schema of problem details: what RFC 9457 names, and the exception of the charter.
pub(super) fn problem(model: &Model, all: &BTreeSet<Id<Exception>>) -> Schema {
    let described = |kind, description: &str| Schema { description: Some(description.to_owned()), ..Schema::of(kind) };
    let uri = |description: &str| Schema { format: Some("uri-reference"), ..described("string", description) };
    let mut schema = described("object", "What went wrong, by RFC 9457.");
    let kind = uri("What kind of problem it is; `about:blank` where the status says it all.");
    schema.properties.put("type", Schema { default: Some(Json::text("about:blank")), ..kind });
    schema.properties.put("title", described("string", "The kind of problem, for people."));
    schema.properties.put(
        "status",
        Schema {
            minimum: Some(Json::Number(400.into())),
            maximum: Some(Json::Number(599.into())),
            ..described("integer", "The status of the response.")
        },
    );
    schema.properties.put("detail", described("string", "What went wrong this time, for people."));
    schema.properties.put("instance", uri("This occurrence."));
    let names = names(model, all.iter().copied());
    let exception = Schema {
        description: Some("The exception of the charter.".to_owned()),
        ..if names.is_empty() { Schema::of("string") } else { Schema::one_of(names) }
    };
    let mut part = Schema::of("object");
    part.properties.put("pointer", described("string", "Where in the payload: a JSON pointer by RFC 6901."));
    part.properties.put("detail", described("string", "What is wrong there."));
    part.properties.put("exception", exception.clone());
    part.required = vec!["pointer".to_owned(), "detail".to_owned()];
    schema.properties.put("exception", exception);
    let errors = described("array", "Every value that was refused, where there are several.");
    schema.properties.put("errors", Schema { items: Some(Box::new(part)), ..errors });
    schema.required = vec!["title".to_owned(), "status".to_owned()];
    schema
}

fn names(model: &Model, all: impl Iterator<Item = Id<Exception>>) -> Vec<Json> {
    let mut names: Vec<&str> = all.map(|id| &*model[id].name().text).collect();
    names.sort_unstable();
    names.into_iter().map(Json::text).collect()
}

/// All answers of a call that can be refused.
pub(super) struct Answers<'m> {
    pub model: &'m Model,
    pub system: Id<System>,
    pub endpoint: &'m Endpoint,
    /// The name of the schema of problem details.
    pub problem: &'m str,
}

impl Answers<'_> {
    /// The refusals of a call, by status.
    pub fn refusals(&self, call: &Call) -> Members<Response> {
        let raised = exceptions(self.model, self.system, call);
        let of = |status: u16| -> Vec<Id<Exception>> {
            let tells = |id: &Id<Exception>| statuses(self.model, &self.model[*id]).contains(&status);
            raised.iter().copied().filter(tells).collect()
        };
        let has_states = self.model[call.object].lifecycle.is_some();
        let has_body = !matches!(call.kind, Kind::Get | Kind::Remove);
        let wanted: [(u16, bool, String); 7] = [
            (400, true, "The request cannot be read.".to_owned()),
            (
                401,
                self.endpoint.auth.is_some_and(|auth| auth.value != crate::model::system::Auth::None),
                "The caller is not known.".to_owned(),
            ),
            (
                404,
                call.kind != Kind::Create && call.kind != Kind::Replace && call.kind != Kind::Batch,
                "There is no such instance.".to_owned(),
            ),
            (
                409,
                has_body && has_states,
                "The state of the instance does not allow it, or a newer message was there before.".to_owned(),
            ),
            (
                413,
                has_body && self.endpoint.payload.is_some(),
                self.endpoint
                    .payload
                    .map_or(String::new(), |most| format!("The message is larger than {}.", most.value)),
            ),
            (422, has_body, "The request can be read, and values in it are refused.".to_owned()),
            (429, !self.endpoint.limits.is_empty(), self.limits()),
        ];
        let mut responses = Members::default();
        for (status, always, description) in wanted {
            let raised = of(status);
            if always || !raised.is_empty() {
                let description = if description.is_empty() { sentence(phrase(status)) } else { description };
                responses.put(status.to_string(), self.refusal(status, description, &raised));
            }
        }
        responses
    }

    fn limits(&self) -> String {
        let limit = |limit: &Limit| {
            let (calls, per) = (limit.calls?.value, limit.per?.value);
            let what = limit.of.as_ref().map_or(String::new(), |of| format!(" for {}", of.value));
            let burst = limit.burst.map_or(String::new(), |burst| format!(", and {} more at once", burst.value));
            Some(format!("{} in {per}{what}{burst}", counted(calls, "call")))
        };
        let limits: Vec<String> = self.endpoint.limits.iter().filter_map(limit).collect();
        format!("There were too many calls. Allowed: {}.", limits.join("; "))
    }

    fn refusal(&self, status: u16, description: String, raised: &[Id<Exception>]) -> Response {
        let reference = Schema::reference(format!("#/components/schemas/{}", self.problem));
        let mut schema = reference;
        if !raised.is_empty() {
            let mut narrow = Schema::of("object");
            narrow.properties.put("exception", Schema::one_of(names(self.model, raised.iter().copied())));
            schema = Schema { all_of: vec![schema, narrow], ..Schema::default() };
        }
        let mut raised: Vec<&Exception> = raised.iter().map(|id| &self.model[*id]).collect();
        raised.sort_by_key(|exception| &exception.head.name.text);
        let example = |exception: &&Exception| {
            let name = exception.head.name.to_string();
            let said = exception.detect.as_ref().or(exception.head.doc.as_ref());
            let detail = said.map_or_else(|| sentence(&name.replace('-', " ")), |text| sentence(&text.value));
            (name.clone(), Example { summary: Some(detail.clone()), value: details(status, &detail, Some(&name)) })
        };
        let mut examples: Members<Example> = raised.iter().map(example).collect();
        if examples.is_empty() {
            examples.put("problem", Example { summary: None, value: details(status, &description, None) });
        }
        let mut headers = Members::default();
        if status == 429 {
            let schema = Schema { minimum: Some(Json::Number(0.into())), ..Schema::of("integer") };
            headers.put("Retry-After", Header { description: "How many seconds to wait.".to_owned(), schema });
        }
        let content = [(PROBLEM.to_owned(), Media { schema, examples })].into_iter().collect();
        Response { description, headers, content }
    }
}

fn details(status: u16, detail: &str, exception: Option<&str>) -> Json {
    let mut members: Members<Json> = Members::default();
    members.put("title", Json::text(phrase(status)));
    members.put("status", Json::Number(status.into()));
    members.put("detail", Json::text(detail));
    if let Some(exception) = exception {
        members.put("exception", Json::text(exception));
    }
    Json::Object(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_standard_kind_of_failure_has_a_status_or_none() {
        let library = crate::language::standard().iter().find(|(path, _)| path.ends_with("failures.kdl"));
        let (_, text) = library.expect("the standard library has failures");
        let declared: BTreeSet<&str> =
            text.lines().filter_map(|line| line.strip_prefix("failure ")?.split(' ').next()).collect();
        let known: BTreeSet<&str> = STATUSES.iter().map(|(name, _)| *name).collect();
        assert_eq!(declared, known);
    }
}
