//! The KDL files of folders, for whoever works on files and not on a charter.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::ignore::Ignore;
use super::paths::CannotRun;

/// A file as it is, and every `.kdl` file below a folder: sorted, without links and hidden names, and without what a
/// `.charterignore` leaves out, of a folder on the way to it or below it.
pub fn kdl_files(path: &Path) -> Result<Vec<PathBuf>, CannotRun> {
    if !fs::metadata(path).map_err(|error| cannot(path, &error))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut ignores = Ignores::default();
    let mut folders = vec![(path.to_owned(), ignores.above(path)?)];
    while let Some((folder, above)) = folders.pop() {
        let ignore = ignores.of(&folder, above)?;
        for entry in fs::read_dir(&folder).map_err(|error| cannot(&folder, &error))? {
            let entry = entry.map_err(|error| cannot(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| cannot(&entry.path(), &error))?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            let wanted = kind.is_dir() || (kind.is_file() && path.extension().is_some_and(|ending| ending == "kdl"));
            if !wanted || ignores.leave_out(&path, kind.is_dir(), ignore) {
                continue;
            }
            if kind.is_dir() {
                folders.push((path, ignore));
            } else {
                found.push(path.strip_prefix(".").map(Path::to_owned).unwrap_or(path));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The `.charterignore` files that were met, each with the next one above it.
#[derive(Default)]
struct Ignores(Vec<(PathBuf, Ignore, Option<usize>)>);

impl Ignores {
    /// The nearest one on the way to a path, from the working folder or from the root.
    fn above(&mut self, path: &Path) -> Result<Option<usize>, CannotRun> {
        let folders: Vec<&Path> = path.ancestors().skip(1).collect();
        folders.iter().rev().try_fold(None, |above, folder| self.of(folder, above))
    }

    /// The nearest one for what is in a folder.
    fn of(&mut self, folder: &Path, above: Option<usize>) -> Result<Option<usize>, CannotRun> {
        let Some(own) = Ignore::of(folder)? else { return Ok(above) };
        self.0.push((folder.to_owned(), own, above));
        Ok(Some(self.0.len() - 1))
    }

    /// Whether a path is left out; the nearest file that says something about it decides.
    fn leave_out(&self, path: &Path, folder: bool, mut nearest: Option<usize>) -> bool {
        while let Some(at) = nearest {
            let (start, ignore, above) = &self.0[at];
            let below = path.strip_prefix(start).unwrap_or(path).to_string_lossy();
            if let Some(decided) = ignore.leaves_out(&below, folder) {
                return decided;
            }
            nearest = *above;
        }
        false
    }
}

fn cannot(path: &Path, error: &io::Error) -> CannotRun {
    CannotRun::because(format!("cannot read `{}`", path.display()), error)
}
