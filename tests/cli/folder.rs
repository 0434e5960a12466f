//! A folder of files for one test, written down as one text.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A temporary folder; it goes away with the value.
pub struct Folder(TempDir);

impl Folder {
    /// `//- path` begins a file; what stands before the first such line is `charter.kdl`.
    pub fn new(text: &str) -> Self {
        let folder = Self(TempDir::new().expect("there is room for temporary files"));
        let mut path = "charter.kdl";
        let mut content = String::new();
        for line in text.split_inclusive('\n') {
            if let Some(next) = line.strip_prefix("//- ") {
                folder.add(path, &content);
                path = next.trim_end();
                content.clear();
            } else {
                content.push_str(line);
            }
        }
        folder.add(path, &content);
        folder
    }

    /// Adds a file of any bytes, and its folders.
    pub fn add(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.join(path);
        fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the folder can be made");
        fs::write(path, content).expect("the file can be written");
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A place in it.
    pub fn join(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.join(path)).expect("the file can be read")
    }
}
