//! What can be written after `charter`: the one place that defines commands, flags and their help.

mod check;

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::query::trace::CODES;
use check::{BASELINE_EXAMPLES, CHECK_EXAMPLES};
pub use check::{Baseline, BaselineAction, Check, Deny, Format, Output};

/// A compiler for integration charters.
///
/// A charter says how systems share business objects: which system owns each field, how fresh every copy is, how each
/// system's payload maps onto the shared object, which system may move an object from one state to the next, and who
/// answers when a message fails. It is a folder of KDL files with a `charter.kdl` at its root.
///
/// The compiler reads it as one graph, and finds what cannot work.
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
  charter check shop            say everything that is wrong with it
  charter explain two-owners    say what a finding means and how to answer it

Exit status:
  0  nothing is wrong
  1  there are findings at error level
  2  nothing could be done: wrong arguments, or files that cannot be read or written";

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Find what is wrong with a charter.
    ///
    /// Reads `charter.kdl` and every file that it names, and reports everything that is wrong with them in one run: by file
    /// and place, with what to do. The result depends on nothing but the files and the date.
    #[command(after_help = CHECK_EXAMPLES)]
    Check(Check),
    /// Accept what is wrong today, and fail only on what is new.
    ///
    /// A baseline is a file with the findings of a charter. `charter check --baseline FILE` leaves them out and reports
    /// the others; an entry whose finding is gone is reported too, so that the file only gets shorter. What says that the
    /// charter cannot be read as it stands cannot be accepted: everything else rests on it.
    #[command(after_help = BASELINE_EXAMPLES)]
    Baseline(Baseline),
    /// Say what a finding means, or what a word of the language says.
    ///
    /// For the code of a finding: what it means, why it hurts, how to choose, and an example before and after. For a word:
    /// what it says, what stands after it and inside it, and an example.
    #[command(after_help = EXPLAIN_EXAMPLES)]
    Explain(Explain),
    /// Write charters the way everybody writes them.
    ///
    /// Indents by four spaces and sets one space between entries. Comments, blank lines, quoting and the form of numbers
    /// stay, and so does the meaning. A file with syntax errors is left alone and reported.
    #[command(after_help = FMT_EXAMPLES)]
    Fmt(Fmt),
    /// Generate what the charter's `generate` nodes ask for.
    ///
    /// The charter is checked first; with an error, nothing is written. Files that would not change are left alone, and no
    /// file is removed.
    #[command(after_help = BUILD_EXAMPLES)]
    Build(Build),
    /// Say who owns a field, how it gets to a system, and how old it can be there.
    ///
    /// Shows every way from the owner with its hops and what each of them adds, and what comes closest where the value
    /// does not arrive. For a group, a list or an object, every field in it is answered.
    #[command(after_help = WHY_EXAMPLES)]
    Why(Why),
    /// Show which system owns which fields, or what each system does with each object.
    #[command(after_help = OWNERS_EXAMPLES)]
    Owners(Owners),
    /// Run a mapping on a payload.
    ///
    /// Reads a payload of a record as the object that all systems share, writes such an object as a payload, or carries a
    /// payload through a flow. The result is printed as JSON, and everything that is wrong with the payload with the line of
    /// the charter that asks for it.
    #[command(after_help = MAP_EXAMPLES)]
    Map(Map),
    /// Draw the systems and what flows between them.
    ///
    /// A line for each pair of systems and direction, in the colour of its tightest latency class; what an error of the
    /// check points at is red. Tooltips name the flows. The picture needs no other file and has no script.
    #[command(after_help = GRAPH_EXAMPLES)]
    Graph(Graph),
    /// Tell how messages about an object can go wrong.
    ///
    /// Every order in which the messages can arrive is looked at: late ones, copies, lost ones. What breaks is told as a story of
    /// numbered steps, or drawn: the shortest way there is, with the fewest faults. Where nothing breaks, it says what was
    /// looked at.
    #[command(after_help = TRACE_EXAMPLES)]
    Trace(Trace),
    /// Run the cases and samples of a charter.
    ///
    /// Every `case` of a record or a flow is run by the reference interpreter, and every sample of a record is read. What
    /// cannot be run is said so, with the reason. Then come the lines of mappings and the rows of tables that nothing has
    /// reached.
    #[command(after_help = TEST_EXAMPLES)]
    Test(Test),
    /// Write test vectors of a record or a flow, or of all.
    ///
    /// Inputs with what must come of them, so that another implementation of the mapping can be tested against the same
    /// answers: samples, a made-up valid object, and each with one place changed to a limit, to what lies beyond it, or to
    /// what has been a trap. The reference interpreter gives the answers.
    #[command(after_help = VECTORS_EXAMPLES)]
    Vectors(Vectors),
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

/// The date at which a charter is judged.
#[derive(Debug, Args)]
pub struct Clock {
    /// The date at which expiries are judged, as `2027-04-01`; today if it is left out.
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub as_of: Option<Date>,
}

/// What `charter explain` takes.
#[derive(Debug, Args)]
pub struct Explain {
    /// The code of a finding or a word of the language; `flow.delivery` for the word `delivery` inside `flow`.
    #[arg(value_name = "CODE|WORD")]
    pub name: String,
}

const EXPLAIN_EXAMPLES: &str = "\
Examples:
  charter explain two-owners         the code of a finding
  charter explain flow               a word of the language
  charter explain flow.delivery      a word inside another one";

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
  charter fmt shop/flows.kdl         one file, also when it is left out of its folder

Left out of a folder:
  A file `.charterignore` names what is left out of its folder and of those below it, one pattern on
  a line, as in `.gitignore`: texts that are broken on purpose, or written by another tool.";

/// What `charter build` takes.
#[derive(Debug, Args)]
pub struct Build {
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The folder that everything is written to; `generated` in the charter's folder when left out.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub clock: Clock,
}

const BUILD_EXAMPLES: &str = "\
Examples:
  charter build shop                 into `shop/generated`
  charter build shop --out build     into `build`";

/// What `charter why` takes.
#[derive(Debug, Args)]
pub struct Why {
    /// The field, as `sales-order.lines.sku`; a group, a list or an object for all that is in it.
    pub field: String,
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The system at which the value is wanted; every system that has it when left out.
    #[arg(long, value_name = "SYSTEM")]
    pub at: Option<String>,
    /// Only these cases, as `site=dal1` or `phase=pilot`; may be given several times.
    #[arg(long, value_name = "SCOPE=VALUE")]
    pub scope: Vec<String>,
}

const WHY_EXAMPLES: &str = "\
Examples:
  charter why inventory.available shop                     who owns it, and where it goes
  charter why inventory.available --at storefront shop     how it gets there, and how old it can be
  charter why inventory.available --scope site=dal1 shop   in one part of the scopes";

/// What `charter owners` takes.
#[derive(Debug, Args)]
pub struct Owners {
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only this object.
    #[arg(long, value_name = "OBJECT")]
    pub object: Option<String>,
    /// One row for each object and one column for each system: C creates, R reads, U updates, D deletes.
    #[arg(long)]
    pub crud: bool,
    /// How the table is written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TableFormat,
}

const OWNERS_EXAMPLES: &str = "\
Examples:
  charter owners shop                          the ownership matrix
  charter owners shop --object order           of one object
  charter owners shop --crud                   the CRUD matrix
  charter owners shop --format csv > owners.csv";

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    /// In columns, for a terminal.
    Text,
    /// As Markdown.
    Markdown,
    /// As CSV.
    Csv,
}

/// What `charter map` takes.
#[derive(Debug, Args)]
pub struct Map {
    /// The record or the flow.
    #[arg(value_name = "RECORD|FLOW")]
    pub name: String,
    /// The payload, or the object that is written: a file with JSON; `-` for standard input.
    pub payload: PathBuf,
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// From the payload to the object; this is meant when nothing is said.
    #[arg(long, conflicts_with = "write")]
    pub read: bool,
    /// From the object to the payload.
    #[arg(long)]
    pub write: bool,
    /// The receiver of a flow that has several.
    #[arg(long, value_name = "SYSTEM")]
    pub to: Option<String>,
    /// A file with what must come out; every difference is shown instead of the result.
    #[arg(long, value_name = "FILE")]
    pub expect: Option<PathBuf>,
}

const MAP_EXAMPLES: &str = "\
Examples:
  charter map shopify-order order.json shop                     a payload as the shared object
  charter map wms-order order.canonical.json shop --write       the shared object as a payload
  charter map order-import order.json shop --to wms             from one system to another
  charter map shopify-order order.json shop --expect want.json  only the differences

Exit status:
  0  the result is there, as expected, and nothing is wrong
  1  something is wrong with the payload, or the result is not as expected, or the charter has errors
  2  nothing could be done";

/// What `charter graph` takes.
#[derive(Debug, Args)]
pub struct Graph {
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only the flows that carry this object, and who owns its fields.
    #[arg(long, value_name = "OBJECT")]
    pub object: Option<String>,
    /// The states of this object or list instead, and who decides each transition.
    #[arg(long, value_name = "OBJECT", conflicts_with = "object")]
    pub lifecycle: Option<String>,
    /// The states from the side of this system: what it must send, what it must accept, and what it is not told.
    #[arg(long, value_name = "SYSTEM", requires = "lifecycle")]
    pub system: Option<String>,
    /// What is written.
    #[arg(long, value_name = "FORMAT", default_value = "svg")]
    pub format: GraphFormat,
    /// The file to write; standard output when left out.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub clock: Clock,
}

const GRAPH_EXAMPLES: &str = "\
Examples:
  charter graph shop --out shop.svg                      all systems and flows
  charter graph shop --object order --out order.svg      how one object travels, and who owns it
  charter graph shop --lifecycle order --out states.svg  its states, and who decides each transition
  charter graph shop --lifecycle order --system wms      what one system must send, accept, or ignore
  charter graph shop --format mermaid                    for a page that draws Mermaid
  charter graph shop --format dot | dot -Tpdf -o shop.pdf";

/// What `charter test` takes.
#[derive(Debug, Args)]
pub struct Test {
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
}

const TEST_EXAMPLES: &str = "\
Examples:
  charter test                       the charter in this folder
  charter test shop --quiet          without the last line that counts

Exit status:
  0  nothing has failed
  1  a case or a sample has failed, or the charter has errors
  2  nothing could be done";

/// What `charter vectors` takes.
#[derive(Debug, Args)]
pub struct Vectors {
    /// The record or the flow; all that can be carried out when left out. A folder with a charter is the charter.
    #[arg(value_name = "RECORD|FLOW")]
    pub name: Option<String>,
    /// The charter: its folder or its `charter.kdl`; this folder when left out.
    pub path: Option<PathBuf>,
    /// A folder for one file of each record and flow; standard output when left out.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

const VECTORS_EXAMPLES: &str = "\
Examples:
  charter vectors shopify-order shop > vectors.json  of one record
  charter vectors shop --out vectors                 of every record and flow

Exit status:
  0  the vectors are written
  1  there are none, or the charter has errors
  2  nothing could be done";

/// What `charter new` takes.
#[derive(Debug, Args)]
pub struct New {
    /// The folder to make; its name becomes the name of the charter.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
}

const NEW_EXAMPLES: &str = "\
Examples:
  charter new shop && charter check shop";

/// What `charter trace` takes.
#[derive(Debug, Args)]
pub struct Trace {
    /// The object, or the list of it, that has a lifecycle: `order`, `order.lines`.
    pub object: String,
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Only the story that one finding tells, by its code: `divergence`.
    #[arg(long, value_name = "CODE", value_parser = PossibleValuesParser::new(CODES))]
    pub property: Option<String>,
    /// How stories are written.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: TraceFormat,
    /// Write it to a file and not to standard output.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub clock: Clock,
}

const TRACE_EXAMPLES: &str = "\
Examples:
  charter trace order shop                         everything that can go wrong, step by step
  charter trace order.lines shop --property divergence
  charter trace order shop --format svg --out race.svg    a picture for a meeting
  charter trace order shop --format mermaid        for a page that draws Mermaid";

/// How a story is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TraceFormat {
    /// Numbered sentences.
    Text,
    /// A Mermaid sequence diagram.
    Mermaid,
    /// A sequence diagram for browsers, documents and print.
    Svg,
}

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

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    /// A picture for browsers, documents and print.
    Svg,
    /// A Mermaid flowchart.
    Mermaid,
    /// The language of Graphviz.
    Dot,
}

/// A civil date, in the one form that reads the same everywhere.
fn date(text: &str) -> Result<Date, String> {
    Date::strptime("%Y-%m-%d", text).map_err(|_| "write a date as `2027-04-01`".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_date_has_one_form() {
        assert_eq!(date("2027-04-01"), Ok(jiff::civil::date(2027, 4, 1)));
        for wrong in ["2027-4-1x", "01.04.2027", "2027-02-30", "2027-04-01T00:00", ""] {
            assert!(date(wrong).is_err(), "{wrong}");
        }
    }
}
