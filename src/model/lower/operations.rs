//! Failures, exceptions, monitors and measures.

use crate::model::key::Kind;
use crate::model::name::Head;
use crate::model::operations::{
    Alert, DependsOn, Exception, Failure, Figure, Measure, Measured, Monitor, Replay, StandsFor, Step,
};
use crate::model::template::TemplateKind;
use crate::syntax::{Cursor, Given};

use super::layers::Layers;
use super::values::{choice, head, integer, layered_head, said, text};
use super::{Declaration, Lowering};

impl<'f> Lowering<'f> {
    pub(super) fn lower_operations(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Failure) {
            self.model.failures.add(Failure { head: head(cursor, name) });
        }
        for Declaration { cursor, name } in self.declared(Kind::Exception) {
            let (layers, templates) = self.definition(cursor, TemplateKind::Exception);
            let head = Head { templates, ..layered_head(&layers, cursor, name) };
            let exception = self.exception(&layers, head);
            self.model.exceptions.add(exception);
            self.exception_words.push(cursor);
        }
        for Declaration { cursor, name } in self.declared(Kind::Monitor) {
            let alerts = cursor.children().filter_map(|word| self.alert(word)).collect();
            let monitor = Monitor {
                head: head(cursor, name),
                watches: self.references_in(cursor.children_named("watches"), "flows"),
                alerts,
                tell: self.references_in(cursor.children_named("tell"), "teams"),
            };
            self.model.monitors.add(monitor);
        }
        for declaration in self.declared(Kind::Measure) {
            let measure = self.measure(declaration);
            self.model.measures.add(measure);
        }
    }

    /// An exception, of the words of all places that say something about it.
    pub(super) fn exception(&mut self, layers: &Layers<'f>, head: Head) -> Exception {
        let mut on = Vec::new();
        for word in layers.children_named("on") {
            let failures = self.references(word.arguments_of("failures"));
            on.push(StandsFor { failures, region: self.region(word), span: word.head() });
        }
        let steps = layers.child("playbook").into_iter().flat_map(|playbook| playbook.children_named("step"));
        let steps = steps.map(|step| Step {
            text: text(step.argument("text")),
            by: self.reference(step.property("by")),
            span: step.head(),
        });
        Exception {
            playbook: steps.collect(),
            head,
            severity: choice(layers.property("severity")),
            owner: self.reference(layers.property("owner")),
            respond_within: said(layers.property("respond-within"), Given::duration),
            detect: layers.child("detect").and_then(|word| text(word.argument("text"))),
            on,
            escalations: self.escalations(layers.children_named("escalate")),
            replay: layers.child("replay").map(|word| Replay {
                rule: choice(word.argument("rule")),
                from: self.reference(word.property("from")),
                span: word.head(),
            }),
            tell_customer: layers.child("tell-customer").and_then(|word| text(word.argument("text"))),
        }
    }

    fn alert(&mut self, word: Cursor<'f>) -> Option<Alert> {
        let above = word.property("above");
        let measured = match word.definition().name {
            "success-rate" => Measured::SuccessRate { below: said(word.property("below"), Given::percent) },
            "queue-depth" => Measured::QueueDepth { above: integer(above) },
            "delay" => Measured::Delay {
                above: said(above, Given::duration),
                percentile: integer(word.property("percentile")),
            },
            "failures" => Measured::Failures { above: integer(above) },
            "variance" => Measured::Variance { above: said(above, Given::number), of: self.path(word.property("of")) },
            "silence" => Measured::Silence {
                above: said(above, Given::duration),
                calendar: self.reference(word.property("calendar")),
            },
            _ => return None,
        };
        Some(Alert {
            measured,
            over: said(word.property("over"), Given::duration),
            severity: choice(word.property("severity")),
            span: word.head(),
        })
    }

    fn measure(&mut self, Declaration { cursor, name }: Declaration<'f>) -> Measure {
        let figure = |word: Cursor<'f>, date| Figure {
            value: text(word.argument("value")),
            date: said(word.property(date), Given::date),
            span: word.head(),
        };
        let mut depends_on = Vec::new();
        for word in cursor.children_named("depends-on") {
            depends_on.push(DependsOn {
                flow: self.reference(word.property("flow")),
                field: self.path(word.property("field")),
                exception: self.reference(word.property("exception")),
                span: word.head(),
            });
        }
        Measure {
            head: head(cursor, name),
            baseline: cursor.child("baseline").map(|word| figure(word, "as-of")),
            goal: cursor.child("goal").map(|word| figure(word, "by")),
            depends_on,
            owner: cursor.child("owner").and_then(|word| self.reference(word.argument("team"))),
            minutes_each: cursor.child("minutes-each").and_then(|word| said(word.argument("minutes"), Given::number)),
        }
    }
}
