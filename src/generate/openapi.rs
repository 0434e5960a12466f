//! `OpenAPI` 3.1 documents: one for each HTTP door of a system, with a call for every flow that comes in by it.

mod calls;
pub(in crate::generate) mod document;
mod load;
mod operation;
mod problems;
pub(in crate::generate) mod prose;
mod security;

use std::collections::BTreeSet;

use crate::generate::Order;
use crate::generate::json::Members;
use crate::generate::json_schema::{Schemas, sentence};
use crate::generate::names::{self, Names};
use crate::model::Model;
use crate::model::id::Id;
use crate::model::system::System;
use crate::source::Span;

use calls::{Call, Paths};
use document::{Components, Contact, Document, Info, Origin, Tag};
use operation::Writer;

/// Something that no document can say.
struct Obstacle {
    message: String,
    span: Span,
    why: String,
}

/// One document for each HTTP door of the systems that are named, or of all systems.
pub(super) fn generate(order: &mut Order<'_>) {
    let model = &order.analysis.facts.model;
    let named: Vec<(Id<System>, Span)> =
        order.generate.systems.iter().filter_map(|system| Some((system.target?, system.span))).collect();
    let wanted: Vec<(Id<System>, Option<Span>)> = if named.is_empty() {
        model.systems.ids().map(|id| (id, None)).collect()
    } else {
        named.into_iter().map(|(id, span)| (id, Some(span))).collect()
    };
    for (system, span) in wanted {
        let (doors, lost) = calls::calls(&order.analysis.facts, order.generate, system);
        let name = &model[system].head.name;
        for no_door in lost {
            let message = format!("flow `{}` is in no OpenAPI document", model[no_door.flow].head.name);
            order.cannot(message, no_door.span, format!("`{name}` has several endpoints: name one with `endpoint`"));
        }
        if let (Some(span), true) = (span, doors.is_empty()) {
            let message = format!("there is no OpenAPI document of `{name}`");
            order.cannot(message, span, "no flow comes in by an endpoint with `protocol=https`");
        }
        for (door, calls) in doors {
            let endpoint = &model[system].endpoints[door];
            let (document, obstacles) = document(order, system, door, &calls);
            for obstacle in obstacles {
                order.cannot(obstacle.message, obstacle.span, obstacle.why);
            }
            if let Some(document) = document {
                let text = serde_json::to_string_pretty(&document).expect("a document is always JSON");
                order.write(&format!("{name}.{}.openapi.json", endpoint.name), text + "\n");
            }
        }
    }
}

/// The document of a door; without one when an obstacle concerns all of it.
fn document(order: &Order<'_>, system: Id<System>, door: usize, calls: &[Call]) -> (Option<Document>, Vec<Obstacle>) {
    let model = &order.analysis.facts.model;
    let owner = &model[system];
    let endpoint = &owner.endpoints[door];
    let mut obstacles = Vec::new();
    let message = || format!("endpoint `{}` of `{}` cannot be described", endpoint.name, owner.head.name);
    let scheme = security::scheme(endpoint).unwrap_or_else(|why| {
        let span = endpoint.auth.map_or(endpoint.span, |auth| auth.span);
        obstacles.push(Obstacle { message: message(), span, why: why.to_owned() });
        None
    });
    let servers = security::servers(order, system, endpoint).unwrap_or_else(|(span, why)| {
        obstacles.push(Obstacle { message: message(), span, why: why.to_owned() });
        Vec::new()
    });
    let mut names = Names::besides([]);
    let mut components = Components::default();
    let raised: BTreeSet<_> = calls.iter().flat_map(|call| problems::exceptions(model, system, call)).collect();
    let problem = names.take("Problem");
    components.schemas.put(problem.clone(), problems::problem(model, &raised));
    let paths = Paths::of(model, calls);
    let mut writer = Writer {
        schemas: Schemas::new(order),
        system,
        endpoint,
        problem: &problem,
        names,
        operations: Names::besides([]),
        components: &mut components,
        obstacles: Vec::new(),
    };
    let mut items: Members<Members<document::Operation>> = Members::default();
    for call in calls {
        let (path, parameters) = paths.path(call);
        let Some(operation) = writer.operation(call, &parameters) else { continue };
        if items.get(&path).is_none() {
            items.put(path.clone(), Members::default());
        }
        items.get_mut(&path).expect("it was put there").put(call.kind.method(), operation);
    }
    obstacles.append(&mut writer.obstacles);
    let mut items: Vec<_> = items.into_iter().collect();
    items.sort_by(|(a, _), (b, _)| a.cmp(b));
    if !obstacles.is_empty() {
        return (None, obstacles);
    }
    let security = security::requirement(scheme.as_ref());
    components.security_schemes = scheme.into_iter().map(|(name, scheme)| (name.to_owned(), scheme)).collect();
    let charter = model.charter.as_ref();
    let origin = Origin {
        charter: charter.map_or(String::new(), |charter| charter.name.to_string()),
        version: charter
            .and_then(|charter| charter.version.as_ref())
            .map_or(String::new(), |version| version.value.to_string()),
        system: owner.head.name.to_string(),
        endpoint: endpoint.name.to_string(),
        source: order.place(endpoint.span),
    };
    let document = Document {
        openapi: "3.1.0",
        info: info(order, system, door, &origin),
        origin,
        servers,
        security,
        tags: tags(model, calls),
        paths: items.into_iter().collect(),
        components,
    };
    (Some(document), Vec::new())
}

fn info(order: &Order<'_>, system: Id<System>, door: usize, origin: &Origin) -> Info {
    let model = &order.analysis.facts.model;
    let owner = &model[system];
    let endpoint = &owner.endpoints[door];
    let title = model.charter.as_ref().and_then(|charter| charter.title.as_ref());
    let door_name = format!("{}, {}", owner.head.name, endpoint.name);
    let docs = [&owner.head.doc, &endpoint.doc];
    let mut paragraphs: Vec<String> = docs.iter().filter_map(|doc| Some(sentence(&doc.as_ref()?.value))).collect();
    paragraphs.push(format!(
        "Generated from charter `{}` {}, endpoint `{}` of system `{}` ({}). Changes belong there.",
        origin.charter, origin.version, origin.endpoint, origin.system, origin.source
    ));
    Info {
        title: title.map_or_else(|| door_name.clone(), |title| format!("{}: {door_name}", title.value.trim())),
        version: origin.version.clone(),
        description: paragraphs.join("\n\n"),
        contact: Contact::of(model, system),
    }
}

impl Contact {
    /// The team that runs a system.
    pub(in crate::generate) fn of(model: &Model, system: Id<System>) -> Option<Self> {
        let team = &model[model[system].team?.target?];
        let is_address = |text: &&str| text.contains('@') && !text.contains(char::is_whitespace) && !text.contains(':');
        let email = team.contact.as_ref().map(|contact| &*contact.value).filter(is_address).map(str::to_owned);
        Some(Self { name: team.head.name.to_string(), email })
    }
}

/// The name under which the calls of an object stand together.
fn tag(model: &Model, object: Id<crate::model::object::Object>) -> String {
    sentence(&names::plural(&model[object].head.name.text).replace(['-', '_'], " ")).trim_end_matches('.').to_owned()
}

fn tags(model: &Model, calls: &[Call]) -> Vec<Tag> {
    let mut tags: Members<Tag> = Members::default();
    for call in calls {
        let name = tag(model, call.object);
        let doc = model[call.object].head.doc.as_ref().map(|doc| doc.value.trim().to_owned());
        let description = doc.unwrap_or_else(|| format!("Calls about object `{}`.", model[call.object].head.name));
        tags.put(name.clone(), Tag { name, description });
    }
    let mut tags: Vec<Tag> = tags.into_iter().map(|(_, tag)| tag).collect();
    tags.sort_by(|a, b| a.name.cmp(&b.name));
    tags
}
