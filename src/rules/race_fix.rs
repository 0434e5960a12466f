//! What can be changed in a charter so that a race is gone, where one small change does it: a receiver that holds, or a key.

use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::facts::lifecycle::{Carriage, Life, Reception, Transport};
use crate::facts::races::Race;
use crate::model::delivery::{EarlyPolicy, KeyField, StalePolicy};
use crate::model::flow::{Event, Flow};
use crate::query::story::{Row, RowKind, Story};
use crate::source::Span;

/// Adds the change to a finding: a key where a copy does the harm, and otherwise another answer of the receiver that drops
/// or refuses a message, or goes back because of it.
pub(super) fn fix(facts: &Facts, race: &Race, told: &Story, finding: Diagnostic) -> Diagnostic {
    let life = &facts.lifecycles().all()[race.life];
    let fault = told.rows.iter().find(|row| row.kind.is_fault());
    let harmful = told.rows.iter().find(|row| row.kind.message().is_some() && (row.is_dropped || row.is_wrong));
    match (fault, harmful) {
        (Some(row), _) if !matches!(row.kind, RowKind::Loses(_)) => {
            carriage(race, life, row).map_or(finding.clone(), |told| key(facts, life, told, finding))
        }
        (None, Some(row)) => {
            carriage(race, life, row).map_or(finding.clone(), |told| answer(facts, life, told, row, finding))
        }
        _ => finding,
    }
}

/// The carriage that brings the message of a row.
pub(super) fn carriage<'l>(race: &Race, life: &'l Life, row: &Row) -> Option<&'l Carriage> {
    Some(&life.carriages[race.cast.carriages[played(race, life, row)?]])
}

/// The flow of the protocol that brings the message of a row.
pub(super) fn played(race: &Race, life: &Life, row: &Row) -> Option<usize> {
    let message = row.kind.message()?;
    race.cast.carriages.iter().position(|at| {
        let carriage = &life.carriages[*at];
        (carriage.flow, carriage.to) == (message.flow, row.system)
    })
}

/// Whether the message of a row can still become legal where it arrives. One about an instance that is not known yet can.
fn is_early(facts: &Facts, life: &Life, row: &Row) -> bool {
    let Some(view) = (0..life.states.len()).find(|state| *life.state_name(&facts.model, *state) == *row.states.0)
    else {
        return true;
    };
    let Some(step) = row.transition.and_then(|transition| life.step(transition)) else { return false };
    life.steps[step].from.iter().any(|from| life.leads(view, *from))
}

fn answer(facts: &Facts, life: &Life, told: &Carriage, row: &Row, finding: Diagnostic) -> Diagnostic {
    let flow = &facts.model[told.flow];
    let name = &flow.head.name;
    let reception = Reception::of(&facts.model, life, told);
    let is_early = is_early(facts, life, row);
    match (reception.early, reception.stale) {
        (Some(early), _) if is_early && early.value != EarlyPolicy::Hold && facts.is_own(early.span) => {
            finding.fix(format!("let the receiver of `{name}` hold what is early"), early.span, "hold")
        }
        (_, Some(stale)) if !is_early && stale.value != StalePolicy::Newer && facts.is_own(stale.span) => {
            finding.fix(format!("let the receiver of `{name}` drop what is old"), stale.span, "ignore")
        }
        (None, None) => match flow.on.last().map(place).filter(|last| is_plain(facts, flow, *last)) {
            Some(last) => {
                let title = format!("let the receiver of `{name}` hold what is early and drop what is old");
                finding.fix(title, after(last), "\n    receive { early hold; stale ignore }")
            }
            None => finding,
        },
        _ => finding,
    }
}

/// A key of the instance and its state, where no state comes back: then one message differs from the next by it.
fn key(facts: &Facts, life: &Life, told: &Carriage, finding: Diagnostic) -> Diagnostic {
    let model = &facts.model;
    let flow = &model[told.flow];
    let comes_back =
        life.steps.iter().any(|step| step.to.is_some_and(|to| step.from.iter().any(|from| life.leads(to, *from))));
    let last = flow.delivery.as_ref().and_then(|delivery| delivery.ordered_by.last()).map(|key| match key {
        KeyField::Field(path) => path.span,
        KeyField::Envelope(name) => name.span,
    });
    let Some(last) = last.filter(|last| is_plain(facts, flow, *last)) else { return finding };
    if comes_back || life.place.field.is_some() || Transport::of(model, life, told).recognised {
        return finding;
    }
    let object = &model[life.place.object];
    let fields = object.key.iter().filter_map(|field| Some(&*model[field.target?].name.text));
    let fields: Vec<&str> = fields.chain(["status"]).collect();
    let title = format!("let the receiver of `{}` recognise copies", flow.head.name);
    finding.fix(title, after(last), format!("; idempotency-key {}", fields.join(" ")))
}

/// Whether a place of a flow can be written at, and changes no other flow.
fn is_plain(facts: &Facts, flow: &Flow, place: Span) -> bool {
    flow.head.templates.is_empty() && facts.is_own(place)
}

fn after(span: Span) -> Span {
    Span { start: span.end, ..span }
}

fn place(event: &Event) -> Span {
    match event {
        Event::Transition(transition) => transition.span,
        Event::Create(span) | Event::Change(span) | Event::Delete(span) => *span,
    }
}
