//! Writing files so that nobody ever sees half of one.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use tempfile::{Builder, NamedTempFile};

/// Puts `text` in place of what `path` holds, or makes the file and its folders. Either all of it is there
/// afterwards or nothing has changed. A link stays a link; permissions stay.
pub fn replace(path: &Path, text: &str) -> io::Result<()> {
    let place = match path.canonicalize() {
        Ok(place) => place,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let permissions = fs::metadata(&place).ok().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let mut file = beside(&place)?;
    file.write_all(text.as_bytes())?;
    match permissions {
        Some(permissions) => file.as_file().set_permissions(permissions)?,
        None => usual_permissions(file.as_file())?,
    }
    file.persist(&place)?;
    Ok(())
}

/// Makes a file that is not there yet, and its folders.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = beside(path)?;
    file.write_all(text.as_bytes())?;
    usual_permissions(file.as_file())?;
    file.persist_noclobber(path)?;
    Ok(())
}

fn beside(place: &Path) -> io::Result<NamedTempFile> {
    let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    Builder::new().prefix(".charter-").tempfile_in(folder)
}

/// A temporary file is for its owner alone; others may read what stays, as with any new file.
#[cfg(unix)]
fn usual_permissions(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn usual_permissions(_: &File) -> io::Result<()> {
    Ok(())
}
