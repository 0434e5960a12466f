//! Cases of lifecycles, records and flows.

use crate::model::case::{Arrival, Case, CaseEvent, Expectation, GivenValue, Happening, Raised};
use crate::model::name::Place;
use crate::syntax::{Cursor, Given};

use super::Lowering;
use super::values::{doc, literal, name, said, text, truth};

impl<'f> Lowering<'f> {
    /// Cases about `place`: the object or list whose states and fields they name.
    pub(in crate::model) fn cases(
        &mut self,
        place: Option<Place>,
        words: impl Iterator<Item = Cursor<'f>>,
    ) -> Vec<Case> {
        words.filter_map(|word| self.case(place, word)).collect()
    }

    fn case(&mut self, place: Option<Place>, word: Cursor<'f>) -> Option<Case> {
        let name = name(word.argument("name"))?;
        let mut events = Vec::new();
        for child in word.children() {
            match child.definition().name {
                "happens" => events.push(CaseEvent::Happens(self.happening(place, child))),
                "read" => events.push(CaseEvent::Read(Arrival {
                    file: text(child.argument("file")),
                    flow: self.reference(child.property("flow")),
                    again: truth(child.property("again")),
                    span: child.head(),
                })),
                _ => {}
            }
        }
        let mut with = Vec::new();
        for given in word.children_named("with") {
            let field = self.path_near(place, given.argument("field"));
            with.push(GivenValue { field, value: literal(given.argument("value")), span: given.head() });
        }
        let mut expects = Vec::new();
        for expect in word.children_named("expect") {
            expects.push(self.expectation(place, expect));
        }
        let mut raises = Vec::new();
        for raised in word.children_named("raises") {
            raises.push(Raised {
                exceptions: self.references(raised.arguments_of("exceptions")),
                tells: self.reference(raised.property("tells")),
                span: raised.head(),
            });
        }
        Some(Case {
            name,
            span: word.head(),
            doc: doc(word),
            during: word.child("during").and_then(|during| self.reference(during.argument("phase"))),
            region: self.region_in(word.child("where")),
            given: word.child("given").and_then(|given| self.state(place, given.argument("state"))),
            with,
            events,
            write: word.child("write").and_then(|write| text(write.argument("file"))),
            expects,
            raises,
        })
    }

    fn happening(&mut self, place: Option<Place>, word: Cursor<'f>) -> Happening {
        let of = self.path_near(place, word.property("of"));
        let place = of.as_ref().map_or(place, |of| of.target);
        Happening {
            transitions: self.transitions(place, word.arguments_of("transitions")),
            by: self.reference(word.property("by")),
            of,
            quantity: said(word.property("quantity"), Given::number),
            span: word.head(),
        }
    }

    fn expectation(&mut self, place: Option<Place>, word: Cursor<'f>) -> Expectation {
        Expectation {
            file: text(word.argument("file")),
            state: self.state(place, word.property("state")),
            field: self.path_near(place, word.property("field")),
            is: literal(word.property("is")),
            owner: self.reference(word.property("owner")),
            span: word.head(),
        }
    }
}
