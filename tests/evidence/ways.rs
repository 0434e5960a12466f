//! Who owns a field, whom it reaches and how old it is there, point by point and way by way: the plain definitions, with
//! no thought of speed.

use std::collections::{BTreeMap, BTreeSet};

use super::charter::{Charter, DAY, Event, Flow, Guard, Keeps, Mode, Pace, Point, Region, Rule};

/// One flow to one of its receivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hop {
    pub flow: usize,
    pub from: usize,
    pub to: usize,
    /// The key is there only because a message must say what it is about.
    pub implied: bool,
}

/// How a field travels at a point.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ways {
    pub owners: Vec<usize>,
    pub hops: Vec<Hop>,
    /// Hops by which an owner takes over what another one had.
    pub taken: Vec<Hop>,
}

/// What lasts at a system: how many seconds old, by which hop, and whether that puts it over something newer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lasting {
    pub age: u64,
    pub by: Option<Hop>,
    pub overwrites: bool,
}

impl Flow {
    /// Whether it carries a field only because that is the key; `None` where it does not carry it.
    pub fn carries(&self, field: usize) -> Option<bool> {
        let said = self.fields.contains(&field);
        (said || field == 0).then_some(!said)
    }
}

/// Whether a value of every scope lies in a region.
pub fn contains(charter: &Charter, region: &Region, point: &Point) -> bool {
    region.iter().enumerate().all(|(scope, said)| {
        let value = point.scopes[scope];
        said.is_none_or(|said| value < charter.scopes[scope].values && said & (1 << value) != 0)
    })
}

impl Charter {
    /// Whether anything happens at a point.
    pub fn is_live(&self, point: &Point) -> bool {
        let Some(phase) = self.phases.get(point.phase) else { return true };
        phase.region.as_ref().is_none_or(|region| contains(self, region, point))
    }

    /// The rules that decide for a field: its own, else those of the object.
    pub fn deciding(&self, field: usize) -> (Option<usize>, &[Rule]) {
        if self.fields[field].is_empty() { (None, &self.owners) } else { (Some(field), &self.fields[field]) }
    }

    fn holds(&self, rule: &Rule, point: &Point) -> bool {
        contains(self, &rule.region, point)
            && (rule.states == 0 || rule.states & (1 << point.state) != 0)
            && rule.from.is_none_or(|from| point.phase >= from)
            && rule.before.is_none_or(|before| point.phase < before)
    }

    /// The rules of a place that name an owner for a point, by index.
    pub fn claims(&self, rules: &[Rule], point: &Point) -> Vec<usize> {
        let named = |rule: &Rule| !rule.otherwise && self.holds(rule, point);
        let any = rules.iter().any(named);
        (0..rules.len()).filter(|at| named(&rules[*at]) || (rules[*at].otherwise && !any)).collect()
    }

    /// What the last phase that is live at a point keeps of a field, by index.
    pub fn kept(&self, field: usize, point: &Point) -> Vec<usize> {
        let Some(phase) = self.phases.get(point.phase) else { return Vec::new() };
        let holds =
            |keeps: &Keeps| keeps.field.is_none_or(|kept| kept == field) && contains(self, &keeps.region, point);
        (0..phase.keeps.len()).filter(|at| holds(&phase.keeps[*at])).collect()
    }

    /// Who owns a field at a point: what a phase keeps goes before everything else.
    pub fn owners(&self, field: usize, point: &Point) -> BTreeSet<usize> {
        let kept = self.kept(field, point);
        if !kept.is_empty() {
            return kept.into_iter().map(|at| self.phases[point.phase].keeps[at].system).collect();
        }
        match &self.derived {
            Some(derived) if field + 1 == self.fields.len() => BTreeSet::from([derived.by]),
            _ => {
                let (_, rules) = self.deciding(field);
                self.claims(rules, point).into_iter().map(|at| rules[at].system).collect()
            }
        }
    }

    /// Whether a flow is live in a phase.
    fn is_rolled_out(&self, flow: usize, phase: usize) -> bool {
        let starts = |at: &usize| self.phases[*at].flows.contains(&flow);
        let ends = |at: &usize| self.phases[*at].retires.contains(&flow);
        let all = 0..self.phases.len();
        (!all.clone().any(|at| starts(&at)) || all.clone().any(|at| at <= phase && starts(&at)))
            && !all.clone().any(|at| at <= phase && ends(&at))
    }

    /// The states that the events of a flow lead to; `None` where it can send in any.
    fn targets(&self, flow: &Flow) -> Option<Vec<usize>> {
        if self.states == 0 || flow.on.is_empty() || flow.on.contains(&Event::Change) {
            return None;
        }
        let target = |event: &Event| match event {
            Event::Transition(at) => self.transitions[*at].to,
            Event::Create | Event::Change => 0,
        };
        Some(flow.on.iter().map(target).collect())
    }

    /// Whether the rules of a field tell two states apart.
    fn are_alike(&self, field: usize, states: (usize, usize)) -> bool {
        let (_, rules) = self.deciding(field);
        let is_derived = self.derived.is_some() && field + 1 == self.fields.len();
        let names = |rule: &Rule, state: usize| rule.states == 0 || rule.states & (1 << state) != 0;
        is_derived || rules.iter().all(|rule| names(rule, states.0) == names(rule, states.1))
    }

    /// How a field travels at a point; `None` where nothing happens or the owner is not settled.
    pub fn ways(&self, field: usize, point: &Point) -> Option<Ways> {
        let owners: Vec<usize> = self.owners(field, point).into_iter().collect();
        let [owner] = owners[..] else { return None };
        if !self.is_live(point) {
            return None;
        }
        let mut ways = Ways { owners, hops: Vec::new(), taken: Vec::new() };
        for (at, flow) in self.flows.iter().enumerate() {
            let Some(implied) = flow.carries(field) else { continue };
            let in_state = self
                .targets(flow)
                .is_none_or(|targets| targets.iter().any(|target| self.are_alike(field, (*target, point.state))));
            let leaves_out = !implied && flow.left_out == Some(owner);
            if !in_state || leaves_out || !contains(self, &flow.region, point) || !self.is_rolled_out(at, point.phase) {
                continue;
            }
            for &to in &flow.to {
                let hop = Hop { flow: at, from: flow.from, to, implied };
                let is_told = to == owner && flow.from != owner && self.only_tells(field, flow, point);
                let taken = self.takes_over(at, to) || is_told;
                if taken { &mut ways.taken } else { &mut ways.hops }.push(hop);
            }
        }
        Some(ways)
    }

    /// Whether a system takes the object, or a part of it, over by this flow.
    fn takes_over(&self, flow: usize, system: usize) -> bool {
        let all = self.owners.iter().chain(self.fields.iter().flatten());
        all.filter(|rule| rule.handover == Some(flow)).any(|rule| rule.system == system)
    }

    /// Whether a flow only tells that its source, which owned the field before, does not any more; or of a new instance.
    fn only_tells(&self, field: usize, flow: &Flow, point: &Point) -> bool {
        !flow.on.is_empty()
            && flow.on.iter().all(|event| match event {
                Event::Create => true,
                Event::Change => false,
                Event::Transition(at) => {
                    let before = Point { state: self.transitions[*at].from, ..point.clone() };
                    self.owners(field, &before).contains(&flow.from)
                }
            })
    }

    /// How the instances travel in the scopes and the phase of a point: with any flow, from who makes them.
    pub fn instances(&self, point: &Point, creators: &BTreeSet<usize>) -> Option<Ways> {
        let states = (0..self.states.max(1)).map(|state| Point { state, ..point.clone() });
        let mut owners: BTreeSet<usize> = states.flat_map(|point| self.owners(0, &point)).collect();
        owners.extend(creators);
        if owners.is_empty() || !self.is_live(point) {
            return None;
        }
        let mut ways = Ways { owners: owners.iter().copied().collect(), hops: Vec::new(), taken: Vec::new() };
        for (at, flow) in self.flows.iter().enumerate() {
            if contains(self, &flow.region, point) && self.is_rolled_out(at, point.phase) {
                for &to in &flow.to {
                    let is_new = !flow.on.is_empty() && flow.on.iter().all(|event| *event == Event::Create);
                    let is_told = owners.contains(&to) && !owners.contains(&flow.from) && is_new;
                    let taken = self.takes_over(at, to) || is_told;
                    let hop = Hop { flow: at, from: flow.from, to, implied: false };
                    if taken { &mut ways.taken } else { &mut ways.hops }.push(hop);
                }
            }
        }
        Some(ways)
    }

    pub fn delivers(&self, hop: &Hop) -> bool {
        self.flows[hop.flow].mode != Mode::Propose
    }

    /// Whether an older value that comes by a hop is turned away.
    pub fn is_guarded(&self, hop: &Hop) -> bool {
        let flow = &self.flows[hop.flow];
        hop.implied || flow.mode == Mode::Query || matches!(flow.guard, Guard::Version | Guard::Newer)
    }

    /// The flows that ask for calls at the door of a system.
    pub fn asking(&self, system: usize) -> Vec<&Flow> {
        let asks = |flow: &&Flow| flow.volume.is_some() && flow.to.contains(&system);
        if self.limits[system].is_some() { self.flows.iter().filter(asks).collect() } else { Vec::new() }
    }

    /// How many calls a second a door is asked for on average.
    pub fn average(&self, system: usize) -> u64 {
        self.asking(system).iter().filter_map(|flow| flow.volume).map(|volume| volume.average).sum()
    }

    /// How long the last message waits at a door when all peaks begin together, in seconds: counted second by second. Where
    /// more comes on average than the door takes, nothing is said.
    pub fn wait(&self, system: usize) -> u64 {
        let asking = self.asking(system);
        let Some(limit) = self.limits[system].filter(|limit| self.average(system) <= *limit) else { return 0 };
        let longest = asking.iter().filter_map(|flow| flow.volume).map(|volume| volume.lasts).max().unwrap_or(0);
        let (mut waiting, mut most) = (0_u64, 0_u64);
        for second in 0..longest {
            let volumes = asking.iter().filter_map(|flow| flow.volume);
            let come: u64 =
                volumes.map(|volume| if second < volume.lasts { volume.peak } else { volume.average }).sum();
            waiting = (waiting + come).saturating_sub(limit);
            most = most.max(waiting);
        }
        most.div_ceil(limit)
    }

    /// How long a hop takes at worst, in seconds: the flow, and the queue where it arrives.
    pub fn delay(&self, hop: &Hop) -> u64 {
        let waits = self.flows[hop.flow].volume.is_some() && self.limits[hop.to].is_some();
        self.pace(hop.flow) + if waits { self.wait(hop.to) } else { 0 }
    }

    /// How long a flow takes at worst, in seconds.
    fn pace(&self, flow: usize) -> u64 {
        let Flow { pace, via, .. } = &self.flows[flow];
        match *pace {
            Pace::Promise(seconds) => seconds,
            Pace::Poll(every, takes) => every + takes + via,
            Pace::Daily { weekdays, cut_off, takes } => {
                (if weekdays { 3 * DAY } else { DAY }) + cut_off * 60 + takes + via
            }
            Pace::Repeated { every, until, takes } => {
                let runs = (6 * 3_600..until * 3_600).step_by(every as usize);
                let last = runs.last().expect("it runs once");
                let night = DAY - last + 6 * 3_600;
                night.max(if last > 6 * 3_600 { every } else { 0 }) + takes + via
            }
        }
    }

    /// Every system that a value reaches: those at the end of a way without a circle.
    pub fn reached(&self, ways: &Ways) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        for owner in &ways.owners {
            let delivering: Vec<Hop> = ways.hops.iter().copied().filter(|hop| self.delivers(hop)).collect();
            for system in 0..self.systems {
                if !simple_ways(&delivering, *owner, system).is_empty() {
                    reached.insert(system);
                }
            }
        }
        reached
    }

    /// The hops that bring the owner's value somewhere else.
    fn outward(&self, ways: &Ways) -> Vec<Hop> {
        let reached = self.reached(ways);
        let counts = |hop: &Hop| self.delivers(hop) && reached.contains(&hop.from) && !ways.owners.contains(&hop.to);
        ways.hops.iter().copied().filter(counts).collect()
    }

    /// The least age at every system that a value reaches, and the first of the hops that bring it.
    pub fn freshest(&self, ways: &Ways) -> BTreeMap<usize, (u64, Option<Hop>)> {
        let hops = self.outward(ways);
        let mut found = BTreeMap::from([(ways.owners[0], (0, None))]);
        for system in (0..self.systems).filter(|system| *system != ways.owners[0]) {
            let length = |way: &Vec<Hop>| way.iter().map(|hop| self.delay(hop)).sum::<u64>();
            let all = simple_ways(&hops, ways.owners[0], system);
            let best = all.iter().min_by_key(|way| (length(way), hops.iter().position(|hop| Some(hop) == way.last())));
            if let Some(way) = best {
                found.insert(system, (length(way), way.last().copied()));
            }
        }
        found
    }

    /// What lasts at a system that a value reaches. In a circle a value counts as it first comes in.
    pub fn lasting(&self, ways: &Ways, system: usize) -> Lasting {
        if ways.owners[0] == system {
            return Lasting { age: 0, by: None, overwrites: false };
        }
        let hops = self.outward(ways);
        let circle = circle(&hops, system, self.systems);
        let coming: Vec<(u64, Hop)> = self.entering(ways, &hops, &circle, system);
        if let Some(&(least, first)) = coming.iter().min_by_key(|(age, _)| *age) {
            let unguarded = coming.iter().filter(|(_, hop)| !self.is_guarded(hop));
            return match unguarded.rev().max_by_key(|(age, _)| *age) {
                Some(&(age, hop)) if age > least => Lasting { age, by: Some(hop), overwrites: true },
                _ => Lasting { age: least, by: Some(first), overwrites: false },
            };
        }
        let entries: Vec<usize> =
            circle.iter().copied().filter(|entry| !self.entering(ways, &hops, &circle, *entry).is_empty()).collect();
        let mut found: Vec<(u64, Hop)> = Vec::new();
        for entry in &entries {
            let inside = |hop: &Hop| {
                circle.contains(&hop.from)
                    && circle.contains(&hop.to)
                    && !entries.contains(&hop.to)
                    && (hop.from == *entry || !entries.contains(&hop.from))
            };
            let inside: Vec<Hop> = hops.iter().copied().filter(inside).collect();
            for way in simple_ways(&inside, *entry, system) {
                let length: u64 = way.iter().map(|hop| self.delay(hop)).sum();
                found.push((self.lasting(ways, *entry).age + length, *way.last().expect("a way has a hop")));
            }
        }
        let (age, by) = *found.iter().min_by_key(|(age, _)| *age).expect("it comes from somewhere");
        Lasting { age, by: Some(by), overwrites: false }
    }

    /// What comes to a system of a circle from outside.
    fn entering(&self, ways: &Ways, hops: &[Hop], circle: &BTreeSet<usize>, system: usize) -> Vec<(u64, Hop)> {
        let enters = |hop: &&Hop| hop.to == system && !circle.contains(&hop.from);
        let age = |hop: &Hop| (self.lasting(ways, hop.from).age + self.delay(hop), *hop);
        hops.iter().filter(enters).map(age).collect()
    }

    /// How old a field is at a system, at best and at worst, in seconds; `None` where it does not come.
    pub fn ages(&self, field: usize, point: &Point, system: usize) -> Option<(u64, u64)> {
        let ways = self.ways(field, point)?;
        let freshest = self.freshest(&ways).get(&system)?.0;
        let lasting = self.lasting(&ways, system).age;
        let base = match &self.derived {
            Some(derived) if field + 1 == self.fields.len() => {
                let inputs = derived.inputs.iter().filter_map(|input| self.ages(*input, point, derived.by));
                inputs.fold((0, 0), |base, age| (base.0.max(age.0), base.1.max(age.1)))
            }
            _ => (0, 0),
        };
        Some((base.0 + freshest, base.1 + lasting))
    }
}

/// The systems from which one can come back, with the system itself.
fn circle(hops: &[Hop], system: usize, systems: usize) -> BTreeSet<usize> {
    let leads = |from: usize, to: usize| !simple_ways(hops, from, to).is_empty();
    (0..systems).filter(|other| *other == system || (leads(*other, system) && leads(system, *other))).collect()
}

/// Every way that visits no system twice; the empty one from a system to itself.
pub fn simple_ways(hops: &[Hop], from: usize, to: usize) -> Vec<Vec<Hop>> {
    fn extend(hops: &[Hop], way: &mut Vec<Hop>, at: usize, seen: &mut Vec<usize>, to: usize, all: &mut Vec<Vec<Hop>>) {
        if at == to {
            all.push(way.clone());
            return;
        }
        for hop in hops.iter().filter(|hop| hop.from == at) {
            if !seen.contains(&hop.to) {
                seen.push(hop.to);
                way.push(*hop);
                extend(hops, way, hop.to, seen, to, all);
                way.pop();
                seen.pop();
            }
        }
    }
    let mut all = Vec::new();
    extend(hops, &mut Vec::new(), from, &mut vec![from], to, &mut all);
    all
}
