//! Which file was probably meant where one is missing.

use std::fs;

use super::paths::Root;

/// The most names of a folder that are looked at.
const MOST_NAMES: usize = 1_000;

/// The path of a file that exists and resembles `path`, which `naming` names.
pub fn file(root: &Root, path: &str, naming: &str) -> Option<String> {
    beside(root, path, naming).or_else(|| misspelt(root, path)).filter(|near| !near.contains(['"', '\\', '\n']))
}

/// The path was written relative to the file that names it.
fn beside(root: &Root, path: &str, naming: &str) -> Option<String> {
    let (folder, _) = naming.rsplit_once('/')?;
    let meant = format!("{folder}/{path}");
    root.join(&meant).is_file().then_some(meant)
}

/// Another name of the same folder is close.
fn misspelt(root: &Root, path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = fs::read_dir(root.join(folder)).ok()?.flatten().take(MOST_NAMES);
    let files = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file()));
    let distance = |other: &String| strsim::damerau_levenshtein(name, other);
    let close = files.filter_map(|entry| entry.file_name().into_string().ok());
    let best = close
        .filter(|other| distance(other) <= 1.max(name.len() / 4))
        .min_by_key(|other| (distance(other), other.clone()))?;
    Some(if folder.is_empty() { best } else { format!("{folder}/{best}") })
}
