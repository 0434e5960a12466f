//! How findings look.

use charter::cli::render::text::Screen;
use charter::cli::render::{Files, Summary, json, short, text};
use charter::diagnostic::{Diagnostic, Event, Severity};
use charter::source::{FileId, SourceFile, Sources, Span};
use expect_test::{Expect, expect, expect_file};

const PLAIN: Screen = Screen { width: 80, colour: false };

/// Sources of named texts.
fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    for (path, text) in files {
        sources.add(SourceFile::new(*path, *text));
    }
    sources
}

/// The place of the `nth` occurrence of `words` in a file.
fn place(sources: &Sources, file: u32, words: &str, nth: usize) -> Span {
    let text = sources.file(FileId(file)).text();
    let (start, _) = text.match_indices(words).nth(nth).expect("the words stand in the file");
    Span::new(FileId(file), start as u32..(start + words.len()) as u32)
}

fn drawn(sources: &Sources, findings: &[Diagnostic], screen: Screen) -> String {
    let mut out = Vec::new();
    text::write(&mut out, findings, &Files::new(sources, "shop/", sources.iter().len()), screen)
        .expect("memory takes it");
    String::from_utf8(out).expect("the picture is text")
}

fn two_owners(sources: &Sources) -> Diagnostic {
    Diagnostic::new("two-owners", Severity::Error, "field `inventory.on-hand` has two owners at site `dal1`")
        .at(place(sources, 0, "owner=erp", 0), "`erp` owns it everywhere")
        .and(place(sources, 0, "owner wms site=dal1", 0), "`wms` owns it at `dal1`")
        .and(place(sources, 1, "site dal1", 0), "where both are live")
        .help("leave the field to one of them; the other one can propose a change and be answered")
        .fix("remove `owner=erp`", place(sources, 0, " owner=erp", 0), "")
}

fn inventory() -> Sources {
    sources(&[
        (
            "objects/inventory.kdl",
            "object inventory {\n    by site\n    owner wms site=dal1\n    field sku ref=item\n    field on-hand quantity unit=each owner=erp\n}\n",
        ),
        ("phases.kdl", "phase pilot {\n    channel web\n    site dal1\n}\n"),
    ])
}

#[test]
fn a_finding_shows_its_places_in_all_files() {
    let sources = inventory();
    let expected = expect![[r#"
        error[two-owners]

          × field `inventory.on-hand` has two owners at site `dal1`
           ╭─[shop/objects/inventory.kdl:5:38]
         2 │     by site
         3 │     owner wms site=dal1
           ·     ─────────┬─────────
           ·              ╰── `wms` owns it at `dal1`
         4 │     field sku ref=item
         5 │     field on-hand quantity unit=each owner=erp
           ·                                      ────┬────
           ·                                          ╰── `erp` owns it everywhere
         6 │ }
           ╰────
           ╭─[shop/phases.kdl:3:5]
         2 │     channel web
         3 │     site dal1
           ·     ────┬────
           ·         ╰── where both are live
         4 │ }
           ╰────
          help: leave the field to one of them; the other one can propose a change and
                be answered
          fix: remove `owner=erp`

    "#]];
    expected.assert_eq(&drawn(&sources, &[two_owners(&sources)], PLAIN));
}

#[test]
fn a_narrow_screen_wraps_messages_labels_and_help() {
    let sources = inventory();
    let expected = expect![[r#"
        error[two-owners]

          × field `inventory.on-hand` has two
          │ owners at site `dal1`
           ╭─[shop/objects/inventory.kdl:5:38]
         2 │     by site
         3 │     owner wms site=dal1
           ·     ─────────┬─────────
           ·              ╰── `wms` owns it at `dal1`
         4 │     field sku ref=item
         5 │     field on-hand quantity unit=each owner=erp
           ·                                      ────┬────
           ·                                          ╰── `erp` owns it everywhere
         6 │ }
           ╰────
           ╭─[shop/phases.kdl:3:5]
         2 │     channel web
         3 │     site dal1
           ·     ────┬────
           ·         ╰── where both are live
         4 │ }
           ╰────
          help: leave the field to one of them;
                the other one can propose a
                change and be answered
          fix: remove `owner=erp`

    "#]];
    expected.assert_eq(&drawn(&sources, &[two_owners(&sources)], Screen { width: 40, colour: false }));
}

#[test]
fn colours_are_only_used_where_they_are_wanted() {
    let sources = inventory();
    let findings = [two_owners(&sources)];
    assert!(!drawn(&sources, &findings, PLAIN).contains('\u{1b}'));
    let coloured = drawn(&sources, &findings, Screen { colour: true, ..PLAIN });
    assert!(coloured.contains("\u{1b}[31merror[two-owners]"), "{coloured}");
}

/// One finding in a text whose place is marked by `<` and `>`.
fn check(text: &str, finding: impl FnOnce(Diagnostic, Span) -> Diagnostic, expected: &Expect) {
    let start = text.find('<').expect("the place begins");
    let end = text.find('>').expect("the place ends") - 1;
    let sources = sources(&[("charter.kdl", &text.replace(['<', '>'], ""))]);
    let span = Span::new(FileId(0), start as u32..end as u32);
    let found = finding(Diagnostic::new("a-code", Severity::Warning, "something is `odd`"), span);
    expected.assert_eq(&drawn(&sources, &[found], PLAIN));
}

#[test]
fn a_long_list_of_allowed_values_is_cut() {
    let words = (1..=20).map(|n| format!("value-{n}"));
    check(
        "flow a {\n    pattern <apo>\n}\n",
        |found, span| found.at(span, "not a pattern").allowed(words),
        &expect![[r#"
        warning[a-code]

          ⚠ something is `odd`
           ╭─[shop/charter.kdl:2:13]
         1 │ flow a {
         2 │     pattern apo
           ·             ─┬─
           ·              ╰── not a pattern
         3 │ }
           ╰────
          allowed: `value-1`, `value-2`, `value-3`, `value-4`, `value-5`, `value-6`,
                   `value-7`, `value-8`, `value-9`, `value-10`, `value-11`, `value-12`
                   and 8 more

    "#]],
    );
}

#[test]
fn a_long_place_shows_its_first_line() {
    let body = "    word\n".repeat(30);
    check(
        &format!("a\n<object x {{\n{body}}}>\nb\n"),
        |found, span| found.at(span, "all of this"),
        &expect![[r#"
        warning[a-code]

          ⚠ something is `odd`
           ╭─[shop/charter.kdl:2:1]
         1 │ a
         2 │ object x {
           · ─────┬────
           ·      ╰── all of this
         3 │     word
           ╰────

    "#]],
    );
}

#[test]
fn a_long_line_is_shown_around_the_place() {
    let filler = "filler ".repeat(1_000);
    check(
        &format!("a\n{filler}<here> {filler}\nb\n"),
        |found, span| found.at(span, "this"),
        &expect![[r#"
        warning[a-code]

          ⚠ something is `odd`
           ╭─[shop/charter.kdl:2:7001]
         2 │  filler filler filler filler filler filler filler here filler filler filler filler filler filler filler 
           ·                                                   ──┬─
           ·                                                     ╰── this
           ╰────

    "#]],
    );
}

#[test]
fn the_end_of_a_file_can_be_shown() {
    check(
        "flow a {\n    on placed\n<>",
        |found, span| found.at(span, "a `}` is missing"),
        &expect![[r#"
        warning[a-code]

          ⚠ something is `odd`
           ╭─[shop/charter.kdl:2:14]
         1 │ flow a {
         2 │     on placed
           ·              ▲
           ·              ╰── a `}` is missing
           ╰────

    "#]],
    );
    check(
        "<>",
        |found, span| found.at(span, "nothing here"),
        &expect![[r#"
        warning[a-code]

          ⚠ something is `odd`
           ╭─[shop/charter.kdl:1:1]
           ╰────

    "#]],
    );
}

#[test]
fn text_that_would_steer_the_terminal_is_shown_as_text() {
    check(
        "flow \"\u{1b}[31m\u{202e}é\" { <on \u{7}x> }\r\n",
        |found, span| Diagnostic { message: "`\u{1b}[2J` is odd".to_owned(), ..found.at(span, "bell \u{7}") },
        &expect![[r#"
            warning[a-code]

              ⚠ `\u{1b}[2J` is odd
               ╭─[shop/charter.kdl:1:18]
             1 │ flow "?[31m�é" { on ?x }
               ·                  ──┬──
               ·                    ╰── bell \u{7}
               ╰────

        "#]],
    );
}

#[test]
fn a_finding_without_a_place_is_a_message() {
    check(
        "<>",
        |found, _| found.help("do something"),
        &expect![[r#"
        warning[a-code]

          ⚠ something is `odd`
          help: do something

    "#]],
    );
}

#[test]
fn many_places_of_one_finding_are_counted_not_drawn() {
    let text = "team a\n".repeat(20);
    let sources = sources(&[("charter.kdl", &text)]);
    let mut found = Diagnostic::new("a-code", Severity::Note, "too many").at(place(&sources, 0, "team", 0), "first");
    for nth in 1..20 {
        found = found.and(place(&sources, 0, "team", nth), "again");
    }
    let drawn = drawn(&sources, &[found], PLAIN);
    assert!(drawn.contains("also: at 12 more places"), "{drawn}");
}

#[test]
fn a_short_line_has_file_line_column_severity_code_and_message() {
    let sources = inventory();
    let mut out = Vec::new();
    let without_place = Diagnostic::new("a-code", Severity::Note, "two\nlines");
    let files = Files::new(&sources, "shop/", 1);
    short::write(&mut out, &[two_owners(&sources), without_place], &files).expect("memory takes it");
    expect![[r#"
        shop/objects/inventory.kdl:5:38: error[two-owners] field `inventory.on-hand` has two owners at site `dal1`
        note[a-code] two\u{a}lines
    "#]]
    .assert_eq(&String::from_utf8(out).expect("lines are text"));
}

#[test]
fn json_follows_its_published_schema() {
    let sources = inventory();
    let mut findings =
        [two_owners(&sources), Diagnostic::new("a-code", Severity::Note, "no place").allowed(["x", "y"])];
    findings[1].trace.push(Event { span: place(&sources, 1, "site dal1", 0), text: "`wms` decides".to_owned() });
    let mut out = Vec::new();
    let files = Files::new(&sources, "shop/", 2);
    json::write(&mut out, &findings, &files, Summary::new(&findings, 2)).expect("memory takes it");
    let written: serde_json::Value = serde_json::from_slice(&out).expect("the output is JSON");
    let schema = include_str!("../../docs/schemas/findings-1.schema.json");
    let schema = serde_json::from_str(schema).expect("the schema is JSON");
    let schema = jsonschema::draft202012::new(&schema).expect("the schema is a schema");
    let errors: Vec<String> = schema.iter_errors(&written).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let pretty = serde_json::to_string_pretty(&written).expect("JSON can be written");
    expect_file!["golden/findings.json"].assert_eq(&format!("{pretty}\n"));
}

#[test]
fn any_text_and_any_places_can_be_drawn() {
    let mut random = fastrand::Rng::with_seed(7);
    let alphabet = ['a', ' ', '\n', '\r', '\t', 'é', '界', '\u{1b}', '\u{202e}', '"', '😀', '\u{301}', '{'];
    for _ in 0..3_000 {
        let length = random.usize(..60);
        let text: String = (0..length).map(|_| *random.choice(&alphabet).expect("there are letters")).collect();
        let sources = sources(&[("a.kdl", &text), ("b.kdl", &text)]);
        let bounds: Vec<u32> = (0..=text.len()).filter(|&at| text.is_char_boundary(at)).map(|at| at as u32).collect();
        let mut span = || {
            let (a, b) = (bounds[random.usize(..bounds.len())], bounds[random.usize(..bounds.len())]);
            Span::new(FileId(random.u32(..2)), a.min(b)..a.max(b))
        };
        let found = Diagnostic::new("a-code", Severity::Error, text.clone())
            .at(span(), "one")
            .and(span(), text.clone())
            .and(span(), "three");
        let drawn = drawn(&sources, &[found], PLAIN);
        assert!(!drawn.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
}

#[test]
fn the_last_of_many_findings_is_found_by_its_line() {
    let text = "    field on-hand quantity unit=each owner=erp\n".repeat(10_000);
    let sources = sources(&[("charter.kdl", &text)]);
    let line = text.len() / 10_000;
    let finding = |n: usize| {
        let start = (n * line + 4) as u32;
        Diagnostic::new("a-code", Severity::Error, "odd").at(Span::new(FileId(0), start..start + 5), "here")
    };
    let findings: Vec<Diagnostic> = (0..10_000).map(finding).collect();
    let drawn = drawn(&sources, &findings, PLAIN);
    assert_eq!(drawn.matches("here").count(), 10_000);
    assert!(drawn.contains("[shop/charter.kdl:10000:5]"));
}
