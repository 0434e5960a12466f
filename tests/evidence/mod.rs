//! Evidence that the verdicts are right: a second judge that knows nothing of the solver, on random charters.

mod charter;
mod clean;
mod compare;
mod faults;
mod judge;
mod moves;
mod random;
mod ways;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use expect_test::expect_file;
use rayon::prelude::*;

use compare::{Comparison, compare};
use judge::CODES;

/// How many random charters are judged: some in every run, all with `CHARTER_DEEP=1`.
fn rounds() -> u64 {
    if is_deep() { 3_000 } else { 300 }
}

fn is_deep() -> bool {
    std::env::var_os("CHARTER_DEEP").is_some()
}

/// Both verdicts about the charter of a seed, and its text.
fn judged(seed: u64) -> (Comparison, String) {
    let charter = random::charter(seed);
    let (text, lines) = charter.text();
    (compare(&charter, &text, &lines), text)
}

#[test]
fn the_solver_and_a_plain_judge_agree_on_random_charters() {
    let all: Vec<(Comparison, String)> = (0..rounds()).into_par_iter().map(judged).collect();
    let mut seen: BTreeMap<&str, u64> = CODES.iter().map(|code| (*code, 0)).collect();
    let mut wrong: Vec<String> = Vec::new();
    for (seed, (compared, text)) in all.iter().enumerate() {
        if !compared.differences.is_empty() {
            wrong.push(format!("seed {seed}:\n{text}\n{}", compared.differences.join("\n")));
        }
        let codes: BTreeSet<&str> = compared.due.iter().map(|(code, _)| *code).collect();
        for code in codes {
            *seen.entry(code).or_default() += 1;
        }
    }
    let shown: Vec<&str> = wrong.iter().take(3).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {} charters:\n{}", wrong.len(), rounds(), shown.join("\n\n"));
    let mut table = format!("{} random charters\n", rounds());
    let facts: usize = all.iter().map(|(compared, _)| compared.facts).sum();
    writeln!(table, "{facts} owners, holders and ages are the same").expect("a string grows");
    for (code, with) in seen {
        writeln!(table, "{code}: in {with}, not in {}", rounds() - with).expect("a string grows");
        assert!((rounds() / 100..=rounds() * 4 / 5).contains(&with), "{code} is in {with} of {} charters", rounds());
    }
    if is_deep() { expect_file!["golden/deep.txt"] } else { expect_file!["golden/share.txt"] }.assert_eq(&table);
}

#[test]
fn generated_sound_charters_have_no_findings() {
    let seeds = if is_deep() { 2_000 } else { 250 };
    let texts: Vec<String> = (0..seeds).map(clean::charter).collect();
    let wrong: Vec<String> = texts
        .par_iter()
        .enumerate()
        .filter_map(|(seed, text)| {
            let findings: Vec<String> = compare::analyze(text)
                .report
                .iter()
                .map(|finding| format!("{}: {}", finding.code, finding.message))
                .collect();
            (!findings.is_empty()).then(|| format!("seed {seed}: {}", findings.join("; ")))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {seeds} charters:\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
    for part in [
        "scope site",
        "scope channel",
        "phase ",
        "lifecycle",
        "record ",
        "derive ",
        "handover ",
        "schedule ",
        "poll ",
        "on-exception ",
        "propose ",
        "guard version",
        "within=",
        "legacy",
        "retires ",
    ] {
        let with = texts.iter().filter(|text| text.contains(part)).count();
        assert!(with >= texts.len() / 20, "`{part}` is in {with} of {seeds} charters only");
    }
}
