//! No text makes the layer fail, and an expression survives printing.

use charter::kdl;
use charter::source::{FileId, Span};
use charter::syntax::expression::Expression;
use charter::syntax::path::{self, Foreign};
use charter::syntax::{shape, values};
use fastrand::Rng;

const SEED: u64 = 20_261_124;

fn pick<'t>(random: &mut Rng, from: &[&'t str]) -> &'t str {
    from[random.usize(..from.len())]
}

fn text(random: &mut Rng, parts: &[&str], most: usize) -> String {
    (0..random.usize(..most)).map(|_| pick(random, parts)).collect()
}

fn parse(text: &str) -> (Expression, usize) {
    let locate = |range: std::ops::Range<usize>| {
        assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end), "{text}: {range:?}");
        Span::new(FileId(0), range.start as u32..range.end as u32)
    };
    let (expression, findings) = Expression::parse(text, &locate);
    (expression, findings.len())
}

#[test]
fn any_text_is_an_expression_or_has_a_finding() {
    const PARTS: &[&str] = &[
        "a", "on-hand", " ", " ", "(", ")", "max(", "round(", ",", "{", "}", " in ", " not ", " and ", " or ", "=",
        "!=", "<", "+", " - ", "-", "*", "/", "1", "2.50", "'t'", "'", "`b c`", "$x", "#true", "#", "value", "half-up",
        "é", "[x=1]", ".", "?", "\"", "null",
    ];
    let mut random = Rng::with_seed(SEED);
    let mut right = 0;
    for _ in 0..20_000 {
        let text = text(&mut random, PARTS, 14);
        let (expression, findings) = parse(&text);
        if findings > 0 {
            continue;
        }
        right += 1;
        let normal = expression.to_string();
        let (again, findings) = parse(&normal);
        assert_eq!(findings, 0, "{text}: {normal}");
        assert_eq!(again.to_string(), normal, "{text}");
        assert!(again.parts().eq(expression.parts()), "{text}: {normal}");
    }
    assert!(right > 500, "{right} of the texts are right");
}

#[test]
fn any_text_is_a_value_or_is_not() {
    const PARTS: &[&str] = &[
        "0", "1", "9", "24", "2026", "-", ".", ":", "/", "%", "min", "h", "MB", " ", "e", "é", "[", "]", "=", ",", "'",
        "@", "a", "UTC",
    ];
    let mut random = Rng::with_seed(SEED);
    for _ in 0..30_000 {
        let text = text(&mut random, PARTS, 10);
        let wrongs = [
            values::Decimal::parse(&text).err(),
            values::Ratio::parse(&text).err(),
            values::Duration::parse(&text).err(),
            values::Rate::parse(&text).err(),
            values::Percent::parse(&text).err(),
            values::Size::parse(&text).err(),
            values::Time::parse(&text).err(),
            values::Hours::parse(&text).err(),
            values::Version::parse(&text).err(),
            values::date(&text).err(),
            values::word(&text).err(),
            path::check(&text).err(),
            Foreign::parse(&text).err(),
        ];
        for wrong in wrongs.into_iter().flatten() {
            assert!(text.get(wrong.at.clone()).is_some(), "{text}: {wrong:?}");
        }
    }
}

#[test]
fn any_document_has_a_form_and_places_inside_it() {
    const PARTS: &[&str] = &[
        "flow",
        "object",
        "template",
        "record",
        "charter",
        "owner",
        "field",
        "as",
        "state",
        "lifecycle",
        "site",
        "map",
        " ",
        " ",
        " ",
        "\n",
        "\n",
        ";",
        "{",
        "}",
        " {\n",
        "\n}\n",
        "name=",
        "for=",
        "for=flow",
        "within=\"5 min\"",
        "by=",
        "\"a\\u{62}.c - /\"",
        "a",
        "1",
        "#true",
        "#null",
        "(x)",
        "/-",
        "x=1",
        "\"",
        "derive a.b by=c \"a + (b / 2\"",
        "case",
        "doc",
        "version=\"1\"",
    ];
    let mut random = Rng::with_seed(SEED);
    for _ in 0..5_000 {
        let text = text(&mut random, PARTS, 40);
        let (form, findings) = shape(FileId(0), kdl::read(&text));
        let labels = findings.iter().flat_map(|finding| &finding.labels).map(|label| label.span);
        let edits = findings.iter().flat_map(|finding| &finding.fixes).flat_map(|fix| &fix.edits).map(|edit| edit.span);
        for span in labels.chain(edits) {
            assert!(text.get(span.range()).is_some(), "{text}: {span:?}");
        }
        let mut words: Vec<_> = form.words().collect();
        while let Some(word) = words.pop() {
            assert!(!word.definition().name.is_empty());
            words.extend(word.children());
        }
    }
}
