//! What can be written after `charter check` and `charter baseline`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::Clock;

/// What `charter check` takes.
#[derive(Debug, Args)]
pub struct Check {
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// How findings are written, and to which file; standard output when none is named.
    ///
    /// May be given several times: `--format text --format sarif=report.sarif`. `text` when left out;
    /// on GitHub Actions (`GITHUB_ACTIONS=true`) `github` as well, and on GitLab
    /// (`GITLAB_CI=true`) `gitlab=gl-code-quality-report.json`.
    ///
    /// text      for people: every place with its lines, and what to do
    /// short     one line each: `file:line:column: severity[code] message`
    /// json      one JSON document; its form is published as a JSON Schema
    /// sarif     SARIF 2.1.0, for code scanning
    /// junit     a report of `JUnit`, for test reports
    /// github    annotations of GitHub Actions
    /// gitlab    a code quality report of GitLab
    /// markdown  for a comment on a pull request
    #[arg(long, value_name = "FORMAT[=FILE]", value_parser = output, verbatim_doc_comment)]
    pub format: Vec<Output>,
    /// What fails the check besides errors.
    #[arg(long, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Report only what this file of accepted findings does not hold; see `charter baseline`.
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Make the changes that answer findings, where there is one that can be made without thinking.
    ///
    /// Comments and form stay. A finding that could be answered in several ways is left to you.
    #[arg(long, conflicts_with = "baseline")]
    pub fix: bool,
    /// With `--fix`: change nothing, and show the changes as a difference.
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    #[command(flatten)]
    pub clock: Clock,
}

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  charter check                            the charter in this folder
  charter check shop --deny warnings       for a pipeline that accepts no warning
  charter check shop --format short        one line for each finding, as editors read them
  charter check shop --format json         for programs; the form is published as a JSON Schema
  charter check shop --format text --format sarif=report.sarif
                                           on the terminal, and in a file for code scanning
  charter check shop --fix --dry-run       what could be put right without thinking?
  charter check shop --as-of 2027-04-01    which waivers will have expired by then?";

/// What `charter baseline` takes.
#[derive(Debug, Args)]
pub struct Baseline {
    /// What to do.
    pub action: BaselineAction,
    /// The charter: its folder or its `charter.kdl`.
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// The file; `charter-baseline.json` in the charter's folder when left out.
    #[arg(long, value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub clock: Clock,
}

/// What is done with a baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum BaselineAction {
    /// Write a file that is not there yet, with every finding of today.
    Create,
    /// Write it anew: what is gone goes, what is new is accepted.
    Update,
    /// Report what is new and what is gone, and change nothing.
    Check,
}

pub(super) const BASELINE_EXAMPLES: &str = "\
Examples:
  charter baseline create shop                               accept what is wrong today
  charter check shop --baseline shop/charter-baseline.json   report what is new
  charter baseline update shop                               after some of it has been put right

Exit status:
  0  the file is written, or nothing is new and nothing is gone
  1  something is new or gone, or cannot be accepted
  2  nothing could be done";

/// How findings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: every place with its lines, and what to do.
    Text,
    /// One line each: `file:line:column: severity[code] message`.
    Short,
    /// For programs: one JSON document.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// A report of `JUnit`, for test reports.
    Junit,
    /// Annotations of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
    /// Markdown, for a comment on a pull request.
    Markdown,
}

impl Format {
    /// Whether it is a document, which nothing may stand beside.
    pub fn is_document(self) -> bool {
        !matches!(self, Self::Text | Self::Short | Self::Github)
    }
}

/// A format and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// How findings are written.
    pub format: Format,
    /// To which file; standard output when none.
    pub file: Option<PathBuf>,
}

/// What fails a check besides errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings do, too.
    Warnings,
}

impl Output {
    /// Text on standard output.
    pub const TEXT: Self = Self { format: Format::Text, file: None };
}

/// A format, and a file after an equals sign.
fn output(text: &str) -> Result<Output, String> {
    let (format, file) = match text.split_once('=') {
        Some((_, "")) => return Err("no file is named after `=`".to_owned()),
        Some((format, file)) => (format, Some(PathBuf::from(file))),
        None => (text, None),
    };
    let format = Format::from_str(format, false).map_err(|_| {
        let words: Vec<String> = Format::value_variants()
            .iter()
            .filter_map(|format| Some(format.to_possible_value()?.get_name().to_owned()))
            .collect();
        format!("the formats are {}", words.join(", "))
    })?;
    Ok(Output { format, file })
}
