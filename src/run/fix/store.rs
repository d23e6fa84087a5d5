//! Writing a fixed file: whole or not at all.

use std::io::Write;
use std::path::Path;

use tempfile::Builder;

/// Puts `new` in place of the file's content, if that is still `old`. A link stays, and what it leads to is written; permissions
/// stay, too.
///
/// # Errors
/// A sentence that says why not; the file is then as it was.
pub(super) fn replace(path: &Path, old: &[u8], new: &[u8]) -> Result<(), String> {
    let told = |error: std::io::Error| error.to_string();
    let real = std::fs::canonicalize(path).map_err(told)?;
    let permissions = std::fs::metadata(&real).map_err(told)?.permissions();
    if permissions.readonly() {
        return Err("it is read-only".to_owned());
    }
    let folder = real.parent().ok_or("it is in no folder")?;
    let mut file = Builder::new().prefix(".guestlint-").tempfile_in(folder).map_err(told)?;
    file.write_all(new).map_err(told)?;
    file.as_file().set_permissions(permissions).map_err(told)?;
    file.as_file().sync_all().map_err(told)?;
    if std::fs::read(&real).map_err(told)? != old {
        return Err("it has changed since it was read: run guestlint again".to_owned());
    }
    file.persist(&real).map_err(|error| error.error.to_string())?;
    Ok(())
}
