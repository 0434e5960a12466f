//! The KDL files of folders, for whoever works on files and not on a charter.

use std::fs;
use std::path::{Path, PathBuf};

use super::paths::CannotRun;

/// A file as it is, and every `.kdl` file below a folder: sorted, without hidden names and without links.
pub fn kdl_files(path: &Path) -> Result<Vec<PathBuf>, CannotRun> {
    let cannot = |path: &Path, error| CannotRun::because(format!("cannot read `{}`", path.display()), &error);
    if !fs::metadata(path).map_err(|error| cannot(path, error))?.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    let mut folders = vec![path.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| cannot(&folder, error))? {
            let entry = entry.map_err(|error| cannot(&folder, error))?;
            let kind = entry.file_type().map_err(|error| cannot(&entry.path(), error))?;
            let path = entry.path();
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() && path.extension().is_some_and(|ending| ending == "kdl") {
                found.push(path.strip_prefix(".").map(Path::to_owned).unwrap_or(path));
            }
        }
    }
    found.sort();
    Ok(found)
}
