//! Which files of a folder a pattern means.

use std::fs;

use globset::{GlobBuilder, GlobMatcher};

use super::paths::Root;

/// Why a pattern means no files.
#[derive(Debug, PartialEq, Eq)]
pub enum BadGlob {
    /// It cannot be understood; in words.
    Syntax(String),
    /// It looks at more names than allowed.
    TooMany,
}

/// Whether a path has characters that make it a pattern.
pub fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// What a path is compared with.
enum Matcher {
    /// What stands before and after the only `*`, as in `flows/*.kdl`: no need to build an automaton.
    Star(String, String),
    Glob(GlobMatcher),
}

impl Matcher {
    fn new(pattern: &str) -> Result<Self, globset::Error> {
        if let Some((before, after)) = pattern.split_once('*')
            && ![before, after].iter().any(|part| part.contains(['*', '?', '[', ']', '{', '}', '\\']))
        {
            return Ok(Self::Star(before.to_owned(), after.to_owned()));
        }
        let glob = GlobBuilder::new(pattern).literal_separator(true).backslash_escape(true).build()?;
        Ok(Self::Glob(glob.compile_matcher()))
    }

    fn is_match(&self, path: &str) -> bool {
        match self {
            Self::Star(before, after) => {
                let between = path.strip_prefix(before.as_str()).and_then(|rest| rest.strip_suffix(after.as_str()));
                between.is_some_and(|between| !between.contains('/'))
            }
            Self::Glob(glob) => glob.is_match(path),
        }
    }
}

/// The files below the root that `pattern` means, sorted. Hidden names are left out; links to folders are not followed.
pub fn expand(root: &Root, pattern: &str, most: usize) -> Result<Vec<String>, BadGlob> {
    let matcher = Matcher::new(pattern).map_err(|error| BadGlob::Syntax(error.kind().to_string()))?;
    let start = pattern.split('/').take_while(|part| !is_pattern(part)).collect::<Vec<_>>().join("/");
    let levels = pattern[start.len()..].trim_start_matches('/').split('/').count();
    let depth = if pattern.contains("**") || pattern.contains('{') { usize::MAX } else { levels };
    walk(root, start, depth, &matcher, most)
}

fn walk(root: &Root, start: String, depth: usize, matcher: &Matcher, most: usize) -> Result<Vec<String>, BadGlob> {
    let mut found = Vec::new();
    let mut seen = 0;
    let mut folders = vec![(start, depth)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(root.join(&folder)) else { continue };
        for entry in entries.flatten() {
            seen += 1;
            if seen > most {
                return Err(BadGlob::TooMany);
            }
            let Ok(name) = entry.file_name().into_string() else { continue };
            if name.starts_with('.') {
                continue;
            }
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() {
                if depth > 1 {
                    folders.push((path, depth - 1));
                }
            } else if matcher.is_match(&path) && !(kind.is_symlink() && root.join(&path).is_dir()) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
