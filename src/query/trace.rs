//! What messages can do to a lifecycle: every story in which something breaks, and what was looked at to find it.

use crate::explore::{Budget, Property, Verdict, Violation};
use crate::facts::Facts;
use crate::facts::lifecycle::Life;
use crate::facts::races::{Race, STATES, can_be_played, casts};
use crate::facts::wording;
use crate::model::Model;
use crate::query::story::{Story, story, unfounded};

/// The answer for one lifecycle.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What the charter is called in documents.
    pub title: String,
    /// The object or the list: `order.lines`.
    pub path: String,
    /// What can go wrong, in the order of the properties.
    pub stories: Vec<Told>,
    /// What was looked at, and what was not: a sentence each.
    pub looked: Vec<String>,
}

/// A story, and what it breaks.
#[derive(Clone, Debug)]
pub struct Told {
    /// The code of the finding that tells it.
    pub code: &'static str,
    /// In which scopes and phases, with a space before it; empty for all.
    pub when: String,
    /// The story.
    pub story: Story,
}

/// The codes of findings that tell a story, in the order in which stories are told.
pub const CODES: [&str; 8] = [
    "illegal-apply",
    "regression",
    "transition-conflict",
    "divergence",
    "duplicate-not-harmless",
    "stuck-message",
    "causality",
    "early-message-lost",
];

/// The code under which a breach is reported.
fn code(property: Property, violation: Violation) -> &'static str {
    match property {
        Property::LegalApply if violation == Violation::WentBack => CODES[1],
        Property::LegalApply => CODES[0],
        Property::NoConflict => CODES[2],
        Property::Convergence => CODES[3],
        Property::HarmlessDuplicates => CODES[4],
        Property::NoStuckMessage => CODES[5],
        Property::Causality => CODES[6],
        Property::CreateBeforeUse => CODES[7],
    }
}

impl Answer {
    /// All stories of a lifecycle, by index among all.
    pub fn of(facts: &Facts, at: usize) -> Self {
        let model = &facts.model;
        let life = &facts.lifecycles().all()[at];
        let mut stories = Vec::new();
        for property in Property::ALL {
            if property == Property::NoConflict {
                let clashes = facts.races().clashes(at, life);
                stories.extend(clashes.iter().map(|clash| told(facts, life, property, &clash.races)));
                continue;
            }
            let broken = facts.races().broken(property).into_iter().filter(|races| races[0].0.life == at);
            stories.extend(broken.map(|races| told(facts, life, property, &races)));
        }
        let of_this = facts.races().unfounded.iter().filter(|found| found.life == at || found.other == at);
        stories.extend(of_this.map(|found| {
            let scene = &facts.lifecycles().all()[found.other].scenes[found.scene];
            let when = wording::when(&facts.lifecycles().all()[found.other].describe(model, [scene]));
            Told { code: CODES[6], when, story: unfounded(facts, found) }
        }));
        stories.sort_by_key(|told| CODES.iter().position(|code| *code == told.code));
        Self { title: title(model), path: model.place_path(life.place), stories, looked: looked(facts, at, life) }
    }

    /// Only what one finding tells.
    #[must_use]
    pub fn only(mut self, code: &str) -> Self {
        self.stories.retain(|told| told.code == code);
        self
    }
}

fn title(model: &Model) -> String {
    let charter = model.charter.as_ref();
    let title = charter.and_then(|charter| charter.title.as_ref()).map(|title| title.value.to_string());
    title.or_else(|| charter.map(|charter| charter.name.to_string())).unwrap_or_default()
}

fn told(facts: &Facts, life: &Life, property: Property, races: &[(&Race, &crate::explore::Trace)]) -> Told {
    let (race, trace) = races[0];
    let scenes = races.iter().flat_map(|(race, _)| &race.scenes).map(|scene| &life.scenes[*scene]);
    let when = wording::when(&life.describe(&facts.model, scenes));
    Told { code: code(property, trace.violation), when, story: story(facts, race, trace) }
}

/// What was looked at of a lifecycle, and what was not.
fn looked(facts: &Facts, at: usize, life: &Life) -> Vec<String> {
    let model = &facts.model;
    if !can_be_played(model, life) {
        let why = if life.too_complex {
            "it has too many cases of scopes and phases"
        } else if life.initial.len() != 1 {
            "it has no single state in which it begins"
        } else {
            "not all that it names is known"
        };
        return vec![format!("nothing was looked at: {why}; `charter check` says more")];
    }
    let mut said = Vec::new();
    for (cast, scenes) in casts(model, life).iter().filter(|(cast, _)| !cast.is_open()) {
        let when = wording::when(&life.describe(model, scenes.iter().map(|scene| &life.scenes[*scene])));
        said.push(if cast.is_told() {
            format!(
                "it is safe without looking{when}: each state is left by one system, and all receivers hold what is early, drop \
                 what is old, recognise copies and lose nothing"
            )
        } else {
            format!("no flow tells anybody of a change{when}")
        });
    }
    let races: Vec<&Race> = facts.races().all().filter(|race| race.life == at).collect();
    if !races.is_empty() {
        let states: usize = races.iter().map(|race| race.report.states).sum();
        let faults = races.iter().map(|race| race.report.faults);
        let most = faults.fold(Budget { duplicates: 0, losses: 0 }, |most, faults| Budget {
            duplicates: most.duplicates.max(faults.duplicates),
            losses: most.losses.max(faults.losses),
        });
        said.push(format!("every order of its messages was looked at{}: {} states", with(most), thousands(states)));
    }
    let cut = races.iter().filter_map(|race| {
        let depth = race.report.verdicts.iter().find_map(|(_, verdict)| match verdict {
            Verdict::NotExhausted { depth } => Some(*depth),
            Verdict::Holds | Verdict::Violated(_) => None,
        })?;
        let scenes = race.scenes.iter().map(|scene| &life.scenes[*scene]);
        Some(format!(
            "what is longer than {depth} steps was not looked at{}: more than {} states",
            wording::when(&life.describe(model, scenes)),
            thousands(STATES)
        ))
    });
    said.extend(cut);
    said.push(
        "each transition happens once; time, quantities and what transitions require of other objects keep nothing from happening"
            .to_owned(),
    );
    said
}

/// The faults that may happen: ``, with one message that comes twice``.
fn with(faults: Budget) -> String {
    let mut said = Vec::new();
    if faults.duplicates > 0 {
        said.push("one message that comes twice");
    }
    if faults.losses > 0 {
        said.push("one that is lost");
    }
    if said.is_empty() { String::new() } else { format!(", with {}", said.join(" and ")) }
}

/// A count as people read it: `12,345`.
fn thousands(count: usize) -> String {
    crate::facts::figures::count(count as u128)
}
