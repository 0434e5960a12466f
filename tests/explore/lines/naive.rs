//! A second explorer of quantities: whole states in plain vectors, one function for each thing that happens, no packing, no
//! decomposition. It is written from the description of the model alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use charter::explore::Arrives;
use charter::explore::lines::{Book, Carried, Channel, Content, Decision, Key, Lines};
use fastrand::Rng;

/// What it found.
pub struct Plain {
    /// Lengths of the shortest breaches: without fault, or one for each channel that has one with a fault.
    pub lengths: Vec<usize>,
    /// States in all searches.
    pub states: usize,
}

/// One search: its states, and the length of the shortest breach; cut off where there are more states than wanted.
struct Searched {
    states: usize,
    length: Option<usize>,
    is_cut_off: bool,
}

impl Plain {
    fn add(&mut self, searched: &Searched) -> Option<()> {
        self.states += searched.states;
        self.lengths.extend(searched.length);
        (!searched.is_cut_off).then_some(())
    }
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    state: usize,
    there: Vec<i64>,
    counted: BTreeMap<(usize, usize), i64>,
    under_way: Vec<VecDeque<Message>>,
    came: BTreeSet<(usize, usize)>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Message {
    decision: usize,
    /// What was moved, or the values of the channel's parts.
    says: Vec<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct World {
    lines: Vec<Line>,
    came: BTreeSet<(usize, usize)>,
    fault: bool,
}

/// Explores lines of which every system acts or is the only listener; `None` when there are more states.
pub fn count(lines: &Lines, most: usize) -> Option<Plain> {
    let mut plain = Plain { lengths: Vec::new(), states: 0 };
    plain.add(&search(lines, None, most))?;
    if plain.lengths.is_empty() {
        for (index, channel) in lines.channels.iter().enumerate() {
            let copies = channel.arrives == Arrives::AtLeastOnce && channel.key == Key::None && !channel.versioned;
            if copies || channel.arrives == Arrives::AtMostOnce {
                plain.add(&search(lines, Some(index), most))?;
            }
        }
    }
    Some(plain)
}

fn search(lines: &Lines, faulty: Option<usize>, most: usize) -> Searched {
    let pieces = i64::try_from(lines.pieces).expect("a few pieces");
    let line = Line {
        state: lines.start,
        there: (0..lines.parts).map(|part| if part == lines.first { pieces } else { 0 }).collect(),
        counted: (0..lines.books.len())
            .flat_map(|system| (0..lines.parts).map(move |part| (system, part)))
            .filter(|(system, part)| lines.books[*system].holds >> part & 1 == 1)
            .map(|(system, part)| ((system, part), if part == lines.first { pieces } else { 0 }))
            .collect(),
        under_way: vec![VecDeque::new(); lines.channels.len()],
        came: BTreeSet::new(),
    };
    let start = World { lines: vec![line; lines.lines], came: BTreeSet::new(), fault: faulty.is_some() };
    let mut seen = BTreeSet::from([start.clone()]);
    let mut level = vec![start];
    let mut length = 0;
    while !level.is_empty() {
        length += 1;
        let mut next = Vec::new();
        for world in &level {
            for after in steps(lines, world, faulty) {
                let Some(mut after) = after else {
                    return Searched { states: seen.len(), length: Some(length), is_cut_off: false };
                };
                after.lines.sort();
                if seen.insert(after.clone()) {
                    if is_wrong(lines, &after) {
                        return Searched { states: seen.len(), length: Some(length), is_cut_off: false };
                    }
                    next.push(after);
                }
            }
        }
        if seen.len() > most {
            return Searched { states: seen.len(), length: None, is_cut_off: true };
        }
        level = next;
    }
    Searched { states: seen.len(), length: None, is_cut_off: false }
}

fn is_wrong(lines: &Lines, world: &World) -> bool {
    let is_quiet = world.lines.iter().all(|line| line.under_way.iter().all(VecDeque::is_empty));
    is_quiet
        && world.lines.iter().any(|line| {
            line.counted.iter().any(|((system, part), counted)| {
                lines.books[*system].judged >> part & 1 == 1 && *counted != line.there[*part]
            })
        })
}

/// What can follow; `None` for a decision that moves what is not there.
fn steps(lines: &Lines, world: &World, faulty: Option<usize>) -> Vec<Option<World>> {
    let mut all = Vec::new();
    for line in 0..world.lines.len() {
        for decision in 0..lines.decisions.len() {
            all.extend(decide(lines, world, line, decision));
        }
        for (index, channel) in lines.channels.iter().enumerate() {
            let waiting = world.lines[line].under_way[index].len();
            for place in 0..if channel.ordered { waiting.min(1) } else { waiting } {
                all.extend(arrive(lines, world, line, (index, place), false).map(Some));
                if world.fault && faulty == Some(index) {
                    if channel.arrives == Arrives::AtMostOnce {
                        let mut lost = world.clone();
                        lost.fault = false;
                        lost.lines[line].under_way[index].remove(place);
                        all.push(Some(lost));
                    } else {
                        all.extend(arrive(lines, world, line, (index, place), true).map(Some));
                    }
                }
            }
        }
    }
    all
}

fn decide(lines: &Lines, world: &World, at: usize, index: usize) -> Vec<Option<World>> {
    let (line, decision) = (&world.lines[at], &lines.decisions[index]);
    let is_behind = lines.channels.iter().zip(&line.under_way).any(|(channel, under_way)| {
        let tells = |message: &Message| {
            channel.carries.iter().any(|carried| carried.decision == message.decision && carried.tells)
        };
        channel.to == decision.owner && under_way.iter().any(tells)
    });
    let is_full = lines.channels.iter().zip(&line.under_way).any(|(channel, under_way)| {
        let carries = channel.carries.iter().any(|carried| carried.decision == index);
        channel.from == decision.owner && carries && under_way.len() == room(channel)
    });
    if decision.from >> line.state & 1 == 0 || is_behind || is_full {
        return Vec::new();
    }
    let mut left: Vec<i64> = (0..lines.parts).map(|part| sees(line, decision.owner, part).max(0)).collect();
    let mut moved = Vec::new();
    for (from, _) in &decision.moves {
        let amount = left[*from].min(3);
        left[*from] -= amount;
        moved.push(amount);
    }
    if !moved.is_empty() && moved.iter().sum::<i64>() == 0 {
        return Vec::new();
    }
    let ends = lines.finals >> decision.to & 1 == 1 && !moved.is_empty();
    if ends {
        let mut there = line.there.clone();
        for ((from, to), amount) in decision.moves.iter().zip(&moved) {
            there[*from] -= amount;
            there[*to] += amount;
        }
        let is_open =
            |part: usize| lines.decisions.iter().any(|other| other.moves.iter().any(|(from, _)| *from == part));
        if (0..lines.parts).any(|part| is_open(part) && there[part] > 0) {
            return Vec::new();
        }
    }
    if !decision.partly || ends || moved.is_empty() {
        return vec![carry_out(lines, world, at, index, &moved)];
    }
    (1..=moved[0]).map(|amount| carry_out(lines, world, at, index, &[amount])).collect()
}

/// One message on a channel that keeps the order, two on another one.
fn room(channel: &Channel) -> usize {
    if channel.ordered { 1 } else { 2 }
}

fn carry_out(lines: &Lines, world: &World, at: usize, index: usize, moved: &[i64]) -> Option<World> {
    let mut next = world.clone();
    let decision = &lines.decisions[index];
    let line = &mut next.lines[at];
    for ((from, to), amount) in decision.moves.iter().zip(moved) {
        line.there[*from] -= amount;
        line.there[*to] += amount;
        if line.there[*from] < 0 {
            return None;
        }
        change(line, decision.owner, *from, -amount);
        change(line, decision.owner, *to, *amount);
    }
    line.state = decision.to;
    send(lines, line, index, decision.owner, moved);
    Some(next)
}

fn sees(line: &Line, system: usize, part: usize) -> i64 {
    line.counted.get(&(system, part)).copied().unwrap_or(line.there[part])
}

fn change(line: &mut Line, system: usize, part: usize, by: i64) {
    if let Some(counted) = line.counted.get_mut(&(system, part)) {
        *counted += by;
    }
}

fn said_parts(lines: &Lines, channel: &Channel) -> Vec<usize> {
    (0..lines.parts).filter(|part| channel.parts >> part & 1 == 1).collect()
}

fn send(lines: &Lines, line: &mut Line, decision: usize, system: usize, moved: &[i64]) {
    for (index, channel) in lines.channels.iter().enumerate().filter(|(_, channel)| channel.from == system) {
        let Some(carried) = channel.carries.iter().find(|carried| carried.decision == decision) else { continue };
        let says = match carried.content {
            Content::Nothing | Content::All => Vec::new(),
            Content::Changes => moved.to_vec(),
            Content::Values => said_parts(lines, channel).into_iter().map(|part| sees(line, system, part)).collect(),
        };
        line.under_way[index].push_back(Message { decision, says });
    }
}

fn arrive(lines: &Lines, world: &World, at: usize, (index, place): (usize, usize), stays: bool) -> Option<World> {
    let mut next = world.clone();
    let channel = &lines.channels[index];
    let message = next.lines[at].under_way[index][place].clone();
    let (number, carried) =
        channel.carries.iter().enumerate().find(|(_, carried)| carried.decision == message.decision)?;
    let passes_on = carried.tells && lines.decisions[message.decision].owner != channel.to;
    let is_full = lines.channels.iter().zip(&next.lines[at].under_way).any(|(other, under_way)| {
        other.from == channel.to
            && other.carries.iter().any(|carried| carried.decision == message.decision)
            && under_way.len() == room(other)
    });
    if passes_on && is_full {
        return None;
    }
    if stays {
        next.fault = false;
    } else {
        next.lines[at].under_way[index].remove(place);
    }
    if channel.versioned {
        next.lines[at].under_way[index].drain(..place);
    }
    if let Key::Numbers { of, by_line } = &channel.key {
        let came = if *by_line { &mut next.lines[at].came } else { &mut next.came };
        if !came.insert((index, of[number])) {
            return Some(next);
        }
    }
    let line = &mut next.lines[at];
    let moves = &lines.decisions[message.decision].moves;
    let parts = said_parts(lines, channel);
    let mut sent = vec![0; moves.len()];
    match carried.content {
        Content::Nothing => {}
        Content::Values => {
            let before: Vec<i64> = (0..lines.parts)
                .map(|part| line.counted.get(&(channel.to, part)).copied().unwrap_or(i64::MAX))
                .collect();
            for (part, value) in parts.iter().zip(&message.says) {
                if let Some(counted) = line.counted.get_mut(&(channel.to, *part)) {
                    *counted = *value;
                }
            }
            for ((_, to), amount) in moves.iter().zip(&mut sent) {
                if parts.contains(to) && before[*to] != i64::MAX {
                    *amount = (line.counted[&(channel.to, *to)] - before[*to]).clamp(0, 3);
                }
            }
        }
        Content::Changes | Content::All => {
            for (at, (from, to)) in moves.iter().enumerate() {
                sent[at] = match carried.content {
                    Content::Changes => message.says[at],
                    _ => sees(line, channel.to, *from).clamp(0, 3),
                };
                if parts.contains(from) || carried.content == Content::All {
                    change(line, channel.to, *from, -sent[at]);
                }
                if parts.contains(to) || carried.content == Content::All {
                    change(line, channel.to, *to, sent[at]);
                }
            }
        }
    }
    if passes_on {
        send(lines, line, message.decision, channel.to, &sent);
    }
    Some(next)
}

/// Lines of one or two kinds of decisions, two or three systems that all act or of which one listens.
pub fn random(random: &mut Rng) -> Lines {
    let (parts, states, systems) = (random.usize(2..=3), random.usize(2..=3), random.usize(2..=3));
    let mut decisions = Vec::new();
    for index in 0..random.usize(1..=3) {
        let from = if index == 0 { 0 } else { random.usize(0..parts) };
        let to = (from + random.usize(1..parts)) % parts;
        let mut moves = vec![(from, to)];
        if parts == 3 && random.u8(0..4) == 0 {
            moves.push((to, from));
        }
        let partly = moves.len() == 1 && random.bool();
        let states_before = if index == 0 { 1 } else { random.u64(1..1 << states) };
        decisions.push(Decision {
            owner: if index == 0 { 0 } else { random.usize(0..systems) },
            from: states_before,
            to: random.usize(0..states),
            moves: if random.u8(0..6) == 0 { Vec::new() } else { moves },
            partly,
        });
    }
    let mut channels = Vec::new();
    for from in 0..systems {
        for to in (0..systems).filter(|to| *to != from) {
            if random.u8(0..3) == 0 {
                continue;
            }
            let content = [Content::Values, Content::Changes, Content::All, Content::Nothing][random.usize(0..4)];
            let mut carried = Vec::new();
            for (decision, said) in decisions.iter().enumerate() {
                if said.owner == from || said.owner != to && random.u8(0..4) == 0 {
                    carried.push(Carried { decision, tells: random.u8(0..5) > 0, content });
                }
            }
            if carried.is_empty() {
                continue;
            }
            let key = match random.u8(0..4) {
                0 => Key::Numbers { of: carried.iter().map(|_| random.usize(0..2)).collect(), by_line: random.bool() },
                1 => Key::None,
                _ => Key::Each,
            };
            channels.push(Channel {
                from,
                to,
                carries: carried,
                parts: random.u64(1..1 << parts),
                ordered: random.bool(),
                arrives: [Arrives::Once, Arrives::AtLeastOnce, Arrives::AtMostOnce][random.usize(0..3)],
                key,
                versioned: random.u8(0..4) == 0,
            });
        }
    }
    let mut books = Vec::new();
    for _ in 0..systems {
        let holds = random.u64(0..1 << parts);
        books.push(Book { holds, judged: holds & random.u64(0..1 << parts) });
    }
    let mut lines = Lines {
        lines: if random.u8(0..4) == 0 { 2 } else { 1 },
        pieces: random.usize(1..=2),
        parts,
        states,
        start: 0,
        first: 0,
        finals: random.u64(0..1 << states),
        decisions,
        books,
        channels,
        whole: None,
    };
    // Who only listens is explored one at a time: some models have one.
    let most = usize::from(random.u8(0..4) == 0);
    let listeners: Vec<usize> = (0..systems).filter(|system| !lines.acts(*system)).collect();
    for &listener in listeners.iter().skip(most) {
        lines.books[listener] = Book { holds: 0, judged: 0 };
        lines.channels.retain(|channel| channel.to != listener);
    }
    lines
}
