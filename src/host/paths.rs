//! Where a charter lies on the disk, and which paths lie inside it.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The file at the root of every charter.
pub const ROOT_FILE: &str = "charter.kdl";

/// Why nothing could be done at all.
#[derive(Debug, PartialEq, Eq)]
pub struct CannotRun {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl CannotRun {
    /// `message` alone.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None }
    }

    /// Something about the disk that failed.
    pub fn because(what: impl fmt::Display, error: &io::Error) -> Self {
        Self::new(format!("{what}: {}", reason(error)))
    }

    /// What to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// An error of the system in words that are the same everywhere.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::Other => error.to_string(),
        kind => kind.to_string(),
    }
}

/// The folder of a charter.
#[derive(Clone, Debug)]
pub struct Root {
    folder: PathBuf,
    real: PathBuf,
}

impl Root {
    /// The charter that an argument means: its folder, or its `charter.kdl`.
    pub fn find(path: &Path) -> Result<Self, CannotRun> {
        let shown = path.display();
        let metadata =
            fs::metadata(path).map_err(|error| CannotRun::because(format!("cannot read `{shown}`"), &error))?;
        let folder = if metadata.is_dir() {
            path.to_owned()
        } else if path.file_name().is_some_and(|name| name == ROOT_FILE) {
            path.parent().map(Path::to_owned).unwrap_or_default()
        } else {
            return Err(CannotRun::new(format!("`{shown}` is not the root of a charter"))
                .help(format!("name the folder that has the `{ROOT_FILE}`, or that file")));
        };
        let folder = if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder };
        if !folder.join(ROOT_FILE).exists() {
            return Err(CannotRun::new(format!("`{}` has no `{ROOT_FILE}`", folder.display()))
                .help("a charter is a folder with this file at its root; `charter new DIR` makes one"));
        }
        let real = folder
            .canonicalize()
            .map_err(|error| CannotRun::because(format!("cannot read `{}`", folder.display()), &error))?;
        Ok(Self { folder, real })
    }

    /// The folder as it was named.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// What stands before a path of the charter to show where it lies: empty, or ending in `/`.
    pub fn prefix(&self) -> String {
        let folder = self.folder.strip_prefix("./").unwrap_or(&self.folder).to_string_lossy().into_owned();
        match folder.as_str() {
            "." | "" => String::new(),
            folder if folder.ends_with('/') => folder.to_owned(),
            folder => format!("{folder}/"),
        }
    }

    /// The place of a path of the charter on the disk.
    pub fn join(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.folder.clone() } else { self.folder.join(path) }
    }

    /// Whether a place without links lies inside the charter.
    pub fn contains(&self, real: &Path) -> bool {
        real.starts_with(&self.real)
    }
}

/// A path of a charter without `.` and `..`; `None` when it leads out of the charter's folder.
pub fn inside(written: &str) -> Option<String> {
    let drive = written.as_bytes().get(1) == Some(&b':') && written.starts_with(|c: char| c.is_ascii_alphabetic());
    if written.starts_with(['/', '\\']) || drive {
        return None;
    }
    let mut parts = Vec::new();
    for part in written.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_inside_or_is_none() {
        let cases: &[(&str, Option<&str>)] = &[
            ("flows.kdl", Some("flows.kdl")),
            ("./flows//a.kdl", Some("flows/a.kdl")),
            ("flows/../a.kdl", Some("a.kdl")),
            ("flows/../../a.kdl", None),
            ("..", None),
            ("/etc/passwd", None),
            ("\\\\host\\share", None),
            ("c:/a.kdl", None),
            ("..a.kdl", Some("..a.kdl")),
            ("", Some("")),
        ];
        for (written, expected) in cases {
            assert_eq!(inside(written).as_deref(), *expected, "{written}");
        }
    }
}
