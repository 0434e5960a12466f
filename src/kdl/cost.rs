//! The work of reading grows with the length of the text and no faster, whatever the text.

use super::{MAX_DEPTH, read};
use crate::steps::counted;

/// How many bytes are looked at to read a text.
fn steps(text: &str) -> u64 {
    counted(|| read(text)).0
}

/// A piece said many times, between a start and an end.
fn check(start: &str, piece: &str, end: &str) {
    let text = |times: usize| format!("{start}{}{end}", piece.repeat(times));
    let (small, large) = (text(2_000), text(8_000));
    let (few, many) = (steps(&small), steps(&large));
    assert!(many <= 5 * few, "{few} steps for {}, {many} for {} bytes: {start:?} {piece:?}", small.len(), large.len());
    assert!(many <= 100 * large.len() as u64, "{many} steps for {} bytes: {start:?} {piece:?} {end:?}", large.len());
}

#[test]
fn the_work_is_linear_in_the_length_and_the_depth() {
    check("", "object item {\n    field sku type=text // why\n}\n", "");
    check("", "a {\n    b \"text \\n\" 1.5 k=#true\n}\n", "");
    for piece in
        ["a {", "a {\n", "a {\n    ", "}", "}\n", "/-a {", "a /-{", "/-", "/- a", "a /-b ", "{", "{\n", "a; ", ";"]
    {
        check("", piece, "");
        check("x {\n    y\n", piece, "");
    }
    check("", "a { b } ; ", "c {\n  ");
    check("  a {\n", "b {};", "");
}

#[test]
fn the_work_is_linear_in_the_number_of_mistakes() {
    for piece in [
        "=", "= ", "a=", "a= ", "a=\n", "(", "a (", ")", "[", "[ ", "a [x\n", "\\", "\\\n", "\\ a", "#", "# ", "/ ",
        "\0", "a\"b\"",
    ] {
        check("", piece, "");
        check("a ", piece, " b\n");
    }
    check("a ", "\"b\"c", "\n");
    check("a {\n    b {\n", "        c {\n        }\n", "}\n");
    check("a {\n", "    b {\n        c\n", "}\n");
    check("a {\n", "    b\n    }\n", "}\n");
}

#[test]
fn the_work_is_linear_whatever_is_not_closed() {
    for piece in [
        "\"",
        "\"\n",
        "a \"b\n",
        "a \"b {\n",
        "{ a \"} }\n",
        "\"\\\n",
        "\"\\",
        "\"\"\"\n",
        "a \"\"\"\n    b\n",
        "a \"\"\"x\n",
        "#\"",
        "#\"\n",
        "a #\"b {\n",
        "#\"\"\"\n",
        "a #\"\"\"\n    b\n",
        "##\"\"\"#\n",
        "/*",
        "/* ",
        "/*\n",
        "a /*\n",
        "/* */ /*\n",
        "/*\n *\n",
        "\"\"\"\n\\\n",
    ] {
        check("", piece, "");
        check("a {\n    ", piece, "");
        check("", piece, "\"\"\"#");
        check("", piece, "\n\"\"\"\n");
        check("", piece, "*/");
    }
    // Everything below the deepest block that is read belongs to one node, with all of its mistakes.
    for piece in ["\"\n", "a \"b\n", "\"\"\"x\n", "a #\"b\n", "[", "\0"] {
        check(&"a {".repeat(MAX_DEPTH + 2), piece, "");
    }
    let more_and_more_hashes: String = (1..200).rev().map(|hashes| "#".repeat(hashes) + "\"\"\"\nx\n").collect();
    assert!(steps(&more_and_more_hashes) <= 100 * more_and_more_hashes.len() as u64);
}

#[test]
fn the_work_is_linear_inside_strings_and_comments() {
    for piece in ["x", "\\n", "\\q", "\\u{", "\\ ", " ", "é", "\u{202e}", "\"#", "\n", "\n  ", "\\\n", "/*", "*", "#"]
    {
        check("a \"", piece, "\"\n");
        check("a #\"", piece, "\"#\n");
        check("a \"\"\"\n", piece, "\n\"\"\"\n");
        check("a ##\"\"\"\n", piece, "\n\"\"\"##\n");
        check("/*", piece, "*/\n");
        check("//", piece, "\n");
    }
}
