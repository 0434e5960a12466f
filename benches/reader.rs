//! The reader beside the `kdl` library and `neco-kdl`: time, and bytes that stay allocated per byte of input.
//!
//! `cargo bench --bench reader`. `cargo bench --bench reader -- once 10` only reads 10 MB once, for callgrind.

#![allow(clippy::print_stdout, reason = "callgrind counts one reading that prints what it read")]

use std::fmt;

use divan::counter::BytesCount;
use divan::{AllocProfiler, Bencher};

mod charters;

#[global_allocator]
static ALLOCATIONS: AllocProfiler = AllocProfiler::system();

fn main() {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    if let [mode, size, ..] = &arguments[..]
        && mode == "once"
    {
        let input = Input::new("once", size.parse().expect("megabytes"));
        let tree = charter::kdl::read(&input.text);
        println!("{} bytes, {} nodes", input.text.len(), tree.len());
        return;
    }
    divan::main();
}

struct Input {
    name: &'static str,
    text: String,
}

impl fmt::Display for Input {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name)
    }
}

impl Input {
    /// A generated charter, cut after so many megabytes.
    fn new(name: &'static str, megabytes: usize) -> Self {
        let size = megabytes * 1_000_000;
        let files = charters::clean(&charters::Size::interfaces(megabytes * 1_000));
        let mut text: String = files.into_iter().map(|(_, text)| text).collect();
        assert!(text.len() > size, "enough interfaces");
        text.truncate(text[..size].rfind("\n}\n").expect("a node ends") + 3);
        Self { name, text }
    }

    /// The same with a mistake in every hundredth line.
    fn broken(name: &'static str, megabytes: usize) -> Self {
        let lines = (1..).zip(Self::new(name, megabytes).text.lines().map(str::to_owned).collect::<Vec<_>>());
        let text = lines
            .map(|(at, line)| if at % 100 == 0 && !line.contains(['{', '}']) { line + " key=\n" } else { line + "\n" });
        Self { name, text: text.collect() }
    }
}

fn inputs() -> Vec<Input> {
    vec![Input::new("1 MB", 1), Input::new("10 MB", 10), Input::broken("10 MB, broken", 10)]
}

#[divan::bench(args = inputs(), sample_count = 20)]
fn charter(bencher: Bencher<'_, '_>, input: &Input) {
    bencher.counter(BytesCount::of_str(&input.text)).bench(|| charter::kdl::read(&input.text));
}

#[divan::bench(args = [Input::new("1 MB", 1), Input::new("10 MB", 10)], sample_count = 10)]
fn neco(bencher: Bencher<'_, '_>, input: &Input) {
    bencher.counter(BytesCount::of_str(&input.text)).bench(|| neco_kdl::parse(&input.text).expect("it is valid"));
}

#[divan::bench(args = [Input::new("1 MB", 1)], sample_count = 3)]
fn library(bencher: Bencher<'_, '_>, input: &Input) {
    bencher
        .counter(BytesCount::of_str(&input.text))
        .bench(|| kdl::KdlDocument::parse_v2(&input.text).expect("it is valid"));
}

#[divan::bench(args = [Input::new("10 MB", 10)], sample_count = 10)]
fn format(bencher: Bencher<'_, '_>, input: &Input) {
    let tree = charter::kdl::read(&input.text);
    bencher.counter(BytesCount::of_str(&input.text)).bench(|| charter::kdl::format(&tree));
}
