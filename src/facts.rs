//! Questions that rules ask of a charter, each answered once, when it is first asked.

pub mod accesses;
pub mod atoms;
pub mod batch;
pub mod cells;
pub mod code_tables;
pub mod delay;
pub mod exposure;
pub mod figures;
pub mod forms;
pub mod freshness;
pub mod instances;
pub mod leaves;
pub mod lifecycle;
pub mod lineage;
pub mod lines;
pub mod load;
pub mod loss;
pub mod outage;
pub mod overwrites;
pub mod ownership;
pub mod races;
pub mod redelivery;
pub mod rollout;
pub mod rollups;
pub mod runs;
pub mod state_tables;
pub mod supply;
pub mod territory;
pub mod uses;
pub mod wording;

use std::sync::OnceLock;

use crate::model::Model;
use crate::source::{FileId, Span};
use delay::Delays;
use freshness::Freshness;
use lifecycle::Lifecycles;
use lineage::Lineage;
use lines::{Known, Tally};
use load::Loads;
use overwrites::Overwrites;
use ownership::Ownership;
use races::Races;
use rollups::Evaluated;
use state_tables::StateTables;
use supply::Supply;

/// A model and what is known about it.
#[derive(Debug)]
pub struct Facts {
    /// What the charter says.
    pub model: Model,
    prelude: FileId,
    ownership: OnceLock<Ownership>,
    delays: OnceLock<Delays>,
    freshness: OnceLock<Freshness>,
    lifecycles: OnceLock<Lifecycles>,
    races: OnceLock<Races>,
    lineage: OnceLock<Lineage>,
    loads: OnceLock<Loads>,
    rollups: OnceLock<Vec<Evaluated>>,
    state_tables: OnceLock<StateTables>,
    supply: OnceLock<Supply>,
    lines: OnceLock<Vec<Tally>>,
    overwrites: OnceLock<Overwrites>,
}

impl Facts {
    /// Facts about `model`; nothing is computed yet. Files from `prelude` on are not the author's.
    pub fn new(model: Model, prelude: FileId) -> Self {
        Self {
            model,
            prelude,
            ownership: OnceLock::new(),
            delays: OnceLock::new(),
            freshness: OnceLock::new(),
            lifecycles: OnceLock::new(),
            races: OnceLock::new(),
            lineage: OnceLock::new(),
            loads: OnceLock::new(),
            rollups: OnceLock::new(),
            state_tables: OnceLock::new(),
            supply: OnceLock::new(),
            lines: OnceLock::new(),
            overwrites: OnceLock::new(),
        }
    }

    /// Computes what many rules ask for, on all threads. Rules that run side by side must find it there: a thread that
    /// waits for its share of a fact takes up other work, and if that were a rule that asks for the same fact, it would
    /// wait for itself.
    pub fn prepare(&self) {
        rayon::join(|| self.lineage(), || (self.delays(), self.loads()));
        let of_lives = || {
            self.lifecycles();
            rayon::join(|| self.races(), || self.lines());
        };
        rayon::join(|| self.freshness(), || rayon::join(of_lives, || (self.supply(), self.overwrites())));
    }

    /// Whether the author wrote this place, and not we.
    pub fn is_own(&self, span: Span) -> bool {
        span.file < self.prelude
    }

    /// Who owns each field, everywhere.
    pub fn ownership(&self) -> &Ownership {
        self.ownership.get_or_init(|| Ownership::of(&self.model))
    }

    /// How long calendars wait, and how old a value can get on each flow.
    pub fn delays(&self) -> &Delays {
        self.delays.get_or_init(|| Delays::of(&self.model))
    }

    /// How each field travels.
    pub fn lineage(&self) -> &Lineage {
        self.lineage.get_or_init(|| Lineage::of(&self.model, self.ownership()))
    }

    /// Where instances can get, who decides each step, and who hears of it.
    pub fn lifecycles(&self) -> &Lifecycles {
        self.lifecycles.get_or_init(|| Lifecycles::of(&self.model, self.lineage()))
    }

    /// What messages can do to a lifecycle.
    pub fn races(&self) -> &Races {
        self.races.get_or_init(|| Races::of(&self.model, self.lifecycles()))
    }

    /// What flows ask of doors and systems, and what these can take.
    pub fn loads(&self) -> &Loads {
        self.loads.get_or_init(|| Loads::of(&self.model))
    }

    /// How old a value can be at each system.
    pub fn freshness(&self) -> &Freshness {
        self.freshness.get_or_init(|| Freshness::of(&self.model, self.lineage(), self.delays(), self.loads()))
    }

    /// What roll-ups make of their parts.
    pub fn rollups(&self) -> &[Evaluated] {
        self.rollups.get_or_init(|| rollups::rollups(&self.model, self.lifecycles()))
    }

    /// How records read and write states.
    pub fn state_tables(&self) -> &StateTables {
        self.state_tables.get_or_init(|| StateTables::of(&self.model))
    }

    /// Who needs a value and does not get it.
    pub fn supply(&self) -> &Supply {
        self.supply.get_or_init(|| Supply::of(&self.model, self.ownership(), self.lineage()))
    }

    /// What is known about lines before anything is explored.
    pub fn known_lines(&self) -> Known<'_> {
        Known {
            model: &self.model,
            ownership: self.ownership(),
            lineage: self.lineage(),
            lifecycles: self.lifecycles(),
            rollups: self.rollups(),
        }
    }

    /// What messages can do to the quantities of lines.
    pub fn lines(&self) -> &[Tally] {
        self.lines.get_or_init(|| self.known_lines().tallies())
    }

    /// What is written where it should not be.
    pub fn overwrites(&self) -> &Overwrites {
        self.overwrites.get_or_init(|| Overwrites::of(&self.model, self.lineage()))
    }
}
