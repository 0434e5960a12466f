//! Promises of outside parties, people who change data by hand, and how instances are recognised.

use crate::model::key::Kind;
use crate::model::name::Place;
use crate::model::object::Object;
use crate::model::party::{
    Answers, Change, DuplicateInstance, Identity, KnownAs, Manual, Match, Miss, Promise, Reason,
};
use crate::syntax::{Cursor, Given};

use super::systems::citations;
use super::values::{choice, head, said, text};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_parties(&mut self) {
        for declaration in self.declared(Kind::Promise) {
            let promise = self.promise(declaration);
            self.model.promises.add(promise);
        }
        for declaration in self.declared(Kind::Manual) {
            let manual = self.manual(declaration);
            self.model.manuals.add(manual);
        }
        for declaration in self.declared(Kind::Identity) {
            let identity = self.identity(declaration);
            self.model.identities.add(identity);
        }
    }

    fn promise(&mut self, Declaration { cursor, name }: Declaration<'f>) -> Promise {
        let time = |name| cursor.child(name).and_then(|word| said(word.argument("time"), Given::duration));
        Promise {
            head: head(cursor, name),
            by: self.reference(cursor.property("by")),
            sources: citations(cursor.children_named("source")),
            covers: self.references_in(cursor.children_named("covers"), "flows"),
            delivery: cursor.child("delivery").and_then(|word| choice(word.argument("guarantee"))),
            order: cursor.child("order").and_then(|word| choice(word.argument("order"))),
            within: time("within"),
            retention: time("retention"),
            answers: cursor.child("answers").map(|word| Answers {
                within: said(word.property("within"), Given::duration),
                by: text(word.property("by")),
                span: word.head(),
            }),
            availability: cursor.child("availability").and_then(|word| said(word.argument("share"), Given::percent)),
        }
    }

    fn manual(&mut self, Declaration { cursor, name }: Declaration<'f>) -> Manual {
        let mut changes = Vec::new();
        for word in cursor.children_named("changes") {
            let paths = self.paths(word.arguments_of("paths"));
            changes.push(Change { paths, region: self.region(word), span: word.head() });
        }
        let recorded = cursor.child("recorded");
        let reason = cursor.child("reason");
        Manual {
            head: head(cursor, name),
            by: self.reference(cursor.property("by")),
            system: self.reference(cursor.property("in")),
            changes,
            recorded: recorded.and_then(|word| text(word.argument("how"))),
            recorded_as: recorded.and_then(|word| self.reference(word.property("as"))),
            reason: reason.map(|word| Reason { from: self.reference(word.property("from")), span: word.head() }),
        }
    }

    fn identity(&mut self, Declaration { cursor, name }: Declaration<'f>) -> Identity {
        let object = self.reference::<Object>(cursor.argument("object"));
        let place = object.and_then(|object| Some(Place { object: object.target?, field: None }));
        let mut known_as = Vec::new();
        for word in cursor.children_named("known-as") {
            known_as.push(KnownAs {
                system: self.reference(word.argument("system")),
                by: text(word.property("by")),
                kept_in: self.path_near(place, word.property("kept-in")),
                span: word.head(),
            });
        }
        let mut matches = Vec::new();
        for word in cursor.children_named("match") {
            let fields = word.arguments_of("fields").filter_map(|given| self.path_near(place, Some(given)));
            matches.push(Match { fields: fields.collect(), span: word.head() });
        }
        Identity {
            head: head(cursor, name),
            object,
            owner: cursor.child("owner").and_then(|word| self.reference(word.argument("system"))),
            known_as,
            matches,
            duplicate: cursor.child("duplicate").map(|word| self.duplicate_instance(word)),
            miss: cursor.child("miss").map(|word| self.miss(word)),
        }
    }

    fn duplicate_instance(&mut self, word: Cursor<'f>) -> DuplicateInstance {
        DuplicateInstance {
            policy: choice(word.argument("policy")),
            by: self.reference(word.property("by")),
            raises: self.reference(word.property("raises")),
            span: word.head(),
        }
    }

    fn miss(&mut self, word: Cursor<'f>) -> Miss {
        Miss {
            policy: choice(word.argument("policy")),
            by: self.reference(word.property("by")),
            raises: self.reference(word.property("raises")),
            span: word.head(),
        }
    }
}
