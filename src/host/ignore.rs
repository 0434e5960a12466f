//! Which files of a folder `.charterignore` leaves out.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

use super::paths::CannotRun;
use super::read::{Refused, read_any};

/// The file that says, for its folder and what is below it, which files are not formatted.
pub const IGNORE_FILE: &str = ".charterignore";

/// More bytes than a list of patterns has.
const MOST: u64 = 1 << 20;

/// The patterns of one file, read as `git` reads `.gitignore`: the last one that matches decides.
#[derive(Default)]
pub struct Ignore(Vec<Line>);

struct Line {
    path: GlobMatcher,
    only_folders: bool,
    leaves_out: bool,
}

impl Ignore {
    /// What the folder's own file says; `None` when it has none.
    pub fn of(folder: &Path) -> Result<Option<Self>, CannotRun> {
        let file = folder.join(IGNORE_FILE);
        match read_any(&file, MOST) {
            Ok((text, _)) => Self::parse(&text)
                .map(Some)
                .map_err(|(line, why)| CannotRun::new(format!("line {line} of `{}` {why}", file.display()))),
            Err(Refused::Missing) => Ok(None),
            Err(refused) => Err(CannotRun::new(format!("cannot read `{}`: {}", file.display(), refused.why()))),
        }
    }

    /// The patterns of a text, or the line that cannot be understood and why.
    fn parse(text: &str) -> Result<Self, (usize, String)> {
        let lines = text.lines().enumerate().map(|(at, line)| (at + 1, line.trim()));
        let lines = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
        lines.map(|(at, line)| Line::parse(line).map_err(|why| (at, why))).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a path below the folder, with `/` between its parts, is left out; `None` when no pattern matches.
    pub fn leaves_out(&self, path: &str, folder: bool) -> Option<bool> {
        let matching = self.0.iter().rev().find(|line| (folder || !line.only_folders) && line.path.is_match(path));
        matching.map(|line| line.leaves_out)
    }
}

impl Line {
    fn parse(line: &str) -> Result<Self, String> {
        let (leaves_out, pattern) = line.strip_prefix('!').map_or((true, line), |kept| (false, kept));
        let (only_folders, pattern) = pattern.strip_suffix('/').map_or((false, pattern), |folder| (true, folder));
        // With a slash it is a path from here; without one, a name at any depth.
        let pattern = match pattern.strip_prefix('/') {
            Some(path) => path.to_owned(),
            None if pattern.contains('/') => pattern.to_owned(),
            None => format!("**/{pattern}"),
        };
        let glob = GlobBuilder::new(&pattern).literal_separator(true).backslash_escape(true).build();
        let path = glob.map_err(|error| format!("is no pattern of files: {}", error.kind()))?.compile_matcher();
        Ok(Self { path, only_folders, leaves_out })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_without_a_slash_is_a_name_and_one_with_a_slash_a_path() {
        let check = |patterns: &str, path: &str, folder: bool, expected: Option<bool>| {
            let told = Ignore::parse(patterns).map(|ignore| ignore.leaves_out(path, folder));
            assert_eq!(told, Ok(expected), "{patterns}: {path}");
        };
        check("a.kdl", "a.kdl", false, Some(true));
        check("a.kdl", "x/y/a.kdl", false, Some(true));
        check("/a.kdl", "x/a.kdl", false, None);
        check("x/a.kdl", "x/a.kdl", false, Some(true));
        check("x/a.kdl", "y/x/a.kdl", false, None);
        check("x/*.kdl", "x/y/a.kdl", false, None);
        check("x/**/*.kdl", "x/y/a.kdl", false, Some(true));
        check("old-*/", "old-1", true, Some(true));
        check("old-*/", "old-1", false, None);
        check("# *.kdl\n\n  *.kdl\n!keep.kdl", "keep.kdl", false, Some(false));
        check("*.kdl\n!keep.kdl\nx/", "x", true, Some(true));
    }

    #[test]
    fn a_pattern_that_cannot_be_understood_is_told_with_its_line() {
        let told = Ignore::parse("a\n[b\n").err().map(|(line, _)| line);
        assert_eq!(told, Some(2));
    }
}
