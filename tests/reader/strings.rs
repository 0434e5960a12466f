//! What strings say, and where each part of what they say stands in the source.

use charter::kdl::{Text, Tree, read};

fn text(tree: &Tree) -> Text<'_> {
    assert_eq!(tree.problems(), [], "{}", tree.text());
    let argument = tree.nodes().next().and_then(|node| node.arguments().next()).expect("an argument");
    argument.value().as_text().expect("a string")
}

/// `a SOURCE` says `said`; `part` of it stands at `place` of the source.
fn check(source: &str, said: &str, part: &str, place: &str) {
    let tree = read(&format!("a {source}"));
    let text = text(&tree);
    assert_eq!(text.get(), said, "{source}");
    let at = said.find(part).expect("a part of it");
    let range = text.source_range(at..at + part.len());
    assert_eq!(&tree.text()[range.start as usize..range.end as usize], place, "{part:?} in {source}");
}

#[test]
fn every_form_maps_back_to_its_source() {
    check("word", "word", "or", "or");
    check("\"two words\"", "two words", "words", "words");
    check("\"a\\nb\"", "a\nb", "\n", "\\n");
    check("\"a\\nb\"", "a\nb", "b", "b");
    check("\"a\\u{e9}b\"", "aéb", "é", "\\u{e9}");
    check("\"a\\  b\"", "ab", "b", "b");
    check("\"a\\\n   b\"", "ab", "ab", "a\\\n   b");
    check("#\"a\\nb\"#", "a\\nb", "\\n", "\\n");
    check("##\"a\"#b\"##", "a\"#b", "\"#", "\"#");
    check("\"\"\"\n    one\n      two\n    \"\"\"", "one\n  two", "two", "two");
    check("\"\"\"\n    one\n      two\n    \"\"\"", "one\n  two", "  two", "  two");
    check("\"\"\"\n    one\n    two\n    \"\"\"", "one\ntwo", "e\nt", "e\n    t");
    check("\"\"\"\r\n  a\r\n\r\n  b\\tc\r\n  \"\"\"", "a\n\nb\tc", "\t", "\\t");
    check("#\"\"\"\n\ta\\n\n\t\"\"\"#", "a\\n", "a\\n", "a\\n");
}

#[test]
fn an_empty_part_is_an_empty_place() {
    let tree = read("a \"x\\ny\"");
    let text = text(&tree);
    assert_eq!(text.source_range(1..1), 4..4);
    assert_eq!(text.source_range(2..2), 6..6);
    assert_eq!(text.source_range(3..3), 7..7);
    assert_eq!(text.source_range(99..99), 7..7);
    assert_eq!(text.span(), 2..8);
}

#[test]
fn a_literal_string_is_not_copied() {
    for (source, borrowed) in [("word", true), ("\"a b\"", true), ("#\"a\"#", true), ("\"a\\n\"", false)] {
        let tree = read(&format!("a {source}"));
        assert_eq!(matches!(text(&tree).get(), std::borrow::Cow::Borrowed(_)), borrowed, "{source}");
    }
}
