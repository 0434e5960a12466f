//! What is still read after a mistake, and how often it is reported.

use charter::kdl::{Node, Problem, ProblemKind, TokenKind, Tree, read};
use fastrand::Rng;

use super::fuzz::{rounds, run};
use super::random;
use super::suite::subtree_meaning;

/// Lines of `text` with a finding, and its name.
fn findings(text: &str) -> Vec<(usize, &'static str)> {
    let line = |offset: u32| text[..offset as usize].matches('\n').count() + 1;
    read(text).problems().iter().map(|problem| (line(problem.range.start), problem.code().name)).collect()
}

/// The findings of `text`, and the names of the nodes of its top level.
fn check(text: &str, expected: &[(usize, &str)], nodes: &str) {
    assert_eq!(findings(text), expected, "{text}\n{:?}", read(text).problems());
    let names: Vec<_> = read(text).nodes().map(|node| node.name().get().into_owned()).collect();
    assert_eq!(names.join(" "), nodes, "{text}");
}

#[test]
fn ten_separate_mistakes_are_ten_findings() {
    check(
        "flow a kind=\nflow b [x]\nflow c 15min\nflow d \"x\\q\"\nflow e true\nflow f \"open\nflow g;;\n1flow h\n(flow i\nflow j #maybe\nflow k\n",
        &[
            (1, "missing-value"),
            (2, "unexpected-character"),
            (3, "invalid-number"),
            (4, "invalid-escape"),
            (5, "bare-keyword"),
            (6, "unclosed-string"),
            (7, "misplaced-semicolon"),
            (8, "unquoted-name"),
            (9, "malformed-annotation"),
            (10, "unknown-keyword"),
        ],
        "flow flow flow flow flow flow flow 1flow flow flow",
    );
}

#[test]
fn several_mistakes_in_one_node_are_all_found() {
    check(
        "flow a= b=1x c=true d=\"\\q\"\n",
        &[(1, "missing-value"), (1, "invalid-number"), (1, "bare-keyword"), (1, "invalid-escape")],
        "flow",
    );
}

#[test]
fn a_property_without_a_value_is_named() {
    let tree = read("flow kind= team=t1\n");
    assert_eq!(tree.problems().iter().map(Problem::message).collect::<Vec<_>>(), ["`kind` has no value"]);
    let flow = tree.nodes().next().expect("a node");
    assert!(flow.is_broken());
    assert!(flow.property("kind").is_none());
    assert!(flow.property("team").is_some_and(|team| team.value().as_str().as_deref() == Some("t1")));
    for text in ["a k=", "a k=\n", "a k= ;", "a { b k= }", "a k= {}", "a k= // c", "a k=\\\n\n"] {
        assert_eq!(
            read(text).problems().iter().map(|problem| problem.kind).collect::<Vec<_>>(),
            [ProblemKind::MissingValue],
            "{text:?}"
        );
    }
}

#[test]
fn keywords_of_version_one_are_put_right() {
    let text = "flow live=true retry=null { daily false }\n";
    let tree = read(text);
    let mut fixed = text.to_owned();
    for problem in tree.problems().iter().rev() {
        let fix = problem.fix().expect("a fix");
        fixed.replace_range(fix.range.start as usize..fix.range.end as usize, &fix.text);
    }
    assert_eq!(fixed, "flow live=#true retry=#null { daily #false }\n");
    let flow = tree.nodes().next().expect("a node");
    assert_eq!(flow.property("live").and_then(|live| live.value().as_bool()), Some(true), "it is taken as meant");
    assert!(read("true 1").problems()[0].message().contains("reserved"));
}

#[test]
fn an_unclosed_quote_ends_with_its_line() {
    check("a \"one\nb\n", &[(1, "unclosed-string")], "a b");
    check("a \"one {\n    b\n}\nc\n", &[(1, "unclosed-string")], "a c");
    check("a { b \"one }\nc\n", &[(1, "unclosed-string")], "a c");
    check("a \"one b=\"two\"\nc\n", &[(1, "unclosed-string")], "a c");
    check("a #\"one\nb\n", &[(1, "unclosed-string")], "a b");
    check("a \"one\\\"\nb\n", &[(1, "unclosed-string")], "a b");
    check("a \"", &[(1, "unclosed-string")], "a");
}

#[test]
fn an_unclosed_string_of_several_lines_ends_where_the_layout_says() {
    check("a {\n    note \"\"\"\n        one\n        two\n    b\n}\nc\n", &[(2, "unclosed-string")], "a c");
    check("a \"\"\"\n    one\nb \"\"\"\n    two\n    \"\"\"\nc\n", &[(1, "unclosed-string")], "a b c");
    check("a #\"\"\"\n    one\nb\n", &[(1, "unclosed-string")], "a b");
    check("a \"\"\"one\"\"\"\nb\n", &[(1, "malformed-lines")], "a b");
}

#[test]
fn an_unclosed_comment_ends_where_the_layout_says() {
    check("/* one\nb\n", &[(1, "unclosed-comment")], "b");
    check("/* one\n * two\n   three\n\nb\n", &[(1, "unclosed-comment")], "b");
    check("a /* one\nb\n", &[(1, "unclosed-comment")], "a b");
    check("/* one /* two */\nb\n", &[(1, "unclosed-comment")], "b");
}

#[test]
fn an_unclosed_block_is_found_by_the_indentation() {
    check("a {\n    b {\n        c\n    d\n}\ne {\n    f\n}\n", &[(2, "unclosed-block")], "a e");
    check("a {\n    b\nc {\n    d\n}\ne\n", &[(1, "unclosed-block")], "a c e");
    check("a {\nb {\n    c\n}\n", &[(1, "unclosed-block")], "a b");
    check("a {\n    b {\n        c {\n}\nd\n", &[(2, "unclosed-block"), (3, "unclosed-block")], "a d");
    check("a {\n    b { c; d\n    e\n}\nf\n", &[(2, "unclosed-block")], "a f");
    // Where nothing is indented there is nothing to go by.
    check("a {\nb\nc\n", &[(1, "unclosed-block")], "a");
    // The end of the file closes what is open: one finding.
    check("a {\n    b {\n        c\n", &[(2, "unclosed-block")], "a");
}

#[test]
fn a_brace_too_many_is_found_by_the_indentation() {
    check("a {\n    b\n    }\n    c\n}\nd\n", &[(3, "stray-brace")], "a d");
    check("a\n}\nb\n", &[(2, "stray-brace")], "a b");
    check("a {\n    b\n}\n}\nc\n", &[(4, "stray-brace")], "a c");
}

#[test]
fn what_is_out_of_place_is_reported_once() {
    let cases = [
        ("a {} b\n", "missing-newline"),
        ("a {} {}\n", "second-block"),
        ("a /-{} b\n", "misplaced-entry"),
        ("a;; b\n", "misplaced-semicolon"),
        ("/-\n", "misplaced-slashdash"),
        ("a k=/-v\n", "misplaced-slashdash"),
        ("a (t)k=v\n", "malformed-annotation"),
        ("a ()v\n", "malformed-annotation"),
        ("a (t)\n", "malformed-annotation"),
        ("(t)\n", "missing-name"),
        ("{ a }\n", "missing-name"),
        ("a \\ b\n", "misplaced-continuation"),
        ("a=1\n", "missing-key"),
        ("a b=c=d\n", "missing-key"),
        ("a k==v\n", "unexpected-character"),
        ("a b/c/d\n", "unexpected-character"),
        ("a [1, 2, 3]\n", "unexpected-character"),
        ("a k=[1 2]\n", "unexpected-character"),
        ("a )\n", "unexpected-character"),
        ("] a\n", "unexpected-character"),
        ("a \u{0}\n", "unexpected-character"),
        ("a \"x\u{202e}\"\n", "forbidden-character"),
        ("// \u{202e}\n", "forbidden-character"),
        ("a 1=2\n", "unquoted-name"),
        ("a true=2\n", "unquoted-name"),
        ("a \"b\"c\n", "missing-space"),
        ("a \"b\"/-c\n", "missing-space"),
        ("a \"\"\"\n  x\n y\n  \"\"\"\n", "malformed-lines"),
        ("a \"\"\"\n  x\n  y\"\"\"\n", "malformed-lines"),
    ];
    for (text, code) in cases {
        let found: Vec<_> = findings(text).into_iter().map(|(_, code)| code).collect();
        assert_eq!(found, [code], "{text:?}");
    }
}

#[test]
fn a_byte_order_mark_is_allowed_at_the_start_only() {
    check("\u{feff}a\r\nb\r\n", &[], "a b");
    assert_eq!(findings("a\n\u{feff}b\n"), [(2, "unexpected-character")]);
}

#[test]
fn depth_has_a_limit_and_one_finding_past_it() {
    let deep = |open: &str, close: &str| format!("{}{}\nb\n", open.repeat(100_000), close.repeat(100_000));
    check(&deep("a {", "}"), &[(1, "too-deep")], "a b");
    check(&deep("a {\n", ""), &[(201, "too-deep")], "a");
    check(&deep("/-a {", "}"), &[(1, "too-deep")], "b");
    check(&deep("a /-{", "}"), &[(1, "too-deep")], "a b");
    let allowed = format!("{}{}\nb\n", "a {".repeat(200), "}".repeat(200));
    check(&allowed, &[], "a b");
    // What is too deep is skipped, and what follows is read.
    assert_eq!(read(&deep("a {", "}")).len(), 202);
}

/// What may come in place of a token. None starts a string, a block or a comment, or ends a node.
const JUNK: &[&str] = &[
    "=", "==", "(", ")", "()", "[", "]", "[x", "#", "#what", "1x", "0x", "true", "a=", "=a", "/", "\u{7f}", ".5", ",",
    "x y",
];

/// A document and the same with one token of one node replaced.
fn corrupted(seed: u64) -> Option<(String, u32, String)> {
    let random = &mut Rng::with_seed(seed);
    let text = random::document(random, 3);
    let tree = read(&text);
    if tree.is_empty() {
        return None;
    }
    let node = tree.all().nth(random.usize(..tree.len()))?;
    let inside = |kind| {
        matches!(
            kind,
            TokenKind::Word
                | TokenKind::Number
                | TokenKind::Keyword
                | TokenKind::Equals
                | TokenKind::OpenParen
                | TokenKind::CloseParen
        )
    };
    let head = node.head();
    let tokens: Vec<_> = tree
        .tokens()
        .filter(|token| token.start >= head.start && token.end <= head.end && inside(token.kind))
        .collect();
    let token = tokens.get(random.usize(..tokens.len().max(1)))?;
    let mut broken = text.clone();
    broken.replace_range(token.start as usize..token.end as usize, JUNK[random.usize(..JUNK.len())]);
    // What follows must still be cut into the same tokens: the junk may not join a quote or a slash.
    let after: Vec<_> = tree.tokens().filter(|next| next.start >= token.end).map(|next| next.kind).collect();
    let kept: Vec<_> = read(&broken).tokens().map(|token| token.kind).collect();
    kept.ends_with(&after).then(|| (text, node.id().0, broken))
}

fn children(tree: &Tree, parent: Option<Node<'_>>) -> Vec<String> {
    parent.map_or_else(|| tree.nodes(), Node::children).map(subtree_meaning).collect()
}

fn check_siblings(seed: u64) {
    let Some((text, id, broken)) = corrupted(seed) else { return };
    let (tree, after) = (read(&text), read(&broken));
    let mut path = Vec::new();
    let mut at = Some(tree.node(charter::kdl::NodeId(id)));
    while let Some(node) = at {
        let siblings: Vec<_> = node.parent().map_or_else(|| tree.nodes(), Node::children).collect();
        let index = siblings.iter().position(|sibling| sibling.id() == node.id()).expect("a child of its parent");
        path.push((index, children(&tree, node.parent())));
        at = node.parent();
    }
    let mut parent = None;
    for (index, before) in path.iter().rev() {
        let now = children(&after, parent);
        assert_eq!(now.get(..*index), Some(&before[..*index]), "{text:?}\nbecame {broken:?}");
        let rest = &before[index + 1..];
        assert!(now.len() >= index + rest.len() && now.ends_with(rest), "{text:?}\nbecame {broken:?}\n{now:?}");
        parent = parent.map_or_else(|| after.nodes(), Node::children).nth(*index);
        if parent.is_none() {
            break;
        }
    }
}

#[test]
fn a_corrupt_token_leaves_every_sibling_as_it_was() {
    run(1, rounds(5_000, 1_000_000), |seed| seed.to_string(), |seed| check_siblings(seed.parse().expect("a seed")));
}
