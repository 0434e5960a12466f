//! Which further files a charter names, and what can be wrong with them: plain data, no disk.

use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::Code;
use crate::source::{Sources, Span};

/// The files of a charter, and what was wrong with them.
#[derive(Debug)]
pub struct Loaded {
    /// The files; `charter.kdl` is the first.
    pub sources: Sources,
    /// What could not be read, and why.
    pub problems: Vec<Diagnostic>,
    /// Whether every part that the charter names was read.
    pub complete: bool,
}

/// A file, or many by a pattern, that a charter names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The path or glob as it is written, relative to the charter's folder.
    pub path: String,
    /// Where it is written.
    pub from: Span,
    /// What it is needed for.
    pub kind: NeedKind,
}

/// What a named file is needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedKind {
    /// It is a part of the charter; the path may be a glob.
    Part,
    /// It is read beside the charter: a schema, a sample, a list of dates.
    Data,
}

/// How much may be read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of one file.
    pub file: u64,
    /// Bytes of all files together.
    pub total: u64,
    /// How many files, and how many directory entries a glob may look at.
    pub files: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file: 256 << 20, total: 1 << 30, files: 10_000 }
    }
}

/// Every way in which a named file can be wrong.
pub static CODES: &[&Code] = &[
    &BAD_GLOB,
    &EMPTY_GLOB,
    &FILE_TOO_LARGE,
    &INCLUDE_CYCLE,
    &INCLUDED_TWICE,
    &MISSING_FILE,
    &NOT_UTF_8,
    &OUTSIDE_CHARTER,
    &TOO_MANY_FILES,
    &UNREADABLE_FILE,
];

/// A pattern that no glob reader understands.
pub static BAD_GLOB: Code = Code {
    name: "bad-glob",
    title: "a pattern of files cannot be understood",
    severity: Severity::Error,
    explain: "A path in `include` may be a pattern: `*` stands for any part of a name, `?` for one character, `**` for any \
folders, `[abc]` for one of these characters and `{a,b}` for one of these texts. A bracket or a brace that is opened must be closed.",
    fails: "charter shop version=\"1.0.0\" { include \"flows/[a.kdl\" } //~ bad-glob\n",
    passes: "charter shop version=\"1.0.0\"\n",
};

/// A pattern without a file.
pub static EMPTY_GLOB: Code = Code {
    name: "empty-glob",
    title: "a pattern of files matches no file",
    severity: Severity::Error,
    explain: "The files that a pattern was meant to bring in are not part of the charter, so nothing of what they say is checked. \
Patterns are relative to the folder of `charter.kdl`. `*` does not cross a `/`; `**` does. Names that begin with a dot are left out.",
    fails: "charter shop version=\"1.0.0\" { include \"flows/*.kdl\" } //~ empty-glob\n",
    passes: "charter shop version=\"1.0.0\"\n",
};

/// A file past the limit.
pub static FILE_TOO_LARGE: Code = Code {
    name: "file-too-large",
    title: "a file is larger than can be read",
    severity: Severity::Error,
    explain: "One file may have 256 MiB, and all files of a charter 1 GiB together. A charter of ten thousand interfaces has about \
14 MB, so a file of this size was hardly meant. Split it, or name another one.",
    fails: "",
    passes: "",
};

/// A file that includes itself.
pub static INCLUDE_CYCLE: Code = Code {
    name: "include-cycle",
    title: "a file includes itself",
    severity: Severity::Error,
    explain: "An included file is read once, as a part of the charter. A file that names itself, or one of the files through which \
it was included, would be read without end. Remove the `include`: all parts of a charter see one another already.",
    fails: "charter shop version=\"1.0.0\" { include \"charter.kdl\" } //~ include-cycle\n",
    passes: "charter shop version=\"1.0.0\"\n",
};

/// A file that two includes name.
pub static INCLUDED_TWICE: Code = Code {
    name: "included-twice",
    title: "a file is included more than once",
    severity: Severity::Warning,
    explain: "The file is read once, so nothing is wrong yet. But whoever removes one of the two includes believes that the file is \
gone. Keep one of them.",
    fails: "charter shop version=\"1.0.0\" { include \"*.kdl\" \"teams.kdl\" } //~ included-twice\n//- teams.kdl\n// No team yet.\n",
    passes: "charter shop version=\"1.0.0\" { include \"teams.kdl\" }\n//- teams.kdl\n// No team yet.\n",
};

/// A file that is not there.
pub static MISSING_FILE: Code = Code {
    name: "missing-file",
    title: "a named file does not exist",
    severity: Severity::Error,
    explain: "Paths are relative to the folder of `charter.kdl`, with `/` between folders, also when another file of the charter \
names them. As long as it is missing, names that nobody declares and definitions that nobody uses are not reported: the file may have them.",
    fails: "charter shop version=\"1.0.0\" { include \"flows.kdl\" } //~ missing-file\n",
    passes: "charter shop version=\"1.0.0\"\n",
};

/// A file in another encoding.
pub static NOT_UTF_8: Code = Code {
    name: "not-utf-8",
    title: "a file is not UTF-8",
    severity: Severity::Error,
    explain: "KDL is written in UTF-8. The place is the first byte that is not. The rest of the file is checked with the character \
U+FFFD in place of what cannot be read. Save the file as UTF-8; a byte order mark at its start does no harm.",
    fails: "",
    passes: "",
};

/// A path that leaves the charter.
pub static OUTSIDE_CHARTER: Code = Code {
    name: "outside-charter",
    title: "a path leaves the folder of the charter",
    severity: Severity::Error,
    explain: "A charter is a folder: whoever has it has all of it, and checking a charter that somebody sent reads nothing else. So a \
path may not be absolute, not climb above the folder with `..`, and not lead out of it through a link. Move or copy the file into the folder.",
    fails: "charter shop version=\"1.0.0\" { include \"../other/flows.kdl\" } //~ outside-charter\n",
    passes: "charter shop version=\"1.0.0\"\n",
};

/// More files than can be meant.
pub static TOO_MANY_FILES: Code = Code {
    name: "too-many-files",
    title: "a charter names more files than can be read",
    severity: Severity::Error,
    explain: "A charter may have 10,000 files, and a pattern may look at 10,000 names in the folder. More than that are hardly \
meant: a pattern such as `**` reaches into folders that do not belong to the charter. Name the folders that do.",
    fails: "",
    passes: "",
};

/// A file that the system does not give out.
pub static UNREADABLE_FILE: Code = Code {
    name: "unreadable-file",
    title: "a named file cannot be read",
    severity: Severity::Error,
    explain: "The file exists, but it is a folder or a device, or the system refuses to read it. Name a file, or give the right to \
read it to whoever runs the check.",
    fails: "charter shop version=\"1.0.0\" { include \"flows\" } //~ unreadable-file\n//- flows/orders.kdl\n",
    passes: "charter shop version=\"1.0.0\" { include \"flows/*.kdl\" }\n//- flows/orders.kdl\n",
};
