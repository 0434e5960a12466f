//! Random small charters: mostly sound, with a few things that are not.

use fastrand::Rng;

use super::charter::{
    Access, Charter, Derived, Does, Event, Flow, Guard, Keeps, Mode, Pace, Phase, Region, Rule, Scope, Transition,
    Volume,
};

/// The charter of a seed.
pub fn charter(seed: u64) -> Charter {
    let mut random = Rng::with_seed(seed);
    let random = &mut random;
    let mut charter = Charter { systems: random.usize(3..=5), ..Charter::default() };
    for _ in 0..random.usize(0..=2) {
        charter.scopes.push(Scope { values: random.usize(2..=3), open: random.u8(0..5) == 0 });
    }
    let phases = if random.bool() { 0 } else { random.usize(2..=3) };
    for at in 0..phases {
        let region = (at + 1 < phases && random.bool()).then(|| region(random, &charter, 40));
        charter.phases.push(Phase { region, ..Phase::default() });
    }
    if random.u8(0..3) == 0 {
        charter.states = random.usize(2..=3);
        for to in 1..charter.states {
            let (from, by) = (random.usize(0..to), random.usize(0..charter.systems));
            charter.transitions.push(Transition { from, to, by });
        }
    }
    let fields = random.usize(3..=5);
    charter.fields = vec![Vec::new(); fields];
    if random.u8(0..4) == 0 && fields > 3 {
        let inputs = if random.bool() { vec![2] } else { (2..fields - 1).collect() };
        charter.derived = Some(Derived { inputs, by: random.usize(0..charter.systems) });
    }
    let owner = random.usize(0..charter.systems);
    charter.owners = if random.u8(0..3) > 0 { vec![plain(owner)] } else { rules(random, &charter) };
    for field in 2..fields - usize::from(charter.derived.is_some()) {
        if random.u8(0..3) == 0 {
            charter.fields[field] = rules(random, &charter);
        }
    }
    flows(random, &mut charter);
    accesses(random, &mut charter);
    rollout(random, &mut charter);
    keeps(random, &mut charter);
    doors(random, &mut charter);
    charter
}

/// What phases leave to a legacy system: the object, where nothing is computed, or a field.
fn keeps(random: &mut Rng, charter: &mut Charter) {
    let system = random.usize(0..charter.systems);
    let values = charter.fields.len() - usize::from(charter.derived.is_some());
    for phase in 0..charter.phases.len() {
        if random.u8(0..3) == 0 {
            let field = (charter.derived.is_some() || random.bool()).then(|| random.usize(0..values));
            let region = region(random, charter, 50);
            let system = if random.u8(0..8) == 0 { random.usize(0..charter.systems) } else { system };
            charter.phases[phase].keeps.push(Keeps { system, field, region });
            if random.u8(0..6) == 0 {
                let other = Keeps { system: random.usize(0..charter.systems), field: Some(0), region: Vec::new() };
                let region = self::region(random, charter, 20);
                charter.phases[phase].keeps.push(Keeps { region, ..other });
            }
        }
    }
}

/// Doors that take some calls a second, and flows that say how much they bring. All numbers are such that queues are whole
/// numbers of seconds long.
fn doors(random: &mut Rng, charter: &mut Charter) {
    let limit = |random: &mut Rng| (random.u8(0..3) == 0).then(|| [2, 4][random.usize(0..2)]);
    charter.limits = (0..charter.systems).map(|_| limit(random)).collect();
    for flow in &mut charter.flows {
        let average = random.u64(1..=2);
        let peak = average + random.u64(0..=4);
        let volume = Volume { average, peak, lasts: 60 * random.u64(1..=8) };
        flow.volume = (random.u8(0..3) > 0).then_some(volume);
        let tells = flow.on.iter().any(|event| *event != Event::Change);
        flow.loses = !tells && random.u8(0..6) == 0;
    }
}

fn plain(system: usize) -> Rule {
    Rule { system, ..Rule::default() }
}

/// A region that restricts each scope with such a chance in a hundred.
fn region(random: &mut Rng, charter: &Charter, chance: u8) -> Region {
    let side = |scope: &Scope| {
        let all = (1 << scope.values) - 1;
        (random.u8(0..100) < chance).then(|| random.u8(1..=all))
    };
    charter.scopes.iter().map(side).collect()
}

/// Rules that part a scope, the states or the phases, mostly without a gap or an overlap.
fn rules(random: &mut Rng, charter: &Charter) -> Vec<Rule> {
    let mut rules = vec![plain(random.usize(0..charter.systems)), plain(random.usize(0..charter.systems))];
    let nowhere: Region = charter.scopes.iter().map(|_| None).collect();
    for rule in &mut rules {
        rule.region.clone_from(&nowhere);
    }
    match random.u8(0..4) {
        0 if charter.states > 0 => {
            let all = (1 << charter.states) - 1;
            rules[0].states = random.u8(1..all);
            rules[1].states = all & !rules[0].states;
        }
        1 if !charter.phases.is_empty() => {
            let at = random.usize(1..charter.phases.len());
            rules[0].before = Some(at);
            rules[1].from = Some(at);
        }
        2 | 3 if !charter.scopes.is_empty() => {
            let scope = random.usize(0..charter.scopes.len());
            let all = (1 << charter.scopes[scope].values) - 1;
            let some = random.u8(1..all);
            rules[0].region[scope] = Some(some);
            rules[1].region[scope] = Some(if random.u8(0..6) == 0 { random.u8(1..=all) } else { all & !some });
        }
        _ => {
            rules.truncate(1);
        }
    }
    if random.u8(0..4) == 0 && rules.len() > 1 {
        rules[1] = Rule { system: rules[1].system, otherwise: true, ..Rule::default() };
    } else if random.u8(0..12) == 0 {
        let region = region(random, charter, 60);
        rules.push(Rule { region, ..plain(random.usize(0..charter.systems)) });
    }
    rules
}

/// A tree of flows from an owner to most systems, and some flows anywhere.
fn flows(random: &mut Rng, charter: &mut Charter) {
    let mut order: Vec<usize> = (0..charter.systems).collect();
    random.shuffle(&mut order);
    if random.u8(0..4) > 0 {
        let owner = charter.owners[0].system;
        order.retain(|system| *system != owner);
        order.insert(0, owner);
    }
    for at in 1..order.len() {
        if random.u8(0..8) > 0 {
            let from = order[random.usize(0..at)];
            let mut flow = flow(random, charter, from, order[at]);
            flow.mode = if random.u8(0..6) == 0 { Mode::Query } else { Mode::Publish };
            if random.u8(0..4) > 0 {
                flow.fields = (1..charter.fields.len()).collect();
                flow.region.iter_mut().for_each(|side| *side = None);
                flow.on = Vec::new();
            }
            charter.flows.push(flow);
        }
    }
    for _ in 0..random.usize(0..=4) {
        let (from, to) = (random.usize(0..charter.systems), random.usize(0..charter.systems));
        if from != to {
            charter.flows.push(flow(random, charter, from, to));
        }
    }
    let (from, owner) = (order[random.usize(1..order.len())], order[0]);
    if random.u8(0..4) == 0 {
        let asks = Flow { mode: Mode::Propose, left_out: None, ..flow(random, charter, from, owner) };
        charter.flows.push(asks);
    }
    if random.u8(0..3) == 0
        && let Some(events) = charter.flows.first().cloned()
    {
        let mut full = Flow { pace: Pace::Daily { weekdays: false, cut_off: 0, takes: random.u64(1..600) }, ..events };
        full.guard = if random.u8(0..3) == 0 { Guard::Version } else { Guard::None };
        charter.flows.push(full);
    }
    if charter.flows.is_empty() {
        charter.flows.push(flow(random, charter, 0, 1));
    }
    if random.u8(0..6) == 0
        && let Some(rule) = charter.owners.iter_mut().chain(charter.fields.iter_mut().flatten()).next_back()
        && !rule.otherwise
    {
        let into = charter.flows.iter().position(|flow| flow.to.contains(&rule.system));
        rule.handover = into;
    }
}

fn flow(random: &mut Rng, charter: &Charter, from: usize, to: usize) -> Flow {
    let mode = match random.u8(0..10) {
        0..6 => Mode::Publish,
        6..8 => Mode::Propose,
        _ => Mode::Query,
    };
    let mut fields: Vec<usize> = (0..charter.fields.len()).filter(|_| random.bool()).collect();
    if fields.is_empty() {
        fields.push(1);
    }
    let mut receivers = vec![to];
    let other = random.usize(0..charter.systems);
    if random.u8(0..8) == 0 && other != from && other != to {
        receivers.push(other);
    }
    let on = match random.u8(0..6) {
        0 if charter.states > 0 => vec![Event::Create],
        1 | 2 if charter.states > 0 => vec![Event::Transition(random.usize(0..charter.transitions.len()))],
        3 if charter.states > 0 => vec![Event::Create, Event::Transition(random.usize(0..charter.transitions.len()))],
        4 => vec![Event::Change],
        _ => Vec::new(),
    };
    Flow {
        mode,
        fields,
        left_out: (random.u8(0..5) == 0).then(|| random.usize(0..charter.systems)),
        from,
        to: receivers,
        region: region(random, charter, 20),
        on,
        pace: pace(random),
        via: if random.u8(0..4) == 0 { random.u64(1..30) } else { 0 },
        guard: match random.u8(0..8) {
            0 | 1 => Guard::Version,
            2 => Guard::Echo,
            3 => Guard::Newer,
            _ => Guard::None,
        },
        answer: mode == Mode::Propose && random.u8(0..3) == 0,
        loses: false,
        volume: None,
    }
}

fn pace(random: &mut Rng) -> Pace {
    let takes = random.u64(1..600);
    match random.u8(0..8) {
        0 => Pace::Poll(random.u64(1..600), takes),
        1 => Pace::Daily { weekdays: random.bool(), cut_off: [0, 30, 90][random.usize(0..3)], takes },
        2 => Pace::Repeated { every: [900, 3_600, 7_200][random.usize(0..3)], until: random.u64(7..=24), takes },
        _ => Pace::Promise(random.u64(30..600)),
    }
}

fn accesses(random: &mut Rng, charter: &mut Charter) {
    let twice =
        |flow: &&Flow| charter.flows.iter().filter(|other| other.from == flow.from && other.to == flow.to).count() > 1;
    if let Some(system) = charter.flows.iter().find(twice).map(|flow| flow.to[0]).filter(|_| random.bool()) {
        let within = Some(random.u64(600..80_000));
        let region = charter.scopes.iter().map(|_| None).collect();
        charter.accesses.push(Access { system, does: Does::Reads, fields: vec![1, 2], within, region });
    }
    for _ in 0..random.usize(1..=5) {
        let does = match random.u8(0..10) {
            0 => Does::Updates,
            1 => Does::Protects,
            2 => Does::Creates,
            _ => Does::Reads,
        };
        let mut fields: Vec<usize> = (0..charter.fields.len()).filter(|_| random.u8(0..3) == 0).collect();
        if fields.is_empty() {
            fields.push(random.usize(1..charter.fields.len()));
        }
        let within = match random.u8(0..4) {
            0 => Some(random.u64(60..1_200)),
            1 => Some(random.u64(1_200..300_000)),
            2 => Some(600_000),
            _ => None,
        };
        let system = random.usize(0..charter.systems);
        let within = within.filter(|_| does == Does::Reads);
        let mut region = region(random, charter, 25);
        match does {
            Does::Reads => {}
            // Their words name one value of a scope, or none.
            Does::Protects => region.iter_mut().for_each(|side| *side = None),
            Does::Updates | Does::Creates => {
                region.iter_mut().flatten().for_each(|side| *side = 1 << side.trailing_zeros());
            }
        }
        charter.accesses.push(Access { system, does, fields, within, region });
    }
}

/// Some flows start later, and some end.
fn rollout(random: &mut Rng, charter: &mut Charter) {
    if charter.phases.is_empty() {
        return;
    }
    for flow in 0..charter.flows.len() {
        if random.u8(0..4) == 0 {
            let at = random.usize(0..charter.phases.len());
            charter.phases[at].flows.push(flow);
        }
        if random.u8(0..8) == 0 {
            let at = random.usize(1..charter.phases.len());
            charter.phases[at].retires.push(flow);
        }
    }
}
