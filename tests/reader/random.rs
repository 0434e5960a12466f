//! Random documents: written by the grammar, cut from fragments, and corrupted.

use fastrand::Rng;

/// Pieces that mean something to KDL, and some that should not.
const FRAGMENTS: &[&str] = &[
    "a",
    "node",
    "key",
    "=",
    "=1",
    "k=v",
    " ",
    "  ",
    "\t",
    "\n",
    "\r\n",
    "\r",
    "\u{b}",
    "\u{c}",
    "\u{85}",
    "\u{2028}",
    "\u{a0}",
    "\u{3000}",
    ";",
    "{",
    "}",
    "{}",
    "(",
    ")",
    "(t)",
    "\"",
    "\"\"",
    "\"\"\"",
    "\"s\"",
    "\"a\\nb\"",
    "\\",
    "\\\n",
    "\\ // c\n",
    "//",
    "// c\n",
    "/*",
    "*/",
    "/* c */",
    "/*/**/*/",
    "/-",
    "/- ",
    "#",
    "##",
    "#\"r\"#",
    "##\"r\"#\"##",
    "#\"",
    "\"#",
    "#true",
    "#false",
    "#null",
    "#inf",
    "#-inf",
    "#nan",
    "#what",
    "true",
    "null",
    "inf",
    "-inf",
    "nan",
    "1",
    "-1",
    "+1",
    "1.5",
    "1e3",
    "0x1F",
    "0b10",
    "0o7",
    "1_0",
    "1.",
    ".1",
    "-.1",
    "1e",
    "0x",
    "-",
    "+",
    ".",
    "--",
    "[",
    "]",
    "/",
    "\\s",
    "\\t",
    "\\u{41}",
    "\\u{110000}",
    "\\u{}",
    "\\q",
    "\\\\",
    "\\\"",
    "\u{feff}",
    "\u{200e}",
    "\u{7f}",
    "\0",
    "é",
    "日",
    "🎉",
    "\"\"\"\n",
    "\n\"\"\"",
    "\n  \"\"\"",
    "\"\"\"\n  a\n  \"\"\"",
    "#\"\"\"\n a\n \"\"\"#",
    "*",
    "{\n",
    "\n}",
    ",",
    "|",
];

/// Fragments in any order.
pub fn soup(random: &mut Rng, pieces: usize) -> String {
    (0..random.usize(1..=pieces)).map(|_| FRAGMENTS[random.usize(..FRAGMENTS.len())]).collect()
}

/// A document that follows the grammar, nested at most `depth` deep.
pub fn document(random: &mut Rng, depth: usize) -> String {
    let mut text = String::new();
    if random.u8(..40) == 0 {
        text.push('\u{feff}');
    }
    nodes(random, &mut text, depth);
    text
}

/// Replaces, removes, repeats or moves a few pieces.
pub fn corrupt(random: &mut Rng, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..random.usize(1..=3) {
        let from = boundary(random, &text);
        let to = boundary(random, &text).clamp(from, text.len());
        let to = if random.bool() { to } else { text.ceil_char_boundary((from + random.usize(0..4)).min(text.len())) };
        match random.u8(..4) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, FRAGMENTS[random.usize(..FRAGMENTS.len())]),
            2 => text.replace_range(from..to, FRAGMENTS[random.usize(..FRAGMENTS.len())]),
            _ => {
                let piece = text[from..to].to_owned();
                let at = boundary(random, &text);
                text.insert_str(at, &piece);
            }
        }
    }
    text
}

fn boundary(random: &mut Rng, text: &str) -> usize {
    text.floor_char_boundary(random.usize(0..=text.len()))
}

fn one<'a>(random: &mut Rng, choices: &[&'a str]) -> &'a str {
    choices[random.usize(..choices.len())]
}

fn nodes(random: &mut Rng, out: &mut String, depth: usize) {
    for _ in 0..random.usize(0..4) {
        line_space(random, out);
        node(random, out, depth);
        out.push_str(one(random, &["\n", "\n", "\n", ";", "\r\n", "// c\n", "\u{2028}", " ;", " \n\n"]));
    }
    line_space(random, out);
    if random.u8(..4) == 0 {
        node(random, out, depth);
        out.push_str(one(random, &["", " "]));
    }
}

fn node(random: &mut Rng, out: &mut String, depth: usize) {
    if random.u8(..8) == 0 {
        slashdash(random, out);
    }
    annotation(random, out);
    string(random, out);
    for _ in 0..random.usize(0..4) {
        node_space(random, out);
        if random.u8(..10) == 0 {
            slashdash(random, out);
        }
        entry(random, out);
    }
    if depth == 0 {
        return;
    }
    let slashed = random.u8(..16) == 0;
    if slashed {
        node_space(random, out);
        slashdash(random, out);
        block(random, out, depth - 1);
    }
    if random.u8(..3) == 0 {
        node_space(random, out);
        block(random, out, depth - 1);
    }
    if slashed && random.bool() {
        node_space(random, out);
        slashdash(random, out);
        block(random, out, depth - 1);
    }
}

fn block(random: &mut Rng, out: &mut String, depth: usize) {
    out.push('{');
    nodes(random, out, depth);
    out.push('}');
}

fn entry(random: &mut Rng, out: &mut String) {
    if random.bool() {
        string(random, out);
        equals(random, out);
    }
    annotation(random, out);
    value(random, out);
}

fn equals(random: &mut Rng, out: &mut String) {
    if random.u8(..8) == 0 {
        node_space(random, out);
    }
    out.push('=');
    if random.u8(..8) == 0 {
        node_space(random, out);
    }
}

fn annotation(random: &mut Rng, out: &mut String) {
    if random.u8(..8) == 0 {
        out.push('(');
        string(random, out);
        out.push_str(one(random, &[")", ") ", " )", ")/* c */"]));
    }
}

fn value(random: &mut Rng, out: &mut String) {
    match random.u8(..4) {
        0 => out.push_str(one(random, &["#true", "#false", "#null", "#inf", "#-inf", "#nan"])),
        1 => out.push_str(one(
            random,
            &[
                "0",
                "-1",
                "+1_000",
                "1.5",
                "0.10",
                "1e10",
                "-2.5E-3",
                "0xfF_1",
                "0b1_01",
                "-0o17",
                "12345678901234567890",
                "007",
            ],
        )),
        _ => string(random, out),
    }
}

fn string(random: &mut Rng, out: &mut String) {
    match random.u8(..12) {
        0 => quoted(random, out),
        1 => raw(random, out),
        2 => lines(random, out),
        _ => out.push_str(one(
            random,
            &[
                "a",
                "node",
                "kebab-case",
                "x.y",
                "-",
                "--x",
                ".md",
                "+",
                "trueish",
                "é",
                "日本",
                "<->",
                "r",
                "-inf2",
                "a,b",
            ],
        )),
    }
}

fn quoted(random: &mut Rng, out: &mut String) {
    out.push('"');
    for _ in 0..random.usize(0..4) {
        out.push_str(one(
            random,
            &[
                "text", " ", "\\n", "\\\"", "\\\\", "\\s", "\\u{e9}", "\\  ", "\\\n  ", "é", "#", "//", "{", "\t",
                "true",
            ],
        ));
    }
    out.push('"');
}

fn raw(random: &mut Rng, out: &mut String) {
    let hashes = "#".repeat(random.usize(1..3));
    out.push_str(&hashes);
    out.push('"');
    for _ in 0..random.usize(0..4) {
        out.push_str(one(random, &["text", "\\", " ", "x\"x", "é", "//"]));
    }
    out.push('"');
    out.push_str(&hashes);
}

fn lines(random: &mut Rng, out: &mut String) {
    let raw = random.bool();
    let margin = one(random, &["", "  ", "\t", "    "]);
    let newline = one(random, &["\n", "\n", "\r\n", "\u{2028}"]);
    out.push_str(if raw { "#\"\"\"" } else { "\"\"\"" });
    out.push_str(newline);
    for _ in 0..random.usize(0..4) {
        if random.u8(..5) == 0 {
            out.push_str(one(random, &["", " ", "\t\t"]));
        } else {
            out.push_str(margin);
            out.push_str(one(random, &["x", "  x", "x \"y\"", "é  ", "// z"]));
            if !raw {
                out.push_str(one(random, &["", "", "\\n", "\\\"\"\"", "\\\n z", "\\   z"]));
            }
        }
        out.push_str(newline);
    }
    out.push_str(margin);
    if !raw && random.u8(..6) == 0 {
        out.push_str("\\  ");
    }
    out.push_str(if raw { "\"\"\"#" } else { "\"\"\"" });
}

fn slashdash(random: &mut Rng, out: &mut String) {
    out.push_str(one(random, &["/-", "/-", "/- ", "/-\n", "/- // c\n", "/-/* c */", "/-\\\n"]));
}

fn node_space(random: &mut Rng, out: &mut String) {
    out.push_str(one(
        random,
        &[" ", " ", " ", "  ", "\t", "\u{a0}", "/* c */", " /* /* n */ */ ", " \\\n", "\\ // c\n", " \\\n\\\n"],
    ));
}

fn line_space(random: &mut Rng, out: &mut String) {
    for _ in 0..random.usize(0..3) {
        out.push_str(one(random, &["", " ", "\n", "\n\n\n", "// c\n", "/* c */", "\\\n", "/*\n*/\n", "\r\n", "\t"]));
    }
}
