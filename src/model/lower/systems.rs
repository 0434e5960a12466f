//! Systems: their doors, what they send, and what they do with objects.

use crate::model::choice::Choice;
use crate::model::key::Kind;
use crate::model::name::Head;
use crate::model::problems;
use crate::model::system::{
    Access, AccessKind, Capacity, Citation, Disabled, Endpoint, Events, Idempotency, Limit, Outage, Receives, System,
};
use crate::model::template::TemplateKind;
use crate::source::Span;
use crate::syntax::{Cursor, Given};

use super::Declaration;
use super::Lowering;
use super::layers::Layers;
use super::values::{choice, doc, integer, layered_head, name, said, text, truth};

impl<'f> Lowering<'f> {
    pub(super) fn lower_systems(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::System) {
            let (layers, templates) = self.definition(cursor, TemplateKind::System);
            let head = Head { templates, ..layered_head(&layers, cursor, name) };
            let system = self.system(&layers, head);
            self.model.systems.add(system);
        }
    }

    /// A system, of the words of all places that say something about it.
    pub(super) fn system(&mut self, layers: &Layers<'f>, head: Head) -> System {
        let mut receives = Vec::new();
        for word in layers.children_named("receives") {
            let path = self.path(word.argument("object"));
            let start = path.as_ref().and_then(|path| path.target);
            receives.push(Receives { policy: self.receiver_policy(start, word), path, span: word.head() });
        }
        let mut capacities = Vec::new();
        for word in layers.children_named("capacity") {
            let rate = said(word.argument("rate"), Given::rate);
            capacities.push(Capacity { rate, of: self.reference(word.property("of")), span: word.head() });
        }
        let replaces = layers.child("replaces");
        System {
            head,
            kind: choice(layers.property("kind")),
            team: self.reference(layers.property("team")),
            endpoints: self.endpoints(layers.children_named("endpoint")),
            events: layers.children_named("events").filter_map(events).collect(),
            accesses: self.accesses(layers),
            sources: citations(layers.children_named("source")),
            receives,
            replaces: replaces.and_then(|replaces| self.reference(replaces.argument("system"))),
            capacities,
            outage: layers.child("outage").map(|outage| Outage {
                lasts: said(outage.argument("time"), Given::duration),
                catch_up: said(outage.property("catch-up"), Given::duration),
            }),
        }
    }

    /// The doors of one system. Of two with one name the first one counts.
    pub(super) fn endpoints(&mut self, words: impl Iterator<Item = Cursor<'f>>) -> Vec<Endpoint> {
        let mut endpoints: Vec<Endpoint> = Vec::new();
        for endpoint in words.filter_map(endpoint) {
            match endpoints.iter().find(|known| known.name.text == endpoint.name.text) {
                Some(first) => self.duplicate_endpoint(&endpoint, first.name.span),
                None => endpoints.push(endpoint),
            }
        }
        endpoints
    }

    fn duplicate_endpoint(&mut self, second: &Endpoint, first: Span) {
        let finding = problems::DUPLICATE_NAME
            .finding(format!("the system has two endpoints called `{}`", second.name))
            .at(second.name.span, "the second one")
            .and(first, "the first one")
            .help("give one of them another name, or join them");
        self.notes.found.push(finding);
    }

    fn accesses(&mut self, layers: &Layers<'f>) -> Vec<Access> {
        let mut accesses = Vec::new();
        for &kind in AccessKind::ALL {
            let argument = if matches!(kind, AccessKind::Creates | AccessKind::Deletes) { "objects" } else { "paths" };
            for word in layers.children_named(kind.word()) {
                let paths = self.paths(word.arguments_of(argument));
                let region = self.region(word);
                let within = said(word.property("within"), Given::duration);
                accesses.push(Access { kind, paths, region, within, span: word.head() });
            }
        }
        accesses
    }
}

fn endpoint(word: Cursor<'_>) -> Option<Endpoint> {
    let limits = word.children_named("limit").map(|limit| Limit {
        calls: integer(limit.argument("calls")),
        per: said(limit.property("per"), Given::duration),
        burst: integer(limit.property("burst")),
        of: text(limit.property("of")),
        shared_by: text(limit.property("shared-by")),
        span: limit.head(),
    });
    Some(Endpoint {
        name: name(word.argument("name"))?,
        span: word.head(),
        doc: doc(word),
        protocol: choice(word.property("protocol")),
        url: word.child("url").and_then(|url| text(url.argument("address"))),
        auth: word.child("auth").and_then(|auth| choice(auth.argument("scheme"))),
        auth_header: word.child("auth").and_then(|auth| text(auth.property("header"))),
        limits: limits.collect(),
        concurrency: word.child("concurrency").and_then(|calls| integer(calls.argument("calls"))),
        payload: word.child("payload").and_then(|payload| said(payload.property("max"), Given::size)),
        idempotency: word.child("idempotency").map(|means| Idempotency {
            by: choice(means.argument("by")),
            header: text(means.property("header")),
            span: means.head(),
        }),
        call_time: word.child("call-time").and_then(|time| said(time.argument("time"), Given::duration)),
        sources: citations(word.children_named("source")),
    })
}

/// What a system sends by itself.
pub(super) fn events(word: Cursor<'_>) -> Option<Events> {
    Some(Events {
        name: name(word.argument("name"))?,
        span: word.head(),
        doc: doc(word),
        delivery: choice(word.property("delivery")),
        order: choice(word.property("order")),
        body: choice(word.property("body")),
        retention: said(word.property("retention"), Given::duration),
        sources: citations(word.children_named("source")),
        answer_within: word.child("answer-within").and_then(|time| said(time.argument("time"), Given::duration)),
        disabled: word.child("disabled").map(|disabled| Disabled {
            failures: integer(disabled.property("failures")),
            idle: said(disabled.property("idle"), Given::duration),
            told: truth(disabled.property("told")),
            span: disabled.head(),
        }),
        retry: word.child("retry").map(super::delivery::retry),
    })
}

/// Where facts come from.
pub(in crate::model) fn citations<'f>(words: impl Iterator<Item = Cursor<'f>>) -> Vec<Citation> {
    let citation = |word: Cursor<'f>| Citation {
        reference: text(word.argument("reference")),
        as_of: said(word.property("as-of"), Given::date),
    };
    words.map(citation).collect()
}
