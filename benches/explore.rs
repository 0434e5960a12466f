//! The explorer: states in a second on one core, bytes for each state, and how the number of systems and the kind of delivery
//! count.
//!
//! `cargo bench --bench explore` prints the table of `docs/performance.md`. The order has 8 states, 7 transitions and three
//! owners; every owner tells every other system.

// The orders serve the tests as well, which use more of them.
#[allow(dead_code)]
#[path = "../tests/explore/orders.rs"]
mod orders;

use std::io::Write;
use std::time::Instant;

use charter::explore::{Arrives, Budget, Options, explore, measure};
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
    Ok(())
}
