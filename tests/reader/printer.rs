//! The printer: what a tidy document looks like.

use charter::kdl::{format, read};

/// `before` becomes `after`, and stays that.
fn check(before: &str, after: &str) {
    let tree = read(before);
    assert!(tree.problems().is_empty(), "{before}\n{:?}", tree.problems());
    let printed = format(&tree);
    assert_eq!(printed, after, "\nfrom {before:?}");
    let again = read(&printed);
    assert!(again.problems().is_empty(), "{printed}\n{:?}", again.problems());
    assert_eq!(super::suite::meaning(&again), super::suite::meaning(&tree));
    assert_eq!(format(&again), printed, "\na second time, from {before:?}");
}

#[test]
fn entries_are_one_space_apart_and_blocks_are_indented_by_four() {
    check("a   1\tk = 2{\n  b\n      c{\n d }\n}", "a 1 k=2 {\n    b\n    c {\n        d\n    }\n}\n");
    check("( t ) a ( u ) 1 k = (v)\t2", "(t)a (u)1 k=(v)2\n");
    check("", "");
    check("\n\n  \n", "");
    check("\u{feff}a", "a\n");
}

#[test]
fn blank_lines_stay_but_only_one_and_none_at_the_edges() {
    check("\n\na\n\n\n\nb {\n\n\n  c\n\n  d\n\n}\n\n\n", "a\n\nb {\n    c\n\n    d\n}\n");
}

#[test]
fn comments_stay_where_they_are() {
    check(
        "// top  \n\na // first\n/* own */\nb /* in */ 1 { // at the brace\n// inside\n  c\n  // last\n}\n// end",
        "// top\n\na // first\n/* own */\nb /* in */ 1 { // at the brace\n    // inside\n    c\n    // last\n}\n// end\n",
    );
    check("a/*x*/b/*y*/=/*z*/1", "a /*x*/ b /*y*/ = /*z*/ 1\n");
    check("a {\n// only\n}", "a {\n    // only\n}\n");
    check("a { /* only */ }", "a { /* only */ }\n");
    check("a {\n/*\n  art\n*/\n}", "a {\n    /*\n  art\n*/\n}\n");
}

#[test]
fn what_was_on_one_line_stays_on_one_line() {
    check("a {b;c   {d;}}", "a { b; c { d } }\n");
    check("a;b ;  c;", "a; b; c\n");
    check("a {\n b; c;\n d; // last\n}", "a {\n    b; c\n    d // last\n}\n");
    check("a { b\n c }", "a {\n    b\n    c\n}\n");
    check("a { }\nb {\n\n}", "a {}\nb {}\n");
    check("a { b; c {\n d\n} }", "a {\n    b; c {\n        d\n    }\n}\n");
}

#[test]
fn what_is_left_out_stays() {
    check(
        "/- kdl-version 2\n/-a  1\n/-\n  b /-  1 /-k = 2 /-{\n c } { d }",
        "/- kdl-version 2\n/-a 1\n/- b /- 1 /-k=2 /-{\n    c\n} { d }\n",
    );
    check("/- // why\n\n a", "/- // why\na\n");
    check("x {\n/- /* why */\n a }", "x {\n    /- /* why */ a\n}\n");
}

#[test]
fn continued_lines_stay_continued() {
    check("a {b \\//x\n\\\n}", "a {\n    b //x\n}\n");
    check("a \\// x\n\\ // y\n\n", "a // x\n// y\n");
    check("a \\// x\n\\ // y\n1", "a \\ // x\n    \\ // y\n    1\n");
    check("a\\ //x\n;b", "a //x\nb\n");
    check("a {b {\\/* x */\n}}", "a {\n    b {\n        /* x */\n    }\n}\n");
    check("a \\// x\n\\ /* y */\n1", "a \\ // x\n    /* y */ \\\n    1\n");
    check("a 1 \\\n2   \\  // why\n  k=3\nb", "a 1 \\\n    2 \\ // why\n    k=3\nb\n");
    check("x {\na \\\n {\nb \n} }", "x {\n    a \\\n        {\n        b\n    }\n}\n");
    check("a \\\n\nb \\ // why\n\nc \\", "a\nb // why\nc\n");
    check("a \\\n \\ // one\n \\ // two\n 1", "a \\ // one\n    \\ // two\n    1\n");
    check("\\\na\n\\ // why\nb", "a\n// why\nb\n");
    check("a \\ /* c */ \n 1", "a /* c */ \\\n    1\n");
}

#[test]
fn values_keep_their_form_and_line_ends_become_lf() {
    check(
        "a \"b\" #\"c\"# 1_000 0xFF +1 1.50 #true \"\\u{41}\"\r\n",
        "a \"b\" #\"c\"# 1_000 0xFF +1 1.50 #true \"\\u{41}\"\n",
    );
    check("a \"\"\"\r\n  one\r\n    two\r\n  \"\"\"\r\n\r\nb\r", "a \"\"\"\n  one\n    two\n  \"\"\"\n\nb\n");
}

#[test]
fn a_broken_document_is_left_alone() {
    assert_eq!(format(&read("a   =\n b {")), "a   =\n b {");
}
