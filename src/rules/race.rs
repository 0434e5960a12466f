//! What all findings about races have in common: the story as numbered labels, and the rule of design that removes the race.

use crate::diagnostic::{Diagnostic, Event};
use crate::explore::{Flow as Channel, OnIllegal, Property, Trace};
use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::facts::races::Race;
use crate::facts::wording;
use crate::model::element::Element;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::query::story::{Row, RowKind, Story, story};
use crate::rule::Findings;

/// The recipe that was found to leave no conflict and no divergence, whatever messages do.
const RECIPE: &str = "one system decides in each state, receivers hold what is early (`early hold`), drop what is old (`stale ignore`), and recognise \
copies (`idempotency-key`)";

/// The order of the properties of delivery in which one finding is made of a lifecycle: later ones mostly follow from it.
const OF_DELIVERY: [Property; 5] = [
    Property::LegalApply,
    Property::Convergence,
    Property::HarmlessDuplicates,
    Property::NoStuckMessage,
    Property::CreateBeforeUse,
];

/// Reports each lifecycle that breaks a property, once, unless what was reported before explains it.
pub(super) fn report(
    facts: &Facts,
    property: Property,
    findings: &mut Findings,
    accepts: impl Fn(&Life, &Trace, &Story) -> bool,
    message: impl Fn(&Life, &Story) -> String,
) {
    for races in facts.races().broken(property) {
        let (race, trace) = races[0];
        if OF_DELIVERY.contains(&property) && explained(facts, race.life, property) {
            continue;
        }
        let life = &facts.lifecycles().all()[race.life];
        let told = story(facts, race, trace);
        if accepts(life, trace, &told) {
            let message = format!("{}{}", message(life, &told), when(facts, life, &races));
            findings.report(message, |finding| tell(facts, race, &told, finding));
        }
    }
}

/// Where something was found, with a space before it; empty for everywhere.
pub(super) fn when(facts: &Facts, life: &Life, races: &[(&Race, &Trace)]) -> String {
    let scenes = races.iter().flat_map(|(race, _)| &race.scenes).map(|scene| &life.scenes[*scene]);
    wording::when(&life.describe(&facts.model, scenes))
}

/// Whether a property that comes before breaks already.
fn explained(facts: &Facts, life: usize, property: Property) -> bool {
    // A message can also wait because of a conflict: who lost does not go on.
    let conflict = (property == Property::NoStuckMessage).then_some(Property::NoConflict);
    let before = OF_DELIVERY.iter().take_while(|other| **other != property).chain(&conflict);
    before.flat_map(|other| facts.races().broken(*other)).flatten().any(|(race, _)| race.life == life)
}

/// Adds the story to a finding: the last decisive row first, the others in their order.
pub(super) fn tell(facts: &Facts, race: &Race, told: &Story, finding: Diagnostic) -> Diagnostic {
    let model = &facts.model;
    let Some(last) = told.rows.iter().rposition(|row| facts.is_own(row.span)) else { return finding };
    let mut finding = finding.at(told.rows[last].span, format!("{}. {}", last + 1, told.rows[last].text(facts)));
    for (at, row) in told.rows.iter().enumerate().filter(|(at, row)| *at != last && facts.is_own(row.span)) {
        finding = finding.and(row.span, format!("{}. {}", at + 1, row.text(facts)));
    }
    for row in &told.rows {
        if let Some(transition) = row.transition {
            finding = finding.about(model[transition].path(model));
        }
        finding.trace.push(Event { span: row.span, text: row.text(facts) });
    }
    let advice = advice(facts, race, told);
    let finding = finding.help(format!("in the end {}: {}. {advice}", told.end, told.seen(facts)));
    super::race_fix::fix(facts, race, told, finding)
}

/// What removes the race.
fn advice(facts: &Facts, race: &Race, told: &Story) -> String {
    let Some(last) = told.rows.last() else { return format!("what is safe: {RECIPE}") };
    let life = &facts.lifecycles().all()[race.life];
    let dropped = told.rows.iter().find(|row| row.is_dropped);
    if let Some(carriage) = dropped.and_then(|row| super::race_fix::carriage(race, life, row)) {
        let flow = &facts.model[carriage.flow].head.name.text;
        return format!("let the receiver of `{flow}` hold what is early; what is safe: {RECIPE}");
    }
    match (last.kind, last_arrival(facts, race, told)) {
        (RowKind::Loses(message), _) => {
            format!("deliver `{}` at least once, with an `idempotency-key`", facts.model[message.flow].head.name.text)
        }
        (RowKind::Decides, _) => format!("say who wins with `arbitrate`; what is safe: {RECIPE}"),
        (_, Some((id, channel))) if !channel.ordered => format!(
            "give `{}` an order (`ordered-by`) or a `guard version=`; what is safe without order: {RECIPE}",
            facts.model[id].head.name.text
        ),
        (_, Some((id, channel))) if channel.early != OnIllegal::Hold => {
            format!(
                "let the receiver of `{}` hold what is early; what is safe: {RECIPE}",
                facts.model[id].head.name.text
            )
        }
        _ => format!("what is safe: {RECIPE}"),
    }
}

/// The last message of a story that arrives: its flow, and what is known of it.
fn last_arrival<'r>(facts: &Facts, race: &'r Race, told: &Story) -> Option<(Id<Flow>, &'r Channel)> {
    let life = &facts.lifecycles().all()[race.life];
    let arrived = |row: &&Row| matches!(row.kind, RowKind::Hears(_) | RowKind::HearsTwice(_));
    told.rows.iter().rev().filter(arrived).find_map(|row| {
        let at = super::race_fix::played(race, life, row)?;
        Some((life.carriages[race.cast.carriages[at]].flow, &race.cast.protocol.flows[at]))
    })
}

/// The path of the object or list that has a lifecycle.
pub(super) fn place(facts: &Facts, life: &Life) -> String {
    let model = &facts.model;
    life.place.field.map_or_else(|| model[life.place.object].path(model), |field| model[field].path(model))
}
