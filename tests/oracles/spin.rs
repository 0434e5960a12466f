//! SPIN, which is not ours, explores the same protocols: it must store as many states, and find every breach after as many steps.
//!
//! The protocol is written as one process whose options are the steps. What has no legal order is decided by a C function
//! that tries every permutation. Nothing here is shared with the explorer but the protocol.

mod promela;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use charter::explore::{Arrives, Budget, OnIllegal, Protocol, measure};
use fastrand::Rng;
use rayon::prelude::*;

use super::oracle;
use crate::explore::orders::{Delivery, broadcast, long_order, small_order, transitions};
use crate::explore::random::{KINDS, protocol};

/// What was counted: states, and for each kind of breach the steps to the first.
#[derive(Debug, PartialEq)]
struct Counted {
    states: usize,
    shortest: [Option<usize>; 7],
}

/// Breaches of a state, which SPIN sees one step later: nothing is under way, or nothing can happen.
const OF_STATES: [usize; 2] = [3, 4];

fn by_spin(folder: &Path, protocol: &Protocol, budget: Budget) -> Counted {
    std::fs::write(folder.join("m.pml"), promela::promela(protocol, budget)).expect("the folder is ours");
    std::fs::write(folder.join("calls.h"), promela::calls(protocol)).expect("the folder is ours");
    let run = |mut program: Command, arguments: &[&str]| {
        let output = program.args(arguments).current_dir(folder).output().expect("the tool starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{program:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        text
    };
    run(oracle("spin"), &["-a", "m.pml"]);
    run(oracle("gcc"), &["-O0", "-w", "-DBFS", "-DSAFETY", "-DNOREDUCE", "-DVECTORSZ=2048", "-o", "pan", "pan.c"]);
    let pan = || Command::new(folder.join("pan"));
    let mut shortest = [None; 7];
    for (kind, found) in shortest.iter_mut().enumerate() {
        let text = run(pan(), &["-E", "-m100000", "-N", &format!("p{}", kind + 1)]);
        *found = text.split("(at depth ").nth(1).map(|rest| {
            let depth = rest.split(')').next().and_then(|depth| depth.parse::<usize>().ok());
            depth.expect("a depth is a number") - usize::from(OF_STATES.contains(&kind))
        });
    }
    let text = run(pan(), &["-E", "-m100000", "-N", "p0"]);
    let line = text.lines().find(|line| line.contains("states, stored")).expect("states are counted");
    let stored: usize = line.trim().split(' ').next().and_then(|count| count.parse().ok()).expect("a number");
    // One more for the place before the loop, and one for each kind of breach.
    let states = stored - 1 - shortest.iter().flatten().count();
    Counted { states, shortest }
}

fn by_us(protocol: &Protocol, budget: Budget) -> Counted {
    let measured = measure(protocol, budget, 10_000_000).expect("the protocol is small");
    assert!(measured.is_exhausted);
    Counted { states: measured.states, shortest: measured.shortest }
}

/// The protocols: variants of two orders, logs that are read again, creations, and random ones of every kind.
fn protocols(random_ones: usize) -> Vec<(String, Protocol, Budget)> {
    let mut all = Vec::new();
    for ordered in [true, false] {
        for idempotent in [true, false] {
            for (duplicates, losses) in [(0, 0), (1, 0), (0, 1)] {
                for policy in [OnIllegal::Ignore, OnIllegal::Hold, OnIllegal::Overwrite, OnIllegal::Reject] {
                    let arrives = if losses > 0 { Arrives::AtMostOnce } else { Arrives::AtLeastOnce };
                    let delivery = Delivery { ordered, arrives, idempotent, policy };
                    let budget = Budget { duplicates, losses };
                    all.push((format!("small order, {delivery:?}"), small_order(delivery), budget));
                }
            }
        }
    }
    for ordered in [true, false] {
        let delivery = Delivery { ordered, policy: OnIllegal::Hold, ..Delivery::FIFO };
        all.push((format!("long order, {delivery:?}"), long_order(3, delivery), Budget { duplicates: 0, losses: 0 }));
    }
    for policy in [OnIllegal::Ignore, OnIllegal::Hold, OnIllegal::Overwrite, OnIllegal::Reject] {
        let two_steps = || transitions(&[(0, &[0], 1), (0, &[1], 2)]);
        let delivery = Delivery { ordered: true, arrives: Arrives::AtLeastOnce, idempotent: false, policy };
        let mut log = broadcast(2, 3, two_steps(), delivery);
        log.flows[0].rewinds = true;
        all.push((format!("log, {policy:?}"), log, Budget { duplicates: 1, losses: 0 }));
        let mut created = broadcast(2, 3, two_steps(), Delivery { policy, ..Delivery::UNORDERED });
        created.machines[0].absent = Some(0);
        all.push((format!("creation, {policy:?}"), created, Budget { duplicates: 0, losses: 0 }));
    }
    let mut random = Rng::with_seed(5);
    for number in 0..random_ones {
        let kind = KINDS[number % KINDS.len()];
        let budget = Budget { duplicates: random.u64(0..2), losses: random.u64(0..2) };
        all.push((format!("{kind:?} {number}"), protocol(&mut random, kind), budget));
    }
    all
}

/// A protocol, and what SPIN says of it.
type Judged = (String, Protocol, Budget, Counted);

fn judged(chosen: &[(String, Protocol, Budget)]) -> Vec<Judged> {
    let judge = |(name, protocol, budget): &(String, Protocol, Budget)| {
        let folder = tempfile::tempdir().expect("a folder can be made");
        (name.clone(), protocol.clone(), *budget, by_spin(folder.path(), protocol, *budget))
    };
    chosen.par_iter().map(judge).collect()
}

/// What differs when a protocol is changed before we see it.
fn differences(judged: &[Judged], change: fn(&mut Protocol)) -> Vec<String> {
    let different = judged.iter().filter_map(|(name, protocol, budget, spin)| {
        let mut changed = protocol.clone();
        change(&mut changed);
        let ours = by_us(&changed, *budget);
        (*spin != ours).then(|| format!("{name} {budget:?}\n  spin {spin:?}\n  ours {ours:?}\n  {protocol:?}"))
    });
    different.collect()
}

/// An explorer that forgets something: what it forgets, and how it sees a protocol then.
type Fault = (&'static str, fn(&mut Protocol));

const FAULTS: [Fault; 9] = [
    ("keys", |protocol| protocol.flows.iter_mut().for_each(|flow| flow.idempotent = false)),
    ("order", |protocol| protocol.flows.iter_mut().for_each(|flow| flow.ordered = false)),
    ("that logs are read again", |protocol| protocol.flows.iter_mut().for_each(|flow| flow.rewinds = false)),
    ("versions", |protocol| protocol.flows.iter_mut().for_each(|flow| flow.versioned = false)),
    ("to hold", |protocol| {
        let holding = protocol.flows.iter_mut().filter(|flow| flow.early == OnIllegal::Hold);
        holding.for_each(|flow| flow.early = OnIllegal::Ignore);
    }),
    ("to pass on", |protocol| {
        let Protocol { flows, transitions, .. } = protocol;
        for flow in flows {
            flow.carries.retain(|carried| transitions[*carried].owner == flow.from);
        }
    }),
    ("who wins", |protocol| protocol.rulings.clear()),
    ("what is required", |protocol| protocol.transitions.iter_mut().for_each(|one| one.requires.clear())),
    ("that nobody knows what is new", |protocol| protocol.machines.iter_mut().for_each(|one| one.absent = None)),
];

/// The first two protocols that we see in another way when we forget something.
fn telling(all: &[(String, Protocol, Budget)], forget: fn(&mut Protocol)) -> Vec<usize> {
    let tells = |(_, protocol, budget): &(String, Protocol, Budget)| {
        let mut changed = protocol.clone();
        forget(&mut changed);
        changed != *protocol && by_us(&changed, *budget) != by_us(protocol, *budget)
    };
    all.iter().enumerate().filter(|(_, one)| tells(one)).map(|(at, _)| at).take(2).collect()
}

#[test]
fn spin_counts_the_same_states_and_finds_the_same_breaches() {
    let is_deep = std::env::var_os("CHARTER_DEEP").is_some();
    let all = protocols(150);
    // Without time for all: some of every kind, and for each fault the first two that are not the same with it.
    let telling: BTreeSet<usize> = FAULTS.iter().flat_map(|(_, fault)| telling(&all, *fault)).collect();
    let is_chosen = |at: usize| is_deep || at.is_multiple_of(23) || telling.contains(&at);
    let chosen: Vec<_> = all.into_iter().enumerate().filter(|(at, _)| is_chosen(*at)).map(|(_, one)| one).collect();
    let judged = judged(&chosen);
    let different = differences(&judged, |_| {});
    assert!(different.is_empty(), "{} of {} differ:\n{}", different.len(), judged.len(), different.join("\n"));
    let mut found = [0; 7];
    for (.., counted) in &judged {
        let breaches = counted.shortest.iter().zip(&mut found);
        breaches.filter(|(breach, _)| breach.is_some()).for_each(|(_, count)| *count += 1);
    }
    assert!(found.iter().sum::<usize>() > chosen.len() / 2, "the protocols break something: {found:?}");
    let noticed: Vec<(&str, usize)> =
        FAULTS.iter().map(|(name, fault)| (*name, differences(&judged, *fault).len())).collect();
    assert!(noticed.iter().all(|(_, count)| *count > 0), "an explorer that forgets something is noticed: {noticed:?}");
    if is_deep {
        let states: usize = judged.iter().map(|(.., counted)| counted.states).sum();
        let mut text = format!("{} protocols, {states} states, all equal\n\nbreaches, by kind:\n", judged.len());
        for (name, count) in BREACHES.iter().zip(found) {
            text += &format!("  {name}: {count}\n");
        }
        text += "\nwhat an explorer forgets, and how many protocols notice:\n";
        for (name, count) in noticed {
            text += &format!("  {name}: {count}\n");
        }
        expect_test::expect_file!["golden/spin.txt"].assert_eq(&text);
    }
}

const BREACHES: [&str; 7] = ["refused", "went back", "conflict", "diverged", "stuck", "unfounded", "dropped"];
