//! What is wrong with a charter, judged point by point and way by way from the definitions of the findings.

mod ages;

use std::collections::{BTreeMap, BTreeSet};

use super::charter::{Access, Charter, Does, Guard, Mode, Point, Thing};
use super::moves::{doors, handovers};
use super::ways::{Hop, Ways, contains, simple_ways};

/// The findings that are judged.
pub const CODES: &[&str] = &[
    "burst-backlog",
    "derived-input-missing",
    "derived-written",
    "echo-cycle",
    "handover-without-delivery",
    "little-headroom",
    "no-owner",
    "overload",
    "owner-never-receives",
    "phase-missing-input",
    "proposal-without-echo",
    "protected-overwrite",
    "publish-without-authority",
    "stale-overwrite-race",
    "stale-reader",
    "stale-when-degraded",
    "two-owners",
    "unreachable-reader",
    "write-into-owner",
];

/// Where a finding is: one thing, both sides of a conflict, or all hops of a circle.
pub type Place = Vec<Thing>;

/// Something that must be found, at one of these places.
pub type Due = (&'static str, Vec<Place>);

/// One charter and the ways of its fields at every point.
pub struct Judge<'c> {
    charter: &'c Charter,
    points: Vec<Point>,
    /// By field and point.
    ways: Vec<Vec<Option<Ways>>>,
    reached: Vec<Vec<BTreeSet<usize>>>,
    due: Vec<Due>,
}

/// Where a need is met, by point; `None` where there is none.
type States = Vec<Option<bool>>;

impl<'c> Judge<'c> {
    pub fn new(charter: &'c Charter) -> Self {
        let points = charter.points();
        let fields = 0..charter.fields.len();
        let ways: Vec<Vec<Option<Ways>>> =
            fields.map(|field| points.iter().map(|point| charter.ways(field, point)).collect()).collect();
        let mut known: BTreeMap<Ways, BTreeSet<usize>> = BTreeMap::new();
        let mut reached = |ways: &Option<Ways>| match ways {
            Some(ways) => known.entry(ways.clone()).or_insert_with(|| charter.reached(ways)).clone(),
            None => BTreeSet::new(),
        };
        let reached = ways.iter().map(|of_field| of_field.iter().map(&mut reached).collect()).collect();
        Self { charter, points, ways, reached, due: Vec::new() }
    }

    /// All that must be found.
    pub fn verdict(mut self) -> Vec<Due> {
        self.owners();
        self.needs();
        for field in 0..self.charter.fields.len() {
            self.writes(field);
            self.proposals(field);
            let moved = handovers(self.charter, field, &self.points);
            self.due.extend(moved);
        }
        self.due.extend(doors(self.charter));
        self.protected_result();
        self.ages();
        self.due.sort();
        self.due.dedup();
        self.due
    }

    fn say(&mut self, code: &'static str, place: Place) {
        self.due.push((code, vec![place]));
    }

    fn is_derived(&self, field: usize) -> bool {
        self.charter.derived.is_some() && field + 1 == self.charter.fields.len()
    }

    fn at(&self, field: usize, point: usize) -> Option<(&Ways, &BTreeSet<usize>)> {
        Some((self.ways[field][point].as_ref()?, &self.reached[field][point]))
    }

    fn is_within(&self, access: &Access, point: usize) -> bool {
        contains(self.charter, &access.region, &self.points[point])
    }

    /// Every value of every scope has one owner, in every phase and state.
    fn owners(&mut self) {
        let values: Vec<usize> = (0..self.charter.fields.len()).filter(|field| !self.is_derived(*field)).collect();
        for field in values {
            let (place, rules) = self.charter.deciding(field);
            for point in self.points.clone() {
                let kept = self.charter.kept(field, &point);
                let keeps = |at: usize| &self.charter.phases[point.phase].keeps[at];
                let several = kept.iter().flat_map(|first| kept.iter().map(move |second| (*first, *second)));
                let several: Vec<(usize, usize)> = several
                    .filter(|(first, second)| first < second && keeps(*first).system != keeps(*second).system)
                    .collect();
                for (first, second) in several {
                    let place = [first, second].map(|at| Thing::Keeps(point.phase, at));
                    self.say("two-owners", place.to_vec());
                }
                if !kept.is_empty() {
                    continue;
                }
                let claims = self.charter.claims(rules, &point);
                if claims.is_empty() && self.charter.is_live(&point) {
                    self.say("no-owner", vec![place.map_or(Thing::Object, Thing::Field)]);
                }
                for (at, second) in claims.iter().enumerate() {
                    for first in &claims[..at] {
                        if rules[*first].system != rules[*second].system {
                            self.say("two-owners", vec![Thing::Rule(place, *first), Thing::Rule(place, *second)]);
                        }
                    }
                }
            }
        }
    }

    /// Points that differ in states only.
    fn in_any_state(&self, point: usize) -> impl Iterator<Item = usize> + '_ {
        let same = move |other: &usize| {
            let (a, b) = (&self.points[point], &self.points[*other]);
            (&a.scopes, a.phase) == (&b.scopes, b.phase)
        };
        (0..self.points.len()).filter(same)
    }

    /// Whether a system is without a value, and the first on the way to be so: nobody without it sends to it, unless in
    /// a circle, where the first by name counts.
    fn is_first_without(&self, field: usize, point: usize, system: usize) -> bool {
        let all: Vec<_> = self.in_any_state(point).filter_map(|point| self.at(field, point)).collect();
        let has = |system: usize| all.iter().any(|(_, reached)| reached.contains(&system));
        let hops: BTreeSet<Hop> = all.iter().flat_map(|(ways, _)| ways.hops.iter().copied()).collect();
        let idle: Vec<Hop> = hops.into_iter().filter(|hop| self.charter.delivers(hop) && !has(hop.from)).collect();
        let leads = |from: usize, to: usize| !simple_ways(&idle, from, to).is_empty();
        !has(system)
            && (0..self.charter.systems)
                .filter(|other| *other != system && leads(*other, system))
                .all(|other| leads(system, other) && system < other)
    }

    /// Whether a flow that names no scopes sends what its source owns elsewhere in the same phase.
    fn is_elsewhere(&self, field: usize, point: usize, flow: usize) -> bool {
        let said = &self.charter.flows[flow];
        let Some((_, reached)) = self.at(field, point) else { return false };
        let owns = |other: &usize| {
            let other = &self.points[*other];
            other.phase == self.points[point].phase && self.charter.owners(field, other).contains(&said.from)
        };
        said.region.iter().all(Option::is_none)
            && !reached.contains(&said.from)
            && (0..self.points.len()).any(|other| owns(&other))
    }

    /// Who needs a value and does not get it.
    fn needs(&mut self) {
        let mut due: Vec<(usize, bool, Due)> = Vec::new();
        let creates = |access: &&Access| access.does == Does::Creates;
        for field in 0..self.charter.fields.len() {
            for owner in 0..self.charter.systems {
                let whole = |point: usize| {
                    let makers = self.charter.accesses.iter().filter(creates);
                    let makers = makers.filter(|access| self.is_within(access, point)).map(|access| access.system);
                    self.charter.instances(&self.points[point], &makers.collect())
                };
                let has = |point: usize| whole(point).is_some_and(|ways| self.charter.reached(&ways).contains(&owner));
                let states = |point: usize| {
                    let owns = self.at(field, point).is_some_and(|(ways, _)| ways.owners.contains(&owner));
                    let ways = whole(point).filter(|_| owns)?;
                    let asks = |hop: &Hop| hop.to == owner && !self.charter.delivers(hop);
                    Some(has(point) || ways.hops.iter().any(asks))
                };
                let states: States = (0..self.points.len()).map(states).collect();
                let place = vec![vec![Thing::System(owner)]];
                due.extend(
                    self.missing(&states, has, "owner-never-receives", &place)
                        .into_iter()
                        .map(|due| (owner, true, due)),
                );
            }
            due.extend(self.readers_and_senders(field).into_iter().map(|(system, due)| (system, false, due)));
        }
        due.extend(self.inputs().into_iter().map(|(system, due)| (system, false, due)));
        // Who owns a part and never gets the object is told so, and nothing else.
        let blind: BTreeSet<usize> = due.iter().filter(|(_, is_owner, _)| *is_owner).map(|due| due.0).collect();
        self.due.extend(due.into_iter().filter(|due| due.1 || !blind.contains(&due.0)).map(|due| due.2));
    }

    fn readers_and_senders(&self, field: usize) -> Vec<(usize, Due)> {
        let mut due = Vec::new();
        let points = 0..self.points.len();
        let reads = |access: &&Access| access.does == Does::Reads;
        let mut told: Vec<(usize, Vec<bool>)> = Vec::new();
        for (at, access) in self.charter.accesses.iter().enumerate().filter(|(_, access)| reads(access)) {
            let is_alike = |other: &usize| self.travel_alike(field, *other);
            if !access.fields.iter().any(is_alike) {
                continue;
            }
            let system = access.system;
            let states: States = points
                .clone()
                .map(|point| {
                    let wants = self.at(field, point).is_some() && self.is_within(access, point);
                    let wants = wants && self.is_in_use(system, self.points[point].phase);
                    wants.then(|| !self.is_first_without(field, point, system))
                })
                .collect();
            told.push((system, states.iter().map(|state| *state == Some(false)).collect()));
            if access.fields.contains(&field) {
                let has = |point: usize| self.reached[field][point].contains(&system);
                let found = self.missing(&states, has, "unreachable-reader", &[vec![Thing::Access(at)]]);
                due.extend(found.into_iter().map(|due| (system, due)));
            }
        }
        for (at, flow) in self.charter.flows.iter().enumerate() {
            if flow.mode == Mode::Propose || !flow.fields.contains(&field) {
                continue;
            }
            let states: States = points
                .clone()
                .map(|point| {
                    let (ways, _) = self.at(field, point)?;
                    let sends = ways.hops.iter().any(|hop| hop.flow == at && !ways.owners.contains(&hop.to));
                    let is_told = told.iter().any(|(system, missing)| *system == flow.from && missing[point]);
                    (sends && !self.is_elsewhere(field, point, at))
                        .then(|| is_told || !self.is_first_without(field, point, flow.from))
                })
                .collect();
            let has = |point: usize| self.reached[field][point].contains(&flow.from);
            let found = self.missing(&states, has, "publish-without-authority", &[vec![Thing::Flow(at)]]);
            due.extend(found.into_iter().map(|due| (flow.from, due)));
        }
        due
    }

    /// Whether a system still works in a phase: a legacy system that owns something at all does while it owns something.
    fn is_in_use(&self, system: usize, phase: usize) -> bool {
        let owns = |point: &Point| {
            (0..self.charter.fields.len()).any(|field| self.charter.owners(field, point).contains(&system))
        };
        let mut in_phase = self.points.iter().filter(|point| point.phase == phase);
        !self.charter.is_legacy(system) || in_phase.any(owns) || !self.points.iter().any(owns)
    }

    /// Whether two fields have the same rules and the same flows.
    fn travel_alike(&self, field: usize, other: usize) -> bool {
        let carries = |field: usize| self.charter.flows.iter().map(move |flow| flow.carries(field));
        let inherits = |field: usize| !self.is_derived(field) && self.charter.deciding(field).0.is_none();
        let kept = |field: usize| {
            let all = self.charter.phases.iter().flat_map(|phase| &phase.keeps);
            all.map(move |keeps| keeps.field.is_none_or(|kept| kept == field))
        };
        let is_alike = kept(field).eq(kept(other)) && carries(field).eq(carries(other));
        field == other || (inherits(field) && inherits(other) && is_alike)
    }

    /// Inputs that do not come to the system that computes with them.
    fn inputs(&self) -> Vec<(usize, Due)> {
        let Some(derived) = &self.charter.derived else { return Vec::new() };
        let mut due = Vec::new();
        for &input in &derived.inputs {
            let states = |point: usize| {
                self.at(self.charter.fields.len() - 1, point)?;
                self.at(input, point)?;
                let is_told = self.charter.accesses.iter().any(|access| {
                    let is_this = access.system == derived.by && access.does == Does::Reads;
                    is_this && access.fields.contains(&input) && self.is_within(access, point)
                });
                Some(is_told || !self.is_first_without(input, point, derived.by))
            };
            let states: States = (0..self.points.len()).map(states).collect();
            let has = |point: usize| self.reached[input][point].contains(&derived.by);
            let found = self.missing(&states, has, "derived-input-missing", &[vec![Thing::Derived]]);
            due.extend(found.into_iter().map(|due| (derived.by, due)));
        }
        due
    }

    /// What is missing: in another phase it comes, or it never does.
    fn missing(&self, states: &States, has: impl Fn(usize) -> bool, code: &'static str, places: &[Place]) -> Vec<Due> {
        let comes = |point: usize| {
            let (here, all) = (&self.points[point], 0..self.points.len());
            let there = |other: &usize| {
                let there = &self.points[*other];
                (&here.scopes, here.state) == (&there.scopes, there.state) && states[*other] == Some(true)
            };
            all.filter(there).any(&has)
        };
        let missing = (0..self.points.len()).filter(|point| states[*point] == Some(false));
        let found: BTreeSet<&'static str> =
            missing.map(|point| if comes(point) { "phase-missing-input" } else { code }).collect();
        found.into_iter().map(|code| (code, places.to_vec())).collect()
    }

    /// The points at which a field has the same ways.
    fn groups(&self, field: usize) -> BTreeMap<&Ways, Vec<usize>> {
        let mut groups: BTreeMap<&Ways, Vec<usize>> = BTreeMap::new();
        for point in 0..self.points.len() {
            if let Some(ways) = &self.ways[field][point] {
                groups.entry(ways).or_default().push(point);
            }
        }
        groups
    }

    fn says(&self, system: usize, does: &[Does], field: usize, points: &[usize]) -> bool {
        self.charter.accesses.iter().any(|access| {
            let covers = access.does == Does::Creates || access.fields.contains(&field);
            let is_this = access.system == system && does.contains(&access.does) && covers;
            is_this && points.iter().any(|point| self.is_within(access, *point))
        })
    }

    /// Values that are written where they should not be: the strongest reason counts.
    fn writes(&mut self, field: usize) {
        let mut due: Vec<Due> = Vec::new();
        for (ways, points) in self.groups(field) {
            let owner = ways.owners[0];
            let reached = &self.reached[field][points[0]];
            for hop in &ways.hops {
                let flow = &self.charter.flows[hop.flow];
                if hop.implied {
                    continue;
                }
                let place = vec![vec![Thing::Flow(hop.flow)]];
                let is_elsewhere = || points.iter().all(|point| self.is_elsewhere(field, *point, hop.flow));
                if flow.mode != Mode::Publish {
                    // What is asked for, or proposed to the system that computes it, is replaced each time.
                    if self.is_derived(field) && hop.to == owner && !is_elsewhere() {
                        due.push(("derived-written", place));
                    }
                    continue;
                }
                if self.says(hop.to, &[Does::Protects], field, &points) {
                    due.push(("protected-overwrite", place));
                } else if hop.to != owner || is_elsewhere() {
                } else if self.is_derived(field) {
                    due.push(("derived-written", place));
                } else if !reached.contains(&hop.from) {
                    due.push(("write-into-owner", place));
                } else if matches!(flow.guard, Guard::Version | Guard::Echo) {
                } else if self.says(hop.from, &[Does::Updates, Does::Creates], field, &points) {
                    due.push(("write-into-owner", place));
                } else {
                    let delivering: Vec<Hop> =
                        ways.hops.iter().copied().filter(|hop| self.charter.delivers(hop)).collect();
                    let ways = simple_ways(&delivering, owner, hop.from);
                    let least = ways.iter().map(Vec::len).min();
                    let shortest = ways.into_iter().filter(|way| Some(way.len()) == least);
                    due.push(("echo-cycle", shortest.map(|way| circle(way.iter().chain([hop]))).collect()));
                }
            }
            due.extend(self.circles(ways));
        }
        self.due.extend(due);
    }

    /// Circles that do not end in the owner: one for all systems that lead to each other.
    fn circles(&self, ways: &Ways) -> Vec<Due> {
        let is_open = |hop: &Hop| {
            let flow = &self.charter.flows[hop.flow];
            let guarded = matches!(flow.guard, Guard::Version | Guard::Echo);
            flow.mode == Mode::Publish && !hop.implied && !ways.owners.contains(&hop.to) && !guarded
        };
        let hops: Vec<Hop> = ways.hops.iter().copied().filter(is_open).collect();
        let mut due = Vec::new();
        for system in 0..self.charter.systems {
            let back = hops.iter().filter(|hop| hop.to == system);
            let all: Vec<Vec<Hop>> = back
                .flat_map(|last| {
                    let ways = simple_ways(&hops, system, last.from).into_iter();
                    ways.map(move |mut way| {
                        way.push(*last);
                        way
                    })
                })
                .collect();
            let is_least = |way: &Vec<Hop>| way.iter().all(|hop| hop.from >= system);
            // One is named for each set of circles that hang together, from its first system on.
            let hangs = |other: usize| {
                !simple_ways(&hops, system, other).is_empty() && !simple_ways(&hops, other, system).is_empty()
            };
            if !all.is_empty() && (0..system).all(|other| !hangs(other)) {
                let least = all.iter().map(Vec::len).min();
                let shortest = all.iter().filter(|way| Some(way.len()) == least && is_least(way));
                due.push(("echo-cycle", shortest.map(circle).collect()));
            }
        }
        due
    }

    /// Proposals of which nothing is heard again.
    fn proposals(&mut self, field: usize) {
        let mut due = Vec::new();
        for point in 0..self.points.len() {
            let Some((ways, reached)) = self.at(field, point) else { continue };
            for hop in ways.hops.iter().filter(|hop| !hop.implied && !self.charter.delivers(hop)) {
                let is_lost = ways.owners.contains(&hop.to) && !reached.contains(&hop.from);
                if is_lost && !self.charter.flows[hop.flow].answer {
                    due.push(("proposal-without-echo", vec![vec![Thing::Flow(hop.flow)]]));
                }
            }
        }
        self.due.extend(due);
    }

    /// A computed value that is protected, and an input that a flow brings.
    fn protected_result(&mut self) {
        let Some(derived) = &self.charter.derived else { return };
        let field = self.charter.fields.len() - 1;
        let live: Vec<usize> = (0..self.points.len()).filter(|point| self.at(field, *point).is_some()).collect();
        if !self.says(derived.by, &[Does::Protects], field, &live) {
            return;
        }
        let mut last: BTreeSet<Place> = BTreeSet::new();
        for &input in &derived.inputs {
            for point in 0..self.points.len() {
                let Some((ways, _)) = self.at(input, point) else { continue };
                let delivering: Vec<Hop> = ways.hops.iter().copied().filter(|hop| self.charter.delivers(hop)).collect();
                let all = simple_ways(&delivering, ways.owners[0], derived.by);
                last.extend(all.iter().filter_map(|way| Some(vec![Thing::Flow(way.last()?.flow)])));
            }
        }
        if !last.is_empty() {
            self.due.push(("protected-overwrite", last.into_iter().collect()));
        }
    }
}

fn circle<'h>(hops: impl IntoIterator<Item = &'h Hop>) -> Place {
    let flows: BTreeSet<usize> = hops.into_iter().map(|hop| hop.flow).collect();
    flows.into_iter().map(Thing::Flow).collect()
}
