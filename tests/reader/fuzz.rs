//! What holds for every text, tried on random ones. `CHARTER_DEEP=1` tries ten million.

use charter::kdl::{Node, Text, Tree, format, read};
use fastrand::Rng;

use super::random;
use super::suite::meaning;

/// How many random texts a test tries.
pub fn rounds(short: u64, deep: u64) -> u64 {
    match std::env::var("CHARTER_DEEP") {
        Ok(rounds) if rounds != "1" => rounds.parse().expect("CHARTER_DEEP is 1, or a number of rounds"),
        Ok(_) => deep,
        Err(_) => short,
    }
}

/// The text of one round: any kind of text, short or longer.
pub fn text(seed: u64) -> String {
    let random = &mut Rng::with_seed(seed);
    match random.u8(..4) {
        0 => random::soup(random, 24),
        1 => random::document(random, 3),
        _ => {
            let document = random::document(random, 3);
            random::corrupt(random, &document)
        }
    }
}

/// Everything that holds for every text.
pub fn check(text: &str) {
    let tree = read(text);
    assert_eq!(tree.text(), text);
    check_tokens(&tree);
    check_tree(&tree);
    check_format(&tree);
}

fn check_tokens(tree: &Tree) {
    let mut at = 0;
    for token in tree.tokens() {
        assert!(token.start == at && token.end > at, "{token:?} after {at}");
        assert!(tree.text().is_char_boundary(token.end as usize), "{token:?}");
        at = token.end;
    }
    assert_eq!(at as usize, tree.text().len());
}

fn check_tree(tree: &Tree) {
    let mut before = 0;
    for problem in tree.problems() {
        assert!(problem.range.start >= before, "problems are in order");
        before = problem.range.start;
        assert!(tree.text().get(problem.range.start as usize..problem.range.end as usize).is_some(), "{problem:?}");
        assert!(!problem.message().is_empty());
    }
    let (mut start, mut count) = (0, 0);
    for node in tree.all() {
        assert!(node.span().start >= start, "nodes are in order");
        start = node.span().start;
        count += 1;
        check_node(tree, node);
    }
    assert_eq!(count, tree.len());
    let walked: usize = tree.nodes().map(size).sum();
    assert_eq!(walked, count, "every node is in the tree once");
}

fn size(node: Node<'_>) -> usize {
    1 + node.children().map(size).sum::<usize>()
}

fn check_node(tree: &Tree, node: Node<'_>) {
    let within = |inner: std::ops::Range<u32>, outer: std::ops::Range<u32>| {
        assert!(
            outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end,
            "{inner:?} in {outer:?}: {node:?}"
        );
    };
    within(node.span(), 0..tree.text().len() as u32);
    within(node.head(), node.span());
    within(node.name().span(), node.head());
    check_text(tree, node.name());
    node.annotation().into_iter().for_each(|text| {
        within(text.span(), node.head());
        check_text(tree, text);
    });
    let mut end = node.name().span().end;
    for entry in node.entries() {
        within(entry.span(), end..node.head().end);
        within(entry.value_span(), entry.span());
        end = entry.span().end;
        for text in entry.key().into_iter().chain(entry.annotation()).chain(entry.value().as_text()) {
            within(text.span(), entry.span());
            check_text(tree, text);
        }
        if let Some(number) = entry.value().as_number() {
            let _ = (number.as_i64(), number.as_f64(), number.digits());
        }
    }
    let mut end = node.head().start;
    for child in node.children() {
        assert_eq!(child.parent().map(Node::id), Some(node.id()));
        within(child.span(), node.block().expect("children are in a block"));
        assert!(child.span().start >= end, "{child:?} starts before {end}");
        end = child.span().end;
    }
    let found = tree.node_at(node.span().start).expect("there is a node");
    assert!(found.span().start <= node.span().start);
}

/// Every character of a string stands somewhere in its source, in order.
fn check_text(tree: &Tree, text: Text<'_>) {
    let decoded = text.get();
    assert!(text.is(&decoded));
    let mut end = text.span().start;
    for (at, character) in decoded.char_indices() {
        let place = text.source_range(at..at + character.len_utf8());
        assert!(end <= place.start && place.start < place.end && place.end <= text.span().end, "{place:?} of {text:?}");
        let source = &tree.text()[place.start as usize..place.end as usize];
        let literal = source.chars().eq([character]);
        assert!(literal || source.starts_with('\\') || character == '\n', "{source:?} says {character:?}");
        end = place.end;
    }
}

fn check_format(tree: &Tree) {
    let printed = format(tree);
    if !tree.problems().is_empty() {
        assert_eq!(printed, tree.text());
        return;
    }
    let again = read(&printed);
    assert!(again.problems().is_empty(), "{printed:?}: {:?}", again.problems());
    assert_eq!(meaning(&again), meaning(tree), "printed as {printed:?}");
    assert_eq!(format(&again), printed, "a second time");
}

/// Runs `check` on the text of every round; says which text broke it, made as short as it goes.
pub fn run(first: u64, rounds: u64, text: impl Fn(u64) -> String + Sync, check: impl Fn(&str) + Sync) {
    let breaks = |text: &str| std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| check(text))).is_err();
    let threads = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (text, breaks) = (&text, &breaks);
            scope.spawn(move || {
                for seed in (first..first + rounds).skip(thread as usize).step_by(threads as usize) {
                    let text = text(seed);
                    assert!(!breaks(&text), "seed {seed}: {text:?}, shortest {:?}", shortest(&text, breaks));
                }
            });
        }
    });
}

/// Leaves out pieces of a text as long as it still breaks.
fn shortest(text: &str, breaks: impl Fn(&str) -> bool) -> String {
    let mut text: Vec<char> = text.chars().collect();
    let mut size = text.len();
    while size > 0 {
        let without = |at: usize| -> String { text[..at].iter().chain(&text[at + size..]).collect() };
        match (0..=text.len() - size).map(without).find(|text| breaks(text)) {
            Some(shorter) => text = shorter.chars().collect(),
            None => size /= 2,
        }
        size = size.min(text.len());
    }
    text.into_iter().collect()
}

#[test]
fn what_holds_for_every_text_holds_for_random_ones() {
    run(1, rounds(20_000, 10_000_000), text, check);
}
