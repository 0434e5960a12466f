//! Reading one file: what it is, how large, and its text whatever its bytes are.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::paths::{Root, reason};

/// Why a file has no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing of this name exists.
    Missing,
    /// It lies outside the charter when links are followed.
    Outside,
    /// It is no regular file, or the system refuses; in words.
    Unreadable(String),
    /// It has more bytes than are read.
    TooLarge(u64),
}

impl Refused {
    /// The reason in words.
    pub fn why(&self) -> String {
        match self {
            Self::Missing => "it does not exist".to_owned(),
            Self::Outside => "it is a link that leads out of its folder".to_owned(),
            Self::Unreadable(why) => why.clone(),
            Self::TooLarge(size) => format!("it has {size} bytes, more than can be read"),
        }
    }
}

/// What could not be read in a file as UTF-8.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Where the first replaced character stands in the text.
    pub offset: u32,
    /// What is there, in words.
    pub what: String,
}

/// A file that may be read.
#[derive(Clone, Debug)]
pub struct Measured {
    /// Its bytes.
    pub size: u64,
    /// Its place when every link is followed: the same for two names of one file.
    pub real: PathBuf,
}

/// Looks at a file without reading it.
pub fn measure(root: &Root, path: &str) -> Result<Measured, Refused> {
    let place = root.join(path);
    let metadata = fs::metadata(&place).map_err(|error| refusal(&error))?;
    let real = place.canonicalize().map_err(|error| refusal(&error))?;
    if !root.contains(&real) {
        return Err(Refused::Outside);
    }
    regular(&metadata)?;
    Ok(Measured { size: metadata.len(), real })
}

/// The same for a file of a folder whose place without links is known.
pub fn measure_in(root: &Root, folder: &Path, path: &str) -> Result<Measured, Refused> {
    let real = folder.join(path.rsplit('/').next().unwrap_or(path));
    let metadata = fs::symlink_metadata(&real).map_err(|error| refusal(&error))?;
    if metadata.is_symlink() {
        return measure(root, path);
    }
    if !root.contains(&real) {
        return Err(Refused::Outside);
    }
    regular(&metadata)?;
    Ok(Measured { size: metadata.len(), real })
}

/// The place of the folder that a path of a charter lies in, when every link is followed.
pub fn folder_of(root: &Root, path: &str) -> Result<PathBuf, Refused> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    root.join(folder).canonicalize().map_err(|error| refusal(&error))
}

/// The text of a file of a charter, of at most `limit` bytes.
pub fn read(measured: &Measured, limit: u64) -> Result<(String, Option<Foreign>), Refused> {
    read_sized(&measured.real, measured.size, limit)
}

/// The text of any regular file, of at most `limit` bytes.
pub fn read_any(place: &Path, limit: u64) -> Result<(String, Option<Foreign>), Refused> {
    let metadata = fs::metadata(place).map_err(|error| refusal(&error))?;
    regular(&metadata)?;
    read_sized(place, metadata.len(), limit)
}

fn regular(metadata: &fs::Metadata) -> Result<(), Refused> {
    if metadata.is_dir() {
        return Err(Refused::Unreadable("it is a folder".to_owned()));
    }
    if !metadata.is_file() {
        return Err(Refused::Unreadable("it is not a regular file".to_owned()));
    }
    Ok(())
}

fn read_sized(place: &Path, size: u64, limit: u64) -> Result<(String, Option<Foreign>), Refused> {
    if size > limit {
        return Err(Refused::TooLarge(size));
    }
    let file = File::open(place).map_err(|error| refusal(&error))?;
    let mut bytes = Vec::with_capacity(size as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| refusal(&error))?;
    if bytes.len() as u64 > limit {
        return Err(Refused::TooLarge(bytes.len() as u64));
    }
    Ok(decode(bytes))
}

fn refusal(error: &io::Error) -> Refused {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Refused::Missing,
        _ => Refused::Unreadable(reason(error)),
    }
}

/// The text of bytes; what is not UTF-8 becomes U+FFFD, and the first such place is told.
fn decode(bytes: Vec<u8>) -> (String, Option<Foreign>) {
    let error = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error,
    };
    let bytes = error.as_bytes();
    let little = bytes.starts_with(&[0xFF, 0xFE]);
    if little || bytes.starts_with(&[0xFE, 0xFF]) {
        let unit = |pair: &[u8]| {
            let pair = [pair[0], pair[1]];
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        };
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(unit).collect();
        return (String::from_utf16_lossy(&units), Some(Foreign { offset: 0, what: "the file is UTF-16".to_owned() }));
    }
    let offset = error.utf8_error().valid_up_to();
    let what = format!("byte 0x{:02X} at offset {offset}", bytes[offset]);
    (String::from_utf8_lossy(bytes).into_owned(), Some(Foreign { offset: offset as u32, what }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_not_utf_8_are_replaced_and_told() {
        let check = |bytes: &[u8], text: &str, foreign: Option<(u32, &str)>| {
            let expected = foreign.map(|(offset, what)| Foreign { offset, what: what.to_owned() });
            assert_eq!(decode(bytes.to_vec()), (text.to_owned(), expected));
        };
        check(b"a\r\n\xC3\xA9", "a\r\n\u{e9}", None);
        check(b"\xEF\xBB\xBFa", "\u{feff}a", None);
        check(b"", "", None);
        check(b"ab\xE9c", "ab\u{fffd}c", Some((2, "byte 0xE9 at offset 2")));
        check(b"\xFF\xFEa\0b\0", "ab", Some((0, "the file is UTF-16")));
        check(b"\xFE\xFF\0a\0b", "ab", Some((0, "the file is UTF-16")));
    }
}
