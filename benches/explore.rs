//! The explorer: states in a second on one core, bytes for each state, and how the number of systems and the kind of delivery
//! count; and the quantities of the flagship's order lines.
//!
//! `cargo bench --bench explore` prints the tables of `docs/performance.md`. The order has 8 states, 7 transitions and three
//! owners; every owner tells every other system.

// The orders serve the tests as well, which use more of them.
#[allow(dead_code)]
#[path = "../tests/explore/orders.rs"]
mod orders;

use std::io::Write;
use std::path::Path;
use std::time::Instant;

use charter::analysis::{Intake, Options as Day};
use charter::explore::lines::{Verdict, count};
use charter::explore::{Arrives, Budget, Options, explore, measure};
use charter::host::load::load;
use charter::host::paths::Root;
use charter::loading::Limits;
use orders::{Delivery, long_order};

/// Most states of one search; above it, the table says how far it went.
const MOST: usize = 2_000_000;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let at_least_once = Delivery { arrives: Arrives::AtLeastOnce, ..Delivery::UNORDERED };
    let kinds = [
        ("in order", Delivery::FIFO, Budget { duplicates: 0, losses: 0 }),
        ("unordered", Delivery::UNORDERED, Budget { duplicates: 0, losses: 0 }),
        ("unordered, one copy", at_least_once, Budget { duplicates: 1, losses: 0 }),
    ];
    writeln!(out, "| systems | delivery | states | bytes each | million states/s | in parts: states | ms |")?;
    for systems in 3..=5 {
        for (name, delivery, budget) in kinds {
            let order = long_order(systems, delivery);
            let start = Instant::now();
            let Some(whole) = measure(&order, budget, MOST) else { continue };
            let rate = whole.states as f64 / start.elapsed().as_secs_f64() / 1e6;
            let start = Instant::now();
            let parts = explore(&order, Options { states: MOST, faults: budget });
            let time = start.elapsed().as_secs_f64() * 1e3;
            let more = if whole.is_exhausted { "" } else { "more than " };
            let (states, bytes) = (whole.states, whole.bytes_per_state);
            writeln!(
                out,
                "| {systems} | {name} | {more}{states} | {bytes:.1} | {rate:.2} | {} | {time:.1} |",
                parts.states
            )?;
        }
    }
    writeln!(out, "\n| example | lines | states | million states/s | ms | all counted |")?;
    for example in ["omnichannel", "wholesale-edi"] {
        for lines in [1, 2] {
            quantities(&mut out, example, lines)?;
        }
    }
    Ok(())
}

/// Explores the quantities of an example: pieces of so many lines, shipped in parts from two sites; with two lines, the state
/// of the order follows from theirs.
fn quantities(out: &mut impl Write, example: &str, lines: usize) -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(example);
    let root = Root::find(&root).expect("the example is there");
    let intake = Intake::default();
    let loaded = load(&root, Limits::default(), |id, file| intake.take(id, file)).expect("the example is read");
    let today = "2026-11-24".parse().expect("the day is a date");
    let analysis = intake.analyze(loaded, Day { today });
    let known = analysis.facts.known_lines();
    let all = analysis.facts.lifecycles().all();
    for tally in analysis.facts.lines() {
        let cast = tally.cast.clone().with_lines(&known, &all[tally.life], lines);
        let start = Instant::now();
        let found = count(&cast.lines, MOST);
        let time = start.elapsed().as_secs_f64();
        writeln!(
            out,
            "| {example} `{}` | {lines} | {} | {:.2} | {:.2} | {} |",
            analysis.facts.model[all[tally.life].lifecycle].head.name.text,
            found.states,
            found.states as f64 / time / 1e6,
            time * 1e3,
            if found.verdict == Verdict::Holds { "yes" } else { "no" }
        )?;
    }
    Ok(())
}
