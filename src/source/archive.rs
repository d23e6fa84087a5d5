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
mod tests {
    use std::io::{Cursor, Write};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;
    use crate::text::span::Span;

    fn packed(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        for (name, content) in members {
            writer.start_file(*name, options).unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn archive(members: &[(&str, &[u8])]) -> Archive {
        Archive::new(packed(members).into()).unwrap()
    }

    #[test]
    fn members_are_unpacked_by_name() {
        let archive = archive(&[("a/x.har", b"one"), ("a/b.jsonl", b"two"), ("c.jsonl", b"3")]);
        assert_eq!(archive.names(), ["a/x.har", "a/b.jsonl", "c.jsonl"]);
        assert_eq!(archive.member("a/x.har").unwrap().head(), b"one");
        let files = archive.files("a/x.har", InputName::Stdin, Masker::new(true));
        for (name, member, text) in [("b.jsonl", "a/b.jsonl", "two"), ("c.jsonl", "c.jsonl", "3")] {
            let source = files.open(name).unwrap();
            assert_eq!(source.member(), Some(member));
            assert_eq!(source.slice(Span::new(0, 9)), text);
        }
        assert!(files.open("../c.jsonl").is_err());
    }

    #[test]
    fn what_was_cut_is_told() {
        let bytes = packed(&[("x.har", &[b'a'; 3000])]);
        for len in [4, 30, bytes.len() - 30] {
            let error = Archive::new(bytes[..len].to_vec().into()).unwrap_err();
            assert!(error.contains("no directory"), "{error}");
        }
        assert!(is_zip(&bytes));
        assert!(!is_zip(b"PK, said the letter"));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = vec![0; 65 << 20];
        let archive = archive(&[("x.har", &zeros)]);
        let error = archive.member("x.har").unwrap_err();
        assert!(error.contains("unpacks to more than"), "{error}");
    }

    #[test]
    fn members_share_one_limit() {
        let zeros = vec![0; 40 << 20];
        let archive = archive(&[("x.har", &zeros), ("y.har", &zeros)]);
        assert!(archive.member("x.har").is_ok());
        let error = archive.member("y.har").unwrap_err();
        assert!(error.contains("unpacks to more than"), "{error}");
    }

    #[test]
    fn a_changed_byte_is_no_crash() {
        let bytes = packed(&[("x.har", b"{\"log\":{}}"), ("y.jsonl", &[b'a'; 500])]);
        for at in 0..bytes.len() {
            for bit in [0x01, 0x80, 0xff] {
                let mut changed = bytes.clone();
                changed[at] ^= bit;
                if let Ok(archive) = Archive::new(changed.into()) {
                    for name in archive.names() {
                        let _ = archive.member(&name);
                    }
                }
            }
        }
    }

    #[test]
    fn an_encrypted_member_says_so() {
        let mut bytes = packed(&[("x.har", b"{\"log\":{}}")]);
        // The flag for encryption, in the member's header and in the directory (APPNOTE 4.4.4).
        let directory = bytes.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
        bytes[6] |= 1;
        bytes[directory + 8] |= 1;
        let archive = Archive::new(bytes.into()).unwrap();
        let error = archive.member("x.har").unwrap_err();
        assert!(error.contains("encrypted"), "{error}");
    }
}
