//! Latency classes, calendars and reconciliations: when things happen.

use jiff::civil::Date;

use crate::model::field::Field;
use crate::model::name::{Head, PathRef, Ref, Said, Text};
use crate::model::object::Criticality;
use crate::model::operations::Exception;
use crate::model::region::Region;
use crate::model::scope::Team;
use crate::model::system::System;

use crate::source::Span;
use crate::syntax::values::{Decimal, Duration, Percent, Time};

/// A class of timeliness.
#[derive(Clone, Debug)]
pub struct Latency {
    /// Name and documentation.
    pub head: Head,
    /// How old a value may be at most.
    pub within: Option<Said<Duration>>,
    /// Whether a bound is said that cannot be read, which has been reported.
    pub is_unreadable: bool,
    /// What depends on it.
    pub criticality: Option<Said<Criticality>>,
}

/// When things run, and when people work.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Name and documentation.
    pub head: Head,
    /// The zone of its times.
    pub zone: Option<Text>,
    /// Times of day.
    pub at: Vec<CalendarTimes>,
    /// Again and again.
    pub every: Option<CalendarEvery>,
    /// The last moment that counts for a run.
    pub cut_off: Option<Said<Time>>,
    /// Days without a run, those of the file of holidays among them.
    pub closed: Vec<Said<Date>>,
    /// A file with one date on a line.
    pub holidays: Option<Text>,
    /// Lines of that file that do not start with a date.
    pub unreadable: Vec<Span>,
}

/// Times of day of a calendar.
#[derive(Clone, Debug)]
pub struct CalendarTimes {
    /// The times.
    pub times: Vec<Said<Time>>,
    /// The days; every day when not said.
    pub on: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// A calendar's repetition.
#[derive(Clone, Debug)]
pub struct CalendarEvery {
    /// How often.
    pub time: Option<Said<Duration>>,
    /// From this time of day.
    pub from: Option<Said<Time>>,
    /// Until this time of day.
    pub until: Option<Said<Time>>,
    /// The days; every day when not said.
    pub on: Option<Text>,
    /// Where it is said.
    pub span: Span,
}

/// Two systems that are compared, so that what was lost is found.
#[derive(Clone, Debug)]
pub struct Reconcile {
    /// The path and the systems, and documentation.
    pub head: Head,
    /// What is compared.
    pub path: PathRef,
    /// The systems; two when it is well formed.
    pub systems: Vec<Ref<System>>,
    /// When.
    pub on: Option<Ref<Calendar>>,
    /// The key by which instances are paired.
    pub by: Vec<Ref<Field>>,
    /// Which difference is none.
    pub tolerance: Option<Tolerance>,
    /// Whose value stands.
    pub winner: Option<Ref<System>>,
    /// Who is told.
    pub tell: Option<Ref<Team>>,
    /// What a difference raises.
    pub raises: Option<Ref<Exception>>,
    /// In which part of the scopes.
    pub region: Region,
}

/// A difference that is none.
#[derive(Clone, Debug)]
pub struct Tolerance {
    /// An amount, in the field's own unit.
    pub amount: Option<Said<Decimal>>,
    /// A share of the value.
    pub percent: Option<Said<Percent>>,
    /// Where it is said.
    pub span: Span,
}
