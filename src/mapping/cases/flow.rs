//! The cases of one flow: a payload goes in at the source, and a payload of the receiver comes out.

use crate::facts::Facts;
use crate::mapping::flow::{record_pairs, way};
use crate::mapping::ir::{Hindrance, Mapping};
use crate::mapping::run::{Lines, Program};
use crate::model::case::{Case, CaseEvent};
use crate::model::choice::Choice;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::record::{Direction, Format, Record};

use super::{Failure, Files, Made, Suite, Unable, Verdict, beyond_mappings, json, judge};

/// Runs the cases of a flow.
pub(super) fn run(facts: &Facts, id: Id<Flow>, files: Files<'_>, suite: &mut Suite) {
    let flow = &facts.model[id];
    for case in &flow.cases {
        let verdict = self::case(facts, id, case, files).unwrap_or_else(|Unable(why, span)| Verdict::NotRun(why, span));
        suite.add(format!("flow `{}`", flow.head.name), case, verdict);
    }
}

fn case(facts: &Facts, id: Id<Flow>, case: &Case, files: Files<'_>) -> Result<Verdict, Unable> {
    let model = &facts.model;
    let flow = &model[id];
    if let Some(unable) = beyond_mappings(case) {
        return Err(unable);
    }
    if let Some(file) = &case.write {
        return Err(Unable("an object that a flow sends is not run yet".to_owned(), Some(file.span)));
    }
    let pairs = record_pairs(flow);
    let [(from, end, into)] = pairs[..] else {
        return Err(Unable(format!("the flow has {} receivers, and the case does not say which", pairs.len()), None));
    };
    let receiver =
        end.system.and_then(|system| system.target).ok_or(Unable("the receiver is not known".into(), None))?;
    let is_other = |id: Id<Record>| model[id].format.filter(|format| format.value != Format::Json);
    if let Some(format) = is_other(from).or(is_other(into)) {
        let why = format!("payloads in `{}` cannot be run yet", format.value.word());
        return Err(Unable(why, Some(format.span)));
    }
    let mapping = |id| Mapping::of(model, id).ok_or(Unable("the object is not known".to_owned(), None));
    let (reads, writes) = way(facts, id, receiver, &mapping(from)?, &mapping(into)?);
    let first = |hindrances: Vec<Hindrance>| match hindrances.into_iter().next() {
        Some(hindrance) => hindrance.into(),
        None => Unable("the flow cannot be carried out".to_owned(), None),
    };
    let program = Program::flow(model, &reads, &writes).map_err(first)?;
    let lines = Lines::of(model, &writes, Direction::Write);
    let mut failures: Vec<Failure> = Vec::new();
    for event in &case.events {
        let CaseEvent::Read(arrival) = event else { continue };
        let other = arrival.flow.and_then(|flow| flow.target).is_some_and(|flow| flow != id);
        if other {
            return Err(Unable("a payload that another flow brings is not run yet".to_owned(), Some(arrival.span)));
        }
        let Some(file) = &arrival.file else { continue };
        let outcome = program.run(&json(files, &file.value)?);
        let made = Made { model, outcome: &outcome, object: None, lines: &lines };
        if let Verdict::Failed(found) = judge(case, &made, files)? {
            failures.extend(found);
        }
    }
    Ok(if failures.is_empty() { Verdict::Passed } else { Verdict::Failed(failures) })
}
