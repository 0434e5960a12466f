//! What all findings about miscounted pieces have in common: the story as numbered labels, and what keeps the count right.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::explore::lines::Verdict;
use crate::facts::Facts;
use crate::facts::atoms::Atom;
use crate::facts::lifecycle::is_new_each_time;
use crate::facts::lines::Tally;
use crate::facts::wording;
use crate::model::delivery::KeyField;
use crate::model::element::Element;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::query::tally::{Cause, Story, story};
use crate::rule::Findings;

/// Pieces that are miscounted, and how.
pub(super) struct Told<'f> {
    /// What is known.
    pub facts: &'f Facts,
    /// The balance that was explored.
    pub tally: &'f Tally,
    /// The story.
    pub story: Story,
}

impl Told<'_> {
    /// The flow that the cause is about.
    pub fn flow(&self) -> Option<Id<Flow>> {
        self.story.cause.flow(&self.tally.cast)
    }

    /// The name of that flow, in backticks.
    pub fn flow_name(&self) -> String {
        self.flow().map_or_else(String::new, |flow| format!("`{}`", self.facts.model[flow].head.name.text))
    }

    /// The field that is the sum, in backticks.
    pub fn total(&self) -> String {
        let model = &self.facts.model;
        let life = &self.facts.lifecycles().all()[self.tally.life];
        let total = model[life.lifecycle].balances[self.tally.balance].total.target;
        total.map_or_else(String::new, |total| format!("`{}`", model[total].path(model)))
    }
}

/// Reports the miscounted pieces whose cause is accepted: once for each balance and flow.
pub(super) fn report(
    facts: &Facts,
    findings: &mut Findings,
    accepts: impl Fn(Cause) -> bool,
    message: impl Fn(&Told) -> String,
    complete: impl Fn(&Told, Diagnostic) -> Diagnostic,
) {
    let mut reported = BTreeSet::new();
    for tally in facts.lines() {
        let Verdict::Violated(traces) = &tally.count.verdict else { continue };
        for (faults, trace) in traces {
            let told = Told { facts, tally, story: story(facts, tally, *faults, trace) };
            let flow = told.flow();
            if !accepts(told.story.cause) || !reported.insert((tally.life, tally.balance, flow)) {
                continue;
            }
            let life = &facts.lifecycles().all()[tally.life];
            let others = facts.lines().iter().filter(|other| {
                let is_same = |story: &Story| story.cause.flow(&other.cast) == flow && accepts(story.cause);
                (other.life, other.balance) == (tally.life, tally.balance)
                    && matches!(&other.count.verdict, Verdict::Violated(traces)
                        if traces.iter().any(|(faults, trace)| is_same(&story(facts, other, *faults, trace))))
            });
            let atoms: Vec<Atom> = others.flat_map(|other| &other.atoms).copied().collect();
            let when = wording::when(&life.describe_atoms(&facts.model, &atoms));
            findings.report(format!("{}{when}", message(&told)), |finding| complete(&told, tell(&told, finding)));
        }
    }
}

/// Adds the story: the last row first, the others in their order.
fn tell(told: &Told, finding: Diagnostic) -> Diagnostic {
    let (facts, rows) = (told.facts, &told.story.rows);
    let Some(last) = rows.iter().rposition(|row| facts.is_own(row.span)) else { return finding };
    let mut finding = finding.at(rows[last].span, format!("{}. {}", last + 1, rows[last].text));
    for (at, row) in rows.iter().enumerate().filter(|(at, row)| *at != last && facts.is_own(row.span)) {
        finding = finding.and(row.span, format!("{}. {}", at + 1, row.text));
    }
    for row in rows {
        finding = finding.about(facts.model[row.transition].path(&facts.model));
    }
    if let Some(flow) = told.flow() {
        finding = finding.about(facts.model[flow].head.name.text.as_ref());
    }
    finding
}

/// Says how a copy is recognised, and names it in the key where the key has something that is new each time.
pub(super) fn recognise(told: &Told, finding: Diagnostic) -> Diagnostic {
    let (model, flow) = (&told.facts.model, told.flow());
    let way = told.tally.cast.ways.iter().find(|way| Some(way.flow) == flow);
    let counted = way.and_then(|way| way.counted);
    let same = counted.map(|place| &model[place.object].key).map_or_else(
        || "event-id".to_owned(),
        |key| {
            let names = key.iter().filter_map(|field| Some(model[field.target?].name.text.as_ref()));
            names.collect::<Vec<&str>>().join(" ")
        },
    );
    let help = format!(
        "in the end {}. let the key name what is the same for both copies: `idempotency-key {same}`",
        told.story.end
    );
    let finding = finding.help(help);
    let keys =
        flow.and_then(|flow| model[flow].delivery.as_ref()).map_or(&[][..], |delivery| &delivery.idempotency_key);
    let new = keys.iter().find_map(|key| match key {
        KeyField::Envelope(name) if is_new_each_time(&name.text) => Some(name),
        KeyField::Envelope(_) | KeyField::Field(_) => None,
    });
    match new {
        Some(name) => finding.fix(format!("recognise a copy by `{same}`"), name.span, same),
        None => finding,
    }
}
