//! Whole-process figures of `charter check`: seconds and peak memory of cold processes on generated charters.
//!
//! `cargo bench --bench check` prints the table of `docs/performance.md`. Sizes grow, so the peak memory of the largest
//! child so far is that of the size at hand.

#![allow(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};

mod charters;

use charters::Size;

const SIZES: [usize; 5] = [10, 100, 1_000, 5_000, 10_000];
const RUNS: usize = 9;

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    println!("{:>10} {:>9} {:>9} {:>9} {:>9} {:>9}", "interfaces", "lines", "MB", "median ms", "best ms", "peak MB");
    for name in ["starter", "omnichannel"] {
        report(name, &Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name), 0, 0);
    }
    for interfaces in SIZES {
        let files = charters::clean(&Size::interfaces(interfaces));
        let root = folder.path().join(interfaces.to_string());
        write(&root, &files);
        let lines = files.iter().map(|(_, text)| text.lines().count()).sum();
        let bytes = files.iter().map(|(_, text)| text.len()).sum();
        report(&interfaces.to_string(), &root, lines, bytes);
    }
}

fn write(root: &Path, files: &[charters::File]) {
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
        "{name:>10} {lines:>9} {:>9.2} {:>9.1} {:>9.1} {:>9.1}",
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
