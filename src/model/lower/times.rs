//! Latency classes, calendars and reconciliations.

use jiff::civil::Date;

use crate::model::calendar::{Calendar, CalendarEvery, CalendarTimes, Latency, Reconcile, Tolerance};
use crate::model::key::Kind;
use crate::model::name::Said;
use crate::source::{Sources, Span};
use crate::syntax::Given;
use crate::syntax::values::date;

use super::values::{choice, head, said, text};
use super::{Declaration, Lowering};

impl Lowering<'_> {
    pub(super) fn lower_times(&mut self, sources: &Sources) {
        for Declaration { cursor, name } in self.declared(Kind::Latency) {
            let within = said(cursor.property("within"), Given::duration);
            self.model.latencies.add(Latency {
                head: head(cursor, name),
                within,
                is_unreadable: within.is_none() && cursor.property("within").is_some(),
                criticality: choice(cursor.property("criticality")),
            });
        }
        for declaration in self.declared(Kind::Calendar) {
            self.model.calendars.add(calendar(sources, declaration));
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

fn calendar(sources: &Sources, Declaration { cursor, name }: Declaration<'_>) -> Calendar {
    let at = cursor.children_named("at").map(|word| CalendarTimes {
        times: word.arguments_of("times").filter_map(|time| said(Some(time), Given::time)).collect(),
        on: text(word.property("on")),
        span: word.head(),
    });
    let closed = cursor.children_named("closed").flat_map(|word| word.arguments_of("dates"));
    let mut closed: Vec<Said<Date>> = closed.filter_map(|date| said(Some(date), Given::date)).collect();
    let holidays = cursor.child("holidays").and_then(|word| text(word.argument("file")));
    let listed = holidays.as_ref().map(|file| listed_days(sources, &file.value)).unwrap_or_default();
    closed.extend(listed.days);
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
        closed,
        holidays,
        unreadable: listed.unreadable,
    }
}

/// What stands in a file of days.
#[derive(Default)]
struct Listed {
    days: Vec<Said<Date>>,
    unreadable: Vec<Span>,
}

/// The days of a file: the first word of each line. What follows it is for people, and so is a line that starts with `#`.
/// A file that is not there was reported when it was looked for.
fn listed_days(sources: &Sources, path: &str) -> Listed {
    let mut listed = Listed::default();
    let Some((id, file)) = sources.iter().find(|(_, file)| file.path() == path) else { return listed };
    let mut start = 0;
    for line in file.text().split_inclusive('\n') {
        let word = line.split_whitespace().next().unwrap_or_default().trim_end_matches([',', ';']);
        let at = start + line.find(word).unwrap_or_default() as u32;
        start += line.len() as u32;
        let span = Span::new(id, at..at + word.len() as u32);
        match date(word) {
            _ if word.is_empty() || word.starts_with('#') => {}
            Ok(value) => listed.days.push(Said { value, span }),
            Err(_) => listed.unreadable.push(span),
        }
    }
    listed
}
