//! What the outages that systems plan for leave behind: how much has piled up when they are over, and how long that takes.
//!
//! While a system is down for a time H, a x H messages come at the average rate a. When it is back they are worked off with
//! what the rate R of the door leaves free: a x H / (R - a). Until then a message can be on its way, so whatever keeps it
//! must keep it for H and for that.

use crate::facts::figures;
use crate::facts::forms::Form;
use crate::facts::load::{Backlog, Loads, Server};
use crate::model::Model;
use crate::model::flow::Flow;
use crate::model::id::Id;
use crate::model::name::Said;
use crate::model::system::System;
use crate::syntax::values::Duration;

/// What one outage means for one flow.
#[derive(Clone, Debug)]
pub struct Recovery<'l> {
    /// The system that is down.
    pub system: Id<System>,
    /// For how long.
    pub lasts: Said<Duration>,
    /// Where most has piled up, and what; `None` where no limit or no volume is declared.
    pub backlog: Option<(&'l Server, Backlog)>,
}

impl<'l> Recovery<'l> {
    /// What the outages of the receivers of a flow and of the systems on its way mean for it; the longest first.
    pub fn of_flow(model: &Model, loads: &'l Loads, form: Form) -> Vec<Self> {
        let flow: &Flow = form.of(model);
        let via = flow.via.iter().filter_map(|via| via.system?.target);
        let systems = via.chain(flow.to.iter().filter_map(|end| end.system?.target));
        let recovery = |system: Id<System>| {
            let lasts = model[system].outage.as_ref()?.lasts?;
            let servers = loads.of_flow(form.flow, form.variant).filter(|server| server.system == system);
            let backlogs = servers.map(|server| (server, server.after(lasts.value)));
            Some(Self { system, lasts, backlog: backlogs.max_by_key(|(_, backlog)| backlog.drained) })
        };
        let mut found: Vec<Self> = systems.filter_map(recovery).collect();
        found.sort_by_key(|recovery| std::cmp::Reverse(recovery.until()));
        found
    }

    /// How long after the outage everything that piled up has been taken.
    pub fn catch_up(&self) -> Duration {
        self.backlog.map_or(Duration(0), |(_, backlog)| backlog.drained)
    }

    /// How long after the start of the outage a message can still be on its way.
    pub fn until(&self) -> Duration {
        Duration(self.lasts.value.0.saturating_add(self.catch_up().0))
    }

    /// The time as a sum, with what it is made of.
    pub fn formula(&self, model: &Model) -> String {
        let lasts = figures::time(self.lasts.value);
        match self.backlog {
            Some((server, backlog)) if backlog.drained.0 > 0 => {
                let (total, catch_up) = (figures::time(self.until()), figures::time(backlog.drained));
                format!(
                    "{total} = {lasts} of the outage + {catch_up} to catch up, {}",
                    catch_up_formula(model, server, self.lasts.value)
                )
            }
            _ => format!("{lasts} of the outage"),
        }
    }
}

/// How long it takes to work off what an outage leaves behind, as a formula.
pub fn catch_up_formula(model: &Model, server: &Server, outage: Duration) -> String {
    let (backlog, lasts) = (server.after(outage), figures::time(outage));
    let (waiting, counts) = (figures::count(backlog.waiting), server.counts(model));
    let (average, limit) = (figures::rate(server.average()), figures::rate(server.limit.per_week));
    format!("as {waiting} {counts} = {average} x {lasts} are worked off with {limit} - {average}")
}
