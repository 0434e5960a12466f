//! What can be written after `charter`: the one place that defines commands, flags and their help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// A compiler for integration charters.
///
/// A charter says how systems share business objects: which system owns each field, how fresh every copy is, how each
/// system's payload maps onto the shared object, which system may move an object from one state to the next, and who
/// answers when a message fails. It is a folder of KDL files with a `charter.kdl` at its root.
///
/// The compiler reads it as one graph, finds what cannot work, and generates what other teams consume.
#[derive(Debug, Parser)]
#[command(name = "charter", version, max_term_width = 100, after_help = AFTER_HELP, after_long_help = AFTER_HELP)]
pub struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours.
    ///
    /// `auto` uses them on a terminal, unless the environment variable `NO_COLOR` is set.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_possible_values = true)]
    pub color: ColorWhen,
    /// Say only what was asked for: no summary, no progress.
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

const AFTER_HELP: &str = "\
Examples:
  charter new shop              make a small charter in the folder `shop`
  charter fmt shop              write its files the way everybody writes them

Exit status:
  0  nothing is wrong
  1  there are findings at error level
  2  nothing could be done: wrong arguments, or files that cannot be read or written";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write charters the way everybody writes them.
    ///
    /// Indents by four spaces and sets one space between entries. Comments, blank lines, quoting and the form of numbers
    /// stay, and so does the meaning. A file with syntax errors is left alone and reported.
    #[command(after_help = FMT_EXAMPLES)]
    Fmt(Fmt),
    /// Make a small working charter in a new folder.
    ///
    /// Two systems, what they share and how it travels, with comments that teach. Nothing that exists is overwritten.
    #[command(after_help = NEW_EXAMPLES)]
    New(New),
    /// Print completions for a shell.
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions(Completions),
    /// Print the manual page.
    #[command(after_help = MAN_EXAMPLES)]
    Man,
}

/// What `charter fmt` takes.
#[derive(Debug, Args)]
pub struct Fmt {
    /// Files, or folders whose `.kdl` files are meant, at any depth.
    #[arg(default_value = ".")]
    pub paths: Vec<PathBuf>,
    /// Change nothing; list the files that would change, and exit with 1 if there are any.
    #[arg(long)]
    pub check: bool,
}

const FMT_EXAMPLES: &str = "\
Examples:
  charter fmt                        every `.kdl` file below this folder
  charter fmt --check shop           for a pipeline
  charter fmt shop/flows.kdl         one file";

/// What `charter new` takes.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make; its name becomes the name of the charter.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

const NEW_EXAMPLES: &str = "\
Examples:
  charter new shop";

/// What `charter completions` takes.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell.
    pub shell: Shell,
}

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  charter completions bash > /etc/bash_completion.d/charter
  charter completions zsh > \"${fpath[1]}/_charter\"
  charter completions fish > ~/.config/fish/completions/charter.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  charter man > /usr/local/share/man/man1/charter.1";

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }
}
