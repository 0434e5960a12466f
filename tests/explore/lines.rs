//! Quantities of lines on small models, counted by hand, and against a second explorer that shares nothing with the first.

mod naive;

use charter::explore::Arrives;
use charter::explore::lines::{
    Book, Breach, Carried, Channel, Content, Count, Decision, Faults, Happening, Key, Lines, Outcome, Trace, Verdict,
    Whole, WholeRule, count,
};
use fastrand::Rng;

const WMS: usize = 0;
const SHOP: usize = 1;

const OPEN: usize = 0;
const SHIPPED: usize = 1;

/// Two pieces that a warehouse ships at once or one by one; the shop is told.
fn shipping(content: Content) -> Lines {
    let both = 0b11;
    let ship = |to: usize| Decision { owner: WMS, from: 1, to, moves: vec![(OPEN, SHIPPED)], partly: to == 0 };
    let carried = |decision| Carried { decision, tells: true, content };
    Lines {
        lines: 1,
        pieces: 2,
        parts: 2,
        states: 2,
        start: 0,
        first: OPEN,
        finals: 0b10,
        decisions: vec![ship(0), ship(1)],
        books: vec![Book { holds: both, judged: both }; 2],
        channels: vec![Channel {
            from: WMS,
            to: SHOP,
            carries: vec![carried(0), carried(1)],
            parts: both,
            ordered: true,
            arrives: Arrives::Once,
            key: Key::None,
            versioned: false,
        }],
        whole: None,
    }
}

fn traces(lines: &Lines) -> Vec<(Faults, Trace)> {
    match count(lines, 100_000).verdict {
        Verdict::Violated(traces) => traces,
        Verdict::Holds => Vec::new(),
        Verdict::NotExhausted { depth } => unreachable!("cut off at {depth}"),
    }
}

fn only(lines: &Lines) -> Trace {
    let mut found = traces(lines);
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0).1
}

fn counted(trace: &Trace, system: usize) -> Vec<Option<i64>> {
    trace.counted[0][system].clone()
}

#[test]
fn values_and_changes_that_arrive_once_and_in_order_are_counted() {
    for content in [Content::Values, Content::Changes, Content::All] {
        let mut lines = shipping(content);
        if content == Content::All {
            lines.decisions.iter_mut().for_each(|decision| decision.partly = false);
        }
        let Count { verdict, states } = count(&lines, 1_000);
        assert_eq!(verdict, Verdict::Holds, "{content:?}");
        assert!(states < 40, "{states}");
    }
}

#[test]
fn the_states_of_two_pieces_are_these() {
    // The pieces that are there, and what is under way: 20 | 11 with a message or without | 02 after one or two decisions. In
    // the second state nothing is left to ship; in the first everything may be shipped without an end.
    let mut lines = shipping(Content::Nothing);
    lines.books[SHOP].judged = 0;
    lines.channels.clear();
    lines.books.truncate(1);
    assert_eq!(count(&lines, 100), Count { verdict: Verdict::Holds, states: 4 });
}

#[test]
fn a_change_that_comes_twice_is_counted_twice_and_a_value_is_not() {
    let mut lines = shipping(Content::Changes);
    lines.channels[0].arrives = Arrives::AtLeastOnce;
    let trace = only(&lines);
    assert_eq!(trace.steps.len(), 3);
    assert!(matches!(trace.steps[1].happening, Happening::CameFirst { channel: 0, .. }), "{trace:#?}");
    assert_eq!((trace.there[0].clone(), counted(&trace, SHOP)), (vec![1, 1], vec![Some(0), Some(2)]));
    assert!(matches!(trace.breach, Breach::Miscounted { system: SHOP, .. }));
    lines.channels[0].key = Key::Each;
    assert_eq!(traces(&lines), []);
    assert_eq!(
        traces(&Lines {
            channels: vec![Channel { arrives: Arrives::AtLeastOnce, ..shipping(Content::Values).channels[0].clone() }],
            ..lines
        }),
        []
    );
}

#[test]
fn a_value_that_comes_late_takes_the_place_of_a_newer_one() {
    let mut lines = shipping(Content::Values);
    lines.channels[0].ordered = false;
    let trace = only(&lines);
    assert_eq!(trace.steps.len(), 4, "two parts leave, and the second message is there first");
    assert_eq!((trace.there[0].clone(), counted(&trace, SHOP)), (vec![0, 2], vec![Some(1), Some(1)]));
    lines.channels[0].versioned = true;
    assert_eq!(traces(&lines), []);
    assert_eq!(
        traces(&Lines { channels: shipping(Content::Changes).channels, ..lines.clone() }),
        [],
        "changes add up in any order"
    );
    lines.channels[0].versioned = false;
    lines.channels[0].ordered = true;
    lines.channels[0].arrives = Arrives::AtLeastOnce;
    assert_eq!(traces(&lines), [], "a copy that comes at once says the same");
}

#[test]
fn a_change_that_is_turned_away_as_old_is_missing() {
    let mut lines = shipping(Content::Changes);
    lines.channels[0].ordered = false;
    lines.channels[0].versioned = true;
    let trace = only(&lines);
    assert_eq!(trace.steps.last().map(|taken| taken.outcome), Some(Outcome::DroppedOlder));
    assert_eq!(counted(&trace, SHOP), [Some(1), Some(1)]);
}

#[test]
fn a_lost_message_is_missing_until_the_next_value() {
    for (content, steps) in [(Content::Changes, 2), (Content::Values, 2)] {
        let mut lines = shipping(content);
        lines.channels[0].arrives = Arrives::AtMostOnce;
        let trace = only(&lines);
        assert_eq!(trace.steps.len(), steps);
        assert!(matches!(trace.steps[1].happening, Happening::Lost { .. }));
    }
}

#[test]
fn two_messages_with_one_key_are_one() {
    let mut lines = shipping(Content::Changes);
    lines.channels[0].key = Key::Numbers { of: vec![0, 1], by_line: true };
    let trace = only(&lines);
    assert_eq!(
        trace.steps.last().map(|taken| taken.outcome),
        Some(Outcome::TakenForCopy),
        "the same happens twice: {trace:#?}"
    );
    lines.decisions[0].partly = false;
    lines.decisions[0].moves.clear();
    lines.channels[0].key = Key::Numbers { of: vec![0, 1], by_line: true };
    assert_eq!(traces(&lines), [], "it ends once, and the rest moves nothing");
    lines.lines = 2;
    assert_eq!(traces(&lines), []);
    lines.channels[0].key = Key::Numbers { of: vec![0, 1], by_line: false };
    let trace = only(&lines);
    let last = trace.steps.last().expect("there are steps");
    assert_eq!(last.outcome, Outcome::TakenForCopy, "one line is taken for the other");
}

#[test]
fn who_goes_by_a_count_that_is_too_high_ships_what_is_not_there() {
    // The shop allocates, the warehouse ships what it counts as allocated; allocations add up and can come twice.
    let mut lines = shipping(Content::Changes);
    lines.decisions = vec![
        Decision { owner: SHOP, from: 1, to: 0, moves: vec![(0, 1)], partly: true },
        Decision { owner: WMS, from: 1, to: 0, moves: vec![(1, 2)], partly: true },
    ];
    lines.parts = 3;
    lines.books = vec![Book { holds: 0b10, judged: 0 }, Book { holds: 0, judged: 0 }];
    lines.channels[0] = Channel {
        from: SHOP,
        to: WMS,
        carries: vec![Carried { decision: 0, tells: true, content: Content::Changes }],
        parts: 0b10,
        arrives: Arrives::AtLeastOnce,
        ..lines.channels[0].clone()
    };
    let trace = only(&lines);
    assert!(matches!(trace.breach, Breach::NotThere { part: 1, .. }), "{trace:#?}");
    assert_eq!(trace.steps.len(), 4);
    lines.channels[0].key = Key::Each;
    assert_eq!(traces(&lines), []);
}

#[test]
fn a_line_is_not_over_while_pieces_are_open() {
    let mut lines = shipping(Content::Changes);
    lines.decisions.remove(0);
    lines.channels[0].carries.remove(1);
    lines.decisions[0].partly = true;
    let Count { states, .. } = count(&lines, 100);
    assert_eq!(states, 2 + 3, "all at once; and the same with the message to who listens");
}

#[test]
fn who_passes_on_before_it_knows_how_many_passes_on_too_few() {
    // The warehouse tells the shop of the shipment by one flow, and how many by another; the shop tells the customer.
    let customer = 2;
    let mut lines = shipping(Content::Nothing);
    lines.books.push(Book { holds: 0b10, judged: 0b10 });
    lines.channels.push(Channel {
        carries: vec![Carried { decision: 1, tells: false, content: Content::Changes }],
        ..lines.channels[0].clone()
    });
    lines.channels.push(Channel {
        from: SHOP,
        to: customer,
        carries: vec![Carried { decision: 1, tells: true, content: Content::Values }],
        parts: 0b10,
        ..lines.channels[0].clone()
    });
    lines.decisions.remove(0);
    for channel in &mut lines.channels {
        channel.carries.iter_mut().for_each(|carried| carried.decision = 0);
        channel.carries.truncate(1);
    }
    let trace = only(&lines);
    assert!(matches!(trace.breach, Breach::Miscounted { system: 2, part: SHIPPED, .. }), "{trace:#?}");
    lines.channels[0].carries[0].content = Content::All;
    lines.channels.remove(1);
    assert_eq!(traces(&lines), [], "one message says both");
}

#[test]
fn a_whole_follows_its_lines() {
    let mut lines = shipping(Content::Changes);
    lines.lines = 2;
    let rule = |all, to| WholeRule { all, state: 1, to };
    lines.whole = Some(Whole {
        owner: SHOP,
        states: 3,
        rules: vec![rule(true, 2), rule(false, 1)],
        otherwise: 0,
        changes: vec![(0, 1), (1, 2)],
    });
    assert_eq!(traces(&lines), []);
    let whole = lines.whole.as_mut().expect("it was set");
    whole.changes.pop();
    let trace = only(&lines);
    assert_eq!((trace.breach, trace.whole), (Breach::WholeDiffers { should: 2 }, 1));
    lines.channels[0].arrives = Arrives::AtMostOnce;
    lines.whole = None;
    lines.books[SHOP].judged = 0;
    assert_eq!(traces(&lines), [], "what is not judged is not reported");
}

#[test]
fn a_search_that_was_cut_off_never_says_that_all_is_counted() {
    let mut lines = shipping(Content::Changes);
    lines.lines = 2;
    assert!(matches!(count(&lines, 10).verdict, Verdict::NotExhausted { depth } if depth > 0));
    lines.parts = Lines::PARTS + 1;
    assert_eq!(count(&lines, 10).verdict, Verdict::NotExhausted { depth: 0 });
}

#[test]
fn two_explorers_that_share_nothing_agree() {
    let mut random = Rng::with_seed(5);
    let (mut broken, mut compared) = (0, 0);
    for number in 0..400 {
        let lines = naive::random(&mut random);
        let Some(plain) = naive::count(&lines, 6_000) else { continue };
        compared += 1;
        let packed = count(&lines, 200_000);
        let lengths: Vec<usize> = match &packed.verdict {
            Verdict::Violated(traces) => traces.iter().map(|(_, trace)| trace.steps.len()).collect(),
            Verdict::Holds => Vec::new(),
            Verdict::NotExhausted { .. } => unreachable!("{number} {lines:?}"),
        };
        broken += usize::from(!lengths.is_empty());
        assert_eq!(lengths.is_empty(), plain.lengths.is_empty(), "{number} {lines:#?}");
        // Who only listens makes the way to rest longer, and is looked at by itself.
        let listens = |system: usize| !lines.acts(system) && lines.books[system].judged != 0;
        if lines.channels.iter().any(|channel| !lines.acts(channel.to)) || (0..lines.books.len()).any(listens) {
            continue;
        }
        assert_eq!(lengths, plain.lengths, "{number} {lines:#?}");
        let says = |channel: &Channel| channel.carries.iter().all(|carried| carried.content != Content::Nothing);
        if lengths.is_empty() && lines.channels.iter().all(says) {
            assert_eq!(packed.states, plain.states, "{number} {lines:#?}");
        }
    }
    assert!(compared > 250 && broken > 60 && broken < compared - 60, "{compared} {broken}");
}
