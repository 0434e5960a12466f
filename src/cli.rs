//! The command line: arguments, showing findings, one file per command.

mod arguments;
mod baseline;
mod build;
mod check;
mod explain;
mod fix;
mod fmt;
mod graph;
mod judged;
mod map;
mod new;
mod owners;
pub mod render;
mod shell;
mod terminal;
mod test;
mod trace;
mod vectors;
mod why;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};
use terminal::{Terminal, exit};

/// Does what the arguments of the process say; the exit status.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let terminal = Terminal::new(arguments.color, arguments.quiet);
    // This thread works too instead of waiting for others. It fails only where the threads are there already.
    let _ = rayon::ThreadPoolBuilder::new().use_current_thread().build_global();
    let result = match &arguments.command {
        Command::Check(arguments) => check::run(arguments, terminal),
        Command::Baseline(arguments) => baseline::run(arguments, terminal),
        Command::Explain(arguments) => explain::run(arguments, terminal),
        Command::Fmt(arguments) => fmt::run(arguments, terminal),
        Command::Build(arguments) => build::run(arguments, terminal),
        Command::Why(arguments) => why::run(arguments, terminal),
        Command::Owners(arguments) => owners::run(arguments, terminal),
        Command::Map(arguments) => map::run(arguments, terminal),
        Command::Graph(arguments) => graph::run(arguments, terminal),
        Command::Trace(arguments) => trace::run(arguments, terminal),
        Command::Test(arguments) => test::run(arguments, terminal),
        Command::Vectors(arguments) => vectors::run(arguments, terminal),
        Command::New(arguments) => new::run(arguments, terminal),
        Command::Completions(arguments) => shell::completions(arguments),
        Command::Man => shell::man(),
    };
    exit(result, terminal)
}
