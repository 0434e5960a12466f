//! How a system comes to hear of a transition: the event that a flow lacks, or the flow.

use crate::diagnostic::Diagnostic;
use crate::facts::Facts;
use crate::facts::lifecycle::{Life, Untold};
use crate::facts::supply::Shortage;
use crate::facts::wording;
use crate::model::flow::Event;
use crate::source::Span;

/// What to do so that a system hears of transitions, and the fix where one flow only lacks their names.
pub(super) fn answer(facts: &Facts, life: &Life, missing: &[&Untold], finding: Diagnostic) -> Diagnostic {
    let model = &facts.model;
    let Some(first) = missing.first() else { return finding };
    let events: Vec<String> = missing.iter().map(|untold| life.event(model, untold.step)).collect();
    let owner = life.steps[first.step].owner;
    let names = events.iter().map(|event| format!("`{event}`")).collect::<Vec<_>>().join(" and ");
    let Some(able) = (0..life.carriages.len()).find(|at| is_able(life, missing, *at)) else {
        let from = owner.map_or("", |owner| wording::name(model, owner));
        let to = wording::name(model, first.system);
        return finding.help(format!("add a flow from `{from}` to `{to}` that carries the state, on {names}"));
    };
    let flow = &model[life.carriages[able].flow];
    let finding = finding.help(format!("add {names} to the `on` of `{}`", flow.head.name.text));
    match flow.on.last().map(place) {
        Some(last) if flow.head.templates.is_empty() && facts.is_own(last) => {
            let after = Span { start: last.end, ..last };
            let title = format!("let `{}` tell of {names}", flow.head.name.text);
            finding.fix(title, after, format!(" {}", events.join(" ")))
        }
        _ => finding,
    }
}

/// Whether a flow brings the state to the system, has events, and comes from somebody who hears of all that is missing.
fn is_able(life: &Life, missing: &[&Untold], at: usize) -> bool {
    let carriage = &life.carriages[at];
    let is_able = |untold: &&Untold| {
        let mut scenes = untold.scenes.iter().map(|scene| &life.scenes[*scene]);
        carriage.to == untold.system
            && scenes.all(|scene| scene.carriages.contains(at) && scene.hears(carriage.from, untold.step))
    };
    carriage.shows && !carriage.snapshot && missing.iter().all(is_able)
}

fn place(event: &Event) -> Span {
    match event {
        Event::Transition(transition) => transition.span,
        Event::Create(span) | Event::Change(span) | Event::Delete(span) => *span,
    }
}

/// Whether nothing at all of the object comes to the system where it does not hear, and another finding says so.
pub(super) fn is_cut_off(facts: &Facts, life: &Life, untold: &Untold) -> bool {
    let of_object = |shortage: &Shortage| shortage.system == untold.system && shortage.object == life.place.object;
    let mut scenes = untold.scenes.iter().map(|scene| &life.scenes[*scene]);
    facts.supply().shortages.iter().any(of_object)
        && scenes.all(|scene| scene.carriages.ones().all(|at| life.carriages[at].to != untold.system))
}
