//! Every mistake is one finding that says what is wrong, where, and what to do.

use expect_test::{Expect, expect};

use super::{form, shown};

#[track_caller]
fn check(text: &str, expected: &Expect) {
    let findings = form(text).1;
    expected.assert_eq(&findings.iter().map(|finding| shown(text, finding)).collect::<Vec<_>>().concat());
}

#[test]
fn a_misspelt_word_is_corrected_and_what_it_says_is_not_looked_at() {
    check(
        "latncy fast { wihtin 5 }",
        &expect![[r"
        unknown-word: unknown word `latncy`
          1:1 `latncy` unknown here
          help: did you mean `latency`
          fix: `latncy` -> `latency`
    "]],
    );
    check(
        "monitor m {\n    wathces a\n    tell t\n}",
        &expect![[r"
        unknown-word: `wathces` is not a word of `monitor`
          2:5 `wathces` unknown here
          help: did you mean `watches`
          fix: `wathces` -> `watches`
    "]],
    );
}

#[test]
fn a_misspelt_word_is_not_taken_for_a_scope_where_it_is_missing() {
    check(
        "ownership o { case { site a; ownr wms } }",
        &expect![[r"
        unknown-word: `ownr` is not a word of `case`
          1:30 `ownr` unknown here
          help: did you mean `owner`
          fix: `ownr` -> `owner`
    "]],
    );
}

#[test]
fn a_word_in_the_wrong_place_is_told_where_it_stands() {
    check(
        "object o {\n    team x\n}",
        &expect![[r"
            unknown-word: `team` is not a word of `object`
              2:5 `team` unknown here
              help: `team` stands at the top of a file
        "]],
    );
    check(
        "flow f {\n    retry attempts=3 first=\"1s\"\n}",
        &expect![[r"
        unknown-word: `retry` is not a word of `flow`
          2:5 `retry` unknown here
          help: `retry` stands in `events`, `delivery`
    "]],
    );
    check(
        "team t {\n    title \"The team\"\n}",
        &expect![[r"
        unknown-word: `title` is not a word of `team`
          2:5 `title` unknown here
          help: `title` stands in `charter`
    "]],
    );
    check(
        "latency fast {\n    within \"5s\"\n}",
        &expect![[r#"
        unknown-word: `within` is not a word of `latency`
          2:5 `within` unknown here
          help: `within` is a property: write `within=` before the `{`, a duration such as `"5min"`
    "#]],
    );
    check(
        "team t {\n    xyzzy \"The team\"\n}",
        &expect![[r"
        unknown-word: `xyzzy` is not a word of `team`
          2:5 `xyzzy` unknown here
          help: what may stand here: `doc`, `contact`, `hours`, `escalate`, `role`
    "]],
    );
}

#[test]
fn properties_are_known_or_meant_to_be() {
    check(
        "exception e severity=high onwer=desk respond-within=\"1h\"",
        &expect![[r"
        unknown-property: `exception` has no property `onwer`
          1:27 `onwer` unknown property
          help: did you mean `owner`
          fix: `onwer` -> `owner`
    "]],
    );
    check(
        "latency fast bound=\"5s\"",
        &expect![[r"
        unknown-property: `latency` has no property `bound`
          1:14 `bound` unknown property
          help: its properties are `within`, `criticality`
    "]],
    );
    check(
        "team t contact=\"desk@acme.example\"",
        &expect![[r"
        unknown-property: `team` has no property `contact`
          1:8 `contact` unknown property
          help: `contact` is a word: write it inside, as `team ... { contact ... }`
    "]],
    );
    check(
        "latency fast within=\"5s\" within=\"6s\"",
        &expect![[r"
        duplicate-property: `within` is given more than once
          1:26 `within` given again
          1:14 `within` given here first
          help: a property has one value: remove one
    "]],
    );
}

#[test]
fn what_is_missing_is_named() {
    check(
        "system wms",
        &expect![[r"
            missing-property: `system` needs the property `kind`
              1:1 `system` `kind=` is missing
              help: add `kind=`: what it is
            missing-property: `system` needs the property `team`
              1:1 `system` `team=` is missing
              help: add `team=`: the team that runs it
        "]],
    );
    check(
        "flow",
        &expect![[r"
        missing-argument: `flow` needs its name
          1:1 `flow` a name such as `order-import` is missing after this
          help: write it after `flow`: the flow's name
    "]],
    );
    check(
        "codes c",
        &expect![[r"
        missing-word: `codes` needs `code`
          1:1 `codes` `code` is missing
          help: add `code`: one code of the list
    "]],
    );
    check(
        "lifecycle o {\n    state a\n    transition t by=wms { from a }\n}",
        &expect![[r"
        missing-word: `transition` needs `to`
          3:5 `transition` `to` is missing
          help: add `to`: the state that follows
    "]],
    );
}

#[test]
fn what_is_too_much_is_named() {
    check(
        "flow order import",
        &expect![[r"
            extra-argument: `flow` takes one argument
              1:12 `import` not read
              help: write `order-import` if these words belong together
              fix: `order import` -> `order-import`
        "]],
    );
    check(
        "latency fast \"5s\"",
        &expect![[r#"
        extra-argument: `latency` takes one argument
          1:14 `"5s"` not read
          help: remove it, or say which property it is: `within=`, `criticality=`
    "#]],
    );
    check(
        "charter c version=\"1.0.0\" {\n    title \"a\" { b }\n    title \"b\"\n}",
        &expect![[r"
        repeated-word: `title` stands in `charter` more than once
          3:5 `title` said again
          2:5 `title` said here first
          help: keep one of them
        unexpected-block: nothing may stand inside `title`
          2:15 `{ b }` these words are not read
          help: move them out of `title`
    "]],
    );
    check(
        "(type)team (string)\"t\"",
        &expect![[r"
        unused-annotation: the type `(type)` says nothing
          1:2 `type` not read
          help: remove it: the language knows the type of every value
        unused-annotation: the type `(string)` says nothing
          1:13 `string` not read
          help: remove it: the language knows the type of every value
    "]],
    );
}

#[test]
fn a_value_of_another_type_is_put_right_where_that_is_obvious() {
    check(
        "latency fast within=5",
        &expect![[r#"
        wrong-type: `within` takes a duration such as `"5min"`
          1:21 `5` this is a number
    "#]],
    );
    check(
        "latency fast within=\"5 min\"",
        &expect![[r#"
        malformed-value: `within` takes a duration such as `"5min"`
          1:23 ` min` there is no space in a duration
          help: write `"5min"`
          fix: `"5 min"` -> `"5min"`
    "#]],
    );
    check(
        "scope s open=\"true\"",
        &expect![[r#"
        wrong-type: `open` takes `#true` or `#false`
          1:14 `"true"` this is a text
          help: write `#true`
          fix: `"true"` -> `#true`
    "#]],
    );
    check(
        "scope s open=1",
        &expect![[r"
        wrong-type: `open` takes `#true` or `#false`
          1:14 `1` this is a number
          help: write `#true`
          fix: `1` -> `#true`
    "]],
    );
    check(
        "matrix m strength=\"2\" { axis a { x; y }\n}",
        &expect![[r#"
            wrong-type: `strength` takes a whole number, not less than 0
              1:19 `"2"` this is a text
              help: write `2`
              fix: `"2"` -> `2`
        "#]],
    );
    check(
        "matrix m strength=1.5 { axis a { x; y }\n}",
        &expect![[r#"
            malformed-value: `strength` takes a whole number, not less than 0
              1:19 `1.5` this is not a whole number, or too large
        "#]],
    );
    check(
        "object o { field f string max=#null; field 12 string }",
        &expect![[r#"
            wrong-type: `max` takes a whole number, not less than 0
              1:31 `#null` this is null
            wrong-type: `field` takes a name such as `order-no`
              1:44 `12` this is a number
              help: write `"12"`
              fix: `12` -> `"12"`
        "#]],
    );
    check(
        "flow f { pattern rest; from a; to \"b c\" }",
        &expect![[r"
        unknown-value: `rest` is not a value of `pattern`
          1:18 `rest` unknown value
          help: one of `api`, `middleware`, `edi`, `file`, `hub`, `hybrid`
    "]],
    );
    check(
        "team t { hours \"6:00-22:00\" zone=\"Chicago\" }",
        &expect![[r#"
        malformed-value: `hours` takes hours such as `"06:00-22:00"`
          1:17 `6:00` the hour has two digits
          help: write `"06:00-22:00"`
          fix: `"6:00-22:00"` -> `"06:00-22:00"`
        malformed-value: `zone` takes a time zone such as `"America/Chicago"`
          1:35 `Chicago` there is no such zone in the IANA database
          help: write `"America/Chicago"`
          fix: `"Chicago"` -> `"America/Chicago"`
    "#]],
    );
    check(
        "unit case dimension=count of=each factor=0",
        &expect![[r#"
        malformed-value: `factor` takes an exact number or a fraction such as `"1/3"`
          1:42 `0` a ratio is greater than zero
    "#]],
    );
    check(
        "object \"sales order\"",
        &expect![[r#"
        malformed-value: `object` takes a name such as `order-import`
          1:14 ` ` a name is made of letters, digits and `-`
          help: write `sales-order`
          fix: `"sales order"` -> `sales-order`
    "#]],
    );
}

#[test]
fn an_expression_is_checked_inside_its_text() {
    check(
        "derive o.a by=x \"max(0, on-hand - mni(held, 2)\"",
        &expect![[r"
        unknown-function: there is no function `mni`
          1:35 `mni` unknown function
          help: did you mean `min`
          fix: `mni` -> `min`
        malformed-expression: `)` is missing
          1:47 `` before this
          1:21 `(` opened here
    "]],
    );
    check(
        r#"derive o.a by=x "\u{61} + (b / 2""#,
        &expect![[r"
        unrounded-division: a division does not say how it is rounded
          1:30 `/` a quotient may have endless digits
          help: write `divide(a, b, half-up, 2)`: the mode, and the digits after the point
        malformed-expression: `)` is missing
          1:33 `` before this
          1:27 `(` opened here
    "]],
    );
}

#[test]
fn the_words_of_a_template_are_those_of_what_it_is_for() {
    check("template t for=flow { latency fast; delivery at-least-once { window \"35d\" } }", &expect![[""]]);
    check(
        "template t for=flow { latency; lateny fast; state x }",
        &expect![[r"
            unknown-word: `lateny` is not a word of `template` for `flow`
              1:32 `lateny` unknown here
              help: did you mean `latency`
              fix: `lateny` -> `latency`
            unknown-word: `state` is not a word of `template` for `flow`
              1:45 `state` unknown here
              help: `state` stands in `case`, `lifecycle`
            missing-argument: `latency` needs its class
              1:23 `latency` the name of a `latency` is missing after this
              help: write it after `latency`: a class
        "]],
    );
    check(
        "template t for=cow { latency fast }",
        &expect![[r"
            unknown-value: `cow` is not a value of `for`
              1:16 `cow` unknown value
              help: one of `flow`, `record`, `system`, `exception`
        "]],
    );
    check("exception e { as urgent }", &expect![[""]]);
}

#[test]
fn many_properties_are_counted_as_few_are() {
    let properties: Vec<String> = (0..20).map(|at| format!("p{at}=x")).collect();
    let findings = form(&format!("object o {{ owner wms {0} {0} }}", properties.join(" "))).1;
    assert_eq!(findings.len(), 20);
    assert!(findings.iter().all(|finding| finding.code == "duplicate-property"));
}

#[test]
fn fifty_mistakes_are_fifty_findings() {
    let lines: Vec<String> = (0..50).map(|at| format!("team t{at} {{ conatct \"x\" }}")).collect();
    assert_eq!(form(&lines.join("\n")).1.len(), 50);
}

#[test]
fn a_count_is_not_less_than_zero() {
    check(
        "matrix m strength=-2 { axis a { x weight=-1 } }",
        &expect![[r#"
        malformed-value: `strength` takes a whole number, not less than 0
          1:19 `-2` this is less than 0
        malformed-value: `weight` takes a whole number, not less than 0
          1:42 `-1` this is less than 0
    "#]],
    );
    check("record r system=a object=b format=json { map \"d\" due { add business-days=-2 } }", &expect![""]);
}
