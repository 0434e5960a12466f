//! A protocol made ready for the search: transitions once for each time they can happen, sets as bits, places in a state.

use crate::explore::channel::Net;
use crate::explore::layout::{Layout, Slot, bits_for};
use crate::explore::protocol::{self, Arrives, OnIllegal, Protocol, Requirement, Ruling};

/// A protocol, ready for the search.
#[derive(Debug)]
pub struct Compiled {
    pub machines: Vec<Machine>,
    pub transitions: Vec<Transition>,
    pub flows: Vec<Flow>,
    /// For each replica, which transitions it has fired or heard of, where that matters.
    pub known: Vec<Option<Slot>>,
    /// How many messages can still come twice, and be lost.
    pub duplicates: Slot,
    pub losses: Slot,
    /// The views and nothing else, at the start.
    pub start: Vec<(Slot, u64)>,
    /// How many words a state has.
    pub words: usize,
}

#[derive(Debug)]
pub struct Machine {
    pub start: u64,
    pub absent: Option<u64>,
    /// Where the view of each replica is.
    pub views: Vec<Option<Slot>>,
    /// Its transitions are those from here on.
    pub first: usize,
    pub count: usize,
    /// The states that can be reached from each, itself included.
    pub reach: Vec<u64>,
    /// What each replica sees at first, four bits for each.
    pub expected: u64,
    /// The bits of `expected` that stand for replicas with a copy.
    pub taking_part: u64,
    /// What loses against another, where conflicts are decided, as a set among the transitions.
    pub losing: u64,
}

impl Machine {
    /// The transitions of this thing, as a set among all.
    pub fn own(&self) -> u64 {
        ((1 << self.count) - 1) << self.first
    }
}

#[derive(Debug)]
pub struct Transition {
    /// The transition of the protocol.
    pub origin: usize,
    pub machine: usize,
    pub owner: usize,
    pub from: u64,
    pub to: u64,
    /// The view to look at, the machine, and the states that are right.
    pub requires: Vec<(Slot, usize, u64)>,
    /// What must have happened before: the same, once less often.
    pub after: Option<usize>,
    /// What its owner knew of this thing's transitions, counted from the machine's first.
    pub past: Slot,
    /// The owner's view, and what it knows.
    pub view: Slot,
    pub known: Slot,
    /// The flows on which the news of it leaves its owner, with its place there.
    pub sends: Vec<(usize, usize)>,
    /// What it wins over, what wins over it, as sets among the machine's transitions.
    pub losers: u64,
    pub winners: u64,
    /// The winners that it compensates for.
    pub compensates: u64,
    /// What it has to be compensated by when it loses, by origin.
    pub undone_by: Option<usize>,
    /// Who comes to know of it, four bits for each replica, and its target there.
    pub heard: u64,
    pub told: u64,
}

#[derive(Debug)]
pub struct Flow {
    pub from: usize,
    pub to: usize,
    /// The transitions, in the order of their places.
    pub carried: Vec<usize>,
    /// In which views of the receiver each is legal.
    pub legal: Vec<u64>,
    /// From which views it can become so.
    pub early: Vec<u64>,
    pub net: Net,
    pub arrives: Arrives,
    pub idempotent: bool,
    pub versioned: bool,
    pub on_early: OnIllegal,
    pub on_stale: OnIllegal,
}

impl Compiled {
    /// `None` when the protocol is larger than what is packed.
    pub fn of(protocol: &Protocol) -> Option<Self> {
        let instances: usize = protocol.transitions.iter().map(|transition| transition.times).sum();
        let times = |transition: &usize| protocol.transitions[*transition].times;
        let small = instances <= Protocol::TRANSITIONS
            && protocol.replicas <= Protocol::REPLICAS
            && protocol.machines.iter().all(|machine| machine.states <= Protocol::STATES)
            && protocol
                .flows
                .iter()
                .all(|flow| !flow.ordered || flow.carries.iter().map(times).sum::<usize>() <= Protocol::QUEUE);
        small.then(|| Builder::new(protocol).build())
    }
}

/// For each state of a thing, those that can be reached: by what a receiver is never told, and by everything.
struct Reach {
    silent: Vec<u64>,
    all: Vec<u64>,
}

struct Builder<'a> {
    protocol: &'a Protocol,
    layout: Layout,
    /// For each instance, the transition of the protocol.
    origins: Vec<usize>,
}

impl<'a> Builder<'a> {
    fn new(protocol: &'a Protocol) -> Self {
        let mut origins = Vec::new();
        for machine in 0..protocol.machines.len() {
            for (index, transition) in protocol.transitions.iter().enumerate() {
                if transition.machine == machine {
                    origins.extend(std::iter::repeat_n(index, transition.times));
                }
            }
        }
        Self { protocol, layout: Layout::default(), origins }
    }

    fn build(mut self) -> Compiled {
        let flows = self.flows();
        let known: Vec<Option<Slot>> = (0..self.protocol.replicas)
            .map(|replica| self.must_know(replica).then(|| self.layout.slot(self.origins.len().max(1))))
            .collect();
        let machines = self.machines();
        let transitions = self.transitions(&machines, &known, &flows);
        let (duplicates, losses) = (self.layout.slot(2), self.layout.slot(2));
        let mut start = Vec::new();
        for (machine, said) in machines.iter().zip(&self.protocol.machines) {
            let views = machine.views.iter().zip(&said.views);
            start.extend(views.filter_map(|(slot, view)| Some(((*slot)?, (*view)? as u64))));
        }
        Compiled { machines, transitions, flows, known, duplicates, losses, start, words: self.layout.words() }
    }

    /// Whether anything depends on what a replica has heard.
    fn must_know(&self, replica: usize) -> bool {
        let ruled = |transition: &usize| {
            self.protocol.rulings.iter().any(|ruling| {
                ruling.winner == *transition || ruling.loser == *transition || ruling.compensate == Some(*transition)
            })
        };
        self.protocol.transitions.iter().any(|transition| transition.owner == replica)
            || self.protocol.flows.iter().any(|flow| {
                flow.from == replica
                    || (flow.to == replica && (flow.idempotent || flow.versioned || flow.carries.iter().any(ruled)))
            })
    }

    fn machines(&mut self) -> Vec<Machine> {
        let protocol = self.protocol;
        let mut first = 0;
        let mut made = Vec::new();
        for (index, machine) in protocol.machines.iter().enumerate() {
            let count = self.origins.iter().filter(|origin| protocol.transitions[**origin].machine == index).count();
            let width = bits_for(machine.states).max(1);
            let views = machine.views.iter().map(|view| view.map(|_| self.layout.slot(width))).collect();
            let seen = machine.views.iter().enumerate().filter_map(|(replica, view)| Some((replica, (*view)?)));
            let expected = seen.fold(0, |all, (replica, view)| all | (view as u64) << (4 * replica));
            let seen = machine.views.iter().enumerate().filter(|(_, view)| view.is_some());
            let taking_part = seen.fold(0, |all, (replica, _)| all | 15 << (4 * replica));
            let edges = protocol.transitions.iter().filter(|transition| transition.machine == index);
            let reach = reach(machine.states, &edges.map(|edge| (edge.from, edge.to)));
            let own = self.origins[first..first + count].iter().enumerate();
            let losing = own.filter(|(_, origin)| protocol.rulings.iter().any(|ruling| ruling.loser == **origin));
            made.push(Machine {
                start: machine.start as u64,
                absent: machine.absent.map(|state| state as u64),
                views,
                first,
                count,
                reach,
                expected,
                taking_part,
                losing: losing.fold(0, |set, (local, _)| set | 1 << local),
            });
            first += count;
        }
        made
    }

    fn flows(&mut self) -> Vec<Flow> {
        let protocol = self.protocol;
        let mut made = Vec::new();
        for flow in &protocol.flows {
            let is_carried = |(_, origin): &(usize, &usize)| flow.carries.contains(origin);
            let carried: Vec<usize> =
                self.origins.iter().enumerate().filter(is_carried).map(|(instance, _)| instance).collect();
            let net = if flow.ordered {
                let entry = bits_for(carried.len() + 1).max(1);
                let width = (carried.len() * entry).max(1);
                let slot = self.layout.slot(width);
                let log = flow.can_rewind().then(|| self.layout.slot(width));
                Net::Queue { slot, entry, log }
            } else {
                Net::Bag(self.layout.slot(carried.len().max(1)))
            };
            let reaches: Vec<Reach> = (0..protocol.machines.len()).map(|index| self.reaches(flow.to, index)).collect();
            let (legal, early) = carried.iter().map(|instance| self.legality(&reaches, *instance)).unzip();
            made.push(Flow {
                from: flow.from,
                to: flow.to,
                carried,
                legal,
                early,
                net,
                arrives: flow.arrives,
                idempotent: flow.idempotent,
                versioned: flow.versioned,
                on_early: flow.early,
                on_stale: flow.stale,
            });
        }
        made
    }

    /// How a receiver can see a thing change.
    fn reaches(&self, receiver: usize, machine: usize) -> Reach {
        let states = self.protocol.machines[machine].states;
        let edges = self.protocol.transitions.iter().enumerate().filter(|(_, edge)| edge.machine == machine);
        let silent: Vec<(u64, usize)> = edges
            .clone()
            .filter(|(index, _)| self.hearers(*index) >> receiver & 1 == 0)
            .map(|(_, edge)| (edge.from, edge.to))
            .collect();
        Reach {
            silent: reach(states, &silent.iter().copied()),
            all: reach(states, &edges.map(|(_, edge)| (edge.from, edge.to))),
        }
    }

    /// The views of a receiver in which a transition is legal, given that some of those before it are never told to it,
    /// and the views from which such a view can be reached.
    fn legality(&self, reaches: &[Reach], instance: usize) -> (u64, u64) {
        let transition = &self.protocol.transitions[self.origins[instance]];
        let Reach { silent, all } = &reaches[transition.machine];
        let leads = |reach: &[u64], set: u64| {
            reach.iter().enumerate().fold(0, |found, (state, reached)| found | u64::from(reached & set != 0) << state)
        };
        let legal = leads(silent, transition.from);
        (legal, leads(all, legal))
    }

    /// The replicas that come to know of a transition, as a set.
    fn hearers(&self, origin: usize) -> u64 {
        let mut known = 1 << self.protocol.transitions[origin].owner;
        loop {
            let tells = |flow: &&protocol::Flow| known >> flow.from & 1 == 1 && flow.carries.contains(&origin);
            let more = self.protocol.flows.iter().filter(tells).fold(known, |set, flow| set | 1 << flow.to);
            if more == known {
                return known;
            }
            known = more;
        }
    }

    fn transitions(&mut self, machines: &[Machine], known: &[Option<Slot>], flows: &[Flow]) -> Vec<Transition> {
        let protocol = self.protocol;
        let origins = self.origins.clone();
        let mut made = Vec::new();
        for (instance, &origin) in origins.iter().enumerate() {
            let said = &protocol.transitions[origin];
            let machine = &machines[said.machine];
            let those = |wanted: usize| {
                let own = machine.first..machine.first + machine.count;
                own.filter(|other| origins[*other] == wanted).fold(0, |set, other| set | 1 << (other - machine.first))
            };
            let over = |own: fn(&Ruling) -> usize, other: fn(&Ruling) -> usize| {
                let rulings = protocol.rulings.iter().filter(|ruling| own(ruling) == origin);
                rulings.fold(0, |set, ruling| set | those(other(ruling)))
            };
            let compensating = protocol.rulings.iter().filter(|ruling| ruling.compensate == Some(origin));
            let sent = |(flow, made): (usize, &Flow)| {
                let place = made.carried.iter().position(|carried| *carried == instance)?;
                (made.from == said.owner).then_some((flow, place))
            };
            let hearers = self.hearers(origin);
            let heard = (0..protocol.replicas).filter(|replica| hearers >> replica & 1 == 1);
            let (heard, told) = heard.fold((0, 0), |(heard, told), replica| {
                (heard | 15 << (4 * replica), told | (said.to as u64) << (4 * replica))
            });
            let look = |requirement: &Requirement| {
                let slot = machines[requirement.machine].views[said.owner]?;
                Some((slot, requirement.machine, requirement.states))
            };
            made.push(Transition {
                origin,
                machine: said.machine,
                owner: said.owner,
                from: said.from,
                to: said.to as u64,
                requires: said.requires.iter().filter_map(look).collect(),
                after: instance.checked_sub(1).filter(|before| origins[*before] == origin),
                past: self.layout.slot(machine.count),
                view: machine.views[said.owner].expect("an owner has a copy"),
                known: known[said.owner].expect("an owner knows what it did"),
                sends: flows.iter().enumerate().filter_map(sent).collect(),
                losers: over(|ruling| ruling.winner, |ruling| ruling.loser),
                winners: over(|ruling| ruling.loser, |ruling| ruling.winner),
                compensates: compensating.fold(0, |set, ruling| set | those(ruling.winner)),
                undone_by: protocol
                    .rulings
                    .iter()
                    .find(|ruling| ruling.loser == origin)
                    .and_then(|ruling| ruling.compensate),
                heard,
                told,
            });
        }
        made
    }
}

/// For each state, the states that can be reached from it, itself included.
pub fn reach(states: usize, edges: &(impl Iterator<Item = (u64, usize)> + Clone)) -> Vec<u64> {
    let mut reached: Vec<u64> = (0..states).map(|state| 1 << state).collect();
    loop {
        let mut changed = false;
        for (from, to) in edges.clone() {
            let beyond = reached[to];
            for (state, set) in reached.iter_mut().enumerate().filter(|(state, _)| from >> state & 1 == 1) {
                changed |= *set | beyond != *set;
                debug_assert!(*set >> state & 1 == 1, "a state reaches itself");
                *set |= beyond;
            }
        }
        if !changed {
            return reached;
        }
    }
}
