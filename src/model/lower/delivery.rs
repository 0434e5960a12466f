//! Delivery of messages: keys, retries, and what a receiver does with what it gets.

use crate::model::delivery::{DeadLetter, Delivery, Duplicate, Early, KeyField, ReceiverPolicy, Retry, Stale};
use crate::model::id::Id;
use crate::model::key::Kind;
use crate::model::name::{Name, PathRef, Place};
use crate::model::problems;
use crate::model::types::Codes;
use crate::model::value::Literal;
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::names::Space;
use super::report::suggest;
use super::values::{choice, integer, said};

/// The code list, in the standard library, of what the envelope of a message says.
const ENVELOPE: &str = "envelope";

impl<'f> Lowering<'f> {
    /// What a flow that carries `places` promises about delivery.
    pub(super) fn delivery(&mut self, places: &[Place], word: Cursor<'f>) -> Delivery {
        let time = |name| word.child(name).and_then(|word| said(word.argument("time"), Given::duration));
        Delivery {
            guarantee: choice(word.argument("guarantee")),
            idempotency_key: self.key_fields(places, word.child("idempotency-key")),
            ordered_by: self.key_fields(places, word.child("ordered-by")),
            window: time("window"),
            replay: time("replay"),
            retry: word.child("retry").map(retry),
            dead_letter: word.child("dead-letter").map(|dead| DeadLetter {
                team: self.reference(dead.argument("team")),
                after: said(dead.property("after"), Given::duration),
                span: dead.head(),
            }),
            span: word.head(),
        }
    }

    fn key_fields(&mut self, places: &[Place], word: Option<Cursor<'f>>) -> Vec<KeyField> {
        let given = word.into_iter().flat_map(|word| word.arguments_of("fields"));
        given.filter_map(|given| self.key_field(places, given)).collect()
    }

    /// A field of what is carried or of the object around it, or else a word of the envelope.
    fn key_field(&mut self, places: &[Place], given: Given<'f>) -> Option<KeyField> {
        let text = given.text()?;
        let first = text.split('.').next()?;
        let wholes = places.iter().map(|place| Place { object: place.object, field: None });
        let has = |place: &Place| self.names.find(Self::fields_of(*place), first).is_some();
        if let Some(place) = places.iter().copied().chain(wholes).find(has) {
            return self.path_from(Some(place), Some(given)).map(KeyField::Field);
        }
        let envelope = self.envelope();
        if envelope.iter().any(|word| **word == *text) {
            return Some(KeyField::Envelope(Name { text: text.as_ref().into(), span: given.span() }));
        }
        if let Some(place) = places.first() {
            self.no_key_field(*place, &text, given, &envelope);
        }
        Some(KeyField::Field(PathRef { target: None, span: given.span() }))
    }

    fn no_key_field(&mut self, place: Place, name: &str, given: Given<'f>, envelope: &[Box<str>]) {
        let whole = self.place_text(place);
        let finding = problems::UNKNOWN_FIELD
            .finding(format!("neither `{whole}` nor the envelope has a field `{name}`"))
            .at(given.span(), "a part of the message's key is wanted here");
        let fields: Vec<String> = self
            .names
            .all(Self::fields_of(place), &mut self.notes.comparisons)
            .into_iter()
            .map(str::to_owned)
            .collect();
        let mut names: Vec<&str> = fields.iter().map(String::as_str).collect();
        names.extend(envelope.iter().map(|word| &**word));
        self.notes.found.push(suggest(finding.allowed(names.iter().copied()), &names, name, given.span()));
    }

    fn envelope(&self) -> Vec<Box<str>> {
        let Some(meaning) = self.names.find(Space::of(Kind::Codes), ENVELOPE) else { return Vec::new() };
        let codes = &self.model.codes[Id::<Codes>::new(meaning.index as usize)].codes;
        let text = |literal: &Literal| if let Literal::Text(text) = literal { Some(text.clone()) } else { None };
        codes.iter().filter_map(|code| text(&code.value.value)).collect()
    }

    /// How a receiver treats messages about `place`.
    pub(super) fn receiver_policy(&mut self, place: Option<Place>, word: Cursor<'f>) -> ReceiverPolicy {
        ReceiverPolicy {
            early: word.child("early").map(|early| Early {
                policy: choice(early.argument("policy")),
                hold: said(early.property("for"), Given::duration),
                raises: self.reference(early.property("raises")),
                span: early.head(),
            }),
            stale: word.child("stale").map(|stale| Stale {
                policy: choice(stale.argument("policy")),
                by: self.path_near(place, stale.property("by")),
                raises: self.reference(stale.property("raises")),
                span: stale.head(),
            }),
            duplicate: word.child("duplicate").map(|duplicate| Duplicate {
                policy: choice(duplicate.argument("policy")),
                raises: self.reference(duplicate.property("raises")),
                span: duplicate.head(),
            }),
        }
    }
}

/// What is done when a delivery fails.
pub(super) fn retry(word: Cursor<'_>) -> Retry {
    Retry {
        attempts: integer(word.property("attempts")),
        backoff: choice(word.property("backoff")),
        first: said(word.property("first"), Given::duration),
        most: said(word.property("most"), Given::duration),
        span: word.head(),
    }
}
