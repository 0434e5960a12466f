//! The cases and samples of one record.

use crate::facts::Facts;
use crate::mapping::flow::record_pairs;
use crate::mapping::ir::{Hindrance, Mapping};
use crate::mapping::run::{Lines, Program, Reached, Value};
use crate::model::case::{Case, CaseEvent};
use crate::model::choice::Choice;
use crate::model::id::Id;
use crate::model::record::{Direction, Format, Record};

use super::coverage::Coverage;
use super::{Failure, Files, Made, Run, Suite, Unable, Verdict, beyond_mappings, json, judge};

/// A record, ready to be run as far as that is possible.
struct Subject<'s> {
    facts: &'s Facts,
    id: Id<Record>,
    mapping: Mapping,
    reader: Result<Program, Vec<Hindrance>>,
    writer: Result<Program, Vec<Hindrance>>,
    files: Files<'s>,
    reached: Reached,
}

/// Runs the cases and samples of a record.
pub(super) fn run(facts: &Facts, id: Id<Record>, files: Files<'_>, suite: &mut Suite) {
    let model = &facts.model;
    let record = &model[id];
    let of = format!("record `{}`", record.head.name);
    let format = record.format.map(|format| format.value);
    if let Some(format) = format.filter(|format| *format != Format::Json) {
        for case in &record.cases {
            let why = format!("payloads in `{}` cannot be run yet", format.word());
            suite.add(of.clone(), case, Verdict::NotRun(why, None));
        }
        return;
    }
    let Some(mapping) = Mapping::of(model, id) else { return };
    let (reader, writer) = (Program::reader(model, &mapping), Program::writer(model, &mapping));
    let mut subject = Subject { facts, id, mapping, reader, writer, files, reached: Reached::default() };
    for case in &record.cases {
        let verdict = subject.case(case).unwrap_or_else(|Unable(why, span)| Verdict::NotRun(why, span));
        suite.add(of.clone(), case, verdict);
    }
    for sample in &record.samples {
        let verdict = subject.sample(&sample.value).unwrap_or_else(|Unable(why, span)| Verdict::NotRun(why, span));
        let name = format!("sample `{}`", sample.value);
        suite.runs.push(Run { of: of.clone(), name, span: sample.span, verdict });
    }
    if subject.reader.is_ok() {
        let Subject { mapping, reached, .. } = &subject;
        suite.coverage.push(Coverage::new(model, mapping, subject.is_written(), reached));
    }
}

impl Subject<'_> {
    /// Whether a flow or a case writes payloads of the record, and nothing is in the way.
    fn is_written(&self) -> bool {
        let model = &self.facts.model;
        let by_flow = model.flows.values().flat_map(record_pairs).any(|(_, _, into)| into == self.id);
        let by_case = model[self.id].cases.iter().any(|case| case.write.is_some());
        self.writer.is_ok() && (by_flow || by_case)
    }

    fn case(&mut self, case: &Case) -> Result<Verdict, Unable> {
        if let Some(unable) = beyond_mappings(case) {
            return Err(unable);
        }
        let mut verdicts = Vec::new();
        for event in &case.events {
            let CaseEvent::Read(arrival) = event else { continue };
            if let Some(flow) = arrival.flow {
                return Err(Unable(
                    "a payload that a flow brings is run in a case of the flow".to_owned(),
                    Some(flow.span),
                ));
            }
            let Some(file) = &arrival.file else { continue };
            let payload = json(self.files, &file.value)?;
            verdicts.push(self.read(case, &payload)?);
        }
        if let Some(file) = &case.write {
            let object = json(self.files, &file.value)?;
            verdicts.push(self.write(case, &object)?);
        }
        if verdicts.is_empty() {
            return Err(Unable("it neither reads nor writes a payload".to_owned(), Some(case.span)));
        }
        let mut failures: Vec<Failure> = Vec::new();
        for verdict in verdicts {
            if let Verdict::Failed(found) = verdict {
                failures.extend(found);
            }
        }
        Ok(if failures.is_empty() { Verdict::Passed } else { Verdict::Failed(failures) })
    }

    fn read(&mut self, case: &Case, payload: &Value) -> Result<Verdict, Unable> {
        let outcome = ready(&self.reader)?.run(payload);
        self.reached.extend(outcome.reached.clone());
        if let Some(value) = &outcome.value {
            self.write_back(value);
        }
        let model = &self.facts.model;
        let lines = Lines::of(model, &self.mapping, Direction::Read);
        let made = Made { model, outcome: &outcome, object: Some(self.mapping.object), lines: &lines };
        judge(case, &made, self.files)
    }

    fn write(&mut self, case: &Case, object: &Value) -> Result<Verdict, Unable> {
        let outcome = ready(&self.writer)?.run(object);
        self.reached.extend(outcome.reached.clone());
        let model = &self.facts.model;
        let lines = Lines::of(model, &self.mapping, Direction::Write);
        judge(case, &Made { model, outcome: &outcome, object: None, lines: &lines }, self.files)
    }

    /// Reads a sample, of which every part must be right.
    fn sample(&mut self, file: &str) -> Result<Verdict, Unable> {
        let payload = json(self.files, file)?;
        let outcome = ready(&self.reader)?.run(&payload);
        self.reached.extend(outcome.reached.clone());
        if let Some(value) = &outcome.value {
            self.write_back(value);
        }
        let failures: Vec<Failure> =
            outcome.problems.into_iter().map(|problem| Failure::Problem(Box::new(problem))).collect();
        Ok(if failures.is_empty() { Verdict::Passed } else { Verdict::Failed(failures) })
    }

    /// What was read is written again where payloads are written, to reach the rows of writing.
    fn write_back(&mut self, object: &Value) {
        if self.is_written()
            && let Ok(writer) = &self.writer
        {
            self.reached.extend(writer.run(object).reached);
        }
    }
}

/// The program, or the first thing that is in its way.
fn ready(program: &Result<Program, Vec<Hindrance>>) -> Result<&Program, Unable> {
    program.as_ref().map_err(|hindrances| match hindrances.first() {
        Some(hindrance) => hindrance.clone().into(),
        None => Unable("the mapping cannot be carried out".to_owned(), None),
    })
}
