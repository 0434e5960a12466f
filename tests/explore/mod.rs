//! The explorer on small protocols: what it finds, how short, and that taking a protocol apart changes nothing.

pub mod lines;
pub mod orders;
pub mod random;

use charter::explore::{
    Arrives, Baton, Budget, Effect, Flow, Machine, OnIllegal, Options, Property, Protocol, Report, Requirement, Ruling,
    Step, Trace, Verdict, Violation, baton, explore, measure,
};
use fastrand::Rng;

use orders::{CANCEL, Delivery, PICK, SHOP, broadcast, long_order, small_order, transitions};

const NONE: Budget = Budget { duplicates: 0, losses: 0 };

fn trace(report: &Report, property: Property) -> &Trace {
    let found = report.traces().find(|(broken, _)| *broken == property);
    found.map_or_else(|| unreachable!("{property:?} is not broken: {report:#?}"), |(_, trace)| trace)
}

fn lengths(report: &Report) -> Vec<(Property, usize)> {
    report.traces().map(|(property, trace)| (property, trace.steps.len())).collect()
}

fn fired(trace: &Trace) -> Vec<usize> {
    let fired = trace.steps.iter().filter_map(|taken| match taken.step {
        Step::Fire { transition } => Some(transition),
        _ => None,
    });
    fired.collect()
}

fn everything_holds(protocol: &Protocol) -> bool {
    explore(protocol, Options::default()).verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Holds)
}

#[test]
fn pick_and_cancel_is_a_conflict_of_three_steps_and_cancel_beside_allocate_is_none() {
    let report = explore(&small_order(Delivery::FIFO), Options::default());
    assert_eq!(lengths(&report), [(Property::NoConflict, 3)]);
    let trace = trace(&report, Property::NoConflict);
    assert_eq!(fired(trace), [0, PICK, CANCEL]);
    assert_eq!(trace.views, [[Some(2), Some(4), None]], "the ERP has no part in it");
    assert_eq!(trace.steps[2].effect, Effect::Broke(Violation::Conflict));
}

#[test]
fn without_order_a_copy_stays_behind_after_four_steps() {
    let report = explore(&small_order(Delivery::UNORDERED), Options::default());
    assert_eq!(lengths(&report), [(Property::NoConflict, 3), (Property::Convergence, 4)]);
}

#[test]
fn ordered_flows_of_two_senders_still_let_a_copy_stay_behind() {
    let report = explore(&long_order(3, Delivery::FIFO), Options::default());
    assert_eq!(lengths(&report), [(Property::NoConflict, 5), (Property::Convergence, 6)]);
}

#[test]
fn one_owner_and_holding_receivers_are_safe_even_without_order() {
    let mut order = small_order(Delivery { policy: OnIllegal::Hold, ..Delivery::UNORDERED });
    order.transitions[CANCEL].owner = orders::WMS;
    order.flows.retain(|flow| flow.from == orders::WMS);
    for flow in &mut order.flows {
        flow.carries = vec![0, PICK, 2, CANCEL];
    }
    assert!(everything_holds(&order));
    for flow in &mut order.flows {
        flow.early = OnIllegal::Ignore;
    }
    let report = explore(&order, Options::default());
    assert_eq!(trace(&report, Property::Convergence).violation, Violation::Diverged);
}

#[test]
fn a_winner_settles_the_conflict_and_all_copies_follow_it() {
    let mut order = small_order(Delivery::FIFO);
    order.rulings = vec![Ruling { winner: PICK, loser: CANCEL, compensate: None }];
    for flow in &mut order.flows {
        flow.early = OnIllegal::Hold;
    }
    assert!(everything_holds(&order), "{:#?}", explore(&order, Options::default()));
    order.rulings = vec![Ruling { winner: CANCEL, loser: PICK, compensate: None }];
    assert!(
        everything_holds(&order),
        "what rests on a loser falls with it: {:#?}",
        explore(&order, Options::default())
    );
    order.rulings = vec![Ruling { winner: 0, loser: CANCEL, compensate: None }];
    let report = explore(&order, Options::default());
    assert_eq!(
        lengths(&report)[0],
        (Property::NoConflict, 4),
        "who allocates has won, and who picks after hearing has not"
    );
}

#[test]
fn a_winner_may_have_to_undo_the_loser() {
    // Give up or pick; who gives up wins, and the warehouse unpicks.
    let all = transitions(&[(0, &[0], 1), (1, &[0], 2), (1, &[2], 0)]);
    let mut order = broadcast(2, 3, all, Delivery { policy: OnIllegal::Hold, ..Delivery::FIFO });
    order.rulings = vec![Ruling { winner: 0, loser: 1, compensate: Some(2) }];
    assert!(everything_holds(&order), "{:#?}", explore(&order, Options::default()));
    // The warehouse is never told that the shop gave up.
    order.flows.retain(|flow| flow.from == 1);
    let report = explore(&order, Options::default());
    assert_eq!(trace(&report, Property::NoConflict).violation, Violation::Conflict);
}

#[test]
fn a_duplicate_is_blamed_on_the_flow_that_repeats() {
    let all = transitions(&[(0, &[0], 1), (0, &[1], 0), (0, &[0], 2)]);
    let delivery =
        Delivery { ordered: true, arrives: Arrives::AtLeastOnce, idempotent: false, policy: OnIllegal::Overwrite };
    let twice = broadcast(2, 3, all.clone(), delivery);
    let report = explore(&twice, Options::default());
    assert_eq!(lengths(&report), []);
    let loose = broadcast(2, 3, all, Delivery { policy: OnIllegal::Reject, ..delivery });
    let report = explore(&loose, Options::default());
    let trace = trace(&report, Property::HarmlessDuplicates);
    assert_eq!((trace.violation, trace.faults()), (Violation::Refused, 1));
    assert!(matches!(trace.steps[1].step, Step::Duplicate { .. }), "{trace:#?}");
}

#[test]
fn a_held_copy_can_stay_for_ever() {
    let all = transitions(&[(0, &[0], 1), (0, &[1], 2)]);
    let delivery =
        Delivery { ordered: false, arrives: Arrives::AtLeastOnce, idempotent: false, policy: OnIllegal::Hold };
    let mut held = broadcast(2, 3, all.clone(), delivery);
    held.flows[0].stale = OnIllegal::Hold;
    let report = explore(&held, Options::default());
    let stuck = trace(&report, Property::NoStuckMessage);
    assert_eq!((stuck.violation, stuck.faults(), stuck.waiting.len()), (Violation::Stuck, 1, 1));
    assert!(everything_holds(&broadcast(2, 3, all, Delivery { idempotent: true, ..delivery })));
}

#[test]
fn a_log_that_is_read_again_repeats_what_came_after_too() {
    // Two steps there and two back: a copy of one message is recognised by the state, a copy of both is not.
    let all = transitions(&[(0, &[0], 1), (0, &[1], 2)]);
    let delivery =
        Delivery { ordered: true, arrives: Arrives::AtLeastOnce, idempotent: false, policy: OnIllegal::Overwrite };
    let mut log = broadcast(2, 3, all, delivery);
    assert!(everything_holds(&log), "a message that comes twice at once does no harm");
    log.flows[0].rewinds = true;
    let report = explore(&log, Options::default());
    let trace = trace(&report, Property::HarmlessDuplicates);
    assert_eq!((trace.violation, trace.faults()), (Violation::WentBack, 1));
    let kinds: Vec<bool> = trace.steps.iter().map(|taken| matches!(taken.step, Step::Rewind { .. })).collect();
    assert_eq!(kinds, [false, false, false, false, true, false], "{trace:#?}");
    log.flows[0].idempotent = true;
    assert!(everything_holds(&log));
}

#[test]
fn every_pair_of_rivals_has_its_own_way() {
    // Three systems, each of which can decide in the first state.
    let all = transitions(&[(0, &[0], 1), (1, &[0], 2), (2, &[0], 3)]);
    let report = explore(&broadcast(3, 4, all, Delivery::FIFO), Options::default());
    for pair in [(0, 1), (0, 2), (1, 2)] {
        let trace = report.conflict(pair).expect("they collide");
        let mut both = fired(trace);
        both.sort_unstable();
        assert_eq!(both, [pair.0, pair.1]);
    }
}

#[test]
fn a_lost_message_is_the_shortest_story_where_messages_can_be_lost() {
    let all = transitions(&[(0, &[0], 1)]);
    let delivery = Delivery { arrives: Arrives::AtMostOnce, ..Delivery::FIFO };
    let report = explore(&broadcast(2, 2, all, delivery), Options::default());
    let trace = trace(&report, Property::Convergence);
    assert!(matches!(trace.steps[..], [_, last] if last.effect == Effect::Lost));
}

#[test]
fn a_late_snapshot_moves_a_copy_back() {
    let all = transitions(&[(0, &[0], 1), (0, &[1], 2)]);
    let delivery = Delivery { policy: OnIllegal::Overwrite, ..Delivery::UNORDERED };
    let mut late = broadcast(2, 3, all, delivery);
    let report = explore(&late, Options::default());
    let trace = trace(&report, Property::LegalApply);
    assert_eq!((trace.violation, trace.steps.len()), (Violation::WentBack, 4));
    late.flows[0].versioned = true;
    assert!(everything_holds(&late), "a version keeps the older snapshot out");
}

#[test]
fn what_was_true_when_it_was_told_may_be_so_no_longer() {
    // The ERP bills when the shipment is confirmed; the warehouse can void a confirmed shipment.
    let mut all = transitions(&[(0, &[0], 1), (0, &[1], 2), (1, &[0], 1)]);
    all[2].machine = 1;
    all[2].requires = vec![Requirement { machine: 0, states: 1 << 1 }];
    let mut billing = broadcast(2, 3, all, Delivery::FIFO);
    billing.machines.push(Machine { states: 2, start: 0, views: vec![None, Some(0)], absent: None });
    billing.flows.retain(|flow| flow.from == 0);
    let report = explore(&billing, Options::default());
    let trace = trace(&report, Property::Causality);
    assert_eq!((fired(trace), trace.steps.len()), (vec![0, 1, 2], 4));
    billing.transitions[1].from = 1;
    assert_eq!(lengths(&explore(&billing, Options::default())), []);
}

#[test]
fn a_change_may_not_overtake_the_thing_it_changes() {
    let all = transitions(&[(0, &[0], 1), (0, &[1], 2)]);
    let mut order = broadcast(2, 3, all, Delivery::UNORDERED);
    order.machines[0].absent = Some(0);
    let report = explore(&order, Options::default());
    let trace = trace(&report, Property::CreateBeforeUse);
    assert_eq!((trace.violation, trace.steps.len()), (Violation::Dropped, 3));
    order.flows[0].ordered = true;
    assert!(everything_holds(&order));
}

#[test]
fn a_relay_tells_what_it_hears() {
    let all = transitions(&[(0, &[0], 1), (0, &[1], 2)]);
    let mut chain = broadcast(3, 3, all, Delivery::FIFO);
    chain.flows[1].from = 1;
    assert!(everything_holds(&chain));
    let report = explore(&chain, Options::default());
    assert_eq!(report.never, [] as [usize; 0]);
    chain.flows[1].ordered = false;
    let report = explore(&chain, Options::default());
    let late = trace(&report, Property::Convergence);
    assert!(late.steps.iter().all(|taken| taken.replica < 2 || matches!(taken.step, Step::Deliver { flow: 1, .. })));
}

#[test]
fn who_is_told_of_some_transitions_only_need_not_know_the_others() {
    let all = transitions(&[(0, &[0], 1), (0, &[1], 2), (0, &[2], 3)]);
    let mut order = broadcast(2, 4, all, Delivery { policy: OnIllegal::Reject, ..Delivery::FIFO });
    order.flows[0].carries = vec![0, 2];
    assert!(everything_holds(&order));
}

#[test]
fn a_search_that_was_cut_off_never_says_that_something_holds() {
    let order = long_order(4, Delivery::UNORDERED);
    let report = explore(&order, Options { states: 1_000, ..Options::default() });
    let open =
        report.verdicts.iter().filter(|(_, verdict)| matches!(verdict, Verdict::NotExhausted { depth } if *depth > 2));
    assert!(open.count() >= 5);
    assert!(report.verdicts.iter().all(|(_, verdict)| *verdict != Verdict::Holds));
    let huge = broadcast(2, 17, transitions(&[(0, &[0], 1)]), Delivery::FIFO);
    assert_eq!(explore(&huge, Options::default()).verdicts[0].1, Verdict::NotExhausted { depth: 0 });
}

#[test]
fn a_transition_can_happen_more_than_once() {
    let mut circle = broadcast(2, 2, transitions(&[(0, &[0], 1), (0, &[1], 0)]), Delivery::FIFO);
    let once = measure(&circle, NONE, 1_000).expect("small");
    for transition in &mut circle.transitions {
        transition.times = 2;
    }
    let twice = measure(&circle, NONE, 1_000).expect("small");
    assert!(twice.states > once.states);
    assert_eq!(twice.depth, 2 * once.depth);
    assert!(everything_holds(&circle));
}

#[test]
fn a_baton_with_careful_flows_needs_no_search() {
    let mut random = Rng::with_seed(264);
    for number in 0..400 {
        let protocol = random::baton(&mut random, number % 2 == 1);
        if baton(&protocol, 0) == Baton::Kept {
            let report = explore(&protocol, Options::default());
            assert_eq!(lengths(&report), [], "{number} {protocol:?} {report:#?}");
        } else {
            assert_eq!(baton(&protocol, 0), Baton::Broken, "{protocol:?}");
        }
    }
}

/// Whether a search of the whole finds a breach with any of the budgets; `None` where there are too many states.
fn whole_is_broken(protocol: &Protocol) -> Option<bool> {
    let mut found = false;
    for budget in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let budget = Budget { duplicates: budget.0, losses: budget.1 };
        let measured = measure(protocol, budget, 10_000).expect("small");
        found |= measured.shortest.iter().any(Option::is_some);
        if !found && !measured.is_exhausted {
            return None;
        }
    }
    Some(found)
}

#[test]
fn listeners_explored_one_at_a_time_break_what_the_whole_breaks() {
    let mut random = Rng::with_seed(600);
    let mut compared = 0;
    for number in 0..60 {
        let mut protocol = random::protocol(&mut random, random::Kind::Plain);
        let listener = protocol.replicas;
        protocol.replicas += 2;
        protocol.machines[0].views.extend([Some(0), Some(0)]);
        let told: Vec<Flow> = protocol.flows.clone();
        for to in [listener, listener + 1] {
            let mut told = told.clone();
            told.sort_by_key(|flow| flow.from);
            told.dedup_by_key(|flow| flow.from);
            let loose = random.bool();
            protocol.flows.extend(told.into_iter().map(|flow| Flow { to, ordered: flow.ordered && loose, ..flow }));
        }
        let Some(whole) = whole_is_broken(&protocol) else { continue };
        compared += 1;
        let report = explore(&protocol, Options { states: 20_000, ..Options::default() });
        assert_eq!(report.traces().count() > 0, whole, "{number} {protocol:?} {report:#?}");
    }
    assert!(compared > 30, "{compared}");
}

#[test]
fn the_shop_is_never_blamed_for_what_it_was_not_told() {
    let report = explore(&small_order(Delivery::FIFO), Options::default());
    assert!(report.traces().all(|(_, trace)| trace.steps.iter().all(|taken| taken.replica <= SHOP)));
}
