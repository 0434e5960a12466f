//! The steps of an `each`: what happens to the list as a whole.

use crate::model::list_step::{Explode, Fold, JoinWith, ListStep};
use crate::model::name::{Place, Said};
use crate::syntax::{Cursor, Given};

use super::super::Lowering;
use super::super::formulas::condition;
use super::super::values::{choice, integer, name, said};
use super::{foreign, foreigns};

impl<'f> Lowering<'f> {
    /// The list steps in a row, in order. `whole` is where the list is, `inside` where its parts are.
    pub(super) fn list_steps(
        &mut self,
        whole: Option<Place>,
        inside: Option<Place>,
        row: Cursor<'f>,
    ) -> Vec<Said<ListStep>> {
        let mut steps = Vec::new();
        for word in row.children() {
            let step = self.list_step(whole, inside, word);
            steps.extend(step.map(|value| Said { value, span: word.head() }));
        }
        steps
    }

    fn list_step(&mut self, whole: Option<Place>, inside: Option<Place>, word: Cursor<'f>) -> Option<ListStep> {
        Some(match word.definition().name {
            "key-by" => ListStep::KeyBy(foreigns(word.arguments_of("fields"))),
            "sort" => ListStep::Sort(foreigns(word.arguments_of("fields")), choice(word.property("order"))),
            "join-with" => ListStep::JoinWith(JoinWith {
                foreign: foreign(word.argument("foreign")),
                on: condition(word.property("on")),
                name: name(word.property("as")),
                many: choice(word.property("many")),
                miss: self.reference(word.property("miss")),
            }),
            "explode" => ListStep::Explode(Explode {
                by: self.reference(word.property("by")),
                parent: self.field_ref(inside, word.property("parent")),
                quantity: self.field_ref(inside, word.property("quantity")),
            }),
            "implode" => ListStep::Implode(self.field_ref(inside, word.property("by"))),
            "pairs" => ListStep::Pairs {
                from: integer(word.property("from")),
                leftover: self.reference(word.property("leftover")),
            },
            "chunk" => ListStep::Chunk {
                size: integer(word.property("size")),
                leftover: self.reference(word.property("leftover")),
            },
            "fold" => ListStep::Fold(Fold {
                field: self.field_ref(whole, word.argument("field")),
                is: choice(word.property("is")),
                of: condition(word.property("of")),
            }),
            "flatten" => ListStep::Flatten(foreign(word.argument("path"))),
            "concatenate" => ListStep::Concatenate(foreigns(word.arguments_of("paths"))),
            "split-into" => ListStep::SplitInto {
                by: foreign(word.property("by")),
                sum: self.field_ref(inside, word.property("sum")),
            },
            "collect" => ListStep::Collect {
                by: self.field_ref_near(inside, word.property("by")),
                within: said(word.property("within"), Given::duration),
            },
            "unique" => {
                let fields = self.field_refs(inside, word.arguments_of("fields"));
                ListStep::Unique(fields, self.reference(word.property("raises")))
            }
            "total" => ListStep::Total {
                foreign: foreign(word.argument("foreign")),
                formula: self.formula(inside, word.property("is")),
                raises: self.reference(word.property("raises")),
            },
            _ => return None,
        })
    }
}
