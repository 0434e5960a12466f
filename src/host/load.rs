//! Reading a whole charter: its root, whatever it names, and what those files name, until nothing is missing.

use std::collections::BTreeMap;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::diagnostic::Diagnostic;
use crate::loading::{
    BAD_GLOB, EMPTY_GLOB, FILE_TOO_LARGE, INCLUDE_CYCLE, INCLUDED_TWICE, Limits, Loaded, MISSING_FILE, NOT_UTF_8, Need,
    NeedKind, OUTSIDE_CHARTER, TOO_MANY_FILES, UNREADABLE_FILE,
};
use crate::source::{FileId, SourceFile, Sources, Span};

use super::glob::{self, BadGlob};
use super::near;
use super::paths::{CannotRun, ROOT_FILE, Root, inside};
use super::read::{Foreign, Measured, Refused, folder_of, measure, measure_in, read};

/// Reads a charter. `needs` says what a file names; it is asked once for every part of the charter, not for data.
pub fn load(
    root: &Root,
    limits: Limits,
    needs: impl Fn(FileId, &SourceFile) -> Vec<Need> + Sync,
) -> Result<Loaded, CannotRun> {
    let cannot = |refused| cannot_read_root(root, &refused);
    let measured = measure(root, ROOT_FILE).map_err(cannot)?;
    let (text, foreign) = read(&measured, limits.file).map_err(cannot)?;
    let mut loading = Loading::new(root, limits);
    loading.size = text.len() as u64;
    loading.names.insert(measured.real, ROOT_FILE.to_owned());
    let mut fresh = vec![loading.add(ROOT_FILE, SourceFile::new(ROOT_FILE, text), foreign, None)];
    while !fresh.is_empty() {
        let needs = |&file: &FileId| needs(file, loading.sources.file(file));
        let asked: Vec<Vec<Need>> = fresh.par_iter().with_max_len(1).map(needs).collect();
        fresh = loading.answer(asked.into_iter().flatten().collect());
    }
    Ok(Loaded { sources: loading.sources, problems: loading.problems, complete: loading.complete })
}

fn cannot_read_root(root: &Root, refused: &Refused) -> CannotRun {
    let place = root.join(ROOT_FILE);
    CannotRun::new(format!("cannot read `{}`: {}", place.display(), refused.why()))
}

/// One file that a need asks for.
struct Request {
    path: String,
    from: Span,
    kind: NeedKind,
    by_pattern: bool,
}

struct Loading<'r> {
    root: &'r Root,
    limits: Limits,
    sources: Sources,
    problems: Vec<Diagnostic>,
    /// What is known of every path that was asked for.
    known: BTreeMap<String, Result<Measured, Refused>>,
    /// The path under which each file was read first, by its place without links.
    names: FxHashMap<PathBuf, String>,
    /// The places of folders without links.
    folders: FxHashMap<String, Result<PathBuf, Refused>>,
    /// Where each path was included first.
    included: BTreeMap<String, Span>,
    /// By file: which file included it.
    parents: Vec<Option<FileId>>,
    /// Files that were read as data and are included now.
    promoted: Vec<FileId>,
    size: u64,
    too_many: bool,
    complete: bool,
}

impl<'r> Loading<'r> {
    fn new(root: &'r Root, limits: Limits) -> Self {
        Self {
            root,
            limits,
            sources: Sources::default(),
            problems: Vec::new(),
            known: BTreeMap::new(),
            names: FxHashMap::default(),
            folders: FxHashMap::default(),
            included: BTreeMap::new(),
            parents: Vec::new(),
            promoted: Vec::new(),
            size: 0,
            too_many: false,
            complete: true,
        }
    }

    /// Reads what is asked for and not there yet; the new parts of the charter.
    fn answer(&mut self, needs: Vec<Need>) -> Vec<FileId> {
        let requests: Vec<Request> = needs.into_iter().flat_map(|need| self.requests(need)).collect();
        self.look_at(&requests);
        let admitted: Vec<Request> = requests.into_iter().filter(|request| self.admit(request)).collect();
        let known = &self.known;
        let limit = self.limits.file;
        let read: Vec<_> = admitted
            .par_iter()
            .map(|request| {
                let (text, foreign) = read(known[&request.path].as_ref().map_err(Clone::clone)?, limit)?;
                Ok((SourceFile::new(request.path.as_str(), text), foreign))
            })
            .collect();
        let mut parts = std::mem::take(&mut self.promoted);
        for (request, outcome) in admitted.iter().zip(read) {
            match outcome {
                Ok((file, foreign)) => {
                    let id = self.add(&request.path, file, foreign, Some(request.from.file));
                    if self.included.contains_key(&request.path) {
                        parts.push(id);
                    }
                }
                Err(refused) => self.refuse(&refused, request),
            }
        }
        parts
    }

    /// The files that a need means.
    fn requests(&mut self, need: Need) -> Vec<Request> {
        let Need { path: written, from, kind } = need;
        let Some(path) = inside(&written) else {
            self.missed(kind, outside(&written, from));
            return Vec::new();
        };
        if kind == NeedKind::Data || !glob::is_pattern(&path) {
            return vec![Request { path, from, kind, by_pattern: false }];
        }
        let found = match glob::expand(self.root, &path, self.limits.files) {
            Ok(found) => found,
            Err(BadGlob::Syntax(why)) => {
                let message = format!("`{written}` is not a pattern of files: {why}");
                self.missed(kind, BAD_GLOB.finding(message).at(from, "cannot be understood"));
                return Vec::new();
            }
            Err(BadGlob::TooMany) => {
                let message = format!("`{written}` looks at more than {} names", self.limits.files);
                let help = "name the folders that belong to the charter";
                self.missed(kind, TOO_MANY_FILES.finding(message).at(from, "looks too far").help(help));
                return Vec::new();
            }
        };
        if found.is_empty() {
            let help = "patterns are relative to the folder of `charter.kdl`; `*` does not cross a `/`, `**` does";
            let message = format!("`{written}` matches no file");
            self.missed(kind, EMPTY_GLOB.finding(message).at(from, "no file has such a path").help(help));
        }
        let ancestors: Vec<&str> = self.ancestors(from.file).map(|file| self.sources.file(file).path()).collect();
        let others = found.into_iter().filter(|path| !ancestors.contains(&path.as_str()));
        others.map(|path| Request { path, from, kind, by_pattern: true }).collect()
    }

    /// A file and the files through which it was included.
    fn ancestors(&self, file: FileId) -> impl Iterator<Item = FileId> {
        std::iter::successors(Some(file), |file| self.parents[file.0 as usize])
    }

    /// Measures all paths that are asked for the first time.
    fn look_at(&mut self, requests: &[Request]) {
        let mut unknown: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
        unknown.retain(|path| !self.known.contains_key(*path));
        unknown.sort_unstable();
        unknown.dedup();
        let root = self.root;
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        for path in &unknown {
            self.folders.entry(folder(path)).or_insert_with(|| folder_of(root, path));
        }
        let folders = &self.folders;
        let measured: Vec<_> = unknown
            .par_iter()
            .map(|path| measure_in(root, folders[&folder(path)].as_ref().map_err(Clone::clone)?, path))
            .collect();
        self.known.extend(unknown.into_iter().map(str::to_owned).zip(measured));
    }

    /// Whether a file is to be read now; says what is wrong with it otherwise, if anything is.
    fn admit(&mut self, request: &Request) -> bool {
        let measured = match &self.known[&request.path] {
            Ok(measured) => measured.clone(),
            Err(refused) => {
                self.refuse(&refused.clone(), request);
                return false;
            }
        };
        if let Some(name) = self.names.get(&measured.real).cloned() {
            if request.kind == NeedKind::Part {
                self.again(&name, request);
            }
            return false;
        }
        if self.names.len() >= self.limits.files {
            self.too_many(request);
            return false;
        }
        if measured.size > self.limits.file || self.size + measured.size > self.limits.total {
            self.refuse(&Refused::TooLarge(measured.size), request);
            return false;
        }
        self.size += measured.size;
        self.names.insert(measured.real, request.path.clone());
        if request.kind == NeedKind::Part {
            self.included.insert(request.path.clone(), request.from);
        }
        true
    }

    /// A file that was read already is included once more.
    fn again(&mut self, name: &str, request: &Request) {
        let from = request.from;
        let shown = &request.path;
        if self.ancestors(from.file).any(|file| self.sources.file(file).path() == name) {
            let message = format!("`{shown}` includes itself");
            let mut finding = INCLUDE_CYCLE.finding(message).at(from, format!("leads back to `{name}`"));
            let mut file = from.file;
            while let Some(&span) = self.included.get(self.sources.file(file).path()) {
                finding = finding.and(span, format!("includes `{}`", self.sources.file(file).path()));
                file = span.file;
            }
            self.problems.push(finding.help("remove this path; all parts of a charter see one another already"));
            return;
        }
        match self.included.get(name).copied() {
            Some(first) if first == from => {}
            Some(first) => {
                let message = format!("`{shown}` is included more than once");
                let label = if request.by_pattern { "this pattern matches it too" } else { "here again" };
                self.problems.push(INCLUDED_TWICE.finding(message).at(from, label).and(first, "included here first"));
            }
            None => {
                // It was read as data before, and is a part from now on.
                self.included.insert(name.to_owned(), from);
                self.promoted.extend(self.sources.iter().find(|(_, file)| file.path() == name).map(|(id, _)| id));
            }
        }
    }

    /// Reports that something named was not read.
    fn missed(&mut self, kind: NeedKind, finding: Diagnostic) {
        self.complete &= kind == NeedKind::Data;
        self.problems.push(finding);
    }

    fn too_many(&mut self, request: &Request) {
        if !std::mem::replace(&mut self.too_many, true) {
            let message = format!("the charter names more than {} files", self.limits.files);
            let label = "the files from here on were not read";
            self.missed(request.kind, TOO_MANY_FILES.finding(message).at(request.from, label));
        }
    }

    fn refuse(&mut self, refused: &Refused, request: &Request) {
        let path = &request.path;
        let from = request.from;
        let finding = match refused {
            Refused::Outside => outside(path, from),
            Refused::Unreadable(why) => {
                UNREADABLE_FILE.finding(format!("`{path}` cannot be read: {why}")).at(from, "named here")
            }
            Refused::TooLarge(size) => {
                let message = format!("`{path}` is too large: {size} bytes");
                let Limits { file, total, .. } = self.limits;
                let help = format!("a file may have {file} bytes, and all files together {total}");
                FILE_TOO_LARGE.finding(message).at(from, "named here").help(help)
            }
            Refused::Missing => {
                let naming = self.sources.file(from.file).path();
                let finding = MISSING_FILE.finding(format!("`{path}` does not exist")).at(from, "named here");
                match near::file(self.root, path, naming) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")).fix(
                        format!("write `{near}`"),
                        from,
                        format!("\"{near}\""),
                    ),
                    None => finding.help("paths are relative to the folder of `charter.kdl`"),
                }
            }
        };
        self.missed(request.kind, finding);
    }

    fn add(&mut self, path: &str, file: SourceFile, foreign: Option<Foreign>, parent: Option<FileId>) -> FileId {
        let replaced = file.text().get(foreign.as_ref().map_or(0, |foreign| foreign.offset as usize)..);
        let width = replaced.and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8) as u32;
        let id = self.sources.add(file);
        self.parents.push(parent);
        if let Some(Foreign { offset, what }) = foreign {
            let finding = NOT_UTF_8.finding(format!("`{path}` is not UTF-8: {what}"));
            let place = Span::new(id, offset..offset + width);
            self.problems.push(finding.at(place, "cannot be read from here").help("save the file as UTF-8"));
        }
        id
    }
}

fn outside(written: &str, from: Span) -> Diagnostic {
    let message = format!("`{written}` leads out of the charter's folder");
    let help = "move or copy the file into the folder; paths are relative to it";
    OUTSIDE_CHARTER.finding(message).at(from, "named here").help(help)
}
