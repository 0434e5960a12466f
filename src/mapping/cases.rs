//! The cases and samples of records and flows, run by the interpreter: which hold, which do not, which cannot be run.

mod coverage;
mod flow;
mod record;

use std::collections::BTreeMap;

use crate::facts::Facts;
use crate::mapping::ir::Hindrance;
use crate::mapping::run::{Difference, Lines, Outcome, Problem, Value, differences, value_at};
use crate::model::Model;
use crate::model::case::{Case, CaseEvent, Expectation};
use crate::model::id::Id;
use crate::model::lifecycle::Lifecycle;
use crate::model::object::Object;
use crate::model::operations::Exception;
use crate::source::Span;

pub use coverage::Coverage;

/// The text of a file of the charter, by its path; `Err` says why it cannot be had.
pub type Files<'f> = &'f dyn Fn(&str) -> Result<String, String>;

/// What became of all cases, and what of the mappings they reached.
#[derive(Debug, Default)]
pub struct Suite {
    /// The cases, in the order of the charter: records, flows, lifecycles.
    pub runs: Vec<Run>,
    /// The records that can be run.
    pub coverage: Vec<Coverage>,
}

/// One case, or one sample.
#[derive(Debug)]
pub struct Run {
    /// Of what it is: "record `shopify-order`".
    pub of: String,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub span: Span,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a case.
#[derive(Debug)]
pub enum Verdict {
    /// It holds.
    Passed,
    /// It does not.
    Failed(Vec<Failure>),
    /// It cannot be run; why, and where that is said.
    NotRun(String, Option<Span>),
}

/// One reason why a case does not hold.
#[derive(Debug)]
pub enum Failure {
    /// The result is another one; the line that fills the place.
    Differs(Difference, Option<Span>),
    /// Something is wrong that the case does not name.
    Problem(Box<Problem>),
    /// An exception that must be raised is not; where the case names it.
    NotRaised(Id<Exception>, Span),
    /// A result is expected, and nothing came out; where it is expected.
    Nothing(Span),
}

/// Why a case cannot be run.
struct Unable(String, Option<Span>);

impl From<Hindrance> for Unable {
    fn from(hindrance: Hindrance) -> Self {
        Self(hindrance.why, Some(hindrance.span))
    }
}

/// Runs every case and every sample.
pub fn run(facts: &Facts, files: Files<'_>) -> Suite {
    let mut suite = Suite::default();
    for id in facts.model.records.ids() {
        record::run(facts, id, files, &mut suite);
    }
    for id in facts.model.flows.ids() {
        flow::run(facts, id, files, &mut suite);
    }
    for lifecycle in facts.model.lifecycles.values() {
        transitions(lifecycle, &mut suite);
    }
    suite
}

/// Cases that are about transitions.
fn transitions(lifecycle: &Lifecycle, suite: &mut Suite) {
    for case in &lifecycle.cases {
        let why = "transitions are not played yet".to_owned();
        suite.add(format!("lifecycle `{}`", lifecycle.head.name), case, Verdict::NotRun(why, None));
    }
}

impl Suite {
    fn add(&mut self, of: String, case: &Case, verdict: Verdict) {
        self.runs.push(Run { of, name: case.name.text.to_string(), span: case.span, verdict });
    }
}

/// A file as a JSON value.
fn json(files: Files<'_>, path: &str) -> Result<Value, Unable> {
    let is_json = path.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("json"));
    if !is_json {
        return Err(Unable(format!("`{path}` is not JSON, and other formats cannot be run yet"), None));
    }
    let text = files(path).map_err(|why| Unable(format!("`{path}` cannot be read: {why}"), None))?;
    serde_json::from_str(&text).map_err(|error| Unable(format!("`{path}` is not JSON: {error}"), None))
}

/// Whether a case says something that a mapping alone does not show.
fn beyond_mappings(case: &Case) -> Option<Unable> {
    let beyond = |what: &str, span: Span| Some(Unable(format!("{what} not played yet"), Some(span)));
    if let Some(given) = &case.given {
        return beyond("a state at the start is", given.span);
    }
    if let Some(with) = case.with.first() {
        return beyond("values at the start are", with.span);
    }
    for event in &case.events {
        match event {
            CaseEvent::Happens(happening) => return beyond("transitions are", happening.span),
            CaseEvent::Read(arrival) if arrival.again => return beyond("a document that comes again is", arrival.span),
            CaseEvent::Read(_) => {}
        }
    }
    if let Some(expect) = case.expects.iter().find(|expect| expect.owner.is_some()) {
        return beyond("the source of truth of a field is", expect.span);
    }
    let told = case.raises.iter().find(|raised| raised.tells.is_some());
    told.and_then(|raised| beyond("who is called is", raised.span))
}

/// What is compared: a result, of which object it is where it is one, and the lines that fill it.
struct Made<'r> {
    model: &'r Model,
    outcome: &'r Outcome,
    object: Option<Id<Object>>,
    lines: &'r Lines,
}

/// Compares what came out with what a case expects.
fn judge(case: &Case, made: &Made<'_>, files: Files<'_>) -> Result<Verdict, Unable> {
    let mut failures = Vec::new();
    for expect in &case.expects {
        match &made.outcome.value {
            None => failures.push(Failure::Nothing(expect.span)),
            Some(value) => failures.extend(against(expect, value, made, files)?),
        }
    }
    let mut wanted = BTreeMap::new();
    for raised in &case.raises {
        wanted.extend(raised.exceptions.iter().filter_map(|exception| Some((exception.target?, exception.span))));
    }
    let problems = &made.outcome.problems;
    for (exception, span) in &wanted {
        if problems.iter().all(|problem| problem.exception != Some(*exception)) {
            failures.push(Failure::NotRaised(*exception, *span));
        }
    }
    // Where an exception is wanted, problems without a name are what follows from it.
    let unwanted = |problem: &&Problem| match problem.exception {
        Some(exception) => !wanted.contains_key(&exception),
        None => wanted.is_empty(),
    };
    failures.extend(problems.iter().filter(unwanted).cloned().map(|problem| Failure::Problem(Box::new(problem))));
    Ok(if failures.is_empty() { Verdict::Passed } else { Verdict::Failed(failures) })
}

/// How a result differs from one expectation.
fn against(expect: &Expectation, value: &Value, made: &Made<'_>, files: Files<'_>) -> Result<Vec<Failure>, Unable> {
    let mut found = Vec::new();
    if let Some(file) = &expect.file {
        found = differences(&json(files, &file.value)?, value);
    }
    let mut one = |path: String, expected: Value, there: Option<&Value>| {
        let inside = there.map_or_else(Vec::new, |there| differences(&expected, there));
        if there.is_none() || !inside.is_empty() {
            found.push(Difference { path, expected: Some(expected), found: there.cloned() });
        }
    };
    let unknown = || Unable("only fields outside of lists are compared one by one".to_owned(), Some(expect.span));
    if let Some(state) = expect.state.and_then(|state| state.target) {
        let lifecycle = made.object.and_then(|object| made.model[object].lifecycle);
        let status = lifecycle.and_then(|lifecycle| made.model[lifecycle].status).ok_or_else(unknown)?;
        let (path, there) = value_at(made.model, status, value).ok_or_else(unknown)?;
        one(path, Value::text(&*made.model[state].name.text), there);
    }
    if let (Some(path), Some(is)) = (&expect.field, &expect.is) {
        let field = path.target.and_then(|place| place.field.filter(|_| Some(place.object) == made.object));
        let (path, there) = value_at(made.model, field.ok_or_else(unknown)?, value).ok_or_else(unknown)?;
        one(path, Value::constant(&is.value), there);
    }
    Ok(found
        .into_iter()
        .map(|difference| {
            let line = made.lines.line(&difference.path);
            Failure::Differs(difference, line)
        })
        .collect())
}
