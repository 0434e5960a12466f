//! Writing what was generated into one folder, and nowhere else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::paths::{CannotRun, inside};
use super::write;

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is new.
    New,
    /// It replaces what was there.
    Changed,
    /// It was there already, byte by byte.
    Unchanged,
}

/// Writes texts to paths below `out`. Nothing is written unless every path lies below it.
pub fn write(out: &Path, files: &[(&str, &str)]) -> Result<Vec<Written>, CannotRun> {
    let cannot = |path: &Path, error| CannotRun::because(format!("cannot write `{}`", path.display()), &error);
    fs::create_dir_all(out).map_err(|error| cannot(out, error))?;
    let real = out.canonicalize().map_err(|error| cannot(out, error))?;
    let mut places = Vec::with_capacity(files.len());
    let mut seen = BTreeSet::new();
    for (path, _) in files {
        places.push(place(&real, out, path)?);
        if !seen.insert(*path) {
            return Err(CannotRun::new(format!("`{path}` would be generated twice")));
        }
    }
    let written = files.par_iter().zip(&places).map(|((_, text), place)| {
        let written = match fs::read(place) {
            Ok(there) if there == text.as_bytes() => return Ok(Written::Unchanged),
            Ok(_) => Written::Changed,
            Err(_) => Written::New,
        };
        write::replace(place, text).map_err(|error| cannot(place, error))?;
        Ok(written)
    });
    written.collect()
}

/// The place of a path below `out`, with every link on the way followed and found to stay below it.
fn place(real: &Path, out: &Path, path: &str) -> Result<PathBuf, CannotRun> {
    let leaves = || CannotRun::new(format!("`{path}` would be written outside `{}`", out.display()));
    let inner = inside(path).filter(|inner| !inner.is_empty()).ok_or_else(leaves)?;
    let place = real.join(&inner);
    let there = place.ancestors().find_map(|ancestor| ancestor.canonicalize().ok()).ok_or_else(leaves)?;
    if there.starts_with(real) { Ok(place) } else { Err(leaves()) }
}
