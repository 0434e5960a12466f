//! Whole-process figures of `charter check`: seconds and peak memory of cold processes on generated charters, and what one
//! analysis allocates.
//!
//! `cargo bench --bench check` prints the tables of `docs/performance.md`. Sizes grow, so the peak memory of the largest
//! child so far is that of the size at hand.

#![allow(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use charter::analysis::{self, Options};
use charter::source::{SourceFile, Sources};
use divan::{AllocProfiler, Bencher};
use nix::sys::resource::{UsageWho, getrusage};

mod charters;
#[path = "charters/network.rs"]
mod network;

use charters::{File, Size};

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 10_000];
const NETWORKS: [usize; 4] = [100, 1_000, 5_000, 10_000];
const RUNS: usize = 9;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    println!("{:>12} {:>9} {:>9} {:>9} {:>9} {:>9}", "interfaces", "lines", "MB", "median ms", "best ms", "peak MB");
    for name in ["starter", "omnichannel"] {
        report(name, &Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name), 0, 0);
    }
    for interfaces in SIZES {
        generated(folder.path(), &interfaces.to_string(), &charters::clean(&Size::interfaces(interfaces)));
    }
    println!("with 24 cases of scopes, 3 phases, 3 hops, batches, derived values and readers with promises:");
    for interfaces in NETWORKS {
        generated(folder.path(), &format!("rich {interfaces}"), &network::clean(interfaces));
    }
    divan::main();
}

/// All of an analysis but reading from the disk, by the richer kind of charters.
#[divan::bench(args = [500, 1_000, 2_000, 4_000], sample_count = 5)]
fn analyze(bencher: Bencher<'_, '_>, interfaces: usize) {
    let files = network::clean(interfaces);
    let today = "2026-11-24".parse().expect("the day is a date");
    bencher
        .with_inputs(|| {
            let mut sources = Sources::default();
            for (path, text) in &files {
                sources.add(SourceFile::new(path, text.clone()));
            }
            sources
        })
        .bench_values(|sources| analysis::analyze(sources, Options { today }));
}

fn generated(folder: &Path, name: &str, files: &[File]) {
    let root = folder.join(name);
    write(&root, files);
    let lines = files.iter().map(|(_, text)| text.lines().count()).sum();
    let bytes = files.iter().map(|(_, text)| text.len()).sum();
    report(name, &root, lines, bytes);
}

fn write(root: &Path, files: &[File]) {
    for (path, text) in files {
        let path = root.join(path);
        fs::create_dir_all(path.parent().expect("the path has a folder")).expect("the folder can be made");
        fs::write(path, text).expect("the file can be written");
    }
}

fn report(name: &str, root: &Path, lines: usize, bytes: usize) {
    let mut times: Vec<Duration> = (0..=RUNS).map(|_| check(root)).skip(1).collect();
    times.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0, |usage| usage.max_rss());
    println!(
        "{name:>12} {lines:>9} {:>9.2} {:>9.1} {:>9.1} {:>9.1}",
        bytes as f64 / 1e6,
        milliseconds(times[RUNS / 2]),
        milliseconds(times[0]),
        peak as f64 / 1e3,
    );
}

fn check(root: &Path) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_charter"))
        .args(["check", "--quiet", "--as-of", "2026-11-24"])
        .arg(root)
        .stdout(Stdio::null())
        .status()
        .expect("charter starts");
    let time = start.elapsed();
    assert!(status.success(), "{} is clean", root.display());
    time
}
