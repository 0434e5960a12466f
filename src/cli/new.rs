//! `charter new`: a small working charter in a new folder.

use std::io::Write;

use crate::host::paths::CannotRun;
use crate::host::write;

use super::arguments::New;
use super::render::clean;
use super::terminal::{Failure, Outcome, Terminal, out};

/// The files of a new charter; `NAME` stands for its name.
const FILES: &[(&str, &str)] = &[
    ("charter.kdl", include_str!("../../templates/new/charter.kdl")),
    ("flows.kdl", include_str!("../../templates/new/flows.kdl")),
];

/// Makes the charter.
pub fn run(arguments: &New, terminal: Terminal) -> Result<Outcome, Failure> {
    let folder = &arguments.folder;
    if folder.is_file() {
        return Err(CannotRun::new(format!("`{}` is a file", folder.display()))
            .help("name a folder that does not exist yet")
            .into());
    }
    // `.` has no name of its own.
    let place = if folder.file_name().is_none() { folder.canonicalize().unwrap_or_default() } else { folder.clone() };
    let name = charter_name(&place.file_name().unwrap_or_default().to_string_lossy());
    if let Some((path, _)) = FILES.iter().find(|(path, _)| folder.join(path).symlink_metadata().is_ok()) {
        return Err(CannotRun::new(format!("`{}` exists already", folder.join(path).display()))
            .help("name a folder that does not exist yet")
            .into());
    }
    let mut out = out();
    for (path, text) in FILES {
        let place = folder.join(path);
        let shown = place.display().to_string();
        write::create(&place, &text.replace("NAME", &name))
            .map_err(|error| CannotRun::because(format!("cannot write `{shown}`"), &error))?;
        if !terminal.quiet() {
            writeln!(out, "wrote {}", clean::line(&shown))?;
        }
    }
    if !terminal.quiet() {
        writeln!(out, "now run: charter check {}", clean::line(&folder.to_string_lossy()))?;
    }
    out.flush()?;
    Ok(Outcome::Fine)
}

/// A name of the language that comes close to the name of a folder.
fn charter_name(folder: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = folder.chars().map(kept).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    let name = words.join("-");
    if name.starts_with(|c: char| c.is_ascii_lowercase()) {
        name
    } else {
        format!("charter-{name}").trim_end_matches('-').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_gives_the_charter_its_name() {
        let cases =
            [("shop", "shop"), ("My Shop_2", "my-shop-2"), ("2026", "charter-2026"), ("é", "charter"), ("", "charter")];
        for (folder, name) in cases {
            assert_eq!(charter_name(folder), name);
        }
    }
}
