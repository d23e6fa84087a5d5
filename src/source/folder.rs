//! The files in the folder of an input, by the names that the input gives them.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use crate::text::mask::Masker;

use super::content::Content;
use super::{Files, InputName, Source};

/// What is said of a name that leads out of the folder, be it by itself or through a symbolic link.
const OUTSIDE: &str = "its name leads out of the capture's folder, and such files are not opened";

/// The folder that a file stands in. No name leads out of it: a capture is somebody else's data, and must not choose which files of
/// this machine are read.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    masker: Masker,
}

impl Folder {
    /// The folder of the file at `path`.
    pub fn of(path: &Path, masker: Masker) -> Self {
        Self { path: path.parent().unwrap_or(Path::new("")).to_owned(), masker }
    }

    /// The file `name`, links resolved.
    fn find(&self, name: &str) -> Result<PathBuf, String> {
        if !is_plain(name) {
            return Err(OUTSIDE.to_owned());
        }
        let real = |path: &Path| {
            path.canonicalize().map_err(|error| match error.kind() {
                ErrorKind::NotFound => "there is no such file".to_owned(),
                _ => error.to_string(),
            })
        };
        let folder = match self.path.as_os_str().is_empty() {
            true => real(Path::new("."))?,
            false => real(&self.path)?,
        };
        let file = real(&self.path.join(name))?;
        if !file.starts_with(folder) {
            return Err(OUTSIDE.to_owned());
        }
        // A pipe would block.
        match file.metadata() {
            Ok(metadata) if metadata.is_file() => Ok(file),
            Ok(_) => Err("it is no file".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }
}

impl Files for Folder {
    fn open(&self, name: &str) -> Result<Source, String> {
        let file = self.find(name)?;
        let content = Content::of_file(&file).map_err(|error| error.to_string())?;
        let shown = self.path.join(name).to_string_lossy().replace('\\', "/");
        let decoded = content.unpacked()?.decode(InputName::File(shown), self.masker)?;
        Ok(decoded.source)
    }
}

/// Whether `name` is a relative path without a step upwards, on any system: `\` and `:` are no part of a name everywhere.
fn is_plain(name: &str) -> bool {
    let plain = |part: Component<'_>| matches!(part, Component::Normal(_) | Component::CurDir);
    !name.contains(['\\', ':', '\0']) && !name.is_empty() && Path::new(name).components().all(plain)
}

#[cfg(test)]
mod tests;
