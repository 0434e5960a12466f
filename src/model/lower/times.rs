//! Latency classes, calendars and reconciliations.

use crate::model::calendar::{Calendar, CalendarEvery, CalendarTimes, Latency, Reconcile, Tolerance};
use crate::model::key::Kind;
use crate::syntax::Given;

use super::values::{choice, head, said, text};
use super::{Declaration, Lowering};

impl Lowering<'_> {
    pub(super) fn lower_times(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Latency) {
            self.model.latencies.add(Latency {
                head: head(cursor, name),
                within: said(cursor.property("within"), Given::duration),
                criticality: choice(cursor.property("criticality")),
            });
        }
        for declaration in self.declared(Kind::Calendar) {
            self.model.calendars.add(calendar(declaration));
        }
    }

    /// Reconciliations come after objects, whose fields they name.
    pub(super) fn lower_reconciles(&mut self) {
        for Declaration { cursor, name } in self.declared(Kind::Reconcile) {
            let Some(path) = self.path(cursor.argument("path")) else { continue };
            let near = path.target.map(|place| self.neighbours(place));
            let by = cursor.children_named("by").flat_map(|by| by.arguments_of("fields"));
            let reconcile = Reconcile {
                head: head(cursor, name),
                path,
                systems: self.references(cursor.arguments_of("systems")),
                on: cursor.child("on").and_then(|word| self.reference(word.argument("calendar"))),
                by: self.fields_near(near, by),
                tolerance: cursor.child("tolerance").map(|word| Tolerance {
                    amount: said(word.argument("amount"), Given::number),
                    percent: said(word.property("percent"), Given::percent),
                    span: word.head(),
                }),
                winner: cursor.child("winner").and_then(|word| self.reference(word.argument("system"))),
                tell: cursor.child("tell").and_then(|word| self.reference(word.argument("team"))),
                raises: cursor.child("raises").and_then(|word| self.reference(word.argument("exception"))),
                region: self.region_in(cursor.child("where")),
            };
            self.model.reconciles.add(reconcile);
        }
    }
}

fn calendar(Declaration { cursor, name }: Declaration<'_>) -> Calendar {
    let at = cursor.children_named("at").map(|word| CalendarTimes {
        times: word.arguments_of("times").filter_map(|time| said(Some(time), Given::time)).collect(),
        on: text(word.property("on")),
        span: word.head(),
    });
    let closed = cursor.children_named("closed").flat_map(|word| word.arguments_of("dates"));
    Calendar {
        head: head(cursor, name),
        zone: text(cursor.property("zone")),
        at: at.collect(),
        every: cursor.child("every").map(|word| CalendarEvery {
            time: said(word.argument("time"), Given::duration),
            from: said(word.property("from"), Given::time),
            until: said(word.property("until"), Given::time),
            on: text(word.property("on")),
            span: word.head(),
        }),
        cut_off: cursor.child("cut-off").and_then(|word| said(word.argument("time"), Given::time)),
        closed: closed.filter_map(|date| said(Some(date), Given::date)).collect(),
        holidays: cursor.child("holidays").and_then(|word| text(word.argument("file"))),
    }
}
