//! The `kdl` library as a second opinion on random documents, and where it is known to be wrong.

use charter::kdl::{Entry, Nodes, Number, Problem, ProblemKind, Text, Token, TokenKind, Tree, Value, read};
use kdl::{KdlDocument, KdlEntry, KdlIdentifier, KdlValue};

use super::fuzz::{rounds, run, text};

/// What the library says; none if it refuses the text.
fn library(text: &str) -> Option<KdlDocument> {
    KdlDocument::parse_v2(text).ok()
}

/// Texts that the library takes long for, or needs much stack.
fn is_too_much(text: &str) -> bool {
    text.matches("/-").count() > 4 || text.matches('{').count() > 12 || text.len() > 400
}

/// A place where the library does not do what the specification says.
struct Deviation {
    what: &'static str,
    /// What the specification says.
    specification: &'static str,
    example: &'static str,
    /// Whether it explains that the library accepts, in spite of this problem, the text.
    accepts: fn(&Tree, &Problem) -> bool,
    /// Whether it explains that the library refuses the text, or reads it otherwise.
    refuses: fn(&Tree) -> bool,
}

static DEVIATIONS: &[Deviation] = &[
    Deviation {
        what: "a node that is left out may not end with `;`",
        specification: "Full Grammar: `base-node := slashdash? ...`, `node := base-node node-terminator`",
        example: "/-a;",
        accepts: |_, _| false,
        refuses: |tree| {
            let semicolons_as_lines: String = tree
                .tokens()
                .map(|token| match token.kind {
                    TokenKind::Semicolon => "\n",
                    _ => &tree.text()[token.start as usize..token.end as usize],
                })
                .collect();
            library(&semicolons_as_lines).is_some_and(|theirs| same_nodes(tree.nodes(), &theirs))
        },
    },
    Deviation {
        what: "a node that is left out need not end before the next one",
        specification: "Full Grammar: `node := base-node node-terminator`",
        example: "/-a {}b",
        accepts: |tree, problem| {
            let glued = [ProblemKind::MissingNewline, ProblemKind::MissingSpace, ProblemKind::UnknownKeyword];
            tree.text().contains("/-") && glued.contains(&problem.kind)
        },
        refuses: |_| false,
    },
    Deviation {
        what: "what is left out may be left out twice",
        specification: "Full Grammar: `(node-space | slashdash) node-prop-or-arg`, one slashdash for each",
        example: "a /-/- b c",
        accepts: |_, problem| problem.kind == ProblemKind::MisplacedSlashdash,
        refuses: |_| false,
    },
    Deviation {
        what: "an entry that is left out may stand after a block",
        specification: "Full Grammar: after `node-children` only `(node-space* slashdash node-children)*`",
        example: "a {} /-b",
        accepts: |tree, problem| {
            let after = [ProblemKind::EntryAfterBlock, ProblemKind::SecondBlock];
            tree.text().contains("/-") && after.contains(&problem.kind)
        },
        refuses: |_| false,
    },
    Deviation {
        what: "U+007F is accepted",
        specification: "Disallowed Literal Code Points; suite: unicode_delete_fail",
        example: "a\u{7f}",
        // It may stand in a word, so that what seems wrong around it is not.
        accepts: |tree, problem| {
            let as_letters = tree.text().replace('\u{7f}', "x");
            tree.text().contains('\u{7f}') && !read(&as_letters).problems().contains(problem)
        },
        refuses: |_| false,
    },
    Deviation {
        what: "disallowed code points are accepted in comments",
        specification: "Disallowed Literal Code Points: `may not appear literally anywhere in the document`",
        example: "// \u{200e}",
        accepts: |tree, problem| matches!(token(tree, problem), Some(TokenKind::LineComment | TokenKind::BlockComment)),
        refuses: |_| false,
    },
    Deviation {
        what: "`-inf` is accepted as an identifier",
        specification: "Keyword Numbers: the bare identifiers `inf`, `-inf` and `nan` are illegal",
        example: "a -inf",
        accepts: |tree, problem| at(tree, problem) == "-inf",
        refuses: |_| false,
    },
    Deviation {
        what: "a raw string that starts with three quotes may stand on one line",
        specification: "Full Grammar: `single-line-raw-string-body`; suite: multiline_raw_string_single_line_err_fail",
        example: "#\"\"\"a\"\"\"#",
        // What follows such a string on its line may be taken for a part of it, and seem wrong.
        accepts: |tree, problem| {
            let lines = [ProblemKind::TextAfterOpening, ProblemKind::UnclosedLines];
            let raw = |problem: &&Problem| {
                lines.contains(&problem.kind) && token(tree, problem) == Some(TokenKind::RawMultiLine)
            };
            tree.problems().iter().find(raw).is_some_and(|first| first.range.end >= problem.range.start)
                || tree.problems().iter().take_while(|other| *other != problem).any(|other| raw(&other))
        },
        refuses: |_| false,
    },
    Deviation {
        what: "a raw string of several lines may not have a line that is one quote",
        specification: "Full Grammar: `multi-line-raw-string-body := unicode*`, up to the closing quotes and hashes",
        example: "#\"\"\"\n\"\n\"\"\"#",
        accepts: |_, _| false,
        refuses: |tree| {
            let raw = |token: &Token| token.kind == TokenKind::RawMultiLine;
            let lone = |line: &str| line.trim() == "\"";
            tree.tokens()
                .filter(raw)
                .any(|token| tree.text()[token.range().start as usize..token.end as usize].lines().any(lone))
        },
    },
];

/// What a problem is about.
fn at<'t>(tree: &'t Tree, problem: &Problem) -> &'t str {
    &tree.text()[problem.range.start as usize..problem.range.end as usize]
}

/// The kind of the token that a problem is in.
fn token(tree: &Tree, problem: &Problem) -> Option<TokenKind> {
    let holds = |token: &Token| token.start <= problem.range.start && problem.range.start < token.end;
    tree.tokens().find(holds).map(|token| token.kind)
}

/// Whether the known deviations account for what the library makes of a text.
fn is_explained(tree: &Tree, deviations: &[Deviation]) -> bool {
    if tree.problems().is_empty() {
        return deviations.iter().any(|known| (known.refuses)(tree));
    }
    tree.problems().iter().all(|problem| deviations.iter().any(|known| (known.accepts)(tree, problem)))
}

/// How the library and we differ about a text.
fn difference(tree: &Tree) -> Option<String> {
    match (library(tree.text()), tree.problems()) {
        (None, []) => Some("only we accept it".to_owned()),
        (Some(_), [_, ..]) => Some(format!("only the library accepts it: {:?}", tree.problems())),
        (Some(theirs), []) if !same_nodes(tree.nodes(), &theirs) => Some(format!("the library reads {theirs:#?}")),
        _ => None,
    }
}

fn check(text: &str) {
    if is_too_much(text) {
        return;
    }
    let tree = read(text);
    if let Some(difference) = difference(&tree) {
        assert!(is_explained(&tree, DEVIATIONS), "{text:?}: {difference}");
    }
}

fn same_nodes(ours: Nodes<'_>, theirs: &KdlDocument) -> bool {
    let ours: Vec<_> = ours.collect();
    ours.len() == theirs.nodes().len()
        && ours.iter().zip(theirs.nodes()).all(|(our, their)| {
            let entries: Vec<_> = our.entries().collect();
            our.name().is(their.name().value())
                && same_name(our.annotation(), their.ty())
                && entries.len() == their.entries().len()
                && entries.iter().zip(their.entries()).all(|(our, their)| same_entry(*our, their))
                && match their.children() {
                    Some(children) => same_nodes(our.children(), children),
                    None => our.children().count() == 0,
                }
        })
}

fn same_name(ours: Option<Text<'_>>, theirs: Option<&KdlIdentifier>) -> bool {
    match (ours, theirs) {
        (Some(ours), Some(theirs)) => ours.is(theirs.value()),
        (ours, theirs) => ours.is_none() && theirs.is_none(),
    }
}

fn same_entry(ours: Entry<'_>, theirs: &KdlEntry) -> bool {
    same_name(ours.key(), theirs.name())
        && same_name(ours.annotation(), theirs.ty())
        && same_value(ours.value(), theirs.value())
}

fn same_value(ours: Value<'_>, theirs: &KdlValue) -> bool {
    match (ours, theirs) {
        (Value::String(ours), KdlValue::String(theirs)) => ours.is(theirs),
        (Value::Bool(ours), KdlValue::Bool(theirs)) => ours == *theirs,
        (Value::Null, KdlValue::Null) => true,
        (Value::Number(ours), theirs) => same_number(ours, theirs),
        _ => false,
    }
}

fn same_number(ours: Number<'_>, theirs: &KdlValue) -> bool {
    match theirs {
        KdlValue::Integer(theirs) => ours.digits().and_then(|digits| digits.parse().ok()) == Some(*theirs),
        KdlValue::Float(theirs) => {
            ours.as_f64().to_bits() == theirs.to_bits() || (ours.as_f64().is_nan() && theirs.is_nan())
        }
        _ => false,
    }
}

#[test]
fn the_library_reads_random_documents_as_we_do() {
    run(1, rounds(3_000, 1_000_000), text, check);
}

#[test]
fn the_known_deviations_of_the_library_are_still_there() {
    for known in DEVIATIONS {
        let Deviation { what, specification, example, .. } = known;
        let tree = read(example);
        assert!(difference(&tree).is_some(), "the library agrees about {example:?}: remove `{what}` ({specification})");
        assert!(is_explained(&tree, std::slice::from_ref(known)), "`{what}` does not explain {example:?}");
    }
}
