//! Where a mapping is at work, and what went wrong there.

use std::cell::Cell;
use std::collections::BTreeMap;

use crate::mapping::ir::Key;
use crate::model::field::Field;
use crate::model::id::Id;
use crate::model::operations::Exception;
use crate::model::record::ErrorScope;
use crate::source::Span;

use super::exact::Exact;
use super::reached::Reached;
use super::value::Value;
use super::wrong::Wrong;

/// One line of the charter: which value of a payload is which field of the object.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// Where it stands.
    pub span: Span,
    /// The keys that lead to the value, from the part of the payload at hand.
    pub foreign: Vec<Key>,
    /// The field, from the part of the object at hand.
    pub field: String,
    /// What a problem sets aside.
    pub scope: ErrorScope,
    /// For absent, null and empty, in this order.
    pub missing: [Missing; 3],
}

/// What happens with a value that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// It is a problem, with the exception that is named for it.
    Problem(Option<Id<Exception>>),
    /// It is no problem.
    Skip,
}

/// One of the three ways of not being there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Absent,
    Null,
    Empty,
}

/// One thing that went wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// The exception that the charter names for it.
    pub exception: Option<Id<Exception>>,
    /// What is wrong.
    pub wrong: Wrong,
    /// What it sets aside.
    pub scope: ErrorScope,
    /// Where the value comes from, as `line_items[2].sku`.
    pub source: String,
    /// Where it was to go, as `lines[1].sku`.
    pub target: String,
    /// The value as it came, where there is one.
    pub value: Option<Value>,
    /// The line of the charter that asks for it.
    pub charter: Span,
}

/// All that is noted in one run.
#[derive(Debug)]
pub(super) struct Report {
    /// Whether a payload is read; an object is written otherwise.
    pub reads: bool,
    pub problems: Vec<Problem>,
    /// Whether a problem has set the whole document aside.
    pub refused: bool,
    pub reached: Reached,
    /// Values of other objects that are known beside the payload, as the packs of an item.
    pub given: Given,
}

/// Values of other objects that are known beside a payload.
pub type Given = BTreeMap<Id<Field>, Exact>;

impl Report {
    pub fn new(reads: bool, given: Given) -> Self {
        Self { reads, problems: Vec::new(), refused: false, reached: Reached::default(), given }
    }
}

/// A part of a payload, and of the object that it stands for.
pub(super) struct Place<'a> {
    /// The part of the payload when reading; `None` when it is missing, or when writing.
    part: Option<&'a Value>,
    above: Option<&'a Place<'a>>,
    foreign: String,
    field: String,
    is_line: bool,
    /// The position among the lines that are made.
    position: usize,
    /// Whether a problem has set the line aside.
    failed: Cell<bool>,
}

impl<'a> Place<'a> {
    /// The whole of a payload, or of an object where there is none.
    pub fn whole(part: Option<&'a Value>) -> Self {
        Self {
            part,
            above: None,
            foreign: String::new(),
            field: String::new(),
            is_line: false,
            position: 0,
            failed: Cell::new(false),
        }
    }

    /// A part inside this one.
    pub fn inside(&'a self, rule: &Rule, part: Option<&'a Value>) -> Self {
        Self {
            part,
            above: Some(self),
            foreign: written(&rule.foreign),
            field: rule.field.clone(),
            ..Self::whole(None)
        }
    }

    /// One line of a list: its position in the payload, and in the object.
    pub fn line(&'a self, rule: &Rule, part: Option<&'a Value>, foreign: usize, field: usize, report: &Report) -> Self {
        Self {
            part,
            above: Some(self),
            foreign: format!("{}[{foreign}]", written(&rule.foreign)),
            field: format!("{}[{field}]", rule.field),
            is_line: true,
            position: if report.reads { field } else { foreign },
            failed: Cell::new(false),
        }
    }

    /// Whether the part is not there; whoever found that out has reported it.
    pub fn is_missing(&self) -> bool {
        self.part.is_none()
    }

    /// The position of the nearest line among those that are made.
    pub fn position(&self) -> usize {
        self.nearest_line().map_or(0, |line| line.position)
    }

    /// Whether a problem has set the line aside.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// The value that the keys lead to.
    pub fn find(&self, keys: &[Key]) -> Option<&'a Value> {
        keys.iter().try_fold(self.part?, |found, key| {
            match key {
            Key::Name(name) => found.member(name),
            Key::Qualified(list, pairs) => match found.member(list)? {
                // By its qualifiers, never by its position; the first of several.
                Value::List(parts) => parts.iter().find(|part| {
                    let is = |(name, value): &(String, String)| {
                        matches!(part.member(name), Some(Value::Text(text)) if text == value)
                    };
                    pairs.iter().all(is)
                }),
                _ => None,
            },
        }
        })
    }

    /// The value of a rule, when it is there and neither null nor empty.
    pub fn value(&self, rule: &Rule, report: &mut Report) -> Option<&'a Value> {
        match self.find(&rule.foreign) {
            None if self.is_missing() => None,
            None => self.missing(rule, How::Absent, report),
            Some(Value::Null) => self.missing(rule, How::Null, report),
            Some(found) if found.is_empty() && rule.missing[2] != Missing::Problem(None) => {
                self.missing(rule, How::Empty, report)
            }
            Some(found) => Some(found),
        }
    }

    /// Takes note of a value that is missing, unless that may be.
    pub fn missing<T>(&self, rule: &Rule, how: How, report: &mut Report) -> Option<T> {
        let (at, wrong) = match how {
            How::Absent => (0, Wrong::Absent),
            How::Null => (1, Wrong::Null),
            How::Empty => (2, Wrong::Empty),
        };
        if let Missing::Problem(exception) = rule.missing[at] {
            self.problem(rule, wrong, None, exception, report);
        }
        None
    }

    /// Takes note of a problem.
    pub fn problem(
        &self,
        rule: &Rule,
        wrong: Wrong,
        value: Option<Value>,
        exception: Option<Id<Exception>>,
        report: &mut Report,
    ) {
        let foreign = self.path(|place| &place.foreign, written(&rule.foreign));
        let field = self.path(|place| &place.field, rule.field.clone());
        let (source, target) = if report.reads { (foreign, field) } else { (field, foreign) };
        let scope = rule.scope;
        report.problems.push(Problem { exception, wrong, scope, source, target, value, charter: rule.span });
        let line = if scope == ErrorScope::Line { self.nearest_line() } else { None };
        match line {
            Some(line) => line.failed.set(true),
            None if scope == ErrorScope::Field => {}
            None => report.refused = true,
        }
    }

    fn nearest_line(&self) -> Option<&Self> {
        let mut at = Some(self);
        while let Some(place) = at {
            if place.is_line {
                return Some(place);
            }
            at = place.above;
        }
        None
    }

    fn path(&self, side: impl Fn(&Self) -> &str, last: String) -> String {
        let mut parts = vec![last];
        let mut at = Some(self);
        while let Some(place) = at {
            parts.push(side(place).to_owned());
            at = place.above;
        }
        parts.retain(|part| !part.is_empty());
        parts.reverse();
        parts.join(".")
    }
}

/// Keys as a charter writes them.
pub(super) fn written(keys: &[Key]) -> String {
    let one = |key: &Key| match key {
        Key::Name(name) => name.clone(),
        Key::Qualified(list, pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(name, is)| format!("{name}={is}")).collect();
            format!("{list}[{}]", pairs.join(","))
        }
    };
    keys.iter().map(one).collect::<Vec<_>>().join(".")
}
