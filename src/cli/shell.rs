//! `charter completions` and `charter man`: what shells and manuals know about the arguments.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_mangen::Man;

use super::arguments::{Arguments, Completions};
use super::terminal::{Failure, Outcome, out};

/// Prints completions for a shell.
pub fn completions(arguments: &Completions) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "charter", &mut script);
    let mut out = out();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// Prints the manual page: the command itself, then every command of it.
pub fn man() -> Result<Outcome, Failure> {
    let mut command = Arguments::command();
    command.build();
    let whole = Man::new(command.clone());
    let mut page = Vec::new();
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    page.write_all(sections(&whole)?.as_bytes())?;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        let heading = inner.get_name().to_uppercase();
        let inner = sections(&Man::new(inner.clone()))?.replace(".SH ", ".SS ");
        writeln!(page, ".SH \"CHARTER {heading}\"\n{inner}")?;
    }
    whole.render_version_section(&mut page)?;
    let mut out = out();
    out.write_all(&page)?;
    out.flush()?;
    Ok(Outcome::Fine)
}

/// What a command has of its own: how it is called, what it does, what it takes, and examples as they are laid out.
fn sections(manual: &Man) -> io::Result<String> {
    let mut sections = Vec::new();
    manual.render_synopsis_section(&mut sections)?;
    manual.render_description_section(&mut sections)?;
    manual.render_options_section(&mut sections)?;
    let mut examples = Vec::new();
    manual.render_extra_section(&mut examples)?;
    let examples = String::from_utf8_lossy(&examples).replace(".SH EXTRA\n", ".SH EXAMPLES\n.nf\n");
    Ok(format!("{}{examples}\n.fi\n", String::from_utf8_lossy(&sections)))
}
