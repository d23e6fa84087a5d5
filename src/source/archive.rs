//! Zip archives: their members, unpacked one at a time, within limits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::text::mask::Masker;

use super::content::{Content, ReadSeek, unpack, unpacked_limit};
use super::{Files, InputName, Source};

/// Whether these first bytes are a zip archive's: a member's header, the directory of an archive without members, or the mark of
/// one that was split.
pub fn is_zip(head: &[u8]) -> bool {
    let marks: [&[u8]; 3] = [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"];
    marks.iter().any(|mark| head.starts_with(mark))
}

/// An archive whose directory was read.
#[derive(Clone)]
pub struct Archive {
    shared: Arc<Shared>,
}

struct Shared {
    packed: Mutex<Packed>,
    /// The archive's length in bytes.
    len: u64,
}

struct Packed {
    zip: ZipArchive<Box<dyn ReadSeek>>,
    /// How much may still be unpacked: members may share their bytes, so a limit for each alone is none.
    left: u64,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("len", &self.shared.len).finish_non_exhaustive()
    }
}

impl Archive {
    /// Reads the archive's directory.
    ///
    /// # Errors
    /// A sentence that says why not: it was cut, or is damaged.
    pub fn new(content: Content) -> Result<Self, String> {
        let len = content.len();
        let reader = content.reader().map_err(|error| error.to_string())?;
        let zip = ZipArchive::new(reader).map_err(|error| match error {
            ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => error.to_string(),
            _ => "the zip archive has no directory at its end: it was cut, by a download or a copy that did not finish, or it is damaged".to_owned(),
        })?;
        let packed = Mutex::new(Packed { zip, left: unpacked_limit(len) });
        Ok(Self { shared: Arc::new(Shared { packed, len }) })
    }

    /// Locks the archive. A reader that panicked leaves nothing half done: the next one seeks before it reads.
    fn packed(&self) -> MutexGuard<'_, Packed> {
        self.shared.packed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The names of its members, in the order of its directory, without folders.
    pub fn names(&self) -> Vec<String> {
        let packed = self.packed();
        let files = packed.zip.file_names().filter(|name| !name.ends_with('/'));
        files.map(str::to_owned).collect()
    }

    /// Unpacks the member `name`.
    ///
    /// # Errors
    /// A sentence that says why not: no such member, an encrypted one, a damaged one, or one that unpacks to too much.
    pub fn member(&self, name: &str) -> Result<Content, String> {
        let mut packed = self.packed();
        let Packed { zip, left } = &mut *packed;
        let Some(index) = zip.index_for_name(name) else {
            return Err("there is no such file in the archive".to_owned());
        };
        let member = zip.by_index(index).map_err(|error| why(&error))?;
        let size = member.compressed_size().min(self.shared.len);
        let content = unpack(member, "the archive's member", unpacked_limit(size).min(*left))?;
        *left = left.saturating_sub(content.len());
        Ok(content)
    }

    /// The members as the files that the member `from` may name: by their place beside it, or in the archive.
    pub fn files(&self, from: &str, name: InputName, masker: Masker) -> Box<dyn Files> {
        let folder = from.rfind('/').map_or("", |slash| &from[..=slash]);
        Box::new(Members { archive: self.clone(), folder: folder.to_owned(), name, masker })
    }
}

fn why(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            "the archive's member is encrypted: unpack the archive with its password, and give the files in it"
                .to_owned()
        }
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            "the archive's member is packed in a way that is not read: unpack the archive and give the files in it"
                .to_owned()
        }
        error => format!("the archive's member is damaged: {error}"),
    }
}

/// The members of an archive, for one of them.
struct Members {
    archive: Archive,
    /// Where the member stands that names them: empty, or with a `/` at its end.
    folder: String,
    name: InputName,
    masker: Masker,
}

impl Files for Members {
    fn open(&self, name: &str) -> Result<Source, String> {
        let beside = format!("{}{name}", self.folder);
        let known = |name: &str| self.archive.packed().zip.index_for_name(name).is_some();
        let member = if known(&beside) { beside.as_str() } else { name };
        let content = self.archive.member(member)?;
        let decoded = content.decode(self.name.clone(), self.masker)?;
        Ok(decoded.source.in_member(member))
    }
}

#[cfg(test)]
mod tests;
