//! Several lines and the state of their whole, where a roll-up makes it of theirs.

use crate::explore::lines::{Whole, WholeRule};
use crate::facts::lifecycle::Life;
use crate::facts::lines::{Cast, Known};
use crate::facts::races::decider;
use crate::model::id::Id;
use crate::model::lifecycle::Instances;
use crate::model::system::System;

impl Cast {
    /// The same with so many lines, and with the state of the whole where it follows from several.
    #[must_use]
    pub fn with_lines(mut self, known: &Known<'_>, life: &Life, lines: usize) -> Self {
        self.lines.lines = lines;
        self.lines.whole = if lines > 1 { whole(known, life, &self.systems) } else { None };
        self
    }
}

/// The whole of the lines of a lifecycle: its roll-up, where one system that plays makes all changes between its states.
fn whole(known: &Known<'_>, life: &Life, systems: &[Id<System>]) -> Option<Whole> {
    let evaluated = known.rollups.iter().find(|evaluated| evaluated.parts == life.lifecycle)?;
    let of = known.lifecycles.life(evaluated.whole)?;
    let rollup = &known.model.rollups[evaluated.rollup];
    let rules = rollup.rules.iter().map(|rule| {
        let (state, to) = (life.state(rule.state?.target?)?, of.state(rule.to?.target?)?);
        Some(WholeRule { all: rule.instances == Instances::All, state, to })
    });
    let rules: Vec<WholeRule> = rules.collect::<Option<_>>()?;
    let otherwise = of.state(rollup.otherwise?.target?)?;
    let is_made = |state: usize| state == otherwise || rules.iter().any(|rule| rule.to == state);
    let mut changes = Vec::new();
    let mut owners = Vec::new();
    for (at, step) in of.steps.iter().enumerate() {
        let Some(to) = step.to.filter(|to| is_made(*to)) else { continue };
        let from = step.from.iter().copied().filter(|from| is_made(*from) && *from != to);
        let before = changes.len();
        changes.extend(from.map(|from| (from, to)));
        if changes.len() > before {
            owners.push(decider(known.model, of, at)?);
        }
    }
    let first = *owners.first()?;
    let owner = systems.binary_search(&first).ok().filter(|_| owners.iter().all(|owner| *owner == first))?;
    Some(Whole { owner, states: of.states.len(), rules, otherwise, changes })
}
