//! `charter explain`: the page of a finding or of a word.

mod page;

use std::io::Write;

use crate::catalog;
use crate::generate;
use crate::host::paths::CannotRun;
use crate::language::{Language, WordId};
use crate::rule::Code;

use super::arguments::Explain;
use super::render::clean;
use super::terminal::{Failure, Outcome, Terminal, out};

/// Prints every page that the name means; a name may be a code and a word.
pub fn run(arguments: &Explain, terminal: Terminal) -> Result<Outcome, Failure> {
    let language = Language::get();
    let name = arguments.name.trim();
    let screen = terminal.screen();
    let mut pages: Vec<String> =
        every_code().filter(|code| code.name == name).map(|code| page::code(code, screen)).collect();
    pages.extend(words(language, name).into_iter().map(|word| page::word(language, word, screen)));
    if pages.is_empty() {
        return Err(unknown(language, name).into());
    }
    let mut out = out();
    out.write_all(pages.join("\n").as_bytes())?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// The words that `a.b` means: `b` directly inside an `a`; a name alone means the word of a charter file, or else
/// every word of this name.
fn words(language: &Language, name: &str) -> Vec<WordId> {
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or_default();
    let start: Vec<WordId> = match language.top(first) {
        Some(top) => vec![top],
        None => language.named(first).collect(),
    };
    let mut found =
        parts.fold(start, |outer, part| outer.into_iter().filter_map(|word| language.child(word, part)).collect());
    found.sort_unstable();
    found.dedup();
    found
}

fn unknown(language: &Language, name: &str) -> CannotRun {
    let codes = every_code().map(|code| code.name);
    let words = language.words().filter(|(_, word)| !word.free_name).map(|(_, word)| word.name);
    let distance = |known: &str| strsim::damerau_levenshtein(name, known);
    let near = codes.chain(words).filter(|known| distance(known) <= 1.max(known.len() / 3));
    let near = near.min_by_key(|known| (distance(known), *known));
    let refused =
        CannotRun::new(format!("`{}` is neither the code of a finding nor a word of the language", clean::line(name)));
    match near {
        Some(near) => refused.help(format!("did you mean `{near}`?")),
        None => {
            refused.help("codes stand in brackets after the severity of a finding; words begin the lines of a charter")
        }
    }
}

/// What checks report, and what the build reports.
fn every_code() -> impl Iterator<Item = &'static Code> {
    catalog::codes().into_iter().chain(generate::CODES.iter().copied())
}
